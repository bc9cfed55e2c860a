//! Where in a breast there is gland, fat and fibrous sheet, and how much of it a ray meets.

use crate::mammography::person::Breast;
use crate::mammography::tile::{Frame, Tile};
use crate::mammography::view::View;
use crate::num::{P3, index_in, p3, smooth_step};

/// Half the width of the transition from gland to fat, in units of the score.
const SOFT: f32 = 0.16;

/// How far the coarse pattern of a side departs from what both share.
const OWN: f32 = 0.16;

/// The tissues of one breast.
#[derive(Debug, Clone)]
pub(super) struct Tissue {
    breast: Breast,
    /// Coarse pattern, shared by both sides.
    coarse: Frame,
    /// Lobes, shared by both sides.
    lobes: Frame,
    /// Fine pattern, of this side.
    fine: Frame,
    /// How the second coarse field enters: with another sign on each side.
    own: f32,
    /// Middle of the gland, outward and upward.
    middle: (f32, f32),
    /// Weight of the gland's cone against the pattern.
    form: f32,
    threshold: f32,
}

/// A place whose tissue is changed by a lesion, in the plane of a view.
#[derive(Debug, Clone, Copy)]
pub(super) struct Change {
    /// Its middle: `a`, `v`, `w`.
    pub(super) at: (f32, f32, f32),
    /// Its radius in the plane and across, mm.
    pub(super) radius: (f32, f32),
    pub(super) kind: ChangeKind,
}

/// What is changed.
#[derive(Debug, Clone, Copy)]
pub(super) enum ChangeKind {
    /// More gland: this much is added to the score in the middle.
    Denser(f32),
    /// Tissue is pulled to the middle by so many mm.
    Pulled(f32),
}

/// What a ray meets, mm.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Column {
    pub(super) gland: f32,
}

impl Tissue {
    pub(super) fn new(
        breast: &Breast,
        person: overread_base::Seed,
        view: &View,
        tile: &Tile,
    ) -> Self {
        let mut rng = person.child("gland").rng();
        let depth = breast.depth_mm;
        let mut any = |low: f64, high: f64| crate::num::to_f32(rng.range(low, high));
        let middle = (depth * any(0.02, 0.12), depth * any(0.02, 0.12));
        let form = any(0.95, 1.35);
        let mut tissue = Self {
            breast: breast.clone(),
            coarse: Frame::new(person.child("coarse"), 1.45),
            lobes: Frame::new(person.child("lobes"), 0.62),
            fine: Frame::new(breast.seed.child("fine"), 0.62),
            own: if breast.side == overread_base::Laterality::Right {
                OWN
            } else {
                -OWN
            },
            middle,
            form,
            threshold: 0.0,
        };
        tissue.threshold = tissue.fitting(view, tile);
        tissue
    }

    /// Share of gland at a place of a view, 0 to 1, with fibrous sheets at a part of their weight.
    pub(super) fn at(&self, view: &View, tile: &Tile, place: (f32, f32, f32), depth: f32) -> f32 {
        let (score, sheets) = self.score(view, tile, place, depth);
        let over = score - self.threshold;
        let gland = smooth_step(-SOFT, SOFT, over);
        // Gland is not all alike: some of it is fat between lobules.
        let body = gland * (0.80 + 0.20 * smooth_step(0.0, 1.2, over));
        body + (1.0 - body) * sheets
    }

    /// How much like gland a place is, and the share of fibrous sheet there.
    fn score(&self, view: &View, tile: &Tile, place: (f32, f32, f32), depth: f32) -> (f32, f32) {
        let (a, v, w) = place;
        let p = view.at_rest(a, v, w);
        let reach = self.breast.depth_mm;
        let forward = p.x / reach;
        // Towards the nipple the patterns grow narrow and long: ducts and lobes run to it.
        let left = (reach - p.x).max(0.0);
        let narrow = 58.0 / (26.0 + 0.62 * left);
        let q = p3(p.x * 0.70, p.y * narrow, p.z * narrow);
        let coarse = tile.at(self.coarse.cell(q));
        let fine = tile.at(self.fine.cell(q));
        let cone = {
            let wide = reach * 0.64 * ((1.0 - forward * forward).max(0.0) * 0.9 + 0.03).sqrt();
            let (dy, dz) = (p.y - self.middle.0, p.z - self.middle.1);
            1.0 - (dy * dy + dz * dz) / (wide * wide)
        };
        let behind = 1.9 * smooth_step(0.36, -0.12, forward + 0.07 * coarse[3] + 0.05 * fine[1]);
        let fat = self.breast.fat_mm * (1.0 + 0.45 * fine[1].clamp(-1.5, 1.5) + 0.3 * coarse[3]);
        let under_skin = 3.2 * smooth_step(fat * 1.5, fat * 0.4, depth);
        let plate = view.thickness_mm * 0.5 - w.abs();
        let under_plate = 2.4 * smooth_step(5.5, 1.5, plate - 0.8 * coarse[3]);
        let lobes = tile.at(self.lobes.cell(q))[0];
        let pattern = 0.92 * coarse[0]
            + self.own * coarse[1]
            + 0.36 * lobes
            + 0.22 * fine[0]
            + 0.20 * fine[2];
        let score = self.form * cone.max(-2.5) - behind - under_skin - under_plate + pattern;
        let ridge = |x: f32, width: f32| {
            let t = (1.0 - x.abs() / width).max(0.0);
            t * t
        };
        let sheets = 0.60 * ridge(coarse[2], 0.13) + 0.30 * ridge(fine[3], 0.16);
        (score, sheets * smooth_step(0.5, 4.0, depth))
    }

    /// The threshold that gives the wanted share of gland in a view.
    fn fitting(&self, view: &View, tile: &Tile) -> f32 {
        let mut scores: Vec<f32> = Vec::new();
        inside(view, |place, depth| {
            scores.push(self.score(view, tile, place, depth).0);
        });
        scores.sort_by(f32::total_cmp);
        let rank = (1.0 - self.breast.share) * scores.len() as f32;
        let last = scores.len().saturating_sub(1);
        scores.get(index_in(rank, last)).copied().unwrap_or(0.0)
    }

    /// The share of gland in a view, sheets left out.
    pub(super) fn share(&self, view: &View, tile: &Tile) -> f32 {
        let (mut sum, mut n) = (0.0f32, 0.0f32);
        inside(view, |place, depth| {
            let over = self.score(view, tile, place, depth).0 - self.threshold;
            sum += smooth_step(-SOFT, SOFT, over);
            n += 1.0;
        });
        sum / n.max(1.0)
    }

    /// What a ray through a place in the plane meets, `depth` mm inside the skin line.
    pub(super) fn column(
        &self,
        view: &View,
        tile: &Tile,
        (a, v): (f32, f32),
        depth: f32,
        changes: &[Change],
    ) -> Column {
        let (_, inner) = view.thickness(depth);
        if inner <= 0.0 {
            return Column::default();
        }
        let steps = index_in(inner * 0.9, 120) + 2;
        let step = inner / steps as f32;
        let mut sum = 0.0;
        for i in 0..steps {
            let w = (i as f32 + 0.5) * step - 0.5 * inner;
            let (place, more) = changed((a, v, w), changes);
            sum += if more > 0.0 {
                self.denser(view, tile, place, depth, more)
            } else {
                self.at(view, tile, place, depth)
            };
        }
        Column { gland: sum * step }
    }

    fn denser(
        &self,
        view: &View,
        tile: &Tile,
        place: (f32, f32, f32),
        depth: f32,
        more: f32,
    ) -> f32 {
        let (score, sheets) = self.score(view, tile, place, depth);
        // A wide transition: an asymmetry has no edge.
        let gland = smooth_step(-0.5, 0.7, score + more - self.threshold);
        let own = smooth_step(-SOFT, SOFT, score - self.threshold);
        let body = own.max(gland);
        body + (1.0 - body) * sheets
    }
}

/// The place whose tissue stands at `place` after the changes, and what they add to its score.
fn changed(place: (f32, f32, f32), changes: &[Change]) -> ((f32, f32, f32), f32) {
    let (mut a, mut v, mut w) = place;
    let mut more = 0.0;
    for change in changes {
        let (da, dv, dw) = (a - change.at.0, v - change.at.1, w - change.at.2);
        let flat = (da * da + dv * dv) / (change.radius.0 * change.radius.0);
        let square = flat + dw * dw / (change.radius.1 * change.radius.1);
        if square > 9.0 {
            continue;
        }
        match change.kind {
            ChangeKind::Denser(amount) => {
                more += amount * libm::expf(-1.2 * square);
            }
            ChangeKind::Pulled(way) => {
                let r = (da * da + dv * dv + dw * dw).sqrt().max(0.3);
                // What stands here came from farther out.
                let pull = way * (r / (r + 1.0)) * libm::expf(-square) / r;
                a += da * pull;
                v += dv * pull;
                w += dw * pull;
            }
        }
    }
    ((a, v, w), more)
}

/// Calls `each` on places spread evenly through the breast in a view.
fn inside(view: &View, mut each: impl FnMut((f32, f32, f32), f32)) {
    const STEP_MM: f32 = 6.0;
    let (low, high) = view.range_mm();
    let (na, nv) = (
        index_in(view.breast.depth_mm / STEP_MM, 40),
        index_in((high - low) / STEP_MM, 60),
    );
    for iv in 0..nv {
        for ia in 0..na {
            let (a, v) = (
                (ia as f32 + 0.5) * STEP_MM,
                low + (iv as f32 + 0.5) * STEP_MM,
            );
            let depth = view.outline.depth(a, v);
            let (_, inner) = view.thickness(depth);
            let layers = index_in(inner / 8.0, 12);
            for i in 0..layers {
                let w = ((i as f32 + 0.5) / layers as f32 - 0.5) * inner;
                each((a, v, w), depth);
            }
        }
    }
}

/// A direction in the breast at rest towards the nipple from a place.
pub(super) fn to_nipple(depth_mm: f32, p: P3) -> P3 {
    (p3(depth_mm, 0.0, 0.0) - p).unit_or(p3(1.0, 0.0, 0.0))
}

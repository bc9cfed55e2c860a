//! Tubes and flat bones drawn into the plane of a slice as shares of voxels. What they are made of: `tissue`.

use crate::chest_ct::blood::{BLOODS, Blood};
use crate::chest_ct::bones::BonePiece;
use crate::chest_ct::plan::ChestCtPlan;
use crate::chest_ct::tubes::{Tube, TubeKind, wall_mm};
use crate::num::{P3, coverage, index_in, p3, round_cone, smooth_step};

/// Which number of a voxel's shares is what: the great vessels by their blood come first.
pub(crate) const LUNG_ARTERY: usize = BLOODS;
pub(crate) const LUNG_VEIN: usize = BLOODS + 1;
pub(crate) const AIRWAY_WALL: usize = BLOODS + 2;
pub(crate) const AIRWAY: usize = BLOODS + 3;
pub(crate) const BONE: usize = BLOODS + 4;
pub(crate) const MARROW: usize = BLOODS + 5;
pub(crate) const CARTILAGE: usize = BLOODS + 6;
const SHARES: usize = BLOODS + 7;

/// What of a voxel is filled by tubes and flat bones.
pub(crate) type Shares = [f32; SHARES];

/// Shares of the voxels of one slice, kept for those voxels only that anything is drawn into.
pub(crate) struct Layers {
    /// Per pixel 0, or the number of its cell counted from 1.
    cell_of: Vec<u32>,
    cells: Vec<Cell>,
}

#[derive(Clone, Copy)]
struct Cell {
    /// In the height that is being drawn.
    one: Shares,
    sum: Shares,
}

/// The plane that a slice is drawn in.
#[derive(Clone, Copy)]
pub(crate) struct Plane {
    pub(crate) origin: P3,
    pub(crate) pixel: f32,
    pub(crate) side: usize,
}

impl Plane {
    /// Calls `draw(index, position)` for the pixels within `reach` of the box of two points.
    fn each(&self, z: f32, a: P3, b: P3, reach: f32, mut draw: impl FnMut(usize, P3)) {
        let last = self.side - 1;
        let column = |x: f32| (x - self.origin.x) / self.pixel;
        let row = |y: f32| (y - self.origin.y) / self.pixel;
        let (left, right) = (column(a.x.min(b.x) - reach), column(a.x.max(b.x) + reach));
        let (top, bottom) = (row(a.y.min(b.y) - reach), row(a.y.max(b.y) + reach));
        if right < 0.0 || bottom < 0.0 || left > last as f32 || top > last as f32 {
            return;
        }
        for iy in index_in(top + 0.999, last)..=index_in(bottom, last) {
            for ix in index_in(left + 0.999, last)..=index_in(right, last) {
                let at = p3(
                    self.origin.x + ix as f32 * self.pixel,
                    self.origin.y + iy as f32 * self.pixel,
                    z,
                );
                draw(iy * self.side + ix, at);
            }
        }
    }
}

impl Layers {
    /// The shares of a voxel, if anything is drawn into it.
    pub(crate) fn at(&self, idx: usize) -> Option<&Shares> {
        let cell = self.cell_of[idx] as usize;
        (cell > 0).then(|| &self.cells[cell - 1].sum)
    }

    /// The share of one voxel that one thing has.
    pub(crate) fn share(&self, idx: usize, which: usize) -> f32 {
        self.at(idx).map_or(0.0, |shares| shares[which])
    }

    /// The share of one voxel that great vessels have.
    pub(crate) fn great_vessel(&self, idx: usize) -> f32 {
        self.at(idx).map_or(0.0, |shares| {
            shares[..BLOODS].iter().fold(0.0, |m, &s| s.max(m))
        })
    }

    fn put(&mut self, idx: usize, which: usize, share: f32) {
        if share <= 0.0 {
            return;
        }
        if self.cell_of[idx] == 0 {
            self.cells.push(Cell {
                one: [0.0; SHARES],
                sum: [0.0; SHARES],
            });
            self.cell_of[idx] = u32::try_from(self.cells.len()).unwrap_or(0);
        }
        let cell = &mut self.cells[self.cell_of[idx] as usize - 1];
        cell.one[which] = cell.one[which].max(share);
    }
}

/// Draws all tubes and flat bones of a slice, averaged over its thickness.
pub(crate) fn draw(plan: &ChestCtPlan, plane: Plane, slice: usize, z: f32) -> Layers {
    let mut out = Layers {
        cell_of: vec![0; plane.side * plane.side],
        cells: Vec::new(),
    };
    let thickness = plan.voxel_extent().z;
    // One height a millimetre or so.
    let heights = index_in(thickness / 0.84 + 0.5, 9).max(1);
    let weight = 1.0 / heights as f32;
    // While a slice is acquired the base of the lungs moves.
    let moves = plan.anatomy.pose.breathing_mm * smooth_step(70.0, -110.0, z);
    let tubes = plan.tubes_of.get(slice).map_or(&[][..], |t| &t[..]);
    for height in 0..heights {
        let part = (height as f32 + 0.5) * weight - 0.5;
        let at = z + part * thickness;
        let shift = p3(0.45, 0.9, 0.0) * (moves * part);
        for &tube in tubes {
            draw_tube(&plan.tubes[tube as usize], plane, shift, at, &mut out);
        }
        for piece in &plan.bones {
            draw_bone(piece, plane, at, &mut out);
        }
        for cell in &mut out.cells {
            for (sum, one) in cell.sum.iter_mut().zip(&mut cell.one) {
                *sum += *one * weight;
                *one = 0.0;
            }
        }
    }
    out
}

/// For each slice the tubes that reach into it.
pub(crate) fn tubes_of_slices(plan: &ChestCtPlan) -> Vec<Vec<u32>> {
    let n = plan.params.slices as usize;
    let mut slices = vec![Vec::new(); n];
    let pixel = plan.voxel_extent().x;
    let half = 0.5 * plan.voxel_extent().z;
    let first = plan.voxel_at(0, 0, 0).z;
    let increment = plan.voxel_at(0, 0, 1).z - first;
    for (tube, idx) in plan.tubes.iter().zip(0u32..) {
        let reach = tube.ra.max(tube.rb) + 2.0 + pixel + half;
        let low = (tube.a.z.min(tube.b.z) - reach - first) / increment;
        let high = (tube.a.z.max(tube.b.z) + reach - first) / increment;
        if high < 0.0 || low > n as f32 - 1.0 {
            continue;
        }
        for slice in &mut slices[index_in(low, n - 1)..=index_in(high, n - 1)] {
            slice.push(idx);
        }
    }
    slices
}

fn draw_tube(tube: &Tube, plane: Plane, shift: P3, z: f32, out: &mut Layers) {
    let width = plane.pixel;
    let thickest = tube.ra.max(tube.rb);
    let is_airway = tube.kind == TubeKind::Airway;
    let wall = if is_airway { wall_mm(thickest) } else { 0.0 };
    let reach = thickest.max(0.5 * width) + wall + 0.5 * width;
    if z < tube.a.z.min(tube.b.z) - reach || z > tube.a.z.max(tube.b.z) + reach {
        return;
    }
    // A tube thinner than a pixel is drawn a pixel thick with the mass that it has.
    let widen = |r: f32| r.max(0.5 * width);
    let which = match (tube.kind, tube.blood) {
        (TubeKind::GreatVessel, blood) => blood.index(),
        (TubeKind::LungVessel, Blood::LungVein) => LUNG_VEIN,
        (TubeKind::LungVessel, _) => LUNG_ARTERY,
        (TubeKind::Airway, _) => AIRWAY,
    };
    let (a, b) = (tube.a + shift, tube.b + shift);
    plane.each(z, a, b, reach, |idx, at| {
        let (d, t) = round_cone(at, a, b, widen(tube.ra), widen(tube.rb));
        let r = tube.ra + (tube.rb - tube.ra) * t;
        let thin = r / widen(r);
        out.put(idx, which, coverage(d, width) * thin * thin);
        if is_airway {
            out.put(idx, AIRWAY_WALL, coverage(d - wall, width));
        }
    });
}

fn draw_bone(piece: &BonePiece, plane: Plane, z: f32, out: &mut Layers) {
    let reach = piece.half_thick.max(piece.half_wide) + plane.pixel;
    if z < piece.a.z.min(piece.b.z) - reach || z > piece.a.z.max(piece.b.z) + reach {
        return;
    }
    let cortex = (0.32 * piece.half_thick).clamp(0.7, 1.3);
    plane.each(z, piece.a, piece.b, reach, |idx, at| {
        let d = piece.distance(at);
        if piece.cartilage {
            out.put(idx, CARTILAGE, coverage(d, plane.pixel));
        } else {
            out.put(idx, BONE, coverage(d, plane.pixel));
            out.put(idx, MARROW, coverage(d + cortex, plane.pixel));
        }
    });
}

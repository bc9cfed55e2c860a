//! Thin structures drawn as lines: fibrous strands, ducts, vessels.

use overread_base::Seed;

use crate::mammography::outline::spline;
use crate::mammography::patch::Patch;
use crate::mammography::person::Breast;
use crate::mammography::view::View;
use crate::num::{P3, lerp, p3, to_f32};

/// A vessel through the breast at rest.
#[derive(Debug, Clone)]
pub(super) struct Vessel {
    pub(super) points: Vec<P3>,
    pub(super) radius_mm: (f32, f32),
}

/// The vessels of a breast, those that show in a mammogram.
pub(super) fn vessels(breast: &Breast) -> Vec<Vessel> {
    let seed = breast.seed.child("vessels");
    let n = 3 + seed.rng().below(3);
    (0..n).map(|i| vessel(breast, seed.index(i), i)).collect()
}

fn vessel(breast: &Breast, seed: Seed, number: u64) -> Vessel {
    const NODES: u8 = 11;
    let mut rng = seed.rng();
    let reach = breast.depth_mm;
    let mut any = |low: f64, high: f64| to_f32(rng.range(low, high));
    // The first is the one from the armpit that most women show.
    let angle = if number == 0 {
        any(0.4, 1.1)
    } else {
        any(-3.1, 3.1)
    };
    let start = p3(
        reach * any(0.05, 0.3),
        libm::cosf(angle) * reach * any(0.45, 0.7),
        libm::sinf(angle) * reach * any(0.35, 0.5),
    );
    let turn = any(-0.5, 0.5);
    let end = p3(
        reach * any(0.62, 0.92),
        libm::cosf(angle + turn) * reach * any(0.08, 0.3),
        libm::sinf(angle + turn) * reach * any(0.08, 0.3),
    );
    let sway = reach * 0.07;
    let points = (0..NODES)
        .map(|i| {
            let t = f32::from(i) / f32::from(NODES - 1);
            let out = libm::sinf(t * 3.0) * reach * 0.08;
            let along = start + (end - start) * t;
            let off = p3(any(-1.0, 1.0), any(-1.0, 1.0), any(-1.0, 1.0)) * (sway * 0.5);
            along + off + p3(0.0, libm::cosf(angle) * out, libm::sinf(angle) * out)
        })
        .collect();
    let radius = any(0.55, 1.15);
    Vessel {
        points: curved(points),
        radius_mm: (radius, radius * any(0.4, 0.7)),
    }
}

/// A smooth chain through points, six parts between two.
fn curved(points: Vec<P3>) -> Vec<P3> {
    const PARTS: u8 = 6;
    let n = points.len();
    let mut curve = Vec::with_capacity(n * usize::from(PARTS));
    for i in 0..n.saturating_sub(1) {
        let at = |k: usize| points[k.min(n - 1)];
        let (a, b, c, d) = (at(i.saturating_sub(1)), at(i), at(i + 1), at(i + 2));
        for part in 0..PARTS {
            let t = f32::from(part) / f32::from(PARTS);
            curve.push(p3(
                spline(a.x, b.x, c.x, d.x, t),
                spline(a.y, b.y, c.y, d.y, t),
                spline(a.z, b.z, c.z, d.z, t),
            ));
        }
    }
    curve
}

/// Draws the vessels of the breast into a view, mm of blood.
pub(super) fn draw_vessels(vessels: &[Vessel], view: &View, gland: &mut Patch) {
    for vessel in vessels {
        let points: Vec<(f32, f32)> = vessel
            .points
            .iter()
            .map(|&p| {
                let (a, v, _) = view.project(p);
                view.pixel(a, v)
            })
            .collect();
        let (r0, r1) = vessel.radius_mm;
        gland.add_tube(
            &points,
            (r0 / view.pixel_mm, r1 / view.pixel_mm),
            (2.2 * r0, 2.2 * r1),
        );
    }
}

/// Draws strands of connective tissue and ducts into a view: most run towards the nipple.
pub(super) fn draw_strands(view: &View, gland: &mut Patch) {
    let seed = view.seed.child("strands");
    let n = 900 + seed.rng().below(300);
    let (low, high) = view.range_mm();
    let reach = view.breast.depth_mm;
    for i in 0..n {
        let mut rng = seed.index(i).rng();
        let mut any = |low: f32, high: f32| lerp(low, high, to_f32(rng.unit()));
        let (a, v) = (any(-4.0, reach), any(low.max(-100.0), high));
        let depth = view.outline.depth(a, v);
        if depth < 3.0 {
            continue;
        }
        let (ta, tv) = (reach - a + 6.0, -v);
        let far = (ta * ta + tv * tv).sqrt().max(1.0);
        // Near the skin strands stand on it, deeper they run to the nipple.
        let swing = if any(0.0, 1.0) < 0.3 {
            any(-1.5, 1.5)
        } else {
            any(-0.5, 0.5)
        };
        let (c, s) = (libm::cosf(swing), libm::sinf(swing));
        let (ua, uv) = ((ta * c - tv * s) / far, (ta * s + tv * c) / far);
        // Most are short, a few cross half the breast.
        let long = any(0.0, 1.0);
        let length = (6.0 + 34.0 * long * long * long).min(far * 0.7);
        let bend = any(-0.22, 0.22) * length;
        let wave = any(-0.08, 0.08) * length;
        let points: Vec<(f32, f32)> = (0..=10u8)
            .map(|k| {
                let t = f32::from(k) / 10.0;
                let side =
                    bend * 4.0 * t * (1.0 - t) + wave * libm::sinf(std::f32::consts::TAU * t);
                let along = (t - 0.5) * length;
                view.pixel(a + ua * along - uv * side, v + uv * along + ua * side)
            })
            .collect();
        let width = any(0.08, 0.26);
        // Mostly sheets seen on edge: far thicker along the ray than wide.
        let amount = any(0.4, 2.6) * any(0.2, 1.0);
        let half: Vec<(f32, f32)> = points[..6].iter().rev().copied().collect();
        let r = width / view.pixel_mm;
        // Both halves fade to their ends.
        gland.add_tube(&points[5..], (r, 0.3 * r), (amount, 0.0));
        gland.add_tube(&half, (r, 0.3 * r), (amount, 0.0));
    }
}

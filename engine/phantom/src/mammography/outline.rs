//! The skin line of a compressed breast: a smooth closed curve, and how far inside it a point lies.

use crate::num::{index_in, lerp, smooth_max};

/// From node to node of the distance lattice, mm.
const STEP_MM: f32 = 3.0;

/// A skin line with its distances on a lattice. Coordinates: mm from the chest wall and mm above the nipple's height.
#[derive(Debug, Clone)]
pub(super) struct Outline {
    low: (f32, f32),
    size: (usize, usize),
    nodes: Vec<f32>,
    nipple: Nipple,
}

/// The nipple in profile: a rounded cone that stands out of the skin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Nipple {
    /// Where it leaves the skin, mm from the chest wall.
    pub(super) base_mm: f32,
    /// How far it stands out.
    pub(super) height_mm: f32,
    /// Half its width.
    pub(super) radius_mm: f32,
    /// By how much its axis rises on the way out, mm per mm.
    pub(super) tilt: f32,
}

impl Nipple {
    /// Positive inside.
    pub(super) fn depth(&self, a: f32, v: f32) -> f32 {
        let t = ((a - self.base_mm) / self.height_mm).clamp(-1.5, 1.0);
        let axis = t * self.height_mm * self.tilt;
        let (da, dv) = (a - self.base_mm - t * self.height_mm, v - axis);
        self.radius_mm - (da * da + dv * dv).sqrt()
    }
}

impl Outline {
    /// `points` are joined to a smooth closed curve; the lattice covers `low` to `high`.
    pub(super) fn new(
        points: &[(f32, f32)],
        nipple: Nipple,
        low: (f32, f32),
        high: (f32, f32),
    ) -> Self {
        let curve = smoothed(points);
        let count = |low: f32, high: f32| index_in((high - low) / STEP_MM, 400) + 2;
        let size = (count(low.0, high.0), count(low.1, high.1));
        let mut nodes = Vec::with_capacity(size.0 * size.1);
        for iv in 0..size.1 {
            for ia in 0..size.0 {
                let at = (low.0 + ia as f32 * STEP_MM, low.1 + iv as f32 * STEP_MM);
                nodes.push(signed_depth(&curve, at));
            }
        }
        Self {
            low,
            size,
            nodes,
            nipple,
        }
    }

    /// How far inside the skin a point lies, mm; negative outside. With the nipple.
    pub(super) fn depth(&self, a: f32, v: f32) -> f32 {
        let body = self.body_depth(a, v);
        if body > 12.0 {
            return body;
        }
        let nipple = self.nipple.depth(a, v);
        if nipple < -10.0 {
            return body;
        }
        smooth_max(body, nipple, 6.0)
    }

    pub(super) fn nipple(&self) -> &Nipple {
        &self.nipple
    }

    /// As [`Self::depth`], without the nipple.
    fn body_depth(&self, a: f32, v: f32) -> f32 {
        let x = ((a - self.low.0) / STEP_MM).clamp(0.0, self.size.0 as f32 - 1.001);
        let y = ((v - self.low.1) / STEP_MM).clamp(0.0, self.size.1 as f32 - 1.001);
        let (ix, iy) = (index_in(x, self.size.0 - 2), index_in(y, self.size.1 - 2));
        let row = |iy: usize| {
            let at = iy * self.size.0 + ix;
            lerp(self.nodes[at], self.nodes[at + 1], x - ix as f32)
        };
        lerp(row(iy), row(iy + 1), y - iy as f32)
    }
}

/// A closed Catmull-Rom curve through the points.
fn smoothed(points: &[(f32, f32)]) -> Vec<(f32, f32)> {
    const PARTS: u8 = 5;
    let n = points.len();
    let mut curve = Vec::with_capacity(n * usize::from(PARTS));
    for i in 0..n {
        let p = |off: usize| points[(i + n + off - 1) % n];
        let (p0, p1, p2, p3) = (p(0), p(1), p(2), p(3));
        for part in 0..PARTS {
            let t = f32::from(part) / f32::from(PARTS);
            curve.push((
                spline(p0.0, p1.0, p2.0, p3.0, t),
                spline(p0.1, p1.1, p2.1, p3.1, t),
            ));
        }
    }
    curve
}

/// Catmull-Rom between `b` and `c`.
pub(super) fn spline(a: f32, b: f32, c: f32, d: f32, t: f32) -> f32 {
    let (t2, t3) = (t * t, t * t * t);
    0.5 * (2.0 * b
        + (c - a) * t
        + (2.0 * a - 5.0 * b + 4.0 * c - d) * t2
        + (3.0 * b - a - 3.0 * c + d) * t3)
}

/// Distance to a closed chain, positive inside.
fn signed_depth(curve: &[(f32, f32)], at: (f32, f32)) -> f32 {
    let mut nearest = f32::MAX;
    let mut is_inside = false;
    for (i, &(ax, ay)) in curve.iter().enumerate() {
        let (bx, by) = curve[(i + 1) % curve.len()];
        let (dx, dy, px, py) = (bx - ax, by - ay, at.0 - ax, at.1 - ay);
        let t = ((px * dx + py * dy) / (dx * dx + dy * dy).max(1e-9)).clamp(0.0, 1.0);
        let (ex, ey) = (px - t * dx, py - t * dy);
        nearest = nearest.min(ex * ex + ey * ey);
        if (ay > at.1) != (by > at.1) && px < dx * py / dy {
            is_inside = !is_inside;
        }
    }
    if is_inside {
        nearest.sqrt()
    } else {
        -nearest.sqrt()
    }
}

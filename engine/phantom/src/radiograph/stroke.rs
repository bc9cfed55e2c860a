//! Thin things drawn at full resolution: chords through tubes along curves, and flat plates. No anatomy.

use crate::num::{P3, index_in, lerp, p3};
use crate::radiograph::map::Map;
use crate::radiograph::view::View;

/// A knot of a tube with an elliptical section.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Knot {
    pub(crate) at: P3,
    /// The section's thin direction.
    pub(crate) flat: P3,
    /// Half axes along `flat` and across it, mm.
    pub(crate) thin: f32,
    pub(crate) wide: f32,
}

impl Knot {
    /// A round section.
    pub(crate) fn round(at: P3, radius: f32) -> Self {
        Self {
            at,
            flat: p3(0.0, 1.0, 0.0),
            thin: radius,
            wide: radius,
        }
    }

    /// The same with the surface `by` mm further in.
    fn inside(self, by: f32) -> Self {
        Self {
            thin: (self.thin - by).max(0.0),
            wide: (self.wide - by).max(0.0),
            ..self
        }
    }
}

/// A knot on the detector: place, half width and greatest chord.
#[derive(Debug, Clone, Copy)]
struct Spot {
    u: f32,
    v: f32,
    half: f32,
    chord: f32,
}

/// Adds `factor` times the chord through a tube along knots, its surface pulled in by `inset` mm.
pub(crate) fn tube(map: &mut Map, view: &View, knots: &[Knot], inset: f32, factor: f32) {
    draw(map, view, knots, inset, factor, Bends::Gentle);
}

/// As [`tube`], of a curve that bends sharply against its width, such as a vessel near its root.
pub(crate) fn vessel(map: &mut Map, view: &View, knots: &[Knot], inset: f32, factor: f32) {
    draw(map, view, knots, inset, factor, Bends::Sharp);
}

/// How a curve bends against its width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bends {
    Gentle,
    Sharp,
}

fn draw(map: &mut Map, view: &View, knots: &[Knot], inset: f32, factor: f32, bends: Bends) {
    if knots.len() < 2 {
        return;
    }
    // A short curve has no more along a ray than its own length.
    let most: f32 = knots
        .windows(2)
        .map(|pair| (pair[1].at - pair[0].at).length())
        .sum();
    let spots: Vec<Spot> = (0..knots.len())
        .map(|i| {
            let next = knots[(i + 1).min(knots.len() - 1)].at;
            let before = knots[i.saturating_sub(1)].at;
            spot(
                view,
                most,
                &knots[i].inside(inset),
                (next - before).unit_or(p3(0.0, 0.0, 1.0)),
            )
        })
        .collect();
    let leading = |i: usize| {
        let (a, b) = (
            spots[i.saturating_sub(1)],
            spots[(i + 1).min(spots.len() - 1)],
        );
        unit(b.u - a.u, b.v - a.v)
    };
    for i in 1..spots.len() {
        let (a, b) = (spots[i - 1], spots[i]);
        let (du, dv) = (b.u - a.u, b.v - a.v);
        let length = (knots[i].at - knots[i - 1].at).length();
        let seen = (du * du + dv * dv).sqrt();
        // A piece seen nearly along its axis has no sides to speak of, nor has one shorter than wide.
        let stubby = match bends {
            Bends::Gentle => seen < 0.22 * length && seen < 0.8 * a.half.min(b.half),
            Bends::Sharp => seen < 2.0 * a.half.max(b.half),
        };
        if stubby {
            let area = |k: &Knot| {
                let inner = k.inside(inset);
                inner.thin * inner.wide
            };
            let volume = 0.5 * length * (area(&knots[i - 1]) + area(&knots[i]));
            balls(map, a, b, volume, factor);
        } else {
            piece(map, a, b, leading(i - 1), leading(i), factor);
        }
    }
}

/// Draws a piece as a row of balls that hold a volume (over pi) together.
fn balls(map: &mut Map, a: Spot, b: Spot, volume: f32, factor: f32) {
    const N: u8 = 4;
    for i in 0..N {
        let t = (f32::from(i) + 0.5) / f32::from(N);
        let (u, v) = (lerp(a.u, b.u, t), lerp(a.v, b.v, t));
        let half = lerp(a.half, b.half, t).max(0.62 * map.step);
        // The magnification cancels as far as it matters here.
        let most = factor * 1.5 * volume / (f32::from(N) * half * half);
        over(map, [u - half, v - half], [u + half, v + half], |x, y| {
            let share = 1.0 - ((x - u) * (x - u) + (y - v) * (y - v)) / (half * half);
            most * share.max(0.0).sqrt()
        });
    }
}

/// Projects a section across `along`.
fn spot(view: &View, most: f32, knot: &Knot, along: P3) -> Spot {
    let (u, v, magnification) = view.project(knot.at);
    let ray = (knot.at - view.source).unit_or(view.normal);
    let across = along.cross(ray);
    // A tube along the ray would be endless: its chord is bounded by what a bent bone has.
    let sine = across.length().max(0.16);
    let across = across.unit_or(view.right);
    let flat = (knot.flat - along * knot.flat.dot(along)).unit_or(view.normal);
    let side = along.cross(flat);
    let (a, b) = (knot.thin * flat.dot(across), knot.wide * side.dot(across));
    let half = (a * a + b * b).sqrt();
    let across = 2.0 * knot.thin * knot.wide / half.max(1e-3);
    let chord = (across / sine).min(0.8 * most + across);
    // Below the size of a cell the mass is kept, not the chord.
    Spot {
        u,
        v,
        half: half * magnification,
        chord,
    }
}

/// A curve with rounded ends.
pub(crate) fn capped(knots: &[Knot]) -> Vec<Knot> {
    let n = knots.len();
    if n < 2 {
        return knots.to_vec();
    }
    let cap = |end: Knot, inner: Knot| {
        let out = (end.at - inner.at).unit_or(p3(0.0, 0.0, 1.0));
        [0.35f32, 0.65, 0.85, 0.97].map(|t| {
            let share = (1.0 - t * t).sqrt();
            Knot {
                at: end.at + out * (0.9 * end.wide * t),
                thin: end.thin * share,
                wide: end.wide * share,
                ..end
            }
        })
    };
    let mut out: Vec<Knot> = cap(knots[0], knots[1]).into_iter().rev().collect();
    out.extend_from_slice(knots);
    out.extend(cap(knots[n - 1], knots[n - 2]));
    out
}

fn unit(u: f32, v: f32) -> [f32; 2] {
    let length = (u * u + v * v).sqrt();
    if length > 1e-6 {
        [u / length, v / length]
    } else {
        [0.0, 0.0]
    }
}

/// Draws one piece, cut by the lines across the joints.
fn piece(map: &mut Map, a: Spot, b: Spot, lead_a: [f32; 2], lead_b: [f32; 2], factor: f32) {
    let least = 0.62 * map.step;
    let widen = |s: Spot| {
        if s.half < least {
            Spot {
                half: least,
                chord: s.chord * s.half / least,
                ..s
            }
        } else {
            s
        }
    };
    let (a, b) = (widen(a), widen(b));
    let (du, dv) = (b.u - a.u, b.v - a.v);
    let length2 = du * du + dv * dv;
    if length2 < 1e-8 || a.chord.max(b.chord) <= 0.0 {
        return;
    }
    let reach = a.half.max(b.half) * 1.05;
    let Some((x0, x1)) = cells(
        a.u.min(b.u) - reach,
        a.u.max(b.u) + reach,
        map.start[0],
        map.step,
        map.nx,
    ) else {
        return;
    };
    let Some((y0, y1)) = cells(
        a.v.min(b.v) - reach,
        a.v.max(b.v) + reach,
        map.start[1],
        map.step,
        map.ny,
    ) else {
        return;
    };
    let length = length2.sqrt();
    for y in y0..=y1 {
        let v = map.v(y);
        for x in x0..=x1 {
            let u = map.u(x);
            let (pu, pv) = (u - a.u, v - a.v);
            if pu * lead_a[0] + pv * lead_a[1] < 0.0
                || (u - b.u) * lead_b[0] + (v - b.v) * lead_b[1] >= 0.0
            {
                continue;
            }
            let t = ((pu * du + pv * dv) / length2).clamp(0.0, 1.0);
            let off = (pu * dv - pv * du) / length;
            let half = lerp(a.half, b.half, t);
            let share = 1.0 - off * off / (half * half);
            if share > 0.0 {
                map.cells[y * map.nx + x] += factor * lerp(a.chord, b.chord, t) * share.sqrt();
            }
        }
    }
}

/// First and last cell between two places; `None` outside the map.
fn cells(low: f32, high: f32, start: f32, step: f32, n: usize) -> Option<(usize, usize)> {
    let (low, high) = ((low - start) / step, (high - start) / step);
    if high < 0.0 || low > (n - 1) as f32 {
        return None;
    }
    Some((index_in(low, n - 1), index_in(high + 1.0, n - 1)))
}

/// Adds a value over each cell of a box on the detector.
pub(crate) fn over(map: &mut Map, low: [f32; 2], high: [f32; 2], value: impl Fn(f32, f32) -> f32) {
    let Some((x0, x1)) = cells(low[0], high[0], map.start[0], map.step, map.nx) else {
        return;
    };
    let Some((y0, y1)) = cells(low[1], high[1], map.start[1], map.step, map.ny) else {
        return;
    };
    for y in y0..=y1 {
        let v = map.v(y);
        for x in x0..=x1 {
            map.cells[y * map.nx + x] += value(map.u(x), v);
        }
    }
}

/// Distance to the border of a closed polygon, negative inside.
pub(crate) fn polygon(points: &[[f32; 2]], u: f32, v: f32) -> f32 {
    let mut least = f32::MAX;
    let mut inside = false;
    let mut from = points[points.len() - 1];
    for &to in points {
        let (du, dv) = (to[0] - from[0], to[1] - from[1]);
        let (pu, pv) = (u - from[0], v - from[1]);
        let t = ((pu * du + pv * dv) / (du * du + dv * dv).max(1e-6)).clamp(0.0, 1.0);
        let (eu, ev) = (pu - du * t, pv - dv * t);
        least = least.min(eu * eu + ev * ev);
        if (from[1] > v) != (to[1] > v) && u < du * (v - from[1]) / dv + from[0] {
            inside = !inside;
        }
        from = to;
    }
    if inside { -least.sqrt() } else { least.sqrt() }
}

/// A smooth curve through points, `pieces` to each gap (Catmull-Rom).
pub(crate) fn smooth(points: &[P3], pieces: u8) -> Vec<P3> {
    let last = points.len() - 1;
    let mut out = vec![points[0]];
    for i in 0..last {
        let (p0, p1, p2, p3_) = (
            points[i.saturating_sub(1)],
            points[i],
            points[i + 1],
            points[(i + 2).min(last)],
        );
        for piece in 1..=pieces {
            let t = f32::from(piece) / f32::from(pieces);
            let (t2, t3) = (t * t, t * t * t);
            out.push(
                (p1 * 2.0
                    + (p2 - p0) * t
                    + (p0 * 2.0 - p1 * 5.0 + p2 * 4.0 - p3_) * t2
                    + (p1 * 3.0 - p0 - p2 * 3.0 + p3_) * t3)
                    * 0.5,
            );
        }
    }
    out
}

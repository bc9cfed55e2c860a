//! Plane figures: the hull of points, a polygon cut to a rectangle, the border of set pixels. No frames.

use std::collections::BTreeMap;

/// The corners of the convex hull, in order around it; points closer than a millionth are one.
pub(super) fn hull(mut points: Vec<[f64; 2]>) -> Vec<[f64; 2]> {
    points.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    points.dedup_by(|a, b| is_same(*a, *b));
    if points.len() < 3 {
        return points;
    }
    let half = |points: &mut dyn Iterator<Item = [f64; 2]>| {
        let mut chain: Vec<[f64; 2]> = Vec::new();
        for p in points {
            while let [.., a, b] = chain.as_slice() {
                if turn(*a, *b, p) > 1e-9 {
                    break;
                }
                chain.pop();
            }
            chain.push(p);
        }
        chain.pop();
        chain
    };
    let mut around = half(&mut points.iter().copied());
    around.extend(half(&mut points.iter().rev().copied()));
    around.dedup_by(|a, b| is_same(*a, *b));
    if around.len() > 1 && is_same(around[0], around[around.len() - 1]) {
        around.pop();
    }
    around
}

/// The part of a closed polygon inside `[0, size]`, edge by edge of the rectangle; empty if there is none.
pub(super) fn clipped(polygon: &[[f64; 2]], size: [f64; 2]) -> Vec<[f64; 2]> {
    let mut kept = polygon.to_vec();
    for axis in [0, 1] {
        kept = cut(&kept, |p| p[axis]);
        kept = cut(&kept, |p| size[axis] - p[axis]);
    }
    for p in &mut kept {
        *p = [p[0].clamp(0.0, size[0]), p[1].clamp(0.0, size[1])];
    }
    kept.dedup_by(|a, b| is_same(*a, *b));
    kept
}

/// Keeps the side where `inside` is not negative; it is linear in the point.
fn cut(polygon: &[[f64; 2]], inside: impl Fn([f64; 2]) -> f64) -> Vec<[f64; 2]> {
    let mut kept = Vec::new();
    for (i, &p) in polygon.iter().enumerate() {
        let q = polygon[(i + 1) % polygon.len()];
        let (d, e) = (inside(p), inside(q));
        if d >= 0.0 {
            kept.push(p);
        }
        if (d > 0.0 && e < 0.0) || (d < 0.0 && e > 0.0) {
            let t = d / (d - e);
            kept.push([p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t]);
        }
    }
    kept
}

/// The borders of set pixels, given row by row in rising order, along the pixels' edges: each a closed chain of corners
/// with the pixels on its right hand as columns and rows are drawn; holes run the other way.
pub(super) fn boundary(pixels: &[u32], columns: u32) -> Vec<Vec<[f64; 2]>> {
    let at = |pixel: u32| (pixel % columns, pixel / columns);
    let is_set = |x: Option<u32>, y: Option<u32>| match (x, y) {
        (Some(x), Some(y)) if x < columns => y
            .checked_mul(columns)
            .and_then(|row| row.checked_add(x))
            .is_some_and(|pixel| pixels.binary_search(&pixel).is_ok()),
        _ => false,
    };
    // Each edge of a border leads from one corner to the next.
    let mut edges: BTreeMap<(u32, u32), Vec<(u32, u32)>> = BTreeMap::new();
    for &pixel in pixels {
        let (x, y) = at(pixel);
        let sides = [
            (Some(x), y.checked_sub(1), (x, y), (x + 1, y)),
            (Some(x + 1), Some(y), (x + 1, y), (x + 1, y + 1)),
            (Some(x), Some(y + 1), (x + 1, y + 1), (x, y + 1)),
            (x.checked_sub(1), Some(y), (x, y + 1), (x, y)),
        ];
        for (beside_x, beside_y, from, to) in sides {
            if !is_set(beside_x, beside_y) {
                edges.entry(from).or_default().push(to);
            }
        }
    }
    let mut chains = Vec::new();
    while let Some(&start) = edges.keys().next() {
        let mut chain = Vec::new();
        let mut at = start;
        while let Some(next) = take_edge(&mut edges, at) {
            chain.push([f64::from(at.0), f64::from(at.1)]);
            at = next;
        }
        chains.push(straightened(&chain));
    }
    chains
}

fn take_edge(
    edges: &mut BTreeMap<(u32, u32), Vec<(u32, u32)>>,
    from: (u32, u32),
) -> Option<(u32, u32)> {
    let ends = edges.get_mut(&from)?;
    let end = ends.pop();
    if ends.is_empty() {
        edges.remove(&from);
    }
    end
}

/// A closed chain without the points in the middle of its straight parts.
fn straightened(chain: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let n = chain.len();
    let is_corner = |i: &usize| {
        let (a, b, c) = (chain[(i + n - 1) % n], chain[*i], chain[(i + 1) % n]);
        turn(a, b, c) != 0.0
    };
    (0..n).filter(is_corner).map(|i| chain[i]).collect()
}

/// At most `most` of the points of a chain, evenly chosen.
pub(super) fn merged(points: Vec<[f64; 2]>, most: usize) -> Vec<[f64; 2]> {
    let step = points.len().div_ceil(most).max(1);
    points.into_iter().step_by(step).collect()
}

fn is_same(a: [f64; 2], b: [f64; 2]) -> bool {
    (a[0] - b[0]).abs() < 1e-6 && (a[1] - b[1]).abs() < 1e-6
}

/// Positive where `c` lies to the left of the way from `a` to `b`.
fn turn(a: [f64; 2], b: [f64; 2], c: [f64; 2]) -> f64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

#[cfg(test)]
mod tests;

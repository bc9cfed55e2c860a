//! Plane figures: the convex hull of points, and a polygon cut to a rectangle. No frames.

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

fn is_same(a: [f64; 2], b: [f64; 2]) -> bool {
    (a[0] - b[0]).abs() < 1e-6 && (a[1] - b[1]).abs() < 1e-6
}

/// Positive where `c` lies to the left of the way from `a` to `b`.
fn turn(a: [f64; 2], b: [f64; 2], c: [f64; 2]) -> f64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

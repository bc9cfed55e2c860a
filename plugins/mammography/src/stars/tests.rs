//! Spokes are a star at their middle; parallel lines and noise are none.

use super::*;

const SIDE: usize = 240;

/// Noise from a fixed rule with lines of contrast 1 from `(x, y)` to `(x, y)`, pixels of 0.2 mm.
fn lines(all: &[[f32; 4]]) -> Plane {
    let mut plane = Plane::filled(SIDE, SIDE, 0.0);
    let mut state = 1_u32;
    for value in &mut plane.values {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        *value = (state >> 8) as f32 / 16_777_216.0 * 0.4 - 0.2;
    }
    for [x0, y0, x1, y1] in all {
        for k in 0..=400_u16 {
            let t = f32::from(k) / 400.0;
            let (x, y) = (x0 + (x1 - x0) * t, y0 + (y1 - y0) * t);
            let at = crate::num::index(f64::from(y), SIDE) * SIDE
                + crate::num::index(f64::from(x), SIDE);
            plane.values[at] = 1.0;
        }
    }
    plane
}

fn found(all: &[[f32; 4]]) -> Plane {
    let half = SIDE / 2;
    stars(&lines(all), &vec![true; half * half], half)
}

fn spokes(n: u16, of: u16) -> Vec<[f32; 4]> {
    let angle = |k: u16| f32::from(k) * 2.0 * PI / f32::from(of);
    let point = |r: f32, a: f32| (120.0 + r * a.cos(), 120.0 + r * a.sin());
    (0..n)
        .map(|k| {
            let ((x0, y0), (x1, y1)) = (point(10.0, angle(k)), point(45.0, angle(k)));
            [x0, y0, x1, y1]
        })
        .collect()
}

#[test]
fn spokes_are_a_star_at_their_middle() {
    let plane = found(&spokes(17, 17));
    let best = (0..plane.values.len())
        .max_by(|a, b| plane.values[*a].total_cmp(&plane.values[*b]))
        .unwrap();
    let (x, y) = (best % plane.width, best / plane.width);
    assert!(x.abs_diff(60) <= 3 && y.abs_diff(60) <= 3, "at {x}, {y}");
    assert!(plane.values[best] > 2.5, "{}", plane.values[best]);
}

#[test]
fn half_a_star_and_parallel_lines_are_less() {
    let middle = |plane: &Plane| {
        let near = (56..64).flat_map(|y| (56..64).map(move |x| (x, y)));
        near.map(|(x, y)| plane.at(x, y)).fold(0.0, f32::max)
    };
    let whole = middle(&found(&spokes(16, 16)));
    let half = middle(&found(&spokes(8, 16)));
    let parallel: Vec<[f32; 4]> = (0..12_u16)
        .map(|k| {
            let y = 75.0 + 8.0 * f32::from(k);
            [60.0, y, 180.0, y]
        })
        .collect();
    let parallel = middle(&found(&parallel));
    assert!(half < 0.75 * whole, "{half} of {whole}");
    assert!(parallel < 0.6 * whole, "{parallel} of {whole}");
    assert!(middle(&found(&[])) < 0.6 * whole);
}

#[test]
fn the_skin_is_no_strand() {
    let half = SIDE / 2;
    let mut is_breast = vec![true; half * half];
    for row in is_breast.chunks_exact_mut(half) {
        row[60..].fill(false);
    }
    let plane = stars(&lines(&spokes(17, 17)), &is_breast, half);
    for y in 0..half {
        for x in 55..half {
            assert_eq!(plane.at(x, y), 0.0, "{x}, {y}");
        }
    }
}

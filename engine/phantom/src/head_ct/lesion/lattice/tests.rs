//! Interpolation is exact for linear fields, and dull blocks change nothing that matters.

use super::*;

#[test]
fn a_linear_field_is_interpolated_exactly_and_there_is_nothing_outside() {
    let f = |p: P3| 2.0 * p.x - 0.5 * p.y + p.z;
    let lattice = Lattice::bake(p3(-3.0, 1.0, 0.0), p3(7.0, 9.0, 5.0), 1.7, f);
    for p in [p3(-3.0, 1.0, 0.0), p3(0.3, 4.4, 2.2), p3(6.9, 8.9, 4.9)] {
        assert!((lattice.at(p).unwrap() - f(p)).abs() < 1e-4);
    }
    assert_eq!(lattice.at(p3(-3.1, 2.0, 1.0)), None);
}

#[test]
fn dull_blocks_leave_the_surface_of_a_ball_as_it_is() {
    let ball = |p: P3| p.length() - 8.0;
    let (low, high) = (p3(-12.0, -12.0, -12.0), p3(12.0, 12.0, 12.0));
    let all = Lattice::bake(low, high, 0.7, ball);
    let mut evaluated = 0usize;
    let some = Lattice::bake_where(
        low,
        high,
        0.7,
        |p| {
            evaluated += 1;
            ball(p)
        },
        |d, reach| d.abs() > reach,
    );
    assert!(evaluated * 10 < all.values.len() * 9, "{evaluated}");
    for i in 0..200u8 {
        let t = f32::from(i) * 0.05;
        let p = p3(8.0 - t, 0.3 * t, 0.9 * t);
        assert_eq!(all.at(p).unwrap() < 0.0, some.at(p).unwrap() < 0.0, "{p:?}");
    }
}

#[test]
fn smoothing_keeps_a_constant_and_spreads_a_step() {
    let (low, high) = (p3(0.0, 0.0, 0.0), p3(8.0, 3.0, 3.0));
    let step = |p: P3| if p.x < 4.0 { 0.0 } else { 1.0 };
    let smooth = Lattice::bake(low, high, 1.0, step).smoothed(2);
    let at = |x: f32| smooth.at(p3(x, 1.0, 1.0)).unwrap();
    assert!(at(0.0).abs() < 1e-6 && (at(8.0) - 1.0).abs() < 1e-6);
    assert!(0.2 < at(3.5) && at(3.5) < 0.8);
}

//! Rods between two points, bounds of turned parts, colours by the sRGB curve.

use super::*;

#[test]
fn a_rod_reaches_from_point_to_point() {
    let (from, to) = (Vec3::new(0.2, 0.1, -0.3), Vec3::new(-0.4, 0.9, 0.5));
    let part = rod(from, to, 0.01);
    let half = from.distance(to) / 2.0;
    assert!((part.to_local(from) - Vec3::new(0.0, -half, 0.0)).length() < 1e-5);
    assert!((part.to_local(to) - Vec3::new(0.0, half, 0.0)).length() < 1e-5);
}

#[test]
fn bounds_of_a_turned_block_hold_its_corners() {
    let part = block(Vec3::new(1.0, 2.0, 3.0), Vec3::new(0.4, 0.2, 0.1))
        .turned(Quat::from_rotation_y(0.7) * Quat::from_rotation_x(0.3));
    let (low, high) = part.bounds_m();
    for corner in 0..8_u8 {
        let sign = |bit: u8| if corner & bit == 0 { -1.0 } else { 1.0 };
        let local = Vec3::new(0.2 * sign(1), 0.1 * sign(2), 0.05 * sign(4));
        let point = part.centre_m + part.turn * local;
        assert!(point.cmpge(low - 1e-5).all() && point.cmple(high + 1e-5).all());
    }
}

#[test]
fn colours_follow_the_srgb_curve() {
    // IEC 61966-2-1: 188 is half of the light of 255, to the nearest step.
    assert_eq!(linear([0, 0, 0]), Vec3::ZERO);
    assert!((linear([255, 255, 255]) - Vec3::ONE).abs().max_element() < 1e-6);
    assert!((linear([188, 188, 188]).x - 0.5).abs() < 0.005);
}

#[test]
fn a_bevel_never_eats_the_whole_block() {
    let part = block(Vec3::ZERO, Vec3::new(1.0, 0.01, 1.0)).bevelled(0.2);
    assert_eq!(
        part.shape,
        Shape::Block {
            half_m: Vec3::new(0.5, 0.005, 0.5),
            bevel_m: 0.0045
        }
    );
}

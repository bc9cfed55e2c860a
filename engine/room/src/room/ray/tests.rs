//! Distances to blocks and cones worked out by hand, and the sorted search against asking every part.

use bevy::math::Quat;

use super::super::part::{block, cone};
use super::*;

#[track_caller]
fn check_first(parts: &[Part], origin: Vec3, direction: Vec3, expected: Option<(f32, usize)>) {
    let hit = Tracer::new(parts).first(origin, direction.normalize());
    match (hit, expected) {
        (Some(hit), Some((distance_m, part))) => {
            assert!((hit.distance_m - distance_m).abs() < 1e-4, "{hit:?}");
            assert_eq!(hit.part, part);
        }
        (hit, expected) => assert_eq!(hit.is_some(), expected.is_some(), "{hit:?}"),
    }
}

#[test]
fn a_block_is_met_at_its_face_and_left_from_inside() {
    let parts = [block(Vec3::ZERO, Vec3::new(2.0, 1.0, 4.0))];
    check_first(
        &parts,
        Vec3::new(5.0, 0.0, 0.0),
        Vec3::NEG_X,
        Some((4.0, 0)),
    );
    check_first(&parts, Vec3::ZERO, Vec3::Y, Some((0.5, 0)));
    check_first(&parts, Vec3::new(5.0, 0.0, 0.0), Vec3::X, None);
    check_first(&parts, Vec3::new(5.0, 0.6, 0.0), Vec3::NEG_X, None);
    let turned = [parts[0].clone().turned(Quat::from_rotation_y(1.570_796_4))];
    check_first(
        &turned,
        Vec3::new(5.0, 0.0, 0.0),
        Vec3::NEG_X,
        Some((3.0, 0)),
    );
}

#[test]
fn the_face_is_named_as_the_surface_counts_them() {
    let parts = [block(Vec3::ZERO, Vec3::ONE)];
    let tracer = Tracer::new(&parts);
    for (face, axis) in [
        Vec3::X,
        Vec3::NEG_X,
        Vec3::Y,
        Vec3::NEG_Y,
        Vec3::Z,
        Vec3::NEG_Z,
    ]
    .into_iter()
    .enumerate()
    {
        let hit = tracer.first(axis * 3.0 + 0.01, -axis).unwrap();
        assert_eq!(hit.face, Some(face));
    }
}

#[test]
fn a_cone_is_met_at_the_radius_of_that_height() {
    // Radius 0.4 below, 0.2 above: 0.3 at half height.
    let closed = [cone(Vec3::NEG_Y, Vec3::Y, 0.4, 0.2)];
    check_first(
        &closed,
        Vec3::new(2.0, 0.0, 0.0),
        Vec3::NEG_X,
        Some((1.7, 0)),
    );
    check_first(
        &closed,
        Vec3::new(0.1, 3.0, 0.0),
        Vec3::NEG_Y,
        Some((2.0, 0)),
    );
    let open = [closed[0].clone().open()];
    check_first(&open, Vec3::new(0.1, 3.0, 0.0), Vec3::NEG_Y, None);
    check_first(&open, Vec3::ZERO, Vec3::X, Some((0.3, 0)));
}

#[test]
fn sorted_search_finds_what_asking_every_part_finds() {
    let parts: Vec<Part> = (0..60_u8)
        .map(|idx| {
            let at = |step: u8| f32::from((idx.wrapping_mul(step)) % 17) * 0.3 - 2.4;
            block(Vec3::new(at(37), at(11), at(53)), Vec3::splat(0.6))
                .turned(Quat::from_rotation_y(f32::from(idx)))
        })
        .collect();
    let tracer = Tracer::new(&parts);
    let mut n_hits = 0;
    for step in 0..400_u16 {
        let turn = f32::from(step);
        let direction = Vec3::new(turn.sin(), (turn * 0.37).sin(), turn.cos()).normalize();
        let origin = Vec3::new((turn * 0.9).cos(), 0.3, (turn * 1.7).sin()) * 2.0;
        let alone = |idx: usize| {
            let hit = Tracer::new(&parts[idx..=idx]).first(origin, direction)?;
            Some(hit.distance_m)
        };
        let nearest = (0..parts.len()).filter_map(alone).min_by(f32::total_cmp);
        assert_eq!(
            tracer.first(origin, direction).map(|hit| hit.distance_m),
            nearest
        );
        n_hits += usize::from(nearest.is_some());
    }
    assert!(n_hits > 100, "too few rays met anything: {n_hits}");
}

#[test]
fn points_see_one_another_unless_something_stands_between() {
    let parts = [block(Vec3::ZERO, Vec3::new(0.1, 2.0, 2.0))];
    let tracer = Tracer::new(&parts);
    let (left, right) = (Vec3::new(-1.0, 0.0, 0.0), Vec3::new(1.0, 0.0, 0.0));
    assert!(!tracer.sees(left, right));
    assert!(tracer.sees(left, left + Vec3::Y));
    // The face that the far point lies on does not hide it.
    assert!(tracer.sees(left, Vec3::new(-0.05, 0.0, 0.0)));
}

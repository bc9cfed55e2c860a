//! Triangles face outwards, points are as dense as asked for, grids are found again by place.

use bevy::math::Quat;

use super::super::part::{block, cone};
use super::*;

#[track_caller]
fn check_outward(part: &Part) {
    let surface = surface(part);
    assert!(!surface.triangles.is_empty());
    for triangle in &surface.triangles {
        let [a, b, c] = triangle.map(|idx| surface.positions_m[idx as usize]);
        let [na, nb, nc] = triangle.map(|idx| surface.normals[idx as usize]);
        let cross = (b - a).cross(c - a);
        assert!(
            cross.dot(na + nb + nc) > -1e-9,
            "{part:?}: triangle {triangle:?} looks inwards"
        );
    }
}

#[test]
fn every_triangle_looks_where_its_normals_look() {
    let turn = Quat::from_rotation_y(0.4);
    check_outward(&block(Vec3::ONE, Vec3::new(0.5, 0.2, 0.3)).turned(turn));
    check_outward(&block(Vec3::ONE, Vec3::new(0.5, 0.2, 0.3)).bevelled(0.02));
    check_outward(&cone(Vec3::ZERO, Vec3::new(0.1, 0.5, 0.2), 0.2, 0.1));
    check_outward(&cone(Vec3::ZERO, Vec3::new(0.1, 0.5, 0.2), 0.2, 0.1).open());
}

#[test]
fn points_of_a_face_lie_no_farther_apart_than_asked_for() {
    let surface = surface(&block(Vec3::ZERO, Vec3::new(1.0, 0.3, 0.7)).step(0.06));
    for face in &surface.faces {
        for lines in [&face.across_m, &face.down_m] {
            let widest = lines
                .windows(2)
                .map(|pair| pair[1] - pair[0])
                .fold(0.0, f32::max);
            assert!(widest <= 0.0601, "{widest} m");
        }
    }
}

#[test]
fn the_nearest_point_of_a_face_is_found_by_its_place() {
    let part = block(Vec3::ZERO, Vec3::new(1.0, 0.4, 0.6)).step(0.1);
    let surface = surface(&part);
    // Face +y: across is z, down is x.
    let found = surface.positions_m[surface.faces[2].nearest(0.11, -0.32)];
    assert!(
        (found - Vec3::new(-0.3, 0.2, 0.1)).length() < 0.03,
        "{found}"
    );
    let corner = surface.positions_m[surface.faces[2].nearest(9.0, 9.0)];
    assert!(
        (corner - Vec3::new(0.5, 0.2, 0.3)).length() < 1e-5,
        "{corner}"
    );
}

#[test]
fn bevelled_edges_stay_inside_the_block() {
    let surface = surface(&block(Vec3::ZERO, Vec3::splat(0.2)).bevelled(0.03));
    for (point, normal) in surface.positions_m.iter().zip(&surface.normals) {
        assert!(point.abs().max_element() <= 0.1 + 1e-6);
        assert!((normal.length() - 1.0).abs() < 1e-5);
    }
}

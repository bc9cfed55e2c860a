//! Grids in patient space.

use super::*;

#[test]
fn voxel_and_patient_coordinates_are_each_others_inverse_in_an_oblique_grid() {
    let (c, s) = (0.8, 0.6);
    let grid = VolumeGeometry::new(
        [10, 20, 5],
        Vec3::new(0.7, 0.8, 2.5),
        Vec3::new(-100.0, 30.0, 7.0),
        Vec3::new(c, s, 0.0),
        Vec3::new(0.0, 0.0, -1.0),
    )
    .unwrap();
    let voxel = Vec3::new(3.0, 4.5, 1.0);
    let back = grid.voxel_from_patient(grid.patient_from_voxel(voxel));
    assert!(back.distance(voxel) < 1e-12);
    // row x column, by hand: (c, s, 0) x (0, 0, -1) = (-s, c, 0).
    assert!(grid.slice_dir.distance(Vec3::new(-s, c, 0.0)) < 1e-12);
}

#[test]
fn a_grid_contains_its_voxels_to_their_outer_faces() {
    let grid = VolumeGeometry::axial([2, 2, 2], Vec3::new(1.0, 1.0, 4.0), Vec3::default()).unwrap();
    assert!(grid.contains(Vec3::new(-0.5, 1.5, 5.9)));
    assert!(!grid.contains(Vec3::new(-0.6, 0.0, 0.0)));
    assert!(!grid.contains(Vec3::new(0.0, 0.0, 6.1)));
    assert!(!grid.contains(Vec3::new(f64::NAN, 0.0, 0.0)));
}

#[track_caller]
fn check_refused(size: [u32; 3], spacing: Vec3, row: Vec3, expected: &str) {
    let error = VolumeGeometry::new(
        size,
        spacing,
        Vec3::default(),
        row,
        Vec3::new(0.0, 1.0, 0.0),
    )
    .unwrap_err();
    assert!(error.to_string().starts_with(expected), "{error}");
}

#[test]
fn impossible_grids_are_refused_by_the_part_that_is_wrong() {
    let (ok, x) = (Vec3::new(1.0, 1.0, 1.0), Vec3::new(1.0, 0.0, 0.0));
    check_refused([0, 1, 1], ok, x, "grid size");
    check_refused([1, 1, 20_000], ok, x, "grid size");
    check_refused([1, 1, 1], Vec3::new(0.0, 1.0, 1.0), x, "voxel spacing");
    check_refused([1, 1, 1], Vec3::new(f64::NAN, 1.0, 1.0), x, "voxel spacing");
    check_refused(
        [1, 1, 1],
        ok,
        Vec3::new(0.0, 1.0, 0.0),
        "row and column direction",
    );
    check_refused(
        [1, 1, 1],
        ok,
        Vec3::new(f64::NAN, 0.0, 0.0),
        "row and column direction",
    );
}

#[test]
fn directions_rounded_by_a_file_are_straightened() {
    let row = Vec3::new(0.99999, 0.0005, 0.0);
    let grid = VolumeGeometry::new(
        [1, 1, 1],
        Vec3::new(1.0, 1.0, 1.0),
        Vec3::default(),
        row,
        Vec3::new(0.0, 1.0, 0.0),
    )
    .unwrap();
    assert!(grid.row_dir.dot(grid.col_dir).abs() < 1e-15);
    assert!((grid.col_dir.length() - 1.0).abs() < 1e-15);
}

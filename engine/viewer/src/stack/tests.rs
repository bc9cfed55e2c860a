//! Numbers, steps and planes over grids that lie in different ways.

use overread_base::{Vec3, VolumeGeometry};
use overread_image::Plane;

use super::{Stack, nearest_index, planes_of};

fn grid(row: Vec3, col: Vec3) -> VolumeGeometry {
    VolumeGeometry::new(
        [10, 20, 30],
        Vec3::new(1.0, 2.0, 3.0),
        Vec3::new(-7.0, 5.0, 11.0),
        row,
        col,
    )
    .unwrap()
}

const X: Vec3 = Vec3::new(1.0, 0.0, 0.0);
const Y: Vec3 = Vec3::new(0.0, 1.0, 0.0);
const Z: Vec3 = Vec3::new(0.0, 0.0, 1.0);

#[track_caller]
fn check(geometry: &VolumeGeometry, plane: Plane, axis: usize, count: u32, first_idx: u32) {
    let stack = Stack::of(geometry, plane);
    assert_eq!((stack.axis, stack.count), (axis, count));
    assert_eq!(
        stack.index_of_number(1),
        first_idx,
        "the first slice in reading order"
    );
    for slice_idx in [0, 1, count / 2, count - 1] {
        assert_eq!(stack.index_of_number(stack.number(slice_idx)), slice_idx);
        let place = stack.place_on(geometry, geometry.centre(), slice_idx);
        assert_eq!(stack.index_at(geometry, place), slice_idx);
    }
    let second = stack.stepped(first_idx, 1);
    assert_eq!(stack.number(second), 2);
    assert_eq!(stack.stepped(first_idx, -1), first_idx, "the ends stop");
    assert_eq!(stack.number(stack.stepped(first_idx, i32::MAX)), count);
}

#[test]
fn axial_grid_with_z_to_the_head() {
    let geometry = grid(X, Y);
    check(&geometry, Plane::Axial, 2, 30, 29);
    check(&geometry, Plane::Coronal, 1, 20, 0);
    check(&geometry, Plane::Sagittal, 0, 10, 0);
    check(&geometry, Plane::Acquired, 2, 30, 0);
}

#[test]
fn axial_grid_stored_upside_down_reads_the_same_way() {
    // Rows to the patient's right: z runs to the feet, x to the right.
    let geometry = grid(-X, Y);
    check(&geometry, Plane::Axial, 2, 30, 0);
    check(&geometry, Plane::Sagittal, 0, 10, 9);
}

#[test]
fn coronal_and_sagittal_series() {
    let coronal = grid(X, -Z);
    check(&coronal, Plane::Acquired, 2, 30, 0);
    check(&coronal, Plane::Coronal, 2, 30, 0);
    check(&coronal, Plane::Axial, 1, 20, 0);
    let sagittal = grid(Y, -Z);
    check(&sagittal, Plane::Sagittal, 2, 30, 29);
}

#[test]
fn a_tilted_series_keeps_its_own_slices() {
    let angle = 20.0_f64.to_radians();
    let tilted = grid(X, Vec3::new(0.0, angle.cos(), angle.sin()));
    check(&tilted, Plane::Axial, 2, 30, 29);
}

#[test]
fn planes_to_read() {
    assert_eq!(
        planes_of(&grid(X, Y)),
        [Plane::Axial, Plane::Coronal, Plane::Sagittal]
    );
    assert_eq!(
        planes_of(&grid(X, -Z)),
        [Plane::Acquired, Plane::Axial, Plane::Sagittal]
    );
    let projection =
        VolumeGeometry::axial([10, 20, 1], Vec3::new(1.0, 1.0, 1.0), Vec3::default()).unwrap();
    assert_eq!(planes_of(&projection), [Plane::Acquired]);
}

#[test]
fn nearest_index_stays_inside() {
    assert_eq!(nearest_index(-3.0, 5), 0);
    assert_eq!(nearest_index(2.4, 5), 2);
    assert_eq!(nearest_index(99.0, 5), 4);
    assert_eq!(nearest_index(f64::NAN, 5), 0);
    assert_eq!(nearest_index(1.0, 0), 0);
}

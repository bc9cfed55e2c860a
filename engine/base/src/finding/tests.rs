//! Bounds of shapes.

use super::*;

fn unit_grid(size: [u32; 3]) -> VolumeGeometry {
    VolumeGeometry::axial(size, Vec3::new(1.0, 1.0, 2.0), Vec3::new(-10.0, 0.0, 5.0)).unwrap()
}

#[track_caller]
fn check_bounds(shape: &Shape, low: [f64; 3], high: [f64; 3]) {
    let (l, h) = shape.bounds().expect("the shape has points");
    assert_eq!((l.to_array(), h.to_array()), (low, high));
}

#[test]
fn an_ellipse_reaches_as_far_as_its_half_axes_together() {
    let ellipse = Shape::Ellipse {
        centre: Vec3::new(1.0, 2.0, 3.0),
        half_axis_a: Vec3::new(3.0, 0.0, 0.0),
        half_axis_b: Vec3::new(4.0, 1.0, 0.0),
    };
    check_bounds(&ellipse, [-4.0, 1.0, 3.0], [6.0, 3.0, 3.0]);
}

#[test]
fn a_mask_is_bounded_by_the_outer_faces_of_its_voxels() {
    // 4 x 3 x 2 grid; voxels (1,1,0) and (2,1,0) are set: 5 zeros, 2 ones, 17 zeros.
    let mask = MaskRle {
        geometry: unit_grid([4, 3, 2]),
        runs: vec![5, 2, 17],
    };
    assert_eq!(mask.voxel_count(), 2);
    check_bounds(&Shape::Mask(mask), [-9.5, 0.5, 4.0], [-7.5, 1.5, 6.0]);
}

#[test]
fn a_run_across_rows_spans_the_row() {
    // Voxels 3..=4: the last of row 0 and the first of row 1.
    let mask = MaskRle {
        geometry: unit_grid([4, 3, 2]),
        runs: vec![3, 2, 19],
    };
    check_bounds(&Shape::Mask(mask), [-10.5, -0.5, 4.0], [-6.5, 1.5, 6.0]);
}

#[test]
fn an_empty_mask_has_no_bounds() {
    assert_eq!(
        Shape::Mask(MaskRle {
            geometry: unit_grid([4, 3, 2]),
            runs: vec![24]
        })
        .bounds(),
        None
    );
}

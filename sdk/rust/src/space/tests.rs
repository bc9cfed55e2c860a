//! From voxels to the patient and back, and regions that stay inside the grid.

use super::*;

fn grid() -> Geometry {
    // Rows run to the back, columns to the head: z = back x head = left.
    Geometry {
        size: Dims {
            x: 10,
            y: 20,
            z: 30,
        },
        spacing: vec3(2.0, 3.0, 4.0),
        origin: vec3(100.0, -50.0, 7.0),
        row_dir: vec3(0.0, 1.0, 0.0),
        col_dir: vec3(0.0, 0.0, 1.0),
    }
}

#[track_caller]
fn check(voxel: Vec3, patient: Vec3) {
    assert_eq!(patient_from_voxel(&grid(), voxel), patient);
    assert_eq!(voxel_from_patient(&grid(), patient), voxel);
}

#[test]
fn a_sagittal_grid_maps_both_ways() {
    check(vec3(0.0, 0.0, 0.0), vec3(100.0, -50.0, 7.0));
    check(vec3(1.0, 0.0, 0.0), vec3(100.0, -48.0, 7.0));
    check(vec3(0.0, 1.0, 0.0), vec3(100.0, -50.0, 10.0));
    check(vec3(0.0, 0.0, 1.0), vec3(104.0, -50.0, 7.0));
    check(vec3(-0.5, 2.5, 29.0), vec3(216.0, -51.0, 14.5));
}

#[track_caller]
fn check_region(voxel: Vec3, size: [u32; 3], origin: [u32; 3], found: [u32; 3]) {
    let dims = |[x, y, z]: [u32; 3]| Dims { x, y, z };
    let region = region_around(&grid(), patient_from_voxel(&grid(), voxel), dims(size));
    assert_eq!(region.origin, dims(origin));
    assert_eq!(region.size, dims(found));
}

#[test]
fn a_region_stays_inside_the_grid() {
    check_region(vec3(5.0, 10.0, 15.0), [3, 5, 7], [4, 8, 12], [3, 5, 7]);
    check_region(vec3(0.0, 0.0, 29.0), [3, 5, 7], [0, 0, 23], [3, 5, 7]);
    check_region(vec3(5.0, 10.0, 15.0), [30, 5, 7], [0, 8, 12], [10, 5, 7]);
    check_region(vec3(-100.0, 1e9, 15.0), [2, 2, 1], [0, 18, 15], [2, 2, 1]);
}

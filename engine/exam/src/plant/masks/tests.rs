//! Masks keep their runs whole.

use overread_base::{MaskRle, Vec3, VolumeGeometry};

use super::{grown, kept, mirrored, push_run, shrunk, translated, voxels};

fn mask(size: [u32; 3], set: impl Fn(u32, u32, u32) -> bool) -> MaskRle {
    let geometry = VolumeGeometry::axial(size, Vec3::new(1.0, 1.0, 2.0), Vec3::default()).unwrap();
    let mut runs = vec![0];
    let mut is_set = false;
    for z in 0..size[2] {
        for y in 0..size[1] {
            for x in 0..size[0] {
                if set(x, y, z) != is_set {
                    is_set = !is_set;
                    runs.push(0);
                }
                *runs.last_mut().unwrap() += 1;
            }
        }
    }
    MaskRle { geometry, runs }
}

fn cube() -> MaskRle {
    mask([20, 10, 8], |x, y, z| {
        (2..7).contains(&x) && (2..7).contains(&y) && (2..5).contains(&z)
    })
}

#[test]
fn moved_by_whole_voxels_and_back_it_is_the_same() {
    let moved = translated(&cube(), Vec3::new(9.0, 2.0, 4.0)).unwrap();
    assert_eq!(moved.voxel_count(), 75);
    assert_ne!(moved, cube());
    let back = translated(&moved, Vec3::new(-9.0, -2.0, -4.0)).unwrap();
    assert_eq!(voxels(&back), voxels(&cube()));
    assert_eq!(translated(&cube(), Vec3::new(100.0, 0.0, 0.0)), None);
}

#[test]
fn mirrored_twice_it_is_the_same() {
    let other = mirrored(&cube(), 9.5).unwrap();
    assert_eq!(
        other,
        mask([20, 10, 8], |x, y, z| {
            (13..18).contains(&x) && (2..7).contains(&y) && (2..5).contains(&z)
        })
    );
    assert_eq!(voxels(&mirrored(&other, 9.5).unwrap()), voxels(&cube()));
}

#[test]
fn it_grows_by_millimetres_on_every_axis_and_shrinks_but_never_to_nothing() {
    // Two millimetres: two voxels in the plane, one slice.
    let large = grown(&cube(), 2.0).unwrap();
    let (low, high) = overread_base::Shape::Mask(large).bounds().unwrap();
    assert_eq!((low.x, high.x), (-0.5, 8.5));
    assert_eq!((low.z, high.z), (1.0, 11.0));
    assert!(shrunk(&cube(), 0.6).unwrap().voxel_count() < 75);
    assert!(shrunk(&cube(), 0.01).unwrap().voxel_count() >= 1);
    let thin = mask([4, 4, 1], |x, y, _| x < 2 && y < 2);
    assert_eq!(shrunk(&thin, 0.6).unwrap().voxel_count(), 1);
}

#[test]
fn a_part_is_kept_and_an_empty_rest_is_none() {
    assert_eq!(
        kept(&cube(), |place| place.x < 4.0).unwrap().voxel_count(),
        30
    );
    assert_eq!(kept(&cube(), |_| false), None);
}

#[test]
fn what_is_not_a_mask_is_left_alone() {
    let mut broken = cube();
    broken.runs.push(5);
    assert_eq!(voxels(&broken), None);
    assert_eq!(voxels(&mask([3, 3, 1], |_, _, _| false)), None);
}

#[test]
fn a_run_too_long_for_its_number_goes_on_after_an_empty_one() {
    let mut runs = Vec::new();
    push_run(&mut runs, u64::from(u32::MAX) + 7);
    assert_eq!(runs, [u32::MAX, 0, 7]);
}

//! Planes, orientation and interpolation of the CPU renderer.

use super::*;
use crate::{Rescale, Window};

/// A 4 x 3 x 2 axial volume whose sample is 100 z + 10 y + x; 1 x 1 x 5 mm.
fn counting_volume() -> Volume {
    let geometry = VolumeGeometry::axial(
        [4, 3, 2],
        Vec3::new(1.0, 1.0, 5.0),
        Vec3::new(10.0, 20.0, 30.0),
    )
    .unwrap();
    let samples = (0..2)
        .flat_map(|z| (0..3).flat_map(move |y| (0..4).map(move |x| 100 * z + 10 * y + x)))
        .collect();
    Volume::new(geometry, samples, Rescale::IDENTITY).unwrap()
}

/// A window under which samples 0..=255 are their own greys.
fn identity_lut() -> VoiLut {
    VoiLut::new(
        Window::linear(128.0, 256.0).unwrap(),
        Rescale::IDENTITY,
        false,
    )
}

#[track_caller]
fn check(plane: Plane, centre: Vec3, size_px: [u32; 2], expected: &[&[u8]]) {
    let volume = counting_volume();
    let viewport = Viewport::fitted(volume.geometry(), plane, centre, size_px);
    let mut greys = Vec::new();
    viewport.render(&volume, &identity_lut(), &mut greys);
    let rows: Vec<&[u8]> = greys.chunks(size_px[0] as usize).collect();
    assert_eq!(rows, expected, "{viewport:?}");
}

#[test]
fn axial_one_to_one_gives_the_samples_of_the_nearest_slice() {
    let low = Vec3::new(0.0, 0.0, 31.0);
    let high = Vec3::new(0.0, 0.0, 99.0);
    check(
        Plane::Axial,
        low,
        [4, 3],
        &[&[0, 1, 2, 3], &[10, 11, 12, 13], &[20, 21, 22, 23]],
    );
    check(
        Plane::Acquired,
        high,
        [4, 3],
        &[
            &[100, 101, 102, 103],
            &[110, 111, 112, 113],
            &[120, 121, 122, 123],
        ],
    );
}

#[test]
fn coronal_has_the_head_up_and_repeats_thick_slices() {
    // 10 mm of height on 10 pixels: the upper slice above, the lower below, a linear blend between their centres.
    let volume = counting_volume();
    let viewport = Viewport::fitted(
        volume.geometry(),
        Plane::Coronal,
        Vec3::new(0.0, 21.0, 0.0),
        [4, 10],
    );
    let mut greys = Vec::new();
    viewport.render(&volume, &identity_lut(), &mut greys);
    let first_column: Vec<u8> = greys.iter().step_by(4).copied().collect();
    assert_eq!(first_column, [110, 110, 110, 90, 70, 50, 30, 10, 10, 10]);
    assert_eq!(viewport.down.to_array(), [0.0, 0.0, -1.0]);
}

#[test]
fn sagittal_has_the_front_on_the_left() {
    let viewport = Viewport::fitted(
        counting_volume().geometry(),
        Plane::Sagittal,
        Vec3::default(),
        [3, 10],
    );
    assert_eq!(
        (viewport.right.to_array(), viewport.down.to_array()),
        ([0.0, 1.0, 0.0], [0.0, 0.0, -1.0])
    );
}

#[test]
fn a_flipped_acquisition_is_shown_in_anatomical_order_all_the_same() {
    // Rows run to the patient's right, slices to the feet: axial still has the patient's right on the left.
    let geometry = VolumeGeometry::new(
        [4, 3, 2],
        Vec3::new(1.0, 1.0, 5.0),
        Vec3::default(),
        Vec3::new(-1.0, 0.0, 0.0),
        Vec3::new(0.0, 1.0, 0.0),
    )
    .unwrap();
    let viewport = Viewport::fitted(&geometry, Plane::Axial, Vec3::default(), [4, 3]);
    assert_eq!(
        (viewport.right.to_array(), viewport.down.to_array()),
        ([1.0, 0.0, 0.0], [0.0, 1.0, 0.0])
    );
}

#[test]
fn twice_the_pixels_blend_neighbours_by_quarters() {
    let volume = counting_volume();
    let viewport = Viewport::fitted(
        volume.geometry(),
        Plane::Axial,
        Vec3::new(0.0, 0.0, 30.0),
        [8, 6],
    );
    let mut greys = Vec::new();
    viewport.render(&volume, &identity_lut(), &mut greys);
    // Pixel centres of the top row lie at x = -0.25, 0.25, 0.75 ... of a voxel, y = -0.25: clamped at the border.
    assert_eq!(greys[..8], [0, 0, 1, 1, 2, 2, 3, 3]);
    // Third row: y = 0.75, so 7.5 -> 8 at x = 0 (rounded half up).
    assert_eq!(greys[16], 8);
}

#[test]
fn screen_and_patient_are_each_others_inverse() {
    let viewport = Viewport {
        centre: Vec3::new(1.0, 2.0, 3.0),
        right: Vec3::new(0.8, 0.6, 0.0),
        down: Vec3::new(0.0, 0.0, -1.0),
        mm_per_px: 0.4,
        size_px: [300, 200],
    };
    let (x, y, depth) = viewport.screen_from_patient(viewport.patient_from_screen(17.25, 190.5));
    assert!((x - 17.25).abs() < 1e-9 && (y - 190.5).abs() < 1e-9 && depth.abs() < 1e-9);
}

#[test]
fn oblique_and_in_plane_paths_agree_on_the_same_plane() {
    let volume = counting_volume();
    let straight = Viewport::fitted(
        volume.geometry(),
        Plane::Axial,
        Vec3::new(0.0, 0.0, 30.0),
        [37, 29],
    );
    // Half a micrometre off the plane of centres: too far for the fast path, too near to change a grey by more than 1.
    let beside = Viewport {
        centre: straight.centre + Vec3::new(0.0, 0.0, 0.01),
        ..straight.clone()
    };
    let (mut fast, mut general) = (Vec::new(), Vec::new());
    straight.render(&volume, &identity_lut(), &mut fast);
    beside.render(&volume, &identity_lut(), &mut general);
    let worst = fast.iter().zip(&general).map(|(a, b)| a.abs_diff(*b)).max();
    assert!(worst <= Some(1), "{worst:?}");
}

#[test]
fn outside_the_volume_is_black_and_nothing_panics_on_odd_sizes() {
    let volume = counting_volume();
    for size_px in [[0, 0], [0, 5], [1, 1], [5, 0]] {
        let mut greys = vec![7];
        Viewport::fitted(volume.geometry(), Plane::Axial, Vec3::default(), size_px).render(
            &volume,
            &identity_lut(),
            &mut greys,
        );
        assert_eq!(greys.len(), size_px[0] as usize * size_px[1] as usize);
    }
    let far = Viewport {
        centre: Vec3::new(1e6, 0.0, 0.0),
        right: Vec3::new(1.0, 0.0, 0.0),
        down: Vec3::new(0.0, 1.0, 0.0),
        mm_per_px: 1.0,
        size_px: [4, 4],
    };
    let mut greys = Vec::new();
    far.render(&volume, &identity_lut(), &mut greys);
    assert!(greys.iter().all(|&g| g == 0));
}

/// Coordinates that do not fit in the fixed point of the oblique way.
#[test]
fn a_picture_beyond_any_grid_is_black() {
    let volume = counting_volume();
    let slab = Slab {
        thickness_mm: 20.0,
        projection: crate::Projection::Average,
    };
    for far in [1e12, -1e12, 1e300, f64::INFINITY, f64::NAN] {
        for (right, down) in [
            ([1.0, 0.0, 0.0], [0.0, 1.0, 0.0]),
            ([-0.6, 0.8, 0.0], [0.0, 0.0, -1.0]),
        ] {
            for axis in 0..3 {
                let mut centre = [11.0, 21.0, 33.0];
                centre[axis] = far;
                let viewport = Viewport {
                    centre: Vec3::from_array(centre),
                    right: Vec3::from_array(right),
                    down: Vec3::from_array(down),
                    mm_per_px: 1.0,
                    size_px: [4, 4],
                };
                let mut greys = Vec::new();
                viewport.render(&volume, &identity_lut(), &mut greys);
                assert_eq!(greys, [0; 16], "{viewport:?}");
                viewport.render_slab(&volume, slab, &identity_lut(), &mut greys);
                assert_eq!(greys, [0; 16], "{viewport:?}");
            }
        }
    }
}

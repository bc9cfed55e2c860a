//! Regions of known content on grid planes, between them and askew.

use super::*;
use crate::{Plane, Rescale};

/// 6 x 5 x 4 voxels of 1 x 2 x 3 mm; the sample is 100 z + 10 y + x, the value twice that less 5.
fn counting() -> Volume {
    let geometry = VolumeGeometry::axial(
        [6, 5, 4],
        Vec3::new(1.0, 2.0, 3.0),
        Vec3::new(10.0, 20.0, 30.0),
    )
    .unwrap();
    let samples = (0..4)
        .flat_map(|z| (0..5).flat_map(move |y| (0..6).map(move |x| 100 * z + 10 * y + x)))
        .collect();
    let rescale = Rescale {
        slope: 2.0,
        intercept: -5.0,
    };
    Volume::new(geometry, samples, rescale).unwrap()
}

fn plane(volume: &Volume, plane: Plane, voxel: [f64; 3]) -> Viewport {
    let geometry = volume.geometry();
    let centre = geometry.patient_from_voxel(Vec3::from_array(voxel));
    Viewport::fitted(geometry, plane, centre, [64, 64])
}

fn outline(volume: &Volume, voxels: &[[f64; 3]]) -> Vec<Vec3> {
    let patient = |v: &[f64; 3]| volume.geometry().patient_from_voxel(Vec3::from_array(*v));
    voxels.iter().map(patient).collect()
}

/// The values that a region holds, and the area of one.
#[track_caller]
fn check(found: Option<RoiStatistics>, values: &[f64], cell_mm2: f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n;
    let found = found.expect("the region holds something");
    assert_eq!(found.count, values.len() as u64);
    assert!((found.area_mm2 - n * cell_mm2).abs() < 1e-9, "{found:?}");
    assert!((found.mean - mean).abs() < 1e-4, "{found:?} {mean}");
    assert!((found.sd - variance.sqrt()).abs() < 1e-4, "{found:?}");
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    assert!((f64::from(found.min) - least).abs() < 1e-4, "{found:?}");
    assert!((f64::from(found.max) - most).abs() < 1e-4, "{found:?}");
}

#[test]
fn a_rectangle_on_a_slice_holds_the_voxel_centres_inside() {
    let volume = counting();
    let axial = plane(&volume, Plane::Axial, [0.0, 0.0, 2.0]);
    let corners = [
        [0.5, 1.5, 2.0],
        [2.5, 1.5, 2.0],
        [2.5, 3.5, 2.0],
        [0.5, 3.5, 2.0],
    ];
    // Samples 221, 222, 231, 232.
    let values = [437.0, 439.0, 457.0, 459.0];
    let mut corners = outline(&volume, &corners);
    check(region_statistics(&volume, &axial, &corners), &values, 2.0);
    // Neither the sense of the outline nor the place, zoom and turn of the picture changes it.
    corners.reverse();
    let turned = Viewport {
        centre: axial.centre + Vec3::new(3.3, -1.7, 0.0),
        right: Vec3::new(0.6, 0.8, 0.0),
        down: Vec3::new(-0.8, 0.6, 0.0),
        mm_per_px: 0.01,
        size_px: [3, 9],
    };
    check(region_statistics(&volume, &turned, &corners), &values, 2.0);
}

#[test]
fn regions_on_coronal_and_sagittal_planes_count_their_own_voxels() {
    let volume = counting();
    let coronal = plane(&volume, Plane::Coronal, [0.0, 3.0, 0.0]);
    let triangle = [[-0.5, 3.0, -0.5], [2.5, 3.0, -0.5], [-0.5, 3.0, 2.5]];
    // x + z < 2: samples 30, 31, 130; 32, 131 and 230 lie on the slope and so on its high side.
    check(
        region_statistics(&volume, &coronal, &outline(&volume, &triangle)),
        &[55.0, 57.0, 255.0],
        3.0,
    );
    let sagittal = plane(&volume, Plane::Sagittal, [4.0, 0.0, 0.0]);
    let column = [
        [4.0, 1.5, -9.0],
        [4.0, 1.5, 99.0],
        [4.0, 2.5, 99.0],
        [4.0, 2.5, -9.0],
    ];
    // Samples 24, 124, 224, 324: what lies outside the volume does not count.
    check(
        region_statistics(&volume, &sagittal, &outline(&volume, &column)),
        &[43.0, 243.0, 443.0, 643.0],
        6.0,
    );
}

#[test]
fn between_two_slices_values_are_blended() {
    let volume = counting();
    let mut axial = plane(&volume, Plane::Axial, [0.0, 0.0, 1.0]);
    axial.centre = axial.centre + Vec3::new(0.0, 0.0, 0.75);
    let corners = [
        [2.5, -0.5, 0.0],
        [4.5, -0.5, 0.0],
        [4.5, 0.5, 0.0],
        [2.5, 0.5, 0.0],
    ];
    // A quarter of the way from slice 1 to 2: samples 128 and 129, wherever along the normal the outline was given.
    check(
        region_statistics(&volume, &axial, &outline(&volume, &corners)),
        &[251.0, 253.0],
        2.0,
    );
}

#[test]
fn an_oblique_region_samples_at_the_finest_spacing() {
    let geometry =
        VolumeGeometry::axial([40, 40, 40], Vec3::new(1.0, 2.0, 2.0), Vec3::default()).unwrap();
    let samples = (0..40 * 40).flat_map(|_| (0..40).map(|x| 5 * x)).collect();
    let volume = Volume::new(geometry, samples, Rescale::IDENTITY).unwrap();
    let plane = Viewport {
        centre: Vec3::new(6.0, 11.0, 8.0),
        right: Vec3::new(0.6, 0.0, 0.8),
        down: Vec3::new(0.0, 1.0, 0.0),
        mm_per_px: 0.5,
        size_px: [100, 100],
    };
    let at = |u: f64, v: f64| plane.right * u + plane.down * v;
    let square = [at(1.5, 0.5), at(4.5, 0.5), at(4.5, 3.5), at(1.5, 3.5)];
    // Value 5 x, x = 0.6 u: 6, 9, 12 in each of three rows, a place every 1 mm.
    let values = [6.0, 9.0, 12.0].repeat(3);
    check(region_statistics(&volume, &plane, &square), &values, 1.0);
}

#[test]
fn what_a_crossing_outline_holds_twice_is_outside() {
    let volume = counting();
    let axial = plane(&volume, Plane::Axial, [0.0, 0.0, 0.0]);
    // A square run around twice has an even number everywhere.
    let square = [
        [0.5, 0.5, 0.0],
        [3.5, 0.5, 0.0],
        [3.5, 3.5, 0.0],
        [0.5, 3.5, 0.0],
    ];
    let twice = outline(&volume, &[square, square].concat());
    assert_eq!(region_statistics(&volume, &axial, &twice), None);
}

#[test]
fn broken_and_empty_regions_have_no_statistics() {
    let volume = counting();
    let axial = plane(&volume, Plane::Axial, [0.0, 0.0, 0.0]);
    let [a, b] = [Vec3::new(10.0, 20.0, 30.0), Vec3::new(15.0, 20.0, 30.0)];
    let far = Vec3::new(1e300, 1e300, 0.0);
    let nan = Vec3::new(f64::NAN, 0.0, 0.0);
    for corners in [
        vec![],
        vec![a, b],
        vec![a, b, nan],
        vec![a, a, a],
        vec![far, far + a, far * 0.9],
    ] {
        assert_eq!(region_statistics(&volume, &axial, &corners), None);
    }
    let nowhere = Viewport {
        centre: nan,
        ..axial.clone()
    };
    let flat = Viewport {
        down: axial.right,
        ..axial.clone()
    };
    let square = [
        a,
        b,
        b + Vec3::new(0.0, 9.0, 0.0),
        a + Vec3::new(0.0, 9.0, 0.0),
    ];
    assert!(region_statistics(&volume, &axial, &square).is_some());
    assert_eq!(region_statistics(&volume, &nowhere, &square), None);
    assert_eq!(region_statistics(&volume, &flat, &square), None);
}

#[test]
fn the_area_of_an_outline_is_its_own() {
    let at = |u: f64, v: f64| Vec3::new(0.6, 0.0, 0.8) * u + Vec3::new(5.0, v, -3.0);
    let l_shape = [
        at(0.0, 0.0),
        at(4.0, 0.0),
        at(4.0, 1.0),
        at(1.0, 1.0),
        at(1.0, 3.0),
        at(0.0, 3.0),
    ];
    assert!((outline_area_mm2(&l_shape) - 6.0).abs() < 1e-12);
    assert_eq!(outline_area_mm2(&l_shape[..2]), 0.0);
    assert_eq!(outline_area_mm2(&[]), 0.0);
}

/// 8 x 4 x 4 voxels of 1 mm: 100 where `is_value`, padding elsewhere.
fn padded(is_value: impl Fn(usize, usize) -> bool) -> Volume {
    let geometry = VolumeGeometry::axial([8, 4, 4], Vec3::new(1.0, 1.0, 1.0), Vec3::default());
    let sample = |idx: usize| {
        if is_value(idx % 8, idx / 32) {
            100
        } else {
            -2000
        }
    };
    let samples = (0..8 * 4 * 4).map(sample).collect();
    let volume = Volume::new(geometry.unwrap(), samples, Rescale::IDENTITY).unwrap();
    volume.with_padding(Some(-2000..=-1990))
}

#[test]
fn padding_is_no_value_of_a_region() {
    let volume = padded(|x, _| x < 4);
    let whole = [
        [-0.5, -0.5, 0.0],
        [7.5, -0.5, 0.0],
        [7.5, 3.5, 0.0],
        [-0.5, 3.5, 0.0],
    ];
    let whole = outline(&volume, &whole);
    // Half of a slice of 8 x 4; the last column of values lies beside padding, which takes no part in it.
    for z in [1.0, 1.25] {
        let mut axial = plane(&volume, Plane::Axial, [0.0, 0.0, 1.0]);
        axial.centre.z = z;
        check(
            region_statistics(&volume, &axial, &whole),
            &[100.0; 16],
            1.0,
        );
    }
    // Askew: places with padding among their eight neighbours hold no value either.
    let askew = Viewport {
        centre: Vec3::new(3.5, 1.5, 1.5),
        right: Vec3::new(0.8, 0.0, 0.6),
        down: Vec3::new(0.0, 1.0, 0.0),
        mm_per_px: 1.0,
        size_px: [9, 9],
    };
    let found = region_statistics(&volume, &askew, &whole).unwrap();
    assert_eq!(
        (found.mean, found.sd, found.min, found.max),
        (100.0, 0.0, 100.0, 100.0)
    );
    assert_eq!(found.area_mm2, found.count as f64);
}

#[test]
fn a_region_of_padding_alone_has_no_statistics() {
    let volume = padded(|_, z| z != 1);
    let square = [
        [-0.5, -0.5, 0.0],
        [7.5, -0.5, 0.0],
        [7.5, 3.5, 0.0],
        [-0.5, 3.5, 0.0],
    ];
    let square = outline(&volume, &square);
    for (z, count) in [
        (0.0, Some(32)),
        (0.5, None),
        (1.0, None),
        (1.75, None),
        (2.0, Some(32)),
    ] {
        let mut axial = plane(&volume, Plane::Axial, [0.0, 0.0, 1.0]);
        axial.centre.z = z;
        let found = region_statistics(&volume, &axial, &square);
        assert_eq!(found.map(|found| found.count), count, "z {z}");
    }
}

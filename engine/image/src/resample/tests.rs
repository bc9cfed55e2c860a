//! Resampling keeps place, mean and labels.

use super::*;
use crate::Rescale;

fn volume(size: [u32; 3], spacing: [f64; 3], sample: impl Fn(u32, u32, u32) -> i16) -> Volume {
    let geometry =
        VolumeGeometry::axial(size, Vec3::from_array(spacing), Vec3::new(5.0, 6.0, 7.0)).unwrap();
    let [nx, ny, nz] = size;
    let samples = (0..nz)
        .flat_map(|z| (0..ny).flat_map(move |y| (0..nx).map(move |x| (x, y, z))))
        .map(|(x, y, z)| sample(x, y, z))
        .collect();
    Volume::new(geometry, samples, Rescale::IDENTITY).unwrap()
}

#[test]
fn a_plane_of_values_stays_a_plane_at_any_spacing() {
    // Value = 100 + 10 mm along x: linear interpolation and means of a linear ramp are exact away from the border.
    let ramp = volume([40, 3, 3], [1.0, 1.0, 1.0], |x, _, _| {
        100 + 10 * i16::try_from(x).unwrap()
    });
    for spacing in [0.5, 0.8, 2.0, 2.5] {
        let out = resample(&ramp, Vec3::new(spacing, 1.0, 1.0), Interpolation::Linear).unwrap();
        let [nx, _, _] = out.geometry().size;
        for x in 3..nx - 3 {
            let at = out
                .geometry()
                .patient_from_voxel(Vec3::new(f64::from(x), 0.0, 0.0))
                .x
                - 5.0;
            let found = f64::from(out.value_at(x, 0, 0).unwrap());
            assert!(
                (found - (100.0 + 10.0 * at)).abs() <= 0.51,
                "spacing {spacing}, x {x}: {found} at {at} mm"
            );
        }
    }
}

#[test]
fn the_outer_faces_stay_where_they_are() {
    let source = volume([10, 10, 4], [0.7, 0.7, 5.0], |_, _, _| 0);
    let out = resample(&source, Vec3::new(1.0, 1.0, 1.0), Interpolation::Linear).unwrap();
    assert_eq!(out.geometry().size, [7, 7, 20]);
    let face = |g: &VolumeGeometry| g.patient_from_voxel(Vec3::new(-0.5, -0.5, -0.5));
    assert!(face(out.geometry()).distance(face(source.geometry())) < 1e-9);
    assert!(
        (out.geometry().spacing.x - 1.0).abs() < 1e-9
            && (out.geometry().spacing.z - 1.0).abs() < 1e-9
    );
}

#[test]
fn coarser_voxels_take_the_mean_so_that_small_things_are_not_lost() {
    let spot = volume(
        [6, 1, 1],
        [1.0, 1.0, 1.0],
        |x, _, _| if x == 1 { 300 } else { 0 },
    );
    let out = resample(&spot, Vec3::new(3.0, 1.0, 1.0), Interpolation::Linear).unwrap();
    assert_eq!(out.samples(), [100, 0]);
}

#[test]
fn nearest_invents_no_labels() {
    let labels = volume([3, 1, 1], [1.0, 1.0, 1.0], |x, _, _| [0, 7, 9][x as usize]);
    let out = resample(&labels, Vec3::new(0.5, 1.0, 1.0), Interpolation::Nearest).unwrap();
    assert_eq!(out.samples(), [0, 0, 7, 7, 9, 9]);
}

#[test]
fn impossible_targets_are_refused() {
    let v = volume([4, 4, 4], [1.0, 1.0, 1.0], |_, _, _| 0);
    let error = |s: f64| {
        resample(&v, Vec3::new(s, 1.0, 1.0), Interpolation::Linear)
            .unwrap_err()
            .to_string()
    };
    assert!(
        error(1e-9).starts_with("volume would have"),
        "{}",
        error(1e-9)
    );
    assert!(error(0.0).starts_with("voxel spacing"));
    assert!(error(f64::NAN).starts_with("voxel spacing"));
}

#[test]
fn a_crop_keeps_its_place_in_the_patient() {
    let v = volume([4, 3, 2], [1.0, 2.0, 5.0], |x, y, z| {
        i16::try_from(100 * z + 10 * y + x).unwrap()
    });
    let part = crop(&v, [1, 1, 1], [2, 2, 1]).unwrap();
    assert_eq!(part.samples(), [111, 112, 121, 122]);
    assert_eq!(part.geometry().origin.to_array(), [6.0, 8.0, 12.0]);
    assert!(crop(&v, [3, 0, 0], [2, 1, 1]).is_none());
    assert!(crop(&v, [0, 0, 0], [0, 1, 1]).is_none());
    assert!(crop(&v, [u32::MAX, 0, 0], [2, 1, 1]).is_none());
}

#[test]
fn sampling_between_voxels_is_trilinear_and_ends_at_the_faces() {
    let v = volume([2, 2, 2], [1.0, 1.0, 1.0], |x, y, z| {
        i16::try_from(x + 2 * y + 4 * z).unwrap()
    });
    assert_eq!(sample_linear(&v, Vec3::new(0.5, 0.5, 0.5)), Some(3.5));
    assert_eq!(sample_linear(&v, Vec3::new(-0.5, 0.0, 1.0)), Some(4.0));
    assert_eq!(sample_linear(&v, Vec3::new(-0.6, 0.0, 1.0)), None);
    assert_eq!(sample_linear(&v, Vec3::new(f64::NAN, 0.0, 1.0)), None);
}

//! Region statistics on a small slice.

use super::*;
use crate::Rescale;
use overread_base::VolumeGeometry;

fn ramp() -> Volume {
    let geometry =
        VolumeGeometry::axial([5, 5, 1], Vec3::new(0.5, 2.0, 1.0), Vec3::default()).unwrap();
    let samples = (0..25).collect();
    Volume::new(
        geometry,
        samples,
        Rescale {
            slope: 2.0,
            intercept: -10.0,
        },
    )
    .unwrap()
}

#[test]
fn an_ellipse_counts_the_voxels_whose_centres_it_holds() {
    // Radius 1 around (2, 2): the centre and its four neighbours, samples 7, 11, 12, 13, 17.
    let roi = ellipse_statistics(&ramp(), 0, [1.0, 1.0], [3.0, 3.0]).unwrap();
    assert_eq!((roi.count, roi.area_mm2, roi.mean), (5, 5.0, 14.0));
    // Values 4, 12, 14, 16, 24: variance (100 + 4 + 0 + 4 + 100) / 5 = 41.6.
    assert!((roi.sd - 41.6_f64.sqrt()).abs() < 1e-12);
    assert_eq!((roi.min, roi.max), (4.0, 24.0));
}

#[test]
fn regions_outside_or_without_extent_have_no_statistics() {
    assert_eq!(ellipse_statistics(&ramp(), 1, [1.0, 1.0], [3.0, 3.0]), None);
    assert_eq!(
        ellipse_statistics(&ramp(), 0, [10.0, 10.0], [12.0, 12.0]),
        None
    );
    assert_eq!(ellipse_statistics(&ramp(), 0, [1.0, 1.0], [1.0, 3.0]), None);
    assert_eq!(
        ellipse_statistics(&ramp(), 0, [f64::NAN, 1.0], [1.0, 3.0]),
        None
    );
}

#[test]
fn a_length_is_the_distance_in_the_patient() {
    assert_eq!(
        length_mm(Vec3::new(0.0, 0.0, 0.0), Vec3::new(3.0, 4.0, 12.0)),
        13.0
    );
}

#[test]
fn padding_is_no_value_of_an_ellipse() {
    let geometry = VolumeGeometry::axial([4, 4, 1], Vec3::new(0.5, 2.0, 1.0), Vec3::default());
    let samples = [100, 100, -2000, -1995].repeat(4);
    let volume = Volume::new(geometry.unwrap(), samples, Rescale::IDENTITY).unwrap();
    let volume = volume.with_padding(Some(-2000..=-1990));
    let roi = ellipse_statistics(&volume, 0, [-1.0, -1.0], [4.0, 4.0]).unwrap();
    assert_eq!(
        (roi.count, roi.area_mm2, roi.mean, roi.sd),
        (8, 8.0, 100.0, 0.0)
    );
    assert_eq!((roi.min, roi.max), (100.0, 100.0));
    // Columns 2 and 3 alone.
    assert_eq!(
        ellipse_statistics(&volume, 0, [1.5, -1.0], [3.5, 4.0]),
        None
    );
}

//! Lengths, angles, areas and values with the units that the calibration gives them.

use overread_base::VolumeGeometry;
use overread_image::Rescale;

use super::*;
use crate::annotation::tests::{FLAT, at};

/// 20 x 20 pixels of 2 mm whose value is 10 times the column; pixel (0, 0) is centred at (0, 0).
fn ramp() -> Volume {
    let geometry =
        VolumeGeometry::axial([20, 20, 1], Vec3::new(2.0, 2.0, 5.0), Vec3::default()).unwrap();
    let samples = (0..400).map(|i| i16::try_from(i % 20).unwrap()).collect();
    let rescale = Rescale {
        slope: 10.0,
        intercept: -1000.0,
    };
    Volume::new(geometry, samples, rescale).unwrap()
}

fn measured(drawing: &Drawing, calibration: Calibration) -> Measured {
    measure(drawing, &FLAT, calibration, &VolumePixels(&ramp()))
}

#[test]
fn lengths_are_named_by_their_calibration() {
    let line = Drawing::Length([at(1.0, 1.0), at(4.0, 5.0)]);
    for (calibration, unit) in [
        (Calibration::Patient, LengthUnit::Mm),
        (Calibration::Detector, LengthUnit::MmAtDetector),
        (Calibration::Unknown, LengthUnit::Pixel),
    ] {
        let expected = Length { value: 5.0, unit };
        assert_eq!(measured(&line, calibration), Measured::Length(expected));
    }
}

#[test]
fn the_greater_diameter_comes_first() {
    let drawing = Drawing::Bidirectional {
        long: [at(0.0, 0.0), at(4.0, 0.0)],
        short: [at(2.0, -3.0), at(2.0, 3.0)],
    };
    let Measured::Diameters { long, short } = measured(&drawing, Calibration::Patient) else {
        panic!("no diameters");
    };
    assert_eq!((long.value, short.value), (6.0, 4.0));
}

#[track_caller]
fn check_angle(drawing: &Drawing, expected: f64) {
    let Measured::AngleDeg(found) = measured(drawing, Calibration::Unknown) else {
        panic!("no angle");
    };
    assert!((found - expected).abs() < 1e-9, "{found}");
}

#[test]
fn angles_are_in_degrees() {
    let angle = |second| Drawing::Angle {
        first: at(5.0, 0.0),
        vertex: at(0.0, 0.0),
        second,
    };
    check_angle(&angle(at(0.0, 2.0)), 90.0);
    check_angle(&angle(at(3.0, 3.0)), 45.0);
    check_angle(&angle(at(-9.0, 0.0)), 180.0);
    check_angle(&angle(at(9.0, 0.0)), 0.0);
    check_angle(&angle(at(1.0, 3.0_f64.sqrt())), 60.0);
    assert_eq!(
        measured(&angle(at(0.0, 0.0)), Calibration::Patient),
        Measured::Nothing
    );
    let cobb = |end| Drawing::Cobb([[at(0.0, 0.0), at(5.0, 0.0)], [at(0.0, 20.0), end]]);
    check_angle(&cobb(at(3.0, 23.0)), 45.0);
    // The other way round it is the same angle.
    check_angle(&cobb(at(-3.0, 17.0)), 45.0);
    check_angle(&cobb(at(0.0, 29.0)), 90.0);
}

#[test]
fn a_rectangle_has_area_and_values() {
    // Columns 2 to 5 and rows 1 to 3: values -980, -970, -960, -950.
    let rectangle = Drawing::Rectangle {
        centre: at(7.0, 4.0),
        half_sides: [at(4.0, 0.0), at(0.0, 3.0)],
    };
    let Measured::Region(region) = measured(&rectangle, Calibration::Patient) else {
        panic!("no region");
    };
    assert!((region.area - 48.0).abs() < 1e-9);
    assert!((region.perimeter.value - 28.0).abs() < 1e-9);
    let statistics = region.statistics.unwrap();
    assert_eq!(statistics.count, 12);
    assert!((statistics.mean - -965.0).abs() < 1e-6);
    assert!((statistics.sd - 125.0_f64.sqrt()).abs() < 1e-6);
    assert!((statistics.min - -980.0).abs() < 1e-3 && (statistics.max - -950.0).abs() < 1e-3);
}

#[test]
fn an_ellipse_has_its_true_area() {
    let ellipse = Drawing::Ellipse {
        centre: at(19.0, 19.0),
        half_axes: [at(10.0, 0.0), at(0.0, 6.0)],
    };
    let Measured::Region(region) = measured(&ellipse, Calibration::Detector) else {
        panic!("no region");
    };
    assert!((region.area - std::f64::consts::PI * 60.0).abs() < 1e-9);
    assert_eq!(region.unit, LengthUnit::MmAtDetector);
    let statistics = region.statistics.unwrap();
    // Symmetrical about column 9.5.
    assert!((statistics.mean - -905.0).abs() < 1e-6, "{statistics:?}");
    assert!((statistics.area_mm2 / region.area - 1.0).abs() < 0.05);
}

#[test]
fn a_region_between_pixels_or_outside_has_no_values() {
    for centre in [at(1.0, 1.0), at(500.0, 500.0)] {
        let small = Drawing::Rectangle {
            centre,
            half_sides: [at(0.5, 0.0), at(0.0, 0.5)],
        };
        let Measured::Region(region) = measured(&small, Calibration::Patient) else {
            panic!("no region");
        };
        assert!((region.area - 1.0).abs() < 1e-9);
        assert_eq!(region.statistics, None);
    }
}

#[test]
fn a_value_is_that_of_the_pixel_or_none() {
    let value = |x, y| measured(&Drawing::Value(at(x, y)), Calibration::Patient);
    assert_eq!(value(6.0, 0.0), Measured::Value(Some(-970.0)));
    assert_eq!(value(6.9, 0.9), Measured::Value(Some(-970.0)));
    assert_eq!(value(7.1, 0.0), Measured::Value(Some(-960.0)));
    assert_eq!(value(-0.9, 0.0), Measured::Value(Some(-1000.0)));
    assert_eq!(value(-1.1, 0.0), Measured::Value(None));
    assert_eq!(value(0.0, 40.0), Measured::Value(None));
}

#[test]
fn an_arrow_measures_nothing() {
    let arrow = Drawing::Arrow {
        tip: at(0.0, 0.0),
        tail: at(5.0, 5.0),
    };
    assert_eq!(measured(&arrow, Calibration::Patient), Measured::Nothing);
}

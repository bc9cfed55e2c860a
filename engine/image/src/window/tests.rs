//! The VOI transform at its corners.

use overread_base::{Vec3, VolumeGeometry};

use super::*;
use crate::VoiTable;

#[track_caller]
fn check(window: Result<Window, WindowError>, value: f32, expected: f32) {
    let grey = window.unwrap().grey(value);
    assert!(
        (grey - expected).abs() < 1e-6,
        "grey {grey}, expected {expected}"
    );
}

#[test]
fn linear_follows_the_standards_own_example_points() {
    // PS3.3 C.11.2.1.2, note: width 4096, centre 2048 maps 0 to black and 4095 to white.
    check(Window::linear(2048.0, 4096.0), 0.0, 0.0);
    check(Window::linear(2048.0, 4096.0), 4095.0, 1.0);
    // Width 100, centre 50 maps 0 to black and 99 to white; width 2, centre 100: 99 black, 100 white.
    check(Window::linear(50.0, 100.0), 0.0, 0.0);
    check(Window::linear(50.0, 100.0), 99.0, 1.0);
    check(Window::linear(100.0, 2.0), 99.0, 0.0);
    check(Window::linear(100.0, 2.0), 100.0, 1.0);
    // Width 1 is a step: 99 black, 100 white for centre 100.
    check(Window::linear(100.0, 1.0), 99.0, 0.0);
    check(Window::linear(100.0, 1.0), 100.0, 1.0);
}

#[test]
fn exact_and_sigmoid_are_half_grey_at_their_centre() {
    check(
        Window::new(40.0, 400.0, VoiFunction::LinearExact),
        40.0,
        0.5,
    );
    check(
        Window::new(40.0, 400.0, VoiFunction::LinearExact),
        240.0,
        1.0,
    );
    check(Window::new(40.0, 400.0, VoiFunction::Sigmoid), 40.0, 0.5);
    // 1 / (1 + e^-2) by hand at centre + width / 2.
    check(
        Window::new(40.0, 400.0, VoiFunction::Sigmoid),
        240.0,
        0.880_797,
    );
}

#[test]
fn impossible_windows_are_refused_with_the_number() {
    let text = |r: Result<Window, WindowError>| r.unwrap_err().to_string();
    assert_eq!(
        text(Window::linear(0.0, 0.5)),
        "window width must be 1 or more, found 0.5"
    );
    assert_eq!(
        text(Window::new(0.0, 0.0, VoiFunction::Sigmoid)),
        "window width must be above 0, found 0"
    );
    assert_eq!(
        text(Window::linear(f32::NAN, 100.0)),
        "window centre must be finite, found NaN"
    );
    assert_eq!(
        text(Window::linear(0.0, f32::INFINITY)),
        "window width must be finite, found inf"
    );
    assert!(Window::linear(0.0, f32::NAN).is_err());
}

#[test]
fn a_drag_never_makes_a_window_impossible() {
    let window = Window::linear(40.0, 400.0).unwrap().moved(-10.0, -1000.0);
    assert_eq!((window.centre(), window.width()), (30.0, 1.0));
    assert_eq!(window.moved(f32::NAN, 0.0), window);
}

#[test]
fn the_table_agrees_with_the_formula_for_every_stored_sample() {
    let window = Window::linear(-600.0, 1500.0).unwrap();
    let rescale = Rescale {
        slope: 1.0,
        intercept: -1024.0,
    };
    let (plain, inverted) = (
        VoiLut::new(window, rescale, false),
        VoiLut::new(window, rescale, true),
    );
    for stored in i16::MIN..=i16::MAX {
        let expected = (window.grey(rescale.value(stored)) * 255.0).round();
        assert_eq!(f32::from(plain.grey(stored)), expected, "stored {stored}");
        assert_eq!(255 - plain.grey(stored), inverted.grey(stored));
    }
}

#[test]
fn number_keys_follow_the_body_part() {
    let ids = |modality, part| {
        presets_for(modality, part)
            .iter()
            .map(|p| p.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(ids("CT", Some("CHEST"))[..2], ["mediastinum", "lung"]);
    assert_eq!(ids("CT", Some("HEAD"))[..2], ["brain", "stroke"]);
    assert!(ids("DX", None).is_empty());
}

/// PS3.3 C.7.5.1.1.2: padding takes part in neither the VOI transform nor the inversion.
#[test]
fn padding_is_black_inverted_or_not() {
    let grid = VolumeGeometry::axial([2, 1, 1], Vec3::new(1.0, 1.0, 1.0), Vec3::default()).unwrap();
    let volume = Volume::new(grid, vec![-2000, 100], Rescale::IDENTITY)
        .unwrap()
        .with_padding(Some(-2000..=-1990));
    let window = Window::linear(-3000.0, 100.0).unwrap();
    for is_inverted in [false, true] {
        let lut = VoiLut::of(&volume, window, is_inverted);
        assert_eq!((lut.grey(-2000), lut.grey(-1990)), (0, 0));
        // Its neighbours are above the window: white, or black when inverted.
        let plain = if is_inverted { 0 } else { 255 };
        assert_eq!((lut.grey(-2001), lut.grey(-1989)), (plain, plain));
    }
    let inverted_low = VoiLut::of(&volume, Window::linear(0.0, 100.0).unwrap(), true);
    assert_eq!(
        (inverted_low.grey(-2000), inverted_low.grey(-2001)),
        (0, 255)
    );
    assert_eq!(volume.padding(), Some(-2000..=-1990));
    #[expect(
        clippy::reversed_empty_ranges,
        reason = "an empty range is what is tested"
    )]
    let nothing = volume.with_padding(Some(5..=4));
    assert_eq!(nothing.padding(), None);
}

#[test]
fn a_table_of_the_file_is_looked_up_after_the_rescale() {
    let table = VoiTable::new(-1000.0, &[0, 64, 128, 255], 8, String::new()).unwrap();
    let voi = Voi::Table(std::sync::Arc::new(table));
    let rescale = Rescale {
        slope: 1.0,
        intercept: -1024.0,
    };
    let (plain, inverted) = (
        VoiLut::new(&voi, rescale, false),
        VoiLut::new(&voi, rescale, true),
    );
    for (stored, grey) in [
        (i16::MIN, 0),
        (24, 0),
        (25, 64),
        (26, 128),
        (27, 255),
        (i16::MAX, 255),
    ] {
        assert_eq!(plain.grey(stored), grey, "stored {stored}");
        assert_eq!(inverted.grey(stored), 255 - grey, "stored {stored}");
    }
}

#[test]
fn a_sigmoid_table_follows_its_formula() {
    let window = Window::new(40.0, 80.0, VoiFunction::Sigmoid).unwrap();
    let lut = VoiLut::new(window, Rescale::IDENTITY, false);
    for stored in i16::MIN..=i16::MAX {
        let expected = (window.grey(f32::from(stored)) * 255.0).round();
        assert_eq!(f32::from(lut.grey(stored)), expected, "stored {stored}");
    }
}

//! Times and places in words.

use overread_base::{Millis, Vec3};

use super::{clock, place_text};
use crate::Language;
use crate::words::Words;

#[test]
fn clocks() {
    assert_eq!(clock(Millis(0)), "0:00");
    assert_eq!(clock(Millis(65_999)), "1:05");
    assert_eq!(clock(Millis(3_723_000)), "1:02:03");
}

#[test]
fn places_name_the_patients_sides() {
    let words = Words::new(Language::En);
    let on_detector = place_text(&words, Vec3::new(-34.4, 12.0, 0.0), true);
    assert_eq!(on_detector, "x -34  y 12 mm");
    assert_eq!(
        place_text(&words, Vec3::new(-34.4, 12.0, -120.0), false),
        "R 34  P 12  F 120 mm"
    );
    assert_eq!(
        place_text(&words, Vec3::new(1.0, -2.0, 3.0), false),
        "L 1  A 2  H 3 mm"
    );
}

//! Letters and mirror images.

use super::*;

#[track_caller]
fn check_letters(direction: [f64; 3], expected: &str) {
    assert_eq!(direction_letters(Vec3::from_array(direction)), expected);
}

#[test]
fn letters_name_the_strongest_directions_first() {
    check_letters([1.0, 0.0, 0.0], "L");
    check_letters([-1.0, 0.0, 0.0], "R");
    check_letters([0.0, -1.0, 0.0], "A");
    check_letters([0.0, 0.0, -1.0], "F");
    check_letters([0.1, 0.995, 0.0], "P");
    check_letters([-0.6, 0.0, 0.8], "HR");
    check_letters([0.0, 0.0, 0.0], "");
}

const LEFT: Vec3 = Vec3::new(1.0, 0.0, 0.0);
const BACK: Vec3 = Vec3::new(0.0, 1.0, 0.0);
const FEET: Vec3 = Vec3::new(0.0, 0.0, -1.0);

#[test]
fn the_customary_views_are_not_mirrored_and_their_flips_are() {
    for (right, down) in [(LEFT, BACK), (LEFT, FEET), (BACK, FEET)] {
        assert!(!mirrors_patient(right, down), "{right:?} {down:?}");
        assert!(mirrors_patient(-right, down), "{right:?} {down:?}");
        assert!(mirrors_patient(right, -down), "{right:?} {down:?}");
        // Turned by 180 degrees: unusual, but not a mirror image.
        assert!(!mirrors_patient(-right, -down), "{right:?} {down:?}");
    }
}

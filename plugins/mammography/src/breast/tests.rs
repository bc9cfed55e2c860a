//! Silhouettes by hand: what is a breast, where its nipple lies, what is refused.

use super::*;

/// 250 x 300 pixels of 0.4 mm, dark, and what `is_set` says at 100.
fn plane(is_set: impl Fn(f64, f64) -> bool) -> Plane {
    let mut plane = Plane::filled(250, 300, 0.0);
    for (idx, value) in plane.values.iter_mut().enumerate() {
        let (x, y) = (idx % 250, idx / 250);
        if is_set(x as f64 * COARSE_MM, y as f64 * COARSE_MM) {
            *value = 100.0;
        }
    }
    plane
}

/// Half an ellipse at the left border, 60 mm deep, 90 mm wide, its middle at 60 mm.
fn half_ellipse(x: f64, y: f64) -> bool {
    let (a, b) = (x / 60.0, (y - 60.0) / 45.0);
    a * a + b * b < 1.0
}

#[track_caller]
fn check_refused(found: Result<Silhouette, NoBreast>, part: &str) {
    let why = found.unwrap_err().to_string();
    assert!(why.contains(part), "{why}");
}

#[test]
fn a_breast_has_its_nipple_furthest_from_the_wall() {
    let found = silhouette(&plane(half_ellipse)).unwrap();
    assert!(!found.is_mirrored);
    // Columns below 60 mm: 149 is the last; rows about 60 mm: 150.
    assert!((found.nipple.0 - 149.0).abs() <= 1.0, "{:?}", found.nipple);
    assert!((found.nipple.1 - 150.0).abs() <= 1.0, "{:?}", found.nipple);
}

#[test]
fn a_breast_at_the_right_border_is_turned() {
    let left = silhouette(&plane(half_ellipse)).unwrap();
    let right = silhouette(&plane(half_ellipse).mirrored()).unwrap();
    assert!(right.is_mirrored);
    assert_eq!(
        (left.is_breast, left.nipple),
        (right.is_breast, right.nipple)
    );
}

#[test]
fn letters_beside_the_breast_are_not_part_of_it() {
    let with = |x: f64, y: f64| half_ellipse(x, y) || (80.0 < x && x < 90.0 && y < 10.0);
    let found = silhouette(&plane(with)).unwrap();
    assert_eq!(
        found.is_breast,
        silhouette(&plane(half_ellipse)).unwrap().is_breast
    );
}

#[test]
fn other_bodies_are_refused() {
    check_refused(silhouette(&plane(|_, _| false)), "one grey");
    // A skull in the middle of the image.
    let head = |x: f64, y: f64| (x - 50.0).hypot(y - 60.0) < 40.0;
    check_refused(silhouette(&plane(head)), "meets one border");
    // A chest from border to border, air above it.
    check_refused(silhouette(&plane(|_, y| y > 20.0)), "meets one border");
    // A finger.
    check_refused(
        silhouette(&plane(|x, y| x < 30.0 && y < 30.0)),
        "found 9 cm2",
    );
    // A body with a lung in it.
    let lung =
        |x: f64, y: f64| half_ellipse(x, y) && !(10.0 < x && x < 40.0 && 40.0 < y && y < 80.0);
    check_refused(silhouette(&plane(lung)), "without gaps");
}

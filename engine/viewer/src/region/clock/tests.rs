//! Hours and quadrants of both breasts.

use super::*;
use Quadrant::{LowerInner, LowerOuter, UpperInner, UpperOuter};

#[track_caller]
fn check(hour: u32, side: Laterality, expected: &[Quadrant]) {
    assert_eq!(
        clock_quadrants(hour, side).as_deref(),
        Some(expected),
        "{hour} {side:?}"
    );
}

#[test]
fn the_outer_side_is_at_nine_on_the_right_and_at_three_on_the_left() {
    for (hours, right, left) in [
        ([1, 2], UpperInner, UpperOuter),
        ([4, 5], LowerInner, LowerOuter),
        ([7, 8], LowerOuter, LowerInner),
        ([10, 11], UpperOuter, UpperInner),
    ] {
        for hour in hours {
            check(hour, Laterality::Right, &[right]);
            check(hour, Laterality::Left, &[left]);
        }
    }
    check(12, Laterality::Right, &[UpperOuter, UpperInner]);
    check(9, Laterality::Right, &[LowerOuter, UpperOuter]);
    check(3, Laterality::Left, &[UpperOuter, LowerOuter]);
    check(6, Laterality::Left, &[LowerOuter, LowerInner]);
}

#[test]
fn what_is_no_hour_or_no_breast_has_no_quadrant() {
    for hour in [0, 13, u32::MAX] {
        assert_eq!(clock_quadrants(hour, Laterality::Left), None);
    }
    assert_eq!(clock_quadrants(3, Laterality::Midline), None);
    assert_eq!(clock_quadrants(3, Laterality::Bilateral), None);
}

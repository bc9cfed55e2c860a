//! Up and down on scales, to their ends.

use overread_base::Category;

use super::{at_share, rank, stepped};

fn category(scale: &str, value: &str) -> Category {
    Category {
        scale: scale.to_owned(),
        value: value.to_owned(),
    }
}

#[track_caller]
fn check(scale: &str, from: &str, steps: isize, expected: Option<&str>) {
    let found = stepped(&category(scale, from), steps);
    assert_eq!(found.as_ref().map(|to| to.value.as_str()), expected);
}

#[test]
fn levels_are_stepped_in_the_order_of_their_scale() {
    check("lung-rads-v2022", "3", 1, Some("4A"));
    check("lung-rads-v2022", "4A", -2, Some("2"));
    check("lung-rads-v2022", "4X", 1, None);
    check("lung-rads-v1.1", "4A", 1, Some("4B"));
    check("bi-rads-5", "4C", 1, Some("5"));
    check("genant-1993", "0", 1, Some("0.5"));
}

/// The 0 of a reporting system means that it is not rated yet.
#[test]
fn not_rated_is_no_level() {
    check("lung-rads-v2022", "1", -1, None);
    check("lung-rads-v2022", "0", 1, None);
    assert_eq!(rank(&category("lung-rads-v2022", "2")), Some(1));
}

#[test]
fn scales_without_a_known_order_step_by_whole_numbers_only() {
    check("own-scale", "3", 1, Some("4"));
    check("own-scale", "3", -1, Some("2"));
    check("own-scale", "1", -1, None);
    check("own-scale", "high", 1, None);
    check("lung-lobes-v1", "rul", 1, None);
}

#[test]
fn a_share_of_a_scale_is_a_level_of_it() {
    let at = |share| at_share(&category("lung-rads-v2022", "3"), share).value;
    assert_eq!(at(0.2), "2");
    assert_eq!(at(0.4), "3");
    assert_eq!(at(0.8), "4B");
    assert_eq!(at_share(&category("own-scale", "high"), 0.5).value, "high");
}

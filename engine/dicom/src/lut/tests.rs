//! Tables in segments, against expansions by hand (PS3.3 C.7.9.2), and broken ones.

use super::*;

#[track_caller]
fn check(codes: &[u16], is_narrow: bool, expected: Option<&[u16]>) {
    assert_eq!(expand(codes, is_narrow, 300).as_deref(), expected);
}

#[test]
fn segments_expand() {
    check(&[0, 3, 1, 2, 9], false, Some(&[1, 2, 9]));
    // Linear: from the last value to the end in even steps; down as well as up; level.
    check(&[0, 1, 0, 1, 4, 100], false, Some(&[0, 25, 50, 75, 100]));
    check(&[0, 1, 100, 1, 2, 0], false, Some(&[100, 50, 0]));
    check(&[0, 1, 7, 1, 3, 7], false, Some(&[7, 7, 7, 7]));
    // Indirect: the first two segments once more.
    check(
        &[0, 1, 0, 1, 2, 10, 2, 2, 0, 0],
        false,
        Some(&[0, 5, 10, 0, 5, 10]),
    );
    check(
        &[0, 1, 0, 1, 2, 10, 2, 2, 0, 0, 0, 0],
        true,
        Some(&[0, 5, 10, 0, 5, 10]),
    );
    // A zero at the end is padding.
    check(&[0, 1, 5, 0], false, Some(&[5]));
}

#[test]
fn broken_segments_are_refused() {
    for codes in [
        &[1, 4, 100][..],
        &[0, 5, 1],
        &[3, 1, 1],
        &[0, 1, 5, 1, 4],
        &[0, 1, 5, 2, 1, 3, 0],
        &[0, 1, 5, 2, 1, 60_000, 9],
    ] {
        check(codes, false, None);
    }
}

#[test]
fn an_expansion_is_bounded() {
    // Two segments of 65,535 repeated 65,535 times would be 8 GB.
    let codes = [0, 1, 0, 1, 65_535, 65_535, 2, 65_535, 0, 0];
    let entries = expand(&codes, false, MAX_ENTRIES).unwrap();
    assert_eq!(entries.len(), MAX_ENTRIES);
}

#[test]
fn values_outside_a_table_take_its_ends() {
    let lut = Lut {
        first: -5,
        bits: 8,
        entries: vec![1, 2, 3],
    };
    for (value, entry) in [
        (i32::MIN, 1),
        (-6, 1),
        (-5, 1),
        (-4, 2),
        (-3, 3),
        (i32::MAX, 3),
    ] {
        assert_eq!(lut.entry(value), entry);
    }
}

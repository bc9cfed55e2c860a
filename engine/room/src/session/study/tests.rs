//! Ages and dates of DICOM as people read them; texts that are neither stay as they are.

use super::*;

#[test]
fn ages_lose_their_zeros() {
    for (age, expected) in [
        ("062Y", "62Y"),
        ("006M", "6M"),
        ("100Y", "100Y"),
        ("Y", "Y"),
        ("", ""),
        ("old", "old"),
    ] {
        assert_eq!(readable_age(age), expected);
    }
}

#[test]
fn dates_get_their_dashes() {
    for (date, expected) in [
        ("20261125", "2026-11-25"),
        ("2026.11.25", "2026.11.25"),
        ("", ""),
        ("2026112x", "2026112x"),
    ] {
        assert_eq!(readable_date(date), expected);
    }
}

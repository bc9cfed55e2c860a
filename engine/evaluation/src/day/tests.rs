//! Days that are, and days that are not.

use super::day_of;

#[track_caller]
fn check(text: &str, expected: Option<&str>) {
    assert_eq!(day_of(text).as_deref(), expected, "{text:?}");
}

#[test]
fn days_have_one_form() {
    check("2026-02-28", Some("2026-02-28"));
    check("20240229", Some("2024-02-29"));
    check("2000-02-29", Some("2000-02-29"));
    check("1999-12-31", Some("1999-12-31"));
}

#[test]
fn other_texts_are_none() {
    for text in [
        "",
        "2026",
        "2026-2-1",
        "2026-02-29",
        "1900-02-29",
        "2026-13-01",
        "2026-00-10",
        "2026-04-31",
        "0000-01-01",
        "2026/02/01",
        "20260x01",
        "-2026-02-1",
        "２０２６０１０１",
        "2026-01-0 ",
    ] {
        check(text, None);
    }
}

//! Ages as DICOM writes them.

use super::years_of;

#[test]
fn ages_become_whole_years() {
    for (age, expected) in [
        ("063Y", Some(63)),
        (" 018M ", Some(1)),
        ("100W", Some(1)),
        ("400D", Some(1)),
        ("63", None),
        ("Y", None),
        ("", None),
        ("06ЗY", None),
        ("12Я", None),
    ] {
        assert_eq!(years_of(age), expected, "{age:?}");
    }
}

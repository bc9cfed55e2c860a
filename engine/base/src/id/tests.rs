//! Which texts are identifiers.

use super::*;

#[track_caller]
fn check_case(text: &str, expected: Result<(), IdError>) {
    assert_eq!(CaseId::new(text).map(|_| ()), expected, "{text:?}");
}

#[test]
fn ids_hold_words_and_uids_and_nothing_else() {
    let kind = "case id";
    check_case("nodule-01", Ok(()));
    check_case("1.2.840.10008.1.2", Ok(()));
    check_case("очаг_3", Ok(()));
    check_case("", Err(IdError::Empty { kind }));
    check_case("a b", Err(IdError::Character { kind, found: ' ' }));
    check_case("../x", Err(IdError::Character { kind, found: '/' }));
    check_case(
        "a\u{1b}",
        Err(IdError::Character {
            kind,
            found: '\u{1b}',
        }),
    );
    check_case(&"x".repeat(129), Err(IdError::TooLong { kind, found: 129 }));
}

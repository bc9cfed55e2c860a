//! Lines of both versions are read, and what is no row is named with its line.

use super::*;
use crate::figures::tests::row;

#[test]
fn a_row_comes_back_from_its_line() {
    let mut full = row("a", true, 0.9);
    full.defects = vec![Defect::Late, Defect::WrongSeries];
    full.refusal = Some(Refusal::MissingSeries);
    full.unstated = vec!["SCT:2".to_owned()];
    full.date = Some("2026-03-01".to_owned());
    full.status = Status::NotOpened;
    let text = format!(
        "{}\n{}\n",
        full.to_line().unwrap(),
        row("b", false, 0.1).to_line().unwrap()
    );
    assert_eq!(Row::read_all(&text).unwrap(), [full, row("b", false, 0.1)]);
}

#[test]
fn lines_of_version_1_are_read() {
    let line = row("a", true, 0.9).to_line().unwrap();
    let old = line.replace("\"schema\":2", "\"schema\":1");
    assert_ne!(line, old);
    assert_eq!(Row::read_all(&format!("{old}\n")).unwrap()[0].schema, 1);
}

#[test]
fn another_version_and_other_text_are_named_with_their_line() {
    let line = row("a", true, 0.9).to_line().unwrap();
    let check = |second: &str, expected: &str| {
        let error = Row::read_all(&format!("{line}\n{second}\n")).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    };
    check(
        &line.replace("\"schema\":2", "\"schema\":3"),
        "line 2: expected schema 1 to 2, found 3",
    );
    check("nothing", "line 2: ");
}

#[test]
fn presence_is_known_where_it_is_stated() {
    let mut some = row("a", false, 0.1);
    assert_eq!((some.is_present(), some.is_located()), (Some(false), true));
    some.unstated = vec!["SCT:1".to_owned()];
    assert_eq!((some.is_present(), some.is_located()), (None, false));
    some.present = vec!["SCT:2".to_owned()];
    assert_eq!((some.is_present(), some.is_located()), (Some(true), false));
    some.seconds = Some(2.0);
    some.opening_seconds = Some(1.5);
    assert_eq!(some.total_seconds(), Some(3.5));
    some.seconds = None;
    assert_eq!(some.total_seconds(), None);
}

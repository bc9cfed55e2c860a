//! What is opened when readers go from case to case faster than their images come.

use overread_scenario::Scenario;
use overread_testkit::{Reading, TinyCase, TinyCt, scenario_text};

use super::*;

fn start() -> (CaseOpener, Scenario, tempfile::TempDir) {
    let studies = tempfile::tempdir().unwrap();
    for (number, name) in [(1, "one"), (2, "two")] {
        TinyCt::numbered(number)
            .write(&studies.path().join(name))
            .unwrap();
    }
    let cases = [
        TinyCase::dicom("a", "one", None),
        TinyCase::dicom("b", "two", None),
        TinyCase::dicom("c", "none", None),
    ];
    let (scenario, found) = overread_scenario::check(&scenario_text(Reading::Unaided, &cases));
    let scenario = scenario.unwrap_or_else(|| panic!("{:?}", found.all()));
    let cache = Arc::new(ImageCache::with_budget(u64::MAX));
    let opener = CaseOpener::start(studies.path().to_owned(), cache).unwrap();
    (opener, scenario, studies)
}

#[track_caller]
fn check_opened(opened: Option<Opened>, case: &str, is_there: bool) {
    let opened = opened.expect("an answer");
    assert_eq!(opened.case.as_str(), case);
    assert_eq!(opened.images.is_ok(), is_there, "{:?}", opened.images.err());
}

#[test]
fn a_case_opens_and_one_that_cannot_says_so() {
    let (mut opener, scenario, _studies) = start();
    opener.open(&scenario.cases[0]).unwrap();
    check_opened(opener.wait(), "a", true);
    opener.open(&scenario.cases[2]).unwrap();
    check_opened(opener.wait(), "c", false);
    assert!(opener.wait().is_none());
    assert!(opener.poll().is_none());
}

#[test]
fn of_cases_left_on_the_way_nothing_is_heard_even_if_they_are_opened_again() {
    let (mut opener, scenario, _studies) = start();
    let [a, b] = [&scenario.cases[0], &scenario.cases[1]];
    let given_up = opener.open(a).unwrap();
    opener.open(b).unwrap();
    assert!(given_up.is_cancelled());
    let last = opener.open(a).unwrap();
    assert!(!last.is_cancelled());
    check_opened(opener.wait(), "a", true);
    assert!(opener.wait().is_none());
}

#[test]
fn a_case_prepared_ahead_is_waited_for_where_it_is_and_at_hand_afterwards() {
    let (mut opener, scenario, _studies) = start();
    let b = &scenario.cases[1];
    opener.prepare(b).unwrap();
    opener.prepare(b).unwrap();
    let progress = opener.open(b).unwrap();
    assert_eq!(progress.threads(), usize::MAX);
    check_opened(opener.wait(), "b", true);
    assert!(opener.cache().holds(b, opener.studies()));
    // At hand: nothing is begun.
    opener.prepare(b).unwrap();
    assert!(opener.next.is_none());
}

#[test]
fn another_case_than_the_prepared_one_ends_the_preparation() {
    let (mut opener, scenario, _studies) = start();
    opener.prepare(&scenario.cases[1]).unwrap();
    let prepared = opener.next.as_ref().unwrap().progress.clone();
    opener.open(&scenario.cases[0]).unwrap();
    assert!(prepared.is_cancelled());
    check_opened(opener.wait(), "a", true);
}

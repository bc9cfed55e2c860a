//! Reads find their cells; what cannot be used is left out and counted.

use overread_exam::ReadPhase;
use overread_scenario::ReadingMode;

use super::natural::compare;
use super::{Condition, LeftOut, Study};
use crate::analysis::tests::{read, small};

#[test]
fn names_with_numbers_stand_in_their_order() {
    let mut names = [
        "reader-10",
        "reader-2",
        "Ärztin",
        "reader-02",
        "reader-1",
        "",
        "10",
        "9",
    ];
    names.sort_by(|a, b| compare(a, b));
    let expected = [
        "",
        "9",
        "10",
        "reader-1",
        "reader-02",
        "reader-2",
        "reader-10",
        "Ärztin",
    ];
    assert_eq!(names, expected);
    // Longer than any number type.
    assert!(
        compare(
            "c99999999999999999999999999",
            "c100000000000000000000000000"
        )
        .is_lt()
    );
}

#[test]
fn the_earliest_of_two_reads_counts() {
    let mut late = read("reader-1", "a1", ReadPhase::First, true, 1.0);
    late.started_unix_s = 2;
    let mut reads = vec![late];
    reads.extend(small());
    let study = Study::of(reads);
    assert_eq!(study.left_out().get(&LeftOut::SecondRead), Some(&1));
    let (_, first) = study.of_reader(0, 0).next().unwrap();
    assert_eq!(first.rating, Some(60.0));
}

#[test]
fn a_case_of_two_truths_has_none() {
    let mut reads = small();
    reads[0].truth = Some(false);
    let study = Study::of(reads);
    assert_eq!(study.left_out().get(&LeftOut::TruthDiffers), Some(&1));
    assert_eq!(study.left_out().get(&LeftOut::NoTruth), Some(&4));
    assert_eq!(study.truth(0), None);
    assert_eq!(study.truth(1), Some(true));
}

#[test]
fn numbers_that_are_none_are_taken_out() {
    let mut reads = small();
    reads[0].rating = Some(f64::NAN);
    reads[1].time_ms = Some(f64::INFINITY);
    let study = Study::of(reads);
    assert_eq!(study.left_out().get(&LeftOut::NotFinite), Some(&2));
}

#[test]
fn cases_of_two_scenarios_are_told_apart() {
    let mut reads = small();
    for read in &mut reads {
        if read.reader == "reader-2" {
            read.scenario = "other.set".to_owned();
        }
    }
    let study = Study::of(reads);
    assert_eq!(study.cases().len(), 8);
    assert_eq!(study.cases()[0].id, "other.set/a1");
}

#[test]
fn a_first_answer_is_aided_where_the_result_is_on_screen_from_the_start() {
    for mode in ReadingMode::ALL {
        let is_aided = |phase| Condition { mode, phase }.is_aided();
        assert_eq!(is_aided(ReadPhase::Final), mode != ReadingMode::Unaided);
        // Of the modes that keep a first answer, this one alone shows the result before it.
        if mode == ReadingMode::AiFirstReader {
            assert!(is_aided(ReadPhase::First));
        }
        let is_before = matches!(
            mode,
            ReadingMode::Unaided
                | ReadingMode::Sequential
                | ReadingMode::OnRequest
                | ReadingMode::AiSecondReader
        );
        if is_before {
            assert!(!is_aided(ReadPhase::First), "{mode:?}");
        }
    }
}

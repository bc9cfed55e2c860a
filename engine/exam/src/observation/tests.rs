//! The rows of small sessions: what is first and final, on and off lesions.

use std::collections::BTreeMap;

use overread_base::FindingId;
use overread_scenario::{AiErrorKind, ErrorSeverity, ReadingMode};

use super::*;
use crate::fixture::{Sitting, result, truths};
use crate::{Command, FindingVerdict};

fn verdict(finding: &FindingId, verdict: FindingVerdict) -> Command {
    Command::GiveVerdict {
        finding: finding.clone(),
        verdict,
        note: None,
    }
}

#[test]
fn a_session_gives_one_row_a_case_and_read_with_marks_on_and_off_lesions() {
    let mut sitting = Sitting::new(ReadingMode::Sequential);
    // Lesions at 0 and 40 mm; the reader marks 1 mm (a hit) and 80 mm (none), the service 40 mm (a hit) and 120 mm.
    sitting.read_up_to_reveal("c1", &[1.0, 80.0], 60, result(&[40.0, 120.0], 0.9));
    let findings: Vec<FindingId> = {
        let view = sitting.session.view(sitting.now);
        let Some(crate::CaseView {
            ai: crate::AiView::Revealed(ai),
            ..
        }) = view.case
        else {
            panic!("no result on screen");
        };
        ai.findings
            .iter()
            .map(|row| row.finding.id.clone())
            .collect()
    };
    sitting.done(verdict(&findings[0], FindingVerdict::Accepted));
    sitting.done(verdict(&findings[1], FindingVerdict::Rejected));
    sitting.done(Command::RateCase(80));
    sitting.write_report();
    sitting.done(Command::Sign);

    let truths = truths(&[("c1", &[0.0, 40.0])]);
    let rows = sitting.session.observations(&truths);
    let [first, last] = &rows[..] else {
        panic!("expected two rows, found {}", rows.len());
    };

    assert_eq!(
        (first.phase, first.rating, first.truth),
        (ReadPhase::First, Some(60), Some(true))
    );
    assert_eq!(first.call, Some(Call::Positive));
    let hits = |row: &Observation| {
        let hit = |mark: &ObservedMark| mark.lesion.as_ref().map(|id| id.as_str().to_owned());
        row.marks.iter().map(hit).collect::<Vec<_>>()
    };
    assert_eq!(hits(first), [Some("l0".to_owned()), None]);
    assert_eq!(
        first
            .missed
            .iter()
            .map(LesionId::as_str)
            .collect::<Vec<_>>(),
        ["l1"]
    );
    assert!(
        first.ai.is_none(),
        "the first answer was given without the service"
    );

    assert_eq!((last.phase, last.rating), (ReadPhase::Final, Some(80)));
    // The accepted finding stands first and carries the case rating; the rejected one is gone.
    assert_eq!(
        hits(last),
        [Some("l1".to_owned()), Some("l0".to_owned()), None]
    );
    assert_eq!(last.marks[0].rating, 80);
    assert!(last.missed.is_empty());
    let said = last.ai.as_ref().unwrap();
    assert_eq!(
        (said.outcome, said.call, said.n_findings),
        (AiOutcome::Done, Some(Call::Positive), 2)
    );
    // A second an act: opened, two marks, rated, locked; then the result, two verdicts, rated, report, signed.
    assert_eq!(first.time.map(|time| time.0), Some(4_000));
    assert_eq!(last.time.map(|time| time.0), Some(10_000));
}

/// Rates and locks the open case.
fn lock(sitting: &mut Sitting, rating: u8) {
    sitting.done(Command::RateCase(rating));
    sitting.done(Command::LockFirstRead);
}

fn sign(sitting: &mut Sitting) {
    sitting.write_report();
    sitting.done(Command::Sign);
}

#[test]
fn a_first_answer_with_the_result_on_screen_says_what_the_service_had_said() {
    let mut sitting = Sitting::new(ReadingMode::AiFirstReader);
    sitting.done(Command::NextCase);
    sitting.arrives("c1", result(&[40.0], 0.9)).unwrap();
    lock(&mut sitting, 60);
    sign(&mut sitting);
    let planted = PlantRecord {
        kind: AiErrorKind::FpArtefact,
        severity: ErrorSeverity::Minor,
        findings: Vec::new(),
        places: Vec::new(),
        told: Vec::new(),
        is_void: false,
    };
    sitting.done(Command::TellPlanted {
        case: crate::fixture::case("c1"),
        record: Box::new(planted.clone()),
    });

    let rows = sitting
        .session
        .observations(&truths(&[("c1", &[0.0, 40.0])]));
    let [first, last] = &rows[..] else {
        panic!("expected two rows, found {}", rows.len());
    };
    assert_eq!(first.phase, ReadPhase::First);
    let said = first.ai.as_ref().unwrap();
    assert_eq!(
        (said.outcome, said.call, said.n_findings),
        (AiOutcome::Done, Some(Call::Positive), 1)
    );
    assert_eq!(first.planted, Some(planted));
    assert_eq!(
        (&last.ai, &last.planted),
        (&first.ai, &first.planted),
        "both answers were given beside the same result"
    );
}

#[test]
fn a_result_that_came_after_the_lock_was_not_on_screen_for_the_first_answer() {
    let mut sitting = Sitting::new(ReadingMode::AiFirstReader);
    sitting.done(Command::NextCase);
    lock(&mut sitting, 60);
    sitting.arrives("c1", result(&[40.0], 0.9)).unwrap();
    sign(&mut sitting);
    let rows = sitting.session.observations(&truths(&[("c1", &[40.0])]));
    assert!(rows[0].ai.is_none() && rows[1].ai.is_some());
}

#[test]
fn a_result_that_the_lock_itself_brought_on_screen_was_not_there_before() {
    for mode in [ReadingMode::Sequential, ReadingMode::AiSecondReader] {
        let mut sitting = Sitting::new(mode);
        sitting.done(Command::NextCase);
        // It lies ready and is revealed with the lock, at the very same millisecond.
        sitting.arrives("c1", result(&[40.0], 0.9)).unwrap();
        lock(&mut sitting, 20);
        let rows = sitting.session.observations(&truths(&[("c1", &[40.0])]));
        assert_eq!((rows.len(), rows[0].phase), (1, ReadPhase::First));
        assert!(rows[0].ai.is_none(), "{mode:?}");
    }
}

#[test]
fn an_open_case_has_no_final_row_and_a_case_without_truth_says_so() {
    let mut sitting = Sitting::new(ReadingMode::Sequential);
    sitting.read_up_to_reveal("c1", &[1.0], 20, result(&[], 0.1));
    let rows = sitting.session.observations(&BTreeMap::new());
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].phase, rows[0].truth), (ReadPhase::First, None));
    assert_eq!(rows[0].call, Some(Call::Negative));
    assert!(rows[0].missed.is_empty(), "nothing is known to be missed");
}

#[test]
fn what_was_never_shown_was_not_missed() {
    let mut sitting = Sitting::new(ReadingMode::Sequential);
    sitting.done(Command::NextCase);
    let case = sitting.session.open_case().cloned().unwrap();
    sitting.done(Command::ImagesFailed {
        case: case.clone(),
        reason: "no such folder".to_owned(),
    });
    sitting.done(Command::Sign);
    let truths = truths(&[(case.as_str(), &[0.0, 40.0])]);
    assert_eq!(sitting.session.observations(&truths), []);
}

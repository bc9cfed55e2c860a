//! Cells and weeks of a few cases, counted by hand.

use overread_base::CaseId;

use super::*;

fn read(at_unix_s: u64, case: &str, ai: AiState, is_right: bool, seconds: f64) -> LearnerEvent {
    LearnerEvent {
        at_unix_s,
        act: LearnerAct::CaseRead(CaseRecord {
            session: "s1".to_owned(),
            case: CaseId::new(case).unwrap(),
            area: Some(PhantomKind::HeadCt),
            task: "haemorrhage".to_owned(),
            ai,
            was_right_alone: None,
            is_right,
            seconds: Some(seconds),
            n_hints: 0,
        }),
    }
}

#[test]
fn cells_count_cases_by_what_the_ai_did() {
    let mut events: Vec<LearnerEvent> = (0..5_u32)
        .map(|n| {
            let case = format!("missed-{n}");
            read(0, &case, AiState::FalseNegative, n < 2, 60.0 + f64::from(n))
        })
        .collect();
    events.push(read(0, "right", AiState::Right, true, 20.0));
    // The same case of the same session again: its last record counts.
    events.push(read(0, "missed-4", AiState::FalseNegative, true, 99.0));
    let map = Competencies::of(&events);
    let cells: Vec<(AiState, u64, u64)> = map
        .cells()
        .map(|(key, cell)| (key.ai, cell.n, cell.n_right))
        .collect();
    assert_eq!(
        cells,
        [(AiState::Right, 1, 1), (AiState::FalseNegative, 5, 3)]
    );
    let (_, cell) = map.cells().nth(1).unwrap();
    let right = cell.right.as_ref().unwrap();
    // Wilson, 3 of 5: 0.2307 to 0.8824.
    assert!((right.lower - 0.2307).abs() < 1e-4, "{right:?}");
    assert!((right.upper - 0.8824).abs() < 1e-4, "{right:?}");
    assert_eq!(cell.median_seconds, Ok(62.0));
    let weak: Vec<AiState> = map.weak().iter().map(|key| key.ai).collect();
    assert_eq!(weak, [AiState::FalseNegative]);
}

const DAY_S: u64 = 86_400;

/// Four cases of a block, read on a day under one state of the AI.
fn block(scenario: &str, day: u64, ai: AiState, is_right: bool) -> Vec<LearnerEvent> {
    let at_unix_s = 1_795_651_200 + day * DAY_S;
    let mut events: Vec<LearnerEvent> = ["a", "b", "c", "d"]
        .into_iter()
        .map(|case| read(at_unix_s, case, ai, is_right, 30.0))
        .collect();
    for event in &mut events {
        if let LearnerAct::CaseRead(record) = &mut event.act {
            record.session = format!("{scenario}-{at_unix_s}-0badcafe");
        }
    }
    events
}

/// State, cases and right ones of each cell.
#[track_caller]
fn check(blocks: &[Vec<LearnerEvent>], expected: &[(AiState, u64, u64)]) {
    let map = Competencies::of(blocks.iter().flatten());
    let found: Vec<(AiState, u64, u64)> = map
        .cells()
        .map(|(key, cell)| (key.ai, cell.n, cell.n_right))
        .collect();
    assert_eq!(found, expected);
}

/// The fault: a block that was read twice counted twice, and the interval shrank on what was remembered.
#[test]
fn a_case_of_a_block_that_is_read_again_is_no_new_evidence() {
    let ai = AiState::FalseNegative;
    let first = || block("course-m6.class-a", 0, ai, false);
    let on = |day| block("course-m6.class-a", day, ai, true);
    check(&[first(), on(1)], &[(ai, 4, 0)]);
    // The order of the log is not that of the readings.
    check(&[on(1), first()], &[(ai, 4, 0)]);
    // What was planted may differ from session to session, the patient does not.
    let other = block("course-m6.class-a", 1, AiState::Right, true);
    check(&[first(), other], &[(ai, 4, 0)]);
    // The same ids in another block are other cases.
    let elsewhere = block("course-m6.class-b", 1, ai, true);
    check(&[first(), elsewhere], &[(ai, 8, 4)]);
}

#[test]
fn a_block_that_was_let_alone_for_four_weeks_is_evidence_again() {
    let ai = AiState::FalseNegative;
    let on = |day, is_right| block("course-m6.class-a", day, ai, is_right);
    check(&[on(0, false), on(27, true)], &[(ai, 4, 0)]);
    check(&[on(0, false), on(28, true)], &[(ai, 8, 4)]);
    // Whoever reads it in between remembers it from there on.
    check(&[on(0, false), on(20, true), on(40, true)], &[(ai, 4, 0)]);
    check(&[on(0, false), on(20, true), on(48, true)], &[(ai, 8, 4)]);
    // So a weak cell is overcome by its own block too.
    let months = [on(0, false), on(28, true), on(56, true), on(84, true)];
    let map = Competencies::of(months.iter().flatten());
    assert_eq!(map.weak().len(), 0);
    assert_eq!(Competencies::of(&months[0]).weak().len(), 1);
}

/// Practice sets of an area share scenario and case ids, and have other patients each time.
#[test]
fn a_new_practice_set_is_new_evidence() {
    let set = |day| {
        let mut events = block("practice.head-ct", day, AiState::Right, true);
        for event in &mut events {
            if let LearnerAct::CaseRead(record) = &mut event.act {
                record.task = crate::PRACTICE_TASK.to_owned();
            }
        }
        events
    };
    check(&[set(0), set(1)], &[(AiState::Right, 8, 8)]);
}

#[test]
fn nobody_who_read_nothing_is_called_weak() {
    let map = Competencies::of(&[]);
    assert_eq!(map.cells().count(), 0);
    assert!(map.weak().is_empty());
}

/// A case that was read with a hint is counted as such and moves no share.
#[test]
fn what_was_read_with_a_hint_is_not_what_is_done_alone() {
    let mut hinted = read(0, "b", AiState::Right, true, 5.0);
    if let LearnerAct::CaseRead(record) = &mut hinted.act {
        record.n_hints = 2;
    }
    let map = Competencies::of(&[read(0, "a", AiState::Right, false, 9.0), hinted.clone()]);
    let (_, cell) = map.cells().next().unwrap();
    assert_eq!((cell.n, cell.n_right, cell.n_hinted), (1, 0, 1));
    assert_eq!(cell.median_seconds, Ok(9.0));
    let only = Competencies::of(&[hinted]);
    let (_, cell) = only.cells().next().unwrap();
    assert_eq!((cell.n, cell.n_hinted), (0, 1));
    assert!(cell.right.is_err(), "of no case nothing is said");
    assert!(only.weak().is_empty());
}

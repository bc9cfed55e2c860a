//! Weeks of a few cases, counted by hand.

use overread_base::{CaseId, PhantomKind};

use super::*;
use crate::event::LearnerAct;

fn read(at_unix_s: u64, case: &str, ai: AiState, alone: Option<bool>, last: bool) -> LearnerEvent {
    LearnerEvent {
        at_unix_s,
        act: LearnerAct::CaseRead(CaseRecord {
            session: "s1".to_owned(),
            case: CaseId::new(case).unwrap(),
            area: Some(PhantomKind::HeadCt),
            task: "haemorrhage".to_owned(),
            ai,
            was_right_alone: alone,
            is_right: last,
            seconds: Some(60.0),
            n_hints: 0,
        }),
    }
}

#[test]
fn weeks_begin_on_monday() {
    // 2026-11-26 was a Thursday; the Monday before it began at 1 795 392 000.
    let thursday = 1_795_651_200;
    let sunday = thursday + 3 * 86_400;
    let monday = sunday + 86_400;
    let events = [
        read(thursday, "a", AiState::Right, None, true),
        read(sunday, "b", AiState::Right, None, false),
        read(monday, "c", AiState::Right, None, true),
    ];
    let found: Vec<(u64, u64, u64)> = weeks(&events)
        .iter()
        .map(|week| (week.starts_unix_s, week.cell.n, week.cell.n_right))
        .collect();
    assert_eq!(
        found,
        [(1_795_392_000, 2, 1), (1_795_392_000 + WEEK_S, 1, 1)]
    );
    assert!(weeks(&[]).is_empty());
}

#[test]
fn reliance_is_what_was_gained_from_right_advice_and_lost_to_wrong() {
    let mut hinted = read(0, "h", AiState::FalseNegative, Some(true), false);
    if let LearnerAct::CaseRead(record) = &mut hinted.act {
        record.n_hints = 1;
    }
    let events = [
        // Wrong alone, right advice: one taken, one not.
        read(0, "a", AiState::Right, Some(false), true),
        read(0, "b", AiState::Right, Some(false), false),
        // Right alone, wrong advice: misled by one of three.
        read(0, "c", AiState::FalseNegative, Some(true), false),
        read(0, "d", AiState::FalsePositive, Some(true), true),
        read(0, "e", AiState::OtherError, Some(true), true),
        // No advice, no answer alone, or help: nothing to be relied upon.
        read(0, "f", AiState::Defect, Some(true), false),
        read(0, "g", AiState::FalseNegative, None, false),
        hinted,
        // The first case once more: its last record counts.
        read(1, "a", AiState::Right, Some(false), true),
    ];
    let weeks = weeks(&events);
    let [week] = &weeks[..] else {
        panic!("one week")
    };
    let reliance = &week.reliance;
    assert_eq!((reliance.n_to_gain, reliance.n_to_lose), (2, 3));
    assert!((reliance.gained.as_ref().unwrap().value - 0.5).abs() < 1e-12);
    assert!((reliance.misled.as_ref().unwrap().value - 1.0 / 3.0).abs() < 1e-12);
    assert_eq!((week.cell.n, week.cell.n_hinted), (7, 1));
}

#[test]
fn without_an_opportunity_no_share_is_given() {
    let weeks = weeks(&[read(0, "a", AiState::Without, Some(true), true)]);
    assert!(weeks[0].reliance.gained.is_err() && weeks[0].reliance.misled.is_err());
}

/// What is remembered of a block moves neither the share of a later week nor that of its own.
#[test]
fn a_case_that_is_read_again_counts_in_the_week_of_its_first_reading() {
    let on = |at_unix_s: u64, is_right| {
        let mut event = read(at_unix_s, "a", AiState::Right, Some(false), is_right);
        if let LearnerAct::CaseRead(record) = &mut event.act {
            record.session = format!("course-m7.block-one-{at_unix_s}-0badcafe");
        }
        event
    };
    let thursday = 1_795_651_200;
    let events = [
        on(thursday, false),
        on(thursday + 3600, true),
        on(thursday + WEEK_S, true),
        // Four weeks after it was read last.
        on(thursday + 5 * WEEK_S, true),
    ];
    let found: Vec<(u64, u64, u64)> = weeks(&events)
        .iter()
        .map(|week| (week.starts_unix_s, week.cell.n, week.reliance.n_to_gain))
        .collect();
    let monday = 1_795_392_000;
    assert_eq!(found, [(monday, 1, 1), (monday + 5 * WEEK_S, 1, 1)]);
}

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

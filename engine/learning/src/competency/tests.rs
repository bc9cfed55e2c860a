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
fn weeks_begin_on_monday() {
    // 2026-11-26 was a Thursday; the Monday before it began at 1 795 392 000.
    let thursday = 1_795_651_200;
    let sunday = thursday + 3 * 86_400;
    let monday = sunday + 86_400;
    let events = [
        read(thursday, "a", AiState::Right, true, 1.0),
        read(sunday, "b", AiState::Right, false, 3.0),
        read(monday, "c", AiState::Right, true, 5.0),
    ];
    let weeks = weeks(&events);
    let found: Vec<(u64, u64, u64)> = weeks
        .iter()
        .map(|week| (week.starts_unix_s, week.cell.n, week.cell.n_right))
        .collect();
    assert_eq!(
        found,
        [(1_795_392_000, 2, 1), (1_795_392_000 + WEEK_S, 1, 1)]
    );
}

#[test]
fn nobody_who_read_nothing_is_called_weak() {
    let map = Competencies::of(&[]);
    assert_eq!(map.cells().count(), 0);
    assert!(map.weak().is_empty());
    assert!(weeks(&[]).is_empty());
}

//! Rows are balanced, readers meet each case once, and early returns are refused.

use std::collections::BTreeMap;

use overread_testkit::{Reading, TinyCase, scenario_text};

use super::*;
use crate::sitting::history::tests::earlier;

fn scenario(n_cases: usize) -> Scenario {
    let cases: Vec<TinyCase> = (0..n_cases)
        .map(|n| {
            let lesion: &[[f64; 4]] = if n % 2 == 0 {
                &[[20.0, 20.0, 20.0, 4.0]]
            } else {
                &[]
            };
            TinyCase::dicom(&format!("c{n:02}"), "one", Some(lesion))
        })
        .collect();
    let text = scenario_text(Reading::Unaided, &cases);
    overread_scenario::check(&text).0.unwrap()
}

fn spec(n_arms: usize) -> Crossover {
    Crossover {
        arms: ReadingMode::ALL[..n_arms].to_vec(),
        washout_days: 28,
    }
}

fn reader(name: &str) -> ReaderId {
    ReaderId::new(name).unwrap()
}

#[test]
fn every_arm_comes_once_in_each_row_and_equally_often_in_each_period_and_after_each_other() {
    for n in 2..=6 {
        let rows = williams(n);
        assert_eq!(rows.len(), if n % 2 == 0 { n } else { 2 * n });
        let mut places = BTreeMap::new();
        let mut pairs = BTreeMap::new();
        for row in &rows {
            let mut sorted = row.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, (0..n).collect::<Vec<_>>());
            for (period, arm) in row.iter().enumerate() {
                *places.entry((period, *arm)).or_insert(0) += 1;
            }
            for pair in row.windows(2) {
                *pairs.entry((pair[0], pair[1])).or_insert(0) += 1;
            }
        }
        let each = rows.len() / n;
        assert!(
            places.values().all(|&count| count == each),
            "{n}: {places:?}"
        );
        assert_eq!(pairs.len(), n * (n - 1));
        assert!(pairs.values().all(|&count| count == each), "{n}: {pairs:?}");
    }
}

#[test]
fn the_row_of_four_arms_is_that_of_williams() {
    // Williams 1949, four treatments: 1 2 4 3 and its cyclic shifts.
    assert_eq!(williams(4)[0], [0, 1, 3, 2]);
}

#[test]
fn a_reader_meets_every_arm_and_every_case_once() {
    let scenario = scenario(13);
    let spec = spec(3);
    let mut history = History::default();
    let mut first_sets = BTreeMap::new();
    for number in 0..12 {
        let name = format!("reader-{number}");
        let mut modes = Vec::new();
        let mut met = Vec::new();
        for period in 0..3_u64 {
            let day = number * 1000 + period * 30;
            let now = day * DAY_S;
            let arm =
                next_arm(&spec, &scenario, &history, &reader(&name), now, Guard::Held).unwrap();
            assert_eq!(u64::from(arm.seat.period), period);
            assert_eq!(arm.seat.short_washout_days, None);
            let session = format!("{number}-{period}");
            let mut session = earlier(&name, &session, day);
            session.cases = arm.cases.iter().cloned().collect();
            session.arm = Some(arm.seat);
            history.sessions.push(session);
            if period == 0 {
                let set: Vec<_> = arm.cases.iter().cloned().collect();
                *first_sets.entry(set).or_insert(0) += 1;
            }
            modes.push(arm.mode);
            met.extend(arm.cases);
        }
        modes.sort_unstable();
        assert_eq!(modes, spec.arms);
        met.sort();
        let all: Vec<CaseId> = scenario.cases.iter().map(|case| case.id.clone()).collect();
        assert_eq!(met, all);
        let now = (number * 1000 + 200) * DAY_S;
        let done = next_arm(&spec, &scenario, &history, &reader(&name), now, Guard::Held);
        assert_eq!(
            done.unwrap_err(),
            SeatRefusal::CrossoverDone { n_periods: 3 }
        );
    }
    assert!(first_sets.len() > 1, "one set always comes first");
}

#[test]
fn sets_are_alike_in_lesions() {
    let sets = split(&scenario(12), 3).unwrap();
    let abnormal = |set: &BTreeSet<CaseId>| {
        let even = |case: &&CaseId| case.as_str()[1..].parse::<u32>().unwrap() % 2 == 0;
        set.iter().filter(even).count()
    };
    assert_eq!(
        sets.iter().map(BTreeSet::len).collect::<Vec<_>>(),
        [4, 4, 4]
    );
    assert_eq!(sets.iter().map(abnormal).collect::<Vec<_>>(), [2, 2, 2]);
}

#[test]
fn an_early_return_is_refused_unless_overridden_and_then_recorded() {
    let scenario = scenario(6);
    let mut session = earlier("a", "first", 100);
    session.cases = split(&scenario, 2).unwrap()[0].iter().cloned().collect();
    let history = History {
        sessions: vec![session],
    };
    let at = |day: u64, guard| {
        next_arm(
            &spec(2),
            &scenario,
            &history,
            &reader("a"),
            day * DAY_S,
            guard,
        )
    };
    let refused = at(127, Guard::Held).unwrap_err();
    assert_eq!(
        refused,
        SeatRefusal::Washout {
            days: 27,
            washout_days: 28
        }
    );
    let seat = at(127, Guard::Overridden).unwrap().seat;
    assert_eq!(seat.short_washout_days, Some(27));
    assert_eq!(at(128, Guard::Held).unwrap().seat.short_washout_days, None);
}

#[test]
fn an_unfinished_session_is_taken_up_first() {
    let mut session = earlier("a", "open", 100);
    session.is_ended = false;
    let history = History {
        sessions: vec![session],
    };
    let found = next_arm(
        &spec(2),
        &scenario(6),
        &history,
        &reader("a"),
        0,
        Guard::Held,
    );
    assert_eq!(
        found.unwrap_err(),
        SeatRefusal::Unfinished {
            session: "open".to_owned()
        }
    );
}

#[test]
fn fewer_cases_than_arms_are_refused() {
    let found = next_arm(
        &spec(3),
        &scenario(2),
        &History::default(),
        &reader("a"),
        0,
        Guard::Held,
    );
    assert_eq!(
        found.unwrap_err(),
        SeatRefusal::TooFewCases {
            n_cases: 2,
            n_arms: 3
        }
    );
}

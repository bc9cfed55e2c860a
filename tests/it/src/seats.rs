//! Who may sit down to what: forms within their exposures, arms of a crossover after the wash-out, attempts at a certificate.

use std::collections::BTreeSet;
use std::sync::Arc;

use overread_base::{CaseId, Millis, ReaderId};
use overread_exam::{Candidate, Event, ProctorFact};
use overread_scenario::ReadingMode;
use overread_workstation::{
    Guard, ManualClock, SeatRefusal, SessionRunner, SittingError, sit_down,
};

use crate::ground::{Ground, N_CASES, Read, finish, text};

/// Milliseconds of a day.
const DAY_MS: u64 = 86_400_000;
/// 2026-01-01.
const START_MS: u64 = 1_767_225_600_000;

const FORM: &str = r#"
[form]
most_exposures = 2

[[form.cells]]
name = "abnormal"
tags = ["abnormal"]
count = 2

[[form.cells]]
name = "normal"
tags = ["normal"]
count = 1
"#;

const CERTIFICATION: &str = r#"
[certification]
title = { en = "Reading" }
most_attempts = 2
wait_days = 30

[[certification.pass]]
metric = "points"
cut = 0.5
"#;

fn on_day(day: u64) -> Arc<ManualClock> {
    Arc::new(ManualClock::at_wall(START_MS + day * DAY_MS))
}

#[track_caller]
fn refused(sat: Result<SessionRunner, SittingError>) -> SeatRefusal {
    match sat {
        Err(SittingError::Seat(refusal)) => refusal,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("sat down"),
    }
}

#[test]
fn forms_meet_their_cells_until_the_bank_is_used_up() {
    let ground = Ground::new();
    let text = text(ReadingMode::Unaided, FORM);
    let mut forms = BTreeSet::new();
    // Five abnormal cases, twice each, two a form: five forms.
    for seed in 1..=5 {
        let clock = on_day(seed);
        let runner = ground
            .sit(&text, seed, &clock)
            .unwrap_or_else(|e| panic!("{e}"));
        let plan = runner.plan();
        assert_eq!(plan.cases.len(), 3);
        let in_cell = |name: &str| plan.design.cells.values().filter(|c| *c == name).count();
        assert_eq!((in_cell("abnormal"), in_cell("normal")), (2, 1));
        for (case, cell) in &plan.design.cells {
            let is_even = case.as_str()[1..].parse::<u64>().unwrap() % 2 == 0;
            assert_eq!(is_even, cell == "abnormal", "{case}");
        }
        forms.insert(plan.cases.clone());
    }
    assert!(forms.len() > 1);
    let refusal = refused(ground.sit(&text, 6, &on_day(6)));
    let SeatRefusal::Cell {
        cell,
        needed,
        used_up,
        ..
    } = refusal
    else {
        panic!("{refusal}");
    };
    assert_eq!((cell.as_str(), needed, used_up), ("abnormal", 2, 5));
}

#[test]
fn a_reader_of_a_crossover_meets_each_arm_and_case_once_after_the_washout() {
    let ground = Ground::new();
    let more = "[crossover]\narms = [\"unaided\", \"sequential\"]\nwashout_days = 28\n";
    let text = text(ReadingMode::Concurrent, more);
    let sit = |reader: &str, day: u64, guard: Guard| {
        let clock = on_day(day);
        let mut sitting = ground.sitting(&text, day, &clock);
        sitting.reader = ReaderId::new(reader).unwrap();
        sitting.options.washout = guard;
        sit_down(sitting, &ground.folders()).map(|runner| (runner, clock))
    };
    let read = |reader: &str, day: u64| -> Read {
        let (runner, clock) = sit(reader, day, Guard::Held).unwrap_or_else(|e| panic!("{e}"));
        finish(runner, &clock)
    };
    let first = read("anna", 0);
    let early = sit("anna", 27, Guard::Held).map(|(runner, _)| runner);
    assert_eq!(
        refused(early),
        SeatRefusal::Washout {
            days: 26,
            washout_days: 28
        }
    );
    // Another reader starts in the other arm.
    let other = read("boris", 1);
    assert_ne!(other.plan.mode, first.plan.mode);
    assert_eq!(first.plan.design.arm.as_ref().unwrap().n_periods, 2);
    let second = read("anna", 29);
    let modes = BTreeSet::from([first.plan.mode, second.plan.mode]);
    assert_eq!(
        modes,
        BTreeSet::from([ReadingMode::Unaided, ReadingMode::Sequential])
    );
    assert_eq!(second.plan.service.is_some(), second.plan.mode.has_ai());
    let met: BTreeSet<&CaseId> = first.plan.cases.iter().chain(&second.plan.cases).collect();
    let n_met = first.plan.cases.len() + second.plan.cases.len();
    assert_eq!((met.len(), n_met as u64), (n_met, N_CASES));
    let third = sit("anna", 200, Guard::Held).map(|(runner, _)| runner);
    assert_eq!(refused(third), SeatRefusal::CrossoverDone { n_periods: 2 });
    // Who comes back early all the same has that in the record.
    let (runner, clock) = sit("boris", 11, Guard::Overridden).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(
        runner
            .plan()
            .design
            .arm
            .as_ref()
            .unwrap()
            .short_washout_days,
        Some(9)
    );
    drop(runner);
    drop(clock);
    let unfinished = sit("boris", 100, Guard::Held).map(|(runner, _)| runner);
    assert!(matches!(
        refused(unfinished),
        SeatRefusal::Unfinished { .. }
    ));
}

#[test]
fn attempts_at_a_certificate_are_counted_by_candidate() {
    let ground = Ground::new();
    let text = text(ReadingMode::Sequential, CERTIFICATION);
    let sit = |who: Option<(&str, &str)>, day: u64, guard: Guard| {
        let mut sitting = ground.sitting(&text, day, &on_day(day));
        sitting.candidate = who.map(|(name, number)| Candidate {
            name: name.to_owned(),
            number: number.to_owned(),
        });
        sitting.options.attempts = guard;
        sit_down(sitting, &ground.folders())
    };
    let anna = Some(("Anna Petrova", "17"));
    assert_eq!(refused(sit(None, 0, Guard::Held)), SeatRefusal::NoName);
    let attempt = |runner: &SessionRunner| {
        let seat = runner.plan().design.certification.as_ref();
        seat.map(|seat| seat.attempt)
    };
    let first = sit(anna, 0, Guard::Held).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(attempt(&first), Some(1));
    let early = refused(sit(anna, 20, Guard::Held));
    assert_eq!(
        early,
        SeatRefusal::AttemptTooEarly {
            name: "Anna Petrova".to_owned(),
            days_left: 10,
            wait_days: 30
        }
    );
    // Another candidate has all attempts.
    let boris = sit(Some(("Boris", "18")), 20, Guard::Held).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(attempt(&boris), Some(1));
    let second = sit(anna, 31, Guard::Held).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(attempt(&second), Some(2));
    assert!(matches!(
        refused(sit(anna, 300, Guard::Held)),
        SeatRefusal::NoAttemptLeft {
            had: 2,
            most: 2,
            ..
        }
    ));
    let third = sit(anna, 300, Guard::Overridden).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(attempt(&third), Some(3));
    let recorded = third.events().iter().any(|stamped| {
        matches!(&stamped.event, Event::Proctor(ProctorFact::Incident(text)) if text.contains("2 of 2 attempts"))
    });
    assert!(recorded, "{:?}", third.events());
}

#[test]
fn a_certification_read_to_its_end_is_decided() {
    let ground = Ground::new();
    let clock = on_day(0);
    let mut sitting = ground.sitting(&text(ReadingMode::Sequential, CERTIFICATION), 4, &clock);
    sitting.candidate = Some(Candidate {
        name: "Anna".to_owned(),
        number: String::new(),
    });
    let runner = sit_down(sitting, &ground.folders()).unwrap_or_else(|e| panic!("{e}"));
    let read = finish(runner, &clock);
    assert!(read.debrief.pass.is_some());
    // A session without terms is not decided.
    let other = ground.read(&text(ReadingMode::Sequential, ""), 4);
    assert!(other.debrief.pass.is_none());
    assert!(clock_of(&read) > Millis(0));
}

fn clock_of(read: &Read) -> Millis {
    read.events.last().map_or(Millis(0), |last| last.at)
}

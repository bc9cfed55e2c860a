//! Four parts, passed, failed, sat again, and too far apart.

use overread_scenario::PassMetric;

use super::*;

const DAY: u64 = 86_400;

fn step(step: &str) -> StepId {
    StepId {
        course: ScenarioId::new("test.course").unwrap(),
        module: "m9".to_owned(),
        step: step.to_owned(),
    }
}

fn terms() -> ModuleCertification {
    ModuleCertification {
        parts: ["knowledge", "alone", "aided"].map(str::to_owned).to_vec(),
        within_days: Some(30),
        valid_days: None,
    }
}

fn test(day: u64, share: f64) -> (u64, Attempt) {
    let record = TestRecord {
        step: step("knowledge"),
        version: "1.0.0".to_owned(),
        seed: 1,
        answers: Vec::new(),
        seconds: 60.0,
        is_time_up: false,
        share,
        cut: 0.7,
    };
    (day * DAY, Attempt::Test(record))
}

fn exam(day: u64, name: &str, status: ComponentStatus) -> (u64, Attempt) {
    let component = ComponentRecord {
        metric: PassMetric::Rsr,
        share: Some(0.5),
        n: 8,
        cut: Some(0.6),
        status,
    };
    let outcome = match status {
        ComponentStatus::Met | ComponentStatus::Waived => PassOutcome::Passed,
        ComponentStatus::NotMet => PassOutcome::Failed,
        ComponentStatus::TooFew | ComponentStatus::AwaitsGrades | ComponentStatus::NoCut => {
            PassOutcome::NotDecidable
        }
    };
    let record = ExamRecord {
        step: step(name),
        session: format!("session-{day}"),
        outcome,
        bars: Vec::new(),
        components: vec![component],
    };
    (day * DAY, Attempt::Exam(record))
}

#[track_caller]
fn check(
    attempts: &[(u64, Attempt)],
    outcome: PassOutcome,
    parts: [PartStatus; 3],
) -> Certification {
    let found = Certification::of_attempts(&terms(), attempts);
    let statuses: Vec<PartStatus> = found.parts.iter().map(|part| part.status).collect();
    assert_eq!(statuses, parts);
    assert_eq!(found.outcome, outcome);
    found
}

#[test]
fn every_part_has_to_be_passed_and_each_failure_has_its_reason() {
    use ComponentStatus::{Met, NotMet, TooFew, Waived};
    use PartStatus::{Failed, NotSat, Passed, Undecided};
    use PassOutcome::NotDecidable;
    check(&[], NotDecidable, [NotSat; 3]);
    let whole = [
        test(1, 0.7),
        exam(2, "alone", Met),
        exam(3, "aided", Waived),
    ];
    let passed = check(&whole, PassOutcome::Passed, [Passed; 3]);
    assert_eq!(passed.passed_unix_s, Some(3 * DAY));
    assert!(passed.parts.iter().all(|part| part.reasons.is_empty()));

    let failing = [
        test(1, 0.69),
        exam(2, "alone", Met),
        exam(3, "aided", NotMet),
    ];
    let failed = check(&failing, PassOutcome::Failed, [Failed, Passed, Failed]);
    let below = Reason::BelowPassMark {
        share: 0.69,
        cut: 0.7,
    };
    assert_eq!(failed.parts[0].reasons, [below]);
    assert!(matches!(
        &failed.parts[2].reasons[..],
        [Reason::Component(ComponentRecord {
            metric: PassMetric::Rsr,
            ..
        })]
    ));
    assert_eq!(failed.passed_unix_s, None);

    let open = [
        test(1, 1.0),
        exam(2, "alone", Met),
        exam(3, "aided", TooFew),
    ];
    check(&open, NotDecidable, [Passed, Passed, Undecided]);
    check(&open[..2], NotDecidable, [Passed, Passed, NotSat]);
}

#[test]
fn a_pass_stays_one_and_else_the_latest_attempt_counts() {
    use ComponentStatus::{Met, NotMet};
    use PartStatus::{Failed, NotSat, Passed};
    let again = [
        test(1, 0.9),
        test(2, 0.2),
        exam(1, "alone", NotMet),
        exam(9, "alone", Met),
    ];
    let found = check(&again, PassOutcome::NotDecidable, [Passed, Passed, NotSat]);
    assert_eq!(found.parts[0].n_attempts, 2);
    let twice = [test(1, 0.1), test(2, 0.3)];
    let found = check(&twice, PassOutcome::Failed, [Failed, NotSat, NotSat]);
    assert!(matches!(
        found.parts[0].reasons[..],
        [Reason::BelowPassMark { share: 0.3, .. }]
    ));
}

#[test]
fn parts_that_lie_too_far_apart_make_no_whole_until_the_old_one_is_sat_again() {
    use ComponentStatus::Met;
    use PartStatus::{Passed, TooOld};
    let mut attempts = vec![test(1, 0.9), exam(20, "alone", Met), exam(32, "aided", Met)];
    check(
        &attempts,
        PassOutcome::NotDecidable,
        [TooOld, Passed, Passed],
    );
    attempts.push(test(33, 0.9));
    check(&attempts, PassOutcome::Passed, [Passed; 3]);
    // 30 days from the first to the last are within.
    let just = [test(2, 0.9), exam(20, "alone", Met), exam(32, "aided", Met)];
    check(&just, PassOutcome::Passed, [Passed; 3]);
}

#[test]
fn what_forbids_a_certificate_fails_the_part() {
    let (at, attempt) = exam(1, "alone", ComponentStatus::Met);
    let Attempt::Exam(mut record) = attempt else {
        panic!();
    };
    record.bars = vec![CertificateBar::NotComplete];
    let found = Certification::of_attempts(&terms(), &[(at, Attempt::Exam(record))]);
    assert_eq!(found.parts[1].status, PartStatus::Failed);
    assert_eq!(
        found.parts[1].reasons,
        [Reason::Barred(CertificateBar::NotComplete)]
    );
}

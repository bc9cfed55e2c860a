//! Decisions on small sessions, both ways and neither.

use overread_scenario::ReadingMode;

use super::*;
use crate::fixture::{Sitting, plan, truths};
use crate::{Command, Rubric, ScoreInput, Session, SessionPlan, score_session};

/// Three cases read alone: abnormal and found, normal and recalled, normal and left alone.
fn score(end: Command) -> Score {
    let mut sitting = Sitting::new(ReadingMode::Unaided);
    sitting.session = Session::new(SessionPlan {
        rubric: Rubric::V2,
        ..plan(ReadingMode::Unaided)
    })
    .unwrap();
    for rating in [90, 80, 10] {
        sitting.done(Command::NextCase);
        sitting.done(Command::RateCase(rating));
        sitting.write_report();
        sitting.done(Command::Sign);
    }
    sitting.done(end);
    let truths = truths(&[("c1", &[0.0]), ("c2", &[]), ("c3", &[])]);
    let input = ScoreInput {
        truths,
        ..ScoreInput::default()
    };
    score_session(&sitting.session, &input)
}

fn component(metric: PassMetric, cut: CutScore, least: u32) -> PassComponent {
    PassComponent {
        metric,
        cut,
        least_opportunities: least,
    }
}

fn terms(pass: Vec<PassComponent>) -> Certification {
    Certification {
        title: Vec::new(),
        pass,
        most_attempts: None,
        wait_days: 0,
        supervisors: Vec::new(),
        needs_signed_start: false,
        is_locked_down: false,
        sealed_to: None,
        valid_days: None,
    }
}

#[track_caller]
fn check(metric: PassMetric, cut: CutScore, least: u32, expected: ComponentStatus) {
    let decision = pass_of(
        &score(Command::Finish),
        &terms(vec![component(metric, cut, least)]),
    );
    assert_eq!(decision.components[0].status, expected, "{decision:?}");
    let outcome = match expected {
        ComponentStatus::Met => PassOutcome::Passed,
        ComponentStatus::NotMet => PassOutcome::Failed,
        ComponentStatus::TooFew | ComponentStatus::AwaitsGrades | ComponentStatus::NoCut => {
            PassOutcome::NotDecidable
        }
    };
    assert_eq!(decision.outcome, outcome);
}

#[test]
fn each_component_is_held_against_its_cut() {
    use ComponentStatus::{Met, NoCut, NotMet, TooFew};
    // Two of three cases called right; one of one abnormal, one of two normal.
    check(PassMetric::Points, CutScore::Share(2.0 / 3.0), 0, Met);
    check(PassMetric::Points, CutScore::Share(0.67), 0, NotMet);
    check(PassMetric::Sensitivity, CutScore::Share(1.0), 1, Met);
    check(PassMetric::Specificity, CutScore::Share(0.5), 2, Met);
    check(PassMetric::Specificity, CutScore::Share(0.6), 2, NotMet);
    check(PassMetric::Specificity, CutScore::Share(0.5), 3, TooFew);
    // Read alone, the answers are the reader's own, and nothing of reliance can be told.
    check(PassMetric::UnaidedSpecificity, CutScore::Share(0.5), 2, Met);
    check(PassMetric::Rair, CutScore::Share(0.5), 0, TooFew);
    check(PassMetric::DefectsNamed, CutScore::Share(0.5), 0, TooFew);
    let judges = vec![vec![0.6, 0.7], vec![0.7, 0.6]];
    check(PassMetric::Points, CutScore::Angoff(judges), 0, Met);
    check(PassMetric::Points, CutScore::Angoff(Vec::new()), 0, NoCut);
    let candidates = vec![(1.0, 0.5), (3.0, 0.9)];
    let line = CutScore::Borderline {
        candidates,
        grade: 2.0,
    };
    check(PassMetric::Points, line, 0, NotMet);
    let hofstee = |scores| CutScore::Hofstee {
        cut: (0.5, 0.7),
        failing: (0.1, 0.5),
        scores,
    };
    check(PassMetric::Points, hofstee(vec![0.55, 0.8]), 0, Met);
    check(PassMetric::Points, hofstee(vec![0.9]), 0, NoCut);
}

#[test]
fn one_component_below_its_cut_fails_the_whole_even_beside_undecided_ones() {
    let decision = pass_of(
        &score(Command::Finish),
        &terms(vec![
            component(PassMetric::Rsr, CutScore::Share(0.5), 10),
            component(PassMetric::Sensitivity, CutScore::Share(0.9), 1),
            component(PassMetric::Specificity, CutScore::Share(0.9), 1),
        ]),
    );
    assert_eq!(decision.outcome, PassOutcome::Failed);
    let undecided = pass_of(&score(Command::Finish), &terms(Vec::new()));
    assert_eq!(undecided.outcome, PassOutcome::NotDecidable);
}

#[test]
fn a_session_that_was_given_up_gets_no_certificate_whatever_its_figures() {
    let met = terms(vec![component(
        PassMetric::Sensitivity,
        CutScore::Share(0.9),
        1,
    )]);
    let given_up = pass_of(&score(Command::Abandon), &met);
    assert_eq!(given_up.outcome, PassOutcome::Passed);
    assert_eq!(given_up.bars, [CertificateBar::NotComplete]);
    assert!(!given_up.is_certifiable());
    assert!(pass_of(&score(Command::Finish), &met).is_certifiable());
}

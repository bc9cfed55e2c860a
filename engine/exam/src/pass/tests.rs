//! Decisions on small sessions, both ways and neither.

use overread_scenario::{ReadingMode, TooFew};
use overread_stats::{Counted, Reliance};

use super::*;
use crate::fixture::{Sitting, plan, truths};
use crate::{AiState, Command, Rubric, ScoreInput, Session, SessionPlan, score_session};

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
        too_few: TooFew::Undecided,
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
        ComponentStatus::TooFew
        | ComponentStatus::Waived
        | ComponentStatus::AwaitsGrades
        | ComponentStatus::NoCut => PassOutcome::NotDecidable,
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
    check(PassMetric::AidedGain, CutScore::Share(-0.1), 0, TooFew);
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
fn judges_that_give_no_cut_say_why() {
    let why = |cut| cut_of(&cut).unwrap_err();
    let nobody = NotEstimable::TooFew {
        what: Counted::Judges,
        needed: 1,
        found: 0,
    };
    assert_eq!(why(CutScore::Angoff(Vec::new())), nobody);
    let constant = CutScore::Borderline {
        candidates: vec![(2.0, 0.5), (2.0, 0.7)],
        grade: 2.0,
    };
    assert!(matches!(why(constant), NotEstimable::Constant { .. }));
    let apart = CutScore::Hofstee {
        cut: (0.5, 0.7),
        failing: (0.1, 0.5),
        scores: vec![0.9],
    };
    assert!(matches!(why(apart), NotEstimable::Degenerate { .. }));
    assert_eq!(cut_of(&CutScore::Share(0.6)), Ok(0.6));
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

/// A session beside a service that was right in `n_right` cases, with `n` opportunities to follow it, `share` of them used.
fn beside_ai(n_right: usize, n: u64, share: Option<f64>) -> Score {
    let mut score = score(Command::Finish);
    let assessment = score.assessment.as_mut().unwrap();
    let mut case = assessment.cases[0].clone();
    case.ai_state = Some(AiState::Right);
    case.is_first_own = true;
    assessment.cases = vec![case; n_right];
    let of = |share: f64| Estimate {
        value: share,
        n,
        ..score.total.last.case_sensitivity.unwrap()
    };
    score.total.reliance = Some(Reliance {
        relative_ai_reliance: share.map(of),
        ..Reliance::of(&[])
    });
    score
}

#[test]
fn right_advice_that_was_not_needed_is_waived_where_the_terms_say_so_and_advice_was_right_often_enough()
 {
    let rair = |too_few| PassComponent {
        too_few,
        ..component(PassMetric::Rair, CutScore::Share(0.5), 3)
    };
    let sensitivity = component(PassMetric::Sensitivity, CutScore::Share(0.9), 1);
    #[track_caller]
    fn check(score: &Score, pass: &[PassComponent], status: ComponentStatus, outcome: PassOutcome) {
        let decision = pass_of(score, &terms(pass.to_vec()));
        assert_eq!(decision.components[0].status, status, "{decision:?}");
        assert_eq!(decision.outcome, outcome, "{decision:?}");
    }
    use ComponentStatus::{Met, NotMet, TooFew as Few, Waived};
    use PassOutcome::{Failed, NotDecidable, Passed};
    let waived = [rair(TooFew::Waived), sensitivity.clone()];
    let strict = [rair(TooFew::Undecided), sensitivity];
    // Never wrong where the service was right, or seldom: the reader's own merit.
    check(&beside_ai(10, 0, None), &waived, Waived, Passed);
    check(&beside_ai(10, 2, Some(0.0)), &waived, Waived, Passed);
    check(&beside_ai(10, 0, None), &strict, Few, NotDecidable);
    // A service that was hardly ever right gave no chance to be helped, whoever read.
    check(&beside_ai(9, 0, None), &waived, Few, NotDecidable);
    // With enough opportunities the cut holds as ever.
    check(&beside_ai(10, 3, Some(0.0)), &waived, NotMet, Failed);
    check(&beside_ai(10, 4, Some(0.5)), &waived, Met, Passed);
    // Nothing passes on what was waived alone.
    check(&beside_ai(10, 0, None), &waived[..1], Waived, NotDecidable);
}

#[test]
fn reading_with_ai_may_be_worse_than_alone_by_the_margin_and_no_more() {
    let beside = |rescued: u64, harmed: u64, n: u64| {
        let mut score = score(Command::Finish);
        let reliance = Reliance {
            rescued,
            harmed,
            n,
            ..Reliance::of(&[])
        };
        score.total.reliance = Some(reliance);
        let gain = component(PassMetric::AidedGain, CutScore::Share(-0.1), 20);
        pass_of(&score, &terms(vec![gain])).components[0]
    };
    use ComponentStatus::{Met, NotMet, TooFew};
    let found = beside(5, 2, 30);
    assert_eq!((found.share, found.status), (Some(0.1), Met));
    // Bonett and Price: (6 - 3) / 32 ± 1.96 sqrt((9/32 - (3/32)²) / 32).
    let (low, high) = found.interval.unwrap();
    assert!(
        (low - -0.0871).abs() < 5e-4 && (high - 0.2746).abs() < 5e-4,
        "{low} {high}"
    );
    // Three of thirty lost on balance is the margin; four are below it.
    assert_eq!(beside(1, 4, 30).status, Met);
    assert_eq!(beside(1, 5, 30).status, NotMet);
    assert_eq!(beside(0, 0, 19).status, TooFew);
}

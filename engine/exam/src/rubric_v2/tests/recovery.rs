//! What is put into a simulated reader comes back out of the score, within the stated intervals as often as they promise.

use overread_base::{AiResult, CaseId, CaseTruth, Rng, Seed};
use overread_scenario::{AiErrorKind, ErrorSeverity, ReadingMode};
use overread_stats::Estimate;

use super::rig::{Read, Tape};
use crate::fixture::{case, result, truth};
use crate::session_design::expert_questions;
use crate::{PlantRecord, Policy, ReaderModel, Score};

const N_SEEDS: u64 = 200;
/// Cases of a session: half of them abnormal.
const N_CASES: u64 = 160;
const AI_SENSITIVITY: f64 = 0.7;
const AI_SPECIFICITY: f64 = 0.75;

const MODEL: ReaderModel = ReaderModel {
    hard_sensitivity: None,
    sees_ai_errors: 0.0,
    sensitivity: 0.8,
    specificity: 0.7,
    lesion_sensitivity: 0.9,
    follows_ai: 0.35,
    notices_defects: 0.6,
};

fn bank() -> Vec<(CaseId, CaseTruth)> {
    let truth_of = |idx: u64| {
        if idx.is_multiple_of(2) {
            truth(&[0.0])
        } else {
            truth(&[])
        }
    };
    (0..N_CASES)
        .map(|idx| (case(&format!("c{idx}")), truth_of(idx)))
        .collect()
}

/// What a service of that sensitivity and specificity says.
fn ai(is_abnormal: bool, rng: &mut Rng) -> AiResult {
    let is_right = rng.unit()
        < if is_abnormal {
            AI_SENSITIVITY
        } else {
            AI_SPECIFICITY
        };
    match (is_abnormal, is_right) {
        (true, true) => result(&[0.0], 0.9),
        (false, false) => result(&[50.0], 0.8),
        (true, false) | (false, true) => result(&[], 0.1),
    }
}

/// A session of the simulated reader; every eighth case is read without AI, every fifth result has a planted defect.
fn session(mode: ReadingMode, seed: u64, has_defects: bool) -> Score {
    let bank = bank();
    let mut tape = Tape::new(mode, bank.clone(), |plan| {
        plan.design.questions = expert_questions();
    });
    let seed = Seed(seed);
    let mut rng = seed.child("service").rng();
    for (idx, (id, truth)) in (0_u64..).zip(&bank) {
        let result = ai(truth.is_abnormal(), &mut rng);
        let is_withheld = idx % 16 < 2;
        let is_defect = has_defects && idx % 5 == 4 && !is_withheld && mode.has_ai();
        let planted = is_defect.then(|| PlantRecord {
            kind: AiErrorKind::CStale,
            severity: ErrorSeverity::Minor,
            findings: Vec::new(),
            places: Vec::new(),
            told: Vec::new(),
            is_void: false,
        });
        let read = Read {
            case: id,
            result: (!is_withheld).then_some(result),
            planted,
        };
        tape.read(Policy::Model(MODEL), seed.index(idx), read);
    }
    tape.finished()
}

/// How often the interval holds what was put in: 95 % intervals do so in 90 to 99 of 100 sessions. The mean lies within
/// three standard errors of it.
#[track_caller]
fn check(scores: &[Score], put_in: f64, of: impl Fn(&Score) -> Option<Estimate>) {
    let estimates: Vec<Estimate> = scores.iter().map(|score| of(score).unwrap()).collect();
    let n = estimates.len() as f64;
    let holds = |e: &&Estimate| e.lower <= put_in && put_in <= e.upper;
    let share = estimates.iter().filter(holds).count() as f64 / n;
    let mean = estimates.iter().map(|e| e.value).sum::<f64>() / n;
    let squares = estimates
        .iter()
        .map(|e| (e.value - mean) * (e.value - mean));
    let error = (squares.sum::<f64>() / (n - 1.0) / n).sqrt();
    assert!(
        (0.90..=0.99).contains(&share) && (mean - put_in).abs() < 3.0 * error,
        "{put_in} was put in; held in {share}, mean {mean}, standard error {error}"
    );
}

fn sessions(mode: ReadingMode, has_defects: bool) -> Vec<Score> {
    (0..N_SEEDS)
        .map(|seed| session(mode, seed, has_defects))
        .collect()
}

#[test]
fn with_a_first_answer_accuracy_and_trust_come_back() {
    for mode in [ReadingMode::Sequential, ReadingMode::OnRequest] {
        let scores = sessions(mode, false);
        check(&scores, MODEL.sensitivity, |s| {
            s.total.first.case_sensitivity
        });
        check(&scores, MODEL.specificity, |s| {
            s.total.first.case_specificity
        });
        let reliance = |s: &Score| s.total.reliance.unwrap();
        check(&scores, MODEL.follows_ai, |s| reliance(s).switch_fraction);
        check(&scores, MODEL.follows_ai, |s| {
            reliance(s).relative_ai_reliance
        });
        check(&scores, 1.0 - MODEL.follows_ai, |s| {
            reliance(s).relative_self_reliance
        });
        check(&scores, MODEL.follows_ai, |s| reliance(s).over_reliance);
    }
}

#[test]
fn read_alone_the_reader_comes_back() {
    let scores = sessions(ReadingMode::Unaided, false);
    check(&scores, MODEL.sensitivity, |s| {
        s.total.last.case_sensitivity
    });
    check(&scores, MODEL.specificity, |s| {
        s.total.last.case_specificity
    });
    check(&scores, MODEL.sensitivity, |s| {
        s.total.first.case_sensitivity
    });
    assert_eq!(scores[0].total.reliance, None);
}

#[test]
fn with_the_ai_on_screen_from_the_start_what_it_does_comes_back() {
    let m = MODEL;
    for mode in [ReadingMode::Concurrent, ReadingMode::Triage] {
        let scores = sessions(mode, false);
        let advice = |s: &Score| s.assessment.as_ref().unwrap().advice.clone();
        let misses = 1.0 - m.sensitivity + m.sensitivity * m.follows_ai;
        let alarms = 1.0 - m.specificity + m.specificity * m.follows_ai;
        check(&scores, misses, |s| advice(s).omission);
        check(&scores, alarms, |s| advice(s).commission);
        // What the cases without AI give is the reader alone.
        check(&scores, m.sensitivity, |s| s.total.first.case_sensitivity);
        let added = |s: &Score| {
            let delta = advice(s).delta_commission.unwrap();
            Estimate {
                value: delta.value,
                lower: delta.lower,
                upper: delta.upper,
                ..delta.first
            }
        };
        check(&scores, m.specificity * m.follows_ai, |s| Some(added(s)));
        assert_eq!(scores[0].total.reliance.unwrap().n, 0);
    }
}

#[test]
fn defects_are_named_as_often_as_they_are_noticed() {
    let scores = sessions(ReadingMode::AiExpert, true);
    let defects = |s: &Score| s.assessment.as_ref().unwrap().defects;
    check(&scores, MODEL.notices_defects, |s| defects(s).named);
    assert_eq!(defects(&scores[0]).false_alarms.unwrap().value, 0.0);
}

#[test]
fn equal_seeds_give_equal_scores() {
    let mode = ReadingMode::Sequential;
    assert_eq!(session(mode, 7, true), session(mode, 7, true));
    assert_ne!(session(mode, 7, true), session(mode, 8, true));
}

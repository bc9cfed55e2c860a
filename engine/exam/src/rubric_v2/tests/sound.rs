//! Whatever a journal holds, a score comes out of it, equal on every replay, with shares that are shares.

use overread_base::{Rng, Seed, Vec3};
use overread_scenario::{AiErrorKind, AnswerValue, ErrorSeverity, QuestionId, ReadingMode};
use overread_stats::Estimate;

use super::rig::Tape;
use crate::fixture::questions::{all_kinds, choices};
use crate::fixture::{at, case, finding_id, result, truth};
use crate::{
    Call, CaseFact, Event, FindingVerdict, Percent, PlantRecord, ReaderMark, Rubric, Score,
    Session, SessionEnd, score, score_session,
};

/// Any fact of a case, sensible or not.
fn any_fact(rng: &mut Rng) -> CaseFact {
    let x = rng.range(-60.0, 60.0);
    let percent = u8::try_from(rng.below(101)).unwrap();
    let kinds = all_kinds();
    let (question, key) = kinds[usize::try_from(rng.below(14)).unwrap()].clone();
    let other = kinds[usize::try_from(rng.below(14)).unwrap()].1.clone();
    let error = AiErrorKind::ALL[usize::try_from(rng.below(40)).unwrap()];
    let finding = finding_id(&format!("f{}", rng.below(3)));
    match rng.below(16) {
        0 => CaseFact::MarkSet(ReaderMark {
            id: overread_base::MarkId::new(format!("m{}", rng.below(4))).unwrap(),
            answer: at(x),
        }),
        1 => CaseFact::Rated(Percent::new(percent).unwrap()),
        2 => CaseFact::FirstReadLocked,
        3 | 4 => CaseFact::AiReceived(Box::new(result(&[x, 0.0], f32::from(percent) / 100.0))),
        5 | 6 => CaseFact::AiRevealed,
        7 => CaseFact::AiWithheld,
        8 => CaseFact::VerdictGiven {
            finding,
            verdict: if rng.unit() < 0.5 {
                FindingVerdict::Accepted
            } else {
                FindingVerdict::Rejected
            },
            note: None,
        },
        9 => CaseFact::Answered {
            question: question.id,
            value: if rng.unit() < 0.5 { key } else { other },
        },
        10 => CaseFact::Answered {
            question: QuestionId::new("no-such").unwrap(),
            value: AnswerValue::Number(x),
        },
        11 => CaseFact::ArbitrationOpened,
        12 => CaseFact::AiPlanted(Box::new(PlantRecord {
            kind: error,
            severity: ErrorSeverity::Minor,
            findings: vec![finding],
            places: vec![Vec3::new(x, 0.0, 0.0)],
            told: Vec::new(),
            is_void: rng.unit() < 0.2,
        })),
        13 => CaseFact::TimedOut,
        14 if rng.unit() < 0.3 => CaseFact::DecidedByAi(Call::Negative),
        14 if rng.unit() < 0.3 => CaseFact::ImagesFailed("gone".to_owned()),
        _ => CaseFact::Signed,
    }
}

fn tape(mode: ReadingMode, seed: u64) -> Tape {
    let truths = [
        ("c1", truth(&[0.0, 30.0])),
        ("c2", truth(&[])),
        ("c3", truth(&[0.0])),
    ];
    let truths = truths.map(|(id, truth)| (case(id), truth)).to_vec();
    let mut tape = Tape::new(mode, truths, |plan| {
        plan.design.questions = all_kinds()
            .into_iter()
            .map(|(question, _)| question)
            .collect();
        plan.design
            .scales
            .insert("s-v1".to_owned(), choices(&["1", "2", "3", "4"]));
    });
    let mut rng = Seed(seed).rng();
    for id in ["c1", "c2", "c3"].map(case) {
        for (question, key) in all_kinds() {
            tape.key(&id, question.id.as_str(), key);
        }
        tape.fact(&id, CaseFact::Opened);
        for _ in 0..rng.below(40) {
            tape.fact(&id, any_fact(&mut rng));
        }
    }
    if rng.unit() < 0.7 {
        tape.event(Event::Ended(SessionEnd::TimeUp));
    }
    tape
}

fn shares(score: &Score) -> Vec<f64> {
    let of = score.assessment.as_ref().unwrap();
    let questions = of.cases.iter().flat_map(|case| &case.questions);
    let mut shares: Vec<f64> = questions.filter_map(|q| q.share).collect();
    shares.extend(
        of.cases
            .iter()
            .filter_map(|case| Some(case.points?.earned / case.points?.possible)),
    );
    let advice = &of.advice;
    let estimates = [
        advice.commission,
        advice.omission,
        advice.agreement,
        of.points.share,
    ];
    shares.extend(
        estimates
            .iter()
            .flatten()
            .flat_map(|e: &Estimate| [e.lower, e.value, e.upper]),
    );
    shares
}

#[test]
fn any_facts_make_a_score_that_is_equal_on_replay() {
    for mode in ReadingMode::ALL {
        for seed in 0..60 {
            let (one, other) = (tape(mode, seed), tape(mode, seed));
            let score = one.score();
            assert_eq!(score, other.score(), "{} {seed}", mode.word());
            for share in shares(&score) {
                assert!(
                    (0.0..=1.0).contains(&share),
                    "{} {seed}: {share}",
                    mode.word()
                );
            }
        }
    }
}

#[test]
fn a_plan_that_names_v1_is_scored_by_v1() {
    let tape = tape(ReadingMode::Sequential, 3);
    let plan = crate::SessionPlan {
        rubric: Rubric::V1,
        ..tape.session.plan().clone()
    };
    let session = Session::new(plan).unwrap();
    let by_name = score_session(&session, &tape.input);
    assert_eq!(by_name, score(&session, &tape.input.truths));
    assert_eq!(by_name.assessment, None);
}

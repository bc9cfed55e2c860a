//! What each scripted reader does with the same cases.

mod every_mode;

use std::collections::BTreeMap;

use overread_base::CaseId;
use overread_scenario::ReadingMode;

use super::*;
use crate::fixture::{Sitting, plan, result, series, truths};
use crate::{CaseGrade, Score, score};

type Truths = BTreeMap<CaseId, CaseTruth>;

/// Three cases: one lesion found and one false alarm, a lesion missed, a normal case with a false alarm.
fn bank() -> (Truths, Vec<AiResult>) {
    let truths = truths(&[("c1", &[0.0]), ("c2", &[50.0]), ("c3", &[])]);
    let results = vec![
        result(&[1.0, 90.0], 0.9),
        result(&[], 0.1),
        result(&[30.0], 0.7),
    ];
    (truths, results)
}

fn read(policy: Policy, seed: u64) -> Score {
    let (truths, results) = bank();
    let mut s = Sitting::new(ReadingMode::Sequential);
    let plan = plan(ReadingMode::Sequential);
    let uid = series();
    for (idx, (id, result)) in plan.cases.iter().zip(results).enumerate() {
        let about = PolicyCase {
            difficulty: None,
            case: id,
            design: &plan.design,
            key: &[],
            planted: None,
            series: &uid,
            bounds: (
                Vec3::new(-200.0, -200.0, -200.0),
                Vec3::new(200.0, 200.0, 200.0),
            ),
            truth: truths.get(id),
            questions: &plan.questions,
            hit_rule: plan.hit_rule,
            seed: Seed(seed).index(idx as u64),
        };
        s.done(Command::NextCase);
        policy
            .first_read(&about)
            .into_iter()
            .for_each(|c| s.done(c));
        s.done(Command::LockFirstRead);
        s.arrives(id.as_str(), result.clone()).unwrap();
        let commands = policy.final_read(&about, &result);
        commands.into_iter().for_each(|c| s.done(c));
        policy
            .report(&plan.questions)
            .into_iter()
            .for_each(|c| s.done(c));
        s.done(Command::Sign);
    }
    s.done(Command::Finish);
    score(&s.session, &truths)
}

#[test]
fn the_perfect_reader_is_right_everywhere() {
    let total = read(Policy::Perfect, 1).total;
    assert_eq!(total.last.sensitivity.unwrap().value, 1.0);
    assert_eq!(total.last.false_positives_per_case.unwrap().value, 0.0);
    assert_eq!(total.last.case_specificity.unwrap().value, 1.0);
    assert_eq!(
        (total.verdicts.right_kept, total.verdicts.wrong_rejected),
        (1, 2)
    );
}

#[test]
fn who_follows_the_ai_scores_what_the_ai_scores() {
    let score = read(Policy::FollowsAi, 1);
    for scored in &score.cases {
        let CaseGrade::Graded { last, ai, .. } = &scored.grade else {
            panic!("not graded: {}", scored.case);
        };
        let ai = ai.read.as_ref().unwrap();
        assert_eq!(
            (&last.hit, &last.missed, last.false_positives, last.call),
            (&ai.hit, &ai.missed, ai.false_positives, ai.call),
            "{}",
            scored.case
        );
    }
    assert_eq!(Some(score.total.last), score.total.ai);
}

#[test]
fn who_ignores_the_ai_ends_as_he_began() {
    for seed in 0..20 {
        let total = read(Policy::IgnoresAi, seed).total;
        assert_eq!(total.first, total.last, "seed {seed}");
        assert_eq!(total.verdicts.right_kept + total.verdicts.wrong_kept, 0);
    }
}

#[test]
fn who_ignores_the_ai_sees_seven_lesions_in_ten() {
    let n_seeds = 400;
    let hits: f64 = (0..n_seeds)
        .map(|seed| {
            read(Policy::IgnoresAi, seed)
                .total
                .first
                .sensitivity
                .unwrap()
        })
        .map(|estimate| estimate.value * estimate.n as f64)
        .sum();
    let share = hits / (2 * n_seeds) as f64;
    // 800 draws: three standard deviations are 0.049.
    assert!((share - SEEN_SHARE).abs() < 0.049, "{share}");
}

#[test]
fn the_coin_is_worse_than_the_perfect_reader_and_equal_seeds_read_equally() {
    for seed in 0..20 {
        let coin = read(Policy::Coin, seed);
        assert_eq!(coin, read(Policy::Coin, seed));
        let sensitivity = coin.total.last.sensitivity.unwrap().value;
        let false_positives = coin.total.last.false_positives_per_case.unwrap().value;
        assert!(sensitivity < 1.0 || false_positives > 0.0, "seed {seed}");
    }
    assert_ne!(read(Policy::Coin, 1), read(Policy::Coin, 2));
}

#[test]
fn without_truth_even_the_perfect_reader_sees_nothing() {
    let plan = plan(ReadingMode::Sequential);
    let uid = series();
    let about = PolicyCase {
        difficulty: None,
        case: &plan.cases[0],
        design: &plan.design,
        key: &[],
        planted: None,
        series: &uid,
        bounds: (Vec3::new(0.0, 0.0, 0.0), Vec3::new(1.0, 1.0, 1.0)),
        truth: None,
        questions: &plan.questions,
        hit_rule: plan.hit_rule,
        seed: Seed(3),
    };
    assert_eq!(Policy::Perfect.first_read(&about), [Command::RateCase(0)]);
    let commands = Policy::Perfect.final_read(&about, &result(&[0.0], 0.9));
    assert!(matches!(
        commands[..],
        [Command::GiveVerdict {
            verdict: FindingVerdict::Rejected,
            ..
        }]
    ));
}

/// How often a model calls the abnormal case positive, first and in the end, over fixed seeds.
fn called(model: ReaderModel, difficulty: Difficulty, ai: &AiResult) -> (u64, u64) {
    let plan = plan(ReadingMode::Sequential);
    let (truths, uid) = (truths(&[("c1", &[0.0])]), series());
    let mut counts = (0, 0);
    for seed in 0..N_SEEDS {
        let about = PolicyCase {
            difficulty: Some(difficulty),
            case: &plan.cases[0],
            design: &plan.design,
            key: &[],
            planted: None,
            series: &uid,
            bounds: (Vec3::new(0.0, 0.0, 0.0), Vec3::new(1.0, 1.0, 1.0)),
            truth: truths.get(&plan.cases[0]),
            questions: &plan.questions,
            hit_rule: plan.hit_rule,
            seed: Seed(seed),
        };
        let rating = |commands: &[Command]| {
            commands.iter().find_map(|command| {
                let Command::RateCase(rating) = command else {
                    return None;
                };
                Some(*rating >= plan.questions.positive_from)
            })
        };
        let policy = Policy::Model(model);
        let first = rating(&policy.first_read(&about)).unwrap();
        let last = rating(&policy.final_read(&about, ai)).unwrap_or(first);
        counts.0 += u64::from(first);
        counts.1 += u64::from(last);
    }
    counts
}

const N_SEEDS: u64 = 1000;

#[test]
fn a_model_misses_more_of_what_is_hard_and_does_not_follow_the_errors_that_it_sees() {
    let model = ReaderModel {
        sensitivity: 0.9,
        hard_sensitivity: Some(0.4),
        specificity: 0.9,
        lesion_sensitivity: 1.0,
        follows_ai: 0.8,
        sees_ai_errors: 0.75,
        notices_defects: 0.0,
    };
    // Within four standard errors of what was put in, on fixed seeds.
    #[track_caller]
    fn near(found: u64, expected: f64) {
        let n = N_SEEDS as f64;
        let error = (expected * (1.0 - expected) / n).sqrt();
        let share = found as f64 / n;
        assert!(
            (share - expected).abs() < 4.0 * error,
            "{share}, expected {expected}"
        );
    }
    let (right, wrong) = (result(&[0.0], 0.9), result(&[], 0.1));
    let (first, last) = called(model, Difficulty::Medium, &right);
    near(first, 0.9);
    near(last, 0.9 + 0.1 * 0.8);
    let (first, last) = called(model, Difficulty::Hard, &right);
    near(first, 0.4);
    near(last, 0.4 + 0.6 * 0.8);
    // A miss of the service is followed where it is not seen: a quarter of 0.8.
    let (_, last) = called(model, Difficulty::Medium, &wrong);
    near(last, 0.9 * (1.0 - 0.25 * 0.8));
    let alike = ReaderModel {
        hard_sensitivity: None,
        ..model
    };
    near(called(alike, Difficulty::Hard, &right).0, 0.9);
}

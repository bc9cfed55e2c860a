//! Whole sessions of the scripted readers: who scores what, and why it is so.

use overread_exam::{AiOutcome, CaseGrade, LesionSwitches, Policy, ReadScore, Ungraded};
use overread_store::JournalReader;
use overread_workstation::{debrief_of, score_json};

use crate::course::{Course, Finished};

const SEEDS: [u64; 5] = [1, 2, 3, 5, 8];

/// First answer, final answer and the service's of each graded case.
fn reads(session: &Finished) -> Vec<(&ReadScore, &ReadScore, Option<&ReadScore>)> {
    let mut reads = Vec::new();
    for case in &session.score.cases {
        if let CaseGrade::Graded {
            first, last, ai, ..
        } = &case.grade
        {
            reads.push((first, last, ai.read.as_ref()));
        }
    }
    reads
}

#[test]
fn every_reader_signs_every_case_and_five_of_six_are_graded() {
    let course = Course::new();
    for policy in [
        Policy::Perfect,
        Policy::IgnoresAi,
        Policy::FollowsAi,
        Policy::Coin,
    ] {
        let session = course.read(policy, 1);
        let total = &session.score.total;
        assert_eq!(
            (total.n_graded, total.n_no_truth, total.n_not_signed),
            (5, 1, 0)
        );
        let last = session.score.cases.last().unwrap();
        assert_eq!(last.grade, CaseGrade::Ungraded(Ungraded::NoTruth));
        assert_eq!(last.slice_coverage, Some(1.0));
    }
}

#[test]
fn the_perfect_reader_beats_the_coin() {
    let course = Course::new();
    for seed in SEEDS {
        let perfect = course.read(Policy::Perfect, seed).score.total.last;
        let coin = course.read(Policy::Coin, seed).score.total.last;
        let figures = |read: &overread_exam::Accuracy| {
            let sensitivity = read.sensitivity.unwrap().value;
            let false_positives = read.false_positives_per_case.unwrap().value;
            (sensitivity, -false_positives)
        };
        assert_eq!(figures(&perfect), (1.0, 0.0));
        let ((hits, quiet), (coin_hits, coin_quiet)) = (figures(&perfect), figures(&coin));
        assert!(
            hits >= coin_hits && quiet >= coin_quiet,
            "seed {seed}: {coin:?}"
        );
        assert!(
            hits > coin_hits || quiet > coin_quiet,
            "seed {seed}: {coin:?}"
        );
        assert_eq!(perfect.case_sensitivity.unwrap().value, 1.0);
        assert_eq!(perfect.case_specificity.unwrap().value, 1.0);
    }
}

#[test]
fn who_follows_the_ai_scores_exactly_what_the_service_scores() {
    let course = Course::new();
    let session = course.read(Policy::FollowsAi, 1);
    for (case, (first, last, ai)) in session.score.cases.iter().zip(reads(&session)) {
        let ai = ai.unwrap();
        // A service gives a probability, a reader a rating; all else must be equal.
        let alike = ReadScore {
            rating: ai.rating,
            ..last.clone()
        };
        assert_eq!(alike, *ai, "case {}", case.case);
        assert_eq!(first.hit, []);
    }
    let total = &session.score.total;
    assert_eq!(Some(&total.last), total.ai.as_ref());
    // Counted by hand from the course: 2 of 4 lesions, 2 false marks in 5 cases, 2 of 3 abnormal and 1 of 2 normal.
    assert_eq!(total.last.sensitivity.unwrap().value, 0.5);
    assert_eq!(total.last.false_positives_per_case.unwrap().value, 0.4);
    assert_eq!(total.last.case_sensitivity.unwrap().value, 2.0 / 3.0);
    assert_eq!(total.last.case_specificity.unwrap().value, 0.5);
    assert_eq!(
        total.reliance.as_ref().unwrap().agreement.unwrap().value,
        1.0
    );
}

#[test]
fn who_ignores_the_ai_is_untouched_by_it() {
    let course = Course::new();
    for seed in SEEDS {
        let aided = course.read(Policy::IgnoresAi, seed);
        let alone = course.read_alone(Policy::IgnoresAi, seed);
        for ((first, last, _), (_, unaided, _)) in reads(&aided).iter().zip(reads(&alone)) {
            assert_eq!(first, last);
            assert_eq!(*last, unaided);
        }
        let total = &aided.score.total;
        assert_eq!(total.first, total.last);
        assert_eq!(total.last, alone.score.total.last);
        assert_eq!(total.switches, LesionSwitches::default());
        assert_eq!(
            (total.verdicts.right_kept, total.verdicts.wrong_kept),
            (0, 0)
        );
        // The service marks two lesions and two places without one, and four verdicts were given.
        assert_eq!(
            (total.verdicts.right_rejected, total.verdicts.wrong_rejected),
            (2, 2)
        );
        assert_eq!(alone.score.total.ai, None);
    }
}

#[test]
fn a_session_alone_never_asks_the_service() {
    let session = Course::new().read_alone(Policy::Perfect, 1);
    let outcomes = session
        .score
        .cases
        .iter()
        .filter_map(|case| match &case.grade {
            CaseGrade::Graded { ai, .. } => Some(ai.outcome),
            CaseGrade::Ungraded(_) => None,
        });
    assert_eq!(Vec::from_iter(outcomes), [AiOutcome::NotUsed; 5]);
    assert_eq!(session.score.total.reliance, None);
}

#[test]
fn replaying_the_journal_gives_the_same_score_byte_for_byte() {
    let course = Course::new();
    for policy in [
        Policy::Perfect,
        Policy::IgnoresAi,
        Policy::FollowsAi,
        Policy::Coin,
    ] {
        let session = course.read(policy, 3);
        let found = JournalReader::read(&session.journal).unwrap();
        assert_eq!(
            (&found.plan, &found.events),
            (&session.plan, &session.events)
        );
        let beside = session.journal.with_file_name("scenario.toml");
        let (scenario, _) = overread_scenario::check(&std::fs::read_to_string(beside).unwrap());
        let replayed = debrief_of(&found.plan, &scenario.unwrap(), &found.events).unwrap();
        assert_eq!(score_json(&replayed.score), score_json(&session.score));
    }
}

#[test]
fn equal_seeds_give_equal_sessions_and_other_seeds_other_ones() {
    let course = Course::new();
    let events = |seed: u64| course.read(Policy::Coin, seed).events;
    assert_eq!(events(1), events(1));
    assert_ne!(events(1), events(2));
}

#[test]
fn times_are_those_of_the_script() {
    let session = Course::new().read(Policy::Perfect, 1);
    let total = &session.score.total;
    // 16 slices of 150 ms and acts of 2 s; a case is read in less than its limit of a minute.
    let to_reveal = total.median_to_reveal.unwrap();
    let case = total.median_case_time.unwrap();
    assert!(
        2400 < to_reveal.0 && to_reveal < case && case.0 < 60_000,
        "{to_reveal} {case}"
    );
    assert!(
        session
            .score
            .cases
            .iter()
            .all(|case| case.times.overrun.is_none())
    );
}

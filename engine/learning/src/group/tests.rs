//! Logs of several learners, of one learner twice, without a name, and damaged.

use overread_exam::{ComponentStatus, PassOutcome};

use super::*;
use crate::certification::{PartStatus, Reason};
use crate::event::LearnerAct;
use crate::fixture::{cases, course, exam_done, log, step, test_done};

fn group(logs: Vec<GroupLog>) -> Group {
    Group::of(&course(), logs, Vec::new())
}

#[test]
fn a_log_that_was_handed_in_twice_counts_once_and_two_machines_add_up() {
    let home = cases("home", "mass", 4, 1);
    let mut longer = home.clone();
    longer.extend(cases("home-2", "mass", 3, 3));
    let work = cases("work", "mass", 4, 4);
    let found = group(vec![
        log("a/learner.log", "Anna", home),
        log("b/learner.log", " Anna ", longer),
        log("c/learner.log", "Anna", work),
        log("d/learner.log", "anna", cases("x", "mass", 1, 1)),
    ]);
    let names: Vec<&str> = found.learners.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Anna", "anna"]);
    assert_eq!(found.learners[0].sources.len(), 3);
    let (_, cell) = found.learners[0].competencies.cells().next().unwrap();
    // 4 at home once, 3 more of the longer copy, 4 at work: 1 + 3 + 4 right.
    assert_eq!((cell.n, cell.n_right), (11, 8));
}

#[test]
fn an_event_that_one_log_has_twice_stays_twice() {
    let twice = vec![
        LearnerAct::TourDone,
        LearnerAct::StepDone {
            step: step("page"),
            share: None,
            session: None,
        },
    ];
    let mut first = log("a", "Bo", twice);
    first.events[1].at_unix_s = first.events[0].at_unix_s;
    first.events.push(first.events[1].clone());
    let second = first.clone();
    let merged = merged(vec![first, second]);
    assert_eq!(merged.into_values().next().unwrap().events.len(), 3);
}

#[test]
fn logs_without_a_name_stand_alone_and_last() {
    let found = group(vec![
        log("one/learner.log", "", Vec::new()),
        log("two/learner.log", "  ", Vec::new()),
        log("three/learner.log", "Zoe", Vec::new()),
    ]);
    let names: Vec<&str> = found.learners.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Zoe", "one/learner.log", "two/learner.log"]);
    assert_eq!(found.learners[0].last_unix_s, None);
}

/// The fault: a class whose installations were left as they came was one learner.
#[test]
fn logs_with_the_name_that_everybody_has_are_not_one_learner() {
    let found = group(vec![
        log("one/learner.log", "reader", cases("s", "mass", 4, 1)),
        log("two/learner.log", " reader ", cases("t", "mass", 4, 4)),
        log("three/learner.log", "Reader", Vec::new()),
    ]);
    let names: Vec<&str> = found.learners.iter().map(|it| it.name.as_str()).collect();
    // Who wrote a capital letter chose the name.
    assert_eq!(names, ["Reader", "one/learner.log", "two/learner.log"]);
    let cell = found.cells.values().next().unwrap();
    assert_eq!((cell.n, cell.n_right, cell.n_learners), (8, 5, 2));
}

#[test]
fn a_cell_over_the_group_knows_who_is_weak_and_that_cases_of_one_learner_are_alike() {
    let found = group(vec![
        log("a", "A", cases("s", "mass", 8, 2)),
        log("b", "B", cases("s", "mass", 8, 8)),
        log("c", "C", cases("s", "mass", 3, 0)),
    ]);
    let cell = found.cells.values().next().unwrap();
    assert_eq!((cell.n, cell.n_right, cell.n_learners), (19, 10, 3));
    // C is wrong in all of three cases, which are too few to call it weak.
    assert_eq!(cell.n_weak, 1);
    let clustered = cell.right.as_ref().unwrap();
    let alone = overread_stats::proportion_wilson95(10, 19).unwrap();
    assert_eq!(clustered.estimate.value, alone.value);
    let width = |it: &overread_stats::Estimate| it.upper - it.lower;
    assert!(width(&clustered.estimate) > width(&alone));
    // One learner gives no interval over learners.
    let one = group(vec![log("a", "A", cases("s", "mass", 8, 2))]);
    assert!(one.cells.values().next().unwrap().right.is_err());
}

#[test]
fn progress_and_certification_of_each_learner_are_told() {
    let done = |name: &str| LearnerAct::StepDone {
        step: step(name),
        share: None,
        session: None,
    };
    let found = group(vec![
        log(
            "a",
            "A",
            vec![
                done("page"),
                test_done(0.9),
                exam_done(ComponentStatus::Met),
            ],
        ),
        log(
            "b",
            "B",
            vec![test_done(0.9), exam_done(ComponentStatus::NotMet)],
        ),
    ]);
    let [a, b] = &found.learners[..] else {
        panic!()
    };
    // The examination's own step is done by its own event, which these logs lack.
    assert_eq!((a.modules[0].n_done, a.modules[0].n_steps), (2, 3));
    assert_eq!(a.certifications[0].1.outcome, PassOutcome::Passed);
    assert_eq!(b.certifications[0].1.outcome, PassOutcome::Failed);
    let exam = &b.certifications[0].1.parts[1];
    assert_eq!(exam.status, PartStatus::Failed);
    assert!(matches!(exam.reasons[..], [Reason::Component(_)]));
}

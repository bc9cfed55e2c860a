//! Progress through a course of two modules.

use overread_base::ScenarioId;
use overread_scenario::{CourseStep, ItemSet};

use super::*;

fn module(id: &str) -> CourseModule {
    let step = |id: &str, kind: StepKind| CourseStep {
        id: id.to_owned(),
        title: Vec::new(),
        kind,
    };
    let page = StepKind::Page {
        name: "p".to_owned(),
    };
    let test = StepKind::Items {
        set: ItemSet::SelfAssessment,
        pass_percent: Some(70),
        test: None,
    };
    CourseModule {
        id: id.to_owned(),
        folder: id.to_owned(),
        minutes: 10,
        title: Vec::new(),
        goals: Vec::new(),
        steps: vec![step("page", page), step("test", test)],
        items: Vec::new(),
        pages: BTreeMap::new(),
        certification: None,
    }
}

fn course() -> Course {
    Course {
        id: ScenarioId::new("test.course").unwrap(),
        version: "1.0.0".to_owned(),
        licence: "MIT".to_owned(),
        languages: Vec::new(),
        title: Vec::new(),
        about: Vec::new(),
        tasks: BTreeMap::new(),
        modules: vec![module("m0"), module("m1")],
        cases: BTreeMap::new(),
        scores: BTreeMap::new(),
        blocks: BTreeMap::new(),
    }
}

fn done(course: &str, module: &str, step: &str, share: Option<f64>) -> LearnerEvent {
    LearnerEvent {
        at_unix_s: 7,
        act: LearnerAct::StepDone {
            step: StepId {
                course: ScenarioId::new(course).unwrap(),
                module: module.to_owned(),
                step: step.to_owned(),
            },
            share,
            session: None,
        },
    }
}

fn next(events: &[LearnerEvent]) -> Option<(String, String)> {
    let course = course();
    let progress = Progress::of(&course, events);
    let (module, step) = progress.next(&course)?;
    Some((module.id.clone(), step.to_owned()))
}

#[test]
fn the_next_step_is_the_first_open_one_after_the_last() {
    let at = |module: &str, step: &str| Some((module.to_owned(), step.to_owned()));
    assert_eq!(next(&[]), at("m0", "page"));
    let mine = "test.course";
    let mut events = vec![done(mine, "m0", "page", None)];
    assert_eq!(next(&events), at("m0", "test"));
    // Not passed: it stays the next one.
    events.push(done(mine, "m0", "test", Some(0.6)));
    assert_eq!(next(&events), at("m0", "test"));
    events.push(done(mine, "m0", "test", Some(0.7)));
    assert_eq!(next(&events), at("m1", "page"));
    // Who jumps ahead goes on from there, and comes back to what was left in the end.
    let jumped = [done(mine, "m1", "page", None)];
    assert_eq!(next(&jumped), at("m1", "test"));
    let ahead = [
        done(mine, "m1", "page", None),
        done(mine, "m1", "test", Some(1.0)),
    ];
    assert_eq!(next(&ahead), at("m0", "page"));
    events.push(done(mine, "m1", "page", None));
    events.push(done(mine, "m1", "test", Some(1.0)));
    assert_eq!(next(&events), None);
}

#[test]
fn the_best_attempt_counts_and_other_courses_do_not() {
    let course = course();
    let events = [
        done("other.course", "m0", "page", None),
        done("test.course", "m0", "test", Some(0.9)),
        done("test.course", "m0", "test", Some(0.2)),
        done("test.course", "m0", "test", Some(f64::NAN)),
    ];
    let progress = Progress::of(&course, &events);
    let state = progress.step("m0", "test");
    assert_eq!((state.best_share, state.n_done), (Some(0.9), 3));
    assert_eq!(progress.n_done(&course.modules[0]), 1);
    assert_eq!(progress.step("m0", "page"), StepState::default());
}

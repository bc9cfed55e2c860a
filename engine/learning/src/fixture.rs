//! A small course and logs of learners, for tests.

use std::collections::BTreeMap;

use overread_base::{CaseId, LocalText, PhantomKind, ScenarioId};
use overread_exam::{AiState, ComponentStatus, PassOutcome};
use overread_scenario::{
    Course, CourseModule, CourseStep, ItemSet, ModuleCertification, PassMetric, StepKind, TestSpec,
    TopicCount,
};

use crate::case_record::CaseRecord;
use crate::event::{ComponentRecord, ExamRecord, LearnerAct, LearnerEvent, StepId, TestRecord};
use crate::group::GroupLog;

/// A course of one module with a page, a test and an examination; test and examination are its certification.
pub(crate) fn course() -> Course {
    let step = |id: &str, title: &str, kind| CourseStep {
        id: id.to_owned(),
        title: vec![LocalText::new("en", title)],
        kind,
    };
    let page = StepKind::Page {
        name: "p".to_owned(),
    };
    let test = StepKind::Items {
        set: ItemSet::Knowledge,
        pass_percent: Some(70),
        test: Some(TestSpec {
            minutes: 5,
            draw: vec![TopicCount {
                topic: "t".to_owned(),
                count: 1,
            }],
            most_attempts: None,
            wait_days: 0,
        }),
    };
    let exam = StepKind::Cases {
        file: "m9/exam.toml".to_owned(),
        state: None,
        competency: None,
        is_timed: true,
    };
    let module = CourseModule {
        id: "m9".to_owned(),
        folder: "m9".to_owned(),
        minutes: 10,
        title: vec![LocalText::new("en", "Certification")],
        goals: Vec::new(),
        steps: vec![
            step("page", "Page", page),
            step("knowledge", "Knowledge <test>", test),
            step("exam", "Reading", exam),
        ],
        items: Vec::new(),
        pages: BTreeMap::new(),
        certification: Some(ModuleCertification {
            parts: vec!["knowledge".to_owned(), "exam".to_owned()],
            within_days: None,
            valid_days: None,
        }),
    };
    Course {
        id: ScenarioId::new("test.course").unwrap(),
        version: "1.0.0".to_owned(),
        licence: "MIT".to_owned(),
        languages: Vec::new(),
        title: vec![LocalText::new("en", "Course & more")],
        about: Vec::new(),
        tasks: BTreeMap::from([(
            "mass".to_owned(),
            vec![
                LocalText::new("en", "Masses <1>"),
                LocalText::new("ru", "Образования"),
            ],
        )]),
        modules: vec![module],
        cases: BTreeMap::new(),
        scores: BTreeMap::new(),
        blocks: BTreeMap::new(),
    }
}

pub(crate) fn step(step: &str) -> StepId {
    StepId {
        course: ScenarioId::new("test.course").unwrap(),
        module: "m9".to_owned(),
        step: step.to_owned(),
    }
}

/// Cases of one task, `right` of them read rightly.
pub(crate) fn cases(session: &str, task: &str, n: usize, right: usize) -> Vec<LearnerAct> {
    let case = |idx: usize| CaseRecord {
        session: session.to_owned(),
        case: CaseId::new(format!("case-{idx}")).unwrap(),
        area: Some(PhantomKind::HeadCt),
        task: task.to_owned(),
        ai: AiState::FalseNegative,
        was_right_alone: None,
        is_right: idx < right,
        seconds: Some(30.0),
        n_hints: 0,
    };
    (0..n).map(case).map(LearnerAct::CaseRead).collect()
}

pub(crate) fn test_done(share: f64) -> LearnerAct {
    LearnerAct::TestDone(TestRecord {
        step: step("knowledge"),
        version: "1.0.0".to_owned(),
        seed: 1,
        answers: Vec::new(),
        seconds: 60.0,
        is_time_up: false,
        share,
        cut: 0.7,
    })
}

pub(crate) fn exam_done(status: ComponentStatus) -> LearnerAct {
    LearnerAct::ExamDone(ExamRecord {
        step: step("exam"),
        session: "s".to_owned(),
        outcome: if status == ComponentStatus::Met {
            PassOutcome::Passed
        } else {
            PassOutcome::Failed
        },
        bars: Vec::new(),
        components: vec![ComponentRecord {
            metric: PassMetric::Rsr,
            share: Some(0.25),
            n: 8,
            cut: Some(0.6),
            status,
        }],
    })
}

/// A log; its events lie a second apart.
pub(crate) fn log(source: &str, learner: &str, acts: Vec<LearnerAct>) -> GroupLog {
    let events = acts.into_iter().enumerate().map(|(idx, act)| LearnerEvent {
        at_unix_s: 1_795_651_200 + idx as u64,
        act,
    });
    GroupLog {
        source: source.to_owned(),
        learner: learner.to_owned(),
        events: events.collect(),
        note: None,
    }
}

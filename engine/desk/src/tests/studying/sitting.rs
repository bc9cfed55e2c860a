//! A learner sits a test of a course.

use egui::Key;
use overread_base::PhantomKind;
use overread_exam::AiState;
use overread_learning::{LearnerAct, LearnerEvent};
use overread_scenario::{Course, ItemSet, ModuleCertification, StepKind, TestSpec, TopicCount};

use super::fixture::{Study, place, read_wrongly, small};
use crate::{CourseAct, Language};

/// The small course with a test of two of its questions, which is a certification by itself.
fn examined() -> Course {
    let mut course = small();
    let module = &mut course.modules[0];
    for item in &mut module.items {
        item.topic = Some("t".to_owned());
    }
    module.steps[1].kind = StepKind::Items {
        set: ItemSet::Review,
        pass_percent: Some(70),
        test: Some(TestSpec {
            minutes: 5,
            draw: vec![TopicCount {
                topic: "t".to_owned(),
                count: 2,
            }],
            most_attempts: Some(1),
            wait_days: 0,
        }),
    };
    module.certification = Some(ModuleCertification {
        parts: vec!["review".to_owned()],
        within_days: None,
        valid_days: None,
    });
    course
}

#[test]
fn a_test_is_sat_once_without_feedback_and_its_verdict_stands_with_its_reason() {
    let mut study = Study::of(Language::En, examined());
    let missed = read_wrongly(Some(PhantomKind::ChestCt), "missed", AiState::FalseNegative);
    study.events.borrow_mut().extend(missed);
    study.press(Key::ArrowRight);
    study.press(Key::ArrowRight);
    assert!(study.has("2 questions in 5 minutes; the pass mark is 70 %"));
    assert!(study.has("Attempt 1 of 1"));
    assert!(study.has("Repeat them (R)") && study.has("Practise again"));
    study.told();
    study.click("Begin the test");
    let begun = CourseAct::TestBegun {
        step: place("review"),
        seed: 11,
    };
    assert_eq!(study.told(), [begun]);
    // Nothing else opens while it is sat, and no answer is told of before its end.
    study.press(Key::ArrowRight);
    assert!(study.has("A test is being sat"));
    // What is due and what is weak lead out of it, and its answers would be gone.
    assert!(study.has("Questions that are due: 1"));
    assert!(!study.has("Repeat them (R)") && !study.has("Practise again"));
    study.press(Key::R);
    assert!(study.has("A test is being sat"));
    study.keep("course-test-en");
    for _ in 0..2 {
        // Its text stands among the questions that are due, its options here alone.
        if study.has("Finds less") {
            study.press(Key::Num2);
            study.press(Key::Enter);
            assert!(!study.has("More cases are called abnormal."));
        } else {
            study.click("Leave this one open");
        }
    }
    let told = study.told();
    let [CourseAct::TestDone(record)] = &told[..] else {
        panic!("{told:?}");
    };
    assert_eq!(
        (record.share, record.cut, record.is_time_up),
        (0.5, 0.7, false)
    );
    let given: Vec<bool> = record
        .answers
        .iter()
        .map(|(_, given)| given.is_some())
        .collect();
    assert!(
        given.contains(&true) && given.contains(&false),
        "{record:?}"
    );
    assert!(study.has("50 % of full marks"));
    assert!(!study.has("Finds more"));

    // The host keeps what was told; the part is failed, for its reason, and no attempt is left.
    let step = record.step.clone();
    for act in [
        LearnerAct::TestBegun { step, seed: 11 },
        LearnerAct::TestDone((**record).clone()),
    ] {
        study.events.borrow_mut().push(LearnerEvent {
            at_unix_s: 1_795_651_200,
            act,
        });
    }
    study.harness.run();
    assert!(study.has("50 % of the marks; the pass mark is 70 %"));
    assert!(study.has("Certification not passed: every part has to be"));
    study.keep("course-test-end-en");
    study.press(Key::ArrowLeft);
    study.press(Key::ArrowRight);
    assert!(study.has("All attempts are used: 1."));
    assert!(!study.has("Begin the test"));
}

#[test]
fn an_end_before_the_last_question_is_asked_for_twice_and_open_questions_count_as_wrong() {
    let mut study = Study::of(Language::Ru, examined());
    study.press(Key::ArrowRight);
    study.press(Key::ArrowRight);
    study.click("Начать тест");
    study.told();
    study.click("Закончить тест");
    assert_eq!(study.told(), []);
    study.click("Закончить сейчас; вопросы без ответа считаются неверными");
    let told = study.told();
    assert!(
        matches!(&told[..], [CourseAct::TestDone(record)] if record.share == 0.0 && record.answers.len() == 2),
        "{told:?}"
    );
}

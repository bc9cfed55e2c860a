//! A learner goes through a small course: by pointer and by keys, in both languages, with pictures that come later.

mod fixture;
mod language;
mod reading;
mod sitting;
mod weak;

use egui::Key;
use egui_kittest::kittest::Queryable as _;
use overread_base::{LocalText, Millis, ScenarioId};
use overread_learning::{LearnerAct, LearnerEvent, StepId};

use self::fixture::{Study, place, small};
use crate::{CourseAct, Language};

#[test]
fn enter_begins_a_block_unless_a_button_has_the_keyboard() {
    let mut study = Study::new(Language::En);
    for _ in 0..3 {
        study.press(Key::ArrowRight);
    }
    study.told();
    study.press(Key::Enter);
    let begun = CourseAct::Cases {
        step: place("missed"),
    };
    assert_eq!(study.told(), [begun]);
    // The button for the step before has the keyboard: Enter is its own.
    study.harness.get_by_label("Back").focus();
    study.harness.run();
    study.press(Key::Enter);
    let told = study.told();
    assert!(
        !told
            .iter()
            .any(|act| matches!(act, CourseAct::Cases { .. })),
        "{told:?}"
    );
}

/// A module folds out when one of its steps is opened, and may be folded up while that step stays open.
#[test]
fn the_module_of_the_open_step_can_be_folded_up() {
    let mut study = Study::new(Language::En);
    study.press(Key::ArrowRight);
    assert!(study.has("○ Thresholds"), "folded out with its step");
    let head = study.harness.get_by_label_contains("0/3");
    head.click();
    study.harness.run_steps(20);
    assert!(!study.has("○ Thresholds"), "folded up");
    study.press(Key::ArrowRight);
    study.harness.run_steps(20);
    assert!(study.has("Thresholds ("), "another step is open");
}

#[test]
fn enter_reads_on_and_stops_at_the_questions() {
    let mut study = Study::new(Language::En);
    study.press(Key::Enter);
    study.press(Key::Enter);
    let told = study.told();
    for wanted in ["thresholds", "review"] {
        let step = place(wanted);
        assert!(told.contains(&CourseAct::Begun { step }), "{told:?}");
    }
    study.press(Key::Enter);
    assert_eq!(study.told(), [], "a question without an answer stays");
}

#[test]
fn an_arrow_that_leads_to_a_number_leaves_the_keyboard_in_its_field() {
    let mut course = small();
    course.modules[0].items.reverse();
    let mut study = Study::with_faults(Language::En, course, Vec::new());
    study.press(Key::ArrowRight);
    study.press(Key::ArrowRight);
    study.told();
    answer_share(&mut study, "12,5");
}

/// Types the right number and Enter, with the keyboard where it is.
#[track_caller]
fn answer_share(study: &mut Study, typed: &str) {
    study.harness.event(egui::Event::Text(typed.to_owned()));
    study.harness.run();
    study.press(Key::Enter);
    let told = study.told();
    assert!(
        matches!(&told[..], [CourseAct::Answered { item, points, .. }] if item == "share" && *points == 1.0),
        "{told:?}"
    );
}

#[test]
fn what_is_wrong_with_a_course_is_counted_and_told_on_request() {
    let faults = vec![
        "m1/module.toml: error: not there".to_owned(),
        "m2/items.toml: line 3: error: expected a key".to_owned(),
    ];
    for (language, counted) in [
        (Language::En, "2 faults in the files of this course"),
        (Language::Ru, "2 ошибки в файлах курса"),
    ] {
        let mut study = Study::with_faults(language, small(), faults.clone());
        study.harness.run();
        assert!(study.has(counted) && !study.has("m1/module.toml"));
        study.harness.get_by_label_contains(counted).click();
        study.harness.run();
        assert!(study.has("m1/module.toml") && study.has("expected a key"));
    }
    assert!(!Study::new(Language::En).has("faults"));
}

#[test]
fn a_page_is_read_with_its_picture_and_left_for_the_questions_by_keys_alone() {
    let mut study = Study::new(Language::En);
    study.press(Key::ArrowRight);
    study.harness.run_steps(3);
    let told = study.told();
    assert_eq!(
        told[0],
        CourseAct::Begun {
            step: place("thresholds")
        }
    );
    assert!(
        matches!(&told[1], CourseAct::Picture(wanted) if wanted.case == "nodule"),
        "{told:?}"
    );
    assert_eq!(told.len(), 2, "a picture is asked for once");
    study.keep("course-page-en");
    study.press(Key::ArrowRight);
    let told = study.told();
    let done = CourseAct::Done {
        step: place("thresholds"),
        share: None,
    };
    assert_eq!(told[0], done);
    // The wrong answer first, then the right one: the last choice counts.
    for key in [Key::Num1, Key::Num2, Key::Enter] {
        study.press(key);
    }
    let told = study.told();
    assert!(
        matches!(&told[..], [CourseAct::Answered { item, points, .. }] if item == "lower" && *points == 1.0),
        "{told:?}"
    );
    assert!(study.has("More cases are called abnormal."));
    assert!(study.has("Somebody, Journal 2020;1:2"));
    study.keep("course-question-en");
    study.press(Key::Enter);
    answer_share(&mut study, "12,6");
    assert!(study.has("Unverified"));
    study.press(Key::Enter);
    let done = CourseAct::Done {
        step: place("review"),
        share: Some(1.0),
    };
    assert_eq!(study.told(), [done]);
    assert!(study.has("100 % of full marks"));
    assert!(study.has("✔  What does a lower threshold do?") && study.has("✔  Which share?"));
    // Enter goes on to the block, and does not begin it too.
    study.press(Key::Enter);
    let step = place("missed");
    assert_eq!(study.told(), [CourseAct::Begun { step }]);
}

/// Presses Tab until a thing of this name has the keyboard.
#[track_caller]
fn reach(study: &mut Study, label: &str) {
    for _ in 0..60 {
        let found = study.harness.query_by_label(label);
        if found.is_some_and(|node| node.is_focused()) {
            return;
        }
        study.press(Key::Tab);
    }
    panic!("Tab never reaches {label:?}");
}

#[test]
fn questions_are_answered_by_tab_and_enter_or_by_the_pointer() {
    for by_keys in [true, false] {
        let mut study = Study::new(Language::En);
        let press = |study: &mut Study, label: &str| {
            if by_keys {
                reach(study, label);
                study.press(Key::Enter);
            } else {
                study.click(label);
            }
        };
        // "Go on" stands in the outline and on the screen in the middle.
        study.press(Key::ArrowRight);
        press(&mut study, "Next step");
        study.told();
        // The wrong answer first, then the right one, which is the one that is checked.
        press(&mut study, "1.  Finds less");
        press(&mut study, "2.  Finds more");
        assert_eq!(study.told(), []);
        press(&mut study, "Check");
        let told = study.told();
        assert!(
            matches!(&told[..], [CourseAct::Answered { item, points, .. }] if item == "lower" && *points == 1.0),
            "{told:?}"
        );
        press(&mut study, "Next question");
        assert!(study.has("Which share?"));
    }
}

#[test]
fn links_lead_to_cases_and_a_block_is_begun() {
    let mut study = Study::new(Language::Ru);
    study.press(Key::ArrowRight);
    study.harness.run_steps(3);
    study.keep("course-page-ru");
    study.told();
    study.click("the slice");
    let told = study.told();
    assert!(
        matches!(&told[..], [CourseAct::Case { case, window: Some(window), .. }] if case == "nodule" && window == "lung"),
        "{told:?}"
    );
    study.press(Key::ArrowRight);
    study.press(Key::ArrowRight);
    assert!(study.has("ИИ что-то пропускает"));
    study.told();
    study.click("Начать чтение");
    let begun = CourseAct::Cases {
        step: place("missed"),
    };
    assert_eq!(study.told(), [begun]);
}

#[test]
fn a_block_says_before_it_begins_what_is_read_in_what_time() {
    let mut course = small();
    let block = overread_scenario::CourseBlock {
        // What has to be met stands at the end of a long one.
        briefing: vec![LocalText::new(
            "en",
            &format!(
                "Ten radiographs, half of them normal. {}To pass, all of it has to be met.",
                "Read each alone first. ".repeat(40)
            ),
        )],
        n_cases: 10,
        limit: Some(Millis(720_000)),
    };
    course.blocks.insert("m0/missed.toml".to_owned(), block);
    let mut study = Study::of(Language::En, course);
    for _ in 0..3 {
        study.press(Key::ArrowRight);
    }
    for told in [
        "half of them normal",
        "has to be met.",
        "Cases: 10",
        "12:00",
        "Begin reading",
    ] {
        assert!(study.has(told), "{told}");
    }
}

#[test]
fn what_is_done_is_seen_in_the_outline_and_what_is_due_comes_back() {
    let mut study = Study::new(Language::En);
    let done = LearnerAct::StepDone {
        step: StepId {
            course: ScenarioId::new("test.small").unwrap(),
            module: "m0".to_owned(),
            step: "thresholds".to_owned(),
        },
        share: None,
        session: None,
    };
    study.events.borrow_mut().push(LearnerEvent {
        at_unix_s: 1_795_651_200,
        act: done,
    });
    study.harness.run();
    assert!(study.has("M0  Thresholds   1/3"));
    // Why it comes back stands beside it, and one key begins.
    assert!(study.has("answers: 3, wrong: 2"));
    study.press(Key::R);
    assert!(study.has("Question 1 of 1"));
    study.press(Key::Num1);
    study.press(Key::Enter);
    assert!(study.has("Wrong"));
    study.press(Key::Enter);
    assert!(study.has("0 % of full marks"));
    let told = study.told();
    assert!(
        !told.iter().any(|act| matches!(act, CourseAct::Done { .. })),
        "repetition is no step: {told:?}"
    );
}

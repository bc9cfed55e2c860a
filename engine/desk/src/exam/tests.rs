//! What a reader sees of an exam, in both languages.

use egui::Shape;
use egui_kittest::Harness;
use overread_base::{FailureKind, LocalText, Millis, ServiceId, ServiceIdentity};
use overread_exam::{ExamCall, ExamMessage};

use super::*;
use crate::{Language, prepare_context};

fn text(en: &str, ru: &str) -> Vec<LocalText> {
    [("en", en), ("ru", ru)]
        .map(|(locale, value)| LocalText {
            locale: locale.to_owned(),
            value: value.to_owned(),
        })
        .into()
}

fn plugin() -> ServiceIdentity {
    ServiceIdentity {
        id: ServiceId::new("acme.exam").unwrap(),
        name: Vec::new(),
        version: "1.2.0".to_owned(),
        bundle_digest: None,
        model_digests: Vec::new(),
        intended_use: Vec::new(),
        operating_point: None,
    }
}

/// An exam about which there is nothing to say.
fn quiet<'v>(title: &'v [LocalText], plugin: &'v ServiceIdentity) -> ExamView<'v> {
    ExamView {
        title,
        plugin,
        is_awaiting: false,
        is_over: false,
        messages: &[],
        time_left: None,
        fault: None,
        grade: None,
        grade_fault: None,
    }
}

/// All that is drawn of an exam.
fn drawn(language: Language, state: SessionState, view: &ExamView<'_>) -> String {
    let desk = Desk::new(language);
    let mut harness = Harness::new_ui(|ui| {
        prepare_context(ui.ctx());
        desk.exam_ui(ui, view, state);
    });
    harness.run();
    let shapes = harness.output().shapes.iter();
    let shapes = shapes.flat_map(|clipped| {
        if let Shape::Vec(shapes) = &clipped.shape {
            shapes.clone()
        } else {
            vec![clipped.shape.clone()]
        }
    });
    let texts = shapes.filter_map(|shape| {
        if let Shape::Text(text) = shape {
            Some(text.galley.text().to_owned())
        } else {
            None
        }
    });
    texts.collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn check(drawn: &str, parts: &[&str]) {
    for part in parts {
        assert!(drawn.contains(part), "{part:?} is not in:\n{drawn}");
    }
}

#[test]
fn a_running_exam_says_its_name_its_words_and_the_time_left() {
    let (title, plugin) = (text("Nodules", "Очаги"), plugin());
    let messages = [ExamMessage {
        at: Millis(0),
        text: text("Four cases.", "Четыре случая."),
    }];
    let view = ExamView {
        messages: &messages,
        time_left: Some(Millis(61_000)),
        is_awaiting: true,
        ..quiet(&title, &plugin)
    };
    let running = |language| drawn(language, SessionState::Running, &view);
    let parts = [
        "Nodules",
        "acme.exam 1.2.0",
        "Four cases.",
        "1:01",
        "what comes next",
    ];
    check(&running(Language::En), &parts);
    let parts = ["Очаги", "Четыре случая.", "1:01", "следующий шаг"];
    check(&running(Language::Ru), &parts);
}

#[test]
fn a_fault_of_the_plugin_has_its_name() {
    let (title, plugin) = (text("Nodules", "Очаги"), plugin());
    let fault = ExamFault {
        call: ExamCall::Step,
        kind: FailureKind::Fuel,
        message: "the guest used up its instructions".to_owned(),
    };
    let view = ExamView {
        fault: Some(&fault),
        ..quiet(&title, &plugin)
    };
    let shown = drawn(Language::En, SessionState::Running, &view);
    check(
        &shown,
        &["fuel", "order of its plan", "step: the guest used up"],
    );
}

#[test]
fn the_grade_comes_after_the_end() {
    let (title, plugin) = (text("Nodules", "Очаги"), plugin());
    let grade = ExamGrade {
        is_passed: true,
        score: 0.75,
        rows: Vec::new(),
        feedback: text("3 of 4 right.", "Верно 3 из 4."),
    };
    let waiting = quiet(&title, &plugin);
    let shown = drawn(Language::En, SessionState::Ended, &waiting);
    check(&shown, &["being graded"]);
    let view = ExamView {
        grade: Some(&grade),
        ..waiting
    };
    let graded = |language| drawn(language, SessionState::Ended, &view);
    check(&graded(Language::En), &["Passed", "0.75", "3 of 4 right."]);
    check(&graded(Language::Ru), &["Сдано", "0,75", "Верно 3 из 4."]);
}

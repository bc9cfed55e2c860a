//! The worklist from the first case to the debrief, and the truth on the images after the end only.

use egui::vec2;
use egui_kittest::kittest::Queryable;
use overread_base::{Mark, Shape};
use overread_exam::{Command, FindingVerdict, MarkAnswer, Percent};
use overread_scenario::{LabelId, SectionId};

use super::fixtures::{BALL, case_id, result_with_findings, series_uid, study};
use super::rig::{Images, Rig, Screen, Stage};
use crate::{Language, MarkLayer};

/// A whole session: the first case read with a mark on the ball, the AI's second finding rejected; the second given up.
pub(super) fn finished(language: Language, screen: Screen) -> Rig {
    let mut rig = Rig::new(language, screen);
    rig.send(Command::NextCase);
    let place = Mark {
        series: series_uid(),
        shape: Shape::Point(BALL),
    };
    rig.send(Command::AddMark(MarkAnswer {
        place,
        label: LabelId::new("nodule").unwrap(),
        confidence: Percent::new(80).unwrap(),
        laterality: None,
    }));
    rig.send(Command::RateCase(90));
    rig.send(Command::LockFirstRead);
    rig.send(Command::AiArrived {
        case: case_id("first"),
        result: Box::new(result_with_findings()),
    });
    for (finding, verdict) in [
        ("sure", FindingVerdict::Accepted),
        ("doubtful", FindingVerdict::Rejected),
    ] {
        let finding = overread_base::FindingId::new(finding).unwrap();
        rig.send(Command::GiveVerdict {
            finding,
            verdict,
            note: None,
        });
    }
    let section = SectionId::new("impression").unwrap();
    rig.send(Command::EditReport {
        section,
        text: "Nodule.".to_owned(),
    });
    rig.send(Command::Sign);
    assert_eq!(rig.error, None);
    rig.send(Command::Abandon);
    assert_eq!(rig.error, None);
    rig
}

#[test]
fn the_worklist_opens_the_next_case_and_no_other() {
    let mut stage = Stage::new(Rig::new(Language::En, Screen::Worklist), vec2(900.0, 700.0));
    let text = stage.text();
    for expected in [
        "A test session",
        "Read two scans.",
        "Chest scan one",
        "Woman, 60. Cough.",
        "0 of 2 signed",
    ] {
        assert!(text.contains(expected), "expected {expected:?} in\n{text}");
    }
    assert!(
        !text.contains("One nodule in the left lung."),
        "what is in a case is not told before the end"
    );
    assert_eq!(stage.harness.get_all_by_label("Open").count(), 1);
    stage.harness.get_by_label("Open").click();
    stage.run();
    assert!(
        stage
            .rig()
            .sent
            .contains(&Command::OpenCase(case_id("first")))
    );
    assert_eq!(stage.rig().error, None);
    assert_eq!(stage.harness.query_all_by_label("Open").count(), 0);
    assert!(stage.text().contains("First read"));
}

#[test]
fn giving_up_asks_first() {
    let mut stage = Stage::reading(Language::En, Screen::Worklist, vec2(900.0, 700.0));
    stage.harness.get_by_label("End early").click();
    stage.run();
    assert!(!stage.rig().sent.contains(&Command::Abandon));
    stage.harness.get_by_label("Yes, end").click();
    stage.run();
    assert!(stage.rig().sent.contains(&Command::Abandon));
}

#[test]
fn after_the_end_score_and_truth_are_told() {
    let stage = Stage::new(
        finished(Language::En, Screen::Worklist),
        vec2(1100.0, 900.0),
    );
    let text = stage.text();
    for expected in [
        "1 of 2 cases graded",
        "Not graded, not signed: 1",
        "Lesions found",
        "100 %",
        "One nodule in the left lung.",
        "Nodule 14 mm, left",
        "First answer: found",
        "AI alone: found",
        "right kept 1",
        "wrong rejected 1",
    ] {
        assert!(text.contains(expected), "expected {expected:?} in\n{text}");
    }
}

#[test]
fn the_debrief_shows_truth_reader_and_ai_on_the_images() {
    let mut stage = Stage::new(finished(Language::En, Screen::All), vec2(1700.0, 1000.0));
    assert_eq!(stage.rig().desk.wanted_case(), None);
    stage
        .harness
        .get_all_by_label("Show in the viewer")
        .next()
        .unwrap()
        .click();
    stage.run();
    assert_eq!(stage.rig().desk.wanted_case(), Some(&case_id("first")));
    stage.rig().images = Images::Ready(Box::new(study()));
    stage.rig().desk.go_to(BALL);
    stage.run();
    for layer in [MarkLayer::Truth, MarkLayer::Ai] {
        let marks = stage.drawn_marks(layer);
        assert_eq!(marks.len(), 1, "{layer:?}");
        assert!(marks[0].at.distance(stage.on_screen(BALL)) < 1.0);
    }
    assert_eq!(stage.drawn_marks(MarkLayer::Reader).len(), 1);
    assert!(stage.text().contains("GT 14 mm"));
    let n_sent = stage.rig().sent.len();
    stage.run();
    assert_eq!(
        stage.rig().sent.len(),
        n_sent,
        "looking back is not part of the session"
    );
}

#[test]
fn a_session_in_developer_mode_gives_no_certificate_and_says_so() {
    let mut rig = finished(Language::En, Screen::Worklist);
    let score = rig.debrief.as_mut().unwrap();
    score
        .bars
        .push(overread_exam::CertificateBar::DeveloperMode);
    let stage = Stage::new(rig, vec2(900.0, 900.0));
    assert!(stage.text().contains("No certificate: an unsigned plugin"));
}

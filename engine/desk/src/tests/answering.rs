//! Marks, ratings, the lock, the AI result and its verdicts, the report and the signature.

use egui::{Key, PointerButton, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use overread_base::{AiReport, AiStatus, FailureKind, NotRunReason, Shape, Vec3, Verdict};
use overread_exam::{
    AiView, CasePhase, Command, FindingVerdict, ReaderMark, ViewerFact, Visibility,
};

use super::fixtures::{BALL, case_id, result, result_with_findings, series_uid};
use super::rig::{Screen, Stage};
use crate::words::{Word, Words};
use crate::{Language, MarkLayer};

fn marks(stage: &mut Stage) -> Vec<ReaderMark> {
    stage
        .rig()
        .session
        .view(overread_base::Millis(0))
        .case
        .unwrap()
        .marks
        .to_vec()
}

#[track_caller]
fn assert_near(found: Vec3, expected: Vec3, within_mm: f64) {
    assert!(
        found.distance(expected) <= within_mm,
        "expected {expected:?}, found {found:?}"
    );
}

fn all() -> Stage {
    Stage::reading(Language::En, Screen::All, vec2(1700.0, 1700.0))
}

#[test]
fn a_click_with_the_mark_tool_sets_a_point_where_it_was() {
    let mut stage = Stage::viewer();
    stage.key(Key::M);
    stage.rig().desk.go_to(BALL);
    stage.run();
    let at = stage.on_screen(BALL);
    stage.click_at(at);
    let marks = marks(&mut stage);
    assert_eq!(marks.len(), 1, "{:?}", stage.rig().error);
    assert_eq!(marks[0].answer.place.series, series_uid());
    let Shape::Point(place) = marks[0].answer.place.shape else {
        panic!("{marks:?}")
    };
    assert_near(place, BALL, 0.6);
    let drawn = stage.drawn_marks(MarkLayer::Reader);
    assert_eq!(drawn.len(), 1);
    assert!(
        drawn[0].at.distance(at) < 1.0,
        "drawn at {:?}, clicked at {at:?}",
        drawn[0].at
    );
}

#[test]
fn dragging_with_the_mark_tool_sets_a_box_and_dragging_the_box_moves_it() {
    let mut stage = Stage::viewer();
    stage.key(Key::M);
    let (from, to) = (Vec3::new(-40.0, -10.0, 0.0), Vec3::new(-20.0, 20.0, 0.0));
    stage.drag(
        stage.on_screen(from),
        stage.on_screen(to),
        PointerButton::Primary,
    );
    let set = marks(&mut stage);
    let Shape::Cuboid { low, high } = set[0].answer.place.shape else {
        panic!("{set:?}")
    };
    let slice_z = if low.z > -3.0 { 2.5 } else { -2.5 };
    assert_near(low, Vec3::new(-40.0, -10.0, slice_z - 2.5), 0.6);
    assert_near(high, Vec3::new(-20.0, 20.0, slice_z + 2.5), 0.6);
    let middle = stage.on_screen((from + to) * 0.5);
    let there = stage.on_screen((from + to) * 0.5 + Vec3::new(30.0, -20.0, 0.0));
    stage.drag(middle, there, PointerButton::Primary);
    let moved = marks(&mut stage);
    assert_eq!(moved.len(), 1, "moved, not set again");
    let Shape::Cuboid { low: moved_low, .. } = moved[0].answer.place.shape else {
        panic!("{moved:?}")
    };
    assert_near(moved_low, low + Vec3::new(30.0, -20.0, 0.0), 0.6);
}

#[test]
fn the_selected_mark_goes_with_delete() {
    let mut stage = Stage::viewer();
    stage.key(Key::M);
    stage.click_at(stage.on_screen(Vec3::new(-50.0, 40.0, 0.0)));
    assert_eq!(marks(&mut stage).len(), 1);
    stage.key(Key::Delete);
    assert_eq!(marks(&mut stage).len(), 0, "a new mark is the selected one");
    // What is on another slice is not seen, and stays.
    stage.click_at(stage.on_screen(Vec3::new(-50.0, 40.0, 0.0)));
    stage.key(Key::End);
    stage.key(Key::Delete);
    stage.key(Key::Home);
    assert_eq!(marks(&mut stage).len(), 1, "a mark out of sight is kept");
}

#[test]
fn before_the_lock_there_is_not_a_word_of_the_ai() {
    for screen in [Screen::Viewer, Screen::Report] {
        let mut stage = Stage::reading(Language::En, screen, vec2(900.0, 1000.0));
        let arrived = Command::AiArrived {
            case: case_id("first"),
            result: Box::new(result_with_findings()),
        };
        stage.rig().send(arrived);
        stage.key(Key::F1);
        stage.key(Key::G);
        stage.key(Key::N);
        let mut text = stage.text();
        for node in stage.harness.get_all_by(|_| true) {
            text.push('\n');
            text.push_str(&node.accesskit_node().label().unwrap_or_default());
        }
        let is_told = |word: &str| {
            text.split(|c: char| !c.is_alphanumeric())
                .any(|found| found == word)
        };
        assert!(!is_told("AI") && !text.contains("finder"), "{text}");
        assert!(!stage.harness.state().desk.drawn().is_ai_overlay_on);
        assert_eq!(stage.harness.state().desk.drawn().ai_state, "hidden");
    }
}

#[test]
fn the_first_read_locks_only_once_it_is_rated() {
    let mut stage = Stage::reading(Language::En, Screen::Report, vec2(700.0, 1000.0));
    assert!(stage.text().contains("rate the case"));
    stage.harness.get_by_label("Lock my first answer").click();
    stage.run();
    assert_eq!(stage.rig().phase(), Some(CasePhase::FirstRead));
    assert!(
        !stage.rig().sent.contains(&Command::LockFirstRead),
        "a blocked button asks for nothing"
    );
    let bar = stage.harness.get_by_label("Case rating").rect();
    stage.click_at(bar.left_center() + vec2(8.0, 0.0));
    assert!(
        stage.rig().sent.contains(&Command::RateCase(0)),
        "{:?}",
        stage.rig().sent
    );
    stage.click_at(bar.right_center() - vec2(58.0, 0.0));
    assert!(
        stage.rig().sent.contains(&Command::RateCase(100)),
        "{:?}",
        stage.rig().sent
    );
    stage.harness.get_by_label("Lock my first answer").click();
    stage.run();
    assert_eq!(stage.rig().phase(), Some(CasePhase::AwaitingAi));
    assert!(stage.text().contains("The service is running") && stage.text().contains("40"));
}

#[test]
fn g_hides_the_ai_marks_and_n_goes_to_the_most_probable_first() {
    let mut stage = Stage::viewer();
    stage.reveal(result_with_findings());
    let shown = ViewerFact::AiOverlay(Visibility::Shown);
    assert!(stage.rig().sent.contains(&Command::Viewer(shown)));
    stage.key(Key::N);
    let ai = stage.drawn_marks(MarkLayer::Ai);
    assert_eq!(ai.len(), 1, "the other one lies on other slices");
    assert_eq!(ai[0].id, "sure");
    assert_near(ai[0].centre_mm, BALL, 1e-9);
    assert!(ai[0].at.distance(stage.on_screen(BALL)) < 1.0);
    assert!(stage.text().contains("AI 1: 91 %") && stage.text().contains("not for diagnosis"));
    stage.key(Key::G);
    assert!(stage.drawn_marks(MarkLayer::Ai).is_empty());
    assert!(!stage.text().contains("AI 1: 91 %"));
    assert!(
        stage
            .rig()
            .sent
            .contains(&Command::Viewer(ViewerFact::AiOverlay(Visibility::Hidden)))
    );
    stage.key(Key::G);
    assert_eq!(stage.drawn_marks(MarkLayer::Ai).len(), 1);
    stage.key(Key::N);
    assert_eq!(stage.drawn_marks(MarkLayer::Ai)[0].id, "doubtful");
}

#[test]
fn the_report_is_signed_only_with_a_verdict_on_every_finding() {
    let mut stage = all();
    stage.reveal(result_with_findings());
    stage.harness.get_by_label("Insert the AI draft").click();
    stage.run();
    let text = stage.text();
    assert!(
        text.contains("decide on AI finding 1") && text.contains("decide on AI finding 2"),
        "{text}"
    );
    let accept = stage.harness.get_all_by_label("Accept").next().unwrap();
    accept.click();
    stage.run();
    let text = stage.text();
    assert!(
        !text.contains("decide on AI finding 1") && text.contains("decide on AI finding 2"),
        "{text}"
    );
    stage.harness.get_by_label("Sign the report").scroll_to_me();
    stage.run();
    stage.harness.get_by_label("Sign the report").click();
    stage.run();
    assert_eq!(stage.rig().phase(), Some(CasePhase::FinalRead));
    let reject = stage.harness.get_all_by_label("Reject").nth(1).unwrap();
    reject.scroll_to_me();
    stage.run();
    let reject = stage.harness.get_all_by_label("Reject").nth(1).unwrap();
    reject.click();
    stage.run();
    stage.harness.get_by_label("Sign the report").scroll_to_me();
    stage.run();
    stage.harness.get_by_label("Sign the report").click();
    stage.run();
    let text = stage.text();
    assert_eq!(stage.rig().phase(), Some(CasePhase::Signed), "{text}");
    let verdicts: Vec<(String, Verdict)> = stage
        .rig()
        .sent
        .iter()
        .filter_map(|command| {
            let Command::GiveVerdict {
                finding, verdict, ..
            } = command
            else {
                return None;
            };
            Some((finding.to_string(), verdict.verdict()))
        })
        .collect();
    assert_eq!(
        verdicts,
        [
            ("sure".to_owned(), Verdict::Accepted),
            ("doubtful".to_owned(), Verdict::Rejected)
        ]
    );
    let view = stage.rig().session.view(overread_base::Millis(0));
    assert_eq!(view.case.unwrap().report[1].1, "A nodule on the left.");
}

#[test]
fn a_modified_finding_gets_its_new_place_from_the_images() {
    let mut stage = all();
    stage.reveal(result_with_findings());
    stage
        .harness
        .get_all_by_label("Modify")
        .next()
        .unwrap()
        .click();
    stage.run();
    stage
        .harness
        .get_by_label("Set the place in the images")
        .click();
    stage.run();
    let place = Vec3::new(10.0, 40.0, 0.0);
    stage.click_at(stage.on_screen(place));
    assert_eq!(stage.rig().error, None);
    let view = stage.rig().session.view(overread_base::Millis(0));
    let AiView::Revealed(revealed) = view.case.unwrap().ai else {
        panic!("not revealed")
    };
    let row = revealed
        .findings
        .iter()
        .find(|row| row.finding.id.as_str() == "sure")
        .unwrap();
    let Some(FindingVerdict::Modified(answer)) = row.verdict.map(|given| &given.verdict) else {
        panic!("{row:?}")
    };
    let Shape::Point(found) = answer.place.shape else {
        panic!("{answer:?}")
    };
    assert!(
        (found.x - place.x).abs() < 0.8 && (found.y - place.y).abs() < 0.8,
        "{found:?}"
    );
    assert_eq!(
        answer.confidence.value(),
        90,
        "the probability of 0.91 on a scale of fives"
    );
}

#[test]
fn typed_text_is_given_to_the_session_by_the_word() {
    let mut stage = Stage::reading(Language::En, Screen::Report, vec2(700.0, 1000.0));
    let fields: Vec<_> = stage
        .harness
        .get_all_by_role(egui::accesskit::Role::MultilineTextInput)
        .collect();
    fields[1].focus();
    drop(fields);
    stage.run();
    for part in ["No", " ", "nodule"] {
        stage.harness.event(egui::Event::Text(part.to_owned()));
        stage.run();
    }
    let saved = |stage: &mut Stage| {
        stage
            .rig()
            .session
            .view(overread_base::Millis(0))
            .case
            .unwrap()
            .report[1]
            .1
            .to_owned()
    };
    assert_eq!(saved(&mut stage), "No ");
    assert!(stage.text().contains("not saved yet"));
    stage.harness.event(egui::Event::Text(".".to_owned()));
    stage.run();
    assert_eq!(saved(&mut stage), "No nodule.");
    assert!(!stage.text().contains("not saved yet"));
}

#[test]
fn every_end_of_a_job_has_its_own_words() {
    #[track_caller]
    fn check(status: AiStatus, word: &str, texts: [&str; 2]) {
        let mut stage = Stage::reading(Language::En, Screen::Report, vec2(700.0, 1200.0));
        stage.reveal(result(status));
        assert_eq!(stage.harness.state().desk.drawn().ai_state, word);
        for expected in texts {
            assert!(
                stage.text().contains(expected),
                "expected {expected:?} in\n{}",
                stage.text()
            );
        }
    }
    let message = "details of it".to_owned();
    check(
        AiStatus::Done(AiReport::default()),
        "done-none",
        ["Done: nothing found", "Nodule finder 2.1"],
    );
    check(
        AiStatus::NotRun {
            reason: NotRunReason::OutOfScope,
            message: message.clone(),
        },
        "not-run",
        ["Not run: out of scope", "details of it"],
    );
    check(
        AiStatus::NotRun {
            reason: NotRunReason::RuntimeMissing,
            message: message.clone(),
        },
        "not-run",
        ["no inference runtime", "neither normal nor abnormal"],
    );
    check(
        AiStatus::Failed {
            kind: FailureKind::Deadline,
            message,
        },
        "failed",
        ["deadline", "took too long"],
    );
}

#[test]
fn in_russian_the_panels_speak_russian() {
    let mut stage = Stage::reading(Language::Ru, Screen::All, vec2(1700.0, 1000.0));
    stage.reveal(result_with_findings());
    let text = stage.text();
    for expected in [
        "Проверочное занятие",
        "Женщина, 60 лет. Кашель.",
        "Ваш ответ",
        "Готово: 2 находки",
        "Очаг, лёгкое, слева",
        "Диаметр 14,0 мм",
        "ИИ, не для диагностики",
        "Срезы толстые.",
        "Поиск очагов 2.1",
    ] {
        assert!(text.contains(expected), "expected {expected:?} in\n{text}");
    }
    let english = [
        "Sign", "Accept", "Slice", "Window", "Report", "Zoom", "Briefing",
    ];
    for word in english {
        assert!(!text.contains(word), "found {word:?} in\n{text}");
    }
    assert!(!text.contains('['), "a word is missing:\n{text}");
}

#[test]
fn the_button_does_not_jump_away_when_the_last_hindrance_goes() {
    let mut stage = Stage::reading(Language::En, Screen::Report, vec2(520.0, 1200.0));
    let top = |stage: &Stage| {
        stage
            .harness
            .get_by_label("Lock my first answer")
            .rect()
            .top()
    };
    let before = top(&stage);
    stage.rig().send(Command::RateCase(70));
    stage.run();
    assert!(!stage.text().contains("Before you can lock"));
    assert!(
        (top(&stage) - before).abs() < 0.5,
        "{before} {}",
        top(&stage)
    );
}

#[test]
fn a_report_that_names_the_other_side_is_asked_about_before_it_is_signed() {
    fn text_with(report: &str) -> String {
        let mut stage = all();
        stage.key(Key::M);
        stage.click_at(stage.on_screen(Vec3::new(60.0, 10.0, 0.0)));
        let role = egui::accesskit::Role::MultilineTextInput;
        let fields: Vec<_> = stage.harness.get_all_by_role(role).collect();
        fields[1].focus();
        drop(fields);
        stage.run();
        stage.harness.event(egui::Event::Text(report.to_owned()));
        stage.run();
        stage.text()
    }
    let warning = "nothing is marked on that side";
    let text = text_with("Nodule in the left lung.");
    assert!(
        text.contains("left lung") && !text.contains(warning),
        "{text}"
    );
    let text = text_with("Nodule in the right lung.");
    assert!(text.contains("“right”") && text.contains(warning), "{text}");
    assert!(text.contains("marked on the left"), "{text}");
}

#[test]
fn a_low_rating_beside_a_mark_is_pointed_out_and_can_be_signed() {
    let words = Words::new(Language::En);
    let told = words.text(Word::SignContradicts);
    let mut stage = Stage::reading(Language::En, Screen::Report, vec2(700.0, 2000.0));
    stage.reveal(result_with_findings());
    let verdict = |stage: &mut Stage, finding: &str, verdict| {
        let finding = overread_base::FindingId::new(finding).unwrap();
        stage.rig().send(Command::GiveVerdict {
            finding,
            verdict,
            note: None,
        });
        stage.run();
    };
    stage.rig().send(Command::RateCase(20));
    verdict(&mut stage, "sure", FindingVerdict::Rejected);
    verdict(&mut stage, "doubtful", FindingVerdict::Rejected);
    assert!(!stage.text().contains(&told), "nothing stands");
    verdict(&mut stage, "sure", FindingVerdict::Accepted);
    assert!(stage.text().contains(&told));
    super::debriefing::sign(stage.rig());
    assert_eq!(stage.rig().error, None);
}

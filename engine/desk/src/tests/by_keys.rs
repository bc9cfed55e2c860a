//! A whole session by synthetic key presses alone, and another by the pointer alone: nothing on the desk needs the other.

use egui::{Event, Key, Modifiers, Pos2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use overread_base::{AiReport, AiStatus, CaseId, Shape};
use overread_exam::{CasePhase, Command, SessionState};

use super::fixtures::{BALL, case_id, result, result_with_findings, study};
use super::rig::{Images, Rig, Screen, Stage};
use crate::Language;

/// The three screens side by side, nothing opened yet.
fn desk() -> Stage {
    let mut rig = Rig::new(Language::En, Screen::All);
    rig.images = Images::Ready(Box::new(study()));
    let mut stage = Stage::new(rig, vec2(1700.0, 1000.0));
    stage.run();
    stage
}

/// How a reader reaches and presses things.
trait Hand {
    /// Presses the n-th thing of this name, from the top.
    fn press_nth(&mut self, stage: &mut Stage, label: &str, nth: usize);
    /// Presses the thing of this name.
    fn press(&mut self, stage: &mut Stage, label: &str) {
        self.press_nth(stage, label, 0);
    }
    /// Marks the ball of the test volume.
    fn mark(&mut self, stage: &mut Stage);
    /// Rates the case as abnormal.
    fn rate(&mut self, stage: &mut Stage);
    /// Brings the text field of this name to hand.
    fn take_field(&mut self, stage: &mut Stage, label: &str);
    /// Hides the marks of the AI, or shows them.
    fn switch_overlay(&mut self, stage: &mut Stage);
}

struct Keys;
struct Pointer;

#[track_caller]
fn reach(stage: &mut Stage, label: &str) {
    reach_nth(stage, label, 0);
}

/// Presses Tab until the n-th thing of a name has the keyboard.
#[track_caller]
fn reach_nth(stage: &mut Stage, label: &str, nth: usize) {
    for _ in 0..150 {
        let found = stage.harness.query_all_by_label(label).nth(nth);
        if found.is_some_and(|node| node.is_focused()) {
            return;
        }
        stage.key(Key::Tab);
    }
    panic!("Tab never reaches {label:?} number {nth}");
}

impl Hand for Keys {
    fn press_nth(&mut self, stage: &mut Stage, label: &str, nth: usize) {
        reach_nth(stage, label, nth);
        stage.key(Key::Enter);
        // Keys are the images' again.
        stage.key(Key::Escape);
    }

    fn mark(&mut self, stage: &mut Stage) {
        stage.key(Key::M);
        stage.key(Key::F8);
        let target = stage.on_screen(BALL);
        let rect = stage.viewport(0).rect;
        walk(stage, rect.center(), target);
        stage.key(Key::Enter);
        stage.key(Key::Escape);
    }

    fn rate(&mut self, stage: &mut Stage) {
        reach(stage, "Case rating");
        for _ in 0..4 {
            stage.key(Key::ArrowRight);
        }
        stage.key(Key::Escape);
    }

    fn take_field(&mut self, stage: &mut Stage, label: &str) {
        // The field bears the name of its heading.
        for _ in 0..150 {
            let is_there = stage
                .harness
                .query_all_by_role(egui::accesskit::Role::MultilineTextInput)
                .any(|node| {
                    let name = node.accesskit_node().label();
                    node.is_focused() && name.is_some_and(|name| name == label)
                });
            if is_there {
                return;
            }
            stage.key(Key::Tab);
        }
        panic!("Tab never reaches the field {label:?}");
    }

    fn switch_overlay(&mut self, stage: &mut Stage) {
        stage.key(Key::G);
    }
}

/// Moves the crosshair by arrow keys: in steps of six points, then of one.
fn walk(stage: &mut Stage, from: Pos2, to: Pos2) {
    let way = to - from;
    for (distance, forth, back) in [
        (way.x, Key::ArrowRight, Key::ArrowLeft),
        (way.y, Key::ArrowDown, Key::ArrowUp),
    ] {
        let key = if distance > 0.0 { forth } else { back };
        let mut left = distance.abs();
        while left >= 6.0 {
            stage.key(key);
            left -= 6.0;
        }
        while left >= 1.0 {
            stage.harness.key_press_modifiers(Modifiers::SHIFT, key);
            stage.run();
            left -= 1.0;
        }
    }
}

/// Where a thing lies that is scrolled into view.
fn shown(node: egui_kittest::Node<'_>) -> egui::Rect {
    node.scroll_to_me();
    node.rect()
}

/// Clicks the middle of a thing once it has come into view.
#[track_caller]
fn click_shown(stage: &mut Stage, find: impl Fn(&Stage) -> Option<egui::Rect>) {
    find(stage);
    stage.run();
    let rect = find(stage).expect("a thing of this name");
    stage.click_at(rect.center());
}

impl Hand for Pointer {
    fn press_nth(&mut self, stage: &mut Stage, label: &str, nth: usize) {
        click_shown(stage, |stage| {
            let found = stage.harness.query_all_by_label(label).nth(nth);
            found.map(shown)
        });
    }

    fn mark(&mut self, stage: &mut Stage) {
        // A tool's button bears its key as well.
        let tool = stage.harness.get_by_label("Mark M").rect();
        stage.click_at(tool.center());
        stage.click_at(stage.on_screen(BALL));
    }

    fn rate(&mut self, stage: &mut Stage) {
        let bar = stage.harness.get_by_label("Case rating").rect();
        stage.click_at(bar.min + bar.size() * vec2(0.55, 0.5));
    }

    fn take_field(&mut self, stage: &mut Stage, label: &str) {
        click_shown(stage, |stage| {
            let mut fields = stage
                .harness
                .query_all_by_role(egui::accesskit::Role::MultilineTextInput);
            let named = fields.find(|node| {
                let name = node.accesskit_node().label();
                name.is_some_and(|name| name == label)
            });
            named.map(shown)
        });
        assert!(stage.harness.ctx.text_edit_focused());
    }

    fn switch_overlay(&mut self, stage: &mut Stage) {
        let button = stage.harness.get_by_label("AI marks G").rect();
        stage.click_at(button.center());
    }
}

fn type_text(stage: &mut Stage, text: &str) {
    stage.harness.event(Event::Text(text.to_owned()));
    stage.run();
}

fn arrive(stage: &mut Stage, case: CaseId, status: AiStatus) {
    stage.rig().send(Command::AiArrived {
        case,
        result: Box::new(result(status)),
    });
    stage.run();
}

/// Reads both cases of the test session from the first button to the debriefing.
fn read_all(stage: &mut Stage, hand: &mut dyn Hand) {
    hand.press(stage, "Open");
    assert_eq!(stage.rig().phase(), Some(CasePhase::FirstRead));
    // The host brings the ball's slice into view; how slices are stepped is tested elsewhere.
    stage.rig().desk.go_to(BALL);
    stage.run();
    hand.mark(stage);
    let marks = stage
        .rig()
        .session
        .view(overread_base::Millis(0))
        .case
        .unwrap()
        .marks
        .to_vec();
    let [mark] = &marks[..] else {
        panic!("{marks:?}")
    };
    let Shape::Point(place) = mark.answer.place.shape else {
        panic!("{marks:?}")
    };
    assert!(place.distance(BALL) < 3.0, "{place:?}");
    hand.rate(stage);
    hand.press(stage, "Lock my first answer");
    assert_eq!(
        stage.rig().phase(),
        Some(CasePhase::AwaitingAi),
        "{:?}",
        stage.rig().error
    );
    let found = result_with_findings();
    arrive(stage, case_id("first"), found.status);
    assert!(stage.rig().desk.drawn().is_ai_overlay_on);
    hand.switch_overlay(stage);
    assert!(!stage.rig().desk.drawn().is_ai_overlay_on);
    hand.switch_overlay(stage);
    assert!(stage.rig().desk.drawn().is_ai_overlay_on);
    for (nth, verdict) in ["Accept", "Reject"].into_iter().enumerate() {
        hand.press_nth(stage, verdict, nth);
        assert_eq!(undecided(stage), 1 - nth, "{verdict}");
    }
    hand.take_field(stage, "Impression *");
    type_text(stage, "A nodule on the left.");
    hand.press(stage, "Sign the report");
    assert_eq!(
        stage.rig().phase(),
        Some(CasePhase::Signed),
        "{:?}",
        stage.rig().error
    );
    read_second(stage, hand);
}

/// The second case, which is normal, and the end of the session.
fn read_second(stage: &mut Stage, hand: &mut dyn Hand) {
    hand.press(stage, "Open");
    hand.rate(stage);
    hand.press(stage, "Lock my first answer");
    arrive(
        stage,
        case_id("second"),
        AiStatus::Done(AiReport::default()),
    );
    hand.take_field(stage, "Impression *");
    type_text(stage, "Nothing.");
    hand.press(stage, "Sign the report");
    assert_eq!(
        stage.rig().phase(),
        Some(CasePhase::Signed),
        "{:?}",
        stage.rig().error
    );
    hand.press(stage, "Finish the session");
    hand.press(stage, "Yes, end the session");
    assert_eq!(
        stage.rig().session.view(overread_base::Millis(0)).state,
        SessionState::Ended
    );
    assert!(stage.rig().debrief.is_some());
}

fn undecided(stage: &mut Stage) -> usize {
    let view = stage.rig().session.view(overread_base::Millis(0));
    let overread_exam::AiView::Revealed(revealed) = view.case.unwrap().ai else {
        panic!("no AI result is on screen")
    };
    let rows = revealed.findings.iter();
    rows.filter(|row| row.verdict.is_none()).count()
}

#[test]
fn a_whole_session_is_read_by_keys_alone() {
    let mut stage = desk();
    read_all(&mut stage, &mut Keys);
}

#[test]
fn a_whole_session_is_read_with_the_pointer_alone() {
    let mut stage = desk();
    read_all(&mut stage, &mut Pointer);
}

#[test]
fn the_crosshair_drags_as_a_mouse_does() {
    let mut stage = Stage::viewer();
    stage.key(Key::L);
    stage.key(Key::F8);
    stage.key(Key::Space);
    for _ in 0..20 {
        stage.key(Key::ArrowRight);
    }
    stage.key(Key::Space);
    let notes = &stage.viewport(0).annotations;
    assert_eq!(notes.len(), 1, "a length was drawn");
    // Arrows are the images' again once it is gone.
    let before = stage.viewport(0).slice_idx;
    stage.key(Key::ArrowDown);
    assert_eq!(stage.viewport(0).slice_idx, before);
    stage.key(Key::PageDown);
    assert_ne!(
        stage.viewport(0).slice_idx,
        before,
        "Page Down steps beside the crosshair"
    );
    stage.key(Key::Escape);
    let before = stage.viewport(0).slice_idx;
    stage.key(Key::ArrowDown);
    assert_ne!(stage.viewport(0).slice_idx, before);
}

#[test]
fn what_has_the_keyboard_has_a_ring() {
    let mut stage = desk();
    let rings = |stage: &Stage| {
        let is_ring = |shape: &egui::Shape| matches!(shape, egui::Shape::Rect(rect) if rect.stroke.color == crate::tokens::FOCUS);
        let shapes = &stage.harness.output().shapes;
        shapes
            .iter()
            .filter(|clipped| is_ring(&clipped.shape))
            .count()
    };
    assert_eq!(rings(&stage), 0);
    stage.key(Key::Tab);
    assert_eq!(rings(&stage), 1);
    reach(&mut stage, "Open");
    assert_eq!(rings(&stage), 1);
    stage.key(Key::Escape);
    assert_eq!(rings(&stage), 0);
}

#[test]
fn a_long_debriefing_is_scrolled_by_keys() {
    let rig = super::debriefing::finished(Language::En, Screen::Worklist);
    let mut stage = Stage::new(rig, vec2(700.0, 400.0));
    stage.run();
    let top = |stage: &Stage| stage.harness.get_by_label("Further figures").rect().top();
    let before = top(&stage);
    // The area itself is the first thing in it that Tab reaches.
    stage.key(Key::Tab);
    stage.key(Key::PageDown);
    stage.key(Key::PageDown);
    let after = top(&stage);
    assert_ne!(before, after);
    stage.key(Key::Home);
    assert_eq!(top(&stage), before);
}

#[test]
fn the_finding_that_keys_lead_to_is_brought_into_view() {
    const SEEN: std::ops::Range<f32> = 0.0..470.0;
    let mut stage = Stage::reading(Language::En, Screen::All, vec2(1600.0, 500.0));
    stage.reveal(result_with_findings());
    let accepts = |stage: &Stage| -> Vec<f32> {
        let buttons = stage.harness.get_all_by_label("Accept");
        buttons.map(|button| button.rect().center().y).collect()
    };
    assert!(accepts(&stage).iter().all(|y| !SEEN.contains(y)));
    for nth in 0..2 {
        stage.key(Key::N);
        stage.harness.run_steps(30);
        let found = accepts(&stage);
        assert!(SEEN.contains(&found[nth]), "{nth}: {found:?}");
    }
}

#[test]
fn each_case_begins_at_the_top_of_its_report() {
    let mut stage = Stage::reading(Language::En, Screen::All, vec2(1600.0, 500.0));
    stage.reveal(result(AiStatus::Done(AiReport::default())));
    let heading = |stage: &Stage| stage.harness.get_by_label("Your answer").rect().top();
    let top = heading(&stage);
    stage.wheel(Pos2::new(1500.0, 300.0), -10.0, Modifiers::NONE);
    stage.harness.run_steps(30);
    assert!(heading(&stage) < top);
    super::debriefing::sign(stage.rig());
    stage.rig().send(Command::NextCase);
    stage.rig().images = Images::Ready(Box::new(study()));
    stage.harness.run_steps(3);
    assert_eq!(heading(&stage), top);
}

#[test]
fn tab_goes_on_in_the_panel_that_was_given_the_keyboard() {
    let given = std::rc::Rc::new(std::cell::Cell::new(false));
    let asked = given.clone();
    let mut harness = egui_kittest::Harness::builder().build_ui(move |ui| {
        for (name, is_given) in [("first", false), ("second", asked.take())] {
            ui.push_id(name, |ui| {
                crate::panel_keyboard(ui, is_given);
                for number in 1..=2 {
                    assert!(ui.button(format!("{name} {number}")).enabled());
                }
            });
        }
    });
    let focused = |harness: &egui_kittest::Harness<'_>| {
        let names = ["first 1", "first 2", "second 1", "second 2"];
        names
            .into_iter()
            .find(|name| harness.get_by_label(name).is_focused())
    };
    harness.key_press(Key::Tab);
    harness.run();
    assert_eq!(focused(&harness), Some("first 1"));
    given.set(true);
    harness.run();
    assert_eq!(focused(&harness), None, "the panel itself has the keyboard");
    harness.key_press(Key::Tab);
    harness.run();
    assert_eq!(focused(&harness), Some("second 1"));
    harness.key_press(Key::Tab);
    harness.run();
    assert_eq!(focused(&harness), Some("second 2"));
}

/// What has the keyboard, by what it says.
fn has_keyboard(stage: &Stage, label: &str) -> bool {
    let mut found = stage.harness.query_all_by_label_contains(label);
    found.any(|node| node.is_focused())
}

#[test]
fn tab_goes_on_from_the_finding_that_keys_led_to() {
    let mut stage = Stage::reading(Language::En, Screen::All, vec2(1600.0, 900.0));
    stage.reveal(result_with_findings());
    stage.key(Key::N);
    assert!(!has_keyboard(&stage, "1  Nodule"), "the images keep it");
    stage.key(Key::Tab);
    assert!(has_keyboard(&stage, "1  Nodule"));
    stage.key(Key::Tab);
    assert!(has_keyboard(&stage, "Accept"));
    stage.key(Key::N);
    assert!(has_keyboard(&stage, "2  Nodule"), "it comes along");
}

#[test]
fn tab_goes_on_in_the_panel_whose_button_is_gone() {
    let mut stage = desk();
    Keys.press(&mut stage, "Open");
    Keys.rate(&mut stage);
    Keys.press(&mut stage, "Lock my first answer");
    arrive(&mut stage, case_id("first"), result_with_findings().status);
    let focused = |stage: &Stage| {
        let mut nodes = stage.harness.root().children_recursive();
        nodes
            .find(|node| node.is_focused())
            .map(|node| node.rect().center().x)
    };
    stage.key(Key::Tab);
    stage.key(Key::Tab);
    let answer = stage.harness.get_by_label("Your answer").rect().left();
    let at = focused(&stage).expect("something has the keyboard");
    assert!(at >= answer, "at {at}, and the report begins at {answer}");
}

#[test]
fn enter_ends_a_session_without_feedback_after_it_has_asked() {
    let rig = super::debriefing::read_both(Language::En, Screen::All);
    let mut stage = Stage::new(rig, vec2(1600.0, 500.0));
    stage.run();
    stage.key(Key::Enter);
    stage.harness.run_steps(30);
    assert!(!stage.rig().sent.contains(&Command::Finish), "asked first");
    let answers = stage.harness.get_all_by_label("Yes, end the session");
    for answer in answers {
        let rect = answer.rect();
        assert!(rect.top() > 0.0 && rect.bottom() < 475.0, "{rect:?}");
    }
    stage.key(Key::Enter);
    assert!(stage.rig().sent.contains(&Command::Finish));
}

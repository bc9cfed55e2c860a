//! Time, supervision, interruptions, incidents and what is saved, as a reader meets them.

use std::time::Duration;

use egui::vec2;
use egui_kittest::kittest::Queryable as _;
use overread_base::Millis;
use overread_exam::{
    Candidate, CertificationSeat, Command, ProctorFact, SessionDesign, SessionState,
};
use overread_scenario::{
    Certification, ClockSpec, Interruption, InterruptionKind, PausePolicy, ReadingMode,
};

use super::fixtures::{case_id, local, study};
use super::raster::{keep, keep_stage, screen};
use super::rig::{Images, Rig, Screen, Stage};
use crate::{Desk, DeskAct, Language, LastAct, prepare_context, tokens};

pub(super) fn certification() -> CertificationSeat {
    CertificationSeat {
        terms: Certification {
            title: vec![local("en", "Chest CT"), local("ru", "КТ груди")],
            pass: Vec::new(),
            most_attempts: None,
            wait_days: 0,
            supervisors: vec!["ab".repeat(32)],
            needs_signed_start: false,
            is_locked_down: true,
            sealed_to: None,
            valid_days: None,
        },
        candidate: Candidate {
            name: "Anna Example".to_owned(),
            number: "C-17".to_owned(),
        },
        attempt: 2,
    }
}

fn design() -> SessionDesign {
    SessionDesign {
        clocks: ClockSpec {
            session: Some(Millis(3_600_000)),
            case: Some(Millis(300_000)),
            pauses: PausePolicy::Free,
        },
        certification: Some(certification()),
        ..SessionDesign::default()
    }
}

fn rig(language: Language, screen: Screen, design: SessionDesign) -> Rig {
    let mut rig = Rig::in_mode(language, screen, ReadingMode::Sequential, design);
    rig.images = Images::Ready(Box::new(study()));
    rig
}

fn open(language: Language, screen: Screen, design: SessionDesign) -> Rig {
    let mut rig = rig(language, screen, design);
    rig.session_open();
    rig
}

#[test]
fn clocks_show_the_time_left_and_ask_for_ticks_only_while_shown() {
    for language in [Language::En, Language::Ru] {
        let mut rig = open(language, Screen::All, design());
        rig.hand.left_ms = [Some(1_799_000), Some(29_000)];
        let mut stage = Stage::new(rig, vec2(1600.0, 900.0));
        stage.run();
        keep_stage(&format!("clocks-{}", language.tag()), &stage);
        let text = stage.text();
        assert_eq!(
            text.matches("29:59").count(),
            2,
            "on worklist and report:\n{text}"
        );
        assert_eq!(text.matches("0:29").count(), 2, "{text}");
        let every = stage.rig().desk.wants_tick_every();
        assert_eq!(every, Some(Duration::from_secs(1)));
        // The desk itself never asks to be drawn again: that is the host's timer.
        let delay = stage
            .harness
            .output()
            .viewport_output
            .values()
            .map(|of| of.repaint_delay)
            .min();
        assert_eq!(delay, Some(Duration::MAX));
    }
    let stage = Stage::new(Rig::new(Language::En, Screen::Worklist), vec2(700.0, 700.0));
    assert_eq!(stage.harness.state().desk.wants_tick_every(), None);
}

#[test]
fn a_clock_that_ran_out_says_so() {
    let mut rig = open(Language::En, Screen::Report, design());
    rig.hand.left_ms = [Some(0), None];
    let mut stage = Stage::new(rig, vec2(700.0, 700.0));
    stage.run();
    assert!(
        stage.text().contains("Session: time is over"),
        "{}",
        stage.text()
    );
}

#[test]
fn the_start_waits_for_the_supervisors_order() {
    for language in [Language::En, Language::Ru] {
        let mut design = design();
        if let Some(seat) = &mut design.certification {
            seat.terms.needs_signed_start = true;
        }
        let rig = rig(language, Screen::Worklist, design);
        let mut stage = Stage::new(rig, vec2(700.0, 700.0));
        stage.run();
        keep_stage(&format!("start-{}", language.tag()), &stage);
        let text = stage.text();
        for expected in ["test", "Anna Example", "C-17", "2"] {
            assert!(text.contains(expected), "expected {expected:?} in\n{text}");
        }
        assert!(
            !text.contains("Chest scan") && !text.contains("КТ первая"),
            "no case before the start"
        );
        let [field, button] = match language {
            Language::En => ["Supervisor's order", "Carry out the order"],
            Language::Ru => ["Распоряжение супервизора", "Исполнить распоряжение"],
        };
        let role = egui::accesskit::Role::MultilineTextInput;
        let field = stage.harness.get_by_role_and_label(role, field);
        field.focus();
        field.type_text("start:1:signature");
        stage.run();
        stage.harness.get_by_label(button).click();
        stage.run();
        let order = DeskAct::Order("start:1:signature".to_owned());
        assert_eq!(stage.rig().acts, [order]);
    }
}

#[test]
fn a_pause_by_order_ends_by_order_only() {
    let mut rig = open(Language::En, Screen::All, design());
    rig.send(Command::Pause);
    rig.hand.is_paused_by_order = true;
    let mut stage = Stage::new(rig, vec2(1600.0, 900.0));
    stage.run();
    keep_stage("paused-by-order-en", &stage);
    let text = stage.text();
    assert!(text.contains("Paused by the supervisor"), "{text}");
    assert_eq!(stage.harness.query_all_by_label("Go on").count(), 0);
    assert_eq!(stage.harness.state().desk.drawn().viewer_state, "paused");
}

#[test]
fn the_rule_for_pauses_is_told_and_kept() {
    #[track_caller]
    fn check(pauses: PausePolicy, may_not: bool, expected: &str, n_buttons: usize) {
        let mut design = design();
        design.clocks.pauses = pauses;
        let mut rig = rig(Language::En, Screen::Worklist, design);
        rig.hand.may_not_pause = may_not;
        let mut stage = Stage::new(rig, vec2(700.0, 800.0));
        stage.run();
        assert!(
            stage.text().contains(expected),
            "{expected:?} in\n{}",
            stage.text()
        );
        assert_eq!(stage.harness.query_all_by_label("Pause").count(), n_buttons);
    }
    let limited = || PausePolicy::Limited {
        most: 2,
        total: Millis(600_000),
    };
    check(PausePolicy::Free, false, "Pause", 1);
    check(limited(), false, "At most 2 pauses, 10:00 in all", 1);
    check(limited(), true, "No pause is possible now.", 0);
    check(PausePolicy::Never, true, "This session has no pauses.", 0);
}

fn interruption(kind: InterruptionKind) -> Interruption {
    Interruption {
        id: "ward".to_owned(),
        kind,
        text: vec![
            local("en", "The ward asks about yesterday's patient."),
            local("ru", "Отделение спрашивает о вчерашнем пациенте."),
        ],
    }
}

#[test]
fn an_interruption_has_to_be_dealt_with() {
    for (kind, title, take, done) in [
        (
            InterruptionKind::Call,
            "The telephone rings",
            "Answer",
            "Hang up, back to the case",
        ),
        (
            InterruptionKind::Colleague,
            "A colleague stands at your desk",
            "Listen",
            "Done, back to the case",
        ),
        (
            InterruptionKind::ArchiveStall,
            "The archive does not answer",
            "What is happening?",
            "Try again",
        ),
    ] {
        let mut rig = open(Language::En, Screen::All, SessionDesign::default());
        rig.hand.interruption = Some((interruption(kind), 3));
        let mut stage = Stage::new(rig, vec2(1600.0, 900.0));
        stage.run();
        let text = stage.text();
        assert!(text.contains(title), "{text}");
        assert!(!text.contains("Your answer"), "the case waits");
        assert!(
            !text.contains("The ward asks"),
            "nobody has turned to it yet"
        );
        let is_stalled = stage.harness.state().desk.drawn().viewer_state == "stalled";
        assert_eq!(is_stalled, kind == InterruptionKind::ArchiveStall);
        stage.harness.get_by_label(take).click();
        stage.run();
        keep_stage(&format!("interruption-{kind:?}"), &stage);
        assert!(
            stage
                .text()
                .contains("The ward asks about yesterday's patient.")
        );
        stage.harness.get_by_label(done).click();
        stage.run();
        let back = Command::Proctor(ProctorFact::TurnedBack { n: 3 });
        assert!(stage.rig().sent.contains(&back), "{:?}", stage.rig().sent);
    }
}

#[test]
fn an_incident_is_reported_in_the_readers_words() {
    let mut stage = Stage::new(
        rig(Language::En, Screen::Worklist, design()),
        vec2(700.0, 900.0),
    );
    stage.run();
    stage.harness.get_by_label("Report a problem").click();
    stage.run();
    let role = egui::accesskit::Role::MultilineTextInput;
    let field = stage
        .harness
        .get_by_role_and_label(role, "What went wrong?");
    field.focus();
    field.type_text("The lamp flickers");
    stage.run();
    stage.harness.get_by_label("Send").click();
    stage.run();
    let incident = ProctorFact::Incident("The lamp flickers".to_owned());
    assert!(stage.rig().sent.contains(&Command::Proctor(incident)));
    assert_eq!(stage.harness.query_all_by_label("Send").count(), 0);
}

#[test]
fn lockdown_is_told_and_every_loss_of_focus_is_counted_on_screen() {
    let mut stage = Stage::new(
        open(Language::En, Screen::Report, design()),
        vec2(700.0, 900.0),
    );
    stage.run();
    assert!(stage.text().contains("leaving it is recorded"));
    for _ in 0..3 {
        stage.rig().send(Command::Proctor(ProctorFact::FocusLost));
        stage.rig().send(Command::Proctor(ProctorFact::FocusGained));
    }
    stage.run();
    assert!(stage.text().contains("Focus lost: 3,"), "{}", stage.text());
    let stage = Stage::new(
        open(Language::En, Screen::Report, SessionDesign::default()),
        vec2(700.0, 900.0),
    );
    assert!(!stage.text().contains("focus"));
}

#[test]
fn saved_and_not_saved_cannot_be_taken_for_each_other() {
    for screen_kind in [Screen::Report, Screen::Worklist] {
        let mut stage = Stage::new(
            open(Language::En, screen_kind, SessionDesign::default()),
            vec2(700.0, 700.0),
        );
        stage.run();
        assert!(
            !stage.text().to_lowercase().contains("saved"),
            "nothing was done yet"
        );
        stage.rig().saved = LastAct::Saved;
        stage.run();
        assert!(stage.text().contains("Saved") && !stage.text().contains("NOT SAVED"));
        stage.rig().saved = LastAct::NotSaved;
        stage.run();
        assert!(stage.text().contains("NOT SAVED") && !stage.text().contains("Saved"));
        let picture = screen(&stage.harness, &stage.textures);
        keep("not-saved", &picture);
        assert!(picture.pixels.contains(&tokens::BANNER), "on red");
    }
}

#[test]
fn the_end_is_asked_about() {
    let rig = super::debriefing::read_both(Language::En, Screen::Worklist);
    let mut stage = Stage::new(rig, vec2(700.0, 800.0));
    stage.run();
    stage.harness.get_by_label("Finish the session").click();
    stage.run();
    assert!(!stage.rig().sent.contains(&Command::Finish), "asked first");
    stage.harness.get_by_label("No, go on").click();
    stage.run();
    stage.harness.get_by_label("Finish the session").click();
    stage.run();
    stage.harness.get_by_label("Yes, end the session").click();
    stage.run();
    assert!(stage.rig().sent.contains(&Command::Finish));
    let view = stage.rig().session.view(Millis(0));
    assert_eq!(view.state, SessionState::Ended);
}

#[test]
fn the_candidate_states_name_and_number() {
    let acts = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let told = acts.clone();
    let mut desk = Desk::new(Language::En);
    let title = [local("en", "Chest CT")];
    let mut harness = egui_kittest::Harness::builder()
        .with_size(vec2(600.0, 500.0))
        .build_ui(move |ui| {
            prepare_context(ui.ctx());
            desk.candidate_ui(ui, &title, None);
            told.borrow_mut().extend(desk.take_acts());
        });
    harness.run();
    harness.get_by_label("Go on").click();
    harness.run();
    assert!(acts.borrow().is_empty(), "not without a name");
    for (field, text) in [("Name", "Anna Example"), ("Number at the centre", "C-17")] {
        let role = egui::accesskit::Role::TextInput;
        let field = harness.get_by_role_and_label(role, field);
        field.focus();
        field.type_text(text);
        harness.run();
    }
    harness.get_by_label("Go on").click();
    harness.run();
    let candidate = certification().candidate;
    assert_eq!(*acts.borrow(), [DeskAct::Candidate(candidate)]);
}

impl Rig {
    /// Opens the first case.
    fn session_open(&mut self) {
        self.send(Command::OpenCase(case_id("first")));
    }
}

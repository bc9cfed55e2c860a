//! A whole examination of 60 cases by its panels: begun by a supervisor's line, read, ended, sealed, and certified.
//!
//! The panels are those of the program, drawn without a window, and pressed by the words on them; behind them runs a
//! session as in the room, with its journal on the disk. No images are opened: that is what other tests are for.

use std::path::Path;
use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use overread_base::{CaseId, Millis, ReaderId, Seed};
use overread_certificate::{Identity, Timestamp, key_of_hex};
use overread_desk::{
    Desk, DeskAct, DeskAround, DeskDebrief, DeskImages, DeskInput, DeskServices, Language, LastAct,
    ScenarioTexts, prepare_context,
};
use overread_exam::{Candidate, CasePhase, SessionState};
use overread_seal::{
    Order, SealInput, SecretKey, SessionFiles, order_code, seal_folder, sign_order, verify,
};
use overread_workstation::{
    CertifyWish, Debrief, Folders, ImagesMode, ManualClock, SessionRunner, Sitting, SittingOptions,
    certify_session, seal_input, sit_down, truth_of,
};

/// What the room does around its panels.
struct Host {
    runner: SessionRunner,
    desk: Desk,
    texts: ScenarioTexts,
    clock: Arc<ManualClock>,
    debrief: Option<Debrief>,
    /// What was refused, in words.
    refused: Vec<String>,
    is_prepared: bool,
}

impl Host {
    fn draw(&mut self, ui: &mut egui::Ui) {
        if !self.is_prepared {
            prepare_context(ui.ctx());
            self.is_prepared = true;
        }
        self.clock.advance(Millis(20));
        self.runner.poll().unwrap();
        if self.debrief.is_none() {
            self.debrief = self.runner.debrief().unwrap();
        }
        let view = self.runner.view();
        let input = DeskInput {
            view: &view,
            texts: &self.texts,
            images: DeskImages::None,
            ai_progress: None,
            ai_stage: None,
            error: None,
            is_developer_mode: false,
            services: DeskServices::Unknown,
            around: DeskAround {
                session: self.runner.plan().session.as_str(),
                saved: LastAct::None,
                practice: None,
                is_of_course: false,
                is_look: false,
            },
            bench: None,
            debrief: self.debrief.as_ref().map(|debrief| DeskDebrief {
                score: &debrief.score,
                truths: &debrief.truths,
                scenario: self.runner.scenario(),
                events: self.runner.events(),
            }),
            feedback: None,
        };
        let area = ui.available_rect_before_wrap();
        let (left, right) = area.split_left_right_at_fraction(0.35);
        let mut commands = Vec::new();
        for (place, rect) in [left, right].into_iter().enumerate() {
            let mut child = ui.new_child(egui::UiBuilder::new().id_salt(place).max_rect(rect));
            child.set_clip_rect(rect);
            commands.extend(if place == 0 {
                self.desk.worklist_ui(&mut child, &input)
            } else {
                self.desk.report_ui(&mut child, &input)
            });
        }
        for act in self.desk.take_acts() {
            if let DeskAct::Order(line) = act
                && let Err(error) = self.runner.order_by_code(&line)
            {
                self.refused.push(error.to_string());
            }
        }
        for command in commands {
            if let Err(error) = self.runner.send(command) {
                self.refused.push(error.to_string());
            }
        }
    }

    fn phase(&self) -> Option<CasePhase> {
        self.runner.view().case.map(|case| case.phase)
    }

    fn open_case(&self) -> CaseId {
        self.runner.view().case.unwrap().case.clone()
    }
}

/// The panels with a hand on them.
struct Hand {
    panels: Harness<'static, Host>,
}

impl Hand {
    fn has(&self, label: &str) -> bool {
        self.panels.query_all_by_label(label).next().is_some()
    }

    #[track_caller]
    fn press(&mut self, label: &str) {
        let node = self.panels.query_all_by_label(label).next();
        let Some(node) = node else {
            panic!("nothing on the panels is called {label:?}")
        };
        node.click();
        self.panels.run();
    }

    /// Presses every widget of these words.
    fn press_all(&mut self, label: &str) {
        for place in 0..self.panels.query_all_by_label(label).count() {
            if let Some(node) = self.panels.query_all_by_label(label).nth(place) {
                node.click();
            }
            self.panels.run();
        }
    }

    /// Clicks into a bar at a share of its width.
    fn set_bar(&mut self, label: &str, share: f32) {
        let rect = self.panels.get_by_label(label).rect();
        let at = egui::pos2(rect.left() + rect.width() * share, rect.center().y);
        self.panels.event(egui::Event::PointerMoved(at));
        for pressed in [true, false] {
            self.panels.event(egui::Event::PointerButton {
                pos: at,
                button: egui::PointerButton::Primary,
                pressed,
                modifiers: egui::Modifiers::NONE,
            });
        }
        self.panels.run();
    }

    fn host(&self) -> &Host {
        self.panels.state()
    }
}

/// The bundled certification, begun by one supervisor.
fn scenario(supervisor: &SecretKey) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../scenarios/exams/certification/scenario.toml");
    let text = std::fs::read_to_string(path).unwrap();
    let terms = format!(
        "most_attempts = 3\nsupervisors = [\"{}\"]\nsigned_start = true\n",
        supervisor.public().hex()
    );
    assert!(text.contains("most_attempts = 3\n"));
    text.replacen("most_attempts = 3\n", &terms, 1)
}

fn sit(text: String, sessions: &Path) -> Hand {
    let clock = Arc::new(ManualClock::default());
    let sitting = Sitting {
        scenario_text: text,
        studies: sessions.to_owned(),
        reader: ReaderId::new("candidate").unwrap(),
        seed: Seed(2026),
        locale: "en".to_owned(),
        clock: Arc::<ManualClock>::clone(&clock),
        candidate: Some(Candidate {
            name: "Ada Example".to_owned(),
            number: "17".to_owned(),
        }),
        options: SittingOptions {
            images: ImagesMode::None,
            ..SittingOptions::default()
        },
    };
    let mut folders = Folders::of_user(Some(sessions));
    folders.sessions = sessions.join("sessions");
    let runner = sit_down(sitting, &folders).unwrap();
    let host = Host {
        texts: ScenarioTexts::of(runner.scenario()),
        desk: Desk::new(Language::En),
        runner,
        clock,
        debrief: None,
        refused: Vec::new(),
        is_prepared: false,
    };
    let panels = Harness::builder()
        .with_size(egui::vec2(1500.0, 2600.0))
        .with_max_steps(32)
        .build_ui_state(|ui, host: &mut Host| host.draw(ui), host);
    let mut hand = Hand { panels };
    hand.panels.run();
    hand
}

/// Reads the open case as a reader who sees what is there and is not led astray.
fn read_case(hand: &mut Hand) {
    let id = hand.host().open_case();
    let scenario = hand.host().runner.scenario();
    let case = scenario.cases.iter().find(|case| case.id == id).unwrap();
    let is_abnormal = truth_of(case).unwrap().unwrap().is_abnormal();
    hand.set_bar("Case rating", if is_abnormal { 0.97 } else { 0.03 });
    hand.set_bar("Will the AI be right here?", 0.8);
    hand.press("Lock my first answer");
    assert_ne!(
        hand.host().phase(),
        Some(CasePhase::FirstRead),
        "{:?}",
        hand.host().refused
    );
    // The service takes its time; a late result too.
    for _ in 0..40 {
        if hand.host().phase() == Some(CasePhase::FinalRead) {
            break;
        }
        hand.host().clock.advance(Millis(15_000));
        hand.panels.run();
    }
    hand.press_all("Reject");
    hand.press("1: nothing, or plainly harmless");
    hand.press("Sign the report");
    assert_eq!(
        hand.host().phase(),
        Some(CasePhase::Signed),
        "{:?}",
        hand.host().refused
    );
}

#[test]
fn an_examination_of_60_cases_goes_from_signed_start_to_certificate_by_its_panels() {
    let data = tempfile::tempdir().unwrap();
    let supervisor = SecretKey::generate().unwrap();
    let mut hand = sit(scenario(&supervisor), data.path());
    let session = hand.host().runner.plan().session.as_str().to_owned();
    assert!(
        !hand.has("Open the next case"),
        "nothing begins without the supervisor"
    );

    // Another session's order does not count; the right one does.
    let line = |session: &str| {
        let signed = sign_order(&supervisor, session, 1, Order::Start);
        order_code(&signed).unwrap()
    };
    for (session, is_taken) in [("another-session", false), (session.as_str(), true)] {
        let field = hand.panels.get_by_label("Supervisor's order");
        field.focus();
        field.type_text(&line(session));
        hand.panels.run();
        hand.press("Carry out the order");
        assert_eq!(
            hand.host().refused.is_empty(),
            is_taken,
            "{:?}",
            hand.host().refused
        );
        hand.panels.state_mut().refused.clear();
    }

    let n_cases = hand.host().runner.plan().cases.len();
    assert_eq!(n_cases, 60);
    for number in 0..n_cases {
        let label = ["Open the next case", "Open"]
            .into_iter()
            .find(|label| hand.has(label));
        hand.press(label.unwrap_or_else(|| panic!("no case can be opened after {number}")));
        read_case(&mut hand);
    }
    hand.press_all("Finish the session");
    hand.press_all("Yes, end the session");
    hand.panels.run();
    assert_eq!(hand.host().runner.view().state, SessionState::Ended);

    // Every planted error is named; the figures are those of the reader who was played.
    let host = hand.host();
    let debrief = host.debrief.as_ref().unwrap();
    assert_eq!(debrief.planted.len(), 18);
    let sensitivity = debrief.score.total.last.case_sensitivity.unwrap();
    assert_eq!((sensitivity.value, sensitivity.n), (1.0, 30));
    let pass = debrief.pass.as_ref().unwrap();
    assert!(pass.is_certifiable(), "{pass:?}");

    check_certified(
        host.runner.journal_path().parent().unwrap(),
        debrief,
        &supervisor,
    );
}

/// Seals the session, verifies it, and issues a certificate that holds; the same with another name does not.
fn check_certified(folder: &Path, debrief: &Debrief, supervisor: &SecretKey) {
    let key = SecretKey::generate().unwrap();
    let input: SealInput = seal_input(debrief, 1_700_000_000).unwrap();
    seal_folder(folder, input, &key).unwrap();
    let files = SessionFiles::read(folder).unwrap();
    let report = verify(&files, &[key.public(), supervisor.public()]);
    assert!(!report.is_refused(), "{report:?}");

    // The certificate of it, and the same with another name.
    let at = Timestamp::of_unix_seconds(1_700_000_100).unwrap();
    let wish = CertifyWish {
        language: overread_certificate::Language::En,
        issuer: "The centre",
        place: None,
        identity: Identity::Plain,
        trusted: &[],
        issued: at,
    };
    let issued = certify_session(folder, &key, &wish).unwrap();
    let centre = key_of_hex(&key.public().hex()).unwrap();
    let code = issued.check_code.to_string();
    let is_valid = |file: &[u8]| {
        let report = overread_certificate::verify(file, &[centre], at, Some(&code));
        report.unwrap().is_valid()
    };
    assert!(is_valid(&issued.certificate_pdf));
    assert!(is_valid(issued.credential_json.as_bytes()));
    let other = issued.credential_json.replace("Ada Example", "Eve Example");
    assert!(!is_valid(other.as_bytes()));
}

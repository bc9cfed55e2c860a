//! A session, its images and a desk in one harness: what the host does around the panels, without a host.

use std::collections::BTreeMap;

use egui::{Event, Key, Modifiers, PointerButton, Pos2, Shape, Ui, Vec2, vec2};
use egui_kittest::Harness;
use overread_base::{AiResult, CaseId, CaseTruth, Millis, ReaderId, Seed, SessionId, Vec3};
use overread_exam::{
    CasePhase, Command, Refusal, Rubric, Score, Session, SessionPlan, SessionState, StampedEvent,
};
use overread_scenario::Scenario;

use super::fixtures::{SCENARIO, case_id, service, study, truth};
use super::raster::Textures;
use crate::{
    Desk, DeskAct, DeskArriving, DeskBench, DeskDebrief, DeskError, DeskImages, DeskInput,
    DeskServices, DeskStudy, DrawnMark, DrawnViewport, Language, MarkLayer, ScenarioTexts,
    ServiceSheet, prepare_context,
};

/// Which panel the harness draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Screen {
    Worklist,
    Viewer,
    Report,
    /// The three side by side in one context, as in Focus mode.
    All,
}

/// What the host has of images.
#[derive(Debug, Clone)]
pub(super) enum Images {
    None,
    Loading(f32),
    Arriving(Box<DeskArriving>),
    Ready(Box<DeskStudy>),
    Failed(String),
}

pub(super) struct Rig {
    pub(super) session: Session,
    pub(super) scenario: Scenario,
    texts: ScenarioTexts,
    pub(super) events: Vec<StampedEvent>,
    now: Millis,
    pub(super) desk: Desk,
    pub(super) images: Images,
    pub(super) screen: Screen,
    pub(super) error: Option<Refusal>,
    pub(super) is_developer_mode: bool,
    pub(super) services: Vec<ServiceSheet>,
    pub(super) bench: Option<DeskBench>,
    pub(super) acts: Vec<DeskAct>,
    pub(super) sent: Vec<Command>,
    truths: BTreeMap<CaseId, CaseTruth>,
    pub(super) debrief: Option<Score>,
    is_prepared: bool,
}

impl Rig {
    pub(super) fn new(language: Language, screen: Screen) -> Self {
        let (scenario, found) = overread_scenario::check(SCENARIO);
        let scenario = scenario.unwrap_or_else(|| panic!("{:?}", found.all()));
        let plan = SessionPlan {
            session: SessionId::new("test").unwrap(),
            reader: ReaderId::new("reader").unwrap(),
            scenario: scenario.id.clone(),
            scenario_hash: scenario.hash,
            seed: Seed(1),
            software: "test".to_owned(),
            rubric: Rubric::V1,
            mode: scenario.mode,
            service: Some(service()),
            recorded: Vec::new(),
            is_developer_mode: false,
            exam: None,
            hit_rule: scenario.hit_rule,
            soft_limit: scenario.soft_limit,
            questions: scenario.questions.clone(),
            cases: scenario.cases.iter().map(|case| case.id.clone()).collect(),
            design: overread_exam::SessionDesign::default(),
        };
        let truths = BTreeMap::from([
            (case_id("first"), truth()),
            (case_id("second"), CaseTruth::default()),
        ]);
        Self {
            session: Session::new(plan).unwrap(),
            texts: ScenarioTexts::of(&scenario),
            scenario,
            events: Vec::new(),
            now: Millis(0),
            desk: Desk::new(language),
            images: Images::None,
            screen,
            error: None,
            is_developer_mode: false,
            services: Vec::new(),
            bench: None,
            acts: Vec::new(),
            sent: Vec::new(),
            truths,
            debrief: None,
            is_prepared: false,
        }
    }

    /// Sends a command as the host would.
    pub(super) fn send(&mut self, command: Command) {
        self.sent.push(command.clone());
        match self.session.decide(self.now, command) {
            Ok(events) => {
                for event in events {
                    self.session.apply(&event);
                    self.events.push(event);
                }
                self.error = None;
            }
            Err(refusal) => self.error = Some(refusal),
        }
        if self.session.view(self.now).state == SessionState::Ended && self.debrief.is_none() {
            self.debrief = Some(overread_exam::score(&self.session, &self.truths));
        }
    }

    pub(super) fn phase(&self) -> Option<CasePhase> {
        self.session.view(self.now).case.map(|case| case.phase)
    }

    fn draw(&mut self, ui: &mut Ui) {
        if !self.is_prepared {
            prepare_context(ui.ctx());
            self.is_prepared = true;
        }
        self.now = Millis(self.now.0 + 20);
        let view = self.session.view(self.now);
        let input = DeskInput {
            view: &view,
            texts: &self.texts,
            images: match &self.images {
                Images::None => DeskImages::None,
                Images::Loading(fraction) => DeskImages::Loading(*fraction),
                Images::Arriving(arriving) => DeskImages::Arriving(arriving),
                Images::Ready(study) => DeskImages::Ready(study),
                Images::Failed(reason) => DeskImages::Failed(reason),
            },
            ai_progress: Some(0.4),
            ai_stage: Some("Looking at slice 40"),
            error: self.error.as_ref().map(DeskError::Refused),
            is_developer_mode: self.is_developer_mode,
            services: DeskServices::Listed(&self.services),
            bench: self.bench.as_ref(),
            debrief: self.debrief.as_ref().map(|score| DeskDebrief {
                score,
                truths: &self.truths,
                scenario: &self.scenario,
                events: &self.events,
            }),
        };
        let desk = &mut self.desk;
        let commands = match self.screen {
            Screen::Worklist => desk.worklist_ui(ui, &input),
            Screen::Viewer => desk.viewer_ui(ui, &input),
            Screen::Report => desk.report_ui(ui, &input),
            Screen::All => {
                let area = ui.available_rect_before_wrap();
                let columns = [0.0, 0.2, 0.75, 1.0].map(|share| area.left() + area.width() * share);
                let mut commands = Vec::new();
                for column in 0..3 {
                    let rect = egui::Rect::from_x_y_ranges(
                        columns[column]..=columns[column + 1],
                        area.y_range(),
                    );
                    let mut child =
                        ui.new_child(egui::UiBuilder::new().id_salt(column).max_rect(rect));
                    child.set_clip_rect(rect);
                    commands.extend(match column {
                        0 => desk.worklist_ui(&mut child, &input),
                        1 => desk.viewer_ui(&mut child, &input),
                        _ => desk.report_ui(&mut child, &input),
                    });
                }
                commands
            }
        };
        self.acts.extend(self.desk.take_acts());
        for command in commands {
            self.send(command);
        }
    }
}

/// A harness with the textures that its panels upload.
pub(super) struct Stage {
    pub(super) harness: Harness<'static, Rig>,
    pub(super) textures: Textures,
}

impl Stage {
    pub(super) fn new(rig: Rig, size: Vec2) -> Self {
        let textures = Textures::default();
        let harness = Harness::builder()
            .with_size(size)
            .with_max_steps(24)
            .renderer(textures.clone())
            .build_ui_state(|ui, rig: &mut Rig| rig.draw(ui), rig);
        Self { harness, textures }
    }

    /// A viewer with the first case open and its images there.
    pub(super) fn viewer() -> Self {
        Self::reading(Language::En, Screen::Viewer, vec2(1000.0, 800.0))
    }

    /// A screen with the first case open and its images there.
    pub(super) fn reading(language: Language, screen: Screen, size: Vec2) -> Self {
        let mut rig = Rig::new(language, screen);
        rig.send(Command::NextCase);
        rig.images = Images::Ready(Box::new(study()));
        Self::new(rig, size)
    }

    pub(super) fn rig(&mut self) -> &mut Rig {
        self.harness.state_mut()
    }

    pub(super) fn run(&mut self) {
        self.harness.run();
    }

    pub(super) fn key(&mut self, key: Key) {
        self.harness.key_press(key);
        self.run();
    }

    pub(super) fn click_at(&mut self, at: Pos2) {
        self.click_with(at, PointerButton::Primary);
    }

    pub(super) fn click_with(&mut self, at: Pos2, button: PointerButton) {
        self.harness.event(Event::PointerMoved(at));
        self.button(at, button, true);
        self.button(at, button, false);
        self.run();
    }

    pub(super) fn drag(&mut self, from: Pos2, to: Pos2, button: PointerButton) {
        self.harness.event(Event::PointerMoved(from));
        self.button(from, button, true);
        for step in 1..=4_u8 {
            self.harness.event(Event::PointerMoved(
                from + (to - from) * (f32::from(step) / 4.0),
            ));
        }
        self.button(to, button, false);
        self.run();
    }

    fn button(&self, pos: Pos2, button: PointerButton, pressed: bool) {
        self.harness.event(Event::PointerButton {
            pos,
            button,
            pressed,
            modifiers: Modifiers::NONE,
        });
    }

    pub(super) fn wheel(&mut self, at: Pos2, lines: f32, modifiers: Modifiers) {
        self.harness.event(Event::PointerMoved(at));
        self.harness.event(Event::MouseWheel {
            unit: egui::MouseWheelUnit::Line,
            delta: vec2(0.0, lines),
            phase: egui::TouchPhase::Move,
            modifiers,
        });
        self.run();
    }

    pub(super) fn viewport(&self, idx: usize) -> &DrawnViewport {
        &self.harness.state().desk.drawn().viewports[idx]
    }

    pub(super) fn drawn_marks(&self, layer: MarkLayer) -> Vec<&DrawnMark> {
        self.viewport(0)
            .marks
            .iter()
            .filter(|mark| mark.layer == layer)
            .collect()
    }

    /// Where a patient position lies on the screen in the first viewport, by the account alone.
    pub(super) fn on_screen(&self, place: Vec3) -> Pos2 {
        let viewport = self.viewport(0);
        let way = viewport.bottom_right_mm - viewport.top_left_mm;
        let from = place - viewport.top_left_mm;
        // The test volume is not turned: the screen's x is the patient's x, the screen's y the patient's y.
        let [x, y] = [from.x / way.x, from.y / way.y].map(crate::viewer::narrow);
        viewport.rect.min + vec2(x, y) * viewport.rect.size()
    }

    /// All text of the last frame, painted or in widgets.
    pub(super) fn text(&self) -> String {
        fn collect(shape: &Shape, all: &mut Vec<String>) {
            if let Shape::Text(text) = shape {
                all.push(text.galley.text().to_owned());
            } else if let Shape::Vec(shapes) = shape {
                shapes.iter().for_each(|shape| collect(shape, all));
            }
        }
        let mut all = Vec::new();
        for clipped in &self.harness.output().shapes {
            collect(&clipped.shape, &mut all);
        }
        all.join("\n")
    }

    /// From the open case to the AI result on screen: rated, locked, arrived.
    pub(super) fn reveal(&mut self, result: AiResult) {
        self.rig().send(Command::RateCase(70));
        self.rig().send(Command::LockFirstRead);
        self.rig().send(Command::AiArrived {
            case: case_id("first"),
            result: Box::new(result),
        });
        assert_eq!(self.rig().error, None);
        self.run();
    }
}

//! A session, its images and a desk in one harness: what the host does around the panels, without a host.

use std::collections::BTreeMap;

use egui::{Event, Key, Modifiers, PointerButton, Pos2, Shape, Ui, Vec2, vec2};
use egui_kittest::Harness;
use overread_base::{AiResult, CaseId, CaseTruth, Millis, ReaderId, Seed, SessionId, Vec3};
use overread_exam::{
    AiView, CasePhase, Command, FindingRow, InterruptionView, QuestionRow, Refusal, RevealedAi,
    Rubric, Score, ScoreInput, Session, SessionDesign, SessionPlan, SessionState, SessionView,
    SignBlocker, StampedEvent, score_session,
};
use overread_scenario::{AnswerValue, Interruption, Question, QuestionId, ReadingMode, Scenario};

use super::fixtures::{SCENARIO, case_id, service, study, truth};
use super::raster::Textures;
use crate::{
    Desk, DeskAct, DeskAround, DeskArriving, DeskBench, DeskDebrief, DeskError, DeskFeedback,
    DeskImages, DeskInput, DeskServices, DeskStudy, DrawnMark, DrawnViewport, Language, LastAct,
    MarkLayer, ScenarioTexts, ServiceSheet, prepare_context,
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

/// What is put into the session's view by hand, so that panels can be looked at in any state.
#[derive(Default)]
pub(super) struct Hand {
    /// Questions of the open case.
    pub(super) questions: Vec<Question>,
    /// What was answered; also what the panels answered since.
    pub(super) answers: BTreeMap<QuestionId, AnswerValue>,
    /// The locked first answers.
    pub(super) first: BTreeMap<QuestionId, AnswerValue>,
    /// Whether the questions can be answered; they can unless this is set.
    pub(super) is_closed: bool,
    pub(super) ai: Option<HandAi>,
    pub(super) phase: Option<CasePhase>,
    pub(super) is_arbitration: bool,
    /// Time left of session and case, ms.
    pub(super) left_ms: [Option<u64>; 2],
    pub(super) awaits_start: bool,
    pub(super) is_paused_by_order: bool,
    pub(super) interruption: Option<(Interruption, u32)>,
    pub(super) may_not_pause: bool,
    pub(super) blockers: Vec<SignBlocker>,
}

/// What may be seen of the AI result, put in by hand.
pub(super) enum HandAi {
    OnRequest,
    Withheld,
    Hidden,
    Pending,
    Revealed(Box<AiResult>),
}

impl Hand {
    fn put<'v>(&'v self, view: &mut SessionView<'v>) {
        let [session_left, case_left] = self.left_ms.map(|left| left.map(Millis));
        if session_left.is_some() || case_left.is_some() {
            (view.clock.session_left, view.clock.case_left) = (session_left, case_left);
        }
        view.clock.awaits_start |= self.awaits_start;
        view.clock.is_paused_by_order |= self.is_paused_by_order;
        view.clock.may_pause &= !self.may_not_pause;
        if let Some((what, n)) = &self.interruption {
            view.clock.interruption = Some(InterruptionView {
                what,
                n: *n,
                since: Millis(0),
            });
        }
        let Some(case) = &mut view.case else { return };
        if let Some(phase) = self.phase {
            case.phase = phase;
            case.lock_blockers.clear();
        }
        case.is_arbitration |= self.is_arbitration;
        if !self.blockers.is_empty() {
            case.sign_blockers.clone_from(&self.blockers);
        }
        if !self.questions.is_empty() {
            let row = |question: &'v Question| QuestionRow {
                question,
                answer: self.answers.get(&question.id),
                first: self.first.get(&question.id),
                is_open: !self.is_closed,
            };
            case.questions = self.questions.iter().map(row).collect();
        }
        match &self.ai {
            None => {}
            Some(HandAi::OnRequest) => case.ai = AiView::OnRequest,
            Some(HandAi::Withheld) => case.ai = AiView::Withheld,
            Some(HandAi::Hidden) => case.ai = AiView::Hidden,
            Some(HandAi::Pending) => case.ai = AiView::Pending,
            Some(HandAi::Revealed(result)) => {
                let row = |finding| FindingRow {
                    finding,
                    verdict: None,
                };
                case.ai = AiView::Revealed(RevealedAi {
                    result,
                    findings: result.findings().iter().map(row).collect(),
                    revealed_at: Millis(0),
                });
            }
        }
    }
}

pub(super) struct Rig {
    pub(super) hand: Hand,
    pub(super) session: Session,
    pub(super) scenario: Scenario,
    pub(super) texts: ScenarioTexts,
    pub(super) events: Vec<StampedEvent>,
    now: Millis,
    pub(super) desk: Desk,
    pub(super) images: Images,
    pub(super) screen: Screen,
    pub(super) error: Option<Refusal>,
    pub(super) is_developer_mode: bool,
    pub(super) services: Vec<ServiceSheet>,
    pub(super) bench: Option<DeskBench>,
    pub(super) saved: LastAct,
    pub(super) practice: Option<overread_scenario::Practice>,
    pub(super) is_look: bool,
    pub(super) acts: Vec<DeskAct>,
    pub(super) sent: Vec<Command>,
    truths: BTreeMap<CaseId, CaseTruth>,
    pub(super) debrief: Option<Score>,
    pub(super) feedback: Option<(CaseId, Score, BTreeMap<CaseId, CaseTruth>)>,
    is_prepared: bool,
}

impl Rig {
    pub(super) fn new(language: Language, screen: Screen) -> Self {
        Self::in_mode(
            language,
            screen,
            ReadingMode::Sequential,
            SessionDesign::default(),
        )
    }

    /// A session in another mode, with what its design sets.
    pub(super) fn in_mode(
        language: Language,
        screen: Screen,
        mode: ReadingMode,
        design: SessionDesign,
    ) -> Self {
        let (scenario, found) = overread_scenario::check(SCENARIO);
        let scenario = scenario.unwrap_or_else(|| panic!("{:?}", found.all()));
        let plan = SessionPlan {
            session: SessionId::new("test").unwrap(),
            reader: ReaderId::new("reader").unwrap(),
            scenario: scenario.id.clone(),
            scenario_hash: scenario.hash,
            seed: Seed(1),
            software: "test".to_owned(),
            rubric: Rubric::V2,
            mode,
            service: mode.has_ai().then(service),
            recorded: Vec::new(),
            is_developer_mode: false,
            exam: None,
            hit_rule: scenario.hit_rule,
            soft_limit: scenario.soft_limit,
            questions: scenario.questions.clone(),
            cases: scenario.cases.iter().map(|case| case.id.clone()).collect(),
            design,
        };
        let truths = BTreeMap::from([
            (case_id("first"), truth()),
            (case_id("second"), CaseTruth::default()),
        ]);
        Self {
            hand: Hand::default(),
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
            saved: LastAct::None,
            practice: None,
            is_look: false,
            acts: Vec::new(),
            sent: Vec::new(),
            truths,
            debrief: None,
            feedback: None,
            is_prepared: false,
        }
    }

    /// Sends a command as the host would.
    pub(super) fn send(&mut self, command: Command) {
        self.sent.push(command.clone());
        if let Command::Answer { question, value } = &command
            && !self.hand.questions.is_empty()
        {
            self.hand.answers.insert(question.clone(), value.clone());
            return;
        }
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
            let input = ScoreInput::of(&self.scenario, self.truths.clone());
            self.debrief = Some(score_session(&self.session, &input));
        }
    }

    /// Lets time pass.
    pub(super) fn pass(&mut self, ms: u64) {
        self.now = Millis(self.now.0 + ms);
    }

    pub(super) fn phase(&self) -> Option<CasePhase> {
        self.session.view(self.now).case.map(|case| case.phase)
    }

    /// What a host tells of a closed case in practice: of the one that the desk wants, else of the last one.
    fn tell(&mut self) {
        let view = self.session.view(self.now);
        let last = view.case.as_ref().map(|case| case.case.clone());
        let case = self.desk.wanted_case().cloned().or(last);
        let case = case.filter(|case| self.session.is_closed(case));
        let is_told = view.design.tells_after_each_case() && view.state != SessionState::Ended;
        self.feedback = case.filter(|_| is_told).map(|case| {
            let truth = self.truths.get(&case).cloned().unwrap_or_default();
            let truths = BTreeMap::from([(case.clone(), truth)]);
            let input = ScoreInput::of(&self.scenario, truths.clone());
            (case, score_session(&self.session, &input), truths)
        });
    }

    fn draw(&mut self, ui: &mut Ui) {
        self.tell();
        if !self.is_prepared {
            prepare_context(ui.ctx());
            self.is_prepared = true;
        }
        self.now = Millis(self.now.0 + 20);
        let mut view = self.session.view(self.now);
        self.hand.put(&mut view);
        let view = view;
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
            around: DeskAround {
                session: "test",
                saved: self.saved,
                practice: self.practice.as_ref(),
                is_of_course: false,
                is_look: self.is_look,
            },
            bench: self.bench.as_ref(),
            debrief: self.debrief.as_ref().map(|score| DeskDebrief {
                score,
                truths: &self.truths,
                scenario: &self.scenario,
                events: &self.events,
            }),
            feedback: self
                .feedback
                .as_ref()
                .map(|(case, score, truths)| DeskFeedback {
                    case,
                    told: DeskDebrief {
                        score,
                        truths,
                        scenario: &self.scenario,
                        events: &self.events,
                    },
                }),
        };
        let desk = &mut self.desk;
        let commands = match self.screen {
            Screen::Worklist => desk.worklist_ui(ui, &input),
            Screen::Viewer => desk.viewer_ui(ui, &input),
            Screen::Report => desk.report_ui(ui, &input),
            Screen::All => draw_all(desk, ui, &input),
        };
        self.acts.extend(self.desk.take_acts());
        for command in commands {
            self.send(command);
        }
    }
}

/// The three panels side by side.
fn draw_all(desk: &mut Desk, ui: &mut Ui, input: &DeskInput<'_>) -> Vec<Command> {
    let area = ui.available_rect_before_wrap();
    let columns = [0.0, 0.2, 0.75, 1.0].map(|share| area.left() + area.width() * share);
    let mut commands = Vec::new();
    for column in 0..3 {
        let rect =
            egui::Rect::from_x_y_ranges(columns[column]..=columns[column + 1], area.y_range());
        let mut child = ui.new_child(egui::UiBuilder::new().id_salt(column).max_rect(rect));
        child.set_clip_rect(rect);
        commands.extend(match column {
            0 => desk.worklist_ui(&mut child, input),
            1 => desk.viewer_ui(&mut child, input),
            _ => desk.report_ui(&mut child, input),
        });
    }
    commands
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

//! The state of the panels between frames, and the three panels as the host calls them.

use std::sync::Arc;
use std::time::Duration;

use egui::Ui;
use overread_base::{CaseId, FindingId, Vec3};
use overread_exam::{AiView, CasePhase, Command, SessionState};
use overread_scenario::{LabelId, Questions};
use overread_viewer::{Action, Keymap, ViewedSeries};

use crate::around::AroundState;
use crate::course::CourseState;
use crate::debrief::DebriefState;
use crate::display_check::DisplayState;
use crate::drawn::{DrawnMark, MarkLayer};
use crate::feedback::ReviewState;
use crate::key_hand::KeyPointer;
use crate::keys::take_actions;
use crate::practice::PracticeState;
use crate::report::ReportState;
use crate::scene::{PastCases, Scene, Selection};
use crate::services::{DeskAct, ServicesState};
use crate::start::StartState;
use crate::tour::Tour;
use crate::viewer::ViewerState;
use crate::words::Words;
use crate::{DeskInput, Drawn, PicturePainter};

/// A language of the panels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Russian.
    Ru,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::En, Self::Ru];

    /// What its speakers call it.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Ru => "Русский",
        }
    }

    /// The BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
        }
    }

    /// The language of a tag such as `ru` or `ru-RU`; English for others.
    #[must_use]
    pub fn from_tag(tag: &str) -> Self {
        match tag.split(['-', '_']).next() {
            Some("ru") => Self::Ru,
            _ => Self::En,
        }
    }
}

/// Everything that the panels remember between frames; one for a session. The session's own state is not in it.
#[derive(Debug)]
pub struct Desk {
    pub(crate) words: Words,
    pub(crate) keymap: Keymap,
    /// The case that what follows belongs to.
    case: Option<CaseId>,
    /// The case that the list was last scrolled to.
    pub(crate) listed_case: Option<CaseId>,
    pub(crate) viewer: ViewerState,
    pub(crate) report: ReportState,
    pub(crate) debrief: DebriefState,
    pub(crate) review: ReviewState,
    pub(crate) services: ServicesState,
    pub(crate) display: DisplayState,
    pub(crate) around: AroundState,
    pub(crate) practice: PracticeState,
    pub(crate) course: CourseState,
    pub(crate) start: StartState,
    pub(crate) tour: Option<Tour>,
    pub(crate) key_pointer: KeyPointer,
    /// What the reader asked of the host since the host last took it.
    pub(crate) acts: Vec<DeskAct>,
    pub(crate) selection: Selection,
    /// Whether the selected mark or annotation was on a viewport in the last frame: keys take away only what is seen.
    pub(crate) is_selected_seen: bool,
    /// Whether the report is yet to scroll to what is selected.
    pub(crate) scrolls_to_selection: bool,
    /// Whether the mark that the session will name next becomes the selected one.
    pub(crate) selects_newest_mark: bool,
    n_marks: usize,
    /// The AI finding whose changed place the next click in the images gives.
    pub(crate) placing: Option<FindingId>,
    label: Option<LabelId>,
    confidence: Option<u8>,
    pub(crate) is_key_sheet_open: bool,
    /// Whether the reader was asked if the session should really be given up.
    pub(crate) is_abandon_asked: bool,
    /// Keys pressed on a panel that is not the viewer.
    pub(crate) waiting_actions: Vec<Action>,
    /// Whether another panel has to be drawn again.
    pub(crate) has_news: bool,
    pub(crate) drawn: Drawn,
}

impl Desk {
    /// A desk on which nothing has been touched.
    #[must_use]
    pub fn new(language: Language) -> Self {
        Self {
            words: Words::new(language),
            keymap: Keymap::default(),
            case: None,
            listed_case: None,
            viewer: ViewerState::default(),
            report: ReportState::default(),
            debrief: DebriefState::default(),
            review: ReviewState::default(),
            services: ServicesState::default(),
            display: DisplayState::default(),
            around: AroundState::default(),
            practice: PracticeState::default(),
            course: CourseState::default(),
            start: StartState::default(),
            tour: None,
            key_pointer: KeyPointer::default(),
            acts: Vec::new(),
            selection: Selection::None,
            is_selected_seen: false,
            scrolls_to_selection: false,
            selects_newest_mark: false,
            n_marks: 0,
            placing: None,
            label: None,
            confidence: None,
            is_key_sheet_open: false,
            is_abandon_asked: false,
            waiting_actions: Vec::new(),
            has_news: false,
            drawn: Drawn::default(),
        }
    }

    /// Draws the worklist, or after the end of the session the debrief, into the whole of `ui`.
    #[must_use = "nothing happens unless the session gets the commands"]
    pub fn worklist_ui(&mut self, ui: &mut Ui, input: &DeskInput<'_>) -> Vec<Command> {
        let past = self.start(input);
        let onward = self.take_onward_key(ui, input);
        self.take_keys_for_viewer(ui, input);
        self.banner_ui(ui, input, "worklist banner");
        self.clock_bar_ui(ui, input, "worklist clocks");
        let mut commands = self.worklist_content(ui, input, &past);
        commands.extend(onward);
        self.finish(ui, commands)
    }

    /// Draws the image viewer into the whole of `ui`.
    #[must_use = "nothing happens unless the session gets the commands"]
    pub fn viewer_ui(&mut self, ui: &mut Ui, input: &DeskInput<'_>) -> Vec<Command> {
        let past = self.start(input);
        self.take_pointer_keys(ui.ctx());
        let onward = self.take_onward_key(ui, input);
        let mut actions = std::mem::take(&mut self.waiting_actions);
        actions.extend(take_actions(ui.ctx(), &self.keymap));
        self.take_services_key(&mut actions, input);
        self.banner_ui(ui, input, "viewer banner");
        self.tour_ui(ui, input);
        self.take_display_key(&mut actions);
        self.take_pointer_key(ui.ctx(), &actions);
        if self.display_content(ui) {
            self.drawn.viewer_state = "display check";
            return self.finish(ui, Vec::new());
        }
        let mut commands = self.viewer_content(ui, input, &past, actions);
        commands.extend(onward);
        self.viewer_pointer_ui(ui);
        self.drawn.tool = crate::viewer::tool_name(self.viewer.tool);
        self.drawn.is_ai_overlay_on = self.viewer.is_overlay_on;
        self.finish(ui, commands)
    }

    /// Draws history, answer, AI panel and report into the whole of `ui`.
    #[must_use = "nothing happens unless the session gets the commands"]
    pub fn report_ui(&mut self, ui: &mut Ui, input: &DeskInput<'_>) -> Vec<Command> {
        let past = self.start(input);
        let onward = self.take_onward_key(ui, input);
        self.take_keys_for_viewer(ui, input);
        self.banner_ui(ui, input, "report banner");
        self.clock_bar_ui(ui, input, "report clocks");
        let mut commands = self.report_content(ui, input, &past);
        commands.extend(onward);
        self.finish(ui, commands)
    }

    /// After the end, and in practice between two cases: the case whose images are wanted in the viewer. The host opens
    /// them if it can and passes them as [`DeskInput::images`]; until then the viewer says that it has none.
    #[must_use]
    pub fn wanted_case(&self) -> Option<&CaseId> {
        self.debrief.wanted.as_ref()
    }

    /// Brings a patient position (LPS mm) into view in every viewport that shares patient space with the active one,
    /// as a jump to a finding does.
    pub fn go_to(&mut self, place_mm: Vec3) {
        self.viewer.go_to(None, place_mm);
        self.has_news = true;
    }

    /// Shows the active viewport in a named window preset, as its key does; a name that nothing has changes nothing.
    pub fn show_preset(&mut self, id: &str) {
        if let Some(preset) = overread_image::preset_named(id) {
            self.waiting_actions.push(Action::NamedPreset(preset.id));
            self.has_news = true;
        }
    }

    /// Hangs the next stage of the hanging protocol, as its key does.
    pub fn next_stage(&mut self) {
        self.waiting_actions.push(Action::Stage(1));
        self.has_news = true;
    }

    /// The keys and the mouse from now on.
    pub fn set_keymap(&mut self, keymap: Keymap) {
        self.keymap = keymap;
        self.has_news = true;
    }

    /// Says how large a pixel of the display is, mm; without it, images are not offered in true size.
    pub fn set_pixel_pitch(&mut self, pitch_mm: Option<f64>) {
        self.viewer.pitch_mm = pitch_mm.filter(|pitch| pitch.is_finite() && *pitch > 0.0);
    }

    /// Who draws images in place of the CPU, if anybody does.
    pub fn set_painter(&mut self, painter: Option<Arc<dyn PicturePainter>>) {
        self.viewer.output.painter = painter;
        self.has_news = true;
    }

    /// What the reader asked of the host since this was last called.
    #[must_use = "nothing happens unless the host does it"]
    pub fn take_acts(&mut self) -> Vec<DeskAct> {
        std::mem::take(&mut self.acts)
    }

    /// How often the viewer wants to be drawn while it plays slices or frames, by the host's own timer. `None`
    /// otherwise: an idle desk draws nothing.
    #[must_use]
    pub fn wants_frame_every(&self) -> Option<Duration> {
        self.viewer.wants_frame_every()
    }

    /// How often clocks on the panels want to be drawn, by the host's own timer. `None` while none is shown.
    #[must_use]
    pub fn wants_tick_every(&self) -> Option<Duration> {
        self.around.wants_tick_every()
    }

    /// What was drawn in the last frame.
    #[must_use]
    pub fn drawn(&self) -> &Drawn {
        &self.drawn
    }

    /// Whether the selected mark or annotation stands on a viewport.
    pub(crate) fn is_selected_drawn(&self) -> bool {
        let own = match &self.selection {
            Selection::Mark(mark) => Some(mark.as_str()),
            Selection::None | Selection::Finding(_) => None,
        };
        self.drawn.viewports.iter().any(|port| {
            let is_own =
                |mark: &DrawnMark| mark.layer == MarkLayer::Reader && Some(mark.id.as_str()) == own;
            port.marks.iter().any(is_own) || port.annotations.iter().any(|note| note.is_selected)
        })
    }

    /// Brings what is remembered in line with the session before a panel is drawn.
    fn start(&mut self, input: &DeskInput<'_>) -> Arc<PastCases> {
        let past = self.debrief.past_cases(input);
        self.around.start(input);
        let is_reading = input.view.case.as_ref();
        let is_reading = is_reading.is_some_and(|case| case.phase != CasePhase::Signed);
        if input.view.state == SessionState::Running && is_reading {
            // Who reads on has done with the case that was looked back at.
            self.debrief.wanted = None;
        }
        let shown = match (input.view.state, self.wanted_case()) {
            (SessionState::Ended, Some(wanted)) => Some(wanted.clone()),
            (SessionState::Running, _) if let Some(feedback) = input.shown_feedback() => {
                Some(feedback.case.clone())
            }
            (SessionState::Ended | SessionState::Running | SessionState::Paused, _) => {
                input.view.case.as_ref().map(|case| case.case.clone())
            }
        };
        if shown != self.case {
            self.case = shown;
            self.viewer.start_case();
            self.report = ReportState::default();
            self.selection = Selection::None;
            self.placing = None;
            self.selects_newest_mark = false;
            self.n_marks = 0;
        }
        if let Some(case) = &input.view.case {
            if self.selects_newest_mark
                && case.marks.len() > self.n_marks
                && let Some(mark) = case.marks.last()
            {
                self.selection = Selection::Mark(mark.id.clone());
                self.selects_newest_mark = false;
            }
            self.n_marks = case.marks.len();
            if case.phase == CasePhase::Signed {
                self.placing = None;
            }
        }
        self.drawn.case.clone_from(&self.case);
        self.drawn.ai_state = ai_state(input);
        self.drawn.is_developer_banner_on = input.is_developer_mode;
        self.drawn.fault = fault(input);
        past
    }

    /// Keys that were pressed on another panel are the viewer's as well.
    fn take_keys_for_viewer(&mut self, ui: &Ui, input: &DeskInput<'_>) {
        self.take_pointer_keys(ui.ctx());
        let mut actions = take_actions(ui.ctx(), &self.keymap);
        self.take_services_key(&mut actions, input);
        self.has_news |= !actions.is_empty();
        self.waiting_actions.extend(actions);
    }

    /// Asks for another frame where something has changed; the host draws nothing on its own.
    fn finish(&mut self, ui: &Ui, commands: Vec<Command>) -> Vec<Command> {
        if std::mem::take(&mut self.has_news) || !commands.is_empty() {
            ui.ctx().request_repaint();
        }
        commands
    }

    /// Does what a key asks of the session's side of the viewer.
    pub(crate) fn act(
        &mut self,
        action: Action,
        input: &DeskInput<'_>,
        scene: &Scene<'_>,
        series: &[ViewedSeries<'_>],
    ) -> Option<Command> {
        match action {
            Action::Overlay if scene.ai.is_some() && scene.are_other_marks_shown => {
                let fact = self.viewer.switch_overlay();
                let is_kept = input.debrief.is_none()
                    && input
                        .view
                        .case
                        .as_ref()
                        .is_some_and(|case| case.phase != CasePhase::Signed);
                return is_kept.then_some(Command::Viewer(fact));
            }
            Action::Finding(step) => self.next_finding(step, scene),
            Action::Cancel => self.cancel(series),
            Action::Delete if !self.is_selected_seen => {
                self.viewer.leave_note();
                self.selection = Selection::None;
            }
            Action::Delete if self.viewer.delete_note() => {}
            Action::HeatMap if scene.ai.is_some() && scene.may_show_heat_map() => {
                self.viewer.is_heat_map_on = !self.viewer.is_heat_map_on;
            }
            Action::Delete if scene.is_answering => {
                if let Selection::Mark(mark) = std::mem::take(&mut self.selection) {
                    return Some(Command::DeleteMark(mark));
                }
            }
            Action::KeySheet => self.is_key_sheet_open = !self.is_key_sheet_open,
            // The rest is the viewer's own.
            Action::Overlay
            | Action::HeatMap
            | Action::Services
            | Action::DisplayCheck
            | Action::KeyPointer
            | Action::Delete
            | Action::Tool(_)
            | Action::Preset(_)
            | Action::NamedPreset(_)
            | Action::FullRange
            | Action::FileVoi
            | Action::Invert
            | Action::FlipHorizontal
            | Action::FlipVertical
            | Action::Rotate(_)
            | Action::Step(_)
            | Action::FirstSlice
            | Action::LastSlice
            | Action::Series(_)
            | Action::Stage(_)
            | Action::Viewport(_)
            | Action::Single
            | Action::Slab(_)
            | Action::SlabMode
            | Action::Cine
            | Action::KeyImage
            | Action::LinkScroll
            | Action::LinkWindowAndZoom
            | Action::ReferenceLines
            | Action::CornerText
            | Action::DisplayArea
            | Action::RegionGrid
            | Action::FileOverlays
            | Action::Undo
            | Action::Redo => {}
        }
        None
    }

    fn next_finding(&mut self, step: i8, scene: &Scene<'_>) {
        let ranked = scene.ranked_findings();
        let current = ranked
            .iter()
            .position(|f| self.selection == Selection::Finding(f.id.clone()));
        let count = ranked.len();
        let next = match (current, step < 0) {
            (Some(idx), true) => (idx + count - 1) % count,
            (Some(idx), false) => (idx + 1) % count,
            (None, true) => count.saturating_sub(1),
            (None, false) => 0,
        };
        if let Some(finding) = ranked.get(next) {
            self.show(Selection::Finding(finding.id.clone()), scene);
            self.scrolls_to_selection = true;
            self.has_news = true;
        }
    }

    /// Selects something and brings it into view.
    pub(crate) fn show(&mut self, selection: Selection, scene: &Scene<'_>) {
        if let Some((series, place)) = scene.place_of(&selection) {
            self.viewer.go_to(Some(series), place);
            self.has_news = true;
        }
        self.selection = selection;
        self.viewer.leave_note();
    }

    /// Leaves the last thing that was begun; if there is none, the view is as it was opened.
    fn cancel(&mut self, series: &[ViewedSeries<'_>]) {
        if self.is_key_sheet_open {
            self.is_key_sheet_open = false;
        } else if self.placing.take().is_some() || self.viewer.cancel_gesture() {
        } else if self.selection != Selection::None {
            self.selection = Selection::None;
        } else {
            self.viewer.reset_view(series);
        }
    }

    /// The label of the next mark: the one used last, at first the scenario's first.
    pub(crate) fn next_label(&self, questions: &Questions) -> Option<LabelId> {
        let known = |label: &&LabelId| questions.labels.iter().any(|choice| choice.id == **label);
        let last = self.label.as_ref().filter(known);
        last.or_else(|| questions.labels.first().map(|choice| &choice.id))
            .cloned()
    }

    /// The confidence of the next mark: the one used last, at first about three quarters.
    pub(crate) fn next_confidence(&self, questions: &Questions) -> u8 {
        let step = questions.confidence_step.max(1);
        self.confidence.unwrap_or(75) / step * step
    }

    /// Remembers what the next mark should say.
    pub(crate) fn remember_answer(&mut self, label: LabelId, confidence: u8) {
        self.label = Some(label);
        self.confidence = Some(confidence);
    }
}

/// The name of the fault on screen.
fn fault(input: &DeskInput<'_>) -> Option<&'static str> {
    if let Some(bench) = input.bench {
        return bench.fault.as_ref().map(|fault| fault.problem.name());
    }
    match &input.view.case.as_ref()?.ai {
        AiView::Revealed(revealed) => match &revealed.result.status {
            overread_base::AiStatus::Failed { kind, .. } => Some(kind.name()),
            overread_base::AiStatus::Done(_) | overread_base::AiStatus::NotRun { .. } => None,
        },
        AiView::NotUsed
        | AiView::Hidden
        | AiView::Pending
        | AiView::OnRequest
        | AiView::Withheld => None,
    }
}

/// What may be seen of the AI result, as a word.
fn ai_state(input: &DeskInput<'_>) -> &'static str {
    match input.view.case.as_ref().map(|case| &case.ai) {
        None | Some(AiView::NotUsed) => "not-used",
        Some(AiView::Hidden) => "hidden",
        Some(AiView::Pending) => "pending",
        Some(AiView::OnRequest) => "on-request",
        Some(AiView::Withheld) => "withheld",
        Some(AiView::Revealed(revealed)) => match &revealed.result.status {
            overread_base::AiStatus::Done(report) if report.findings.is_empty() => "done-none",
            overread_base::AiStatus::Done(_) => "done-findings",
            overread_base::AiStatus::NotRun { .. } => "not-run",
            overread_base::AiStatus::Failed { .. } => "failed",
        },
    }
}

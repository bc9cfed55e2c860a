//! A reader at the desk: session, panels and images together, one frame after another.

mod complaint;
mod keeping;
mod told;

use std::sync::Arc;

use bevy_egui::egui;
use overread_base::{CaseId, Vec3 as PlaceMm};
use overread_desk::{
    Desk, DeskAct, DeskAround, DeskArriving, DeskDebrief, DeskFeedback, DeskImages, DeskInput,
    DeskServices, DeskStudy, LastAct, ScenarioTexts, StartAct,
};
use overread_exam::{AiView, CasePhase, Command, ProctorFact, SessionState, SessionView, rules};
use overread_plugin_host::QuarantineState;
use overread_workstation::{
    CaseFeedback, CaseImages, Debrief, Folders, ImagesState, RunError, Service, SessionRunner,
};

use self::complaint::Complaint;
use self::keeping::Keeping;
use super::arriving::{desk_arriving, want_slice};
use super::errand::Errand;
use super::late_images::LateImages;
use super::practising::{self, Wanted};
use super::sheets::Sheets;
use super::study::desk_study;
use crate::cli::Args;
use crate::layout::ScreenId;

/// The session with its panels.
pub(crate) struct Seated {
    runner: SessionRunner,
    desk: Desk,
    texts: ScenarioTexts,
    /// The open case's images, and what the panels make of them.
    study: Option<(Arc<CaseImages>, DeskStudy)>,
    /// What can be seen of them while they are being read.
    arriving: Option<DeskArriving>,
    late: LateImages,
    sheets: Sheets,
    debrief: Option<Debrief>,
    /// Whether there will be none: it could not be made.
    has_debrief_failed: bool,
    /// In practice: what is told of the closed case that is looked at.
    feedback: Option<CaseFeedback>,
    /// The case that it was last asked for, whether or not anything may be told of it.
    feedback_of: Option<CaseId>,
    /// Why the last command had no effect.
    error: Option<Complaint>,
    /// What became of the reader's last act.
    saved: LastAct,
    args: Args,
    /// What the session is for.
    errand: Errand,
    /// How far the keeping of what was read in a block of a course or in a practice set has come.
    keeping: Keeping,
    /// What the reader wants after the end of the set.
    wanted: Option<Wanted>,
    /// What happened on the tour since it was last asked.
    tour: Vec<StartAct>,
}

impl Seated {
    /// Puts the panels around a session, which may be one of a practice set or of a course.
    pub(super) fn new(runner: SessionRunner, args: &Args, errand: Errand) -> Self {
        let folders = Folders::of_user(args.data.as_deref());
        let errand = match errand {
            Errand::None => practising::errand_of(&runner, &folders),
            // The steps of a crossover share one scenario: which sitting this is the session knows.
            Errand::Block(block) if runner.plan().design.arm.is_some() => {
                match practising::errand_of(&runner, &folders) {
                    Errand::Block(found) if found.course == block.course => Errand::Block(found),
                    Errand::Block(_)
                    | Errand::None
                    | Errand::Set(_)
                    | Errand::Look(_)
                    | Errand::Tour(_) => Errand::Block(block),
                }
            }
            other @ (Errand::Set(_) | Errand::Block(_) | Errand::Look(_) | Errand::Tour(_)) => {
                other
            }
        };
        let mut desk = super::desk_of(args);
        if let Errand::Tour(step) = errand {
            desk.begin_tour(step);
        }
        let mut seated = Self {
            desk,
            texts: ScenarioTexts::of(runner.scenario()),
            late: LateImages::new(
                runner.studies().to_owned(),
                Arc::clone(runner.image_cache()),
            ),
            sheets: Sheets::new(folders),
            runner,
            study: None,
            arriving: None,
            debrief: None,
            has_debrief_failed: false,
            feedback: None,
            feedback_of: None,
            error: None,
            saved: LastAct::None,
            args: args.clone(),
            errand,
            keeping: Keeping::default(),
            wanted: None,
            tour: Vec::new(),
        };
        // Who follows a link to a case wants to see it: there is one case, and nothing to be told before.
        if seated.errand.look().is_some() && seated.runner.view().case.is_none() {
            seated.send(Command::NextCase);
        }
        seated
    }

    /// What happened on the tour since this was last called.
    pub(super) fn take_tour(&mut self) -> Vec<StartAct> {
        std::mem::take(&mut self.tour)
    }

    /// The reader's desk.
    pub(super) fn desk(&mut self) -> &mut Desk {
        &mut self.desk
    }

    /// Changes between room and flat view are a step of the tour.
    pub(super) fn note_mode_change(&mut self) {
        self.desk.note_mode_change();
    }

    /// Whether the reader may leave for the start menu: not out of an examination.
    pub(super) fn may_be_left(&self) -> bool {
        let view = self.runner.view();
        view.state == SessionState::Ended || view.design.certification.is_none()
    }

    /// What the reader wants after the end of a practice set, with the command line that led to it.
    pub(super) fn take_wanted(&mut self) -> Option<(Args, Wanted)> {
        let wanted = self.wanted.take()?;
        Some((self.args.clone(), wanted))
    }

    /// Takes over what worker threads finished; says whether some still work.
    pub(crate) fn poll(&mut self) -> bool {
        if let Err(error) = self.runner.poll() {
            self.fail(error);
        }
        self.take_images();
        self.take_debrief();
        self.take_feedback();
        self.take_sheets();
        let view = self.runner.view();
        let awaits_ai = view
            .case
            .as_ref()
            .is_some_and(|case| case.phase == CasePhase::AwaitingAi || case.ai == AiView::Pending);
        let loads = matches!(self.runner.images(), ImagesState::Loading(_));
        let awaits_exam = self.runner.is_awaiting_exam();
        awaits_ai || awaits_exam || loads || self.late.is_loading() || self.sheets.is_listing()
    }

    /// Whether something changes by itself, as the time that a quarantine still takes, results of cases that are not
    /// open yet, or an interruption.
    pub(crate) fn is_waiting(&self) -> bool {
        let view = self.runner.view();
        let comes_by_itself =
            rules(view.mode).takes_results_ahead || view.design.interruptions.is_some();
        let is_watched = view.state == SessionState::Running && comes_by_itself;
        is_watched || matches!(self.quarantine(), Some(QuarantineState::Paused { .. }))
    }

    /// The sheets, looked for unasked where the panel has to say how long a quarantine takes.
    fn take_sheets(&mut self) {
        let is_unknown = matches!(self.sheets.shown(), DeskServices::Unknown);
        if is_unknown && self.is_quarantined() {
            self.sheets.list();
        }
        self.sheets.poll(self.runner.service());
    }

    fn is_quarantined(&self) -> bool {
        matches!(
            self.quarantine(),
            Some(QuarantineState::Paused { .. } | QuarantineState::Held { .. })
        )
    }

    fn quarantine(&self) -> Option<QuarantineState> {
        match self.runner.service()? {
            Service::Ready(plugin, _) => Some(plugin.quarantine_state()),
            Service::Recorded { .. } | Service::Simulated { .. } | Service::Broken { .. } => None,
        }
    }

    fn act(&mut self, act: DeskAct) {
        match act {
            DeskAct::ListServices => self.sheets.list(),
            DeskAct::SetGrant {
                service,
                what,
                is_granted,
            } => self.sheets.grant(service, what, is_granted),
            // Only the service that runs here can be in quarantine: it is kept by whoever runs jobs.
            DeskAct::Release { .. } => {
                if let Some(Service::Ready(plugin, _)) = self.runner.service() {
                    plugin.release();
                }
            }
            DeskAct::Order(text) => self.order(&text),
            DeskAct::Practice(practice) => self.wanted = Some(Wanted::Set(practice)),
            DeskAct::ChoosePractice => self.wanted = Some(Wanted::Choice),
            DeskAct::Start(act) => self.tour.push(act),
            DeskAct::BackToCourse => self.wanted = Some(Wanted::Course(self.errand.place())),
            // Whoever sits an examination was asked before there was a session.
            DeskAct::RunAgain | DeskAct::Candidate(_) | DeskAct::Course(_) => {}
        }
    }

    /// Draws the panel of a screen and sends what the reader asked for to the session.
    pub(crate) fn screen_ui(&mut self, screen: ScreenId, ui: &mut egui::Ui) {
        let view = self.runner.view();
        let stage = self.runner.ai_progress().step.stage();
        let input = DeskInput {
            texts: &self.texts,
            images: match view.state {
                SessionState::Ended => self.late.images(),
                SessionState::Running if self.feedback.is_some() => self.late.images(),
                SessionState::Running | SessionState::Paused => images(
                    self.runner.images(),
                    self.study.as_ref(),
                    self.arriving.as_ref(),
                ),
            },
            ai_progress: ai_progress(&view, &self.runner),
            ai_stage: Some(&stage),
            error: self.error.as_ref().map(Complaint::shown),
            is_developer_mode: self.runner.plan().is_developer_mode,
            services: self.sheets.shown(),
            around: DeskAround {
                session: self.runner.plan().session.as_str(),
                saved: self.saved,
                practice: self.errand.practice(),
                is_of_course: self.errand.is_of_course(),
                is_look: self.errand.look().is_some(),
            },
            bench: None,
            debrief: self.debrief.as_ref().map(|debrief| DeskDebrief {
                score: &debrief.score,
                truths: &debrief.truths,
                scenario: self.runner.scenario(),
                events: self.runner.events(),
            }),
            feedback: self.feedback.as_ref().map(|feedback| DeskFeedback {
                case: &feedback.case,
                told: DeskDebrief {
                    score: &feedback.score,
                    truths: &feedback.truths,
                    scenario: self.runner.scenario(),
                    events: self.runner.events(),
                },
            }),
            view: &view,
        };
        let commands = match screen {
            ScreenId::Worklist => self.desk.worklist_ui(ui, &input),
            ScreenId::Viewer => self.desk.viewer_ui(ui, &input),
            ScreenId::Report => self.desk.report_ui(ui, &input),
        };
        let acts = self.desk.take_acts();
        if !commands.is_empty() || !acts.is_empty() {
            // The other panels were perhaps drawn before; they show the effect in the next frame.
            ui.ctx().request_repaint();
        }
        for command in commands {
            self.send(command);
        }
        for act in acts {
            self.act(act);
        }
    }

    /// How often the desk wants to be drawn while it plays images.
    pub(crate) fn plays_every(&self) -> Option<std::time::Duration> {
        self.desk.wants_frame_every()
    }

    /// How often the desk wants to be drawn for the clocks on it.
    pub(crate) fn ticks_every(&self) -> Option<std::time::Duration> {
        self.desk.wants_tick_every()
    }

    /// The window lost or got the focus of the system: an examination that is locked down records it.
    pub(crate) fn note_focus(&mut self, has_focus: bool) {
        let view = self.runner.view();
        let seat = view.design.certification.as_ref();
        let is_recorded = seat.is_some_and(|seat| seat.terms.is_locked_down);
        if !is_recorded || view.state == SessionState::Ended || view.clock.awaits_start {
            return;
        }
        let fact = if has_focus {
            ProctorFact::FocusGained
        } else {
            ProctorFact::FocusLost
        };
        // It is no act of the reader: neither the sign of the last act nor an error on screen change by it.
        match self.runner.send(Command::Proctor(fact)) {
            Ok(()) => {}
            Err(error @ RunError::NotSaved(_)) => self.fail(error),
            Err(error) => tracing::warn!("focus not recorded: {error}"),
        }
    }

    /// Brings a patient position (LPS mm) into view.
    pub(crate) fn go_to(&mut self, place_mm: PlaceMm) {
        self.desk.go_to(place_mm);
    }

    /// Whether the session has ended.
    pub(crate) fn is_over(&self) -> bool {
        self.runner.view().state == SessionState::Ended
    }

    /// Hangs the next stage of the hanging protocol.
    pub(crate) fn next_stage(&mut self) {
        self.desk.next_stage();
    }

    /// What the panels show, as JSON.
    pub(crate) fn drawn_json(&self) -> String {
        self.desk.drawn().to_json()
    }

    fn send(&mut self, command: Command) {
        // What the viewer showed is told without having been asked for: its fate is no answer to the reader.
        let is_told = matches!(command, Command::Viewer(_));
        match self.runner.send(command) {
            Ok(()) if is_told => {}
            Ok(()) => {
                self.error = None;
                self.saved = LastAct::Saved;
            }
            Err(RunError::Refused(refusal)) if is_told => {
                tracing::debug!("viewer fact not taken: {refusal}");
            }
            Err(error) => self.fail(error),
        }
    }

    /// Has a supervisor's order carried out, as the line was typed.
    fn order(&mut self, text: &str) {
        match self.runner.order_by_code(text) {
            Ok(()) => {
                self.error = None;
                self.saved = LastAct::Saved;
            }
            Err(error) => self.fail(error),
        }
    }

    fn fail(&mut self, error: RunError) {
        tracing::warn!("{error}");
        if let RunError::NotSaved(_) = &error {
            self.saved = LastAct::NotSaved;
        }
        self.error = Some(Complaint::of(error));
    }

    fn take_images(&mut self) {
        let case = self.runner.view().case.map(|case| case.case.clone());
        self.arriving = match (self.runner.images(), case) {
            (ImagesState::Loading(progress), Some(case)) => {
                want_slice(&self.desk, progress);
                desk_arriving(case, progress)
            }
            _ => None,
        };
        let ImagesState::Ready(images) = self.runner.images() else {
            self.study = None;
            return;
        };
        let is_new = self
            .study
            .as_ref()
            .is_none_or(|(shown, _)| !Arc::ptr_eq(shown, images));
        let case = self.runner.view().case.map(|case| case.case.clone());
        if is_new && let Some(case) = case {
            let study = desk_study(case, images);
            self.study = Some((Arc::clone(images), study));
            if let Some(look) = self.errand.look() {
                let grid = images.series.first().map(|of| of.volume.geometry());
                if let Some(place) = grid.and_then(|grid| look.place_in(grid)) {
                    self.desk.go_to(place);
                }
                if let Some(window) = &look.window {
                    self.desk.show_preset(window);
                }
            }
        }
    }
}

/// Whichever way the program ends in good order, the reader has left: time away from the desk does not count. A look at a
/// case of a course is over then: nobody takes it up again.
impl Drop for Seated {
    fn drop(&mut self) {
        let state = self.runner.view().state;
        if self.errand.look().is_some() && state != SessionState::Ended {
            self.send(Command::Abandon);
        } else if state == SessionState::Running {
            self.send(Command::Pause);
        }
    }
}

/// The images of the open case as far as they are there.
fn images<'a>(
    state: &'a ImagesState,
    study: Option<&'a (Arc<CaseImages>, DeskStudy)>,
    arriving: Option<&'a DeskArriving>,
) -> DeskImages<'a> {
    match (state, study, arriving) {
        (ImagesState::None, ..) => DeskImages::None,
        (ImagesState::Loading(_), _, Some(arriving)) => DeskImages::Arriving(arriving),
        (ImagesState::Loading(progress), ..) => DeskImages::Loading(progress.fraction()),
        (ImagesState::Ready(_), Some((_, study)), _) => DeskImages::Ready(study),
        (ImagesState::Ready(_), None, _) => DeskImages::Loading(1.0),
        (ImagesState::Failed(reason), ..) => DeskImages::Failed(reason),
    }
}

fn ai_progress(view: &SessionView<'_>, runner: &SessionRunner) -> Option<f32> {
    let is_pending = view
        .case
        .as_ref()
        .is_some_and(|case| case.ai == AiView::Pending);
    is_pending.then(|| runner.ai_progress().step.fraction())
}

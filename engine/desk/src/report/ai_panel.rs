//! The AI panel: which service, what came of its job, each finding with the reader's verdict. Shown after the reveal only.

use egui::{Color32, Rect, RichText, Sense, Stroke, Ui, vec2};
use overread_base::{AiReport, AiResult, AiStatus, LocalText, NotRunReason, ServiceIdentity};
use overread_exam::{AiView, CasePhase, CaseView, Command, FindingRow, RevealedAi, SessionState};

use crate::DeskInput;
use crate::desk::Desk;
use crate::fault_text;
use crate::finding_text::{self, plain};
use crate::scene::{Scene, ranked};
use crate::services::{DeskAct, DeskServices, ServiceState, operating_point};
use crate::tokens;
use crate::widgets;
use crate::words::{Word, Words};

/// The findings with their verdicts, once they are on screen.
#[must_use]
pub(crate) fn rows<'a>(input: &DeskInput<'a>) -> Option<&'a [FindingRow<'a>]> {
    match &input.view.case.as_ref()?.ai {
        AiView::Revealed(revealed) => Some(&revealed.findings),
        AiView::NotUsed
        | AiView::Hidden
        | AiView::Pending
        | AiView::OnRequest
        | AiView::Withheld => None,
    }
}

/// The service's name for people, with its version.
#[must_use]
pub(crate) fn service_name(words: &Words, service: &ServiceIdentity) -> String {
    let name =
        LocalText::pick(&service.name, words.tag()).map_or_else(|| service.id.to_string(), plain);
    format!("{name} {}", plain(&service.version))
}

/// What came of a job, as the panel shows it: a sign, words, a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JobState {
    Running,
    Findings,
    NoFindings,
    OutOfScope,
    NotRun,
    Failed,
}

impl JobState {
    /// The state of a result.
    #[must_use]
    pub(crate) fn of(result: &AiResult) -> Self {
        match &result.status {
            AiStatus::Done(report) if report.findings.is_empty() => Self::NoFindings,
            AiStatus::Done(_) => Self::Findings,
            AiStatus::NotRun {
                reason: NotRunReason::OutOfScope,
                ..
            } => Self::OutOfScope,
            AiStatus::NotRun { .. } => Self::NotRun,
            AiStatus::Failed { .. } => Self::Failed,
        }
    }

    fn word(self) -> Word {
        match self {
            Self::Running => Word::AiRunning,
            Self::Findings => Word::AiDoneFindings,
            Self::NoFindings => Word::AiDoneNone,
            Self::OutOfScope => Word::AiOutOfScope,
            Self::NotRun => Word::AiNotRun,
            Self::Failed => Word::AiFailed,
        }
    }

    fn color(self) -> Color32 {
        match self {
            Self::Running | Self::NotRun => tokens::WARNING,
            Self::Findings => tokens::AI,
            Self::NoFindings => tokens::GOOD,
            Self::OutOfScope => tokens::TEXT_DIM,
            Self::Failed => tokens::ERROR,
        }
    }

    /// A sign of its own for each state, so that none is told by colour alone.
    fn sign(self, ui: &mut Ui) {
        let (rect, _) = ui.allocate_exact_size(vec2(18.0, 18.0), Sense::hover());
        let (painter, centre, stroke) =
            (ui.painter(), rect.center(), Stroke::new(2.0, self.color()));
        match self {
            Self::Running => {
                for dot in [-5.0, 0.0, 5.0] {
                    painter.circle_filled(centre + vec2(dot, 0.0), 1.8, stroke.color);
                }
            }
            Self::Findings => {
                painter.circle_filled(centre, 6.5, stroke.color);
            }
            Self::NoFindings => {
                painter.circle_stroke(centre, 6.0, stroke);
            }
            Self::OutOfScope => {
                painter.circle_stroke(centre, 6.0, stroke);
                painter.line_segment([centre + vec2(-4.5, 4.5), centre + vec2(4.5, -4.5)], stroke);
            }
            Self::NotRun => {
                painter.line_segment([centre - vec2(6.0, 0.0), centre + vec2(6.0, 0.0)], stroke);
            }
            Self::Failed => {
                let cross = Rect::from_center_size(centre, vec2(10.0, 10.0));
                painter.line_segment([cross.left_top(), cross.right_bottom()], stroke);
                painter.line_segment([cross.right_top(), cross.left_bottom()], stroke);
            }
        }
    }
}

impl Desk {
    pub(crate) fn ai_panel_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        case: &CaseView<'_>,
        scene: &Scene<'_>,
        commands: &mut Vec<Command>,
    ) {
        let heading = if matches!(case.ai, AiView::Revealed(_)) {
            scene.other.heading()
        } else {
            scene.other.awaited_heading()
        };
        widgets::section_heading(ui, &self.words.text(heading));
        match &case.ai {
            AiView::Pending if scene.other.is_of_reader() => {
                ui.label(
                    RichText::new(self.words.text(Word::ReaderRunning)).color(tokens::WARNING),
                );
            }
            AiView::Pending => {
                self.state_ui(ui, JobState::Running, None);
                let fraction = Some(input.ai_progress.unwrap_or(0.0));
                widgets::progress_ui(ui, fraction, input.ai_stage);
            }
            AiView::Revealed(revealed) => {
                self.result_ui(ui, input, case, scene, revealed, commands)
            }
            AiView::Withheld => self.withheld_ui(ui, scene),
            AiView::OnRequest => {
                let can_ask = input.view.state == SessionState::Running;
                let text = self.words.text(Word::AskAi);
                if widgets::primary_button_if(ui, &text, can_ask).clicked() {
                    commands.extend(self.pending_answers(case));
                    commands.extend(self.last_facts(case));
                    commands.push(Command::RequestAi);
                }
                ui.weak(self.words.text(Word::AskAiHint));
            }
            AiView::NotUsed | AiView::Hidden => {}
        }
    }

    fn withheld_ui(&self, ui: &mut Ui, scene: &Scene<'_>) {
        if scene.other.is_of_reader() {
            ui.label(self.words.text(Word::ReaderNoRead));
            return;
        }
        ui.label(RichText::new(self.words.text(Word::AiWithheld)).color(tokens::TEXT_BRIGHT));
        ui.weak(self.words.text(Word::AiWithheldHint));
    }

    fn state_ui(&self, ui: &mut Ui, state: JobState, count: Option<usize>) {
        ui.horizontal(|ui| {
            state.sign(ui);
            let text = match count {
                Some(count) => self.words.with(state.word(), &[("count", count.into())]),
                None => self.words.text(state.word()),
            };
            ui.label(RichText::new(text).color(state.color()));
        });
    }

    fn result_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        case: &CaseView<'_>,
        scene: &Scene<'_>,
        revealed: &RevealedAi<'_>,
        commands: &mut Vec<Command>,
    ) {
        let result = revealed.result;
        if scene.other.is_anonymous {
            self.anonymous_ui(ui, result);
        } else {
            self.named_result_ui(ui, input, revealed);
        }
        if !scene.are_other_marks_shown {
            ui.weak(self.words.text(Word::MarksNotDrawn));
        }
        let can_decide =
            case.phase == CasePhase::FinalRead && input.view.state == SessionState::Running;
        for (number, finding) in (1..).zip(ranked(result.findings())) {
            let is_it = |row: &&FindingRow<'_>| row.finding.id == finding.id;
            if let Some(row) = revealed.findings.iter().find(is_it) {
                let named = (number, &result.service);
                commands.extend(self.finding_ui(ui, input, scene, named, row, can_decide));
            }
        }
    }

    /// The service with what came of its job.
    fn named_result_ui(&mut self, ui: &mut Ui, input: &DeskInput<'_>, revealed: &RevealedAi<'_>) {
        let result = revealed.result;
        self.service_ui(ui, &result.service);
        let state = JobState::of(result);
        self.state_ui(
            ui,
            state,
            (state == JobState::Findings).then_some(revealed.findings.len()),
        );
        match &result.status {
            AiStatus::Done(report) => self.report_of_service_ui(ui, report),
            AiStatus::NotRun { reason, message } => {
                fault_text::not_run_ui(ui, &self.words, *reason, message);
                if *reason == NotRunReason::Quarantined {
                    self.quarantined_service_ui(ui, input, &result.service);
                }
                ui.weak(self.words.text(Word::AiSaysNothing));
            }
            AiStatus::Failed { kind, message } => {
                fault_text::fault_ui(ui, &self.words, *kind, message);
                ui.weak(self.words.text(Word::AiSaysNothing));
            }
        }
    }

    /// The read of a reader who is not named: nothing here tells that it is a service's.
    fn anonymous_ui(&self, ui: &mut Ui, result: &AiResult) {
        let words = &self.words;
        ui.weak(words.text(Word::NotForDiagnosis));
        let AiStatus::Done(report) = &result.status else {
            ui.label(words.text(Word::ReaderNoRead));
            return;
        };
        if let Some(probability) = &report.probability {
            let word = if probability.is_positive() {
                Word::ReaderPositive
            } else {
                Word::ReaderNegative
            };
            let score = finding_text::percent(words, f64::from(probability.value));
            ui.label(words.with(word, &[("score", score.into())]));
        }
        let text = match report.findings.len() {
            0 => words.text(Word::ReaderNone),
            count => words.with(Word::ReaderFindings, &[("count", count.into())]),
        };
        ui.label(RichText::new(text).color(tokens::TEXT_BRIGHT));
    }

    fn service_ui(&mut self, ui: &mut Ui, service: &ServiceIdentity) {
        let words = &self.words;
        ui.label(RichText::new(service_name(words, service)).color(tokens::TEXT_BRIGHT));
        ui.label(RichText::new(words.text(Word::AiNotForDiagnosis)).color(tokens::AI));
        // A bundle that runs here has a digest; what other systems recorded has none, and what is simulated says so itself.
        let is_simulated = overread_exam::is_simulated(service);
        if service.bundle_digest.is_none() && !is_simulated {
            ui.label(RichText::new(words.text(Word::AiRecorded)).color(tokens::AI));
        }
        if let Some(mut point) = service.operating_point.clone() {
            if is_simulated {
                // It rests on no data; the next line says what it is, in the reader's language.
                point.dataset.clear();
            }
            ui.weak(operating_point(words, &point));
        }
        if let Some(use_) = LocalText::pick(&service.intended_use, words.tag()) {
            ui.weak(plain(use_));
        }
        if ui.small_button(words.text(Word::AiAboutService)).clicked() {
            self.open_service(service.id.as_str(), &service.version);
        }
    }

    /// When a quarantined service may run again, with the button that releases it, as far as its sheet is at hand.
    fn quarantined_service_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        service: &ServiceIdentity,
    ) {
        let DeskServices::Listed(sheets) = input.services else {
            return;
        };
        let sheet = sheets
            .iter()
            .find(|sheet| sheet.id == service.id.as_str() && sheet.version == service.version);
        if let Some(sheet) = sheet
            && let ServiceState::Quarantined { seconds_left } = sheet.state
            && self.quarantine_ui(ui, seconds_left)
        {
            let service = sheet.key.clone();
            self.acts.push(DeskAct::Release { service });
            self.has_news = true;
        }
    }

    fn report_of_service_ui(&self, ui: &mut Ui, report: &AiReport) {
        let words = &self.words;
        if let Some(probability) = &report.probability {
            let word = if probability.is_positive() {
                Word::AiStudyPositive
            } else {
                Word::AiStudyNegative
            };
            let score = finding_text::percent(words, f64::from(probability.value));
            let threshold = finding_text::percent(words, f64::from(probability.threshold));
            ui.label(words.with(
                word,
                &[("score", score.into()), ("threshold", threshold.into())],
            ));
        }
        if !report.assessed.is_empty() {
            let mut looked_for: Vec<String> = Vec::new();
            for assessed in &report.assessed {
                let name = finding_text::code(words, &assessed.code);
                if !looked_for.contains(&name) {
                    looked_for.push(name);
                }
            }
            ui.weak(words.with(Word::AiAssessed, &[("codes", looked_for.join(", ").into())]));
        }
        // Remarks come once a language; each language's copy has the tag of its own.
        for warning in localized(&report.warnings, words.tag()) {
            ui.label(RichText::new(plain(warning)).color(tokens::WARNING));
        }
    }
}

/// The texts of a language, or if there is none in it the English ones, or else all.
fn localized<'a>(texts: &'a [LocalText], tag: &str) -> Vec<&'a str> {
    let of = |wanted: &str| -> Vec<&'a str> {
        texts
            .iter()
            .filter(|text| text.locale == wanted)
            .map(|text| text.value.as_str())
            .collect()
    };
    let found = [of(tag), of("en")]
        .into_iter()
        .find(|found| !found.is_empty());
    found.unwrap_or_else(|| texts.iter().map(|text| text.value.as_str()).collect())
}

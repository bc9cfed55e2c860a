//! The report screen: the case's question and time, then answer, AI panel and report, each in a file below.

pub(crate) mod ai_panel;
mod answer;
mod arbitration;
mod questions;
mod sections;
mod sides;
pub(crate) mod verdicts;

use std::collections::BTreeMap;

use egui::{CentralPanel, Frame, RichText, ScrollArea, Ui};
use overread_base::{FindingId, Millis};
use overread_exam::{AiView, CasePhase, CaseView, Command, SessionState, rules};
use overread_scenario::{QuestionId, ReadingMode, SectionId};

use crate::desk::Desk;
use crate::other_read::OtherRead;
use crate::scene::{PastCases, Scene};
use crate::tokens;
use crate::widgets;
use crate::words::{Word, Words};
use crate::{CaseTexts, DeskImages, DeskInput};

/// What the report screen remembers of a case between frames.
#[derive(Debug, Default)]
pub(crate) struct ReportState {
    /// The text of each section as it stands in its field.
    drafts: BTreeMap<SectionId, Draft>,
    /// Remarks on findings as they stand in their fields.
    notes: BTreeMap<FindingId, String>,
    /// Typed answers to questions as they stand in their fields.
    typed: BTreeMap<QuestionId, Draft>,
    /// The question that the next length drawn in the images answers.
    measuring: Option<QuestionId>,
}

/// A section's text as it is being written.
#[derive(Debug, Default)]
struct Draft {
    text: String,
    /// The text that was last given to the session.
    told: Option<String>,
}

impl Desk {
    /// The report screen into the whole of `ui`.
    pub(crate) fn report_content(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        past: &PastCases,
    ) -> Vec<Command> {
        let mut commands = Vec::new();
        let wanted = self.wanted_case().cloned();
        let scene = Scene::of(input, past, wanted.as_ref());
        let bar = Frame::new()
            .fill(tokens::RAISED)
            .inner_margin(egui::Margin::symmetric(10, 5));
        egui::Panel::bottom("report status")
            .frame(bar)
            .show_separator_line(false)
            .show(ui, |ui| {
                ui.horizontal_wrapped(|ui| {
                    self.saved_ui(ui, input);
                    match input.error {
                        Some(error) => {
                            let text = crate::refusal_text::text(&self.words, input.texts, error);
                            ui.label(RichText::new(text).color(tokens::ERROR));
                        }
                        None => {
                            ui.weak(self.words.text(Word::NotForDiagnosis));
                        }
                    }
                });
            });
        if self.services_content(ui, input) {
            return commands;
        }
        let frame = Frame::new().fill(tokens::BACKGROUND).inner_margin(12.0);
        CentralPanel::no_frame().frame(frame).show(ui, |ui| {
            tokens::scale_text(ui);
            // Each case, and what is told of it, begins at its top.
            let told = input.shown_feedback().map(|feedback| feedback.case);
            let read = input.view.case.as_ref().map(|case| case.case);
            let area = ScrollArea::vertical()
                .id_salt(("report", told, read))
                .auto_shrink(false);
            crate::key_hand::scroll(area, ui, |ui| match (&input.view.case, &scene) {
                (Some(_) | None, _) if let Some(found) = &input.view.clock.interruption => {
                    self.interruption_ui(ui, found, &mut commands);
                }
                (Some(case), Some(scene)) if let Some(bench) = input.bench => {
                    self.bench_report_ui(ui, input, bench, case, scene);
                }
                (Some(_) | None, _) if let Some(feedback) = input.shown_feedback() => {
                    self.feedback_ui(ui, input, &feedback, past, &mut commands);
                }
                (Some(case), Some(scene)) if input.view.state != SessionState::Ended => {
                    self.case_ui(ui, input, case, scene, &mut commands);
                }
                (Some(_) | None, _) => {
                    ui.add_space(ui.available_height() * 0.3);
                    let word = match input.view.state {
                        SessionState::Ended => Word::ReportEnded,
                        SessionState::Running | SessionState::Paused => Word::ReportNoCase,
                    };
                    ui.vertical_centered(|ui| ui.heading(self.words.text(word)));
                }
            });
        });
        commands
    }

    fn case_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        case: &CaseView<'_>,
        scene: &Scene<'_>,
        commands: &mut Vec<Command>,
    ) {
        let none = CaseTexts::default();
        let texts = input.texts.cases.get(case.case).unwrap_or(&none);
        self.head_ui(ui, input, case, texts);
        // An item of an exam may be read alone whatever the others are.
        let mode = match case.ai {
            AiView::NotUsed => ReadingMode::Unaided,
            AiView::Hidden
            | AiView::Pending
            | AiView::OnRequest
            | AiView::Withheld
            | AiView::Revealed(_) => input.view.mode,
        };
        self.mode_ui(ui, mode);
        if case.is_arbitration {
            self.arbitration_ui(ui, input, case);
        }
        self.hints_ui(ui, case, commands);
        let has_report = rules(input.view.mode).needs_report;
        if has_report {
            self.answer_ui(ui, input, case, scene, commands);
        }
        // What is answered before the lock stands before it; later, what is answered stands after what is shown.
        let is_first = matches!(case.phase, CasePhase::FirstRead | CasePhase::AwaitingAi);
        if is_first && !matches!(case.ai, AiView::Revealed(_)) {
            self.questions_ui(ui, input, case, commands);
            self.lock_ui(ui, input, case, commands);
            self.other_read_ui(ui, input, case, scene, commands);
        } else {
            self.other_read_ui(ui, input, case, scene, commands);
            self.questions_ui(ui, input, case, commands);
            self.lock_ui(ui, input, case, commands);
        }
        self.sections_ui(ui, input, case, commands);
    }

    /// What may be seen of the AI result. Before the reveal there is not a word of it on this screen.
    fn other_read_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        case: &CaseView<'_>,
        scene: &Scene<'_>,
        commands: &mut Vec<Command>,
    ) {
        match &case.ai {
            AiView::NotUsed | AiView::Hidden => {}
            AiView::OnRequest | AiView::Withheld | AiView::Pending | AiView::Revealed(_) => {
                self.ai_panel_ui(ui, input, case, scene, commands);
            }
        }
    }

    fn head_ui(&self, ui: &mut Ui, input: &DeskInput<'_>, case: &CaseView<'_>, texts: &CaseTexts) {
        let title = self.words.case_title(case.case, &texts.title);
        let title = RichText::new(title).heading().color(tokens::TEXT_BRIGHT);
        let (word, color) = if case.is_timed_out {
            (Word::PhaseTimedOut, tokens::WARNING)
        } else {
            phase_word(case.phase, OtherRead::of(input.view))
        };
        let phase = self.words.text(word);
        widgets::title_with_chip(ui, title, (&phase, color), &clock(case.elapsed));
        if let Some(overrun) = case.overrun {
            let text = self
                .words
                .with(Word::Overrun, &[("time", clock(overrun).into())]);
            ui.label(RichText::new(text).color(tokens::WARNING));
        }
        if case.images_failed.is_some() {
            let text = RichText::new(self.words.text(Word::ImagesFailedCase));
            ui.label(text.color(tokens::WARNING));
        }
        let history = match input.images {
            DeskImages::Ready(study) if texts.history.is_empty() && study.case == *case.case => {
                self.words.pick(&study.indication)
            }
            DeskImages::None
            | DeskImages::Loading(_)
            | DeskImages::Arriving(_)
            | DeskImages::Ready(_)
            | DeskImages::Failed(_) => self.words.pick(&texts.history),
        };
        if !history.is_empty() {
            widgets::section_heading(ui, &self.words.text(Word::HistoryHeading));
            ui.label(history);
        }
    }
}

/// How far a case is, in a word with its colour.
#[must_use]
pub(crate) fn phase_word(phase: CasePhase, other: OtherRead) -> (Word, egui::Color32) {
    match phase {
        CasePhase::AwaitingAi if other.is_of_reader() => {
            (Word::PhaseAwaitingReader, tokens::WARNING)
        }
        CasePhase::FirstRead => (Word::PhaseFirstRead, tokens::READER),
        CasePhase::AwaitingAi => (Word::PhaseAwaitingAi, tokens::WARNING),
        CasePhase::FinalRead => (Word::PhaseFinalRead, tokens::READER),
        CasePhase::Signed => (Word::PhaseSigned, tokens::GOOD),
    }
}

/// Minutes and seconds, e.g. `3:05`; hours where there are any.
#[must_use]
pub(crate) fn clock(time: Millis) -> String {
    let seconds = time.0 / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// A place in the patient in letters and millimetres, e.g. `R 34  P 12  H 120 mm`; on a projection that on the detector.
#[must_use]
pub(crate) fn place_text(words: &Words, place: overread_base::Vec3, is_projection: bool) -> String {
    if is_projection {
        let [x, y] = [place.x, place.y].map(|mm| words.number(mm, 0));
        return format!("x {x}  y {y} {}", words.text(Word::UnitMm));
    }
    let part = |mm: f64, positive: char, negative: char| {
        format!(
            "{} {}",
            if mm < 0.0 { negative } else { positive },
            words.number(mm.abs(), 0)
        )
    };
    let parts = [
        part(place.x, 'L', 'R'),
        part(place.y, 'P', 'A'),
        part(place.z, 'H', 'F'),
    ];
    format!("{} {}", parts.join("  "), words.text(Word::UnitMm))
}

#[cfg(test)]
mod tests;

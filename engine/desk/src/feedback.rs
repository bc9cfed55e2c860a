//! Feedback in practice: after each closed case its truth, what the AI and the reader saw, and how it was read. The
//! review below it, which the debrief shows too, is made of the session's record; nothing is judged here.

mod bars;
mod findings_ui;
mod hints_ui;
mod review_ui;

use std::sync::Arc;

use egui::{Key, RichText, Ui};
use overread_base::CaseId;
use overread_exam::{
    CaseGrade, CasePhase, CaseReview, Command, ReviewInput, SeriesPlace, SessionState, review_case,
};
use overread_viewer::SeriesSpace;

use crate::desk::Desk;
use crate::scene::PastCases;
use crate::tokens;
use crate::widgets;
use crate::words::Word;
use crate::worklist::{awaits_ahead, is_all_done};
use crate::{CaseTexts, DeskDebrief, DeskImages, DeskInput};

/// Truth and score of one closed case of a session that goes on: given in practice alone.
#[derive(Debug, Clone, Copy)]
pub struct DeskFeedback<'a> {
    /// The case.
    pub case: &'a CaseId,
    /// The score, in which nothing but this case is judged, and the truth of this case alone.
    pub told: DeskDebrief<'a>,
}

/// What is remembered of a review between frames.
#[derive(Debug, Default)]
pub(crate) struct ReviewState {
    made: Option<(ReviewKey, Arc<CaseReview>)>,
}

/// What a review was made of.
#[derive(Debug, PartialEq, Eq)]
struct ReviewKey {
    case: CaseId,
    n_events: usize,
    n_series: usize,
}

impl<'a> DeskInput<'a> {
    /// The feedback on a closed case, while no case is being read.
    #[must_use]
    pub(crate) fn shown_feedback(&self) -> Option<DeskFeedback<'a>> {
        let case = self.view.case.as_ref();
        let is_reading = case.is_some_and(|case| case.phase != CasePhase::Signed);
        let is_running = self.view.state == SessionState::Running;
        self.feedback.filter(|_| is_running && !is_reading)
    }

    /// What may be told now: of the whole session after its end, in practice of one closed case.
    #[must_use]
    pub(crate) fn told(&self) -> Option<DeskDebrief<'a>> {
        if self.view.state == SessionState::Ended {
            return self.debrief;
        }
        self.shown_feedback().map(|feedback| feedback.told)
    }
}

impl Desk {
    /// The page of feedback in the place of the report.
    pub(crate) fn feedback_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        feedback: &DeskFeedback<'_>,
        past: &PastCases,
        commands: &mut Vec<Command>,
    ) {
        let none = CaseTexts::default();
        let texts = input.texts.cases.get(feedback.case).unwrap_or(&none);
        let title = self.words.case_title(feedback.case, &texts.title);
        let title = RichText::new(title).heading().color(tokens::TEXT_BRIGHT);
        ui.label(title);
        ui.horizontal_wrapped(|ui| {
            widgets::chip(ui, &self.words.text(Word::FeedbackHeading), tokens::TRUTH);
            ui.weak(self.words.text(Word::NotForDiagnosis));
        });
        self.onward_ui(ui, input, commands);
        let told = &feedback.told;
        let scores = (1..).zip(&told.score.cases);
        let own = scores
            .into_iter()
            .find(|(_, score)| score.case == *feedback.case);
        if let Some((_, score)) = own {
            widgets::card(ui, tokens::LINE, |ui| {
                self.case_told_ui(ui, input, told, past, score);
            });
        }
        if let Some(past) = past.get(feedback.case) {
            self.ai_findings_ui(ui, input, past);
        }
        self.review_ui(ui, input, told, feedback.case);
        ui.add_space(12.0);
    }

    /// What to do next: the next case, or the end of the set.
    fn onward_ui(&mut self, ui: &mut Ui, input: &DeskInput<'_>, commands: &mut Vec<Command>) {
        ui.add_space(4.0);
        if input.view.worklist.iter().any(|row| row.is_next) {
            if widgets::primary_button(ui, &self.words.text(Word::FeedbackNext)).clicked() {
                commands.push(Command::NextCase);
            }
        } else if awaits_ahead(input.view) {
            let text = self.words.text(Word::AwaitingAhead);
            ui.label(RichText::new(text).color(tokens::WARNING));
        } else if is_all_done(input.view) {
            ui.label(self.words.text(Word::FeedbackLast));
            self.finish_ui(ui, commands);
        }
    }

    /// Enter goes on from one case to the next, and from the last to the end, on whichever panel the keyboard is, unless
    /// a widget has it.
    pub(crate) fn take_onward_key(&mut self, ui: &Ui, input: &DeskInput<'_>) -> Option<Command> {
        let has_next = input.view.worklist.iter().any(|row| row.is_next);
        let is_after_last = is_between_cases(input) && is_all_done(input.view);
        let goes_on = is_after_last || (has_next && input.shown_feedback().is_some());
        if !goes_on || ui.ctx().egui_wants_keyboard_input() {
            return None;
        }
        let is_enter = |event: &egui::Event| {
            matches!(
                event,
                egui::Event::Key {
                    key: Key::Enter,
                    pressed: true,
                    repeat: false,
                    ..
                }
            )
        };
        let is_pressed = ui.input_mut(|input| {
            let n = input.events.len();
            input.events.retain(|event| !is_enter(event));
            input.events.len() < n
        });
        if !is_pressed {
            return None;
        }
        if has_next {
            return Some(Command::NextCase);
        }
        // After the last case Enter asks as the button does, and pressed again it is the answer.
        let is_answer = self.around.is_finish_asked;
        self.around.is_finish_asked = !is_answer;
        self.has_news = true;
        is_answer.then_some(Command::Finish)
    }

    /// How a case was read; made anew only when something it is made of has changed.
    pub(crate) fn review_of(
        &mut self,
        input: &DeskInput<'_>,
        told: &DeskDebrief<'_>,
        case: &CaseId,
    ) -> Arc<CaseReview> {
        let places = places(input, case);
        let key = ReviewKey {
            case: case.clone(),
            n_events: told.events.len(),
            n_series: places.len(),
        };
        if let Some((made, review)) = &self.review.made
            && *made == key
        {
            return Arc::clone(review);
        }
        let score = told.score.cases.iter().find(|score| score.case == *case);
        let (first, last) = match score.map(|score| &score.grade) {
            Some(CaseGrade::Graded { first, last, .. }) => (&first.hit[..], &last.hit[..]),
            Some(CaseGrade::Ungraded(_)) | None => (&[][..], &[][..]),
        };
        let practice = input.view.design.practice.as_ref();
        let review = Arc::new(review_case(&ReviewInput {
            case,
            events: told.events,
            truth: told.truths.get(case),
            series: &places,
            first_hit: first,
            last_hit: last,
            dwell: practice.map(|rules| rules.dwell).unwrap_or_default(),
        }));
        self.review.made = Some((key, Arc::clone(&review)));
        review
    }
}

/// Whether a session runs in which no case is read now, and nothing interrupts it.
fn is_between_cases(input: &DeskInput<'_>) -> bool {
    let case = input.view.case.as_ref();
    let is_reading = case.is_some_and(|case| case.phase != CasePhase::Signed);
    let is_running = input.view.state == SessionState::Running && !input.around.is_look;
    is_running && !is_reading && input.bench.is_none() && input.view.clock.interruption.is_none()
}

/// Where the slices of a case lie, as far as its images are there.
fn places(input: &DeskInput<'_>, case: &CaseId) -> Vec<SeriesPlace> {
    let DeskImages::Ready(study) = input.images else {
        return Vec::new();
    };
    if study.case != *case {
        return Vec::new();
    }
    let place = |series: &crate::DeskSeries| SeriesPlace {
        series: series.facts.uid.clone(),
        grid: (series.facts.space == SeriesSpace::Patient)
            .then(|| series.volume.geometry().clone()),
    };
    study.series.iter().map(place).collect()
}

//! The reader's own answer: case rating, marks with label and confidence, and the lock.

use egui::{RichText, Ui};
use overread_base::Laterality;
use overread_exam::{
    CasePhase, CaseView, Command, LockBlocker, MarkAnswer, Percent, ReaderMark, SessionState,
};
use overread_scenario::LabelId;
use overread_viewer::{Action, Tool};

use crate::DeskInput;
use crate::desk::Desk;
use crate::scene::{Scene, Selection};
use crate::section::Outline;
use crate::tokens;
use crate::widgets::{self, PercentBar};
use crate::words::Word;

impl Desk {
    pub(super) fn answer_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        case: &CaseView<'_>,
        scene: &Scene<'_>,
        commands: &mut Vec<Command>,
    ) {
        widgets::section_heading(ui, &self.words.text(Word::AnswerHeading));
        self.rating_ui(ui, input, case, scene, commands);
        ui.add_space(6.0);
        let count = self
            .words
            .with(Word::MarksCount, &[("count", case.marks.len().into())]);
        ui.label(RichText::new(count).color(tokens::TEXT_BRIGHT));
        if case.marks.is_empty() && scene.is_answering {
            let key = crate::keys::sign_of(&self.keymap, Action::Tool(Tool::Mark));
            ui.weak(self.words.with(Word::MarksHint, &[("key", key.into())]));
        }
        for (number, mark) in (1..).zip(case.marks) {
            commands.extend(self.mark_row_ui(ui, input, scene, number, mark));
        }
    }

    fn rating_ui(
        &self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        case: &CaseView<'_>,
        scene: &Scene<'_>,
        commands: &mut Vec<Command>,
    ) {
        ui.label(self.words.text(Word::RatingQuestion));
        let name = self.words.text(Word::RatingName);
        let unanswered = self.words.text(Word::RatingNone);
        let bar = PercentBar {
            name: &name,
            value: case.rating.map(Percent::value),
            step: 1,
            positive_from: Some(input.view.questions.positive_from),
            unanswered: &unanswered,
            color: tokens::READER,
            is_enabled: scene.is_answering,
            width: ui.available_width().min(560.0),
        };
        if let Some(rating) = bar
            .ui(ui)
            .filter(|&rating| Some(rating) != case.rating.map(Percent::value))
        {
            commands.push(Command::RateCase(rating));
        }
        ui.horizontal_wrapped(|ui| {
            let from = input.view.questions.positive_from;
            ui.weak(self.words.with(Word::RatingScale, &[("from", from.into())]));
            if let Some(first) = case
                .first_rating
                .filter(|_| case.phase > CasePhase::AwaitingAi)
            {
                ui.weak(
                    self.words
                        .with(Word::RatingFirst, &[("rating", first.value().into())]),
                );
            }
        });
    }

    /// One mark of the reader: what it says, to be changed; where it is; the way to it; taking it away.
    fn mark_row_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        scene: &Scene<'_>,
        number: usize,
        mark: &ReaderMark,
    ) -> Option<Command> {
        let selection = Selection::Mark(mark.id.clone());
        let edge = if self.selection == selection {
            tokens::READER
        } else {
            tokens::LINE
        };
        let mut command = None;
        widgets::card(ui, edge, |ui| {
            ui.horizontal_wrapped(|ui| {
                let name = self
                    .words
                    .with(Word::MarkNumber, &[("number", number.into())]);
                let is_selected = self.selection == selection;
                let text = RichText::new(name).color(tokens::READER);
                if ui.selectable_label(is_selected, text).clicked() {
                    self.show(selection.clone(), scene);
                }
                let centre =
                    Outline::of_shape(&mark.answer.place.shape).map(|outline| outline.centre());
                let is_projection = input.images.is_projection(&mark.answer.place.series);
                let place = centre.map(|at| super::place_text(&self.words, at, is_projection));
                ui.weak(place.unwrap_or_default());
                if scene.is_answering
                    && ui.small_button(self.words.text(Word::MarkDelete)).clicked()
                {
                    command = Some(Command::DeleteMark(mark.id.clone()));
                }
            });
            let answer = (&mark.answer.label, mark.answer.confidence);
            if let Some(said) =
                self.answer_editor_ui(ui, input, mark.id.as_str(), answer, scene.is_answering)
            {
                command = Some(edit(mark, said));
            }
            if let Some(side) = self.side_ui(ui, mark.answer.laterality, scene.is_answering) {
                command = Some(edit_side(mark, side));
            }
        });
        command
    }

    /// The patient's side of an answer, to be said or left open; gives the side once it was changed.
    pub(super) fn side_ui(
        &self,
        ui: &mut Ui,
        side: Option<Laterality>,
        is_enabled: bool,
    ) -> Option<Option<Laterality>> {
        let mut changed = None;
        ui.horizontal(|ui| {
            ui.weak(self.words.text(Word::SideOfMark));
            ui.add_enabled_ui(is_enabled, |ui| {
                let sides = [
                    (Laterality::Right, Word::SideR, Word::SideOfMarkRight),
                    (Laterality::Left, Word::SideL, Word::SideOfMarkLeft),
                ];
                for (this, letter, means) in sides {
                    let is_on = side == Some(this);
                    let button = ui.selectable_label(is_on, self.words.text(letter));
                    if button.on_hover_text(self.words.text(means)).clicked() {
                        changed = Some((!is_on).then_some(this));
                    }
                }
            });
        });
        changed
    }

    /// Label and confidence of an answer; gives the answer once it was changed.
    pub(crate) fn answer_editor_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        salt: &str,
        (label, confidence): (&LabelId, Percent),
        is_enabled: bool,
    ) -> Option<(LabelId, Percent)> {
        let questions = input.view.questions;
        let mut changed = (label.clone(), confidence);
        ui.horizontal_wrapped(|ui| {
            ui.add_enabled_ui(is_enabled, |ui| {
                widgets::label_choice(ui, salt, &self.words, questions, &mut changed.0);
            });
            let name = self.words.text(Word::ConfidenceName);
            let bar = PercentBar {
                name: &name,
                value: Some(confidence.value()),
                step: questions.confidence_step,
                positive_from: None,
                unanswered: "",
                color: tokens::READER,
                is_enabled,
                width: ui.available_width().clamp(110.0, 260.0),
            };
            if let Some(confidence) = bar.ui(ui).and_then(Percent::new) {
                changed.1 = confidence;
            }
        });
        (changed != (label.clone(), confidence)).then(|| {
            self.remember_answer(changed.0.clone(), changed.1.value());
            changed
        })
    }

    /// The button that makes the first answer final, or that it is.
    pub(super) fn lock_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        case: &CaseView<'_>,
        commands: &mut Vec<Command>,
    ) {
        if case.phase == CasePhase::AwaitingAi {
            ui.label(RichText::new(self.words.text(Word::AnswerLocked)).color(tokens::TEXT_DIM));
        }
        if case.phase != CasePhase::FirstRead || input.view.state != SessionState::Running {
            return;
        }
        ui.add_space(6.0);
        let line = |blocker: &LockBlocker| match blocker {
            LockBlocker::NotRated => self.words.text(Word::BlockedNotRated),
            LockBlocker::NotAnswered(id) => self.asked_text(input, case, id),
        };
        let lines: Vec<String> = case.lock_blockers.iter().map(line).collect();
        widgets::blockers_ui(
            ui,
            case.case.as_str(),
            &self.words.text(Word::LockBlocked),
            &lines,
        );
        let text = self.words.text(Word::LockButton);
        if widgets::primary_button_if(ui, &text, lines.is_empty()).clicked() {
            commands.extend(self.pending_answers(case));
            commands.extend(self.last_facts(case));
            commands.push(Command::LockFirstRead);
        }
        ui.weak(self.words.text(Word::LockHint));
    }

    /// The facts of the viewer that have to be in the record before an answer becomes final.
    pub(super) fn last_facts(&mut self, case: &CaseView<'_>) -> Vec<Command> {
        let facts = self.viewer.dwell.flush(case.elapsed);
        facts.into_iter().map(Command::Viewer).collect()
    }

    /// The bar over the images for the mark in hand: what the next mark will say, or what the selected one says. It is
    /// there as long as marks can be set, so that the images do not move when one is selected.
    pub(crate) fn mark_bar_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        scene: &Scene<'_>,
    ) -> Option<Command> {
        if !scene.is_answering {
            return None;
        }
        let questions = input.view.questions;
        let selected = match &self.selection {
            Selection::Mark(id) => scene.marks.iter().position(|mark| mark.id == *id),
            Selection::None | Selection::Finding(_) => None,
        };
        let mut command = None;
        ui.horizontal(
            |ui| match selected.and_then(|idx| Some((idx, scene.marks.get(idx)?))) {
                Some((idx, mark)) => {
                    let name = self
                        .words
                        .with(Word::MarkNumber, &[("number", (idx + 1).into())]);
                    ui.label(RichText::new(name).color(tokens::READER));
                    let answer = (&mark.answer.label, mark.answer.confidence);
                    if let Some(said) = self.answer_editor_ui(ui, input, "bar", answer, true) {
                        command = Some(edit(mark, said));
                    }
                    if let Some(side) = self.side_ui(ui, mark.answer.laterality, true) {
                        command = Some(edit_side(mark, side));
                    }
                    if ui.small_button(self.words.text(Word::MarkDelete)).clicked() {
                        command = Some(Command::DeleteMark(mark.id.clone()));
                    }
                }
                None => {
                    ui.label(RichText::new(self.words.text(Word::MarkNext)).color(tokens::READER));
                    let confidence = Percent::new(self.next_confidence(questions));
                    if let (Some(label), Some(confidence)) =
                        (self.next_label(questions), confidence)
                    {
                        // What is changed here is remembered for the next mark, which is all that is wanted.
                        self.answer_editor_ui(ui, input, "next", (&label, confidence), true);
                    }
                }
            },
        );
        command
    }
}

/// The mark with another label and confidence.
fn edit(mark: &ReaderMark, (label, confidence): (LabelId, Percent)) -> Command {
    Command::EditMark {
        mark: mark.id.clone(),
        answer: MarkAnswer {
            label,
            confidence,
            ..mark.answer.clone()
        },
    }
}

/// The mark with another side.
fn edit_side(mark: &ReaderMark, laterality: Option<Laterality>) -> Command {
    Command::EditMark {
        mark: mark.id.clone(),
        answer: MarkAnswer {
            laterality,
            ..mark.answer.clone()
        },
    }
}

//! What comes back: questions that are due and why, and tasks that are done badly, each with the way to it.

use egui::{Key, RichText, Ui};
use overread_base::civil_date;
use overread_learning::{Cell, CellKey, DueItem};
use overread_scenario::Course;

use super::practise::step_for;
use super::{CourseAct, DeskCourse, Open};
use crate::desk::Desk;
use crate::finding_text::{percent, plain_up_to};
use crate::tokens;
use crate::widgets;
use crate::words::Word;

/// More questions, and more tasks, than this are counted only.
const MAX_LISTED: usize = 6;
const MAX_WEAK: usize = 4;
/// Letters of a question that are shown in the list.
const MAX_QUESTION_CHARS: usize = 70;

impl Desk {
    /// The questions that are due, each with the reason.
    pub(super) fn due_ui(&mut self, ui: &mut Ui, given: &DeskCourse<'_>) {
        widgets::section_heading(ui, &self.words.text(Word::CourseRepetition));
        let n = given.due.len();
        ui.label(self.words.with(Word::CourseDue, &[("n", n.into())]));
        if n == 0 {
            return;
        }
        let repeat = self.words.text(Word::CourseRepeat);
        if !self.is_sitting_test() && widgets::primary_button(ui, &repeat).clicked() {
            self.open_repetition(given);
        }
        for due in given.due.iter().take(MAX_LISTED) {
            ui.horizontal_wrapped(|ui| {
                ui.label(self.due_text(given.course, due));
                ui.weak(self.why_text(due));
            });
        }
    }

    /// `R` begins the repetition, but not in the middle of other questions.
    pub(super) fn take_repeat_key(&mut self, ui: &Ui, given: &DeskCourse<'_>) {
        let is_free = matches!(self.course.open, Open::Title | Open::Step(_))
            && self.course.quiz.is_none()
            && !ui.ctx().egui_wants_keyboard_input();
        if is_free && !given.due.is_empty() && ui.input(|input| input.key_pressed(Key::R)) {
            self.open_repetition(given);
        }
    }

    fn due_text(&self, course: &Course, due: &DueItem) -> String {
        let module = course.module(&due.item.module);
        let item = module.and_then(|m| m.items.iter().find(|item| item.id == due.item.item));
        let text = item.map_or("", |item| self.course_text(&item.text));
        let text = if text.is_empty() {
            &due.item.item
        } else {
            text
        };
        let text = plain_up_to(text, MAX_QUESTION_CHARS);
        format!("{}: {text}", due.item.module.to_uppercase())
    }

    /// Since when, and how it went so far.
    fn why_text(&self, due: &DueItem) -> String {
        let card = due.card;
        let args = [
            ("date", civil_date(card.due_unix_s).into()),
            ("answers", card.n_answers.into()),
            ("wrong", card.n_wrong.into()),
        ];
        let word = if card.n_wrong > 0 {
            Word::CourseDueWrong
        } else {
            Word::CourseDueRight
        };
        self.words.with(word, &args)
    }

    /// The tasks that are done badly, the worst first, each with its practice block where there is one.
    pub(super) fn weak_ui(&mut self, ui: &mut Ui, given: &DeskCourse<'_>) {
        let weak = given.competencies.weak();
        if weak.is_empty() {
            return;
        }
        widgets::section_heading(ui, &self.words.text(Word::CourseWeak));
        let mut wanted = None;
        for key in weak.into_iter().take(MAX_WEAK) {
            let cell = given.competencies.cells().find(|(known, _)| *known == key);
            let Some((_, cell)) = cell else { continue };
            ui.horizontal_wrapped(|ui| {
                let text =
                    RichText::new(self.weak_text(given.course, key, cell)).color(tokens::WARNING);
                ui.label(text);
                let practise = self.words.text(Word::CoursePractise);
                if !self.is_sitting_test()
                    && let Some(step) = step_for(given.course, key)
                    && ui.button(practise).clicked()
                {
                    wanted = Some(step);
                }
            });
        }
        if let Some(step) = wanted {
            self.tell_course(CourseAct::Cases { step });
        }
    }

    fn weak_text(&self, course: &Course, key: &CellKey, cell: &Cell) -> String {
        let share = cell.right.as_ref().map_or(0.0, |right| right.value);
        let args = [
            ("task", self.task_text(course, key).into()),
            (
                "ai",
                self.words
                    .text(super::learner_ui::state_word(key.ai))
                    .into(),
            ),
            ("share", percent(&self.words, share).into()),
            ("n", cell.n.into()),
        ];
        self.words.with(Word::CourseWeakTask, &args)
    }
}

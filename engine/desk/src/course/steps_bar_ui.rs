//! The bar below what is open: the way back and on, and when Enter goes on.

use egui::{Key, Modifiers, RichText, Ui};
use overread_scenario::StepKind;

use super::{CourseAct, DeskCourse, Open, StepPlace};
use crate::desk::Desk;
use crate::finding_text::plain;
use crate::widgets;
use crate::words::Word;

impl Desk {
    /// Back, on, and what a page needs beside.
    pub(super) fn steps_bar_ui(&mut self, ui: &mut Ui, given: &DeskCourse<'_>) {
        let is_typing = ui.ctx().egui_wants_keyboard_input();
        let pressed = |key: Key| !is_typing && ui.input(|input| input.key_pressed(key));
        // What comes next must not take the same Enter for its own.
        let is_enter = !is_typing
            && self.is_enter_free(given)
            && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        let goes_on = is_enter || pressed(Key::ArrowRight);
        let goes_back = pressed(Key::ArrowLeft);
        ui.horizontal(|ui| {
            if self.is_sitting_test() {
                let sitting = RichText::new(self.words.text(Word::CourseTestSitting)).weak();
                ui.add(egui::Label::new(sitting).wrap());
                return;
            }
            if self.course.linked.is_some() {
                let back = self.words.text(Word::CourseBackToStep);
                if widgets::primary_button(ui, &back).clicked() || goes_back {
                    self.course.linked = None;
                    self.has_news = true;
                }
                return;
            }
            let Some(place) = self.open_step().cloned() else {
                let next = given.progress.next(given.course);
                let begin = self.words.text(Word::CourseContinue);
                if let Some((module, step)) = next
                    && (widgets::primary_button(ui, &begin).clicked() || goes_on)
                {
                    let (module, step) = (module.id.clone(), step.to_owned());
                    self.open_course_step(given, StepPlace { module, step });
                }
                let notice = RichText::new(self.words.text(Word::NotForDiagnosis)).weak();
                ui.add(egui::Label::new(notice).wrap());
                return;
            };
            let before = given.beside(&place, false);
            let back = self.words.text(Word::CourseBack);
            let is_back = ui.add_enabled(before.is_some(), egui::Button::new(back));
            if let Some(before) = before
                && (is_back.clicked() || goes_back)
            {
                self.open_course_step(given, before);
                return;
            }
            let next = given.beside(&place, true);
            let on = self.words.text(Word::CourseNext);
            if let Some(next) = next
                && (widgets::primary_button(ui, &on).clicked() || goes_on)
            {
                self.leave_step(given, &place);
                self.open_course_step(given, next);
                return;
            }
            if let Some((module, step)) = given.step(&place) {
                let title = plain(self.course_text(&module.title));
                let step = plain(self.course_text(&step.title));
                // One line, as in the bar below the outline: the place is a help, the buttons are what is needed.
                let place = RichText::new(format!("{title} · {step}")).weak();
                ui.add(egui::Label::new(place).truncate());
            }
        });
    }

    /// Whether Enter goes on to the next step: blocks and open questions have their own button that it presses.
    fn is_enter_free(&self, given: &DeskCourse<'_>) -> bool {
        let is_answered = || {
            let quiz = self.course.quiz.as_ref();
            quiz.is_some_and(|quiz| quiz.current().is_none())
        };
        match &self.course.open {
            _ if self.course.linked.is_some() => false,
            Open::Title => true,
            Open::Repetition => false,
            Open::Step(place) => match given.step(place).map(|(_, step)| &step.kind) {
                Some(StepKind::Page { .. }) => true,
                Some(StepKind::Items { test: None, .. }) => is_answered(),
                Some(StepKind::Items { test: Some(_), .. } | StepKind::Cases { .. }) | None => {
                    false
                }
            },
        }
    }

    /// A page that is left forwards has been read.
    fn leave_step(&mut self, given: &DeskCourse<'_>, place: &StepPlace) {
        let kind = given.step(place).map(|(_, step)| &step.kind);
        if matches!(kind, Some(StepKind::Page { .. })) {
            self.tell_course(CourseAct::Done {
                step: place.clone(),
                share: None,
            });
        }
    }
}

//! What is open in a course on the large screen: its title, a step, or the page that a link led to.

use egui::{CentralPanel, Frame, Panel, RichText, ScrollArea, Ui};
use overread_scenario::{ItemSet, StepKind};

use super::{DeskCourse, Open};
use crate::desk::Desk;
use crate::finding_text::plain;
use crate::tokens;
use crate::words::Word;

/// The widest that text is drawn, points at the usual size: longer lines are hard to read.
const WIDTH: f32 = 780.0;

impl Desk {
    /// Draws what is open in a course into the whole of `ui`.
    pub fn course_ui(&mut self, ui: &mut Ui, given: &DeskCourse<'_>) {
        self.take_pointer_keys(ui.ctx());
        self.waiting_actions.clear();
        let bar = Frame::new()
            .fill(tokens::RAISED)
            .inner_margin(egui::Margin::symmetric(10, 5));
        Panel::bottom("course steps")
            .frame(bar)
            .show_separator_line(false)
            .show(ui, |ui| {
                tokens::scale_text(ui);
                self.steps_bar_ui(ui, given);
            });
        let frame = Frame::new().fill(tokens::BACKGROUND).inner_margin(16.0);
        CentralPanel::no_frame().frame(frame).show(ui, |ui| {
            tokens::scale_text(ui);
            let area = ScrollArea::vertical()
                .id_salt((
                    "course",
                    format!("{:?} {:?}", self.course.open, self.course.linked),
                ))
                .auto_shrink(false);
            crate::key_hand::scroll(area, ui, |ui| {
                let widest = WIDTH * tokens::body_size(ui) / 14.5;
                // The bar at the side takes its place from the text.
                ui.set_max_width(widest.min(ui.available_width() - 12.0));
                self.open_ui(ui, given);
                self.pointer_ui(ui);
            });
        });
    }

    fn open_ui(&mut self, ui: &mut Ui, given: &DeskCourse<'_>) {
        if let Some((module, name)) = self.course.linked.clone() {
            let module = given.course.module(&module);
            if let Some(module) = module {
                self.named_page_ui(ui, given, module, &name);
            }
            return;
        }
        self.take_repeat_key(ui, given);
        match self.course.open.clone() {
            Open::Title => self.title_ui(ui, given),
            Open::Repetition => self.quiz_ui(ui, given),
            Open::Step(place) => {
                let Some((module, step)) = given.step(&place) else {
                    return;
                };
                self.goals_ui(ui, module, step);
                match &step.kind {
                    StepKind::Page { name } => self.named_page_ui(ui, given, module, name),
                    StepKind::Items { test: Some(_), .. } => {
                        self.test_ui(ui, given, module, step);
                    }
                    StepKind::Items { test: None, .. } => self.quiz_ui(ui, given),
                    StepKind::Cases { .. } => self.cases_ui(ui, given, module, step),
                }
            }
        }
    }

    fn title_ui(&mut self, ui: &mut Ui, given: &DeskCourse<'_>) {
        let title = plain(self.course_text(&given.course.title));
        ui.label(RichText::new(title).heading().color(tokens::TEXT_BRIGHT));
        ui.label(plain(self.course_text(&given.course.about)));
        ui.weak(self.words.text(Word::NotForDiagnosis));
        ui.weak(self.words.text(Word::CourseKeys));
    }

    /// Which set the open step asks, if it asks one.
    pub(super) fn open_set(&self, given: &DeskCourse<'_>) -> Option<ItemSet> {
        let (_, step) = given.step(self.open_step()?)?;
        match step.kind {
            StepKind::Items { set, .. } => Some(set),
            StepKind::Page { .. } | StepKind::Cases { .. } => None,
        }
    }
}

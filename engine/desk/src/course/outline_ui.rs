//! The outline of a course: its modules and steps, what is done, and where to go on.

use egui::collapsing_header::CollapsingState;
use egui::{Button, CentralPanel, Frame, Panel, RichText, ScrollArea, Ui};
use overread_learning::PartStatus;
use overread_scenario::{CourseModule, CourseStep, StepKind};

use super::{DeskCourse, Open, StepPlace};
use crate::desk::Desk;
use crate::finding_text::plain;
use crate::tokens;
use crate::widgets;
use crate::words::Word;

impl Desk {
    /// Draws the outline of a course into the whole of `ui`; what is asked for comes by [`crate::DeskAct::Course`].
    pub fn course_outline_ui(&mut self, ui: &mut Ui, given: &DeskCourse<'_>) {
        let bar = Frame::new()
            .fill(tokens::RAISED)
            .inner_margin(egui::Margin::symmetric(10, 5));
        Panel::bottom("course continue")
            .frame(bar)
            .show_separator_line(false)
            .show(ui, |ui| {
                tokens::scale_text(ui);
                self.continue_ui(ui, given);
            });
        let frame = Frame::new().fill(tokens::BACKGROUND).inner_margin(12.0);
        CentralPanel::no_frame().frame(frame).show(ui, |ui| {
            tokens::scale_text(ui);
            let title = plain(self.course_text(&given.course.title));
            ui.label(RichText::new(title).heading().color(tokens::TEXT_BRIGHT));
            self.course_language_ui(ui, given.course);
            if let Some(error) = given.error {
                ui.label(RichText::new(plain(error)).color(tokens::ERROR));
            }
            if !given.faults.is_empty() {
                self.faults_ui(ui, given.faults);
            }
            let area = ScrollArea::vertical()
                .id_salt("course outline")
                .auto_shrink(false);
            let is_step_new = self.is_step_new(ui);
            crate::key_hand::scroll(area, ui, |ui| {
                for module in &given.course.modules {
                    self.module_ui(ui, given, module, is_step_new);
                }
            });
        });
    }

    /// Whether another step is open than when the outline was drawn last: its module folds out then, once, and may be
    /// folded up again.
    fn is_step_new(&self, ui: &Ui) -> bool {
        let id = ui.id().with("open step");
        let open = self.open_step().cloned();
        let before = ui.data_mut(|data| {
            let kept: &mut Option<StepPlace> = data.get_temp_mut_or_default(id);
            std::mem::replace(kept, open.clone())
        });
        open.is_some() && open != before
    }

    /// What is wrong with the course's files: their number, and each on request.
    fn faults_ui(&mut self, ui: &mut Ui, faults: &[String]) {
        /// A course that is broken everywhere is told by its first faults.
        const MOST: usize = 50;
        let count = [("count", faults.len().into())];
        let title = self.words.with(Word::CourseFaults, &count);
        let title = RichText::new(format!("⚠ {title}")).color(tokens::WARNING);
        // A button rather than a header that folds out: its text wraps in the narrow column.
        let id = ui.id().with("course faults");
        let mut is_open = ui.data(|data| data.get_temp(id).unwrap_or(false));
        if ui.add(Button::selectable(is_open, title).wrap()).clicked() {
            is_open = !is_open;
            ui.data_mut(|data| data.insert_temp(id, is_open));
        }
        if is_open {
            for fault in faults.iter().take(MOST) {
                ui.label(plain(fault));
            }
        }
    }

    /// The step to go on with.
    fn continue_ui(&mut self, ui: &mut Ui, given: &DeskCourse<'_>) {
        let next = given
            .progress
            .next(given.course)
            .map(|(module, step)| StepPlace {
                module: module.id.clone(),
                step: step.to_owned(),
            });
        ui.horizontal(|ui| {
            let Some(next) = next else {
                ui.label(self.words.text(Word::CourseAllDone));
                return;
            };
            let Some((module, step)) = given.step(&next) else {
                return;
            };
            let title = plain(self.course_text(&step.title));
            let begin = self.words.text(Word::CourseContinue);
            let is_next_open = self.open_step() == Some(&next);
            if widgets::primary_button_if(ui, &begin, !is_next_open).clicked() {
                self.open_course_step(given, next.clone());
            }
            // One line, whatever the title: a bar that grows would push the outline about.
            let title = format!("{}: {title}", module.id.to_uppercase());
            ui.add(egui::Label::new(title).truncate());
        });
    }

    fn module_ui(
        &mut self,
        ui: &mut Ui,
        given: &DeskCourse<'_>,
        module: &CourseModule,
        is_step_new: bool,
    ) {
        let title = plain(self.course_text(&module.title));
        let (done, all) = (given.progress.n_done(module), module.steps.len());
        let is_open = self
            .open_step()
            .is_some_and(|place| place.module == module.id);
        let id = ui.make_persistent_id(("course module", &module.id));
        let mut state = CollapsingState::load_with_default_open(ui.ctx(), id, false);
        if is_open && is_step_new {
            state.set_open(true);
        }
        let mut head = format!("{}  {title}   {done}/{all}", module.id.to_uppercase());
        if state.is_open() {
            head = format!("{head}   {}", self.minutes_text(module));
        }
        // A title that wraps: one that does not would make the whole column wider than what is seen of it.
        let head = RichText::new(head).color(tokens::TEXT_BRIGHT);
        let was_open = state.is_open();
        let mut is_turned = false;
        let mut header = state.show_header(ui, |ui| {
            let title = Button::new(head).frame(false).wrap();
            is_turned = ui.add(title).clicked();
        });
        if is_turned {
            header.toggle();
        }
        let is_unfolded = header.is_open();
        header.body(|ui| {
            for step in &module.steps {
                self.step_ui(ui, given, module, step);
            }
        });
        if is_unfolded != was_open {
            // The title, which says more of a module that is unfolded, is drawn already.
            ui.ctx().request_repaint();
        }
    }

    fn step_ui(
        &mut self,
        ui: &mut Ui,
        given: &DeskCourse<'_>,
        module: &CourseModule,
        step: &CourseStep,
    ) {
        let place = StepPlace {
            module: module.id.clone(),
            step: step.id.clone(),
        };
        let is_done = given.progress.is_done(module, &step.id);
        let state = given.progress.step(&module.id, &step.id);
        // A part that was failed is gone through, and not done.
        let part = given.exams.part(&module.id, &step.id);
        let is_done = part.map_or(is_done, |part| part.status == PartStatus::Passed);
        let sign = match (is_done, state.n_done > 0) {
            (true, _) => "✔",
            (false, true) => "✖",
            (false, false) => "○",
        };
        let kind = match &step.kind {
            StepKind::Page { .. } => Word::CourseKindPage,
            StepKind::Cases { is_timed: true, .. } => Word::CourseKindTimed,
            StepKind::Cases { .. } => Word::CourseKindCases,
            StepKind::Items { .. } => Word::CourseKindItems,
        };
        let title = plain(self.course_text(&step.title));
        let text = format!("{sign} {title} ({})", self.words.text(kind));
        let is_chosen = self.course.open == Open::Step(place.clone());
        if ui.selectable_label(is_chosen, text).clicked() {
            self.open_course_step(given, place);
        }
    }
}

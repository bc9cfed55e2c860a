//! What a module is for and how long it takes, at its first step and in the outline.

use egui::{RichText, Ui};
use overread_scenario::{CourseModule, CourseStep};

use crate::desk::Desk;
use crate::finding_text::plain;
use crate::tokens;
use crate::widgets;
use crate::words::Word;

impl Desk {
    /// Above the first step of a module: its name, its minutes, and what the learner can do afterwards.
    pub(super) fn goals_ui(&self, ui: &mut Ui, module: &CourseModule, step: &CourseStep) {
        let is_first = module
            .steps
            .first()
            .is_some_and(|first| first.id == step.id);
        let goals = module.goals.iter();
        let goals: Vec<String> = goals.map(|goal| plain(self.course_text(goal))).collect();
        if !is_first || goals.is_empty() || self.is_sitting_test() {
            return;
        }
        widgets::card(ui, tokens::LINE, |ui| {
            let title = plain(self.course_text(&module.title));
            let title = format!("{}  {title}", module.id.to_uppercase());
            ui.label(RichText::new(title).color(tokens::TEXT_BRIGHT));
            ui.weak(self.minutes_text(module));
            ui.label(self.words.text(Word::CourseGoals));
            for goal in goals {
                ui.label(format!("•  {goal}"));
            }
        });
        ui.add_space(8.0);
    }

    /// About how long a module takes, in words.
    pub(super) fn minutes_text(&self, module: &CourseModule) -> String {
        let minutes = [("minutes", module.minutes.into())];
        self.words.with(Word::CourseMinutes, &minutes)
    }
}

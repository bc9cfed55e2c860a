//! Pausing by the scenario's rule, and ending a session only after having been asked.

use egui::{Rect, RichText, Ui};
use overread_exam::Command;
use overread_scenario::PausePolicy;

use crate::DeskInput;
use crate::desk::Desk;
use crate::report::clock;
use crate::tokens;
use crate::widgets;
use crate::words::Word;

impl Desk {
    /// The pause, where there may be one, and the rule for it.
    pub(crate) fn pause_ui(&self, ui: &mut Ui, input: &DeskInput<'_>, commands: &mut Vec<Command>) {
        let words = &self.words;
        let rule = match &input.view.design.clocks.pauses {
            PausePolicy::Free => None,
            PausePolicy::Never => Some(words.text(Word::PauseNever)),
            PausePolicy::Limited { most, total } => {
                let args = [("most", (*most).into()), ("time", clock(*total).into())];
                Some(words.with(Word::PauseLimited, &args))
            }
        };
        let may_pause = input.view.clock.may_pause;
        if may_pause && ui.button(words.text(Word::Pause)).clicked() {
            commands.push(Command::Pause);
        }
        let is_never = input.view.design.clocks.pauses == PausePolicy::Never;
        if !may_pause && !is_never {
            ui.weak(words.text(Word::PauseNotNow));
        }
        if let Some(rule) = rule {
            ui.weak(rule);
        }
    }

    /// The end of a session whose cases are all signed.
    pub(crate) fn finish_ui(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        let is_news = is_new(ui, "finish asked", self.around.is_finish_asked);
        if !self.around.is_finish_asked {
            let text = self.words.text(Word::Finish);
            if widgets::primary_button(ui, &text).clicked() {
                self.around.is_finish_asked = true;
                self.has_news = true;
            }
            return;
        }
        let question = self.words.text(Word::FinishQuestion);
        ui.label(RichText::new(question).color(tokens::WARNING));
        let top = ui.cursor().top();
        if widgets::primary_button(ui, &self.words.text(Word::FinishYes)).clicked() {
            commands.push(Command::Finish);
            self.around.is_finish_asked = false;
        }
        if ui.button(self.words.text(Word::AbandonNo)).clicked() {
            self.around.is_finish_asked = false;
            self.has_news = true;
        }
        if is_news {
            // The question takes more room than the button that it stands in for.
            let answers = Rect::from_x_y_ranges(ui.max_rect().x_range(), top..=ui.cursor().top());
            ui.scroll_to_rect(answers, None);
        }
    }
}

/// Whether something that holds now did not hold when this panel was drawn last.
fn is_new(ui: &Ui, what: &str, holds: bool) -> bool {
    let id = ui.id().with(what);
    ui.data_mut(|data| {
        let held = data.get_temp(id).unwrap_or(false);
        data.insert_temp(id, holds);
        holds && !held
    })
}

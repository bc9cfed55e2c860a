//! An interruption in the place of the report: who or what it is, what is said, and the way back to the case.

use egui::{RichText, Ui};
use overread_exam::{Command, InterruptionView, ProctorFact};
use overread_scenario::InterruptionKind;

use crate::DeskInput;
use crate::desk::Desk;
use crate::finding_text::plain;
use crate::tokens;
use crate::widgets;
use crate::words::Word;

/// What happens, how one turns to it, how one is done with it.
fn words_of(kind: InterruptionKind) -> [Word; 3] {
    match kind {
        InterruptionKind::Call => [
            Word::InterruptionCall,
            Word::InterruptionCallTake,
            Word::InterruptionCallDone,
        ],
        InterruptionKind::Colleague => [
            Word::InterruptionColleague,
            Word::InterruptionColleagueTake,
            Word::InterruptionColleagueDone,
        ],
        InterruptionKind::ArchiveStall => [
            Word::InterruptionStall,
            Word::InterruptionStallTake,
            Word::InterruptionStallDone,
        ],
    }
}

impl Desk {
    /// The interruption that has to be dealt with before anything else is answered.
    pub(crate) fn interruption_ui(
        &mut self,
        ui: &mut Ui,
        interruption: &InterruptionView<'_>,
        commands: &mut Vec<Command>,
    ) {
        let [title, take, done] = words_of(interruption.what.kind);
        ui.add_space(ui.available_height() * 0.2);
        widgets::card(ui, tokens::WARNING, |ui| {
            let title = RichText::new(self.words.text(title)).heading();
            ui.label(title.color(tokens::WARNING));
            if self.around.turned_to != Some(interruption.n) {
                if widgets::primary_button(ui, &self.words.text(take)).clicked() {
                    self.around.turned_to = Some(interruption.n);
                    self.has_news = true;
                }
                return;
            }
            ui.label(plain(self.words.pick(&interruption.what.text)));
            if widgets::primary_button(ui, &self.words.text(done)).clicked() {
                let n = interruption.n;
                commands.push(Command::Proctor(ProctorFact::TurnedBack { n }));
            }
        });
    }

    /// On the other screens: that something has to be dealt with, and in place of stalled images why there are none.
    pub(crate) fn interruption_notice_ui(&self, ui: &mut Ui, interruption: &InterruptionView<'_>) {
        let [title, ..] = words_of(interruption.what.kind);
        ui.vertical_centered(|ui| {
            let title = RichText::new(self.words.text(title)).heading();
            ui.label(title.color(tokens::WARNING));
            ui.label(self.words.text(Word::InterruptionWaiting));
        });
    }
}

/// Whether the images stand still.
#[must_use]
pub(crate) fn stalled<'a>(input: &DeskInput<'a>) -> Option<&'a InterruptionView<'a>> {
    let interruption = input.view.clock.interruption.as_ref()?;
    (interruption.what.kind == InterruptionKind::ArchiveStall).then_some(interruption)
}

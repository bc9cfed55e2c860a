//! Hints at the report: what was said, and the wish for more. Only in sessions that give any.

use egui::{RichText, Ui};
use overread_exam::{CaseView, Command};

use crate::desk::Desk;
use crate::finding_text::plain;
use crate::tokens;
use crate::widgets;
use crate::words::Word;

impl Desk {
    /// The hints about the open case.
    pub(crate) fn hints_ui(
        &mut self,
        ui: &mut Ui,
        case: &CaseView<'_>,
        commands: &mut Vec<Command>,
    ) {
        let hints = case.hints;
        if !hints.may_ask && !hints.is_awaited && hints.given.is_empty() {
            return;
        }
        let words = &self.words;
        let told = hints.given.iter().filter(|hint| !hint.text.is_empty());
        if !hints.given.is_empty() {
            widgets::section_heading(ui, &words.text(Word::HintHeading));
        }
        for (number, hint) in (1..).zip(told.clone()) {
            let text = plain(words.pick(&hint.text));
            ui.label(format!("{number}. {text}"));
        }
        let n_told = told.count();
        if hints.given.iter().any(|hint| hint.text.is_empty()) {
            ui.weak(words.text(Word::HintNone));
        }
        if hints.is_awaited {
            ui.weak(words.text(Word::HintAwaited));
        }
        if hints.may_ask {
            ui.horizontal_wrapped(|ui| {
                let word = if n_told == 0 {
                    Word::HintAsk
                } else {
                    Word::HintMore
                };
                if ui.button(words.text(word)).clicked() {
                    commands.push(Command::AskHint);
                }
                ui.weak(words.text(Word::HintCost));
            });
        } else if n_told > 0 {
            let cost = RichText::new(words.text(Word::HintCost));
            ui.label(cost.color(tokens::TEXT_DIM));
        }
    }
}

//! The bar with the time that is left: of the session and of the case.

use egui::{Color32, Frame, Margin, Panel, RichText, Ui};
use overread_base::Millis;
use overread_exam::SessionState;

use crate::DeskInput;
use crate::desk::Desk;
use crate::report::clock;
use crate::tokens;
use crate::words::Word;

/// How much of its limit is left when a clock turns amber: a tenth.
const AMBER_PART: u64 = 10;

/// The colour of a clock: plain, amber below a tenth of its limit, red at the end.
#[must_use]
fn color(left: Millis, limit: Option<Millis>) -> Color32 {
    if left.0 == 0 {
        tokens::ERROR
    } else if limit.is_some_and(|limit| left.0 < limit.0 / AMBER_PART) {
        tokens::WARNING
    } else {
        tokens::TEXT_BRIGHT
    }
}

impl Desk {
    /// The clocks along the top of a panel, where there are any; `name` tells the panels of one context apart.
    pub(crate) fn clock_bar_ui(&self, ui: &mut Ui, input: &DeskInput<'_>, name: &'static str) {
        let view = input.view;
        if view.state == SessionState::Ended || view.clock.awaits_start || input.bench.is_some() {
            return;
        }
        let limits = &view.design.clocks;
        let clocks = [
            (Word::ClockSession, view.clock.session_left, limits.session),
            (Word::ClockCase, view.clock.case_left, limits.case),
        ];
        let focus = self.focus_words(input);
        if clocks.iter().all(|(_, left, _)| left.is_none()) && focus.is_none() {
            return;
        }
        let frame = Frame::new()
            .fill(tokens::RAISED)
            .inner_margin(Margin::symmetric(10, 4));
        let panel = Panel::top(name).frame(frame).show_separator_line(false);
        panel.show(ui, |ui| {
            tokens::scale_text(ui);
            ui.horizontal_wrapped(|ui| {
                for (what, left, limit) in clocks {
                    let Some(left) = left else { continue };
                    let word = if left.0 == 0 {
                        Word::ClockOver
                    } else {
                        Word::ClockLeft
                    };
                    let mut args = vec![("what", self.words.text(what).into())];
                    if left.0 > 0 {
                        args.push(("time", clock(left).into()));
                    }
                    let text = self.words.with(word, &args);
                    ui.label(RichText::new(text).color(color(left, limit)).strong());
                }
                if let Some((text, color)) = focus {
                    ui.label(RichText::new(text).color(color));
                }
            });
        });
    }

    /// What is said of the window's focus where losing it is recorded.
    fn focus_words(&self, input: &DeskInput<'_>) -> Option<(String, Color32)> {
        let seat = input.view.design.certification.as_ref()?;
        if !seat.terms.is_locked_down {
            return None;
        }
        let (count, away) = (
            input.view.clock.n_focus_lost,
            input.view.clock.focus_lost_for,
        );
        Some(if count == 0 {
            (self.words.text(Word::FocusRule), tokens::TEXT_DIM)
        } else {
            let args = [("count", count.into()), ("time", clock(away).into())];
            (self.words.with(Word::FocusLostFor, &args), tokens::WARNING)
        })
    }
}

#[cfg(test)]
mod tests;

//! What stands in the place of images: no case, loading, failed, paused, over. No images.

use egui::{RichText, Ui};
use overread_exam::{CasePhase, Command, SessionState};

use crate::around::stalled;
use crate::desk::Desk;
use crate::tokens;
use crate::widgets;
use crate::words::Word;
use crate::{DeskImages, DeskInput};

impl Desk {
    /// What stands in the place of images.
    pub(super) fn no_images_ui(&mut self, ui: &mut Ui, input: &DeskInput<'_>) -> Vec<Command> {
        let mut commands = Vec::new();
        let state = input.view.state;
        let is_case_open = input
            .view
            .case
            .as_ref()
            .is_some_and(|case| case.phase != CasePhase::Signed);
        ui.vertical_centered(|ui| {
            ui.add_space(ui.available_height() * 0.36);
            match (state, &input.images) {
                (_, _) if let Some(interruption) = stalled(input) => {
                    self.drawn.viewer_state = "stalled";
                    self.interruption_notice_ui(ui, interruption);
                }
                (SessionState::Paused, _) => {
                    self.drawn.viewer_state = "paused";
                    ui.heading(self.words.text(Word::ViewerPaused));
                    if input.view.clock.is_paused_by_order {
                        ui.weak(self.words.text(Word::OrderedPauseHint));
                    } else if widgets::primary_button(ui, &self.words.text(Word::Resume)).clicked()
                    {
                        commands.push(Command::Resume);
                    }
                }
                (_, DeskImages::Loading(fraction)) => {
                    self.drawn.viewer_state = "loading";
                    ui.heading(self.words.text(Word::ViewerLoading));
                    ui.add_space(8.0);
                    let bar = egui::ProgressBar::new(*fraction)
                        .desired_width(320.0)
                        .show_percentage();
                    ui.add(bar.fill(tokens::ACCENT));
                }
                (_, DeskImages::Failed(reason)) => {
                    self.drawn.viewer_state = "failed";
                    let title = self.words.text(Word::ViewerFailed);
                    ui.label(RichText::new(title).heading().color(tokens::ERROR));
                    ui.label(crate::finding_text::plain(reason));
                    ui.weak(self.words.text(Word::ViewerFailedHint));
                }
                (SessionState::Ended, _) => {
                    self.drawn.viewer_state = "ended";
                    ui.heading(self.words.text(Word::ViewerEnded));
                    ui.weak(self.words.text(Word::ViewerEndedHint));
                }
                (SessionState::Running, _) if is_case_open => {
                    self.drawn.viewer_state = "loading";
                    ui.heading(self.words.text(Word::ViewerLoading));
                }
                (SessionState::Running, _) => {
                    self.drawn.viewer_state = "no-case";
                    ui.heading(self.words.text(Word::ViewerNoCase));
                    ui.add_space(6.0);
                    if input.view.worklist.iter().any(|row| row.is_next)
                        && widgets::primary_button(ui, &self.words.text(Word::OpenNext)).clicked()
                    {
                        commands.push(Command::NextCase);
                    }
                }
            }
        });
        commands
    }
}

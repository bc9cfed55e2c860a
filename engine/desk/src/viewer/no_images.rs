//! What stands in the place of images: no case, loading, failed, paused, over. No images.

use egui::{RichText, Ui};
use overread_exam::{CasePhase, Command, SessionState};
use overread_viewer::Action;

use crate::around::stalled;
use crate::desk::Desk;
use crate::key_sheet;
use crate::tokens;
use crate::widgets;
use crate::words::Word;
use crate::{DeskImages, DeskInput};

impl Desk {
    /// What stands in the place of images.
    ///
    /// Without images the viewer has no use for its keys but for their sheet; Enter, which it knows as a key of its own,
    /// opens the next study.
    pub(super) fn no_images_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        actions: &[Action],
    ) -> Vec<Command> {
        let mut commands = Vec::new();
        let n_turns = actions.iter().filter(|a| **a == Action::KeySheet).count();
        self.is_key_sheet_open ^= n_turns % 2 == 1;
        if actions.contains(&Action::Cancel) {
            self.is_key_sheet_open = false;
        }
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
                    let is_enter = actions.contains(&Action::Single);
                    commands.extend(self.no_case_ui(ui, input, is_enter));
                }
            }
        });
        if self.is_key_sheet_open {
            let area = ui.max_rect();
            key_sheet::draw(ui.painter(), area, &self.words, &self.keymap, false);
        }
        commands
    }

    /// Between two studies: the next one, by the button or by Enter.
    fn no_case_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        is_enter: bool,
    ) -> Option<Command> {
        self.drawn.viewer_state = "no-case";
        ui.heading(self.words.text(Word::ViewerNoCase));
        ui.add_space(6.0);
        let has_next = input.view.worklist.iter().any(|row| row.is_next);
        let is_asked =
            has_next && (widgets::next_button(ui, &self.words.text(Word::OpenNext)) || is_enter);
        is_asked.then_some(Command::NextCase)
    }
}

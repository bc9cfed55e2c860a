//! The card of the guided tour below the images: what the step is about, what to do, and the ways past it.

use egui::{Frame, Panel, RichText, Ui};
use overread_viewer::{Action, Tool};

use crate::desk::Desk;
use crate::tokens;
use crate::widgets;
use crate::words::Word;
use crate::{DeskInput, StartAct};

use super::TourStep;

impl Desk {
    /// The card, if there is a tour; it takes in what was done first.
    pub(crate) fn tour_ui(&mut self, ui: &mut Ui, input: &DeskInput<'_>) {
        self.observe_tour(input);
        let Some(tour) = &self.tour else { return };
        let step = tour.step();
        let number = usize::from(tour.number()) + 1;
        let edge = egui::Stroke::new(1.0, tokens::ACCENT);
        let frame = Frame::new()
            .fill(tokens::RAISED)
            .stroke(edge)
            .inner_margin(9.0);
        Panel::bottom("tour")
            .frame(frame)
            .show_separator_line(false)
            .show(ui, |ui| {
                tokens::scale_viewer_text(ui);
                match step {
                    Some(step) => self.tour_step_card_ui(ui, step, number),
                    None => self.tour_over_ui(ui),
                }
            });
    }

    fn tour_step_card_ui(&mut self, ui: &mut Ui, step: TourStep, number: usize) {
        let [title, text, act] = words_of(step);
        let args = [
            ("step", number.into()),
            ("count", TourStep::ALL.len().into()),
            ("title", self.words.text(title).into()),
        ];
        let heading = self.words.with(Word::TourHeading, &args);
        ui.label(RichText::new(heading).strong().color(tokens::TEXT_BRIGHT));
        ui.label(self.words.text(text));
        let act = self.tour_act(step, act);
        ui.label(RichText::new(format!("→ {act}")).color(tokens::READER));
        ui.horizontal_wrapped(|ui| {
            if ui.button(self.words.text(Word::TourSkipStep)).clicked()
                && let Some(tour) = &mut self.tour
            {
                tour.pass();
                let number = tour.number();
                self.tell_tour(StartAct::TourAt(number));
            }
            if ui.button(self.words.text(Word::TourLeave)).clicked() {
                self.tell_tour(StartAct::TourLeft);
            }
        });
    }

    fn tour_over_ui(&mut self, ui: &mut Ui) {
        let done = self.words.text(Word::TourDone);
        ui.label(RichText::new(done).strong().color(tokens::TEXT_BRIGHT));
        ui.label(self.words.text(Word::TourDoneText));
        if widgets::primary_button(ui, &self.words.text(Word::TourGoCourse)).clicked() {
            self.tell_tour(StartAct::TourDone);
        }
    }

    /// What is to be done, with the keys of the profile.
    fn tour_act(&self, step: TourStep, word: Word) -> String {
        let sign = |action| crate::keys::sign_of(&self.keymap, action);
        let key = |action| vec![("key", sign(action).into())];
        let args = match step {
            TourStep::Scroll => vec![
                ("up", sign(Action::Step(-1)).into()),
                ("down", sign(Action::Step(1)).into()),
            ],
            // The case of the tour is opened in the second preset, the lungs'.
            TourStep::Window => vec![
                ("key", sign(Action::Preset(1)).into()),
                ("back", sign(Action::Preset(2)).into()),
            ],
            TourStep::Zoom => key(Action::DisplayArea),
            TourStep::Mark => vec![
                ("key", sign(Action::Tool(Tool::Mark)).into()),
                ("pointer", sign(Action::KeyPointer).into()),
            ],
            TourStep::Overlay => key(Action::Overlay),
            TourStep::Keys => key(Action::KeySheet),
            TourStep::Screens
            | TourStep::Worklist
            | TourStep::Lock
            | TourStep::Verdicts
            | TourStep::Report
            | TourStep::Sign
            | TourStep::Finish => Vec::new(),
        };
        self.words.with(word, &args)
    }
}

/// What a step is called, what it is about, what is to be done.
fn words_of(step: TourStep) -> [Word; 3] {
    match step {
        TourStep::Screens => [
            Word::TourScreens,
            Word::TourScreensText,
            Word::TourScreensDo,
        ],
        TourStep::Worklist => [
            Word::TourWorklist,
            Word::TourWorklistText,
            Word::TourWorklistDo,
        ],
        TourStep::Scroll => [Word::TourScroll, Word::TourScrollText, Word::TourScrollDo],
        TourStep::Window => [Word::TourWindow, Word::TourWindowText, Word::TourWindowDo],
        TourStep::Zoom => [Word::TourZoom, Word::TourZoomText, Word::TourZoomDo],
        TourStep::Mark => [Word::TourMark, Word::TourMarkText, Word::TourMarkDo],
        TourStep::Lock => [Word::TourLock, Word::TourLockText, Word::TourLockDo],
        TourStep::Overlay => [
            Word::TourOverlay,
            Word::TourOverlayText,
            Word::TourOverlayDo,
        ],
        TourStep::Verdicts => [
            Word::TourVerdicts,
            Word::TourVerdictsText,
            Word::TourVerdictsDo,
        ],
        TourStep::Report => [Word::TourReport, Word::TourReportText, Word::TourReportDo],
        TourStep::Keys => [Word::TourKeys, Word::TourKeysText, Word::TourKeysDo],
        TourStep::Sign => [Word::TourSign, Word::TourSignText, Word::TourSignDo],
        TourStep::Finish => [Word::TourFinish, Word::TourFinishText, Word::TourFinishDo],
    }
}

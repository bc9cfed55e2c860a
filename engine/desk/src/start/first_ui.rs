//! The three steps of a first start: language, display check, the offer of a tour.

use egui::{RichText, Ui};

use crate::Language;
use crate::desk::Desk;
use crate::display_check::DisplayAnswer;
use crate::tokens;
use crate::widgets;
use crate::words::Word;

use super::menu::wide_button;
use super::{StartAct, StartPage};

impl Desk {
    /// Step 1: each language by its own name.
    pub(super) fn language_step_ui(&mut self, ui: &mut Ui) {
        ui.add_space(18.0);
        let title = RichText::new(self.words.text(Word::StartTitle)).size(34.0);
        ui.label(title.color(tokens::TEXT_BRIGHT));
        ui.label(self.words.text(Word::StartWhat));
        widgets::section_heading(ui, &self.words.text(Word::StartLanguageHeading));
        self.language_choice_ui(ui);
        ui.weak(self.words.text(Word::StartLanguageHint));
        ui.add_space(12.0);
        let go_on = widgets::primary_button(ui, &self.words.text(Word::StartGoOn));
        self.start.focus_first(&go_on);
        if go_on.clicked() {
            // Whoever goes on without a choice has taken the language that was there.
            self.tell_start(StartAct::Language(self.words.language()));
            self.open_start(StartPage::Display);
        }
    }

    /// The languages in a row, the one in use chosen.
    pub(super) fn language_choice_ui(&mut self, ui: &mut Ui) {
        ui.horizontal_wrapped(|ui| {
            for language in Language::ALL {
                let is_chosen = self.words.language() == language;
                if widgets::radio(ui, is_chosen, language.own_name()) {
                    self.set_language(language);
                    self.tell_start(StartAct::Language(language));
                }
            }
        });
    }

    /// Step 2, or the check once more from the menu: the pattern, and whether its parts can be told apart.
    pub(super) fn display_step_ui(&mut self, ui: &mut Ui, page: StartPage) {
        self.display.answers = Some(page == StartPage::Display);
        self.display_content(ui);
        let answer = self.display.take_answer();
        let is_left = !self.display.is_open;
        let told = match answer {
            Some(DisplayAnswer::Checked(deviation)) => Some(Some(deviation)),
            Some(DisplayAnswer::Skipped) => Some(None),
            None => None,
        };
        if told.is_none() && !is_left {
            return;
        }
        self.display.answers = None;
        if let Some(told) = told {
            self.tell_start(StartAct::Display(told));
        }
        self.open_start(match page {
            StartPage::Display => StartPage::Tour,
            StartPage::Language
            | StartPage::Tour
            | StartPage::Home
            | StartPage::Lessons
            | StartPage::Sessions
            | StartPage::Settings
            | StartPage::DisplayAgain => StartPage::Home,
        });
    }

    /// Step 3: the tour, or straight to the course.
    pub(super) fn tour_step_ui(&mut self, ui: &mut Ui) {
        ui.add_space(18.0);
        let heading = RichText::new(self.words.text(Word::StartTourHeading)).heading();
        ui.label(heading.color(tokens::TEXT_BRIGHT));
        ui.label(self.words.text(Word::StartTourWhat));
        ui.add_space(10.0);
        let begin = wide_button(ui, true, &self.words.text(Word::StartTourBegin), "");
        self.start.focus_first(&begin);
        if begin.clicked() {
            self.tell_start(StartAct::Tour(0));
        }
        if wide_button(ui, false, &self.words.text(Word::StartTourSkip), "").clicked() {
            self.tell_start(StartAct::SkipTour);
        }
    }
}

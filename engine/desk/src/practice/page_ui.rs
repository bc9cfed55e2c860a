//! The page that asks what to practise, and the way to the next set after the end of one.

use egui::{CentralPanel, Frame, RichText, ScrollArea, Ui};
use overread_base::{Difficulty, PhantomKind, ServiceId};
use overread_scenario::{PracticeAi, PracticeService, Skill, phantom_name};

use super::{COUNTS, DeskPractice, LEVELS, PLANTED, PREVALENCES, installed_as};
use crate::desk::Desk;
use crate::finding_text::{percent, plain};
use crate::modes::mode_words;
use crate::tokens;
use crate::widgets;
use crate::words::Word;
use crate::{DeskAct, DeskInput};

/// The widest that the page is drawn, points.
const WIDTH: f32 = 760.0;

impl Desk {
    /// Asks what to practise, into the whole of `ui`; the answer is [`DeskAct::Practice`].
    pub fn practice_ui(&mut self, ui: &mut Ui, given: &DeskPractice<'_>) {
        let bar = Frame::new()
            .fill(tokens::RAISED)
            .inner_margin(egui::Margin::symmetric(10, 5));
        egui::Panel::bottom("practice status")
            .frame(bar)
            .show_separator_line(false)
            .show(ui, |ui| {
                // Always in sight, however long the page is.
                tokens::scale_text(ui);
                ui.horizontal_wrapped(|ui| {
                    let begin = self.words.text(Word::PracticeBegin);
                    if widgets::primary_button(ui, &begin).clicked() {
                        let mut practice = self.practice.chosen.clone();
                        practice.seed = given.seed;
                        self.acts.push(DeskAct::Practice(Box::new(practice)));
                        self.has_news = true;
                    }
                    ui.weak(self.words.text(Word::NotForDiagnosis));
                });
            });
        let frame = Frame::new().fill(tokens::BACKGROUND).inner_margin(16.0);
        CentralPanel::no_frame().frame(frame).show(ui, |ui| {
            tokens::scale_text(ui);
            let area = ScrollArea::vertical()
                .id_salt("practice")
                .auto_shrink(false);
            crate::key_hand::scroll(area, ui, |ui| {
                ui.set_max_width(WIDTH);
                let heading = RichText::new(self.words.text(Word::PracticeHeading)).heading();
                ui.label(heading.color(tokens::TEXT_BRIGHT));
                ui.weak(self.words.text(Word::PracticeHint));
                if let Some(error) = given.error {
                    ui.label(RichText::new(plain(error)).color(tokens::ERROR));
                }
                self.practice_cases_ui(ui, given.installed);
                self.practice_ai_ui(ui, given.installed);
                self.practice_mode_ui(ui);
            });
        });
    }

    /// Area, difficulty, number and prevalence.
    fn practice_cases_ui(&mut self, ui: &mut Ui, installed: &[ServiceId]) {
        let (words, state) = (&self.words, &mut self.practice);
        widgets::section_heading(ui, &words.text(Word::PracticeArea));
        ui.horizontal_wrapped(|ui| {
            for area in PhantomKind::ALL {
                let name = phantom_name(area);
                let is_chosen = state.chosen.area == area;
                if choice_ui(ui, is_chosen, words.pick(&name)) {
                    state.choose_area(area, installed);
                }
            }
        });
        widgets::section_heading(ui, &words.text(Word::PracticeDifficulty));
        ui.horizontal_wrapped(|ui| {
            for level in LEVELS {
                let word = match level {
                    Some(Difficulty::Easy) => Word::PracticeEasy,
                    Some(Difficulty::Medium) => Word::PracticeMedium,
                    Some(Difficulty::Hard) => Word::PracticeHard,
                    None => Word::PracticeMixed,
                };
                if choice_ui(ui, state.chosen.difficulty == level, &words.text(word)) {
                    state.chosen.difficulty = level;
                }
            }
        });
        widgets::section_heading(ui, &words.text(Word::PracticeCount));
        ui.horizontal_wrapped(|ui| {
            for count in COUNTS {
                if choice_ui(ui, state.chosen.count == count, &count.to_string()) {
                    state.chosen.count = count;
                }
            }
        });
        widgets::section_heading(ui, &words.text(Word::PracticePrevalence));
        ui.horizontal_wrapped(|ui| {
            for share in PREVALENCES {
                let text = percent(words, f64::from(share) / 100.0);
                if choice_ui(ui, state.chosen.prevalence_percent == share, &text) {
                    state.chosen.prevalence_percent = share;
                }
            }
        });
    }

    /// What the AI does: nothing, a service of this machine as it is or with errors, a simulated one.
    fn practice_ai_ui(&mut self, ui: &mut Ui, installed: &[ServiceId]) {
        let (words, state) = (&self.words, &mut self.practice);
        widgets::section_heading(ui, &words.text(Word::PracticeAi));
        let is_none = state.chosen.ai == PracticeAi::None;
        if choice_ui(ui, is_none, &words.text(Word::PracticeAiNone)) {
            state.choose_ai(PracticeAi::None);
        }
        ui.weak(words.text(Word::PracticeAiLive));
        ui.horizontal_wrapped(|ui| {
            for known in PracticeService::of(state.chosen.area) {
                let name = known.name();
                let name = words.pick(&name);
                let Some(service) = installed_as(known, installed) else {
                    let missing = words.text(Word::PracticeNotInstalled);
                    let text = format!("{name} ({missing})");
                    ui.add_enabled_ui(false, |ui| ui.selectable_label(false, text));
                    continue;
                };
                let is_chosen = state.chosen.ai.service() == Some(&service);
                if choice_ui(ui, is_chosen, name) && !is_chosen {
                    state.choose_ai(PracticeAi::Live(service));
                }
            }
        });
        if let Some(planted) = state.planted_percent() {
            ui.weak(words.text(Word::PracticePlanted));
            ui.horizontal_wrapped(|ui| {
                for share in std::iter::once(0).chain(PLANTED) {
                    let text = match share {
                        0 => words.text(Word::PracticePlantedNone),
                        share => percent(words, f64::from(share) / 100.0),
                    };
                    if choice_ui(ui, planted == share, &text) {
                        state.choose_planted(share);
                    }
                }
            });
        }
        ui.weak(words.text(Word::PracticeAiSimulated));
        ui.horizontal_wrapped(|ui| {
            for skill in Skill::ALL {
                let word = match skill {
                    Skill::Excellent => Word::PracticeAiExcellent,
                    Skill::Average => Word::PracticeAiAverage,
                    Skill::Poor => Word::PracticeAiPoor,
                };
                let ai = PracticeAi::Simulated(skill);
                if choice_ui(ui, state.chosen.ai == ai, &words.text(word)) {
                    state.choose_ai(ai);
                }
            }
        });
    }

    /// The modes that go with the AI, and the rule of the one that is chosen.
    fn practice_mode_ui(&mut self, ui: &mut Ui) {
        let (words, state) = (&self.words, &mut self.practice);
        widgets::section_heading(ui, &words.text(Word::PracticeMode));
        ui.horizontal_wrapped(|ui| {
            for &mode in state.chosen.ai.modes() {
                let (name, _) = mode_words(mode);
                if choice_ui(ui, state.chosen.mode == mode, &words.text(name)) {
                    state.chosen.mode = mode;
                }
            }
        });
        let (_, rule) = mode_words(state.chosen.mode);
        ui.weak(words.text(rule));
    }

    /// After the end of a set: the next one, or another choice; of a practice block of a course, the way back to it.
    /// Nothing after other sessions.
    pub(crate) fn practice_end_ui(&mut self, ui: &mut Ui, input: &DeskInput<'_>) {
        if input.around.is_of_course {
            let back = self.words.text(Word::CourseBackToCourse);
            let button = widgets::primary_button(ui, &back);
            // Once, when it comes up, it has the keyboard: Enter leads on, and every other key does what it does.
            if !std::mem::replace(&mut self.around.is_way_back_shown, true) {
                button.request_focus();
            }
            if button.clicked() {
                self.acts.push(DeskAct::BackToCourse);
                self.has_news = true;
            }
            return;
        }
        let Some(practice) = input.around.practice else {
            return;
        };
        let mut act = None;
        widgets::card(ui, tokens::ACCENT, |ui| {
            ui.label(self.words.text(Word::PracticeOver));
            ui.horizontal_wrapped(|ui| {
                if widgets::primary_button(ui, &self.words.text(Word::PracticeAnother)).clicked() {
                    act = Some(DeskAct::Practice(Box::new(practice.another())));
                }
                if ui.button(self.words.text(Word::PracticeChoose)).clicked() {
                    act = Some(DeskAct::ChoosePractice);
                }
            });
        });
        if act.is_some() {
            self.acts.extend(act);
            self.has_news = true;
        }
    }
}

/// One of several things to choose from; whether it was chosen now.
fn choice_ui(ui: &mut Ui, is_chosen: bool, text: &str) -> bool {
    ui.selectable_label(is_chosen, text).clicked()
}

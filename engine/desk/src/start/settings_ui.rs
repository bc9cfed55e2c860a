//! The settings: language, size of text, keys, sound.

use egui::Ui;

use crate::desk::Desk;
use crate::finding_text::plain;
use crate::tokens::text_step;
use crate::widgets;
use crate::words::Word;

use super::{DeskStart, StartAct};

impl Desk {
    /// The settings.
    pub(super) fn settings_ui(&mut self, ui: &mut Ui, given: &DeskStart<'_>) {
        self.start_heading_ui(ui, Word::StartSettings);
        widgets::section_heading(ui, &self.words.text(Word::StartLanguageHeading));
        self.language_choice_ui(ui);
        widgets::section_heading(ui, &self.words.text(Word::SettingsText));
        self.text_size_ui(ui, given.text_percent);
        widgets::section_heading(ui, &self.words.text(Word::SettingsKeys));
        for profile in given.profiles {
            let text = match *profile {
                "classic" => "Overread".to_owned(),
                profile => {
                    let args = [("name", profile_name(profile).into())];
                    self.words.with(Word::SettingsKeysOfViewer, &args)
                }
            };
            if widgets::radio(ui, given.keys == *profile, &text) {
                self.tell_start(StartAct::Keys(profile));
            }
        }
        if !given.profiles.contains(&given.keys) {
            let own = self.words.text(Word::SettingsKeysOwn);
            widgets::radio(ui, true, &format!("{} ({own})", plain(given.keys)));
        }
        ui.weak(self.words.text(Word::SettingsKeysHint));
        widgets::section_heading(ui, &self.words.text(Word::SettingsSound));
        ui.label(self.words.text(Word::SettingsSoundNone));
    }

    fn text_size_ui(&mut self, ui: &mut Ui, percent: u16) {
        ui.horizontal_wrapped(|ui| {
            let wishes = [
                (Word::SettingsTextSmaller, text_step(percent, false)),
                (Word::SettingsTextLarger, text_step(percent, true)),
                (Word::SettingsTextUsual, 100),
            ];
            for (word, wished) in wishes {
                let text = self.words.text(word);
                let button = ui.add_enabled(wished != percent, egui::Button::new(text));
                if button.clicked() {
                    self.tell_start(StartAct::TextPercent(wished));
                }
            }
            ui.label(format!("{percent} %"));
        });
        ui.weak(self.words.text(Word::SettingsTextHint));
    }
}

/// The viewer that a profile follows, as it is written.
fn profile_name(profile: &str) -> &str {
    match profile {
        "ohif" => "OHIF",
        "weasis" => "Weasis",
        "osirix" => "OsiriX",
        other => other,
    }
}

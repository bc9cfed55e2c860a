//! What is remembered of the reader between starts, as the room uses it: the settings with their file, and what the command
//! line says in their place.

use overread_desk::Desk;
use overread_image::DisplayModel;
use overread_store::{DisplayChecked, DisplayNumbers, Settings, SettingsFile, TourStanding};
use overread_viewer::Keymap;
use overread_workstation::{Folders, unix_seconds};

use crate::cli::{Args, Locale};

/// The settings; what changes is on the disk at once.
pub(super) struct Remembered {
    file: SettingsFile,
    pub(super) settings: Settings,
    /// Whether the file could not be read whole.
    pub(super) is_damaged: bool,
    /// What went wrong with the file, for people.
    pub(super) errors: Vec<String>,
}

impl Remembered {
    /// Those of the data folder of the command line.
    pub(super) fn open(args: &Args) -> Self {
        let path = Folders::of_user(args.data.as_deref()).settings();
        let (file, settings, errors) = SettingsFile::open(&path);
        for error in &errors {
            tracing::warn!("settings: {error}");
        }
        Self {
            file,
            settings,
            is_damaged: !errors.is_empty(),
            errors,
        }
    }

    /// The command line with what is remembered where it says nothing itself.
    pub(super) fn complete(&self, args: &Args) -> Args {
        let remembered = self.settings.language.as_deref().and_then(Locale::of_tag);
        let keys = self.settings.keys.as_deref().and_then(Keymap::bundled);
        Args {
            locale: Some(args.locale.or(remembered).unwrap_or_else(of_system)),
            keys: Some(args.keys.clone().or(keys).unwrap_or_default()),
            display: args.display.or(self.settings.display),
            ..args.clone()
        }
    }

    /// Changes the settings and writes them down; where that fails the change counts until the end of the program.
    pub(super) fn change(&mut self, change: impl FnOnce(&mut Settings)) {
        let before = self.settings.clone();
        change(&mut self.settings);
        if self.settings == before {
            return;
        }
        self.errors.clear();
        if let Err(error) = self.file.save(&self.settings) {
            tracing::warn!("settings not saved: {error}");
            self.errors.push(error.to_string());
        }
    }

    /// Keeps how the reader described the display where the check has changed that; what is now kept.
    pub(super) fn keep_display_of(&mut self, desk: &mut Desk) -> Option<DisplayNumbers> {
        let (model, is_evened) = desk.take_display()?;
        let numbers = DisplayNumbers {
            black: model.black,
            white: model.white,
            ambient: model.ambient,
            gamma: model.gamma,
            is_evened,
        };
        self.change(|settings| settings.display = Some(numbers));
        Some(numbers)
    }

    /// Keeps what became of the display check.
    pub(super) fn keep_display(&mut self, deviation: Option<f64>) {
        let check = DisplayChecked {
            at_unix_s: unix_seconds(),
            deviation_percent: deviation.map(percent),
        };
        self.change(|settings| {
            // A check that was made is not forgotten because the next one was skipped.
            let was_made = settings
                .display_check
                .is_some_and(|before| before.deviation_percent.is_some());
            if !was_made || check.deviation_percent.is_some() {
                settings.display_check = Some(check);
            }
        });
    }

    /// Keeps how far the tour is.
    pub(super) fn keep_tour(&mut self, standing: TourStanding) {
        self.change(|settings| settings.tour = standing);
    }
}

/// Describes the display to a desk as it is remembered.
pub(super) fn describe_display(desk: &mut Desk, display: DisplayNumbers) {
    let model = DisplayModel {
        black: display.black,
        white: display.white,
        ambient: display.ambient,
        gamma: display.gamma,
    };
    desk.set_display(model, display.is_evened);
}

/// A share in whole per cent.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=1000 before the cast"
)]
fn percent(share: f64) -> u16 {
    (share * 100.0).round().clamp(0.0, 1000.0) as u16
}

/// The language that the system is set to, if it is one of ours; else English.
fn of_system() -> Locale {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    set.and_then(|value| Locale::of_tag(&value))
        .unwrap_or(Locale::En)
}

//! What the program remembers of its reader between starts: language, size of text, keys, and how far the first start went.
//!
//! One small file that is written whole. A file that is damaged costs what is damaged and nothing else: every value is
//! read by itself, and what could not be read is named and kept beside the new file.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::error::StoreError;

/// The name of the form, and its version.
const FORM: &str = "overread-settings";
const VERSION: u64 = 1;
/// A file above this is not read: ours has some hundred bytes.
const MAX_BYTES: u64 = 64 * 1024;
/// The longest word of a value.
const MAX_WORD: usize = 64;

/// The smallest and the largest size of text, per cent.
pub const TEXT_PERCENT: std::ops::RangeInclusive<u16> = 75..=200;
/// The last step of the tour that a file may name.
const MAX_TOUR_STEP: u64 = 99;

/// The settings; the default is that of a first start.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The language of the panels, a BCP 47 tag; `None` until one was chosen.
    pub language: Option<String>,
    /// The size of text and of all that goes with it, per cent of the usual one, within [`TEXT_PERCENT`].
    pub text_percent: u16,
    /// The name of the profile of keys; `None` for the usual one.
    pub keys: Option<String>,
    /// What became of the display check; `None` until it was offered.
    pub display_check: Option<DisplayChecked>,
    /// The display as the reader described it in the check; `None` until then.
    pub display: Option<DisplayNumbers>,
    /// How far the guided tour is.
    pub tour: TourStanding,
}

/// What became of the display check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DisplayChecked {
    /// When, seconds since 1970.
    pub at_unix_s: u64,
    /// The greatest deviation from the standard's contrast by the numbers that the reader gave, per cent; `None` if the
    /// check was skipped.
    pub deviation_percent: Option<u16>,
}

/// A display by the numbers that the reader gave, and whether its greys are evened by them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DisplayNumbers {
    /// Luminance of black without the room's light, cd/m².
    pub black: f64,
    /// Luminance of white without the room's light, cd/m².
    pub white: f64,
    /// Luminance that the room's light adds by reflection, cd/m².
    pub ambient: f64,
    /// The exponent from driving level to luminance.
    pub gamma: f64,
    /// Whether greys are evened by the standard's function.
    pub is_evened: bool,
}

/// How far the guided tour is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TourStanding {
    /// It was not offered yet.
    #[default]
    New,
    /// It was left at this step, from 0, and can be gone on with.
    At(u8),
    /// The reader did not want it.
    Skipped,
    /// It was gone through.
    Done,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: None,
            text_percent: 100,
            keys: None,
            display_check: None,
            display: None,
            tour: TourStanding::New,
        }
    }
}

impl Settings {
    /// Whether everything that a first start asks has been asked.
    #[must_use]
    pub fn is_set_up(&self) -> bool {
        self.language.is_some() && self.display_check.is_some() && self.tour != TourStanding::New
    }

    /// Reads the text of a file; what is wrong with it, each with its key. Values that are wrong are those of a first start.
    #[must_use]
    pub fn parse(text: &str) -> (Self, Vec<String>) {
        let mut read = Self::default();
        let mut faults = Vec::new();
        let object = match serde_json::from_str::<Value>(text) {
            Ok(Value::Object(object)) => object,
            Ok(_) => return (read, vec!["expected an object".to_owned()]),
            Err(error) => return (read, vec![error.to_string()]),
        };
        let is_ours = object.get("form").and_then(Value::as_str) == Some(FORM);
        if !is_ours || object.get("version").and_then(Value::as_u64) != Some(VERSION) {
            return (read, vec![format!("expected {FORM} version {VERSION}")]);
        }
        for (key, value) in &object {
            let fault = match key.as_str() {
                "form" | "version" => None,
                "language" => take(&mut read.language, word(value).map(Some)),
                "text_percent" => take(&mut read.text_percent, percent(value)),
                "keys" => take(&mut read.keys, word(value).map(Some)),
                "display_check" => take(&mut read.display_check, checked(value).map(Some)),
                "display" => take(&mut read.display, display(value).map(Some)),
                "tour" => take(&mut read.tour, tour(value)),
                _ => Some("unknown key".to_owned()),
            };
            faults.extend(fault.map(|fault| format!("{}: {fault}", shown(key))));
        }
        (read, faults)
    }

    /// The text of the file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut object = Map::new();
        let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
        put("form", FORM.into());
        put("version", VERSION.into());
        if let Some(language) = &self.language {
            put("language", language.as_str().into());
        }
        put("text_percent", self.text_percent.into());
        if let Some(keys) = &self.keys {
            put("keys", keys.as_str().into());
        }
        if let Some(check) = &self.display_check {
            let mut done = Map::new();
            done.insert("at_unix_s".to_owned(), check.at_unix_s.into());
            if let Some(deviation) = check.deviation_percent {
                done.insert("deviation_percent".to_owned(), deviation.into());
            }
            put("display_check", Value::Object(done));
        }
        if let Some(display) = &self.display {
            let mut numbers = Map::new();
            for (key, number) in display.numbers() {
                numbers.insert(key.to_owned(), number.into());
            }
            numbers.insert("is_evened".to_owned(), display.is_evened.into());
            put("display", Value::Object(numbers));
        }
        let tour: Value = match self.tour {
            TourStanding::New => "new".into(),
            TourStanding::Skipped => "skipped".into(),
            TourStanding::Done => "done".into(),
            TourStanding::At(step) => step.into(),
        };
        put("tour", tour);
        format!("{:#}\n", Value::Object(object))
    }
}

/// Puts a value where it belongs; what was wrong with it.
fn take<T>(place: &mut T, read: Result<T, String>) -> Option<String> {
    match read {
        Ok(value) => {
            *place = value;
            None
        }
        Err(fault) => Some(fault),
    }
}

fn word(value: &Value) -> Result<String, String> {
    let is_plain = |text: &&str| {
        !text.is_empty() && text.len() <= MAX_WORD && !text.chars().any(char::is_control)
    };
    let word = value.as_str().filter(is_plain);
    word.map(str::to_owned)
        .ok_or_else(|| format!("expected a word of 1 to {MAX_WORD} bytes"))
}

fn percent(value: &Value) -> Result<u16, String> {
    let number = value.as_u64().and_then(|number| u16::try_from(number).ok());
    let (least, greatest) = (TEXT_PERCENT.start(), TEXT_PERCENT.end());
    number
        .filter(|number| TEXT_PERCENT.contains(number))
        .ok_or_else(|| format!("expected {least} to {greatest}"))
}

fn checked(value: &Value) -> Result<DisplayChecked, String> {
    let at = value.get("at_unix_s").and_then(Value::as_u64);
    let at_unix_s = at.ok_or("expected at_unix_s, seconds since 1970")?;
    let deviation_percent = match value.get("deviation_percent") {
        None => None,
        Some(deviation) => {
            let deviation = deviation.as_u64().and_then(|part| u16::try_from(part).ok());
            Some(deviation.ok_or("expected deviation_percent, a whole number")?)
        }
    };
    Ok(DisplayChecked {
        at_unix_s,
        deviation_percent,
    })
}

impl DisplayNumbers {
    /// The numbers by their keys.
    fn numbers(&self) -> [(&'static str, f64); 4] {
        [
            ("black", self.black),
            ("white", self.white),
            ("ambient", self.ambient),
            ("gamma", self.gamma),
        ]
    }
}

/// The greatest luminance that a file may state, cd/m².
const MAX_LUMINANCE: f64 = 4000.0;

fn display(value: &Value) -> Result<DisplayNumbers, String> {
    let number = |key: &str, greatest: f64| {
        let found = value.get(key).and_then(Value::as_f64);
        found
            .filter(|number| (0.0..=greatest).contains(number))
            .ok_or_else(|| format!("expected {key}, 0 to {greatest}"))
    };
    let read = DisplayNumbers {
        black: number("black", MAX_LUMINANCE)?,
        white: number("white", MAX_LUMINANCE)?,
        ambient: number("ambient", MAX_LUMINANCE)?,
        gamma: number("gamma", 10.0)?,
        is_evened: value
            .get("is_evened")
            .and_then(Value::as_bool)
            .ok_or("expected is_evened, true or false")?,
    };
    Ok(read)
}

fn tour(value: &Value) -> Result<TourStanding, String> {
    match (value.as_str(), value.as_u64()) {
        (Some("new"), _) => Ok(TourStanding::New),
        (Some("skipped"), _) => Ok(TourStanding::Skipped),
        (Some("done"), _) => Ok(TourStanding::Done),
        (_, Some(step)) if step <= MAX_TOUR_STEP => {
            Ok(TourStanding::At(u8::try_from(step).unwrap_or_default()))
        }
        _ => Err(format!(
            "expected \"new\", \"skipped\", \"done\" or a step from 0 to {MAX_TOUR_STEP}"
        )),
    }
}

/// The beginning of a key of a file that may hold anything.
fn shown(key: &str) -> String {
    let key: String = key.chars().filter(|c| !c.is_control()).take(40).collect();
    format!("{key:?}")
}

/// The file of the settings.
#[derive(Debug)]
pub struct SettingsFile {
    path: PathBuf,
    /// Whether what lies there could not be read whole, and would be lost by writing over it.
    is_damaged: bool,
}

impl SettingsFile {
    /// Reads the settings at a path; a file that is not there yet is a first start. What could not be read comes with its
    /// reason, for people; the settings are usable whatever lies there.
    #[must_use]
    pub fn open(path: &Path) -> (Self, Settings, Vec<String>) {
        let (settings, faults) = match read(path) {
            Ok(None) => (Settings::default(), Vec::new()),
            Ok(Some(text)) => Settings::parse(&text),
            Err(reason) => (Settings::default(), vec![reason]),
        };
        let named = |fault: String| format!("{fault} ({})", path.display());
        let file = Self {
            path: path.to_owned(),
            is_damaged: !faults.is_empty(),
        };
        (file, settings, faults.into_iter().map(named).collect())
    }

    /// Writes the settings whole, or leaves the file as it was. What could not be read before is kept as `.damaged`.
    ///
    /// # Errors
    /// [`StoreError::Io`] if the folder cannot be written to.
    pub fn save(&mut self, settings: &Settings) -> Result<(), StoreError> {
        use std::io::Write as _;
        if let Some(folder) = self.path.parent() {
            std::fs::create_dir_all(folder).map_err(StoreError::io("make folder", folder))?;
        }
        if self.is_damaged {
            let kept = self.path.with_extension("json.damaged");
            std::fs::rename(&self.path, &kept).map_err(StoreError::io("keep", &kept))?;
            self.is_damaged = false;
        }
        let new = self.path.with_extension("json.new");
        let mut file = std::fs::File::create(&new).map_err(StoreError::io("write", &new))?;
        file.write_all(settings.to_text().as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(StoreError::io("write", &new))?;
        std::fs::rename(&new, &self.path).map_err(StoreError::io("write", &self.path))
    }
}

/// The text of a file; `None` where there is none.
fn read(path: &Path) -> Result<Option<String>, String> {
    use std::io::Read as _;
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(format!("cannot be read: {error}")),
    };
    let mut text = String::new();
    // A byte more than allowed tells a longer file from one that just fits.
    let taken = file.take(MAX_BYTES + 1).read_to_string(&mut text);
    match taken {
        Ok(_) if u64::try_from(text.len()).unwrap_or(u64::MAX) > MAX_BYTES => {
            Err(format!("expected at most {MAX_BYTES} bytes"))
        }
        Ok(_) => Ok(Some(text)),
        Err(error) => Err(format!("cannot be read: {error}")),
    }
}

#[cfg(test)]
mod tests;

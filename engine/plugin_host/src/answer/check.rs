//! Bounds on the small parts of a report: numbers, texts, codes, lengths of lists. Collects faults with their places.

use overread_base::{Code, LocalText};

use crate::bindings::overread::plugin::types;
use crate::limits::output::{MAX_ALL_TEXT_BYTES, MAX_TEXT_BYTES};
use crate::log_gate::harmless;
use overread_bundle::is_locale_tag;

/// Faults that are told; the rest are counted.
const MAX_FAULTS: usize = 8;
/// The longest code value, unit or name.
const MAX_WORD_BYTES: usize = 256;

/// Collects what is wrong.
#[derive(Debug, Default)]
pub(crate) struct Checker {
    faults: Vec<String>,
    n_faults: usize,
    text_bytes: usize,
}

impl Checker {
    pub(crate) fn fault(&mut self, place: &str, message: impl AsRef<str>) {
        self.n_faults += 1;
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(format!(
                "{} ({place})",
                harmless(message.as_ref(), MAX_WORD_BYTES)
            ));
        }
    }

    /// Everything that was found, as one sentence for people.
    pub(crate) fn finish(mut self) -> Result<(), String> {
        if self.text_bytes > MAX_ALL_TEXT_BYTES {
            let found = self.text_bytes;
            let message = format!("all texts: at most {MAX_ALL_TEXT_BYTES} bytes, found {found}");
            self.fault("report", message);
        }
        if self.n_faults == 0 {
            return Ok(());
        }
        let more = self.n_faults - self.faults.len();
        let mut message = self.faults.join("; ");
        if more > 0 {
            message += &format!("; and {more} more");
        }
        Err(message)
    }

    pub(crate) fn count(&mut self, place: &str, found: usize, most: usize) {
        if found > most {
            self.fault(place, format!("at most {most} entries, found {found}"));
        }
    }

    pub(crate) fn finite(&mut self, place: &str, value: f64) -> f64 {
        if !value.is_finite() {
            self.fault(place, format!("a number must be finite, found {value}"));
        }
        value
    }

    /// A number of a closed range; what is not a number is in none.
    pub(crate) fn within(&mut self, place: &str, value: f64, low: f64, high: f64) -> f64 {
        if !(low <= value && value <= high) {
            let range = if high < f64::MAX {
                format!("{low} to {high}")
            } else {
                format!("{low} or more")
            };
            self.fault(place, format!("must be {range}, found {value}"));
        }
        // -0 becomes 0: it would be another text in a journal.
        value + 0.0
    }

    pub(crate) fn probability(&mut self, place: &str, value: f32) -> f32 {
        self.within(place, f64::from(value), 0.0, 1.0);
        value + 0.0
    }

    pub(crate) fn text(&mut self, place: &str, text: String) -> String {
        self.text_bytes = self.text_bytes.saturating_add(text.len());
        if text.len() > MAX_TEXT_BYTES {
            let found = text.len();
            self.fault(
                place,
                format!("a text may have {MAX_TEXT_BYTES} bytes, found {found}"),
            );
        }
        if let Some(found) = text
            .chars()
            .find(|c| c.is_control() && !matches!(c, '\n' | '\t'))
        {
            self.fault(
                place,
                format!("a text holds the control character {found:?}"),
            );
        }
        text
    }

    /// A short text of one line that must not be empty.
    pub(crate) fn word(&mut self, place: &str, word: String) -> String {
        self.text_bytes = self.text_bytes.saturating_add(word.len());
        if word.is_empty() || word.len() > MAX_WORD_BYTES || word.chars().any(char::is_control) {
            self.fault(
                place,
                format!("a name must have 1 to {MAX_WORD_BYTES} bytes in one line, found `{word}`"),
            );
        }
        word
    }

    pub(crate) fn code(&mut self, place: &str, code: types::Code) -> Code {
        let place = format!("{place}.code");
        Code {
            scheme: self.word(&place, code.scheme),
            value: self.word(&place, code.value),
            meaning: self.text(&place, code.meaning),
        }
    }

    pub(crate) fn local_text(&mut self, place: &str, text: types::Text) -> LocalText {
        if !is_locale_tag(&text.locale) {
            self.fault(place, format!("`{}` is not a language tag", text.locale));
        }
        LocalText {
            locale: text.locale,
            value: self.text(place, text.value),
        }
    }
}

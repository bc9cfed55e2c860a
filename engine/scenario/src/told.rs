//! Small texts that summary, preview and blueprint share: durations, counts, shares, texts in a language.

use overread_base::{LocalText, Millis};

use crate::{ClockSpec, PausePolicy};

/// `45 s`, `10 min`, `1 h 30 min`.
pub(crate) fn duration(time: Millis) -> String {
    let seconds = time.0 / 1000;
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let parts = [(hours, "h"), (minutes, "min"), (rest, "s")];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, unit)| format!("{n} {unit}"))
        .collect();
    if parts.is_empty() {
        return "0 s".to_owned();
    }
    parts.join(" ")
}

/// `1 case`, `2 cases`.
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// The text for a language on one line, or nothing.
pub(crate) fn line<'a>(texts: &'a [LocalText], locale: &str) -> &'a str {
    LocalText::pick(texts, locale).unwrap_or_default().trim()
}

/// The limits of a session, in words; empty if there is none.
pub(crate) fn clocks(clocks: &ClockSpec) -> Vec<String> {
    let mut told = Vec::new();
    if let Some(session) = clocks.session {
        told.push(format!("session {}", duration(session)));
    }
    if let Some(case) = clocks.case {
        told.push(format!("each case {}", duration(case)));
    }
    match clocks.pauses {
        PausePolicy::Free => {}
        PausePolicy::Limited { most, total } => told.push(format!(
            "at most {} of {} in all",
            count(
                usize::try_from(most).unwrap_or(usize::MAX),
                "pause",
                "pauses"
            ),
            duration(total)
        )),
        PausePolicy::Never => told.push("no pauses".to_owned()),
    }
    told
}

//! Shares with their intervals in words; a share without any opportunity says so. Shared by the parts of the debrief.

use egui::{RichText, Ui};
use overread_stats::Estimate;

use crate::finding_text;
use crate::tokens;
use crate::words::{Word, Words};

/// A share with its interval and on how much it rests.
#[must_use]
pub(super) fn share_text(words: &Words, share: Option<Estimate>) -> String {
    let Some(share) = share else {
        return words.text(Word::NoOpportunity);
    };
    let [value, lower, upper] =
        [share.value, share.lower, share.upper].map(|part| finding_text::percent(words, part));
    words.with(
        Word::ShareOf,
        &[
            ("value", value.into()),
            ("lower", lower.into()),
            ("upper", upper.into()),
            ("n", share.n.into()),
        ],
    )
}

/// One line: what it is, and the share.
pub(super) fn share_ui(ui: &mut Ui, words: &Words, name: Word, share: Option<Estimate>) {
    ui.horizontal_wrapped(|ui| {
        ui.label(format!("{}:", words.text(name)));
        let text = RichText::new(share_text(words, share));
        let color = if share.is_some() {
            tokens::TEXT_BRIGHT
        } else {
            tokens::TEXT_DIM
        };
        ui.label(text.color(color));
    });
}

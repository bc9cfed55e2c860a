//! The reading modes on screen: each by its name with its rule in one line. Says no word of an AI result that the
//! reader must not know of yet.

use egui::{RichText, Ui};
use overread_scenario::ReadingMode;

use crate::desk::Desk;
use crate::tokens;
use crate::widgets;
use crate::words::Word;

/// The name of a mode and its rule.
#[must_use]
pub(crate) fn mode_words(mode: ReadingMode) -> (Word, Word) {
    match mode {
        ReadingMode::Unaided => (Word::ModeUnaided, Word::ModeUnaidedRule),
        ReadingMode::Sequential => (Word::ModeSequential, Word::ModeSequentialRule),
        ReadingMode::Concurrent => (Word::ModeConcurrent, Word::ModeConcurrentRule),
        ReadingMode::OnRequest => (Word::ModeOnRequest, Word::ModeOnRequestRule),
        ReadingMode::Triage => (Word::ModeTriage, Word::ModeTriageRule),
        ReadingMode::AutonomousAudit => (Word::ModeAutonomousAudit, Word::ModeAutonomousAuditRule),
        ReadingMode::AiFirstReader => (Word::ModeFirstReader, Word::ModeFirstReaderRule),
        ReadingMode::AiSecondReader => (Word::ModeSecondReader, Word::ModeSecondReaderRule),
        ReadingMode::BandPass => (Word::ModeBandPass, Word::ModeBandPassRule),
        ReadingMode::AiExpert => (Word::ModeAiExpert, Word::ModeAiExpertRule),
    }
}

impl Desk {
    /// What the mode of the session is, and what it asks for.
    pub(crate) fn mode_ui(&self, ui: &mut Ui, mode: ReadingMode) {
        let (name, rule) = mode_words(mode);
        widgets::card(ui, tokens::ACCENT, |ui| {
            ui.label(RichText::new(self.words.text(name)).color(tokens::TEXT_BRIGHT));
            ui.weak(self.words.text(rule));
        });
    }
}

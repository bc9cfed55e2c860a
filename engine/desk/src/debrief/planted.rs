//! What had been planted into the AI result of a case, named, and whether the reader was misled by it.

use egui::{RichText, Ui};
use overread_exam::{PlantRecord, PlantedOutcome, ReadScore};

use crate::ai_error_text::{kind_word, severity_word};
use crate::finding_text::plain;
use crate::scene::PastCase;
use crate::tokens;
use crate::words::{Word, Words};

/// Names the error of a case, if there is one.
pub(super) fn planted_ui(
    ui: &mut Ui,
    words: &Words,
    past: &PastCase,
    outcome: Option<&PlantedOutcome>,
    reads: Option<(&ReadScore, &ReadScore)>,
) {
    if past.is_withheld {
        ui.weak(words.text(Word::PlantedWithheld));
    }
    let Some(record) = &past.planted else { return };
    let kind = words.text(kind_word(record.kind));
    if record.is_void {
        ui.weak(words.with(Word::PlantedVoid, &[("kind", kind.into())]));
        return;
    }
    let severity = words.text(severity_word(record.severity));
    let args = [("kind", kind.into()), ("severity", severity.into())];
    let text = RichText::new(words.with(Word::PlantedHeading, &args));
    ui.label(text.color(tokens::WARNING).strong());
    told_ui(ui, words, record);
    let effect = match (outcome, reads) {
        (Some(outcome), _) => told_effect(outcome),
        (None, Some((first, last))) => Some(effect(first, last)),
        (None, None) => None,
    };
    if let Some((word, color)) = effect {
        ui.label(RichText::new(words.text(word)).color(color));
    }
    match outcome.and_then(|outcome| outcome.is_noticed) {
        Some(true) => {
            ui.label(RichText::new(words.text(Word::PlantedNoticed)).color(tokens::GOOD));
        }
        Some(false) => {
            ui.weak(words.text(Word::PlantedNotNoticed));
        }
        None => {}
    }
}

fn told_ui(ui: &mut Ui, words: &Words, record: &PlantRecord) {
    let told = plain(words.pick(&record.told));
    if !told.is_empty() {
        ui.label(told);
    }
}

/// What the error did to the answer, as the rubric says.
fn told_effect(outcome: &PlantedOutcome) -> Option<(Word, egui::Color32)> {
    Some(match (outcome.is_misled?, outcome.was_first_right) {
        (false, _) => (Word::PlantedResisted, tokens::GOOD),
        (true, Some(true)) => (Word::PlantedMisled, tokens::ERROR),
        (true, Some(false)) => (Word::PlantedWrongAnyway, tokens::WARNING),
        (true, None) => (Word::PlantedMisledPlain, tokens::ERROR),
    })
}

/// Whether the reader followed the error: who was wrong before the result came was not misled by it.
pub(super) fn has_misled(outcome: &PlantedOutcome) -> bool {
    outcome.is_misled == Some(true) && outcome.was_first_right != Some(false)
}

/// What the error did to the answer, by the reader's calls before and after.
fn effect(first: &ReadScore, last: &ReadScore) -> (Word, egui::Color32) {
    match (first.is_call_right, last.is_call_right) {
        (_, true) => (Word::PlantedResisted, tokens::GOOD),
        (true, false) => (Word::PlantedMisled, tokens::ERROR),
        (false, false) => (Word::PlantedWrongAnyway, tokens::WARNING),
    }
}

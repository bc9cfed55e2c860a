//! Faults of services by name: the class that the record keeps, what it means for the reader, and what to do about it.

use egui::{RichText, Ui};
use overread_base::{FailureKind, NotRunReason};

use crate::finding_text::plain;
use crate::tokens;
use crate::widgets;
use crate::words::{Word, Words};

/// What happened, and what it means for the reader with what to do.
fn words_of(kind: FailureKind) -> (Word, Word) {
    match kind {
        FailureKind::RefusedManifest => (Word::FaultManifest, Word::FaultManifestMeans),
        FailureKind::BadSignature => (Word::FaultSignature, Word::FaultSignatureMeans),
        FailureKind::Incompatible => (Word::FaultIncompatible, Word::FaultIncompatibleMeans),
        FailureKind::CompileFailed => (Word::FaultCompile, Word::FaultCompileMeans),
        FailureKind::LinkFailed => (Word::FaultLink, Word::FaultLinkMeans),
        FailureKind::Trap => (Word::FaultTrap, Word::FaultTrapMeans),
        FailureKind::Deadline => (Word::FaultDeadline, Word::FaultDeadlineMeans),
        FailureKind::Fuel => (Word::FaultFuel, Word::FaultFuelMeans),
        FailureKind::Memory => (Word::FaultMemory, Word::FaultMemoryMeans),
        FailureKind::HostBudget => (Word::FaultHostBudget, Word::FaultHostBudgetMeans),
        FailureKind::OutputInvalid => (Word::FaultOutput, Word::FaultOutputMeans),
        FailureKind::PluginFailure => (Word::FaultPlugin, Word::FaultPluginMeans),
        FailureKind::Cancelled => (Word::FaultCancelled, Word::FaultCancelledMeans),
    }
}

/// What happened, in words.
#[must_use]
pub(crate) fn title(words: &Words, kind: FailureKind) -> String {
    words.text(words_of(kind).0)
}

/// A fault: its name and what happened, what it means, and the details that the host gives.
pub(crate) fn fault_ui(ui: &mut Ui, words: &Words, kind: FailureKind, message: &str) {
    ui.horizontal_wrapped(|ui| {
        widgets::chip(ui, kind.name(), tokens::ERROR);
        ui.label(RichText::new(title(words, kind)).color(tokens::TEXT_BRIGHT));
    });
    ui.label(words.text(words_of(kind).1));
    details_ui(ui, words, message);
}

/// Why a service did not run: in words, with the name that the record has.
pub(crate) fn not_run_ui(ui: &mut Ui, words: &Words, reason: NotRunReason, message: &str) {
    ui.horizontal_wrapped(|ui| {
        widgets::chip(ui, not_run_name(reason), tokens::WARNING);
        ui.label(crate::finding_text::not_run(words, reason));
    });
    details_ui(ui, words, message);
}

fn details_ui(ui: &mut Ui, words: &Words, message: &str) {
    if !message.is_empty() {
        ui.weak(words.text(Word::FaultDetails));
        ui.weak(plain(message));
    }
}

/// The name of a reason, equal in every language.
#[must_use]
pub(crate) fn not_run_name(reason: NotRunReason) -> &'static str {
    match reason {
        NotRunReason::OutOfScope => "out-of-scope",
        NotRunReason::MissingSeries => "missing-series",
        NotRunReason::BadInput => "bad-input",
        NotRunReason::UnsupportedAge => "unsupported-age",
        NotRunReason::RuntimeMissing => "runtime-missing",
        NotRunReason::ModelMissing => "model-missing",
        NotRunReason::Quarantined => "quarantined",
    }
}

//! The sentences that AI objects carry in the language of the report. Free text of services is passed on, not written.

use overread_base::{FailureKind, NotRunReason};

use super::ReportLanguage;

/// Stands in every object.
pub(super) fn not_for_diagnosis(language: ReportLanguage) -> &'static str {
    match language {
        ReportLanguage::English => "For training and examination only, not for diagnosis.",
        ReportLanguage::Russian => "Только для обучения и экзаменов, не для диагностики.",
    }
}

/// The same for attributes of few characters; validators count bytes.
pub(super) fn not_for_diagnosis_short(language: ReportLanguage) -> &'static str {
    match language {
        ReportLanguage::English => "Training only, not for diagnosis",
        ReportLanguage::Russian => "Не для диагностики",
    }
}

pub(super) fn not_run(language: ReportLanguage) -> &'static str {
    match language {
        ReportLanguage::English => {
            "The service did not run: this is neither a positive nor a negative result."
        }
        ReportLanguage::Russian => {
            "Сервис не выполнял анализ: результат не является ни положительным, ни отрицательным."
        }
    }
}

pub(super) fn failed(language: ReportLanguage) -> &'static str {
    match language {
        ReportLanguage::English => {
            "The service failed: this is neither a positive nor a negative result."
        }
        ReportLanguage::Russian => {
            "Сервис завершился с ошибкой: результат не является ни положительным, ни отрицательным."
        }
    }
}

pub(super) fn place_not_given(language: ReportLanguage) -> &'static str {
    match language {
        ReportLanguage::English => "The place of a mark on the images is not given.",
        ReportLanguage::Russian => "Положение отметки на изображениях не указано.",
    }
}

/// The reason as a code of our own: value and meaning.
pub(super) fn reason_code(reason: NotRunReason) -> (&'static str, &'static str) {
    match reason {
        NotRunReason::OutOfScope => ("out-of-scope", "Study out of scope"),
        NotRunReason::MissingSeries => ("missing-series", "Required series missing"),
        NotRunReason::BadInput => ("bad-input", "Images cannot be used"),
        NotRunReason::UnsupportedAge => ("unsupported-age", "Patient age out of range"),
        NotRunReason::RuntimeMissing => ("runtime-missing", "Inference runtime missing"),
        NotRunReason::ModelMissing => ("model-missing", "Model missing"),
        NotRunReason::Quarantined => ("quarantined", "Service quarantined"),
    }
}

/// The kind of failure as a code of our own: value and meaning. Values of more than 16 characters are long code values.
pub(super) fn failure_code(kind: FailureKind) -> (&'static str, &'static str) {
    (
        kind.name(),
        match kind {
            FailureKind::RefusedManifest => "Manifest refused",
            FailureKind::BadSignature => "Digest or signature wrong",
            FailureKind::Incompatible => "Contract not offered",
            FailureKind::CompileFailed => "Component did not compile",
            FailureKind::LinkFailed => "Component did not link",
            FailureKind::Trap => "Service trapped",
            FailureKind::Deadline => "Deadline passed",
            FailureKind::Fuel => "Instruction budget used up",
            FailureKind::Memory => "Memory limit passed",
            FailureKind::HostBudget => "Host memory budget passed",
            FailureKind::OutputInvalid => "Answer breaks the contract",
            FailureKind::PluginFailure => "Service reported a failure",
            FailureKind::Cancelled => "Cancelled",
        },
    )
}

//! Errors of AI services in plain words, by their kind. Knows no case.

use overread_scenario::{AiErrorKind, ErrorFamily, ErrorSeverity};

use crate::words::Word;

/// The plain words for a kind of error.
#[must_use]
pub(crate) fn kind_word(kind: AiErrorKind) -> Word {
    let known = CLINICAL.iter().chain(&DEFECTS);
    let found = known.into_iter().find(|(of, _)| *of == kind);
    // A test holds the tables complete.
    found.map_or(Word::ErrorVersion, |(_, word)| *word)
}

const CLINICAL: [(AiErrorKind, Word); 22] = [
    (AiErrorKind::FpArtefact, Word::ErrorFpArtefact),
    (AiErrorKind::FpVariant, Word::ErrorFpVariant),
    (AiErrorKind::FpBenign, Word::ErrorFpBenign),
    (AiErrorKind::FpDevice, Word::ErrorFpDevice),
    (AiErrorKind::FpInsignificant, Word::ErrorFpInsignificant),
    (AiErrorKind::FnSubtle, Word::ErrorFnSubtle),
    (AiErrorKind::FnEdge, Word::ErrorFnEdge),
    (AiErrorKind::FnSatisfaction, Word::ErrorFnSatisfaction),
    (AiErrorKind::FnRare, Word::ErrorFnRare),
    (AiErrorKind::FnPopulation, Word::ErrorFnPopulation),
    (AiErrorKind::WrongCategory, Word::ErrorWrongCategory),
    (AiErrorKind::WrongMeasurement, Word::ErrorWrongMeasurement),
    (AiErrorKind::WrongLocation, Word::ErrorWrongLocation),
    (AiErrorKind::WrongSide, Word::ErrorWrongSide),
    (AiErrorKind::OverSegmentation, Word::ErrorOverSegmentation),
    (AiErrorKind::UnderSegmentation, Word::ErrorUnderSegmentation),
    (AiErrorKind::WrongClass, Word::ErrorWrongClass),
    (AiErrorKind::Merged, Word::ErrorMerged),
    (AiErrorKind::Split, Word::ErrorSplit),
    (AiErrorKind::HallucinatedText, Word::ErrorHallucinated),
    (AiErrorKind::OmittedText, Word::ErrorOmitted),
    (AiErrorKind::Misprioritised, Word::ErrorMisprioritised),
];

const DEFECTS: [(AiErrorKind, Word); 25] = [
    (AiErrorKind::ATimeout, Word::ErrorATimeout),
    (AiErrorKind::ALate, Word::ErrorALate),
    (AiErrorKind::BNoSr, Word::ErrorBNoSr),
    (AiErrorKind::BNoSeries, Word::ErrorBNoSeries),
    (AiErrorKind::BEmptyReport, Word::ErrorBEmptyReport),
    (AiErrorKind::CWrongSeries, Word::ErrorCWrongSeries),
    (AiErrorKind::CWrongAnatomy, Word::ErrorCWrongAnatomy),
    (AiErrorKind::CWrongLaterality, Word::ErrorCWrongLaterality),
    (AiErrorKind::CWrongPatient, Word::ErrorCWrongPatient),
    (AiErrorKind::CStale, Word::ErrorCStale),
    (AiErrorKind::CDuplicate, Word::ErrorCDuplicate),
    (AiErrorKind::CLanguage, Word::ErrorCLanguage),
    (AiErrorKind::CProbabilityMismatch, Word::ErrorCProbability),
    (AiErrorKind::CTextMismatch, Word::ErrorCText),
    (AiErrorKind::DCropped, Word::ErrorDCropped),
    (AiErrorKind::DFlipped, Word::ErrorDFlipped),
    (AiErrorKind::DWindow, Word::ErrorDWindow),
    (AiErrorKind::DShifted, Word::ErrorDShifted),
    (AiErrorKind::DHides, Word::ErrorDHides),
    (AiErrorKind::DNoLabel, Word::ErrorDNoLabel),
    (AiErrorKind::ECorrupt, Word::ErrorECorrupt),
    (AiErrorKind::EUidMismatch, Word::ErrorEUid),
    (AiErrorKind::ESpacing, Word::ErrorESpacing),
    (AiErrorKind::EUnit, Word::ErrorEUnit),
    (AiErrorKind::VersionChange, Word::ErrorVersion),
];

/// The classes of technical defects: letter, family, words.
pub(crate) const CLASSES: [(&str, ErrorFamily, Word); 5] = [
    ("a", ErrorFamily::DefectA, Word::DefectA),
    ("b", ErrorFamily::DefectB, Word::DefectB),
    ("c", ErrorFamily::DefectC, Word::DefectC),
    ("d", ErrorFamily::DefectD, Word::DefectD),
    ("e", ErrorFamily::DefectE, Word::DefectE),
];

/// The word for how grave an error is.
#[must_use]
pub(crate) fn severity_word(severity: ErrorSeverity) -> Word {
    match severity {
        ErrorSeverity::Minor => Word::SeverityMinor,
        ErrorSeverity::Intermediate => Word::SeverityIntermediate,
        ErrorSeverity::Significant => Word::SeveritySignificant,
    }
}

#[cfg(test)]
mod tests;

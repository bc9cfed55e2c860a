//! Which kinds of errors a case can carry, by its truth. No service is asked.

use overread_scenario::AiErrorKind;

/// Whether a kind of error can be met on a case with so many lesions; `None` where the truth is not known.
///
/// A service may still have said too little to carry it out: it is then planted in vain, and its record says so.
pub(super) fn is_possible(kind: AiErrorKind, n_lesions: Option<usize>) -> bool {
    let has = |least: usize| n_lesions.is_some_and(|n| n >= least);
    match kind {
        // What is false can be said only where the truth is known.
        AiErrorKind::FpArtefact
        | AiErrorKind::FpVariant
        | AiErrorKind::FpBenign
        | AiErrorKind::FpDevice
        | AiErrorKind::FpInsignificant
        | AiErrorKind::HallucinatedText
        | AiErrorKind::Misprioritised
        | AiErrorKind::CProbabilityMismatch
        | AiErrorKind::CTextMismatch => has(0),
        AiErrorKind::FnSubtle
        | AiErrorKind::FnEdge
        | AiErrorKind::FnRare
        | AiErrorKind::FnPopulation
        | AiErrorKind::WrongCategory
        | AiErrorKind::WrongMeasurement
        | AiErrorKind::WrongLocation
        | AiErrorKind::WrongSide
        | AiErrorKind::OverSegmentation
        | AiErrorKind::UnderSegmentation
        | AiErrorKind::WrongClass
        | AiErrorKind::Split
        | AiErrorKind::OmittedText
        | AiErrorKind::BNoSeries
        | AiErrorKind::CWrongSeries
        | AiErrorKind::CWrongLaterality
        | AiErrorKind::CDuplicate
        | AiErrorKind::DFlipped
        | AiErrorKind::DShifted
        | AiErrorKind::DHides
        | AiErrorKind::ESpacing
        | AiErrorKind::EUnit => has(1),
        AiErrorKind::FnSatisfaction | AiErrorKind::Merged => has(2),
        AiErrorKind::ATimeout
        | AiErrorKind::ALate
        | AiErrorKind::BNoSr
        | AiErrorKind::BEmptyReport
        | AiErrorKind::CWrongAnatomy
        | AiErrorKind::CWrongPatient
        | AiErrorKind::CStale
        | AiErrorKind::CLanguage
        | AiErrorKind::DCropped
        | AiErrorKind::DWindow
        | AiErrorKind::DNoLabel
        | AiErrorKind::ECorrupt
        | AiErrorKind::EUidMismatch
        | AiErrorKind::VersionChange => true,
    }
}

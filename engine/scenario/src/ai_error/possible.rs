//! Which kinds of errors a case can carry, by its truth. No service is asked.

use crate::AiErrorKind;

impl AiErrorKind {
    /// Whether this error can be met on a case with so many lesions; `None` where the truth is not known.
    ///
    /// A service may still have said too little to carry it out.
    #[must_use]
    pub fn is_possible(self, n_lesions: Option<usize>) -> bool {
        let has = |least: usize| n_lesions.is_some_and(|n| n >= least);
        match self {
            // What is false can be said only where the truth is known.
            Self::FpArtefact
            | Self::FpVariant
            | Self::FpBenign
            | Self::FpDevice
            | Self::FpInsignificant
            | Self::HallucinatedText
            | Self::Misprioritised
            | Self::CProbabilityMismatch
            | Self::CTextMismatch => has(0),
            Self::FnSubtle
            | Self::FnEdge
            | Self::FnRare
            | Self::FnPopulation
            | Self::WrongCategory
            | Self::WrongMeasurement
            | Self::WrongLocation
            | Self::WrongSide
            | Self::OverSegmentation
            | Self::UnderSegmentation
            | Self::WrongClass
            | Self::Split
            | Self::OmittedText
            | Self::BNoSeries
            | Self::CWrongSeries
            | Self::CWrongLaterality
            | Self::CDuplicate
            | Self::DFlipped
            | Self::DShifted
            | Self::DHides
            | Self::ESpacing
            | Self::EUnit => has(1),
            Self::FnSatisfaction | Self::Merged => has(2),
            Self::ATimeout
            | Self::ALate
            | Self::BNoSr
            | Self::BEmptyReport
            | Self::CWrongAnatomy
            | Self::CWrongPatient
            | Self::CStale
            | Self::CLanguage
            | Self::DCropped
            | Self::DWindow
            | Self::DNoLabel
            | Self::ECorrupt
            | Self::EUidMismatch
            | Self::VersionChange => true,
        }
    }
}

//! What the service looks for: codes and words.

use overread_sdk::{Code, code};

/// One kind of finding, in the order in which the operating point lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    Mass,
    Calcifications,
    Distortion,
    Asymmetry,
}

impl Target {
    pub(crate) const ALL: [Self; 4] = [
        Self::Mass,
        Self::Calcifications,
        Self::Distortion,
        Self::Asymmetry,
    ];

    /// Its place in [`Self::ALL`].
    pub(crate) const fn number(self) -> usize {
        self as usize
    }

    /// The code of the phantoms' catalogue; SNOMED CT where a code is known, else our own scheme.
    pub(crate) fn code(self) -> Code {
        let (scheme, value, meaning) = match self {
            Self::Mass => ("SCT", "129788004", "Mammographic breast mass"),
            Self::Calcifications => ("SCT", "129769006", "Calcification cluster"),
            Self::Distortion => ("SCT", "129792006", "Architectural distortion of breast"),
            Self::Asymmetry => ("99OVERREAD", "asymmetry", "Focal asymmetry"),
        };
        code(scheme, value, meaning)
    }

    /// For ids: letters and dashes.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Mass => "mass",
            Self::Calcifications => "calcifications",
            Self::Distortion => "distortion",
            Self::Asymmetry => "asymmetry",
        }
    }

    /// At the beginning of a sentence.
    pub(crate) const fn english(self) -> &'static str {
        match self {
            Self::Mass => "Mass",
            Self::Calcifications => "Cluster of calcifications",
            Self::Distortion => "Architectural distortion",
            Self::Asymmetry => "Focal asymmetry",
        }
    }

    /// At the beginning of a sentence.
    pub(crate) const fn russian(self) -> &'static str {
        match self {
            Self::Mass => "Образование",
            Self::Calcifications => "Скопление кальцинатов",
            Self::Distortion => "Нарушение архитектоники",
            Self::Asymmetry => "Фокальная асимметрия",
        }
    }
}

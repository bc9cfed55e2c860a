//! Coded concepts as DICOM writes them: scheme, value, meaning. No dictionary: the lists stand where they are used.

use std::fmt;

/// A coded concept, e.g. `(27925004, SCT, "Nodule")`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    /// Coding Scheme Designator (0008,0102), e.g. `SCT`, `DCM`, `RADLEX`, `99OVERREAD`.
    pub scheme: String,
    /// Code Value (0008,0100).
    pub value: String,
    /// Code Meaning (0008,0104), English.
    pub meaning: String,
}

impl Code {
    /// A code of known parts.
    #[must_use]
    pub fn new(scheme: &str, value: &str, meaning: &str) -> Self {
        Self {
            scheme: scheme.to_owned(),
            value: value.to_owned(),
            meaning: meaning.to_owned(),
        }
    }

    /// Whether both name the same concept: scheme and value decide, the meaning is only for people.
    #[must_use]
    pub fn is_same_concept(&self, other: &Self) -> bool {
        self.scheme == other.scheme && self.value == other.value
    }

    /// SNOMED CT "Nodule", DICOM CID 6104.
    #[must_use]
    pub fn nodule() -> Self {
        Self::new("SCT", "27925004", "Nodule")
    }

    /// SNOMED CT "Diameter", as TID 1500 measurements use it.
    #[must_use]
    pub fn diameter() -> Self {
        Self::new("SCT", "81827009", "Diameter")
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({}, {}, {:?})", self.value, self.scheme, self.meaning)
    }
}

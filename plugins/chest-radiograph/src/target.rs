//! The findings that the service looks for, in the order of the network's channels. No wording, no pixels.

use overread_sdk::{Code, code};

/// One kind of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    Nodule,
    Consolidation,
    Effusion,
    Pneumothorax,
    Cardiomegaly,
    RibFracture,
    HilarMass,
    Tuberculosis,
}

/// How the parts of a map become findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grouping {
    /// Each connected part by itself, at most so many.
    Each(usize),
    /// All parts of one side of the chest together.
    Side,
    /// All parts together.
    One,
}

/// How many there are.
pub(crate) const N_TARGETS: usize = 8;

impl Target {
    pub(crate) const ALL: [Self; N_TARGETS] = [
        Self::Nodule,
        Self::Consolidation,
        Self::Effusion,
        Self::Pneumothorax,
        Self::Cardiomegaly,
        Self::RibFracture,
        Self::HilarMass,
        Self::Tuberculosis,
    ];

    /// SNOMED CT where a code is known to be right, else the private scheme of Overread.
    pub(crate) fn code(self) -> Code {
        match self {
            Self::Nodule => code("SCT", "27925004", "Nodule"),
            Self::Consolidation => code("SCT", "9656002", "Consolidation"),
            Self::Effusion => code("SCT", "60046008", "Pleural effusion"),
            Self::Pneumothorax => code("SCT", "36118008", "Pneumothorax"),
            Self::Cardiomegaly => code("SCT", "8186001", "Cardiomegaly"),
            Self::RibFracture => code("99OVERREAD", "rib-fracture", "Fracture of a rib"),
            Self::HilarMass => code("99OVERREAD", "hilar-mass", "Mass of the hilum"),
            Self::Tuberculosis => {
                code("99OVERREAD", "tuberculosis", "Foci of the tuberculous kind")
            }
        }
    }

    /// The word in ids of findings and maps.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Nodule => "nodule",
            Self::Consolidation => "consolidation",
            Self::Effusion => "effusion",
            Self::Pneumothorax => "pneumothorax",
            Self::Cardiomegaly => "cardiomegaly",
            Self::RibFracture => "rib-fracture",
            Self::HilarMass => "hilar-mass",
            Self::Tuberculosis => "tuberculosis",
        }
    }

    pub(crate) fn grouping(self) -> Grouping {
        match self {
            Self::Nodule => Grouping::Each(5),
            Self::Consolidation | Self::RibFracture => Grouping::Each(3),
            Self::HilarMass => Grouping::Each(2),
            Self::Effusion | Self::Pneumothorax | Self::Tuberculosis => Grouping::Side,
            Self::Cardiomegaly => Grouping::One,
        }
    }

    /// Whether its absence may be stated. Of rib fractures the network learned nothing that holds on other studies: their
    /// line has no weight, so that none is ever called.
    pub(crate) fn is_judged(self) -> bool {
        self != Self::RibFracture
    }

    /// Whether the diameter of a disc of its area says something of it.
    pub(crate) fn has_diameter(self) -> bool {
        matches!(self, Self::Nodule | Self::Consolidation | Self::HilarMass)
    }

    /// Whether a reader should see it before others: it may become worse soon, or infect others.
    pub(crate) fn is_urgent(self) -> bool {
        matches!(self, Self::Pneumothorax | Self::Tuberculosis)
    }

    /// Where it lies, as far as a projection tells.
    pub(crate) fn site(self) -> Option<Code> {
        match self {
            Self::Nodule | Self::Consolidation | Self::Tuberculosis => {
                Some(code("SCT", "39607008", "Lung"))
            }
            Self::Cardiomegaly => Some(code("SCT", "80891009", "Heart")),
            Self::Effusion | Self::Pneumothorax | Self::RibFracture | Self::HilarMass => None,
        }
    }
}

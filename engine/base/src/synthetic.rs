//! What a synthetic case may be asked to hold: kinds of studies, degrees of difficulty, lesions with their sizes.
//!
//! The words stand here because scenario files, the command line, the desk and the phantom all speak them.
//! How a lesion looks is the phantom's business.

mod catalogue;
mod study_fact;

use crate::{Code, Laterality};

pub use study_fact::StudyFact;

/// The kinds of synthetic studies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PhantomKind {
    /// CT of the chest.
    ChestCt,
    /// CT of the head.
    HeadCt,
    /// Radiographs of the chest.
    ChestRadiograph,
    /// Mammograms of both breasts in two views.
    Mammography,
}

impl PhantomKind {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::ChestCt,
        Self::HeadCt,
        Self::ChestRadiograph,
        Self::Mammography,
    ];

    /// The word for it in scenario files and on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::ChestCt => "chest-ct",
            Self::HeadCt => "head-ct",
            Self::ChestRadiograph => "chest-radiograph",
            Self::Mammography => "mammography",
        }
    }

    /// Whether its images are slices of a volume; else they are projections.
    #[must_use]
    pub const fn is_sliced(self) -> bool {
        match self {
            Self::ChestCt | Self::HeadCt => true,
            Self::ChestRadiograph | Self::Mammography => false,
        }
    }
}

/// How hard a case is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Difficulty {
    /// Seen by a student.
    Easy,
    /// Seen by a resident.
    Medium,
    /// Missed by some radiologists.
    Hard,
}

impl Difficulty {
    /// All of them, the easiest first.
    pub const ALL: [Self; 3] = [Self::Easy, Self::Medium, Self::Hard];

    /// The word for it in scenario files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Easy => "easy",
            Self::Medium => "medium",
            Self::Hard => "hard",
        }
    }
}

/// A kind of lesion, or of a fault of the image, that a phantom can hold.
#[derive(Debug, PartialEq, Eq)]
pub struct LesionKind {
    /// The word for it in scenario files; unique among the kinds of its phantom.
    pub word: &'static str,
    /// The phantom that can hold it.
    pub phantom: PhantomKind,
    /// Scheme, value and meaning of the code that truth and services use for it.
    code: [&'static str; 3],
    /// How it is measured, and how much of it there may be.
    pub amount: Amount,
    /// Whether it has a side.
    pub is_sided: bool,
    /// Where it may be asked to lie; empty where the phantom alone decides.
    pub places: &'static [&'static str],
    /// What it is in a reader's work.
    pub role: LesionRole,
}

/// How a kind of lesion is measured.
#[derive(Debug, PartialEq, Eq)]
pub struct Amount {
    /// What is measured, e.g. "diameter".
    pub name: &'static str,
    /// The UCUM unit.
    pub ucum: &'static str,
    /// The least amount allowed, in thousandths of the unit: whole numbers, so that tables compare.
    low_thousandths: u64,
    /// The greatest amount allowed, in thousandths of the unit.
    high_thousandths: u64,
}

/// What a kind of lesion is in a reader's work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LesionRole {
    /// A disease that makes the study abnormal.
    Finding,
    /// Harmless, and easily taken for a finding: the study stays normal.
    Imitator,
    /// A fault of the image or of positioning: the study is of bad quality, not abnormal.
    QualityFault,
}

impl LesionKind {
    /// The kinds that a phantom can hold, in the order of the catalogue.
    pub fn of(phantom: PhantomKind) -> impl Iterator<Item = &'static Self> {
        catalogue::of_phantom(phantom).iter()
    }

    /// The kind of a phantom with this word.
    #[must_use]
    pub fn named(phantom: PhantomKind, word: &str) -> Option<&'static Self> {
        Self::of(phantom).find(|kind| kind.word == word)
    }

    /// The code that truth and services use for it.
    #[must_use]
    pub fn code(&self) -> Code {
        let [scheme, value, meaning] = self.code;
        Code::new(scheme, value, meaning)
    }
}

/// Whether what a code stands for is measured by its diameter; a fluid, a haemorrhage or emphysema is not.
#[must_use]
pub fn has_diameter(code: &Code) -> bool {
    let mut kinds = PhantomKind::ALL.into_iter().flat_map(LesionKind::of);
    kinds.any(|kind| kind.amount.name == "diameter" && kind.code().is_same_concept(code))
}

impl Amount {
    /// The least amount allowed.
    #[must_use]
    pub fn least(&self) -> f64 {
        thousandths(self.low_thousandths)
    }

    /// The greatest amount allowed.
    #[must_use]
    pub fn greatest(&self) -> f64 {
        thousandths(self.high_thousandths)
    }
}

fn thousandths(n: u64) -> f64 {
    n as f64 / 1000.0
}

/// One lesion that a case is asked to hold.
#[derive(Debug, Clone, PartialEq)]
pub struct LesionWish {
    /// What.
    pub kind: &'static LesionKind,
    /// How much, in the unit of [`LesionKind::amount`]; `None` leaves it to seed and difficulty.
    pub amount: Option<f64>,
    /// On which side, where it has one; `None` leaves it to the seed.
    pub side: Option<Laterality>,
    /// Where, one of [`LesionKind::places`]; `None` leaves it to the seed.
    pub place: Option<&'static str>,
}

impl LesionWish {
    /// A lesion of a kind, all else left to seed and difficulty.
    #[must_use]
    pub fn any(kind: &'static LesionKind) -> Self {
        Self {
            kind,
            amount: None,
            side: None,
            place: None,
        }
    }
}

#[cfg(test)]
mod tests;

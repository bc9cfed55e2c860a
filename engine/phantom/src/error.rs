//! Every fault that a request can have.

use overread_base::GeometryError;

/// One fault of a request.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// A number outside its range.
    #[error("{name} must be {low} to {high}, found {found}")]
    Parameter {
        /// The field.
        name: &'static str,
        /// The least value allowed.
        low: f64,
        /// The greatest value allowed.
        high: f64,
        /// The value found.
        found: f64,
    },
    /// A number of a nodule outside its range.
    #[error("nodule {nodule}: {name} must be {low} to {high}, found {found}")]
    NoduleNumber {
        /// Index of the nodule in the request, from 0.
        nodule: usize,
        /// The field.
        name: &'static str,
        /// The least value allowed.
        low: f64,
        /// The greatest value allowed.
        high: f64,
        /// The value found.
        found: f64,
    },
    /// More nodules than a chest may hold.
    #[error("at most {max} nodules, found {found}")]
    TooManyNodules {
        /// The limit.
        max: usize,
        /// How many were asked for.
        found: usize,
    },
    /// A wanted centre outside the lungs of this patient.
    #[error("nodule {nodule}: centre {at:?} mm lies {outside_mm:.1} mm outside the lung")]
    OutsideLung {
        /// Index of the nodule in the request, from 0.
        nodule: usize,
        /// The wanted centre, patient LPS mm.
        at: [f64; 3],
        /// How far outside, mm.
        outside_mm: f64,
    },
    /// A nodule that reaches out of the lung.
    #[error(
        "nodule {nodule}: {diameter_mm} mm are too large, the lung surface lies {room_mm:.1} mm from {at:?}"
    )]
    TooLarge {
        /// Index of the nodule in the request, from 0.
        nodule: usize,
        /// Its wanted diameter, mm.
        diameter_mm: f64,
        /// Distance from the centre to the lung surface, mm.
        room_mm: f64,
        /// The wanted centre, patient LPS mm.
        at: [f64; 3],
    },
    /// Two nodules in one place.
    #[error("nodule {nodule} touches nodule {other}")]
    Touches {
        /// Index of the later nodule, from 0.
        nodule: usize,
        /// Index of the earlier nodule, from 0.
        other: usize,
    },
    /// A wanted centre outside the scan.
    #[error("nodule {nodule}: centre {at:?} mm lies outside the scan")]
    OutsideScan {
        /// Index of the nodule in the request, from 0.
        nodule: usize,
        /// The wanted centre, patient LPS mm.
        at: [f64; 3],
    },
    /// No free place was found.
    #[error("nodule {nodule}: no free place of {diameter_mm} mm found in the lung in the scan")]
    NoPlace {
        /// Index of the nodule in the request, from 0.
        nodule: usize,
        /// Its wanted diameter, mm.
        diameter_mm: f64,
    },
    /// A lesion that the kind of study cannot hold as asked.
    #[error("lesion {lesion} ({word}): {reason}")]
    Lesion {
        /// Index of the lesion in the request, from 0.
        lesion: usize,
        /// Its kind.
        word: &'static str,
        /// What is wrong, in English.
        reason: String,
    },
    /// There is no phantom of this kind.
    #[error("no phantom of the kind {kind}")]
    NoSuchPhantom {
        /// The kind's word.
        kind: &'static str,
    },
    /// The grid is not one.
    #[error(transparent)]
    Geometry(#[from] GeometryError),
}

/// Why a phantom cannot be made: all faults of the request.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", self.faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct PhantomError {
    /// The faults, at least one.
    pub faults: Vec<Fault>,
}

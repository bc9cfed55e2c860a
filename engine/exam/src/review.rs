//! How a case was read, out of the record: where the time went, which slices were shown, what became of each lesion.
//! Says nothing about right and wrong that a rubric has not said, and draws nothing.

mod lesions;
mod search;
mod times;

use overread_base::{CaseId, CaseTruth, LesionId, SeriesUid, VolumeGeometry};
use overread_scenario::DwellThresholds;

use crate::StampedEvent;

pub use lesions::{LesionReview, LesionSlices, MissKind, Notice, lesion_slices};
pub use search::{SeriesSearch, SliceTime};
pub use times::PhaseTimes;

/// Where the slices of a series of the case lie.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesPlace {
    /// The series.
    pub series: SeriesUid,
    /// Its grid; `None` for a projection, whose only image is slice 0.
    pub grid: Option<VolumeGeometry>,
}

/// What a review is made of.
#[derive(Debug, Clone, Copy)]
pub struct ReviewInput<'a> {
    /// The case.
    pub case: &'a CaseId,
    /// Everything that happened in the session, or a part of it that holds the whole case.
    pub events: &'a [StampedEvent],
    /// Its truth, where it is known.
    pub truth: Option<&'a CaseTruth>,
    /// The series of the case as far as they are known; without them nothing is said of the slices of a lesion.
    pub series: &'a [SeriesPlace],
    /// The lesions that the first answer hits.
    pub first_hit: &'a [LesionId],
    /// The lesions that the final answer hits.
    pub last_hit: &'a [LesionId],
    /// By which time on screen a miss is put down to what.
    pub dwell: DwellThresholds,
}

/// How a case was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CaseReview {
    /// Where the time went.
    pub times: PhaseTimes,
    /// Which slices of each series were on screen and for how long, the series shown longest first.
    pub series: Vec<SeriesSearch>,
    /// Each lesion, in the order of the truth.
    pub lesions: Vec<LesionReview>,
    /// Hints that were given.
    pub n_hints: u32,
}

/// Reviews a case. Equal input gives an equal review.
///
/// Whatever the events say: series are taken up to 64, slices up to 16 384 a series, as a session takes no more.
#[must_use]
pub fn review_case(input: &ReviewInput<'_>) -> CaseReview {
    let series = search::search(input.events, input.case);
    CaseReview {
        times: times::times(input.events, input.case),
        lesions: lesions::lesions(input, &series),
        n_hints: times::n_hints(input.events, input.case),
        series,
    }
}

#[cfg(test)]
mod tests;

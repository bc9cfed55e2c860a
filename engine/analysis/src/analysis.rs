//! All figures of a study in one value. Which estimator each comes from stands in the files of the folder.

pub(crate) mod accuracy;
pub(crate) mod agreement;
pub(crate) mod comparison;
pub(crate) mod items;
pub(crate) mod localisation;
pub(crate) mod measured;
mod paired;
pub(crate) mod reliance;
pub(crate) mod roc;
pub(crate) mod times;

use overread_stats::{Counted, Estimate, NotEstimable};

use crate::study::Study;
use accuracy::ConditionAccuracy;
use agreement::Agreement;
use comparison::Comparison;
use items::ItemSet;
use localisation::FreeResponseReading;
use measured::Measurement;
use reliance::StudyReliance;
use roc::ConditionRoc;
use times::StudyTimes;

/// A number with its interval, or why there is none.
pub type Estimated = Result<Estimate, NotEstimable>;

/// A number that stands even where its interval does not, such as an area of exactly 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The number alone, or why there is none.
    pub value: Result<f64, NotEstimable>,
    /// The number with its interval, or why there is none.
    pub estimate: Estimated,
}

impl Found {
    /// Nothing, for a reason.
    #[must_use]
    pub(crate) fn none(reason: &NotEstimable) -> Self {
        Self {
            value: Err(reason.clone()),
            estimate: Err(reason.clone()),
        }
    }

    /// A number and what became of its interval.
    #[must_use]
    pub(crate) fn of(value: f64, estimate: Estimated) -> Self {
        Self {
            value: Ok(value),
            estimate,
        }
    }
}

/// An estimate with the p value of "no difference", where there is a test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tested {
    /// The difference with its interval.
    pub estimate: Estimate,
    /// The two-sided p value.
    pub p: Option<f64>,
}

/// The figures of a study. Readers, cases and conditions are named by their place in the [`Study`].
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// The conditions that are compared, without AI and with it; why none are.
    pub compared: Result<[usize; 2], NotEstimable>,
    /// Calls against truth by condition.
    pub accuracy: Vec<ConditionAccuracy>,
    /// Ratings against truth by condition.
    pub roc: Vec<ConditionRoc>,
    /// With AI less without it, by figure of merit; empty where nothing is compared.
    pub comparisons: Vec<Comparison>,
    /// Marks against lesions; why there is nothing.
    pub localisation: Result<FreeResponseReading, NotEstimable>,
    /// Measured values against the right ones, and with AI against without.
    pub measurements: Vec<Measurement>,
    /// What readers did with the advice.
    pub reliance: StudyReliance,
    /// Times by reader, and their ratio.
    pub times: StudyTimes,
    /// Cases and questions as items.
    pub items: Vec<ItemSet>,
    /// How readers agree, by condition.
    pub agreement: Vec<Agreement>,
}

/// Computes all figures of a study. What cannot be estimated stands with its reason; nothing is refused as a whole.
#[must_use]
pub fn analyse(study: &Study) -> Analysis {
    let compared = paired::compared(study);
    let conditions = 0..study.conditions().len();
    let roc: Vec<ConditionRoc> = conditions.clone().map(|c| roc::of(study, c)).collect();
    let localisation = localisation::of(study, compared.as_ref().ok().copied());
    let comparisons = compared.as_ref().map_or_else(
        |_| Vec::new(),
        |pair| comparison::all(study, *pair, localisation.as_ref()),
    );
    Analysis {
        accuracy: conditions.clone().map(|c| accuracy::of(study, c)).collect(),
        roc,
        comparisons,
        localisation,
        measurements: measured::all(study, compared.as_ref().ok().copied()),
        reliance: reliance::of(study, compared.as_ref().ok().copied()),
        times: times::of(study, compared.as_ref().ok().copied()),
        items: items::all(study, compared.as_ref().ok().copied()),
        agreement: conditions.map(|c| agreement::of(study, c)).collect(),
        compared,
    }
}

/// The refusal of too few of something.
pub(crate) fn too_few(what: Counted, needed: usize, found: usize) -> NotEstimable {
    NotEstimable::TooFew {
        what,
        needed,
        found,
    }
}

/// The refusal of more work than a page is worth.
pub(crate) const TOO_LARGE: NotEstimable = NotEstimable::Degenerate {
    reason: "more readers and cases than this analysis takes",
};

#[cfg(test)]
pub(crate) mod tests;

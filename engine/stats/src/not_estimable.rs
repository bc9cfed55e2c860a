//! Why a figure cannot be given. No computation.

use std::fmt;

/// The reason for which an estimator has no number to give.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotEstimable {
    /// Too few of something.
    #[error("not estimable: {needed} {what} needed, {found} found")]
    TooFew {
        /// Of what.
        what: Counted,
        /// How many are needed.
        needed: usize,
        /// How many there are.
        found: usize,
    },
    /// A value is not a number, or infinite where it must not be.
    #[error("not estimable: value {index} of {what} is not a finite number")]
    NotFinite {
        /// Of what.
        what: &'static str,
        /// Which, counted from 0 in the order given.
        index: usize,
    },
    /// A value lies outside its domain.
    #[error("not estimable: value {index} of {what} is outside {domain}")]
    OutOfDomain {
        /// Of what.
        what: &'static str,
        /// Which, counted from 0 in the order given.
        index: usize,
        /// What it may be.
        domain: &'static str,
    },
    /// All values are equal, so that nothing varies.
    #[error("not estimable: all values of {what} are equal")]
    Constant {
        /// Of what.
        what: &'static str,
    },
    /// All answers to an item are equal.
    #[error("not estimable: all answers to item {index} are equal")]
    ConstantItem {
        /// Which, counted from 0 in the order given.
        index: usize,
    },
    /// Two lists that go together differ in length.
    #[error("not estimable: {what}: lengths {left} and {right} differ")]
    Unequal {
        /// Of what.
        what: &'static str,
        /// The length of the first.
        left: usize,
        /// The length of the second.
        right: usize,
    },
    /// A cell of a table that must be full is empty.
    #[error("not estimable: no value for {cell}")]
    MissingCell {
        /// Which, in words.
        cell: String,
    },
    /// A cell of a table is given twice.
    #[error("not estimable: {cell} is given twice")]
    DuplicateCell {
        /// Which, in words.
        cell: String,
    },
    /// An iteration found no end.
    #[error("not estimable: {what} did not converge in {steps} steps")]
    NotConverged {
        /// Of what.
        what: &'static str,
        /// The limit.
        steps: usize,
    },
    /// The estimator has no value on such data for a reason of its own.
    #[error("not estimable: {reason}")]
    Degenerate {
        /// Why.
        reason: &'static str,
    },
}

impl NotEstimable {
    /// Refuses fewer than `needed`.
    pub(crate) fn if_fewer(what: Counted, needed: usize, found: usize) -> Result<(), Self> {
        if found < needed {
            return Err(Self::TooFew {
                what,
                needed,
                found,
            });
        }
        Ok(())
    }

    /// Refuses the first NaN.
    pub(crate) fn if_nan(what: &'static str, values: &[f64]) -> Result<(), Self> {
        match values.iter().position(|value| value.is_nan()) {
            Some(index) => Err(Self::NotFinite { what, index }),
            None => Ok(()),
        }
    }

    /// Refuses the first NaN or infinity.
    pub(crate) fn if_not_finite(what: &'static str, values: &[f64]) -> Result<(), Self> {
        match values.iter().position(|value| !value.is_finite()) {
            Some(index) => Err(Self::NotFinite { what, index }),
            None => Ok(()),
        }
    }

    /// Refuses the first value outside `within`, a NaN too.
    pub(crate) fn if_outside(
        what: &'static str,
        values: &[f64],
        within: std::ops::RangeInclusive<f64>,
        domain: &'static str,
    ) -> Result<(), Self> {
        match values.iter().position(|value| !within.contains(value)) {
            Some(index) => Err(Self::OutOfDomain {
                what,
                index,
                domain,
            }),
            None => Ok(()),
        }
    }
}

/// What there can be too few of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Counted {
    /// Observations of any kind.
    Observations,
    /// Cases.
    Cases,
    /// Abnormal cases.
    AbnormalCases,
    /// Normal cases.
    NormalCases,
    /// Lesions.
    Lesions,
    /// Readers.
    Readers,
    /// Reading conditions.
    Conditions,
    /// Items of an exam.
    Items,
    /// Takers of an exam.
    Takers,
    /// Judges of an exam.
    Judges,
    /// Clusters of trials, e.g. readers with all of theirs.
    Clusters,
    /// Sessions.
    Sessions,
    /// Samples of studies.
    Samples,
    /// Draws of a bootstrap.
    Resamples,
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Observations => "observations",
            Self::Cases => "cases",
            Self::AbnormalCases => "abnormal cases",
            Self::NormalCases => "normal cases",
            Self::Lesions => "lesions",
            Self::Readers => "readers",
            Self::Conditions => "conditions",
            Self::Items => "items",
            Self::Takers => "takers",
            Self::Judges => "judges",
            Self::Clusters => "clusters",
            Self::Sessions => "sessions",
            Self::Samples => "samples",
            Self::Resamples => "resamples",
        })
    }
}

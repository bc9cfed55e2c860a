//! Area, sensitivity and specificity over the studies read, and in subgroups.

use std::collections::BTreeSet;

use overread_stats::{Counted, Estimate, NotEstimable, ProportionInterval, TwoByTwo};

use crate::figures::{Area, group_rows, study_area};
use crate::row::Row;

/// A subgroup with fewer studies of a class has no figure of it: its interval would span all that can be. Our choice.
pub(super) const LEAST_OF_CLASS: usize = 10;

/// How well a service tells studies with a target from those without.
#[derive(Debug, Clone, PartialEq)]
pub struct Accuracy {
    /// Studies read that hold a target.
    pub n_present: u64,
    /// Studies read that hold none.
    pub n_absent: u64,
    /// Area under the ROC curve by the study's score.
    pub auc: Result<Area, NotEstimable>,
    /// Decisions at the service's threshold.
    pub decisions: TwoByTwo,
    /// Wilson's interval.
    pub sensitivity: Result<Estimate, NotEstimable>,
    /// Wilson's interval.
    pub specificity: Result<Estimate, NotEstimable>,
    /// Thresholds of the study's probability that the service states; none where findings decide.
    pub thresholds: Vec<f64>,
}

impl Accuracy {
    /// Over rows that were read; those of unknown truth are passed over.
    pub(super) fn of(done: &[&Row]) -> Self {
        let known = done
            .iter()
            .filter_map(|row| Some((row.is_present()?, row.is_positive?)));
        let decisions = TwoByTwo::of(known);
        let thresholds: BTreeSet<u64> = done
            .iter()
            .filter_map(|row| row.threshold)
            .map(f64::to_bits)
            .collect();
        let count = |wanted| {
            done.iter()
                .filter(|row| row.is_present() == Some(wanted))
                .count()
        };
        Self {
            n_present: count(true) as u64,
            n_absent: count(false) as u64,
            auc: study_area(done),
            sensitivity: decisions.sensitivity(ProportionInterval::Wilson),
            specificity: decisions.specificity(ProportionInterval::Wilson),
            decisions,
            thresholds: thresholds.into_iter().map(f64::from_bits).collect(),
        }
    }
}

/// A subgroup with its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Subgroup {
    /// What the groups are made of, e.g. `sex`.
    pub by: String,
    /// The group, e.g. `F`.
    pub value: String,
    /// How many of the studies read are in it.
    pub n: usize,
    /// Its figures; not estimable below ten studies of the classes that a figure needs.
    ///
    /// A group that only studies with a target can have, e.g. the size of a lesion, is set against all without.
    pub accuracy: Accuracy,
}

impl Subgroup {
    /// All subgroups of rows that were read, in the order of their names.
    pub(super) fn all(done: &[&Row]) -> Vec<Self> {
        let groups = group_rows(done).into_iter().map(|group| Self {
            by: group.by.to_owned(),
            value: group.value.to_owned(),
            n: group.n,
            accuracy: Accuracy::of(&group.rows).of_enough(),
        });
        groups.collect()
    }
}

impl Accuracy {
    fn of_enough(mut self) -> Self {
        let few = |what, found: u64| {
            let found = usize::try_from(found).unwrap_or(usize::MAX);
            (found < LEAST_OF_CLASS).then_some(NotEstimable::TooFew {
                what,
                needed: LEAST_OF_CLASS,
                found,
            })
        };
        let abnormal = few(Counted::AbnormalCases, self.n_present);
        let normal = few(Counted::NormalCases, self.n_absent);
        if let Some(reason) = abnormal.clone().or(normal.clone()) {
            self.auc = Err(reason);
        }
        if let Some(reason) = abnormal {
            self.sensitivity = Err(reason);
        }
        if let Some(reason) = normal {
            self.specificity = Err(reason);
        }
        self
    }
}

//! Calls against truth: sensitivity, specificity and predictive values of each reader and of all under a condition.

use overread_stats::{
    ClusterCount, Counted, NotEstimable, ProportionInterval, TwoByTwo, clustered_share95,
};

use super::{Estimated, too_few};
use crate::study::Study;

/// The four rates of a table of calls, with their intervals.
#[derive(Debug, Clone, PartialEq)]
pub struct Rates {
    /// True positives of abnormal cases.
    pub sensitivity: Estimated,
    /// True negatives of normal cases.
    pub specificity: Estimated,
    /// True positives of positive calls, at the share of abnormal cases of the study.
    pub positive_predictive_value: Estimated,
    /// True negatives of negative calls, at the share of abnormal cases of the study.
    pub negative_predictive_value: Estimated,
}

/// The calls of one reader.
#[derive(Debug, Clone, PartialEq)]
pub struct ReaderAccuracy {
    /// Who read.
    pub reader: usize,
    /// Calls against truth.
    pub table: TwoByTwo,
    /// The rates, with Wilson's intervals.
    pub rates: Rates,
}

/// The calls under one condition.
#[derive(Debug, Clone, PartialEq)]
pub struct ConditionAccuracy {
    /// Under what.
    pub condition: usize,
    /// The readers that read under it.
    pub readers: Vec<ReaderAccuracy>,
    /// All calls together.
    pub table: TwoByTwo,
    /// The rates of all calls, with intervals that know that calls of one reader are alike; of a single reader Wilson's.
    pub rates: Rates,
}

pub(super) fn of(study: &Study, condition: usize) -> ConditionAccuracy {
    let readers: Vec<ReaderAccuracy> = (0..study.readers().len())
        .filter(|reader| study.of_reader(condition, *reader).next().is_some())
        .map(|reader| {
            let table = table(study, condition, reader);
            ReaderAccuracy {
                reader,
                table,
                rates: alone(&table),
            }
        })
        .collect();
    let table = sum(&readers);
    let rates = match readers.as_slice() {
        [one] => one.rates.clone(),
        all => together(all),
    };
    ConditionAccuracy {
        condition,
        readers,
        table,
        rates,
    }
}

/// The calls of a reader on cases of known truth.
pub(super) fn table(study: &Study, condition: usize, reader: usize) -> TwoByTwo {
    let reads = study.of_reader(condition, reader);
    TwoByTwo::of(reads.filter_map(|(case, read)| Some((study.truth(case)?, read.call?))))
}

fn alone(table: &TwoByTwo) -> Rates {
    let wilson = ProportionInterval::Wilson;
    Rates {
        sensitivity: table.sensitivity(wilson),
        specificity: table.specificity(wilson),
        positive_predictive_value: table.positive_predictive_value(wilson),
        negative_predictive_value: table.negative_predictive_value(wilson),
    }
}

fn sum(readers: &[ReaderAccuracy]) -> TwoByTwo {
    readers
        .iter()
        .fold(TwoByTwo::default(), |sum, of| TwoByTwo {
            true_positives: sum.true_positives + of.table.true_positives,
            false_negatives: sum.false_negatives + of.table.false_negatives,
            false_positives: sum.false_positives + of.table.false_positives,
            true_negatives: sum.true_negatives + of.table.true_negatives,
        })
}

fn together(readers: &[ReaderAccuracy]) -> Rates {
    let share = |count: fn(&TwoByTwo) -> (u64, u64), what: Counted| -> Estimated {
        let clusters: Vec<ClusterCount> = readers
            .iter()
            .map(|of| count(&of.table))
            .map(|(hits, others)| ClusterCount {
                hits,
                n: hits + others,
            })
            .collect();
        if clusters.iter().all(|cluster| cluster.n == 0) {
            return Err(too_few(what, 1, 0));
        }
        let found: Result<_, NotEstimable> = clustered_share95(&clusters);
        found.map(|share| share.estimate)
    };
    Rates {
        sensitivity: share(
            |t| (t.true_positives, t.false_negatives),
            Counted::AbnormalCases,
        ),
        specificity: share(
            |t| (t.true_negatives, t.false_positives),
            Counted::NormalCases,
        ),
        positive_predictive_value: share(
            |t| (t.true_positives, t.false_positives),
            Counted::Observations,
        ),
        negative_predictive_value: share(
            |t| (t.true_negatives, t.false_negatives),
            Counted::Observations,
        ),
    }
}

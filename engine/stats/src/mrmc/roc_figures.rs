//! Areas, sensitivities and specificities of [`RocRatings`] as tables of figures with their leave-one-out values.

use super::placements::Placements;
use super::roc_ratings::RocRatings;
use crate::{Counted, FigureTable, NotEstimable};

/// A reader's ratings under one condition, by class, with the place of each case.
pub(super) struct Reading {
    pub(super) abnormal: Vec<f64>,
    pub(super) normal: Vec<f64>,
    pub(super) abnormal_cases: Vec<usize>,
    pub(super) normal_cases: Vec<usize>,
}

impl RocRatings {
    /// What a reader rated under a condition.
    pub(super) fn reading(&self, condition: usize, reader: usize) -> Reading {
        let mut reading = Reading {
            abnormal: Vec::new(),
            normal: Vec::new(),
            abnormal_cases: Vec::new(),
            normal_cases: Vec::new(),
        };
        let rated = self
            .read_by(condition, reader)
            .iter()
            .zip(self.is_abnormal());
        for (case, (rating, is_abnormal)) in rated.enumerate() {
            let Some(rating) = *rating else { continue };
            if *is_abnormal {
                reading.abnormal.push(rating);
                reading.abnormal_cases.push(case);
            } else {
                reading.normal.push(rating);
                reading.normal_cases.push(case);
            }
        }
        reading
    }

    /// The empirical area under the ROC curve of each condition and reader: the share of pairs of an abnormal and a
    /// normal case in which the abnormal one is rated higher, ties half.
    ///
    /// A case that a reader did not read leaves the figure as it is, so that nested designs have their table too.
    /// O(N log N) a reader and condition.
    ///
    /// Source: Bamber, J Math Psychol 1975;12:387.
    ///
    /// # Errors
    /// What [`Self::case_design`] refuses; [`NotEstimable::TooFew`] where a reader has fewer than two abnormal or two
    /// normal cases, since one must be left out.
    pub fn areas(&self) -> Result<FigureTable, NotEstimable> {
        let [_, _, n_cases] = self.size();
        self.table(n_cases, &|reading| {
            at_least_two(reading)?;
            let (m, n) = (reading.abnormal.len(), reading.normal.len());
            let found = Placements::of(&reading.abnormal, &reading.normal);
            let mut left_out = vec![found.area(); n_cases];
            let without = |won: u64, m: usize, n: usize| {
                (found.won_twice - won) as f64 / (2.0 * m as f64 * n as f64)
            };
            for (case, won) in reading.abnormal_cases.iter().zip(&found.abnormal_twice) {
                left_out[*case] = without(*won, m - 1, n);
            }
            for (case, won) in reading.normal_cases.iter().zip(&found.normal_twice) {
                left_out[*case] = without(*won, m, n - 1);
            }
            Ok((found.area(), left_out))
        })
    }

    /// The share of abnormal cases rated `threshold` or higher by each reader under each condition. The table's cases are
    /// the abnormal ones: normal cases do not enter the figure, and leaving one out says nothing.
    ///
    /// Simulated in [`ObuchowskiRockette`](crate::ObuchowskiRockette) on the model of Roe and Metz (5 readers, 50 + 50 cases,
    /// sensitivity 0.77 under both conditions, 2,000 runs each, seed 8; HL, LL, HH, LH): rejected at 5 % in 5.4, 5.1, 5.8 and
    /// 5.5 %.
    ///
    /// # Errors
    /// As [`Self::areas`], of abnormal cases alone, and [`NotEstimable::NotFinite`] for the threshold.
    pub fn sensitivities(&self, threshold: f64) -> Result<FigureTable, NotEstimable> {
        finite(threshold)?;
        let places = self.places(true);
        self.table(places.len(), &|reading| {
            two_of(Counted::AbnormalCases, reading.abnormal.len())?;
            let hits = reading.abnormal.iter().map(|x| *x >= threshold);
            Ok(share(hits, &reading.abnormal_cases, &places))
        })
    }

    /// The share of normal cases rated below `threshold` by each reader under each condition. The table's cases are the
    /// normal ones.
    ///
    /// Simulated as [`Self::sensitivities`]: rejected in 5.7, 5.4, 5.3 and 5.6 %.
    ///
    /// # Errors
    /// As [`Self::sensitivities`], of normal cases.
    pub fn specificities(&self, threshold: f64) -> Result<FigureTable, NotEstimable> {
        finite(threshold)?;
        let places = self.places(false);
        self.table(places.len(), &|reading| {
            two_of(Counted::NormalCases, reading.normal.len())?;
            let hits = reading.normal.iter().map(|x| *x < threshold);
            Ok(share(hits, &reading.normal_cases, &places))
        })
    }

    /// The cases of one class.
    fn places(&self, is_abnormal: bool) -> Vec<usize> {
        let cases = self.is_abnormal().iter().enumerate();
        let of_class = cases.filter(|(_, is)| **is == is_abnormal);
        of_class.map(|(case, _)| case).collect()
    }

    fn table(
        &self,
        n_cases: usize,
        figure: &dyn Fn(&Reading) -> Result<(f64, Vec<f64>), NotEstimable>,
    ) -> Result<FigureTable, NotEstimable> {
        self.case_design()?;
        let [n_conditions, n_readers, _] = self.size();
        let (mut figures, mut left_out) = (Vec::new(), Vec::new());
        for condition in 0..n_conditions {
            for reader in 0..n_readers {
                let (value, without) = figure(&self.reading(condition, reader))?;
                figures.push(value);
                left_out.extend(without);
            }
        }
        FigureTable::new([n_conditions, n_readers, n_cases], figures, left_out)
    }
}

/// Refuses a reader's ratings with fewer than two cases of a class.
pub(super) fn at_least_two(reading: &Reading) -> Result<(), NotEstimable> {
    two_of(Counted::AbnormalCases, reading.abnormal.len())?;
    two_of(Counted::NormalCases, reading.normal.len())
}

fn two_of(what: Counted, found: usize) -> Result<(), NotEstimable> {
    if found >= 2 {
        return Ok(());
    }
    let needed = 2;
    Err(NotEstimable::TooFew {
        what,
        needed,
        found,
    })
}

fn finite(threshold: f64) -> Result<(), NotEstimable> {
    if threshold.is_finite() {
        return Ok(());
    }
    let (what, index) = ("thresholds", 0);
    Err(NotEstimable::NotFinite { what, index })
}

/// The share of hits of these cases, and that share without each of all `places` in turn.
fn share(hits: impl Iterator<Item = bool>, cases: &[usize], places: &[usize]) -> (f64, Vec<f64>) {
    let hits: Vec<bool> = hits.collect();
    let n_hits = hits.iter().filter(|hit| **hit).count();
    let value = n_hits as f64 / hits.len() as f64;
    let mut left_out = vec![value; places.len()];
    for (case, hit) in cases.iter().zip(&hits) {
        if let Ok(at) = places.binary_search(case) {
            left_out[at] = (n_hits - usize::from(*hit)) as f64 / (hits.len() - 1) as f64;
        }
    }
    (value, left_out)
}

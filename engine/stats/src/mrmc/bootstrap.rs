//! An exploratory interval for any figure of any design: readers and cases drawn again with replacement. Not for claims.

use overread_base::Seed;

use super::obuchowski_rockette::Population;
use super::placements::Placements;
use super::roc_ratings::RocRatings;
use crate::{Counted, Estimate, Method, NotEstimable};

/// The least number of resamples: the ends of a 95 % interval then rest on five values each.
const LEAST_RESAMPLES: usize = 200;

/// What is drawn from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Strata<'a> {
    /// How many readers there are.
    pub n_readers: usize,
    /// Whether each case is abnormal: abnormal and normal cases are drawn apart, so that their numbers stay.
    pub is_abnormal: &'a [bool],
    /// What is random: readers, cases or both.
    pub population: Population,
}

/// The places of the readers and cases drawn, with repeats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resample {
    /// Readers.
    pub readers: Vec<usize>,
    /// Cases.
    pub cases: Vec<usize>,
}

/// A figure with a percentile interval over resamples. Exploratory: it says what a study may be worth, and decides nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReaderCaseBootstrap {
    /// The figure of the data as they are, with the 2.5 % and 97.5 % points of the resamples' figures.
    pub estimate: Estimate,
    /// How many resamples gave a figure.
    pub n_given: usize,
    /// How many gave none.
    pub n_refused: usize,
}

/// A percentile bootstrap interval, 95 %, over `n_resamples` resamples from a seed.
///
/// `figure` is asked once for the data as they are and once a resample; a resample of which it has no figure is counted
/// and passed over. Points between order statistics are interpolated.
///
/// Resampling J readers gives (J-1)/J of their variance, while the error of single readings is drawn with readers and with
/// cases, so that it counts twice; the two partly make up for each other. Simulated (Roe and Metz' HH, area 0.79, 30 + 30
/// cases of which each reader skips a quarter, 300 resamples, 300 runs, seed 8): 95 % intervals cover in 96.3 % with 5
/// readers, in 94.3 % with 15.
///
/// Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.
///
/// # Errors
/// What `figure` says of the data as they are; [`NotEstimable::TooFew`] on fewer than 200 resamples, on fewer than two
/// of what is drawn; [`NotEstimable::NotFinite`]; [`NotEstimable::Degenerate`] where more than a tenth gave no figure.
pub fn reader_case_bootstrap95(
    seed: Seed,
    n_resamples: usize,
    strata: &Strata<'_>,
    mut figure: impl FnMut(&Resample) -> Result<f64, NotEstimable>,
) -> Result<ReaderCaseBootstrap, NotEstimable> {
    let classes = check(n_resamples, strata)?;
    let whole = Resample {
        readers: (0..strata.n_readers).collect(),
        cases: (0..strata.is_abnormal.len()).collect(),
    };
    let value = figure(&whole)?;
    if !value.is_finite() {
        let (what, index) = ("the figure", 0);
        return Err(NotEstimable::NotFinite { what, index });
    }
    let mut given = Vec::with_capacity(n_resamples);
    for at in 0..n_resamples {
        let resample = draw(seed.index(at as u64), &whole, &classes, strata.population);
        if let Ok(value) = figure(&resample)
            && value.is_finite()
        {
            given.push(value);
        }
    }
    let n_given = given.len();
    if n_given < n_resamples - n_resamples / 10 {
        let reason = "more than a tenth of the resamples gave no figure";
        return Err(NotEstimable::Degenerate { reason });
    }
    given.sort_by(f64::total_cmp);
    Ok(ReaderCaseBootstrap {
        estimate: Estimate {
            value,
            lower: point(&given, 0.025),
            upper: point(&given, 0.975),
            n: strata.is_abnormal.len() as u64,
            method: Method::ReaderCaseBootstrap95,
        },
        n_given,
        n_refused: n_resamples - n_given,
    })
}

impl RocRatings {
    /// The mean over the readers drawn who have one of their area under a condition on the cases drawn: a figure for
    /// [`reader_case_bootstrap95`].
    ///
    /// # Errors
    /// [`NotEstimable::MissingCell`] beyond the table; [`NotEstimable::TooFew`] where no reader has cases of both classes.
    pub fn mean_area_of(&self, condition: usize, drawn: &Resample) -> Result<f64, NotEstimable> {
        let (mut sum, mut n) = (0.0, 0_usize);
        for &reader in &drawn.readers {
            let rated = self.read_by(condition, reader);
            if rated.is_empty() {
                let cell = format!("condition {condition}, reader {reader}");
                return Err(NotEstimable::MissingCell { cell });
            }
            let (mut abnormal, mut normal) = (Vec::new(), Vec::new());
            for &case in &drawn.cases {
                match (
                    rated.get(case).copied().flatten(),
                    self.is_abnormal().get(case),
                ) {
                    (Some(rating), Some(true)) => abnormal.push(rating),
                    (Some(rating), Some(false)) => normal.push(rating),
                    (None, _) | (_, None) => {}
                }
            }
            if !abnormal.is_empty() && !normal.is_empty() {
                sum += Placements::of(&abnormal, &normal).area();
                n += 1;
            }
        }
        if n == 0 {
            let (what, needed, found) = (Counted::Readers, 1, 0);
            return Err(NotEstimable::TooFew {
                what,
                needed,
                found,
            });
        }
        Ok(sum / n as f64)
    }
}

/// The places of the abnormal and of the normal cases.
fn check(n_resamples: usize, strata: &Strata<'_>) -> Result<[Vec<usize>; 2], NotEstimable> {
    let class = |wanted: bool| -> Vec<usize> {
        let cases = strata.is_abnormal.iter().enumerate();
        cases
            .filter(|(_, is)| **is == wanted)
            .map(|(case, _)| case)
            .collect()
    };
    let classes = [class(true), class(false)];
    let (readers, cases) = match strata.population {
        Population::ReadersAndCases => (2, 2),
        Population::Cases => (1, 2),
        Population::Readers => (2, 1),
    };
    for (what, needed, found) in [
        (Counted::Observations, LEAST_RESAMPLES, n_resamples),
        (Counted::Readers, readers, strata.n_readers),
        (Counted::Cases, cases, strata.is_abnormal.len()),
    ] {
        if found < needed {
            return Err(NotEstimable::TooFew {
                what,
                needed,
                found,
            });
        }
    }
    Ok(classes)
}

fn draw(
    seed: Seed,
    whole: &Resample,
    classes: &[Vec<usize>; 2],
    population: Population,
) -> Resample {
    let again = |from: &[usize], seed: Seed| -> Vec<usize> {
        let mut rng = seed.rng();
        let n = from.len() as u64;
        let pick = |_| {
            usize::try_from(rng.below(n))
                .ok()
                .and_then(|at| from.get(at).copied())
        };
        from.iter().filter_map(pick).collect()
    };
    let readers = match population {
        Population::Cases => whole.readers.clone(),
        Population::Readers | Population::ReadersAndCases => {
            again(&whole.readers, seed.child("readers"))
        }
    };
    let cases = match population {
        Population::Readers => whole.cases.clone(),
        Population::Cases | Population::ReadersAndCases => {
            let mut cases = again(&classes[0], seed.child("abnormal"));
            cases.extend(again(&classes[1], seed.child("normal")));
            cases
        }
    };
    Resample { readers, cases }
}

/// The value below which a share of the sorted values lies, between order statistics by a straight line.
fn point(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() as f64 - 1.0);
    let below = sorted
        .iter()
        .enumerate()
        .take_while(|(at, _)| *at as f64 <= place)
        .last();
    let Some((at, low)) = below else {
        return f64::NAN;
    };
    let high = sorted.get(at + 1).unwrap_or(low);
    low + (high - low) * (place - at as f64)
}

#[cfg(test)]
mod tests;

//! Ratings against truth: the ROC curve of each reader and of all under a condition, with areas.

use overread_stats::{
    Counted, NotEstimable, ObuchowskiRockette, Population, ProductMoments, RocCurve, RocRatings,
    RocReads, RocRow, UStatistics, mean_roc_curve,
};

use super::{Found, TOO_LARGE, too_few};
use crate::study::{Read, Study};

/// The ratings of one reader.
#[derive(Debug, Clone, PartialEq)]
pub struct ReaderRoc {
    /// Who read.
    pub reader: usize,
    /// The empirical curve.
    pub curve: Result<RocCurve, NotEstimable>,
    /// The area below it, with DeLong's interval on the logit scale.
    pub area: Found,
}

/// The ratings under one condition.
#[derive(Debug, Clone, PartialEq)]
pub struct ConditionRoc {
    /// Under what.
    pub condition: usize,
    /// The readers that read under it.
    pub readers: Vec<ReaderRoc>,
    /// The mean of the readers' curves: false positive rate and sensitivity.
    pub mean: Result<Vec<[f64; 2]>, NotEstimable>,
    /// The mean area for readers and cases like these; of one reader, that reader's.
    pub area: Found,
}

pub(super) fn of(study: &Study, condition: usize) -> ConditionRoc {
    let readers: Vec<ReaderRoc> = (0..study.readers().len())
        .filter(|reader| study.of_reader(condition, *reader).next().is_some())
        .map(|reader| reader_roc(study, condition, reader))
        .collect();
    let curves: Vec<RocCurve> = readers
        .iter()
        .filter_map(|of| of.curve.as_ref().ok().cloned())
        .collect();
    let area = match readers.as_slice() {
        [one] => one.area.clone(),
        all => mean_area(study, condition, all),
    };
    ConditionRoc {
        condition,
        mean: mean_roc_curve(&curves),
        readers,
        area,
    }
}

fn reader_roc(study: &Study, condition: usize, reader: usize) -> ReaderRoc {
    let reads = reads(study.of_reader(condition, reader), study);
    ReaderRoc {
        reader,
        area: match &reads {
            Ok(reads) => Found::of(reads.area(), reads.estimate()),
            Err(reason) => Found::none(reason),
        },
        curve: reads.map(|reads| RocCurve::of(&reads)),
    }
}

/// Ratings of cases of known truth by class.
fn reads<'s>(
    of: impl Iterator<Item = (usize, &'s Read)>,
    study: &Study,
) -> Result<RocReads, NotEstimable> {
    let [mut normal, mut abnormal] = [Vec::new(), Vec::new()];
    for (case, read) in of {
        if let (Some(truth), Some(rating)) = (study.truth(case), read.rating) {
            if truth {
                abnormal.push(rating);
            } else {
                normal.push(rating);
            }
        }
    }
    RocReads::new(&abnormal, &normal)
}

fn mean_area(study: &Study, condition: usize, readers: &[ReaderRoc]) -> Found {
    let areas: Vec<f64> = readers
        .iter()
        .filter_map(|of| of.area.value.as_ref().ok().copied())
        .collect();
    if areas.is_empty() {
        return Found::none(&too_few(Counted::Readers, 1, 0));
    }
    let found = ratings(study, &[condition], |read| read.rating).and_then(|ratings| {
        let n = ratings.size()[1] as u64;
        let area = if ratings.is_fully_crossed() {
            ObuchowskiRockette::of_areas(&ratings)?.condition(Population::ReadersAndCases, 0)?
        } else {
            UStatistics::of(&ratings)?.area(0, ProductMoments::Unbiased)?
        };
        let estimate = area.estimate95(n);
        Ok((
            area.value,
            overread_stats::Estimate {
                lower: estimate.lower.max(0.0),
                upper: estimate.upper.min(1.0),
                ..estimate
            },
        ))
    });
    match found {
        Ok((value, estimate)) => Found::of(value, Ok(estimate)),
        Err(reason) => Found::of(areas.iter().sum::<f64>() / areas.len() as f64, Err(reason)),
    }
}

/// As many steps as the analyses of many readers may take: seconds, not minutes.
const MOST_STEPS: usize = 3_000_000_000;

/// The ratings under some conditions on cases of known truth that anybody rated, in the order of the study.
///
/// # Errors
/// What [`RocRatings::new`] refuses, and [`TOO_LARGE`].
pub(super) fn ratings(
    study: &Study,
    conditions: &[usize],
    rating: impl Fn(&Read) -> Option<f64>,
) -> Result<RocRatings, NotEstimable> {
    let names: Vec<String> = study.conditions().iter().map(|c| c.word()).collect();
    let mut rows = Vec::new();
    let mut is_rated = vec![false; study.cases().len()];
    for &condition in conditions {
        for (reader, name) in study.readers().iter().enumerate() {
            for (case, read) in study.of_reader(condition, reader) {
                let (Some(_), Some(rating)) = (study.truth(case), rating(read)) else {
                    continue;
                };
                is_rated[case] = true;
                rows.push(RocRow {
                    reader: name,
                    case: &study.cases()[case].id,
                    condition: &names[condition],
                    rating,
                });
            }
        }
    }
    let cases = study.cases().iter().zip(&is_rated);
    let truth: Vec<(&str, bool)> = cases
        .filter(|(_, is_rated)| **is_rated)
        .filter_map(|(case, _)| Some((&*case.id, case.truth?)))
        .collect();
    let ratings = RocRatings::new(&rows, &truth).map_err(first)?;
    let [n_conditions, n_readers, n_cases] = ratings.size();
    let cells = n_conditions.saturating_mul(n_readers);
    let steps = if ratings.is_fully_crossed() {
        cells.saturating_mul(cells).saturating_mul(n_cases)
    } else {
        let pairs = n_cases.saturating_mul(n_cases) / 4;
        cells.saturating_mul(cells).saturating_mul(pairs)
    };
    if steps > MOST_STEPS {
        return Err(TOO_LARGE);
    }
    Ok(ratings)
}

fn first(faults: Vec<NotEstimable>) -> NotEstimable {
    let none = NotEstimable::Degenerate {
        reason: "the ratings are refused",
    };
    faults.into_iter().next().unwrap_or(none)
}

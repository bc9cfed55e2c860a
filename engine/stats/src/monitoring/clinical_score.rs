//! The clinical score of a service, 0 to 100: an expert's ratings of interpretation and of localisation, study by
//! study.

use crate::human_ai::ratio95;
use crate::{Counted, Estimate, NotEstimable};

/// How far a result is right on two axes, 0 to 100 each (full agreement 100, partial 50, false 0); `None` where not
/// rated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StudyRating {
    /// Interpretation.
    pub interpretation: Option<f64>,
    /// Localisation.
    pub localisation: Option<f64>,
}

/// The clinical score.
#[derive(Debug, Clone, PartialEq)]
pub struct ClinicalScore {
    /// The mean of all ratings, 0 to 100; its `n` counts studies with a rating.
    pub score: Estimate,
    /// The mean of interpretation alone.
    pub interpretation: Result<Estimate, NotEstimable>,
    /// The mean of localisation alone.
    pub localisation: Result<Estimate, NotEstimable>,
    /// Studies without any rating: in no figure above.
    pub n_unrated: u64,
}

/// The clinical score of `studies` with an interval, 95 %, between 0 and 100.
///
/// The sum of all ratings over their number. The two ratings of a study are alike, so the study is the unit: the
/// interval is that of a ratio of clusters (see `clustered_share95`) without a floor for the design effect, since
/// ratings between the ends vary less than hits do. It has a width also where all ratings are full. That the axes are
/// these and weigh so is unverified; the range of 0 to 100 is published (63.4, later 72.0, for a mammography service).
///
/// Coverage in simulation (4,000 samples of 80 studies each, seed 8): chances of full and partial agreement 0.55 and
/// 0.2, 0.955; 0.8 and 0.15, 0.955; 0.97 and 0.02, where three of four samples hold at most a few faults, 0.927.
///
/// # Errors
/// [`NotEstimable::TooFew`] with fewer than two rated studies, [`NotEstimable::NotFinite`],
/// [`NotEstimable::OutOfDomain`].
///
/// Source: the score: Diagnostics 2025;15(7):822; the interval: Rao and Scott, Biometrics 1992;48:577.
pub fn clinical_score(studies: &[StudyRating]) -> Result<ClinicalScore, NotEstimable> {
    for (what, of) in [
        ("the ratings of interpretation", interpretation as Axis),
        ("the ratings of localisation", localisation),
    ] {
        check(what, studies, of)?;
    }
    let both = |study: &StudyRating| {
        let rated = [study.interpretation, study.localisation];
        let worths: Vec<f64> = rated.into_iter().flatten().collect();
        (worths.iter().sum(), worths.len() as f64)
    };
    let one = |of: Axis| {
        let worths = studies.iter().filter_map(of);
        mean(&worths.map(|worth| (worth, 1.0)).collect::<Vec<_>>())
    };
    let rated: Vec<(f64, f64)> = studies.iter().map(both).filter(|(_, n)| *n > 0.0).collect();
    Ok(ClinicalScore {
        score: mean(&rated)?,
        interpretation: one(interpretation),
        localisation: one(localisation),
        n_unrated: (studies.len() - rated.len()) as u64,
    })
}

type Axis = fn(&StudyRating) -> Option<f64>;

fn interpretation(study: &StudyRating) -> Option<f64> {
    study.interpretation
}

fn localisation(study: &StudyRating) -> Option<f64> {
    study.localisation
}

fn check(what: &'static str, studies: &[StudyRating], of: Axis) -> Result<(), NotEstimable> {
    for (index, study) in studies.iter().enumerate() {
        match of(study) {
            Some(worth) if !worth.is_finite() => {
                return Err(NotEstimable::NotFinite { what, index });
            }
            Some(worth) if !(0.0..=100.0).contains(&worth) => {
                let domain = "0 to 100";
                return Err(NotEstimable::OutOfDomain {
                    what,
                    index,
                    domain,
                });
            }
            Some(_) | None => {}
        }
    }
    Ok(())
}

/// The mean of studies, each with the sum of its ratings and their number.
fn mean(studies: &[(f64, f64)]) -> Result<Estimate, NotEstimable> {
    NotEstimable::if_fewer(Counted::Cases, 2, studies.len())?;
    let shares: Vec<(f64, f64)> = studies.iter().map(|(sum, n)| (sum / 100.0, *n)).collect();
    let Estimate {
        value,
        lower,
        upper,
        n,
        method,
    } = ratio95(&shares, 0.0)?.estimate;
    Ok(Estimate {
        value: value * 100.0,
        lower: lower * 100.0,
        upper: upper * 100.0,
        n,
        method,
    })
}

#[cfg(test)]
mod tests;

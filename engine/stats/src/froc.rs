//! Free-response reads: marks with ratings, counted against lesions and cases. No proximity rule: marks come classified.

use crate::{Estimate, proportion_wilson95, rate_garwood95};

/// The classified marks of one reader in one condition.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FrocReads {
    /// Cases read, normal and abnormal.
    pub n_cases: u64,
    /// Lesions in them.
    pub n_lesions: u64,
    /// For each lesion with at least one mark: the highest rating of its marks.
    pub lesion_ratings: Vec<f64>,
    /// The rating of each mark on no lesion.
    pub non_lesion_ratings: Vec<f64>,
}

impl FrocReads {
    /// Lesion localisation fraction: lesions marked at or above `threshold`, of all lesions, with the interval of
    /// [`proportion_wilson95`], where its coverage stands: lesions of one case count as independent.
    ///
    /// `None` without lesions, or if more lesions are marked than there are. Take `f64::NEG_INFINITY` for every mark.
    ///
    /// Source: Chakraborty, Observer Performance Methods, 2017, section 12.6.
    #[must_use]
    pub fn lesion_localisation(&self, threshold: f64) -> Option<Estimate> {
        proportion_wilson95(at_or_above(&self.lesion_ratings, threshold), self.n_lesions).ok()
    }

    /// Non-lesion localisation fraction: marks on no lesion at or above `threshold`, a case, over all cases, with the
    /// interval of [`rate_garwood95`], where its coverage stands: marks on one case count as independent.
    ///
    /// `None` without cases.
    #[must_use]
    pub fn non_lesion_localisation(&self, threshold: f64) -> Option<Estimate> {
        rate_garwood95(
            at_or_above(&self.non_lesion_ratings, threshold),
            self.n_cases,
        )
        .ok()
    }
}

fn at_or_above(ratings: &[f64], threshold: f64) -> u64 {
    ratings.iter().filter(|&&r| r >= threshold).count() as u64
}

#[cfg(test)]
mod tests;

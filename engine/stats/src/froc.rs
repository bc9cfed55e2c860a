//! Free-response reads: marks with ratings, counted against lesions and cases. No proximity rule: marks come classified.

use crate::{Counted, Estimate, NotEstimable, proportion_wilson95, rate_garwood95};

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
    /// Take `f64::NEG_INFINITY` for every mark.
    ///
    /// Source: Chakraborty, Observer Performance Methods, 2017, section 12.6.
    ///
    /// # Errors
    /// [`NotEstimable::TooFew`] without lesions, [`NotEstimable::OutOfDomain`] if more lesions are marked than there are,
    /// [`NotEstimable::NotFinite`] for a threshold or rating that is not a number; either infinity is one here.
    pub fn lesion_localisation(&self, threshold: f64) -> Result<Estimate, NotEstimable> {
        let n_lesions = usize::try_from(self.n_lesions).unwrap_or(usize::MAX);
        NotEstimable::if_fewer(Counted::Lesions, 1, n_lesions)?;
        let n_marked = at_or_above("the lesions' ratings", &self.lesion_ratings, threshold)?;
        proportion_wilson95(n_marked, self.n_lesions)
    }

    /// Non-lesion localisation fraction: marks on no lesion at or above `threshold`, a case, over all cases, with the
    /// interval of [`rate_garwood95`], where its coverage stands: marks on one case count as independent.
    ///
    /// # Errors
    /// [`NotEstimable::TooFew`] without cases, [`NotEstimable::NotFinite`] as for [`Self::lesion_localisation`].
    pub fn non_lesion_localisation(&self, threshold: f64) -> Result<Estimate, NotEstimable> {
        let n_cases = usize::try_from(self.n_cases).unwrap_or(usize::MAX);
        NotEstimable::if_fewer(Counted::Cases, 1, n_cases)?;
        let what = "the ratings of marks on no lesion";
        let n_marks = at_or_above(what, &self.non_lesion_ratings, threshold)?;
        rate_garwood95(n_marks, self.n_cases)
    }
}

fn at_or_above(what: &'static str, ratings: &[f64], threshold: f64) -> Result<u64, NotEstimable> {
    NotEstimable::if_nan("the threshold", &[threshold])?;
    NotEstimable::if_nan(what, ratings)?;
    Ok(ratings.iter().filter(|&&r| r >= threshold).count() as u64)
}

#[cfg(test)]
mod tests;

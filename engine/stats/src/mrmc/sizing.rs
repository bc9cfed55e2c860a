//! How many readers and cases a study needs, from the components of a pilot. No one-sided tests.

use super::obuchowski_rockette::{ObuchowskiRockette, Population};
use crate::distributions::{
    chi_squared_upper_point, f_upper_point, noncentral_chi_squared_upper, noncentral_f_upper,
};
use crate::{Counted, NotEstimable};

/// The most readers or cases that are tried.
const MOST: usize = 1_000_000;

/// What a pilot study says of the variation of figures of merit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PilotStudy {
    /// Variance of a figure due to cases.
    pub variance: f64,
    /// Covariance: same reader, different conditions.
    pub cov1: f64,
    /// Covariance: same condition, different readers.
    pub cov2: f64,
    /// Covariance: both different.
    pub cov3: f64,
    /// Variance of readers by condition; a negative one counts as 0.
    pub condition_reader: f64,
    /// The pilot's number of cases.
    pub n_cases: usize,
}

/// The power of a planned study.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StudyPower {
    /// The chance to reject that the conditions are equal.
    pub power: f64,
    /// The non-centrality of the test statistic.
    pub noncentrality: f64,
    /// The second degrees of freedom; infinite where readers are fixed.
    pub degrees_of_freedom: f64,
}

/// What is asked of a planned study of two conditions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StudyAim {
    /// To what the result shall apply.
    pub population: Population,
    /// The true difference that shall be found; its sign does not matter.
    pub effect: f64,
    /// The two-sided error of the first kind.
    pub alpha: f64,
}

impl PilotStudy {
    /// From an analysed pilot study.
    ///
    /// # Errors
    /// [`NotEstimable::TooFew`] on one reader or condition.
    pub fn of(study: &ObuchowskiRockette) -> Result<Self, NotEstimable> {
        let components = study.components()?;
        let means = study.covariances();
        let [_, _, n_cases] = study.size();
        Ok(Self {
            variance: means.variance,
            cov1: means.cov1.unwrap_or(0.0),
            cov2: means.cov2.unwrap_or(0.0),
            cov3: means.cov3.unwrap_or(0.0),
            condition_reader: components.condition_reader,
            n_cases,
        })
    }

    /// The power of `n_readers` on `n_cases`, mixed like the pilot's, under two conditions.
    ///
    /// With m = max(Cov2-Cov3, 0), V = max(VarTR, 0), k = pilot's cases / cases, J readers and effect d:
    /// readers and cases: D = V + k (Var - Cov1 + (J-1) m), F' on 1 and D² (J-1)/(V + k (Var - Cov1 - m))²,
    /// non-centrality d² J/(2 D). Cases: D = k (Var - Cov1 + (J-1) m), chi-squared on 1.
    /// Readers: D = V + k (Var - Cov1 - m), F' on 1 and J-1.
    ///
    /// Simulated on the model of Roe and Metz (HL, areas 0.76 and 0.85, components from 60 readers on 600 cases, seed 8): 6
    /// readers on 100 cases are foretold a power of 0.737 and reject in 70.2 % of 2,000 runs (seed 9).
    ///
    /// Source: Hillis, Obuchowski, Berbaum, Acad Radiol 2011;18:129.
    ///
    /// # Errors
    /// [`NotEstimable::NotFinite`], [`NotEstimable::OutOfDomain`], [`NotEstimable::TooFew`], and
    /// [`NotEstimable::Degenerate`] where nothing varies.
    pub fn power(
        &self,
        aim: &StudyAim,
        n_readers: usize,
        n_cases: usize,
    ) -> Result<StudyPower, NotEstimable> {
        self.check(aim)?;
        let needed = if aim.population == Population::Cases {
            1
        } else {
            2
        };
        for (what, needed, found) in [
            (Counted::Readers, needed, n_readers),
            (Counted::Cases, 2, n_cases),
        ] {
            if found < needed {
                return Err(NotEstimable::TooFew {
                    what,
                    needed,
                    found,
                });
            }
        }
        let j = n_readers as f64;
        let fewer = self.n_cases as f64 / n_cases as f64;
        let shared = (self.cov2 - self.cov3).max(0.0);
        let between = self.condition_reader.max(0.0);
        let alone = fewer * (self.variance - self.cov1 - shared);
        let whole = fewer * (self.variance - self.cov1 + (j - 1.0) * shared);
        let (denominator, df2) = match aim.population {
            Population::ReadersAndCases => {
                let spread = between + alone;
                let whole = between + whole;
                (
                    whole,
                    super::obuchowski_rockette::degrees_of_freedom(whole, spread, j - 1.0),
                )
            }
            Population::Cases => (whole, f64::INFINITY),
            Population::Readers => (between + alone, j - 1.0),
        };
        if denominator.is_nan() || denominator <= 0.0 {
            let reason = "the pilot's figures of merit do not vary";
            return Err(NotEstimable::Degenerate { reason });
        }
        let noncentrality = aim.effect * aim.effect * j / (2.0 * denominator);
        let power = if df2.is_infinite() {
            let point = chi_squared_upper_point(aim.alpha, 1.0);
            noncentral_chi_squared_upper(point, 1.0, noncentrality.min(FAR))
        } else {
            let point = f_upper_point(aim.alpha, 1.0, df2);
            noncentral_f_upper(point, 1.0, df2, noncentrality.min(FAR))
        };
        Ok(StudyPower {
            power,
            noncentrality,
            degrees_of_freedom: df2,
        })
    }

    /// The fewest cases with which `n_readers` reach the wanted power.
    ///
    /// With few random readers power falls again beyond some number of cases, since the degrees of freedom fall to J-1.
    ///
    /// # Errors
    /// As [`Self::power`]; [`NotEstimable::Degenerate`] where a million cases are not enough, since readers vary.
    pub fn cases_for(
        &self,
        aim: &StudyAim,
        n_readers: usize,
        power: f64,
    ) -> Result<usize, NotEstimable> {
        wanted(power)?;
        let reason = "a million cases do not reach the wanted power with so few readers";
        fewest(2, reason, |n_cases| {
            Ok(self.power(aim, n_readers, n_cases)?.power >= power)
        })
    }

    /// The fewest readers who reach the wanted power on `n_cases`.
    ///
    /// # Errors
    /// As [`Self::power`]; [`NotEstimable::Degenerate`] where a million readers are not enough, since cases vary.
    pub fn readers_for(
        &self,
        aim: &StudyAim,
        n_cases: usize,
        power: f64,
    ) -> Result<usize, NotEstimable> {
        wanted(power)?;
        let least = if aim.population == Population::Cases {
            1
        } else {
            2
        };
        let reason = "a million readers do not reach the wanted power on so few cases";
        fewest(least, reason, |n_readers| {
            Ok(self.power(aim, n_readers, n_cases)?.power >= power)
        })
    }

    fn check(&self, aim: &StudyAim) -> Result<(), NotEstimable> {
        let values = [
            self.variance,
            self.cov1,
            self.cov2,
            self.cov3,
            self.condition_reader,
        ];
        if let Some(index) = values.iter().position(|value| !value.is_finite()) {
            let what = "the pilot's components";
            return Err(NotEstimable::NotFinite { what, index });
        }
        if self.n_cases < 2 {
            let (what, needed, found) = (Counted::Cases, 2, self.n_cases);
            return Err(NotEstimable::TooFew {
                what,
                needed,
                found,
            });
        }
        if !aim.effect.is_finite() {
            let (what, index) = ("effects", 0);
            return Err(NotEstimable::NotFinite { what, index });
        }
        share("error rates", aim.alpha)
    }
}

/// A non-centrality at which every power is 1 to the last bit, and the mixture still short.
const FAR: f64 = 1e6;

fn wanted(power: f64) -> Result<(), NotEstimable> {
    share("wanted powers", power)
}

fn share(what: &'static str, x: f64) -> Result<(), NotEstimable> {
    if x > 0.0 && x < 1.0 {
        return Ok(());
    }
    let domain = "0 to 1, ends excluded";
    Err(NotEstimable::OutOfDomain {
        what,
        index: 0,
        domain,
    })
}

/// The smallest number from `least` on that is enough: first in steps of a twentieth, then between the last two.
///
/// Doubling would step over a power that rises and falls again; what is enough for less than a twentieth may be missed.
fn fewest(
    least: usize,
    reason: &'static str,
    is_enough: impl Fn(usize) -> Result<bool, NotEstimable>,
) -> Result<usize, NotEstimable> {
    if is_enough(least)? {
        return Ok(least);
    }
    let (mut low, mut high) = (least, least + 1);
    while !is_enough(high)? {
        if high >= MOST {
            return Err(NotEstimable::Degenerate { reason });
        }
        (low, high) = (high, (high + 1 + high / 20).min(MOST));
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if is_enough(middle)? {
            high = middle;
        } else {
            low = middle;
        }
    }
    Ok(high)
}

#[cfg(test)]
mod tests;

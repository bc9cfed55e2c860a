//! How advice moves answers on an ordinal scale such as BI-RADS: toward the advice, and toward or away from the truth.

use super::advised::share;
use super::means::{Effect, mean_t95};
use crate::{Counted, Estimate, NotEstimable};

/// An answer in levels of an ordinal scale, before and after advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrdinalTrial {
    /// The right level.
    pub truth: i32,
    /// What the service said.
    pub ai: i32,
    /// What the reader said before it.
    pub first: i32,
    /// What the reader said after it.
    pub last: i32,
}

/// What advice did to answers in levels. A mean is not estimable where its values are too few or all equal; a share without
/// opportunity is `None`, never 0.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelShift {
    /// The signed deviation of the first answers, h1 - y.
    pub first_deviation: Result<Effect, NotEstimable>,
    /// The signed deviation of the final answers, h2 - y.
    pub last_deviation: Result<Effect, NotEstimable>,
    /// By how many levels a wrong service draws toward its error: sign(a-y) · (h2-h1) where a ≠ y.
    pub toward_wrong_ai: Result<Effect, NotEstimable>,
    /// By how many levels answers move toward advice that differs: sign(a-h1) · (h2-h1) where a ≠ h1.
    pub toward_advice: Result<Effect, NotEstimable>,
    /// The share of answers that were revised at all where a ≠ h1; the rest stayed at their anchor.
    pub revised: Option<Estimate>,
    /// The share of answers that took the advised level over where a ≠ h1.
    pub adopted: Option<Estimate>,
    /// The share of final answers that miss by exactly one level, of those that miss.
    pub near_misses: Option<Estimate>,
}

/// The shift of answers in levels. Means have Student's interval, shares that of
/// [`proportion_wilson95`](crate::proportion_wilson95), where its coverage stands.
///
/// Levels are taken as equally far apart, which an ordinal scale does not promise: read the means with the shares.
///
/// Coverage of a mean of levels in simulation (4,000 sets of 40 trials, seed 8): 0.940.
///
/// # Errors
/// [`NotEstimable::TooFew`] without trials.
///
/// Source: definitions of signed deviation and shift as in reader studies of near-miss errors (Pesapane 2026, quoted;
/// unverified).
pub fn level_shift(trials: &[OrdinalTrial]) -> Result<LevelShift, NotEstimable> {
    NotEstimable::if_fewer(Counted::Observations, 1, trials.len())?;
    let level = |x: i32| f64::from(x);
    let mean = |what, of: &dyn Fn(&OrdinalTrial) -> Option<f64>| {
        mean_t95(what, &trials.iter().filter_map(of).collect::<Vec<_>>())
    };
    let toward = |t: &OrdinalTrial, from: i32| {
        let sign = t.ai.cmp(&from) as i8;
        (sign != 0).then(|| f64::from(sign) * (level(t.last) - level(t.first)))
    };
    let count = |is: &dyn Fn(&OrdinalTrial) -> bool| trials.iter().filter(|t| is(t)).count();
    let n_apart = count(&|t| t.ai != t.first);
    Ok(LevelShift {
        first_deviation: mean("the first deviations", &|t| {
            Some(level(t.first) - level(t.truth))
        }),
        last_deviation: mean("the final deviations", &|t| {
            Some(level(t.last) - level(t.truth))
        }),
        toward_wrong_ai: mean("the shifts toward wrong advice", &|t| toward(t, t.truth)),
        toward_advice: mean("the shifts toward advice", &|t| toward(t, t.first)),
        revised: share(count(&|t| t.ai != t.first && t.last != t.first), n_apart),
        adopted: share(count(&|t| t.ai != t.first && t.last == t.ai), n_apart),
        near_misses: share(
            count(&|t| t.last.abs_diff(t.truth) == 1),
            count(&|t| t.last != t.truth),
        ),
    })
}

#[cfg(test)]
mod tests;

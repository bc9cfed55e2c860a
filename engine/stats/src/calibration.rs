//! How far probabilities are borne out: Brier score, log loss, calibration error. No curves, no recalibration.

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
    /// # Errors
    /// [`NotEstimable::TooFew`] without forecasts, [`NotEstimable::OutOfDomain`] if a p is outside 0 to 1,
    /// [`NotEstimable::Degenerate`] without bins.
    ///
    /// Source: Brier, Mon Weather Rev 1950;78:1; Naeini, Cooper, Hauskrecht, AAAI 2015 for ECE and MCE.
    pub fn of(forecasts: &[(f64, bool)], n_bins: u32) -> Result<Self, NotEstimable> {
        NotEstimable::if_fewer(Counted::Observations, 1, forecasts.len())?;
        let said: Vec<f64> = forecasts.iter().map(|(p, _)| *p).collect();
        NotEstimable::if_outside("the probabilities", &said, 0.0..=1.0, "0 to 1")?;
        if n_bins == 0 {
            let reason = "there are no bins";
            return Err(NotEstimable::Degenerate { reason });
        }
        let n = forecasts.len() as f64;
        let outcome = |y: bool| if y { 1.0 } else { 0.0 };
        let mean = |of: &dyn Fn(f64, f64) -> f64| {
            let sum: f64 = forecasts.iter().map(|&(p, y)| of(p, outcome(y))).sum();
            sum / n
        };
        let loss = mean(&|p, y| -libm::log(y * p + (1.0 - y) * (1.0 - p)));
        let (mut ece, mut mce) = (0.0, 0.0_f64);
        for bin in 1..=n_bins {
            let low = f64::from(bin - 1) / f64::from(n_bins);
            let high = f64::from(bin) / f64::from(n_bins);
            let inside = |p: f64| (low < p || bin == 1) && p <= high;
            let of_bin: Vec<_> = forecasts.iter().filter(|(p, _)| inside(*p)).collect();
            if of_bin.is_empty() {
                continue;
            }
            let said: f64 = of_bin.iter().map(|(p, _)| p).sum();
            let was: f64 = of_bin.iter().map(|(_, y)| outcome(*y)).sum();
            ece += (was - said).abs() / n;
            mce = mce.max((was - said).abs() / of_bin.len() as f64);
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

#[cfg(test)]
mod tests;

//! Rates: events over a number of units, e.g. false positives a case. No proportions.

use crate::special::{gamma_regularised, solve_rising};
use crate::{Estimate, Method, NotEstimable, proportion::check_counts};

/// `events` over `units` with Garwood's exact interval, 95 %, taking the events as a Poisson count.
///
/// The ends are half the 0.025 quantile of chi-squared on 2k degrees of freedom and half the 0.975 quantile on 2k + 2,
/// over `units`. False positives cluster in cases, which a Poisson count does not know: the interval is then too narrow.
///
/// Simulated coverage at 0.3 a case, 10,000 sets, seed 8116: 96.2 % on 20 cases, 95.5 % on 100.
///
/// # Errors
/// [`NotEstimable::TooFew`] if `units` is 0.
///
/// Source: Garwood, Biometrika 1936;28:437.
pub fn rate_garwood95(events: u64, units: u64) -> Result<Estimate, NotEstimable> {
    check_counts(0, units)?;
    let (k, total) = (events as f64, units as f64);
    // Ten standard deviations and a bit: beyond the 0.975 quantile at every count.
    let reach = k + 10.0 * (k + 1.0).sqrt() + 10.0;
    let quantile =
        |p: f64, shape: f64| solve_rising(0.0, reach, p, |x| gamma_regularised(shape, x));
    let lower = if events == 0 { 0.0 } else { quantile(0.025, k) };
    let upper = quantile(0.975, k + 1.0);
    Ok(Estimate {
        value: k / total,
        lower: lower / total,
        upper: upper / total,
        n: units,
        method: Method::Garwood95,
    })
}

#[cfg(test)]
mod tests;

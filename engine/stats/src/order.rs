//! Order statistics. No means.

use crate::{Counted, NotEstimable};

/// The middle value; the mean of the two middle values for an even count.
///
/// # Errors
/// [`NotEstimable::TooFew`] without values, [`NotEstimable::NotFinite`] with a NaN.
pub fn median(values: &[f64]) -> Result<f64, NotEstimable> {
    NotEstimable::if_fewer(Counted::Observations, 1, values.len())?;
    NotEstimable::if_nan("the values", values)?;
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (upper, is_even) = (sorted.len() / 2, sorted.len().is_multiple_of(2));
    Ok(if is_even {
        sorted[upper - 1] + (sorted[upper] - sorted[upper - 1]) * 0.5
    } else {
        sorted[upper]
    })
}

#[cfg(test)]
mod tests;

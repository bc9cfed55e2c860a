//! Order statistics. No means.

/// The middle value; the mean of the two middle values for an even count; `None` without values or with a NaN.
#[must_use]
pub fn median(values: &[f64]) -> Option<f64> {
    if values.is_empty() || values.iter().any(|v| v.is_nan()) {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (upper, is_even) = (sorted.len() / 2, sorted.len().is_multiple_of(2));
    Some(if is_even {
        sorted[upper - 1] + (sorted[upper] - sorted[upper - 1]) * 0.5
    } else {
        sorted[upper]
    })
}

#[cfg(test)]
mod tests;

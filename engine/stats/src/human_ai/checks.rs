//! The refusals that these estimators share. No computation.

use crate::{Estimate, Method, NotEstimable};

/// Refuses the first value that is not a finite number above 0.
pub(crate) fn positive(what: &'static str, values: &[f64]) -> Result<(), NotEstimable> {
    NotEstimable::if_not_finite(what, values)?;
    match values.iter().position(|value| *value <= 0.0) {
        Some(index) => Err(NotEstimable::OutOfDomain {
            what,
            index,
            domain: "above 0",
        }),
        None => Ok(()),
    }
}

/// An estimate, unless a sum of huge numbers overflowed on the way.
pub(crate) fn estimate(
    [value, lower, upper]: [f64; 3],
    n: usize,
    method: Method,
) -> Result<Estimate, NotEstimable> {
    if ![value, lower, upper].iter().all(|x| x.is_finite()) {
        return Err(NotEstimable::Degenerate {
            reason: "the numbers are too large to be added",
        });
    }
    Ok(Estimate {
        value,
        lower,
        upper,
        n: n as u64,
        method,
    })
}

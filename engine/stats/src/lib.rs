//! Estimators of observer performance: pure functions from counts and ratings to numbers with intervals.
//!
//! Knows nothing of sessions, files or randomness. All numbers are f64; a rate without opportunities is `None`, never 0.

mod estimate;
mod reliance;

pub use estimate::{Estimate, Method};
pub use reliance::{Reliance, Trial};

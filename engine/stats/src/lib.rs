//! Estimators of observer performance: pure functions from counts and ratings to numbers with intervals.
//!
//! Knows nothing of sessions, files or randomness. All numbers are f64, equal bits on every platform; a rate without
//! opportunities is `None`, never 0.
//! Entry: [`proportion_wilson95`], [`rate_garwood95`], [`Reliance::of`], [`FrocReads`], [`median`].

mod estimate;
mod froc;
mod mcnemar;
mod normal;
mod order;
mod proportion;
#[cfg(test)]
mod published;
mod rate;
mod reliance;
mod special;

pub use estimate::{Estimate, Method};
pub use froc::FrocReads;
pub use mcnemar::{McNemar, mcnemar};
pub use normal::{normal_cdf, normal_quantile};
pub use order::median;
pub use proportion::{proportion_clopper_pearson95, proportion_wilson95};
pub use rate::rate_garwood95;
pub use reliance::{Reliance, Trial};

//! Estimators of observer performance: pure functions from counts and ratings to numbers with intervals.
//!
//! Knows nothing of sessions, files or randomness. All numbers are f64, equal bits on every platform; what
//! cannot be estimated is a named [`NotEstimable`], never 0 and never NaN.
//! Entry: [`proportion_wilson95`], [`difference_newcombe95`], [`rate_garwood95`], [`Reliance::of`], [`Calibration::of`],
//! [`RocReads`], [`FrocReads`], [`FreeResponse`], [`Lroc`], [`angoff`], [`median`].

mod auc;
mod calibration;
mod difference;
mod estimate;
mod figure_table;
mod froc;
mod kappa;
mod localisation;
mod mcnemar;
mod mean;
mod normal;
mod not_estimable;
mod order;
mod proportion;
#[cfg(test)]
mod published;
mod rate;
mod reliance;
mod special;
mod standard_setting;

pub use auc::RocReads;
pub use calibration::Calibration;
pub use difference::{Difference, difference_newcombe95};
pub use estimate::{Estimate, Method};
pub use figure_table::FigureTable;
pub use froc::FrocReads;
pub use kappa::{KappaWeights, weighted_kappa};
pub use localisation::{
    AxisBox, CaseBootstrap, CurvePoint, FreeResponse, LocalisationCurve, LocalisationFigure,
    LocatedRead, Lroc, LrocFigure, Mark, Overlap, Target,
};
pub use mcnemar::{McNemar, mcnemar};
pub use mean::mean_share_t95;
pub use normal::{normal_cdf, normal_quantile};
pub use not_estimable::{Counted, NotEstimable};
pub use order::median;
pub use proportion::{proportion_clopper_pearson95, proportion_wilson95};
pub use rate::rate_garwood95;
pub use reliance::{Reliance, Trial};
pub use standard_setting::{Angoff, Borderline, Hofstee, angoff, borderline_regression, hofstee};

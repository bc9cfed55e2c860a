//! Analyses of many readers and many cases (MRMC). One reader alone: see the areas and proportions.

mod against_readers;
mod bootstrap;
mod covariance;
mod obuchowski_rockette;
mod placements;
mod roc_figures;
mod roc_ratings;
mod sizing;
mod u_statistics;

#[cfg(test)]
pub(crate) mod tests;

pub use against_readers::against_readers;
pub use bootstrap::{ReaderCaseBootstrap, Resample, Strata, reader_case_bootstrap95};
pub use covariance::{FigureCovariance, FigureCovariances};
pub use obuchowski_rockette::{
    ConditionTest, MeanSquares, ObuchowskiRockette, Population, ReferenceDistribution,
    VarianceComponents,
};
pub use roc_ratings::{CaseDesign, RocRatings, RocRow};
pub use sizing::{PilotStudy, StudyAim, StudyPower};
pub use u_statistics::{ExcludedReading, ProductMoments, UStatistics};

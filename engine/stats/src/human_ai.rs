//! People reading with AI: what advice changes, what it costs in time, and how that changes over sessions. The reliance
//! of a set of two-way trials stands in `reliance`.

mod advised;
mod against_unaided;
mod bootstrap;
mod checks;
mod clustered;
mod clustered_difference;
mod crossover;
mod crossover_binary;
mod double_reading;
mod fisher;
#[cfg(test)]
mod hostile;
mod learning;
mod means;
mod ordinal;
mod paired_difference;
mod readers;
mod reclassification;
mod times;
mod trust;

pub use advised::{AdvisedValue, WeightOfAdvice, weight_of_advice};
pub use against_unaided::{
    AgainstUnaided, MatchedDecision, commission_against_unaided, omission_against_unaided,
};
pub use bootstrap::cluster_bootstrap95;
pub use clustered::{ClusterCount, ClusteredShare, bounded_mean95, clustered_share95};
pub use clustered_difference::{ClusterMoves, clustered_difference95};
pub use crossover::{Crossover, TwoPeriods, crossover};
pub use crossover_binary::{BinaryCrossover, PeriodCounts, crossover_binary};
pub use double_reading::{DoubleReading, DoublyRead, FlaggedBy};
pub use fisher::{FisherExact, fisher_exact};
pub use learning::{PowerLaw, Trend, power_law_of_practice, theil_sen95};
pub use means::Effect;
pub use ordinal::{LevelShift, OrdinalTrial, level_shift};
pub use paired_difference::paired_difference_bonett_price95;
pub use readers::{
    ReaderTrial, Susceptibility, reliance_by_reader, susceptibility, technology_dominance95,
};
pub use reclassification::{
    Reclassification, Reclassified, reclassification, reclassification_by_cluster,
};
pub use times::{geometric_mean95, time_ratio_by_reader95, time_ratio_paired95, time_ratio95};
pub use trust::{Forecast, TrustCalibration, trust_calibration};

pub(crate) use checks::positive;
pub(crate) use clustered::ratio95;

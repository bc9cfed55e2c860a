//! Watching a service over time by samples of studies: control charts, acceptance, versions, the clinical score.

mod acceptance;
mod binomial;
mod clinical_score;
mod cusum;
mod ewma;
mod p_chart;
mod versions;

pub use acceptance::SamplingPlan;
pub use clinical_score::{ClinicalScore, StudyRating, clinical_score};
pub use cusum::{BinomialCusum, Cusum, CusumPoint, Drift};
pub use ewma::{Ewma, EwmaPoint};
pub use p_chart::{Centre, ChartPoint, ChartRule, PChart, Sample, p_chart};
pub use versions::{VersionComparison, compare_versions};

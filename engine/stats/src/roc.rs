//! The ROC curve itself: its points, partial areas, operating points and the smooth curves. The whole area and
//! DeLong's variances are in `auc`.

mod average;
mod binormal;
mod categories;
mod contaminated_binormal;
mod curve;
mod operating_point;
mod ordinal_fit;
mod partial_area;

pub use average::mean_roc_curve;
pub use binormal::Binormal;
pub use contaminated_binormal::ContaminatedBinormal;
pub use curve::{RocCurve, RocPoint};
pub use operating_point::{OperatingPoint, Youden};
pub use partial_area::{PartialArea, PartialOver};

//! The ROC curve itself: its points, partial areas, operating points and the smooth binormal curve. The whole area and
//! DeLong's variances are in `auc`.

mod average;
mod binormal;
mod curve;
mod operating_point;
mod partial_area;

pub use average::mean_roc_curve;
pub use binormal::Binormal;
pub use curve::{RocCurve, RocPoint};
pub use operating_point::{OperatingPoint, Youden};
pub use partial_area::{PartialArea, PartialOver};

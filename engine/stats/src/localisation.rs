//! Free-response and located reads: data sets that are checked when built, their curves, figures of merit and overlaps.
//! No proximity rule: marks come classified.

mod bootstrap;
mod curve;
mod figure;
mod form;
mod free_response;
mod lroc;
mod overlap;
mod ranked;

pub use bootstrap::CaseBootstrap;
pub use curve::{CurvePoint, LocalisationCurve};
pub use figure::LocalisationFigure;
pub use free_response::{FreeResponse, Mark, Target};
pub use lroc::{LocatedRead, Lroc, LrocFigure};
pub use overlap::{AxisBox, Overlap};

#[cfg(test)]
mod tests;

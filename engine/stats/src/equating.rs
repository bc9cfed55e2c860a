//! One form's scores on another form's scale: by moments, by percentile ranks, and by items in common. No cut scores.

mod anchors;
mod curves;
mod distribution;
mod equipercentile;
mod moments;
mod presmoothing;

pub use anchors::{AnchorLink, ScaleLink, link_mean_sigma, link_rasch_anchors};
pub use curves::{CurveCriterion, link_curves};
pub use distribution::ScoreDistribution;
pub use equipercentile::{EquatedScore, equate_equipercentile};
pub use moments::{LinearEquating, equate_linear, equate_mean};

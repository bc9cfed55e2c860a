//! Pixels as numbers: volumes, lookup tables, resampling, projections and measurements. Knows no DICOM, no screen.

mod volume;

pub use volume::{Rescale, Volume, VolumeError};

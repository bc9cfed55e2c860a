//! Pixels as numbers: volumes, the VOI transform, viewports, resampling, connected components, measurements.
//!
//! Knows no DICOM, no screen, no file, no thread. The CPU [`Viewport`] renderer is the reference for every other way
//! of putting a slice on a screen: equal input gives equal bytes on every machine.
//! Entry types: [`Volume`], [`Viewport`], [`VoiLut`].

mod blobs;
mod colour;
mod gsdf;
mod measure;
mod orientation;
mod region;
mod resample;
mod slab;
mod test_pattern;
mod viewport;
mod voi;
mod volume;
mod window;

pub use blobs::{Blob, find_blobs};
pub use colour::{OverlayPlane, RgbImage};
pub use gsdf::{
    DisplayLut, DisplayModel, DisplayModelError, JND_RANGE, contrast_ratio, jnd_of_luminance,
    luminance_of_jnd,
};
pub use measure::{RoiStatistics, ellipse_statistics, length_mm};
pub use orientation::{direction_letters, mirrors_patient};
pub use region::{outline_area_mm2, region_statistics};
pub use resample::{Interpolation, crop, resample, sample_linear};
pub use slab::{Projection, Slab};
pub use test_pattern::{PatternArea, PatternPart, TestPattern};
pub use viewport::{FixedCourse, Plane, Viewport};
pub use voi::{NamedVoi, Voi, VoiTable};
pub use volume::{Rescale, Volume, VolumeError};
pub use window::{
    VoiFunction, VoiLut, Window, WindowError, WindowPreset, preset_named, presets_for,
};

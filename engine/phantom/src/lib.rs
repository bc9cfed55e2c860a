//! Synthetic studies with exact truth: a chest CT with nodules of given place, size and type, by seed.
//!
//! [`plan`] draws a patient's shapes once; [`render_slice`] is pure, so slices may be rendered on any threads in any
//! order and equal seeds give equal bits on every platform. Lesions are part of the object: they pass the same point
//! spread and stand under the same noise as the rest. Knows nothing of DICOM, files, clocks and threads.
//! Positions are patient LPS mm; every study is marked synthetic ([`SyntheticPatient`]).

mod anatomy;
mod bones;
mod field;
mod nodule;
mod noise;
mod noise_map;
mod num;
mod params;
mod patient;
mod plan;
mod raster;
mod render;
mod texture;
mod tissue;
mod tree;
mod tubes;

pub use params::{ChestCtParams, Fault, Kernel, Lobe, NoduleSpec, PhantomError, Place};
pub use patient::{Sex, SyntheticPatient};
pub use plan::{ChestCtPlan, ground, plan, random_nodules};
pub use render::{
    Organ, realised_contrast_hu, render_labels, render_slice, render_slice_without_noise,
};

//! CT of the chest: a patient's chest by seed, with what was put into it, rendered slice by slice.

mod alteration;
mod anatomy;
mod bones;
pub(crate) mod case;
mod coronary;
mod field;
mod lesion;
mod nodule;
mod params;
pub(crate) mod plan;
mod raster;
mod render;
mod spine;
mod tissue;
mod tree;
mod tubes;

pub use params::{ChestCtParams, Lobe, NoduleSpec, Place};
pub use plan::{ChestCtPlan, ground, plan, random_nodules};
pub use render::{
    Organ, realised_contrast_hu, render_labels, render_slice, render_slice_without_noise,
};

//! CT of the chest: a patient's chest by seed, with what was put into it, rendered slice by slice.

mod abdomen;
mod alteration;
mod anatomy;
mod blood;
mod bones;
pub(crate) mod case;
mod coronary;
mod field;
mod heart;
mod lattice;
mod lesion;
mod lungs;
mod nodule;
mod params;
pub(crate) mod plan;
mod pose;
mod profile;
mod raster;
mod render;
mod spine;
mod tissue;
mod tree;
mod tubes;
mod wall;

pub use params::{ChestCtParams, Lobe, NoduleSpec, Place};
pub use plan::{ChestCtPlan, ground, plan, random_nodules};
pub use render::{
    Organ, realised_contrast_hu, render_labels, render_slice, render_slice_without_noise,
};

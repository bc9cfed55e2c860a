//! CT of the chest: a patient's chest by seed, with what was put into it, rendered slice by slice.

mod abdomen;
pub(crate) mod alteration;
pub(crate) mod anatomy;
mod blood;
pub(crate) mod bones;
pub(crate) mod case;
mod coronary;
mod field;
mod heart;
mod lattice;
mod lesion;
mod lungs;
mod nodule;
mod params;
mod placement;
pub(crate) mod plan;
pub(crate) mod pose;
mod profile;
mod raster;
mod render;
mod spine;
mod tissue;
pub(crate) mod tree;
pub(crate) mod tubes;
mod wall;

pub use params::{ChestCtParams, Lobe, NoduleSpec, Place};
pub use placement::random_nodules;
pub use plan::{ChestCtPlan, ground, plan};
pub use render::{
    Organ, realised_contrast_hu, render_labels, render_slice, render_slice_without_noise,
};

//! CT of the head: implicit functions of a head, its lesions, and slices of both. Pure; no files, no DICOM.

mod anatomy;
mod beam;
mod bone;
mod brain;
mod case;
mod field;
mod imitator;
mod lattice;
mod lesion;
mod motion;
mod parts;
mod region;
mod render;
mod skull;
mod tissue;

pub(crate) use case::{Plan, bare, draw, plan};
pub(crate) use render::clean;

//! Radiographs of the chest, projected from the chest's own shapes.
//!
//! A plan holds the person before the detector (`erect`, `skeleton`), what was put in (`lesion`, `extra`) and how the
//! exposures are made (`exposure`). Rendering asks what the beam meets (`object`) and what comes of it (`present`).

mod draw;
mod erect;
mod exposure;
mod extra;
mod lesion;
mod map;
mod measure;
mod object;
mod plan;
mod present;
mod request;
mod skeleton;
mod stroke;
mod study;
mod view;

pub(crate) use draw::draw;
pub(crate) use plan::{Plan, bare, plan};

#[cfg(test)]
mod tests;

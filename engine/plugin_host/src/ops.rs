//! Kernels of the host's volume operations: numbers in, numbers out. No handles, no contract types.

mod blobs;
pub(crate) mod mask;
pub(crate) mod permute;
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "the contract's next version offers it")
)]
mod project;
mod samples;
mod taps;
mod tensors;
mod tiles;

pub(crate) use blobs::blobs;
pub(crate) use mask::MaskGrid;
#[cfg(test)]
pub(crate) use project::{Projection, project};
pub(crate) use samples::{Sums, grey_of_probability, push, push_sample_bytes};
pub(crate) use taps::{Interpolation, Taps, apply_taps};
pub(crate) use tensors::{channel_values, tensor_of_volume};
pub(crate) use tiles::{Tiling, run_model, run_tiled};

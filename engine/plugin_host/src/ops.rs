//! Kernels of the host's volume operations: numbers in, numbers out. No handles, no contract types.

mod blobs;
pub(crate) mod mask;
pub(crate) mod permute;
mod samples;
mod taps;
mod tensors;
mod tiles;

pub(crate) use blobs::blobs;
pub(crate) use mask::MaskGrid;
pub(crate) use samples::{Sums, grey_of_probability, sample_bytes};
pub(crate) use taps::{Interpolation, Taps, apply_taps};
pub(crate) use tensors::{channel_values, tensor_of_volume};
pub(crate) use tiles::{Tiling, run_model, run_tiled};

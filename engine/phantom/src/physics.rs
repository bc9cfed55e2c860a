//! What an imaging chain does to an object: noise, blur, sampling. No anatomy.

pub(crate) mod blur;
pub(crate) mod ct_noise;
pub(crate) mod kernel;
mod noise_tiles;
pub(crate) mod projection;

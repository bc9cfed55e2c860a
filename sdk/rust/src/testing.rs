//! A study, volumes and models in memory, so that a service runs under plain `cargo test`. Simple, not fast, not exact.
//!
//! Resampling here is trilinear without averaging and inference runs in one window: numbers differ a little from the
//! host's. Test what a service makes of its input, not the pixels.

mod exam;
mod model;
mod study;
mod volume;

/// What the host's interface `imaging` is on this machine.
pub(crate) mod imaging {
    pub(crate) use super::volume::{FakeMask as Mask, FakeVolume as Volume};
}

/// What the host's interface `inference` is on this machine.
pub(crate) mod inference {
    pub(crate) use super::model::{FakeModel as Model, FakeTensor as Tensor};
}

pub use exam::{FakeCasebook, Rehearsal, answer_at, truth_at};
pub use model::{FakeModel, FakeTensor};
pub use study::FakeStudy;
pub use volume::FakeVolume;

/// The most bytes that one read returns here; the host's default.
pub(crate) const MAX_READ: u32 = 16 << 20;

#[cfg(test)]
mod tests;

//! Rust guests: a compiler for `wasm32-unknown-unknown`, and the component around what it makes. No WASI anywhere.

mod compile;
mod toolchain;

pub(crate) use compile::component;
pub(crate) use toolchain::find;
pub use toolchain::{RustToolchain, TARGET};

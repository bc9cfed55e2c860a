//! What a vendor's machine does with a plugin's sources: compilers of guests, components, bundle folders, templates.
//!
//! `overread plugin new` and `overread plugin build` are thin shells around this crate, and `cargo xtask` builds the
//! bundled plugins with it. It runs no guest and knows no sandbox.
//! Entry types: [`new_plugin`], [`build`], [`Workshop`]. Invariants: what is fetched is pinned and lies in the [`Cache`]
//! alone; a bundle folder appears whole or not at all; the same sources and tools give the same bytes.

mod build;
mod cache;
pub mod debian;
pub mod digest;
mod embedded;
mod error;
mod inputs;
mod javascript;
mod language;
mod layout;
pub mod pip;
pub mod program;
mod project;
mod python;
mod rust;
mod template;
mod workshop;

pub use build::build;
pub use cache::{Cache, remove};
pub use error::{KitError, Missing};
pub use language::Language;
pub use layout::Change;
pub use project::source_folders;
pub use rust::{RustToolchain, TARGET};
pub use template::{Kind, Made, NewPlugin, kinds_in, new_plugin};
pub use workshop::{Progress, Workshop};

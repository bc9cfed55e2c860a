//! What a vendor hands over: the manifest, the bundle of files that it pins, and who vouches for them.
//!
//! Runs and compiles nothing of a plugin; `overread-plugin-host` does. Entry types: [`Bundle`], [`Manifest`].
//! Invariant: a [`Bundle`] that opened is made of the files that its manifest names.

mod bundle;
mod manifest;

pub use bundle::{Bundle, BundleError, MAX_COMPONENT_BYTES, MAX_MODEL_BYTES, read_model};
pub use manifest::{
    ApiVersion, CONTRACT, Clinical, LimitRequest, Manifest, ModelCard, ModelEntry, PluginKind,
    Setting, SettingKind, Wants, is_locale_tag,
};

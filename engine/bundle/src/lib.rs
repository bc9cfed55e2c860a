//! What a vendor hands over: the manifest, the bundle of files that it pins, and who vouches for them.
//!
//! Runs and compiles nothing of a plugin; `overread-plugin-host` does. Entry types: [`Bundle`], [`Manifest`].
//! Invariant: a [`Bundle`] that opened is made of the files that its manifest names; a signature that is read holds.

mod archive;
mod atomic;
mod bundle;
mod hex;
mod keys;
mod manifest;
mod pack;
mod pins;
mod section;
mod signatures;
mod signed;
mod source;

pub use archive::{MAX_ENTRIES, MAX_PACKED_BYTES};
pub use bundle::{Bundle, BundleError, MAX_COMPONENT_BYTES, identity_of};
pub use keys::{KeyBytes, KeyError, KeyRole, PublicKey, SecretKey};
pub use manifest::{
    ApiVersion, CONTRACT, Clinical, LimitRequest, Manifest, ModelCard, ModelEntry, PluginKind,
    Setting, SettingKind, Wants, is_locale_tag,
};
pub use pack::{PACKED_ENDING, PackError, PackOptions, PackReport, pack, sha256_hex, sign, unpack};
pub use pins::pinned_text;
pub use signatures::{MAX_SIGNATURES, ManifestSignature};
pub use signed::SignedManifest;
pub use source::{BundleSource, MAX_MODEL_BYTES};

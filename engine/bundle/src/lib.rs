//! What vendors and educators hand over: the manifest, the files that it pins, and who vouches for them.
//!
//! Runs and compiles nothing of a plugin; `overread-plugin-host` does. Entry types: [`Bundle`], [`Manifest`] for plugins,
//! [`CoursePack`], [`CourseStore`] for courses.
//! Invariant: a [`Bundle`] that opened is made of the files that its manifest names; a signature that is read holds.

mod archive;
mod atomic;
mod bundle;
mod course;
#[cfg(test)]
mod fixture;
mod form;
mod hex;
mod installed;
mod keys;
mod manifest;
mod pack;
mod pins;
mod section;
mod shelf;
mod signatures;
mod signed;
mod source;
mod trust;

pub use archive::{MAX_ENTRIES, MAX_PACKED_BYTES};
pub use bundle::{Bundle, BundleError, MAX_COMPONENT_BYTES, identity_of};
pub use course::{
    COURSE_MANIFEST, COURSE_PACK_ENDING, CourseInstall, CoursePack, CoursePackError,
    CoursePackReport, CoursePackSpec, CourseStore, InstalledCourse, MAX_COURSE_FILES, pack_course,
    sign_course,
};
pub use installed::{
    BrokenPlugin, Grants, InstallError, InstallOutcome, InstallRequest, Installed, InstalledState,
    Listing, PluginStore, shown_wants, version_order,
};
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
pub use trust::error::TrustError;
pub use trust::folder::{Revoked, TrustFolder};
pub use trust::key_file::{read_public_key, read_secret_key, write_public_key, write_secret_key};
pub use trust::revocations::Revocations;
pub use trust::rules::{AnyOf, Role, Rule, Rules};
pub use trust::{Basis, Origin, Signer, TrustStore, Use, Verdict};

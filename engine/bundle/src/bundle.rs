//! A plugin's bundle as a folder: manifest, component, models, locales, each checked against the manifest's digests.
//!
//! Packed and signed bundles will open through the same [`Bundle`]; nothing here runs or compiles anything.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use overread_base::{Diagnostics, FailureKind, NotRunReason, ServiceIdentity};
use sha2::{Digest as _, Sha256};

use crate::manifest::{Manifest, ModelEntry, is_bundle_path, is_locale_tag};

/// The manifest's name in a bundle.
const MANIFEST: &str = "plugin.toml";

/// The largest component file, in bytes.
pub const MAX_COMPONENT_BYTES: u64 = 32 << 20;
/// The largest model file, in bytes.
pub const MAX_MODEL_BYTES: u64 = 2048 << 20;
/// The largest manifest or locale file, in bytes.
const MAX_TEXT_FILE_BYTES: u64 = 1 << 20;

/// Why a folder is not a bundle: all faults at once.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub struct BundleError {
    /// [`FailureKind::RefusedManifest`] or, where a file is not the one that is pinned, [`FailureKind::BadSignature`].
    pub kind: FailureKind,
    /// The faults.
    pub found: Diagnostics,
}

impl fmt::Display for BundleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (idx, fault) in self.found.all().iter().enumerate() {
            if idx > 0 {
                writeln!(f)?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

/// A bundle whose manifest and files were checked.
#[derive(Debug, Clone)]
pub struct Bundle {
    root: PathBuf,
    manifest: Manifest,
    component: Vec<u8>,
    locales: BTreeMap<String, String>,
    digest: String,
    warnings: Diagnostics,
}

impl Bundle {
    /// Opens the bundle in the folder `path`.
    ///
    /// A model that is missing or is not the one that the manifest names does not close the bundle: it is a warning
    /// here, and a job that needs the model answers that it was not run.
    ///
    /// # Errors
    /// [`BundleError`] with all faults of manifest and files.
    pub fn open(path: &Path) -> Result<Self, BundleError> {
        let refused = |found| BundleError {
            kind: FailureKind::RefusedManifest,
            found,
        };
        let one_fault = |place: String, message: String| {
            let mut found = Diagnostics::default();
            found.error(place, message);
            refused(found)
        };
        let shown = path.display().to_string();
        let root = fs::canonicalize(path)
            .ok()
            .filter(|root| root.is_dir())
            .ok_or_else(|| one_fault(shown.clone(), "no such folder".to_owned()))?;
        let text = read_bounded(&root, MANIFEST, MAX_TEXT_FILE_BYTES)
            .and_then(|bytes| String::from_utf8(bytes).map_err(|e| format!("not UTF-8: {e}")))
            .map_err(|message| one_fault(format!("{shown}/{MANIFEST}"), message))?;
        let manifest = Manifest::parse(MANIFEST, &text).map_err(refused)?;
        let mut reader = FolderReader::new(&root);
        reader
            .digests
            .insert(MANIFEST.to_owned(), hex_sha256(text.as_bytes()));
        let component = reader.component(&manifest);
        let locales = reader.texts(&manifest);
        reader.models(&manifest);
        if reader.found.has_errors() {
            let kind = if reader.is_digest_wrong {
                FailureKind::BadSignature
            } else {
                FailureKind::RefusedManifest
            };
            return Err(BundleError {
                kind,
                found: reader.found,
            });
        }
        Ok(Self {
            digest: bundle_digest(&reader.digests),
            warnings: reader.found,
            root,
            manifest,
            component,
            locales,
        })
    }

    /// The manifest.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// SHA-256, lower-case hex, of the lines `<digest of the file>  <path>\n` of all files in the order of their paths:
    /// what `sha256sum` prints, hashed once more.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Who the service is, for its results.
    #[must_use]
    pub fn identity(&self) -> ServiceIdentity {
        let manifest = &self.manifest;
        let digest = |model: &ModelEntry| (model.name.clone(), model.sha256.clone());
        ServiceIdentity {
            id: manifest.id.clone(),
            name: manifest.name.clone(),
            version: manifest.version.clone(),
            bundle_digest: Some(self.digest.clone()),
            model_digests: manifest.models.iter().map(digest).collect(),
            intended_use: manifest.clinical.intended_use.clone(),
            operating_point: manifest.clinical.operating_point.clone(),
        }
    }

    /// What is not as it should be but does not close the bundle.
    #[must_use]
    pub fn warnings(&self) -> &Diagnostics {
        &self.warnings
    }

    /// The bytes of the component.
    #[must_use]
    pub fn component(&self) -> &[u8] {
        &self.component
    }

    /// Fluent texts by language tag.
    #[must_use]
    pub fn locales(&self) -> &BTreeMap<String, String> {
        &self.locales
    }

    /// The folder that it lies in.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }
}

/// The bytes of a model, checked against its digest.
///
/// # Errors
/// The reason and the sentence for people, with file and digest.
pub fn read_model(root: &Path, entry: &ModelEntry) -> Result<Vec<u8>, (NotRunReason, String)> {
    let missing = |what: String| {
        let message = format!(
            "model `{}` ({}, SHA-256 {}): {what}",
            entry.name, entry.file, entry.sha256
        );
        (NotRunReason::ModelMissing, message)
    };
    let bytes = read_bounded(root, &entry.file, MAX_MODEL_BYTES).map_err(missing)?;
    let digest = hex_sha256(&bytes);
    if digest == entry.sha256 {
        Ok(bytes)
    } else {
        Err(missing(format!(
            "the file is another one, its SHA-256 is {digest}"
        )))
    }
}

/// Collects the files of a folder, their digests and their faults.
struct FolderReader<'r> {
    root: &'r Path,
    digests: BTreeMap<String, String>,
    found: Diagnostics,
    is_digest_wrong: bool,
}

impl<'r> FolderReader<'r> {
    fn new(root: &'r Path) -> Self {
        Self {
            root,
            digests: BTreeMap::new(),
            found: Diagnostics::default(),
            is_digest_wrong: false,
        }
    }

    fn component(&mut self, manifest: &Manifest) -> Vec<u8> {
        match read_bounded(self.root, &manifest.component, MAX_COMPONENT_BYTES) {
            Ok(bytes) => {
                self.note_digest(manifest, &manifest.component, &bytes);
                bytes
            }
            Err(message) => {
                self.found.error(manifest.component.clone(), message);
                Vec::new()
            }
        }
    }

    /// Reads every other listed file, and locales of the folder that are not listed.
    fn texts(&mut self, manifest: &Manifest) -> BTreeMap<String, String> {
        let mut paths: Vec<String> = manifest
            .files
            .keys()
            .filter(|path| **path != manifest.component)
            .cloned()
            .collect();
        for path in self.unlisted_locales(manifest) {
            self.found.warn(
                path.clone(),
                "not listed in [files]: its digest is not pinned",
            );
            paths.push(path);
        }
        let mut locales = BTreeMap::new();
        for path in paths {
            match read_bounded(self.root, &path, MAX_TEXT_FILE_BYTES) {
                Ok(bytes) => {
                    self.note_digest(manifest, &path, &bytes);
                    if let Some(locale) = locale_of(&path) {
                        match String::from_utf8(bytes) {
                            Ok(text) => {
                                locales.insert(locale.to_owned(), text);
                            }
                            Err(error) => self.found.error(path, format!("not UTF-8: {error}")),
                        }
                    }
                }
                Err(message) => self.found.error(path, message),
            }
        }
        locales
    }

    fn unlisted_locales(&self, manifest: &Manifest) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.root.join("locales")) else {
            return Vec::new();
        };
        let mut paths: Vec<String> = entries
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok())
            .map(|name| format!("locales/{name}"))
            .filter(|path| locale_of(path).is_some() && !manifest.files.contains_key(path))
            .collect();
        paths.sort();
        paths
    }

    fn models(&mut self, manifest: &Manifest) {
        for entry in &manifest.models {
            // What the manifest pins counts for the bundle's identity, whether the file is there or not.
            self.digests
                .insert(entry.file.clone(), entry.sha256.clone());
            if let Err((_, message)) = read_model(self.root, entry) {
                self.found.warn(entry.file.clone(), message);
            }
        }
    }

    fn note_digest(&mut self, manifest: &Manifest, path: &str, bytes: &[u8]) {
        let digest = hex_sha256(bytes);
        if let Some(expected) = manifest.files.get(path).filter(|e| **e != digest) {
            self.is_digest_wrong = true;
            self.found.error(
                path,
                format!("not the file that the manifest names: expected SHA-256 {expected}, found {digest}"),
            );
        }
        self.digests.insert(path.to_owned(), digest);
    }
}

/// The language of `locales/TAG.ftl`.
fn locale_of(path: &str) -> Option<&str> {
    let tag = path.strip_prefix("locales/")?.strip_suffix(".ftl")?;
    is_locale_tag(tag).then_some(tag)
}

/// Reads a file of the bundle: inside its folder after links are followed, a plain file, and not larger than allowed.
fn read_bounded(root: &Path, path: &str, max_bytes: u64) -> Result<Vec<u8>, String> {
    if !is_bundle_path(path) {
        return Err("not a path inside the bundle".to_owned());
    }
    let full = fs::canonicalize(root.join(path)).map_err(|error| {
        if error.kind() == std::io::ErrorKind::NotFound {
            "the file is missing".to_owned()
        } else {
            format!("cannot be opened: {error}")
        }
    })?;
    if !full.starts_with(root) {
        return Err("is a link that leads out of the bundle".to_owned());
    }
    let length = fs::metadata(&full)
        .ok()
        .filter(fs::Metadata::is_file)
        .ok_or("is not a file")?
        .len();
    if length > max_bytes {
        return Err(format!(
            "is too large: at most {max_bytes} bytes, found {length}"
        ));
    }
    fs::read(&full).map_err(|error| format!("cannot be read: {error}"))
}

fn hex_sha256(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        for digit in [byte >> 4, byte & 15] {
            hex.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        }
    }
    hex
}

fn bundle_digest(digests: &BTreeMap<String, String>) -> String {
    let lines: String = digests
        .iter()
        .map(|(path, digest)| format!("{digest}  {path}\n"))
        .collect();
    hex_sha256(lines.as_bytes())
}

#[cfg(test)]
mod tests;

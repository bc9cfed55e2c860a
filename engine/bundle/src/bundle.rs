//! A plugin's bundle, as a folder or packed: manifest, component, models, locales, each checked against its digest.
//!
//! Says who signed, not who is trusted; runs and compiles nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use overread_base::{Diagnostics, FailureKind, ServiceIdentity};

use crate::hex::hex_sha256;
use crate::manifest::{MANIFEST, Manifest, ModelEntry, SIGNATURES, locale_of};
use crate::signed::{MAX_TEXT_FILE_BYTES, SignedManifest, bundle_digest, refused};
use crate::source::{BundleSource, of_model};

/// The largest component file, in bytes.
pub const MAX_COMPONENT_BYTES: u64 = 32 << 20;
/// The most bytes of all files together that are neither component nor model.
const MAX_TEXTS_BYTES: u64 = 32 << 20;

/// Why something is no bundle: all faults at once.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub struct BundleError {
    /// [`FailureKind::RefusedManifest`] or, where a signature does not hold or a file is not the one that is pinned,
    /// [`FailureKind::BadSignature`].
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

/// How exact a bundle must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exactness {
    /// A folder that is being worked in: other files may lie there, models may be missing, and not all must be pinned.
    Working,
    /// What is handed over and installed: the manifest pins every file, and all of them are there.
    Whole,
}

/// A bundle whose manifest and files were checked.
#[derive(Debug, Clone)]
pub struct Bundle {
    source: BundleSource,
    signed: SignedManifest,
    component: Vec<u8>,
    locales: BTreeMap<String, String>,
    digest: String,
    warnings: Diagnostics,
}

impl Bundle {
    /// Opens the bundle in the folder or in the packed plugin `path`.
    ///
    /// A packed plugin must be whole. In a folder, a model that is missing or is not the one that the manifest names
    /// does not close the bundle: it is a warning here, and a job that needs the model answers that it was not run.
    ///
    /// # Errors
    /// [`BundleError`] with all faults of manifest, signatures and files.
    pub fn open(path: &Path) -> Result<Self, BundleError> {
        let source = BundleSource::open(path).map_err(refused)?;
        let exactness = if source.is_packed() {
            Exactness::Whole
        } else {
            Exactness::Working
        };
        Self::of(source, exactness)
    }

    /// Opens a bundle that must be whole: the manifest pins every file, all are there, and there are no others.
    ///
    /// # Errors
    /// As [`Bundle::open`].
    pub fn open_whole(path: &Path) -> Result<Self, BundleError> {
        Self::of(BundleSource::open(path).map_err(refused)?, Exactness::Whole)
    }

    fn of(source: BundleSource, exactness: Exactness) -> Result<Self, BundleError> {
        let signed = SignedManifest::of(&source)?;
        let manifest = signed.manifest();
        let mut reader = FileReader::new(&source, exactness);
        reader
            .digests
            .insert(MANIFEST.to_owned(), hex_sha256(signed.bytes()));
        let component = reader.component(manifest);
        let locales = reader.texts(&signed);
        reader.models(manifest);
        if exactness == Exactness::Whole {
            reader.nothing_else(&signed);
        }
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
            source,
            signed,
            component,
            locales,
        })
    }

    /// The manifest.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        self.signed.manifest()
    }

    /// The manifest's bytes with the signatures over it.
    #[must_use]
    pub fn signed(&self) -> &SignedManifest {
        &self.signed
    }

    /// SHA-256, lower-case hex, of the lines `<digest of the file>  <path>\n` of all files in the order of their paths:
    /// what `sha256sum` prints, hashed once more. Signatures do not count.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Who the service is, for its results.
    #[must_use]
    pub fn identity(&self) -> ServiceIdentity {
        identity_of(self.manifest(), Some(self.digest.clone()))
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

    /// Its files, for the models that a job may open.
    #[must_use]
    pub fn source(&self) -> &BundleSource {
        &self.source
    }
}

/// Who a plugin is, for its results and for lists.
#[must_use]
pub fn identity_of(manifest: &Manifest, digest: Option<String>) -> ServiceIdentity {
    let of_model = |model: &ModelEntry| (model.name.clone(), model.sha256.clone());
    ServiceIdentity {
        id: manifest.id.clone(),
        name: manifest.name.clone(),
        version: manifest.version.clone(),
        bundle_digest: digest,
        model_digests: manifest.models.iter().map(of_model).collect(),
        intended_use: manifest.clinical.intended_use.clone(),
        operating_point: manifest.clinical.operating_point.clone(),
    }
}

/// Collects the files of a bundle, their digests and their faults.
struct FileReader<'s> {
    source: &'s BundleSource,
    exactness: Exactness,
    digests: BTreeMap<String, String>,
    found: Diagnostics,
    is_digest_wrong: bool,
}

impl<'s> FileReader<'s> {
    fn new(source: &'s BundleSource, exactness: Exactness) -> Self {
        Self {
            source,
            exactness,
            digests: BTreeMap::new(),
            found: Diagnostics::default(),
            is_digest_wrong: false,
        }
    }

    fn component(&mut self, manifest: &Manifest) -> Vec<u8> {
        match self.source.read(&manifest.component, MAX_COMPONENT_BYTES) {
            Ok((bytes, sums)) => {
                self.note_digest(manifest, &manifest.component, sums.sha256);
                bytes
            }
            Err(message) => {
                self.found.error(manifest.component.clone(), message);
                Vec::new()
            }
        }
    }

    /// Reads every other listed file, and locales of a folder that are not listed.
    fn texts(&mut self, signed: &SignedManifest) -> BTreeMap<String, String> {
        let manifest = signed.manifest();
        let models: BTreeSet<&str> = manifest.models.iter().map(|m| m.file.as_str()).collect();
        let mut paths: Vec<String> = manifest
            .files
            .keys()
            .filter(|path| **path != manifest.component && !models.contains(path.as_str()))
            .cloned()
            .collect();
        for path in signed.unpinned() {
            let message = "not listed in [files]: its digest is not pinned";
            if self.exactness == Exactness::Whole {
                self.found.error(path.clone(), message);
            } else if *path != manifest.component {
                self.found.warn(path.clone(), message);
                paths.push(path.clone());
            }
        }
        let mut locales = BTreeMap::new();
        let mut left = MAX_TEXTS_BYTES;
        for path in paths {
            match self.source.read(&path, MAX_TEXT_FILE_BYTES.min(left)) {
                Ok((bytes, sums)) => {
                    left = left.saturating_sub(sums.n_bytes);
                    self.note_digest(manifest, &path, sums.sha256);
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

    fn models(&mut self, manifest: &Manifest) {
        for entry in &manifest.models {
            // What the manifest pins counts for the bundle's identity, whether the file is there or not.
            self.digests
                .insert(entry.file.clone(), entry.sha256.clone());
            if let Err(what) = self.source.check_model(entry) {
                let message = of_model(entry, &what);
                match self.exactness {
                    Exactness::Working => self.found.warn(entry.file.clone(), message),
                    Exactness::Whole => {
                        self.is_digest_wrong |= self.source.has(&entry.file);
                        self.found.error(entry.file.clone(), message);
                    }
                }
            }
        }
    }

    /// Refuses files that the manifest does not list.
    fn nothing_else(&mut self, signed: &SignedManifest) {
        let manifest = signed.manifest();
        let pinned = manifest.pinned();
        let names = match self.source.names() {
            Ok(names) => names,
            Err(message) => {
                let place = self.source.path().display().to_string();
                return self.found.error(place, message);
            }
        };
        for name in names {
            let is_known = [MANIFEST, SIGNATURES, &manifest.component].contains(&name.as_str());
            if !is_known && !pinned.contains_key(name.as_str()) {
                let shown: String = name.escape_debug().collect();
                self.found.error(
                    shown,
                    "not listed in the manifest: nothing else may lie in a bundle",
                );
            }
        }
    }

    fn note_digest(&mut self, manifest: &Manifest, path: &str, digest: String) {
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

#[cfg(test)]
mod tests;

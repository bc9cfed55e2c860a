//! The manifest as its vendor wrote it, with the signatures over it: what trust is judged by. Reads no other file.

use std::collections::BTreeMap;
use std::path::Path;

use overread_base::{Diagnostics, FailureKind};

use crate::bundle::BundleError;
use crate::form::{Form, PLUGIN};
use crate::hex::hex_sha256;
use crate::manifest::{MANIFEST, Manifest, SIGNATURES, locale_of};
use crate::signatures::{self, MAX_SIGNATURES_BYTES, ManifestSignature};
use crate::source::BundleSource;

/// The largest manifest or locale file, in bytes.
pub(crate) const MAX_TEXT_FILE_BYTES: u64 = 1 << 20;

/// A checked manifest with its exact bytes and its signatures, each of which holds.
#[derive(Debug, Clone)]
pub struct SignedManifest {
    manifest: Manifest,
    bytes: Vec<u8>,
    signatures: Vec<ManifestSignature>,
    unpinned: Vec<String>,
}

impl SignedManifest {
    /// Reads manifest and signatures of the folder or packed plugin at `path`, and looks at nothing else: fit for a
    /// list of many plugins.
    ///
    /// # Errors
    /// [`BundleError`] with all faults.
    pub fn read(path: &Path) -> Result<Self, BundleError> {
        let source = BundleSource::open(path).map_err(refused)?;
        Self::of(&source)
    }

    pub(crate) fn of(source: &BundleSource) -> Result<Self, BundleError> {
        let SignedText { bytes, signatures } = SignedText::of(&PLUGIN, source)?;
        let manifest =
            Manifest::parse(MANIFEST, text_of(source, &PLUGIN, &bytes)?).map_err(refused)?;
        let mut unpinned = unlisted_locales(source, &manifest);
        if !manifest.pinned().contains_key(manifest.component.as_str()) {
            unpinned.push(manifest.component.clone());
        }
        Ok(Self {
            manifest,
            bytes,
            signatures,
            unpinned,
        })
    }

    /// The manifest.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Its bytes, which the signatures are over.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Who signed it; each signature holds, which says nothing of trust.
    #[must_use]
    pub fn signatures(&self) -> &[ManifestSignature] {
        &self.signatures
    }

    /// Files that belong to the bundle and that the manifest pins by no digest: a signature does not cover them.
    #[must_use]
    pub fn unpinned(&self) -> &[String] {
        &self.unpinned
    }

    /// The digest of the bundle, where the manifest pins every file; the same as of the opened bundle.
    #[must_use]
    pub fn digest(&self) -> Option<String> {
        let pinned = self.manifest.pinned();
        self.unpinned.is_empty().then(|| {
            let mut digests: BTreeMap<String, String> = pinned
                .into_iter()
                .map(|(path, digest)| (path.to_owned(), digest.to_owned()))
                .collect();
            digests.insert(MANIFEST.to_owned(), hex_sha256(&self.bytes));
            bundle_digest(&digests)
        })
    }
}

/// The bytes of a manifest, whatever its form, and the signatures over them, each of which holds.
pub(crate) struct SignedText {
    pub(crate) bytes: Vec<u8>,
    pub(crate) signatures: Vec<ManifestSignature>,
}

impl SignedText {
    /// Reads both from a folder or a package.
    pub(crate) fn of(form: &Form, source: &BundleSource) -> Result<Self, BundleError> {
        let (bytes, _) = source
            .read(form.manifest, form.most_manifest_bytes)
            .map_err(|message| refused(one_fault(source, form.manifest, message)))?;
        // A text that is none is told before its signatures are.
        text_of(source, form, &bytes)?;
        let signatures = if source.has(SIGNATURES) {
            let bad = |found| BundleError {
                kind: FailureKind::BadSignature,
                found,
            };
            let (file, _) = source
                .read(SIGNATURES, MAX_SIGNATURES_BYTES)
                .map_err(|message| bad(one_fault(source, SIGNATURES, message)))?;
            signatures::read(form, &file, &bytes).map_err(|faults| {
                let mut found = Diagnostics::default();
                for fault in faults {
                    found.error(place(source, SIGNATURES), fault);
                }
                bad(found)
            })?
        } else {
            Vec::new()
        };
        Ok(Self { bytes, signatures })
    }
}

/// The manifest as text.
pub(crate) fn text_of<'b>(
    source: &BundleSource,
    form: &Form,
    bytes: &'b [u8],
) -> Result<&'b str, BundleError> {
    str::from_utf8(bytes).map_err(|error| {
        refused(one_fault(
            source,
            form.manifest,
            format!("not UTF-8: {error}"),
        ))
    })
}

fn place(source: &BundleSource, name: &str) -> String {
    format!("{}/{name}", source.path().display())
}

fn one_fault(source: &BundleSource, name: &str, message: String) -> Diagnostics {
    let mut found = Diagnostics::default();
    found.error(place(source, name), message);
    found
}

pub(crate) fn refused(found: Diagnostics) -> BundleError {
    BundleError {
        kind: FailureKind::RefusedManifest,
        found,
    }
}

/// Locales of a folder that the manifest does not list; a packed plugin has none, for its reader refuses them.
fn unlisted_locales(source: &BundleSource, manifest: &Manifest) -> Vec<String> {
    if source.is_packed() {
        return Vec::new();
    }
    let listed = std::fs::read_dir(source.path().join("locales"));
    let mut paths: Vec<String> = listed
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .map(|name| format!("locales/{name}"))
        .filter(|path| locale_of(path).is_some() && !manifest.files.contains_key(path))
        .collect();
    paths.sort();
    paths
}

/// SHA-256 of the lines `<digest>  <path>\n` of all files in the order of their paths.
pub(crate) fn bundle_digest(digests: &BTreeMap<String, String>) -> String {
    let lines: String = digests
        .iter()
        .map(|(path, digest)| format!("{digest}  {path}\n"))
        .collect();
    hex_sha256(lines.as_bytes())
}

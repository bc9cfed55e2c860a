//! Packs a bundle folder into one file, signs a bundle, and unpacks one; equal files give equal bytes.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use overread_base::{Diagnostics, FailureKind};

use crate::archive::{self, MAX_ENTRIES};
use crate::atomic::{self, Secrecy};
use crate::bundle::{Bundle, BundleError, MAX_COMPONENT_BYTES};
use crate::form::{Form, PLUGIN};
use crate::hex::{Sums, hex_sha256, sums_of};
use crate::keys::SecretKey;
use crate::manifest::{MANIFEST, Manifest, SIGNATURES, is_bundle_path, locale_of};
use crate::pins::pinned_text;
use crate::signatures::{self, MAX_SIGNATURES, ManifestSignature};
use crate::signed::{MAX_TEXT_FILE_BYTES, SignedManifest, refused};
use crate::source::{BundleSource, MAX_MODEL_BYTES, of_model};

/// The ending of the name of a packed plugin, without the dot.
pub const PACKED_ENDING: &str = "overread";

/// Why a bundle was not packed, signed or unpacked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// The bundle is none, or not whole.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// A file cannot be written.
    #[error("cannot write {}: {source}", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The key may not sign this package.
    #[error("the key {key} has the role {role}, which does not cover {id}")]
    NotCovered {
        /// The key's id.
        key: String,
        /// Its role.
        role: String,
        /// The package's id.
        id: String,
    },
    /// A signature would not cover all of the bundle.
    #[error("a signature would not cover {}, which the manifest does not pin; pack the folder first: `overread plugin pack` fills [files]", .0.join(", "))]
    Unpinned(Vec<String>),
    /// No room for another signature.
    #[error("a bundle may have {MAX_SIGNATURES} signatures")]
    TooManySignatures,
}

/// How to pack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PackOptions {
    /// Files of the folder to pack besides those that the manifest names.
    pub include: Vec<String>,
    /// Whether files that changed since the manifest pinned them are pinned anew; else they are refused.
    pub repin: bool,
}

/// What was packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackReport {
    /// The digest of the bundle.
    pub digest: String,
    /// The files in it, with manifest and signatures.
    pub n_files: usize,
    /// The size of the packed plugin.
    pub n_bytes: u64,
    /// Files whose digest the manifest did not have, or had otherwise.
    pub newly_pinned: Vec<String>,
    /// Files of the folder that are not in the packed plugin.
    pub left_out: Vec<String>,
    /// Signatures that were left out, since they are of another manifest.
    pub n_signatures_dropped: usize,
}

/// Packs the folder into the file `out`, which is replaced. The manifest in it pins every file; the folder's own stays.
///
/// Packed are the component, the models, the locales, the files that `[files]` lists, those of
/// [`PackOptions::include`], and of the folder itself `LICENSE*`, `README*` and `CHANGELOG*`.
///
/// # Errors
/// [`PackError`] with all that is missing or changed.
pub fn pack(folder: &Path, out: &Path, options: &PackOptions) -> Result<PackReport, PackError> {
    let source = BundleSource::open(folder).map_err(refused)?;
    let text = manifest_text(&source)?;
    let manifest = Manifest::parse(MANIFEST, &text).map_err(refused)?;
    let names = source.names().map_err(|m| one_fault(folder, m))?;
    let mut gathered = Gathered::default();
    gathered.models(&source, &manifest);
    gathered.files(&source, &manifest, &names, options);
    let Gathered {
        sums,
        newly_pinned,
        found,
        is_digest_wrong,
    } = gathered;
    if found.has_errors() {
        let kind = if is_digest_wrong {
            FailureKind::BadSignature
        } else {
            FailureKind::RefusedManifest
        };
        return Err(BundleError { kind, found }.into());
    }
    let is_model = |path: &str| manifest.models.iter().any(|model| model.file == path);
    let pins: BTreeMap<String, String> = sums
        .iter()
        .filter(|(path, _)| !is_model(path) || manifest.files.contains_key(*path))
        .map(|(path, sums)| (path.clone(), sums.sha256.clone()))
        .collect();
    let text = pinned_text(&text, &pins).map_err(refused)?;
    let (signatures, n_dropped) = kept_signatures(&source, text.as_bytes());
    write_packed(&PLUGIN, out, text.as_bytes(), &signatures, &sums, &source)?;
    let packed = Bundle::open(out)?;
    let left_out = names.into_iter().filter(|name| {
        ![MANIFEST, SIGNATURES].contains(&name.as_str()) && !sums.contains_key(name)
    });
    Ok(PackReport {
        digest: packed.digest().to_owned(),
        n_files: 1 + usize::from(!signatures.is_empty()) + sums.len(),
        n_bytes: fs::metadata(out).map_or(0, |found| found.len()),
        newly_pinned,
        left_out: left_out.collect(),
        n_signatures_dropped: n_dropped,
    })
}

/// Adds a signature by `key` to a packed plugin or a bundle folder; one that it has already is renewed.
///
/// # Errors
/// [`PackError`]: the bundle is not whole, the key is for others, or nothing can be written.
pub fn sign(path: &Path, key: &SecretKey) -> Result<SignedManifest, PackError> {
    let bundle = Bundle::open(path)?;
    let signed = bundle.signed();
    let id = signed.manifest().id.as_str();
    let signatures = with_signature(&PLUGIN, id, signed.signatures(), key, signed.bytes())?;
    if !signed.unpinned().is_empty() {
        return Err(PackError::Unpinned(signed.unpinned().to_vec()));
    }
    if bundle.source().is_packed() {
        let names = signed.manifest().pinned().into_keys();
        let sums = sums_of_all(names, bundle.source())?;
        write_packed(
            &PLUGIN,
            path,
            signed.bytes(),
            &signatures,
            &sums,
            bundle.source(),
        )?;
    } else {
        let file = path.join(SIGNATURES);
        atomic::write_file(&file, Secrecy::Open, |to| {
            to.write_all(&signatures::written(&signatures))
        })
        .map_err(written(&file))?;
    }
    Ok(SignedManifest::read(path)?)
}

/// Writes the files of a whole bundle into the new folder `to` and saves them; each is checked once more on its way.
///
/// # Errors
/// [`PackError`]; what was written by then stays.
pub fn unpack(bundle: &Bundle, to: &Path) -> Result<(), PackError> {
    let signed = bundle.signed();
    if !signed.unpinned().is_empty() {
        return Err(PackError::Unpinned(signed.unpinned().to_vec()));
    }
    let files = PackedFiles {
        form: &PLUGIN,
        manifest: signed.bytes(),
        signatures: signed.signatures(),
        pinned: signed.manifest().pinned(),
        source: bundle.source(),
    };
    files.unpack(to)
}

/// Sizes and sums of files of a package.
pub(crate) fn sums_of_all<'p>(
    names: impl Iterator<Item = &'p str>,
    source: &BundleSource,
) -> Result<BTreeMap<String, Sums>, BundleError> {
    let each = names.map(|name| {
        let found = source.copy(name, MAX_MODEL_BYTES, |_| Ok(()));
        let found = found.map_err(|message| one_fault(Path::new(name), message))?;
        Ok((name.to_owned(), found))
    });
    each.collect()
}

/// The signatures of a package with one by `key`, which takes the place of an earlier one.
pub(crate) fn with_signature(
    form: &Form,
    id: &str,
    before: &[ManifestSignature],
    key: &SecretKey,
    manifest: &[u8],
) -> Result<Vec<ManifestSignature>, PackError> {
    let public = key.public();
    if !public.role.covers(id) {
        return Err(PackError::NotCovered {
            key: public.bytes.id(),
            role: public.role.to_string(),
            id: id.to_owned(),
        });
    }
    let others = before.iter().filter(|known| known.key != public.bytes);
    let mut signatures: Vec<ManifestSignature> = others.cloned().collect();
    if signatures.len() == MAX_SIGNATURES {
        return Err(PackError::TooManySignatures);
    }
    signatures.push(ManifestSignature::new(form, key, manifest));
    Ok(signatures)
}

/// The files of a package that is whole.
pub(crate) struct PackedFiles<'p> {
    pub(crate) form: &'p Form,
    pub(crate) manifest: &'p [u8],
    pub(crate) signatures: &'p [ManifestSignature],
    /// Path and SHA-256 of all other files.
    pub(crate) pinned: BTreeMap<&'p str, &'p str>,
    pub(crate) source: &'p BundleSource,
}

impl PackedFiles<'_> {
    /// Writes them into the new folder `to` and saves them; each is checked once more on its way.
    pub(crate) fn unpack(&self, to: &Path) -> Result<(), PackError> {
        let write = |name: &str, bytes: &[u8]| {
            let file = to.join(name);
            new_file(&file)
                .and_then(|mut opened| {
                    opened.write_all(bytes)?;
                    opened.sync_all()
                })
                .map_err(written(&file))
        };
        fs::create_dir_all(to).map_err(written(to))?;
        write(self.form.manifest, self.manifest)?;
        if !self.signatures.is_empty() {
            write(SIGNATURES, &signatures::written(self.signatures))?;
        }
        for (name, expected) in &self.pinned {
            let file = to.join(name);
            let mut opened = new_file(&file).map_err(written(&file))?;
            let sums = self
                .source
                .copy(name, MAX_MODEL_BYTES, |chunk| opened.write_all(chunk))
                .map_err(|message| one_fault(Path::new(name), message))?;
            opened.sync_all().map_err(written(&file))?;
            if sums.sha256 != *expected {
                let mut error = one_fault(
                    Path::new(name),
                    format!(
                        "changed while it was unpacked: expected SHA-256 {expected}, found {}",
                        sums.sha256
                    ),
                );
                error.kind = FailureKind::BadSignature;
                return Err(error.into());
            }
        }
        atomic::sync_folder_of(&to.join(self.form.manifest)).map_err(written(to))
    }
}

fn new_file(file: &Path) -> io::Result<fs::File> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    atomic::create(file, Secrecy::Open)
}

pub(crate) fn written(path: &Path) -> impl FnOnce(io::Error) -> PackError {
    let path = path.to_owned();
    move |source| PackError::Write { path, source }
}

pub(crate) fn one_fault(place: &Path, message: String) -> BundleError {
    let mut found = Diagnostics::default();
    found.error(place.display().to_string(), message);
    refused(found)
}

fn manifest_text(source: &BundleSource) -> Result<String, BundleError> {
    let place = source.path().join(MANIFEST);
    let (bytes, _) = source
        .read(MANIFEST, MAX_TEXT_FILE_BYTES)
        .map_err(|message| one_fault(&place, message))?;
    String::from_utf8(bytes).map_err(|error| one_fault(&place, format!("not UTF-8: {error}")))
}

/// The folder's signatures if they are of this manifest, or how many are not.
fn kept_signatures(source: &BundleSource, manifest: &[u8]) -> (Vec<ManifestSignature>, usize) {
    let Ok((bytes, _)) = source.read(SIGNATURES, signatures::MAX_SIGNATURES_BYTES) else {
        return (Vec::new(), 0);
    };
    match signatures::read(&PLUGIN, &bytes, manifest) {
        Ok(signatures) => (signatures, 0),
        Err(faults) => (Vec::new(), faults.len()),
    }
}

/// The files to pack, with their sums and their faults.
#[derive(Default)]
struct Gathered {
    sums: BTreeMap<String, Sums>,
    newly_pinned: Vec<String>,
    found: Diagnostics,
    is_digest_wrong: bool,
}

impl Gathered {
    fn models(&mut self, source: &BundleSource, manifest: &Manifest) {
        for model in &manifest.models {
            match source.copy(&model.file, MAX_MODEL_BYTES, |_| Ok(())) {
                Ok(sums) if sums.sha256 == model.sha256 => {
                    self.sums.insert(model.file.clone(), sums);
                }
                Ok(sums) => {
                    self.is_digest_wrong = true;
                    let what = format!("the file is another one, its SHA-256 is {}", sums.sha256);
                    self.found.error(model.file.clone(), of_model(model, &what));
                }
                Err(what) => self.found.error(model.file.clone(), of_model(model, &what)),
            }
        }
    }

    fn files(
        &mut self,
        source: &BundleSource,
        manifest: &Manifest,
        names: &[String],
        options: &PackOptions,
    ) {
        let of_itself = names
            .iter()
            .filter(|name| is_bundle_path(name) && (locale_of(name).is_some() || is_notice(name)));
        let mut paths: Vec<&String> = [&manifest.component]
            .into_iter()
            .chain(manifest.files.keys())
            .chain(of_itself)
            .chain(&options.include)
            .collect();
        paths.sort();
        paths.dedup();
        for path in paths {
            if self.sums.contains_key(path) {
                continue;
            }
            if [MANIFEST, SIGNATURES].contains(&path.as_str()) {
                self.found
                    .error(path.clone(), "is in each packed plugin anyway");
                continue;
            }
            let most = if *path == manifest.component {
                MAX_COMPONENT_BYTES
            } else {
                MAX_TEXT_FILE_BYTES
            };
            match source.copy(path, most, |_| Ok(())) {
                Ok(sums) => {
                    self.note_pin(manifest, path, &sums, options.repin);
                    self.sums.insert(path.clone(), sums);
                }
                Err(message) => self.found.error(path.clone(), message),
            }
        }
        if self.sums.len() + 2 > MAX_ENTRIES {
            let found = self.sums.len();
            self.found.error(
                MANIFEST,
                format!("a packed plugin may have {MAX_ENTRIES} files, found {found}"),
            );
        }
    }

    fn note_pin(&mut self, manifest: &Manifest, path: &str, sums: &Sums, repin: bool) {
        match manifest.files.get(path) {
            Some(pinned) if *pinned == sums.sha256 => {}
            Some(pinned) if !repin => {
                self.is_digest_wrong = true;
                self.found.error(
                    path,
                    format!("changed since the manifest pinned it: expected SHA-256 {pinned}, found {}; pin it anew with --repin if that is meant", sums.sha256),
                );
            }
            Some(_) | None => self.newly_pinned.push(path.to_owned()),
        }
    }
}

/// Whether a file of the folder itself is one that goes with every copy.
fn is_notice(name: &str) -> bool {
    !name.contains('/')
        && ["LICENSE", "LICENCE", "README", "CHANGELOG", "NOTICE"]
            .iter()
            .any(|start| name.starts_with(start))
}

/// Writes the packed plugin beside and moves it into place.
pub(crate) fn write_packed(
    form: &Form,
    out: &Path,
    manifest: &[u8],
    signatures: &[ManifestSignature],
    sums: &BTreeMap<String, Sums>,
    source: &BundleSource,
) -> Result<(), PackError> {
    let own = |bytes: &[u8]| sums_of(bytes, |_| Ok(()));
    atomic::write_file(out, Secrecy::Open, |to| {
        let mut writer = archive::Writer::new(form, to);
        let of_manifest = own(manifest)?;
        writer.entry(
            form.manifest,
            of_manifest.n_bytes,
            of_manifest.crc32,
            |to| to.write_all(manifest),
        )?;
        if !signatures.is_empty() {
            let bytes = signatures::written(signatures);
            let sums = own(&bytes)?;
            writer.entry(SIGNATURES, sums.n_bytes, sums.crc32, |to| {
                to.write_all(&bytes)
            })?;
        }
        for (name, expected) in sums {
            writer.entry(name, expected.n_bytes, expected.crc32, |to| {
                let copied = source.copy(name, expected.n_bytes, |chunk| to.write_all(chunk));
                let copied =
                    copied.map_err(|message| io::Error::other(format!("{name}: {message}")))?;
                if copied == *expected {
                    Ok(())
                } else {
                    Err(io::Error::other(format!(
                        "{name} changed while it was packed"
                    )))
                }
            })?;
        }
        writer.finish()?;
        Ok(())
    })
    .map_err(written(out))
}

/// The SHA-256 of a file's bytes as it stands in manifests: 64 small hexadecimal digits.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex_sha256(bytes)
}

#[cfg(test)]
mod tests;

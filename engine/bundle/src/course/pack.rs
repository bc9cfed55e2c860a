//! A folder's files into a packed course and back, and signatures on it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use overread_base::{Diagnostics, FailureKind};

use super::manifest::{CourseManifest, is_course_id, is_version};
use crate::bundle::BundleError;
use crate::form::COURSE;
use crate::hex::hex_sha256;
use crate::keys::SecretKey;
use crate::manifest::is_bundle_path;
use crate::pack::{PackError, PackedFiles, sums_of_all, with_signature, write_packed};
use crate::signatures::ManifestSignature;
use crate::signed::{SignedText, bundle_digest, refused, text_of};
use crate::source::{BundleSource, MAX_MODEL_BYTES};
use crate::trust::Judged;

/// What is packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoursePackSpec {
    /// The course's id, `owner.name`.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Under what it may be passed on.
    pub licence: String,
    /// The files of the folder that are packed, by path with `/`.
    pub files: Vec<String>,
}

/// What was packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoursePackReport {
    /// The digest of the packed course.
    pub digest: String,
    /// The files of the course in it.
    pub n_files: usize,
    /// The size of the file.
    pub n_bytes: u64,
}

/// Why a course was not packed, signed or opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CoursePackError {
    /// It is none, or not whole: all faults.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// It cannot be written or signed.
    #[error(transparent)]
    Pack(#[from] PackError),
}

fn faults(found: Vec<(String, String)>) -> BundleError {
    let mut diagnostics = Diagnostics::default();
    for (place, message) in found {
        diagnostics.error(place, message);
    }
    refused(diagnostics)
}

/// Packs files of a folder into `out`, which is replaced; equal files give equal bytes.
///
/// # Errors
/// [`CoursePackError`] with every file that is missing, has no name that all systems know, or is too large.
pub fn pack_course(
    folder: &Path,
    out: &Path,
    spec: &CoursePackSpec,
) -> Result<CoursePackReport, CoursePackError> {
    let source = BundleSource::open_as(&COURSE, folder).map_err(refused)?;
    let mut found = Vec::new();
    if !is_course_id(&spec.id) {
        let message = "expected an id of plain letters and digits with a dot, owner.name";
        found.push((spec.id.clone(), message.to_owned()));
    }
    if !is_version(&spec.version) {
        let message = "expected a version of letters, digits, . - and +";
        found.push((spec.version.clone(), message.to_owned()));
    }
    let most = COURSE.most_files - 2;
    if spec.files.is_empty() || spec.files.len() > most {
        let n = spec.files.len();
        let message = format!("a packed course has 1 to {most} files, found {n}");
        found.push((folder.display().to_string(), message));
        return Err(faults(found).into());
    }
    let mut sums = BTreeMap::new();
    for path in &spec.files {
        let summed = if is_bundle_path(path) {
            source.copy(path, MAX_MODEL_BYTES, |_| Ok(()))
        } else {
            Err(
                "has a name that not all systems know: plain letters, digits and . - _ + alone"
                    .to_owned(),
            )
        };
        match summed {
            Ok(summed) => {
                sums.insert(path.clone(), summed);
            }
            Err(message) => found.push((path.clone(), message)),
        }
    }
    if !found.is_empty() {
        return Err(faults(found).into());
    }
    let manifest = CourseManifest {
        id: spec.id.clone(),
        version: spec.version.clone(),
        licence: spec.licence.clone(),
        files: sums
            .iter()
            .map(|(path, sums)| (path.clone(), sums.sha256.clone()))
            .collect(),
    };
    // What is written can be read again, or is refused before it is there.
    let text = manifest.text();
    CourseManifest::parse(&text).map_err(refused)?;
    write_packed(&COURSE, out, text.as_bytes(), &[], &sums, &source)?;
    let packed = CoursePack::open(out)?;
    Ok(CoursePackReport {
        digest: packed.digest(),
        n_files: sums.len(),
        n_bytes: fs::metadata(out).map_or(0, |found| found.len()),
    })
}

/// Adds a signature by `key` to a packed course; one that it has already is renewed.
///
/// # Errors
/// [`CoursePackError`]: the course is not whole, the key is for others, or nothing can be written.
pub fn sign_course(path: &Path, key: &SecretKey) -> Result<CoursePack, CoursePackError> {
    let pack = CoursePack::open(path)?;
    let signatures = with_signature(&COURSE, pack.id(), &pack.signatures, key, &pack.bytes)?;
    let names = pack.manifest.files.keys().map(String::as_str);
    let sums = sums_of_all(names, &pack.source)?;
    write_packed(&COURSE, path, &pack.bytes, &signatures, &sums, &pack.source)?;
    CoursePack::open(path)
}

/// A packed course, or one that was unpacked, whose manifest and signatures hold.
#[derive(Debug, Clone)]
pub struct CoursePack {
    source: BundleSource,
    pub(super) manifest: CourseManifest,
    bytes: Vec<u8>,
    signatures: Vec<ManifestSignature>,
}

impl CoursePack {
    /// Opens a packed course, with every file checked against its digest.
    ///
    /// # Errors
    /// [`CoursePackError`] with all faults of archive, manifest, signatures and files.
    pub fn open(path: &Path) -> Result<Self, CoursePackError> {
        let pack = Self::read(path)?;
        pack.check()?;
        Ok(pack)
    }

    /// Reads manifest and signatures of a packed course, or of the folder of an installed one, and no other file.
    ///
    /// # Errors
    /// [`CoursePackError`] with all faults of archive, manifest and signatures.
    pub fn read(path: &Path) -> Result<Self, CoursePackError> {
        let source = BundleSource::open_as(&COURSE, path).map_err(refused)?;
        let SignedText { bytes, signatures } = SignedText::of(&COURSE, &source)?;
        let text = text_of(&source, &COURSE, &bytes)?;
        let manifest = CourseManifest::parse(text).map_err(refused)?;
        Ok(Self {
            source,
            manifest,
            bytes,
            signatures,
        })
    }

    /// Whether every file is there and the one that the manifest pins; in a packed course, that there is no other.
    ///
    /// # Errors
    /// [`CoursePackError::Bundle`] names each that is not.
    pub fn check(&self) -> Result<(), CoursePackError> {
        let mut found = Vec::new();
        let mut is_digest_wrong = false;
        for (path, expected) in &self.manifest.files {
            match self.source.copy(path, MAX_MODEL_BYTES, |_| Ok(())) {
                Ok(sums) if sums.sha256 == *expected => {}
                Ok(sums) => {
                    is_digest_wrong = true;
                    let message = format!(
                        "not the file that the manifest names: expected SHA-256 {expected}, found {}",
                        sums.sha256
                    );
                    found.push((path.clone(), message));
                }
                Err(message) => found.push((path.clone(), message)),
            }
        }
        if self.source.is_packed() {
            let is_known =
                |name: &String| COURSE.rank(name) < 2 || self.manifest.files.contains_key(name);
            let names = self.source.names().map_err(|message| {
                faults(vec![(self.source.path().display().to_string(), message)])
            })?;
            let unknown = names.into_iter().filter(|name| !is_known(name));
            found.extend(unknown.map(|name| {
                let message = "not listed in the manifest: nothing else may lie in a packed course";
                (name, message.to_owned())
            }));
        }
        if found.is_empty() {
            return Ok(());
        }
        let mut error = faults(found);
        if is_digest_wrong {
            error.kind = FailureKind::BadSignature;
        }
        Err(error.into())
    }

    /// The course's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.manifest.id
    }

    /// The course's version.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.manifest.version
    }

    /// Under what it may be passed on.
    #[must_use]
    pub fn licence(&self) -> &str {
        &self.manifest.licence
    }

    /// The paths of its files.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.manifest.files.keys().map(String::as_str)
    }

    /// The paths of its files with their SHA-256, lower-case hex.
    pub fn digests(&self) -> impl Iterator<Item = (&str, &str)> {
        let files = self.manifest.files.iter();
        files.map(|(path, digest)| (path.as_str(), digest.as_str()))
    }

    /// How many signatures it has.
    #[must_use]
    pub fn n_signatures(&self) -> usize {
        self.signatures.len()
    }

    /// SHA-256, lower-case hex, over the digests of all files, as of a plugin's bundle; signatures do not count.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut digests = self.manifest.files.clone();
        digests.insert(COURSE.manifest.to_owned(), hex_sha256(&self.bytes));
        bundle_digest(&digests)
    }

    /// What trust is judged by.
    pub(super) fn judged(&self) -> Judged<'_> {
        Judged {
            id: self.id(),
            digest: Some(self.digest()),
            signatures: &self.signatures,
            unpinned: &[],
        }
    }

    /// Its files, to be unpacked.
    pub(super) fn packed_files(&self) -> PackedFiles<'_> {
        let files = self.manifest.files.iter();
        PackedFiles {
            form: &COURSE,
            manifest: &self.bytes,
            signatures: &self.signatures,
            pinned: files
                .map(|(path, digest)| (path.as_str(), digest.as_str()))
                .collect(),
            source: &self.source,
        }
    }

    /// Whether both have the same files and signatures.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.bytes == other.bytes && self.signatures == other.signatures
    }
}

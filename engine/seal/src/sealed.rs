//! Results sealed to a centre: one file that only the centre's key opens.
//!
//! A line `overread-sealed-1 x25519 KEY sha256 HASH` (the centre's public key, the hash of all that follows), then a
//! sealed box of libsodium (X25519, XSalsa20-Poly1305). In it a JSON object with `format`, `version` and `files`, each
//! with `name` and its bytes as `base64`. The line makes another centre's key and a damaged file each have their name;
//! the box itself tells neither, and proves nothing of who sealed it: that is what the manifest in it is signed for.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use crypto_box::aead::rand_core;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::error::SealError;
use crate::files;
use crate::hex::sha256_hex;
use crate::keys::{CentrePublic, CentreSecret, random_bytes};

const FORM: &str = "overread-sealed-1";
const FORMAT: &str = "overread-results";
const VERSION: u32 = 1;
/// The longest first line, in bytes.
const MAX_LINE: usize = 256;
/// The most that is sealed or opened, in bytes.
const MAX_BYTES: u64 = 1 << 30;
const MOST_FILES: usize = 64;

/// One file among sealed results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultFile {
    /// A plain name: letters, digits, `.`, `-` and `_`, not beginning with a dot.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BundleJson {
    format: String,
    version: u32,
    files: Vec<FileJson>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileJson {
    name: String,
    base64: String,
}

/// Seals files to a centre.
///
/// # Errors
/// [`SealError::Sealed`] for names that are not plain or not different, [`SealError::Random`].
pub fn seal_to(centre: &CentrePublic, files: &[ResultFile]) -> Result<Vec<u8>, SealError> {
    check_names(files.iter().map(|file| file.name.as_str()))?;
    let file = |file: &ResultFile| FileJson {
        name: file.name.clone(),
        base64: STANDARD.encode(&file.bytes),
    };
    let bundle = BundleJson {
        format: FORMAT.to_owned(),
        version: VERSION,
        files: files.iter().map(file).collect(),
    };
    let wrong = |error: String| SealError::Sealed(error);
    let plain = serde_json::to_vec(&bundle).map_err(|error| wrong(error.to_string()))?;
    let key = crypto_box::PublicKey::from_bytes(centre.bytes());
    let sealed = key
        .seal(&mut Drawn::new()?, &plain)
        .map_err(|error| wrong(error.to_string()))?;
    let mut bytes = format!(
        "{FORM} x25519 {} sha256 {}\n",
        centre.hex(),
        sha256_hex(&sealed)
    )
    .into_bytes();
    bytes.extend_from_slice(&sealed);
    Ok(bytes)
}

/// Opens sealed files.
///
/// # Errors
/// [`SealError::Sealed`] if the bytes are no sealed results, [`SealError::OtherCentre`] if they are sealed to another
/// key, [`SealError::Tampered`] if they were changed.
pub fn open_sealed(bytes: &[u8], centre: &CentreSecret) -> Result<Vec<ResultFile>, SealError> {
    let no = |what: &str| SealError::Sealed(what.to_owned());
    let head = &bytes[..bytes.len().min(MAX_LINE)];
    let end = head.iter().position(|&byte| byte == b'\n');
    let (line, sealed) = bytes.split_at(end.ok_or_else(|| no("no first line"))?);
    let sealed = &sealed[1..];
    let line = std::str::from_utf8(line).map_err(|error| no(&error.to_string()))?;
    let words: Vec<&str> = line.split(' ').collect();
    let [FORM, "x25519", key, "sha256", hash] = words[..] else {
        return Err(no(&format!(
            "expected `{FORM} x25519 KEY sha256 HASH` as first line"
        )));
    };
    let (expected, found) = (centre.public().hex(), key);
    if expected != found {
        return Err(SealError::OtherCentre {
            expected,
            found: found.escape_debug().take(80).collect(),
        });
    }
    if sha256_hex(sealed) != hash {
        return Err(SealError::Tampered(format!(
            "expected bytes with SHA-256 {}, found {}",
            hash.escape_debug().take(80).collect::<String>(),
            sha256_hex(sealed)
        )));
    }
    let plain = centre.key().unseal(sealed).map_err(|error| {
        SealError::Tampered(format!(
            "its hash was made to fit, but the box does not open: {error}"
        ))
    })?;
    let bundle: BundleJson =
        serde_json::from_slice(&plain).map_err(|error| no(&error.to_string()))?;
    if (bundle.format.as_str(), bundle.version) != (FORMAT, VERSION) {
        return Err(no(&format!(
            "expected {FORMAT} {VERSION}, found {} {}",
            bundle.format.escape_debug().take(80).collect::<String>(),
            bundle.version
        )));
    }
    check_names(bundle.files.iter().map(|file| file.name.as_str()))?;
    let file = |file: FileJson| {
        let bytes = STANDARD.decode(&file.base64);
        Ok(ResultFile {
            bytes: bytes.map_err(|error| no(&format!("{}: {error}", file.name)))?,
            name: file.name,
        })
    };
    bundle.files.into_iter().map(file).collect()
}

/// Seals files of a folder into one file, which is there whole or not at all.
///
/// # Errors
/// As [`seal_to`], and [`SealError::Io`], [`SealError::TooLarge`].
pub fn seal_files(
    folder: &Path,
    names: &[&str],
    centre: &CentrePublic,
    to: &Path,
) -> Result<(), SealError> {
    let file = |name: &&str| {
        Ok(ResultFile {
            name: (*name).to_owned(),
            bytes: files::read(&folder.join(name), MAX_BYTES / 2)?,
        })
    };
    let all: Vec<ResultFile> = names.iter().map(file).collect::<Result<_, SealError>>()?;
    files::replace(to, &seal_to(centre, &all)?)
}

/// Opens a sealed file into a folder, which is made if need be; a file that is there is never written over.
///
/// # Errors
/// As [`open_sealed`], and [`SealError::Io`], [`SealError::TooLarge`].
pub fn open_into(
    sealed: &Path,
    centre: &CentreSecret,
    folder: &Path,
) -> Result<Vec<PathBuf>, SealError> {
    let opened = open_sealed(&files::read(sealed, MAX_BYTES)?, centre)?;
    std::fs::create_dir_all(folder).map_err(SealError::io("create", folder))?;
    opened
        .into_iter()
        .map(|file| {
            let path = folder.join(&file.name);
            files::write_new(&path, &file.bytes, 0o600).map(|()| path)
        })
        .collect()
}

fn check_names<'n>(names: impl Iterator<Item = &'n str>) -> Result<(), SealError> {
    let mut seen = BTreeSet::new();
    for name in names {
        let is_plain = (1..=100).contains(&name.len())
            && !name.starts_with('.')
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
        if !is_plain {
            let name: String = name.escape_debug().take(80).collect();
            return Err(SealError::Sealed(format!("`{name}` is no plain file name")));
        }
        if !seen.insert(name.to_lowercase()) {
            return Err(SealError::Sealed(format!("two files are named {name}")));
        }
    }
    if seen.len() > MOST_FILES {
        return Err(SealError::Sealed(format!("more than {MOST_FILES} files")));
    }
    Ok(())
}

/// Random bytes drawn from the system beforehand and spread by SHA-256, because a sealed box asks for a generator that
/// cannot fail.
struct Drawn {
    seed: [u8; 32],
    n_blocks: u64,
}

impl Drawn {
    fn new() -> Result<Self, SealError> {
        Ok(Self {
            seed: random_bytes()?,
            n_blocks: 0,
        })
    }

    fn block(&mut self) -> [u8; 32] {
        self.n_blocks += 1;
        let mut hasher = Sha256::new();
        hasher.update(self.seed);
        hasher.update(self.n_blocks.to_le_bytes());
        hasher.finalize().into()
    }
}

impl rand_core::RngCore for Drawn {
    fn next_u32(&mut self) -> u32 {
        let mut bytes = [0; 4];
        self.fill_bytes(&mut bytes);
        u32::from_le_bytes(bytes)
    }

    fn next_u64(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.fill_bytes(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(32) {
            let block = self.block();
            part.copy_from_slice(&block[..part.len()]);
        }
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rand_core::Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl rand_core::CryptoRng for Drawn {}

#[cfg(test)]
mod tests;

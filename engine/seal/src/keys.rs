//! Keys of workstations, supervisors and centres: Ed25519 to sign, X25519 to open what is sealed to a centre.

use std::fmt;
use std::path::Path;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

use crate::error::SealError;
use crate::files;
use crate::hex::{bytes_of_hex, hex};

/// The longest file of keys that is read, in bytes.
const MAX_KEY_FILE: u64 = 1 << 20;

const SIGN_SECRET: &str = "ed25519-secret";
const SIGN_PUBLIC: &str = "ed25519-public";
const OPEN_SECRET: &str = "x25519-secret";
const OPEN_PUBLIC: &str = "x25519-public";

/// A public key that signatures are checked with.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// A key out of 64 lower-case digits; `None` for those that are no key, or one under which forged signatures hold.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        Self::from_bytes(bytes_of_hex(text)?)
    }

    pub(crate) fn from_bytes(bytes: [u8; 32]) -> Option<Self> {
        let key = VerifyingKey::from_bytes(&bytes).ok()?;
        (!key.is_weak()).then_some(Self(bytes))
    }

    /// 64 lower-case digits.
    #[must_use]
    pub fn hex(&self) -> String {
        hex(&self.0)
    }

    /// The key itself.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Whether `signature` is one of `message` by this key; malleable and small-order forms are refused.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        VerifyingKey::from_bytes(&self.0).is_ok_and(|key| {
            key.verify_strict(message, &Signature::from_bytes(signature))
                .is_ok()
        })
    }

    /// Writes `ed25519-public HEX` to a new file.
    ///
    /// # Errors
    /// [`SealError::Io`], also if there is a file already.
    pub fn write(&self, path: &Path) -> Result<(), SealError> {
        files::write_new(
            path,
            format!("{SIGN_PUBLIC} {}\n", self.hex()).as_bytes(),
            0o644,
        )
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.hex())
    }
}

/// A key that signs. Neither `Debug` nor an error shows it.
pub struct SecretKey(SigningKey);

impl SecretKey {
    /// A new key out of the system's random numbers.
    ///
    /// # Errors
    /// [`SealError::Random`].
    pub fn generate() -> Result<Self, SealError> {
        random_bytes().map(Self::from_seed)
    }

    /// The key of a seed of 32 bytes (RFC 8032).
    #[must_use]
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&seed))
    }

    /// Reads a file that [`SecretKey::write`] wrote.
    ///
    /// # Errors
    /// [`SealError::Io`], [`SealError::KeyFile`], or [`SealError::OpenToOthers`] if others may read it.
    pub fn read(path: &Path) -> Result<Self, SealError> {
        read_secret(path, SIGN_SECRET).map(Self::from_seed)
    }

    /// Writes `ed25519-secret HEX` to a new file that nobody else may read.
    ///
    /// # Errors
    /// [`SealError::Io`], also if there is a file already.
    pub fn write(&self, path: &Path) -> Result<(), SealError> {
        let line = format!("{SIGN_SECRET} {}\n", hex(self.0.as_bytes()));
        files::write_new(path, line.as_bytes(), 0o600)
    }

    /// The other half, for everybody.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs a message.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey of {:?}", self.public())
    }
}

/// The public key of a centre, which results are sealed to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CentrePublic([u8; 32]);

impl CentrePublic {
    /// A key out of 64 lower-case digits; `None` for those of small order, which would hide nothing.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        // Sealing to such a point gives a shared secret of zeros: u = 0, 1, -1 and the two of order 8 (RFC 7748,
        // section 6.1), also with the high bit, which is ignored.
        const SMALL: [&str; 5] = [
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        ];
        let bytes: [u8; 32] = bytes_of_hex(text)?;
        let mut point = bytes;
        point[31] &= 0x7f;
        let is_small = SMALL
            .iter()
            .any(|small| bytes_of_hex::<32>(small) == Some(point));
        (!is_small).then_some(Self(bytes))
    }

    /// 64 lower-case digits, as a scenario's terms name it.
    #[must_use]
    pub fn hex(&self) -> String {
        hex(&self.0)
    }

    pub(crate) fn bytes(&self) -> [u8; 32] {
        self.0
    }

    /// Reads a file with `x25519-public HEX`, or the 64 digits alone.
    ///
    /// # Errors
    /// [`SealError::Io`] or [`SealError::KeyFile`].
    pub fn read(path: &Path) -> Result<Self, SealError> {
        let text = files::read_text(path, MAX_KEY_FILE)?;
        let digits = digits_of(&text, OPEN_PUBLIC);
        digits
            .and_then(Self::from_hex)
            .ok_or_else(|| no_key(path, OPEN_PUBLIC, &text))
    }

    /// Writes `x25519-public HEX` to a new file.
    ///
    /// # Errors
    /// [`SealError::Io`], also if there is a file already.
    pub fn write(&self, path: &Path) -> Result<(), SealError> {
        files::write_new(
            path,
            format!("{OPEN_PUBLIC} {}\n", self.hex()).as_bytes(),
            0o644,
        )
    }
}

impl fmt::Debug for CentrePublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CentrePublic({})", self.hex())
    }
}

/// The key that opens what was sealed to a centre. Neither `Debug` nor an error shows it.
pub struct CentreSecret(crypto_box::SecretKey);

impl CentreSecret {
    /// A new key out of the system's random numbers.
    ///
    /// # Errors
    /// [`SealError::Random`].
    pub fn generate() -> Result<Self, SealError> {
        random_bytes().map(Self::from_bytes)
    }

    /// The key of 32 secret bytes (RFC 7748).
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(crypto_box::SecretKey::from_bytes(bytes))
    }

    pub(crate) fn key(&self) -> &crypto_box::SecretKey {
        &self.0
    }

    /// The other half, which results are sealed to.
    #[must_use]
    pub fn public(&self) -> CentrePublic {
        CentrePublic(self.0.public_key().to_bytes())
    }

    /// Reads a file that [`CentreSecret::write`] wrote.
    ///
    /// # Errors
    /// [`SealError::Io`], [`SealError::KeyFile`], or [`SealError::OpenToOthers`] if others may read it.
    pub fn read(path: &Path) -> Result<Self, SealError> {
        read_secret(path, OPEN_SECRET).map(Self::from_bytes)
    }

    /// Writes `x25519-secret HEX` to a new file that nobody else may read.
    ///
    /// # Errors
    /// [`SealError::Io`], also if there is a file already.
    pub fn write(&self, path: &Path) -> Result<(), SealError> {
        let line = format!("{OPEN_SECRET} {}\n", hex(&self.0.to_bytes()));
        files::write_new(path, line.as_bytes(), 0o600)
    }
}

impl fmt::Debug for CentreSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CentreSecret of {:?}", self.public())
    }
}

/// Reads public keys, one a line: `ed25519-public HEX` or the 64 digits alone; words after the key are a name; empty
/// lines and those that begin with `#` are left out.
///
/// # Errors
/// [`SealError::Io`], or [`SealError::KeyFile`] for a line that is no key.
pub fn read_public_keys(path: &Path) -> Result<Vec<PublicKey>, SealError> {
    let text = files::read_text(path, MAX_KEY_FILE)?;
    let is_key = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    text.lines()
        .filter(is_key)
        .map(|line| {
            digits_of(line, SIGN_PUBLIC)
                .and_then(PublicKey::from_hex)
                .ok_or_else(|| no_key(path, SIGN_PUBLIC, line))
        })
        .collect()
}

/// The digits after the word of this kind of key, or the digits alone.
fn digits_of<'t>(line: &'t str, kind: &str) -> Option<&'t str> {
    let mut words = line.split_whitespace();
    let first = words.next()?;
    if first == kind {
        words.next()
    } else {
        (first.len() == 64).then_some(first)
    }
}

fn no_key(path: &Path, expected: &'static str, text: &str) -> SealError {
    // Only the word of another kind is repeated: the rest may be a secret.
    let kinds = [SIGN_SECRET, SIGN_PUBLIC, OPEN_SECRET, OPEN_PUBLIC];
    let first = text.split_whitespace().next().unwrap_or_default();
    let found = kinds
        .iter()
        .find(|kind| **kind == first && **kind != expected);
    SealError::KeyFile {
        expected,
        found: found.map_or_else(|| "something else".to_owned(), |kind| format!("`{kind}`")),
        path: path.to_owned(),
    }
}

fn read_secret(path: &Path, kind: &'static str) -> Result<[u8; 32], SealError> {
    let text = files::read_text(path, MAX_KEY_FILE)?;
    files::refuse_open_to_others(path)?;
    let mut words = text.split_whitespace();
    let digits = (words.next() == Some(kind)).then(|| words.next()).flatten();
    digits
        .and_then(bytes_of_hex)
        .ok_or_else(|| no_key(path, kind, &text))
}

pub(crate) fn random_bytes() -> Result<[u8; 32], SealError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| SealError::Random(error.to_string()))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests;

//! Ed25519 key pairs of vendors, reviewers and sites, each as one line of text. Keeps no store and trusts nobody.

use std::fmt;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

use crate::hex::{bytes_of_hex, hex, hex_sha256};

/// First words of the line of a public key.
const PUBLIC: [&str; 2] = ["overread-key-1", "ed25519"];
/// First words of the line of a secret key.
const SECRET: [&str; 2] = ["overread-secret-key-1", "ed25519"];
/// The longest line of a key, in bytes.
const MAX_LINE_BYTES: usize = 512;
const MAX_OWNER_BYTES: usize = 80;

/// Why a key is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The text is not the line of a key of this kind.
    #[error("not a {kind} key: expected `{expected}`, {found}")]
    Line {
        /// `public` or `secret`.
        kind: &'static str,
        /// The form of the line.
        expected: &'static str,
        /// What is wrong.
        found: String,
    },
    /// A role that nobody has.
    #[error(
        "`{0}` is no role: expected `vendor:ID-PREFIX` (such as `vendor:org.example`), `reviewer` or `site`"
    )]
    Role(String),
    /// A name of an owner that cannot stand in a line.
    #[error(
        "`{0}` is no owner id: expected 1 to {MAX_OWNER_BYTES} letters, digits and . - _ @, such as `org.example`"
    )]
    Owner(String),
    /// The system gives no random numbers.
    #[error("the system gives no random numbers for a new key: {0}")]
    Random(String),
}

/// What a key may vouch for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyRole {
    /// Makes plugins whose id is this prefix, or goes on after it with a dot.
    Vendor(String),
    /// Has examined a plugin for exams.
    Reviewer,
    /// Keeps the trust store of a site.
    Site,
}

impl KeyRole {
    /// Reads `vendor:PREFIX`, `reviewer` or `site`.
    ///
    /// # Errors
    /// [`KeyError::Role`].
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let role = match text {
            "reviewer" => Some(Self::Reviewer),
            "site" => Some(Self::Site),
            _ => text
                .strip_prefix("vendor:")
                .filter(|prefix| is_id_prefix(prefix))
                .map(|prefix| Self::Vendor(prefix.to_owned())),
        };
        role.ok_or_else(|| KeyError::Role(printable(text)))
    }

    /// `vendor`, `reviewer` or `site`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Vendor(_) => "vendor",
            Self::Reviewer => "reviewer",
            Self::Site => "site",
        }
    }

    /// Whether a key of this role may speak for the plugin `id`: a vendor for its own ids only.
    #[must_use]
    pub fn covers(&self, id: &str) -> bool {
        match self {
            Self::Vendor(prefix) => id
                .strip_prefix(prefix.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.')),
            Self::Reviewer | Self::Site => true,
        }
    }
}

impl fmt::Display for KeyRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Vendor(prefix) => write!(f, "vendor:{prefix}"),
            Self::Reviewer | Self::Site => f.write_str(self.word()),
        }
    }
}

fn is_id_prefix(prefix: &str) -> bool {
    prefix.len() <= 128
        && prefix.split('.').all(|label| {
            !label.is_empty()
                && label
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        })
}

fn is_owner(owner: &str) -> bool {
    (1..=MAX_OWNER_BYTES).contains(&owner.len())
        && owner
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'@'))
}

fn printable(text: &str) -> String {
    text.chars().take(80).flat_map(char::escape_debug).collect()
}

/// The bytes of a public key: who signed, whatever is known of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyBytes([u8; 32]);

impl KeyBytes {
    /// A key out of 64 small hexadecimal digits; `None` for those that are no key, or one under which forged
    /// signatures hold.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let bytes = bytes_of_hex(text)?;
        let key = VerifyingKey::from_bytes(&bytes).ok()?;
        (!key.is_weak()).then_some(Self(bytes))
    }

    /// 64 small hexadecimal digits.
    #[must_use]
    pub fn hex(&self) -> String {
        hex(&self.0)
    }

    /// The name of the key for people: the first 16 digits of its SHA-256. Trust never rests on it.
    #[must_use]
    pub fn id(&self) -> String {
        let mut id = hex_sha256(&self.0);
        id.truncate(16);
        id
    }

    /// Whether `signature` is one of `message` by this key; malleable and small-order forms are refused.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        VerifyingKey::from_bytes(&self.0).is_ok_and(|key| {
            key.verify_strict(message, &Signature::from_bytes(signature))
                .is_ok()
        })
    }
}

impl fmt::Debug for KeyBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyBytes({})", self.id())
    }
}

/// A public key with the role and the name that its owner gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    /// The key itself.
    pub bytes: KeyBytes,
    /// What it is for.
    pub role: KeyRole,
    /// Whose it is, such as `org.example`.
    pub owner: String,
}

impl PublicKey {
    /// Reads the line of a public key.
    ///
    /// # Errors
    /// [`KeyError`] if it is none, or its role or owner is none.
    pub fn parse(line: &str) -> Result<Self, KeyError> {
        const FORM: &str = "overread-key-1 ed25519 KEY ROLE OWNER";
        let (key, role, owner) = parts(line, PUBLIC, "public", FORM)?;
        let bytes = KeyBytes::from_hex(key).ok_or_else(|| KeyError::Line {
            kind: "public",
            expected: FORM,
            found: "KEY is not 64 small hexadecimal digits of a sound Ed25519 key".to_owned(),
        })?;
        Ok(Self { bytes, role, owner })
    }

    /// The line that [`PublicKey::parse`] reads.
    #[must_use]
    pub fn line(&self) -> String {
        let [form, algorithm] = PUBLIC;
        let Self { bytes, role, owner } = self;
        format!("{form} {algorithm} {} {role} {owner}", bytes.hex())
    }
}

/// A secret key. It is written to its file and nowhere else: neither `Debug` nor an error shows it.
pub struct SecretKey {
    key: SigningKey,
    role: KeyRole,
    owner: String,
}

impl SecretKey {
    /// A new key out of the system's random numbers.
    ///
    /// # Errors
    /// [`KeyError::Owner`] or [`KeyError::Random`].
    pub fn generate(role: KeyRole, owner: &str) -> Result<Self, KeyError> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|error| KeyError::Random(error.to_string()))?;
        Self::from_seed(seed, role, owner)
    }

    /// The key of a seed of 32 bytes (RFC 8032).
    ///
    /// # Errors
    /// [`KeyError::Owner`].
    pub fn from_seed(seed: [u8; 32], role: KeyRole, owner: &str) -> Result<Self, KeyError> {
        if !is_owner(owner) {
            return Err(KeyError::Owner(printable(owner)));
        }
        Ok(Self {
            key: SigningKey::from_bytes(&seed),
            role,
            owner: owner.to_owned(),
        })
    }

    /// Reads the line of a secret key. No error repeats any of it.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn parse(line: &str) -> Result<Self, KeyError> {
        const FORM: &str = "overread-secret-key-1 ed25519 SECRET ROLE OWNER";
        let (seed, role, owner) =
            parts(line, SECRET, "secret", FORM).map_err(|error| match error {
                KeyError::Line { .. } => error,
                KeyError::Role(_) | KeyError::Owner(_) | KeyError::Random(_) => KeyError::Line {
                    kind: "secret",
                    expected: FORM,
                    found: "ROLE or OWNER is none".to_owned(),
                },
            })?;
        let seed = bytes_of_hex(seed).ok_or_else(|| KeyError::Line {
            kind: "secret",
            expected: FORM,
            found: "SECRET is not 64 small hexadecimal digits".to_owned(),
        })?;
        Self::from_seed(seed, role, &owner)
    }

    /// The line for the key's file. Whoever has it can sign.
    #[must_use]
    pub fn secret_line(&self) -> String {
        let [form, algorithm] = SECRET;
        let Self { key, role, owner } = self;
        format!("{form} {algorithm} {} {role} {owner}", hex(key.as_bytes()))
    }

    /// The other half, for everybody.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey {
            bytes: KeyBytes(self.key.verifying_key().to_bytes()),
            role: self.role.clone(),
            owner: self.owner.clone(),
        }
    }

    /// Signs a message.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecretKey")
            .field("public", &self.public())
            .finish_non_exhaustive()
    }
}

/// Key, role and owner of a line.
fn parts<'l>(
    line: &'l str,
    words: [&str; 2],
    kind: &'static str,
    expected: &'static str,
) -> Result<(&'l str, KeyRole, String), KeyError> {
    let fault = |found: &str| KeyError::Line {
        kind,
        expected,
        found: found.to_owned(),
    };
    let line = line.trim();
    if line.len() > MAX_LINE_BYTES || line.contains(['\n', '\r']) {
        return Err(fault("found more than one line"));
    }
    let parts: Vec<&str> = line.split(' ').collect();
    let [form, algorithm, key, role, owner] = parts[..] else {
        return Err(fault(&format!("found {} words", parts.len())));
    };
    if [form, algorithm] != words {
        return Err(fault("found other first words"));
    }
    if !is_owner(owner) {
        return Err(KeyError::Owner(printable(owner)));
    }
    Ok((key, KeyRole::parse(role)?, owner.to_owned()))
}

#[cfg(test)]
mod tests;

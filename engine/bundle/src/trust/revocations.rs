//! Keys and bundles that are trusted no more, as a list with a version and an expiry.

use std::collections::BTreeMap;

use crate::keys::KeyBytes;

/// A list of revocations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocations {
    pub(crate) version: u64,
    /// `None` before the first list.
    pub(crate) expires_unix_s: Option<u64>,
    pub(crate) keys: BTreeMap<KeyBytes, String>,
    pub(crate) digests: BTreeMap<String, String>,
}

impl Revocations {
    /// Before the first list.
    pub(crate) fn none() -> Self {
        Self {
            version: 0,
            expires_unix_s: None,
            keys: BTreeMap::new(),
            digests: BTreeMap::new(),
        }
    }

    /// Counts up with each change.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// When it must have been renewed, in seconds since 1970; `None` before the first list.
    #[must_use]
    pub fn expires_unix_s(&self) -> Option<u64> {
        self.expires_unix_s
    }

    /// Revoked keys with the reasons.
    pub fn keys(&self) -> impl Iterator<Item = (&KeyBytes, &str)> {
        self.keys.iter().map(|(key, reason)| (key, reason.as_str()))
    }

    /// Digests of revoked bundles with the reasons.
    pub fn digests(&self) -> impl Iterator<Item = (&str, &str)> {
        self.digests
            .iter()
            .map(|(digest, reason)| (digest.as_str(), reason.as_str()))
    }

    pub(crate) fn of_key(&self, key: &KeyBytes) -> Option<&str> {
        self.keys.get(key).map(String::as_str)
    }

    pub(crate) fn of_digest(&self, digest: &str) -> Option<&str> {
        self.digests.get(digest).map(String::as_str)
    }

    /// When it expired, if it has.
    pub(crate) fn expired(&self, now_unix_s: u64) -> Option<u64> {
        self.expires_unix_s.filter(|expires| *expires < now_unix_s)
    }
}

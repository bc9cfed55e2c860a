//! The folder of a site's trust: its key pair, the signed store and the signed list of revocations. Made on first use.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::TrustStore;
use super::error::{TrustError, io_error};
use super::file::{self, MAX_FILE_BYTES, Signed};
use super::key_file::{read_public_key, read_secret_key, write_secret_key};
use super::revocations::Revocations;
use super::rules::Rules;
use crate::atomic::{self, Secrecy};
use crate::keys::{KeyBytes, KeyRole, PublicKey, SecretKey};
use crate::manifest::is_sha256;

const SITE_SECRET: &str = "site.secret";
const SITE_PUBLIC: &str = "site.pub";
const STORE: &str = "trust.toml";
const REVOKED: &str = "revoked.toml";
const LOCK: &str = ".lock";
/// How long a list of revocations is good that this site makes.
const LIST_DAYS: u64 = 365;
const DAY_S: u64 = 24 * 3600;

/// What to revoke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Revoked {
    /// A key: the 16 digits of its id, or all 64.
    Key(String),
    /// The digest of a bundle.
    Digest(String),
}

/// The folder of a site's trust.
#[derive(Debug, Clone)]
pub struct TrustFolder {
    root: PathBuf,
}

/// Whether a sound list of revocations must be there: not where one is being brought in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ListNeed {
    Sound,
    None,
}

/// A store as it was read, with what is needed to write it again.
struct Opened {
    store: TrustStore,
    /// Whether the list of revocations that was seen last, or a newer one, is there.
    has_list: bool,
    seen: u64,
    site: PublicKey,
}

impl TrustFolder {
    /// The folder at `root`, which need not be there yet.
    #[must_use]
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The store; of a site that has none yet, one that trusts nobody. Writes nothing.
    ///
    /// # Errors
    /// [`TrustError`] if a file is damaged, not signed by the site, or older than one that was seen.
    pub fn open(&self) -> Result<TrustStore, TrustError> {
        Ok(self
            .read(ListNeed::Sound)?
            .map(|opened| opened.store)
            .unwrap_or_default())
    }

    /// The site's public key, if it has one.
    ///
    /// # Errors
    /// [`TrustError`] if its file cannot be read.
    pub fn site_key(&self) -> Result<Option<PublicKey>, TrustError> {
        let path = self.root.join(SITE_PUBLIC);
        if !path.exists() {
            return Ok(None);
        }
        read_public_key(&path).map(Some)
    }

    /// Trusts a key.
    ///
    /// # Errors
    /// [`TrustError::Change`] if it is trusted already in the same role or was revoked.
    pub fn add(&self, key: &PublicKey, now_unix_s: u64) -> Result<TrustStore, TrustError> {
        self.change(now_unix_s, ListNeed::Sound, |opened| {
            let id = key.bytes.id();
            let store = &mut opened.store;
            if let Some(reason) = store.revocations.of_key(&key.bytes) {
                return Err(TrustError::Change(format!(
                    "the key {id} was revoked: {reason}"
                )));
            }
            if store.keys.contains(key) {
                return Err(TrustError::Change(format!(
                    "the key {id} is trusted already"
                )));
            }
            store.keys.retain(|known| known.bytes != key.bytes);
            store.keys.push(key.clone());
            Ok(())
        })
    }

    /// Trusts a key no more, without calling it revoked.
    ///
    /// # Errors
    /// [`TrustError::Change`] if no trusted key, or more than one, has this id.
    pub fn remove(&self, id: &str, now_unix_s: u64) -> Result<PublicKey, TrustError> {
        let mut removed = None;
        self.change(now_unix_s, ListNeed::Sound, |opened| {
            let key = known_key(&opened.store, id)?;
            opened.store.keys.retain(|known| known.bytes != key.bytes);
            removed = Some(key);
            Ok(())
        })?;
        removed.ok_or_else(|| TrustError::Change("nothing was removed".to_owned()))
    }

    /// Sets the rules.
    ///
    /// # Errors
    /// [`TrustError::Change`] if a rule asks for too little.
    pub fn set_rules(&self, rules: &Rules, now_unix_s: u64) -> Result<TrustStore, TrustError> {
        for (rule, is_exam) in [(&rules.training, false), (&rules.exam, true)] {
            if let Some(fault) = rule.fault(is_exam) {
                return Err(TrustError::Change(fault));
            }
        }
        self.change(now_unix_s, ListNeed::Sound, |opened| {
            opened.store.rules = rules.clone();
            Ok(())
        })
    }

    /// Revokes a key or a bundle, for this reason; the list gets a new version and a new expiry.
    ///
    /// # Errors
    /// [`TrustError::Change`] if it is no key or digest.
    pub fn revoke(
        &self,
        what: &Revoked,
        reason: &str,
        now_unix_s: u64,
    ) -> Result<TrustStore, TrustError> {
        let reason = file::reason(reason).map_err(TrustError::Change)?;
        self.change(now_unix_s, ListNeed::Sound, |opened| {
            let list = &mut opened.store.revocations;
            match what {
                Revoked::Digest(digest) if is_sha256(digest) => {
                    list.digests.insert(digest.clone(), reason);
                }
                Revoked::Digest(digest) => {
                    return Err(TrustError::Change(format!(
                        "`{}` is no digest of a bundle: expected 64 small hexadecimal digits, as `overread plugin list` shows them",
                        digest.escape_debug()
                    )));
                }
                Revoked::Key(id) => {
                    let key = match KeyBytes::from_hex(id) {
                        Some(key) => key,
                        None => known_key(&opened.store, id)?.bytes,
                    };
                    opened.store.revocations.keys.insert(key, reason);
                }
            }
            renew(&mut opened.store.revocations, now_unix_s);
            Ok(())
        })
    }

    /// Gives the list of revocations a new version and a new expiry.
    ///
    /// # Errors
    /// [`TrustError`] if it cannot be written.
    pub fn renew(&self, now_unix_s: u64) -> Result<TrustStore, TrustError> {
        self.change(now_unix_s, ListNeed::Sound, |opened| {
            renew(&mut opened.store.revocations, now_unix_s);
            Ok(())
        })
    }

    /// Takes over a list of revocations that a trusted key of the role `site` has signed; it must be newer than what
    /// was seen. Returns what is no longer revoked by it.
    ///
    /// # Errors
    /// [`TrustError::BadSignature`] or [`TrustError::Rollback`].
    pub fn take_list(&self, path: &Path, now_unix_s: u64) -> Result<Vec<String>, TrustError> {
        let text = read_text(path)?;
        let mut dropped = Vec::new();
        self.change(now_unix_s, ListNeed::None, |opened| {
            let list = read_list(path, &text, &opened.site, &opened.store)?;
            // The very list that is missing here may come back.
            let is_old = if opened.has_list {
                list.version <= opened.seen
            } else {
                list.version < opened.seen
            };
            if is_old {
                return Err(TrustError::Rollback {
                    path: path.to_owned(),
                    seen: opened.seen,
                    found: list.version,
                });
            }
            let before = std::mem::replace(&mut opened.store.revocations, list);
            let after = &opened.store.revocations;
            let keys = before
                .keys
                .keys()
                .filter(|key| !after.keys.contains_key(key));
            let digests = before
                .digests
                .keys()
                .filter(|d| !after.digests.contains_key(*d));
            dropped = keys.map(KeyBytes::id).chain(digests.cloned()).collect();
            Ok(())
        })?;
        Ok(dropped)
    }

    /// The file of the list of revocations, to be given to other sites.
    #[must_use]
    pub fn list_path(&self) -> PathBuf {
        self.root.join(REVOKED)
    }

    fn read(&self, need: ListNeed) -> Result<Option<Opened>, TrustError> {
        let store_path = self.root.join(STORE);
        let Some(site) = self.site_key()? else {
            if store_path.exists() {
                return Err(TrustError::BadSignature {
                    path: store_path,
                    message: format!("there is no {SITE_PUBLIC} to check it by"),
                });
            }
            return Ok(None);
        };
        if !store_path.exists() {
            // The site's key is made first: a first use that was cut short goes on from here.
            return Ok(Some(Opened {
                store: TrustStore::default(),
                has_list: true,
                seen: 0,
                site,
            }));
        }
        let text = read_text(&store_path)?;
        let bad = |message| TrustError::BadSignature {
            path: store_path.clone(),
            message,
        };
        let (key, _) = file::unsealed(Signed::Store, &text).map_err(bad)?;
        if key != site.bytes {
            return Err(bad(format!(
                "expected the signature of the site key {}, found one by {}",
                site.bytes.id(),
                key.id()
            )));
        }
        let shown_path = store_path.display().to_string();
        let (mut store, seen) = file::read_store(&shown_path, &text).map_err(TrustError::Format)?;
        let (list, has_list) = match self.read_own_list(&site, &store, seen) {
            Ok(list) => (list, true),
            Err(_) if need == ListNeed::None => (Revocations::none(), false),
            Err(error) => return Err(error),
        };
        let seen = seen.max(list.version);
        store.revocations = list;
        Ok(Some(Opened {
            store,
            has_list,
            seen,
            site,
        }))
    }

    /// The list of this site, which is not older than what was seen.
    fn read_own_list(
        &self,
        site: &PublicKey,
        store: &TrustStore,
        seen: u64,
    ) -> Result<Revocations, TrustError> {
        let path = self.root.join(REVOKED);
        if !path.exists() {
            return Err(TrustError::BadSignature {
                path,
                message: "the list of revocations is gone; bring it back with `overread plugin keys revoke --list FILE`".to_owned(),
            });
        }
        let list = read_list(&path, &read_text(&path)?, site, store)?;
        if list.version < seen {
            return Err(TrustError::Rollback {
                path,
                seen,
                found: list.version,
            });
        }
        Ok(list)
    }

    /// Makes the folder if need be, changes the store, signs it, and puts it into place.
    fn change(
        &self,
        now_unix_s: u64,
        need: ListNeed,
        change: impl FnOnce(&mut Opened) -> Result<(), TrustError>,
    ) -> Result<TrustStore, TrustError> {
        fs::create_dir_all(&self.root).map_err(io_error("create", &self.root))?;
        let lock = self.root.join(LOCK);
        let lock_file = fs::File::create(&lock).map_err(io_error("create", &lock))?;
        // Released when the file is closed.
        lock_file.lock().map_err(io_error("lock", &lock))?;
        let mut opened = match self.read(need)? {
            Some(opened) => opened,
            None => self.make_site_key()?,
        };
        let secret_path = self.root.join(SITE_SECRET);
        if !secret_path.exists() {
            return Err(TrustError::NoSecret {
                key: opened.site.bytes.id(),
                path: secret_path,
            });
        }
        let secret = read_secret_key(&secret_path)?;
        if secret.public().bytes != opened.site.bytes {
            return Err(TrustError::BadSignature {
                path: secret_path,
                message: format!("it is not the secret half of {SITE_PUBLIC}"),
            });
        }
        // The first list is version 0, so that the first list of another site is newer.
        let first_expiry = now_unix_s + LIST_DAYS * DAY_S;
        opened
            .store
            .revocations
            .expires_unix_s
            .get_or_insert(first_expiry);
        let before = opened.store.revocations.clone();
        let is_first = !self.root.join(REVOKED).exists();
        change(&mut opened)?;
        let list = &opened.store.revocations;
        opened.seen = opened.seen.max(list.version);
        // The list first: a store that has seen a list that is not there would be refused.
        if is_first || *list != before {
            let body = file::revocations_body(list);
            write(
                &self.root.join(REVOKED),
                &file::sealed(Signed::Revocations, &secret, &body),
            )?;
        }
        let body = file::store_body(&opened.store, opened.seen);
        write(
            &self.root.join(STORE),
            &file::sealed(Signed::Store, &secret, &body),
        )?;
        Ok(opened.store)
    }

    /// A new installation makes its own key.
    fn make_site_key(&self) -> Result<Opened, TrustError> {
        let path = self.root.join(SITE_SECRET);
        let secret = if path.exists() {
            read_secret_key(&path)?
        } else {
            let key = |source| TrustError::Key {
                path: path.clone(),
                source,
            };
            let secret = SecretKey::generate(KeyRole::Site, "this-site").map_err(key)?;
            write_secret_key(&path, &secret)?;
            secret
        };
        let site = secret.public();
        write(&self.root.join(SITE_PUBLIC), &format!("{}\n", site.line()))?;
        Ok(Opened {
            store: TrustStore::default(),
            has_list: true,
            seen: 0,
            site,
        })
    }
}

fn renew(list: &mut Revocations, now_unix_s: u64) {
    list.version += 1;
    list.expires_unix_s = Some(now_unix_s + LIST_DAYS * DAY_S);
}

/// The list in a file: signed by the site itself or by a trusted key of that role.
fn read_list(
    path: &Path,
    text: &str,
    site: &PublicKey,
    store: &TrustStore,
) -> Result<Revocations, TrustError> {
    let bad = |message| TrustError::BadSignature {
        path: path.to_owned(),
        message,
    };
    let (key, _) = file::unsealed(Signed::Revocations, text).map_err(bad)?;
    let is_site = |known: &PublicKey| known.bytes == key && known.role == KeyRole::Site;
    if key != site.bytes && !store.keys.iter().any(is_site) {
        return Err(bad(format!(
            "the list is signed by key {}, which is neither this site's nor a trusted key of the role `site`",
            key.id()
        )));
    }
    file::read_revocations(&path.display().to_string(), text).map_err(TrustError::Format)
}

/// The trusted key with this id, or with these first digits of it (eight at least).
fn known_key(store: &TrustStore, id: &str) -> Result<PublicKey, TrustError> {
    let is_meant = |key: &&PublicKey| {
        (id.len() >= 8 && key.bytes.id().starts_with(id)) || key.bytes.hex() == id
    };
    let mut found = store.keys.iter().filter(is_meant);
    match (found.next(), found.next()) {
        (Some(key), None) => Ok(key.clone()),
        (Some(_), Some(_)) => Err(TrustError::Change(format!("several keys begin with {id}"))),
        (None, _) => Err(TrustError::Change(format!(
            "no trusted key has the id `{}`; `overread plugin keys list` shows the ids",
            id.escape_debug()
        ))),
    }
}

pub(super) fn write(path: &Path, text: &str) -> Result<(), TrustError> {
    atomic::write_file(path, Secrecy::Open, |to| to.write_all(text.as_bytes()))
        .map_err(io_error("write", path))
}

pub(super) fn read_text(path: &Path) -> Result<String, TrustError> {
    let n_bytes = fs::metadata(path).map_err(io_error("read", path))?.len();
    if n_bytes > MAX_FILE_BYTES {
        let found = format!("at most {MAX_FILE_BYTES} bytes, found {n_bytes}");
        return Err(io_error("read", path)(io::Error::other(found)));
    }
    fs::read_to_string(path).map_err(io_error("read", path))
}

#[cfg(test)]
mod tests;

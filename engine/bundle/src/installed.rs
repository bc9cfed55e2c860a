//! The store of installed plugins: `<id>/<version>-<first digits of the digest>/`, several versions side by side.
//!
//! Each is installed whole or not at all. Runs nothing: the checks that run a plugin are handed in by the caller.

mod listing;
mod record;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::atomic::{self, Secrecy};
use crate::bundle::{Bundle, BundleError};
use crate::manifest::Wants;
use crate::pack::{PackError, unpack};
use crate::shelf::{self, folders_in, is_partial};
use crate::trust::{Origin, TrustStore, Use, Verdict};
use listing::read_installed;
pub use listing::{BrokenPlugin, Installed, InstalledState, Listing, version_order};
use record::Record;
pub use record::{Grants, shown_wants};

/// The bundle in the folder of an installed plugin.
const PLUGIN: &str = "plugin";
const RECORD: &str = "installed.toml";
/// Digits of the digest in the folder's name.
const N_DIGITS: usize = 12;

/// Why a plugin was not installed, removed or changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InstallError {
    /// The bundle is none, or not whole.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// This site does not trust it.
    #[error("{id} {version} is not trusted here:\n  {}", .reasons.join("\n  "))]
    NotTrusted {
        /// The plugin.
        id: String,
        /// Its version.
        version: String,
        /// What is missing.
        reasons: Vec<String>,
    },
    /// It does not keep the contract.
    #[error("{id} {version} failed the checks:\n  {}", .reasons.join("\n  "))]
    FailedChecks {
        /// The plugin.
        id: String,
        /// Its version.
        version: String,
        /// Which, and how.
        reasons: Vec<String>,
    },
    /// Its files cannot be unpacked.
    #[error(transparent)]
    Unpack(#[from] PackError),
    /// A file of the store cannot be read or written.
    #[error("cannot {doing} {}: {source}", .path.display())]
    Io {
        /// What was tried.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// No installed plugin is meant, or more than one.
    #[error("{0}")]
    Selection(String),
    /// What the manifest does not ask for cannot be granted.
    #[error("{0}")]
    Grant(String),
}

pub(crate) fn io_error(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> InstallError {
    let path = path.to_owned();
    move |source| InstallError::Io {
        doing,
        path,
        source,
    }
}

/// A plugin to be installed.
pub struct InstallRequest<'r> {
    /// The packed plugin, or a folder that is whole.
    pub path: &'r Path,
    /// Whom the site trusts.
    pub trust: &'r TrustStore,
    /// Seconds since 1970.
    pub now_unix_s: u64,
    /// Whether an unsigned plugin may be installed, for developer mode only.
    pub for_developers: bool,
    /// Runs the checks of the contract: what was found good, or what was not.
    pub checks: &'r mut dyn FnMut(&Bundle) -> Result<Vec<String>, Vec<String>>,
}

/// What became of it.
#[derive(Debug)]
pub enum InstallOutcome {
    /// It is new here.
    Installed(Installed),
    /// It was there, and got other signatures or missing files back.
    Renewed(Installed),
    /// It was there already.
    AlreadyThere(Installed),
}

/// The store of installed plugins.
#[derive(Debug, Clone)]
pub struct PluginStore {
    root: PathBuf,
}

impl PluginStore {
    /// The store in the folder `root`, which need not be there yet.
    #[must_use]
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// What is installed, judged by `trust`. Reads manifests, signatures and the sizes of files, not their contents.
    #[must_use]
    pub fn list(&self, trust: &TrustStore, now_unix_s: u64) -> Listing {
        let mut listing = Listing::default();
        for id in folders_in(&self.root) {
            if is_partial(&id) {
                listing.leftovers.push(id);
                continue;
            }
            for folder in folders_in(&id) {
                if is_partial(&folder) {
                    listing.leftovers.push(folder);
                    continue;
                }
                match read_installed(&folder, trust, now_unix_s) {
                    Ok(plugin) => listing.plugins.push(plugin),
                    Err(reason) => listing.broken.push(BrokenPlugin { folder, reason }),
                }
            }
        }
        listing.plugins.sort_by(|a, b| {
            let (a, b) = (a.signed.manifest(), b.signed.manifest());
            let by_id = a.id.as_str().cmp(b.id.as_str());
            by_id.then_with(|| version_order(&b.version, &a.version))
        });
        listing
    }

    /// Installs a plugin: its files and signatures are checked, then whether it is trusted, then it is run by the
    /// checks, and only then is it unpacked beside and moved into place. The same plugin twice is there once.
    ///
    /// # Errors
    /// [`InstallError`]; nothing of it is in the store then.
    pub fn install(&self, request: InstallRequest<'_>) -> Result<InstallOutcome, InstallError> {
        let bundle = Bundle::open_whole(request.path)?;
        let manifest = bundle.manifest();
        let (id, version) = (manifest.id.to_string(), manifest.version.clone());
        let wanted = if request.for_developers {
            Use::Developer
        } else {
            Use::Training
        };
        let (trust, now) = (request.trust, request.now_unix_s);
        let verdict = trust.judge(bundle.signed(), Origin::Installed, wanted, now);
        if !verdict.is_accepted() {
            return Err(InstallError::NotTrusted {
                id,
                version,
                reasons: verdict.reasons,
            });
        }
        let _lock = shelf::lock(&self.root)?;
        self.clear_leftovers()?;
        let folder = self.folder_of(&bundle);
        let before = read_installed(&folder, trust, now).ok();
        if let Some(there) = before.as_ref().filter(|there| is_same(there, &bundle)) {
            return Ok(InstallOutcome::AlreadyThere(there.clone()));
        }
        let checks = (request.checks)(&bundle).map_err(|reasons| InstallError::FailedChecks {
            id,
            version,
            reasons,
        })?;
        let mut record = Record::new(&bundle, &verdict, now, checks);
        if let Some(before) = &before {
            record.keep_decisions(&before.record);
        }
        self.put(&bundle, &record, &folder)?;
        let installed = read_installed(&folder, trust, now)
            .map_err(|reason| io_error("read again", &folder)(io::Error::other(reason)))?;
        Ok(match before {
            Some(_) => InstallOutcome::Renewed(installed),
            None => InstallOutcome::Installed(installed),
        })
    }

    /// Removes an installed plugin. Sessions that it served keep their record of it.
    ///
    /// # Errors
    /// [`InstallError::Io`] if its folder cannot be removed.
    pub fn remove(&self, plugin: &Installed) -> Result<(), InstallError> {
        let _lock = shelf::lock(&self.root)?;
        self.clear_leftovers()?;
        shelf::discard(&plugin.folder)?;
        if let Some(id) = plugin.folder.parent() {
            // Another version may still be there; the folder of the id goes with the last one.
            drop(fs::remove_dir(id));
        }
        Ok(())
    }

    /// Removes what holds no plugin that could be used.
    ///
    /// # Errors
    /// [`InstallError::Io`] if it cannot be removed.
    pub fn remove_broken(&self, broken: &BrokenPlugin) -> Result<(), InstallError> {
        let _lock = shelf::lock(&self.root)?;
        self.clear_leftovers()?;
        shelf::discard(&broken.folder)
    }

    /// Sets what the user grants; from then on the plugin is not waiting for that any more.
    ///
    /// # Errors
    /// [`InstallError::Grant`] for what its manifest does not want.
    pub fn grant(&self, plugin: &Installed, grants: Grants) -> Result<(), InstallError> {
        let wants = &plugin.signed.manifest().wants;
        if let Some(fault) = grants.fault(wants) {
            return Err(InstallError::Grant(fault));
        }
        self.change(plugin, |record| {
            record.grants = grants;
            if !record.is_decided {
                record.is_decided = true;
                record.is_enabled = true;
            }
        })
    }

    /// Switches a plugin on or off.
    ///
    /// # Errors
    /// [`InstallError::Io`] if its record cannot be written.
    pub fn set_enabled(&self, plugin: &Installed, is_enabled: bool) -> Result<(), InstallError> {
        self.change(plugin, |record| {
            record.is_enabled = is_enabled;
            record.is_decided = true;
        })
    }

    /// Removes what an installation or removal that was cut short has left, or puts it back; returns what was removed.
    fn clear_leftovers(&self) -> Result<Vec<PathBuf>, InstallError> {
        let top = folders_in(&self.root);
        let inner = top
            .iter()
            .filter(|id| !is_partial(id))
            .flat_map(|id| folders_in(id));
        shelf::clear(top.iter().cloned().chain(inner))
    }

    fn folder_of(&self, bundle: &Bundle) -> PathBuf {
        let manifest = bundle.manifest();
        let start = bundle.digest().get(..N_DIGITS).unwrap_or_default();
        let name = format!("{}-{start}", manifest.version);
        self.root.join(manifest.id.as_str()).join(name)
    }

    /// Unpacks beside, then moves into place.
    fn put(&self, bundle: &Bundle, record: &Record, folder: &Path) -> Result<(), InstallError> {
        shelf::put(folder, |partial| {
            unpack(bundle, &partial.join(PLUGIN))?;
            let file = partial.join(RECORD);
            record.write(&file).map_err(io_error("write", &file))
        })
    }

    fn change(
        &self,
        plugin: &Installed,
        change: impl FnOnce(&mut Record),
    ) -> Result<(), InstallError> {
        let _lock = shelf::lock(&self.root)?;
        let file = plugin.folder.join(RECORD);
        // Read again: another program may have changed it meanwhile.
        let mut record = Record::read(&file)
            .map_err(|reason| io_error("read", &file)(io::Error::other(reason)))?;
        change(&mut record);
        record.write(&file).map_err(io_error("write", &file))
    }
}

/// Whether the plugin that is there is this one, whole and with the same signatures.
fn is_same(there: &Installed, bundle: &Bundle) -> bool {
    there.faults.is_empty()
        && there.signed.signatures() == bundle.signed().signatures()
        && there.open().is_ok()
}

#[cfg(test)]
mod tests;

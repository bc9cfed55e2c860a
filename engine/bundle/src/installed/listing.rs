//! Installed plugins as a list shows them, and how one of them is named. Changes none.

use std::cmp::Ordering;
use std::path::{Path, PathBuf};

use overread_base::FailureKind;

use super::record::{Grants, Record};
use super::{InstallError, N_DIGITS, PLUGIN, RECORD};
use crate::bundle::{Bundle, BundleError};
use crate::signed::SignedManifest;
use crate::source::BundleSource;
use crate::trust::{Origin, TrustStore, Use, Verdict};

/// Whether an installed plugin can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InstalledState {
    /// Ready for lessons.
    Enabled,
    /// Ready in developer mode only.
    DeveloperOnly,
    /// It asks for grants, and nobody has decided on them yet.
    AwaitsGrants,
    /// Switched off.
    Disabled,
    /// This site does not trust it any more, or it is not whole.
    Refused(Vec<String>),
}

/// A plugin in the store. Its files were found with their sizes; their digests are checked when it is opened.
#[derive(Debug, Clone)]
pub struct Installed {
    pub(super) folder: PathBuf,
    pub(super) signed: SignedManifest,
    pub(super) record: Record,
    verdict: Verdict,
    pub(super) faults: Vec<String>,
}

impl Installed {
    /// The manifest with its signatures.
    #[must_use]
    pub fn signed(&self) -> &SignedManifest {
        &self.signed
    }

    /// The digest of its bundle.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.record.digest
    }

    /// When it was installed, in seconds since 1970.
    #[must_use]
    pub fn installed_unix_s(&self) -> u64 {
        self.record.installed_unix_s
    }

    /// What the checks said when it was installed.
    #[must_use]
    pub fn checks(&self) -> &[String] {
        &self.record.checks
    }

    /// What the user granted.
    #[must_use]
    pub fn grants(&self) -> &Grants {
        &self.record.grants
    }

    /// What this site makes of its signatures, for training or else for developer mode.
    #[must_use]
    pub fn verdict(&self) -> &Verdict {
        &self.verdict
    }

    /// The folder of its bundle.
    #[must_use]
    pub fn bundle_folder(&self) -> PathBuf {
        self.folder.join(PLUGIN)
    }

    /// Whether it can be used.
    #[must_use]
    pub fn state(&self) -> InstalledState {
        if !self.faults.is_empty() {
            InstalledState::Refused(self.faults.clone())
        } else if !self.verdict.is_accepted() {
            InstalledState::Refused(self.verdict.reasons.clone())
        } else if !self.record.is_decided {
            InstalledState::AwaitsGrants
        } else if !self.record.is_enabled {
            InstalledState::Disabled
        } else if self.verdict.needs_developer_mode() {
            InstalledState::DeveloperOnly
        } else {
            InstalledState::Enabled
        }
    }

    /// Opens it with all its digests checked.
    ///
    /// # Errors
    /// [`BundleError`]: a file is missing, was added or changed since it was installed.
    pub fn open(&self) -> Result<Bundle, BundleError> {
        let bundle = Bundle::open_whole(&self.bundle_folder())?;
        if bundle.digest() == self.record.digest {
            return Ok(bundle);
        }
        let mut found = overread_base::Diagnostics::default();
        found.error(
            self.folder.display().to_string(),
            format!(
                "not the bundle that was installed: expected digest {}, found {}",
                self.record.digest,
                bundle.digest()
            ),
        );
        Err(BundleError {
            kind: FailureKind::BadSignature,
            found,
        })
    }

    fn is_named(&self, selection: &str) -> bool {
        let manifest = self.signed.manifest();
        match selection.split_once('@') {
            Some((id, version)) => {
                manifest.id.as_str() == id
                    && (manifest.version == version || is_start(&self.record.digest, version))
            }
            None => manifest.id.as_str() == selection || is_start(&self.record.digest, selection),
        }
    }
}

/// Whether `start` is the beginning of a digest, of eight digits at least.
fn is_start(digest: &str, start: &str) -> bool {
    start.len() >= 8 && digest.starts_with(start)
}

/// A folder of the store that holds no plugin that could be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenPlugin {
    /// The folder.
    pub folder: PathBuf,
    /// Why.
    pub reason: String,
}

/// What is in the store.
#[derive(Debug, Default)]
pub struct Listing {
    /// By id, the newest version of each first.
    pub plugins: Vec<Installed>,
    /// Folders whose record or manifest cannot be read.
    pub broken: Vec<BrokenPlugin>,
    /// What an installation or removal that was cut short has left; the next one clears it away.
    pub leftovers: Vec<PathBuf>,
}

impl Listing {
    /// The one plugin that is meant by `ID`, `ID@VERSION`, `ID@DIGEST` or `DIGEST` (its first eight digits or more).
    ///
    /// # Errors
    /// [`InstallError::Selection`] says what is installed, or which of several could be meant.
    pub fn one(&self, selection: &str) -> Result<&Installed, InstallError> {
        let named: Vec<&Installed> = self
            .plugins
            .iter()
            .filter(|plugin| plugin.is_named(selection))
            .collect();
        match named[..] {
            [plugin] => Ok(plugin),
            [] => Err(InstallError::Selection(format!(
                "no installed plugin is named `{}`; `overread plugin list` shows what is installed",
                selection.escape_debug()
            ))),
            [..] => {
                let names: Vec<String> = named.iter().map(|plugin| exact_name(plugin)).collect();
                Err(InstallError::Selection(format!(
                    "several versions are installed; say which: {}",
                    names.join(", ")
                )))
            }
        }
    }
}

/// A name that selects this plugin and no other.
fn exact_name(plugin: &Installed) -> String {
    let start = plugin.record.digest.get(..N_DIGITS).unwrap_or_default();
    format!(
        "{}@{start} (version {})",
        plugin.signed.manifest().id,
        plugin.signed.manifest().version
    )
}

pub(super) fn read_installed(
    folder: &Path,
    trust: &TrustStore,
    now_unix_s: u64,
) -> Result<Installed, String> {
    let record = Record::read(&folder.join(RECORD))?;
    let bundle = folder.join(PLUGIN);
    let signed = SignedManifest::read(&bundle).map_err(|error| error.to_string())?;
    let mut faults = Vec::new();
    if signed.digest().as_deref() != Some(record.digest.as_str()) {
        faults.push("the manifest is not the one that was installed".to_owned());
    }
    match BundleSource::open(&bundle) {
        Ok(source) => {
            for (name, n_bytes) in &record.files {
                match source.size(name) {
                    Ok(found) if found == *n_bytes => {}
                    Ok(found) => faults.push(format!(
                        "{name} changed since it was installed: expected {n_bytes} bytes, found {found}"
                    )),
                    Err(message) => faults.push(format!("{name}: {message}")),
                }
            }
        }
        Err(found) => faults.extend(found.all().iter().map(ToString::to_string)),
    }
    let wanted = if record.is_for_developers {
        Use::Developer
    } else {
        Use::Training
    };
    let verdict = trust.judge(&signed, Origin::Installed, wanted, now_unix_s);
    Ok(Installed {
        folder: folder.to_owned(),
        signed,
        record,
        verdict,
        faults,
    })
}

/// The order of semantic versions: numbers first, a pre-release before its release, the rest by its text.
#[must_use]
pub fn version_order(a: &str, b: &str) -> Ordering {
    let parts = |version: &str| {
        let core_end = version.find(['-', '+']).unwrap_or(version.len());
        let (core, rest) = version.split_at(core_end);
        let numbers: Vec<u32> = core.split('.').filter_map(|n| n.parse().ok()).collect();
        (numbers, !rest.starts_with('-'), rest.to_owned())
    };
    parts(a).cmp(&parts(b))
}

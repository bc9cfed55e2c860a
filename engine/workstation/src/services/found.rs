//! The plugins of this machine: beside the program, installed, and in developers' folders, each judged for its use.
//! Reads manifests and signatures; what is chosen is opened with all its digests checked.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use overread_base::{FailureKind, ServiceIdentity};
use overread_bundle::{
    Bundle, BundleError, Grants, InstallError, Installed, InstalledState, Listing, Origin,
    PACKED_ENDING, PluginStore, SignedManifest, TrustFolder, TrustStore, Use, Verdict, identity_of,
};

use crate::clock::unix_seconds;
use crate::folders::Folders;
use crate::grants;

/// A plugin that was found, with what this site makes of it.
#[derive(Debug, Clone)]
pub struct FoundPlugin {
    path: PathBuf,
    origin: Origin,
    signed: SignedManifest,
    verdict: Verdict,
    state: InstalledState,
    grants: Grants,
    installed: Option<Box<Installed>>,
}

impl FoundPlugin {
    /// The folder of the bundle, or the packed plugin.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where it comes from.
    #[must_use]
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// Its manifest with the signatures.
    #[must_use]
    pub fn signed(&self) -> &SignedManifest {
        &self.signed
    }

    /// Who it is; without a digest where the manifest does not pin every file.
    #[must_use]
    pub fn identity(&self) -> ServiceIdentity {
        identity_of(self.signed.manifest(), self.signed.digest())
    }

    /// What this site makes of its signatures, for training or else for developer mode.
    #[must_use]
    pub fn verdict(&self) -> &Verdict {
        &self.verdict
    }

    /// Whether it can be used.
    #[must_use]
    pub fn state(&self) -> &InstalledState {
        &self.state
    }

    /// What the user granted.
    #[must_use]
    pub fn grants(&self) -> &Grants {
        &self.grants
    }

    /// Its record in the store, if it is installed.
    #[must_use]
    pub fn installed(&self) -> Option<&Installed> {
        self.installed.as_deref()
    }

    /// Whether it may run, in developer mode if need be.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        matches!(
            self.state,
            InstalledState::Enabled | InstalledState::DeveloperOnly
        )
    }

    /// Why it may not run.
    #[must_use]
    pub fn objection(&self) -> Option<String> {
        let id = &self.signed.manifest().id;
        match &self.state {
            InstalledState::Enabled | InstalledState::DeveloperOnly => None,
            InstalledState::AwaitsGrants => Some(format!(
                "waits for your decision on what it may see: `overread plugin grant {id}`"
            )),
            InstalledState::Disabled => Some(format!(
                "is switched off; `overread plugin grant {id} --enable` switches it on"
            )),
            InstalledState::Refused(reasons) => {
                Some(format!("is not trusted: {}", reasons.join("; ")))
            }
        }
    }

    fn open(&self, wanted: Use<'_>) -> Result<Bundle, BundleError> {
        match (&self.installed, wanted) {
            (Some(installed), _) => installed.open(),
            (None, Use::Exam { .. }) => Bundle::open_whole(&self.path),
            (None, Use::Training | Use::Developer) => Bundle::open(&self.path),
        }
    }
}

/// All that was found.
#[derive(Debug, Default)]
pub struct Found {
    /// Developers' folders first, then installed ones, then those beside the program; of an id the newest first.
    pub plugins: Vec<FoundPlugin>,
    /// What cannot be read, with its place and the reason.
    pub broken: Vec<(PathBuf, String)>,
    /// What an installation that was cut short has left.
    pub leftovers: Vec<PathBuf>,
    /// Why the site's trust store cannot be used, if it cannot: then nothing is trusted that does not lie beside the
    /// program.
    pub trust_fault: Option<String>,
}

/// Which plugin is wanted.
#[derive(Debug, Clone, Copy)]
pub struct PluginWish<'w> {
    /// Its id.
    pub id: &'w str,
    /// This version only.
    pub version: Option<&'w str>,
    /// The bundle with this digest only.
    pub digest: Option<&'w str>,
    /// The digests that an exam lists; empty for lessons.
    pub listed: &'w [String],
}

impl<'w> PluginWish<'w> {
    /// Any version, for lessons.
    #[must_use]
    pub fn any(id: &'w str) -> Self {
        Self {
            id,
            version: None,
            digest: None,
            listed: &[],
        }
    }

    fn is_met_by(&self, plugin: &FoundPlugin) -> bool {
        let manifest = plugin.signed.manifest();
        manifest.id.as_str() == self.id
            && self
                .version
                .is_none_or(|version| manifest.version == version)
            && self
                .digest
                .is_none_or(|digest| plugin.signed.digest().as_deref() == Some(digest))
    }
}

/// A plugin that was wanted.
pub(super) enum Chosen {
    /// It may run, with these grants.
    Opened(Box<Bundle>, Grants),
    /// It is here and may not run.
    Refused(Box<ServiceIdentity>, FailureKind, String),
}

/// Where plugins are looked for, and whom the site trusts. Starts no sandbox.
#[derive(Debug, Clone)]
pub struct Plugins {
    developers: Vec<PathBuf>,
    bundled: Vec<PathBuf>,
    site: PathBuf,
}

impl Plugins {
    /// The plugins of these folders.
    #[must_use]
    pub fn at(folders: &Folders) -> Self {
        Self {
            developers: folders.plugins.clone(),
            bundled: folders.bundled.clone(),
            site: folders.site.clone(),
        }
    }

    /// All folders, for messages.
    pub(super) fn searched(&self) -> Vec<PathBuf> {
        let folders = self.developers.iter().chain(&self.bundled);
        folders.cloned().collect()
    }

    /// The store of installed plugins.
    #[must_use]
    pub fn store(&self) -> PluginStore {
        PluginStore::at(self.site.join("plugins"))
    }

    /// The folder of the keys and rules of this site.
    #[must_use]
    pub fn trust_folder(&self) -> TrustFolder {
        TrustFolder::at(self.site.join("trust"))
    }

    fn trust(&self) -> (TrustStore, Option<String>) {
        match self.trust_folder().open() {
            Ok(store) => (store, None),
            Err(error) => (TrustStore::default(), Some(error.to_string())),
        }
    }

    /// All plugins, each judged. Reads manifests, signatures and the sizes of files, and opens no bundle.
    #[must_use]
    pub fn found(&self) -> Found {
        let (trust, trust_fault) = self.trust();
        let now = unix_seconds();
        let granted = grants::read(&self.site.join("grants.toml"));
        let mut found = Found {
            trust_fault,
            ..Found::default()
        };
        let mut seen = BTreeSet::new();
        let look = Look {
            trust: &trust,
            granted: &granted,
            now,
        };
        for folder in &self.developers {
            look.gather(folder, Origin::Folder, &mut seen, &mut found);
        }
        let Listing {
            plugins,
            broken,
            leftovers,
        } = self.store().list(&trust, now);
        for installed in plugins {
            found.plugins.push(FoundPlugin {
                path: installed.bundle_folder(),
                origin: Origin::Installed,
                signed: installed.signed().clone(),
                verdict: installed.verdict().clone(),
                state: installed.state(),
                grants: installed.grants().clone(),
                installed: Some(Box::new(installed)),
            });
        }
        found.leftovers = leftovers;
        let broken = broken
            .into_iter()
            .map(|broken| (broken.folder, broken.reason));
        found.broken.extend(broken);
        for folder in &self.bundled {
            look.gather(folder, Origin::Bundled, &mut seen, &mut found);
        }
        if let Some(fault) = &found.trust_fault {
            for plugin in &mut found.plugins {
                if plugin.origin != Origin::Bundled {
                    plugin.state = InstalledState::Refused(vec![fault.clone()]);
                    plugin.verdict.basis = None;
                    plugin.verdict.reasons.insert(0, fault.clone());
                }
            }
        }
        found
    }

    /// The first plugin that meets the wish and may be used so; else the first that meets it, with what is against it.
    pub(super) fn choose(&self, found: &Found, wish: &PluginWish<'_>) -> Option<Chosen> {
        let (trust, _) = self.trust();
        let listed: BTreeSet<String> = wish.listed.iter().cloned().collect();
        let wanted = |plugin: &FoundPlugin| {
            if !listed.is_empty() {
                Use::Exam { listed: &listed }
            } else if plugin.verdict.needs_developer_mode() {
                Use::Developer
            } else {
                Use::Training
            }
        };
        let now = unix_seconds();
        let objection = |plugin: &FoundPlugin| {
            let verdict = trust.judge(&plugin.signed, plugin.origin, wanted(plugin), now);
            plugin.objection().or_else(|| {
                let reasons = verdict.reasons.join("; ");
                (!verdict.is_accepted()).then(|| format!("is not accepted: {reasons}"))
            })
        };
        let mut met = found.plugins.iter().filter(|plugin| wish.is_met_by(plugin));
        let first = met.clone().next()?;
        let Some(plugin) = met.find(|plugin| objection(plugin).is_none()) else {
            let reason = objection(first).unwrap_or_default();
            return Some(refused(first, FailureKind::BadSignature, &reason));
        };
        Some(match plugin.open(wanted(plugin)) {
            // What was opened is judged, not what the list said a moment ago.
            Ok(bundle) => {
                let verdict = trust.judge(bundle.signed(), plugin.origin, wanted(plugin), now);
                if verdict.is_accepted() {
                    Chosen::Opened(Box::new(bundle), plugin.grants.clone())
                } else {
                    let reasons = verdict.reasons.join("; ");
                    refused(
                        plugin,
                        FailureKind::BadSignature,
                        &format!("is not accepted: {reasons}"),
                    )
                }
            }
            Err(error) => refused(plugin, error.kind, &format!("cannot be opened: {error}")),
        })
    }

    /// Sets what the user grants to a plugin.
    ///
    /// # Errors
    /// [`InstallError::Grant`] for what its manifest does not want, or that it cannot be saved.
    pub fn set_grants(&self, plugin: &FoundPlugin, wanted: Grants) -> Result<(), InstallError> {
        if let Some(installed) = &plugin.installed {
            return self.store().grant(installed, wanted);
        }
        let manifest = plugin.signed.manifest();
        if let Some(fault) = wanted.fault(&manifest.wants) {
            return Err(InstallError::Grant(fault));
        }
        let file = self.site.join("grants.toml");
        let name = grants::name_of(plugin.origin, manifest.id.as_str());
        grants::set(&file, &name, &wanted).map_err(|source| InstallError::Io {
            doing: "write",
            path: file,
            source,
        })
    }
}

fn refused(plugin: &FoundPlugin, kind: FailureKind, what: &str) -> Chosen {
    let manifest = plugin.signed.manifest();
    let message = format!("{} {} {what}", manifest.id, manifest.version);
    Chosen::Refused(Box::new(plugin.identity()), kind, message)
}

/// What looking into folders needs to know.
struct Look<'l> {
    trust: &'l TrustStore,
    granted: &'l BTreeMap<String, Grants>,
    now: u64,
}

impl Look<'_> {
    fn gather(
        &self,
        folder: &Path,
        origin: Origin,
        seen: &mut BTreeSet<PathBuf>,
        found: &mut Found,
    ) {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.retain(|path| {
            path.join("plugin.toml").is_file()
                || (path.is_file() && path.extension().is_some_and(|end| end == PACKED_ENDING))
        });
        paths.sort();
        for path in paths {
            // The same folder may be configured twice.
            let real = path.canonicalize().unwrap_or_else(|_| path.clone());
            if !seen.insert(real) {
                continue;
            }
            match SignedManifest::read(&path) {
                Ok(signed) => found.plugins.push(self.judged(path, origin, signed)),
                Err(error) => found.broken.push((path, error.to_string())),
            }
        }
    }

    fn judged(&self, path: PathBuf, origin: Origin, signed: SignedManifest) -> FoundPlugin {
        let wanted = match origin {
            Origin::Folder => Use::Developer,
            Origin::Installed | Origin::Bundled => Use::Training,
        };
        let verdict = self.trust.judge(&signed, origin, wanted, self.now);
        let state = if !verdict.is_accepted() {
            InstalledState::Refused(verdict.reasons.clone())
        } else if verdict.needs_developer_mode() {
            InstalledState::DeveloperOnly
        } else {
            InstalledState::Enabled
        };
        let name = grants::name_of(origin, signed.manifest().id.as_str());
        let mut granted = self.granted.get(&name).cloned().unwrap_or_default();
        // A newer manifest may ask for less than what was granted once.
        if granted.fault(&signed.manifest().wants).is_some() {
            granted = Grants::default();
        }
        FoundPlugin {
            path,
            origin,
            signed,
            verdict,
            state,
            grants: granted,
            installed: None,
        }
    }
}

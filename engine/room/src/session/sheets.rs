//! The sheets of the AI services for the panels: looked up on a thread of their own, with grants set when asked for.
//! Only translates: what is trusted, granted and limited, the workstation's services say.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::Builder;

use overread_bundle::{Basis, Grants, InstalledState, Manifest, ModelEntry, Origin, PluginKind};
use overread_desk::{
    DeskServices, GrantedThing, LimitedThing, ServiceClaims, ServiceGrant, ServiceLimit,
    ServiceModel, ServiceOrigin, ServiceSheet, ServiceState, ServiceTrust,
};
use overread_plugin_host::{Limits, Plugin, QuarantineState};
use overread_workstation::{Folders, FoundPlugin, Service, Services};

/// What the thread is asked for.
enum Wish {
    List,
    Grant(String, GrantedThing, bool),
}

/// The sheets, as far as they are known.
pub(super) struct Sheets {
    folders: Folders,
    thread: Option<(Sender<Wish>, Receiver<Vec<ServiceSheet>>)>,
    is_listing: bool,
    listed: Option<Vec<ServiceSheet>>,
}

impl Sheets {
    /// None yet; services are looked for where `folders` says.
    pub(super) fn new(folders: Folders) -> Self {
        Self {
            folders,
            thread: None,
            is_listing: false,
            listed: None,
        }
    }

    /// What the panels are given.
    pub(super) fn shown(&self) -> DeskServices<'_> {
        match &self.listed {
            Some(sheets) => DeskServices::Listed(sheets),
            None if self.is_listing => DeskServices::Listing,
            None => DeskServices::Unknown,
        }
    }

    /// Whether the thread is at work.
    pub(super) fn is_listing(&self) -> bool {
        self.is_listing
    }

    /// Looks for services anew.
    pub(super) fn list(&mut self) {
        self.ask(Wish::List);
    }

    /// Tells a service something from now on, or no longer.
    pub(super) fn grant(&mut self, key: String, what: GrantedThing, is_granted: bool) {
        self.ask(Wish::Grant(key, what, is_granted));
    }

    /// Takes over what the thread found, and how the service that runs here stands at the moment.
    pub(super) fn poll(&mut self, running: Option<&Service>) {
        if let Some((_, found)) = &self.thread
            && let Some(sheets) = found.try_iter().last()
        {
            self.listed = Some(sheets);
            self.is_listing = false;
        }
        if let (Some(sheets), Some(running)) = (&mut self.listed, running) {
            take_running(sheets, running);
        }
    }

    fn ask(&mut self, wish: Wish) {
        if self.thread.is_none() {
            self.thread = start(self.folders.clone());
        }
        if let Some((wishes, _)) = &self.thread {
            self.is_listing = wishes.send(wish).is_ok();
        }
    }
}

fn start(folders: Folders) -> Option<(Sender<Wish>, Receiver<Vec<ServiceSheet>>)> {
    let (wishes, wished) = channel();
    let (told, found) = channel();
    let work = move || {
        let services = match Services::open(&folders) {
            Ok(services) => services,
            Err(error) => {
                tracing::warn!("no AI service can run: {error}");
                return;
            }
        };
        for wish in wished {
            if let Wish::Grant(key, what, is_granted) = wish {
                set_grant(&services, &key, &what, is_granted);
            }
            if told.send(sheets_of(&services)).is_err() {
                return;
            }
        }
    };
    let started = Builder::new().name("service-list".to_owned()).spawn(work);
    match started {
        Ok(_) => Some((wishes, found)),
        Err(error) => {
            tracing::warn!("services cannot be listed: {error}");
            None
        }
    }
}

fn sheets_of(services: &Services) -> Vec<ServiceSheet> {
    let found = services.found().plugins;
    let is_service =
        |plugin: &&FoundPlugin| plugin.signed().manifest().kind == PluginKind::AiService;
    found.iter().filter(is_service).map(of_found).collect()
}

fn set_grant(services: &Services, key: &str, what: &GrantedThing, is_granted: bool) {
    let found = services.found().plugins;
    let Some(plugin) = found.iter().find(|plugin| key_of(plugin) == key) else {
        tracing::warn!("the service whose grants were changed is gone");
        return;
    };
    let mut grants = plugin.grants().clone();
    match what {
        GrantedThing::Attribute(keyword) if is_granted => {
            grants.attributes.insert(keyword.clone());
        }
        GrantedThing::Attribute(keyword) => {
            grants.attributes.remove(keyword);
        }
        GrantedThing::PriorStudies => grants.prior_studies = is_granted,
        GrantedThing::Gpu => grants.gpu = is_granted,
    }
    if let Err(error) = services.set_grants(plugin, grants) {
        tracing::warn!("grants not saved: {error}");
    }
}

fn key_of(plugin: &FoundPlugin) -> String {
    plugin.path().display().to_string()
}

fn of_found(plugin: &FoundPlugin) -> ServiceSheet {
    let signed = plugin.signed();
    let verdict = plugin.verdict();
    let trust = match verdict.basis {
        Some(Basis::Location) => ServiceTrust::PartOfProgram,
        Some(Basis::Signatures) => ServiceTrust::Signed,
        Some(Basis::DeveloperMode) => ServiceTrust::Unsigned,
        None => ServiceTrust::Refused {
            message: verdict.reasons.join("; "),
        },
    };
    let origin = match plugin.origin() {
        Origin::Bundled => ServiceOrigin::Bundled,
        Origin::Installed => ServiceOrigin::Installed,
        Origin::Folder => ServiceOrigin::Developer,
    };
    let state = match plugin.state() {
        InstalledState::Enabled | InstalledState::DeveloperOnly => ServiceState::Ready,
        InstalledState::AwaitsGrants => ServiceState::AwaitsGrants,
        InstalledState::Disabled => ServiceState::Disabled,
        InstalledState::Refused(_) => ServiceState::NotTrusted,
    };
    ServiceSheet {
        key: key_of(plugin),
        origin,
        trust,
        signed_by: verdict
            .signers
            .iter()
            .map(|signer| signer.shown())
            .collect(),
        state,
        ..of_manifest(signed.manifest(), signed.digest(), plugin.grants())
    }
}

/// The sheet of a plugin that was loaded by its path: a developer's.
pub(super) fn of_loaded(plugin: &Plugin) -> ServiceSheet {
    let digest = plugin.identity().bundle_digest.clone();
    ServiceSheet {
        key: format!("loaded {}", digest.as_deref().unwrap_or_default()),
        trust: ServiceTrust::NotChecked,
        state: quarantine_of(plugin).unwrap_or(ServiceState::Ready),
        ..of_manifest(plugin.manifest(), digest, &Grants::default())
    }
}

/// What the manifest says; of a developer's folder that nobody signed, until somebody says otherwise.
fn of_manifest(manifest: &Manifest, digest: Option<String>, grants: &Grants) -> ServiceSheet {
    let clinical = &manifest.clinical;
    ServiceSheet {
        key: manifest.id.as_str().to_owned(),
        id: manifest.id.as_str().to_owned(),
        name: manifest.name.clone(),
        version: manifest.version.clone(),
        digest,
        origin: ServiceOrigin::Developer,
        trust: ServiceTrust::Unsigned,
        signed_by: Vec::new(),
        grants: grants_of(manifest, grants),
        limits: limits_of(manifest),
        state: ServiceState::Ready,
        claims: ServiceClaims {
            intended_use: clinical.intended_use.clone(),
            modalities: clinical.modalities.clone(),
            body_parts: clinical.body_parts.clone(),
            findings: clinical.findings.clone(),
            operating_point: clinical.operating_point.clone(),
            is_training_only: clinical.is_training_only,
        },
        models: manifest.models.iter().map(model_of).collect(),
    }
}

fn grants_of(manifest: &Manifest, granted: &Grants) -> Vec<ServiceGrant> {
    let wants = &manifest.wants;
    let attributes = wants.attributes.iter().map(|keyword| ServiceGrant {
        what: GrantedThing::Attribute(keyword.clone()),
        is_granted: granted.attributes.contains(keyword),
    });
    let all = Grants::all_of(wants);
    let priors = all.prior_studies.then_some(ServiceGrant {
        what: GrantedThing::PriorStudies,
        is_granted: granted.prior_studies,
    });
    let gpu = all.gpu.then_some(ServiceGrant {
        what: GrantedThing::Gpu,
        is_granted: granted.gpu,
    });
    attributes.chain(priors).chain(gpu).collect()
}

fn limits_of(manifest: &Manifest) -> Vec<ServiceLimit> {
    const MIB: u64 = 1 << 20;
    let (asked, granted) = (&manifest.limits, Limits::granted(&manifest.limits));
    let limit = |what, asked, granted| ServiceLimit {
        what,
        asked,
        granted,
    };
    vec![
        limit(
            LimitedThing::MemoryMib,
            asked.memory_mib,
            granted.memory_bytes / MIB,
        ),
        limit(
            LimitedThing::HostMemoryMib,
            asked.host_memory_mib,
            granted.host_memory_bytes / MIB,
        ),
        limit(
            LimitedThing::AnalyzeSeconds,
            asked.analyze_seconds,
            granted.analyze.as_secs(),
        ),
    ]
}

fn model_of(model: &ModelEntry) -> ServiceModel {
    let card = &model.card;
    let figures = card.figures.iter();
    ServiceModel {
        name: model.name.clone(),
        digest: model.sha256.clone(),
        summary: card.summary.clone(),
        trained_on: card.trained_on.clone(),
        tested_on: card.tested_on.clone(),
        limitations: card.limitations.clone(),
        figures: figures
            .map(|(name, value)| (name.clone(), *value))
            .collect(),
    }
}

/// Takes over how the service that runs here stands: broken, in quarantine, or neither; adds it if it is not listed.
fn take_running(sheets: &mut Vec<ServiceSheet>, running: &Service) {
    let identity = running.identity();
    let is_it = |sheet: &&mut ServiceSheet| {
        let is_same_digest = match (&sheet.digest, &identity.bundle_digest) {
            (Some(listed), Some(running)) => listed == running,
            (None, _) | (_, None) => true,
        };
        sheet.id == identity.id.as_str() && sheet.version == identity.version && is_same_digest
    };
    // A version that was loaded by its path and replaced since.
    sheets.retain(|sheet| sheet.trust != ServiceTrust::NotChecked);
    let state = match running {
        Service::Ready(plugin, _) => quarantine_of(plugin),
        Service::Broken { kind, message, .. } => Some(ServiceState::Broken {
            kind: *kind,
            message: message.clone(),
        }),
        Service::Recorded { .. } | Service::Simulated { .. } => None,
    };
    match sheets.iter_mut().find(is_it) {
        Some(sheet) => {
            let was_quarantined = matches!(sheet.state, ServiceState::Quarantined { .. });
            match state {
                Some(state) => sheet.state = state,
                None if was_quarantined => sheet.state = ServiceState::Ready,
                None => {}
            }
        }
        None => {
            if let Service::Ready(plugin, _) = running {
                sheets.insert(0, of_loaded(plugin));
            }
        }
    }
}

fn quarantine_of(plugin: &Plugin) -> Option<ServiceState> {
    let seconds_left = match plugin.quarantine_state() {
        QuarantineState::Free { .. } => return None,
        QuarantineState::Paused { remaining, .. } => Some(remaining.as_secs() + 1),
        QuarantineState::Held { .. } => None,
    };
    Some(ServiceState::Quarantined { seconds_left })
}

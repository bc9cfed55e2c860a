//! Plugins from the vendor's folder into a site's session: packed, signed, installed, judged, recorded; two versions side
//! by side; many of them in one list.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use overread_base::{AiStatus, FailureKind, ReaderId, Seed};
use overread_bundle::{
    Grants, InstallOutcome, InstallRequest, InstalledState, KeyRole, PackOptions, SecretKey, pack,
    sign,
};
use overread_exam::{CaseFact, Event, Policy};
use overread_store::SessionFolder;
use overread_testkit::{Reading, TinyCase, TinyCt, hostile_bundle, scenario_text};
use overread_workstation::{
    Folders, ManualClock, Plugins, Sitting, SittingOptions, resume, sit_down, unix_seconds,
};

use crate::course::{finish, folders, statuses};

const SERVICE: &str = "test.guest";

struct Site {
    place: tempfile::TempDir,
    vendor: SecretKey,
}

impl Site {
    /// A site that trusts the vendor of `test`.
    fn new() -> Self {
        let role = KeyRole::parse("vendor:test").unwrap();
        let site = Self {
            place: tempfile::tempdir().unwrap(),
            vendor: SecretKey::from_seed([1; 32], role, "test").unwrap(),
        };
        let trust = site.plugins().trust_folder();
        trust.add(&site.vendor.public(), unix_seconds()).unwrap();
        site
    }

    fn path(&self) -> &Path {
        self.place.path()
    }

    fn folders(&self) -> Folders {
        folders(self.path(), Vec::new())
    }

    fn plugins(&self) -> Plugins {
        Plugins::at(&self.folders())
    }

    /// Packs the guest as this id and version, signed by the vendor.
    fn packed(&self, id: &str, version: &str) -> PathBuf {
        let folder = self.path().join(format!("source-{id}-{version}"));
        hostile_bundle(&folder, "empty_report", "").unwrap();
        let manifest = folder.join("plugin.toml");
        let text = fs::read_to_string(&manifest).unwrap();
        let text = text.replace(SERVICE, id).replace("1.0.0", version);
        fs::write(&manifest, text).unwrap();
        let out = self.path().join(format!("{id}-{version}.overread"));
        pack(&folder, &out, &PackOptions::default()).unwrap();
        sign(&out, &self.vendor).unwrap();
        out
    }

    /// Installs it and gives its digest.
    fn install(&self, id: &str, version: &str) -> String {
        let plugins = self.plugins();
        let installed = plugins.store().install(InstallRequest {
            path: &self.packed(id, version),
            trust: &plugins.trust_folder().open().unwrap(),
            now_unix_s: unix_seconds(),
            for_developers: false,
            checks: &mut |_| Ok(Vec::new()),
        });
        match installed.unwrap() {
            InstallOutcome::Installed(installed) => installed.digest().to_owned(),
            other @ (InstallOutcome::Renewed(_) | InstallOutcome::AlreadyThere(_)) => {
                panic!("{other:?}")
            }
        }
    }

    fn sitting(&self, clock: &Arc<ManualClock>) -> Sitting {
        TinyCt::numbered(1).write(&self.path().join("one")).unwrap();
        let cases = [TinyCase::dicom("a", "one", Some(&[]))];
        Sitting {
            scenario_text: scenario_text(Reading::Sequential(SERVICE), &cases),
            studies: self.path().to_owned(),
            reader: ReaderId::new("scripted").unwrap(),
            seed: Seed(1),
            locale: "en".to_owned(),
            clock: clock.clone(),
            candidate: None,
            options: SittingOptions::default(),
        }
    }
}

#[test]
fn a_session_records_the_bundle_that_served_it() {
    let site = Site::new();
    let digest = site.install(SERVICE, "1.0.0");
    let clock = Arc::new(ManualClock::default());
    let runner = sit_down(site.sitting(&clock), &site.folders()).unwrap();
    let session = finish(runner, Policy::Perfect, &clock);
    let service = session.plan.service.clone().unwrap();
    assert_eq!(service.bundle_digest, Some(digest));
    assert!(!session.plan.is_developer_mode);
    assert!(matches!(statuses(&session)[0], AiStatus::Done(_)));
}

#[test]
fn a_session_goes_on_with_the_version_that_it_began_with() {
    let site = Site::new();
    let first = site.install(SERVICE, "1.0.0");
    let clock = Arc::new(ManualClock::default());
    let runner = sit_down(site.sitting(&clock), &site.folders()).unwrap();
    let journal = runner.journal_path().to_owned();
    drop(runner);
    let second = site.install(SERVICE, "1.1.0");
    let folder = || SessionFolder::at(journal.parent().unwrap());
    let go_on = || resume(&folder(), &site.folders(), None, "en", clock.clone()).unwrap();
    // The newer one is there and is not taken for the older.
    let session = finish(go_on(), Policy::Perfect, &clock);
    let answered_by: Vec<_> = session.events.iter().filter_map(digest_of).collect();
    assert_eq!(answered_by, [Some(first.clone())]);
    // A new session takes the newest.
    let runner = sit_down(site.sitting(&clock), &site.folders()).unwrap();
    let began = runner.plan().service.clone().unwrap();
    assert_eq!(began.bundle_digest, Some(second));
}

/// The digest of the service whose result an event brings.
fn digest_of(event: &overread_exam::StampedEvent) -> Option<Option<String>> {
    if let Event::Case { fact, .. } = &event.event
        && let CaseFact::AiReceived(result) = fact
    {
        return Some(result.service.bundle_digest.clone());
    }
    None
}

#[test]
fn a_session_whose_service_was_removed_says_so_and_goes_on() {
    let site = Site::new();
    site.install(SERVICE, "1.0.0");
    let clock = Arc::new(ManualClock::default());
    let runner = sit_down(site.sitting(&clock), &site.folders()).unwrap();
    let journal = runner.journal_path().to_owned();
    drop(runner);
    let plugins = site.plugins();
    let plugin = plugins.found().plugins.remove(0);
    plugins.store().remove(plugin.installed().unwrap()).unwrap();
    let folder = SessionFolder::at(journal.parent().unwrap());
    let runner = resume(&folder, &site.folders(), None, "en", clock.clone()).unwrap();
    let session = finish(runner, Policy::Perfect, &clock);
    let AiStatus::Failed { kind, message } = &statuses(&session)[0] else {
        panic!("{:?}", statuses(&session));
    };
    assert_eq!(*kind, FailureKind::BadSignature);
    assert!(message.contains("no AI service test.guest"), "{message}");
}

#[test]
fn sixty_installed_services_are_listed_and_judged() {
    let site = Site::new();
    for n in 0..60 {
        site.install(&format!("test.s{n:02}"), "1.0.0");
    }
    let found = site.plugins().found();
    assert_eq!(found.plugins.len(), 60);
    for plugin in &found.plugins {
        assert_eq!(*plugin.state(), InstalledState::Enabled);
        assert_eq!(plugin.verdict().signers.len(), 1);
        assert_eq!(*plugin.grants(), Grants::default());
    }
    // One whose component has another size is refused in the list already; the others stay.
    let broken = found.plugins[7].path().join("plugin.wasm");
    fs::write(broken, b"short").unwrap();
    let found = site.plugins().found();
    let usable = found.plugins.iter().filter(|plugin| plugin.is_usable());
    assert_eq!(usable.count(), 59);
}

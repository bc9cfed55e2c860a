//! Services that are not there, that are broken, that may not run so, and that answer out of a record.

use std::fs;

use overread_base::AiReport;
use overread_bundle::{
    InstallOutcome, InstallRequest, InstalledState, KeyRole, Origin, PackOptions, SecretKey, pack,
    sign,
};
use overread_testkit::hostile_bundle;

use super::*;
use crate::fixture::{folders_in, recorded_identity};
use crate::unix_seconds;

fn folders(plugins: Vec<PathBuf>, cache: &Path) -> Folders {
    Folders {
        plugins,
        ..folders_in(cache)
    }
}

#[test]
fn a_service_that_is_not_there_is_named_with_the_folders_and_bundles_passed_over() {
    let place = tempfile::tempdir().unwrap();
    let plugins = place.path().join("plugins");
    fs::create_dir_all(plugins.join("odd")).unwrap();
    fs::write(plugins.join("odd/plugin.toml"), "schema = 99").unwrap();
    let services = Services::open(&folders(vec![plugins.clone()], place.path())).unwrap();
    let error = services.find(&ServiceId::new("test.gone").unwrap());
    let error = error.err().unwrap().to_string();
    for part in ["no AI service test.gone in ", "not opened: ", "odd"] {
        assert!(error.contains(part), "{part:?} is not in {error:?}");
    }
}

#[test]
fn no_configured_folder_is_said_in_words() {
    let place = tempfile::tempdir().unwrap();
    let services = Services::open(&folders(Vec::new(), place.path())).unwrap();
    let error = services.find(&ServiceId::new("test.gone").unwrap());
    assert_eq!(
        error.err().unwrap().to_string(),
        "no AI service test.gone in any folder (none is configured)"
    );
}

#[test]
fn a_recorded_service_answers_for_its_studies_and_declines_others() {
    let study = StudyUid::new("1.2.3").unwrap();
    let done = AiStatus::Done(AiReport::default());
    let service = Service::Recorded {
        identity: Box::new(recorded_identity()),
        results: Arc::new(BTreeMap::from([(study.clone(), done.clone())])),
    };
    let result = service.analyze(&Job::new(study.clone(), Vec::new()));
    assert_eq!((result.status, result.study), (done, study));
    let other = service.analyze(&Job::new(StudyUid::new("1.2.4").unwrap(), Vec::new()));
    assert!(matches!(
        other.status,
        AiStatus::NotRun {
            reason: NotRunReason::OutOfScope,
            ..
        }
    ));
}

#[test]
fn a_broken_service_fails_each_job_with_its_reason() {
    let service = Service::Broken {
        identity: Box::new(recorded_identity()),
        kind: FailureKind::CompileFailed,
        message: "no component".to_owned(),
    };
    let result = service.analyze(&Job::new(StudyUid::new("1.2.3").unwrap(), Vec::new()));
    assert_eq!(
        result.status,
        AiStatus::Failed {
            kind: FailureKind::CompileFailed,
            message: "no component".to_owned()
        }
    );
    assert_eq!(result.service, recorded_identity());
}

/// A machine with one plugin, `test.guest`, that asks for `KVP` and answers with nothing found.
struct Machine(tempfile::TempDir);

impl Machine {
    fn new() -> Self {
        let machine = Self(tempfile::tempdir().unwrap());
        let wants = "[wants]\nattributes = [\"KVP\"]\n";
        hostile_bundle(&machine.source(), "empty_report", wants).unwrap();
        machine
    }

    fn source(&self) -> PathBuf {
        self.0.path().join("source/guest")
    }

    fn folders(&self) -> Folders {
        folders(Vec::new(), self.0.path())
    }

    fn packed(&self, signers: &[&SecretKey]) -> PathBuf {
        let out = self.0.path().join("guest.overread");
        pack(&self.source(), &out, &PackOptions::default()).unwrap();
        for signer in signers {
            sign(&out, signer).unwrap();
        }
        out
    }

    fn trust(&self, key: &SecretKey) {
        let folder = Plugins::at(&self.folders()).trust_folder();
        folder.add(&key.public(), unix_seconds()).unwrap();
    }

    fn install(&self, packed: &Path) -> String {
        let plugins = Plugins::at(&self.folders());
        let installed = plugins.store().install(InstallRequest {
            path: packed,
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
}

fn key(seed: u8, role: &str) -> SecretKey {
    SecretKey::from_seed([seed; 32], KeyRole::parse(role).unwrap(), "owner").unwrap()
}

fn guest() -> ServiceId {
    ServiceId::new("test.guest").unwrap()
}

#[track_caller]
fn check_broken(service: &Service, says: &[&str]) {
    let Service::Broken { kind, message, .. } = service else {
        panic!("not broken");
    };
    assert_eq!(*kind, FailureKind::BadSignature, "{message}");
    for part in says {
        assert!(message.contains(part), "no {part:?} in {message}");
    }
}

#[test]
fn an_unsigned_plugin_in_a_developers_folder_runs_and_is_developer_mode() {
    let machine = Machine::new();
    let folders = Folders {
        plugins: vec![machine.0.path().join("source")],
        ..machine.folders()
    };
    let services = Services::open(&folders).unwrap();
    assert!(services.is_developer_mode());
    assert!(matches!(
        services.find(&guest()).unwrap(),
        Service::Ready(..)
    ));
    let found = services.found();
    assert_eq!(found.plugins[0].origin(), Origin::Folder);
    assert_eq!(*found.plugins[0].state(), InstalledState::DeveloperOnly);
}

#[test]
fn what_lies_beside_the_program_is_not_developer_mode() {
    let machine = Machine::new();
    let folders = Folders {
        bundled: vec![machine.0.path().join("source")],
        ..machine.folders()
    };
    let services = Services::open(&folders).unwrap();
    assert!(!services.is_developer_mode());
    assert!(matches!(
        services.find(&guest()).unwrap(),
        Service::Ready(..)
    ));
    let digest = Bundle::open(&machine.source()).unwrap().digest().to_owned();
    let listed = [digest];
    let wish = PluginWish {
        listed: &listed,
        ..PluginWish::any("test.guest")
    };
    let service = services.find_exactly(&wish).unwrap();
    check_broken(
        &service,
        &["no signature by a vendor", "no signature by a reviewer"],
    );
}

#[test]
fn an_installed_plugin_runs_once_its_grants_are_decided_and_sees_them() {
    let machine = Machine::new();
    let vendor = key(1, "vendor:test");
    machine.trust(&vendor);
    machine.install(&machine.packed(&[&vendor]));
    let services = Services::open(&machine.folders()).unwrap();
    check_broken(
        &services.find(&guest()).unwrap(),
        &["overread plugin grant test.guest"],
    );
    let kvp = Grants {
        attributes: ["KVP".to_owned()].into(),
        ..Grants::default()
    };
    let name = Grants {
        attributes: ["PatientName".to_owned()].into(),
        ..Grants::default()
    };
    let plugin = services.found().plugins.remove(0);
    assert!(services.set_grants(&plugin, name).is_err());
    services.set_grants(&plugin, kvp.clone()).unwrap();
    let Service::Ready(_, granted) = services.find(&guest()).unwrap() else {
        panic!("not ready");
    };
    assert_eq!(granted, kvp);
    assert!(!services.is_developer_mode());
    let job = Job::new(StudyUid::new("1.2.3").unwrap(), Vec::new());
    assert_eq!(
        super::granted(&job, &granted).granted_attributes,
        kvp.attributes
    );
}

#[test]
fn plugins_that_are_not_installed_keep_grants_too() {
    let machine = Machine::new();
    let folders = Folders {
        bundled: vec![machine.0.path().join("source")],
        ..machine.folders()
    };
    let plugins = Plugins::at(&folders);
    let kvp = Grants::all_of(&plugins.found().plugins[0].signed().manifest().wants);
    plugins
        .set_grants(&plugins.found().plugins[0], kvp.clone())
        .unwrap();
    assert_eq!(plugins.found().plugins[0].grants(), &kvp);
    let as_developer = Folders {
        plugins: folders.bundled.clone(),
        ..machine.folders()
    };
    let other = Plugins::at(&as_developer).found();
    assert_eq!(other.plugins[0].grants(), &Grants::default());
}

#[test]
fn an_exam_takes_only_listed_bundles_signed_by_vendor_and_reviewer() {
    let machine = Machine::new();
    let (vendor, reviewer) = (key(1, "vendor:test"), key(2, "reviewer"));
    machine.trust(&vendor);
    let digest = machine.install(&machine.packed(&[&vendor]));
    let services = Services::open(&machine.folders()).unwrap();
    let plugin = services.found().plugins.remove(0);
    services.set_grants(&plugin, Grants::default()).unwrap();
    let listed = |digest: &str| vec![digest.to_owned()];
    let find = |listed: &[String]| {
        services
            .find_exactly(&PluginWish {
                listed,
                ..PluginWish::any("test.guest")
            })
            .unwrap()
    };
    check_broken(&find(&listed(&digest)), &["no signature by a reviewer"]);
    sign(plugin.path(), &reviewer).unwrap();
    check_broken(
        &find(&listed(&digest)),
        &["no signature by a reviewer", "keys add"],
    );
    machine.trust(&reviewer);
    assert!(matches!(find(&listed(&digest)), Service::Ready(..)));
    check_broken(
        &find(&listed(&"0".repeat(64))),
        &["the exam does not list this bundle"],
    );
    // The wish for another version or bundle finds none.
    for wish in [
        PluginWish {
            version: Some("2.0.0"),
            ..PluginWish::any("test.guest")
        },
        PluginWish {
            digest: Some("0"),
            ..PluginWish::any("test.guest")
        },
    ] {
        assert!(matches!(
            services.find_exactly(&wish),
            Err(ServiceError::NotFound { .. })
        ));
    }
    let exam = services.find_exam(&PluginWish::any("test.guest"));
    assert!(
        matches!(exam, Err(ServiceError::Host(_))),
        "an AI service conducts no exam"
    );
}

#[test]
fn a_changed_file_of_an_installed_plugin_breaks_it_by_name() {
    let machine = Machine::new();
    let vendor = key(1, "vendor:test");
    machine.trust(&vendor);
    machine.install(&machine.packed(&[&vendor]));
    let services = Services::open(&machine.folders()).unwrap();
    let plugin = services.found().plugins.remove(0);
    services.set_grants(&plugin, Grants::default()).unwrap();
    let component = plugin.path().join("plugin.wasm");
    let mut bytes = fs::read(&component).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&component, bytes).unwrap();
    let service = services.find(&guest()).unwrap();
    check_broken(
        &service,
        &["test.guest 1.0.0 cannot be opened", "plugin.wasm"],
    );
}

#[test]
fn a_trust_store_that_was_changed_closes_all_but_the_programs_own() {
    let machine = Machine::new();
    let vendor = key(1, "vendor:test");
    machine.trust(&vendor);
    machine.install(&machine.packed(&[&vendor]));
    let store = machine.folders().site.join("trust/trust.toml");
    let text = fs::read_to_string(&store).unwrap();
    fs::write(&store, text.replace("vendor:test", "vendor:t")).unwrap();
    let folders = Folders {
        plugins: vec![machine.0.path().join("source")],
        ..machine.folders()
    };
    let services = Services::open(&folders).unwrap();
    assert!(services.found().trust_fault.is_some());
    check_broken(
        &services.find(&guest()).unwrap(),
        &["it was changed by hand or damaged"],
    );
    assert!(!services.is_developer_mode());
    let folders = Folders {
        bundled: folders.plugins,
        ..machine.folders()
    };
    let found = Plugins::at(&folders).found();
    assert_eq!(
        found
            .plugins
            .iter()
            .filter(|plugin| plugin.is_usable())
            .count(),
        1
    );
}

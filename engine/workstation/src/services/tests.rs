//! Services that are not there, that are broken, and that answer out of a record.

use std::fs;

use overread_base::AiReport;

use super::*;

fn folders(plugins: Vec<PathBuf>, cache: &Path) -> Folders {
    Folders {
        sessions: cache.join("sessions"),
        compile_cache: cache.join("compiled"),
        plugins,
        studies: None,
        onnxruntime: None,
    }
}

fn identity() -> ServiceIdentity {
    ServiceIdentity {
        id: ServiceId::new("test.recorded").unwrap(),
        name: Vec::new(),
        version: "1.0.0".to_owned(),
        bundle_digest: None,
        model_digests: Vec::new(),
        intended_use: Vec::new(),
        operating_point: None,
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
        identity: Box::new(identity()),
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
        identity: Box::new(identity()),
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
    assert_eq!(result.service, identity());
}

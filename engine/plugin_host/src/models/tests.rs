//! Models are opened once, when asked for, and what cannot be had says why.

use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::bindings::overread::plugin::types::FailureKind;
use crate::fixtures::AddOne;
use overread_bundle::{BundleSource, ModelCard};

/// Opens any bytes but `broken`, and counts.
#[derive(Debug, Default)]
struct Counting(AtomicUsize);

impl ModelRuntime for Counting {
    fn open(&self, bytes: &[u8], limits: &ModelLimits) -> Result<Box<dyn LoadedModel>, InferError> {
        self.0.fetch_add(1, Ordering::Relaxed);
        assert_eq!(limits.max_opset, Some(17));
        if bytes == b"abc" {
            Ok(Box::new(AddOne::new(&[-1, 1, -1, -1])))
        } else {
            Err(InferError::Runtime("broken".to_owned()))
        }
    }
}

fn entry(name: &str, sha256: &str) -> ModelEntry {
    ModelEntry {
        name: name.to_owned(),
        file: format!("{name}.onnx"),
        sha256: sha256.to_owned(),
        opset_max: Some(17),
        card: ModelCard::default(),
    }
}

/// SHA-256 of `abc` (FIPS 180-2, appendix B.1) and of nothing.
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// Opens a model for a job that has an hour.
fn open_now(models: &Models, name: &str) -> Opened {
    models.open(name, &crate::fixtures::context().watch)
}

#[track_caller]
fn check_not_run(models: &Models, name: &str, reason: NotRunReason) {
    let found = open_now(models, name).map(|_| ());
    assert!(
        matches!(&found, Err(HostFault::NotRun(r, _)) if *r == reason),
        "{name}: {found:?}"
    );
}

#[test]
fn a_model_is_opened_once_and_shared() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("good.onnx"), b"abc").unwrap();
    fs::write(folder.path().join("broken.onnx"), b"").unwrap();
    let runtime = Arc::new(Counting::default());
    let entries = [
        entry("good", ABC),
        entry("broken", EMPTY),
        entry("gone", ABC),
    ];
    let models = Models::new(
        &BundleSource::open(folder.path()).unwrap(),
        &entries,
        Some(runtime.clone()),
    );
    let (first, second) = (
        open_now(&models, "good").unwrap(),
        open_now(&models, "good").unwrap(),
    );
    assert!(Arc::ptr_eq(&first, &second));
    assert_eq!(runtime.0.load(Ordering::Relaxed), 1);
    let broken = open_now(&models, "broken").map(|_| ());
    assert!(
        matches!(&broken, Err(HostFault::Failure(FailureKind::Model, _))),
        "{broken:?}"
    );
    check_not_run(&models, "gone", NotRunReason::ModelMissing);
    let unknown = open_now(&models, "other").map(|_| ());
    assert!(
        matches!(&unknown, Err(HostFault::Failure(FailureKind::BadInput, m)) if m.contains("good, broken, gone")),
        "{unknown:?}"
    );
    // A model that came later is found by the next job.
    fs::write(folder.path().join("gone.onnx"), b"abc").unwrap();
    assert!(open_now(&models, "gone").is_ok());
}

#[test]
fn without_a_runtime_no_model_is_had() {
    let models = Models::new(
        &BundleSource::open(std::path::Path::new(".")).unwrap(),
        &[entry("good", ABC)],
        None,
    );
    check_not_run(&models, "good", NotRunReason::RuntimeMissing);
}

/// Opens its model when it is told to.
struct Slow(Mutex<std::sync::mpsc::Receiver<()>>, AtomicUsize);

impl ModelRuntime for Slow {
    fn open(&self, _: &[u8], _: &ModelLimits) -> Result<Box<dyn LoadedModel>, InferError> {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.lock().unwrap().recv().unwrap();
        Ok(Box::new(AddOne::new(&[-1, 1, -1, -1])))
    }
}

#[test]
fn a_job_that_must_end_does_not_wait_for_a_model_and_the_next_one_has_it() {
    use crate::fault::Stop;
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("good.onnx"), b"abc").unwrap();
    let (tell, told) = std::sync::mpsc::channel();
    let runtime = Arc::new(Slow(Mutex::new(told), AtomicUsize::new(0)));
    let source = BundleSource::open(folder.path()).unwrap();
    let models = Models::new(&source, &[entry("good", ABC)], Some(runtime.clone()));
    for _ in 0..3 {
        let late = Watch::start(Duration::ZERO, crate::CancelFlag::default());
        let found = models.open("good", &late).map(|_| ());
        assert_eq!(found, Err(HostFault::Stop(Stop::Deadline)));
    }
    let cancel = crate::CancelFlag::default();
    let watch = Watch::start(Duration::from_secs(3600), cancel.clone());
    let found = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| models.open("good", &watch).map(|_| ()));
        cancel.cancel();
        waiting.join().unwrap()
    });
    assert_eq!(found, Err(HostFault::Stop(Stop::Cancelled)));
    tell.send(()).unwrap();
    assert!(open_now(&models, "good").is_ok());
    // All of them asked for it, and it was opened once.
    assert_eq!(runtime.1.load(Ordering::Relaxed), 1);
}

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

#[track_caller]
fn check_not_run(models: &Models, name: &str, reason: NotRunReason) {
    let found = models.open(name).map(|_| ());
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
    let models = Models::new(&BundleSource::open(folder.path()).unwrap(), &entries, Some(runtime.clone()));
    let (first, second) = (models.open("good").unwrap(), models.open("good").unwrap());
    assert!(Arc::ptr_eq(&first, &second));
    assert_eq!(runtime.0.load(Ordering::Relaxed), 1);
    let broken = models.open("broken").map(|_| ());
    assert!(
        matches!(&broken, Err(HostFault::Failure(FailureKind::Model, _))),
        "{broken:?}"
    );
    check_not_run(&models, "gone", NotRunReason::ModelMissing);
    let unknown = models.open("other").map(|_| ());
    assert!(
        matches!(&unknown, Err(HostFault::Failure(FailureKind::BadInput, m)) if m.contains("good, broken, gone")),
        "{unknown:?}"
    );
    // A model that came later is found by the next job.
    fs::write(folder.path().join("gone.onnx"), b"abc").unwrap();
    assert!(models.open("gone").is_ok());
}

#[test]
fn without_a_runtime_no_model_is_had() {
    let models = Models::new(&BundleSource::open(std::path::Path::new(".")).unwrap(), &[entry("good", ABC)], None);
    check_not_run(&models, "good", NotRunReason::RuntimeMissing);
}

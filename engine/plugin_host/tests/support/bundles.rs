//! 28: bundles that are not what they say.

use std::fs;
use std::path::Path;

use overread_base::{AiStatus, FailureKind, NotRunReason};
use overread_bundle::{Bundle, PackOptions, pack, sha256_hex};

use super::doubler::model_entry;
use super::{PATIENCE, guests, host, is_done, limits, load};

/// A bundle whose manifest pins its component.
fn pinned(folder: &Path, component: &[u8]) {
    let digest = sha256_hex(component);
    let files = format!("[files]\n\"plugin.wasm\" = \"sha256:{digest}\"\n");
    guests::bundle(folder, component, &files);
}

#[track_caller]
fn check_refused(path: &Path, kind: FailureKind) {
    let error = Bundle::open(path).unwrap_err();
    assert_eq!(error.kind, kind, "{error}");
    assert!(is_done(
        &load(&host(), "empty_report").analyze(&guests::job())
    ));
}

#[test]
fn bundles_that_are_not_what_they_say_are_refused_and_the_next_job_works() {
    let component = guests::component("good_report");
    let folder = tempfile::tempdir().unwrap();
    pinned(folder.path(), &component);
    let path = folder.path().join("plugin.wasm");
    // Another component than the pinned one.
    fs::write(&path, guests::component("empty_report")).unwrap();
    check_refused(folder.path(), FailureKind::BadSignature);
    fs::remove_file(&path).unwrap();
    check_refused(folder.path(), FailureKind::RefusedManifest);
    // The pinned one, by a link that leads out of the bundle.
    #[cfg(unix)]
    {
        let elsewhere = tempfile::NamedTempFile::new().unwrap();
        fs::write(elsewhere.path(), &component).unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), &path).unwrap();
        check_refused(folder.path(), FailureKind::RefusedManifest);
        fs::remove_file(&path).unwrap();
    }
    fs::write(&path, &component).unwrap();
    Bundle::open(folder.path()).unwrap();
}

#[test]
fn a_packed_plugin_with_another_component_is_refused() {
    let component = guests::component("good_report");
    let place = tempfile::tempdir().unwrap();
    let (folder, packed) = (place.path().join("plugin"), place.path().join("packed"));
    pinned(&folder, &component);
    pack(&folder, &packed, &PackOptions::default()).unwrap();
    Bundle::open(&packed).unwrap();
    let mut bytes = fs::read(&packed).unwrap();
    let at = bytes.windows(8).position(|w| w == &component[..8]).unwrap();
    bytes[at + component.len() / 2] ^= 1;
    fs::write(&packed, bytes).unwrap();
    let error = Bundle::open(&packed).unwrap_err();
    let is_named = matches!(
        error.kind,
        FailureKind::BadSignature | FailureKind::RefusedManifest
    );
    assert!(is_named, "{error}");
}

#[test]
fn a_swapped_model_is_not_run() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("nodule.onnx"), b"another model").unwrap();
    let entry = model_entry(&sha256_hex(b"the model"));
    let bundle = guests::bundle(folder.path(), &guests::component("onnx_model"), &entry);
    let host = overread_plugin_host::PluginHost::with_runtime(
        None,
        Some(std::sync::Arc::new(super::doubler::Doubler)),
    )
    .unwrap();
    let plugin = host.load_within(&bundle, limits(PATIENCE)).unwrap();
    let AiStatus::NotRun { reason, message } = plugin.analyze(&guests::job()).status else {
        panic!("it ran");
    };
    assert_eq!(reason, NotRunReason::ModelMissing, "{message}");
}

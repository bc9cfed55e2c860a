//! Libraries that are none and models that are refused, before and by the library.

use super::*;
use crate::onnx_writer::{FLOAT, graph, model};

/// The library for a test, or a loud skip.
pub(crate) fn runtime(test: &str) -> Option<Runtime> {
    if env::var_os(LIBRARY_VARIABLE).is_none() {
        eprintln!("SKIPPED {test}: {LIBRARY_VARIABLE} is not set");
        return None;
    }
    Some(Runtime::load(None).unwrap())
}

#[track_caller]
fn check_not_loaded(path: &Path, expected: &str) {
    let error = Runtime::load(Some(path)).unwrap_err().to_string();
    assert!(error.contains(expected), "{error}");
}

#[test]
fn a_wrong_library_is_an_error_and_the_right_one_loads_after_it() {
    // One test, since a process loads one library: these come before it.
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("libonnxruntime.so");
    check_not_loaded(&missing, "no inference runtime: no such file");
    let text = folder.path().join("text.so");
    std::fs::write(&text, "not a library").unwrap();
    check_not_loaded(&text, "not a usable ONNX Runtime library");
    if let Some(other) = [
        "/lib/x86_64-linux-gnu/libm.so.6",
        "/lib/aarch64-linux-gnu/libm.so.6",
    ]
    .map(Path::new)
    .into_iter()
    .find(|path| path.is_file())
    {
        check_not_loaded(other, "does not export `OrtGetApiBase`");
    }
    let Some(runtime) = runtime("a_wrong_library_is_an_error_and_the_right_one_loads_after_it")
    else {
        return;
    };
    assert!(
        Runtime::load(Some(&missing)).is_ok(),
        "the loaded one is given again"
    );
    assert!(runtime.library().is_file());
}

#[test]
fn a_model_that_breaks_its_limits_never_reaches_the_library() {
    let Some(runtime) = runtime("a_model_that_breaks_its_limits_never_reaches_the_library") else {
        return;
    };
    let limits = ModelLimits {
        max_opset: Some(16),
        ..ModelLimits::default()
    };
    let bytes = model(&graph("Add", 2, FLOAT)).done();
    assert_eq!(
        runtime.open(&bytes, &limits).unwrap_err().to_string(),
        "model refused: operator set: at most 16, found 17"
    );
    assert!(runtime.open(&bytes, &ModelLimits::default()).is_ok());
}

#[test]
fn a_model_that_the_library_refuses_is_an_error() {
    let Some(runtime) = runtime("a_model_that_the_library_refuses_is_an_error") else {
        return;
    };
    let bytes = model(&graph("NoSuchOperator", 2, FLOAT)).done();
    let error = runtime.open(&bytes, &ModelLimits::default()).unwrap_err();
    assert!(
        matches!(&error, InferError::Runtime(why) if why.contains("NoSuchOperator")),
        "{error}"
    );
}

//! Where things are looked for.

use std::fs;

use super::*;

#[test]
fn a_data_folder_holds_everything() {
    let data = tempfile::tempdir().unwrap();
    let folders = Folders::of_user(Some(data.path()));
    assert_eq!(folders.sessions, data.path().join("sessions"));
    assert!(folders.compile_cache.starts_with(data.path()));
    assert_eq!(folders.site, data.path());
    assert_eq!(folders.studies, None, "there is no folder of studies yet");
    fs::create_dir(data.path().join("studies")).unwrap();
    let folders = Folders::of_user(Some(data.path()));
    assert_eq!(folders.studies, Some(data.path().join("studies")));
}

#[test]
fn the_newest_provisioned_library_is_found_by_name() {
    let cache = tempfile::tempdir().unwrap();
    assert_eq!(onnxruntime_in(cache.path()), None);
    for folder in [
        "onnxruntime-1.30.0-x86_64",
        "onnxruntime-1.31.1-x86_64",
        "guests",
    ] {
        fs::create_dir(cache.path().join(folder)).unwrap();
    }
    assert_eq!(onnxruntime_in(cache.path()), None);
    for folder in ["onnxruntime-1.30.0-x86_64", "onnxruntime-1.31.1-x86_64"] {
        fs::write(cache.path().join(folder).join("LICENSE"), "").unwrap();
        fs::write(cache.path().join(folder).join("libonnxruntime.so"), "").unwrap();
    }
    assert_eq!(
        onnxruntime_in(cache.path()),
        Some(
            cache
                .path()
                .join("onnxruntime-1.31.1-x86_64/libonnxruntime.so")
        )
    );
}

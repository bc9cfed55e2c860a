//! A file that is not the pinned one is refused.

use super::*;

#[test]
fn another_wheel_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.whl");
    fs::write(&file, "abc").unwrap();
    // FIPS 180-2, appendix B.1: SHA-256 of "abc".
    check_digest(
        &file,
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    )
    .unwrap();
    fs::write(&file, "abd").unwrap();
    let error = check_digest(
        &file,
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    )
    .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("the wheel is not the pinned one"),
        "{error}"
    );
}

#[test]
fn one_download_is_one_file() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(
        only_file(folder.path()).unwrap_err().to_string(),
        "expected one downloaded file, found 0"
    );
    fs::write(folder.path().join("a.whl"), "").unwrap();
    assert_eq!(
        only_file(folder.path()).unwrap(),
        folder.path().join("a.whl")
    );
}

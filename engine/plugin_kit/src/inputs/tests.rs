//! What changes the digest and what does not.

use super::*;

#[test]
fn sources_and_settings_count_and_what_was_made_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let now = |settings: &[&str]| digest(&[root], settings).unwrap();
    fs::create_dir_all(root.join("tests")).unwrap();
    fs::write(root.join("app.py"), "a").unwrap();
    let first = now(&["tool 1"]);
    assert_eq!(first.len(), 64);
    for made in ["target", "__pycache__", "node_modules", ".git"] {
        fs::create_dir(root.join(made)).unwrap();
        fs::write(root.join(made).join("file"), "b").unwrap();
        assert_eq!(now(&["tool 1"]), first, "{made}");
    }
    assert_ne!(now(&["tool 2"]), first);
    fs::write(root.join("app.py"), "b").unwrap();
    let second = now(&["tool 1"]);
    assert_ne!(second, first);
    fs::rename(root.join("app.py"), root.join("tests/app.py")).unwrap();
    assert_ne!(now(&["tool 1"]), second);
}

#[test]
fn the_same_file_in_another_folder_is_another_input() {
    let one = tempfile::tempdir().unwrap();
    let two = tempfile::tempdir().unwrap();
    fs::write(one.path().join("a"), "a").unwrap();
    let first = digest(&[one.path(), two.path()], &[]).unwrap();
    let second = digest(&[two.path(), one.path()], &[]).unwrap();
    assert_ne!(first, second);
}

//! Changes are told once, at rest, and what builds write is none.

use super::*;

fn folder_with(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

#[test]
fn a_change_is_told_once_and_only_when_it_has_come_to_rest() {
    let folder = folder_with(&[("plugin.toml", "one"), ("src/lib.rs", "two")]);
    let look = || Fingerprint::of(folder.path());
    let mut changes = Changes::since(look());
    assert!(!changes.note(look()), "nothing changed");
    fs::write(folder.path().join("src/lib.rs"), "longer").unwrap();
    assert!(!changes.note(look()), "seen, but perhaps not over");
    fs::write(folder.path().join("src/new.rs"), "more").unwrap();
    assert!(!changes.note(look()), "still moving");
    assert!(changes.note(look()), "at rest");
    assert!(!changes.note(look()), "told already");
    fs::remove_file(folder.path().join("src/new.rs")).unwrap();
    assert!(!changes.note(look()));
    assert!(changes.note(look()), "a file that is gone is a change");
}

#[test]
fn what_builds_and_editors_write_beside_the_sources_is_no_change() {
    let folder = folder_with(&[("app.py", "one")]);
    let before = Fingerprint::of(folder.path());
    for name in [
        "target/x",
        "node_modules/a/b.js",
        "__pycache__/app.pyc",
        ".app.py.swp",
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "written").unwrap();
    }
    assert_eq!(Fingerprint::of(folder.path()), before);
}

#[test]
fn a_single_file_is_watched_and_its_absence_is_a_state() {
    let folder = folder_with(&[("one.ovp", "packed")]);
    let path = folder.path().join("one.ovp");
    let there = Fingerprint::of(&path);
    fs::remove_file(&path).unwrap();
    let gone = Fingerprint::of(&path);
    assert_ne!(there, gone);
    assert_eq!(gone, Fingerprint::default());
}

//! An entry is made once, and a failure leaves no entry.

use super::*;

fn write(folder: &Path, name: &str) -> Result<(), KitError> {
    fs::write(folder.join(name), "whole").map_err(KitError::file("write", folder))
}

#[test]
fn is_made_once() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::at(folder.path().join("deep/cache"));
    for pass in 0..2 {
        let entry = cache
            .entry("tool-1.0", |partial| {
                assert_eq!(pass, 0, "made a second time");
                write(partial, "tool")
            })
            .unwrap();
        assert_eq!(fs::read_to_string(entry.join("tool")).unwrap(), "whole");
    }
}

#[test]
fn a_failure_leaves_nothing_and_the_next_call_starts_afresh() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::at(folder.path().to_path_buf());
    let failed = cache.entry("tool-1.0", |partial| {
        write(partial, "half")?;
        Err(KitError::refused("the network went away"))
    });
    assert_eq!(failed.unwrap_err().to_string(), "the network went away");
    assert!(cache.existing("tool-1.0").is_none());
    let entry = cache
        .entry("tool-1.0", |partial| write(partial, "tool"))
        .unwrap();
    assert!(!entry.join("half").exists());
    assert!(entry.join("tool").exists());
}

#[test]
fn a_killed_call_does_not_poison_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::at(folder.path().to_path_buf());
    fs::create_dir_all(folder.path().join(".tool-1.0.partial")).unwrap();
    fs::write(folder.path().join(".tool-1.0.partial/half"), "ha").unwrap();
    let entry = cache
        .entry("tool-1.0", |partial| write(partial, "tool"))
        .unwrap();
    assert!(!entry.join("half").exists());
}

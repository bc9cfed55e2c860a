//! What is kept, what is forgotten.

use std::time::Duration;

use super::*;

fn code_file(folder: &CompileFolder, name: &str, bytes: usize, age_s: u64) -> PathBuf {
    let path = folder.code().join("modules/x").join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, vec![0; bytes]).unwrap();
    let file = fs::File::options().write(true).open(&path).unwrap();
    let when = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000 - age_s);
    file.set_modified(when).unwrap();
    path
}

#[test]
fn the_oldest_code_goes_first_and_is_compiled_again() {
    let place = tempfile::tempdir().unwrap();
    let folder = CompileFolder::open(Some(place.path())).unwrap();
    let old = code_file(&folder, "old", 600, 20);
    let new = code_file(&folder, "new", 600, 10);
    folder.note("key");
    shrink_to(folder.code(), 1200);
    assert!(old.exists() && new.exists() && folder.knows("key"));
    shrink_to(folder.code(), 1199);
    assert!(!old.exists() && new.exists());
    assert!(!folder.knows("key"), "nobody knows whose code it was");
}

#[test]
fn a_folder_that_cannot_be_used_is_replaced_by_a_temporary_one_that_goes_with_the_host() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("file");
    fs::write(&file, "").unwrap();
    let folder = CompileFolder::open(Some(&file)).unwrap();
    folder.note("key");
    assert!(folder.knows("key"));
    let code = folder.code().to_owned();
    drop(folder);
    assert!(!code.exists());
}

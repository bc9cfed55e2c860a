//! A folder that is replaced: the old one is there until the new one is, however it is cut short.

use super::*;

const FILE: &str = "course.toml";

/// A shelf with one package, `me.exam`, that holds `old`.
fn shelf() -> (tempfile::TempDir, PathBuf) {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("me.exam");
    put(&folder, |partial| fill(partial, "old")).unwrap();
    (root, folder)
}

fn fill(partial: &Path, text: &str) -> Result<(), InstallError> {
    fs::write(partial.join(FILE), text).unwrap();
    Ok(())
}

/// What stands on the shelf is the package alone, with this text.
#[track_caller]
fn check_only(root: &Path, text: &str) {
    assert_eq!(folders_in(root), [root.join("me.exam")]);
    let found = fs::read_to_string(root.join("me.exam").join(FILE)).unwrap();
    assert_eq!(found, text);
}

#[test]
fn a_new_one_takes_the_place_of_the_old_and_nothing_is_left() {
    let (root, folder) = shelf();
    put(&folder, |partial| {
        // While the new one is filled the old one is in its place.
        assert_eq!(fs::read_to_string(folder.join(FILE)).unwrap(), "old");
        fill(partial, "new")
    })
    .unwrap();
    check_only(root.path(), "new");
}

#[test]
fn the_old_one_stays_if_the_new_one_cannot_be_filled() {
    let (root, folder) = shelf();
    let full = || io_error("write", Path::new("x"))(std::io::ErrorKind::StorageFull.into());
    let error = put(&folder, |_| Err(full())).unwrap_err();
    assert!(error.to_string().contains("cannot write x"), "{error}");
    check_only(root.path(), "old");
}

#[test]
fn the_old_one_comes_back_if_the_new_one_cannot_be_moved_into_place() {
    let (root, folder) = shelf();
    // What is gone cannot be moved.
    let error = put(&folder, |partial| {
        fs::remove_dir_all(partial).unwrap();
        Ok(())
    });
    let error = error.unwrap_err().to_string();
    assert!(error.contains("cannot move into place"), "{error}");
    check_only(root.path(), "old");
}

#[test]
fn what_was_set_aside_when_the_program_was_killed_goes_back() {
    let (root, folder) = shelf();
    // Killed between the two moves: the old one aside, the new one not in its place yet.
    fs::rename(&folder, aside_of(&folder)).unwrap();
    let partial = partial_beside(&folder);
    fs::create_dir(&partial).unwrap();
    fill(&partial, "new").unwrap();
    assert!(folders_in(root.path()).iter().all(|path| is_partial(path)));
    let cleared = clear(folders_in(root.path()).into_iter()).unwrap();
    assert_eq!(cleared, [partial]);
    check_only(root.path(), "old");
}

#[test]
fn what_was_set_aside_and_replaced_is_cleared_away() {
    let (root, folder) = shelf();
    // Killed after both moves, before the old one was removed.
    let aside = aside_of(&folder);
    fs::rename(&folder, &aside).unwrap();
    fs::create_dir(&folder).unwrap();
    fill(&folder, "new").unwrap();
    assert_eq!(clear(folders_in(root.path()).into_iter()).unwrap(), [aside]);
    check_only(root.path(), "new");
}

//! Grants are kept by plugin, and a file that is none grants nothing.

use super::*;

#[test]
fn grants_are_kept_by_plugin_and_origin() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("site/grants.toml");
    assert!(read(&file).is_empty());
    let kvp = Grants {
        attributes: ["KVP".to_owned()].into(),
        prior_studies: true,
        gpu: false,
    };
    let (bundled, folder) = (
        name_of(Origin::Bundled, "a.b"),
        name_of(Origin::Folder, "a.b"),
    );
    set(&file, &bundled, &kvp).unwrap();
    set(&file, &folder, &Grants::default()).unwrap();
    let all = read(&file);
    assert_eq!((&all[&bundled], &all[&folder]), (&kvp, &Grants::default()));
    std::fs::write(&file, "not toml").unwrap();
    assert!(read(&file).is_empty());
}

#[test]
fn a_file_that_cannot_be_read_is_left_as_it_is_when_grants_are_set() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("grants.toml");
    std::fs::write(&file, "not toml").unwrap();
    let error = set(&file, "bundled a.b", &Grants::default()).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    let error = error.to_string();
    assert!(
        error.contains("what it grants already cannot be read"),
        "{error}"
    );
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "not toml");
}

//! Directories of media: what they name, what is missing, and what they may not reach.

use std::fs;
use std::path::Path;

use overread_base::Diagnostics;
use overread_testkit::TinyCt;

use crate::open_folder;

fn element(group: u16, number: u16, vr: &[u8; 2], value: &[u8]) -> Vec<u8> {
    let mut bytes = [&group.to_le_bytes()[..], &number.to_le_bytes(), vr].concat();
    let len = value.len().next_multiple_of(2);
    bytes.extend(u16::try_from(len).unwrap().to_le_bytes());
    bytes.extend(value);
    if len > value.len() {
        bytes.push(b' ');
    }
    bytes
}

/// A DICOMDIR with one record a file id; offsets between records are left at 0, as bad writers do.
fn write_directory(path: &Path, ids: &[&str]) {
    let mut records = Vec::new();
    for id in ids {
        let record = [
            element(4, 0x1400, b"UL", &[0; 4]),
            element(4, 0x1410, b"US", &[0xFF, 0xFF]),
            element(4, 0x1430, b"CS", b"IMAGE"),
            element(4, 0x1500, b"CS", id.as_bytes()),
        ]
        .concat();
        records.extend([0xFE, 0xFF, 0x00, 0xE0]);
        records.extend(u32::try_from(record.len()).unwrap().to_le_bytes());
        records.extend(record);
    }
    let len = u32::try_from(records.len()).unwrap().to_le_bytes();
    let bytes = [
        vec![0; 128],
        b"DICM".to_vec(),
        element(2, 2, b"UI", b"1.2.840.10008.1.3.10"),
        element(2, 0x10, b"UI", b"1.2.840.10008.1.2.1"),
        element(4, 0x1130, b"CS", b"MEDIUM"),
        [4, 0, 0x20, 0x12, b'S', b'Q', 0, 0].to_vec(),
        len.to_vec(),
        records,
    ];
    fs::write(path, bytes.concat()).unwrap();
}

#[track_caller]
fn check(path: &Path, n_frames: usize, expected: &[&str]) {
    let mut diagnostics = Diagnostics::default();
    let library = open_folder(path, &mut diagnostics).unwrap();
    let found: usize = library.series().map(|s| s.frames.len()).sum();
    let said: Vec<_> = diagnostics
        .all()
        .iter()
        .map(|d| d.message.as_str())
        .collect();
    assert_eq!((found, &said[..]), (n_frames, expected));
    assert_eq!((library.n_other_files, library.refused.len()), (0, 0));
}

#[test]
fn a_directory_given_as_the_path_opens_what_it_names_and_names_what_is_missing() {
    let medium = tempfile::tempdir().unwrap();
    TinyCt::numbered(1)
        .write(&medium.path().join("images"))
        .unwrap();
    let directory = medium.path().join("DICOMDIR");
    // Capitals in the directory, small letters on the disk; one file is gone, 13 are not named.
    write_directory(
        &directory,
        &[
            "IMAGES\\1.DCM",
            "images\\2.dcm",
            "IMAGES\\3.DCM;1",
            "IMAGES\\99.DCM",
        ],
    );
    check(&directory, 3, &["a named file is missing: IMAGES/99.DCM"]);
    // As a folder, all files are read; the directory tells what is missing and is no file of another kind.
    check(
        medium.path(),
        16,
        &["a named file is missing: IMAGES/99.DCM"],
    );
}

#[test]
fn a_directory_never_leads_out_of_its_folder() {
    let outside = tempfile::tempdir().unwrap();
    TinyCt::numbered(2).write(outside.path()).unwrap();
    let medium = outside.path().join("medium");
    fs::create_dir(&medium).unwrap();
    std::os::unix::fs::symlink(outside.path().join("1.dcm"), medium.join("LINK")).unwrap();
    let absolute = outside.path().join("1.dcm").display().to_string();
    let directory = medium.join("DICOMDIR");
    write_directory(
        &directory,
        &["..\\1.DCM", "../1.dcm", &absolute, "LINK", ".\\LINK", ""],
    );
    let no_name = "a file id that is no name within the folder";
    check(
        &directory,
        0,
        &[
            &format!("{no_name}: ../1.DCM"),
            &format!("{no_name}: ../1.dcm"),
            &format!("{no_name}: {absolute}"),
            "a named file lies outside the folder: LINK",
            &format!("{no_name}: ./LINK"),
        ],
    );
}

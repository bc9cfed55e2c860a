//! Archives of the one form, and every other, each refused by name and place.

use std::io::{Cursor, Write as _};

use proptest::prelude::*;

use super::*;

type Files<'f> = &'f [(&'f str, &'f [u8])];

const SOUND: Files<'static> = &[
    ("plugin.toml", b"schema = 1"),
    ("SIGNATURES", b"none"),
    ("README.md", b""),
    ("locales/en.ftl", b"a = b"),
    ("plugin.wasm", b"\0asm"),
];

fn archive(files: Files<'_>) -> Vec<u8> {
    let mut writer = Writer::new(&PLUGIN, Vec::new());
    for (name, bytes) in files {
        let n_bytes = bytes.len() as u64;
        writer
            .entry(name, n_bytes, crc32fast::hash(bytes), |to| {
                to.write_all(bytes)
            })
            .unwrap();
    }
    writer.finish().unwrap()
}

fn read(bytes: &[u8]) -> Result<Vec<Entry>, Diagnostics> {
    entries(&PLUGIN, "a.overread", &mut Cursor::new(bytes))
}

#[track_caller]
fn check_refused(bytes: &[u8], says: &str) {
    let found = read(bytes).unwrap_err();
    let all: Vec<String> = found.all().iter().map(ToString::to_string).collect();
    assert!(
        all.iter().any(|fault| fault.contains(says)),
        "no {says:?} in {all:#?}"
    );
    assert!(
        all.iter().all(|fault| fault.contains("a.overread")),
        "{all:#?}"
    );
}

#[test]
fn what_is_written_is_read() {
    let bytes = archive(SOUND);
    let entries = read(&bytes).unwrap();
    assert_eq!(entries.len(), SOUND.len());
    for (entry, (name, content)) in entries.iter().zip(SOUND) {
        let start = usize::try_from(entry.offset).unwrap();
        assert_eq!(entry.name, *name);
        assert_eq!(&bytes[start..start + content.len()], *content);
        assert_eq!(entry.crc32, crc32fast::hash(content));
    }
}

#[test]
fn another_writer_of_zip_writes_the_same_bytes() {
    // Python 3's `zipfile` with these files, `ZIP_STORED`, and in each `ZipInfo` the date 1980-01-01, `create_system` 3,
    // both versions 10 and `external_attr` 0o100644 << 16: length and SHA-256 of what it wrote.
    let bytes = archive(SOUND);
    assert_eq!(bytes.len(), 535);
    assert_eq!(
        crate::hex::hex_sha256(&bytes),
        "d81090f4c7013027c22b206298fd43b0b1df3694c0de04c1281a1eb34e232b71"
    );
}

/// The bytes of the directory's entry for `name`.
fn central_of(bytes: &[u8], name: &str) -> usize {
    let start = bytes
        .windows(4)
        .rposition(|w| w == END.to_le_bytes())
        .unwrap();
    let at = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
    let mut entry = usize::try_from(at(start + 16)).unwrap();
    loop {
        let n_name = usize::from(u16::from_le_bytes([bytes[entry + 28], bytes[entry + 29]]));
        if &bytes[entry + 46..entry + 46 + n_name] == name.as_bytes() {
            return entry;
        }
        entry += 46 + n_name;
    }
}

/// `SOUND` with bytes of the directory's entry for `README.md` replaced.
fn with_field(at: usize, field: &[u8]) -> Vec<u8> {
    let mut bytes = archive(SOUND);
    let start = central_of(&bytes, "README.md") + at;
    bytes[start..start + field.len()].copy_from_slice(field);
    bytes
}

#[test]
fn odd_entries_are_refused() {
    check_refused(
        &with_field(8, &[1, 0]),
        "is encrypted (a.overread: README.md)",
    );
    check_refused(&with_field(8, &[8, 0]), "does not write");
    check_refused(&with_field(10, &[8, 0]), "is compressed (method 8)");
    check_refused(&with_field(12, &[1, 0]), "has a time");
    check_refused(&with_field(14, &[1, 0]), "has a time");
    check_refused(&with_field(20, &[1]), "has two sizes: 1 and 0 bytes");
    check_refused(
        &with_field(38, &(0o120_777_u32 << 16).to_le_bytes()),
        "is a symbolic link",
    );
    check_refused(
        &with_field(38, &(0o040_755_u32 << 16).to_le_bytes()),
        "is a folder",
    );
    check_refused(
        &with_field(38, &(0o104_755_u32 << 16).to_le_bytes()),
        "has odd attributes",
    );
    check_refused(&with_field(38, &[1]), "has odd attributes");
    check_refused(
        &with_field(42, &[0, 0, 0, 0]),
        "overlaps the file before it",
    );
    check_refused(&with_field(42, &[0xff, 0xff]), "belong to no file");
    check_refused(
        &with_field(16, &[1]),
        "header before the file and its entry in the directory differ",
    );
    check_refused(&with_field(30, &[1, 0]), "is none or is cut off");
    check_refused(&with_field(0, b"XX"), "is none or is cut off");
}

#[test]
fn odd_names_are_refused() {
    let check = |name: &str, says: &str| {
        check_refused(&archive(&[("plugin.toml", b""), (name, b"x")]), says);
    };
    check(
        "../outside",
        "has a name that leads out of the bundle (a.overread: ../outside)",
    );
    check("a/../../b", "leads out of the bundle");
    check("a\\..\\b", "leads out of the bundle");
    check("/etc/passwd", "has an absolute name");
    check("\\\\host\\share", "has an absolute name");
    check("C:\\a", "has an absolute name");
    check("a//b", "no file of a bundle may have");
    check("a\0b", "no file of a bundle may have");
    check("con.txt", "no file of a bundle may have");
    check("end.", "no file of a bundle may have");
    check("очаг", "no file of a bundle may have");
    check("folder/", "is a folder");
    check("", "no file of a bundle may have");
    check("plugin.toml", "stands twice in the archive");
    check(
        "Plugin.toml",
        "differs from plugin.toml in small and capital letters only",
    );
    check_refused(
        &archive(&[("plugin.toml", b""), ("a", b""), ("A", b"")]),
        "differs from a in small and capital letters only",
    );
}

#[test]
fn the_order_is_fixed() {
    check_refused(
        &archive(&[("a", b""), ("plugin.toml", b"")]),
        "out of order",
    );
    check_refused(
        &archive(&[("plugin.toml", b""), ("b", b""), ("a", b"")]),
        "is out of order: plugin.toml, SIGNATURES, then the rest by name (a.overread: a)",
    );
    check_refused(
        &archive(&[("plugin.toml", b""), ("a", b""), ("SIGNATURES", b"")]),
        "out of order",
    );
}

#[test]
fn bytes_around_and_between_are_refused() {
    let sound = archive(SOUND);
    check_refused(
        &[b"#!/bin/sh\n".as_slice(), &sound].concat(),
        "does not fit the directory",
    );
    check_refused(
        &[sound.as_slice(), b"more"].concat(),
        "does not end with the end record",
    );
    check_refused(&sound[1..], "does not fit the directory");
    check_refused(b"", "0 bytes are no archive");
    check_refused(&[0; 22], "does not end with the end record");
    check_refused(&archive(&[]), "has 1 to 1200 files, found 0");
    let mut gap = sound.clone();
    let directory = central_of(&sound, "plugin.toml");
    gap.splice(directory..directory, *b"gap");
    let end = gap.len() - 22;
    let offset = u32::try_from(directory + 3).unwrap();
    gap[end + 16..end + 20].copy_from_slice(&offset.to_le_bytes());
    check_refused(&gap, "must follow the last file");
}

#[test]
fn counts_are_bounded() {
    let names: Vec<String> = (0..=MAX_ENTRIES).map(|n| format!("f{n:05}")).collect();
    let mut writer = Writer::new(&PLUGIN, Vec::new());
    for name in &names {
        writer.entry(name, 0, 0, |_| Ok(())).unwrap();
    }
    assert!(
        writer
            .finish()
            .unwrap_err()
            .to_string()
            .contains("more than 1200")
    );
    let mut many = archive(SOUND);
    let end = many.len() - 22;
    many[end + 8..end + 12].copy_from_slice(&[0xff; 4]);
    check_refused(&many, "found 65535");
}

#[test]
fn a_packed_plugin_of_more_than_four_gib_is_not_written() {
    let mut writer = Writer::new(&PLUGIN, Vec::new());
    let error = writer.entry("plugin.toml", MAX_PACKED_BYTES, 0, |_| Ok(()));
    assert!(error.unwrap_err().to_string().contains("goes beyond"));
}

#[test]
fn every_changed_bit_outside_the_contents_is_refused() {
    let sound = archive(SOUND);
    let contents: Vec<_> = read(&sound)
        .unwrap()
        .iter()
        .map(|entry| entry.offset..entry.offset + entry.n_bytes)
        .collect();
    for at in 0..sound.len() {
        if contents.iter().any(|range| range.contains(&(at as u64))) {
            continue;
        }
        for bit in 0..8 {
            let mut changed = sound.clone();
            changed[at] ^= 1 << bit;
            assert!(read(&changed).is_err(), "byte {at}, bit {bit}");
        }
    }
    for n_bytes in 0..sound.len() {
        assert!(read(&sound[..n_bytes]).is_err(), "cut at {n_bytes}");
    }
}

proptest! {
    #[test]
    fn no_bytes_bring_the_reader_down(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        drop(read(&bytes));
        let mut with_end = bytes;
        with_end.extend(END.to_le_bytes());
        with_end.extend([0; 18]);
        drop(read(&with_end));
    }

    #[test]
    fn no_change_of_many_bytes_brings_the_reader_down(
        changes in proptest::collection::vec((any::<u16>(), any::<u8>()), 1..8),
    ) {
        let sound = archive(SOUND);
        let mut bytes = sound.clone();
        for (at, value) in changes {
            let at = usize::from(at) % bytes.len();
            bytes[at] = value;
        }
        if let Ok(entries) = read(&bytes) {
            // Whatever is accepted is the archive that the writer makes of it.
            let files: Vec<(&str, &[u8])> = entries.iter().map(|entry| {
                let start = usize::try_from(entry.offset).unwrap();
                let n_bytes = usize::try_from(entry.n_bytes).unwrap();
                (entry.name.as_str(), &bytes[start..start + n_bytes])
            }).collect();
            prop_assert_eq!(archive(&files).len(), bytes.len());
        }
    }
}

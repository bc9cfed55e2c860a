//! Beginnings of files: what may be missing, broken or contradictory before the data set.

use super::{EXPLICIT_BE, EXPLICIT_LE, IMPLICIT_LE, Start};

/// An explicit element; the value is padded to even length.
fn element(group: u16, number: u16, vr: &[u8; 2], value: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    bytes.extend(group.to_le_bytes());
    bytes.extend(number.to_le_bytes());
    bytes.extend(vr);
    let len = value.len().next_multiple_of(2);
    bytes.extend(u16::try_from(len).unwrap().to_le_bytes());
    bytes.extend(value);
    bytes.resize(8 + len, 0);
    bytes
}

fn data_set() -> Vec<u8> {
    [
        element(8, 5, b"CS", b"ISO_IR 100"),
        element(8, 0x16, b"UI", b"1.2.840.10008.5.1.4.1.1.2"),
        element(8, 0x18, b"UI", b"1.2.3"),
    ]
    .concat()
}

fn file(meta: &[Vec<u8>]) -> Vec<u8> {
    [vec![0; 128], b"DICM".to_vec(), meta.concat(), data_set()].concat()
}

/// Transfer syntax and the rest of the file that is taken for the data set, with the notes.
#[track_caller]
fn check(bytes: &[u8], transfer_syntax: &str, expected: &[u8], notes: &[&str]) {
    let start = Start::find(bytes, true).unwrap();
    assert_eq!(start.transfer_syntax, transfer_syntax);
    assert!(
        bytes[start.data_set..] == *expected,
        "begins at {}",
        start.data_set
    );
    assert_eq!(start.notes, notes);
}

fn syntax(uid: &str) -> Vec<u8> {
    element(2, 0x10, b"UI", uid.as_bytes())
}

#[test]
fn a_whole_file_and_what_may_be_missing_before_it() {
    let whole = file(&[syntax(EXPLICIT_LE)]);
    check(&whole, EXPLICIT_LE, &data_set(), &[]);
    check(&whole[128..], EXPLICIT_LE, &data_set(), &["no preamble"]);
    check(&whole[132..], EXPLICIT_LE, &data_set(), &["no preamble"]);
    let read_as = "no transfer syntax, read as 1.2.840.10008.1.2.1";
    let bare = data_set();
    let no_meta = ["no preamble", "no file meta information", read_as];
    check(&bare, EXPLICIT_LE, &bare, &no_meta);
    check(
        &file(&[element(2, 2, b"UI", b"1.2.840.10008.5.1.4.1.1.2")]),
        EXPLICIT_LE,
        &data_set(),
        &[read_as],
    );
    check(&file(&[syntax("")]), EXPLICIT_LE, &data_set(), &[read_as]);
    let behind_garbage = [b"\x20garbage".to_vec(), data_set()].concat();
    check(
        &behind_garbage,
        EXPLICIT_LE,
        &data_set(),
        &[
            "no preamble",
            "8 bytes before the first element are passed over",
            "no file meta information",
            read_as,
        ],
    );
}

#[test]
fn meta_values_longer_than_their_representation_and_wrong_group_lengths_do_no_harm() {
    let long = element(2, 0x16, b"AE", b"A_TITLE_OF_MORE_THAN_16_CHARACTERS");
    let wrong_length = element(2, 0, b"UL", &9999_u32.to_le_bytes());
    check(
        &file(&[wrong_length, syntax(EXPLICIT_LE), long]),
        EXPLICIT_LE,
        &data_set(),
        &[],
    );
}

#[test]
fn a_broken_meta_element_does_not_take_the_data_set_with_it() {
    let mut broken = element(2, 0x16, b"AE", b"TITLE");
    broken[6..8].copy_from_slice(&60_000_u16.to_le_bytes());
    let length = u32::try_from(syntax(EXPLICIT_LE).len() + broken.len()).unwrap();
    let note = |at: usize| {
        format!(
            "file meta information is broken: a value of 60000 bytes; the data set is taken to begin at byte {at}"
        )
    };
    let by_length = file(&[
        element(2, 0, b"UL", &length.to_le_bytes()),
        syntax(EXPLICIT_LE),
        broken.clone(),
    ]);
    let at = by_length.len() - data_set().len();
    check(&by_length, EXPLICIT_LE, &data_set(), &[&note(at)]);
    let by_looks = file(&[syntax(EXPLICIT_LE), broken]);
    let at = by_looks.len() - data_set().len();
    check(&by_looks, EXPLICIT_LE, &data_set(), &[&note(at)]);
}

#[test]
fn the_bytes_are_right_where_the_transfer_syntax_is_not() {
    let note = |stated: &str, found: &str| {
        format!("data set is not written as its transfer syntax {stated} says: {found}")
    };
    let stated_implicit = file(&[syntax(IMPLICIT_LE)]);
    let start = Start::find(&stated_implicit, true).unwrap();
    assert!(start.encoding.is_explicit);
    assert_eq!(start.notes, [note(IMPLICIT_LE, "explicit little endian")]);
    let stated_big = file(&[syntax(EXPLICIT_BE)]);
    let start = Start::find(&stated_big, true).unwrap();
    assert!(!start.encoding.is_big_endian);
    let not_deflated = file(&[syntax("1.2.840.10008.1.2.1.99")]);
    check(
        &not_deflated,
        EXPLICIT_LE,
        &data_set(),
        &["data set is not deflated as its transfer syntax says"],
    );
    // Big endian without any meta group: the first group is 0008 the other way round.
    let big = [0, 8, 0, 5, b'C', b'S', 0, 2, b'A', b'B'];
    let start = Start::find(&big, true).unwrap();
    assert_eq!(start.transfer_syntax, EXPLICIT_BE);
}

#[test]
fn what_is_no_dicom_is_not_taken_for_it() {
    for bytes in [
        b"".as_slice(),
        b"<?xml version=\"1.0\"?>",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        &[0; 4096],
        &[0xFF; 4096],
        b"\x08\x00",
    ] {
        assert!(Start::find(bytes, true).is_none(), "{bytes:?}");
    }
    let text = "The quick brown fox jumps over the lazy dog. ".repeat(40);
    assert!(Start::find(text.as_bytes(), true).is_none());
}

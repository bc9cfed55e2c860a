//! Data sets byte by byte: sequences in disguise, mixed encodings, cuts at every place.

use super::{Encoding, Outcome, Parsed, parse};
use crate::tag::Tag;

const EXPLICIT: Encoding = Encoding {
    is_explicit: true,
    is_big_endian: false,
};
const IMPLICIT: Encoding = Encoding {
    is_explicit: false,
    is_big_endian: false,
};

const UNDEFINED: u32 = u32::MAX;
const ITEM: Tag = Tag::ITEM;

fn tag(tag: Tag) -> Vec<u8> {
    [tag.0.to_le_bytes(), tag.1.to_le_bytes()].concat()
}

fn implicit(at: Tag, len: u32, value: &[u8]) -> Vec<u8> {
    [&tag(at)[..], &len.to_le_bytes(), value].concat()
}

fn short(at: Tag, vr: &[u8; 2], value: &[u8]) -> Vec<u8> {
    let len = u16::try_from(value.len()).unwrap().to_le_bytes();
    [&tag(at)[..], vr, &len, value].concat()
}

fn long(at: Tag, vr: &[u8; 2], len: u32, value: &[u8]) -> Vec<u8> {
    [&tag(at)[..], vr, &[0, 0], &len.to_le_bytes(), value].concat()
}

fn item(content: &[u8]) -> Vec<u8> {
    implicit(ITEM, u32::try_from(content.len()).unwrap(), content)
}

#[track_caller]
fn read(bytes: &[u8], encoding: Encoding) -> Parsed {
    let (parsed, outcome) = parse(bytes, 0, encoding, true);
    assert!(matches!(outcome, Outcome::Done));
    parsed
}

/// The place of an element's value, as text.
fn value<'a>(bytes: &'a [u8], parsed: &Parsed, at: Tag) -> &'a str {
    let element = parsed.root.get(at).unwrap();
    std::str::from_utf8(&bytes[element.start..element.start + element.len]).unwrap()
}

const PRIVATE: Tag = Tag(0x0029, 0x1010);
const NAME: Tag = Tag::PATIENT_NAME;
const CODE: Tag = Tag::CODE_VALUE;
/// Referenced Series Sequence.
const KNOWN_SEQUENCE: Tag = Tag(0x0008, 0x1115);

#[test]
fn private_and_unknown_elements_survive() {
    let bytes = [
        short(Tag(0x0009, 0x0010), b"LO", b"VENDOR"),
        long(Tag(0x0009, 0x1001), b"UN", 4, b"abcd"),
        short(NAME, b"PN", b"A^B "),
        long(PRIVATE, b"OB", 2, b"xy"),
    ]
    .concat();
    let parsed = read(&bytes, EXPLICIT);
    assert_eq!(parsed.root.elements.len(), 4);
    assert_eq!(value(&bytes, &parsed, Tag(0x0009, 0x1001)), "abcd");
    assert_eq!(value(&bytes, &parsed, PRIVATE), "xy");
    assert!(parsed.notes.is_empty());
}

#[test]
fn a_sequence_of_unknown_representation_is_read_whatever_its_length_and_encoding() {
    let end = implicit(Tag::SEQUENCE_END, 0, &[]);
    let inner = [implicit(CODE, 2, b"AB"), short(CODE, b"SH", b"AB")];
    for content in inner {
        let items = item(&content);
        let len = u32::try_from(items.len()).unwrap();
        for (len, tail) in [(len, &[][..]), (UNDEFINED, &end)] {
            for at in [KNOWN_SEQUENCE, PRIVATE] {
                let bytes = [
                    long(at, b"UN", len, &[&items[..], tail].concat()),
                    short(Tag(0x0030, 0x0010), b"LO", b"after "),
                ]
                .concat();
                let parsed = read(&bytes, EXPLICIT);
                let found = parsed.root.item(at).unwrap().get(CODE).unwrap();
                assert_eq!(&bytes[found.start..found.start + found.len], b"AB");
                assert_eq!(value(&bytes, &parsed, Tag(0x0030, 0x0010)), "after ");
                assert!(parsed.notes.is_empty(), "{:?}", parsed.notes);
            }
        }
    }
}

#[test]
fn unknown_bytes_that_only_begin_like_an_item_stay_bytes() {
    let bytes = [
        long(PRIVATE, b"UN", 12, b"\xFE\xFF\x00\xE0\xFF\x00\x00\x00abcd"),
        short(Tag(0x0030, 0x0010), b"LO", b"after "),
    ]
    .concat();
    let parsed = read(&bytes, EXPLICIT);
    let element = parsed.root.get(PRIVATE).unwrap();
    assert_eq!((element.len, element.items.len()), (12, 0));
    assert_eq!(value(&bytes, &parsed, Tag(0x0030, 0x0010)), "after ");
}

#[test]
fn elements_written_in_the_other_way_are_read() {
    let mixed = [
        short(NAME, b"PN", b"A^B "),
        implicit(Tag::PATIENT_ID, 2, b"ID"),
        short(Tag::PATIENT_SEX, b"CS", b"M "),
    ]
    .concat();
    let parsed = read(&mixed, EXPLICIT);
    assert_eq!(value(&mixed, &parsed, Tag::PATIENT_ID), "ID");
    assert_eq!(value(&mixed, &parsed, Tag::PATIENT_SEX), "M ");
    assert_eq!(parsed.notes.len(), 1);
    let mixed = [
        implicit(NAME, 4, b"A^B "),
        short(Tag::PATIENT_ID, b"LO", b"ID"),
        implicit(Tag::PATIENT_SEX, 2, b"M "),
    ]
    .concat();
    let parsed = read(&mixed, IMPLICIT);
    assert_eq!(value(&mixed, &parsed, Tag::PATIENT_ID), "ID");
    assert_eq!(value(&mixed, &parsed, Tag::PATIENT_SEX), "M ");
    assert_eq!(parsed.notes.len(), 1);
}

#[test]
fn unknown_representations_are_read_with_a_remark() {
    let bytes = [
        short(Tag(0x0008, 0x0070), b"XX", b"vendor"),
        short(NAME, b"PN", b"A^B "),
    ]
    .concat();
    let parsed = read(&bytes, EXPLICIT);
    assert_eq!(value(&bytes, &parsed, Tag(0x0008, 0x0070)), "vendor");
    assert_eq!(value(&bytes, &parsed, NAME), "A^B ");
    assert!(parsed.notes[0].contains("unknown value representation"));
}

#[test]
fn wherever_a_data_set_is_cut_the_elements_before_are_kept_and_the_loss_is_said() {
    let whole = [
        short(NAME, b"PN", b"A^B "),
        long(
            KNOWN_SEQUENCE,
            b"SQ",
            20,
            &item(&short(CODE, b"SH", b"ABCD")),
        ),
        short(Tag(0x0020, 0x0010), b"SH", b"ID"),
    ]
    .concat();
    for len in 13..whole.len() {
        let parsed = read(&whole[..len], EXPLICIT);
        assert_eq!(value(&whole, &parsed, NAME), "A^B ");
        // At 44 bytes the cut falls between two elements: nothing shows that another followed.
        let is_between = len == whole.len() - 10;
        assert_eq!(
            parsed.notes.is_empty(),
            is_between,
            "{len}: {:?}",
            parsed.notes
        );
    }
    let garbage = [&whole[..], b"\x01\x02\x03garbage at the end"].concat();
    let parsed = read(&garbage, EXPLICIT);
    assert_eq!(value(&whole, &parsed, Tag(0x0020, 0x0010)), "ID");
    assert!(!parsed.notes.is_empty());
}

#[test]
fn an_element_longer_than_its_item_ends_with_it() {
    let broken = short(CODE, b"SH", b"AB");
    let mut broken = item(&broken);
    broken[14..16].copy_from_slice(&500_u16.to_le_bytes());
    let len = u32::try_from(broken.len()).unwrap();
    let bytes = [
        long(KNOWN_SEQUENCE, b"SQ", len, &broken),
        short(NAME, b"PN", b"A^B "),
    ]
    .concat();
    let parsed = read(&bytes, EXPLICIT);
    assert_eq!(value(&bytes, &parsed, NAME), "A^B ");
    assert!(
        parsed.notes[0].contains("at most 2 bytes, found 500"),
        "{:?}",
        parsed.notes
    );
}

#[test]
fn sequences_deeper_than_is_reasonable_are_refused_and_the_rest_is_kept() {
    let mut inner = short(CODE, b"SH", b"AB");
    for _ in 0..40 {
        let items = item(&inner);
        inner = long(
            KNOWN_SEQUENCE,
            b"SQ",
            u32::try_from(items.len()).unwrap(),
            &items,
        );
    }
    let bytes = [short(Tag(8, 0x60), b"CS", b"CT"), inner].concat();
    let parsed = read(&bytes, EXPLICIT);
    assert_eq!(value(&bytes, &parsed, Tag(8, 0x60)), "CT");
    assert!(parsed.notes.iter().any(|n| n.contains("deeper")));
}

#[test]
fn the_innermost_character_set_comes_first() {
    let charset = |term: &[u8]| short(Tag::CHARACTER_SET, b"CS", term);
    let inner = [charset(b"ISO_IR 144"), short(CODE, b"SH", b"AB")].concat();
    let inner = item(&inner);
    let len = u32::try_from(inner.len()).unwrap();
    let outer = [
        charset(b"ISO_IR 100"),
        long(KNOWN_SEQUENCE, b"SQ", len, &inner),
    ]
    .concat();
    let outer = item(&outer);
    let len = u32::try_from(outer.len()).unwrap();
    let bytes = long(KNOWN_SEQUENCE, b"SQ", len, &outer);
    let parsed = read(&bytes, EXPLICIT);
    let terms: Vec<&[u8]> = parsed
        .scopes
        .iter()
        .map(|s| &bytes[s.terms.clone()])
        .collect();
    assert_eq!(terms, [b"ISO_IR 144", b"ISO_IR 100"]);
    let [inner, outer] = &parsed.scopes[..] else {
        panic!()
    };
    assert!(outer.item.start < inner.item.start && inner.item.end <= outer.item.end);
}

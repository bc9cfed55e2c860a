//! Tests of de-identification: what goes, what stays, what is refused. Files are made from code, byte by byte.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::encode::Encoder;
use super::table::{Action, GROUPS, REPEATING};
use super::*;
use crate::load::Progress;
use crate::part10::read_header;

mod files;
mod options;
mod real;

struct NoProgress;

impl Progress for NoProgress {}

const LE: Encoder = Encoder {
    is_big_endian: false,
};
const BE: Encoder = Encoder {
    is_big_endian: true,
};
/// What the hidden values of a test are made of; it must not be in any result.
const MARK: &str = "QZ7";

/// A data set under construction, whose elements are put in order at the end.
#[derive(Default)]
struct Set(Vec<(Tag, Vec<u8>)>);

impl Set {
    fn text(mut self, tag: (u16, u16), vr: &[u8; 2], text: &str) -> Self {
        let tag = Tag(tag.0, tag.1);
        self.0.push((tag, LE.element(tag, *vr, text.as_bytes())));
        self
    }

    fn bytes(mut self, tag: (u16, u16), vr: &[u8; 2], value: &[u8]) -> Self {
        let tag = Tag(tag.0, tag.1);
        self.0.push((tag, LE.element(tag, *vr, value)));
        self
    }

    fn items(mut self, tag: (u16, u16), items: Vec<Set>) -> Self {
        let tag = Tag(tag.0, tag.1);
        let items: Vec<Vec<u8>> = items.into_iter().map(Set::into_bytes).collect();
        self.0.push((tag, LE.sequence(tag, &items)));
        self
    }

    fn without(mut self, tag: (u16, u16)) -> Self {
        self.0.retain(|(have, _)| *have != Tag(tag.0, tag.1));
        self
    }

    fn into_bytes(mut self) -> Vec<u8> {
        self.0.sort_by_key(|(tag, _)| *tag);
        self.0.into_iter().flat_map(|(_, bytes)| bytes).collect()
    }

    /// A whole file in explicit little endian.
    fn into_file(self) -> Vec<u8> {
        let head = meta(
            "1.2.840.10008.5.1.4.1.1.2",
            "1.2.3.4",
            "1.2.840.10008.1.2.1",
        );
        [head, self.into_bytes()].concat()
    }
}

/// A CT of 2 x 2 pixels.
fn ct() -> Set {
    let us = |n: u16| n.to_le_bytes();
    Set::default()
        .text((0x0008, 0x0016), b"UI", "1.2.840.10008.5.1.4.1.1.2")
        .text((0x0008, 0x0018), b"UI", "1.2.3.4")
        .text((0x0008, 0x0020), b"DA", "20240301")
        .text((0x0008, 0x0060), b"CS", "CT")
        .text((0x0010, 0x0010), b"PN", "QZ7^Name")
        .text((0x0010, 0x0020), b"LO", "QZ7-ID")
        .text((0x0010, 0x0030), b"DA", "19330101")
        .text((0x0010, 0x0040), b"CS", "F")
        .text((0x0010, 0x1010), b"AS", "091Y")
        .text((0x0018, 0x0015), b"CS", "CHEST")
        .text((0x0020, 0x000D), b"UI", "1.2.3")
        .text((0x0020, 0x000E), b"UI", "1.2.3.1")
        .text((0x0020, 0x0052), b"UI", "1.2.3.9")
        .bytes((0x0028, 0x0002), b"US", &us(1))
        .text((0x0028, 0x0004), b"CS", "MONOCHROME2")
        .bytes((0x0028, 0x0010), b"US", &us(2))
        .bytes((0x0028, 0x0011), b"US", &us(2))
        .bytes((0x0028, 0x0100), b"US", &us(16))
        .bytes((0x0028, 0x0101), b"US", &us(16))
        .bytes((0x0028, 0x0102), b"US", &us(15))
        .bytes((0x0028, 0x0103), b"US", &us(0))
        .bytes((0x7FE0, 0x0010), b"OW", &[1, 2, 3, 4, 5, 6, 7, 8])
}

fn written(
    bytes: &[u8],
    options: &DeidentifyOptions,
) -> Result<(Vec<u8>, FileReport), DeidentifyError> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("QZ7_Name.dcm");
    fs::write(&file, bytes).unwrap();
    let done = Deidentifier::new(options.clone(), Secret::from_bytes(b"a secret")).file(&file)?;
    let mut out = Vec::new();
    done.write(&mut out).unwrap();
    Ok((out, done.report))
}

/// The text of an attribute of a file's bytes.
fn text_of(bytes: &[u8], tag: (u16, u16)) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, bytes).unwrap();
    let header = read_header(&file).unwrap();
    header
        .values()
        .set
        .get(Tag(tag.0, tag.1))
        .map(|element| header.values().text_of(element))
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

/// The bytes before a text, for the message of a failed test.
fn around(bytes: &[u8], text: &str) -> String {
    let at = bytes
        .windows(text.len())
        .position(|part| part == text.as_bytes())
        .unwrap_or(0);
    bytes[at.saturating_sub(60)..][..80]
        .escape_ascii()
        .to_string()
}

#[test]
fn the_table_has_as_many_rows_of_each_action_as_its_source() {
    let n = |action: Action| {
        let listed: usize = GROUPS
            .iter()
            .filter(|group| group.action == action)
            .map(|group| group.tags.len())
            .sum();
        listed + REPEATING.iter().filter(|row| row.action == action).count()
    };
    // dicom-anonymizer 2.1.0, dicomfields_2026c: lengths of X_TAGS, Z_TAGS, D_TAGS, U_TAGS and so on.
    assert_eq!(n(Action::Remove), 415);
    assert_eq!(n(Action::Zero), 42);
    assert_eq!(n(Action::Dummy), 93);
    assert_eq!(n(Action::Uid), 55);
    assert_eq!(n(Action::ZeroOrDummy), 6);
    assert_eq!(n(Action::RemoveOrZero), 11);
    assert_eq!(n(Action::RemoveOrDummy), 23);
    assert_eq!(n(Action::RemoveZeroOrDummy), 8);
    assert_eq!(n(Action::RemoveZeroOrUid), 2);
    let all: Vec<u32> = GROUPS
        .iter()
        .flat_map(|group| group.tags)
        .copied()
        .collect();
    let distinct: BTreeSet<u32> = all.iter().copied().collect();
    assert_eq!(all.len(), distinct.len(), "a tag has one row");
}

/// A value that is valid for the representation and can be found again; `None` where numbers cannot carry a mark.
fn marked(vr: &[u8; 2]) -> Option<&'static str> {
    match vr {
        b"UI" => Some("1.2.777.888.999"),
        b"DA" => Some("19771213"),
        b"DT" => Some("19771213131415.77"),
        b"TM" => Some("131415.77"),
        b"AS" => Some("077Y"),
        b"DS" | b"IS" => Some("77777"),
        b"AE" | b"CS" | b"LO" | b"LT" | b"PN" | b"SH" | b"ST" | b"UC" | b"UR" | b"UT" | b"OB"
        | b"OW" | b"UN" => Some("QZ7QZ7"),
        _ => None,
    }
}

/// An item with marked texts, and with a marked code where no row keeps the item: references, ethnic groups.
fn marked_item(tag: (u16, u16)) -> Set {
    let set = Set::default()
        .text((0x0010, 0x0010), b"PN", "QZ7^Nested")
        .text((0x0040, 0xA160), b"UT", "QZ7 text")
        .text((0x0070, 0x0006), b"ST", "QZ7 drawn");
    if matches!(tag, (0x0008, 0x1140 | 0x2112) | (0x0010, 0x2161)) {
        return set;
    }
    set.text((0x0008, 0x0100), b"SH", "QZ7code")
        .text((0x0008, 0x0104), b"LO", "QZ7 meaning")
}

/// A data set with a marked value in every row of the table, at the root and in an item.
fn every_row() -> Set {
    let fill = |mut set: Set| {
        let tags = GROUPS.iter().flat_map(|group| group.tags).copied();
        for number in tags.chain([0x5000_0010, 0x6002_3000, 0x6002_4000]) {
            let tag = ((number >> 16) as u16, (number & 0xFFFF) as u16);
            // A document is refused, trailing data and identifiers that the file needs are set elsewhere.
            if matches!(number, 0x0042_0011 | 0xFFFA_FFFA | 0xFFFC_FFFC) || number < 0x0008_0000 {
                continue;
            }
            let vr = Tag(tag.0, tag.1).vr();
            set = match (&vr, marked(&vr)) {
                (b"SQ", _) => set.without(tag).items(tag, vec![marked_item(tag)]),
                (_, Some(value)) => set.without(tag).text(tag, &vr, value),
                _ => set.without(tag).bytes(tag, &vr, &[0; 8]),
            };
        }
        set
    };
    let item = fill(Set::default());
    // Pixel Measures is in no row: its items are gone through by the table.
    fill(ct())
        .text((0x0009, 0x0010), b"LO", "QZ7 private")
        .without((0x0008, 0x0018))
        .text((0x0008, 0x0018), b"UI", "1.2.777.888.999")
        .items((0x0028, 0x9110), vec![item])
        .without((0x7FE0, 0x0010))
        .bytes((0x7FE0, 0x0010), b"OW", &[1, 2, 3, 4, 5, 6, 7, 8])
        .text((0xFFFC, 0xFFFC), b"OB", "QZ7 trailing")
}

const MARKS: [&str; 6] = [
    MARK,
    "1.2.777.888.999",
    "19771213",
    "131415.77",
    "077Y",
    "77777",
];

#[test]
fn no_value_of_any_row_survives_the_basic_profile() {
    let file = every_row().into_file();
    for mark in MARKS {
        assert!(holds(&file, mark), "the test itself writes {mark}");
    }
    let options = DeidentifyOptions {
        accept: BTreeSet::from(PixelFlag::ALL),
        ..DeidentifyOptions::basic()
    };
    let (out, report) = written(&file, &options).unwrap();
    for mark in MARKS {
        assert!(
            !holds(&out, mark),
            "{mark} is still there in {:?}",
            around(&out, mark)
        );
    }
    assert_eq!(text_of(&out, (0x0012, 0x0062)).unwrap(), "YES");
    assert_eq!(text_of(&out, (0x0028, 0x0303)).unwrap(), "REMOVED");
    assert!(report.deeds[&Deed::Removed] > 500, "{report:?}");
    assert!(report.deeds[&Deed::PrivateRemoved] == 1, "{report:?}");
    assert!(report.deeds[&Deed::UidMapped] >= 2 * 50, "{report:?}");
}

#[test]
fn a_course_keeps_only_what_its_options_say() {
    let options = DeidentifyOptions {
        accept: BTreeSet::from(PixelFlag::ALL),
        ..DeidentifyOptions::course()
    };
    let (out, _) = written(&every_row().into_file(), &options).unwrap();
    // Kept are codes in content items, and patient characteristics: sex, numbers, texts such as Ethnic Group.
    for mark in [
        "1.2.777.888.999",
        "19771213",
        "QZ7^Nested",
        "QZ7 text",
        "QZ7 drawn",
    ] {
        assert!(
            !holds(&out, mark),
            "{mark} is still there in {:?}",
            around(&out, mark)
        );
    }
}

//! Kinds of files: byte orders, representations, fragments, broken ends; and whole folders.

use super::*;
use crate::{load_frame, open_folder};
use overread_base::Diagnostics;

fn accepting() -> DeidentifyOptions {
    DeidentifyOptions {
        accept: BTreeSet::from(PixelFlag::ALL),
        ..DeidentifyOptions::basic()
    }
}

fn pixels_of(bytes: &[u8]) -> Vec<f32> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), bytes).unwrap();
    let library = open_folder(folder.path(), &mut Diagnostics::default()).unwrap();
    let loaded = load_frame(&library.studies[0].series[0].frames[0]).unwrap();
    (0..2)
        .flat_map(|y| (0..2).map(move |x| (x, y)))
        .map(|(x, y)| loaded.image.value_at(x, y, 0).unwrap())
        .collect()
}

/// The data set of `file` as an implicit one.
fn implicit(set: Set) -> Vec<u8> {
    let mut out = meta("1.2.840.10008.5.1.4.1.1.2", "1.2.3.4", "1.2.840.10008.1.2");
    let mut elements = set.0;
    elements.sort_by_key(|(tag, _)| *tag);
    for (_, bytes) in elements {
        let vr = [bytes[4], bytes[5]];
        let (len, value) = if crate::tag::is_long_vr(vr) {
            (bytes[8..12].to_vec(), &bytes[12..])
        } else {
            (vec![bytes[6], bytes[7], 0, 0], &bytes[8..])
        };
        out.extend(&bytes[..4]);
        out.extend(len);
        out.extend(value);
    }
    out
}

#[test]
fn an_implicit_file_becomes_an_explicit_one_with_the_same_pixels() {
    let set = ct().bytes((0x0028, 0x0106), b"US", &7_u16.to_le_bytes());
    let file = implicit(set);
    let (out, _) = written(&file, &accepting()).unwrap();
    assert_eq!(text_of(&out, (0x0028, 0x0106)).unwrap(), "7");
    assert_eq!(pixels_of(&out), pixels_of(&file));
    assert!(!holds(&out, MARK));
}

#[test]
fn a_big_endian_file_stays_one() {
    let mut file = meta(
        "1.2.840.10008.5.1.4.1.1.2",
        "1.2.3.4",
        "1.2.840.10008.1.2.2",
    );
    let us = |number, value: u16| BE.element(Tag(0x0028, number), *b"US", &value.to_be_bytes());
    let text = |tag: (u16, u16), vr: &[u8; 2], text: &str| {
        BE.element(Tag(tag.0, tag.1), *vr, text.as_bytes())
    };
    file.extend(text((0x0008, 0x0016), b"UI", "1.2.840.10008.5.1.4.1.1.2"));
    file.extend(text((0x0008, 0x0018), b"UI", "1.2.3.4"));
    file.extend(text((0x0010, 0x0010), b"PN", "QZ7^Name"));
    file.extend(text((0x0020, 0x000D), b"UI", "1.2.3"));
    file.extend(text((0x0020, 0x000E), b"UI", "1.2.3.1"));
    for (number, value) in [
        (2, 1),
        (0x10, 2),
        (0x11, 2),
        (0x100, 16),
        (0x101, 16),
        (0x102, 15),
    ] {
        file.extend(us(number, value));
    }
    file.extend(BE.element(Tag::PIXEL_DATA, *b"OW", &[0, 1, 0, 2, 0, 3, 0, 4]));
    let (out, _) = written(&file, &accepting()).unwrap();
    assert_eq!(pixels_of(&out), [1.0, 2.0, 3.0, 4.0]);
    assert!(!holds(&out, MARK));
}

#[test]
fn fragments_are_copied_and_what_follows_them_is_not() {
    let mut file = ct().without((0x7FE0, 0x0010)).into_bytes();
    let rle = "1.2.840.10008.1.2.5";
    let mut fragments = Vec::new();
    LE.header(Tag::PIXEL_DATA, *b"OB", u32::MAX, &mut fragments);
    let items: [&[u8]; 2] = [&[], &[9; 64]];
    for item in items {
        LE.tag(Tag::ITEM, &mut fragments);
        fragments.extend(LE.u32(u32::try_from(item.len()).unwrap()));
        fragments.extend(item);
    }
    LE.tag(Tag::SEQUENCE_END, &mut fragments);
    fragments.extend([0; 4]);
    file.extend(&fragments);
    let trailing = LE.element(Tag(0xFFFC, 0xFFFC), *b"OB", b"QZ7 trailing");
    let file = [
        meta("1.2.840.10008.5.1.4.1.1.2", "1.2.3.4", rle),
        file,
        trailing,
    ]
    .concat();
    let (out, report) = written(&file, &accepting()).unwrap();
    assert!(out.ends_with(&fragments));
    assert!(!holds(&out, MARK));
    assert!(report.notes.is_empty());
    // The same file without its end: what there is is copied, and said.
    let cut = file.len() - 40;
    let (out, report) = written(&file[..cut], &accepting()).unwrap();
    assert!(!holds(&out, MARK));
    assert_eq!(
        report.notes,
        ["the pixel data are cut short and copied as they are"]
    );
}

#[test]
fn a_file_without_preamble_and_with_a_second_name_is_cleaned_too() {
    let second = LE.element(Tag(0x0010, 0x0010), *b"PN", b"QZ7^Second");
    let mut file = ct().into_bytes();
    let at = file
        .windows(4)
        .position(|w| w == [0x10, 0, 0x20, 0])
        .unwrap();
    file.splice(at..at, second);
    let (out, report) = written(&file, &accepting()).unwrap();
    assert!(!holds(&out, MARK));
    assert_eq!(report.deeds[&Deed::SecondRemoved], 1);
    assert_eq!(out[..128], [0; 128]);
    assert_eq!(&out[128..132], b"DICM");
}

#[test]
fn a_header_that_is_cut_off_is_refused() {
    let file = ct().into_file();
    let cut = file.len() - 61;
    let error = written(&file[..cut], &accepting()).unwrap_err();
    assert!(
        matches!(error, DeidentifyError::NotCleanable { .. }),
        "{error}"
    );
}

#[test]
fn what_cannot_be_cleaned_is_refused_by_name() {
    let check = |set: Set, expected: &str| {
        let error = written(&set.into_file(), &accepting()).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    };
    check(
        ct().bytes((0x0042, 0x0011), b"OB", b"%PDF"),
        "an encapsulated document",
    );
    check(
        ct().without((0x0008, 0x0016)).text(
            (0x0008, 0x0016),
            b"UI",
            "1.2.840.10008.5.1.4.1.1.9.4.1",
        ),
        "a recording of a voice",
    );
}

#[test]
fn what_only_the_meta_group_says_is_in_the_data_set_then() {
    let file = ct()
        .without((0x0008, 0x0018))
        .without((0x0008, 0x0016))
        .into_file();
    let (out, _) = written(&file, &accepting()).unwrap();
    let sop = Secret::from_bytes(b"a secret").uid("1.2.3.4");
    assert_eq!(text_of(&out, (0x0008, 0x0018)), Some(sop));
    let class = text_of(&out, (0x0008, 0x0016));
    assert_eq!(class.as_deref(), Some("1.2.840.10008.5.1.4.1.1.2"));
}

fn folder_report(
    from: &Path,
    to: &Path,
    options: DeidentifyOptions,
) -> Result<FolderReport, DicomError> {
    let deidentifier = Deidentifier::new(options, Secret::from_bytes(b"a secret"));
    deidentify_folder(from, to, &deidentifier, &NoProgress).map(|(report, _)| report)
}

fn files_under(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let files = crate::library::list_files(folder, &mut Diagnostics::default()).unwrap();
    let read = |file: &std::path::PathBuf| {
        let name = file.strip_prefix(folder).unwrap().to_owned();
        (name, fs::read(file).unwrap())
    };
    files.iter().map(read).collect()
}

/// A folder of two slices, one of them twice, a slice of the same UID with other content, a text and a broken file.
fn mixed_folder(folder: &Path) {
    let other = |n: &str| {
        ct().without((0x0008, 0x0018))
            .text((0x0008, 0x0018), b"UI", &format!("1.2.3.{n}"))
            .without((0x0020, 0x0052))
            .text((0x0020, 0x0052), b"UI", "1.2.3.9")
    };
    fs::create_dir_all(folder.join("QZ7")).unwrap();
    fs::write(folder.join("QZ7/a.dcm"), other("4").into_file()).unwrap();
    fs::write(folder.join("QZ7/b.dcm"), other("5").into_file()).unwrap();
    fs::write(folder.join("QZ7/c.dcm"), other("4").into_file()).unwrap();
    let changed = other("4").text((0x0020, 0x0013), b"IS", "8");
    fs::write(folder.join("QZ7/d.dcm"), changed.into_file()).unwrap();
    fs::write(folder.join("QZ7/e.txt"), "QZ7 is the name").unwrap();
    let cut = other("6").into_file();
    fs::write(folder.join("QZ7/f.dcm"), &cut[..cut.len() - 61]).unwrap();
}

#[test]
fn a_folder_is_written_by_new_uids_and_says_what_became_of_each_file() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    mixed_folder(from.path());
    let before = files_under(from.path());
    let report = folder_report(from.path(), to.path(), accepting()).unwrap();
    let words: Vec<&str> = report
        .files
        .iter()
        .map(|file| match file {
            Outcome::Written { .. } => "written",
            Outcome::Duplicate => "duplicate",
            Outcome::NotDicom => "not dicom",
            Outcome::Refused { why, .. } => why,
        })
        .collect();
    assert_eq!(
        words,
        [
            "written",
            "written",
            "duplicate",
            "another file has the same SOP Instance UID and other content",
            "not dicom",
            "the header cannot be read to its end"
        ]
    );
    assert_eq!(
        before,
        files_under(from.path()),
        "nothing changed in the source"
    );
    let results = files_under(to.path());
    assert_eq!(results.len(), 2);
    for (name, bytes) in &results {
        assert!(!holds(bytes, MARK) && !name.to_string_lossy().contains(MARK));
        assert!(name.to_string_lossy().starts_with("2.25."));
    }
    assert!(!format!("{report:?}").contains(MARK));
    // Both slices are still of one study, series and frame of reference.
    let frames: BTreeSet<_> = results
        .iter()
        .map(|(_, bytes)| text_of(bytes, (0x0020, 0x0052)).unwrap())
        .collect();
    assert_eq!(frames.len(), 1);
    let folders: BTreeSet<_> = results
        .iter()
        .map(|(name, _)| name.parent().unwrap())
        .collect();
    assert_eq!(folders.len(), 1);
}

#[test]
fn two_runs_with_one_secret_give_equal_bytes_and_another_secret_gives_others() {
    let from = tempfile::tempdir().unwrap();
    mixed_folder(from.path());
    let run = |secret: &[u8]| {
        let to = tempfile::tempdir().unwrap();
        let deidentifier = Deidentifier::new(accepting(), Secret::from_bytes(secret));
        deidentify_folder(from.path(), to.path(), &deidentifier, &NoProgress).unwrap();
        files_under(to.path())
    };
    assert_eq!(run(b"a"), run(b"a"));
    let names = |files: Vec<(std::path::PathBuf, Vec<u8>)>| -> BTreeSet<_> {
        files.into_iter().map(|(name, _)| name).collect()
    };
    assert!(names(run(b"a")).is_disjoint(&names(run(b"b"))));
}

#[test]
fn nothing_is_written_over_or_into_the_source() {
    let from = tempfile::tempdir().unwrap();
    mixed_folder(from.path());
    let taken = tempfile::tempdir().unwrap();
    fs::write(taken.path().join("thesis.txt"), "mine").unwrap();
    let error = folder_report(from.path(), taken.path(), accepting()).unwrap_err();
    assert!(
        matches!(error, DicomError::FolderNotEmpty { .. }),
        "{error}"
    );
    let inside = from.path().join("out");
    let error = folder_report(from.path(), &inside, accepting()).unwrap_err();
    assert!(matches!(error, DicomError::Unsupported { .. }), "{error}");
    assert!(!inside.exists());
}

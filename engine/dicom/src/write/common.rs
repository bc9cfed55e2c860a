//! What every image says: patient, study, series, device, windows, and that it is synthetic. No pixels.

use overread_base::Seed;

use super::elements::Elements;
use super::{EXPLICIT_LE, IMPLEMENTATION_UID, SeriesInfo, uid};
use crate::model::VoiWindow;
use crate::tag::Tag;

/// Who wrote the private flag.
const PRIVATE_CREATOR: Tag = Tag(0x0009, 0x0010);
const PRIVATE_FLAG: Tag = Tag(0x0009, 0x1001);
/// Synthetic Data (PS3.3 C.12.1).
const SYNTHETIC_DATA: Tag = Tag(0x0008, 0x001C);

/// A whole file: preamble, meta group and data set.
pub(super) fn file(sop_class: &str, sop: &str, set: Elements) -> Vec<u8> {
    let mut meta = Elements::default();
    meta.bytes(Tag(0x0002, 0x0001), b"OB", &[0, 1]);
    meta.text(Tag(0x0002, 0x0002), b"UI", sop_class);
    meta.text(Tag(0x0002, 0x0003), b"UI", sop);
    meta.text(Tag::TRANSFER_SYNTAX, b"UI", EXPLICIT_LE);
    meta.text(Tag(0x0002, 0x0012), b"UI", IMPLEMENTATION_UID);
    meta.text(Tag(0x0002, 0x0013), b"SH", "OVERREAD");
    let meta = meta.into_bytes();
    let mut head = vec![0; 128];
    head.extend_from_slice(b"DICM\x02\x00\x00\x00UL\x04\x00");
    head.extend(u32::try_from(meta.len()).unwrap_or(0).to_le_bytes());
    head.extend(meta);
    head.extend(set.into_bytes());
    head
}

/// The UID of the n-th image of a series.
pub(super) fn sop_uid(info: &SeriesInfo, n: u32) -> String {
    uid(series_seed(info).child("slice").index(u64::from(n)), "sop")
}

fn series_seed(info: &SeriesInfo) -> Seed {
    info.seed
        .index(u64::from(info.series_number.unsigned_abs()))
}

/// All that does not depend on the kind of image; `sop` is its UID, `n` its number in the series, from 1.
pub(super) fn identity(
    set: &mut Elements,
    info: &SeriesInfo,
    (sop_class, sop): (&str, &str),
    modality: &str,
    n: u32,
) {
    set.text(Tag::CHARACTER_SET, b"CS", "ISO_IR 192");
    set.text(Tag::SOP_CLASS, b"UI", sop_class);
    set.text(Tag::SOP_INSTANCE, b"UI", sop);
    for tag in [
        Tag::STUDY_DATE,
        Tag(0x0008, 0x0021),
        Tag(0x0008, 0x0022),
        Tag(0x0008, 0x0023),
    ] {
        set.text(tag, b"DA", &info.study_date);
    }
    for tag in [
        Tag::STUDY_TIME,
        Tag(0x0008, 0x0031),
        Tag(0x0008, 0x0032),
        Tag(0x0008, 0x0033),
    ] {
        set.text(tag, b"TM", &info.study_time);
    }
    set.text(Tag::ACCESSION, b"SH", "");
    set.text(Tag::MODALITY, b"CS", modality);
    set.text(Tag::MANUFACTURER, b"LO", &info.manufacturer);
    set.text(Tag(0x0008, 0x0090), b"PN", "");
    set.text(Tag::STUDY_DESCRIPTION, b"LO", &info.study_description);
    set.text(Tag::SERIES_DESCRIPTION, b"LO", &info.series_description);
    let model = if info.is_synthetic {
        "synthetic phantom"
    } else {
        ""
    };
    set.text(Tag::MANUFACTURER_MODEL, b"LO", model);
    patient(set, info);
    set.text(Tag::BODY_PART, b"CS", &info.body_part);
    series(set, info);
    set.text(Tag::INSTANCE_NUMBER, b"IS", &n.to_string());
    set.text(Tag(0x0028, 0x0301), b"CS", "NO");
    if info.is_synthetic {
        set.text(
            Tag(0x0020, 0x4000),
            b"LT",
            "SYNTHETIC IMAGE, NOT OF A PATIENT. FOR TRAINING, NOT FOR DIAGNOSIS.",
        );
        set.text(SYNTHETIC_DATA, b"CS", "YES");
        set.text(PRIVATE_CREATOR, b"LO", "OVERREAD");
        set.text(PRIVATE_FLAG, b"CS", "YES");
    }
}

fn patient(set: &mut Elements, info: &SeriesInfo) {
    let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
    set.text(Tag::PATIENT_NAME, b"PN", &or_empty(&info.patient.name));
    set.text(Tag::PATIENT_ID, b"LO", &or_empty(&info.patient.id));
    set.text(
        Tag::PATIENT_BIRTH_DATE,
        b"DA",
        &or_empty(&info.patient.birth_date),
    );
    set.text(Tag::PATIENT_SEX, b"CS", &or_empty(&info.patient.sex));
    if let Some(age) = &info.patient.age {
        set.text(Tag::PATIENT_AGE, b"AS", age);
    }
}

fn series(set: &mut Elements, info: &SeriesInfo) {
    let (study, series) = match &info.uids {
        Some((study, series)) => (study.as_str().to_owned(), series.as_str().to_owned()),
        None => (uid(info.seed, "study"), uid(series_seed(info), "series")),
    };
    set.text(Tag::STUDY_UID, b"UI", &study);
    set.text(Tag::SERIES_UID, b"UI", &series);
    set.text(Tag(0x0020, 0x0010), b"SH", "1");
    set.text(Tag::SERIES_NUMBER, b"IS", &info.series_number.to_string());
    set.text(Tag(0x0020, 0x0012), b"IS", "1");
}

/// The attributes that the caller gives by their keywords.
pub(super) fn keyed(set: &mut Elements, info: &SeriesInfo) -> Result<(), String> {
    let mut attributes = info.attributes.iter();
    attributes.try_for_each(|(keyword, value)| set.keyword(keyword, value))
}

pub(super) fn windows(set: &mut Elements, windows: &[VoiWindow]) {
    if windows.is_empty() {
        return;
    }
    let of = |read: fn(&VoiWindow) -> f32| {
        windows
            .iter()
            .map(|w| f64::from(read(w)))
            .collect::<Vec<_>>()
    };
    set.decimals(Tag::WINDOW_CENTRE, &of(|w| w.window.centre()));
    set.decimals(Tag::WINDOW_WIDTH, &of(|w| w.window.width()));
    let explanations: Vec<&str> = windows.iter().map(|w| w.explanation.as_str()).collect();
    set.text(Tag::WINDOW_EXPLANATION, b"LO", &explanations.join("\\"));
}

/// Rows and columns of an image, as DICOM can state them.
pub(super) fn size(set: &mut Elements, [columns, rows]: [u32; 2]) -> Result<(), String> {
    let short = |n: u32| {
        u16::try_from(n)
            .map_err(|error| format!("at most 65535 rows and columns, found {n}: {error}"))
    };
    set.short(Tag::ROWS, short(rows)?);
    set.short(Tag::COLUMNS, short(columns)?);
    Ok(())
}

//! Attributes by keyword: each in its representation, or refused with the reason.

use super::*;

#[track_caller]
fn check(keyword: &str, value: &str, expected: &[u8]) {
    let mut set = Elements::default();
    set.keyword(keyword, value).unwrap();
    let bytes = set.into_bytes();
    assert_eq!(&bytes[8..], expected, "{bytes:?}");
}

#[track_caller]
fn refused(keyword: &str, value: &str, reason: &str) {
    let error = Elements::default().keyword(keyword, value).unwrap_err();
    assert!(error.contains(reason), "{error}");
}

#[test]
fn values_take_the_representation_of_the_dictionary() {
    check("KVP", "120", b"120 ");
    check("ExposureTime", "12", b"12");
    check("ImageType", "ORIGINAL\\PRIMARY", b"ORIGINAL\\PRIMARY");
    check("PixelIntensityRelationshipSign", "-1", &[0xFF, 0xFF]);
    check("EntranceDoseInmGy", "1.00000000000000000002", b"1 ");
    check("ManufacturerModelName", "Overread A", b"Overread A");
}

#[test]
fn values_that_do_not_fit_and_attributes_that_are_ours_are_refused() {
    refused("KVP", "a lot", "no value of the representation DS");
    refused("KVP", "NaN", "no value of the representation DS");
    refused("ExposureTime", "1.5", "representation IS");
    refused("BodyPartExamined", "chest", "representation CS");
    refused(
        "StationName",
        "a name far beyond the limit",
        "representation SH",
    );
    refused("EdgeAcutance", "1", "no keyword");
    for keyword in ["Rows", "PixelData", "StudyInstanceUID", "ViewCodeSequence"] {
        refused(keyword, "1", "stated by the writer");
    }
}

#[test]
fn what_is_said_again_replaces_what_was_said() {
    let mut set = Elements::default();
    set.text(Tag::BODY_PART, b"CS", "CHEST");
    set.keyword("BodyPartExamined", "HEAD").unwrap();
    assert_eq!(set.into_bytes(), b"\x18\x00\x15\x00CS\x04\x00HEAD");
}

#[test]
fn a_code_is_a_sequence_of_one_item() {
    let mut set = Elements::default();
    let code = Code::new("SCT", "76752008", "Breast");
    set.code(Tag::VIEW_CODE_SEQUENCE, &code, None);
    let bytes = set.into_bytes();
    assert_eq!(&bytes[..8], b"\x54\x00\x20\x02SQ\x00\x00");
    let length = u32::from_le_bytes(bytes[8..12].try_into().unwrap());
    assert_eq!(length as usize, bytes.len() - 12);
    assert_eq!(&bytes[12..16], b"\xFE\xFF\x00\xE0");
}

//! What each file beside the checkout holds, or why it is refused, line by line.

use std::collections::BTreeSet;
use std::path::Path;

use overread_base::Diagnostics;
use overread_testkit::shared_dicom;

use super::files_under;
use crate::{load_frame, open_folder};

/// Modality, frames and size as pydicom 3.0.2 reads them (the two files that it cannot read: as their bytes say), then
/// the remarks.
const FILES: [(&str, &str, &[&str]); 48] = [
    ("charset/chrFren.dcm", "OT 1 of 32 x 32", &[]),
    ("charset/chrGreek.dcm", "OT 1 of 32 x 32", &[]),
    ("charset/chrJapMulti.dcm", "object CR", &[]),
    ("charset/chrRuss.dcm", "OT 1 of 32 x 32", &[]),
    (
        "charset/chrSQEncoding.dcm",
        "object ",
        &[
            "SOP Instance UID is missing, taken from the file meta information",
            "Series Instance UID is missing: the object stands alone",
            "Study Instance UID is missing: the object stands alone",
        ],
    ),
    ("charset/chrX1.dcm", "OT 1 of 32 x 32", &[]),
    ("derived/dcmqi_segmentations_liver.dcm", "object SEG", &[]),
    ("derived/dcmqi_sr-example_sr.dcm", "object SR", &[]),
    (
        "derived/highdicom_seg_image_ct_binary.dcm",
        "object SEG",
        &[],
    ),
    (
        "derived/highdicom_sr_document_with_multiple_groups.dcm",
        "object SR",
        &[],
    ),
    ("golden/seg.dcm", "object SEG", &[]),
    ("golden/sr_tid1500.dcm", "object SR", &[]),
    (
        "mammography_4view_mass/1-280_LCC.dcm",
        "MG 1 of 2624 x 4736",
        &[
            "view CC is taken from Patient Orientation: neither View Position nor View Code Sequence states it",
        ],
    ),
    (
        "mammography_4view_mass/1-281_LMLO.dcm",
        "MG 1 of 2576 x 4680",
        &[
            "view MLO is taken from Patient Orientation: neither View Position nor View Code Sequence states it",
        ],
    ),
    (
        "mammography_4view_mass/1-282_RCC.dcm",
        "MG 1 of 2592 x 4688",
        &[
            "view CC is taken from Patient Orientation: neither View Position nor View Code Sequence states it",
        ],
    ),
    (
        "mammography_4view_mass/1-283_RMLO.dcm",
        "MG 1 of 2632 x 4672",
        &[
            "view MLO is taken from Patient Orientation: neither View Position nor View Code Sequence states it",
        ],
    ),
    ("multiframe/eCT_Supplemental.dcm", "CT 2 of 512 x 512", &[]),
    (
        "multiframe/emri_small_j2k.dcm",
        "MR 10 of 64 x 64",
        &[
            "10 frames without a position in the patient: their order is that of the instance numbers, distances are unknown",
        ],
    ),
    ("odd/CR_ModalityLUTSequence.dcm", "CR 1 of 1976 x 1576", &[]),
    ("odd/CT1_RLE_FRAGS.dcm", "CT 1 of 512 x 512", &[]),
    ("odd/ExplVR_BigEnd.dcm", "US 1 of 80 x 60", &[]),
    (
        "odd/JPGExtended.dcm",
        "NM 1 of 256 x 1024",
        &[
            "1 frames without a position in the patient: their order is that of the instance numbers, distances are unknown",
        ],
    ),
    (
        "odd/MR1_JLSL_empty_first_fragment.dcm",
        "MR 1 of 512 x 512",
        &[],
    ),
    (
        "odd/MR_truncated.dcm",
        "MR 1 of 64 x 64",
        &["pixel data end too early: expected 8192 bytes, found 8130"],
    ),
    ("odd/SC_rgb_rle_16bit_2frame.dcm", "OT 2 of 100 x 100", &[]),
    (
        "odd/SC_ybr_full_422_uncompressed.dcm",
        "OT 1 of 100 x 100",
        &[],
    ),
    (
        "odd/UN_sequence.dcm",
        "object ",
        &[
            "SOP Instance UID is missing, taken from the file meta information",
            "Series Instance UID is missing: the object stands alone",
            "Study Instance UID is missing: the object stands alone",
        ],
    ),
    (
        "odd/badVR.dcm",
        "RTDOSE 1 of 10 x 10",
        &["Number of Frames is \"1A\", read as 1"],
    ),
    ("odd/examples_palette.dcm", "US 1 of 800 x 350", &[]),
    ("odd/liver_1frame.dcm", "object SEG", &[]),
    (
        "odd/meta_missing_tsyntax.dcm",
        "refused",
        &["Rows is missing or 0"],
    ),
    (
        "odd/no_meta.dcm",
        "CT 1 of 128 x 128",
        &[
            "1 bytes before the first element are passed over",
            "no file meta information",
            "no preamble",
            "no transfer syntax, read as 1.2.840.10008.1.2.1",
        ],
    ),
    ("odd/test-SR.dcm", "object SR", &[]),
    ("odd/vlut_04_VOILUTSequence.dcm", "OT 1 of 512 x 512", &[]),
    (
        "radiograph/RG1_J2KI_chest_CR.dcm",
        "CR 1 of 1841 x 1955",
        &[],
    ),
    (
        "radiograph/rsna_chest_PA_jpeg8.dcm",
        "CR 1 of 1024 x 1024",
        &[],
    ),
    ("transfer_syntax/CT1_J2KR.dcm", "CT 1 of 512 x 512", &[]),
    ("transfer_syntax/CT1_JLSL.dcm", "CT 1 of 512 x 512", &[]),
    ("transfer_syntax/CT1_RLE.dcm", "CT 1 of 512 x 512", &[]),
    ("transfer_syntax/CT1_UNC.dcm", "CT 1 of 512 x 512", &[]),
    (
        "transfer_syntax/CTImage_1.2.840.10008.1.2.2.dcm",
        "CT 1 of 512 x 512",
        &[],
    ),
    (
        "transfer_syntax/CTImage_1.2.840.10008.1.2.4.51.dcm",
        "CT 1 of 512 x 512",
        &[],
    ),
    (
        "transfer_syntax/CTImage_1.2.840.10008.1.2.4.57.dcm",
        "CT 1 of 512 x 512",
        &[],
    ),
    (
        "variants/CT_htj2k_lossless_201.dcm",
        "CT 1 of 512 x 512",
        &[],
    ),
    (
        "variants/CT_missing_geometry_rescale_window.dcm",
        "CT 1 of 512 x 512",
        &[
            "1 frames without a position in the patient: their order is that of the instance numbers, distances are unknown",
        ],
    ),
    (
        "variants/CT_truncated_pixeldata.dcm",
        "CT 1 of 512 x 512",
        &["pixel data end too early: expected 524288 bytes, found 348522"],
    ),
    (
        "variants/cyr_ISO_2022_IR_144_multi.dcm",
        "CT 1 of 128 x 128",
        &[],
    ),
    (
        "variants/cyr_cp1251_no_charset.dcm",
        "CT 1 of 128 x 128",
        &[
            "text looks like Windows-1251 but names no such character set: repairing as cp1251 makes it readable",
        ],
    ),
];

fn found(file: &Path) -> (String, Vec<String>) {
    let mut diagnostics = Diagnostics::default();
    let library = open_folder(file, &mut diagnostics).unwrap();
    let mut parts = Vec::new();
    for series in library.series() {
        let [columns, rows] = series.size;
        parts.push(format!(
            "{} {} of {columns} x {rows}",
            series.modality,
            series.frames.len()
        ));
        for frame in series.frames.iter().take(3) {
            // Whether these pixels can be decoded is another question; that it is answered is asked here.
            if let Err(error) = load_frame(frame) {
                assert!(error.to_string().contains(&*file.to_string_lossy()));
            }
        }
    }
    for object in library.studies.iter().flat_map(|s| &s.objects) {
        parts.push(format!("object {}", object.modality));
    }
    if !library.refused.is_empty() {
        parts.push("refused".to_owned());
    }
    if library.n_other_files > 0 {
        parts.push("not DICOM".to_owned());
    }
    let notes = diagnostics.all().iter().map(|d| d.message.clone());
    (parts.join(", "), notes.collect())
}

#[test]
fn every_file_holds_what_the_table_says() {
    let Some(folder) = shared_dicom("every_file_holds_what_the_table_says") else {
        return;
    };
    let mut wrong = Vec::new();
    for (name, expected, notes) in FILES {
        let (holds, said) = found(&folder.join(name));
        if holds != expected || said != notes {
            wrong.push(format!("(\"{name}\", \"{holds}\", &{said:?}),"));
        }
    }
    assert!(wrong.is_empty(), "found instead:\n{}", wrong.join("\n"));
    let listed: BTreeSet<_> = FILES.iter().map(|(name, ..)| folder.join(name)).collect();
    for file in files_under(&folder) {
        let is_series = file.starts_with(folder.join("chest_ct_lung_tumour"));
        let (holds, _) = found(&file);
        if is_series && file.extension().is_some_and(|e| e == "dcm") {
            assert_eq!(holds, "CT 1 of 512 x 512", "{}", file.display());
        } else if file.extension().is_some_and(|e| e == "xml" || e == "md") {
            assert_eq!(holds, "not DICOM", "{}", file.display());
        } else {
            assert!(
                listed.contains(&file),
                "{} is not in the table: {holds}",
                file.display()
            );
        }
    }
}

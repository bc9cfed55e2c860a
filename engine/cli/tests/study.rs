//! `overread study show` on the folders of real and awkward files beside the checkout: what their README says is there.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here")]

use std::path::Path;
use std::process::Command;

use overread_testkit::shared_dicom;

/// What is printed and what is said about it.
fn show(path: &Path, arguments: &[&str]) -> (String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_overread"))
        .args(["study", "show"])
        .arg(path)
        .args(arguments)
        .output()
        .unwrap();
    let [printed, said] =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    assert!(output.status.success(), "{}: {said}", path.display());
    (printed, said)
}

#[track_caller]
fn check(path: &Path, printed_parts: &[&str], said_parts: &[&str]) {
    let (printed, said) = show(path, &[]);
    for part in printed_parts {
        assert!(printed.contains(part), "{part:?} is not in:\n{printed}");
    }
    for part in said_parts {
        assert!(said.contains(part), "{part:?} is not in:\n{said}");
    }
}

#[test]
fn each_folder_shows_what_its_readme_says() {
    let Some(dicom) = shared_dicom("each_folder_shows_what_its_readme_says") else {
        return;
    };
    check(
        &dicom.join("chest_ct_lung_tumour"),
        &[
            "30 frames of 512 x 512 in 30 files",
            "0.646 x 0.646 x 8.000 mm",
        ],
        &["10 files are not DICOM: 10 xml"],
    );
    check(
        &dicom.join("mammography_4view_mass"),
        &[
            "MONOCHROME2, 16 of 16 bits, JPEG-LS",
            "view CC  left",
            "view CC  right",
            "view MLO  left",
            "view MLO  right",
            "pixel spacing unknown",
        ],
        &["view MLO is taken from Patient Orientation"],
    );
    check(
        &dicom.join("radiograph"),
        &[
            "JPEG 2000",
            "view PA  rows to L, columns to F",
            "MONOCHROME1, 15 of 16 bits",
            "MONOCHROME2, 8 of 8 bits, JPEG Baseline",
        ],
        &[],
    );
    check(
        &dicom.join("transfer_syntax"),
        &[
            "16 of 16 bits, Explicit VR Little Endian",
            "16 of 16 bits, JPEG 2000 Image Compression (Lossless Only)",
            "16 of 16 bits, JPEG-LS Lossless",
            "16 of 16 bits, RLE Lossless",
            "16 of 16 bits, Explicit VR Big Endian",
            "12 of 16 bits, JPEG Extended",
        ],
        &["left out (JPEG Lossless"],
    );
    check(
        &dicom.join("multiframe"),
        &[
            "10 frames of 64 x 64 in 1 file",
            "Enhanced MR Image Storage",
            "2 frames of 512 x 512 in 1 file",
            "Enhanced CT Image Storage",
        ],
        &["10 frames without a position in the patient"],
    );
}

#[test]
fn awkward_files_show_what_they_are_and_what_is_wrong_with_them() {
    let Some(dicom) = shared_dicom("awkward_files_show_what_they_are_and_what_is_wrong_with_them")
    else {
        return;
    };
    check(
        &dicom.join("odd"),
        &[
            "PALETTE COLOR, 8 of 8 bits",
            "MONOCHROME1, 10 of 16 bits, Modality LUT",
            "VOI LUT",
            "RGB, 8 of 8 bits, Explicit VR Big Endian",
            "RGB, 16 of 16 bits, RLE Lossless",
            "YBR_FULL_422, 8 of 8 bits",
            "Diagnosis, COMPLETE, VERIFIED",
            "BINARY, 1 segment (Liver), 512 x 512",
        ],
        &[
            "error: Rows is missing or 0",
            "Number of Frames is \"1A\", read as 1",
            "1 bytes before the first element are passed over",
            "no preamble",
            "pixel data end too early: expected 8192 bytes, found 8130",
            "1 files were refused",
        ],
    );
    check(
        &dicom.join("charset"),
        &[
            "Buc^Jérôme",
            "Διονυσιος",
            "Люкceмбypг",
            "Wang^XiaoDong=王^小東",
            "やまだ^たろう",
        ],
        &[],
    );
    check(
        &dicom.join("variants"),
        &["Ivanov^Ivan=Иванов^Иван", "High-Throughput JPEG 2000"],
        &[
            "CT_truncated_pixeldata.dcm",
            "CT_missing_geometry_rescale_window.dcm",
        ],
    );
    // A file by itself; text is repaired only when asked.
    let unnamed = dicom.join("variants/cyr_cp1251_no_charset.dcm");
    check(&unnamed, &["Òåñòîâ^Èâàí"], &["looks like Windows-1251"]);
    let (printed, said) = show(&unnamed, &["--repair-cp1251"]);
    assert!(printed.contains("Тестов^Иван"), "{printed}");
    assert!(said.contains("as asked"), "{said}");
}

#[test]
fn objects_of_other_programs_show_what_they_hold() {
    let Some(dicom) = shared_dicom("objects_of_other_programs_show_what_they_hold") else {
        return;
    };
    check(
        &dicom.join("golden"),
        &[
            "object SEG  Segmentation Storage",
            "BINARY, 1 segment (Nodule 1), 1 frame, 512 x 512",
            "object SR  Comprehensive 3D SR Storage",
            "Imaging Measurement Report, COMPLETE, UNVERIFIED",
        ],
        &[],
    );
    check(
        &dicom.join("derived"),
        &[
            "BINARY, 1 segment (Liver), 3 frames, 512 x 512",
            "Comprehensive SR Storage",
            "Imaging Measurement Report, PARTIAL, UNVERIFIED",
        ],
        &[],
    );
}

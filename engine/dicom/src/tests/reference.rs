//! Decoded pixels against those of other decoders, file by file: lossless ones bit by bit, lossy ones within a bound.

use std::path::Path;

use overread_testkit::shared_dicom;
use sha2::{Digest as _, Sha256};

use super::first_frame;

/// SHA-256 of the first frame's stored values as 32-bit little-endian integers, row by row, by pydicom 3.0.2 with
/// pylibjpeg 2.1.0 (libjpeg 2.5.0, openjpeg 2.6.0, rle 2.2.0):
/// `hashlib.sha256(pixel_array(ds, index=0, raw=True).astype("<i4").tobytes())`.
const STORED: [(&str, &str); 19] = [
    (
        "transfer_syntax/CT1_J2KR.dcm",
        "824141bed775b72b8c85c7a7d20073ba60314b4df4067746316120574db42594",
    ),
    (
        "transfer_syntax/CT1_JLSL.dcm",
        "824141bed775b72b8c85c7a7d20073ba60314b4df4067746316120574db42594",
    ),
    (
        "transfer_syntax/CT1_RLE.dcm",
        "824141bed775b72b8c85c7a7d20073ba60314b4df4067746316120574db42594",
    ),
    (
        "transfer_syntax/CT1_UNC.dcm",
        "824141bed775b72b8c85c7a7d20073ba60314b4df4067746316120574db42594",
    ),
    (
        "transfer_syntax/CTImage_1.2.840.10008.1.2.2.dcm",
        "b76703cf422e7a4bfd3bacc7efe65162040fc973b794118b794f6c92910faaa6",
    ),
    (
        "transfer_syntax/CTImage_1.2.840.10008.1.2.4.57.dcm",
        "b76703cf422e7a4bfd3bacc7efe65162040fc973b794118b794f6c92910faaa6",
    ),
    (
        "multiframe/eCT_Supplemental.dcm",
        "44eeaee08c4522c96554bc6831b716f19568c5552bed3ab3e3b116484d14e8c7",
    ),
    (
        "multiframe/emri_small_j2k.dcm",
        "9b67c17b92b4db2addaf983eba61fdac93ce3a022d2190e8e609613cc8b208c2",
    ),
    (
        "mammography_4view_mass/1-280_LCC.dcm",
        "3c344e4089bc76f02451f96e7bb64a4bf85ca3a38ff9c79a967857a793ea0f11",
    ),
    (
        "mammography_4view_mass/1-281_LMLO.dcm",
        "baa4dd7063782d00d0330ddd05a6e5967f449e1856d1641d5a5b8b7b78386d52",
    ),
    (
        "mammography_4view_mass/1-282_RCC.dcm",
        "31950be563ea1c84015db4dd47b55be10b1b794b7af1f72ec7ad098db6eeac05",
    ),
    (
        "mammography_4view_mass/1-283_RMLO.dcm",
        "1c3b7c281a8b54bb4c5f5318e64ce279f60845105b785edd4505d2e2c4f908ba",
    ),
    (
        "variants/CT_htj2k_lossless_201.dcm",
        "57e206f1d376dccdc3d59d899570df62fb2cb139b7ad4b15777ca14641472630",
    ),
    (
        "variants/CT_missing_geometry_rescale_window.dcm",
        "57e206f1d376dccdc3d59d899570df62fb2cb139b7ad4b15777ca14641472630",
    ),
    (
        "odd/CT1_RLE_FRAGS.dcm",
        "824141bed775b72b8c85c7a7d20073ba60314b4df4067746316120574db42594",
    ),
    (
        "odd/MR1_JLSL_empty_first_fragment.dcm",
        "46c65722c079f08b2f1af5e60c6c0c6103b386c22a2c09a079cb2bd618a30013",
    ),
    (
        "odd/vlut_04_VOILUTSequence.dcm",
        "a3c28e8f1b64b222e04010cae95f2e5de430621fc7b5899a3c7fb3495e88ff9a",
    ),
    (
        "chest_ct_lung_tumour/1-01.dcm",
        "2d85487ed92499f5dcfbe809df448061407eda056f7a478a9cc8cf0f11a87811",
    ),
    (
        "radiograph/RG1_J2KI_chest_CR.dcm",
        "c81b5a33a33af0c4ad03a516de269fca121187fbd6c2f6d5dbb2959cb41a1d96",
    ),
];

/// SHA-256 of the first frame's red, green and blue bytes, by the same with `raw=False`, `apply_color_lut` for the
/// palette, and the high byte of 16 bits.
const COLOUR: [(&str, &str); 3] = [
    (
        "odd/ExplVR_BigEnd.dcm",
        "1583c4339dd36e91dd2c30d278ef1ed95f3ea9a6de4401868d5712a76036ef2d",
    ),
    (
        "odd/SC_rgb_rle_16bit_2frame.dcm",
        "169e619557b12114a7f0be8602026e9abb3d5045804311736ec14cecb026aca9",
    ),
    (
        "odd/examples_palette.dcm",
        "322156a65198e9bee9b231c14fcb48d06306bea5d39e9f3c0b0befb037eb834f",
    ),
];

/// Stored values at the middles of an 8 x 8 grid, columns `(2 i + 1) w / 16`, rows alike, by `dcmdjpeg` 3.6.7.
const LOSSY: [(&str, [[i32; 8]; 8]); 3] = [
    (
        "transfer_syntax/CTImage_1.2.840.10008.1.2.4.51.dcm",
        [
            [511, 511, 1541, 1538, 1538, 1538, 511, 511],
            [511, 1535, 1538, 1551, 1537, 1530, 1523, 511],
            [1543, 1536, 1541, 2008, 1989, 1557, 1541, 1532],
            [1970, 2040, 2043, 2022, 2031, 1985, 2048, 2054],
            [2057, 2031, 2005, 2013, 2165, 1961, 2010, 1980],
            [2042, 2146, 1961, 2037, 2015, 2025, 2061, 2184],
            [511, 1995, 2038, 1984, 1961, 1690, 1571, 511],
            [511, 511, 1554, 1546, 1557, 1565, 511, 511],
        ],
    ),
    (
        "odd/JPGExtended.dcm",
        [
            [1, 1, 1, 1, 1, 1, 1, 1],
            [1, 2, 13, 24, 67, 18, 49, 1],
            [25, 1, 29, 27, 70, 42, 22, 26],
            [1, 6, 25, 51, 72, 48, 27, 30],
            [1, 1, 36, 15, 8, 42, 1, 1],
            [1, 1, 24, 1, 1, 20, 1, 1],
            [1, 1, 27, 1, 20, 1, 1, 1],
            [1, 1, 1, 1, 1, 1, 1, 1],
        ],
    ),
    (
        "radiograph/rsna_chest_PA_jpeg8.dcm",
        [
            [50, 92, 90, 155, 184, 93, 78, 54],
            [170, 201, 134, 160, 169, 111, 178, 203],
            [199, 201, 88, 95, 188, 63, 199, 194],
            [190, 177, 96, 146, 209, 99, 172, 193],
            [155, 155, 100, 176, 221, 160, 176, 162],
            [140, 85, 132, 197, 224, 189, 170, 150],
            [127, 204, 223, 221, 218, 205, 100, 131],
            [104, 213, 229, 233, 234, 227, 207, 109],
        ],
    ),
];

/// The file's stored values: samples before rescale, without the offset that made them fit.
fn stored(path: &Path) -> (usize, Vec<i32>) {
    let frames = super::frames_of(path);
    let first = frames.iter().find(|f| f.frame_number == 1).unwrap();
    let loaded = crate::load_frame(first).unwrap();
    let offset = first.layout.stored_offset();
    let samples = loaded.image.samples();
    let values = samples.iter().map(|&s| i32::from(s) + offset).collect();
    (first.size[0] as usize, values)
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[test]
fn stored_values_are_those_of_pylibjpeg() {
    let Some(folder) = shared_dicom("stored_values_are_those_of_pylibjpeg") else {
        return;
    };
    for (name, expected) in STORED {
        let (_, values) = stored(&folder.join(name));
        let bytes: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
        assert_eq!(hex(&bytes), expected, "{name}");
    }
}

#[test]
fn colours_are_those_of_pydicom() {
    let Some(folder) = shared_dicom("colours_are_those_of_pydicom") else {
        return;
    };
    for (name, expected) in COLOUR {
        let colour = first_frame(&folder.join(name)).colour.unwrap();
        assert_eq!(hex(colour.pixels().as_flattened()), expected, "{name}");
    }
}

/// pydicom 3.0.2 converts with other roundings: its colours at two places, within 1.
#[test]
fn subsampled_colour_differences_are_converted() {
    let Some(folder) = shared_dicom("subsampled_colour_differences_are_converted") else {
        return;
    };
    let name = "odd/SC_ybr_full_422_uncompressed.dcm";
    let colour = first_frame(&folder.join(name)).colour.unwrap();
    for ([x, y], expected) in [([50, 50], [125_u8, 130, 255]), ([20, 10], [255, 127, 132])] {
        let found = colour.pixels()[y * 100 + x];
        let is_near = found
            .iter()
            .zip(&expected)
            .all(|(a, b)| a.abs_diff(*b) <= 1);
        assert!(is_near, "{x}, {y}: expected {expected:?}, found {found:?}");
    }
}

#[test]
fn lossy_values_are_those_of_dcmdjpeg_within_1() {
    let Some(folder) = shared_dicom("lossy_values_are_those_of_dcmdjpeg_within_1") else {
        return;
    };
    for (name, grid) in LOSSY {
        let (width, values) = stored(&folder.join(name));
        let height = values.len() / width;
        for (row, line) in grid.iter().enumerate() {
            for (column, &expected) in line.iter().enumerate() {
                let (x, y) = ((2 * column + 1) * width / 16, (2 * row + 1) * height / 16);
                let found = values[y * width + x];
                assert!(
                    (found - expected).abs() <= 1,
                    "{name} at {x}, {y}: expected {expected}, found {found}"
                );
            }
        }
    }
}

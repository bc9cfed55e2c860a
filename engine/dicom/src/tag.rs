//! Attribute tags that are read or written here, and the dictionary behind them. No values.

use dicom_core::dictionary::{DataDictionary as _, DataDictionaryEntry as _, VirtualVr};
use dicom_dictionary_std::StandardDataDictionary;

/// An attribute's group and element number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Tag(pub(crate) u16, pub(crate) u16);

/// A value representation as its two letters.
pub(crate) type Vr = [u8; 2];

impl Tag {
    pub(crate) const TRANSFER_SYNTAX: Self = Self(0x0002, 0x0010);
    pub(crate) const REFERENCED_FILE: Self = Self(0x0004, 0x1500);
    pub(crate) const DIRECTORY_RECORDS: Self = Self(0x0004, 0x1220);
    pub(crate) const RECORD_IN_USE: Self = Self(0x0004, 0x1410);
    pub(crate) const CHARACTER_SET: Self = Self(0x0008, 0x0005);
    pub(crate) const SOP_CLASS: Self = Self(0x0008, 0x0016);
    pub(crate) const SOP_INSTANCE: Self = Self(0x0008, 0x0018);
    pub(crate) const STUDY_DATE: Self = Self(0x0008, 0x0020);
    pub(crate) const STUDY_TIME: Self = Self(0x0008, 0x0030);
    pub(crate) const ACCESSION: Self = Self(0x0008, 0x0050);
    pub(crate) const MODALITY: Self = Self(0x0008, 0x0060);
    pub(crate) const MANUFACTURER: Self = Self(0x0008, 0x0070);
    pub(crate) const INSTITUTION: Self = Self(0x0008, 0x0080);
    pub(crate) const STUDY_DESCRIPTION: Self = Self(0x0008, 0x1030);
    pub(crate) const SERIES_DESCRIPTION: Self = Self(0x0008, 0x103E);
    pub(crate) const FRAME_TYPE: Self = Self(0x0008, 0x9007);
    pub(crate) const PATIENT_NAME: Self = Self(0x0010, 0x0010);
    pub(crate) const PATIENT_ID: Self = Self(0x0010, 0x0020);
    pub(crate) const PATIENT_BIRTH_DATE: Self = Self(0x0010, 0x0030);
    pub(crate) const PATIENT_SEX: Self = Self(0x0010, 0x0040);
    pub(crate) const PATIENT_AGE: Self = Self(0x0010, 0x1010);
    pub(crate) const BODY_PART: Self = Self(0x0018, 0x0015);
    pub(crate) const SLICE_THICKNESS: Self = Self(0x0018, 0x0050);
    pub(crate) const KVP: Self = Self(0x0018, 0x0060);
    pub(crate) const PROTOCOL_NAME: Self = Self(0x0018, 0x1030);
    pub(crate) const IMAGER_PIXEL_SPACING: Self = Self(0x0018, 0x1164);
    pub(crate) const KERNEL: Self = Self(0x0018, 0x1210);
    pub(crate) const VIEW_POSITION: Self = Self(0x0018, 0x5101);
    pub(crate) const MR_FRAME_TYPE_SEQUENCE: Self = Self(0x0018, 0x9226);
    pub(crate) const CT_FRAME_TYPE_SEQUENCE: Self = Self(0x0018, 0x9329);
    pub(crate) const PET_FRAME_TYPE_SEQUENCE: Self = Self(0x0018, 0x9751);
    pub(crate) const STUDY_UID: Self = Self(0x0020, 0x000D);
    pub(crate) const SERIES_UID: Self = Self(0x0020, 0x000E);
    pub(crate) const SERIES_NUMBER: Self = Self(0x0020, 0x0011);
    pub(crate) const INSTANCE_NUMBER: Self = Self(0x0020, 0x0013);
    pub(crate) const PATIENT_ORIENTATION: Self = Self(0x0020, 0x0020);
    pub(crate) const IMAGE_POSITION: Self = Self(0x0020, 0x0032);
    pub(crate) const IMAGE_ORIENTATION: Self = Self(0x0020, 0x0037);
    pub(crate) const LATERALITY: Self = Self(0x0020, 0x0060);
    pub(crate) const IMAGE_LATERALITY: Self = Self(0x0020, 0x0062);
    pub(crate) const STACK_ID: Self = Self(0x0020, 0x9056);
    pub(crate) const FRAME_ANATOMY_SEQUENCE: Self = Self(0x0020, 0x9071);
    pub(crate) const FRAME_LATERALITY: Self = Self(0x0020, 0x9072);
    pub(crate) const FRAME_CONTENT_SEQUENCE: Self = Self(0x0020, 0x9111);
    pub(crate) const TEMPORAL_POSITION_INDEX: Self = Self(0x0020, 0x9128);
    pub(crate) const PLANE_POSITION_SEQUENCE: Self = Self(0x0020, 0x9113);
    pub(crate) const PLANE_ORIENTATION_SEQUENCE: Self = Self(0x0020, 0x9116);
    pub(crate) const SAMPLES_PER_PIXEL: Self = Self(0x0028, 0x0002);
    pub(crate) const PHOTOMETRIC: Self = Self(0x0028, 0x0004);
    pub(crate) const PLANAR_CONFIGURATION: Self = Self(0x0028, 0x0006);
    pub(crate) const NUMBER_OF_FRAMES: Self = Self(0x0028, 0x0008);
    pub(crate) const ROWS: Self = Self(0x0028, 0x0010);
    pub(crate) const COLUMNS: Self = Self(0x0028, 0x0011);
    pub(crate) const PIXEL_SPACING: Self = Self(0x0028, 0x0030);
    pub(crate) const BITS_ALLOCATED: Self = Self(0x0028, 0x0100);
    pub(crate) const BITS_STORED: Self = Self(0x0028, 0x0101);
    pub(crate) const HIGH_BIT: Self = Self(0x0028, 0x0102);
    pub(crate) const PIXEL_REPRESENTATION: Self = Self(0x0028, 0x0103);
    pub(crate) const PADDING: Self = Self(0x0028, 0x0120);
    pub(crate) const PADDING_LIMIT: Self = Self(0x0028, 0x0121);
    pub(crate) const FLOAT_PADDING: Self = Self(0x0028, 0x0122);
    pub(crate) const DOUBLE_PADDING: Self = Self(0x0028, 0x0123);
    pub(crate) const FLOAT_PADDING_LIMIT: Self = Self(0x0028, 0x0124);
    pub(crate) const DOUBLE_PADDING_LIMIT: Self = Self(0x0028, 0x0125);
    pub(crate) const WINDOW_CENTRE: Self = Self(0x0028, 0x1050);
    pub(crate) const WINDOW_WIDTH: Self = Self(0x0028, 0x1051);
    pub(crate) const RESCALE_INTERCEPT: Self = Self(0x0028, 0x1052);
    pub(crate) const RESCALE_SLOPE: Self = Self(0x0028, 0x1053);
    pub(crate) const WINDOW_EXPLANATION: Self = Self(0x0028, 0x1055);
    pub(crate) const VOI_FUNCTION: Self = Self(0x0028, 0x1056);
    pub(crate) const RED_DESCRIPTOR: Self = Self(0x0028, 0x1101);
    pub(crate) const GREEN_DESCRIPTOR: Self = Self(0x0028, 0x1102);
    pub(crate) const BLUE_DESCRIPTOR: Self = Self(0x0028, 0x1103);
    pub(crate) const RED_PALETTE: Self = Self(0x0028, 0x1201);
    pub(crate) const GREEN_PALETTE: Self = Self(0x0028, 0x1202);
    pub(crate) const BLUE_PALETTE: Self = Self(0x0028, 0x1203);
    pub(crate) const RED_SEGMENTED_PALETTE: Self = Self(0x0028, 0x1221);
    pub(crate) const GREEN_SEGMENTED_PALETTE: Self = Self(0x0028, 0x1222);
    pub(crate) const BLUE_SEGMENTED_PALETTE: Self = Self(0x0028, 0x1223);
    pub(crate) const MODALITY_LUT_SEQUENCE: Self = Self(0x0028, 0x3000);
    pub(crate) const LUT_DESCRIPTOR: Self = Self(0x0028, 0x3002);
    pub(crate) const LUT_DATA: Self = Self(0x0028, 0x3006);
    pub(crate) const LUT_EXPLANATION: Self = Self(0x0028, 0x3003);
    pub(crate) const VOI_LUT_SEQUENCE: Self = Self(0x0028, 0x3010);
    pub(crate) const PIXEL_MEASURES_SEQUENCE: Self = Self(0x0028, 0x9110);
    pub(crate) const FRAME_VOI_LUT_SEQUENCE: Self = Self(0x0028, 0x9132);
    pub(crate) const PIXEL_VALUE_TRANSFORMATION_SEQUENCE: Self = Self(0x0028, 0x9145);
    pub(crate) const CODE_VALUE: Self = Self(0x0008, 0x0100);
    pub(crate) const CODING_SCHEME: Self = Self(0x0008, 0x0102);
    pub(crate) const CODE_MEANING: Self = Self(0x0008, 0x0104);
    pub(crate) const LONG_CODE_VALUE: Self = Self(0x0008, 0x0119);
    pub(crate) const URN_CODE_VALUE: Self = Self(0x0008, 0x0120);
    pub(crate) const MANUFACTURER_MODEL: Self = Self(0x0008, 0x1090);
    pub(crate) const REFERENCED_SERIES_SEQUENCE: Self = Self(0x0008, 0x1115);
    pub(crate) const REFERENCED_IMAGE_SEQUENCE: Self = Self(0x0008, 0x1140);
    pub(crate) const REFERENCED_INSTANCE_SEQUENCE: Self = Self(0x0008, 0x114A);
    pub(crate) const REFERENCED_SOP_CLASS: Self = Self(0x0008, 0x1150);
    pub(crate) const REFERENCED_SOP_INSTANCE: Self = Self(0x0008, 0x1155);
    pub(crate) const REFERENCED_FRAME_NUMBER: Self = Self(0x0008, 0x1160);
    pub(crate) const REFERENCED_SOP_SEQUENCE: Self = Self(0x0008, 0x1199);
    pub(crate) const SOURCE_IMAGE_SEQUENCE: Self = Self(0x0008, 0x2112);
    pub(crate) const DERIVATION_IMAGE_SEQUENCE: Self = Self(0x0008, 0x9124);
    pub(crate) const SPACING_BETWEEN_SLICES: Self = Self(0x0018, 0x0088);
    pub(crate) const SOFTWARE_VERSIONS: Self = Self(0x0018, 0x1020);
    pub(crate) const VALUE_TYPE: Self = Self(0x0040, 0xA040);
    pub(crate) const CONCEPT_NAME_SEQUENCE: Self = Self(0x0040, 0xA043);
    pub(crate) const CONTENT_DATE_TIME: Self = Self(0x0040, 0xA120);
    pub(crate) const CONTENT_DATE: Self = Self(0x0040, 0xA121);
    pub(crate) const CONTENT_TIME: Self = Self(0x0040, 0xA122);
    pub(crate) const CONTENT_PERSON_NAME: Self = Self(0x0040, 0xA123);
    pub(crate) const CONTENT_UID: Self = Self(0x0040, 0xA124);
    pub(crate) const CONTENT_TEXT: Self = Self(0x0040, 0xA160);
    pub(crate) const CONTENT_FLOAT: Self = Self(0x0040, 0xA161);
    pub(crate) const CONTENT_CODE_SEQUENCE: Self = Self(0x0040, 0xA168);
    pub(crate) const MEASUREMENT_UNITS_SEQUENCE: Self = Self(0x0040, 0x08EA);
    pub(crate) const MEASURED_VALUE_SEQUENCE: Self = Self(0x0040, 0xA300);
    pub(crate) const NUMERIC_VALUE_QUALIFIER_SEQUENCE: Self = Self(0x0040, 0xA301);
    pub(crate) const NUMERIC_VALUE: Self = Self(0x0040, 0xA30A);
    pub(crate) const CURRENT_EVIDENCE_SEQUENCE: Self = Self(0x0040, 0xA375);
    pub(crate) const PERTINENT_EVIDENCE_SEQUENCE: Self = Self(0x0040, 0xA385);
    pub(crate) const COMPLETION_FLAG: Self = Self(0x0040, 0xA491);
    pub(crate) const VERIFICATION_FLAG: Self = Self(0x0040, 0xA493);
    pub(crate) const CONTENT_SEQUENCE: Self = Self(0x0040, 0xA730);
    pub(crate) const REFERENCED_CONTENT_ITEM: Self = Self(0x0040, 0xDB73);
    pub(crate) const SEGMENTATION_TYPE: Self = Self(0x0062, 0x0001);
    pub(crate) const SEGMENT_SEQUENCE: Self = Self(0x0062, 0x0002);
    pub(crate) const SEGMENT_CATEGORY_SEQUENCE: Self = Self(0x0062, 0x0003);
    pub(crate) const SEGMENT_NUMBER: Self = Self(0x0062, 0x0004);
    pub(crate) const SEGMENT_LABEL: Self = Self(0x0062, 0x0005);
    pub(crate) const SEGMENT_DESCRIPTION: Self = Self(0x0062, 0x0006);
    pub(crate) const SEGMENT_ALGORITHM_SEQUENCE: Self = Self(0x0062, 0x0007);
    pub(crate) const SEGMENT_ALGORITHM_NAME: Self = Self(0x0062, 0x0009);
    pub(crate) const SEGMENT_IDENTIFICATION_SEQUENCE: Self = Self(0x0062, 0x000A);
    pub(crate) const REFERENCED_SEGMENT_NUMBER: Self = Self(0x0062, 0x000B);
    pub(crate) const MAXIMUM_FRACTIONAL_VALUE: Self = Self(0x0062, 0x000E);
    pub(crate) const SEGMENT_TYPE_SEQUENCE: Self = Self(0x0062, 0x000F);
    pub(crate) const FRACTIONAL_TYPE: Self = Self(0x0062, 0x0010);
    pub(crate) const SEGMENT_TRACKING_ID: Self = Self(0x0062, 0x0020);
    pub(crate) const ALGORITHM_VERSION: Self = Self(0x0066, 0x0031);
    pub(crate) const ALGORITHM_NAME: Self = Self(0x0066, 0x0036);
    pub(crate) const GRAPHIC_ANNOTATION_SEQUENCE: Self = Self(0x0070, 0x0001);
    pub(crate) const ANNOTATION_BOX_UNITS: Self = Self(0x0070, 0x0003);
    pub(crate) const ANCHOR_UNITS: Self = Self(0x0070, 0x0004);
    pub(crate) const GRAPHIC_UNITS: Self = Self(0x0070, 0x0005);
    pub(crate) const UNFORMATTED_TEXT: Self = Self(0x0070, 0x0006);
    pub(crate) const TEXT_OBJECT_SEQUENCE: Self = Self(0x0070, 0x0008);
    pub(crate) const GRAPHIC_OBJECT_SEQUENCE: Self = Self(0x0070, 0x0009);
    pub(crate) const TEXT_BOX_TOP_LEFT: Self = Self(0x0070, 0x0010);
    pub(crate) const TEXT_BOX_BOTTOM_RIGHT: Self = Self(0x0070, 0x0011);
    pub(crate) const ANCHOR_POINT: Self = Self(0x0070, 0x0014);
    pub(crate) const GRAPHIC_DATA: Self = Self(0x0070, 0x0022);
    pub(crate) const GRAPHIC_TYPE: Self = Self(0x0070, 0x0023);
    pub(crate) const REFERENCED_FRAME_OF_REFERENCE: Self = Self(0x3006, 0x0024);
    pub(crate) const VIEW_CODE_SEQUENCE: Self = Self(0x0054, 0x0220);
    pub(crate) const SHARED_GROUPS: Self = Self(0x5200, 0x9229);
    pub(crate) const PER_FRAME_GROUPS: Self = Self(0x5200, 0x9230);
    pub(crate) const EXTENDED_OFFSETS: Self = Self(0x7FE0, 0x0001);
    pub(crate) const EXTENDED_LENGTHS: Self = Self(0x7FE0, 0x0002);
    pub(crate) const FLOAT_PIXEL_DATA: Self = Self(0x7FE0, 0x0008);
    pub(crate) const DOUBLE_PIXEL_DATA: Self = Self(0x7FE0, 0x0009);
    pub(crate) const PIXEL_DATA: Self = Self(0x7FE0, 0x0010);
    pub(crate) const ITEM: Self = Self(0xFFFE, 0xE000);
    pub(crate) const ITEM_END: Self = Self(0xFFFE, 0xE00D);
    pub(crate) const SEQUENCE_END: Self = Self(0xFFFE, 0xE0DD);

    /// The value representation by the dictionary; `UN` for private and unknown attributes.
    pub(crate) fn vr(self) -> Vr {
        if self.1 == 0 {
            return *b"UL";
        }
        let Some(entry) = StandardDataDictionary.by_tag(self.to_dicom()) else {
            return *b"UN";
        };
        match entry.vr() {
            VirtualVr::Exact(vr) => {
                let letters = vr.to_string();
                let letters = letters.as_bytes();
                [letters[0], letters[1]]
            }
            // US or SS by Pixel Representation, and LUT data: read as unsigned, which all our uses want.
            VirtualVr::Xs | VirtualVr::Lt => *b"US",
            VirtualVr::Ox | VirtualVr::Px => *b"OW",
            _ => *b"UN",
        }
    }

    /// Whether the dictionary leaves the sign of the numbers to Pixel Representation.
    pub(crate) fn is_signed_with_pixels(self) -> bool {
        StandardDataDictionary
            .by_tag(self.to_dicom())
            .is_some_and(|entry| entry.vr() == VirtualVr::Xs)
    }

    /// The keyword by the dictionary.
    pub(crate) fn keyword(self) -> Option<&'static str> {
        StandardDataDictionary
            .by_tag(self.to_dicom())
            .map(|entry| entry.alias())
    }

    fn to_dicom(self) -> dicom_core::Tag {
        dicom_core::Tag(self.0, self.1)
    }
}

/// Whether the two bytes are a value representation of the standard.
pub(crate) fn is_vr(letters: Vr) -> bool {
    is_long_vr(letters)
        || matches!(
            &letters,
            b"AE"
                | b"AS"
                | b"AT"
                | b"CS"
                | b"DA"
                | b"DS"
                | b"DT"
                | b"FD"
                | b"FL"
                | b"IS"
                | b"LO"
                | b"LT"
                | b"PN"
                | b"SH"
                | b"SL"
                | b"SS"
                | b"ST"
                | b"TM"
                | b"UI"
                | b"UL"
                | b"US"
        )
}

/// Whether an explicit element of this representation has a 32-bit length (PS3.5 7.1.2).
pub(crate) fn is_long_vr(letters: Vr) -> bool {
    matches!(
        &letters,
        b"OB"
            | b"OD"
            | b"OF"
            | b"OL"
            | b"OV"
            | b"OW"
            | b"SQ"
            | b"SV"
            | b"UC"
            | b"UN"
            | b"UR"
            | b"UT"
            | b"UV"
    )
}

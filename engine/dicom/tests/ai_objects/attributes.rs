//! Our own check that the attributes of type 1 have a value and those of type 2 are there, for each kind of object.
//!
//! Source: the module tables of PS3.3, for the modules that A.35.13, A.51, A.33.1, A.35.4, A.8.1 and A.75 make
//! mandatory; attributes of conditional types only where the condition holds for what we write.

use dicom_core::Tag;
use dicom_core::dictionary::{DataDictionary as _, DataDictionaryEntry as _};
use dicom_core::header::HasLength as _;
use dicom_dictionary_std::StandardDataDictionary;
use overread_base::AiStatus;
use overread_dicom::{AiObjects, KeyTitle, ObjectKind, ReportLanguage, WrittenObject};
use overread_image::RgbImage;

use crate::fixture::{self, heat_map, info, report, result};
use crate::template::parsed;

/// Keywords of type 1, then of type 2.
type Table = (&'static [&'static str], &'static [&'static str]);

/// Patient, General Study, General Series, General Equipment and SOP Common.
const COMMON: Table = (
    &[
        "SOPClassUID",
        "SOPInstanceUID",
        "StudyInstanceUID",
        "SeriesInstanceUID",
        "Modality",
        "SeriesNumber",
        "InstanceNumber",
        "SpecificCharacterSet",
    ],
    &[
        "PatientName",
        "PatientID",
        "PatientBirthDate",
        "PatientSex",
        "StudyDate",
        "StudyTime",
        "StudyID",
        "AccessionNumber",
        "ReferringPhysicianName",
        "Manufacturer",
    ],
);
/// Enhanced General Equipment.
const ENHANCED: Table = (
    &[
        "Manufacturer",
        "ManufacturerModelName",
        "DeviceSerialNumber",
        "SoftwareVersions",
    ],
    &[],
);
/// SR Document Series, General and Content.
const REPORT: Table = (
    &[
        "CompletionFlag",
        "VerificationFlag",
        "ContentDate",
        "ContentTime",
        "ValueType",
        "ConceptNameCodeSequence",
        "ContinuityOfContent",
        "ContentTemplateSequence",
        "ContentSequence",
        "CurrentRequestedProcedureEvidenceSequence",
    ],
    &[
        "ReferencedPerformedProcedureStepSequence",
        "PerformedProcedureCodeSequence",
    ],
);
/// Multi-frame Functional Groups, Dimension, Common Instance Reference, Frame of Reference, Content Identification.
const MULTI_FRAME: Table = (
    &[
        "SharedFunctionalGroupsSequence",
        "PerFrameFunctionalGroupsSequence",
        "ContentDate",
        "ContentTime",
        "NumberOfFrames",
        "DimensionOrganizationSequence",
        "DimensionIndexSequence",
        "ReferencedSeriesSequence",
        "FrameOfReferenceUID",
        "ContentLabel",
        "ImageType",
        "SamplesPerPixel",
        "PhotometricInterpretation",
        "Rows",
        "Columns",
        "BitsAllocated",
        "LossyImageCompression",
    ],
    &[
        "PositionReferenceIndicator",
        "ContentDescription",
        "ContentCreatorName",
    ],
);
/// Segmentation Image and Image Pixel.
const SEGMENTATION: Table = (
    &[
        "SegmentationType",
        "SegmentSequence",
        "BitsStored",
        "PixelData",
    ],
    &["HighBit", "PixelRepresentation"],
);
/// Presentation State Identification, Relationship, Displayed Area, Graphic Annotation and Layer, LUTs.
const PRESENTATION: Table = (
    &[
        "PresentationCreationDate",
        "PresentationCreationTime",
        "ContentLabel",
        "ReferencedSeriesSequence",
        "DisplayedAreaSelectionSequence",
        "GraphicAnnotationSequence",
        "GraphicLayerSequence",
        "PresentationLUTShape",
        "RescaleIntercept",
        "RescaleSlope",
        "RescaleType",
    ],
    &["ContentDescription", "ContentCreatorName"],
);
/// Key Object Document Series and Document, SR Document Content.
const KEY_OBJECTS: Table = (
    &[
        "ContentDate",
        "ContentTime",
        "CurrentRequestedProcedureEvidenceSequence",
        "ValueType",
        "ConceptNameCodeSequence",
        "ContinuityOfContent",
        "ContentTemplateSequence",
        "ContentSequence",
    ],
    &["ReferencedPerformedProcedureStepSequence"],
);
/// General Image, SC Equipment, Image Pixel.
const CAPTURE: Table = (
    &[
        "ConversionType",
        "SamplesPerPixel",
        "PhotometricInterpretation",
        "Rows",
        "Columns",
        "BitsAllocated",
        "BitsStored",
        "PlanarConfiguration",
        "PixelData",
        "BurnedInAnnotation",
        "DerivationDescription",
        "SourceImageSequence",
    ],
    &["PatientOrientation", "HighBit", "PixelRepresentation"],
);
/// Parametric Map Image and Floating Point Image Pixel.
const MAP: Table = (
    &[
        "FloatPixelData",
        "ContentQualification",
        "PixelPresentation",
        "BurnedInAnnotation",
        "RecognizableVisualFeatures",
        "PresentationLUTShape",
    ],
    &["AcquisitionContextSequence"],
);

fn tables(kind: ObjectKind) -> &'static [Table] {
    match kind {
        ObjectKind::Report => &[COMMON, REPORT],
        ObjectKind::Segmentation => &[COMMON, ENHANCED, MULTI_FRAME, SEGMENTATION],
        ObjectKind::PresentationState => &[COMMON, PRESENTATION],
        ObjectKind::KeyObjects => &[COMMON, KEY_OBJECTS],
        ObjectKind::SecondaryCapture => &[COMMON, CAPTURE],
        ObjectKind::ParametricMap => &[COMMON, ENHANCED, MULTI_FRAME, MAP],
    }
}

fn tag(keyword: &str) -> Tag {
    StandardDataDictionary
        .by_name(keyword)
        .unwrap_or_else(|| panic!("no attribute {keyword}"))
        .tag()
}

fn faults(object: &WrittenObject) -> Vec<String> {
    let set = parsed(&object.bytes);
    let mut faults = Vec::new();
    for (with_value, present) in tables(object.kind) {
        for keyword in *with_value {
            match set.get(tag(keyword)) {
                None => faults.push(format!("{keyword} of type 1 is missing")),
                Some(e) if e.items().map_or_else(|| e.is_empty(), <[_]>::is_empty) => {
                    faults.push(format!("{keyword} of type 1 is empty"));
                }
                Some(_) => {}
            }
        }
        for keyword in *present {
            if set.get(tag(keyword)).is_none() {
                faults.push(format!("{keyword} of type 2 is missing"));
            }
        }
    }
    let media = set.meta().media_storage_sop_instance_uid();
    if media.trim_end_matches('\0') != object.sop.as_str() {
        faults.push(format!("the meta group is of {media}"));
    }
    faults
}

#[test]
fn every_object_has_its_attributes() {
    let folder = tempfile::tempdir().unwrap();
    let study = fixture::study(folder.path());
    let series = study.series[0].uid.clone();
    let sop = study.series[0].frames[2].sop.clone();
    let info = info(ReportLanguage::Russian);
    let objects = AiObjects::new(&study, &info).unwrap();
    let result = result(&study.uid, AiStatus::Done(report(&series)));
    let segmentations = objects.segmentations(&result).unwrap();
    let picture = RgbImage::new([2, 2], vec![[9; 3]; 4]).unwrap();
    let images = [(series.clone(), sop.clone(), 1)];
    let written = [
        objects.sr(&result, &segmentations).unwrap(),
        segmentations[0].object.clone(),
        objects
            .presentation_states(&result, None)
            .unwrap()
            .remove(0),
        objects
            .key_objects("Петрова^Анна", KeyTitle::OfInterest, "", &images)
            .unwrap(),
        objects
            .secondary_capture(&result, 0, &picture, (&series, &sop, 1))
            .unwrap(),
        objects
            .parametric_map(&result, 0, &heat_map(&series))
            .unwrap(),
    ];
    for object in &written {
        assert_eq!(faults(object), Vec::<String>::new(), "{:?}", object.kind);
    }
}

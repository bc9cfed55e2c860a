//! Objects of other programs, read: what highdicom and pydicom say of the same files is expected here.

mod build;
mod cad;
mod damage;
mod drawn;
mod seg;

use overread_base::{AiStatus, Certainty, Diagnostics, Finding, Laterality, Shape, Vec3};
use overread_testkit::shared_dicom;

use super::{RecordedResult, read_ai_results};
use crate::open_folder;

/// The results in `objects` about the images in `images`; both in the folder of shared studies.
fn read(test: &str, images: &str, objects: &str) -> Option<(Vec<RecordedResult>, Diagnostics)> {
    let folder = shared_dicom(test)?;
    let library = open_folder(&folder.join(images), &mut Diagnostics::default()).unwrap();
    let mut found = Diagnostics::default();
    let results = read_ai_results(&folder.join(objects), &library, &mut found).unwrap();
    Some((results, found))
}

fn only(results: &[RecordedResult]) -> &RecordedResult {
    assert_eq!(results.len(), 1, "{results:#?}");
    &results[0]
}

#[track_caller]
fn near(found: Vec3, expected: [f64; 3]) {
    let expected = Vec3::from_array(expected);
    assert!(
        found.distance(expected) < 1e-4,
        "expected {expected:?}, found {found:?}"
    );
}

fn named<'a>(result: &'a RecordedResult, id: &str) -> &'a Finding {
    let mut findings = result.result.findings().iter();
    findings.find(|f| f.id.as_str() == id).unwrap()
}

#[test]
fn golden_report_and_segmentation_are_one_result() {
    let Some((results, found)) = read(
        "golden_report_and_segmentation_are_one_result",
        "chest_ct_lung_tumour",
        "golden",
    ) else {
        return;
    };
    let result = only(&results);
    assert!(!found.has_errors(), "{found:?}");
    assert_eq!(
        result.result.service.id.as_str(),
        "vendor.nodDet".to_lowercase()
    );
    assert_eq!(result.result.service.version, "1.2");
    assert_eq!(result.result.service.bundle_digest, None);
    assert_eq!(
        result.result.study.as_str(),
        "1.3.6.1.4.1.14519.5.2.1.6655.2359.104855313699639828167809534834"
    );
    assert_eq!(result.result.findings().len(), 2);
    let mass = named(result, "N1");
    assert_eq!(mass.code.value, "27925004");
    assert_eq!(mass.site.as_ref().unwrap().value, "90572001");
    assert_eq!(mass.laterality, Some(Laterality::Right));
    assert_eq!(mass.probability, Some(0.93));
    assert_eq!(
        (mass.measures[0].value, mass.measures[0].ucum.as_str()),
        (50.1, "mm")
    );
    let Shape::Mask(mask) = &mass.marks[0].shape else {
        panic!("{:?}", mass.marks)
    };
    // pydicom: 9,086 pixels of the frame are set, columns 108 to 225, rows 253 to 329, at z 200 of 80 to 312 by 8.
    assert_eq!(mask.voxel_count(), 9086);
    assert_eq!(mask.geometry.size, [512, 512, 30]);
    let (low, high) = mass.marks[0].shape.bounds().unwrap();
    near(
        low,
        [
            -173.176_757_812_5 + 107.5 * 0.646_484_375,
            -294.176_757_812_5 + 252.5 * 0.646_484_375,
            196.0,
        ],
    );
    near(
        high,
        [
            -173.176_757_812_5 + 225.5 * 0.646_484_375,
            -294.176_757_812_5 + 329.5 * 0.646_484_375,
            204.0,
        ],
    );
    let sum: u64 = mask.runs.iter().map(|&n| u64::from(n)).sum();
    assert_eq!(sum, mask.geometry.voxel_count());
    let boxed = named(result, "N1-box");
    assert_eq!(boxed.certainty, Some(Certainty::Possible));
    let Shape::Polygon(corners) = &boxed.marks[0].shape else {
        panic!("{:?}", boxed.marks)
    };
    // highdicom's ImageToReferenceTransformer of the same corners.
    assert_eq!(corners.len(), 4);
    near(corners[0], [-103.679_687_5, -130.939_453_12, 200.0]);
    near(corners[2], [-27.394_531_25, -81.160_156_25, 200.0]);
    let report = result.result.report().unwrap();
    assert_eq!(report.assessed.len(), 1);
    assert_eq!(report.assessed[0].code.value, "36118008");
}

#[test]
fn a_report_without_its_images_keeps_all_but_the_places() {
    let Some((results, found)) = read(
        "a_report_without_its_images_keeps_all_but_the_places",
        "radiograph",
        "golden/sr_tid1500.dcm",
    ) else {
        return;
    };
    let result = only(&results);
    let boxed = named(result, "N1-box");
    assert_eq!((boxed.marks.len(), boxed.probability), (0, Some(0.93)));
    assert!(found.has_errors());
    let lost: Vec<&str> = found.all().iter().map(|d| d.message.as_str()).collect();
    assert!(
        lost.iter()
            .any(|m| m.contains("not among the images of the study")),
        "{lost:?}"
    );
    assert!(
        lost.iter().any(|m| m.contains("is not at hand")),
        "{lost:?}"
    );
}

#[test]
fn groups_of_highdicom_lie_on_their_image() {
    let Some((results, found)) = read(
        "groups_of_highdicom_lie_on_their_image",
        "variants/cyr_ISO_2022_IR_144_multi.dcm",
        "derived/highdicom_sr_document_with_multiple_groups.dcm",
    ) else {
        return;
    };
    let result = only(&results);
    assert_eq!(result.result.findings().len(), 4, "{found:?}");
    let nodule = named(result, "LungNodule0001");
    assert_eq!(nodule.measures[0].value, 10.0);
    let Shape::Ellipse {
        centre,
        half_axis_a,
        half_axis_b,
    } = nodule.marks[0].shape
    else {
        panic!()
    };
    // The image lies at -158.135803, -179.035797, -75.699997 with pixels of 0.661468 mm; the circle is at 45, 55 with
    // a radius of 10 pixels.
    near(
        centre,
        [
            -158.135_803 + 44.5 * 0.661_468,
            -179.035_797 + 54.5 * 0.661_468,
            -75.699_997,
        ],
    );
    near(half_axis_a, [6.614_68, 0.0, 0.0]);
    near(half_axis_b, [0.0, 6.614_68, 0.0]);
    assert_eq!(
        nodule.notes[0].value,
        "Finding category: Morphologically Abnormal Structure"
    );
    let aorta = named(result, "Aorta0001");
    assert!(matches!(&aorta.marks[0].shape, Shape::Polygon(points) if points.len() == 4));
    let vertebra = named(result, "Vertebra0001");
    let Shape::Point(at) = vertebra.marks[0].shape else {
        panic!("{:?}", vertebra.marks)
    };
    near(at, [123.5, 234.100_006, -23.700_000_8]);
    assert_eq!(
        (
            vertebra.measures[0].value,
            vertebra.measures[0].ucum.as_str()
        ),
        (200.0, "mm3")
    );
    let image = named(result, "Image0001");
    assert!((image.measures[0].value - -119.073_852_539_06).abs() < 1e-9);
    assert_eq!(image.measures[0].ucum, "[hnsf'U]");
}

#[test]
fn measurements_of_dcmqi_keep_their_derivations() {
    let Some((results, found)) = read(
        "measurements_of_dcmqi_keep_their_derivations",
        "radiograph",
        "derived/dcmqi_sr-example_sr.dcm",
    ) else {
        return;
    };
    let result = only(&results);
    let tumour = named(result, "primary-tumor");
    assert_eq!(tumour.code.value, "M-80003");
    assert_eq!(tumour.site.as_ref().unwrap().value, "T-C5300");
    // dsrdump lists 22 numbers in the group.
    assert_eq!(tumour.measures.len(), 22);
    let mean = tumour
        .measures
        .iter()
        .find(|m| m.name.meaning == "SUVbw (Mean)")
        .unwrap();
    assert!((mean.value - 6.015_29).abs() < 1e-9);
    assert_eq!(mean.ucum, "{SUVbw}g/ml");
    assert!(
        found
            .all()
            .iter()
            .any(|d| d.message.contains("names a person"))
    );
    assert_eq!(result.result.report().unwrap().findings.len(), 1);
}

#[test]
fn a_report_of_another_kind_is_a_failed_result_and_no_negative() {
    let Some((results, _)) = read(
        "a_report_of_another_kind_is_a_failed_result_and_no_negative",
        "radiograph",
        "odd/test-SR.dcm",
    ) else {
        return;
    };
    let AiStatus::Failed { message, .. } = &only(&results).result.status else {
        panic!("{results:?}")
    };
    assert!(message.contains("(1111, TEST, \"Diagnosis\")"), "{message}");
}

#[test]
fn binary_segmentations_lie_by_geometry() {
    let Some((results, found)) = read(
        "binary_segmentations_lie_by_geometry",
        "radiograph",
        "derived/dcmqi_segmentations_liver.dcm",
    ) else {
        return;
    };
    let result = only(&results);
    assert!(!found.has_errors(), "{found:?}");
    let liver = named(result, "Liver");
    assert_eq!(liver.code.value, "T-62000");
    let Shape::Mask(mask) = &liver.marks[0].shape else {
        panic!()
    };
    // pydicom: 36,233 + 35,645 + 35,220 pixels at z -128.69, -127.69, -126.69.
    assert_eq!(mask.voxel_count(), 36_233 + 35_645 + 35_220);
    assert_eq!(mask.geometry.size, [512, 512, 3]);
    near(mask.geometry.origin, [-235.2, -226.8, -128.69]);
    let (low, high) = liver.marks[0].shape.bounds().unwrap();
    near(
        low,
        [
            -235.2 + 78.5 * 0.810_547,
            -226.8 + 144.5 * 0.810_547,
            -129.19,
        ],
    );
    near(
        high,
        [
            -235.2 + 350.5 * 0.810_547,
            -226.8 + 366.5 * 0.810_547,
            -126.19,
        ],
    );
}

#[test]
fn frames_of_256_pixels_share_their_bytes_with_none() {
    let Some((results, _)) = read(
        "frames_of_256_pixels_share_their_bytes_with_none",
        "radiograph",
        "derived/highdicom_seg_image_ct_binary.dcm",
    ) else {
        return;
    };
    let bone = &only(&results).result.findings()[0];
    let Shape::Mask(mask) = &bone.marks[0].shape else {
        panic!()
    };
    assert_eq!(mask.voxel_count(), 127 + 256 + 255);
    // pydicom: the only pixel that is not set of the last frame is column 3 of row 0.
    let at = 2 * 256 + 3;
    let mut end = 0;
    let mut is_set = true;
    for &run in &mask.runs {
        is_set = !is_set;
        end += run;
        if end > at {
            break;
        }
    }
    assert!(!is_set);
    assert_eq!(only(&results).result.service.version, "v1.0");
}

#[test]
fn one_frame_of_a_cut_file_is_read() {
    let Some((results, found)) = read(
        "one_frame_of_a_cut_file_is_read",
        "radiograph",
        "odd/liver_1frame.dcm",
    ) else {
        return;
    };
    let Shape::Mask(mask) = &only(&results).result.findings()[0].marks[0].shape else {
        panic!("{found:?}")
    };
    assert_eq!(mask.voxel_count(), 36_233);
}

//! A recorded result comes back from its file; other files are refused with their reason.

use overread_base::{
    AiReport, AiResult, AiStatus, Code, Finding, FindingId, LocalText, Mark, MaskRle, SeriesUid,
    ServiceId, ServiceIdentity, Shape, StudyUid, Vec3, VolumeGeometry,
};

use super::*;

fn result() -> AiResult {
    let grid = VolumeGeometry::axial([4, 4, 1], Vec3::new(1.0, 1.0, 1.0), Vec3::default());
    let mark = |shape| Mark {
        series: SeriesUid::new("1.2.3.1").unwrap(),
        shape,
    };
    AiResult {
        service: ServiceIdentity {
            id: ServiceId::new("vendor.service").unwrap(),
            name: vec![LocalText {
                locale: "en".to_owned(),
                value: "Service".to_owned(),
            }],
            version: "1.2".to_owned(),
            bundle_digest: None,
            model_digests: Vec::new(),
            intended_use: Vec::new(),
            operating_point: None,
        },
        study: StudyUid::new("1.2.3").unwrap(),
        status: AiStatus::Done(AiReport {
            findings: vec![Finding {
                id: FindingId::new("N1").unwrap(),
                code: Code::nodule(),
                site: None,
                laterality: None,
                probability: Some(0.93),
                certainty: None,
                category: None,
                marks: vec![
                    mark(Shape::Point(Vec3::new(1.0, -2.0, 3.5))),
                    mark(Shape::Mask(MaskRle {
                        geometry: grid.unwrap(),
                        runs: vec![3, 2, 11],
                    })),
                ],
                measures: Vec::new(),
                notes: Vec::new(),
            }],
            ..AiReport::default()
        }),
        elapsed: None,
    }
}

#[test]
fn a_result_comes_back_from_its_file() {
    let sources = [("sr.dcm".to_owned(), "ab".repeat(32))];
    let text = recorded_result_json(&result(), &sources).unwrap();
    assert!(text.contains("not for diagnosis"), "{text}");
    assert_eq!(read_recorded_result(&text).unwrap(), result());
}

#[track_caller]
fn check_refused(from: &str, to: &str, expected: &str) {
    let text = recorded_result_json(&result(), &[]).unwrap();
    assert!(text.contains(from), "{from:?} is not in {text}");
    let error = read_recorded_result(&text.replacen(from, to, 1)).unwrap_err();
    assert!(error.to_string().contains(expected), "{error}");
}

#[test]
fn other_files_are_refused() {
    check_refused("\"schema\": 1", "\"schema\": 2", "and 2");
    check_refused(
        "overread-recorded-result",
        "overread-journal",
        "overread-journal",
    );
    check_refused("\"done\"", "\"well\"", "well");
    check_refused("\"N1\"", "\"N 1\"", "finding id");
    check_refused("\"1.2.3\"", "\"\"", "study instance UID is empty");
}

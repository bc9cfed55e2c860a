//! Structured reports of AI results and of readers.

use overread_base::{AiReport, AiStatus, FailureKind, NotRunReason, Verdict};
use overread_dicom::{
    AiObjects, Completion, ReaderReport, ReportLanguage, ReportedFinding, Segmentation, Study,
    WrittenObject,
};

use crate::fixture::{self, info, report, result};
use crate::validators::{dciodvfy, dsrdump, highdicom, save};

fn sr(study: &Study, language: ReportLanguage, status: AiStatus) -> WrittenObject {
    let info = info(language);
    let objects = AiObjects::new(study, &info).unwrap();
    let result = result(&study.uid, status);
    let segmentations: Vec<Segmentation> = Vec::new();
    objects.sr(&result, &segmentations).unwrap()
}

#[track_caller]
fn is_clean(test: &str, folder: &std::path::Path, object: &WrittenObject) {
    let Some((name, errors)) = dciodvfy(test, &save(folder, object)) else {
        return;
    };
    assert_eq!(name, "Comprehensive3DSR");
    assert_eq!(errors, Vec::<String>::new());
}

#[test]
fn dciodvfy_finds_no_error_in_reports() {
    const TEST: &str = "dciodvfy_finds_no_error_in_reports";
    let folder = tempfile::tempdir().unwrap();
    let study = fixture::study(folder.path());
    let series = study.series[0].uid.clone();
    let out = tempfile::tempdir().unwrap();
    for language in [ReportLanguage::English, ReportLanguage::Russian] {
        for status in [
            AiStatus::Done(report(&series)),
            AiStatus::Done(AiReport {
                assessed: report(&series).assessed,
                ..AiReport::default()
            }),
            AiStatus::NotRun {
                reason: NotRunReason::OutOfScope,
                message: "no CT series".to_owned(),
            },
            AiStatus::Failed {
                kind: FailureKind::RefusedManifest,
                message: "trap".to_owned(),
            },
        ] {
            is_clean(TEST, out.path(), &sr(&study, language, status));
        }
    }
}

#[test]
fn a_readers_report_is_clean_and_names_the_reader() {
    const TEST: &str = "a_readers_report_is_clean_and_names_the_reader";
    let folder = tempfile::tempdir().unwrap();
    let study = fixture::study(folder.path());
    let series = study.series[0].uid.clone();
    let verdicts = [Verdict::Accepted, Verdict::Modified, Verdict::Rejected];
    let report = ReaderReport {
        reader: "Петрова^Анна".to_owned(),
        organization: None,
        study: study.uid.clone(),
        completion: Completion::Complete,
        probability: None,
        assessed: Vec::new(),
        findings: fixture::findings(&series)
            .into_iter()
            .zip(verdicts)
            .map(|(finding, verdict)| ReportedFinding {
                finding,
                verdict: Some(verdict),
            })
            .collect(),
        sections: Vec::new(),
    };
    let info = info(ReportLanguage::Russian);
    let objects = AiObjects::new(&study, &info).unwrap();
    let object = objects.sr(&report, &[]).unwrap();
    let out = tempfile::tempdir().unwrap();
    is_clean(TEST, out.path(), &object);
    let Some(printed) = dsrdump(TEST, &save(out.path(), &object)) else {
        return;
    };
    assert!(printed.contains("Петрова^Анна"), "{printed}");
}

/// The fields of the line that begins with `kind` and `id`.
#[track_caller]
fn line<'l>(lines: &'l [Vec<String>], kind: &str, id: &str) -> &'l [String] {
    let found = lines.iter().find(|l| l[0] == kind && l[1] == id);
    found.unwrap_or_else(|| panic!("no {kind} {id} in {lines:#?}"))
}

/// The outlines at the end of a line: graphic type, instance and coordinates.
fn outlines(line: &[String]) -> Vec<(&str, &str, Vec<f64>)> {
    const TYPES: [&str; 4] = ["POINT", "POLYLINE", "POLYGON", "ELLIPSE"];
    let starts = (0..line.len()).filter(|&i| TYPES.contains(&line[i].as_str()));
    let numbers = |text: &str| text.split(' ').map(|n| n.parse().unwrap()).collect();
    starts
        .map(|i| {
            (
                line[i].as_str(),
                line[i + 1].as_str(),
                numbers(&line[i + 2]),
            )
        })
        .collect()
}

#[track_caller]
fn is_near(found: &[f64], expected: &[f64]) {
    // Coordinates are single precision: 7 digits of at most 100 mm.
    let near = |(a, b): (&f64, &f64)| (a - b).abs() < 1e-4;
    assert!(
        found.len() == expected.len() && found.iter().zip(expected).all(near),
        "{found:?}, expected {expected:?}"
    );
}

#[test]
fn highdicom_finds_our_findings_at_our_coordinates() {
    const TEST: &str = "highdicom_finds_our_findings_at_our_coordinates";
    let folder = tempfile::tempdir().unwrap();
    let study = fixture::study(folder.path());
    let series = study.series[0].uid.clone();
    let sop = |slice: usize| study.series[0].frames[slice].sop.as_str();
    let info = info(ReportLanguage::English);
    let objects = AiObjects::new(&study, &info).unwrap();
    let result = result(&study.uid, AiStatus::Done(report(&series)));
    let segmentations = objects.segmentations(&result).unwrap();
    let object = objects.sr(&result, &segmentations).unwrap();
    assert_eq!(object.notes, Vec::<String>::new());
    let out = tempfile::tempdir().unwrap();
    let Some(lines) = highdicom(TEST, &[&save(out.path(), &object)]) else {
        return;
    };
    assert_eq!(lines[0], ["observer", "Device", "Nodules"]);
    // A voxel coordinate is half a pixel less than a pixel coordinate, whose origin is the pixel's corner.
    let point = line(&lines, "planar", "point");
    let (kind, on, found) = outlines(point).remove(0);
    assert_eq!((kind, on), ("POINT", sop(3)));
    is_near(&found, &[10.5, 12.5]);
    for said in [
        "27925004",
        "81827009=50.1 mm",
        "122157=0.93 1",
        "111012:410592001",
        "111005:4A",
    ] {
        assert!(point.contains(&said.to_owned()), "{said} in {point:?}");
    }
    let cuboid = line(&lines, "volumetric", "box");
    let found = outlines(cuboid);
    assert_eq!(found.len(), 4, "{found:?}");
    for (slice, (kind, on, corners)) in (2..).zip(found) {
        assert_eq!((kind, on), ("POLYLINE", sop(slice)));
        is_near(
            &corners,
            &[4.5, 5.5, 9.5, 5.5, 9.5, 11.5, 4.5, 11.5, 4.5, 5.5],
        );
    }
    // 6 mm are 8 columns of 0.75 mm, 4 mm are 5 rows of 0.8 mm.
    let (kind, on, found) = outlines(line(&lines, "planar", "ellipse")).remove(0);
    assert_eq!((kind, on), ("ELLIPSE", sop(6)));
    is_near(&found, &[12.5, 16.5, 28.5, 16.5, 20.5, 11.5, 20.5, 21.5]);
    let (kind, on, found) = outlines(line(&lines, "planar", "line")).remove(0);
    assert_eq!((kind, on), ("POLYLINE", sop(4)));
    is_near(&found, &[1.5, 1.5, 30.5, 20.5]);
    let (kind, on, found) = outlines(line(&lines, "planar", "outline")).remove(0);
    assert_eq!((kind, on), ("POLYLINE", sop(7)));
    is_near(&found, &[3.5, 3.5, 12.5, 4.5, 8.5, 14.5, 3.5, 3.5]);
    let (kind, on, found) = outlines(line(&lines, "planar", "oblique")).remove(0);
    assert_eq!(kind, "POLYGON");
    assert_eq!(on, study.series[0].attributes["FrameOfReferenceUID"]);
    let corners = [
        (3.0, 3.0, 2.0),
        (12.0, 3.0, 2.0),
        (12.0, 14.0, 8.0),
        (3.0, 3.0, 2.0),
    ];
    let expected = corners.map(|(x, y, z)| fixture::at(x, y, z).to_array());
    is_near(&found, expected.as_flattened());
    let segment = ["SEGMENT", segmentations[0].object.sop.as_str(), "1"].map(str::to_owned);
    let mask = line(&lines, "volumetric", "mask");
    assert!(mask.ends_with(&segment), "{mask:?}");
    states_what_has_no_place(&lines);
}

#[track_caller]
fn states_what_has_no_place(lines: &[Vec<String>]) {
    line(lines, "image", "text");
    let absent = line(lines, "image", "assessed-2");
    for said in ["36118008", "705057003:272519000"] {
        assert!(absent.contains(&said.to_owned()), "{said} in {absent:?}");
    }
    let whole = line(lines, "image", "study");
    assert!(whole.contains(&"threshold=0.3 1".to_owned()), "{whole:?}");
    let n_groups = lines.iter().filter(|l| l[0] != "observer").count();
    assert_eq!(
        n_groups, 10,
        "8 findings, an absence, the study: {lines:#?}"
    );
}

#[test]
fn a_mask_without_its_segment_is_said_to_be_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let study = fixture::study(folder.path());
    let series = study.series[0].uid.clone();
    let object = sr(
        &study,
        ReportLanguage::English,
        AiStatus::Done(report(&series)),
    );
    assert_eq!(
        object.notes,
        ["a mask has no segment and is left out (finding mask)"]
    );
}

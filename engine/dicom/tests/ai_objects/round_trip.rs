//! What we write is read back by our own reader as the result that it was.

use std::path::Path;

use overread_base::{
    AiReport, AiResult, AiStatus, Diagnostics, FailureKind, Finding, NotRunReason, Shape, Vec3,
};
use overread_dicom::{AiObjects, ReportLanguage, Study, open_folder, read_ai_results};

use crate::fixture::{self, info, report, result};
use crate::validators::save;

/// Writes report and segmentations, and reads them back through the folder of the images.
fn there_and_back(images: &Path, study: &Study, status: AiStatus) -> AiResult {
    let info = info(ReportLanguage::English);
    let objects = AiObjects::new(study, &info).unwrap();
    let result = result(&study.uid, status);
    let segmentations = objects.segmentations(&result).unwrap();
    let out = tempfile::tempdir().unwrap();
    save(out.path(), &objects.sr(&result, &segmentations).unwrap());
    for segmentation in &segmentations {
        save(out.path(), &segmentation.object);
    }
    let mut said = Diagnostics::default();
    let library = open_folder(images, &mut said).unwrap();
    let mut read = read_ai_results(out.path(), &library, &mut said).unwrap();
    assert_eq!(said.all(), [], "nothing is remarked");
    assert_eq!(read.len(), 1);
    read.remove(0).result
}

#[track_caller]
fn is_near(a: Vec3, b: Vec3) {
    assert!(a.distance(b) < 1e-3, "{a:?}, {b:?}");
}

/// Marks may come back in another form of the same place: their bounds are compared.
#[track_caller]
fn are_same_places(found: &Finding, written: &Finding) {
    let bounds = |finding: &Finding| {
        let all = finding.marks.iter().filter_map(|m| m.shape.bounds());
        all.reduce(|(a, b), (c, d)| (a.min(c), b.max(d)))
    };
    match (bounds(found), bounds(written)) {
        (Some((a, b)), Some((c, d))) => {
            is_near(a, c);
            is_near(b, d);
        }
        (a, b) => assert_eq!(a, b),
    }
}

#[test]
fn findings_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let study = fixture::study(folder.path());
    let written = report(&study.series[0].uid);
    let read = there_and_back(folder.path(), &study, AiStatus::Done(written.clone()));
    let report = read.report().unwrap();
    assert_eq!(report.findings.len(), written.findings.len());
    for (found, finding) in report.findings.iter().zip(&written.findings) {
        assert_eq!(found.id, finding.id);
        assert_eq!(found.code, finding.code);
        assert_eq!(found.site, finding.site, "{}", finding.id);
        assert_eq!(found.laterality, finding.laterality, "{}", finding.id);
        assert_eq!(found.probability, finding.probability);
        assert_eq!(found.certainty, finding.certainty);
        assert_eq!(found.category, finding.category);
        assert_eq!(found.measures, finding.measures);
        are_same_places(found, finding);
    }
    // What was looked for and found is stated by its findings, what was not found by an absence.
    assert_eq!(report.assessed, written.assessed[1..]);
    assert_eq!(report.probability, written.probability);
}

#[test]
fn a_mask_comes_back_voxel_by_voxel() {
    let folder = tempfile::tempdir().unwrap();
    let study = fixture::study(folder.path());
    let written = report(&study.series[0].uid);
    let read = there_and_back(folder.path(), &study, AiStatus::Done(written.clone()));
    let mask = |findings: &[Finding]| {
        let finding = findings.iter().find(|f| f.id.as_str() == "mask").unwrap();
        finding.marks.iter().find_map(|mark| {
            let Shape::Mask(mask) = &mark.shape else {
                return None;
            };
            Some(mask.clone())
        })
    };
    assert_eq!(mask(read.findings()), mask(&written.findings));
}

#[test]
fn a_job_that_did_not_run_or_failed_comes_back_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let study = fixture::study(folder.path());
    let not_run = there_and_back(
        folder.path(),
        &study,
        AiStatus::NotRun {
            reason: NotRunReason::UnsupportedAge,
            message: "the patient is 12 years old".to_owned(),
        },
    );
    assert!(
        matches!(not_run.status, AiStatus::NotRun { .. }),
        "{:?}",
        not_run.status
    );
    let failed = there_and_back(
        folder.path(),
        &study,
        AiStatus::Failed {
            kind: FailureKind::Deadline,
            message: "stopped after 60 s".to_owned(),
        },
    );
    assert!(
        matches!(failed.status, AiStatus::Failed { .. }),
        "{:?}",
        failed.status
    );
    let negative = there_and_back(
        folder.path(),
        &study,
        AiStatus::Done(AiReport {
            assessed: report(&study.series[0].uid).assessed,
            ..AiReport::default()
        }),
    );
    let read = negative.report().unwrap();
    assert!(read.findings.is_empty(), "{:?}", read.findings);
    assert_eq!(read.assessed.len(), 2);
}

//! The images that an export is about: where they lie, which of them hold findings, and a picture of these.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use overread_base::{AiResult, AiStatus, Diagnostics, Finding, SeriesUid, SopUid, StudyUid, Vec3};
use overread_dicom::{Frame, ReaderReport, Series, Study};
use overread_scenario::{Case, CaseSource};
use overread_workstation::StepProgress;

/// The folder of a case's DICOM files, and whether they are made here because the case is synthetic.
pub(crate) fn folder_of(
    case: &Case,
    studies: &Path,
    out: &Path,
) -> anyhow::Result<(PathBuf, bool)> {
    match &case.source {
        CaseSource::Dicom(source) => Ok((studies.join(&source.folder), false)),
        CaseSource::Phantom(spec) => {
            let folder = out.join("images");
            let is_there = folder.is_dir() && std::fs::read_dir(&folder)?.next().is_some();
            if !is_there {
                overread_workstation::write_phantom_case(&folder, spec, &StepProgress::default())?;
            }
            Ok((folder, true))
        }
    }
}

/// The study that the result is about, or else the one with the most images.
pub(crate) fn study_in(folder: &Path, about: Option<&StudyUid>) -> anyhow::Result<Study> {
    let mut found = Diagnostics::default();
    let library = overread_dicom::open_folder(folder, &mut found)?;
    let n_frames = |study: &Study| study.series.iter().map(|s| s.frames.len()).sum::<usize>();
    let studies = library.studies.into_iter();
    studies
        .max_by_key(|study| (about == Some(&study.uid), n_frames(study)))
        .with_context(|| format!("no studies in {}", folder.display()))
}

/// Makes a result of another study, such as one sent under the wrong name, one about the written series. Results about
/// the study itself stay as they are.
pub(crate) fn move_to(ai: &mut AiResult, study: &Study, main: &Series) {
    if ai.study == study.uid {
        return;
    }
    ai.study = study.uid.clone();
    let AiStatus::Done(report) = &mut ai.status else {
        return;
    };
    report
        .findings
        .iter_mut()
        .for_each(|f| move_finding(f, main));
    report
        .assessed
        .iter_mut()
        .for_each(|a| a.series = main.uid.clone());
    report
        .heat_maps
        .iter_mut()
        .for_each(|m| m.series = main.uid.clone());
}

/// As [`move_to`], for marks of a report that lie in no series of the study.
pub(crate) fn move_report_to(report: &mut ReaderReport, study: &Study, main: &Series) {
    let is_known = |uid: &SeriesUid| study.series.iter().any(|s| s.uid == *uid);
    for stated in &mut report.findings {
        if stated.finding.marks.iter().any(|m| !is_known(&m.series)) {
            move_finding(&mut stated.finding, main);
        }
    }
}

fn move_finding(finding: &mut Finding, main: &Series) {
    for mark in &mut finding.marks {
        mark.series = main.uid.clone();
    }
}

/// The frame nearest to the middle of each finding's first mark in this series, once each.
pub(crate) fn key_images(series: &Series, findings: &[&Finding]) -> Vec<(SeriesUid, SopUid, u32)> {
    let mut images = Vec::new();
    for finding in findings {
        let mark = finding.marks.iter().find(|mark| mark.series == series.uid);
        let centre = mark.and_then(|mark| mark.shape.centre());
        let Some(frame) = centre.and_then(|centre| nearest(series, centre)) else {
            continue;
        };
        let image = (series.uid.clone(), frame.sop.clone(), frame.frame_number);
        if !images.contains(&image) {
            images.push(image);
        }
    }
    images
}

fn nearest(series: &Series, at: Vec3) -> Option<&Frame> {
    let distance = |frame: &Frame| match (frame.position, frame.orientation) {
        (Some(position), Some((row, column))) => (at - position).dot(row.cross(column)).abs(),
        _ => 0.0,
    };
    let frames = series.frames.iter();
    frames.min_by(|a, b| distance(a).total_cmp(&distance(b)))
}

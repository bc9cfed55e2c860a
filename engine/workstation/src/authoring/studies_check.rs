//! A scenario against its studies: are they there, are the series, does the truth lie inside the images. Opens every study.

use std::path::Path;

use overread_base::{AiStatus, CaseTruth, Diagnostics, Lesion, SeriesUid, Vec3};
use overread_scenario::{Case, CaseLines, CaseSource, Scenario, case_lines};

use crate::images::CaseImages;
use crate::library::open_images;
use crate::recorded::Recorded;
use crate::step::StepProgress;

/// Checks the cases of DICOM files of a scenario that is sound by itself; `text` is its file, for lines, and `studies` the
/// folder that its cases lie in.
///
/// An error names a case that cannot be opened, a recorded result that cannot be used, and a lesion outside the images;
/// what the images warn of is a warning.
#[must_use]
pub fn check_studies(
    scenario: &Scenario,
    text: &str,
    studies: &Path,
    progress: &StepProgress,
) -> Diagnostics {
    let lines = case_lines(text);
    let mut found = Diagnostics::default();
    let n = scenario.cases.len();
    for (case, number) in scenario.cases.iter().zip(1..) {
        let CaseSource::Dicom(source) = &case.source else {
            continue;
        };
        let place = format!("line {}, case {}", lines.of_case(case.id.as_str()), case.id);
        match open_images(case, studies, &StepProgress::default()) {
            Ok(images) => {
                for warning in &images.warnings {
                    found.warn(place.clone(), warning.clone());
                }
                if let Some(why) = recorded_fault(case, studies, &images) {
                    found.error(place, why);
                }
                if let Some(truth) = &source.truth {
                    outside(case, truth, &images, &lines, &mut found);
                }
            }
            Err(error) => found.error(place, error.to_string()),
        }
        progress.set(number, n);
    }
    found
}

/// Why the recorded result of a case is of no use.
fn recorded_fault(case: &Case, studies: &Path, images: &CaseImages) -> Option<String> {
    let name = case.recorded.as_ref()?;
    let folder = match &case.source {
        CaseSource::Dicom(source) => Some(studies.join(&source.folder)),
        CaseSource::Phantom(_) => None,
    };
    let recorded = Recorded::read(&studies.join(name), folder.as_deref());
    match recorded.result_for(&images.study).status {
        AiStatus::Failed { message, .. } => Some(format!("{message} ({name})")),
        AiStatus::Done(_) | AiStatus::NotRun { .. } => None,
    }
}

/// Names lesions that lie in no image, and images that are not there.
fn outside(
    case: &Case,
    truth: &CaseTruth,
    images: &CaseImages,
    lines: &CaseLines,
    found: &mut Diagnostics,
) {
    for lesion in &truth.lesions {
        let (case, id) = (case.id.as_str(), lesion.id.as_str());
        let line = lines.of_lesion(case, id);
        for fault in faults_of(lesion, images) {
            found.error(format!("line {line}, case {case}, lesion {id}"), fault);
        }
    }
}

fn faults_of(lesion: &Lesion, images: &CaseImages) -> Vec<String> {
    let is_in = |at: Vec3, only: Option<&SeriesUid>| {
        let mut series = images.series.iter();
        series.any(|series| {
            only.is_none_or(|uid| series.facts.uid == *uid) && series.volume.geometry().contains(at)
        })
    };
    let told = |at: Vec3| {
        format!(
            "the truth lies outside the images: centre {:.2}, {:.2}, {:.2} mm",
            at.x, at.y, at.z
        )
    };
    if lesion.views.is_empty() {
        return (!is_in(lesion.centre, None))
            .then(|| told(lesion.centre))
            .into_iter()
            .collect();
    }
    let faults = lesion.views.iter().filter_map(|view| {
        let is_there = images
            .series
            .iter()
            .any(|series| series.facts.uid == view.series);
        if !is_there {
            return Some(format!("the study has no series {}", view.series));
        }
        (!is_in(view.centre, Some(&view.series)))
            .then(|| format!("{} (series {})", told(view.centre), view.series))
    });
    faults.collect()
}

//! What a service found of the lesions put in, and what it found where there are none. For information.

use overread_base::{CaseTruth, Finding, Lesion, Vec3};
use overread_bundle::Manifest;

use super::Answered;
use crate::report::Judged;
use crate::studies::StudyKind;

/// A mark counts this near a lesion, or within the lesion's radius if that is more, mm.
const NEAR_MM: f64 = 5.0;

/// Findings in the healthy chest.
pub(super) fn clean(answered: &[Answered], judged: &mut Judged) {
    let answer = answered
        .iter()
        .find(|answer| answer.study.kind == StudyKind::ChestCtClean);
    let Some(report) = answer.and_then(|answer| answer.told.result.report()) else {
        judged.skip("the service did not read the study without lesions");
        return;
    };
    for finding in &report.findings {
        let place = places(finding)
            .first()
            .map_or_else(|| "nowhere".to_owned(), shown);
        let probability = finding
            .probability
            .map_or_else(String::new, |p| format!(", probability {p:.2}"));
        judged.found.warn(
            StudyKind::ChestCtClean.name(),
            format!("finds {} at {place}{probability}", finding.code.meaning),
        );
    }
}

/// Sensitivity and false marks where lesions were put in.
pub(super) fn seeded(manifest: &Manifest, answered: &[Answered], judged: &mut Judged) {
    let (mut n_lesions, mut n_found, mut n_false, mut n_studies) = (0usize, 0, 0, 0usize);
    for answer in answered {
        let truth = answer.study.truth.as_ref().filter(|t| t.is_abnormal());
        let (Some(truth), Some(report)) = (truth, answer.told.result.report()) else {
            continue;
        };
        let (found, n_other) = matched(truth, &report.findings);
        judged.note(format!(
            "{}: {found} of {} lesions found, {n_other} other findings",
            answer.study.kind.name(),
            truth.lesions.len()
        ));
        n_studies += 1;
        n_lesions += truth.lesions.len();
        n_found += found;
        n_false += n_other;
    }
    if n_studies == 0 {
        judged.skip("the service read no study with lesions");
        return;
    }
    judged.note(format!(
        "together: sensitivity {n_found}/{n_lesions}, {n_false} false marks in {n_studies} studies"
    ));
    if manifest.clinical.findings.is_empty() {
        judged
            .note("the manifest does not say what the service finds; the lesions are lung nodules");
    }
}

/// How many lesions have a finding near them, and how many findings have no lesion near them.
fn matched(truth: &CaseTruth, findings: &[Finding]) -> (usize, usize) {
    let is_at = |lesion: &Lesion, finding: &Finding| {
        let reach_mm = lesion.radius_mm.max(NEAR_MM);
        places(finding)
            .iter()
            .any(|at| at.distance(lesion.centre) <= reach_mm)
    };
    let lesions = &truth.lesions;
    let n_found = lesions
        .iter()
        .filter(|lesion| findings.iter().any(|finding| is_at(lesion, finding)));
    let n_false = findings
        .iter()
        .filter(|finding| !lesions.iter().any(|lesion| is_at(lesion, finding)));
    (n_found.count(), n_false.count())
}

fn places(finding: &Finding) -> Vec<Vec3> {
    let centre = |mark: &overread_base::Mark| mark.shape.centre();
    finding.marks.iter().filter_map(centre).collect()
}

fn shown(at: &Vec3) -> String {
    format!("({:.0}, {:.0}, {:.0}) mm", at.x, at.y, at.z)
}

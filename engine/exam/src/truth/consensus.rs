//! The consensus: what two readers marked lies before a third as a recorded result, and what comes back is the truth.

use overread_base::{
    AiReport, AiResult, AiStatus, Finding, FindingId, LocalText, Mark, ReaderId, ServiceId,
    ServiceIdentity, Shape, StudyUid,
};
use overread_scenario::{LabelChoice, LabelId, StudyState, finding_code};

use super::lesion::{MarkedLesion, MarkedView, StudySpace, joined};
use super::{MarkedCase, TruthAgreement};
use crate::{FindingVerdict, MarkAnswer};

/// The name under which the marks of readers lie beside the images.
const SERVICE: &str = "overread.truth-readers";

/// Whether a result is what readers marked, and no service's.
#[must_use]
pub fn is_of_readers(service: &ServiceIdentity) -> bool {
    service.id.as_str() == SERVICE
}

/// What both readers marked as a result to be judged. The readers are numbered, not named: whose mark it is shall not
/// decide.
#[must_use]
pub fn consensus_result(
    study: StudyUid,
    agreement: &TruthAgreement,
    cases: [&MarkedCase; 2],
) -> AiResult {
    let findings = agreement.lesions.iter().zip(1..);
    let findings = findings.filter_map(|(lesion, number)| finding(lesion, number, cases));
    let report = AiReport {
        findings: findings.collect(),
        warnings: cases
            .iter()
            .zip(1..)
            .flat_map(|(case, number)| said(case, number))
            .collect(),
        ..AiReport::default()
    };
    AiResult {
        service: identity(),
        study,
        status: AiStatus::Done(report),
        elapsed: None,
    }
}

fn identity() -> ServiceIdentity {
    ServiceIdentity {
        id: ServiceId::new(SERVICE).unwrap_or_else(|_| unreachable!("a constant that is an id")),
        name: vec![
            LocalText::new("en", "Marks of two readers"),
            LocalText::new("ru", "Отметки двух чтений"),
        ],
        version: "1".to_owned(),
        bundle_digest: None,
        model_digests: Vec::new(),
        intended_use: Vec::new(),
        operating_point: None,
    }
}

fn finding(lesion: &MarkedLesion, number: u32, cases: [&MarkedCase; 2]) -> Option<Finding> {
    let (who, en, ru) = match lesion.by.as_slice() {
        [one] if *one == cases[0].reader => (
            "first",
            "Marked by reader 1 alone.",
            "Отмечено только при чтении 1.",
        ),
        [_] => (
            "second",
            "Marked by reader 2 alone.",
            "Отмечено только при чтении 2.",
        ),
        _ => (
            "both",
            "Marked by both readers.",
            "Отмечено при обоих чтениях.",
        ),
    };
    let mark = |view: &MarkedView| Mark {
        series: view.series.clone(),
        shape: if view.is_point() {
            Shape::Point(view.centre)
        } else {
            Shape::Cuboid {
                low: view.centre - view.half,
                high: view.centre + view.half,
            }
        },
    };
    Some(Finding {
        id: FindingId::new(format!("{who}-{number}")).ok()?,
        code: finding_code(lesion.label.as_str()),
        site: None,
        laterality: lesion.laterality,
        probability: None,
        certainty: None,
        category: None,
        marks: lesion.views.iter().map(mark).collect(),
        measures: Vec::new(),
        notes: vec![LocalText::new("en", en), LocalText::new("ru", ru)],
    })
}

/// What a reader says of the study, and the remark.
fn said(case: &MarkedCase, number: u32) -> Vec<LocalText> {
    let (en, ru) = match case.state.filter(|_| case.is_signed) {
        Some(StudyState::Abnormal) => ("abnormal", "патология"),
        Some(StudyState::Normal) => ("normal", "норма"),
        Some(StudyState::Unusable) => ("cannot be judged", "нельзя оценить"),
        None => ("did not finish the study", "исследование не закончено"),
    };
    let remark = if case.comment.is_empty() {
        String::new()
    } else {
        format!(" ({})", case.comment.replace('\n', " "))
    };
    vec![
        LocalText::new("en", &format!("Reader {number}: {en}{remark}")),
        LocalText::new("ru", &format!("Чтение {number}: {ru}{remark}")),
    ]
}

/// Why a consensus gives a case no truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Undecided {
    /// The case was not signed.
    #[error("the consensus was not signed")]
    NotSigned,
    /// A mark has no verdict.
    #[error("a mark of the readers has no verdict in the consensus")]
    NoVerdict,
    /// It is said to be abnormal, and no lesion is left.
    #[error("the consensus calls it abnormal and keeps no mark")]
    AbnormalWithoutLesion,
    /// A lesion is left, and it is not said to be abnormal.
    #[error("the consensus keeps a mark and does not call the study abnormal")]
    LesionWithoutAbnormal,
    /// Nobody can tell from these images.
    #[error("the consensus holds that it cannot be judged")]
    Unusable,
}

/// The lesions that a consensus leaves: marks that were accepted or changed, and what was added; none for a normal study.
///
/// A finding that was changed keeps the images that the change does not concern.
///
/// # Errors
/// [`Undecided`] where the case has no truth.
pub fn decided(
    case: &MarkedCase,
    agreement: &TruthAgreement,
    space: StudySpace,
    labels: &[LabelChoice],
) -> Result<Vec<MarkedLesion>, Undecided> {
    if !case.is_signed {
        return Err(Undecided::NotSigned);
    }
    if case.state == Some(StudyState::Unusable) {
        return Err(Undecided::Unusable);
    }
    let mut lesions = Vec::new();
    for judged in &case.judged {
        let marked = marked_lesion(&judged.finding, agreement, labels);
        let Some(marked) = marked else { continue };
        match &judged.verdict {
            None => return Err(Undecided::NoVerdict),
            Some(FindingVerdict::Accepted) => lesions.push(marked),
            Some(FindingVerdict::Modified(answer)) => {
                lesions.push(changed(marked, answer, &case.reader, space));
            }
            Some(FindingVerdict::Rejected) => {}
        }
    }
    let own = super::lesion::lesions_of(&case.marks, &case.reader, space);
    let mut all: Vec<MarkedLesion> = lesions.into_iter().chain(own).collect();
    if space == StudySpace::Images {
        all = joined(&all);
    }
    match (case.state, all.is_empty()) {
        (Some(StudyState::Abnormal), true) => Err(Undecided::AbnormalWithoutLesion),
        (Some(StudyState::Normal) | None, false) => Err(Undecided::LesionWithoutAbnormal),
        _ => Ok(all),
    }
}

/// The lesion that a finding was made of: its number stands in its id.
fn marked_lesion(
    finding: &Finding,
    agreement: &TruthAgreement,
    labels: &[LabelChoice],
) -> Option<MarkedLesion> {
    let (_, number) = finding.id.as_str().rsplit_once('-')?;
    let idx = number.parse::<usize>().ok()?.checked_sub(1)?;
    let by = agreement.lesions.get(idx).map(|lesion| lesion.by.clone());
    Some(MarkedLesion {
        label: label_of(finding, labels)?,
        laterality: finding.laterality,
        views: finding.marks.iter().filter_map(MarkedView::of).collect(),
        by: by.unwrap_or_default(),
    })
    .filter(|lesion| !lesion.views.is_empty())
}

/// The label whose concept a finding has.
fn label_of(finding: &Finding, labels: &[LabelChoice]) -> Option<LabelId> {
    let mut labels = labels.iter();
    let found = labels.find(|label| finding_code(label.id.as_str()).is_same_concept(&finding.code));
    found.map(|label| label.id.clone())
}

fn changed(
    marked: MarkedLesion,
    answer: &MarkAnswer,
    reader: &ReaderId,
    space: StudySpace,
) -> MarkedLesion {
    let mut views = marked.views;
    if let Some(view) = MarkedView::of(&answer.place) {
        let known = views
            .iter_mut()
            .find(|known| space == StudySpace::Patient || known.series == view.series);
        match known {
            Some(known) => *known = view,
            None => views.push(view),
        }
    }
    let mut by = marked.by;
    if !by.contains(reader) {
        by.push(reader.clone());
    }
    MarkedLesion {
        label: answer.label.clone(),
        laterality: answer.laterality.or(marked.laterality),
        views,
        by,
    }
}

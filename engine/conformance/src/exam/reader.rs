//! Made-up readers of exams: what they answer on an item, right or wrong, and how long they take.

use overread_base::{AiReport, Certainty, Finding, FindingId, Millis, Shape, StudyProbability};
use overread_exam::{Casebook, ExamAnswer, ExamItem, Percent};

/// Whether an answer is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Skill {
    /// Every lesion has a mark in its middle, and the rating says so; nothing is marked in a normal case.
    Right,
    /// Nothing is marked and the case is called normal if it is abnormal, and abnormal if it is normal.
    Wrong,
}

/// How long the reader takes for the item with this place in the plan.
pub(super) fn reading(idx: usize) -> Millis {
    Millis(30_000 + 1_000 * (idx as u64 % 60))
}

/// The answer to an item.
pub(super) fn answer(book: &Casebook, item: &ExamItem, idx: usize, skill: Skill) -> ExamAnswer {
    let truth = book
        .case(&item.case)
        .and_then(|case| case.truth.as_ref())
        .map_or(&[][..], |truth| &truth.findings);
    let is_abnormal = !truth.is_empty();
    let (findings, says_abnormal) = match skill {
        Skill::Right => (marks(truth), is_abnormal),
        Skill::Wrong => (Vec::new(), !is_abnormal),
    };
    answer_of(item, idx, findings, says_abnormal)
}

/// An answer of these findings.
pub(super) fn answer_of(
    item: &ExamItem,
    idx: usize,
    findings: Vec<Finding>,
    says_abnormal: bool,
) -> ExamAnswer {
    let rating = if says_abnormal { 90 } else { 10 };
    ExamAnswer {
        item: item.id.clone(),
        report: AiReport {
            probability: Some(StudyProbability {
                value: f32::from(rating) / 100.0,
                threshold: 0.5,
            }),
            findings,
            ..AiReport::default()
        },
        confidence: Percent::new(rating),
        decisions: Vec::new(),
        reading: reading(idx),
        ai_visible: if item.service.is_some() {
            Millis(reading(idx).0 / 3)
        } else {
            Millis(0)
        },
    }
}

/// A point in the middle of each lesion, as a reader sets it.
fn marks(truth: &[Finding]) -> Vec<Finding> {
    let mark = |(number, lesion): (usize, &Finding)| {
        let first = lesion.marks.first()?;
        let centre = first.shape.centre()?;
        Some(Finding {
            id: FindingId::new(format!("m{number}")).ok()?,
            probability: Some(0.9),
            certainty: Some(Certainty::Present),
            marks: vec![overread_base::Mark {
                series: first.series.clone(),
                shape: Shape::Point(centre),
            }],
            measures: Vec::new(),
            ..lesion.clone()
        })
    };
    (1..).zip(truth).filter_map(mark).collect()
}

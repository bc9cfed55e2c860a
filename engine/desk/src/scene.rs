//! What the images of a case are drawn with: the reader's marks, the revealed AI result, and after the end the truth.

use std::collections::BTreeMap;

use overread_base::{
    AiResult, CaseId, CaseTruth, Finding, FindingId, LocalText, MarkId, SeriesUid, Vec3,
    has_diameter,
};
use overread_exam::{
    AiView, CaseFact, CasePhase, Event, FindingVerdict, GivenVerdict, PlantRecord, ReaderMark,
    SessionState, StampedEvent, rules,
};
use overread_scenario::{AnswerValue, QuestionId};

use crate::other_read::OtherRead;
use crate::section::Outline;
use crate::words::{Word, Words};
use crate::{DeskInput, MarkLayer};

/// What is selected: drawn thicker, and the one that keys act on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Selection {
    #[default]
    None,
    Mark(MarkId),
    Finding(FindingId),
}

/// A closed case, as its events tell it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct PastCase {
    pub(crate) marks: Vec<ReaderMark>,
    pub(crate) ai: Option<AiResult>,
    pub(crate) verdicts: BTreeMap<FindingId, FindingVerdict>,
    /// The answers to questions as they stood at the lock, where there was one.
    pub(crate) first_answers: BTreeMap<QuestionId, AnswerValue>,
    /// The answers to questions in the end.
    pub(crate) answers: BTreeMap<QuestionId, AnswerValue>,
    /// What had been planted into the AI result.
    pub(crate) planted: Option<PlantRecord>,
    /// Whether no AI result was shown by plan.
    pub(crate) is_withheld: bool,
}

/// The cases of a finished session.
pub(crate) type PastCases = BTreeMap<CaseId, PastCase>;

/// What the cases of a session came to, by its events.
#[must_use]
pub(crate) fn past_cases(events: &[StampedEvent]) -> PastCases {
    let mut cases = PastCases::new();
    for stamped in events {
        let Event::Case { case, fact } = &stamped.event else {
            continue;
        };
        let past = cases.entry(case.clone()).or_default();
        match fact {
            CaseFact::MarkSet(mark) => match past.marks.iter_mut().find(|m| m.id == mark.id) {
                Some(earlier) => *earlier = mark.clone(),
                None => past.marks.push(mark.clone()),
            },
            CaseFact::MarkDeleted(mark) => past.marks.retain(|m| m.id != *mark),
            CaseFact::AiReceived(result) => past.ai = Some((**result).clone()),
            CaseFact::VerdictGiven {
                finding, verdict, ..
            } => {
                past.verdicts.insert(finding.clone(), verdict.clone());
            }
            CaseFact::Answered { question, value } => {
                past.answers.insert(question.clone(), value.clone());
            }
            CaseFact::FirstReadLocked | CaseFact::AiRequested => {
                past.first_answers.clone_from(&past.answers);
            }
            CaseFact::AiPlanted(record) => past.planted = Some((**record).clone()),
            CaseFact::AiWithheld => past.is_withheld = true,
            CaseFact::Opened
            | CaseFact::Rated(_)
            | CaseFact::AiRevealed
            | CaseFact::ReportEdited { .. }
            | CaseFact::Signed
            | CaseFact::DecidedByAi(_)
            | CaseFact::ArbitrationOpened
            | CaseFact::ImagesFailed(_)
            | CaseFact::TimedOut
            | CaseFact::HintAsked
            | CaseFact::HintGiven(_)
            | CaseFact::Viewer(_) => {}
        }
    }
    cases
}

/// One case as its images are drawn.
#[derive(Debug, Clone)]
pub(crate) struct Scene<'a> {
    pub(crate) case: &'a CaseId,
    pub(crate) marks: &'a [ReaderMark],
    /// The AI result, once it may be seen.
    pub(crate) ai: Option<&'a AiResult>,
    verdicts: BTreeMap<&'a FindingId, &'a FindingVerdict>,
    pub(crate) truth: Option<&'a CaseTruth>,
    /// Whether marks may be set and changed now.
    pub(crate) is_answering: bool,
    /// How the AI result is called.
    pub(crate) other: OtherRead,
    /// Whether its marks may be drawn, and the images brought to them.
    pub(crate) are_other_marks_shown: bool,
}

/// A mark to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OverlayMark {
    pub(crate) layer: MarkLayer,
    pub(crate) id: String,
    pub(crate) target: Selection,
    pub(crate) caption: String,
    /// The series that its positions are of; `None` for the truth of a volume, which is told of the patient.
    pub(crate) series: Option<SeriesUid>,
    pub(crate) outline: Outline,
    pub(crate) is_selected: bool,
    /// Below the threshold, or rejected by the reader.
    pub(crate) is_dashed: bool,
}

impl<'a> Scene<'a> {
    /// The scene of the open case, or after the end that of the case that the debrief wants.
    #[must_use]
    pub(crate) fn of(
        input: &DeskInput<'a>,
        past: &'a PastCases,
        wanted: Option<&CaseId>,
    ) -> Option<Self> {
        if let (SessionState::Ended, Some(debrief), Some(wanted)) =
            (input.view.state, &input.debrief, wanted)
        {
            let (case, past) = past.get_key_value(wanted)?;
            return Some(Self {
                case,
                marks: &past.marks,
                ai: past.ai.as_ref(),
                verdicts: past.verdicts.iter().collect(),
                truth: debrief.truths.get(wanted),
                is_answering: false,
                other: OtherRead::of(input.view),
                are_other_marks_shown: true,
            });
        }
        if let Some(feedback) = input.shown_feedback()
            && let Some((case, past)) = past.get_key_value(feedback.case)
        {
            return Some(Self {
                case,
                marks: &past.marks,
                ai: past.ai.as_ref().filter(|_| !past.is_withheld),
                verdicts: past.verdicts.iter().collect(),
                truth: feedback.told.truths.get(feedback.case),
                is_answering: false,
                other: OtherRead::of(input.view),
                are_other_marks_shown: true,
            });
        }
        let case = input.view.case.as_ref()?;
        let (ai, verdicts) = match &case.ai {
            AiView::Revealed(revealed) => {
                let given = |row: &overread_exam::FindingRow<'a>| {
                    let verdict: &'a GivenVerdict = row.verdict?;
                    Some((&row.finding.id, &verdict.verdict))
                };
                (
                    Some(revealed.result),
                    revealed.findings.iter().filter_map(given).collect(),
                )
            }
            AiView::NotUsed
            | AiView::Hidden
            | AiView::Pending
            | AiView::OnRequest
            | AiView::Withheld => (None, BTreeMap::new()),
        };
        let is_running = input.view.state == SessionState::Running;
        Some(Self {
            case: case.case,
            marks: case.marks,
            ai,
            verdicts,
            truth: None,
            is_answering: is_running
                && rules(input.view.mode).needs_report
                && matches!(case.phase, CasePhase::FirstRead | CasePhase::FinalRead),
            other: OtherRead::of(input.view),
            are_other_marks_shown: input.view.design.reading.are_marks_shown,
        })
    }

    /// Whether a probability map may lie over the images: it shows places, and that it is a service's.
    #[must_use]
    pub(crate) fn may_show_heat_map(&self) -> bool {
        self.are_other_marks_shown && !self.other.is_anonymous
    }

    /// The AI findings, the most probable first.
    #[must_use]
    pub(crate) fn ranked_findings(&self) -> Vec<&'a Finding> {
        self.ai.map_or_else(Vec::new, |ai| ranked(ai.findings()))
    }

    /// The series and the middle of what is selected.
    #[must_use]
    pub(crate) fn place_of(&self, selection: &Selection) -> Option<(SeriesUid, Vec3)> {
        match selection {
            Selection::None => None,
            Selection::Mark(id) => {
                let mark = self.marks.iter().find(|mark| mark.id == *id)?;
                let place = &mark.answer.place;
                Some((
                    place.series.clone(),
                    Outline::of_shape(&place.shape)?.centre(),
                ))
            }
            Selection::Finding(_) if !self.are_other_marks_shown => None,
            Selection::Finding(id) => {
                let finding = self
                    .ai?
                    .findings()
                    .iter()
                    .find(|finding| finding.id == *id)?;
                let (series, outline) = Outline::of_finding(finding).into_iter().next()?;
                Some((series, outline.centre()))
            }
        }
    }

    /// The marks to be drawn, the most important last.
    #[must_use]
    pub(crate) fn overlay(
        &self,
        words: &Words,
        labels: &[overread_scenario::LabelChoice],
        selection: &Selection,
        is_ai_on: bool,
    ) -> Vec<OverlayMark> {
        let mut marks = self.truth_marks(words);
        if is_ai_on && self.are_other_marks_shown {
            marks.extend(self.ai_marks(words, labels, selection));
        }
        let reader = self.marks.iter().filter_map(|mark| {
            let target = Selection::Mark(mark.id.clone());
            Some(OverlayMark {
                layer: MarkLayer::Reader,
                id: mark.id.to_string(),
                caption: answer_caption(words, labels, &mark.answer),
                series: Some(mark.answer.place.series.clone()),
                outline: Outline::of_shape(&mark.answer.place.shape)?,
                is_selected: target == *selection,
                is_dashed: false,
                target,
            })
        });
        marks.extend(reader);
        marks
    }

    fn truth_marks(&self, words: &Words) -> Vec<OverlayMark> {
        let lesions = self.truth.map_or(&[][..], |truth| &truth.lesions);
        let marks = |lesion: &overread_base::Lesion| {
            let caption = if has_diameter(&lesion.code) {
                let size = words.number(lesion.radius_mm * 2.0, 0);
                words.with(Word::TruthCaption, &[("size", size.into())])
            } else {
                words.text(Word::TruthCaptionPlain)
            };
            let outlines = Outline::of_lesion(lesion).into_iter();
            let mark = |(series, outline)| OverlayMark {
                layer: MarkLayer::Truth,
                id: lesion.id.to_string(),
                target: Selection::None,
                caption: caption.clone(),
                series,
                outline,
                is_selected: false,
                is_dashed: true,
            };
            outlines.map(mark).collect::<Vec<_>>()
        };
        lesions.iter().flat_map(marks).collect()
    }

    fn ai_marks(
        &self,
        words: &Words,
        labels: &[overread_scenario::LabelChoice],
        selection: &Selection,
    ) -> Vec<OverlayMark> {
        let mut marks = Vec::new();
        let threshold = self
            .ai
            .and_then(|ai| ai.service.operating_point.as_ref())
            .map(|point| point.threshold);
        for (idx, finding) in self.ranked_findings().into_iter().enumerate() {
            let target = Selection::Finding(finding.id.clone());
            let is_selected = target == *selection;
            let verdict = self.verdicts.get(&finding.id).copied();
            let is_below = match (finding.probability, threshold) {
                (Some(probability), Some(threshold)) => is_below(probability, threshold),
                (None, _) | (_, None) => false,
            };
            for (series, outline) in Outline::of_finding(finding) {
                marks.push(OverlayMark {
                    series: Some(series),
                    layer: MarkLayer::Ai,
                    id: finding.id.to_string(),
                    target: target.clone(),
                    caption: self.other.caption(words, idx + 1, finding),
                    outline,
                    is_selected,
                    is_dashed: is_below || matches!(verdict, Some(FindingVerdict::Rejected)),
                });
            }
            if let Some(FindingVerdict::Modified(answer)) = verdict
                && let Some(outline) = Outline::of_shape(&answer.place.shape)
            {
                marks.push(OverlayMark {
                    layer: MarkLayer::Reader,
                    id: finding.id.to_string(),
                    target,
                    caption: answer_caption(words, labels, answer),
                    series: Some(answer.place.series.clone()),
                    outline,
                    is_selected,
                    is_dashed: false,
                });
            }
        }
        marks
    }
}

/// Whether a finding stays below an operating point; at it is not below. Probabilities are of single precision: both sides
/// are compared so, else 0.35 would lie below 0.35.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a threshold is rounded as the probability was"
)]
fn is_below(probability: f32, threshold: f64) -> bool {
    probability < threshold as f32
}

/// Findings by probability, the highest first; those without one last, in the order of the report.
#[must_use]
pub(crate) fn ranked(findings: &[Finding]) -> Vec<&Finding> {
    let mut ranked: Vec<&Finding> = findings.iter().collect();
    ranked.sort_by(|a, b| match (a.probability, b.probability) {
        (Some(a), Some(b)) => b.total_cmp(&a),
        (Some(_), None) => std::cmp::Ordering::Less,
        (None, Some(_)) => std::cmp::Ordering::Greater,
        (None, None) => std::cmp::Ordering::Equal,
    });
    ranked
}

/// Label and confidence of an answer, as they stand at a mark.
fn answer_caption(
    words: &Words,
    labels: &[overread_scenario::LabelChoice],
    answer: &overread_exam::MarkAnswer,
) -> String {
    let label = label_text(words, labels, &answer.label);
    format!("{label} {} %", answer.confidence)
}

/// The words of a label.
#[must_use]
pub(crate) fn label_text<'a>(
    words: &Words,
    labels: &'a [overread_scenario::LabelChoice],
    label: &'a overread_scenario::LabelId,
) -> &'a str {
    labels
        .iter()
        .find(|choice| choice.id == *label)
        .and_then(|choice| LocalText::pick(&choice.text, words.tag()))
        .unwrap_or(label.as_str())
}

#[cfg(test)]
mod tests;

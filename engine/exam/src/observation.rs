//! What a session leaves for an observer study: one row a case and read, with ratings, marks and lesions. No figures.
//!
//! This is the storage unit of ROC, FROC and MRMC analyses; exports write it, and nothing in it is computed twice.

use std::collections::BTreeMap;

use overread_base::{
    AiResult, AiStatus, CaseId, CaseTruth, FindingId, LesionId, MarkId, Millis, Vec3,
};
use overread_scenario::{AnswerValue, QuestionId, ReadingMode};

use crate::case_state::CaseState;
use crate::hit::{Spot, is_at_finding, lesion_at, of_finding, spot};
use crate::mode_rules::{AiTiming, rules};
use crate::rubric_v1::is_ai_positive;
use crate::rubric_v2::closing;
use crate::score::assessment::Closing;
use crate::{AiOutcome, Call, FindingVerdict, PlantRecord, ReaderMark, Session};

/// Which of a case's answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReadPhase {
    /// The reader's own answer as it was locked or kept: before any AI result, but in a mode that shows the result from
    /// the start.
    First,
    /// The signed answer.
    Final,
}

impl ReadPhase {
    /// The word for it in exports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Final => "final",
        }
    }
}

/// One answer of the reader to one case.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// The case.
    pub case: CaseId,
    /// Which answer.
    pub phase: ReadPhase,
    /// The mode that the case was read in.
    pub mode: ReadingMode,
    /// Whether the case holds a target lesion; `None` where nobody knows.
    pub truth: Option<bool>,
    /// The case rating, 0 to 100.
    pub rating: Option<u8>,
    /// What the rating says about the case as a whole.
    pub call: Option<Call>,
    /// The marks of the answer.
    pub marks: Vec<ObservedMark>,
    /// Lesions of the truth that no mark hit, in the order of the truth.
    pub missed: Vec<LesionId>,
    /// Answers to questions, by question.
    pub answers: BTreeMap<QuestionId, AnswerValue>,
    /// What the service had said, where its result was on screen for this answer.
    pub ai: Option<ObservedAi>,
    /// The error that had been planted into the result; in a first answer only where that result was on screen.
    pub planted: Option<PlantRecord>,
    /// Time from the first image on screen to this answer, pauses left out.
    pub time: Option<Millis>,
}

/// One mark of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct ObservedMark {
    /// Whose mark it was first.
    pub origin: MarkOrigin,
    /// Its centre, patient LPS mm or detector-plane mm.
    pub place: Vec3,
    /// How sure the reader is, 0 to 100. A finding accepted as it stood carries the case rating: its own confidence was
    /// never asked for.
    pub rating: u8,
    /// The lesion that it hits by the session's rule; `None` for a mark on no lesion, or where nobody knows.
    pub lesion: Option<LesionId>,
}

/// Where a mark of an answer comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkOrigin {
    /// The reader set it.
    Reader(MarkId),
    /// The service set it and the reader took it over.
    Service(FindingId),
}

/// What the service had said about a case.
#[derive(Debug, Clone, PartialEq)]
pub struct ObservedAi {
    /// The version that the result states.
    pub version: String,
    /// What came of the job.
    pub outcome: AiOutcome,
    /// Its call, if it read the case.
    pub call: Option<Call>,
    /// The study probability, 0 to 1.
    pub probability: Option<f32>,
    /// How many findings it showed.
    pub n_findings: u32,
}

impl Session {
    /// The rows of the session, case by case in the order of the plan, the first answer before the final one.
    ///
    /// Cases that were not closed by the reader or by time, or had no images, have no final row: those that the score grades. In modes without a first answer there is only the final one.
    #[must_use]
    pub fn observations(&self, truths: &BTreeMap<CaseId, CaseTruth>) -> Vec<Observation> {
        let mut rows = Vec::new();
        for id in self.scored_cases() {
            let Some(case) = self.cases.get(id) else {
                continue;
            };
            let truth = truths.get(id);
            rows.extend(self.first_row(id, case, truth));
            match closing(self, Some(case)) {
                Closing::Signed | Closing::TimedOut => rows.push(self.final_row(id, case, truth)),
                // What was never shown was not missed.
                Closing::NoImages | Closing::DecidedByAi | Closing::NotClosed => {}
            }
        }
        rows
    }

    fn first_row(
        &self,
        id: &CaseId,
        case: &CaseState,
        truth: Option<&CaseTruth>,
    ) -> Option<Observation> {
        let first = case.first.as_ref()?;
        let marks = self.own_marks(&first.marks, truth);
        let rating = first.rating.map(crate::Percent::value);
        let shown = self.shown_at_lock(id, case);
        Some(Observation {
            phase: ReadPhase::First,
            rating,
            call: self.call_of(rating),
            missed: missed(truth, &marks),
            marks,
            answers: first.answers.clone(),
            ai: shown.map(observed_ai),
            planted: shown.and(case.planted.clone()),
            time: case
                .locked_at
                .map(|locked| case.time_between(case.start(), locked)),
            ..self.row(id, truth)
        })
    }

    /// The AI result that was on screen when the first answer was locked.
    ///
    /// Times alone do not tell: elsewhere a result that lies ready is revealed by the lock, at the same millisecond.
    fn shown_at_lock<'c>(&self, id: &CaseId, case: &'c CaseState) -> Option<&'c AiResult> {
        let is_from_start = rules(self.plan.mode_of(id)).timing == AiTiming::FromStart;
        let (revealed, locked) = case.revealed_at.zip(case.locked_at)?;
        case.revealed()
            .filter(|_| is_from_start && revealed <= locked)
    }

    fn final_row(&self, id: &CaseId, case: &CaseState, truth: Option<&CaseTruth>) -> Observation {
        let rating = case.rating.map(crate::Percent::value);
        let marks = self.final_marks(case, rating, truth);
        Observation {
            rating,
            call: self.call_of(rating),
            missed: missed(truth, &marks),
            marks,
            answers: case.answers.clone(),
            ai: case.revealed().map(observed_ai),
            planted: case.planted.clone(),
            time: case
                .closed_at()
                .map(|closed| case.time_between(case.start(), closed)),
            ..self.row(id, truth)
        }
    }

    fn row(&self, id: &CaseId, truth: Option<&CaseTruth>) -> Observation {
        Observation {
            case: id.clone(),
            phase: ReadPhase::Final,
            mode: self.plan.mode_of(id),
            truth: truth.map(CaseTruth::is_abnormal),
            rating: None,
            call: None,
            marks: Vec::new(),
            missed: Vec::new(),
            answers: BTreeMap::new(),
            ai: None,
            planted: None,
            time: None,
        }
    }

    fn call_of(&self, rating: Option<u8>) -> Option<Call> {
        rating.map(|rating| {
            if rating >= self.plan.questions.positive_from {
                Call::Positive
            } else {
                Call::Negative
            }
        })
    }

    fn own_marks(&self, marks: &[ReaderMark], truth: Option<&CaseTruth>) -> Vec<ObservedMark> {
        let observed = |mark: &ReaderMark| {
            let own = spot(&mark.answer.place)?;
            Some(ObservedMark {
                origin: MarkOrigin::Reader(mark.id.clone()),
                place: own.at,
                rating: mark.answer.confidence.value(),
                lesion: self.lesion(&[own], truth),
            })
        };
        marks.iter().filter_map(observed).collect()
    }

    /// The marks of the final answer, as the rubric counts them: findings taken over, then own marks elsewhere.
    fn final_marks(
        &self,
        case: &CaseState,
        rating: Option<u8>,
        truth: Option<&CaseTruth>,
    ) -> Vec<ObservedMark> {
        let mut marks = Vec::new();
        let mut kept = Vec::new();
        for finding in case.revealed().map_or(&[][..], AiResult::findings) {
            let given = case.verdicts.get(&finding.id).map(|given| &given.verdict);
            let (pointer, confidence) = match given {
                Some(FindingVerdict::Accepted) => (of_finding(finding), rating.unwrap_or(100)),
                Some(FindingVerdict::Modified(answer)) => {
                    let own = spot(&answer.place).into_iter().collect();
                    (own, answer.confidence.value())
                }
                Some(FindingVerdict::Rejected) | None => continue,
            };
            kept.push(finding);
            marks.extend(pointer.first().map(|first| ObservedMark {
                origin: MarkOrigin::Service(finding.id.clone()),
                place: first.at,
                rating: confidence,
                lesion: self.lesion(&pointer, truth),
            }));
        }
        let rule = self.plan.hit_rule;
        let is_elsewhere = |mark: &&ReaderMark| {
            let is_kept = |own| kept.iter().any(|f| is_at_finding(own, f, truth, rule));
            !spot(&mark.answer.place).is_some_and(is_kept)
        };
        let own: Vec<ReaderMark> = case.marks.iter().filter(is_elsewhere).cloned().collect();
        marks.extend(self.own_marks(&own, truth));
        marks
    }

    fn lesion(&self, pointer: &[Spot<'_>], truth: Option<&CaseTruth>) -> Option<LesionId> {
        let truth = truth?;
        let idx = lesion_at(pointer, truth, self.plan.hit_rule)?;
        truth.lesions.get(idx).map(|lesion| lesion.id.clone())
    }
}

fn missed(truth: Option<&CaseTruth>, marks: &[ObservedMark]) -> Vec<LesionId> {
    let lesions = truth.map_or(&[][..], |truth| &truth.lesions);
    let is_hit = |id: &LesionId| marks.iter().any(|mark| mark.lesion.as_ref() == Some(id));
    let missed = lesions.iter().filter(|lesion| !is_hit(&lesion.id));
    missed.map(|lesion| lesion.id.clone()).collect()
}

fn observed_ai(result: &AiResult) -> ObservedAi {
    let outcome = match &result.status {
        AiStatus::Done(_) => AiOutcome::Done,
        AiStatus::NotRun { .. } => AiOutcome::NotRun,
        AiStatus::Failed { .. } => AiOutcome::Failed,
    };
    let call = |is_positive| {
        if is_positive {
            Call::Positive
        } else {
            Call::Negative
        }
    };
    ObservedAi {
        version: result.service.version.clone(),
        outcome,
        call: result.report().map(|_| call(is_ai_positive(result))),
        probability: result
            .report()
            .and_then(|report| report.probability)
            .map(|probability| probability.value),
        n_findings: u32::try_from(result.findings().len()).unwrap_or(u32::MAX),
    }
}

#[cfg(test)]
mod tests;

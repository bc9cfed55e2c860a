//! A case that was read, and what of a session's score becomes such a record. What records add up to stands elsewhere.

use overread_base::{CaseId, PhantomKind};
use overread_exam::{
    AiState, CaseAssessment, CaseGrade, CaseScore, Closing, QuestionStatus, ReadScore, Score,
    Ungraded,
};
use overread_scenario::{CaseSource, QuestionKind, ReadingMode, Scenario};

/// The task under which the cases of practice sets stand in the map of competencies.
pub const PRACTICE_TASK: &str = "practice";

/// A share of a question's marks this far below all of them is full: what is computed may be rounded.
const FULL_WITHIN: f64 = 1e-9;

/// A case that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseRecord {
    /// The folder of the session, which has everything else.
    pub session: String,
    /// The case.
    pub case: CaseId,
    /// What was read; `None` for studies that are not synthetic.
    pub area: Option<PhantomKind>,
    /// The task, as the step of the course or the practice set has it.
    pub task: String,
    /// What the AI result was worth.
    pub ai: AiState,
    /// Whether the own answer before the AI was right; `None` where none was given.
    pub was_right_alone: Option<bool>,
    /// Whether what was asked for was done rightly.
    ///
    /// Where a case is read, the final answer: the call as a whole, and every lesion found with no false mark; if the AI
    /// result is a technical defect and the reader is asked which for marks, every scored question besides. Where a
    /// service is rated, every scored question alone.
    pub is_right: bool,
    /// From the first image to the signature, seconds.
    pub seconds: Option<f64>,
    /// Hints that were given; a case read with any says nothing of what the reader can do alone.
    pub n_hints: u32,
}

impl CaseRecord {
    /// The cases of a session that can be judged; the others are no cases of anything.
    ///
    /// Those are the graded ones, and where a service is rated, which needs no call, those whose questions were scored. A
    /// case without images or truth, one that was not signed, and one that the service decided alone are left out. Marks
    /// that were lost over time take nothing away: the time stands beside.
    #[must_use]
    pub fn of_session(session: &str, task: &str, scenario: &Scenario, score: &Score) -> Vec<Self> {
        let assessment = score.assessment.as_deref();
        let assessed = assessment.map_or(&[][..], |all| &all.cases);
        let mode = assessment.map(|all| all.mode);
        let record = |case: &CaseScore| {
            let row = assessed.iter().find(|row| row.case == case.case);
            let outcome = Outcome::of(scenario, mode, case, row)?;
            Some(Self {
                session: session.to_owned(),
                case: case.case.clone(),
                area: area(scenario, &case.case),
                task: task.to_owned(),
                ai: row.and_then(|row| row.ai_state).unwrap_or(AiState::Without),
                was_right_alone: outcome.was_right_alone,
                is_right: outcome.is_right,
                seconds: case.times.case.map(|time| time.0 as f64 / 1000.0),
                n_hints: case.n_hints,
            })
        };
        score.cases.iter().filter_map(record).collect()
    }

    /// What tells the case from all others over every session: the scenario of the block, and the case in it.
    ///
    /// The host names a session `SCENARIO-SECONDS-NONCE` (`session_id` in workstation), so that logs of every age say of
    /// which scenario it was. `None` where that cannot be read off, and for practice sets, which share their ids and not
    /// their patients: such a case stands for itself.
    pub(crate) fn place(&self) -> Option<(&str, &str)> {
        if self.task == PRACTICE_TASK {
            return None;
        }
        let (rest, nonce) = self.session.rsplit_once('-')?;
        let (scenario, seconds) = rest.rsplit_once('-')?;
        let is_nonce = nonce.len() == 8 && nonce.bytes().all(|b| b.is_ascii_hexdigit());
        let is_time = !seconds.is_empty() && seconds.bytes().all(|b| b.is_ascii_digit());
        (is_nonce && is_time && !scenario.is_empty()).then_some((scenario, self.case.as_str()))
    }
}

/// What came of a case.
struct Outcome {
    was_right_alone: Option<bool>,
    is_right: bool,
}

impl Outcome {
    /// `None` where nobody can say.
    fn of(
        scenario: &Scenario,
        mode: Option<ReadingMode>,
        case: &CaseScore,
        row: Option<&CaseAssessment>,
    ) -> Option<Self> {
        // Who rates a service is asked for no call, and one that is given by the way is not the task.
        let rated = row
            .filter(|_| mode == Some(ReadingMode::AiExpert))
            .and_then(is_rated_right)
            .map(|is_right| Self {
                was_right_alone: None,
                is_right,
            });
        match &case.grade {
            CaseGrade::Graded { first, last, .. } => {
                Some(rated.unwrap_or_else(|| Self::read(scenario, row, first, last)))
            }
            CaseGrade::Ungraded(Ungraded::NotRated) => rated,
            CaseGrade::Ungraded(
                Ungraded::NoTruth
                | Ungraded::NotSigned
                | Ungraded::NoImages
                | Ungraded::DecidedByAi,
            ) => None,
        }
    }

    fn read(
        scenario: &Scenario,
        row: Option<&CaseAssessment>,
        first: &ReadScore,
        last: &ReadScore,
    ) -> Self {
        // The finding may be plain in spite of a defect, so the call does not show that the defect was seen.
        let is_named = row
            .filter(|row| row.ai_state == Some(AiState::Defect) && asks_for_defect(scenario, row))
            .is_none_or(has_full_marks);
        Self {
            was_right_alone: row
                .is_some_and(|row| row.is_first_own)
                .then(|| first.is_all_right()),
            is_right: last.is_all_right() && is_named,
        }
    }
}

/// Whether a service was rated rightly; `None` where no question could be scored, people have still to grade one, or
/// the time was over before anything was said.
fn is_rated_right(row: &CaseAssessment) -> Option<bool> {
    let points = row.points.filter(|points| points.n_awaited == 0);
    let is_silent = || {
        let mut scored = row.questions.iter().filter(|q| q.share.is_some());
        scored.all(|question| question.status == QuestionStatus::Unanswered)
    };
    let is_cut_off = row.closing == Closing::TimedOut && is_silent();
    let is_scored = row.questions.iter().any(|q| q.share.is_some());
    (points.is_some() && is_scored && !is_cut_off).then(|| has_full_marks(row))
}

/// Whether every question that was scored has all its marks.
fn has_full_marks(row: &CaseAssessment) -> bool {
    let mut shares = row.questions.iter().filter_map(|question| question.share);
    shares.all(|share| share >= 1.0 - FULL_WITHIN)
}

/// Whether one of the questions that were scored asks for the technical defect.
fn asks_for_defect(scenario: &Scenario, row: &CaseAssessment) -> bool {
    let Some(case) = scenario.cases.iter().find(|known| known.id == row.case) else {
        return false;
    };
    scenario
        .questions_of(case)
        .filter(|question| matches!(question.kind, QuestionKind::Defect))
        .any(|asked| {
            let mut scored = row.questions.iter().filter(|q| q.share.is_some());
            scored.any(|question| question.question == asked.id)
        })
}

fn area(scenario: &Scenario, case: &CaseId) -> Option<PhantomKind> {
    let source = scenario.cases.iter().find(|known| known.id == *case)?;
    match &source.source {
        CaseSource::Phantom(spec) => Some(spec.kind),
        CaseSource::Dicom(_) => None,
    }
}

#[cfg(test)]
mod tests;

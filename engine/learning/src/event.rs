//! What a learner did. Events are added and never changed; everything else is computed from them.

use overread_base::{CaseId, PhantomKind, ScenarioId};
use overread_exam::{AiState, CaseGrade, Score};
use overread_scenario::{CaseSource, ItemAnswer, Scenario};

/// Something that a learner did.
#[derive(Debug, Clone, PartialEq)]
pub struct LearnerEvent {
    /// When, seconds since 1970.
    pub at_unix_s: u64,
    /// What.
    pub act: LearnerAct,
}

/// What a learner did.
#[derive(Debug, Clone, PartialEq)]
pub enum LearnerAct {
    /// A step was begun: the place to go on from.
    StepBegun(StepId),
    /// A step was gone through: a page read to its end, a set of questions answered, a block of cases finished.
    StepDone {
        /// Which.
        step: StepId,
        /// The share of full marks, 0 to 1, where there are marks.
        share: Option<f64>,
    },
    /// A question was answered.
    ItemAnswered {
        /// Which.
        item: ItemId,
        /// What was answered.
        answer: ItemAnswer,
        /// What it is worth, 0 to 1.
        points: f64,
    },
    /// A case was read and graded.
    CaseRead(CaseRecord),
    /// The tour of the room was gone through or left.
    TourDone,
}

/// A step of a course.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepId {
    /// The course.
    pub course: ScenarioId,
    /// The module's id.
    pub module: String,
    /// The step's id.
    pub step: String,
}

/// A question of a course.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId {
    /// The course.
    pub course: ScenarioId,
    /// The module's id.
    pub module: String,
    /// The question's id.
    pub item: String,
}

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
    /// Whether the final answer was right: the call as a whole, and every lesion found with no false mark.
    pub is_right: bool,
    /// From the first image to the signature, seconds.
    pub seconds: Option<f64>,
}

impl CaseRecord {
    /// The graded cases of a session; ungraded ones are no cases of anything.
    #[must_use]
    pub fn of_session(session: &str, task: &str, scenario: &Scenario, score: &Score) -> Vec<Self> {
        let assessed = score.assessment.as_ref().map_or(&[][..], |all| &all.cases);
        let record = |case: &overread_exam::CaseScore| {
            let CaseGrade::Graded { first, last, .. } = &case.grade else {
                return None;
            };
            let assessment = assessed.iter().find(|row| row.case == case.case);
            let is_right = |read: &overread_exam::ReadScore| {
                read.is_call_right && read.missed.is_empty() && read.false_positives == 0
            };
            let is_first_own = assessment.is_some_and(|row| row.is_first_own);
            let source = scenario.cases.iter().find(|known| known.id == case.case);
            let area = source.and_then(|known| match &known.source {
                CaseSource::Phantom(spec) => Some(spec.kind),
                CaseSource::Dicom(_) => None,
            });
            Some(Self {
                session: session.to_owned(),
                case: case.case.clone(),
                area,
                task: task.to_owned(),
                ai: assessment
                    .and_then(|row| row.ai_state)
                    .unwrap_or(AiState::Without),
                was_right_alone: is_first_own.then(|| is_right(first)),
                is_right: is_right(last),
                seconds: case.times.case.map(|time| time.0 as f64 / 1000.0),
            })
        };
        score.cases.iter().filter_map(record).collect()
    }
}

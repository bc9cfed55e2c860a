//! What a learner did. Events are added and never changed; everything else is computed from them.

use overread_base::ScenarioId;
use overread_exam::{CertificateBar, ComponentResult, ComponentStatus, PassDecision, PassOutcome};
use overread_scenario::{ItemAnswer, PassMetric};

use crate::case_record::CaseRecord;

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
        /// The folder of the session, where a block of cases was finished.
        session: Option<String>,
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
    /// A case was read, and what was made of it could be judged.
    CaseRead(CaseRecord),
    /// The tour of the room was gone through or left.
    TourDone,
    /// A test was begun: its questions are fixed from here on, and the attempt counts.
    TestBegun {
        /// Which.
        step: StepId,
        /// What drew its questions.
        seed: u64,
    },
    /// A test ended.
    TestDone(TestRecord),
    /// A block of cases with terms of certification was sat to its end.
    ExamDone(ExamRecord),
}

/// What of the acts of an ended session the events do not hold yet: a session may be opened again, and a program may have
/// stopped in the middle of keeping it.
#[must_use]
pub fn not_kept(events: &[LearnerEvent], acts: Vec<LearnerAct>) -> Vec<LearnerAct> {
    let is_missing = |act: &LearnerAct| !events.iter().any(|event| is_same(&event.act, act));
    acts.into_iter().filter(is_missing).collect()
}

/// Whether both tell of the same thing in the same session.
fn is_same(a: &LearnerAct, b: &LearnerAct) -> bool {
    match (a, b) {
        (LearnerAct::CaseRead(a), LearnerAct::CaseRead(b)) => {
            a.session == b.session && a.case == b.case
        }
        (LearnerAct::ExamDone(a), LearnerAct::ExamDone(b)) => a.session == b.session,
        (
            LearnerAct::StepDone {
                session: Some(a), ..
            },
            LearnerAct::StepDone {
                session: Some(b), ..
            },
        ) => a == b,
        _ => false,
    }
}

/// A test that ended, with everything that its result is computed from.
#[derive(Debug, Clone, PartialEq)]
pub struct TestRecord {
    /// Which.
    pub step: StepId,
    /// The version of the course.
    pub version: String,
    /// What drew its questions.
    pub seed: u64,
    /// The questions in the order in which they were asked, each with its answer; `None` where none was given.
    pub answers: Vec<(String, Option<ItemAnswer>)>,
    /// How long it took, seconds.
    pub seconds: f64,
    /// Whether the clock ended it.
    pub is_time_up: bool,
    /// The share of full marks, 0 to 1.
    pub share: f64,
    /// The share from which on it was passed, 0 to 1.
    pub cut: f64,
}

/// An examination that was sat, with what its pass rule said.
#[derive(Debug, Clone, PartialEq)]
pub struct ExamRecord {
    /// Which.
    pub step: StepId,
    /// The folder of the session, which has everything else.
    pub session: String,
    /// Over all components.
    pub outcome: PassOutcome,
    /// What forbids a certificate whatever the figures say.
    pub bars: Vec<CertificateBar>,
    /// Each component in the order of the terms.
    pub components: Vec<ComponentRecord>,
}

/// One component of a pass rule, as it came out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ComponentRecord {
    /// What is measured.
    pub metric: PassMetric,
    /// The share, 0 to 1; `None` without any opportunity.
    pub share: Option<f64>,
    /// Opportunities that it rests on.
    pub n: u64,
    /// The cut, 0 to 1.
    pub cut: Option<f64>,
    /// Met or not.
    pub status: ComponentStatus,
}

impl ExamRecord {
    /// What a pass rule said of a session.
    #[must_use]
    pub fn of(step: StepId, session: &str, decision: &PassDecision) -> Self {
        let component = |of: &ComponentResult| ComponentRecord {
            metric: of.metric,
            share: of.share,
            n: of.n,
            cut: of.cut,
            status: of.status,
        };
        Self {
            step,
            session: session.to_owned(),
            outcome: decision.outcome,
            bars: decision.bars.clone(),
            components: decision.components.iter().map(component).collect(),
        }
    }
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

#[cfg(test)]
mod tests;

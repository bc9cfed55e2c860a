//! The plan of a session: who reads what, in which order and under which rules, fixed before the first case.

use overread_base::{CaseId, Millis, ReaderId, ScenarioId, Seed, ServiceIdentity, SessionId};
use overread_scenario::{HitRule, Questions, ReadingMode, ScenarioHash};

use crate::{ExamSeat, Rubric, SessionDesign};

/// All that a session needs to know, and all that a replay needs beside the events. Holds no truth.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionPlan {
    /// This sitting.
    pub session: SessionId,
    /// Who reads.
    pub reader: ReaderId,
    /// What is read.
    pub scenario: ScenarioId,
    /// The hash of the scenario file.
    pub scenario_hash: ScenarioHash,
    /// The seed of all that is drawn for this session.
    pub seed: Seed,
    /// Name and version of the program.
    pub software: String,
    /// The rubric that the session will be scored by.
    pub rubric: Rubric,
    /// When the AI result may be seen.
    pub mode: ReadingMode,
    /// The AI service with its digests; every mode but unaided has one. Where all results are recorded it is that of the
    /// first.
    pub service: Option<ServiceIdentity>,
    /// The cases whose AI result was recorded from another system, in the order of the session.
    pub recorded: Vec<RecordedSource>,
    /// Whether an unsigned plugin could run: such a session gives no certificate.
    pub is_developer_mode: bool,
    /// The exam that the cases are read for; `None` for a session without one.
    pub exam: Option<ExamSeat>,
    /// When a mark counts as being on a lesion.
    pub hit_rule: HitRule,
    /// Time a case should take.
    pub soft_limit: Option<Millis>,
    /// What the reader is asked about each case.
    pub questions: Questions,
    /// The cases in the order of this session, at least one, all different.
    pub cases: Vec<CaseId>,
    /// What the scenario's design sets for this session.
    pub design: SessionDesign,
}

/// Where the recorded AI result of one case comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordedSource {
    /// The case.
    pub case: CaseId,
    /// Who said it, as far as the record says so.
    pub service: ServiceIdentity,
    /// SHA-256 of all that was read, lower-case hex.
    pub sha256: String,
}

impl SessionPlan {
    /// Whose word the AI result of a case is: another system's where it is recorded, else the service's.
    #[must_use]
    pub fn service_of(&self, case: &CaseId) -> Option<&ServiceIdentity> {
        let recorded = self.recorded_of(case).map(|recorded| &recorded.service);
        recorded.or(self.service.as_ref())
    }

    /// The record that the AI result of a case comes from; `None` where the service is run.
    #[must_use]
    pub fn recorded_of(&self, case: &CaseId) -> Option<&RecordedSource> {
        self.recorded.iter().find(|recorded| recorded.case == *case)
    }

    /// When the AI result of a case may be seen: never in an exam's item that names no service.
    #[must_use]
    pub fn mode_of(&self, case: &CaseId) -> ReadingMode {
        let item = self.exam.as_ref().and_then(|seat| seat.plan.item_of(case));
        match item {
            Some(item) if item.service.is_none() => ReadingMode::Unaided,
            Some(_) | None => self.mode,
        }
    }
}

/// Why a plan cannot be made or used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// There is nothing to read.
    #[error("the plan has no cases")]
    NoCases,
    /// One case twice.
    #[error("case {case} stands twice in the plan")]
    RepeatedCase {
        /// The case.
        case: CaseId,
    },
    /// The exam and the session do not have the same cases in the same order.
    #[error("the cases of the plan are not the items of its exam")]
    OtherItems,
    /// The reading mode shows AI results, but no service is named.
    #[error("reading mode {} needs an AI service", mode.word())]
    NoService {
        /// The mode.
        mode: ReadingMode,
    },
    /// The reading mode shows no AI result, but a service is named.
    #[error("reading mode {} has no AI service, found {service}", mode.word())]
    ServiceNotUsed {
        /// The mode.
        mode: ReadingMode,
        /// The service named.
        service: String,
    },
}

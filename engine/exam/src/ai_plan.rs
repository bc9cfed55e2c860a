//! What each case's AI result will be shown as: as it is, not at all, or with a planted error. Seeded, made before the
//! session, never shown before the answer that it concerns is locked.

use std::collections::BTreeMap;

use overread_base::{CaseId, Millis, Seed};
use overread_scenario::{AiErrorKind, ErrorSeverity};

/// The plan of all cases of a session.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AiPlan {
    /// What was planned for each case; a case that is not in it is shown as it is.
    pub cases: BTreeMap<CaseId, PlannedAi>,
}

/// What is planned for the AI result of one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlannedAi {
    /// No result is shown (the hidden subset without AI).
    Withheld,
    /// The result is changed.
    Planted(PlannedError),
}

/// An error to be planted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedError {
    /// What kind.
    pub kind: AiErrorKind,
    /// How grave.
    pub severity: ErrorSeverity,
    /// The dice of this error: where a false mark lies, which finding is lost.
    pub seed: Seed,
    /// Late results: by how much.
    pub delay: Option<Millis>,
}

impl AiPlan {
    /// What is planned for a case; `None` where its result is shown as it is.
    #[must_use]
    pub fn of(&self, case: &CaseId) -> Option<&PlannedAi> {
        self.cases.get(case)
    }
}

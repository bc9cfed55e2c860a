//! What each case's AI result will be shown as: as it is, not at all, or with a planted error. Seeded, made before the
//! session, never shown before the answer that it concerns is locked.

mod draw;

use std::collections::BTreeMap;

use overread_base::{CaseId, Millis, Seed};
use overread_scenario::{AiErrorKind, ErrorSeverity};
use sha2::{Digest as _, Sha256};

pub use draw::AiPlanError;

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
    /// The service has silently become another version as well; `None` where it has not, and where that is the error
    /// itself.
    pub version: Option<VersionChange>,
}

/// A silent change of version, the same for every case from some point of the session on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VersionChange {
    /// How far the threshold moved.
    pub severity: ErrorSeverity,
    /// The dice of the change: equal for all its cases, so that all of them meet one and the same version.
    pub seed: Seed,
}

impl AiPlan {
    /// What is planned for a case; `None` where its result is shown as it is.
    #[must_use]
    pub fn of(&self, case: &CaseId) -> Option<&PlannedAi> {
        self.cases.get(case)
    }

    /// The plan as text: a heading, then one line a case in the order of their ids, fields parted by one space.
    ///
    /// `CASE withheld`, or `CASE KIND SEVERITY SEED DELAY VERSION-SEVERITY VERSION-SEED`: seeds in 16 digits of
    /// lower-case hex, the delay in ms, `-` for what is not there.
    #[must_use]
    pub fn canonical_text(&self) -> String {
        let lines = self.cases.iter().map(|(case, planned)| match planned {
            PlannedAi::Withheld => format!("{case} withheld\n"),
            PlannedAi::Planted(error) => format!("{case} {}\n", error.canonical_text()),
        });
        std::iter::once("overread ai plan 1\n".to_owned())
            .chain(lines)
            .collect()
    }

    /// SHA-256 over [`AiPlan::canonical_text`], lower-case hex: written before the session, it commits to the plan.
    #[must_use]
    pub fn sha256(&self) -> String {
        let digest: [u8; 32] = Sha256::digest(self.canonical_text()).into();
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl PlannedError {
    fn canonical_text(&self) -> String {
        let (kind, severity, seed) = (self.kind.word(), self.severity.word(), self.seed.0);
        let delay = self
            .delay
            .map_or_else(|| "-".to_owned(), |delay| delay.0.to_string());
        let version = self.version.map_or_else(
            || "- -".to_owned(),
            |change| format!("{} {:016x}", change.severity.word(), change.seed.0),
        );
        format!("{kind} {severity} {seed:016x} {delay} {version}")
    }
}

#[cfg(test)]
mod tests;

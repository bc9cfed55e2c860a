//! Technical defects of a result that can be told without a person, by the classes a to e of monitoring, and refusals.
//!
//! Class d, faults in the display of images, needs eyes. The words are those of scenarios and exams.

use overread_base::{AiReport, AiStatus, FailureKind, Finding, NotRunReason, SeriesUid};
use serde::{Deserialize, Serialize};

use crate::judge::is_stated;

/// A technical defect. The letter of its word is its class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Defect {
    /// The job was stopped at its limit of time or instructions.
    #[serde(rename = "a.timeout")]
    Timeout,
    /// The result came later than the gate allows; told where the gate is known, never in a row.
    #[serde(rename = "a.late")]
    Late,
    /// There is no result: the service broke, or was not there.
    #[serde(rename = "b.no-sr")]
    NoResult,
    /// A result without probability, finding, score or statement of what was looked for.
    #[serde(rename = "b.empty-report")]
    EmptyReport,
    /// A mark on a series that such a service does not read, or on one of an earlier study.
    #[serde(rename = "c.wrong-series")]
    WrongSeries,
    /// The same finding with the same marks twice.
    #[serde(rename = "c.duplicate")]
    Duplicate,
    /// A negative probability beside a placed finding, or a positive one without any finding.
    #[serde(rename = "c.probability-vs-mark-mismatch")]
    ProbabilityMismatch,
    /// The answer broke the contract: not finite, outside the images, too many.
    #[serde(rename = "e.corrupt-object")]
    Corrupt,
}

impl Defect {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Timeout,
        Self::Late,
        Self::NoResult,
        Self::EmptyReport,
        Self::WrongSeries,
        Self::Duplicate,
        Self::ProbabilityMismatch,
        Self::Corrupt,
    ];

    /// The word for it in rows, gates and reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Timeout => "a.timeout",
            Self::Late => "a.late",
            Self::NoResult => "b.no-sr",
            Self::EmptyReport => "b.empty-report",
            Self::WrongSeries => "c.wrong-series",
            Self::Duplicate => "c.duplicate",
            Self::ProbabilityMismatch => "c.probability-vs-mark-mismatch",
            Self::Corrupt => "e.corrupt-object",
        }
    }

    /// What it means, for people.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Timeout => "stopped at its limit of time or instructions",
            Self::Late => "later than the gate allows",
            Self::NoResult => "no result",
            Self::EmptyReport => "an empty result",
            Self::WrongSeries => "marks on a series that is not to be read",
            Self::Duplicate => "the same finding twice",
            Self::ProbabilityMismatch => "probability and findings contradict one another",
            Self::Corrupt => "the result breaks the contract",
        }
    }
}

/// Why a service declined: its own word about the study, apart from faults of the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// The study is not of the kind that it is for.
    OutOfScope,
    /// A series that it needs is not there.
    MissingSeries,
    /// The images cannot be used as they are.
    BadInput,
    /// The patient's age is outside the stated range.
    UnsupportedAge,
}

impl Refusal {
    /// The refusal in a reason not to run; `None` where the machine, not the service, is the reason.
    #[must_use]
    pub fn of(reason: NotRunReason) -> Option<Self> {
        match reason {
            NotRunReason::OutOfScope => Some(Self::OutOfScope),
            NotRunReason::MissingSeries => Some(Self::MissingSeries),
            NotRunReason::BadInput => Some(Self::BadInput),
            NotRunReason::UnsupportedAge => Some(Self::UnsupportedAge),
            NotRunReason::RuntimeMissing
            | NotRunReason::ModelMissing
            | NotRunReason::Quarantined => None,
        }
    }

    /// The word for it in rows and reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::OutOfScope => "out-of-scope",
            Self::MissingSeries => "missing-series",
            Self::BadInput => "bad-input",
            Self::UnsupportedAge => "unsupported-age",
        }
    }
}

/// The defects in how a job ended. A job that a person ended has none.
pub(crate) fn of_status(status: &AiStatus) -> Vec<Defect> {
    let defect = match status {
        AiStatus::Done(_) => None,
        AiStatus::NotRun { reason, .. } => {
            Refusal::of(*reason).is_none().then_some(Defect::NoResult)
        }
        AiStatus::Failed { kind, .. } => match kind {
            FailureKind::Deadline | FailureKind::Fuel => Some(Defect::Timeout),
            FailureKind::OutputInvalid => Some(Defect::Corrupt),
            FailureKind::Cancelled => None,
            FailureKind::RefusedManifest
            | FailureKind::BadSignature
            | FailureKind::Incompatible
            | FailureKind::CompileFailed
            | FailureKind::LinkFailed
            | FailureKind::Trap
            | FailureKind::Memory
            | FailureKind::HostBudget
            | FailureKind::PluginFailure => Some(Defect::NoResult),
        },
    };
    defect.into_iter().collect()
}

/// The defects in a report; `markable` are the series on which marks belong.
pub(crate) fn of_report(report: &AiReport, markable: Option<&[SeriesUid]>) -> Vec<Defect> {
    let stated: Vec<&Finding> = report.findings.iter().filter(|f| is_stated(f)).collect();
    let has_score = report
        .extra
        .iter()
        .any(|(name, _)| name.starts_with("score."));
    let is_empty = report.probability.is_none()
        && report.findings.is_empty()
        && report.assessed.is_empty()
        && !has_score;
    let is_placed = |finding: &&&Finding| !finding.marks.is_empty();
    let contradicts = report.probability.is_some_and(|probability| {
        if probability.is_positive() {
            report.findings.is_empty()
        } else {
            stated.iter().any(|finding| is_placed(&finding))
        }
    });
    let strays = markable.is_some_and(|series| {
        let mut marks = report.findings.iter().flat_map(|finding| &finding.marks);
        marks.any(|mark| !series.contains(&mark.series))
    });
    let found = [
        (is_empty, Defect::EmptyReport),
        (strays, Defect::WrongSeries),
        (has_twice(&stated), Defect::Duplicate),
        (contradicts, Defect::ProbabilityMismatch),
    ];
    let found = found.into_iter().filter(|(is_found, _)| *is_found);
    found.map(|(_, defect)| defect).collect()
}

/// Findings beyond this number are not held against one another.
const MOST_COMPARED: usize = 1000;

fn has_twice(findings: &[&Finding]) -> bool {
    let placed: Vec<&&Finding> = findings
        .iter()
        .filter(|finding| !finding.marks.is_empty())
        .take(MOST_COMPARED)
        .collect();
    placed.iter().enumerate().any(|(idx, one)| {
        placed[..idx]
            .iter()
            .any(|other| other.code.is_same_concept(&one.code) && other.marks == one.marks)
    })
}

#[cfg(test)]
mod tests;

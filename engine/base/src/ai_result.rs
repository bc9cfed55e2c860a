//! What an AI service said about one study, and how it came about. No geometry maths, no wire format.
//!
//! Nothing is implied by silence: a result is done with findings, done without, not run and why, or failed and how.

use crate::{Code, Finding, LocalText, Millis, SeriesUid, ServiceId, StudyUid, VolumeGeometry};

/// The result of one job of one service on one study.
#[derive(Debug, Clone, PartialEq)]
pub struct AiResult {
    /// Who said it.
    pub service: ServiceIdentity,
    /// About which study.
    pub study: StudyUid,
    /// What came of the job.
    pub status: AiStatus,
    /// How long the job took, on the host's clock; `None` for a recorded result without times.
    pub elapsed: Option<Millis>,
}

impl AiResult {
    /// The report, if the job was done.
    #[must_use]
    pub fn report(&self) -> Option<&AiReport> {
        match &self.status {
            AiStatus::Done(report) => Some(report),
            AiStatus::NotRun { .. } | AiStatus::Failed { .. } => None,
        }
    }

    /// The findings, if the job was done; none otherwise.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        self.report().map_or(&[], |report| &report.findings)
    }
}

/// Which service, in which version, with which parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceIdentity {
    /// `vendor.service`.
    pub id: ServiceId,
    /// Names for people, per language.
    pub name: Vec<LocalText>,
    /// The vendor's version.
    pub version: String,
    /// SHA-256 of the bundle, lower-case hex; `None` for a recorded result of another system.
    pub bundle_digest: Option<String>,
    /// SHA-256 of each model by its name in the manifest.
    pub model_digests: Vec<(String, String)>,
    /// What the vendor says the service is for, per language.
    pub intended_use: Vec<LocalText>,
    /// The threshold at which findings are reported and what it is claimed to give.
    pub operating_point: Option<OperatingPoint>,
}

/// A threshold and the accuracy claimed for it.
#[derive(Debug, Clone, PartialEq)]
pub struct OperatingPoint {
    /// Findings below are not reported.
    pub threshold: f64,
    /// 0 to 1.
    pub sensitivity: Option<f64>,
    /// 0 to 1.
    pub specificity: Option<f64>,
    /// False positives per study, for detectors.
    pub false_positives_per_study: Option<f64>,
    /// The data on which the claim was measured.
    pub dataset: String,
}

// Thresholds come out of manifests, which refuse NaN: equality is total.
impl Eq for OperatingPoint {}

/// What came of a job.
#[derive(Debug, Clone, PartialEq)]
pub enum AiStatus {
    /// The service read the study; its report may hold findings or none.
    Done(AiReport),
    /// The service declined or could not start, for a stated reason: neither positive nor negative.
    NotRun {
        /// Why.
        reason: NotRunReason,
        /// Details for people.
        message: String,
    },
    /// The service was stopped or broke.
    Failed {
        /// How.
        kind: FailureKind,
        /// Details for people.
        message: String,
    },
}

/// Why a service did not run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotRunReason {
    /// The study is not of the kind that the service is for.
    OutOfScope,
    /// A series that the service needs is not there.
    MissingSeries,
    /// The images cannot be used as they are.
    BadInput,
    /// The patient's age is outside the stated range.
    UnsupportedAge,
    /// There is no inference runtime on this machine.
    RuntimeMissing,
    /// The model is missing, or it is not the one that the manifest names.
    ModelMissing,
    /// The service is quarantined after repeated faults.
    Quarantined,
}

/// How a job ended without a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FailureKind {
    /// The manifest breaks its schema.
    RefusedManifest,
    /// A file is missing or is not the one that the manifest pins.
    BadSignature,
    /// Made for a contract that this host does not offer.
    Incompatible,
    /// The component did not compile.
    CompileFailed,
    /// The component asks for something that its world does not offer.
    LinkFailed,
    /// The guest trapped.
    Trap,
    /// The guest ran past its deadline.
    Deadline,
    /// The guest used up its instruction budget.
    Fuel,
    /// The guest wanted more memory than it may have.
    Memory,
    /// Host-side volumes and tensors of the job outgrew their budget.
    HostBudget,
    /// The answer broke the contract: not finite, outside the volume, too many.
    OutputInvalid,
    /// The service reported a failure of its own.
    PluginFailure,
    /// A person or the host ended the job.
    Cancelled,
}

impl FailureKind {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::RefusedManifest,
        Self::BadSignature,
        Self::Incompatible,
        Self::CompileFailed,
        Self::LinkFailed,
        Self::Trap,
        Self::Deadline,
        Self::Fuel,
        Self::Memory,
        Self::HostBudget,
        Self::OutputInvalid,
        Self::PluginFailure,
        Self::Cancelled,
    ];

    /// The name under which logs, command line and documents know it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::RefusedManifest => "refused-manifest",
            Self::BadSignature => "bad-signature",
            Self::Incompatible => "incompatible",
            Self::CompileFailed => "compile-failed",
            Self::LinkFailed => "link-failed",
            Self::Trap => "trap",
            Self::Deadline => "deadline",
            Self::Fuel => "fuel",
            Self::Memory => "memory",
            Self::HostBudget => "host-budget",
            Self::OutputInvalid => "output-invalid",
            Self::PluginFailure => "plugin-failure",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What a service reports about a study that it read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AiReport {
    /// The probability of the target condition in the study, with its threshold.
    pub probability: Option<StudyProbability>,
    /// What was looked for, so that absence is stated.
    pub assessed: Vec<Assessed>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// A draft text by section.
    pub draft: Vec<ReportSection>,
    /// Where the study should stand in the worklist.
    pub priority: Option<Priority>,
    /// Remarks on the input or the result.
    pub warnings: Vec<LocalText>,
    /// Probability maps that the service kept for display.
    pub heat_maps: Vec<HeatMap>,
    /// Whatever else the service reported, by name.
    pub extra: Vec<(String, String)>,
}

/// A study-level score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StudyProbability {
    /// 0 to 1.
    pub value: f32,
    /// At or above it the study counts as positive.
    pub threshold: f32,
}

impl StudyProbability {
    /// Whether the service calls the study positive.
    #[must_use]
    pub fn is_positive(&self) -> bool {
        self.value >= self.threshold
    }
}

/// A condition that the service looked for in a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessed {
    /// What was looked for.
    pub code: Code,
    /// In which series.
    pub series: SeriesUid,
}

/// One section of a draft report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportSection {
    /// `findings`, `impression`, or the vendor's own.
    pub section: String,
    /// The text, per language.
    pub text: Vec<LocalText>,
}

/// A hint for the order of the worklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    /// In turn.
    Routine,
    /// Before the routine studies.
    Urgent,
    /// Now.
    Stat,
}

/// A probability map on a grid of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatMap {
    /// Name for the panel.
    pub name: String,
    /// The series that it was made from.
    pub series: SeriesUid,
    /// The grid.
    pub geometry: VolumeGeometry,
    /// 0 to 255 for 0 to 1; x fastest, then y, then z.
    pub values: Vec<u8>,
}

#[cfg(test)]
mod tests;

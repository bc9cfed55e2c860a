//! The one score of a session: what screen, report and export read. Types only here; the rubrics compute.

use overread_base::{CaseId, LesionId, Millis};
use overread_stats::{Estimate, Reliance};

use crate::SessionPlan;
use assessment::Assessment;

/// A frozen set of scoring rules. A released one is never changed; the next gets a new name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rubric {
    /// The first: marks against lesions by the scenario's hit rule, first read against final read, reliance by case.
    V1,
    /// The second: as the first in every reading mode, with points, questions, planted errors and what an AI result did.
    V2,
}

impl Rubric {
    /// The word for it in journals and scores.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
        }
    }

    /// The rubric of that name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::V1, Self::V2]
            .into_iter()
            .find(|rubric| rubric.word() == word)
    }
}

/// The score of one session.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// By which rules.
    pub rubric: Rubric,
    /// Each case in the order of the plan.
    pub cases: Vec<CaseScore>,
    /// Over all graded cases.
    pub total: TotalScore,
    /// Why no certificate may be given for the session, whatever its figures; empty where nothing known forbids one.
    pub bars: Vec<CertificateBar>,
    /// What rubric v2 says beyond that; `None` by v1.
    pub assessment: Option<Box<Assessment>>,
}

/// What forbids a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CertificateBar {
    /// An unsigned plugin could run.
    DeveloperMode,
    /// The session has not ended, was given up, or was sealed by order with cases left open.
    NotComplete,
}

impl CertificateBar {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::DeveloperMode, Self::NotComplete];

    /// The word for it in the score's JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::DeveloperMode => "developer-mode",
            Self::NotComplete => "not-complete",
        }
    }

    /// What forbids a certificate for a session by its plan alone.
    #[must_use]
    pub fn of_plan(plan: &SessionPlan) -> Vec<Self> {
        let bars = plan.is_developer_mode.then_some(Self::DeveloperMode);
        bars.into_iter().collect()
    }
}

/// The score of one case.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseScore {
    /// The case.
    pub case: CaseId,
    /// What was right and wrong, or why nothing can be said.
    pub grade: CaseGrade,
    /// How long it took.
    pub times: CaseTimes,
    /// Share of the slices of the series shown most completely that were on screen, 0 to 1; `None` if not recorded.
    pub slice_coverage: Option<f64>,
    /// Hints that were given; a case with any was not read without help.
    pub n_hints: u32,
}

/// What was right and wrong in a case.
#[expect(
    clippy::large_enum_variant,
    reason = "one at a time, never in bulk: a box would only be noise"
)]
#[derive(Debug, Clone, PartialEq)]
pub enum CaseGrade {
    /// Graded.
    Graded {
        /// The reader's own answer, before the AI; the same as the final one where none was locked or kept.
        first: ReadScore,
        /// The signed answer.
        last: ReadScore,
        /// What the service would have scored alone.
        ai: AiScore,
        /// How the verdicts fit the truth.
        verdicts: VerdictCounts,
        /// What changed from the first to the final answer.
        switches: LesionSwitches,
    },
    /// Not graded, which is not wrong.
    Ungraded(Ungraded),
}

/// Why a case is not graded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ungraded {
    /// The truth of the case is not known.
    NoTruth,
    /// The case was not signed.
    NotSigned,
    /// The images of the case could not be opened.
    NoImages,
    /// The answer says nothing about the case as a whole: no rating, and no mark that would stand for one.
    NotRated,
    /// The service decided the case alone; nobody read it.
    DecidedByAi,
}

impl Ungraded {
    /// The word for it in the score's JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NoTruth => "no-truth",
            Self::NotSigned => "not-signed",
            Self::NoImages => "no-images",
            Self::NotRated => "not-rated",
            Self::DecidedByAi => "decided-by-ai",
        }
    }
}

/// One answer to one case against the truth.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadScore {
    /// Lesions with at least one mark on them, in the order of the truth.
    pub hit: Vec<LesionId>,
    /// Lesions without a mark.
    pub missed: Vec<LesionId>,
    /// Marks on no lesion.
    pub false_positives: u32,
    /// The case rating, 0 to 100; a service's probability is rounded to it for display only.
    pub rating: Option<u8>,
    /// What the answer says about the case as a whole.
    pub call: Call,
    /// Whether the call fits the truth.
    pub is_call_right: bool,
}

impl ReadScore {
    /// Whether nothing is wrong with the answer: the call as a whole, every lesion found, no mark elsewhere.
    #[must_use]
    pub fn is_all_right(&self) -> bool {
        self.is_call_right && self.missed.is_empty() && self.false_positives == 0
    }
}

/// What an answer says about a case as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Call {
    /// There is a target lesion.
    Positive,
    /// There is none.
    Negative,
}

/// What the service did with a case.
#[derive(Debug, Clone, PartialEq)]
pub struct AiScore {
    /// What came of the job.
    pub outcome: AiOutcome,
    /// The result against the truth by the same rule as the reader's; `None` unless the job was done.
    pub read: Option<ReadScore>,
}

/// What came of the AI job of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AiOutcome {
    /// The reading mode has no AI.
    NotUsed,
    /// The service read the case.
    Done,
    /// The service declined.
    NotRun,
    /// The service broke or was stopped.
    Failed,
}

/// How the reader's verdicts fit the truth. A modified finding counts as taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VerdictCounts {
    /// Right findings accepted or modified.
    pub right_kept: u32,
    /// Right findings rejected.
    pub right_rejected: u32,
    /// Wrong findings accepted or modified.
    pub wrong_kept: u32,
    /// Wrong findings rejected.
    pub wrong_rejected: u32,
    /// Findings that the reader modified, right or wrong.
    pub modified: u32,
    /// The reader's own final marks on no AI finding: what the reader supplemented.
    pub supplemented: u32,
}

/// What changed from the first to the final answer, lesion by lesion and mark by mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LesionSwitches {
    /// Lesions missed first and hit in the end.
    pub rescued: u32,
    /// Lesions hit first and missed in the end.
    pub lost: u32,
    /// False positives in the final answer above those in the first.
    pub false_positives_gained: u32,
    /// False positives in the first answer above those in the final.
    pub false_positives_dropped: u32,
}

/// Times of a case on the session's clock, pauses left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CaseTimes {
    /// From the first image on screen (or the opening, if that was not recorded) to the signature.
    pub case: Option<Millis>,
    /// From the same start to the reveal of the AI result.
    pub to_reveal: Option<Millis>,
    /// From the reveal to the signature.
    pub after_reveal: Option<Millis>,
    /// By how much the soft limit was overrun.
    pub overrun: Option<Millis>,
}

pub(crate) mod assessment;

/// The score over all graded cases.
#[derive(Debug, Clone, PartialEq)]
pub struct TotalScore {
    /// Cases graded.
    pub n_graded: u32,
    /// Cases not graded for want of truth.
    pub n_no_truth: u32,
    /// Cases not signed.
    pub n_not_signed: u32,
    /// The reader's own answers.
    pub first: Accuracy,
    /// The signed answers.
    pub last: Accuracy,
    /// The service alone, over the cases that it read; `None` if it read none.
    pub ai: Option<Accuracy>,
    /// Sums of the cases.
    pub verdicts: VerdictCounts,
    /// Sums of the cases.
    pub switches: LesionSwitches,
    /// Case-level reliance over the graded cases that the service read; `None` in unaided mode.
    pub reliance: Option<Reliance>,
    /// Median case time.
    pub median_case_time: Option<Millis>,
    /// Median time to the reveal.
    pub median_to_reveal: Option<Millis>,
    /// Median reading time after the reveal.
    pub median_after_reveal: Option<Millis>,
}

/// How right a set of answers is. `None` where there was nothing to be right about.
#[derive(Debug, Clone, PartialEq)]
pub struct Accuracy {
    /// Cases judged.
    pub n_cases: u32,
    /// Lesions in them.
    pub n_lesions: u32,
    /// Share of the lesions hit (lesion localisation fraction).
    pub sensitivity: Option<Estimate>,
    /// False positives a case, over all cases (non-lesion localisation fraction).
    pub false_positives_per_case: Option<Estimate>,
    /// Share of the abnormal cases called positive.
    pub case_sensitivity: Option<Estimate>,
    /// Share of the normal cases called negative.
    pub case_specificity: Option<Estimate>,
}

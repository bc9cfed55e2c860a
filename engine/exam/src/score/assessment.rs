//! What rubric v2 says beyond the shape of v1: points, questions, AI states, planted errors. Types only; the rubric computes.
//!
//! A share without opportunities is `None`, never 0; every estimate carries its interval and on how much it rests.

use overread_base::{CaseId, Millis};
use overread_scenario::{AiErrorKind, Difficulty, ErrorSeverity, QuestionId, ReadingMode};
use overread_stats::{Calibration, Difference, Estimate, McNemar};

use crate::rubric_v2::expert::Agreement;
use crate::{Accuracy, Call, SessionEnd};

/// What rubric v2 says beyond the shape of v1.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// The reading mode.
    pub mode: ReadingMode,
    /// How the session ended; `None` while it has not.
    pub ended: Option<SessionEnd>,
    /// Each case in the order of [`crate::Score::cases`].
    pub cases: Vec<CaseAssessment>,
    /// How many cases were closed in which way.
    pub closings: Vec<(Closing, u32)>,
    /// The points of the form.
    pub points: PointTotal,
    /// The answers split by what the AI result did; states that do not occur are left out.
    pub by_state: Vec<StateAccuracy>,
    /// The answers split by how hard the author holds the case to be; levels that do not occur are left out.
    pub by_difficulty: Vec<DifficultyAccuracy>,
    /// What AI results on screen did to final answers, whatever the first ones were.
    pub advice: Advice,
    /// Double reading, in modes with arbitration.
    pub double_reading: Option<DoubleReading>,
    /// What the service decided alone, and the audit of it.
    pub autonomous: Option<Autonomous>,
    /// The rating of the service by its expert, where one was asked for.
    pub service: Option<ServiceTotal>,
    /// Technical defects and how they were named.
    pub defects: DefectTotal,
    /// How far ratings and forecasts are borne out.
    pub calibrations: Calibrations,
    /// How much of the AI's draft text was signed.
    pub drafts: DraftTotal,
    /// Interruptions: how many were turned back from, and the median time to the next act of answering.
    pub reentry: Reentry,
    /// The cells of the blueprint, by name.
    pub cells: Vec<CellScore>,
    /// Every planted error, with whether the reader was misled.
    pub planted: Vec<PlantedOutcome>,
}

/// How a case was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Closing {
    /// The report was signed.
    Signed,
    /// The time was over: the case is graded as it stands. Without a rating, a mark counts as a positive call; with
    /// neither, nothing was said, which gives no points and counts in no accuracy.
    TimedOut,
    /// The service decided it.
    DecidedByAi,
    /// The images could not be opened.
    NoImages,
    /// Opened or not, and not closed.
    NotClosed,
}

impl Closing {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Signed,
        Self::TimedOut,
        Self::DecidedByAi,
        Self::NoImages,
        Self::NotClosed,
    ];

    /// The word for it in exports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::TimedOut => "timed-out",
            Self::DecidedByAi => "decided-by-ai",
            Self::NoImages => "no-images",
            Self::NotClosed => "not-closed",
        }
    }
}

/// What the AI result on screen was worth, as to the case as a whole. What was planted comes before what is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AiState {
    /// No result was on screen: unaided, withheld, not asked for, or not shown by the mode.
    Without,
    /// The result's call is right.
    Right,
    /// A false alarm.
    FalsePositive,
    /// A miss.
    FalseNegative,
    /// Another clinical error was planted: in category, measurement, place, side, outline, class, text or priority.
    OtherError,
    /// A technical defect, planted or by itself: no usable result counts here.
    Defect,
    /// The version had silently changed.
    VersionChanged,
}

impl AiState {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Without,
        Self::Right,
        Self::FalsePositive,
        Self::FalseNegative,
        Self::OtherError,
        Self::Defect,
        Self::VersionChanged,
    ];

    /// The word for it in exports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Without => "without-ai",
            Self::Right => "ai-right",
            Self::FalsePositive => "ai-false-positive",
            Self::FalseNegative => "ai-false-negative",
            Self::OtherError => "ai-other-error",
            Self::Defect => "ai-defect",
            Self::VersionChanged => "ai-version-changed",
        }
    }
}

/// What rubric v2 says about one case.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseAssessment {
    /// The case.
    pub case: CaseId,
    /// How it was closed.
    pub closing: Closing,
    /// What the AI result was worth; `None` where that is not known.
    pub ai_state: Option<AiState>,
    /// Whether the first answer was given without an AI result on screen: locked, kept, or read alone.
    pub is_first_own: bool,
    /// Its points; `None` where it counts none.
    pub points: Option<CasePoints>,
    /// Its scored questions.
    pub questions: Vec<QuestionScore>,
    /// The rating of the service.
    pub rating: Option<ServiceRating>,
    /// The technical defect of the result and what the reader called it.
    pub defect: Option<DefectNaming>,
    /// How much of the AI's draft text was signed.
    pub draft: Option<DraftUptake>,
    /// What the service decided alone, and whether that was right, where the truth is known.
    pub decided: Option<(Call, Option<bool>)>,
}

/// The points of a case.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CasePoints {
    /// Earned, after the time factor.
    pub earned: f64,
    /// To be had.
    pub possible: f64,
    /// The time factor, 0 to 1; 1 where none is set.
    pub time_factor: f64,
    /// Answers that people have not graded yet; they are left out until then.
    pub n_awaited: u32,
}

/// The points of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct PointTotal {
    /// Earned.
    pub earned: f64,
    /// To be had in the cases that count, unread ones of a session that ended among them.
    pub possible: f64,
    /// The mean share of a case, 0 to 1, with Student's interval; `None` on fewer than two cases.
    pub share: Option<Estimate>,
    /// Cases that count.
    pub n_cases: u32,
    /// Answers that people have not graded yet.
    pub n_awaited: u32,
}

/// One scored question.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionScore {
    /// The question.
    pub question: QuestionId,
    /// Its weight among the questions of the case.
    pub weight: f64,
    /// The first answer, 0 to 1, where it was asked then.
    pub first: Option<f64>,
    /// The answer that counts, 0 to 1: the final one, or the first of a question that is asked first alone.
    pub share: Option<f64>,
    /// Why it has no share, or whether it has.
    pub status: QuestionStatus,
}

/// Whether a question could be scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QuestionStatus {
    /// It was.
    Scored,
    /// It was asked and not answered: 0.
    Unanswered,
    /// Nobody knows the right answer: not scored.
    NoKey,
    /// So many graders are wanted still: not scored yet.
    Awaited(u8),
}

impl QuestionStatus {
    /// The word for it in exports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Scored => "scored",
            Self::Unanswered => "unanswered",
            Self::NoKey => "no-key",
            Self::Awaited(_) => "awaits-grading",
        }
    }
}

/// The expert's rating of the service on one axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AxisRating {
    /// What the reader said.
    pub said: Agreement,
    /// What is, from the truth and what was planted.
    pub is: Agreement,
}

/// The expert's rating of the service in one case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceRating {
    /// Interpretation.
    pub interpretation: Option<AxisRating>,
    /// Localisation.
    pub localisation: Option<AxisRating>,
}

/// The rating of the service over all cases.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ServiceTotal {
    /// Axes rated.
    pub n: u32,
    /// The reader's mean rating of the service, 0 to 100.
    pub said: Option<f64>,
    /// The service's mean rating by truth and what was planted, over the same axes.
    pub is: Option<f64>,
    /// Share of the cases in which the reader rates interpretation as it is.
    pub interpretation: Option<Estimate>,
    /// The same of localisation.
    pub localisation: Option<Estimate>,
}

/// A technical defect and what the reader called it.
#[derive(Debug, Clone, PartialEq)]
pub struct DefectNaming {
    /// What the reader said: a code, `none`, or nothing.
    pub said: Option<String>,
    /// What it is: a code, a class letter, or `none`.
    pub is: String,
    /// 1 for the code, 0.5 for another of its class, else 0.
    pub share: f64,
}

/// Technical defects over all cases in which the reader was asked for one.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct DefectTotal {
    /// Share of the defects named by their code.
    pub named: Option<Estimate>,
    /// Share of the defects named by their class at least.
    pub class_named: Option<Estimate>,
    /// Share of the results without a defect that were called defective.
    pub false_alarms: Option<Estimate>,
}

/// How much of the AI's draft text stands in the signed report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftUptake {
    /// Sentences of the draft.
    pub n_sentences: u32,
    /// Those that stand in the report word for word, but for case and spaces.
    pub n_taken: u32,
    /// Whether a planted wrong sentence stands there too; `None` where none was planted.
    pub is_planted_taken: Option<bool>,
}

/// Draft texts over all cases.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct DraftTotal {
    /// Share of the sentences taken over.
    pub taken: Option<Estimate>,
    /// Share of the planted wrong sentences taken over.
    pub planted_taken: Option<Estimate>,
}

/// The answers of the cases in which the AI result was worth the same.
#[derive(Debug, Clone, PartialEq)]
pub struct StateAccuracy {
    /// What it was worth.
    pub state: AiState,
    /// The reader's own answers before any result, where there are such.
    pub first: Accuracy,
    /// The final answers.
    pub last: Accuracy,
    /// Median case time.
    pub median_case_time: Option<Millis>,
}

/// The answers of the cases that are equally hard.
#[derive(Debug, Clone, PartialEq)]
pub struct DifficultyAccuracy {
    /// How hard.
    pub difficulty: Difficulty,
    /// The reader's own answers before any result, where there are such.
    pub first: Accuracy,
    /// The final answers.
    pub last: Accuracy,
}

/// What AI results on screen did to final answers, by case.
#[derive(Debug, Clone, PartialEq)]
pub struct Advice {
    /// Graded cases with a result on screen that the service gave.
    pub n: u32,
    /// Final positives on false alarms of the AI.
    pub commission: Option<Estimate>,
    /// Final misses on misses of the AI.
    pub omission: Option<Estimate>,
    /// Final answers that say what the AI says.
    pub agreement: Option<Estimate>,
    /// Commission less the false positive rate of the reader's own cases that the plan leaves without AI.
    pub delta_commission: Option<Difference>,
    /// Omission less the miss rate of the reader's own cases without AI.
    pub delta_omission: Option<Difference>,
    /// First wrong and finally right against the reverse, where first answers are the reader's own.
    pub mcnemar: Option<McNemar>,
}

/// Double reading with a service.
#[derive(Debug, Clone, PartialEq)]
pub struct DoubleReading {
    /// Cases that both have read.
    pub n: u32,
    /// Share in which they disagree.
    pub discordance: Option<Estimate>,
    /// Share that went to arbitration.
    pub arbitration: Option<Estimate>,
    /// Share of the arbitrations that ended against the reader's own read.
    pub overturned: Option<Estimate>,
    /// Cases that the service alone called positive.
    pub ai_only: Flagged,
    /// Cases that the reader alone called positive.
    pub reader_only: Flagged,
}

/// What became of cases that one of two readers called positive.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Flagged {
    /// Share called positive in the end.
    pub recalled: Option<Estimate>,
    /// Share of those that are abnormal.
    pub ppv: Option<Estimate>,
}

/// What the service decided alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Autonomous {
    /// Cases decided.
    pub n: u32,
    /// Share of the cases called normal that are.
    pub signed_normal_right: Option<Estimate>,
    /// Share of the cases called abnormal that are.
    pub recalled_right: Option<Estimate>,
    /// The audit of what the service would have signed.
    pub audit: Option<Audit>,
}

/// The reader's audit of cases that the service holds to be normal.
#[derive(Debug, Clone, PartialEq)]
pub struct Audit {
    /// Cases audited.
    pub n: u32,
    /// Share of the abnormal ones among them that the reader finds.
    pub sensitivity: Option<Estimate>,
    /// Share of the normal ones among them that the reader recalls.
    pub false_recalls: Option<Estimate>,
    /// The reader's time on them.
    pub time: Millis,
}

/// How far ratings and forecasts are borne out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Calibrations {
    /// The own first ratings against the truth.
    pub first: Option<Calibration>,
    /// The final ratings against the truth.
    pub last: Option<Calibration>,
    /// Forecasts that the AI will be right against whether it was.
    pub forecast: Option<Calibration>,
}

/// Coming back after interruptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reentry {
    /// Interruptions after which the reader answered something.
    pub n: u32,
    /// Median time from turning back to the next act of answering.
    pub median: Option<Millis>,
}

/// One cell of the blueprint.
#[derive(Debug, Clone, PartialEq)]
pub struct CellScore {
    /// Its name.
    pub name: String,
    /// Cases of it with points.
    pub n: u32,
    /// The mean share of the points; `None` on fewer than [`LEAST_CELL_ITEMS`] cases, which say too little.
    pub share: Option<Estimate>,
}

/// On fewer cases a cell of the blueprint gets no score.
pub const LEAST_CELL_ITEMS: usize = 5;

/// A planted error and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlantedOutcome {
    /// The case.
    pub case: CaseId,
    /// What kind.
    pub kind: AiErrorKind,
    /// How grave.
    pub severity: ErrorSeverity,
    /// Whether it could not be planted: the result was shown as it was, and nobody was misled.
    pub is_void: bool,
    /// Whether the final answer holds the error; `None` where nobody can say.
    pub is_misled: Option<bool>,
    /// Whether the reader showed that it was noticed: rejected, modified, supplemented, or named; `None` where there was
    /// no way to show it.
    pub is_noticed: Option<bool>,
    /// Whether the reader's own first answer was right there; `None` without one.
    pub was_first_right: Option<bool>,
}

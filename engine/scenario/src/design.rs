//! The design of a scenario beyond cases and marks: reading, errors planted, forms, clocks, certification. No parsing.

use overread_base::{LocalText, Millis, ServiceId};

use crate::{
    AiErrorKind, Case, Difficulty, ErrorSeverity, PracticeRules, Question, ReadingMode,
    ReadingSettings, Scale,
};

/// All that a scenario may set beside its cases and marks; what it leaves out is off.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Design {
    /// What concerns the reading modes.
    pub reading: ReadingSettings,
    /// Scales that the scenario brings along.
    pub scales: Vec<Scale>,
    /// Questions about every case, in order.
    pub questions: Vec<Question>,
    /// Names of the services with an operating point that stand in where no algorithm exists.
    pub simulated: Option<SimulatedService>,
    /// Errors planted over the service.
    pub planted: Option<PlantedErrors>,
    /// How a session's form is drawn from the cases; without one every case is read.
    pub form: Option<FormSpec>,
    /// Time limits and pauses.
    pub clocks: ClockSpec,
    /// What interrupts the reader.
    pub interruptions: Option<Interruptions>,
    /// Arms of a crossover, which the reader meets in a counterbalanced order.
    pub crossover: Option<Crossover>,
    /// Points lost over time; off unless set.
    pub time_factor: Option<TimeFactor>,
    /// How each case's points are made up.
    pub points: PointRule,
    /// What a certificate needs; a scenario without it gives none.
    pub certification: Option<Certification>,
    /// What practice allows; a scenario without it shows no truth before its end and gives no hints.
    pub practice: Option<PracticeRules>,
}

/// How the points of a case are made up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PointRule {
    /// The weighted mean of the scored questions, 0 to 1 a case; a case without scored questions counts its call.
    #[default]
    Weighted,
    /// Rapids, 0 to 2 a case: normal called normal 2; abnormal called abnormal 2 with every lesion hit and no mark
    /// beside them, 1 with some; else 0.
    Rapids,
}

/// A service with a stated operating point over known truth.
#[derive(Debug, Clone, PartialEq)]
pub struct SimulatedService {
    /// The id under which it is shown; [`crate::Scenario::service`] is the same.
    pub id: ServiceId,
    /// Its name, per language.
    pub name: Vec<LocalText>,
    /// The version that it states.
    pub version: String,
    /// How well it does.
    pub operating: Operating,
    /// Sensitivity in place of [`Operating`]'s for cases of one difficulty.
    pub by_difficulty: Vec<(Difficulty, f64)>,
    /// False marks a case, the mean of a Poisson distribution, >= 0; only cases called positive carry them.
    pub false_marks_per_case: f64,
    /// The standard deviation of a mark's place around the lesion's centre, mm.
    pub place_sd_mm: f64,
    /// The median time that it takes.
    pub latency: Millis,
    /// Share of the cases in which it fails by itself, 0 to 1.
    pub defect_rate: f64,
    /// At or above it a case counts as positive, 0 to 1.
    pub threshold: f64,
}

/// How well a simulated service does, by case.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Operating {
    /// Scores are binormal with equal variances and this area under the curve, 0.5 to 0.999; the threshold sits where
    /// sensitivity and specificity are equal.
    Auc(f64),
    /// Sensitivity and specificity at the threshold, each 0 to 1; at 0 and 1 exactly no case
    /// falls on the other side.
    Point {
        /// Share of the abnormal cases called positive.
        sensitivity: f64,
        /// Share of the normal cases called negative.
        specificity: f64,
    },
}

/// Errors planted over a service by quota and seed.
#[derive(Debug, Clone, PartialEq)]
pub struct PlantedErrors {
    /// Quotas, in order; a case carries one error at most.
    pub quotas: Vec<ErrorQuota>,
}

/// So many cases get one of these errors.
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorQuota {
    /// The kinds, drawn evenly.
    pub kinds: Vec<AiErrorKind>,
    /// How many cases.
    pub amount: Amount,
    /// How grave; `None` draws it by the shares 63, 32 and 5 per cent of minor, intermediate and significant errors
    /// (Nechaev et al., Diagnostics 2025;15:2778).
    pub severity: Option<ErrorSeverity>,
    /// Only cases with all of these tags.
    pub tags: Vec<String>,
    /// Late results: by how much; else unused.
    pub delay: Option<Millis>,
    /// Silent change of version: from which share of the session on, 0 to 1; else unused.
    pub from_share: f64,
}

/// A number of cases.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Amount {
    /// Exactly so many.
    Count(u32),
    /// So large a share of the cases of the session, 0 to 1, rounded to the nearest.
    Share(f64),
}

impl ErrorQuota {
    /// Whether it is a silent change of version, which concerns a part of the session and no single case.
    #[must_use]
    pub fn is_version_change(&self) -> bool {
        self.kinds.contains(&AiErrorKind::VersionChange)
    }
}

impl Amount {
    /// How many of `n_cases` it is; halves are rounded up.
    #[must_use]
    pub fn of(self, n_cases: usize) -> usize {
        match self {
            Self::Count(count) => usize::try_from(count).unwrap_or(usize::MAX),
            Self::Share(share) => {
                let exact = share * n_cases as f64;
                (0..n_cases)
                    .find(|&n| n as f64 + 0.5 > exact)
                    .unwrap_or(n_cases)
            }
        }
    }
}

/// How a session's form is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct FormSpec {
    /// The blueprint's cells; every cell is met, or no form is drawn.
    pub cells: Vec<BlueprintCell>,
    /// A case that was on so many forms on this machine is not drawn any more.
    pub most_exposures: Option<u32>,
}

impl FormSpec {
    /// How many cases a form has.
    #[must_use]
    pub fn n_cases(&self) -> usize {
        self.cells.iter().map(|cell| cell.count as usize).sum()
    }
}

/// One cell of a blueprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlueprintCell {
    /// The cell's name in reports.
    pub name: String,
    /// Cases with all of these tags.
    pub tags: Vec<String>,
    /// Cases of this difficulty.
    pub difficulty: Option<Difficulty>,
    /// How many cases.
    pub count: u32,
}

impl BlueprintCell {
    /// Whether a case fits the cell.
    #[must_use]
    pub fn takes(&self, case: &Case) -> bool {
        self.tags.iter().all(|tag| case.tags.contains(tag))
            && self
                .difficulty
                .is_none_or(|level| case.difficulty == Some(level))
    }
}

/// Time limits and pauses.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClockSpec {
    /// For the whole session; when it is over the session is sealed as it stands.
    pub session: Option<Millis>,
    /// For a case; when it is over the case is closed as it stands.
    pub case: Option<Millis>,
    /// Pauses by the reader.
    pub pauses: PausePolicy,
}

/// Whether the reader may pause. A supervisor always may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PausePolicy {
    /// As often and as long as wanted.
    #[default]
    Free,
    /// So often, and so long in all.
    Limited {
        /// The most pauses.
        most: u32,
        /// Their whole length.
        total: Millis,
    },
    /// Not at all.
    Never,
}

/// What interrupts the reader, on a script that follows from the session's seed.
#[derive(Debug, Clone, PartialEq)]
pub struct Interruptions {
    /// Mean time between two of them (exponential gaps).
    pub mean_gap: Millis,
    /// What happens, drawn evenly.
    pub kinds: Vec<Interruption>,
}

/// One kind of interruption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interruption {
    /// Unique in the scenario: lower-case letters, digits, `-` and `_`.
    pub id: String,
    /// Who or what.
    pub kind: InterruptionKind,
    /// What is said, per language.
    pub text: Vec<LocalText>,
}

/// Who or what interrupts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InterruptionKind {
    /// The telephone.
    Call,
    /// A colleague at the desk.
    Colleague,
    /// The archive stalls: images stand still until it is over.
    ArchiveStall,
}

/// A crossover: each reader meets every arm once, with other cases in each, in a counterbalanced order.
#[derive(Debug, Clone, PartialEq)]
pub struct Crossover {
    /// The reading mode of each arm, 2 to 6.
    pub arms: Vec<ReadingMode>,
    /// The least time between two sessions of one reader, in days; 28 by the literature's minimum.
    pub washout_days: u32,
}

/// Points lost over time: whole up to `full_until`, none from `zero_from`, a straight line between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TimeFactor {
    /// Whole points up to here.
    pub full_until: Millis,
    /// No points from here on.
    pub zero_from: Millis,
}

/// What a certificate needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Certification {
    /// What is certified, per language.
    pub title: Vec<LocalText>,
    /// Every component has to be met.
    pub pass: Vec<PassComponent>,
    /// How often one candidate may sit it; `None` without limit.
    pub most_attempts: Option<u32>,
    /// The least time between two attempts, in days.
    pub wait_days: u32,
    /// Ed25519 public keys (64 digits of lower-case hex) of the supervisors whose orders count; empty: nobody supervises.
    pub supervisors: Vec<String>,
    /// Whether the session begins only with a supervisor's signed order.
    pub needs_signed_start: bool,
    /// Whether losing the focus of the window is recorded as an incident.
    pub is_locked_down: bool,
    /// X25519 public key (64 digits of lower-case hex) of the centre that results are encrypted to.
    pub sealed_to: Option<String>,
    /// How long a certificate is valid, in days; `None` without end.
    pub valid_days: Option<u32>,
}

/// One component of the pass rule.
#[derive(Debug, Clone, PartialEq)]
pub struct PassComponent {
    /// What is measured.
    pub metric: PassMetric,
    /// The cut score.
    pub cut: CutScore,
    /// On fewer opportunities the component is not decided; 0 for points.
    pub least_opportunities: u32,
    /// What then becomes of the whole.
    pub too_few: TooFew,
}

/// What becomes of the pass rule where a component has too few opportunities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TooFew {
    /// Nothing is certified.
    #[default]
    Undecided,
    /// The component is waived, and the certificate says so; for `rair` alone, where too few opportunities come of the
    /// reader's own right answers.
    Waived,
}

impl TooFew {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Undecided, Self::Waived];

    /// The word for it in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Undecided => "undecided",
            Self::Waived => "waived",
        }
    }
}

/// What a component of the pass rule measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PassMetric {
    /// Share of the points of the form.
    Points,
    /// Case sensitivity of the final answers.
    Sensitivity,
    /// Case specificity of the final answers.
    Specificity,
    /// Case sensitivity of the first answers.
    UnaidedSensitivity,
    /// Case specificity of the first answers.
    UnaidedSpecificity,
    /// Relative AI reliance.
    Rair,
    /// Relative self-reliance.
    Rsr,
    /// Accuracy of the final answers less that of the reader's own first ones, on the same cases beside an AI result, -1 to
    /// 1: a cut of -0.1 asks that reading with AI is at most ten cases in a hundred worse than alone.
    AidedGain,
    /// Share of the technical defects named rightly.
    DefectsNamed,
}

impl PassMetric {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Points,
        Self::Sensitivity,
        Self::Specificity,
        Self::UnaidedSensitivity,
        Self::UnaidedSpecificity,
        Self::Rair,
        Self::Rsr,
        Self::AidedGain,
        Self::DefectsNamed,
    ];

    /// The word for it in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Points => "points",
            Self::Sensitivity => "sensitivity",
            Self::Specificity => "specificity",
            Self::UnaidedSensitivity => "unaided-sensitivity",
            Self::UnaidedSpecificity => "unaided-specificity",
            Self::Rair => "rair",
            Self::Rsr => "rsr",
            Self::AidedGain => "aided-gain",
            Self::DefectsNamed => "defects-named",
        }
    }

    /// Whether it is a difference of two shares, -1 to 1, rather than a share.
    #[must_use]
    pub fn is_difference(self) -> bool {
        match self {
            Self::AidedGain => true,
            Self::Points
            | Self::Sensitivity
            | Self::Specificity
            | Self::UnaidedSensitivity
            | Self::UnaidedSpecificity
            | Self::Rair
            | Self::Rsr
            | Self::DefectsNamed => false,
        }
    }
}

/// Where a cut score comes from. Shares are 0 to 1.
/// The cut of a [difference](PassMetric::is_difference) is stated, -1 to 1.
#[derive(Debug, Clone, PartialEq)]
pub enum CutScore {
    /// Stated.
    Share(f64),
    /// Angoff: each judge's probabilities that a borderline candidate solves each item, judges by items.
    Angoff(Vec<Vec<f64>>),
    /// Borderline regression: scores (0 to 1) of earlier candidates with their global grades, and the borderline grade.
    Borderline {
        /// (grade, score) of each candidate.
        candidates: Vec<(f64, f64)>,
        /// The borderline grade.
        grade: f64,
    },
    /// Hofstee: the judges' least and greatest acceptable cut and failure rate, and scores of earlier candidates.
    Hofstee {
        /// Least and greatest cut, 0 to 1.
        cut: (f64, f64),
        /// Least and greatest share of candidates that fail, 0 to 1.
        failing: (f64, f64),
        /// Scores of earlier candidates, 0 to 1.
        scores: Vec<f64>,
    },
}

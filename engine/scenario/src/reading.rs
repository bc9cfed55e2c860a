//! Reading modes: when the AI result may be seen and who signs what. Words only; the session's rules stand in exam.

/// When the AI result may be seen, and what the service may decide alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReadingMode {
    /// Never: the reader is alone.
    Unaided,
    /// After the reader's own answer is locked; then the reader decides on each finding and gives a final answer.
    Sequential,
    /// From the start, beside the images.
    Concurrent,
    /// Once the reader asks for it; the answer up to then is kept as the first one.
    OnRequest,
    /// From the start; the worklist is ordered by what the service says of each case, and any case may be taken.
    Triage,
    /// The service signs what it holds to be normal; the reader audits a sample of those and reads all others.
    AutonomousAudit,
    /// Double reading: the service is the first reader, its read is on screen while the reader gives a second one;
    /// where the two disagree the case goes to arbitration.
    AiFirstReader,
    /// Double reading: the reader is the first reader; the service's read is shown in arbitration only.
    AiSecondReader,
    /// The service decides below the lower and above the upper threshold; the reader reads what lies between.
    BandPass,
    /// The reader rates the service itself: interpretation, localisation and technical defects.
    AiExpert,
}

impl ReadingMode {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Unaided,
        Self::Sequential,
        Self::Concurrent,
        Self::OnRequest,
        Self::Triage,
        Self::AutonomousAudit,
        Self::AiFirstReader,
        Self::AiSecondReader,
        Self::BandPass,
        Self::AiExpert,
    ];

    /// The word for it in scenario files and journals.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Unaided => "unaided",
            Self::Sequential => "sequential",
            Self::Concurrent => "concurrent",
            Self::OnRequest => "on-request",
            Self::Triage => "triage",
            Self::AutonomousAudit => "autonomous-audit",
            Self::AiFirstReader => "ai-first-reader",
            Self::AiSecondReader => "ai-second-reader",
            Self::BandPass => "band-pass",
            Self::AiExpert => "ai-expert",
        }
    }

    /// The mode of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.word() == word)
    }

    /// Whether a service takes part.
    #[must_use]
    pub fn has_ai(self) -> bool {
        self != Self::Unaided
    }
}

/// What is set for the reading modes. Each mode takes what concerns it, so that one file runs in every mode.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadingSettings {
    /// Share of the cases, drawn by the session's seed, for which no AI result is shown; 0 to 0.5. The reader learns of
    /// it only where a result would have been shown.
    pub without_ai_share: f64,
    /// Whether the reader is told that the other reader of a double reading is a service.
    pub is_identity_shown: bool,
    /// Whether marks of AI findings are drawn in the images; where not, only the words are shown.
    pub are_marks_shown: bool,
    /// Autonomous audit: the service signs a case as normal below this probability, 0 to 1.
    pub signs_below: f64,
    /// Autonomous audit: share of the cases signed by the service that the reader audits, 0 to 1.
    pub audit_share: f64,
    /// Band-pass: the service decides "normal" below the first and "recall" at or above the second probability.
    pub band: (f64, f64),
}

impl Default for ReadingSettings {
    fn default() -> Self {
        Self {
            without_ai_share: 0.0,
            is_identity_shown: true,
            are_marks_shown: true,
            signs_below: 0.1,
            audit_share: 1.0,
            band: (0.1, 0.9),
        }
    }
}

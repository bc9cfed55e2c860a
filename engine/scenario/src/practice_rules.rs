//! What a scenario for practice allows and an examination does not: feedback after each case, and hints. No parsing.

use overread_base::Millis;

/// The rules of practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PracticeRules {
    /// When truth and explanation are shown.
    pub feedback: FeedbackWhen,
    /// Whether the reader may ask for hints.
    pub gives_hints: bool,
    /// From which time on screen what is said about a missed lesion.
    pub dwell: DwellThresholds,
}

/// When the truth of a case is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FeedbackWhen {
    /// As soon as the case is closed.
    AfterCase,
    /// After the end of the session, as in every session without rules of practice.
    AtEnd,
}

impl FeedbackWhen {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::AfterCase, Self::AtEnd];

    /// The word for it in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::AfterCase => "after-case",
            Self::AtEnd => "at-end",
        }
    }
}

/// The times by which a missed lesion is put down to search, recognition or decision.
///
/// After Kundel, Nodine and Carmody, Invest Radiol 1978;13:175-181, who measured gaze: a lesion that nobody looked at is
/// an error of search, one looked at for less than a second of recognition, a longer one of decision. Here it is the time
/// that its slices were on screen, which is more than the time of gaze: a heuristic, and both values are unverified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DwellThresholds {
    /// On screen for less than this a lesion counts as not looked at: slices only scrolled past.
    pub seen_from: Millis,
    /// On screen for at least this it counts as looked at and judged wrongly.
    pub decided_from: Millis,
}

impl Default for DwellThresholds {
    /// 0.3 s and 1 s (unverified).
    fn default() -> Self {
        Self {
            seen_from: Millis(300),
            decided_from: Millis(1_000),
        }
    }
}

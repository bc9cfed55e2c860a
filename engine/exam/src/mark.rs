//! What a reader answers: marks with label and confidence, and verdicts on AI findings. No rules.

use std::fmt;

use overread_base::{Laterality, Mark, MarkId, Millis, Verdict};
use overread_scenario::LabelId;

/// A whole number from 0 to 100: a confidence or a case rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(u8);

impl Percent {
    /// 0.
    pub const ZERO: Self = Self(0);
    /// 100.
    pub const FULL: Self = Self(100);

    /// `None` above 100.
    #[must_use]
    pub fn new(value: u8) -> Option<Self> {
        (value <= 100).then_some(Self(value))
    }

    /// The number, 0 to 100.
    #[must_use]
    pub fn value(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// What a reader says about one place.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkAnswer {
    /// Where: a point or a box in patient millimetres; other shapes are refused.
    pub place: Mark,
    /// One of the scenario's labels.
    pub label: LabelId,
    /// How sure the reader is.
    pub confidence: Percent,
    /// The patient's side, if the reader says so.
    pub laterality: Option<Laterality>,
}

/// A mark of the reader.
#[derive(Debug, Clone, PartialEq)]
pub struct ReaderMark {
    /// Given by the session: `m1`, `m2`, ... in each case.
    pub id: MarkId,
    /// What it says.
    pub answer: MarkAnswer,
}

/// A verdict on one AI finding, with what it needs to be one.
#[expect(
    clippy::large_enum_variant,
    reason = "one at a time, never in bulk: a box would only be noise"
)]
#[derive(Debug, Clone, PartialEq)]
pub enum FindingVerdict {
    /// The finding is right as it stands.
    Accepted,
    /// There is something, but this is how it should read.
    Modified(MarkAnswer),
    /// There is nothing to report here.
    Rejected,
}

impl FindingVerdict {
    /// The bare verdict.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::Accepted => Verdict::Accepted,
            Self::Modified(_) => Verdict::Modified,
            Self::Rejected => Verdict::Rejected,
        }
    }
}

/// A verdict as it was given.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenVerdict {
    /// The verdict.
    pub verdict: FindingVerdict,
    /// The reader's remark.
    pub note: Option<String>,
    /// When, on the session's clock.
    pub at: Millis,
}

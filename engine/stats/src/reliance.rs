//! How a reader leans on AI advice, from answers before and after it. Needs a first answer that was fixed before.

use crate::Estimate;

/// One decision with advice: truth, advice, the answer before and the answer after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trial {
    /// What is the case.
    pub truth: bool,
    /// What the service said.
    pub ai: bool,
    /// What the reader said before the advice.
    pub first: bool,
    /// What the reader said after it.
    pub last: bool,
}

/// Reliance over a set of trials. A rate without opportunities is `None`: no opportunity, never 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reliance {
    /// Trials.
    pub n: u64,
    /// Relative AI reliance (RAIR): of the cases first wrong where the AI was right, the share switched to the AI.
    pub relative_ai_reliance: Option<Estimate>,
    /// Relative self-reliance (RSR): of the cases first right where the AI was wrong, the share kept.
    pub relative_self_reliance: Option<Estimate>,
    /// 1 - RSR: followed the AI from right to wrong.
    pub over_reliance: Option<Estimate>,
    /// 1 - RAIR: kept the own wrong answer against a right AI.
    pub under_reliance: Option<Estimate>,
    /// Of the cases first unlike the AI, the share that ended like it.
    pub switch_fraction: Option<Estimate>,
    /// The share of all cases that ended like the AI.
    pub agreement: Option<Estimate>,
    /// Of the false AI alarms that the reader had right first, the share then followed.
    pub commission: Option<Estimate>,
    /// Of the AI misses that the reader had right first, the share then dropped.
    pub omission: Option<Estimate>,
    /// First wrong, in the end right.
    pub rescued: u64,
    /// First right, in the end wrong.
    pub harmed: u64,
}

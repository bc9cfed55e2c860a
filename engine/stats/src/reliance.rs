//! How a reader leans on AI advice, from answers before and after it. Needs a first answer that was fixed before.
//!
//! Notation: truth y, advice a, first answer h1, final answer h2.

use crate::{Counted, Estimate, NotEstimable, proportion_wilson95};

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

/// Reliance over a set of trials, with the intervals of [`proportion_wilson95`], where their coverage stands: trials count
/// as independent. For trials of several readers take `reliance_by_reader`. A rate without opportunities is `None`, never 0.
///
/// A rate on fewer than 10 opportunities ([`Estimate::n`]) says little and should be shown so.
///
/// Source: Schemmer et al. 2023 (arXiv 2302.02187) for RAIR and RSR; Zhang et al. 2020 for switch and agreement
/// fractions; Parasuraman and Manzey 2010 for commission and omission.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reliance {
    /// Trials.
    pub n: u64,
    /// Relative AI reliance, RAIR: #(h1≠y, a=y, h2=a) / #(h1≠y, a=y).
    pub relative_ai_reliance: Option<Estimate>,
    /// Relative self-reliance, RSR: #(h1=y, a≠y, h2=h1) / #(h1=y, a≠y).
    pub relative_self_reliance: Option<Estimate>,
    /// 1 - RSR: followed the AI from right to wrong.
    pub over_reliance: Option<Estimate>,
    /// 1 - RAIR: kept the own wrong answer against a right AI.
    pub under_reliance: Option<Estimate>,
    /// #(h1≠a, h2=a) / #(h1≠a).
    pub switch_fraction: Option<Estimate>,
    /// #(h2=a) / n.
    pub agreement: Option<Estimate>,
    /// Accuracy with initial disagreement: #(h1≠a, h2=y) / #(h1≠a).
    pub accuracy_on_disagreement: Option<Estimate>,
    /// False AI alarms that the reader had right first and then followed: #(a=1, y=0, h1=0, h2=1) / #(a=1, y=0, h1=0).
    pub commission: Option<Estimate>,
    /// AI misses that the reader had right first and then dropped: #(a=0, y=1, h1=1, h2=0) / #(a=0, y=1, h1=1).
    pub omission: Option<Estimate>,
    /// False positives on false AI alarms, whatever the first answer: #(a=1, y=0, h2=1) / #(a=1, y=0).
    pub commission_unconditional: Option<Estimate>,
    /// Misses on AI misses, whatever the first answer: #(a=0, y=1, h2=0) / #(a=0, y=1).
    pub omission_unconditional: Option<Estimate>,
    /// First wrong, in the end right.
    pub rescued: u64,
    /// First right, in the end wrong.
    pub harmed: u64,
}

/// What is measured of reliance, each as a share of the trials that give the opportunity for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelianceMeasure {
    /// [`Reliance::relative_ai_reliance`].
    RelativeAiReliance,
    /// [`Reliance::relative_self_reliance`].
    RelativeSelfReliance,
    /// [`Reliance::over_reliance`].
    OverReliance,
    /// [`Reliance::under_reliance`].
    UnderReliance,
    /// [`Reliance::switch_fraction`].
    SwitchFraction,
    /// [`Reliance::agreement`].
    Agreement,
    /// [`Reliance::accuracy_on_disagreement`]: with two answers one of the disagreeing sides is right, so this is also the
    /// share of decisions with appropriate reliance.
    AccuracyOnDisagreement,
    /// [`Reliance::commission`].
    Commission,
    /// [`Reliance::omission`].
    Omission,
    /// [`Reliance::commission_unconditional`].
    CommissionUnconditional,
    /// [`Reliance::omission_unconditional`].
    OmissionUnconditional,
}

impl RelianceMeasure {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::RelativeAiReliance,
        Self::RelativeSelfReliance,
        Self::OverReliance,
        Self::UnderReliance,
        Self::SwitchFraction,
        Self::Agreement,
        Self::AccuracyOnDisagreement,
        Self::Commission,
        Self::Omission,
        Self::CommissionUnconditional,
        Self::OmissionUnconditional,
    ];

    /// The word for it in exports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::RelativeAiReliance => "rair",
            Self::RelativeSelfReliance => "rsr",
            Self::OverReliance => "over-reliance",
            Self::UnderReliance => "under-reliance",
            Self::SwitchFraction => "switch-fraction",
            Self::Agreement => "agreement",
            Self::AccuracyOnDisagreement => "accuracy-on-disagreement",
            Self::Commission => "commission",
            Self::Omission => "omission",
            Self::CommissionUnconditional => "commission-unconditional",
            Self::OmissionUnconditional => "omission-unconditional",
        }
    }

    /// Whether a trial counts for it; `None` where the trial gives no opportunity.
    #[must_use]
    pub fn counts(self, trial: &Trial) -> Option<bool> {
        let Trial {
            truth,
            ai,
            first,
            last,
        } = *trial;
        let could_gain = first != truth && ai == truth;
        let could_lose = first == truth && ai != truth;
        let false_alarm = ai && !truth;
        let ai_miss = !ai && truth;
        let (is_opportunity, counts) = match self {
            Self::RelativeAiReliance => (could_gain, last == ai),
            Self::RelativeSelfReliance => (could_lose, last == first),
            Self::OverReliance => (could_lose, last != first),
            Self::UnderReliance => (could_gain, last != ai),
            Self::SwitchFraction => (first != ai, last == ai),
            Self::Agreement => (true, last == ai),
            Self::AccuracyOnDisagreement => (first != ai, last == truth),
            Self::Commission => (false_alarm && !first, last),
            Self::Omission => (ai_miss && first, !last),
            Self::CommissionUnconditional => (false_alarm, last),
            Self::OmissionUnconditional => (ai_miss, !last),
        };
        is_opportunity.then_some(counts)
    }
}

impl Reliance {
    /// The reliance that `trials` show. Their order does not matter.
    #[must_use]
    pub fn of(trials: &[Trial]) -> Self {
        let count = |is: &dyn Fn(&Trial) -> bool| trials.iter().filter(|t| is(t)).count() as u64;
        let share = |measure: RelianceMeasure| {
            proportion_wilson95(
                count(&|t| measure.counts(t) == Some(true)),
                count(&|t| measure.counts(t).is_some()),
            )
            .ok()
        };
        Self {
            n: trials.len() as u64,
            relative_ai_reliance: share(RelianceMeasure::RelativeAiReliance),
            relative_self_reliance: share(RelianceMeasure::RelativeSelfReliance),
            over_reliance: share(RelianceMeasure::OverReliance),
            under_reliance: share(RelianceMeasure::UnderReliance),
            switch_fraction: share(RelianceMeasure::SwitchFraction),
            agreement: share(RelianceMeasure::Agreement),
            accuracy_on_disagreement: share(RelianceMeasure::AccuracyOnDisagreement),
            commission: share(RelianceMeasure::Commission),
            omission: share(RelianceMeasure::Omission),
            commission_unconditional: share(RelianceMeasure::CommissionUnconditional),
            omission_unconditional: share(RelianceMeasure::OmissionUnconditional),
            rescued: count(&|t| t.first != t.truth && t.last == t.truth),
            harmed: count(&|t| t.first == t.truth && t.last != t.truth),
        }
    }

    /// The share of a measure.
    ///
    /// # Errors
    /// [`NotEstimable::TooFew`] without opportunity.
    pub fn share(&self, measure: RelianceMeasure) -> Result<Estimate, NotEstimable> {
        let share = match measure {
            RelianceMeasure::RelativeAiReliance => self.relative_ai_reliance,
            RelianceMeasure::RelativeSelfReliance => self.relative_self_reliance,
            RelianceMeasure::OverReliance => self.over_reliance,
            RelianceMeasure::UnderReliance => self.under_reliance,
            RelianceMeasure::SwitchFraction => self.switch_fraction,
            RelianceMeasure::Agreement => self.agreement,
            RelianceMeasure::AccuracyOnDisagreement => self.accuracy_on_disagreement,
            RelianceMeasure::Commission => self.commission,
            RelianceMeasure::Omission => self.omission,
            RelianceMeasure::CommissionUnconditional => self.commission_unconditional,
            RelianceMeasure::OmissionUnconditional => self.omission_unconditional,
        };
        share.ok_or(NotEstimable::TooFew {
            what: Counted::Observations,
            needed: 1,
            found: 0,
        })
    }
}

#[cfg(test)]
pub(crate) mod tests;

//! What a service must reach, as a file with limits, and whether it does: passed, failed, or not decidable and why.

mod reading;

use overread_base::Diagnostics;

use crate::defect::Defect;

/// The largest file that is read, bytes.
pub const MAX_GATE_BYTES: usize = 1 << 16;

/// The gate that is built in, as a file to be copied and edited.
pub const DEFAULT_GATE: &str = include_str!("gate/default.toml");

/// Limits for a service.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    /// What it is called.
    pub name: String,
    /// Whether a study that was declined counts as one with a defect.
    pub counts_refusals: bool,
    /// A later result is a defect, minutes.
    pub late_after_minutes: Option<f64>,
    /// Defects that are reported and not counted.
    pub not_counted: Vec<Defect>,
    /// What must be reached, all of it.
    pub criteria: Vec<Criterion>,
}

impl Gate {
    /// No limits: for a report that only tells.
    #[must_use]
    pub fn none() -> Self {
        Self {
            name: String::new(),
            counts_refusals: false,
            late_after_minutes: None,
            not_counted: Vec::new(),
            criteria: Vec::new(),
        }
    }
}

/// One limit.
#[derive(Debug, Clone, PartialEq)]
pub struct Criterion {
    /// Of what.
    pub measure: Measure,
    /// On which side of it is good.
    pub limit: Limit,
    /// What of an estimate is held against it.
    pub judged_by: JudgedBy,
    /// With fewer studies nothing is decided.
    pub least_studies: u64,
    /// With a smaller share of studies with, or without, a target nothing is decided; 0 for measures of one class.
    pub least_share: f64,
    /// Whether the limit was checked at its source.
    pub is_verified: bool,
    /// Where it comes from.
    pub source: String,
}

/// What can have a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Area under the ROC curve.
    Auc,
    /// At the service's threshold.
    Sensitivity,
    /// At the service's threshold.
    Specificity,
    /// Area under the weighted AFROC curve.
    Wafroc,
    /// Share of studies with a technical defect.
    Defects,
    /// Median time of a study.
    MinutesMedian,
    /// Mean time of a study.
    MinutesMean,
    /// The time that 95 of 100 studies keep.
    MinutesP95,
    /// The longest time of a study.
    MinutesMax,
}

impl Measure {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Auc,
        Self::Sensitivity,
        Self::Specificity,
        Self::Wafroc,
        Self::Defects,
        Self::MinutesMedian,
        Self::MinutesMean,
        Self::MinutesP95,
        Self::MinutesMax,
    ];

    /// The word for it in gates and reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Auc => "auc",
            Self::Sensitivity => "sensitivity",
            Self::Specificity => "specificity",
            Self::Wafroc => "wafroc",
            Self::Defects => "defects",
            Self::MinutesMedian => "minutes-median",
            Self::MinutesMean => "minutes-mean",
            Self::MinutesP95 => "minutes-p95",
            Self::MinutesMax => "minutes-max",
        }
    }

    fn is_share(self) -> bool {
        match self {
            Self::Auc | Self::Sensitivity | Self::Specificity | Self::Wafroc | Self::Defects => {
                true
            }
            Self::MinutesMedian | Self::MinutesMean | Self::MinutesP95 | Self::MinutesMax => false,
        }
    }
}

/// A limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limit {
    /// Less fails.
    AtLeast(f64),
    /// More fails.
    AtMost(f64),
}

impl Limit {
    fn holds(self, value: f64) -> bool {
        match self {
            Self::AtLeast(limit) => value >= limit,
            Self::AtMost(limit) => value <= limit,
        }
    }

    /// As it is written, e.g. `>= 0.81`.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::AtLeast(limit) => format!(">= {limit}"),
            Self::AtMost(limit) => format!("<= {limit}"),
        }
    }
}

/// What of an estimate is held against a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JudgedBy {
    /// The estimate itself.
    Value,
    /// The whole interval; one that holds the limit decides nothing.
    Interval,
}

/// What was found of a measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// The estimate.
    pub value: f64,
    /// Its 95 % interval, where it has one.
    pub interval: Option<(f64, f64)>,
    /// On how many studies it rests.
    pub n: u64,
    /// Of these, with a target and without; `None` for measures of one class and without truth.
    pub classes: Option<(u64, u64)>,
}

/// How a criterion, or a gate, comes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Reached.
    Passed,
    /// Not reached.
    Failed,
    /// Too little is known.
    NotDecidable,
}

impl Outcome {
    /// The word for it in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::NotDecidable => "not decidable",
        }
    }
}

/// How a criterion comes out, with what was found.
#[derive(Debug, Clone, PartialEq)]
pub struct CriterionOutcome {
    /// The criterion.
    pub criterion: Criterion,
    /// What was found; `None` where it is not estimable.
    pub measured: Option<Measured>,
    /// How it comes out.
    pub outcome: Outcome,
    /// Why, for people.
    pub reason: String,
}

impl Gate {
    /// Reads a gate of at most [`MAX_GATE_BYTES`]; it is there exactly if there is no fault. Every fault is named with its
    /// line.
    #[must_use]
    pub fn read(text: &str) -> (Option<Self>, Diagnostics) {
        reading::read(text)
    }

    /// The gate that is built in.
    #[must_use]
    pub fn built_in() -> Self {
        match Self::read(DEFAULT_GATE) {
            (Some(gate), _) => gate,
            // A test reads it.
            (None, faults) => unreachable!("the gate that is built in: {faults:?}"),
        }
    }

    /// How the criteria come out, in their order; `measured` says what was found of a measure, or why nothing can be.
    pub fn judge(
        &self,
        measured: impl Fn(Measure) -> Result<Measured, String>,
    ) -> Vec<CriterionOutcome> {
        let outcomes = self.criteria.iter().map(|criterion| {
            let found = measured(criterion.measure);
            let (outcome, reason) = match &found {
                Ok(found) => criterion.judge(found),
                Err(reason) => (Outcome::NotDecidable, reason.clone()),
            };
            CriterionOutcome {
                criterion: criterion.clone(),
                measured: found.ok(),
                outcome,
                reason,
            }
        });
        outcomes.collect()
    }
}

/// How a gate as a whole comes out: failed by one failed criterion, else undecided by one that is not decidable.
#[must_use]
pub fn outcome_of(criteria: &[CriterionOutcome]) -> Outcome {
    let has = |outcome| criteria.iter().any(|one| one.outcome == outcome);
    if has(Outcome::Failed) {
        Outcome::Failed
    } else if has(Outcome::NotDecidable) || criteria.is_empty() {
        Outcome::NotDecidable
    } else {
        Outcome::Passed
    }
}

impl Criterion {
    fn judge(&self, found: &Measured) -> (Outcome, String) {
        let holds = self.limit.holds(found.value);
        let alone = if holds { "would pass" } else { "would fail" };
        if found.n < self.least_studies {
            let reason = format!(
                "{} studies, {} are asked for; the value alone {alone}",
                found.n, self.least_studies
            );
            return (Outcome::NotDecidable, reason);
        }
        if let Some(share) = found.rarer_share()
            && share < self.least_share
        {
            let reason = format!(
                "the rarer class is {:.1} % of the studies, {:.1} % are asked for; the value alone {alone}",
                share * 100.0,
                self.least_share * 100.0
            );
            return (Outcome::NotDecidable, reason);
        }
        match (self.judged_by, found.interval) {
            (JudgedBy::Value, _) if holds => {
                (Outcome::Passed, "the value is within the limit".to_owned())
            }
            (JudgedBy::Value, _) => (Outcome::Failed, "the value is beyond the limit".to_owned()),
            (JudgedBy::Interval, None) => (
                Outcome::NotDecidable,
                format!("there is no interval to be judged by; the value alone {alone}"),
            ),
            (JudgedBy::Interval, Some((lower, upper))) => {
                match (self.limit.holds(lower), self.limit.holds(upper)) {
                    (true, true) => (
                        Outcome::Passed,
                        "the interval is within the limit".to_owned(),
                    ),
                    (false, false) => (
                        Outcome::Failed,
                        "the interval is beyond the limit".to_owned(),
                    ),
                    _ => (
                        Outcome::NotDecidable,
                        format!("the interval holds the limit; the value alone {alone}"),
                    ),
                }
            }
        }
    }
}

impl Measured {
    fn rarer_share(&self) -> Option<f64> {
        let (with, without) = self.classes?;
        let all = with + without;
        (all > 0).then(|| with.min(without) as f64 / all as f64)
    }
}

#[cfg(test)]
mod tests;

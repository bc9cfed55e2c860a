//! The certification of a module: the state of each of its parts, and one verdict over them. Seals and signs nothing.

use overread_base::ScenarioId;
use overread_exam::{CertificateBar, ComponentStatus, PassOutcome, meets_cut};
use overread_scenario::{CourseModule, ModuleCertification};

use crate::event::{ComponentRecord, ExamRecord, LearnerAct, LearnerEvent, StepId, TestRecord};

const DAY_S: u64 = 86_400;

/// An attempt at a part.
#[derive(Debug, Clone, PartialEq)]
pub enum Attempt {
    /// At a test.
    Test(TestRecord),
    /// At a block of cases.
    Exam(ExamRecord),
}

/// How far a learner is with the certification of a module.
#[derive(Debug, Clone, PartialEq)]
pub struct Certification {
    /// The parts in the order of the module.
    pub parts: Vec<Part>,
    /// Over all of them: failed where one is, passed where all are.
    pub outcome: PassOutcome,
    /// When the last part that counts was passed, seconds since 1970; `None` unless all are.
    pub passed_unix_s: Option<u64>,
}

/// One part.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The step.
    pub step: String,
    /// How it stands.
    pub status: PartStatus,
    /// Why it is not passed; none where it is, or was not sat.
    pub reasons: Vec<Reason>,
    /// What counts of it: the latest attempt that passed, else the latest; and when, seconds since 1970.
    pub attempt: Option<(u64, Attempt)>,
    /// How often it was sat to its end.
    pub n_attempts: u32,
}

/// How a part stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartStatus {
    /// Nobody sat it.
    NotSat,
    /// Passed.
    Passed,
    /// Not passed.
    Failed,
    /// Sat, and nothing could be decided.
    Undecided,
    /// Passed, and too long before the last part.
    TooOld,
}

impl PartStatus {
    /// The word for it in tables.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotSat => "not-sat",
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Undecided => "not-decidable",
            Self::TooOld => "too-old",
        }
    }
}

/// Why a part is not passed.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// A test below its pass mark.
    BelowPassMark {
        /// The share of full marks.
        share: f64,
        /// The least that passes.
        cut: f64,
    },
    /// A component of a pass rule that is not met, or not decided.
    Component(ComponentRecord),
    /// What forbids a certificate.
    Barred(CertificateBar),
}

impl Attempt {
    /// The step that it was made at.
    #[must_use]
    pub fn step(&self) -> &StepId {
        match self {
            Self::Test(test) => &test.step,
            Self::Exam(exam) => &exam.step,
        }
    }

    /// How it came out, and why it did not pass.
    #[must_use]
    pub fn outcome(&self) -> (PassOutcome, Vec<Reason>) {
        match self {
            Self::Test(test) if meets_cut(test.share, test.cut) => {
                (PassOutcome::Passed, Vec::new())
            }
            Self::Test(test) => {
                let (share, cut) = (test.share, test.cut);
                (
                    PassOutcome::Failed,
                    vec![Reason::BelowPassMark { share, cut }],
                )
            }
            Self::Exam(exam) => {
                let is_open = |component: &&ComponentRecord| {
                    !matches!(
                        component.status,
                        ComponentStatus::Met | ComponentStatus::Waived
                    )
                };
                let open = exam.components.iter().filter(is_open).copied();
                let mut reasons: Vec<Reason> = open.map(Reason::Component).collect();
                reasons.extend(exam.bars.iter().copied().map(Reason::Barred));
                // Figures of a session that gives no certificate count as little as those of none.
                let is_barred = exam.outcome == PassOutcome::Passed && !exam.bars.is_empty();
                let outcome = if is_barred {
                    PassOutcome::Failed
                } else {
                    exam.outcome
                };
                (outcome, reasons)
            }
        }
    }
}

impl Certification {
    /// Sums up what a learner did at the parts of a module; `None` where the module gives no certificate.
    #[must_use]
    pub fn of(course: &ScenarioId, module: &CourseModule, events: &[LearnerEvent]) -> Option<Self> {
        let attempts = events.iter().filter_map(|event| {
            let attempt = match &event.act {
                LearnerAct::TestDone(test) => Attempt::Test(test.clone()),
                LearnerAct::ExamDone(exam) => Attempt::Exam(exam.clone()),
                LearnerAct::StepBegun(_)
                | LearnerAct::StepDone { .. }
                | LearnerAct::ItemAnswered { .. }
                | LearnerAct::CaseRead(_)
                | LearnerAct::TestBegun { .. }
                | LearnerAct::TourDone => return None,
            };
            let step = attempt.step();
            let is_of = step.course == *course && step.module == module.id;
            is_of.then_some((event.at_unix_s, attempt))
        });
        let attempts: Vec<(u64, Attempt)> = attempts.collect();
        Some(Self::of_attempts(module.certification.as_ref()?, &attempts))
    }

    /// The verdict over attempts, each with its time in seconds since 1970; those at other steps do not count.
    ///
    /// Parts do not make up for one another (conjunctive): who follows every result would pay for blindness to errors with
    /// the many right results of a good service.
    #[must_use]
    pub fn of_attempts(terms: &ModuleCertification, attempts: &[(u64, Attempt)]) -> Self {
        let mut parts: Vec<Part> = terms
            .parts
            .iter()
            .map(|step| part(step, attempts))
            .collect();
        let times = |parts: &[Part]| {
            let passed = parts
                .iter()
                .filter(|part| part.status == PartStatus::Passed);
            let times = passed.filter_map(|part| part.attempt.as_ref().map(|(at, _)| *at));
            times.max()
        };
        let last = times(&parts);
        if let (Some(days), Some(last)) = (terms.within_days, last) {
            let since = last.saturating_sub(u64::from(days) * DAY_S);
            for part in &mut parts {
                let is_old = part.attempt.as_ref().is_some_and(|(at, _)| *at < since);
                if is_old && part.status == PartStatus::Passed {
                    part.status = PartStatus::TooOld;
                }
            }
        }
        let any = |status| parts.iter().any(|part| part.status == status);
        let is_whole = !parts.is_empty() && parts.iter().all(|p| p.status == PartStatus::Passed);
        let outcome = if any(PartStatus::Failed) {
            PassOutcome::Failed
        } else if is_whole {
            PassOutcome::Passed
        } else {
            PassOutcome::NotDecidable
        };
        Self {
            passed_unix_s: last.filter(|_| is_whole),
            parts,
            outcome,
        }
    }
}

/// A pass stays one; else the latest attempt counts.
fn part(step: &str, attempts: &[(u64, Attempt)]) -> Part {
    let of_step = attempts
        .iter()
        .filter(|(_, attempt)| attempt.step().step == step);
    let n_attempts = u32::try_from(of_step.clone().count()).unwrap_or(u32::MAX);
    let counts = of_step.max_by_key(|(at, attempt)| {
        let is_passed = attempt.outcome().0 == PassOutcome::Passed;
        (is_passed, *at)
    });
    let (status, reasons) = match counts.map(|(_, attempt)| attempt.outcome()) {
        None => (PartStatus::NotSat, Vec::new()),
        Some((PassOutcome::Passed, _)) => (PartStatus::Passed, Vec::new()),
        Some((PassOutcome::Failed, reasons)) => (PartStatus::Failed, reasons),
        Some((PassOutcome::NotDecidable, reasons)) => (PartStatus::Undecided, reasons),
    };
    Part {
        step: step.to_owned(),
        status,
        reasons,
        attempt: counts.cloned(),
        n_attempts,
    }
}

#[cfg(test)]
mod tests;

//! The pass rule: every component has to be met. Decides about figures alone; whether a certificate may be given is another
//! matter, and is told beside it.

use overread_scenario::{Certification, CutScore, PassComponent, PassMetric, TooFew};
use overread_stats::{
    Estimate, NotEstimable, angoff, borderline_regression, hofstee,
    paired_difference_bonett_price95,
};

use crate::{AiState, CertificateBar, Score};

/// A share that lies no farther below its cut meets it: rounding fails nobody.
const ROUNDING: f64 = 1e-9;
/// In so many cases the service has to be right beside an own first answer before a want of opportunities to follow it is
/// the reader's own merit: the least number that a rate of reliance is told on (our own default, unverified).
const LEAST_RIGHT_ADVICE: usize = 10;

/// Whether a share, 0 to 1, meets a cut.
#[must_use]
pub fn meets_cut(share: f64, cut: f64) -> bool {
    share >= cut - ROUNDING
}

/// A figure, 0 to 1, in per cent as it stands beside a cut, and with how many decimals: whole where it is whole, else cut
/// off behind a tenth, so that what just misses its cut does not look equal to it.
#[must_use]
pub fn percent_beside_cut(figure: f64) -> (f64, usize) {
    let percent = figure * 100.0;
    if (percent - percent.round()).abs() < 1e-6 {
        return (percent.round(), 0);
    }
    ((percent * 10.0 + 1e-6).floor() / 10.0, 1)
}

/// What the pass rule says of a score.
#[derive(Debug, Clone, PartialEq)]
pub struct PassDecision {
    /// Over all components.
    pub outcome: PassOutcome,
    /// Each component in the order of the terms.
    pub components: Vec<ComponentResult>,
    /// What forbids a certificate whatever the figures say.
    pub bars: Vec<CertificateBar>,
}

impl PassDecision {
    /// Whether a certificate may be given: passed, and nothing forbids it.
    #[must_use]
    pub fn is_certifiable(&self) -> bool {
        self.outcome == PassOutcome::Passed && self.bars.is_empty()
    }
}

/// The outcome over all components.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PassOutcome {
    /// Every component is met.
    Passed,
    /// One component at least is not met, whatever the others are.
    Failed,
    /// None is not met, and one at least could not be decided; or none is left that decides.
    NotDecidable,
}

impl PassOutcome {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Passed, Self::Failed, Self::NotDecidable];

    /// The word for it in the score's JSON and on certificates.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::NotDecidable => "not-decidable",
        }
    }
}

/// One component of the pass rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ComponentResult {
    /// What is measured.
    pub metric: PassMetric,
    /// The share, 0 to 1, or the difference, -1 to 1; `None` without any opportunity.
    pub share: Option<f64>,
    /// Its interval, 95 %; shown, and not part of the rule.
    pub interval: Option<(f64, f64)>,
    /// Opportunities that it rests on; for points the cases that count.
    pub n: u64,
    /// The least number of opportunities.
    pub least: u32,
    /// The cut on the same scale; `None` where the judges' data give none.
    pub cut: Option<f64>,
    /// Met or not.
    pub status: ComponentStatus,
}

/// Whether a component is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ComponentStatus {
    /// At or above the cut.
    Met,
    /// Below the cut.
    NotMet,
    /// Too few opportunities.
    TooFew,
    /// Too few opportunities, because the reader was right alone; the terms say that this does no harm.
    Waived,
    /// People have not graded every answer yet.
    AwaitsGrades,
    /// The judges' data give no cut: too few of them, or a Hofstee line that is never crossed.
    NoCut,
}

impl ComponentStatus {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Met,
        Self::NotMet,
        Self::TooFew,
        Self::Waived,
        Self::AwaitsGrades,
        Self::NoCut,
    ];

    /// The word for it in the score's JSON and on certificates.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not-met",
            Self::TooFew => "too-few-opportunities",
            Self::Waived => "waived",
            Self::AwaitsGrades => "awaits-grading",
            Self::NoCut => "no-cut",
        }
    }
}

/// What the pass rule of the terms says of a score.
#[must_use]
pub fn pass_of(score: &Score, terms: &Certification) -> PassDecision {
    let components: Vec<ComponentResult> = terms
        .pass
        .iter()
        .map(|component| component_result(score, component))
        .collect();
    let any = |status| components.iter().any(|result| result.status == status);
    let all_met = components.iter().all(|result| {
        matches!(
            result.status,
            ComponentStatus::Met | ComponentStatus::Waived
        )
    });
    let outcome = if any(ComponentStatus::NotMet) {
        PassOutcome::Failed
    } else if all_met && any(ComponentStatus::Met) {
        PassOutcome::Passed
    } else {
        PassOutcome::NotDecidable
    };
    PassDecision {
        outcome,
        components,
        bars: score.bars.clone(),
    }
}

/// The cut as a share, 0 to 1.
///
/// # Errors
/// Why the judges' data give none.
pub fn cut_of(cut: &CutScore) -> Result<f64, NotEstimable> {
    match cut {
        CutScore::Share(share) => Ok(*share),
        CutScore::Angoff(ratings) => Ok(angoff(ratings)?.share),
        CutScore::Borderline { candidates, grade } => {
            Ok(borderline_regression(candidates, *grade)?.cut)
        }
        CutScore::Hofstee {
            cut,
            failing,
            scores,
        } => Ok(hofstee(scores, *cut, *failing)?.cut),
    }
}

/// A share with its interval and what it rests on.
struct Measured {
    share: Option<f64>,
    interval: Option<(f64, f64)>,
    n: u64,
    awaits_grades: bool,
}

impl Measured {
    fn of(estimate: Option<Estimate>) -> Self {
        Self {
            share: estimate.map(|e| e.value),
            interval: estimate.map(|e| (e.lower, e.upper)),
            n: estimate.map_or(0, |e| e.n),
            awaits_grades: false,
        }
    }
}

fn measured(score: &Score, metric: PassMetric) -> Measured {
    let total = &score.total;
    let reliance = total.reliance.as_ref();
    let assessment = score.assessment.as_ref();
    match metric {
        PassMetric::Points => assessment.map_or(Measured::of(None), |assessment| {
            let points = &assessment.points;
            Measured {
                share: (points.possible > 0.0).then(|| points.earned / points.possible),
                interval: points.share.map(|share| (share.lower, share.upper)),
                n: points.n_cases.into(),
                awaits_grades: points.n_awaited > 0,
            }
        }),
        PassMetric::Sensitivity => Measured::of(total.last.case_sensitivity),
        PassMetric::Specificity => Measured::of(total.last.case_specificity),
        PassMetric::UnaidedSensitivity => Measured::of(total.first.case_sensitivity),
        PassMetric::UnaidedSpecificity => Measured::of(total.first.case_specificity),
        PassMetric::Rair => Measured::of(reliance.and_then(|r| r.relative_ai_reliance)),
        PassMetric::Rsr => Measured::of(reliance.and_then(|r| r.relative_self_reliance)),
        PassMetric::AidedGain => Measured::of(
            reliance.and_then(|r| paired_difference_bonett_price95(r.rescued, r.harmed, r.n).ok()),
        ),
        PassMetric::DefectsNamed => Measured::of(assessment.and_then(|a| a.defects.named)),
    }
}

/// Whether too few opportunities do no harm: where the service was right often enough, and the reader hardly ever wrong.
fn is_waived(score: &Score, component: &PassComponent) -> bool {
    let cases = score.assessment.as_ref().map_or(&[][..], |all| &all.cases);
    let is_right_advice =
        |case: &&crate::CaseAssessment| case.is_first_own && case.ai_state == Some(AiState::Right);
    component.too_few == TooFew::Waived
        && component.metric == PassMetric::Rair
        && cases.iter().filter(is_right_advice).count() >= LEAST_RIGHT_ADVICE
}

fn component_result(score: &Score, component: &PassComponent) -> ComponentResult {
    let measured = measured(score, component.metric);
    // A result of plain numbers: the status alone says that there is no cut.
    let cut = cut_of(&component.cut).ok();
    let is_enough = measured.n >= u64::from(component.least_opportunities);
    let status = match (measured.share, cut) {
        _ if measured.awaits_grades => ComponentStatus::AwaitsGrades,
        (Some(_), None) => ComponentStatus::NoCut,
        (Some(share), Some(cut)) if is_enough => {
            if meets_cut(share, cut) {
                ComponentStatus::Met
            } else {
                ComponentStatus::NotMet
            }
        }
        (Some(_), Some(_)) | (None, _) if is_waived(score, component) => ComponentStatus::Waived,
        (Some(_), Some(_)) | (None, _) => ComponentStatus::TooFew,
    };
    ComponentResult {
        metric: component.metric,
        share: measured.share,
        interval: measured.interval,
        n: measured.n,
        least: component.least_opportunities,
        cut,
        status,
    }
}

#[cfg(test)]
mod tests;

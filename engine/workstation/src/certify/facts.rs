//! From a score and its session to the facts of a certificate. Figures are taken over, none is computed here.

use overread_base::LocalText;
use overread_certificate::{
    Candidate, Certificate, FactError, Identity, Issuer, Language, Measure, Metric, MetricGroup,
    SessionRecord, Timestamp, Unit, Verdict, metric_title,
};
use overread_exam::{
    ComponentResult, ComponentStatus, PassDecision, PassOutcome, Score, SessionPlan, StampedEvent,
};
use overread_scenario::{PassMetric, ReadingMode};
use overread_seal::{Manifest, ServiceFact};
use overread_stats::{Difference, Estimate, Method};

mod conditions;

pub(super) use conditions::conditions;

/// Why the facts of a session give no certificate.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotCertifiable {
    /// The scenario gives none.
    #[error("the scenario has no terms of certification")]
    NoTerms,
    /// Failed, or not decided.
    #[error("the candidate has not passed ({outcome}): {components}")]
    NotPassed {
        /// The outcome.
        outcome: &'static str,
        /// Those that are not met.
        components: String,
    },
    /// Something forbids it whatever the figures say.
    #[error("nothing is certified on this session: {0}")]
    Barred(String),
    /// A figure that a certificate cannot state.
    #[error("{0} is no figure that can be stated")]
    Figure(String),
    /// Facts that contradict each other.
    #[error("these facts cannot be certified: {0}")]
    Fact(#[from] FactError),
}

/// A session with its score, and who certifies it.
pub struct Certified<'a> {
    /// What was fixed before the first case.
    pub plan: &'a SessionPlan,
    /// What happened.
    pub events: &'a [StampedEvent],
    /// The score.
    pub score: &'a Score,
    /// What the pass rule says.
    pub pass: Option<&'a PassDecision>,
    /// The sealed manifest.
    pub manifest: &'a Manifest,
    /// The digest of its bytes.
    pub manifest_sha256: String,
    /// The language of the certificate.
    pub language: Language,
    /// The centre.
    pub issuer: Issuer,
    /// How the candidate stands in the credential.
    pub identity: Identity,
    /// Now.
    pub issued: Timestamp,
}

/// The facts of a certificate for a session that was passed.
///
/// # Errors
/// [`NotCertifiable`].
pub fn certificate_of(session: &Certified<'_>) -> Result<Certificate, NotCertifiable> {
    let seat = session.plan.design.certification.as_ref();
    let (Some(seat), Some(pass)) = (seat, session.pass) else {
        return Err(NotCertifiable::NoTerms);
    };
    is_passed(pass)?;
    let title = LocalText::pick(&seat.terms.title, session.language.word()).unwrap_or_default();
    let manifest = session.manifest;
    let certificate = Certificate {
        language: session.language,
        title: title.trim().to_owned(),
        candidate: Candidate::of(
            seat.candidate.name.trim(),
            seat.candidate.number.trim(),
            session.identity,
        ),
        issuer: session.issuer.clone(),
        session: SessionRecord {
            id: manifest.session.clone(),
            scenario: manifest.scenario.id.clone(),
            scenario_sha256: manifest.scenario.content_sha256.clone(),
            journal_root: manifest.journal.merkle_root.clone(),
            manifest_sha256: session.manifest_sha256.clone(),
            software: manifest.software.clone(),
            services: services(&manifest.services),
        },
        conditions: conditions(session, seat.terms.is_locked_down),
        metrics: metrics(session, pass)?,
        has_passed: true,
        issued: session.issued,
        valid_until: match seat.terms.valid_days {
            Some(days) => Some(
                session
                    .issued
                    .plus_days(days)
                    .ok_or_else(|| NotCertifiable::Figure(format!("{days} days")))?,
            ),
            None => None,
        },
    };
    certificate.check()?;
    Ok(certificate)
}

fn is_passed(pass: &PassDecision) -> Result<(), NotCertifiable> {
    if !pass.bars.is_empty() {
        let bars: Vec<&str> = pass.bars.iter().map(|bar| bar.word()).collect();
        return Err(NotCertifiable::Barred(bars.join(", ")));
    }
    if pass.outcome == PassOutcome::Passed {
        return Ok(());
    }
    let open: Vec<String> = pass
        .components
        .iter()
        .filter(|component| {
            !matches!(
                component.status,
                ComponentStatus::Met | ComponentStatus::Waived
            )
        })
        .map(|component| format!("{} {}", component.metric.word(), component.status.word()))
        .collect();
    Err(NotCertifiable::NotPassed {
        outcome: pass.outcome.word(),
        components: open.join(", "),
    })
}

/// Those of the manifest, each with its version and the first digits of its bundle.
pub(super) fn services(services: &[ServiceFact]) -> Option<String> {
    const MOST_LETTERS: usize = 150;
    let mut text = String::new();
    for (idx, service) in services.iter().enumerate() {
        let bundle = service.bundle_sha256.as_deref().and_then(|it| it.get(..12));
        let bundle = bundle.map_or_else(String::new, |bundle| format!(" (sha256 {bundle})"));
        let part = format!("{} {}{bundle}", service.id, service.version);
        if text.chars().count() + part.chars().count() > MOST_LETTERS {
            text.push_str(&format!(" +{}", services.len() - idx));
            break;
        }
        if idx > 0 {
            text.push_str(", ");
        }
        text.push_str(&part);
    }
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}

pub(super) fn share_of(part: u64, whole: u64) -> Option<Measure> {
    if whole == 0 {
        return None;
    }
    Measure::of(f64::from(small(part)) / f64::from(small(whole)))
}

/// What decided, in the order of the terms, and then what else is known.
fn metrics(session: &Certified<'_>, pass: &PassDecision) -> Result<Vec<Metric>, NotCertifiable> {
    let language = session.language;
    let mut metrics = Vec::new();
    for component in &pass.components {
        metrics.push(component_metric(component, language)?);
    }
    for metric in stated(session)? {
        if metrics
            .iter()
            .all(|known: &Metric| known.code != metric.code)
        {
            metrics.push(metric);
        }
    }
    Ok(metrics)
}

pub(super) fn component_metric(
    component: &ComponentResult,
    language: Language,
) -> Result<Metric, NotCertifiable> {
    let code = component.metric.word();
    let (group, method) = match component.metric {
        PassMetric::Points => (MetricGroup::Performance, Method::Student95),
        PassMetric::Sensitivity
        | PassMetric::Specificity
        | PassMetric::UnaidedSensitivity
        | PassMetric::UnaidedSpecificity => (MetricGroup::Performance, Method::Wilson95),
        PassMetric::Rair | PassMetric::Rsr | PassMetric::DefectsNamed => {
            (MetricGroup::Reliance, Method::Wilson95)
        }
        PassMetric::AidedGain => (MetricGroup::Reliance, Method::BonettPrice95),
    };
    let verdict = match component.status {
        ComponentStatus::Met => Verdict::Met,
        ComponentStatus::NotMet => Verdict::NotMet,
        // What is waived is stated as it is, without a cut.
        ComponentStatus::TooFew | ComponentStatus::Waived if component.n == 0 => {
            Verdict::NoOpportunity
        }
        ComponentStatus::TooFew | ComponentStatus::Waived => Verdict::TooFew,
        ComponentStatus::AwaitsGrades | ComponentStatus::NoCut => {
            return Err(NotCertifiable::NotPassed {
                outcome: "not-decidable",
                components: format!("{code} {}", component.status.word()),
            });
        }
    };
    let unit = if component.metric.is_difference() {
        Unit::Difference
    } else {
        Unit::Share
    };
    let figures = Figures {
        value: component.share,
        interval: component.interval,
        n: component.n,
        method,
    };
    let cut = component
        .cut
        .filter(|_| component.status != ComponentStatus::Waived)
        .map(|cut| figure(code, cut))
        .transpose()?;
    Ok(Metric {
        cut,
        verdict: Some(verdict),
        ..figures.metric(code, group, unit, language)?
    })
}

/// What did not decide: accuracy without AI, the reliance, the time.
fn stated(session: &Certified<'_>) -> Result<Vec<Metric>, NotCertifiable> {
    use MetricGroup::{Performance, Reliance};
    let total = &session.score.total;
    let language = session.language;
    let of = |code: &str, group, estimate: Option<Estimate>| {
        Figures::of(estimate).metric(code, group, Unit::Share, language)
    };
    let mut metrics = vec![
        of("sensitivity", Performance, total.last.case_sensitivity)?,
        of("specificity", Performance, total.last.case_specificity)?,
    ];
    if has_own_first(session) {
        metrics.push(of(
            "unaided-sensitivity",
            Performance,
            total.first.case_sensitivity,
        )?);
        metrics.push(of(
            "unaided-specificity",
            Performance,
            total.first.case_specificity,
        )?);
    }
    if let Some(reliance) = &total.reliance
        && has_own_first(session)
    {
        metrics.push(of("rair", Reliance, reliance.relative_ai_reliance)?);
        metrics.push(of("rsr", Reliance, reliance.relative_self_reliance)?);
        metrics.push(of("switch-fraction", Reliance, reliance.switch_fraction)?);
    }
    if let Some(assessment) = &session.score.assessment
        && total.reliance.is_some()
    {
        let advice = &assessment.advice;
        metrics.push(of("agreement", Reliance, advice.agreement)?);
        metrics.push(of("omission", Reliance, advice.omission)?);
        metrics.push(of("commission", Reliance, advice.commission)?);
        for (code, difference) in [
            ("delta-omission", advice.delta_omission),
            ("delta-commission", advice.delta_commission),
        ] {
            let figures = Figures::of_difference(difference);
            metrics.push(figures.metric(code, Reliance, Unit::Difference, language)?);
        }
    }
    metrics.extend(time(session)?);
    Ok(metrics)
}

/// Whether every graded case has an answer of the reader alone before the AI's: else nothing is said of reading unaided.
fn has_own_first(session: &Certified<'_>) -> bool {
    let Some(assessment) = &session.score.assessment else {
        return session.plan.mode == ReadingMode::Sequential;
    };
    session.plan.mode != ReadingMode::Unaided
        && assessment.cases.iter().all(|case| case.is_first_own)
}

fn time(session: &Certified<'_>) -> Result<Option<Metric>, NotCertifiable> {
    let total = &session.score.total;
    let (Some(median), 1..) = (total.median_case_time, total.n_graded) else {
        return Ok(None);
    };
    let seconds = f64::from(small(median.0)) / 1000.0;
    Ok(Some(Metric {
        code: "time".to_owned(),
        title: title("time", session.language),
        group: MetricGroup::Time,
        unit: Unit::Seconds,
        value: Some(figure("time", seconds)?),
        interval: None,
        n: total.n_graded,
        method: match session.language {
            Language::En => "median, no interval".to_owned(),
            Language::Ru => "медиана, без интервала".to_owned(),
        },
        cut: None,
        verdict: None,
    }))
}

/// A figure with its interval.
struct Figures {
    value: Option<f64>,
    interval: Option<(f64, f64)>,
    n: u64,
    method: Method,
}

impl Figures {
    fn of(estimate: Option<Estimate>) -> Self {
        Self {
            value: estimate.map(|it| it.value),
            interval: estimate.map(|it| (it.lower, it.upper)),
            n: estimate.map_or(0, |it| it.n),
            method: estimate.map_or(Method::Wilson95, |it| it.method),
        }
    }

    /// On as many opportunities as the smaller of the two shares has.
    fn of_difference(difference: Option<Difference>) -> Self {
        Self {
            value: difference.map(|it| it.value),
            interval: difference.map(|it| (it.lower, it.upper)),
            n: difference.map_or(0, |it| it.first.n.min(it.second.n)),
            method: difference.map_or(Method::Newcombe95, |it| it.method),
        }
    }

    fn metric(
        &self,
        code: &str,
        group: MetricGroup,
        unit: Unit,
        language: Language,
    ) -> Result<Metric, NotCertifiable> {
        let value = self.value.map(|value| figure(code, value)).transpose()?;
        // Student's interval of a share may reach beyond what a share can be.
        let (least, greatest) = match unit {
            Unit::Share => (0.0, 1.0),
            Unit::Difference => (-1.0, 1.0),
            Unit::Seconds => (0.0, f64::INFINITY),
        };
        let interval = match self.interval {
            Some((lower, upper)) => Some((
                figure(code, lower.clamp(least, greatest))?,
                figure(code, upper.clamp(least, greatest))?,
            )),
            None => None,
        };
        // An interval of a mean of shares need not hold the share of the sums; then none is stated.
        let interval = interval
            .filter(|(lower, upper)| value.is_some_and(|value| *lower <= value && value <= *upper));
        Ok(Metric {
            code: code.to_owned(),
            title: title(code, language),
            group,
            unit,
            value,
            interval,
            n: small(self.n),
            method: self.method.name().to_owned(),
            cut: None,
            verdict: self.value.is_none().then_some(Verdict::NoOpportunity),
        })
    }
}

pub(super) fn figure(code: &str, value: f64) -> Result<Measure, NotCertifiable> {
    Measure::of(value).ok_or_else(|| NotCertifiable::Figure(format!("{code} of {value}")))
}

fn title(code: &str, language: Language) -> String {
    metric_title(code, language).unwrap_or(code).to_owned()
}

pub(super) fn small(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;

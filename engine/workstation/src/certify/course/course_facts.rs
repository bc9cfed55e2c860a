//! From the parts of a certification to the facts of one certificate. Figures are taken over, none is computed here but
//! sums of what was read.

use overread_base::LocalText;
use overread_certificate::{
    Candidate, Certificate, Conditions, Disclosure, Issuer, Language, Measure, Metric, MetricGroup,
    SessionRecord, Unit, Verdict,
};
use overread_learning::{Attempt, Certification, TestRecord};

use super::record::{CourseRecord, verified_of};
use super::{CertifyWish, CourseCertifyError, CourseEvidence, NotCertifiable, Verified};
use crate::certify::facts::{self, Certified};

/// The longest name of a metric on a certificate, letters: its line on the page holds no more.
const MOST_TITLE: usize = 48;

/// The facts of the certificate of a module whose parts are all passed.
pub(super) fn facts(
    evidence: &CourseEvidence<'_>,
    verdict: &Certification,
    record: &CourseRecord,
    wish: &CertifyWish<'_>,
    public: [u8; 32],
) -> Result<Certificate, CourseCertifyError> {
    let language = wish.language;
    let issuer = Issuer {
        name: wish.issuer.to_owned(),
        place: wish.place.map(str::to_owned),
        key: public,
    };
    let mut metrics = Vec::new();
    let mut conditions = Vec::new();
    let mut sealed: Vec<&Verified> = Vec::new();
    for part in &verdict.parts {
        let title = step_title(evidence, &part.step, language);
        match &part.attempt {
            Some((_, Attempt::Test(test))) => metrics.push(test_metric(test, &title, language)?),
            Some((_, Attempt::Exam(exam))) => {
                let session = verified_of(evidence, exam)?;
                let certified = certified(session, wish, &issuer);
                conditions.push(facts::conditions(&certified, is_locked_down(session)));
                metrics.extend(part_metrics(session, &part.step, &title, language)?);
                sealed.push(session);
            }
            None => {}
        }
    }
    let first = evidence.sessions.first();
    let candidate = first.map(|part| part.candidate.clone()).unwrap_or_default();
    let terms = evidence.terms()?;
    let certificate = Certificate {
        language,
        title: title(evidence, language),
        candidate: Candidate::of(
            candidate.name.trim(),
            candidate.number.trim(),
            wish.identity,
        ),
        issuer,
        session: session_record(evidence, record, &sealed),
        conditions: all_conditions(&conditions, language),
        metrics,
        has_passed: true,
        issued: wish.issued,
        valid_until: match terms.valid_days {
            Some(days) => Some(
                wish.issued
                    .plus_days(days)
                    .ok_or_else(|| NotCertifiable::Figure(format!("{days} days")))?,
            ),
            None => None,
        },
    };
    certificate.check()?;
    Ok(certificate)
}

fn certified<'a>(session: &'a Verified, wish: &CertifyWish<'_>, issuer: &Issuer) -> Certified<'a> {
    Certified {
        plan: &session.plan,
        events: &session.events,
        score: &session.debrief.score,
        pass: session.debrief.pass.as_ref(),
        manifest: session.manifest.manifest(),
        manifest_sha256: session.manifest_sha256.clone(),
        language: wish.language,
        issuer: issuer.clone(),
        identity: wish.identity,
        issued: wish.issued,
    }
}

fn is_locked_down(session: &Verified) -> bool {
    let seat = session.plan.design.certification.as_ref();
    seat.is_some_and(|seat| seat.terms.is_locked_down)
}

/// Course and module.
fn title(evidence: &CourseEvidence<'_>, language: Language) -> String {
    let pick = |texts: &[LocalText]| {
        let text = LocalText::pick(texts, language.word()).unwrap_or_default();
        text.trim().to_owned()
    };
    let text = format!(
        "{}: {}",
        pick(&evidence.course.title),
        pick(&evidence.module.title)
    );
    text.chars().take(120).collect::<String>().trim().to_owned()
}

fn step_title(evidence: &CourseEvidence<'_>, step: &str, language: Language) -> String {
    let known = evidence.module.step(step);
    let text = known.and_then(|known| LocalText::pick(&known.title, language.word()));
    text.unwrap_or(step).trim().to_owned()
}

/// The record stands where a certificate of one session has the session's manifest.
fn session_record(
    evidence: &CourseEvidence<'_>,
    record: &CourseRecord,
    sealed: &[&Verified],
) -> SessionRecord {
    let short: String = record.sha256.chars().take(16).collect();
    let software = sealed
        .last()
        .map(|it| it.manifest.manifest().software.clone());
    let mut services = Vec::new();
    for service in sealed
        .iter()
        .flat_map(|it| &it.manifest.manifest().services)
    {
        if !services.contains(service) {
            services.push(service.clone());
        }
    }
    SessionRecord {
        id: format!("{}-{short}", evidence.module.id),
        scenario: format!("{} {}", evidence.course.id, evidence.module.id),
        scenario_sha256: record.terms_sha256.clone(),
        journal_root: record.root.clone(),
        manifest_sha256: record.sha256.clone(),
        software: software.unwrap_or_default(),
        services: facts::services(&services),
    }
}

/// The share of full marks; a mark is no independent trial where questions count in parts, so there is no interval.
fn test_metric(
    test: &TestRecord,
    title: &str,
    language: Language,
) -> Result<Metric, CourseCertifyError> {
    let code = test.step.step.as_str();
    Ok(Metric {
        code: code.to_owned(),
        title: short(title),
        group: MetricGroup::Performance,
        unit: Unit::Share,
        value: Some(facts::figure(code, test.share)?),
        interval: None,
        n: facts::small(test.answers.len() as u64),
        method: match language {
            Language::En => "share of the marks, no interval".to_owned(),
            Language::Ru => "доля баллов, без интервала".to_owned(),
        },
        cut: Some(facts::figure(code, test.cut)?),
        verdict: Some(Verdict::Met),
    })
}

/// What decided in a part; its step stands before the code and behind the name.
fn part_metrics(
    session: &Verified,
    step: &str,
    title: &str,
    language: Language,
) -> Result<Vec<Metric>, CourseCertifyError> {
    let pass = session
        .debrief
        .pass
        .as_ref()
        .ok_or(NotCertifiable::NoTerms)?;
    let mut metrics = Vec::new();
    for component in &pass.components {
        let metric = facts::component_metric(component, language)?;
        metrics.push(Metric {
            code: format!("{step}-{}", metric.code),
            // Of "Part 2: without AI" the part is enough.
            title: short(&format!(
                "{} · {}",
                metric.title,
                title.split(':').next().unwrap_or(title)
            )),
            ..metric
        });
    }
    Ok(metrics)
}

fn short(title: &str) -> String {
    let short: String = title.chars().take(MOST_TITLE).collect();
    short.trim().to_owned()
}

/// Sums and least favourable words over the parts.
fn all_conditions(parts: &[Conditions], language: Language) -> Conditions {
    let sum = |of: fn(&Conditions) -> u32| parts.iter().map(of).fold(0, u32::saturating_add);
    let minutes = parts
        .iter()
        .filter_map(|part| part.minutes)
        .fold(0, u32::saturating_add);
    // Weighted by the cases of each part, those without the figure left out.
    let mean = |of: fn(&Conditions) -> Option<Measure>| {
        let known: Vec<(f64, f64)> = parts
            .iter()
            .filter_map(|part| {
                let share = of(part)?.ten_thousandths();
                let share = f64::from(i32::try_from(share).ok()?) / 10_000.0;
                Some((share, f64::from(part.n_cases)))
            })
            .collect();
        let n: f64 = known.iter().map(|(_, n)| n).sum();
        let total: f64 = known.iter().map(|(share, n)| share * n).sum();
        if n > 0.0 {
            Measure::of(total / n)
        } else {
            None
        }
    };
    let n_parts = parts.len();
    Conditions {
        mode: match language {
            Language::En => format!("knowledge test and {n_parts} sessions, each with its record"),
            Language::Ru => format!("тест знаний и сеансы ({n_parts}), каждый со своей записью"),
        },
        n_cases: sum(|part| part.n_cases),
        minutes: Some(minutes).filter(|minutes| *minutes > 0),
        is_supervised: !parts.is_empty() && parts.iter().all(|part| part.is_supervised),
        is_locked_down: !parts.is_empty() && parts.iter().all(|part| part.is_locked_down),
        n_incidents: sum(|part| part.n_incidents),
        wrong_ai: mean(|part| part.wrong_ai),
        disclosure: Disclosure::AfterTheEnd,
        prevalence: mean(|part| part.prevalence),
    }
}

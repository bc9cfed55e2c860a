//! What an exam plugin is given of a scenario: its cases with tags, facts and truth. Never for a panel or an AI service.

use std::sync::Arc;

use overread_base::{Seed, SeriesUid, ServiceId};
use overread_exam::{BookCase, Casebook, ExamSeat, truth_report};
use overread_plugin_host::{CancelFlag, ExamContext};
use overread_scenario::{Case, CaseSource, HitRule, PhantomKind, Scenario};

use crate::library::{LibraryError, truth_of};

/// The cases of a scenario as an exam plugin sees them before anything was read.
///
/// # Errors
/// [`LibraryError::Phantom`] if a synthetic case's truth cannot be made.
pub fn casebook_of(scenario: &Scenario) -> Result<Casebook, LibraryError> {
    // The truth is in patient space and names no series: an exam reads places only.
    let nowhere = SeriesUid::new("2.25.0")?;
    let book_case = |case: &Case| {
        let truth = truth_of(case)?;
        Ok(BookCase {
            id: case.id.clone(),
            modality: modality(case).to_owned(),
            tags: case.tags.clone(),
            facts: facts(scenario, case),
            truth: truth.map(|truth| truth_report(&truth, &nowhere)),
            service_reports: Vec::new(),
        })
    };
    let cases = scenario.cases.iter().map(book_case);
    Ok(Casebook {
        cases: cases.collect::<Result<_, LibraryError>>()?,
    })
}

/// What the host states of a case, then what the author does.
fn facts(scenario: &Scenario, case: &Case) -> Vec<(String, String)> {
    let positive_from = scenario.questions.positive_from.to_string();
    let mut facts = vec![("positive-from", positive_from)];
    facts.push(match scenario.hit_rule {
        HitRule::CentreDistance { least_radius_mm } => {
            ("hit-least-radius-mm", least_radius_mm.to_string())
        }
        HitRule::InsideMask { margin_mm } => ("hit-margin-mm", margin_mm.to_string()),
    });
    if let Some(service) = &scenario.service {
        facts.push(("service", service.as_str().to_owned()));
    }
    let stated = facts.into_iter();
    let stated = stated.map(|(name, value)| (name.to_owned(), value));
    stated.chain(case.facts.iter().cloned()).collect()
}

/// Of DICOM files it is not known before they are opened.
fn modality(case: &Case) -> &'static str {
    match &case.source {
        CaseSource::Phantom(spec) => match spec.kind {
            PhantomKind::ChestCt | PhantomKind::HeadCt => "CT",
            PhantomKind::ChestRadiograph => "DX",
            PhantomKind::Mammography => "MG",
        },
        CaseSource::Dicom(_) => "",
    }
}

/// What every call of the exam of a session is given.
pub(crate) fn context(
    settings: &[(String, String)],
    locale: &str,
    seed: Seed,
    service: Option<&ServiceId>,
    book: Arc<Casebook>,
) -> ExamContext {
    ExamContext {
        book,
        service: service.cloned(),
        locale: locale.to_owned(),
        settings: settings.iter().cloned().collect(),
        seed: seed.child("exam"),
        cancel: CancelFlag::default(),
    }
}

/// As [`context`], for a session that has begun.
pub(crate) fn context_of(
    seat: &ExamSeat,
    seed: Seed,
    service: Option<&ServiceId>,
    book: Arc<Casebook>,
) -> ExamContext {
    context(&seat.settings, &seat.locale, seed, service, book)
}

/// The seed that the plan of a session's exam is drawn with.
pub(crate) fn plan_seed(seed: Seed) -> Seed {
    seed.child("exam plan")
}

//! What looks unwise in a sound scenario. Figures: see `scenarios/README.md`.

use crate::told::duration;
use crate::{Blueprint, Certification, CutScore, ErrorFamily, PassMetric, Scenario};

/// The greatest share of wrong AI results of published studies (28 of 60).
const MOST_WRONG_SHARE: f64 = 0.46;
/// The least wash-out of published crossovers, in days.
const LEAST_WASHOUT_DAYS: u32 = 28;

pub(super) fn warnings(scenario: &Scenario, found: &Blueprint) -> Vec<String> {
    let mut warnings = Vec::new();
    planted(&mut warnings, found);
    form(&mut warnings, scenario, found);
    clocks(&mut warnings, scenario, found.n_session);
    if let Some(crossover) = &scenario.design.crossover
        && crossover.washout_days < LEAST_WASHOUT_DAYS
    {
        warnings.push(format!(
            "a wash-out of {} days is shorter than {LEAST_WASHOUT_DAYS}, the least of published crossovers",
            crossover.washout_days
        ));
    }
    if let Some(terms) = &scenario.design.certification {
        certification(&mut warnings, scenario, terms, found);
    }
    warnings
}

fn planted(warnings: &mut Vec<String>, found: &Blueprint) {
    let share = found.planted_share();
    if share > MOST_WRONG_SHARE {
        warnings.push(format!(
            "the service is wrong in {:.0} % of the cases, published studies go up to 46 % and examinations take about 30 %",
            100.0 * share
        ));
    }
    let of = |family| found.planted.get(&family).copied().unwrap_or(0.0);
    let (n_false, n_missed) = (
        of(ErrorFamily::FalsePositive),
        of(ErrorFamily::FalseNegative),
    );
    if (n_false - n_missed).abs() > 0.5 {
        warnings.push(format!(
            "false positives and false negatives are unequal ({n_false:.1} and {n_missed:.1} a session): readers may learn to distrust one side"
        ));
    }
}

fn form(warnings: &mut Vec<String>, scenario: &Scenario, found: &Blueprint) {
    let Some(form) = &scenario.design.form else {
        return;
    };
    for cell in found
        .cells
        .iter()
        .filter(|cell| cell.fitting.total() == cell.wanted)
    {
        warnings.push(format!(
            "cell {:?} has no more cases than it wants, so every form has the same",
            cell.name
        ));
    }
    if form.most_exposures.is_none() && scenario.design.certification.is_some() {
        warnings.push(
            "an examination for a certificate without \"most_exposures\" wears its cases out"
                .to_owned(),
        );
    }
}

fn clocks(warnings: &mut Vec<String>, scenario: &Scenario, n_session: usize) {
    let clocks = &scenario.design.clocks;
    if let (Some(soft), Some(case)) = (scenario.soft_limit, clocks.case)
        && soft >= case
    {
        warnings.push(format!(
            "a case is closed after {}, before it is told to take long after {}",
            duration(case),
            duration(soft)
        ));
    }
    let n_cases = u64::try_from(n_session.max(1)).unwrap_or(u64::MAX);
    if let (Some(soft), Some(session)) = (scenario.soft_limit, clocks.session)
        && session.0 / n_cases < soft.0 / 2
    {
        warnings.push(format!(
            "{n_session} cases in {} leave less than half of \"soft_limit_s\" for each",
            duration(session)
        ));
    }
}

fn certification(
    warnings: &mut Vec<String>,
    scenario: &Scenario,
    terms: &Certification,
    found: &Blueprint,
) {
    let n_planted: f64 = found.planted.values().sum();
    for part in &terms.pass {
        let needs_errors = matches!(
            part.metric,
            PassMetric::Rair | PassMetric::Rsr | PassMetric::AidedGain | PassMetric::DefectsNamed
        );
        let has_fallible = scenario.design.simulated.is_some() || n_planted > 0.0;
        if needs_errors && !has_fallible {
            warnings.push(format!(
                "{:?} needs a service that is sometimes wrong, and no errors are planted",
                part.metric.word()
            ));
        }
        if let Some(most) = most_opportunities(part.metric, found)
            && usize::try_from(part.least_opportunities).unwrap_or(usize::MAX) > most
        {
            warnings.push(format!(
                "{:?} wants {} opportunities, a session has {most} at most",
                part.metric.word(),
                part.least_opportunities
            ));
        }
        if let CutScore::Angoff(judges) = &part.cut
            && let Some(n_items) = judges.first().map(Vec::len)
            && n_items != found.n_session
        {
            warnings.push(format!(
                "the judges of {:?} rated {n_items} items, a session reads {}",
                part.metric.word(),
                found.n_session
            ));
        }
    }
}

/// The most opportunities that a session can give for a metric, where that is known.
fn most_opportunities(metric: PassMetric, found: &Blueprint) -> Option<usize> {
    let abnormal = found
        .cells
        .iter()
        .map(|cell| cell.n_abnormal.min(cell.wanted))
        .sum();
    let normal = found.cells.iter().map(|cell| {
        let n = cell.fitting.total().saturating_sub(cell.n_abnormal);
        n.min(cell.wanted)
    });
    match metric {
        PassMetric::Sensitivity | PassMetric::UnaidedSensitivity => Some(abnormal),
        PassMetric::Specificity | PassMetric::UnaidedSpecificity => Some(normal.sum()),
        PassMetric::Points | PassMetric::AidedGain => Some(found.n_session),
        PassMetric::Rair | PassMetric::Rsr | PassMetric::DefectsNamed => None,
    }
}

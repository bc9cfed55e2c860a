//! What rubric v2 and the pass rule say, in sentences for people. Nothing is said of what there was no opportunity for.

use overread_exam::{
    Advice, Assessment, Autonomous, Calibrations, ComponentResult, ComponentStatus, DoubleReading,
    PassDecision, PassOutcome, PlantedOutcome, ServiceTotal,
};
use overread_stats::{Calibration, Difference, Estimate};

/// The sentences of a score by rubric v2, in order.
pub(super) fn sentences(of: &Assessment) -> Vec<String> {
    let mut said = points(of);
    for split in &of.by_state {
        let shares = [
            share("abnormal called so", split.last.case_sensitivity),
            share("normal called so", split.last.case_specificity),
        ];
        said.extend(joined(
            &words(split.state.word()),
            shares.into_iter().flatten(),
        ));
    }
    said.extend(advice(&of.advice));
    said.extend(of.double_reading.iter().flat_map(double_reading));
    said.extend(of.autonomous.iter().flat_map(autonomous));
    said.extend(of.service.iter().map(service));
    let defects = [
        share("named by code", of.defects.named),
        share("by class at least", of.defects.class_named),
        share("false alarms", of.defects.false_alarms),
    ];
    said.extend(joined("technical defects", defects.into_iter().flatten()));
    said.extend(calibrations(&of.calibrations));
    let drafts = [
        share("sentences taken over", of.drafts.taken),
        share("planted sentences taken over", of.drafts.planted_taken),
    ];
    said.extend(joined("AI draft text", drafts.into_iter().flatten()));
    if let Some(median) = of.reentry.median {
        let n = of.reentry.n;
        said.push(format!(
            "back from {n} interruptions in {:.1} s (median)",
            seconds(median)
        ));
    }
    said.extend(planted(&of.planted));
    said
}

/// The pass rule, a line a component and one for the whole.
pub(crate) fn pass_text(decision: &PassDecision) -> String {
    let mut lines: Vec<String> = decision.components.iter().map(component).collect();
    let outcome = match decision.outcome {
        PassOutcome::Passed => "passed",
        PassOutcome::Failed => "failed",
        PassOutcome::NotDecidable => "not decidable",
    };
    lines.push(format!("examination: {outcome}"));
    lines.push(String::new());
    lines.join("\n")
}

fn component(of: &ComponentResult) -> String {
    let percent = |share: f64| format!("{:.0} %", share * 100.0);
    let found = of
        .share
        .map_or_else(|| "no opportunity".to_owned(), percent);
    let interval = of.interval.map_or_else(String::new, |(lower, upper)| {
        format!(" ({} to {})", percent(lower), percent(upper))
    });
    let cut = of.cut.map_or_else(|| "none".to_owned(), percent);
    let status = match of.status {
        ComponentStatus::Met => "met".to_owned(),
        ComponentStatus::NotMet => "not met".to_owned(),
        ComponentStatus::TooFew => format!("not decided: fewer than {} opportunities", of.least),
        ComponentStatus::Waived => format!(
            "waived: fewer than {} opportunities, as the reader was right alone",
            of.least
        ),
        ComponentStatus::AwaitsGrades => "not decided: answers are not graded yet".to_owned(),
        ComponentStatus::NoCut => "not decided: the judges' data give no cut".to_owned(),
    };
    format!(
        "{}: {found}{interval} of {}, cut {cut}: {status}",
        words(of.metric.word()),
        of.n
    )
}

fn points(of: &Assessment) -> Vec<String> {
    let points = &of.points;
    let mut said = Vec::new();
    if points.n_cases > 0 {
        let share = share("share", points.share).map_or_else(String::new, |s| format!(", {s}"));
        said.push(format!(
            "points: {:.1} of {:.0} in {} cases{share}",
            points.earned, points.possible, points.n_cases
        ));
    }
    if points.n_awaited > 0 {
        said.push(format!("{} answers are not graded yet", points.n_awaited));
    }
    for cell in &of.cells {
        let share = cell.share.map_or_else(
            || "too few cases for a score".to_owned(),
            |e| format!("{:.2} ({:.2} to {:.2})", e.value, e.lower, e.upper),
        );
        said.push(format!("cell {} ({} cases): {share}", cell.name, cell.n));
    }
    said
}

fn advice(of: &Advice) -> Vec<String> {
    let shares = [
        share("alarms followed", of.commission),
        share("misses followed", of.omission),
        share("agreement", of.agreement),
    ];
    let against = |label: &str, difference: Option<Difference>| {
        difference.map(|d| {
            format!(
                "{label} {:+.2} ({:+.2} to {:+.2}) against the own cases without AI",
                d.value, d.lower, d.upper
            )
        })
    };
    let mut said = joined("AI on screen", shares.into_iter().flatten());
    said.extend(against("false alarms", of.delta_commission));
    said.extend(against("misses", of.delta_omission));
    said
}

fn double_reading(of: &DoubleReading) -> Vec<String> {
    let shares = [
        share("disagreement", of.discordance),
        share("arbitration", of.arbitration),
        share("overturned", of.overturned),
    ];
    joined("double reading", shares.into_iter().flatten())
}

fn autonomous(of: &Autonomous) -> Vec<String> {
    let shares = [
        share("called normal rightly", of.signed_normal_right),
        share("called abnormal rightly", of.recalled_right),
    ];
    let decided = format!("decided by the service alone: {}", of.n);
    let mut said = joined(&decided, shares.into_iter().flatten());
    if said.is_empty() {
        said.push(decided);
    }
    if let Some(audit) = &of.audit {
        let shares = [
            share("abnormal found", audit.sensitivity),
            share("normal recalled", audit.false_recalls),
        ];
        let audited = format!("audit of {} cases in {:.0} s", audit.n, seconds(audit.time));
        said.extend(joined(&audited, shares.into_iter().flatten()));
    }
    said
}

fn service(of: &ServiceTotal) -> String {
    let score = |score: Option<f64>| score.map_or_else(|| "-".to_owned(), |s| format!("{s:.0}"));
    format!(
        "rating of the service, 0 to 100: {} said, {} by the truth ({} axes)",
        score(of.said),
        score(of.is),
        of.n
    )
}

fn calibrations(of: &Calibrations) -> Vec<String> {
    let brier = |label: &str, of: &Option<Calibration>| {
        of.map(|c| format!("{label} {:.3} (of {})", c.brier, c.n))
    };
    let scores = [
        brier("own first ratings", &of.first),
        brier("final ratings", &of.last),
        brier("forecasts of the AI", &of.forecast),
    ];
    joined("Brier score, 0 is best", scores.into_iter().flatten())
}

/// Whom planted errors misled and where they were noticed; what each was stands beside it in a list of its own.
fn planted(all: &[PlantedOutcome]) -> Option<String> {
    let of = |label: &str, is: fn(&PlantedOutcome) -> bool| {
        let cases: Vec<&str> = all
            .iter()
            .filter(|planted| is(planted))
            .map(|planted| planted.case.as_str())
            .collect();
        (!cases.is_empty()).then(|| format!("{label} {} ({})", cases.len(), cases.join(", ")))
    };
    let parts = [
        of("misled by", |p| p.is_misled == Some(true)),
        of("noticed", |p| p.is_noticed == Some(true)),
        of("could not be planted", |p| p.is_void),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let told = if parts.is_empty() {
        "no trace in the answers".to_owned()
    } else {
        parts.join(", ")
    };
    (!all.is_empty()).then(|| format!("{} planted errors: {told}", all.len()))
}

fn share(label: &str, estimate: Option<Estimate>) -> Option<String> {
    estimate.map(|e| {
        format!(
            "{label} {:.2} ({:.2} to {:.2}, of {})",
            e.value, e.lower, e.upper, e.n
        )
    })
}

/// `label: a, b`, or nothing where there are no parts.
fn joined(label: &str, parts: impl Iterator<Item = String>) -> Vec<String> {
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() {
        Vec::new()
    } else {
        vec![format!("{label}: {}", parts.join(", "))]
    }
}

fn words(word: &str) -> String {
    word.replace("ai-", "AI ").replace('-', " ")
}

fn seconds(time: overread_base::Millis) -> f64 {
    // Times of a session are far below 2^53 ms.
    time.0 as f64 / 1000.0
}

#[cfg(test)]
mod tests;

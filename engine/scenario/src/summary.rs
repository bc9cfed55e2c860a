//! What a scenario holds, in one line.

use crate::Scenario;
use crate::told::{clocks, count};

/// `exams.rapids with 30 cases, mode concurrent, ..., hash 0a1b...`.
#[must_use]
pub fn summary(scenario: &Scenario) -> String {
    let design = &scenario.design;
    let mut parts = vec![
        format!(
            "{} with {}",
            scenario.id,
            count(scenario.cases.len(), "case", "cases")
        ),
        format!("mode {}", scenario.mode.word()),
    ];
    let n_own: usize = scenario.cases.iter().map(|case| case.questions.len()).sum();
    let n_questions = design.questions.len() + n_own;
    if n_questions > 0 {
        parts.push(count(n_questions, "question", "questions"));
    }
    if let Some(simulated) = &design.simulated {
        parts.push(format!("simulated service {}", simulated.id));
    }
    if let Some(planted) = &design.planted {
        let n_session = scenario.n_session_cases();
        let quotas = planted.quotas.iter();
        let single = quotas.filter(|quota| !quota.is_version_change());
        let n: usize = single.map(|quota| quota.amount.of(n_session)).sum();
        parts.push(format!(
            "{} planted by {}",
            count(n, "error", "errors"),
            count(planted.quotas.len(), "quota", "quotas")
        ));
    }
    if design.form.is_some() {
        let n = scenario.n_session_cases();
        parts.push(format!("forms of {}", count(n, "case", "cases")));
    }
    parts.extend(clocks(&design.clocks));
    if let Some(interruptions) = &design.interruptions {
        let n = interruptions.kinds.len();
        parts.push(count(n, "interruption", "interruptions"));
    }
    if let Some(crossover) = &design.crossover {
        let arms: Vec<&str> = crossover.arms.iter().map(|arm| arm.word()).collect();
        parts.push(format!("crossover of {}", arms.join(" and ")));
    }
    if let Some(terms) = &design.certification {
        let n = terms.pass.len();
        parts.push(format!(
            "certificate on {}",
            count(n, "component", "components")
        ));
    }
    parts.push(format!("hash {}", scenario.hash));
    parts.join(", ")
}

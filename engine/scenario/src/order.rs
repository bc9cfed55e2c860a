//! The order in which a reader meets the cases of a scenario without exam plugin and form.

use overread_base::{CaseId, Seed};

use crate::{CaseOrder, Scenario};

/// The cases as listed, or shuffled with the session's seed.
#[must_use]
pub fn case_order(scenario: &Scenario, seed: Seed) -> Vec<CaseId> {
    let mut cases: Vec<_> = scenario.cases.iter().map(|case| case.id.clone()).collect();
    if scenario.order == CaseOrder::Shuffled {
        seed.child("case order").rng().shuffle(&mut cases);
    }
    cases
}

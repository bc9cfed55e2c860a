//! The order in which a reader meets cases, where no exam plugin decides it.

use overread_base::{CaseId, Seed};

use crate::{Case, CaseOrder, Scenario};

/// The cases of a scenario as listed, or shuffled with the session's seed.
#[must_use]
pub fn case_order(scenario: &Scenario, seed: Seed) -> Vec<CaseId> {
    ordered(scenario.cases.iter(), scenario.order, seed)
}

/// Some cases, such as those of a form, as listed, or shuffled with the session's seed.
#[must_use]
pub fn ordered<'a>(
    cases: impl IntoIterator<Item = &'a Case>,
    order: CaseOrder,
    seed: Seed,
) -> Vec<CaseId> {
    let mut cases: Vec<_> = cases.into_iter().map(|case| case.id.clone()).collect();
    if order == CaseOrder::Shuffled {
        seed.child("case order").rng().shuffle(&mut cases);
    }
    cases
}

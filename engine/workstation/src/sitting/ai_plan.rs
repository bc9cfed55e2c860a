//! The plan of what the AI shows in each case, drawn from scenario and seed whenever it is needed. Never written down.

use overread_base::{CaseId, Seed};
use overread_exam::AiPlan;
use overread_scenario::Scenario;

use super::SittingError;
use crate::ground::Grounds;

/// The plan of a session; `None` where the scenario plans nothing, or has no AI in its mode.
pub(super) fn draw(
    scenario: &Scenario,
    cases: &[CaseId],
    seed: Seed,
    grounds: &Grounds,
) -> Result<Option<AiPlan>, SittingError> {
    let design = &scenario.design;
    let is_planned = design.planted.is_some() || design.reading.without_ai_share > 0.0;
    if !scenario.mode.has_ai() || !is_planned {
        return Ok(None);
    }
    let truths = grounds.truths(scenario, cases)?;
    Ok(Some(AiPlan::draw(scenario, cases, &truths, seed)?))
}

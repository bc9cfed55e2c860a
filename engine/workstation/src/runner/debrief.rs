//! After the session: its score, the truth, what had been planted, and whether the examination is passed.

use std::collections::BTreeMap;

use overread_base::{CaseId, CaseTruth};
use overread_exam::{
    AiPlan, CaseFact, Event, HumanGrade, PassDecision, PlannedAi, PlantRecord, Score, ScoreInput,
    Session, SessionPlan, SessionState, StampedEvent, pass_of, score_session,
};
use overread_scenario::Scenario;

use super::told::bare_record;
use super::{RunError, SessionRunner};
use crate::exam_replay::ExamOutcome;
use crate::ground::Grounds;

/// After the session: what was there, and what was made of it.
#[derive(Debug, Clone)]
pub struct Debrief {
    /// The score of the session.
    pub score: Score,
    /// The truth of each case that has one.
    pub truths: BTreeMap<CaseId, CaseTruth>,
    /// The exam that the cases were read for, with its grade.
    pub exam: Option<ExamOutcome>,
    /// What had been planted into AI results, by case; those of cases that were never closed by kind and severity only.
    pub planted: BTreeMap<CaseId, PlantRecord>,
    /// Whether the examination for a certificate is passed; `None` for a session that gives none.
    pub pass: Option<PassDecision>,
}

impl SessionRunner {
    /// The score and the truth, once the session has ended; `None` before.
    ///
    /// # Errors
    /// [`RunError::Library`] if a synthetic case's truth cannot be made.
    pub fn debrief(&self) -> Result<Option<Debrief>, RunError> {
        if self.session.state() != SessionState::Ended {
            return Ok(None);
        }
        Ok(Some(debrief_of(self.plan(), &self.scenario, &self.events)?))
    }
}

/// Score and truth of a session out of its record. Whoever shows it makes sure that the session has ended.
///
/// # Errors
/// [`RunError::Library`] if a synthetic case's truth cannot be made, [`RunError::Plan`] if the plan is not sound.
pub fn debrief_of(
    plan: &SessionPlan,
    scenario: &Scenario,
    events: &[StampedEvent],
) -> Result<Debrief, RunError> {
    debrief_with(plan, scenario, events, Vec::new())
}

/// As [`debrief_of`], with what people gave for free answers.
///
/// # Errors
/// As [`debrief_of`].
pub fn debrief_with(
    plan: &SessionPlan,
    scenario: &Scenario,
    events: &[StampedEvent],
    grades: Vec<HumanGrade>,
) -> Result<Debrief, RunError> {
    debrief_knowing(plan, scenario, events, grades, &Grounds::default())
}

/// As [`debrief_with`], with what is known of the cases at hand already.
pub(crate) fn debrief_knowing(
    plan: &SessionPlan,
    scenario: &Scenario,
    events: &[StampedEvent],
    grades: Vec<HumanGrade>,
    grounds: &Grounds,
) -> Result<Debrief, RunError> {
    let all: Vec<CaseId> = scenario.cases.iter().map(|case| case.id.clone()).collect();
    let truths = grounds.truths(scenario, &all)?;
    let session = Session::replay(plan.clone(), events)?;
    let input = ScoreInput {
        grades,
        ..ScoreInput::of(scenario, truths.clone())
    };
    let score = score_session(&session, &input);
    let terms = plan.design.certification.as_ref().map(|seat| &seat.terms);
    Ok(Debrief {
        pass: terms.map(|terms| pass_of(&score, terms)),
        planted: planted_of(plan, scenario, &truths, events),
        score,
        truths,
        exam: ExamOutcome::of(plan, events),
    })
}

/// What was planted: as the journal says, and by the plan for cases that it does not speak of.
fn planted_of(
    plan: &SessionPlan,
    scenario: &Scenario,
    truths: &BTreeMap<CaseId, CaseTruth>,
    events: &[StampedEvent],
) -> BTreeMap<CaseId, PlantRecord> {
    let mut planted = BTreeMap::new();
    if plan.design.ai_plan_sha256.is_some() {
        let scenario = Scenario {
            mode: plan.mode,
            ..scenario.clone()
        };
        let drawn = AiPlan::draw(&scenario, &plan.cases, truths, plan.seed);
        let drawn = drawn
            .ok()
            .filter(|drawn| plan.design.ai_plan_sha256.as_deref() == Some(drawn.sha256().as_str()));
        for (case, planned) in drawn.unwrap_or_default().cases {
            if let PlannedAi::Planted(error) = planned {
                planted.insert(case, bare_record(&error));
            }
        }
    }
    for stamped in events {
        if let Event::Case { case, fact } = &stamped.event
            && let CaseFact::AiPlanted(record) = fact
        {
            planted.insert(case.clone(), PlantRecord::clone(record));
        }
    }
    planted
}

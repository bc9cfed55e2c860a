//! The AI results of a session on their way to the reader: planted errors, results held until they are due. Saves nothing.

use std::collections::{BTreeMap, BTreeSet};

use overread_base::{AiResult, CaseId, CaseTruth, Lesion, Millis};
use overread_exam::{
    AiPlan, CaseFact, Event, PlannedAi, PlannedError, PlantCase, PlantRecord, StampedEvent, plant,
};
use overread_plugin_host::CancelFlag;

use crate::ground::CasePlace;

/// A result that waits for its time.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) case: CaseId,
    pub(super) result: Box<AiResult>,
    /// On the session's clock.
    pub(super) due: Millis,
}

/// What the service said of a case, before anything is planted.
pub(super) struct Original {
    pub(super) result: AiResult,
    pub(super) place: CasePlace,
    /// Since when it counts as asked for, on the session's clock, and how long it takes from there.
    pub(super) due: Millis,
}

/// What an error may be made of beside the result itself.
#[derive(Clone, Copy)]
pub(super) struct Beside<'a> {
    /// A result of the same service on another case.
    pub(super) other: Option<&'a AiResult>,
    /// What could lie in the patient and does not.
    pub(super) decoys: &'a [Lesion],
}

/// The AI results of a session that nobody has seen yet.
pub(super) struct AiDesk {
    plan: AiPlan,
    asked: BTreeSet<CaseId>,
    held: Vec<Held>,
    /// What was planted, by case.
    records: BTreeMap<CaseId, PlantRecord>,
    /// Cases whose planted error stands in the journal, or cannot be written there.
    told: BTreeSet<CaseId>,
    /// The last result that a live service gave: the one that another patient's may be taken from.
    last: Option<(CaseId, AiResult)>,
    ahead: CancelFlag,
}

impl AiDesk {
    pub(super) fn new(plan: AiPlan, events: &[StampedEvent]) -> Self {
        let told = |stamped: &StampedEvent| {
            let Event::Case { case, fact } = &stamped.event else {
                return None;
            };
            matches!(fact, CaseFact::AiPlanted(_)).then(|| case.clone())
        };
        Self {
            plan,
            asked: BTreeSet::new(),
            held: Vec::new(),
            records: BTreeMap::new(),
            told: events.iter().filter_map(told).collect(),
            last: None,
            ahead: CancelFlag::default(),
        }
    }

    /// Whether no result is shown for a case.
    pub(super) fn is_withheld(&self, case: &CaseId) -> bool {
        matches!(self.plan.of(case), Some(PlannedAi::Withheld))
    }

    /// The cases for which no result is shown.
    pub(super) fn withheld(&self) -> Vec<CaseId> {
        let cases = self.plan.cases.keys();
        cases
            .filter(|case| self.is_withheld(case))
            .cloned()
            .collect()
    }

    /// The error that is planned for a case.
    pub(super) fn error_of(&self, case: &CaseId) -> Option<&PlannedError> {
        match self.plan.of(case) {
            Some(PlannedAi::Planted(error)) => Some(error),
            Some(PlannedAi::Withheld) | None => None,
        }
    }

    /// Whether a result of this case was asked for in this program's run.
    pub(super) fn is_asked(&self, case: &CaseId) -> bool {
        self.asked.contains(case)
    }

    pub(super) fn ask(&mut self, case: &CaseId) {
        self.asked.insert(case.clone());
    }

    /// The flag that ends jobs done ahead of need.
    pub(super) fn ahead(&self) -> CancelFlag {
        self.ahead.clone()
    }

    pub(super) fn cancel_ahead(&self) {
        self.ahead.cancel();
    }

    /// The last result of a case other than this one.
    pub(super) fn other_than(&self, case: &CaseId) -> Option<AiResult> {
        let last = self.last.as_ref().filter(|(of, _)| of != case);
        last.map(|(_, result)| result.clone())
    }

    /// Takes a result over, with the error that is planned for its case, and holds it until it is due.
    pub(super) fn take(
        &mut self,
        case: &CaseId,
        truth: Option<&CaseTruth>,
        original: Original,
        beside: Beside<'_>,
    ) {
        let Original { result, place, due } = original;
        self.last = Some((case.clone(), result.clone()));
        let (result, delay) = self.planted(case, truth, result, &place, beside);
        self.held.push(Held {
            case: case.clone(),
            result: Box::new(result),
            due: Millis(due.0.saturating_add(delay.0)),
        });
    }

    /// Plants what is planned, and remembers what that was.
    pub(super) fn planted(
        &mut self,
        case: &CaseId,
        truth: Option<&CaseTruth>,
        result: AiResult,
        place: &CasePlace,
        beside: Beside<'_>,
    ) -> (AiResult, Millis) {
        let Some(PlannedAi::Planted(error)) = self.plan.of(case) else {
            return (result, Millis(0));
        };
        let planted = plant(
            &result,
            error,
            &PlantCase {
                case,
                truth,
                study: &place.study,
                series: &place.series,
                bounds: place.bounds,
                decoys: beside.decoys,
                other: beside.other,
            },
        );
        self.records.insert(case.clone(), planted.record);
        (planted.result, planted.delay.unwrap_or(Millis(0)))
    }

    /// When the next held result is due, on the session's clock.
    pub(super) fn next_due(&self) -> Option<Millis> {
        self.held.iter().map(|held| held.due).min()
    }

    /// When the held result of a case is due.
    pub(super) fn due_of(&self, case: &CaseId) -> Option<Millis> {
        self.held
            .iter()
            .find(|held| held.case == *case)
            .map(|held| held.due)
    }

    /// The next result that is due, the longest due first.
    pub(super) fn pop_due(&mut self, now: Millis) -> Option<Held> {
        let due = self
            .held
            .iter()
            .enumerate()
            .filter(|(_, held)| held.due <= now);
        let (idx, _) = due.min_by_key(|(idx, held)| (held.due, *idx))?;
        Some(self.held.remove(idx))
    }

    /// The cases with a planned error that has not been told.
    pub(super) fn untold(&self) -> Vec<CaseId> {
        let planted = self
            .plan
            .cases
            .iter()
            .filter_map(|(case, planned)| match planned {
                PlannedAi::Planted(_) => Some(case),
                PlannedAi::Withheld => None,
            });
        planted
            .filter(|case| !self.told.contains(*case))
            .cloned()
            .collect()
    }

    pub(super) fn record_of(&self, case: &CaseId) -> Option<&PlantRecord> {
        self.records.get(case)
    }

    pub(super) fn tell(&mut self, case: CaseId) {
        self.told.insert(case);
    }
}

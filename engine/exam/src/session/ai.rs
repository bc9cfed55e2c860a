//! The AI result of a case: when it is taken, when it comes on screen, what the service decides alone, and verdicts.

use overread_base::{AiResult, CaseId, FindingId, ServiceIdentity};
use overread_scenario::ReadingMode;

use super::{Ahead, check_length, check_open, fact};
use crate::case_state::CaseState;
use crate::mode_rules::{AiTiming, rules};
use crate::{Call, CaseFact, Event, FindingVerdict, Percent, Refusal, Session, SessionState};

/// Longest remark on a verdict, in bytes.
const MAX_NOTE_BYTES: usize = 4 << 10;

/// How far the reader's own answer is when a result is looked at.
#[derive(Debug, Clone, Copy)]
struct OwnRead {
    is_locked: bool,
    is_requested: bool,
    /// Of the first read, where it is locked.
    rating: Option<Percent>,
}

impl OwnRead {
    fn of(case: &CaseState) -> Self {
        Self {
            is_locked: case.first.is_some(),
            is_requested: case.requested_at.is_some(),
            rating: case.first.as_ref().and_then(|first| first.rating),
        }
    }
}

impl Session {
    /// Whether an AI result of this case would still be taken. In modes in which results order the worklist or decide
    /// cases that holds for cases that are not open yet, too.
    #[must_use]
    pub fn wants_ai_result(&self, case: &CaseId) -> bool {
        let mode = self.plan.mode_of(case);
        self.state != SessionState::Ended
            && self.clock.is_started()
            && mode.has_ai()
            && match self.cases.get(case) {
                Some(state) => {
                    state.ai.is_none() && state.withheld_at.is_none() && state.closed_at().is_none()
                }
                None => {
                    rules(mode).takes_results_ahead
                        && !self.ahead.contains_key(case)
                        && self.plan.cases.contains(case)
                }
            }
    }

    pub(super) fn lock(&self) -> Result<Vec<Event>, Refusal> {
        let (id, case) = self.current()?;
        let mode = self.plan.mode_of(id);
        if !rules(mode).needs_lock {
            return Err(Refusal::NotInThisMode(mode));
        }
        if case.first.is_some() {
            return Err(Refusal::AlreadyLocked);
        }
        self.keep_first_read(id, case, CaseFact::FirstReadLocked)
    }

    /// The reader asks for the AI result: the answer so far becomes the first one. It needs what a lock needs, the
    /// rating above all: without it there would be nothing to hold the final answer against.
    pub(super) fn request_ai(&self) -> Result<Vec<Event>, Refusal> {
        let (id, case) = self.current()?;
        let mode = self.plan.mode_of(id);
        if rules(mode).timing != AiTiming::OnRequest {
            return Err(Refusal::NotInThisMode(mode));
        }
        if case.requested_at.is_some() {
            return Err(Refusal::AlreadyLocked);
        }
        self.keep_first_read(id, case, CaseFact::AiRequested)
    }

    /// The answer so far becomes the first one by `kept`; what the AI result, if it is there, makes of that follows.
    fn keep_first_read(
        &self,
        id: &CaseId,
        case: &CaseState,
        kept: CaseFact,
    ) -> Result<Vec<Event>, Refusal> {
        let blockers = self.lock_blockers(id, case);
        if !blockers.is_empty() {
            return Err(Refusal::NotLockable(blockers));
        }
        let own = OwnRead {
            is_locked: true,
            is_requested: kept == CaseFact::AiRequested,
            rating: case.rating,
        };
        let mut events = fact(id, kept);
        if let Some(result) = &case.ai {
            events.extend(self.follows(id, case.revealed_at.is_some(), own, result));
        }
        Ok(events)
    }

    pub(super) fn ai_arrived(
        &self,
        id: CaseId,
        result: Box<AiResult>,
    ) -> Result<Vec<Event>, Refusal> {
        let Some(service) = self.plan.service_of(&id) else {
            return Err(Refusal::NotInThisMode(self.plan.mode));
        };
        if !self.plan.cases.contains(&id) {
            return Err(Refusal::UnknownCase { case: id });
        }
        let mode = self.plan.mode_of(&id);
        if !mode.has_ai() {
            return Err(Refusal::NotInThisMode(mode));
        }
        check_service(service, &result.service)?;
        match self.cases.get(&id) {
            Some(case) => {
                check_open(&id, case)?;
                if case.ai.is_some() || case.withheld_at.is_some() {
                    return Err(Refusal::AiArrivedBefore { case: id });
                }
                let follows = self.follows(&id, false, OwnRead::of(case), &result);
                let mut events = fact(&id, CaseFact::AiReceived(result));
                events.extend(follows);
                Ok(events)
            }
            None if rules(mode).takes_results_ahead => {
                if self.ahead.contains_key(&id) {
                    return Err(Refusal::AiArrivedBefore { case: id });
                }
                let decided = self.call_of_service_alone(&id, &result);
                let mut events = fact(&id, CaseFact::AiReceived(result));
                events.extend(decided.map(CaseFact::DecidedByAi).map(|fact| Event::Case {
                    case: id.clone(),
                    fact,
                }));
                Ok(events)
            }
            None => Err(Refusal::NoOpenCase),
        }
    }

    /// What comes on screen with a case whose result is there already.
    pub(super) fn shows_at_opening(&self, id: &CaseId, result: &AiResult) -> Vec<Event> {
        let own = OwnRead {
            is_locked: false,
            is_requested: false,
            rating: None,
        };
        self.follows(id, false, own, result)
    }

    /// What a decision had still to write when the program was killed between two of its events: a result that was not
    /// brought on screen yet, a case that was not decided yet.
    pub(super) fn left_to_follow(&self) -> Vec<Event> {
        let mut events = Vec::new();
        if let Some(id) = self.open_case()
            && let Some(case) = self.cases.get(id)
            && let Some(result) = &case.ai
        {
            let follows = self.follows(id, case.revealed_at.is_some(), OwnRead::of(case), result);
            let is_new = |event: &Event| {
                let opens = matches!(
                    event,
                    Event::Case {
                        fact: CaseFact::ArbitrationOpened,
                        ..
                    }
                );
                !opens || case.arbitration_at.is_none()
            };
            events.extend(follows.into_iter().filter(is_new));
        }
        for (id, ahead) in &self.ahead {
            if let Ahead::Result(result) = ahead
                && let Some(call) = self.call_of_service_alone(id, result)
            {
                events.extend(fact(id, CaseFact::DecidedByAi(call)));
            }
        }
        events
    }

    /// What follows once both a result and the reader's own read are as far as they are.
    fn follows(
        &self,
        id: &CaseId,
        is_revealed: bool,
        own: OwnRead,
        result: &AiResult,
    ) -> Vec<Event> {
        let rules = rules(self.plan.mode_of(id));
        let disagrees = own
            .is_locked
            .then(|| self.disagrees(own.rating, result))
            .flatten();
        let is_due = match rules.timing {
            AiTiming::Never => false,
            AiTiming::FromStart => true,
            AiTiming::OnRequest => own.is_requested,
            AiTiming::AfterLock => own.is_locked,
            // A service that did not read is no second reader that agrees: silence would say so.
            AiTiming::AfterLockIfDiscordant => own.is_locked && disagrees != Some(false),
        };
        let mut events = Vec::new();
        if is_due && !is_revealed {
            events.extend(fact(id, CaseFact::AiRevealed));
        }
        if rules.arbitrates && disagrees == Some(true) {
            events.extend(fact(id, CaseFact::ArbitrationOpened));
        }
        events
    }

    /// No result is shown for this case; accepted exactly where one would have been shown.
    pub(super) fn withhold_ai(&self, id: CaseId) -> Result<Vec<Event>, Refusal> {
        if !self.plan.cases.contains(&id) {
            return Err(Refusal::UnknownCase { case: id });
        }
        let mode = self.plan.mode_of(&id);
        let rules = rules(mode);
        let Some(case) = self.cases.get(&id) else {
            return match self.ahead.get(&id) {
                Some(_) => Err(Refusal::AiArrivedBefore { case: id }),
                None if rules.takes_results_ahead => Ok(fact(&id, CaseFact::AiWithheld)),
                None => Err(Refusal::NoOpenCase),
            };
        };
        check_open(&id, case)?;
        if case.ai.is_some() || case.withheld_at.is_some() {
            return Err(Refusal::AiArrivedBefore { case: id });
        }
        let is_due = match rules.timing {
            AiTiming::Never => return Err(Refusal::NotInThisMode(mode)),
            AiTiming::FromStart => true,
            AiTiming::OnRequest => case.requested_at.is_some(),
            AiTiming::AfterLock | AiTiming::AfterLockIfDiscordant => case.first.is_some(),
        };
        if is_due {
            Ok(fact(&id, CaseFact::AiWithheld))
        } else {
            Err(Refusal::WithheldTooEarly { case: id })
        }
    }

    /// What the service decides about a case without a reader; `None` where the reader reads it.
    ///
    /// A result that was not run, failed, or has no probability decides nothing.
    fn call_of_service_alone(&self, id: &CaseId, result: &AiResult) -> Option<Call> {
        let probability = result.report()?.probability?.value;
        let reading = &self.plan.design.reading;
        let (low, high) = reading.band;
        match self.plan.mode_of(id) {
            ReadingMode::AutonomousAudit
                if self.is_signed_below(probability) && !self.is_audited(id) =>
            {
                Some(Call::Negative)
            }
            ReadingMode::BandPass if probability < stated(low) => Some(Call::Negative),
            ReadingMode::BandPass if probability >= stated(high) => Some(Call::Positive),
            ReadingMode::Unaided
            | ReadingMode::Sequential
            | ReadingMode::Concurrent
            | ReadingMode::OnRequest
            | ReadingMode::Triage
            | ReadingMode::AutonomousAudit
            | ReadingMode::AiFirstReader
            | ReadingMode::AiSecondReader
            | ReadingMode::BandPass
            | ReadingMode::AiExpert => None,
        }
    }

    /// Whether the service of an autonomous audit signs at such a probability, the sample left aside.
    pub(crate) fn is_signed_below(&self, probability: f32) -> bool {
        probability < stated(self.plan.design.reading.signs_below)
    }

    /// Whether a case belongs to the sample that the reader audits if the service would sign it.
    fn is_audited(&self, id: &CaseId) -> bool {
        let seed = self.plan.seed.child("audit").child(id.as_str());
        seed.rng().unit() < self.plan.design.reading.audit_share
    }

    /// Whether a case may not be opened before its result is there: the service might decide it alone.
    pub(crate) fn is_awaited_ahead(&self, id: &CaseId) -> bool {
        rules(self.plan.mode_of(id)).decides_alone && !self.ahead.contains_key(id)
    }

    pub(super) fn give_verdict(
        &self,
        finding: FindingId,
        verdict: FindingVerdict,
        note: Option<String>,
    ) -> Result<Vec<Event>, Refusal> {
        let (id, case) = self.current()?;
        let mode = self.plan.mode_of(id);
        if mode == ReadingMode::Unaided {
            return Err(Refusal::NotInThisMode(mode));
        }
        if case.is_ai_hidden_by_exam {
            return Err(Refusal::AiHiddenByExam);
        }
        let result = case.revealed().ok_or(Refusal::AiNotRevealed)?;
        if !result.findings().iter().any(|f| f.id == finding) {
            return Err(Refusal::UnknownFinding { finding });
        }
        if let FindingVerdict::Modified(answer) = &verdict {
            self.check_answer(answer)?;
        }
        if let Some(note) = &note {
            check_length(note, MAX_NOTE_BYTES)?;
        }
        Ok(fact(
            id,
            CaseFact::VerdictGiven {
                finding,
                verdict,
                note,
            },
        ))
    }
}

/// A threshold in the precision in which services state probabilities: 0.9 as stated is 0.9 as answered.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a probability loses digits, never its size"
)]
fn stated(threshold: f64) -> f32 {
    threshold as f32
}

/// The service may have changed its version without a word, never its name; a stated bundle is the planned one.
fn check_service(planned: &ServiceIdentity, found: &ServiceIdentity) -> Result<(), Refusal> {
    let is_other_bundle = match (&planned.bundle_digest, &found.bundle_digest) {
        (Some(planned), Some(found)) => planned != found,
        (Some(_), None) | (None, Some(_) | None) => false,
    };
    if planned.id == found.id && !is_other_bundle {
        return Ok(());
    }
    let name = |service: &ServiceIdentity| {
        let digest = service.bundle_digest.as_ref().filter(|_| is_other_bundle);
        let digest = digest.map_or(String::new(), |digest| format!(" (bundle {digest})"));
        format!("{} {}{digest}", service.id, service.version)
    };
    Err(Refusal::OtherService {
        expected: name(planned),
        found: name(found),
    })
}

#[cfg(test)]
mod tests;

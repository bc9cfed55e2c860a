//! Hints: who may ask for one and when, and what the host may give. A journal holds each wish and each hint.

use overread_base::CaseId;

use super::{check_length, fact};
use crate::case_state::CaseState;
use crate::view::HintsView;
use crate::{CaseFact, Event, Hint, Refusal, Session, SessionState};

/// The most hints about one case.
const MAX_HINTS: usize = 8;
/// Longest hint in one language, in bytes.
const MAX_HINT_BYTES: usize = 8 << 10;
/// The most languages of a hint.
const MAX_LANGUAGES: usize = 32;

impl Session {
    pub(super) fn ask_hint(&self) -> Result<Vec<Event>, Refusal> {
        let (id, case) = self.answering()?;
        if !self.plan.design.gives_hints() {
            return Err(Refusal::NoHints);
        }
        if case.hints.is_awaited {
            return Err(Refusal::HintOrder {
                case: id.clone(),
                is_awaited: true,
            });
        }
        if case.hints.is_exhausted() || case.hints.given.len() >= MAX_HINTS {
            return Err(Refusal::NoHintLeft { case: id.clone() });
        }
        Ok(fact(id, CaseFact::HintAsked))
    }

    pub(super) fn give_hint(&self, case: CaseId, hint: Hint) -> Result<Vec<Event>, Refusal> {
        let state = self.cases.get(&case);
        let is_awaited = state.is_some_and(|state| state.hints.is_awaited);
        if !is_awaited || state.is_some_and(|state| state.closed_at().is_some()) {
            return Err(Refusal::HintOrder {
                case,
                is_awaited: false,
            });
        }
        for text in hint.text.iter().take(MAX_LANGUAGES) {
            check_length(&text.value, MAX_HINT_BYTES)?;
        }
        let hint = Hint {
            text: hint.text.into_iter().take(MAX_LANGUAGES).collect(),
            ..hint
        };
        Ok(fact(&case, CaseFact::HintGiven(hint)))
    }

    /// The case that awaits a hint, with how many it was given: for the host.
    #[must_use]
    pub fn awaited_hint(&self) -> Option<(&CaseId, usize)> {
        let id = self.open_case()?;
        let hints = &self.cases.get(id)?.hints;
        hints.is_awaited.then_some((id, hints.given.len()))
    }

    pub(crate) fn hints_view<'a>(&self, case: &'a CaseState) -> HintsView<'a> {
        let hints = &case.hints;
        let is_open = case.closed_at().is_none() && self.state == SessionState::Running;
        let has_more = !hints.is_exhausted() && hints.given.len() < MAX_HINTS;
        HintsView {
            may_ask: self.plan.design.gives_hints() && is_open && has_more && !hints.is_awaited,
            is_awaited: hints.is_awaited,
            given: &hints.given,
        }
    }
}

#[cfg(test)]
mod tests;

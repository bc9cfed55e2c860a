//! What the host says about a case and the session: failed images, planted errors, orders, focus, incidents.

use overread_base::{CaseId, Millis};

use super::{check_length, check_open, fact};
use crate::{
    CaseFact, Event, Order, PlantRecord, ProctorFact, Refusal, Session, SessionEnd, SessionState,
    SignedOrder,
};

/// Longest incident report and reason, in bytes.
const MAX_WORDS_BYTES: usize = MAX_REASON_BYTES;
/// Longest reason that a session takes for images that cannot be opened, in bytes.
pub const MAX_REASON_BYTES: usize = 4 << 10;
/// The most time that one order, and all orders of a session, may add.
const MAX_EXTENSION: Millis = Millis(24 * 3600 * 1000);
/// Digits of an Ed25519 signature.
const SIGNATURE_DIGITS: usize = 128;

/// What the events so far made of supervision.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Supervision {
    /// Orders so far.
    n_orders: u32,
    /// The last order from which an event of its own follows.
    last_followed: Option<Order>,
    /// Since when the window lacks the focus.
    lost_at: Option<Millis>,
    /// How often it was lost.
    n_lost: u32,
    /// For how long in all, of losses that ended.
    lost_for: Millis,
    n_incidents: u32,
}

impl Supervision {
    /// The number that the next order has to carry.
    pub(crate) fn next_order(&self) -> u32 {
        self.n_orders.saturating_add(1)
    }

    /// How often the focus was lost, and for how long in all up to a moment.
    pub(crate) fn focus_lost(&self, now: Millis) -> (u32, Millis) {
        let lasting = self.lost_at.map_or(0, |since| now.since(since).0);
        (self.n_lost, Millis(self.lost_for.0.saturating_add(lasting)))
    }

    pub(crate) fn n_incidents(&self) -> u32 {
        self.n_incidents
    }

    pub(super) fn lose_focus(&mut self, at: Millis) {
        if self.lost_at.is_none() {
            self.lost_at = Some(at);
            self.n_lost = self.n_lost.saturating_add(1);
        }
    }

    pub(super) fn gain_focus(&mut self, at: Millis) {
        if let Some(since) = self.lost_at.take() {
            self.lost_for.0 = self.lost_for.0.saturating_add(at.since(since).0);
        }
    }

    pub(super) fn note_incident(&mut self) {
        self.n_incidents = self.n_incidents.saturating_add(1);
    }

    pub(super) fn note_order(&mut self, signed: &SignedOrder) {
        self.n_orders = self.n_orders.max(signed.number);
        match signed.order {
            Order::Pause | Order::Resume | Order::Seal => self.last_followed = Some(signed.order),
            // They are carried out by being noted.
            Order::Start | Order::Extend(_) => {}
        }
    }
}

impl Session {
    pub(super) fn images_failed(&self, id: CaseId, reason: String) -> Result<Vec<Event>, Refusal> {
        let case = self.cases.get(&id).ok_or(Refusal::NoOpenCase)?;
        check_open(&id, case)?;
        check_length(&reason, MAX_WORDS_BYTES)?;
        if case.images_failed.is_some() {
            return Err(Refusal::ImagesFailedBefore { case: id });
        }
        Ok(fact(&id, CaseFact::ImagesFailed(reason)))
    }

    /// Names what was planted, once, when nothing in the case can change any more; after the end too.
    pub(super) fn tell_planted(
        &self,
        id: CaseId,
        record: Box<PlantRecord>,
    ) -> Result<Vec<Event>, Refusal> {
        let case = self.cases.get(&id).ok_or(Refusal::NoOpenCase)?;
        if case.closed_at().is_none() && self.state != SessionState::Ended {
            return Err(Refusal::CaseOpen { case: id });
        }
        if case.planted.is_some() {
            return Err(Refusal::PlantedToldBefore { case: id });
        }
        Ok(fact(&id, CaseFact::AiPlanted(record)))
    }

    pub(super) fn proctored(&self, at: Millis, fact: ProctorFact) -> Result<Vec<Event>, Refusal> {
        let needs_start = match &fact {
            ProctorFact::Ordered(_)
            | ProctorFact::Incident(_)
            | ProctorFact::ClockJumped { .. } => false,
            ProctorFact::FocusLost
            | ProctorFact::FocusGained
            | ProctorFact::Interrupted { .. }
            | ProctorFact::TurnedBack { .. }
            | ProctorFact::TimeLeft(_)
            | ProctorFact::TimeUp => true,
        };
        if needs_start && !self.clock.is_started() {
            return Err(Refusal::NotStarted);
        }
        match fact {
            ProctorFact::Ordered(signed) => self.ordered(signed),
            ProctorFact::FocusLost => self.focus(ProctorFact::FocusLost),
            ProctorFact::FocusGained => self.focus(ProctorFact::FocusGained),
            ProctorFact::Incident(text) => {
                check_length(&text, MAX_WORDS_BYTES)?;
                if text.trim().is_empty() {
                    return Err(Refusal::EmptyIncident);
                }
                Ok(vec![Event::Proctor(ProctorFact::Incident(text))])
            }
            ProctorFact::ClockJumped { by_ms } => {
                Ok(vec![Event::Proctor(ProctorFact::ClockJumped { by_ms })])
            }
            ProctorFact::Interrupted { id, n } => self.interrupted(at, id, n),
            ProctorFact::TurnedBack { n } => self.turned_back(n),
            ProctorFact::TimeLeft(_) => self.time_left_told(at),
            ProctorFact::TimeUp => self.time_up(at),
        }
    }

    /// The focus of the window is watched where the terms say so.
    fn focus(&self, fact: ProctorFact) -> Result<Vec<Event>, Refusal> {
        let seat = self.plan.design.certification.as_ref();
        let is_watched = seat.is_some_and(|seat| seat.terms.is_locked_down);
        let is_lost = self.supervision.lost_at.is_some();
        let fits = match fact {
            ProctorFact::FocusLost => !is_lost,
            ProctorFact::FocusGained => is_lost,
            ProctorFact::Ordered(_)
            | ProctorFact::Incident(_)
            | ProctorFact::Interrupted { .. }
            | ProctorFact::TurnedBack { .. }
            | ProctorFact::ClockJumped { .. }
            | ProctorFact::TimeLeft(_)
            | ProctorFact::TimeUp => false,
        };
        if !is_watched {
            Err(Refusal::FocusNotWatched)
        } else if fits {
            Ok(vec![Event::Proctor(fact)])
        } else {
            Err(Refusal::SameFocus)
        }
    }

    /// An order whose signature the host has checked.
    fn ordered(&self, signed: SignedOrder) -> Result<Vec<Event>, Refusal> {
        self.check_order(&signed)
            .map_err(|problem| Refusal::Order { problem })?;
        let order = signed.order;
        let mut events = vec![Event::Proctor(ProctorFact::Ordered(signed))];
        let is_running = self.state == SessionState::Running;
        match order {
            Order::Pause if is_running => events.push(Event::Paused),
            Order::Resume => events.push(Event::Resumed),
            Order::Seal => events.push(Event::Ended(SessionEnd::Sealed)),
            // A pause of the reader becomes one of the supervisor without a further event.
            Order::Start | Order::Pause | Order::Extend(_) => {}
        }
        Ok(events)
    }

    /// The event that had still to follow from a supervisor's order when the program was killed right behind it: each
    /// event is saved by itself. `None` where the orders are carried out.
    pub(super) fn left_of_order(&self) -> Option<Event> {
        let is_paused = self.clock.is_paused_by_order();
        match self.supervision.last_followed? {
            // The clock stands with the order; that the session stands too is an event of its own.
            Order::Pause if is_paused && self.state == SessionState::Running => Some(Event::Paused),
            Order::Resume if is_paused => Some(Event::Resumed),
            Order::Seal if self.state != SessionState::Ended => {
                Some(Event::Ended(SessionEnd::Sealed))
            }
            Order::Start | Order::Pause | Order::Resume | Order::Extend(_) | Order::Seal => None,
        }
    }

    fn check_order(&self, signed: &SignedOrder) -> Result<(), String> {
        let wrong = |problem: &str| Err(problem.to_owned());
        let seat = self.plan.design.certification.as_ref();
        let Some(terms) = seat.map(|seat| &seat.terms) else {
            return wrong("nobody supervises this session");
        };
        if !terms.supervisors.contains(&signed.key) {
            return wrong("the key is not that of a supervisor of this session");
        }
        let is_digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if signed.signature.len() != SIGNATURE_DIGITS || !signed.signature.bytes().all(is_digit) {
            return wrong("a signature has 128 digits of lower-case hex");
        }
        let expected = self.supervision.next_order();
        if signed.number != expected {
            return Err(format!(
                "expected number {expected}, found {}",
                signed.number
            ));
        }
        let is_started = self.clock.is_started();
        match signed.order {
            Order::Start if is_started => wrong("the session has been started"),
            Order::Pause | Order::Resume | Order::Extend(_) if !is_started => {
                wrong("the session has not been started")
            }
            Order::Pause if self.clock.is_paused_by_order() => wrong("the session is paused"),
            Order::Resume if !self.clock.is_paused_by_order() => {
                wrong("no supervisor has paused the session")
            }
            Order::Extend(by) => self.check_extension(by),
            Order::Start | Order::Pause | Order::Resume | Order::Seal => Ok(()),
        }
    }

    fn check_extension(&self, by: Millis) -> Result<(), String> {
        if self.plan.design.clocks.session.is_none() {
            return Err("the session has no time limit".to_owned());
        }
        let total = self.clock.extended().0.saturating_add(by.0);
        if by == Millis(0) || total > MAX_EXTENSION.0 {
            return Err(format!(
                "expected more than 0 and at most {} ms in all, found {} and {total}",
                MAX_EXTENSION.0, by.0
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;

//! Interruptions: when the next one comes, which one, and what stands still while it lasts.
//!
//! Gaps and kinds follow from the plan's seed alone; a gap runs from the moment at which the reader was back from the
//! interruption before, so that they never pile up.

use overread_base::Millis;
use overread_scenario::{Interruption, InterruptionKind};

use crate::{Event, InterruptionView, ProctorFact, Refusal, Session, SessionState};

/// What the events so far made of the interruptions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Interrupting {
    /// How many there were.
    n: u32,
    /// The one that lasts: which of the scenario, and since when on the session's clock.
    now: Option<(String, Millis)>,
    /// How long the session had run when the reader was back from the last one.
    back_at_ran: Millis,
}

impl Interrupting {
    pub(super) fn begin(&mut self, id: &str, n: u32, at: Millis) {
        self.n = n;
        self.now = Some((id.to_owned(), at));
    }

    pub(super) fn end(&mut self, ran: Millis) {
        self.now = None;
        self.back_at_ran = ran;
    }
}

impl Session {
    /// The interruption that is due at `now`, by its id in the scenario and its number: the host then brings it with
    /// [`ProctorFact::Interrupted`]. Only a reader at a case is interrupted, by one thing at a time.
    #[must_use]
    pub fn interruption_due(&self, now: Millis) -> Option<(String, u32)> {
        let is_reading = self.state == SessionState::Running && self.open_case().is_some();
        if !is_reading || self.interrupting.now.is_some() {
            return None;
        }
        let interruptions = self.plan.design.interruptions.as_ref()?;
        let n = self.interrupting.n.checked_add(1)?;
        let seed = self.plan.seed.child("interruptions").index(u64::from(n));
        let mut rng = seed.rng();
        let gap = exponential(interruptions.mean_gap, rng.unit());
        let n_kinds = u64::try_from(interruptions.kinds.len()).ok()?;
        let kind = usize::try_from(rng.below(n_kinds)).ok()?;
        let kind = interruptions.kinds.get(kind)?;
        let ran = self.clock.ran_until(now.max(self.last_at));
        let is_due = ran.since(self.interrupting.back_at_ran) >= gap;
        is_due.then(|| (kind.id.clone(), n))
    }

    /// The interruption that lasts; none lasts beyond the end of the session.
    pub(crate) fn interruption(&self) -> Option<InterruptionView<'_>> {
        if self.trace.ended.is_some() {
            return None;
        }
        let (id, since) = self.interrupting.now.as_ref()?;
        Some(InterruptionView {
            what: self.interruption_named(id)?,
            n: self.interrupting.n,
            since: *since,
        })
    }

    fn interruption_named(&self, id: &str) -> Option<&Interruption> {
        let kinds = &self.plan.design.interruptions.as_ref()?.kinds;
        kinds.iter().find(|kind| kind.id == id)
    }

    /// Whether images stand still, so that nothing can be answered.
    pub(super) fn is_stalled(&self) -> bool {
        self.interruption()
            .is_some_and(|lasting| lasting.what.kind == InterruptionKind::ArchiveStall)
    }

    pub(super) fn interrupted(
        &self,
        at: Millis,
        id: String,
        n: u32,
    ) -> Result<Vec<Event>, Refusal> {
        match self.interruption_due(at) {
            Some(due) if due == (id.clone(), n) => {
                Ok(vec![Event::Proctor(ProctorFact::Interrupted { id, n })])
            }
            Some(_) | None => Err(Refusal::NotDue),
        }
    }

    pub(super) fn turned_back(&self, n: u32) -> Result<Vec<Event>, Refusal> {
        if self.interrupting.now.is_some() && self.interrupting.n == n {
            Ok(vec![Event::Proctor(ProctorFact::TurnedBack { n })])
        } else {
            Err(Refusal::NotInterrupted { n })
        }
    }
}

/// An exponential time of this mean, by inversion: -mean ln(1 - u) with u in `0.0..1.0`, rounded to a millisecond.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "not negative, and the cast clamps above"
)]
fn exponential(mean: Millis, u: f64) -> Millis {
    Millis((-(mean.0 as f64) * libm::log(1.0 - u)).round() as u64)
}

#[cfg(test)]
mod tests;

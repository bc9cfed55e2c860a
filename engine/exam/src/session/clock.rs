//! Time in a session: when it runs, what is left of it, and what a pause may take. The host asks; the rules stand here.

use overread_base::{CaseId, Millis};
use overread_scenario::PausePolicy;

use super::fact;
use crate::{
    CaseFact, Event, ProctorFact, Refusal, Session, SessionDesign, SessionEnd, SessionState,
};

/// Time left of a session is written down at most once in this time.
const BETWEEN_TIMES_LEFT: Millis = Millis(5_000);

/// Who stopped the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PauseBy {
    Reader,
    Supervisor,
}

/// What the events so far made of the session's time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SessionClock {
    /// When time began to run; `None` while a supervisor has to start the session first.
    started_at: Option<Millis>,
    /// The pause that lasts.
    paused: Option<(Millis, PauseBy)>,
    /// Pauses of the reader that began.
    n_reader_pauses: u32,
    /// Pauses of the reader that ended, in all.
    reader_paused: Millis,
    /// Pauses of supervisors that ended, in all.
    supervisor_paused: Millis,
    /// Time that supervisors gave.
    extended: Millis,
    /// When the time left was last written down.
    told_left_at: Option<Millis>,
    /// How long the reader may pause in all; `None` without limit.
    most_paused: Option<Millis>,
}

impl SessionClock {
    pub(super) fn new(design: &SessionDesign) -> Self {
        let seat = design.certification.as_ref();
        let needs_start = seat.is_some_and(|seat| seat.terms.needs_signed_start);
        Self {
            started_at: (!needs_start).then_some(Millis(0)),
            paused: None,
            n_reader_pauses: 0,
            reader_paused: Millis(0),
            supervisor_paused: Millis(0),
            extended: Millis(0),
            told_left_at: None,
            most_paused: match design.clocks.pauses {
                PausePolicy::Free => None,
                PausePolicy::Limited { total, .. } => Some(total),
                PausePolicy::Never => Some(Millis(0)),
            },
        }
    }

    pub(crate) fn is_started(&self) -> bool {
        self.started_at.is_some()
    }

    pub(super) fn start(&mut self, at: Millis) {
        self.started_at.get_or_insert(at);
    }

    pub(super) fn pause(&mut self, at: Millis) {
        if self.paused.is_none() {
            self.paused = Some((at, PauseBy::Reader));
            self.n_reader_pauses = self.n_reader_pauses.saturating_add(1);
        }
    }

    /// A supervisor stops the clock; a pause of the reader that lasts ends with it.
    pub(super) fn pause_by_order(&mut self, at: Millis) {
        self.resume(at);
        self.paused = Some((at, PauseBy::Supervisor));
    }

    pub(super) fn resume(&mut self, at: Millis) {
        if let Some((since, by)) = self.paused.take() {
            let total = match by {
                PauseBy::Reader => &mut self.reader_paused,
                PauseBy::Supervisor => &mut self.supervisor_paused,
            };
            total.0 = total.0.saturating_add(at.since(since).0);
        }
    }

    pub(super) fn extend(&mut self, by: Millis) {
        self.extended.0 = self.extended.0.saturating_add(by.0);
    }

    pub(super) fn extended(&self) -> Millis {
        self.extended
    }

    pub(crate) fn is_paused_by_order(&self) -> bool {
        matches!(self.paused, Some((_, PauseBy::Supervisor)))
    }

    pub(super) fn tell_left(&mut self, at: Millis) {
        self.told_left_at = Some(at);
    }

    /// Pauses of the reader up to a moment, in all.
    fn reader_paused_until(&self, now: Millis) -> Millis {
        let lasting = match self.paused {
            Some((since, PauseBy::Reader)) => now.since(since).0,
            Some((_, PauseBy::Supervisor)) | None => 0,
        };
        Millis(self.reader_paused.0.saturating_add(lasting))
    }

    /// How long time has run up to a moment: since the start, without pauses. What a reader pauses beyond the limit
    /// counts as time that ran.
    pub(super) fn ran_until(&self, now: Millis) -> Millis {
        let Some(started_at) = self.started_at else {
            return Millis(0);
        };
        let by_reader = self.reader_paused_until(now);
        let by_reader = self
            .most_paused
            .map_or(by_reader, |most| by_reader.min(most));
        let lasting = match self.paused {
            Some((since, PauseBy::Supervisor)) => now.since(since).0,
            Some((_, PauseBy::Reader)) | None => 0,
        };
        let by_supervisor = self.supervisor_paused.0.saturating_add(lasting);
        let stood = Millis(by_reader.0.saturating_add(by_supervisor));
        now.since(started_at).since(stood)
    }
}

impl Session {
    /// How much of the session's time is left at `now`; `None` without a limit.
    #[must_use]
    pub fn session_left(&self, now: Millis) -> Option<Millis> {
        let limit = self.plan.design.clocks.session?;
        let limit = Millis(limit.0.saturating_add(self.clock.extended().0));
        Some(limit.since(self.clock.ran_until(now.max(self.last_at))))
    }

    /// Whether the time of the whole session is over at `now`: the host then says so with [`ProctorFact::TimeUp`].
    #[must_use]
    pub fn session_due(&self, now: Millis) -> bool {
        self.state != SessionState::Ended && self.session_left(now) == Some(Millis(0))
    }

    /// How much of the open case's time is left at `now` by the clock of the session; `None` without a limit.
    ///
    /// An exam's item may have a limit of its own, which [`Session::due`] watches.
    #[must_use]
    pub fn case_left(&self, now: Millis) -> Option<Millis> {
        let limit = self.plan.design.clocks.case?;
        let case = self.cases.get(self.open_case()?)?;
        let spent = case.time_between(case.start(), now.max(self.last_at));
        Some(limit.since(spent))
    }

    /// The open case whose time is over at `now`: the host then says so with [`crate::Command::CaseTimeUp`].
    #[must_use]
    pub fn case_due(&self, now: Millis) -> Option<&CaseId> {
        let is_running = self.state == SessionState::Running;
        let is_due = is_running && self.case_left(now) == Some(Millis(0));
        self.open_case().filter(|_| is_due)
    }

    /// Whether the reader may pause at `now`.
    pub(crate) fn may_pause(&self, now: Millis) -> bool {
        let is_allowed = match self.plan.design.clocks.pauses {
            PausePolicy::Free => true,
            PausePolicy::Limited { most, total } => {
                let now = now.max(self.last_at);
                self.clock.n_reader_pauses < most && self.clock.reader_paused_until(now) < total
            }
            PausePolicy::Never => false,
        };
        is_allowed && self.state == SessionState::Running && self.clock.is_started()
    }

    /// Nothing is answered once the time is over, whether the host has said so yet or not.
    pub(super) fn check_time(&self, at: Millis) -> Result<(), Refusal> {
        if self.session_due(at) {
            return Err(Refusal::TimeUp);
        }
        match self.case_due(at) {
            Some(case) => Err(Refusal::TimedOut { case: case.clone() }),
            None => Ok(()),
        }
    }

    pub(super) fn pause(&self, at: Millis) -> Result<Vec<Event>, Refusal> {
        if self.may_pause(at) {
            Ok(vec![Event::Paused])
        } else {
            Err(Refusal::NoPause)
        }
    }

    /// The reader comes back, or the program was started again: whatever had still to be written is written first.
    pub(super) fn resume(&self) -> Result<Vec<Event>, Refusal> {
        let mut events = match self.left_of_order() {
            // Nothing comes after the end.
            Some(end @ Event::Ended(_)) => return Ok(vec![end]),
            Some(left) => vec![left],
            // It goes on with the supervisor's order alone; results that came in the pause are brought on screen.
            None if self.clock.is_paused_by_order() => Vec::new(),
            // Also of a session that was not paused: the program was started again.
            None => vec![Event::Resumed],
        };
        events.extend(self.left_to_follow());
        if events.is_empty() {
            Err(Refusal::PausedByOrder)
        } else {
            Ok(events)
        }
    }

    pub(super) fn case_time_up(&self, at: Millis, case: CaseId) -> Result<Vec<Event>, Refusal> {
        if self.case_due(at) == Some(&case) {
            Ok(fact(&case, CaseFact::TimedOut))
        } else {
            Err(Refusal::NotDue)
        }
    }

    /// The time of the session is over: the open case is closed as it stands, and the session ends.
    pub(super) fn time_up(&self, at: Millis) -> Result<Vec<Event>, Refusal> {
        if !self.session_due(at) {
            return Err(Refusal::NotDue);
        }
        let open = self.open_case();
        let mut events = open.map_or_else(Vec::new, |open| fact(open, CaseFact::TimedOut));
        events.push(Event::Proctor(ProctorFact::TimeUp));
        events.push(Event::Ended(SessionEnd::TimeUp));
        Ok(events)
    }

    /// What is left is written down as the session reckons it, not as the host does.
    pub(super) fn time_left_told(&self, at: Millis) -> Result<Vec<Event>, Refusal> {
        let is_early = |told: Millis| at.since(told) < BETWEEN_TIMES_LEFT;
        if self.state != SessionState::Running || self.clock.told_left_at.is_some_and(is_early) {
            return Err(Refusal::NotDue);
        }
        let left = self.session_left(at).ok_or(Refusal::NotDue)?;
        Ok(vec![Event::Proctor(ProctorFact::TimeLeft(left))])
    }
}

#[cfg(test)]
mod tests;

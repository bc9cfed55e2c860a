//! The clocks of a running session: time limits, interruptions, time left, and a calendar that jumps. Judges nothing.

use overread_base::Millis;
use overread_exam::{Command, ExamFact, ProctorFact, SessionState};

use super::{RunError, SessionRunner};
use crate::clock::Clock;

/// Without any other event, so often is the time written that is left of a session.
const TIME_LEFT_EVERY: Millis = Millis(5_000);
/// Calendar and clock may run apart by so much before it is called a jump: 2 s.
const JUMP_MS: i64 = 2_000;

/// Where calendar and clock stood when they last agreed.
#[derive(Debug, Clone, Copy)]
pub(super) struct WallWatch {
    wall_ms: u64,
    now: Millis,
}

impl WallWatch {
    pub(super) fn start(clock: &dyn Clock) -> Self {
        Self {
            wall_ms: clock.wall_ms(),
            now: clock.now(),
        }
    }

    /// By how much the calendar jumped since; then they agree anew.
    fn jump(&mut self, clock: &dyn Clock) -> Option<i64> {
        let found = Self::start(clock);
        let signed =
            |a: u64, b: u64| i64::try_from(i128::from(a) - i128::from(b)).unwrap_or(i64::MAX);
        let by_ms =
            signed(found.wall_ms, self.wall_ms).saturating_sub(signed(found.now.0, self.now.0));
        if by_ms.abs() <= JUMP_MS {
            return None;
        }
        *self = found;
        Some(by_ms)
    }
}

impl SessionRunner {
    /// Writes what the clocks say by now.
    pub(super) fn keep_time(&mut self) -> Result<(), RunError> {
        if self.session.state() == SessionState::Ended {
            return Ok(());
        }
        if let Some(by_ms) = self.wall.jump(self.clock.as_ref()) {
            self.save(Command::Proctor(ProctorFact::ClockJumped { by_ms }))?;
        }
        let item = self.session.due(self.now()).cloned();
        if let Some(case) = item {
            self.save(Command::Exam(Box::new(ExamFact::TimedOut(case))))?;
        }
        if self.session.session_due(self.now()) {
            return self.save(Command::Proctor(ProctorFact::TimeUp));
        }
        let case = self.session.case_due(self.now()).cloned();
        if let Some(case) = case {
            self.save(Command::CaseTimeUp(case))?;
        }
        if let Some((id, n)) = self.session.interruption_due(self.now()) {
            self.save(Command::Proctor(ProctorFact::Interrupted { id, n }))?;
        }
        self.write_time_left()
    }

    /// A restart takes no more of the reader's time than since the last event: so there is one at least every 5 s.
    fn write_time_left(&mut self) -> Result<(), RunError> {
        let last = self.events.last().map_or(Millis(0), |last| last.at);
        let has_limit = self.plan().design.clocks.session.is_some();
        if !has_limit || self.now().since(last) < TIME_LEFT_EVERY {
            return Ok(());
        }
        let view = self.view();
        let runs = view.state == SessionState::Running && !view.clock.awaits_start;
        match view.clock.session_left {
            Some(left) if runs && !view.clock.is_paused_by_order => {
                self.tell_host(Command::Proctor(ProctorFact::TimeLeft(left)))
            }
            Some(_) | None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;

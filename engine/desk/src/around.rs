//! What stands around a session on screen: time, supervision, interruptions, incidents, and what is saved. Each in a
//! file below; the host is told by [`crate::DeskAct`] what only it can do.

mod candidate_ui;
mod clock_ui;
mod ending_ui;
mod forms_ui;
mod interruption_ui;
mod saved_ui;

pub(crate) use interruption_ui::stalled;

use std::time::Duration;

use overread_exam::{ClockView, SessionState};
use overread_scenario::Practice;

use crate::DeskInput;

/// How often clocks on screen are drawn anew.
const TICK: Duration = Duration::from_secs(1);

/// What the panels remember of it between frames.
#[derive(Debug, Default)]
pub(crate) struct AroundState {
    /// The supervisor's order as it stands in its field.
    order: String,
    is_order_open: bool,
    /// The report of an incident as it stands in its field; `None` while the form is shut.
    incident: Option<String>,
    is_incident_sent: bool,
    /// The interruption that the reader has turned to.
    turned_to: Option<u32>,
    /// Whether the reader was asked if the session should really end.
    pub(crate) is_finish_asked: bool,
    /// Whether the way back to the course has come up.
    pub(crate) is_way_back_shown: bool,
    /// Whether something on screen changes by itself with time.
    has_clock: bool,
    candidate: overread_exam::Candidate,
}

/// What the host knows of a session beyond its view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DeskAround<'a> {
    /// The session's id, which a supervisor's order names; empty on the bench.
    pub session: &'a str,
    /// What became of the reader's last act.
    pub saved: LastAct,
    /// The practice set that the session reads, if it is one.
    pub practice: Option<&'a Practice>,
    /// Whether the reader came from a course, and can go back to it.
    pub is_of_course: bool,
    /// Whether the one case is only looked at: the way back to the course is open all the time.
    pub is_look: bool,
}

/// What became of the reader's last act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum LastAct {
    /// There was none yet.
    #[default]
    None,
    /// It is in the journal, on the disk.
    Saved,
    /// It could not be written: it did not happen.
    NotSaved,
}

impl AroundState {
    /// Brings what is remembered in line with the session.
    pub(crate) fn start(&mut self, input: &DeskInput<'_>) {
        let clock = &input.view.clock;
        let has_limit = clock.session_left.is_some() || clock.case_left.is_some();
        let exam_limit = input.view.exam.as_ref().and_then(|exam| exam.time_left);
        let is_running = input.view.state == SessionState::Running;
        let is_shown = has_limit || exam_limit.is_some() || clock.interruption.is_some();
        self.has_clock = is_running && is_shown && !clock.awaits_start;
        let n = clock.interruption.as_ref().map(|found| found.n);
        if self.turned_to != n {
            self.turned_to = None;
        }
    }

    /// How often the panels want to be drawn for the clocks on them.
    pub(crate) fn wants_tick_every(&self) -> Option<Duration> {
        self.has_clock.then_some(TICK)
    }
}

/// Whether only the supervisor can go on: before the start, and in a pause by order.
#[must_use]
pub(crate) fn is_with_supervisor(clock: &ClockView<'_>) -> bool {
    clock.awaits_start || clock.is_paused_by_order
}

//! What a score needs of a session beyond its cases: how it ended, and how fast the reader was back after interruptions.

use overread_base::Millis;
use overread_stats::median;

use crate::rubric_v1::{count, to_millis};
use crate::score::assessment::Reentry;
use crate::{CaseFact, Event, ProctorFact, SessionEnd, StampedEvent};

/// Kept by the session as events are applied.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Trace {
    /// How the session ended.
    pub(crate) ended: Option<SessionEnd>,
    /// From turning back after an interruption to the next act of answering, each once.
    pub(crate) reentries: Vec<Millis>,
    turned_back_at: Option<Millis>,
}

impl Trace {
    pub(crate) fn note(&mut self, stamped: &StampedEvent) {
        match &stamped.event {
            Event::Ended(end) => self.ended = Some(*end),
            Event::Proctor(ProctorFact::TurnedBack { .. }) => {
                self.turned_back_at = Some(stamped.at);
            }
            // Time that stands still is no time to come back in.
            Event::Paused | Event::Proctor(ProctorFact::Interrupted { .. }) => {
                self.turned_back_at = None;
            }
            Event::Case { fact, .. } if is_answering(fact) => {
                if let Some(since) = self.turned_back_at.take() {
                    self.reentries.push(stamped.at.since(since));
                }
            }
            Event::Case { .. }
            | Event::Resumed
            | Event::Recovered { .. }
            | Event::Exam(_)
            | Event::Proctor(_) => {}
        }
    }
}

fn is_answering(fact: &CaseFact) -> bool {
    matches!(
        fact,
        CaseFact::Opened
            | CaseFact::MarkSet(_)
            | CaseFact::MarkDeleted(_)
            | CaseFact::Rated(_)
            | CaseFact::FirstReadLocked
            | CaseFact::VerdictGiven { .. }
            | CaseFact::ReportEdited { .. }
            | CaseFact::Signed
            | CaseFact::Answered { .. }
            | CaseFact::AiRequested
    )
}

/// How fast the reader was back, over the session.
pub(super) fn reentry(trace: &Trace) -> Reentry {
    // Milliseconds of a session are far below 2^53.
    let times: Vec<f64> = trace.reentries.iter().map(|time| time.0 as f64).collect();
    Reentry {
        n: count(times.len()),
        median: median(&times).ok().map(to_millis),
    }
}

//! Where the time of a case went, fact by fact: opening, own reading, reading with the AI result, writing, interruptions.

use overread_base::{CaseId, Millis};

use crate::{CaseFact, Event, ProctorFact, StampedEvent, ViewerFact};

/// A pause in typing that is longer than this is no writing: so much before an edit counts for the report, the rest for
/// the images (unverified).
const MOST_WRITING: Millis = Millis(20_000);

/// The time from opening to closing a case, without pauses, in parts that add up to the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PhaseTimes {
    /// Until the first image stood on screen.
    pub opening: Millis,
    /// At the images, before an AI result was shown.
    pub before_ai: Millis,
    /// At the images, since then.
    pub with_ai: Millis,
    /// Writing the report: before each edit up to 20 s.
    pub report: Millis,
    /// While the reader was interrupted.
    pub interrupted: Millis,
}

impl PhaseTimes {
    /// All of it.
    #[must_use]
    pub fn whole(&self) -> Millis {
        let parts = [
            self.opening,
            self.before_ai,
            self.with_ai,
            self.report,
            self.interrupted,
        ];
        Millis(parts.iter().fold(0, |sum, part| sum.saturating_add(part.0)))
    }
}

/// Where the case stands while its events are gone through.
#[derive(Debug, Default)]
struct Walk {
    times: PhaseTimes,
    is_open: bool,
    is_painted: bool,
    has_ai: bool,
    is_paused: bool,
    is_interrupted: bool,
    last: Millis,
}

impl Walk {
    /// Credits the time up to an event.
    fn pass(&mut self, at: Millis, is_edit: bool) {
        let passed = at.since(self.last);
        self.last = self.last.max(at);
        if !self.is_open || self.is_paused {
            return;
        }
        let add = |part: &mut Millis, time: u64| part.0 = part.0.saturating_add(time);
        if self.is_interrupted {
            add(&mut self.times.interrupted, passed.0);
            return;
        }
        let written = if is_edit {
            passed.min(MOST_WRITING).0
        } else {
            0
        };
        add(&mut self.times.report, written);
        let part = if !self.is_painted {
            &mut self.times.opening
        } else if self.has_ai {
            &mut self.times.with_ai
        } else {
            &mut self.times.before_ai
        };
        add(part, passed.0 - written);
    }

    fn take(&mut self, fact: &CaseFact) {
        match fact {
            CaseFact::Opened => self.is_open = true,
            CaseFact::Viewer(ViewerFact::ImagePainted) => self.is_painted = true,
            CaseFact::AiRevealed => self.has_ai = true,
            CaseFact::Signed | CaseFact::TimedOut | CaseFact::DecidedByAi(_) => {
                self.is_open = false;
            }
            CaseFact::MarkSet(_)
            | CaseFact::MarkDeleted(_)
            | CaseFact::Rated(_)
            | CaseFact::FirstReadLocked
            | CaseFact::AiReceived(_)
            | CaseFact::VerdictGiven { .. }
            | CaseFact::ReportEdited { .. }
            | CaseFact::Viewer(_)
            | CaseFact::Answered { .. }
            | CaseFact::AiRequested
            | CaseFact::AiWithheld
            | CaseFact::ArbitrationOpened
            | CaseFact::ImagesFailed(_)
            | CaseFact::AiPlanted(_)
            | CaseFact::HintAsked
            | CaseFact::HintGiven(_) => {}
        }
    }
}

/// The times of a case; those of a case that was never opened are all 0.
pub(super) fn times(events: &[StampedEvent], case: &CaseId) -> PhaseTimes {
    let mut walk = Walk::default();
    for stamped in events {
        let own = match &stamped.event {
            Event::Case { case: of, fact } if of == case => Some(fact),
            Event::Case { .. }
            | Event::Paused
            | Event::Resumed
            | Event::Recovered { .. }
            | Event::Ended(_)
            | Event::Exam(_)
            | Event::Proctor(_) => None,
        };
        let is_edit = matches!(own, Some(CaseFact::ReportEdited { .. }));
        walk.pass(stamped.at, is_edit);
        match &stamped.event {
            Event::Paused => walk.is_paused = true,
            Event::Resumed => walk.is_paused = false,
            Event::Ended(_) => walk.is_open = false,
            Event::Proctor(ProctorFact::Interrupted { .. }) => walk.is_interrupted = true,
            Event::Proctor(ProctorFact::TurnedBack { .. }) => walk.is_interrupted = false,
            Event::Case { .. } | Event::Recovered { .. } | Event::Exam(_) | Event::Proctor(_) => {}
        }
        if let Some(fact) = own {
            walk.take(fact);
        }
    }
    walk.times
}

/// Hints that said something.
pub(super) fn n_hints(events: &[StampedEvent], case: &CaseId) -> u32 {
    let is_hint = |stamped: &&StampedEvent| match &stamped.event {
        Event::Case {
            case: of,
            fact: CaseFact::HintGiven(hint),
        } => of == case && !hint.text.is_empty(),
        Event::Case { .. }
        | Event::Paused
        | Event::Resumed
        | Event::Recovered { .. }
        | Event::Ended(_)
        | Event::Exam(_)
        | Event::Proctor(_) => false,
    };
    u32::try_from(events.iter().filter(is_hint).count()).unwrap_or(u32::MAX)
}

//! How an event changes a session. Every event is taken: what may happen was decided before it was written.

use overread_base::{CaseId, Millis};

use super::Ahead;
use crate::case_state::{CaseState, FirstRead};
use crate::{
    CaseFact, Event, GivenVerdict, Order, ProctorFact, Session, SessionState, StampedEvent,
    ViewerFact, Visibility,
};

impl Session {
    /// Takes an event over. Events that [`Session::decide`] gave, or that a sound journal holds, always fit; anything
    /// else about a case that was not opened is passed over.
    pub fn apply(&mut self, stamped: &StampedEvent) {
        self.last_at = self.last_at.max(stamped.at);
        self.trace.note(stamped);
        // Time never decreases, whatever a journal says.
        let at = self.last_at;
        match &stamped.event {
            Event::Paused => {
                self.state = SessionState::Paused;
                self.clock.pause(at);
                self.cases.values_mut().for_each(|case| case.pause(at));
            }
            Event::Resumed => {
                self.state = SessionState::Running;
                self.clock.resume(at);
                self.cases.values_mut().for_each(|case| case.resume(at));
            }
            Event::Recovered { .. } => {}
            Event::Ended(_) => self.state = SessionState::Ended,
            Event::Exam(fact) => self.apply_exam(at, fact),
            Event::Proctor(fact) => self.apply_proctor(at, fact),
            Event::Case { case, fact } => self.apply_case(at, case, fact),
        }
        let is_told = self.exam_event(stamped).is_some();
        if let Some(exam) = &mut self.exam {
            exam.n_events += u32::from(is_told);
        }
    }
}

impl Session {
    fn apply_case(&mut self, at: Millis, id: &CaseId, fact: &CaseFact) {
        if let (CaseFact::Opened | CaseFact::DecidedByAi(_), false) =
            (fact, self.cases.contains_key(id))
        {
            let mut case = CaseState::opened(at);
            match self.ahead.remove(id) {
                Some(Ahead::Result(result)) => case.ai = Some(*result),
                Some(Ahead::Withheld) => case.withheld_at = Some(at),
                None => {}
            }
            self.cases.insert(id.clone(), case);
        }
        if *fact == CaseFact::Opened {
            self.last_opened = Some(id.clone());
        }
        match self.cases.get_mut(id) {
            Some(case) => apply_fact(case, at, fact),
            None => self.apply_ahead(id, fact),
        }
    }

    /// What comes for a case before it is opened.
    fn apply_ahead(&mut self, id: &CaseId, fact: &CaseFact) {
        let ahead = match fact {
            CaseFact::AiReceived(result) => Ahead::Result(result.clone()),
            CaseFact::AiWithheld => Ahead::Withheld,
            CaseFact::Opened
            | CaseFact::MarkSet(_)
            | CaseFact::MarkDeleted(_)
            | CaseFact::Rated(_)
            | CaseFact::FirstReadLocked
            | CaseFact::AiRevealed
            | CaseFact::VerdictGiven { .. }
            | CaseFact::ReportEdited { .. }
            | CaseFact::Signed
            | CaseFact::Viewer(_)
            | CaseFact::Answered { .. }
            | CaseFact::AiRequested
            | CaseFact::DecidedByAi(_)
            | CaseFact::ArbitrationOpened
            | CaseFact::ImagesFailed(_)
            | CaseFact::TimedOut
            | CaseFact::HintAsked
            | CaseFact::HintGiven(_)
            | CaseFact::AiPlanted(_) => return,
        };
        if self.plan.cases.contains(id) {
            self.ahead.insert(id.clone(), ahead);
        }
    }

    fn apply_proctor(&mut self, at: Millis, fact: &ProctorFact) {
        match fact {
            ProctorFact::Ordered(signed) => {
                self.supervision.note_order(signed);
                match signed.order {
                    Order::Start => self.clock.start(at),
                    Order::Pause => self.clock.pause_by_order(at),
                    Order::Extend(by) => self.clock.extend(by),
                    // What follows from them has events of its own.
                    Order::Resume | Order::Seal => {}
                }
            }
            ProctorFact::FocusLost => self.supervision.lose_focus(at),
            ProctorFact::FocusGained => self.supervision.gain_focus(at),
            ProctorFact::Incident(_) => self.supervision.note_incident(),
            ProctorFact::Interrupted { id, n } => self.interrupting.begin(id, *n, at),
            ProctorFact::TurnedBack { .. } => {
                let ran = self.clock.ran_until(at);
                self.interrupting.end(ran);
            }
            ProctorFact::TimeLeft(_) => self.clock.tell_left(at),
            ProctorFact::ClockJumped { .. } | ProctorFact::TimeUp => {}
        }
    }
}

fn keep_first_read(case: &mut CaseState, at: Millis) {
    case.locked_at = Some(at);
    case.first = Some(FirstRead {
        marks: case.marks.clone(),
        rating: case.rating,
        answers: case.answers.clone(),
    });
}

fn apply_fact(case: &mut CaseState, at: Millis, fact: &CaseFact) {
    match fact {
        CaseFact::MarkSet(mark) => match case.marks.iter_mut().find(|m| m.id == mark.id) {
            Some(old) => *old = mark.clone(),
            None => {
                case.marks.push(mark.clone());
                case.n_marks_ever += 1;
            }
        },
        CaseFact::MarkDeleted(id) => case.marks.retain(|mark| mark.id != *id),
        CaseFact::Rated(rating) => case.rating = Some(*rating),
        CaseFact::FirstReadLocked => keep_first_read(case, at),
        CaseFact::Answered { question, value } => {
            case.answers.insert(question.clone(), value.clone());
        }
        CaseFact::AiRequested => {
            case.requested_at = Some(at);
            keep_first_read(case, at);
        }
        CaseFact::AiWithheld => case.withheld_at = Some(at),
        CaseFact::DecidedByAi(call) => case.decided_by_ai = Some((*call, at)),
        CaseFact::ArbitrationOpened => case.arbitration_at = Some(at),
        CaseFact::ImagesFailed(reason) => case.images_failed = Some(reason.clone()),
        CaseFact::TimedOut => case.timed_out_at = Some(at),
        CaseFact::AiPlanted(record) => case.planted = Some((**record).clone()),
        CaseFact::HintAsked => case.hints.is_awaited = true,
        CaseFact::HintGiven(hint) => case.hints.take(hint.clone()),
        CaseFact::AiReceived(result) => case.ai = Some((**result).clone()),
        CaseFact::AiRevealed => case.reveal_ai(at),
        CaseFact::Viewer(ViewerFact::AiOverlay(Visibility::Shown)) => case.show_ai(at),
        CaseFact::Viewer(ViewerFact::AiOverlay(Visibility::Hidden)) => case.hide_ai(at),
        CaseFact::VerdictGiven {
            finding,
            verdict,
            note,
        } => {
            let given = GivenVerdict {
                verdict: verdict.clone(),
                note: note.clone(),
                at,
            };
            case.verdicts.insert(finding.clone(), given);
        }
        CaseFact::ReportEdited { section, text } => {
            case.report.insert(section.clone(), text.clone());
        }
        CaseFact::Signed => case.signed_at = Some(at),
        CaseFact::Viewer(ViewerFact::ImagePainted) => {
            case.image_painted_at.get_or_insert(at);
        }
        CaseFact::Viewer(ViewerFact::SlicesShown {
            series,
            n_slices,
            shown,
        }) => {
            let seen = case.slices_seen.entry(series.clone()).or_default();
            seen.n_slices = *n_slices;
            seen.shown.extend(shown.iter().map(|s| s.slice_idx));
        }
        CaseFact::Opened | CaseFact::Viewer(ViewerFact::WindowChanged { .. }) => {}
    }
}

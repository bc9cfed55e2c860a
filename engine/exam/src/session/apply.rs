//! How an event changes a session. Every event is taken: what may happen was decided before it was written.

use overread_base::Millis;

use crate::case_state::{CaseState, FirstRead};
use crate::{
    CaseFact, Event, GivenVerdict, Session, SessionState, StampedEvent, ViewerFact, Visibility,
};

impl Session {
    /// Takes an event over. Events that [`Session::decide`] gave, or that a sound journal holds, always fit; anything
    /// else about a case that was not opened is passed over.
    pub fn apply(&mut self, stamped: &StampedEvent) {
        self.last_at = self.last_at.max(stamped.at);
        self.trace.note(stamped);
        match &stamped.event {
            Event::Paused => {
                self.state = SessionState::Paused;
                self.cases
                    .values_mut()
                    .for_each(|case| case.pause(stamped.at));
            }
            Event::Resumed => {
                self.state = SessionState::Running;
                self.cases
                    .values_mut()
                    .for_each(|case| case.resume(stamped.at));
            }
            Event::Recovered { .. } => {}
            Event::Ended(_) => self.state = SessionState::Ended,
            Event::Exam(fact) => self.apply_exam(stamped.at, fact),
            Event::Proctor(_) => {}
            Event::Case {
                case,
                fact: CaseFact::Opened,
            } => {
                self.cases
                    .entry(case.clone())
                    .or_insert_with(|| CaseState::opened(stamped.at));
                self.last_opened = Some(case.clone());
            }
            Event::Case { case, fact } => {
                if let Some(state) = self.cases.get_mut(case) {
                    apply_fact(state, stamped.at, fact);
                }
            }
        }
        let is_told = self.exam_event(stamped).is_some();
        if let Some(exam) = &mut self.exam {
            exam.n_events += u32::from(is_told);
        }
    }
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
        CaseFact::FirstReadLocked => {
            case.locked_at = Some(at);
            case.first = Some(FirstRead {
                marks: case.marks.clone(),
                rating: case.rating,
                answers: case.answers.clone(),
            });
        }
        CaseFact::Answered { question, value } => {
            case.answers.insert(question.clone(), value.clone());
        }
        CaseFact::AiRequested => case.requested_at = Some(at),
        CaseFact::AiWithheld => case.withheld_at = Some(at),
        CaseFact::DecidedByAi(call) => case.decided_by_ai = Some((*call, at)),
        CaseFact::ArbitrationOpened => case.arbitration_at = Some(at),
        CaseFact::ImagesFailed(reason) => case.images_failed = Some(reason.clone()),
        CaseFact::TimedOut => case.timed_out_at = Some(at),
        CaseFact::AiPlanted(record) => case.planted = Some((**record).clone()),
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

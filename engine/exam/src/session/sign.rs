//! The report, the signature, what the viewer showed, and the end: what has to be there before a case or a session closes.

use overread_base::{AiResult, CaseId, Millis};
use overread_scenario::SectionId;

use super::{check_length, fact};
use crate::case_state::CaseState;
use crate::mode_rules::rules;
use crate::{CaseFact, Event, LockBlocker, Refusal, Session, SessionEnd, SignBlocker, ViewerFact};

/// Longest report section, in bytes.
const MAX_REPORT_BYTES: usize = 64 << 10;
/// Slices in one viewer fact, and slices of a series.
const MAX_SLICES: usize = 16_384;
/// Longest time on one slice in one viewer fact.
const MAX_DWELL: Millis = Millis(24 * 3600 * 1000);

impl Session {
    pub(super) fn edit_report(
        &self,
        section: SectionId,
        text: String,
    ) -> Result<Vec<Event>, Refusal> {
        let (id, _) = self.current()?;
        if !self.plan.questions.sections.iter().any(|s| s.id == section) {
            return Err(Refusal::UnknownSection { section });
        }
        check_length(&text, MAX_REPORT_BYTES)?;
        Ok(fact(id, CaseFact::ReportEdited { section, text }))
    }

    pub(super) fn sign(&self) -> Result<Vec<Event>, Refusal> {
        let (id, case) = self.current()?;
        let blockers = self.sign_blockers(id, case);
        if blockers.is_empty() {
            Ok(fact(id, CaseFact::Signed))
        } else {
            Err(Refusal::NotSignable(blockers))
        }
    }

    /// Why the first read cannot be locked, or the AI result not be asked for; none where there is nothing to lock.
    ///
    /// A request needs what a lock needs: without a rating and the required answers there would be no first read to
    /// hold the final one against.
    pub(crate) fn lock_blockers(&self, id: &CaseId, case: &CaseState) -> Vec<LockBlocker> {
        let mode = self.plan.mode_of(id);
        if !rules(mode).has_first_read() || case.first.is_some() || case.closed_at().is_some() {
            return Vec::new();
        }
        let rating = case.rating.is_none().then_some(LockBlocker::NotRated);
        let open = self.unanswered_before_lock(id, case).into_iter();
        let open = open.map(|question| LockBlocker::NotAnswered(question.id.clone()));
        rating.into_iter().chain(open).collect()
    }

    /// Every reason why the report of a case cannot be signed.
    pub(crate) fn sign_blockers(&self, id: &CaseId, case: &CaseState) -> Vec<SignBlocker> {
        if case.images_failed.is_some() {
            // Nobody can answer for images that nobody saw.
            return Vec::new();
        }
        let mode = self.plan.mode_of(id);
        let rules = rules(mode);
        let mut blockers = Vec::new();
        if rules.needs_lock && case.first.is_none() {
            blockers.push(SignBlocker::FirstReadNotLocked);
        } else if case.awaits_ai(mode) {
            blockers.push(SignBlocker::AiPending);
        }
        if rules.needs_report {
            if case.rating.is_none() {
                blockers.push(SignBlocker::NotRated);
            }
            let is_empty = |section: &&overread_scenario::SectionSpec| {
                let text = case.report.get(&section.id);
                section.is_required && text.is_none_or(|text| text.trim().is_empty())
            };
            let empty = self.plan.questions.sections.iter().filter(is_empty);
            blockers.extend(empty.map(|section| SignBlocker::SectionEmpty(section.id.clone())));
        }
        let unanswered = self.unanswered_before_signing(id, case).into_iter();
        blockers.extend(unanswered.map(|question| SignBlocker::NotAnswered(question.id.clone())));
        if rules.needs_verdicts {
            let findings = case.revealed().map_or(&[][..], AiResult::findings);
            let open = findings
                .iter()
                .filter(|finding| !case.verdicts.contains_key(&finding.id));
            blockers.extend(open.map(|finding| SignBlocker::NoVerdict(finding.id.clone())));
        }
        blockers
    }

    pub(super) fn viewer(&self, viewer_fact: ViewerFact) -> Result<Vec<Event>, Refusal> {
        let (id, case) = self.current()?;
        let is_sound = match &viewer_fact {
            ViewerFact::ImagePainted => true,
            ViewerFact::SlicesShown {
                n_slices, shown, ..
            } => {
                shown.len() <= MAX_SLICES
                    && usize::try_from(*n_slices).is_ok_and(|n| n <= MAX_SLICES)
                    && shown
                        .iter()
                        .all(|s| s.slice_idx < *n_slices && s.shown_for <= MAX_DWELL)
            }
            ViewerFact::WindowChanged {
                centre_hu,
                width_hu,
            } => centre_hu.is_finite() && width_hu.is_finite(),
            // The overlay of a result that is not revealed cannot be switched.
            ViewerFact::AiOverlay(_) => case.revealed().is_some() && !case.is_ai_hidden_by_exam,
        };
        if is_sound {
            Ok(fact(id, CaseFact::Viewer(viewer_fact)))
        } else {
            Err(Refusal::ViewerFact)
        }
    }

    pub(super) fn finish(&self) -> Result<Vec<Event>, Refusal> {
        if self.is_awaiting_exam() {
            return Err(Refusal::AwaitingExam);
        }
        if let (Some(open), Some(_)) = (self.open_case(), &self.exam) {
            return Err(Refusal::CaseOpen { case: open.clone() });
        }
        let is_closed = |id: &&CaseId| {
            self.cases
                .get(*id)
                .is_some_and(|case| case.closed_at().is_some())
        };
        let is_over = self.exam.as_ref().is_some_and(|exam| exam.is_over);
        let left = self.plan.cases.len() - self.plan.cases.iter().filter(is_closed).count();
        if left > 0 && !is_over {
            Err(Refusal::Unread { left })
        } else {
            Ok(vec![Event::Ended(SessionEnd::Complete)])
        }
    }
}

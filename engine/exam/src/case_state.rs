//! What the events so far made of one case. Changed by `Session::apply` only.

use std::collections::{BTreeMap, BTreeSet};

use overread_base::{AiResult, FindingId, Millis, SeriesUid};
use overread_scenario::{AnswerValue, QuestionId, ReadingMode, SectionId};

use crate::hints::Hints;
use crate::mode_rules::{AiTiming, rules};
use crate::{Call, CasePhase, GivenVerdict, Percent, PlantRecord, ReaderMark};

/// The reader's own answer as it was locked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FirstRead {
    pub(crate) marks: Vec<ReaderMark>,
    pub(crate) rating: Option<Percent>,
    pub(crate) answers: BTreeMap<QuestionId, AnswerValue>,
}

/// Which slices of a series were on screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct SlicesSeen {
    pub(crate) n_slices: u32,
    pub(crate) shown: BTreeSet<u32>,
}

/// A case that has been opened.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CaseState {
    pub(crate) opened_at: Millis,
    pub(crate) image_painted_at: Option<Millis>,
    pub(crate) marks: Vec<ReaderMark>,
    /// Marks ever set: ids are not used again.
    pub(crate) n_marks_ever: u32,
    pub(crate) rating: Option<Percent>,
    pub(crate) answers: BTreeMap<QuestionId, AnswerValue>,
    pub(crate) first: Option<FirstRead>,
    /// When the reader asked for the AI result.
    pub(crate) requested_at: Option<Millis>,
    /// When it was said that there is no AI result for this case.
    pub(crate) withheld_at: Option<Millis>,
    /// What the service decided alone, and when.
    pub(crate) decided_by_ai: Option<(Call, Millis)>,
    /// When the two readers of a double reading were found to disagree.
    pub(crate) arbitration_at: Option<Millis>,
    /// Why its images cannot be opened.
    pub(crate) images_failed: Option<String>,
    /// What was planted into the AI result, once it was told.
    pub(crate) planted: Option<PlantRecord>,
    pub(crate) ai: Option<AiResult>,
    pub(crate) revealed_at: Option<Millis>,
    pub(crate) verdicts: BTreeMap<FindingId, GivenVerdict>,
    pub(crate) report: BTreeMap<SectionId, String>,
    /// When the first answer was locked or kept.
    pub(crate) locked_at: Option<Millis>,
    pub(crate) signed_at: Option<Millis>,
    pub(crate) slices_seen: BTreeMap<SeriesUid, SlicesSeen>,
    /// When the time of an exam's item was over.
    pub(crate) timed_out_at: Option<Millis>,
    pub(crate) hints: Hints,
    /// Whether the exam took the AI result off the screen.
    pub(crate) is_ai_hidden_by_exam: bool,
    /// When the AI result was on screen, `(from, to)`; the last has no end while it is.
    ai_shown: Vec<(Millis, Option<Millis>)>,
    /// Pauses while the case was open, `(from, to)`; the last has no end while it lasts.
    pauses: Vec<(Millis, Option<Millis>)>,
}

impl CaseState {
    pub(crate) fn opened(at: Millis) -> Self {
        Self {
            opened_at: at,
            image_painted_at: None,
            marks: Vec::new(),
            n_marks_ever: 0,
            rating: None,
            answers: BTreeMap::new(),
            first: None,
            requested_at: None,
            withheld_at: None,
            decided_by_ai: None,
            arbitration_at: None,
            images_failed: None,
            planted: None,
            ai: None,
            revealed_at: None,
            verdicts: BTreeMap::new(),
            report: BTreeMap::new(),
            locked_at: None,
            signed_at: None,
            slices_seen: BTreeMap::new(),
            timed_out_at: None,
            hints: Hints::default(),
            is_ai_hidden_by_exam: false,
            ai_shown: Vec::new(),
            pauses: Vec::new(),
        }
    }

    /// How far the case is.
    pub(crate) fn phase(&self, mode: ReadingMode) -> CasePhase {
        if self.closed_at().is_some() {
            CasePhase::Signed
        } else if rules(mode).needs_lock && self.first.is_none() {
            CasePhase::FirstRead
        } else if self.first.is_some() && self.awaits_ai(mode) {
            CasePhase::AwaitingAi
        } else {
            CasePhase::FinalRead
        }
    }

    /// Whether the AI result should be on screen by now and has not come.
    pub(crate) fn awaits_ai(&self, mode: ReadingMode) -> bool {
        let is_settled = self.revealed_at.is_some() || self.withheld_at.is_some();
        let is_due = match rules(mode).timing {
            AiTiming::Never => false,
            AiTiming::FromStart => true,
            AiTiming::OnRequest => self.requested_at.is_some(),
            AiTiming::AfterLock => self.first.is_some(),
            // A result that agrees has come and stays away.
            AiTiming::AfterLockIfDiscordant => self.first.is_some() && self.ai.is_none(),
        };
        is_due && !is_settled
    }

    /// When nothing in it could change any more.
    pub(crate) fn closed_at(&self) -> Option<Millis> {
        let decided_at = self.decided_by_ai.map(|(_, at)| at);
        self.signed_at.or(self.timed_out_at).or(decided_at)
    }

    pub(crate) fn reveal_ai(&mut self, at: Millis) {
        self.revealed_at = Some(at);
        self.show_ai(at);
    }

    /// The AI result is on screen from now on, if it was revealed.
    pub(crate) fn show_ai(&mut self, at: Millis) {
        self.is_ai_hidden_by_exam = false;
        let is_shown = self.ai_shown.last().is_some_and(|(_, to)| to.is_none());
        if self.revealed_at.is_some() && !is_shown {
            self.ai_shown.push((at, None));
        }
    }

    pub(crate) fn hide_ai(&mut self, at: Millis) {
        if let Some((_, to @ None)) = self.ai_shown.last_mut() {
            *to = Some(at);
        }
    }

    pub(crate) fn hide_ai_by_exam(&mut self, at: Millis) {
        self.is_ai_hidden_by_exam = true;
        self.hide_ai(at);
    }

    /// For how long the AI result was on screen, up to a moment, pauses left out.
    pub(crate) fn ai_visible_until(&self, at: Millis) -> Millis {
        let shown = self.ai_shown.iter();
        Millis(
            shown
                .map(|&(from, to)| self.time_between(from, to.unwrap_or(at).min(at)).0)
                .sum(),
        )
    }

    pub(crate) fn pause(&mut self, at: Millis) {
        let is_paused = self.pauses.last().is_some_and(|(_, to)| to.is_none());
        if self.closed_at().is_none() && !is_paused {
            self.pauses.push((at, None));
        }
    }

    pub(crate) fn resume(&mut self, at: Millis) {
        if let Some((_, to @ None)) = self.pauses.last_mut() {
            *to = Some(at);
        }
    }

    /// When the case's time starts: the first image on screen, or the opening if that was not recorded.
    pub(crate) fn start(&self) -> Millis {
        self.image_painted_at.unwrap_or(self.opened_at)
    }

    /// Time between two moments without the pauses in it.
    pub(crate) fn time_between(&self, from: Millis, to: Millis) -> Millis {
        let overlap = |&(start, end): &(Millis, Option<Millis>)| {
            end.unwrap_or(to).min(to).since(start.max(from)).0
        };
        Millis(
            to.since(from)
                .0
                .saturating_sub(self.pauses.iter().map(overlap).sum()),
        )
    }

    /// Share of the slices shown, of the series shown most completely.
    pub(crate) fn slice_coverage(&self) -> Option<f64> {
        let share = |seen: &SlicesSeen| seen.shown.len() as f64 / f64::from(seen.n_slices.max(1));
        self.slices_seen.values().map(share).max_by(f64::total_cmp)
    }

    /// The AI result, if it was shown.
    pub(crate) fn revealed(&self) -> Option<&AiResult> {
        self.revealed_at.and(self.ai.as_ref())
    }
}

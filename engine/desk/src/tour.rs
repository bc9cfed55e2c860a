//! The guided tour: its steps, and by which act of the reader's each one is done. What is on screen is next door; nothing
//! is ever held back by it.

mod tour_ui;

use std::collections::BTreeSet;

use overread_exam::{AiView, CasePhase, SessionState};

use crate::desk::Desk;
use crate::{DeskInput, Drawn};

/// A step; it is done by an act of the reader's, or passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum TourStep {
    /// Change between room and flat view.
    Screens,
    /// Open the case.
    Worklist,
    /// Look at ten slices.
    Scroll,
    /// Change the window.
    Window,
    /// Change the magnification.
    Zoom,
    /// Place a mark.
    Mark,
    /// Lock the first answer.
    Lock,
    /// Hide the AI's marks and show them again.
    Overlay,
    /// Give every finding a verdict.
    Verdicts,
    /// Fill in the report.
    Report,
    /// Open the sheet of keys.
    Keys,
    /// Sign.
    Sign,
    /// Finish the session.
    Finish,
}

impl TourStep {
    /// All of them, in order.
    pub(crate) const ALL: [Self; 13] = [
        Self::Screens,
        Self::Worklist,
        Self::Scroll,
        Self::Window,
        Self::Zoom,
        Self::Mark,
        Self::Lock,
        Self::Overlay,
        Self::Verdicts,
        Self::Report,
        Self::Keys,
        Self::Sign,
        Self::Finish,
    ];
}

/// How many slices are to be looked at.
const SLICES: usize = 10;
/// Which change of the window or the magnification counts as one, as a share.
const LEAST_CHANGE: f64 = 0.02;

/// What is to be seen of the desk in a frame.
#[derive(Debug, Clone, Default)]
pub(crate) struct Glance {
    /// How far the case is; `None` before it is opened.
    pub(crate) phase: Option<CasePhase>,
    pub(crate) is_ended: bool,
    /// Slice, window, magnification of the first viewport, while there are images.
    pub(crate) slice: Option<u32>,
    pub(crate) window: Option<[f64; 2]>,
    pub(crate) scale: Option<Scale>,
    pub(crate) n_marks: usize,
    /// Whether there is an AI result on screen, and whether its marks are.
    pub(crate) is_revealed: bool,
    pub(crate) is_overlay_on: bool,
    /// Findings of the AI without a verdict.
    pub(crate) n_undecided: usize,
    /// Whether all that must be written is written.
    pub(crate) is_report_filled: bool,
    pub(crate) is_key_sheet_open: bool,
    /// How often room and flat view were changed.
    pub(crate) n_mode_changes: u32,
}

/// How large an image is drawn, and into how many pixels.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    pub(crate) mm_per_px: f64,
    pub(crate) size_px: [u32; 2],
}

/// The tour on its way.
#[derive(Debug)]
pub(crate) struct Tour {
    /// The step by its number, from 0; the number of steps once it is over.
    step: usize,
    n_mode_changes: u32,
    /// Whether the desk was looked at since the tour began or was taken up again.
    is_begun: bool,
    /// What was seen since the step began.
    seen: Seen,
}

#[derive(Debug, Default)]
struct Seen {
    slices: BTreeSet<u32>,
    window: Option<[f64; 2]>,
    scale: Option<Scale>,
    n_mode_changes: Option<u32>,
    was_shown: bool,
    was_hidden: bool,
}

impl Tour {
    /// The tour at a step; beyond the last one it is over.
    pub(crate) fn at(step: u8) -> Self {
        Self {
            step: usize::from(step).min(TourStep::ALL.len()),
            n_mode_changes: 0,
            is_begun: false,
            seen: Seen::default(),
        }
    }

    /// The step that is to be done; `None` once the tour is over.
    pub(crate) fn step(&self) -> Option<TourStep> {
        TourStep::ALL.get(self.step).copied()
    }

    /// Its number, from 0.
    pub(crate) fn number(&self) -> u8 {
        u8::try_from(self.step).unwrap_or(u8::MAX)
    }

    /// Goes on to the next step.
    pub(crate) fn pass(&mut self) {
        self.step = (self.step + 1).min(TourStep::ALL.len());
        self.seen = Seen::default();
    }

    /// Looks at the desk; whether a step was done. What the session has behind it is passed over.
    pub(crate) fn observe(&mut self, glance: &Glance) -> bool {
        let before = self.step;
        if !std::mem::replace(&mut self.is_begun, true) {
            self.step = self.step.min(reached(glance));
        }
        while let Some(step) = self.step() {
            if !(is_behind(step, glance) || self.seen.completes(step, glance)) {
                break;
            }
            self.pass();
        }
        self.step != before
    }
}

/// The last step that can be done as the session stands: a tour may be taken up again on a new session.
fn reached(glance: &Glance) -> usize {
    let last = match glance.phase {
        _ if glance.is_ended => return TourStep::ALL.len(),
        None => TourStep::Worklist,
        Some(CasePhase::FirstRead | CasePhase::AwaitingAi) => TourStep::Lock,
        Some(CasePhase::FinalRead) => TourStep::Sign,
        Some(CasePhase::Signed) => TourStep::Finish,
    };
    let found = TourStep::ALL.iter().position(|step| *step == last);
    found.unwrap_or(0)
}

/// Whether the session itself says that a step is over, so that nobody waits for what can no longer be done.
fn is_behind(step: TourStep, glance: &Glance) -> bool {
    if glance.is_ended {
        return true;
    }
    let Some(phase) = glance.phase else {
        return false;
    };
    match step {
        TourStep::Screens | TourStep::Keys | TourStep::Finish => false,
        TourStep::Worklist => true,
        TourStep::Scroll | TourStep::Window | TourStep::Zoom => phase == CasePhase::Signed,
        TourStep::Mark | TourStep::Lock => phase != CasePhase::FirstRead,
        TourStep::Overlay | TourStep::Verdicts | TourStep::Report | TourStep::Sign => {
            phase == CasePhase::Signed
        }
    }
}

impl Seen {
    /// Takes in what is on screen; whether the step is done by now.
    fn completes(&mut self, step: TourStep, glance: &Glance) -> bool {
        match step {
            TourStep::Screens => {
                let begun = *self.n_mode_changes.get_or_insert(glance.n_mode_changes);
                glance.n_mode_changes > begun
            }
            TourStep::Worklist => glance.phase.is_some(),
            TourStep::Scroll => {
                self.slices.extend(glance.slice);
                self.slices.len() >= SLICES
            }
            TourStep::Window => match (self.window, glance.window) {
                (Some(begun), Some(now)) => {
                    let is_changed = |(was, is): (&f64, &f64)| {
                        (was - is).abs() > LEAST_CHANGE * begun[1].abs().max(1.0)
                    };
                    begun.iter().zip(&now).any(is_changed)
                }
                (None, now) => {
                    self.window = now;
                    false
                }
                (Some(_), None) => false,
            },
            TourStep::Zoom => match (self.scale, glance.scale) {
                // In a viewport of another size the image is fitted anew: nobody has zoomed.
                (Some(begun), Some(now)) if begun.size_px == now.size_px => {
                    (begun.mm_per_px - now.mm_per_px).abs() > LEAST_CHANGE * begun.mm_per_px
                }
                (_, Some(now)) => {
                    self.scale = Some(now);
                    false
                }
                (_, None) => false,
            },
            TourStep::Mark => glance.n_marks > 0,
            TourStep::Lock => glance
                .phase
                .is_some_and(|phase| phase != CasePhase::FirstRead),
            TourStep::Overlay => {
                // In the frame in which a result arrives its marks are not drawn yet: nobody has hidden them.
                self.was_shown |= glance.is_revealed && glance.is_overlay_on;
                self.was_hidden |= self.was_shown && !glance.is_overlay_on;
                self.was_hidden && glance.is_overlay_on
            }
            TourStep::Verdicts => glance.is_revealed && glance.n_undecided == 0,
            TourStep::Report => {
                glance.phase == Some(CasePhase::FinalRead) && glance.is_report_filled
            }
            TourStep::Keys => glance.is_key_sheet_open,
            TourStep::Sign => glance.phase == Some(CasePhase::Signed),
            TourStep::Finish => glance.is_ended,
        }
    }
}

impl Glance {
    /// What is to be seen now.
    fn of(input: &DeskInput<'_>, drawn: &Drawn) -> Self {
        let first = drawn.viewports.first();
        let case = input.view.case.as_ref();
        let revealed = case.and_then(|case| match &case.ai {
            AiView::Revealed(revealed) => Some(revealed),
            AiView::NotUsed
            | AiView::Hidden
            | AiView::Pending
            | AiView::OnRequest
            | AiView::Withheld => None,
        });
        let is_filled = |case: &overread_exam::CaseView<'_>| {
            let mut needed = case
                .report
                .iter()
                .filter(|(section, _)| section.is_required);
            needed.all(|(_, text)| !text.trim().is_empty())
        };
        Self {
            phase: case.map(|case| case.phase),
            is_ended: input.view.state == SessionState::Ended,
            slice: first.map(|viewport| viewport.slice_idx),
            window: first.map(|viewport| viewport.window_hu.map(f64::from)),
            scale: first.map(|viewport| Scale {
                mm_per_px: viewport.mm_per_px,
                size_px: viewport.size_px,
            }),
            n_marks: case.map_or(0, |case| case.marks.len()),
            is_revealed: revealed.is_some(),
            is_overlay_on: drawn.is_ai_overlay_on,
            n_undecided: revealed.map_or(0, |revealed| {
                let rows = revealed.findings.iter();
                rows.filter(|row| row.verdict.is_none()).count()
            }),
            is_report_filled: case.is_some_and(is_filled),
            is_key_sheet_open: false,
            n_mode_changes: 0,
        }
    }
}

impl Desk {
    /// Begins the guided tour at a step, from 0, or goes on with it.
    pub fn begin_tour(&mut self, step: u8) {
        self.tour = Some(Tour::at(step));
        self.has_news = true;
    }

    /// The step of the tour, from 0; `None` without one.
    #[must_use]
    pub fn tour_step(&self) -> Option<u8> {
        self.tour.as_ref().map(Tour::number)
    }

    /// The host has changed between room and flat view.
    pub fn note_mode_change(&mut self) {
        if let Some(tour) = &mut self.tour {
            tour.n_mode_changes += 1;
            self.has_news = true;
        }
    }

    /// Takes in what was drawn in the frame before.
    fn observe_tour(&mut self, input: &DeskInput<'_>) {
        let Some(tour) = &mut self.tour else { return };
        let glance = Glance {
            is_key_sheet_open: self.is_key_sheet_open,
            n_mode_changes: tour.n_mode_changes,
            ..Glance::of(input, &self.drawn)
        };
        if tour.observe(&glance) {
            let number = tour.number();
            self.tell_tour(crate::StartAct::TourAt(number));
        }
    }

    fn tell_tour(&mut self, act: crate::StartAct) {
        self.acts.push(crate::DeskAct::Start(act));
        self.has_news = true;
    }
}

#[cfg(test)]
mod tests;

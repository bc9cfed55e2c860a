//! Which slices of which series were on screen, and for how long, before and with the AI result.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use overread_base::{CaseId, Millis, SeriesUid};

use crate::{CaseFact, Event, StampedEvent, ViewerFact};

/// The most series of a case that are reviewed.
const MAX_SERIES: usize = 64;
/// The most slices of a series, as a session takes them.
const MAX_SLICES: u32 = 16_384;

/// How long one slice was on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SliceTime {
    /// Whether it was on screen at all, be it for a moment.
    pub is_shown: bool,
    /// Before an AI result was shown.
    pub before_ai: Millis,
    /// Since then. What was on screen as the result came may count for either side by up to 5 s, as the viewer reports
    /// in steps; where an answer was locked first it is exact.
    pub with_ai: Millis,
}

impl SliceTime {
    /// Both together.
    #[must_use]
    pub fn whole(&self) -> Millis {
        Millis(self.before_ai.0.saturating_add(self.with_ai.0))
    }
}

/// What was on screen of one series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesSearch {
    /// The series.
    pub series: SeriesUid,
    /// Each slice, counted along the normal of the stack.
    pub slices: Vec<SliceTime>,
}

impl SeriesSearch {
    /// The time that any slice of it was on screen.
    #[must_use]
    pub fn time(&self) -> Millis {
        let sum = self.slices.iter().map(|slice| slice.whole().0);
        Millis(sum.fold(0, u64::saturating_add))
    }

    /// The runs of slices that were never on screen, slice numbers from 0.
    #[must_use]
    pub fn never_shown(&self) -> Vec<RangeInclusive<u32>> {
        let mut runs: Vec<RangeInclusive<u32>> = Vec::new();
        for (slice_idx, slice) in (0_u32..).zip(&self.slices) {
            if slice.is_shown {
                continue;
            }
            match runs.last_mut() {
                Some(run) if run.end() + 1 == slice_idx => *run = *run.start()..=slice_idx,
                Some(_) | None => runs.push(slice_idx..=slice_idx),
            }
        }
        runs
    }

    /// Share of the slices that were on screen, 0 to 1; 0 for a series without slices.
    #[must_use]
    pub fn coverage(&self) -> f64 {
        let shown = self.slices.iter().filter(|slice| slice.is_shown).count();
        shown as f64 / self.slices.len().max(1) as f64
    }

    /// The times of a run of slices.
    pub(super) fn run(&self, run: &RangeInclusive<u32>) -> &[SliceTime] {
        let at = |idx: u32| usize::try_from(idx).unwrap_or(usize::MAX);
        let end = at(*run.end()).saturating_add(1).min(self.slices.len());
        self.slices.get(at(*run.start())..end).unwrap_or_default()
    }
}

/// The series of a case that were on screen, the longest first.
pub(super) fn search(events: &[StampedEvent], case: &CaseId) -> Vec<SeriesSearch> {
    let mut found: BTreeMap<SeriesUid, Vec<SliceTime>> = BTreeMap::new();
    let mut has_ai = false;
    for stamped in events {
        let Event::Case { case: of, fact } = &stamped.event else {
            continue;
        };
        if of != case {
            continue;
        }
        has_ai |= *fact == CaseFact::AiRevealed;
        let CaseFact::Viewer(ViewerFact::SlicesShown {
            series,
            n_slices,
            shown,
        }) = fact
        else {
            continue;
        };
        if found.len() >= MAX_SERIES && !found.contains_key(series) {
            continue;
        }
        let slices = found.entry(series.clone()).or_default();
        let n = usize::try_from((*n_slices).min(MAX_SLICES)).unwrap_or(0);
        if slices.len() < n {
            slices.resize(n, SliceTime::default());
        }
        for dwell in shown {
            let idx = usize::try_from(dwell.slice_idx).unwrap_or(usize::MAX);
            if let Some(slice) = slices.get_mut(idx) {
                slice.is_shown = true;
                let part = if has_ai {
                    &mut slice.with_ai
                } else {
                    &mut slice.before_ai
                };
                part.0 = part.0.saturating_add(dwell.shown_for.0);
            }
        }
    }
    let mut all: Vec<SeriesSearch> = found
        .into_iter()
        .map(|(series, slices)| SeriesSearch { series, slices })
        .collect();
    all.sort_by_key(|series| std::cmp::Reverse(series.time()));
    all
}

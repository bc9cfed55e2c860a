//! Which slices were on screen and for how long: what the session keeps about a reader's search. No drawing, no clock.

use std::collections::{BTreeMap, BTreeSet};

use overread_base::{Millis, SeriesUid};
use overread_exam::{SliceDwell, ViewerFact};

/// Slices shown since they were last reported are reported after this time, ...
const REPORT_AFTER: Millis = Millis(5_000);
/// ... or when there are as many of them.
const REPORT_SLICES: usize = 64;
/// The longest time on one slice that is reported; the session takes no longer one.
const MOST: Millis = Millis(24 * 3600 * 1000);

/// The slices of one series that were on screen.
#[derive(Debug, Clone, Default)]
pub(crate) struct SliceLog {
    series: Option<(SeriesUid, u32)>,
    /// The slice on screen and since when it has not been counted.
    current: Option<(u32, Millis)>,
    unreported: BTreeMap<u32, Millis>,
    seen: BTreeSet<u32>,
}

impl SliceLog {
    /// Says what is on screen at `now`; gives what is due to be reported.
    pub(crate) fn note(
        &mut self,
        series: &SeriesUid,
        n_slices: u32,
        slice_idx: u32,
        now: Millis,
    ) -> Option<ViewerFact> {
        let is_same = self.series.as_ref().is_some_and(|(uid, _)| uid == series);
        let of_the_other = if is_same { None } else { self.flush(now) };
        if !is_same {
            *self = Self {
                series: Some((series.clone(), n_slices)),
                ..Self::default()
            };
        }
        self.count_until(now);
        if self.current.is_none_or(|(shown, _)| shown != slice_idx) {
            self.unreported.entry(slice_idx).or_default();
            self.seen.insert(slice_idx);
        }
        self.current = Some((slice_idx, now));
        let unreported: u64 = self.unreported.values().map(|time| time.0).sum();
        let is_due = unreported >= REPORT_AFTER.0 && self.unreported.len() > 1
            || self.unreported.len() >= REPORT_SLICES;
        of_the_other.or_else(|| is_due.then(|| self.flush(now)).flatten())
    }

    /// Everything that has not been reported yet.
    pub(crate) fn flush(&mut self, now: Millis) -> Option<ViewerFact> {
        self.count_until(now);
        let (series, n_slices) = self.series.clone()?;
        let shown: Vec<SliceDwell> = std::mem::take(&mut self.unreported)
            .into_iter()
            .map(|(slice_idx, shown_for)| SliceDwell {
                slice_idx,
                shown_for,
            })
            .collect();
        (!shown.is_empty()).then_some(ViewerFact::SlicesShown {
            series,
            n_slices,
            shown,
        })
    }

    /// Whether a slice was ever on screen.
    #[must_use]
    pub(crate) fn is_seen(&self, slice_idx: u32) -> bool {
        self.seen.contains(&slice_idx)
    }

    /// Says that nothing of the series is on screen any more.
    fn leave(&mut self, now: Millis) {
        self.count_until(now);
        self.current = None;
    }

    fn count_until(&mut self, now: Millis) {
        let Some((slice_idx, since)) = self.current else {
            return;
        };
        let passed = now.since(since);
        if passed > Millis(0) {
            let time = self.unreported.entry(slice_idx).or_default();
            *time = Millis(time.0 + passed.0).min(MOST);
        }
        self.current = Some((slice_idx, now));
    }
}

/// The slices of all series that were on screen.
#[derive(Debug, Clone, Default)]
pub(crate) struct SearchLog {
    logs: BTreeMap<SeriesUid, SliceLog>,
}

impl SearchLog {
    /// Says which slice of which series is on screen at `now`, each with the number of its slices; gives what is due to
    /// be reported.
    pub(crate) fn note(
        &mut self,
        on_screen: &BTreeMap<SeriesUid, (u32, u32)>,
        now: Millis,
    ) -> Vec<ViewerFact> {
        for (series, log) in &mut self.logs {
            if !on_screen.contains_key(series) {
                log.leave(now);
            }
        }
        let note = |(series, &(n_slices, slice_idx)): (&SeriesUid, &(u32, u32))| {
            let log = self.logs.entry(series.clone()).or_default();
            log.note(series, n_slices, slice_idx, now)
        };
        on_screen.iter().filter_map(note).collect()
    }

    /// Everything that has not been reported yet.
    pub(crate) fn flush(&mut self, now: Millis) -> Vec<ViewerFact> {
        self.logs
            .values_mut()
            .filter_map(|log| log.flush(now))
            .collect()
    }

    /// The slices of a series.
    #[must_use]
    pub(crate) fn of(&self, series: &SeriesUid) -> Option<&SliceLog> {
        self.logs.get(series)
    }
}

#[cfg(test)]
mod tests;

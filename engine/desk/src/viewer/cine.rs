//! Slices or frames played one after the other. The time is the host's; the desk says when it wants the next frame.

use std::time::Duration;

use overread_viewer::ViewedSeries;

use super::ViewerState;

/// Images a second at the start.
const FIRST_SPEED: u8 = 15;
/// The most images a second.
const MOST_SPEED: u8 = 60;

/// A viewport that plays.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cine {
    speed: u8,
    /// When the image on screen came there, in the host's seconds; `None` before the first frame.
    since_s: Option<f64>,
}

impl Cine {
    fn period_s(self) -> f64 {
        1.0 / f64::from(self.speed.clamp(1, MOST_SPEED))
    }
}

impl ViewerState {
    /// Plays, or stops.
    pub(super) fn toggle_cine(&mut self) {
        self.cine = match self.cine {
            Some(_) => None,
            None => Some(Cine {
                speed: FIRST_SPEED,
                since_s: None,
            }),
        };
    }

    /// Plays at a speed, images a second.
    pub(super) fn play(&mut self, speed: u8) {
        self.cine = Some(Cine {
            speed: speed.clamp(1, MOST_SPEED),
            since_s: None,
        });
    }

    /// Images a second, while it plays.
    #[must_use]
    pub(super) fn cine_speed(&self) -> Option<u8> {
        self.cine.map(|cine| cine.speed)
    }

    /// Shows the images that are due at `now_s` in the active viewport; after the last one comes the first.
    pub(super) fn play_until(&mut self, now_s: f64, series: &[ViewedSeries<'_>]) {
        let (Some(cine), Some(shown)) = (&mut self.cine, &mut self.shown) else {
            return;
        };
        let active = shown.view.active();
        let stack = shown.view.pane(active).and_then(|pane| {
            let geometry = series.get(pane.series_idx)?.geometry();
            Some((pane.stack(geometry), pane.slice_idx(geometry)))
        });
        let Some((stack, slice_idx)) = stack.filter(|(stack, _)| stack.count > 1) else {
            self.cine = None;
            return;
        };
        let Some(since_s) = cine.since_s else {
            cine.since_s = Some(now_s);
            return;
        };
        // A touch early counts: a host that wakes at whole milliseconds rounds down.
        let due = ((now_s - since_s) / cine.period_s() + 0.06).floor();
        if due >= 1.0 {
            cine.since_s = Some(now_s);
            // Images that a slow host missed are left out; after a long pause it goes on where it is.
            let steps = overread_viewer::nearest_index(due.min(4.0), 5);
            let number = (stack.number(slice_idx) - 1 + steps) % stack.count + 1;
            let slice_idx = stack.index_of_number(number);
            shown.view.show_slice(active, slice_idx, series);
        }
    }

    /// The time between two images; `None` while nothing plays.
    #[must_use]
    pub(crate) fn wants_frame_every(&self) -> Option<Duration> {
        self.cine
            .map(|cine| Duration::from_secs_f64(cine.period_s()))
    }
}

#[cfg(test)]
mod tests;

//! What the keys change in the viewer, and the facts that the session keeps of it. No drawing.

use overread_base::{CaseId, Millis};
use overread_exam::{Command, ViewerFact, Visibility};
use overread_image::Window;

use crate::DeskSeries;
use crate::keys::Action;
use crate::stack::Stack;

use super::{Shown, Stage, ViewerState, first_window, full_range, presets};

impl ViewerState {
    /// Does what a key asks of the images; other keys are left alone.
    pub(crate) fn act(&mut self, action: Action, series: &DeskSeries, n_series: usize) {
        let geometry = series.volume.geometry();
        let active = self.active;
        let Some(shown) = &mut self.shown else { return };
        match action {
            Action::Tool(tool) => self.tool = tool,
            Action::Preset(number) => shown.take_preset(series, number),
            Action::FullRange => shown.window = full_range(&series.volume),
            Action::FileWindow => shown.take_file_window(series),
            Action::Invert => shown.is_inverted = !shown.is_inverted,
            Action::Step(steps) => shown.view.step(geometry, active, steps),
            Action::FirstSlice | Action::LastSlice => {
                if let Some(state) = shown.view.panes.get(active) {
                    let stack = Stack::of(geometry, state.plane);
                    let number = if action == Action::FirstSlice {
                        1
                    } else {
                        stack.count
                    };
                    shown
                        .view
                        .show_slice(geometry, active, stack.index_of_number(number));
                }
            }
            Action::Stage | Action::Single => {
                let pane = if action == Action::Stage { 0 } else { active };
                self.toggle_single(pane);
            }
            Action::CornerText => self.has_corner_text = !self.has_corner_text,
            Action::Pane(step) => {
                self.active = turned(active, step, shown.view.panes.len());
            }
            Action::Series(step) => {
                let last = n_series.saturating_sub(1);
                self.series_idx = self
                    .series_idx
                    .saturating_add_signed(signed(step))
                    .min(last);
            }
            Action::Fit => shown.view.fit(),
            // These are the desk's: they need the session.
            Action::Overlay
            | Action::Finding(_)
            | Action::Cancel
            | Action::DeleteMark
            | Action::Services
            | Action::KeySheet => {}
        }
    }

    /// Everything as it was when the series was opened, but for the slice.
    pub(crate) fn reset_view(&mut self, series: &DeskSeries) {
        if let Some(shown) = &mut self.shown {
            shown.view.fit();
            shown.window = first_window(series);
            shown.is_inverted = false;
            shown.lengths.clear();
            shown.values.clear();
        }
    }

    /// Ends what the left button has begun; whether there was something.
    pub(crate) fn cancel_gesture(&mut self) -> bool {
        std::mem::take(&mut self.gesture) != super::Gesture::None
    }

    /// Takes note of the AI result coming on screen: its marks are shown, and the session keeps that they were.
    pub(crate) fn note_reveal(&mut self, is_revealed: bool) -> Option<ViewerFact> {
        let is_new = is_revealed && !self.was_revealed;
        self.was_revealed = is_revealed;
        is_new.then(|| {
            self.is_overlay_on = true;
            ViewerFact::AiOverlay(Visibility::Shown)
        })
    }

    /// AI marks on or off.
    pub(crate) fn switch_overlay(&mut self) -> ViewerFact {
        self.is_overlay_on = !self.is_overlay_on;
        ViewerFact::AiOverlay(if self.is_overlay_on {
            Visibility::Shown
        } else {
            Visibility::Hidden
        })
    }

    /// What the session keeps of this frame: the first picture, slices shown, a window that has come to rest.
    pub(crate) fn facts(
        &mut self,
        case: &CaseId,
        series: &DeskSeries,
        now: Millis,
        is_at_rest: bool,
    ) -> Vec<Command> {
        let Some(shown) = self.shown.as_ref().filter(|shown| shown.case == *case) else {
            return Vec::new();
        };
        let mut facts = Vec::new();
        if !self.is_paint_told {
            self.is_paint_told = true;
            facts.push(ViewerFact::ImagePainted);
        }
        let window = [shown.window.centre(), shown.window.width()];
        if is_at_rest && self.window_told != Some(window) {
            self.window_told = Some(window);
            facts.push(ViewerFact::WindowChanged {
                centre_hu: window[0],
                width_hu: window[1],
            });
        }
        let geometry = series.volume.geometry();
        let along_stack = |idx: &usize| {
            let state = shown.view.panes.get(*idx);
            state.is_some_and(|state| Stack::of(geometry, state.plane).axis == 2)
        };
        let on_screen = match self.stage {
            Stage::Single => self.active..self.active + 1,
            Stage::Planes => 0..shown.view.panes.len(),
        };
        if let Some(idx) = { on_screen }.find(along_stack) {
            let slice_idx = shown.view.slice_idx(geometry, idx);
            facts.extend(
                self.dwell
                    .note(&series.facts.uid, geometry.size[2], slice_idx, now),
            );
        }
        facts.into_iter().map(Command::Viewer).collect()
    }
}

impl Shown {
    pub(super) fn take_preset(&mut self, series: &DeskSeries, number: usize) {
        let presets = presets(series);
        let window = if presets.is_empty() {
            series.windows().get(number - 1).copied()
        } else {
            presets.get(number - 1).map(|preset| preset.window)
        };
        self.window = window.unwrap_or(self.window);
    }

    fn take_file_window(&mut self, series: &DeskSeries) {
        let is_in_use = |idx: usize| series.windows().get(idx) == Some(&self.window);
        let next = match self.file_window {
            Some(idx) if is_in_use(idx) => idx + 1,
            Some(idx) => idx,
            None => 0,
        };
        let next = next % series.windows().len().max(1);
        if let Some(&window) = series.windows().get(next) {
            self.window = window;
            self.file_window = Some(next);
        }
    }

    /// Whether a window is the one in use.
    pub(super) fn is_window(&self, window: Window) -> bool {
        self.window == window
    }
}

/// The place `step` further on in a ring of `count`.
fn turned(idx: usize, step: i32, count: usize) -> usize {
    let count = count.max(1);
    let forward = if step < 0 { count - 1 } else { 1 };
    (idx + forward) % count
}

fn signed(step: i32) -> isize {
    isize::try_from(step).unwrap_or(0)
}

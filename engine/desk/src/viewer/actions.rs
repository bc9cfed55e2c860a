//! What the keys change in the viewer, and the facts that the session keeps of it. No drawing.

use std::collections::BTreeMap;

use overread_base::{CaseId, Millis, VolumeGeometry};
use overread_exam::{Command, ViewerFact, Visibility};
use overread_image::Voi;
use overread_viewer::{
    Action, Calibration, DisplayArea, KeyImage, Orientation, Pane, SeriesSpace, View, ViewedSeries,
};

use super::ViewerState;
use super::menu::Choice;

impl ViewerState {
    /// Does what a key asks of the images; other keys are left alone.
    pub(crate) fn act(&mut self, action: Action, series: &[ViewedSeries<'_>]) {
        match action {
            Action::Tool(tool) => self.tool = tool,
            Action::CornerText => self.corner_text = self.corner_text.next(),
            Action::ReferenceLines => self.has_reference_lines = !self.has_reference_lines,
            Action::DisplayArea => self.next_display_area(series),
            Action::Preset(number) => self.change_voi(series, |pane, of| {
                pane.voi = preset(of, number).unwrap_or_else(|| pane.voi.clone());
            }),
            Action::NamedPreset(id) => self.change_voi(series, |pane, of| {
                pane.voi = of.preset(id).unwrap_or_else(|| pane.voi.clone());
            }),
            Action::FullRange => self.change_voi(series, |pane, of| {
                pane.voi = Voi::Window(of.full_range());
            }),
            Action::FileVoi => self.change_voi(series, take_file_voi),
            Action::Invert => self.change_voi(series, |pane, _| {
                pane.is_inverted = !pane.is_inverted;
            }),
            Action::FlipHorizontal => self.orient(Orientation::flipped_horizontally),
            Action::FlipVertical => self.orient(Orientation::flipped_vertically),
            Action::Rotate(turns) => self.orient(|orientation| orientation.rotated(turns)),
            Action::Step(steps) => self.scroll(series, |pane, geometry| pane.step(geometry, steps)),
            Action::FirstSlice => self.scroll(series, |pane, geometry| {
                let stack = pane.stack(geometry);
                pane.show_slice(geometry, stack.index_of_number(1));
            }),
            Action::LastSlice => self.scroll(series, |pane, geometry| {
                let stack = pane.stack(geometry);
                pane.show_slice(geometry, stack.index_of_number(stack.count));
            }),
            Action::Series(step) => self.with_view(|view| view.change_series(step, series)),
            Action::Stage(step) => self.with_view(|view| view.next_stage(step, series)),
            Action::Viewport(step) => self.with_view(|view| view.next_pane(step)),
            Action::Single => self.with_view(View::toggle_single),
            Action::Slab(steps) => self.change_slab(series, |pane, geometry| {
                pane.thicken(geometry, i32::from(steps));
            }),
            Action::SlabMode => self.change_slab(series, |pane, _| pane.next_slab_mode()),
            Action::LinkScroll => self.with_view(|view| view.toggle_scroll_link(series)),
            Action::LinkWindowAndZoom => self.with_view(View::toggle_window_and_zoom_link),
            Action::Cine => self.toggle_cine(),
            Action::KeyImage => self.toggle_key_image(series),
            Action::RegionGrid => self.next_grid(series),
            Action::FileOverlays => self.has_file_overlays = !self.has_file_overlays,
            Action::Undo => self.undo(),
            Action::Redo => self.redo(),
            // These are the desk's: they need the session.
            Action::Overlay
            | Action::HeatMap
            | Action::Finding(_)
            | Action::Cancel
            | Action::Delete
            | Action::Services
            | Action::DisplayCheck
            | Action::KeyPointer
            | Action::KeySheet => {}
        }
    }

    fn with_view(&mut self, change: impl FnOnce(&mut View)) {
        if let Some(shown) = &mut self.shown {
            change(&mut shown.view);
        }
    }

    fn scroll(
        &mut self,
        series: &[ViewedSeries<'_>],
        change: impl FnOnce(&mut Pane, &VolumeGeometry),
    ) {
        self.with_view(|view| view.scroll(view.active(), series, change));
    }

    fn change_voi(
        &mut self,
        series: &[ViewedSeries<'_>],
        change: impl FnOnce(&mut Pane, &ViewedSeries<'_>),
    ) {
        self.with_view(|view| view.change_voi(view.active(), series, change));
    }

    fn change_slab(
        &mut self,
        series: &[ViewedSeries<'_>],
        change: impl FnOnce(&mut Pane, &VolumeGeometry),
    ) {
        self.with_view(|view| {
            if let Some(pane) = view.pane_mut(view.active())
                && let Some(of) = series.get(pane.series_idx)
                && of.facts.space == SeriesSpace::Patient
                && of.geometry().size[2] > 1
            {
                change(pane, of.geometry());
            }
        });
    }

    fn orient(&mut self, turn: impl FnOnce(Orientation) -> Orientation) {
        if let Some(shown) = &mut self.shown
            && let Some(pane) = shown.view.pane_mut(shown.view.active())
        {
            let orientation = turn(pane.orientation());
            pane.orient(orientation);
        }
    }

    /// The whole picture; where it is whole already, one to one, in true size, and as the layout has it again.
    fn next_display_area(&mut self, series: &[ViewedSeries<'_>]) {
        let has_pitch = self.pitch_mm.is_some();
        let Some(shown) = &mut self.shown else { return };
        let view = &mut shown.view;
        let hung = view.hung_area(view.active());
        view.change_zoom(view.active(), series, |pane, of| {
            let is_calibrated = of.facts.calibration != Calibration::Unknown && has_pitch;
            let area = match pane.area {
                area if !pane.is_whole() => area,
                DisplayArea::Fit | DisplayArea::SameMm => DisplayArea::OneToOne,
                DisplayArea::OneToOne if is_calibrated => DisplayArea::TrueSize,
                DisplayArea::OneToOne | DisplayArea::TrueSize => hung,
            };
            pane.show_whole(area);
        });
    }

    /// Everything as it was hung, but for the slices.
    pub(crate) fn reset_view(&mut self, series: &[ViewedSeries<'_>]) {
        if let Some(shown) = &mut self.shown {
            shown.view.reset(series);
        }
    }

    /// Keeps the image in the active viewport as a key image, or takes it back.
    fn toggle_key_image(&mut self, series: &[ViewedSeries<'_>]) {
        let image = self.active_image(series);
        if let (Some(shown), Some(image)) = (&mut self.shown, image) {
            shown.key_images.toggle(image);
        }
    }

    /// The image in the active viewport.
    fn active_image(&self, series: &[ViewedSeries<'_>]) -> Option<KeyImage> {
        let view = self.view()?;
        let pane = view.pane(view.active())?;
        let geometry = series.get(pane.series_idx)?.geometry();
        Some(KeyImage {
            series_idx: pane.series_idx,
            slice_idx: pane.slice_idx(geometry),
            plane: pane.plane,
        })
    }

    /// Does what was chosen in the menu, but for what is the desk's.
    pub(super) fn choose(&mut self, choice: Choice, series: &[ViewedSeries<'_>]) {
        match choice {
            Choice::Act(_) => {}
            Choice::Speed(speed) => self.play(speed),
            Choice::Stage(stage) => self.with_view(|view| view.show_stage(stage, series)),
            Choice::KeyImage(idx) => self.show_key_image(idx, series),
            Choice::Write => self.write_at_selected(),
        }
    }

    fn show_key_image(&mut self, idx: usize, series: &[ViewedSeries<'_>]) {
        let Some(shown) = &mut self.shown else { return };
        let Some(&image) = shown.key_images.all().get(idx) else {
            return;
        };
        let view = &mut shown.view;
        let is_there = |at: &usize| {
            view.pane(*at)
                .is_some_and(|p| (p.series_idx, p.plane) == (image.series_idx, image.plane))
        };
        let found = view.shown().find(is_there);
        match found {
            Some(at) => view.activate(at),
            None => view.show_series(view.active(), image.series_idx, series),
        }
        view.show_slice(view.active(), image.slice_idx, series);
    }

    /// Ends what the left button has begun, or closes what is open; whether there was something.
    pub(crate) fn cancel_gesture(&mut self) -> bool {
        let had_gesture = std::mem::take(&mut self.gesture) != super::Gesture::None;
        let had_menu = self.menu.take().is_some();
        let had_note = self.selected_note.take().is_some();
        let had_cine = self.cine.take().is_some();
        had_gesture || had_menu || had_note || had_cine
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
        series: &[ViewedSeries<'_>],
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
        let active = shown.view.pane(shown.view.active());
        let window = active.and_then(|pane| pane.voi.as_window());
        if let Some(window) = window.map(|window| [window.centre(), window.width()])
            && is_at_rest
            && self.window_told != Some(window)
        {
            self.window_told = Some(window);
            facts.push(ViewerFact::WindowChanged {
                centre_hu: window[0],
                width_hu: window[1],
            });
        }
        let mut on_screen = BTreeMap::new();
        let active = shown.view.active();
        let others = shown.view.shown().filter(|&idx| idx != active);
        // Of a series that is seen twice the active viewport counts.
        for idx in std::iter::once(active).chain(others) {
            let Some(pane) = shown.view.pane(idx) else {
                continue;
            };
            let Some(of) = series.get(pane.series_idx) else {
                continue;
            };
            if pane.stack(of.geometry()).axis == 2 {
                let slice = (of.geometry().size[2], pane.slice_idx(of.geometry()));
                on_screen.entry(of.facts.uid.clone()).or_insert(slice);
            }
        }
        facts.extend(self.dwell.note(&on_screen, now));
        facts.into_iter().map(Command::Viewer).collect()
    }
}

/// The window of a preset key: those of the kind of series, else the file's windows and tables in order.
fn preset(of: &ViewedSeries<'_>, number: u8) -> Option<Voi> {
    let idx = usize::from(number).checked_sub(1)?;
    let presets = overread_image::presets_for(&of.facts.modality, of.facts.body_part.as_deref());
    if presets.is_empty() {
        of.vois.get(idx).cloned()
    } else {
        presets.get(idx).map(|preset| Voi::Window(preset.window))
    }
}

/// The file's next window or table; the one taken last first, if another was in use since.
fn take_file_voi(pane: &mut Pane, of: &ViewedSeries<'_>) {
    let is_in_use = |idx: usize| of.vois.get(idx) == Some(&pane.voi);
    let next = match pane.file_voi {
        Some(idx) if is_in_use(idx) => idx + 1,
        Some(idx) => idx,
        None => 0,
    };
    let next = next % of.vois.len().max(1);
    if let Some(voi) = of.vois.get(next) {
        pane.voi = voi.clone();
        pane.file_voi = Some(next);
    }
}

//! Everything that hangs: the viewports of a stage, which one is active, and what they do together. No drawing.

mod hung;
mod reference;

use overread_base::{Vec3, VolumeGeometry};

use crate::{
    Align, Cell, DisplayArea, Hung, Layout, Links, Pane, PaneScreen, PlaceLinks, Relation,
    ViewedSeries, VoiChoice, frame_alike, relation,
};

use hung::{Greys, area_of, first_plane, hung_panes, of_series};
pub use reference::reference_line;

/// The stages of a hanging protocol, and how each of their viewports is looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    stages: Vec<Layout>,
    /// As each stage was left; `None` for one that was not looked at yet.
    left: Vec<Option<Vec<Option<Pane>>>>,
    stage: usize,
    panes: Vec<Option<Pane>>,
    active: usize,
    is_single: bool,
    links: Links,
    /// How positions of different studies lie to one another.
    places: PlaceLinks,
    /// The greys that the reader chose for a series where the protocol asks for none of its own, by the series index.
    chosen: Vec<Option<Greys>>,
}

impl View {
    /// The first stage of a protocol; `None` without a stage that shows a series.
    #[must_use]
    pub fn hang(stages: Vec<Layout>, series: &[ViewedSeries<'_>]) -> Option<Self> {
        let is_sound = |layout: &Layout| {
            let hung = |cell: &Cell| cell.hung.as_ref().map(|hung| hung.series_idx);
            layout.cells.iter().any(|cell| hung(cell).is_some())
                && layout
                    .cells
                    .iter()
                    .filter_map(hung)
                    .all(|idx| idx < series.len())
        };
        let stages: Vec<Layout> = stages.into_iter().filter(is_sound).collect();
        let first = stages.first()?;
        let panes = hung_panes(first, series, &[], &[]);
        let active = panes.iter().position(Option::is_some)?;
        Some(Self {
            links: first.links,
            left: vec![None; stages.len()],
            stages,
            stage: 0,
            panes,
            active,
            is_single: false,
            places: PlaceLinks::default(),
            chosen: vec![None; series.len()],
        })
    }

    /// Whether another view differs in nothing but the slices that it shows and its active viewport.
    #[must_use]
    pub fn is_alike(&self, other: &Self) -> bool {
        let is_same = |(a, b): (&Option<Pane>, &Option<Pane>)| match (a, b) {
            (Some(a), Some(b)) => {
                let mut a = a.clone();
                a.focus = b.focus;
                a == *b
            }
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        (self.stage, self.is_single, self.links) == (other.stage, other.is_single, other.links)
            && self.panes.len() == other.panes.len()
            && self.panes.iter().zip(&other.panes).all(is_same)
    }

    /// Shows the slices that another view of the same study shows.
    pub fn take_places_of(&mut self, other: &Self) {
        for (idx, pane) in self.panes.iter_mut().enumerate() {
            let Some(pane) = pane else { continue };
            let same_place = other.pane(idx).filter(|o| o.series_idx == pane.series_idx);
            let found = same_place.or_else(|| of_series(&other.panes, pane.series_idx));
            if let Some(found) = found {
                pane.focus = found.focus;
            }
        }
        self.activate(other.active);
    }

    /// The layout on screen.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.stages[self.stage]
    }

    /// Which stage it is, from 0, and how many there are.
    #[must_use]
    pub fn stage(&self) -> (usize, usize) {
        (self.stage, self.stages.len())
    }

    /// The stages by their ids.
    pub fn stage_ids(&self) -> impl Iterator<Item = &str> {
        self.stages.iter().map(|layout| layout.id.as_str())
    }

    /// The viewports in the order of the layout's cells; `None` for empty places.
    #[must_use]
    pub fn panes(&self) -> &[Option<Pane>] {
        &self.panes
    }

    /// A viewport.
    #[must_use]
    pub fn pane(&self, idx: usize) -> Option<&Pane> {
        self.panes.get(idx)?.as_ref()
    }

    /// A viewport to be changed alone.
    pub fn pane_mut(&mut self, idx: usize) -> Option<&mut Pane> {
        self.panes.get_mut(idx)?.as_mut()
    }

    /// The viewport that keys act on.
    #[must_use]
    pub fn active(&self) -> usize {
        self.active
    }

    /// Whether the active viewport is shown alone.
    #[must_use]
    pub fn is_single(&self) -> bool {
        self.is_single
    }

    /// The viewports on screen, by index.
    pub fn shown(&self) -> impl Iterator<Item = usize> {
        let range = if self.is_single {
            self.active..self.active + 1
        } else {
            0..self.panes.len()
        };
        range.filter(|&idx| self.pane(idx).is_some())
    }

    /// What the viewports do together now.
    #[must_use]
    pub fn links(&self) -> Links {
        self.links
    }

    /// Makes a viewport the active one; empty places cannot be.
    pub fn activate(&mut self, idx: usize) {
        if self.pane(idx).is_some() {
            self.active = idx;
        }
    }

    /// The viewport `step` further on becomes the active one.
    pub fn next_pane(&mut self, step: i8) {
        let count = self.panes.len();
        let forward = if step < 0 { count - 1 } else { 1 };
        let mut idx = self.active;
        for _ in 0..count {
            idx = (idx + forward) % count;
            if self.pane(idx).is_some() {
                self.active = idx;
                return;
            }
        }
    }

    /// The active viewport alone, or all of them.
    pub fn toggle_single(&mut self) {
        self.is_single = !self.is_single && self.panes.len() > 1;
    }

    /// Another stage, round and round. The place in each series stays, and so does its window where the stage does
    /// not ask for one of its own.
    pub fn next_stage(&mut self, step: i8, series: &[ViewedSeries<'_>]) {
        let count = self.stages.len();
        let forward = if step < 0 { count - 1 } else { 1 };
        self.show_stage((self.stage + forward) % count, series);
    }

    /// Shows a stage by its index.
    pub fn show_stage(&mut self, stage: usize, series: &[ViewedSeries<'_>]) {
        if stage >= self.stages.len() || stage == self.stage {
            return;
        }
        let old = std::mem::take(&mut self.panes);
        let old_active = old.get(self.active).and_then(Option::as_ref);
        let panes = match self.left[stage].take() {
            Some(mut panes) => {
                for pane in panes.iter_mut().flatten() {
                    if let Some(before) = of_series(&old, pane.series_idx) {
                        pane.focus = before.focus;
                    }
                }
                panes
            }
            None => hung_panes(&self.stages[stage], series, &old, &self.chosen),
        };
        let same = |pane: &Option<Pane>| match (pane, old_active) {
            (Some(new), Some(old)) => (new.series_idx, new.plane) == (old.series_idx, old.plane),
            (None, _) | (_, None) => false,
        };
        let active = panes.iter().position(same);
        self.active = active
            .or_else(|| panes.iter().position(Option::is_some))
            .unwrap_or(0);
        self.panes = panes;
        self.left[self.stage] = Some(old);
        self.stage = stage;
        self.links = self.stages[stage].links;
        self.is_single = false;
    }

    /// Another series into the active viewport; its first plane, whole.
    pub fn change_series(&mut self, step: i8, series: &[ViewedSeries<'_>]) {
        let Some(pane) = self.pane(self.active) else {
            return;
        };
        let last = series.len().saturating_sub(1);
        let next = pane
            .series_idx
            .saturating_add_signed(isize::from(step))
            .min(last);
        self.show_series(self.active, next, series);
    }

    /// Hangs a series in a viewport, empty or not; its first plane, whole.
    pub fn show_series(&mut self, idx: usize, series_idx: usize, series: &[ViewedSeries<'_>]) {
        let (Some(new), Some(place)) = (series.get(series_idx), self.panes.get_mut(idx)) else {
            return;
        };
        if place
            .as_ref()
            .is_some_and(|pane| pane.series_idx == series_idx)
        {
            return;
        }
        let plane = first_plane(new);
        let mut pane = Pane::new(series_idx, plane, new.geometry(), new.first_voi());
        pane.file_voi = (!new.vois.is_empty()).then_some(0);
        *place = Some(pane);
        self.active = idx;
    }

    /// Steps through the slices of a viewport in reading order; linked ones follow.
    pub fn step(&mut self, idx: usize, steps: i32, series: &[ViewedSeries<'_>]) {
        self.scroll(idx, series, |pane, geometry| pane.step(geometry, steps));
    }

    /// Shows a slice in a viewport; linked ones follow.
    pub fn show_slice(&mut self, idx: usize, slice_idx: u32, series: &[ViewedSeries<'_>]) {
        self.scroll(idx, series, |pane, geometry| {
            pane.show_slice(geometry, slice_idx);
        });
    }

    /// Changes the place of a viewport; linked ones follow by position.
    pub fn scroll(
        &mut self,
        idx: usize,
        series: &[ViewedSeries<'_>],
        change: impl FnOnce(&mut Pane, &VolumeGeometry),
    ) {
        let Some((pane, of)) = self.pane_and_series(idx, series) else {
            return;
        };
        let mut pane = pane.clone();
        change(&mut pane, of.geometry());
        let (focus, normal) = (pane.focus, normal_of(&pane, of.geometry()));
        let (series_idx, plane) = (pane.series_idx, pane.plane);
        self.panes[idx] = Some(pane);
        let slice_idx = self.panes[idx].as_ref().map(|pane| {
            let stack = pane.stack(of.geometry());
            (stack.index_at(of.geometry(), focus), stack.count)
        });
        let is_linked = self.links.scroll;
        for (other_idx, place) in self.panes.iter_mut().enumerate() {
            let Some(other) = place.as_mut().filter(|_| other_idx != idx) else {
                continue;
            };
            let Some(there) = series.get(other.series_idx) else {
                continue;
            };
            // Planes of one series go through one place, whatever is linked.
            let is_same = other.series_idx == series_idx && (is_linked || other.plane != plane);
            if !(is_same || is_linked) {
                continue;
            }
            if let Some(place) = self.places.place_in(of.facts, focus, there.facts) {
                other.focus = other.focus + normal * (place - other.focus).dot(normal);
            } else if is_same {
                other.focus = focus;
            } else if let Some((slice_idx, count)) =
                slice_idx.filter(|_| relation(of.facts, there.facts) == Relation::Frames)
            {
                let n_there = other.stack(there.geometry()).count;
                let alike = frame_alike(slice_idx, count, n_there);
                other.show_slice(there.geometry(), alike);
            }
        }
    }

    /// Brings a place of one series into view: in every plane of it, and where positions are shared in others.
    pub fn go_to(&mut self, series_idx: usize, place: Vec3, series: &[ViewedSeries<'_>]) {
        let Some(of) = series.get(series_idx) else {
            return;
        };
        let is_shown = self
            .panes
            .iter()
            .flatten()
            .any(|p| p.series_idx == series_idx);
        if !is_shown {
            self.show_series(self.active, series_idx, series);
        }
        for pane in self.panes.iter_mut().flatten() {
            let Some(other) = series.get(pane.series_idx) else {
                continue;
            };
            let there = if pane.series_idx == series_idx {
                Some(place)
            } else {
                self.places.place_in(of.facts, place, other.facts)
            };
            if let Some(there) = there {
                pane.go_to(other.geometry(), there);
            }
        }
    }

    /// Brings a place in a viewport into view in the others that share it; this one stays as it is.
    pub fn cross_at(&mut self, idx: usize, place: Vec3, series: &[ViewedSeries<'_>]) {
        let Some((pane, of)) = self.pane_and_series(idx, series) else {
            return;
        };
        let series_idx = pane.series_idx;
        for (other_idx, other) in self.panes.iter_mut().enumerate() {
            let Some(other) = other else { continue };
            let Some(of_other) = series.get(other.series_idx) else {
                continue;
            };
            if other_idx == idx {
                other.focus = place;
            } else if other.series_idx == series_idx {
                other.go_to(of_other.geometry(), place);
            } else if let Some(there) = self.places.place_in(of.facts, place, of_other.facts) {
                other.go_to(of_other.geometry(), there);
            }
        }
    }

    /// Scroll by position together or not. Linking again keeps how two studies lie to one another at that moment.
    pub fn toggle_scroll_link(&mut self, series: &[ViewedSeries<'_>]) {
        self.links.scroll = !self.links.scroll;
        let Some((active, of)) = self.pane_and_series(self.active, series) else {
            return;
        };
        let active = active.clone();
        if !self.links.scroll {
            return;
        }
        let normal = normal_of(&active, of.geometry());
        for pane in self.panes.iter().flatten() {
            if let Some(other) = series.get(pane.series_idx) {
                let here = (of.facts, active.focus);
                self.places.keep(here, (other.facts, pane.focus), normal);
            }
        }
    }

    /// Windows and magnification together or not.
    pub fn toggle_window_and_zoom_link(&mut self) {
        let is_on = !(self.links.window || self.links.zoom);
        self.links.window = is_on;
        self.links.zoom = is_on;
    }

    /// Changes window or inversion of a viewport; linked ones of the same modality take the result over.
    pub fn change_voi(
        &mut self,
        idx: usize,
        series: &[ViewedSeries<'_>],
        change: impl FnOnce(&mut Pane, &ViewedSeries<'_>),
    ) {
        let Some((pane, of)) = self.pane_and_series(idx, series) else {
            return;
        };
        let mut pane = pane.clone();
        change(&mut pane, of);
        if !self.has_own_greys(idx)
            && let Some(chosen) = self.chosen.get_mut(pane.series_idx)
        {
            *chosen = Some(Greys {
                voi: pane.voi.clone(),
                file_voi: pane.file_voi,
                is_inverted: pane.is_inverted,
            });
        }
        let is_linked = self.links.window;
        for other in self.panes.iter_mut().flatten() {
            let other_series = series.get(other.series_idx);
            // The planes of one series look alike, unless the layout shows it in several windows.
            let is_plane = other.series_idx == pane.series_idx && other.plane != pane.plane;
            let is_kin =
                other_series.is_some_and(|other| other.facts.modality == of.facts.modality);
            if is_plane || is_linked && is_kin {
                other.voi = pane.voi.clone();
                other.file_voi = pane.file_voi;
                other.is_inverted = pane.is_inverted;
            }
        }
        self.panes[idx] = Some(pane);
    }

    /// Changes magnification or movement of a viewport; linked ones take the result over.
    pub fn change_zoom(
        &mut self,
        idx: usize,
        series: &[ViewedSeries<'_>],
        change: impl FnOnce(&mut Pane, &ViewedSeries<'_>),
    ) {
        let Some((pane, of)) = self.pane_and_series(idx, series) else {
            return;
        };
        let mut pane = pane.clone();
        change(&mut pane, of);
        if self.links.zoom {
            for other in self.panes.iter_mut().flatten() {
                other.follow_zoom(&pane);
            }
        }
        self.panes[idx] = Some(pane);
    }

    /// How large the protocol draws the picture of a viewport.
    #[must_use]
    pub fn hung_area(&self, idx: usize) -> DisplayArea {
        let cell = self.layout().cells.get(idx);
        let hung = cell.and_then(|cell| cell.hung.as_ref());
        hung.map_or(DisplayArea::Fit, |hung| area_of(hung.scale))
    }

    /// Every viewport of the stage as the protocol hangs it; the places stay.
    pub fn reset(&mut self, series: &[ViewedSeries<'_>]) {
        self.chosen.fill(None);
        let fresh = hung_panes(self.layout(), series, &[], &[]);
        for (place, fresh) in self.panes.iter_mut().zip(fresh) {
            match (place.as_ref(), fresh) {
                (Some(old), Some(mut new)) if old.series_idx == new.series_idx => {
                    new.focus = old.focus;
                    *place = Some(new);
                }
                // Another series was chosen into the place: it is looked at afresh.
                (Some(old), _) => {
                    if let Some(of) = series.get(old.series_idx) {
                        let focus = old.focus;
                        let mut new =
                            Pane::new(old.series_idx, old.plane, of.geometry(), of.first_voi());
                        new.file_voi = (!of.vois.is_empty()).then_some(0);
                        new.focus = focus;
                        *place = Some(new);
                    }
                }
                (None, _) => {}
            }
        }
        self.links = self.layout().links;
    }

    /// How each viewport on screen is laid into the patient, for viewports of these sizes in device pixels.
    #[must_use]
    pub fn screens(
        &self,
        sizes_px: &[(usize, [u32; 2])],
        pitch_mm: Option<f64>,
        series: &[ViewedSeries<'_>],
    ) -> Vec<(usize, PaneScreen)> {
        let fitted = |&(idx, size_px): &(usize, [u32; 2])| {
            let (pane, of) = self.pane_and_series(idx, series)?;
            (pane.area == DisplayArea::SameMm)
                .then(|| pane.fitted_mm_per_px(of.geometry(), size_px))
        };
        let same_mm_per_px = sizes_px.iter().filter_map(fitted).reduce(f64::max);
        let screen = |&(idx, size_px): &(usize, [u32; 2])| {
            let screen = PaneScreen {
                size_px,
                same_mm_per_px,
                pitch_mm,
            };
            (idx, screen)
        };
        sizes_px.iter().map(screen).collect()
    }

    /// Whether the protocol asks for a window of its own in a viewport.
    fn has_own_greys(&self, idx: usize) -> bool {
        let cell = self.layout().cells.get(idx);
        cell.and_then(|cell| cell.hung.as_ref())
            .is_some_and(|hung| hung.is_inverted || matches!(hung.voi, VoiChoice::Preset(_)))
    }

    fn pane_and_series<'v, 's>(
        &'v self,
        idx: usize,
        series: &'s [ViewedSeries<'s>],
    ) -> Option<(&'v Pane, &'s ViewedSeries<'s>)> {
        let pane = self.pane(idx)?;
        Some((pane, series.get(pane.series_idx)?))
    }
}

/// The direction in which the slices of a viewport follow, towards the reader or away; flips do not turn it.
fn normal_of(pane: &Pane, geometry: &VolumeGeometry) -> Vec3 {
    let axes = [geometry.row_dir, geometry.col_dir, geometry.slice_dir];
    axes[pane.stack(geometry).axis]
}

/// Whether a picture is held at an edge, and at which: what joins two viewports without a gap.
#[must_use]
pub fn is_joined(left: Option<&Hung>, right: Option<&Hung>) -> bool {
    matches!(
        (left.map(|hung| hung.align), right.map(|hung| hung.align)),
        (Some(Align::Right), Some(Align::Left))
    )
}

#[cfg(test)]
mod tests;

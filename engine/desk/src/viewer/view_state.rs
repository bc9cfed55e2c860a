//! How each plane of a study is looked at: place, zoom and pan, as numbers in the patient. No drawing, no input.

use overread_base::{Vec3, VolumeGeometry};
use overread_image::{Plane, Viewport};

use crate::stack::Stack;

/// Zoom limits, as a factor on the fitted picture.
const ZOOM: std::ops::RangeInclusive<f64> = 0.25..=40.0;

/// One plane as it is looked at.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PaneState {
    pub(crate) plane: Plane,
    zoom: f64,
    /// The middle of the picture away from the middle of the volume, mm to the right and down.
    pan_mm: [f64; 2],
}

impl PaneState {
    /// The whole plane.
    #[must_use]
    pub(crate) fn fitted(plane: Plane) -> Self {
        Self {
            plane,
            zoom: 1.0,
            pan_mm: [0.0; 2],
        }
    }

    /// Magnification against the fitted picture.
    #[must_use]
    pub(crate) fn zoom(&self) -> f64 {
        self.zoom
    }

    /// The rectangle of the screen laid into the patient.
    #[must_use]
    pub(crate) fn viewport(
        &self,
        geometry: &VolumeGeometry,
        focus: Vec3,
        size_px: [u32; 2],
    ) -> Viewport {
        let mut viewport = Viewport::fitted(geometry, self.plane, focus, size_px);
        viewport.mm_per_px /= self.zoom;
        viewport.centre =
            viewport.centre + viewport.right * self.pan_mm[0] + viewport.down * self.pan_mm[1];
        viewport
    }

    /// Moves the picture with the pointer.
    pub(crate) fn pan(&mut self, viewport: &Viewport, delta_px: [f64; 2]) {
        self.pan_mm[0] -= delta_px[0] * viewport.mm_per_px;
        self.pan_mm[1] -= delta_px[1] * viewport.mm_per_px;
    }

    /// Magnifies by `factor`; what lies at `at_px` stays where it is.
    pub(crate) fn zoom_at(&mut self, viewport: &Viewport, at_px: [f64; 2], factor: f64) {
        let zoom = (self.zoom * factor).clamp(*ZOOM.start(), *ZOOM.end());
        let shrunk = viewport.mm_per_px * (1.0 - self.zoom / zoom);
        let [width, height] = viewport.size_px.map(f64::from);
        self.pan_mm[0] += (at_px[0] - width * 0.5) * shrunk;
        self.pan_mm[1] += (at_px[1] - height * 0.5) * shrunk;
        self.zoom = zoom;
    }

    /// Brings a place to the middle where only a part of the plane is seen.
    pub(crate) fn centre_on(&mut self, geometry: &VolumeGeometry, place: Vec3) {
        if self.zoom > 1.001 {
            let viewport = Viewport::fitted(geometry, self.plane, place, [1, 1]);
            let from_centre = place - geometry.centre();
            self.pan_mm = [
                from_centre.dot(viewport.right),
                from_centre.dot(viewport.down),
            ];
        }
    }
}

/// The planes of a series with the place that they all go through.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ViewState {
    pub(crate) panes: Vec<PaneState>,
    /// The patient position that decides which slice each plane shows.
    pub(crate) focus: Vec3,
}

impl ViewState {
    /// A series as it is opened: every plane whole, through the middle.
    #[must_use]
    pub(crate) fn new(geometry: &VolumeGeometry) -> Self {
        Self {
            panes: crate::stack::planes_of(geometry)
                .into_iter()
                .map(PaneState::fitted)
                .collect(),
            focus: geometry.centre(),
        }
    }

    /// The slice that a pane shows.
    #[must_use]
    pub(crate) fn slice_idx(&self, geometry: &VolumeGeometry, pane: usize) -> u32 {
        self.panes.get(pane).map_or(0, |pane| {
            Stack::of(geometry, pane.plane).index_at(geometry, self.focus)
        })
    }

    /// Steps a pane through its slices, in reading order.
    pub(crate) fn step(&mut self, geometry: &VolumeGeometry, pane: usize, steps: i32) {
        if let Some(pane) = self.panes.get(pane) {
            let stack = Stack::of(geometry, pane.plane);
            let slice_idx = stack.stepped(stack.index_at(geometry, self.focus), steps);
            self.focus = stack.place_on(geometry, self.focus, slice_idx);
        }
    }

    /// Shows a slice in a pane.
    pub(crate) fn show_slice(&mut self, geometry: &VolumeGeometry, pane: usize, slice_idx: u32) {
        if let Some(pane) = self.panes.get(pane) {
            self.focus = Stack::of(geometry, pane.plane).place_on(geometry, self.focus, slice_idx);
        }
    }

    /// Brings a place into view in every plane.
    pub(crate) fn go_to(&mut self, geometry: &VolumeGeometry, place: Vec3) {
        self.focus = place;
        self.panes
            .iter_mut()
            .for_each(|pane| pane.centre_on(geometry, place));
    }

    /// Every plane whole again; the slices stay.
    pub(crate) fn fit(&mut self) {
        self.panes
            .iter_mut()
            .for_each(|pane| *pane = PaneState::fitted(pane.plane));
    }
}

#[cfg(test)]
mod tests;

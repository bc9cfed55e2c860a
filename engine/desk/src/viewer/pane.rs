//! One viewport in one frame: from the screen to the patient and back, and which mark lies where. Draws nothing.

use egui::{Pos2, Rect};
use overread_base::{MarkId, Shape, Vec3, VolumeGeometry};
use overread_image::{Plane, Viewport};

use crate::scene::{OverlayMark, Scene, Selection};
use crate::stack::Stack;
use crate::words::Words;
use crate::{DeskSeries, DeskStudy};

use super::paint::PictureRect;

/// What all viewports of a frame are drawn from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PaneContext<'a> {
    pub(crate) words: &'a Words,
    pub(crate) scene: &'a Scene<'a>,
    pub(crate) study: &'a DeskStudy,
    pub(crate) series: &'a DeskSeries,
    pub(crate) overlay: &'a [OverlayMark],
    /// How much larger than usual text is drawn.
    pub(crate) text_scale: f32,
    /// Whether the next click or drag gives a place, whatever the tool.
    pub(crate) is_placing: bool,
}

/// What the reader did to marks in a viewport.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Pick {
    /// A mark was clicked, or with nothing under the pointer none.
    Select(Selection),
    /// A place was given with the mark tool.
    Place(Shape),
    /// An own mark was moved by this much.
    Move(MarkId, Vec3),
}

/// A viewport in this frame.
pub(super) struct Pane<'a> {
    /// Its place among the planes of the series.
    pub(super) idx: usize,
    pub(super) plane: Plane,
    pub(super) picture: PictureRect,
    pub(super) viewport: Viewport,
    pub(super) geometry: &'a VolumeGeometry,
    pub(super) stack: Stack,
}

impl Pane<'_> {
    pub(super) fn place(&self, at: Pos2) -> Vec3 {
        let [x, y] = self.picture.pixel(at);
        self.viewport.patient_from_screen(x, y)
    }

    pub(super) fn half_slice_mm(&self) -> f64 {
        self.stack.spacing_mm(self.geometry) * 0.5
    }

    pub(super) fn point(&self, place: Vec3) -> Pos2 {
        let (x, y, _) = self.viewport.screen_from_patient(place);
        self.picture.point([x, y])
    }

    /// Whether a place lies on the slice.
    pub(super) fn is_on_slice(&self, place: Vec3) -> bool {
        self.viewport.screen_from_patient(place).2.abs() <= self.half_slice_mm() * 1.001
    }

    /// The box around two corners on the slice, as thick as the slice.
    pub(super) fn cuboid(&self, from: Vec3, to: Vec3) -> Shape {
        let half = self.viewport.right.cross(self.viewport.down) * self.half_slice_mm();
        let corners = [from + half, from - half, to + half, to - half];
        let low = corners
            .iter()
            .fold(corners[0], |low, &corner| low.min(corner));
        let high = corners
            .iter()
            .fold(corners[0], |high, &corner| high.max(corner));
        Shape::Cuboid { low, high }
    }

    /// The mark under a position: the smallest of those that reach it.
    pub(super) fn mark_at<'m>(
        &self,
        overlay: &'m [OverlayMark],
        at: Pos2,
    ) -> Option<&'m OverlayMark> {
        let reach = |mark: &OverlayMark| {
            let section = mark.outline.section(&self.viewport, self.half_slice_mm())?;
            let (low, high) = section.shape.bounds();
            let rect =
                Rect::from_two_pos(self.picture.point(low), self.picture.point(high)).expand(9.0);
            rect.contains(at).then_some(rect.area())
        };
        overlay
            .iter()
            .filter(|mark| mark.target != Selection::None)
            .filter_map(|mark| Some((reach(mark)?, mark)))
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, mark)| mark)
    }
}

#[cfg(test)]
mod tests;

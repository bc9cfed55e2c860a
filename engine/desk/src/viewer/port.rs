//! One viewport in one frame: from the screen to the patient and back, and which mark lies where. Draws nothing.

use egui::{Pos2, Rect};
use overread_base::{MarkId, SeriesUid, Shape, Vec3, VolumeGeometry};
use overread_image::Viewport;
use overread_viewer::{MouseMap, Pane, PaneScreen, SeriesSpace, Stack, ViewedSeries};

use crate::scene::{OverlayMark, Scene, Selection};
use crate::words::Words;
use crate::{DeskSeries, DeskStudy};

use super::paint::PictureRect;

/// What all viewports of a frame are drawn from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PortContext<'a> {
    pub(crate) words: &'a Words,
    pub(crate) scene: &'a Scene<'a>,
    pub(crate) study: &'a DeskStudy,
    /// The series of the study, in its order.
    pub(crate) series: &'a [ViewedSeries<'a>],
    pub(crate) overlay: &'a [OverlayMark],
    /// What the mouse does.
    pub(crate) mouse: &'a MouseMap,
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
    /// A place in a series was given with the mark tool.
    Place(SeriesUid, Shape),
    /// An own mark was moved by this much.
    Move(MarkId, Vec3),
}

/// A viewport in this frame.
pub(crate) struct Port<'a> {
    /// Its place in the layout.
    pub(super) idx: usize,
    pub(super) pane: Pane,
    pub(super) series: &'a DeskSeries,
    pub(super) picture: PictureRect,
    pub(super) screen: PaneScreen,
    pub(super) viewport: Viewport,
    pub(super) stack: Stack,
}

impl<'a> Port<'a> {
    pub(super) fn new(
        idx: usize,
        pane: Pane,
        series: &'a DeskSeries,
        picture: PictureRect,
        screen: PaneScreen,
    ) -> Self {
        let geometry = series.volume.geometry();
        Self {
            idx,
            viewport: pane.viewport(geometry, &screen),
            stack: pane.stack(geometry),
            pane,
            series,
            picture,
            screen,
        }
    }

    pub(super) fn geometry(&self) -> &'a VolumeGeometry {
        self.series.volume.geometry()
    }

    /// The slice that is shown.
    pub(super) fn slice_idx(&self) -> u32 {
        self.stack.index_at(self.geometry(), self.pane.focus)
    }

    pub(super) fn place(&self, at: Pos2) -> Vec3 {
        let [x, y] = self.picture.pixel(at);
        self.viewport.patient_from_screen(x, y)
    }

    pub(super) fn half_slice_mm(&self) -> f64 {
        self.stack.spacing_mm(self.geometry()) * 0.5
    }

    pub(super) fn point(&self, place: Vec3) -> Pos2 {
        let (x, y, _) = self.viewport.screen_from_patient(place);
        self.picture.point([x, y])
    }

    /// Whether positions of a mark are positions here: its own series, or patient space of the same study.
    pub(super) fn holds(&self, mark: &OverlayMark, study: &DeskStudy) -> bool {
        let facts = &self.series.facts;
        let Some(uid) = &mark.series else {
            // Truth that names no series is told of what is to be read.
            let first = study.series.iter().find(|series| series.facts.prior == 0);
            return match facts.space {
                SeriesSpace::Patient => facts.prior == 0,
                SeriesSpace::Detector => first.is_some_and(|first| first.facts.uid == facts.uid),
            };
        };
        if *uid == facts.uid {
            return true;
        }
        // Marks of a series that is not here lie in the patient that is.
        let of = study.series.iter().find(|known| known.facts.uid == *uid);
        facts.space == SeriesSpace::Patient
            && of.map_or(facts.prior == 0, |of| {
                of.facts.space == SeriesSpace::Patient && of.facts.study == facts.study
            })
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
        study: &DeskStudy,
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
            .filter(|mark| mark.target != Selection::None && self.holds(mark, study))
            .filter_map(|mark| Some((reach(mark)?, mark)))
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, mark)| mark)
    }
}

#[cfg(test)]
mod tests;

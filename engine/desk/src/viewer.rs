//! The image viewer's state between frames: what hangs and how, tool, overlay. Drawing is in the files below.

mod actions;
mod arriving;
mod cine;
mod corner_text;
mod grid;
mod hands;
mod measure_text;
mod menu;
mod no_images;
mod notes_ui;
mod overlays;
pub(crate) mod paint;
mod picture;
mod port;
mod port_ui;
mod region_ui;
mod safeguards;
mod sketch;
mod slice_bar;
mod toolbar;
mod undo;
mod viewer_ui;

use std::collections::BTreeMap;
use std::sync::Arc;

use overread_base::{CaseId, MarkId, SeriesUid, Vec3};
use overread_image::{DisplayLut, WindowPreset, presets_for};
use overread_viewer::{
    AnnotationId, Annotations, Calibration, Candidate, Draft, Drawing, History, KeyImages, Layout,
    Measured, Part, Protocol, Sheet, Tool, View, ViewedSeries, hang, protocol_for, tissue_side,
};

use crate::dwell::SearchLog;
use crate::{DeskSeries, DeskStudy, PicturePainter};

use arriving::ArrivingView;
use cine::Cine;
use menu::Menu;
use notes_ui::Writing;
use overlays::OverlayTextures;
#[cfg(test)]
pub(crate) use paint::narrow;
use picture::Picture;
use region_ui::GridOn;
#[cfg(test)]
pub(crate) use toolbar::layout_name;
use undo::{MOST_STEPS, Snapshot};

/// How much stands in the corners of the images.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum CornerText {
    #[default]
    Full,
    /// Which study and series it is, and which slice.
    Least,
    Off,
}

impl CornerText {
    fn next(self) -> Self {
        match self {
            Self::Full => Self::Least,
            Self::Least => Self::Off,
            Self::Off => Self::Full,
        }
    }
}

/// What the left button has begun on an image.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Gesture {
    #[default]
    None,
    /// A mark is being drawn out.
    Mark { port: usize, from: Vec3 },
    /// An own mark is being moved; how far it is from where the button went down.
    Move {
        port: usize,
        mark: MarkId,
        from: Vec3,
        to: Vec3,
    },
    /// An annotation is being drawn.
    Draft {
        port: usize,
        sheet: Sheet,
        draft: Draft,
    },
    /// A part of an annotation is being dragged; what it was when the button went down.
    Edit {
        port: usize,
        note: AnnotationId,
        part: Part,
        from: Vec3,
        drawing: Drawing,
    },
    /// A landmark of the region grid is being dragged.
    Landmark { port: usize },
}

/// What the viewer remembers between frames.
#[derive(Debug)]
pub(crate) struct ViewerState {
    pub(crate) tool: Tool,
    pub(crate) is_overlay_on: bool,
    /// Whether the AI result of the case was on screen in the frame before.
    was_revealed: bool,
    corner_text: CornerText,
    has_reference_lines: bool,
    has_file_overlays: bool,
    pub(crate) is_heat_map_on: bool,
    /// What hangs, and how it is looked at.
    shown: Option<Shown>,
    /// The first look at a study that is still being read.
    arriving: ArrivingView,
    gesture: Gesture,
    /// The annotation that keys act on.
    selected_note: Option<AnnotationId>,
    writing: Option<Writing>,
    menu: Option<Menu>,
    cine: Option<Cine>,
    grid: Option<GridOn>,
    pictures: Vec<Picture>,
    lens: Picture,
    overlays: OverlayTextures,
    pub(crate) dwell: SearchLog,
    /// The window that the session was told last.
    window_told: Option<[f32; 2]>,
    /// Whether the session was told that the images of the case are on screen.
    is_paint_told: bool,
    /// How many lines stand in the upper corners of the first image.
    n_upper_lines: usize,
    /// A part of a wheel step that has not become a slice yet.
    wheel_rest: f32,
    /// A place to go to as soon as there are images, and in which series if that is known.
    wanted_place: Option<(Option<SeriesUid>, Vec3)>,
    /// Size of a pixel of the display, mm, where the host knows it.
    pub(crate) pitch_mm: Option<f64>,
    pub(crate) output: Output,
}

/// How greys reach the display.
#[derive(Debug, Clone, Default)]
pub(crate) struct Output {
    /// The table that evens them, if the reader wants it.
    pub(crate) display: Option<Arc<DisplayLut>>,
    /// Who draws images in place of the CPU.
    pub(crate) painter: Option<Arc<dyn PicturePainter>>,
}

/// A case's images as they are looked at.
#[derive(Debug)]
pub(crate) struct Shown {
    case: CaseId,
    /// The series that hang, in the study's order.
    series: Vec<SeriesUid>,
    /// Of each, whether lengths in it are millimetres.
    has_lengths: Vec<bool>,
    pub(crate) view: View,
    notes: Annotations,
    /// What each annotation measured, for the drawing that it was measured for.
    measures: BTreeMap<AnnotationId, (Drawing, Measured)>,
    key_images: KeyImages,
    history: History<Snapshot>,
}

/// Nothing can be measured in mm: the size of a pixel is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoLengths;

impl Default for ViewerState {
    fn default() -> Self {
        Self {
            tool: Tool::default(),
            is_overlay_on: false,
            was_revealed: false,
            corner_text: CornerText::default(),
            has_reference_lines: true,
            has_file_overlays: true,
            is_heat_map_on: false,
            shown: None,
            arriving: ArrivingView::default(),
            gesture: Gesture::None,
            selected_note: None,
            writing: None,
            menu: None,
            cine: None,
            grid: None,
            pictures: Vec::new(),
            lens: Picture::default(),
            overlays: OverlayTextures::default(),
            dwell: SearchLog::default(),
            window_told: None,
            is_paint_told: false,
            n_upper_lines: 0,
            wheel_rest: 0.0,
            wanted_place: None,
            pitch_mm: None,
            output: Output::default(),
        }
    }
}

impl ViewerState {
    /// Another case: everything that belongs to one case goes, habits of the reader stay.
    pub(crate) fn start_case(&mut self) {
        *self = Self {
            tool: self.tool,
            corner_text: self.corner_text,
            has_reference_lines: self.has_reference_lines,
            has_file_overlays: self.has_file_overlays,
            pictures: std::mem::take(&mut self.pictures),
            pitch_mm: self.pitch_mm,
            output: self.output.clone(),
            ..Self::default()
        };
    }

    /// Brings a place into view, now or as soon as there are images.
    pub(crate) fn go_to(&mut self, series: Option<SeriesUid>, place: Vec3) {
        self.wanted_place = Some((series, place));
    }

    /// Hangs the images of a study, unless they hang already; whether there is something to see.
    fn take_study(&mut self, study: &DeskStudy, series: &[ViewedSeries<'_>]) -> bool {
        let uids = || study.series.iter().map(|series| &series.facts.uid);
        let is_same = |shown: &Shown| shown.case == study.case && shown.series.iter().eq(uids());
        if !self.shown.as_ref().is_some_and(is_same) {
            let before = self.shown.take().filter(|shown| shown.case == study.case);
            let uids: Vec<SeriesUid> = uids().cloned().collect();
            self.shown =
                View::hang(stages(study), series).map(|view| Shown::new(study, uids, view));
            if let (Some(before), Some(shown)) = (before, &mut self.shown) {
                shown.take_over(before);
            }
            self.gesture = Gesture::None;
            self.take_over_arriving(series);
            self.grid = None;
            self.cine = None;
            self.overlays.clear();
        }
        let Some(shown) = &mut self.shown else {
            return false;
        };
        if let Some((uid, place)) = self.wanted_place.take() {
            let of_uid = |uid: &SeriesUid| shown.series.iter().position(|known| known == uid);
            let active = || {
                shown
                    .view
                    .pane(shown.view.active())
                    .map(|pane| pane.series_idx)
            };
            let series_idx = uid.as_ref().and_then(of_uid).or_else(active).unwrap_or(0);
            shown.view.go_to(series_idx, place, series);
        }
        true
    }

    /// The length that the reader drew and has selected, with its series; an error in an image whose pixels have no size.
    pub(crate) fn selected_length(&self) -> Option<Result<(SeriesUid, [Vec3; 2]), NoLengths>> {
        let shown = self.shown.as_ref()?;
        let note = shown.notes.get(self.selected_note?)?;
        let ends = match &note.drawing {
            Drawing::Length(ends) | Drawing::Bidirectional { long: ends, .. } => *ends,
            Drawing::Angle { .. }
            | Drawing::Cobb(_)
            | Drawing::Ellipse { .. }
            | Drawing::Rectangle { .. }
            | Drawing::Outline(_)
            | Drawing::Value(_)
            | Drawing::Arrow { .. } => return None,
        };
        let series = shown.series.get(note.series_idx)?.clone();
        let has_lengths = shown.has_lengths.get(note.series_idx) == Some(&true);
        Some(has_lengths.then_some((series, ends)).ok_or(NoLengths))
    }

    /// What hangs.
    pub(crate) fn view(&self) -> Option<&View> {
        self.shown.as_ref().map(|shown| &shown.view)
    }

    /// The series in the active viewport.
    pub(crate) fn active_series<'s>(&self, study: &'s DeskStudy) -> Option<&'s DeskSeries> {
        let view = self.view()?;
        study.series.get(view.pane(view.active())?.series_idx)
    }
}

impl Shown {
    fn new(study: &DeskStudy, series: Vec<SeriesUid>, view: View) -> Self {
        let snapshot = Snapshot {
            view: view.clone(),
            notes: Annotations::default(),
            key_images: KeyImages::default(),
        };
        let has_lengths = |of: &DeskSeries| of.facts.calibration != Calibration::Unknown;
        Self {
            case: study.case.clone(),
            series,
            has_lengths: study.series.iter().map(has_lengths).collect(),
            view,
            notes: Annotations::default(),
            measures: BTreeMap::new(),
            key_images: KeyImages::default(),
            history: History::new(snapshot, MOST_STEPS),
        }
    }

    /// More series of the same case have come: what was drawn stays, if the series before are the first ones still.
    fn take_over(&mut self, before: Self) {
        if self.series.starts_with(&before.series) {
            self.notes = before.notes;
            self.key_images = before.key_images;
            self.view.take_places_of(&before.view);
        }
    }
}

/// The series of a study as the viewer without a screen takes them.
pub(crate) fn viewed(study: &DeskStudy) -> Vec<ViewedSeries<'_>> {
    fn viewed(series: &DeskSeries) -> ViewedSeries<'_> {
        ViewedSeries {
            facts: &series.facts,
            volume: &series.volume,
            vois: &series.vois,
        }
    }
    study.series.iter().map(viewed).collect()
}

/// The stages of the hanging protocol that suits the series.
fn stages(study: &DeskStudy) -> Vec<Layout> {
    fn candidate(series: &DeskSeries) -> Candidate<'_> {
        let is_breast = series.facts.modality == "MG";
        Candidate {
            facts: &series.facts,
            geometry: series.volume.geometry(),
            tissue_side: is_breast
                .then(|| tissue_side(&series.volume, series.is_inverted))
                .flatten(),
        }
    }
    let candidates: Vec<Candidate<'_>> = study.series.iter().map(candidate).collect();
    let protocol = protocol_for(&candidates, Protocol::built_in());
    protocol.map_or_else(Vec::new, |protocol| hang(&candidates, protocol))
}

/// The presets of a series by number: those of its kind, else the windows of the file.
#[must_use]
pub(crate) fn presets(series: &DeskSeries) -> &'static [WindowPreset] {
    presets_for(&series.facts.modality, series.facts.body_part.as_deref())
}

/// The word for a tool in the account of what was drawn.
#[must_use]
pub(crate) fn tool_name(tool: Tool) -> &'static str {
    match tool {
        Tool::Window => "window",
        Tool::Pan => "pan",
        Tool::Zoom => "zoom",
        Tool::Scroll => "scroll",
        Tool::Crosshair => "crosshair",
        Tool::Mark => "mark",
        Tool::Length => "length",
        Tool::Bidirectional => "bidirectional",
        Tool::Angle => "angle",
        Tool::Ellipse => "ellipse",
        Tool::Rectangle => "rectangle",
        Tool::Freehand => "freehand",
        Tool::Value => "value",
        Tool::Arrow => "arrow",
        Tool::Magnifier => "magnifier",
    }
}

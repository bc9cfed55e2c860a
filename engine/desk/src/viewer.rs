//! The image viewer's state between frames: tool, planes, window, measurements, overlay. Drawing is in the files below.

mod actions;
mod hands;
mod no_images;
mod paint;
mod pane;
mod pane_ui;
mod picture;
mod slice_bar;
mod toolbar;
mod view_state;
mod viewer_ui;

use overread_base::{CaseId, MarkId, Vec3};
use overread_image::{Volume, Window, WindowPreset, presets_for};

use crate::dwell::SliceLog;
use crate::{DeskSeries, DeskStudy};

#[cfg(test)]
pub(crate) use paint::narrow;
use picture::Picture;
use view_state::ViewState;

/// What the left button does on an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum Tool {
    /// Dragging changes the window: sideways its width, up and down its centre.
    #[default]
    Window,
    /// Dragging moves the picture.
    Pan,
    /// Dragging magnifies the picture.
    Zoom,
    /// A click sets a point mark, dragging a box; dragging an own mark moves it.
    Mark,
    /// Dragging measures a length.
    Length,
    /// A click reads the value at a point.
    Value,
}

impl Tool {
    /// In the order of the toolbar.
    pub(crate) const ALL: [Self; 6] = [
        Self::Window,
        Self::Pan,
        Self::Zoom,
        Self::Mark,
        Self::Length,
        Self::Value,
    ];

    /// The word for it in the account of what was drawn.
    #[must_use]
    pub(crate) fn account_word(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::Pan => "pan",
            Self::Zoom => "zoom",
            Self::Mark => "mark",
            Self::Length => "length",
            Self::Value => "value",
        }
    }
}

/// How many planes are on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Stage {
    /// The active plane alone.
    #[default]
    Single,
    /// Every plane of the series.
    Planes,
}

/// What the left button has begun on an image.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Gesture {
    #[default]
    None,
    /// A mark is being drawn out.
    Mark { pane: usize, from: Vec3 },
    /// An own mark is being moved; how far it is from where the button went down.
    Move {
        pane: usize,
        mark: MarkId,
        from: Vec3,
        to: Vec3,
    },
    /// A length is being drawn out.
    Length { pane: usize, from: Vec3 },
}

/// A measured line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Length {
    pub(crate) from: Vec3,
    pub(crate) to: Vec3,
}

/// What the viewer remembers between frames.
#[derive(Debug)]
pub(crate) struct ViewerState {
    pub(crate) tool: Tool,
    pub(crate) stage: Stage,
    /// The viewport that keys act on, by its place among the planes.
    pub(crate) active: usize,
    pub(crate) is_overlay_on: bool,
    /// Whether the AI result of the case was on screen in the frame before.
    was_revealed: bool,
    has_corner_text: bool,
    series_idx: usize,
    /// The series that the rest belongs to, and how it is looked at.
    shown: Option<Shown>,
    gesture: Gesture,
    pictures: [Picture; 3],
    pub(crate) dwell: SliceLog,
    /// The window that the session was told last.
    window_told: Option<[f32; 2]>,
    /// Whether the session was told that the images of the case are on screen.
    is_paint_told: bool,
    /// A part of a wheel step that has not become a slice yet.
    wheel_rest: f32,
    /// A place to go to as soon as there are images.
    wanted_place: Option<Vec3>,
}

/// A series as it is looked at.
#[derive(Debug)]
struct Shown {
    case: CaseId,
    series_idx: usize,
    view: ViewState,
    window: Window,
    /// Which of the file's windows the key of these took last.
    file_window: Option<usize>,
    is_inverted: bool,
    lengths: Vec<Length>,
    values: Vec<Vec3>,
}

impl Default for ViewerState {
    fn default() -> Self {
        Self {
            tool: Tool::default(),
            stage: Stage::default(),
            active: 0,
            is_overlay_on: false,
            was_revealed: false,
            has_corner_text: true,
            series_idx: 0,
            shown: None,
            gesture: Gesture::None,
            pictures: Default::default(),
            dwell: SliceLog::default(),
            window_told: None,
            is_paint_told: false,
            wheel_rest: 0.0,
            wanted_place: None,
        }
    }
}

impl ViewerState {
    /// Another case: everything that belongs to one case goes, habits of the reader stay.
    pub(crate) fn start_case(&mut self) {
        *self = Self {
            tool: self.tool,
            stage: self.stage,
            has_corner_text: self.has_corner_text,
            pictures: std::mem::take(&mut self.pictures),
            ..Self::default()
        };
    }

    /// Brings a place into view, now or as soon as there are images.
    pub(crate) fn go_to(&mut self, place: Vec3) {
        self.wanted_place = Some(place);
    }

    /// The series on screen; remembers how it is looked at and starts afresh for another one.
    fn take_series<'s>(&mut self, study: &'s DeskStudy) -> Option<&'s DeskSeries> {
        self.series_idx = self.series_idx.min(study.series.len().saturating_sub(1));
        let series = study.series.get(self.series_idx)?;
        let is_same =
            |shown: &Shown| shown.case == study.case && shown.series_idx == self.series_idx;
        if !self.shown.as_ref().is_some_and(is_same) {
            let view = ViewState::new(series.volume.geometry());
            self.active = self.active.min(view.panes.len() - 1);
            self.shown = Some(Shown {
                case: study.case.clone(),
                series_idx: self.series_idx,
                view,
                window: first_window(series),
                file_window: (!series.vois.is_empty()).then_some(0),
                is_inverted: false,
                lengths: Vec::new(),
                values: Vec::new(),
            });
            self.gesture = Gesture::None;
        }
        if let (Some(place), Some(shown)) = (self.wanted_place.take(), &mut self.shown) {
            shown.view.go_to(series.volume.geometry(), place);
        }
        Some(series)
    }
}

/// The presets of a series by number: those of its kind, else the windows of the file.
#[must_use]
pub(crate) fn presets(series: &DeskSeries) -> &'static [WindowPreset] {
    presets_for(&series.facts.modality, series.facts.body_part.as_deref())
}

/// The window that a series opens with: the file's first, else the first preset, else all of its values.
fn first_window(series: &DeskSeries) -> Window {
    let file = series.windows().first().copied();
    file.or_else(|| presets(series).first().map(|preset| preset.window))
        .unwrap_or_else(|| full_range(&series.volume))
}

/// A window from the least to the greatest value of a volume.
fn full_range(volume: &Volume) -> Window {
    let (least, greatest) = volume
        .samples()
        .iter()
        .fold((i16::MAX, i16::MIN), |(least, greatest), &s| {
            (least.min(s), greatest.max(s))
        });
    let (a, b) = (
        volume.rescale().value(least),
        volume.rescale().value(greatest),
    );
    let window = Window::linear((a + b) * 0.5, (b - a).abs().max(1.0));
    // A rescale of a broken file may give values that are not numbers.
    window.unwrap_or_else(|_| presets_for("CT", None)[0].window)
}

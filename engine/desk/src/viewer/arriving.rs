//! The first look at a study that is still being read: one slice after the other, with window and scrolling. No marks.

use egui::{Align2, MouseWheelUnit, Pos2, Rect, Response, Sense, Ui, Vec2, pos2};
use overread_base::{SeriesUid, Vec3, VolumeGeometry};
use overread_image::{Plane, Voi, Volume};
use overread_viewer::{
    Action, Drag, Keymap, Pane, PaneScreen, SeriesSpace, Stack, Tool, ViewedSeries,
};

use crate::DeskArriving;
use crate::desk::Desk;
use crate::tokens;
use crate::words::{Word, Words};

use super::ViewerState;
use super::paint::Brush;
use super::picture::{Picture, PictureKey};

/// Points of a drag a slice.
const POINTS_A_SLICE: f32 = 6.0;

/// How an arriving series is looked at.
#[derive(Debug, Default)]
pub(super) struct ArrivingView {
    series: Option<SeriesUid>,
    /// The slice that the reader wants to see, from 0.
    wanted: u32,
    /// The window, once the reader has changed it.
    voi: Option<Voi>,
    /// The middle of the slice that was seen last.
    place: Option<Vec3>,
    /// A part of a step that has not become a slice yet.
    rest: f32,
    picture: Picture,
}

/// What the reader had before the eyes when the last slice came.
pub(super) struct Handover {
    pub(super) series: SeriesUid,
    pub(super) place: Vec3,
    pub(super) voi: Option<Voi>,
}

impl ArrivingView {
    /// Ends the first look: what was seen goes on in the viewports.
    pub(super) fn hand_over(&mut self) -> Option<Handover> {
        let seen = std::mem::take(self);
        Some(Handover {
            series: seen.series?,
            place: seen.place?,
            voi: seen.voi,
        })
    }
}

impl Desk {
    /// The slice of the arriving series that the reader wants to see, from 0; `None` while none arrives.
    #[must_use]
    pub fn wanted_slice(&self) -> Option<u32> {
        let arriving = &self.viewer.arriving;
        arriving.series.as_ref().map(|_| arriving.wanted)
    }

    /// The wanted slice if it has come, else the last one that has, and how much of the study is there.
    pub(super) fn arriving_ui(&mut self, ui: &mut Ui, arriving: &DeskArriving, actions: &[Action]) {
        self.drawn.viewer_state = "arriving";
        let area = ui.available_rect_before_wrap();
        let response = ui.interact(area, ui.id().with("arriving"), Sense::CLICK | Sense::DRAG);
        self.viewer.look_at(arriving);
        if let Some((number, slice)) = &arriving.slice {
            let shown = Shown::of(arriving, *number, slice);
            for action in actions {
                self.viewer.act_on_arriving(*action, &shown);
            }
            self.viewer
                .hands_on_arriving(ui, &response, &self.keymap, &shown);
            self.viewer.draw_arriving(ui, area, &shown, &self.words);
        }
        self.progress_ui(ui, area, arriving.fraction);
    }

    fn progress_ui(&self, ui: &mut Ui, area: Rect, fraction: f32) {
        let size = Vec2::new(area.width().min(320.0), 40.0);
        let place = Rect::from_center_size(area.center_bottom() - Vec2::new(0.0, 34.0), size);
        let builder = egui::UiBuilder::new().max_rect(place);
        ui.scope_builder(builder, |ui| {
            ui.label(self.words.text(Word::ViewerLoading));
            let bar = egui::ProgressBar::new(fraction).desired_width(size.x);
            ui.add(bar.show_percentage().fill(tokens::ACCENT));
        });
    }
}

/// A slice on its way to the screen.
struct Shown<'a> {
    arriving: &'a DeskArriving,
    slice: &'a Volume,
    /// Which slice it is, from 0.
    number: u32,
    plane: Plane,
    /// The slices as they will be counted.
    stack: Stack,
}

impl<'a> Shown<'a> {
    fn of(arriving: &'a DeskArriving, number: u32, slice: &'a Volume) -> Self {
        let geometry = slice.geometry();
        let plane = match arriving.facts.space {
            SeriesSpace::Patient => plane_of(geometry),
            SeriesSpace::Detector => Plane::Acquired,
        };
        let [columns, rows, _] = geometry.size;
        let whole = VolumeGeometry {
            size: [columns, rows, arriving.n_slices.max(1)],
            ..geometry.clone()
        };
        Self {
            arriving,
            slice,
            number,
            plane,
            stack: Stack::of(&whole, plane),
        }
    }

    fn series(&self) -> ViewedSeries<'_> {
        ViewedSeries {
            facts: &self.arriving.facts,
            volume: self.slice,
            vois: &self.arriving.vois,
        }
    }
}

/// The anatomical plane in which slices lie.
fn plane_of(geometry: &VolumeGeometry) -> Plane {
    let planes = [Plane::Axial, Plane::Coronal, Plane::Sagittal];
    let lies_in = |plane: &Plane| Stack::of(geometry, *plane).axis == 2;
    planes.into_iter().find(lies_in).unwrap_or(Plane::Acquired)
}

impl ViewerState {
    /// Takes up a series that begins to arrive: its middle slice first.
    fn look_at(&mut self, arriving: &DeskArriving) {
        let view = &mut self.arriving;
        if view.series.as_ref() != Some(&arriving.facts.uid) {
            *view = ArrivingView {
                series: Some(arriving.facts.uid.clone()),
                wanted: arriving.n_slices / 2,
                picture: std::mem::take(&mut view.picture),
                ..ArrivingView::default()
            };
        }
    }

    fn act_on_arriving(&mut self, action: Action, shown: &Shown<'_>) {
        let stack = &shown.stack;
        let view = &mut self.arriving;
        let to_end = i32::try_from(stack.count).unwrap_or(i32::MAX);
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "all else needs the whole study"
        )]
        match action {
            Action::Step(steps) => view.wanted = stack.stepped(view.wanted, steps),
            Action::FirstSlice => view.wanted = stack.stepped(view.wanted, -to_end),
            Action::LastSlice => view.wanted = stack.stepped(view.wanted, to_end),
            Action::NamedPreset(id) => view.voi = shown.series().preset(id).or(view.voi.take()),
            Action::Preset(number) => {
                let facts = &shown.arriving.facts;
                let presets =
                    overread_image::presets_for(&facts.modality, facts.body_part.as_deref());
                let preset = presets.get(usize::from(number).wrapping_sub(1));
                let voi = preset.map(|preset| Voi::Window(preset.window));
                view.voi = voi.or(view.voi.take());
            }
            Action::Tool(tool) => self.tool = tool,
            _ => {}
        }
    }

    /// The wheel and drags, as the viewports take them.
    fn hands_on_arriving(
        &mut self,
        ui: &Ui,
        response: &Response,
        keymap: &Keymap,
        shown: &Shown<'_>,
    ) {
        let mut steps = self.arriving.rest;
        if response.hovered() {
            steps -= ui.input(|input| wheel_lines(&input.events));
        }
        let mouse = &keymap.mouse;
        let buttons = [
            (egui::PointerButton::Primary, mouse.left),
            (egui::PointerButton::Middle, mouse.middle),
            (egui::PointerButton::Secondary, mouse.right),
        ];
        for (button, drag) in buttons {
            if !response.dragged_by(button) {
                continue;
            }
            let delta = response.drag_delta();
            match (drag, self.tool) {
                (Drag::Window, _) | (Drag::ActiveTool, Tool::Window) => {
                    self.window_by(delta, shown)
                }
                (Drag::Scroll, _) | (Drag::ActiveTool, Tool::Scroll) => {
                    steps += delta.y / POINTS_A_SLICE;
                }
                (Drag::ActiveTool | Drag::Pan | Drag::Zoom, _) => {}
            }
        }
        self.arriving.rest = steps - steps.trunc();
        let stack = &shown.stack;
        self.arriving.wanted =
            stack.stepped(self.arriving.wanted, super::hands::whole_steps(steps));
    }

    fn window_by(&mut self, delta: Vec2, shown: &Shown<'_>) {
        let voi = self.arriving.voi.take();
        let voi = voi.unwrap_or_else(|| shown.series().first_voi());
        self.arriving.voi = Some(match voi.as_window() {
            Some(window) => {
                // A wide window is changed in larger steps.
                let step = (window.width() / 400.0).max(0.5);
                Voi::Window(window.moved(delta.y * step, delta.x * step))
            }
            None => voi,
        });
    }

    fn draw_arriving(&mut self, ui: &Ui, area: Rect, shown: &Shown<'_>, words: &Words) {
        let view = &mut self.arriving;
        let geometry = shown.slice.geometry();
        view.place = Some(geometry.centre());
        let voi = view.voi.clone();
        let voi = voi.unwrap_or_else(|| shown.series().first_voi());
        let size_px =
            [area.width(), area.height()].map(|side| pixels(side * ui.pixels_per_point()));
        let pane = Pane::new(0, shown.plane, geometry, voi.clone());
        let viewport = pane.viewport(geometry, &PaneScreen::of_size(size_px));
        let mut key = PictureKey::new(shown.slice, &viewport, &voi);
        key.is_inverted = shown.arriving.is_inverted;
        let texture = view.picture.texture(ui.ctx(), shown.slice, None, key);
        let whole = Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0));
        let painter = ui.painter_at(area);
        painter.image(texture, area, whole, egui::Color32::WHITE);
        let brush = Brush {
            painter,
            text_scale: tokens::viewer_text_scale(area.width()),
        };
        let slice = words.with(
            Word::CornerSlice,
            &[
                ("number", shown.stack.number(shown.number).into()),
                ("count", shown.stack.count.into()),
            ],
        );
        let mut at = area.left_top() + Vec2::splat(8.0);
        let description = shown.arriving.facts.description.clone();
        for line in description.into_iter().chain([slice]) {
            brush.text(at, Align2::LEFT_TOP, &line, tokens::IMAGE_TEXT);
            at.y += brush.line_height();
        }
    }

    /// What was looked at while the study arrived goes on in the viewports that have just been hung.
    pub(super) fn take_over_arriving(&mut self, series: &[ViewedSeries<'_>]) {
        let Some(seen) = self.arriving.hand_over() else {
            return;
        };
        if self.wanted_place.is_none() {
            self.wanted_place = Some((Some(seen.series.clone()), seen.place));
        }
        let (Some(voi), Some(shown)) = (seen.voi, &mut self.shown) else {
            return;
        };
        for idx in 0..shown.view.panes().len() {
            shown.view.change_voi(idx, series, |pane, of| {
                if of.facts.uid == seen.series {
                    pane.voi = voi.clone();
                }
            });
        }
    }
}

/// How far the wheel was turned in this frame, lines.
fn wheel_lines(events: &[egui::Event]) -> f32 {
    let lines = events.iter().map(|event| {
        let egui::Event::MouseWheel { unit, delta, .. } = event else {
            return 0.0;
        };
        match unit {
            MouseWheelUnit::Line => delta.y,
            MouseWheelUnit::Point => delta.y / 40.0,
            MouseWheelUnit::Page => delta.y * 10.0,
        }
    });
    lines.sum()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a side of a screen"
)]
fn pixels(side: f32) -> u32 {
    side.round().clamp(1.0, 16_384.0) as u32
}

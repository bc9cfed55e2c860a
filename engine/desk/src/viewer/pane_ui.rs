//! One viewport on the screen: its picture, and what is drawn over it. What the hands do is decided elsewhere.

use egui::{Painter, Pos2, Rect, Response, Sense, Stroke, Ui, WidgetInfo, WidgetType, vec2};
use overread_base::VolumeGeometry;
use overread_image::{Plane, length_mm, mirrors_patient};

use crate::drawn::{DrawnMark, DrawnViewport};
use crate::stack::{Stack, nearest_index};
use crate::tokens;
use crate::words::{Word, Words};

use super::paint::{self, Brush, PictureRect};
use super::pane::{Pane, PaneContext, Pick};
use super::{Gesture, Stage, Tool, ViewerState, slice_bar};

/// Lines of other planes end this far from where they cross, so that nothing is drawn on what lies there, points.
const CROSS_GAP: f32 = 26.0;

impl ViewerState {
    /// One viewport into `rect`; `idx` is its place among the planes of the series.
    pub(crate) fn pane_ui(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        idx: usize,
        cx: &PaneContext<'_>,
    ) -> (Vec<Pick>, Option<DrawnViewport>) {
        let pixels_per_point = ui.pixels_per_point();
        let rect = snapped(rect, pixels_per_point);
        let size_px = [rect.width(), rect.height()].map(|side| pixels(side * pixels_per_point));
        let geometry = cx.series.volume.geometry();
        let picture = PictureRect {
            rect,
            pixels_per_point,
        };
        let Some(before) = self.pane(idx, geometry, picture, size_px) else {
            return (Vec::new(), None);
        };
        let response = ui.interact(
            rect,
            ui.id().with(("viewport", idx)),
            Sense::click_and_drag(),
        );
        let name = cx.words.text(plane_word(before.plane));
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, &name));
        let bar = slice_bar::bar_rect(rect);
        let has_bar = before.stack.count > 1;
        let bar_response = has_bar.then(|| {
            ui.interact(
                bar,
                ui.id().with(("slice bar", idx)),
                Sense::click_and_drag(),
            )
        });
        self.wheel(ui, &before);
        if let Some(at) = bar_response
            .as_ref()
            .and_then(Response::interact_pointer_pos)
            && let Some(shown) = &mut self.shown
        {
            self.active = idx;
            shown
                .view
                .show_slice(geometry, idx, slice_bar::slice_at(bar, &before.stack, at));
        }
        self.side_buttons(&response, &before);
        let picks = self.left_button(ui, &response, &before, cx);
        if response.clicked() || response.drag_started() {
            self.active = idx;
            response.surrender_focus();
        }
        if response.double_clicked() && self.tool != Tool::Mark && !cx.is_placing {
            self.toggle_single(idx);
        }
        // What the hands have just done is seen in this frame.
        let Some(pane) = self.pane(idx, geometry, picture, size_px) else {
            return (picks, None);
        };
        let drawn = self.draw(ui, &pane, &response, cx);
        (picks, drawn)
    }

    fn pane<'a>(
        &self,
        idx: usize,
        geometry: &'a VolumeGeometry,
        picture: PictureRect,
        size_px: [u32; 2],
    ) -> Option<Pane<'a>> {
        let view = &self.shown.as_ref()?.view;
        let state = view.panes.get(idx)?;
        Some(Pane {
            idx,
            plane: state.plane,
            picture,
            viewport: state.viewport(geometry, view.focus, size_px),
            geometry,
            stack: Stack::of(geometry, state.plane),
        })
    }

    /// The active plane alone, or all of them.
    pub(crate) fn toggle_single(&mut self, idx: usize) {
        self.active = idx;
        self.stage = match self.stage {
            Stage::Single => Stage::Planes,
            Stage::Planes => Stage::Single,
        };
    }

    fn draw(
        &mut self,
        ui: &Ui,
        pane: &Pane<'_>,
        response: &Response,
        cx: &PaneContext<'_>,
    ) -> Option<DrawnViewport> {
        let shown = self.shown.as_ref()?;
        let volume = &cx.series.volume;
        let is_inverted = cx.series.is_inverted != shown.is_inverted;
        let image = self.pictures.get_mut(pane.idx)?;
        let texture = image.texture(ui.ctx(), volume, &pane.viewport, shown.window, is_inverted);
        let rect = pane.picture.rect;
        let brush = Brush {
            painter: ui.painter_at(rect),
            text_scale: cx.text_scale,
        };
        let painter = &brush.painter;
        let uv = Rect::from_min_max(Pos2::ZERO, Pos2::new(1.0, 1.0));
        painter.image(texture, rect, uv, egui::Color32::WHITE);
        let mean_grey = image.mean_grey;
        self.draw_cross_lines(painter, pane);
        let marks = self.draw_marks(&brush, pane, cx);
        self.draw_measures(
            &brush,
            pane,
            cx,
            response.hover_pos().or(response.interact_pointer_pos()),
        );
        // A projection's geometry is that of its detector: it says nothing about the patient's sides.
        let is_projection = cx.series.is_projection();
        let letters = if is_projection {
            Default::default()
        } else {
            paint::letters(&pane.viewport)
        };
        paint::orientation(&brush, rect, &letters);
        let shown = self.shown.as_ref()?;
        let state = shown.view.panes.get(pane.idx)?;
        if self.has_corner_text {
            let texts = self.corner_texts(pane, cx, response.hover_pos());
            paint::corners(&brush, rect, &texts);
        }
        if !is_projection && mirrors_patient(pane.viewport.right, pane.viewport.down) {
            let at = rect.center_top() + vec2(0.0, 26.0);
            let text = cx.words.text(Word::ImageMirrored);
            brush.text(at, egui::Align2::CENTER_TOP, &text, tokens::WARNING);
        }
        let slice_idx = pane.stack.index_at(pane.geometry, shown.view.focus);
        if pane.stack.count > 1 {
            let seen = (pane.stack.axis == 2).then_some(&self.dwell);
            let bar = slice_bar::bar_rect(rect);
            slice_bar::draw(
                painter,
                bar,
                pane.geometry,
                &pane.stack,
                slice_idx,
                cx.overlay,
                seen,
            );
        }
        let [width, height] = pane.viewport.size_px.map(f64::from);
        Some(DrawnViewport {
            plane: state.plane,
            rect,
            size_px: pane.viewport.size_px,
            top_left_mm: pane.viewport.patient_from_screen(0.5, 0.5),
            bottom_right_mm: pane.viewport.patient_from_screen(width - 0.5, height - 0.5),
            mm_per_px: pane.viewport.mm_per_px,
            slice_idx,
            n_slices: pane.stack.count,
            window_hu: [shown.window.centre(), shown.window.width()],
            letters,
            mean_grey,
            marks,
        })
    }

    /// Where the other planes cut this one.
    fn draw_cross_lines(&self, painter: &Painter, pane: &Pane<'_>) {
        let (Stage::Planes, Some(shown)) = (self.stage, &self.shown) else {
            return;
        };
        let rect = pane.picture.rect;
        let at = pane.point(shown.view.focus);
        for (idx, state) in shown
            .view
            .panes
            .iter()
            .enumerate()
            .filter(|(idx, _)| *idx != pane.idx)
        {
            let color = tokens::PLANES[idx % tokens::PLANES.len()].gamma_multiply(0.55);
            let stroke = Stroke::new(1.0, color);
            let axis = Stack::of(pane.geometry, state.plane).axis;
            let normal = [
                pane.geometry.row_dir,
                pane.geometry.col_dir,
                pane.geometry.slice_dir,
            ][axis];
            // The cut of the other plane runs across its normal: along x where the normal runs along y.
            if normal.dot(pane.viewport.down).abs() > normal.dot(pane.viewport.right).abs() {
                painter.hline(rect.left()..=at.x - CROSS_GAP, at.y, stroke);
                painter.hline(at.x + CROSS_GAP..=rect.right(), at.y, stroke);
            } else {
                painter.vline(at.x, rect.top()..=at.y - CROSS_GAP, stroke);
                painter.vline(at.x, at.y + CROSS_GAP..=rect.bottom(), stroke);
            }
        }
        let color = tokens::PLANES[pane.idx % tokens::PLANES.len()];
        painter.rect_stroke(
            rect.shrink(1.0),
            0.0,
            Stroke::new(1.0, color),
            egui::StrokeKind::Inside,
        );
    }

    fn draw_marks(&self, brush: &Brush, pane: &Pane<'_>, cx: &PaneContext<'_>) -> Vec<DrawnMark> {
        let mut drawn = Vec::new();
        for mark in cx.overlay {
            let mut outline = mark.outline.clone();
            if let Gesture::Move {
                mark: moved,
                from,
                to,
                ..
            } = &self.gesture
                && mark.id == moved.as_str()
                && mark.layer == crate::MarkLayer::Reader
            {
                outline = outline.moved(*to - *from);
            }
            let Some(section) = outline.section(&pane.viewport, pane.half_slice_mm()) else {
                continue;
            };
            let bounds = paint::mark(brush, pane.picture, mark, &section);
            drawn.push(DrawnMark {
                layer: mark.layer,
                id: mark.id.clone(),
                at: bounds.center(),
                centre_mm: outline.centre(),
            });
        }
        drawn
    }

    fn draw_measures(
        &self,
        brush: &Brush,
        pane: &Pane<'_>,
        cx: &PaneContext<'_>,
        hand: Option<Pos2>,
    ) {
        let Some(shown) = &self.shown else { return };
        let text = |mm: f64| format!("{} {}", cx.words.number(mm, 1), cx.words.text(Word::UnitMm));
        for length in shown
            .lengths
            .iter()
            .filter(|l| pane.is_on_slice((l.from + l.to) * 0.5))
        {
            let mm = length_mm(length.from, length.to);
            paint::length(
                brush,
                pane.point(length.from),
                pane.point(length.to),
                &text(mm),
            );
        }
        for &place in shown
            .values
            .iter()
            .filter(|&&place| pane.is_on_slice(place))
        {
            if let Some(value) = value_text(cx, pane.geometry, place) {
                paint::value(brush, pane.point(place), &value);
            }
        }
        match (&self.gesture, hand) {
            (Gesture::Mark { pane: idx, from }, Some(hand)) if *idx == pane.idx => {
                paint::rubber_band(&brush.painter, pane.point(*from), hand);
            }
            (Gesture::Length { pane: idx, from }, Some(hand)) if *idx == pane.idx => {
                let mm = length_mm(*from, pane.place(hand));
                paint::length(brush, pane.point(*from), hand, &text(mm));
            }
            (
                Gesture::Mark { .. }
                | Gesture::Length { .. }
                | Gesture::Move { .. }
                | Gesture::None,
                _,
            ) => {}
        }
    }

    /// The lines in the corners: patient, study and series, window and place, slice and value under the pointer.
    fn corner_texts(
        &self,
        pane: &Pane<'_>,
        cx: &PaneContext<'_>,
        hand: Option<Pos2>,
    ) -> [Vec<String>; 4] {
        let Some(shown) = &self.shown else {
            return Default::default();
        };
        let words = cx.words;
        let is_main = pane.idx == 0 || self.stage == Stage::Single;
        let mut patient = Vec::new();
        let mut study = Vec::new();
        if is_main {
            patient.extend(cx.study.patient_lines.iter().cloned());
            study.extend(cx.study.study_lines.iter().cloned());
            study.extend(cx.series.facts.description.clone());
        }
        let [centre, width] = [shown.window.centre(), shown.window.width()].map(f64::from);
        let zoom = shown
            .view
            .panes
            .get(pane.idx)
            .map_or(1.0, super::view_state::PaneState::zoom);
        let mut window = vec![words.text(plane_word(pane.plane))];
        window.push(words.with(
            Word::CornerWindow,
            &[
                ("width", words.number(width, 0).into()),
                ("centre", words.number(centre, 0).into()),
            ],
        ));
        if is_main {
            window.push(words.with(Word::CornerZoom, &[("zoom", words.number(zoom, 2).into())]));
        }
        let slice_idx = pane.stack.index_at(pane.geometry, shown.view.focus);
        let mut slice = Vec::new();
        if let Some(at) = hand
            && let Some(value) = value_text(cx, pane.geometry, pane.place(at))
        {
            slice.push(value);
        }
        if pane.stack.count > 1 {
            let place = pane
                .stack
                .place_on(pane.geometry, shown.view.focus, slice_idx);
            slice.push(place_text(words, pane.stack.axis, pane.geometry, place));
            slice.push(words.with(
                Word::CornerSlice,
                &[
                    ("number", pane.stack.number(slice_idx).into()),
                    ("count", pane.stack.count.into()),
                ],
            ));
        }
        [patient, study, window, slice]
    }
}

/// The value at a place, e.g. `-812 HU`; `None` outside the volume.
fn value_text(
    cx: &PaneContext<'_>,
    geometry: &VolumeGeometry,
    place: overread_base::Vec3,
) -> Option<String> {
    if !geometry.contains(place) {
        return None;
    }
    let voxel = geometry.voxel_from_patient(place).to_array();
    let [x, y, z] = std::array::from_fn(|axis| nearest_index(voxel[axis], geometry.size[axis]));
    let value = cx.series.volume.value_at(x, y, z)?;
    let unit = if cx.series.facts.modality == "CT" {
        " HU"
    } else {
        ""
    };
    Some(format!("{}{unit}", cx.words.number(f64::from(value), 0)))
}

/// Where a slice lies along the patient's axis nearest to its normal, with the spacing of the slices.
fn place_text(
    words: &Words,
    axis: usize,
    geometry: &VolumeGeometry,
    place: overread_base::Vec3,
) -> String {
    let normal = [geometry.row_dir, geometry.col_dir, geometry.slice_dir][axis];
    let parts = [
        (normal.x.abs(), place.x, "LR"),
        (normal.y.abs(), place.y, "PA"),
        (normal.z.abs(), place.z, "HF"),
    ];
    let (_, mm, letters) =
        parts.into_iter().fold(
            (0.0, 0.0, ""),
            |best, part| if part.0 > best.0 { part } else { best },
        );
    let (positive, negative) = letters.split_at(letters.len().min(1));
    let letter = if mm < 0.0 { negative } else { positive };
    let spacing = words.number(geometry.spacing.to_array()[axis], 2);
    words.with(
        Word::CornerPlace,
        &[
            (
                "place",
                format!("{letter} {}", words.number(mm.abs(), 1)).into(),
            ),
            ("spacing", spacing.into()),
        ],
    )
}

/// The word for a plane.
#[must_use]
pub(super) fn plane_word(plane: Plane) -> Word {
    match plane {
        Plane::Acquired => Word::PlaneAcquired,
        Plane::Axial => Word::PlaneAxial,
        Plane::Coronal => Word::PlaneCoronal,
        Plane::Sagittal => Word::PlaneSagittal,
    }
}

/// A rectangle moved to whole device pixels, so that one pixel of the picture is one pixel of the screen.
fn snapped(rect: Rect, pixels_per_point: f32) -> Rect {
    let snap = |v: f32| (v * pixels_per_point).round() / pixels_per_point;
    Rect::from_min_max(
        Pos2::new(snap(rect.min.x), snap(rect.min.y)),
        Pos2::new(snap(rect.max.x), snap(rect.max.y)),
    )
}

/// The largest picture that is rendered, device pixels a side.
const MAX_SIDE_PX: f32 = 8_192.0;

/// A side in device pixels.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 1..=8192 before the cast"
)]
fn pixels(side: f32) -> u32 {
    side.round().clamp(1.0, MAX_SIDE_PX) as u32
}

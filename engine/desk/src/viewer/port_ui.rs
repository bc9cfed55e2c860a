//! One viewport on the screen: its picture, and what is drawn over it. What the hands do is decided elsewhere.

use egui::{
    Align2, Painter, Pos2, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType,
    pos2, vec2,
};
use overread_image::{RgbImage, Viewport};
use overread_viewer::{
    Align, DrawKind, KeyImage, Pane, PaneScreen, SeriesSpace, Tool, reference_line, shares_space,
};

use crate::DeskSeries;
use crate::drawn::{DrawnMark, DrawnViewport};
use crate::tokens;
use crate::words::Word;

use super::paint::{self, Brush, PictureRect};
use super::picture::{Picture, PictureKey};
use super::port::{Pick, Port, PortContext};
use super::{CornerText, Gesture, ViewerState, corner_text, safeguards, slice_bar};

/// Lines of other planes end this far from where they cross, so that nothing is drawn on what lies there, points.
const CROSS_GAP: f32 = 26.0;
/// Below this width of a viewport its corners hold the least, points.
const NARROW: f32 = 300.0;
/// The magnifier, points.
const LENS: egui::Vec2 = vec2(230.0, 230.0);
/// How much larger the magnifier shows what lies under it.
const MAGNIFICATION: f64 = 2.5;

/// A viewport that has to be drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Its place in the layout.
    pub(super) idx: usize,
    pub(super) rect: Rect,
    pub(super) screen: PaneScreen,
    /// Whether it is the one that names the patient.
    pub(super) is_first: bool,
}

impl ViewerState {
    /// One viewport into its place; `places` are all that are on screen, for the lines of their planes.
    pub(super) fn port_ui(
        &mut self,
        ui: &mut Ui,
        place: Place,
        places: &[Place],
        cx: &PortContext<'_>,
    ) -> (Vec<Pick>, Option<DrawnViewport>) {
        let Some(before) = self.port(place, ui.pixels_per_point(), cx) else {
            return (Vec::new(), None);
        };
        let Place { idx, rect, .. } = place;
        let response = ui.interact(
            rect,
            ui.id().with(("viewport", idx)),
            // Keys reach the active viewport without its having the keyboard: Tab passes it by.
            Sense::CLICK | Sense::DRAG,
        );
        let name = cx.words.text(corner_text::plane_word(&before));
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, &name));
        let bar = slice_bar::bar_rect(rect);
        let bar_response = (before.stack.count > 1).then(|| {
            ui.interact(
                bar,
                ui.id().with(("slice bar", idx)),
                Sense::CLICK | Sense::DRAG,
            )
        });
        self.wheel(ui, &before, cx);
        if let Some(at) = bar_response
            .as_ref()
            .and_then(Response::interact_pointer_pos)
            && let Some(shown) = &mut self.shown
        {
            shown.view.activate(idx);
            let slice_idx = slice_bar::slice_at(bar, &before.stack, at);
            shown.view.show_slice(idx, slice_idx, cx.series);
        }
        let picks = self.buttons(ui, &response, &before, cx);
        let is_drawn_with = self.tool == Tool::Mark || DrawKind::of(self.tool).is_some();
        if response.double_clicked() && !is_drawn_with && !cx.is_placing {
            self.toggle_single(idx);
        }
        // What the hands have just done is seen in this frame.
        let Some(port) = self.port(place, ui.pixels_per_point(), cx) else {
            return (picks, None);
        };
        let drawn = self.draw(ui, &port, &response, place, places, cx);
        self.writing_ui(ui, &port, cx.words);
        (picks, drawn)
    }

    fn port<'a>(
        &self,
        place: Place,
        pixels_per_point: f32,
        cx: &PortContext<'a>,
    ) -> Option<Port<'a>> {
        let pane = self.view()?.pane(place.idx)?;
        let series: &'a DeskSeries = cx.study.series.get(pane.series_idx)?;
        let picture = PictureRect {
            rect: place.rect,
            pixels_per_point,
        };
        let pane: Pane = pane.clone();
        Some(Port::new(place.idx, pane, series, picture, place.screen))
    }

    /// A viewport alone, or all of them.
    pub(crate) fn toggle_single(&mut self, idx: usize) {
        if let Some(shown) = &mut self.shown {
            shown.view.activate(idx);
            shown.view.toggle_single();
        }
    }

    fn draw(
        &mut self,
        ui: &Ui,
        port: &Port<'_>,
        response: &Response,
        place: Place,
        places: &[Place],
        cx: &PortContext<'_>,
    ) -> Option<DrawnViewport> {
        let rect = port.picture.rect;
        let brush = Brush {
            painter: ui.painter_at(rect),
            text_scale: cx.text_scale,
        };
        let mean_grey = self.draw_picture(ui, &brush.painter, port)?;
        self.draw_file_overlays(ui.ctx(), &brush.painter, port);
        let has_heat_map = self.draw_heat_map(ui.ctx(), &brush.painter, port, cx);
        self.draw_reference_lines(&brush.painter, port, places, cx);
        let grid = self.draw_grid(&brush, port, cx);
        let marks = self.draw_marks(&brush, port, cx);
        let annotations = self.draw_notes(&brush, port, cx);
        self.draw_rubber_band(&brush, port, response);
        self.draw_lens(ui, &brush, port, response);
        let letters = safeguards::letters(port);
        paint::orientation(&brush, rect, &letters);
        let is_narrow = rect.width() < NARROW * cx.text_scale;
        let level = if is_narrow && self.corner_text == CornerText::Full {
            CornerText::Least
        } else {
            self.corner_text
        };
        let corners = corner_text::corners(port, cx, level, place.is_first, response.hover_pos());
        paint::corners(&brush, rect, &corners);
        if place.is_first {
            self.n_upper_lines = corners[0].len().max(corners[1].len());
        }
        let mut tags = tags(&brush, port, cx, self.is_kept(port));
        tags.extend(below(&brush, port, cx, grid, has_heat_map));
        let slice_idx = port.slice_idx();
        if port.stack.count > 1 {
            let seen = (port.stack.axis == 2).then(|| self.dwell.of(&port.series.facts.uid));
            slice_bar::draw(
                &brush.painter,
                slice_bar::bar_rect(rect),
                port,
                cx,
                seen.flatten(),
            );
        }
        self.draw_frame(&brush.painter, port);
        let [width, height] = port.viewport.size_px.map(f64::from);
        let window = port.pane.voi.as_window();
        Some(DrawnViewport {
            idx: port.idx,
            series: port.series.facts.uid.clone(),
            plane: port.pane.plane,
            rect,
            size_px: port.viewport.size_px,
            top_left_mm: port.viewport.patient_from_screen(0.5, 0.5),
            bottom_right_mm: port.viewport.patient_from_screen(width - 0.5, height - 0.5),
            mm_per_px: port.viewport.mm_per_px,
            slice_idx,
            n_slices: port.stack.count,
            window_hu: window.map_or([0.0; 2], |window| [window.centre(), window.width()]),
            is_inverted: port.pane.is_inverted,
            is_mirrored: port.pane.orientation().is_mirrored(),
            quarter_turns: port.pane.orientation().quarter_turns(),
            slab_mm: port.pane.slab.map(|slab| slab.thickness_mm),
            letters,
            tags,
            mean_grey,
            marks,
            annotations,
        })
    }

    /// The picture itself; gives its mean grey.
    fn draw_picture(&mut self, ui: &Ui, painter: &Painter, port: &Port<'_>) -> Option<f64> {
        if self.pictures.len() <= port.idx {
            self.pictures.resize_with(port.idx + 1, Picture::default);
        }
        let image = self.pictures.get_mut(port.idx)?;
        let mut key = picture_key(port, &port.viewport);
        let (volume, colour) = (&port.series.volume, colour_of(port));
        key.display.clone_from(&self.output.display);
        if let (Some(renderer), None) = (&self.output.painter, colour) {
            let request = image.request(port.idx, volume, key.clone());
            if let Some(shape) = renderer.paint(port.picture.rect, &request) {
                painter.add(shape);
                return Some(image.mean_grey);
            }
        }
        let texture = image.texture(ui.ctx(), volume, colour, key);
        let uv = Rect::from_min_max(Pos2::ZERO, Pos2::new(1.0, 1.0));
        painter.image(texture, port.picture.rect, uv, egui::Color32::WHITE);
        Some(image.mean_grey)
    }

    /// Where the planes of other viewports cut this one.
    fn draw_reference_lines(
        &self,
        painter: &Painter,
        port: &Port<'_>,
        places: &[Place],
        cx: &PortContext<'_>,
    ) {
        let (true, Some(view)) = (self.has_reference_lines, self.view()) else {
            return;
        };
        for place in places.iter().filter(|place| place.idx != port.idx) {
            let Some(other) = self.port(*place, port.picture.pixels_per_point, cx) else {
                continue;
            };
            let (Some(here), Some(there)) = (
                cx.series.get(port.pane.series_idx),
                cx.series.get(other.pane.series_idx),
            ) else {
                continue;
            };
            let is_one_study = here.facts.study == there.facts.study;
            if !(shares_space(here, there) && is_one_study) {
                continue;
            }
            let line = reference_line(&port.viewport, &other.viewport, other.geometry());
            if let Some(line) = line {
                let [from, to] = line.map(|end| port.picture.point(end));
                let color = plane_color(place.idx).gamma_multiply(0.55);
                let cross = port.point(other.pane.focus);
                paint::line_with_gap(
                    painter,
                    [from, to],
                    cross,
                    CROSS_GAP,
                    Stroke::new(1.0, color),
                );
            }
        }
        let is_cut = |place: &Place| {
            place.idx != port.idx
                && view
                    .pane(place.idx)
                    .is_some_and(|other| other.plane != port.pane.plane)
        };
        if port.series.facts.space == SeriesSpace::Patient && places.iter().any(is_cut) {
            let frame = Stroke::new(1.0, plane_color(port.idx));
            let rect = port.picture.rect.shrink(1.0);
            painter.rect_stroke(rect, 0.0, frame, StrokeKind::Inside);
        }
    }

    /// The frame of the active viewport among several, open at an edge where pictures join.
    fn draw_frame(&self, painter: &Painter, port: &Port<'_>) {
        let Some(view) = self.view() else { return };
        let is_one_of_many = !view.is_single() && view.panes().len() > 1;
        if !(is_one_of_many && view.active() == port.idx) {
            return;
        }
        let rect = port.picture.rect.shrink(0.5);
        let stroke = Stroke::new(1.0, tokens::ACTIVE);
        painter.hline(rect.x_range(), rect.top(), stroke);
        painter.hline(rect.x_range(), rect.bottom(), stroke);
        if port.pane.align != Align::Left {
            painter.vline(rect.left(), rect.y_range(), stroke);
        }
        if port.pane.align != Align::Right {
            painter.vline(rect.right(), rect.y_range(), stroke);
        }
    }

    fn draw_marks(&self, brush: &Brush, port: &Port<'_>, cx: &PortContext<'_>) -> Vec<DrawnMark> {
        let mut drawn = Vec::new();
        for mark in cx.overlay.iter().filter(|mark| port.holds(mark, cx.study)) {
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
            let Some(section) = outline.section(&port.viewport, port.half_slice_mm()) else {
                continue;
            };
            let bounds = paint::mark(brush, port.picture, mark, &section);
            drawn.push(DrawnMark {
                layer: mark.layer,
                id: mark.id.clone(),
                at: bounds.center(),
                centre_mm: outline.centre(),
            });
        }
        drawn
    }

    /// The frame of a mark that is being drawn out.
    fn draw_rubber_band(&self, brush: &Brush, port: &Port<'_>, response: &Response) {
        let hand = response.hover_pos().or(response.interact_pointer_pos());
        if let (Gesture::Mark { port: idx, from }, Some(hand)) = (&self.gesture, hand)
            && *idx == port.idx
        {
            paint::rubber_band(&brush.painter, port.point(*from), hand);
        }
    }

    /// What lies under the pointer, magnified, while the button is held.
    fn draw_lens(&mut self, ui: &Ui, brush: &Brush, port: &Port<'_>, response: &Response) {
        let (Some(hand), true) = (
            response.interact_pointer_pos(),
            self.tool == Tool::Magnifier
                && response.is_pointer_button_down_on()
                && ui.input(|input| input.pointer.primary_down()),
        ) else {
            return;
        };
        let scale = port.picture.pixels_per_point;
        let corner = port.picture.point(port.picture.pixel(hand - LENS * 0.5));
        let rect = Rect::from_min_size(corner, LENS);
        let mut viewport = port.viewport.clone();
        viewport.centre = port.place(rect.center());
        viewport.mm_per_px /= MAGNIFICATION;
        viewport.size_px = [LENS.x, LENS.y]
            .map(|side| overread_viewer::nearest_index(f64::from(side * scale), 4096));
        let mut key = picture_key(port, &viewport);
        let colour = colour_of(port);
        let volume = &port.series.volume;
        key.display.clone_from(&self.output.display);
        let texture = self.lens.texture(ui.ctx(), volume, colour, key);
        let uv = Rect::from_min_max(Pos2::ZERO, Pos2::new(1.0, 1.0));
        brush.painter.image(texture, rect, uv, egui::Color32::WHITE);
        let frame = Stroke::new(1.5, tokens::TEXT_BRIGHT);
        brush
            .painter
            .rect_stroke(rect, 0.0, frame, StrokeKind::Outside);
    }

    /// Whether the image of a viewport is kept as a key image.
    fn is_kept(&self, port: &Port<'_>) -> bool {
        let image = KeyImage {
            series_idx: port.pane.series_idx,
            slice_idx: port.slice_idx(),
            plane: port.pane.plane,
        };
        let shown = self.shown.as_ref();
        shown.is_some_and(|shown| shown.key_images.is_kept(image))
    }
}

/// What a viewport of a pane shows.
fn picture_key(port: &Port<'_>, viewport: &Viewport) -> PictureKey {
    let mut key = PictureKey::new(&port.series.volume, viewport, &port.pane.voi);
    key.is_inverted = port.series.is_inverted != port.pane.is_inverted;
    key.slab = port.pane.slab;
    key.colour_slice = colour_of(port).map(|_| port.slice_idx());
    key
}

/// The colours of the slice on screen, where the series has them.
fn colour_of<'a>(port: &Port<'a>) -> Option<&'a RgbImage> {
    let slice = usize::try_from(port.slice_idx()).ok()?;
    let is_along_slices = port.stack.axis == 2;
    port.series.colour.get(slice).filter(|_| is_along_slices)
}

/// Lines above the lower edge: what the region grid says, and that a probability map is on. Gives them.
fn below(
    brush: &Brush,
    port: &Port<'_>,
    cx: &PortContext<'_>,
    grid: Option<String>,
    has_heat_map: bool,
) -> Vec<String> {
    let heat_map = has_heat_map.then(|| cx.words.text(Word::HeatMapNotice));
    let lines = [(grid, tokens::GRID), (heat_map, tokens::AI)];
    let mut y = port.picture.rect.bottom() - 30.0 * cx.text_scale;
    let mut drawn = Vec::new();
    for (line, color) in lines {
        if let Some(line) = line {
            let at = pos2(port.picture.rect.center().x, y);
            brush.text(at, Align2::CENTER_BOTTOM, &line, color);
            y -= brush.line_height();
            drawn.push(line);
        }
    }
    drawn
}

/// What always stands at the top of an image: view of a mammogram, date of a prior, flips. Gives the lines.
fn tags(brush: &Brush, port: &Port<'_>, cx: &PortContext<'_>, is_kept: bool) -> Vec<String> {
    let rect = port.picture.rect;
    let mut y = rect.top() + 8.0 + tokens::LETTER_SIZE * cx.text_scale;
    let mut lines = Vec::new();
    let facts = &port.series.facts;
    if let Some(label) = safeguards::view_label(facts) {
        let at = pos2(rect.center().x, y);
        let size = tokens::LETTER_SIZE;
        brush.sized_text(at, Align2::CENTER_TOP, &label, size, tokens::TEXT_BRIGHT);
        y += (size + 4.0) * cx.text_scale;
        lines.push(label);
    }
    if facts.prior > 0 {
        let date = facts
            .study_date
            .as_deref()
            .map_or_else(String::new, readable_date);
        let text = cx.words.with(Word::PriorTag, &[("date", date.into())]);
        y = brush.badge(pos2(rect.center().x, y), text.trim(), tokens::PRIOR);
        lines.push(text.trim().to_owned());
    }
    if is_kept {
        let text = cx.words.text(Word::KeyImageTag);
        y = brush.badge(pos2(rect.center().x, y), &text, tokens::READER);
        lines.push(text);
    }
    if let Some(flip) = safeguards::flip_tag(cx.words, port) {
        let frame = Stroke::new(2.0, tokens::WARNING);
        brush
            .painter
            .rect_stroke(rect, 0.0, frame, StrokeKind::Inside);
        brush.badge(pos2(rect.center().x, y), &flip, tokens::WARNING);
        lines.push(flip);
    }
    lines
}

/// DICOM writes a date as `20261125`; other texts stay as they are.
pub(super) fn readable_date(date: &str) -> String {
    let is_plain = date.len() == 8 && date.bytes().all(|byte| byte.is_ascii_digit());
    match (date.get(..4), date.get(4..6), date.get(6..)) {
        (Some(year), Some(month), Some(day)) if is_plain => format!("{year}-{month}-{day}"),
        _ => date.to_owned(),
    }
}

fn plane_color(idx: usize) -> egui::Color32 {
    tokens::PLANES[idx % tokens::PLANES.len()]
}

/// Draws what a place of the layout lacks.
pub(super) fn empty_place(brush: &Brush, rect: Rect, lines: &[String]) {
    let height = brush.line_height();
    let mut at = rect.center() - vec2(0.0, height);
    for line in lines {
        brush.text(at, Align2::CENTER_CENTER, line, tokens::TEXT_DIM);
        at.y += height * 1.3;
    }
    let frame = Stroke::new(1.0, tokens::LINE);
    brush
        .painter
        .rect_stroke(rect.shrink(0.5), 0.0, frame, StrokeKind::Inside);
}

//! Annotations on an image: lines with a dark halo, handles, what they measure, and the field for a text.

use egui::{Align2, Color32, Pos2, Rect, Stroke, StrokeKind, Ui, vec2};
use overread_viewer::{AnnotationId, Drawing, Measured, Sheet, VolumePixels, measure};

use crate::drawn::DrawnAnnotation;
use crate::tokens;
use crate::words::{Word, Words};

use super::corner_text::value_unit;
use super::paint::Brush;
use super::port::{Port, PortContext};
use super::{Gesture, Shown, ViewerState, measure_text, sketch};

/// A text that is being written at an annotation.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Writing {
    note: AnnotationId,
    text: String,
    /// Whether the field has the keyboard already.
    has_focus: bool,
}

impl Writing {
    pub(super) fn new(note: AnnotationId, text: String) -> Self {
        Self {
            note,
            text,
            has_focus: false,
        }
    }
}

impl ViewerState {
    /// The annotations of a viewport, and the one that is being drawn.
    pub(super) fn draw_notes(
        &mut self,
        brush: &Brush,
        port: &Port<'_>,
        cx: &PortContext<'_>,
    ) -> Vec<DrawnAnnotation> {
        let selected = self.selected_note;
        let writing = self.writing.as_ref().map(|writing| writing.note);
        let Some(shown) = &mut self.shown else {
            return Vec::new();
        };
        let mut drawn = Vec::new();
        let notes: Vec<_> = sketch::seen(&shown.notes, port).cloned().collect();
        for note in &notes {
            let measured = shown.measured(note.id, &note.drawing, &note.sheet, port);
            let mut lines = measure_text::lines(cx.words, &measured, value_unit(port));
            if !note.text.is_empty() && writing != Some(note.id) {
                lines.insert(0, note.text.clone());
            }
            let is_selected = selected == Some(note.id);
            drawn.push(draw(brush, port, &note.drawing, &lines, is_selected));
        }
        if let Gesture::Draft {
            port: idx,
            sheet,
            draft,
        } = &self.gesture
            && *idx == port.idx
            && let Some(drawing) = draft.drawing()
        {
            let measured = of_drawing(&drawing, sheet, port);
            let lines = measure_text::lines(cx.words, &measured, value_unit(port));
            draw(brush, port, &drawing, &lines, false);
        }
        drawn
    }

    /// The field in which a text is written, at the annotation.
    pub(super) fn writing_ui(&mut self, ui: &Ui, port: &Port<'_>, words: &Words) {
        let (Some(writing), Some(shown)) = (&mut self.writing, &mut self.shown) else {
            return;
        };
        let note = sketch::seen(&shown.notes, port).find(|note| note.id == writing.note);
        let Some(at) = note.and_then(|note| note.drawing.label_at(port.viewport.down)) else {
            return;
        };
        let at = port.point(at) + vec2(8.0, -12.0);
        let area = egui::Area::new(ui.id().with("annotation text"))
            .fixed_pos(at)
            .constrain_to(port.picture.rect)
            .order(egui::Order::Foreground);
        let field = area.show(ui.ctx(), |ui| {
            let field = egui::TextEdit::singleline(&mut writing.text)
                .hint_text(words.text(Word::AnnotationText))
                .char_limit(overread_viewer::MAX_TEXT_CHARS)
                .desired_width(180.0);
            ui.add(field)
        });
        let field = field.inner;
        if !std::mem::replace(&mut writing.has_focus, true) {
            field.request_focus();
        } else if field.lost_focus() || !field.has_focus() {
            let text = crate::finding_text::plain(writing.text.trim());
            shown.notes.write(writing.note, &text);
            self.writing = None;
        }
    }
}

impl Shown {
    /// What an annotation measures; measured anew only when it was changed.
    fn measured(
        &mut self,
        id: AnnotationId,
        drawing: &Drawing,
        sheet: &Sheet,
        port: &Port<'_>,
    ) -> Measured {
        match self.measures.get(&id) {
            Some((known, measured)) if known == drawing => *measured,
            Some(_) | None => {
                let measured = of_drawing(drawing, sheet, port);
                self.measures.insert(id, (drawing.clone(), measured));
                measured
            }
        }
    }
}

fn of_drawing(drawing: &Drawing, sheet: &Sheet, port: &Port<'_>) -> Measured {
    let series = port.series;
    let pixels = VolumePixels(&series.volume);
    measure(drawing, sheet, series.facts.calibration, &pixels)
}

fn draw(
    brush: &Brush,
    port: &Port<'_>,
    drawing: &Drawing,
    lines: &[String],
    is_selected: bool,
) -> DrawnAnnotation {
    let painter = &brush.painter;
    let color = if is_selected {
        tokens::READER
    } else {
        tokens::MEASURE
    };
    let chains: Vec<Vec<Pos2>> = drawing
        .lines()
        .into_iter()
        .map(|chain| chain.into_iter().map(|place| port.point(place)).collect())
        .collect();
    let width = if is_selected { 1.8 } else { 1.3 };
    for stroke in [
        Stroke::new(width + 2.4, tokens::HALO),
        Stroke::new(width, color),
    ] {
        for chain in &chains {
            painter.add(egui::Shape::line(chain.clone(), stroke));
        }
        match drawing {
            Drawing::Length(ends) => ticks(painter, port, *ends, stroke),
            Drawing::Bidirectional { long, short } => {
                ticks(painter, port, *long, stroke);
                ticks(painter, port, *short, stroke);
            }
            Drawing::Cobb(pair) => pair
                .iter()
                .for_each(|line| ticks(painter, port, *line, stroke)),
            Drawing::Value(at) => cross(painter, port.point(*at), stroke),
            Drawing::Arrow { tip, tail } => {
                arrow_head(painter, port.point(*tail), port.point(*tip), stroke);
            }
            Drawing::Angle { .. }
            | Drawing::Ellipse { .. }
            | Drawing::Rectangle { .. }
            | Drawing::Outline(_) => {}
        }
    }
    let handles: Vec<Pos2> = drawing
        .handles()
        .into_iter()
        .map(|at| port.point(at))
        .collect();
    if is_selected {
        for &handle in &handles {
            let rect = Rect::from_center_size(handle, vec2(6.0, 6.0));
            painter.rect_filled(rect, 0.0, Color32::BLACK);
            painter.rect_stroke(rect, 0.0, Stroke::new(1.2, color), StrokeKind::Middle);
        }
    }
    if let Some(at) = drawing.label_at(port.viewport.down) {
        label(brush, port.picture.rect, port.point(at), lines, color);
    }
    DrawnAnnotation {
        kind: measure_text::kind(drawing),
        text: lines.join("; "),
        handles,
        is_selected,
    }
}

/// Lines of text below and to the right of a place, moved so that they stay on the image.
fn label(brush: &Brush, image: Rect, at: Pos2, lines: &[String], color: Color32) {
    let height = brush.line_height();
    let widths = lines.iter().map(|line| brush.text_width(line));
    let width = widths.fold(0.0, f32::max);
    let n_lines = f32::from(u8::try_from(lines.len()).unwrap_or(u8::MAX));
    let wanted = at + vec2(8.0, 4.0);
    let room = image.shrink2(vec2(6.0 + tokens::SLICE_BAR_WIDTH, 4.0));
    let mut at = egui::pos2(
        wanted.x.min(room.right() - width).max(room.left()),
        wanted
            .y
            .min(room.bottom() - height * n_lines)
            .max(room.top()),
    );
    for line in lines {
        brush.text(at, Align2::LEFT_TOP, line, color);
        at.y += height;
    }
}

/// Short lines across both ends.
fn ticks(painter: &egui::Painter, port: &Port<'_>, ends: [overread_base::Vec3; 2], stroke: Stroke) {
    let [from, to] = ends.map(|end| port.point(end));
    let across = (to - from).normalized().rot90() * 5.0;
    for end in [from, to] {
        painter.line_segment([end - across, end + across], stroke);
    }
}

/// Four arms around a point that leave it free.
fn cross(painter: &egui::Painter, at: Pos2, stroke: Stroke) {
    for arm in [
        vec2(1.0, 0.0),
        vec2(-1.0, 0.0),
        vec2(0.0, 1.0),
        vec2(0.0, -1.0),
    ] {
        painter.line_segment([at + arm * 3.0, at + arm * 8.0], stroke);
    }
}

fn arrow_head(painter: &egui::Painter, tail: Pos2, tip: Pos2, stroke: Stroke) {
    let back = (tail - tip).normalized() * 11.0;
    for side in [back.rot90(), -back.rot90()] {
        painter.line_segment([tip, tip + back + side * 0.4], stroke);
    }
}

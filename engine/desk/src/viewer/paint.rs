//! Strokes and text on images: outlined text, marks with a dark halo, measurements, orientation letters, corner text.

use std::sync::Arc;

use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Align2, Color32, FontId, Galley, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, vec2,
};

use crate::MarkLayer;
use crate::scene::OverlayMark;
use crate::section::{Depth, Section, SectionShape};
use crate::tokens;

/// From pixels of a picture to points of the screen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PictureRect {
    pub(crate) rect: Rect,
    pub(crate) pixels_per_point: f32,
}

impl PictureRect {
    /// The screen position of a position in the picture.
    #[must_use]
    pub(crate) fn point(&self, [x, y]: [f64; 2]) -> Pos2 {
        self.rect.min + vec2(narrow(x), narrow(y)) / self.pixels_per_point
    }

    /// The position in the picture of a screen position.
    #[must_use]
    pub(crate) fn pixel(&self, at: Pos2) -> [f64; 2] {
        let from_corner = (at - self.rect.min) * self.pixels_per_point;
        [f64::from(from_corner.x), f64::from(from_corner.y)]
    }
}

/// Screen coordinates are `f32`; far outside the screen their exact place does not matter.
#[expect(
    clippy::cast_possible_truncation,
    reason = "clamped to what f32 holds with sub-pixel precision"
)]
pub(crate) fn narrow(value: f64) -> f32 {
    value.clamp(-100_000.0, 100_000.0) as f32
}

/// Draws on an image, with text as large as the viewer is wide enough for.
#[derive(Clone)]
pub(crate) struct Brush {
    pub(crate) painter: Painter,
    pub(crate) text_scale: f32,
}

impl Brush {
    /// Text with a one-pixel black outline.
    pub(crate) fn text(&self, at: Pos2, anchor: Align2, text: &str, color: Color32) {
        self.sized_text(at, anchor, text, tokens::IMAGE_TEXT_SIZE, color);
    }

    /// As [`Brush::text`], centred below `at` and cut with an ellipsis where it is wider than `width`.
    pub(crate) fn text_within(&self, at: Pos2, text: &str, color: Color32, width: f32) {
        let font = FontId::proportional(tokens::IMAGE_TEXT_SIZE * self.text_scale);
        let mut job = LayoutJob::simple_singleline(text.to_owned(), font, color);
        job.wrap = TextWrapping::truncate_at_width(width.max(1.0));
        let galley = self.painter.layout_job(job);
        self.galley(at, Align2::CENTER_TOP, &galley, color);
    }

    /// As [`Brush::text`], of another size.
    pub(crate) fn sized_text(
        &self,
        at: Pos2,
        anchor: Align2,
        text: &str,
        size: f32,
        color: Color32,
    ) {
        let font = FontId::proportional(size * self.text_scale);
        let galley = self.painter.layout_no_wrap(text.to_owned(), font, color);
        self.galley(at, anchor, &galley, color);
    }

    fn galley(&self, at: Pos2, anchor: Align2, galley: &Arc<Galley>, color: Color32) {
        let painter = &self.painter;
        let rect = anchor.anchor_size(at, galley.size());
        let px = 1.0 / painter.pixels_per_point();
        for x in [-px, 0.0, px] {
            for y in [-px, 0.0, px] {
                let at = rect.min + vec2(x, y);
                painter.galley_with_override_text_color(at, Arc::clone(galley), Color32::BLACK);
            }
        }
        painter.galley(rect.min, Arc::clone(galley), color);
    }

    /// How wide a line of text is.
    #[must_use]
    pub(crate) fn text_width(&self, text: &str) -> f32 {
        let font = FontId::proportional(tokens::IMAGE_TEXT_SIZE * self.text_scale);
        let galley = self
            .painter
            .layout_no_wrap(text.to_owned(), font, Color32::WHITE);
        galley.size().x
    }

    /// A line of text that is no wider than `width`: what is too much at its end is left out.
    #[must_use]
    pub(crate) fn shortened<'t>(&self, text: &'t str, width: f32) -> std::borrow::Cow<'t, str> {
        if self.text_width(text) <= width {
            return text.into();
        }
        let mut shorter = text.trim_end().to_owned();
        while !shorter.is_empty() && self.text_width(&format!("{shorter}…")) > width {
            shorter.pop();
        }
        format!("{}…", shorter.trim_end()).into()
    }

    /// Dark text on a coloured ground, its top in the middle at `at`; gives where the next line begins.
    pub(crate) fn badge(&self, at: Pos2, text: &str, color: Color32) -> f32 {
        let painter = &self.painter;
        let font = FontId::proportional(tokens::IMAGE_TEXT_SIZE * self.text_scale);
        let galley = painter.layout_no_wrap(text.to_owned(), font, Color32::BLACK);
        let size = galley.size() + vec2(12.0, 4.0);
        let rect = Align2::CENTER_TOP.anchor_size(at, size);
        painter.rect_filled(rect, 3.0, color);
        painter.galley(rect.min + vec2(6.0, 2.0), galley, Color32::BLACK);
        rect.bottom() + 3.0
    }

    /// The height of a line of text.
    #[must_use]
    pub(crate) fn line_height(&self) -> f32 {
        (tokens::IMAGE_TEXT_SIZE + 3.5) * self.text_scale
    }
}

/// The colour of a layer.
pub(crate) fn layer_color(layer: MarkLayer) -> Color32 {
    match layer {
        MarkLayer::Reader => tokens::READER,
        MarkLayer::Ai => tokens::AI,
        MarkLayer::Truth => tokens::TRUTH,
    }
}

/// Draws a mark; gives the space around it.
pub(crate) fn mark(
    brush: &Brush,
    picture: PictureRect,
    mark: &OverlayMark,
    section: &Section,
) -> Rect {
    let mut brush = brush.clone();
    if section.depth == Depth::Near {
        brush.painter.multiply_opacity(0.4);
    }
    let painter = &brush.painter;
    let color = layer_color(mark.layer);
    let width = if mark.is_selected { 2.5 } else { 1.5 };
    // Nothing is drawn on the lesion itself: outlines keep a little off what they enclose.
    let room = 3.0;
    let (paths, bounds) = paths(picture, &section.shape, room);
    // All halos first: that of one line must not lie on the next one.
    let halo = Stroke::new(width + 2.5, tokens::HALO);
    for stroke in [halo, Stroke::new(width, color)] {
        for (points, is_closed) in &paths {
            outline(painter, points.clone(), *is_closed, stroke, mark.is_dashed);
        }
    }
    if section.depth == Depth::In {
        // Each layer has a corner of its own, so that captions of marks on one spot do not cover one another.
        let (at, anchor) = match mark.layer {
            MarkLayer::Ai => (bounds.right_top() + vec2(3.0, -1.0), Align2::LEFT_BOTTOM),
            MarkLayer::Reader => (bounds.right_bottom() + vec2(3.0, 1.0), Align2::LEFT_TOP),
            MarkLayer::Truth => (bounds.left_bottom() + vec2(-3.0, 1.0), Align2::RIGHT_TOP),
        };
        brush.text(at, anchor, &mark.caption, color);
    }
    bounds
}

/// The strokes of a section on the screen, each open or closed, and the space around them.
fn paths(picture: PictureRect, shape: &SectionShape, room: f32) -> (Vec<(Vec<Pos2>, bool)>, Rect) {
    match shape {
        SectionShape::Dot(at) => {
            let centre = picture.point(*at);
            (
                vec![(ring(centre, 9.0), true)],
                Rect::from_center_size(centre, Vec2::splat(18.0)),
            )
        }
        SectionShape::Circle { centre, radius_px } => {
            let centre = picture.point(*centre);
            let radius = narrow(*radius_px) / picture.pixels_per_point + room;
            (
                vec![(ring(centre, radius), true)],
                Rect::from_center_size(centre, Vec2::splat(radius * 2.0)),
            )
        }
        SectionShape::Rect { low, high } => {
            let rect = Rect::from_two_pos(picture.point(*low), picture.point(*high)).expand(room);
            let corners = vec![
                rect.left_top(),
                rect.right_top(),
                rect.right_bottom(),
                rect.left_bottom(),
            ];
            (vec![(corners, true)], rect)
        }
        SectionShape::Chain { points, is_closed } => {
            let points: Vec<Pos2> = points.iter().map(|&p| picture.point(p)).collect();
            let bounds = Rect::from_points(&points);
            (vec![(points, *is_closed)], bounds)
        }
        SectionShape::Edges(edges) => {
            let line = |edge: &[[f64; 2]; 2]| (edge.map(|p| picture.point(p)).to_vec(), false);
            let lines: Vec<(Vec<Pos2>, bool)> = edges.iter().map(line).collect();
            let points: Vec<Pos2> = lines.iter().flat_map(|(line, _)| line.clone()).collect();
            (lines, Rect::from_points(&points))
        }
    }
}

fn ring(centre: Pos2, radius: f32) -> Vec<Pos2> {
    (0..40_u8)
        .map(|step| centre + Vec2::angled(f32::from(step) * std::f32::consts::TAU / 40.0) * radius)
        .collect()
}

/// One stroke along a path.
fn outline(
    painter: &Painter,
    mut points: Vec<Pos2>,
    is_closed: bool,
    stroke: Stroke,
    is_dashed: bool,
) {
    if is_dashed {
        if is_closed && let Some(&first) = points.first() {
            points.push(first);
        }
        painter.extend(Shape::dashed_line(&points, stroke, 6.0, 4.0));
    } else if is_closed {
        painter.add(Shape::closed_line(points, stroke));
    } else {
        painter.add(Shape::line(points, stroke));
    }
}

/// A rectangle that is being drawn out.
pub(crate) fn rubber_band(painter: &Painter, from: Pos2, to: Pos2) {
    let rect = Rect::from_two_pos(from, to);
    painter.rect_stroke(
        rect,
        0.0,
        Stroke::new(3.5, tokens::HALO),
        StrokeKind::Middle,
    );
    painter.rect_stroke(
        rect,
        0.0,
        Stroke::new(1.5, tokens::READER),
        StrokeKind::Middle,
    );
}

/// A line that leaves out what lies around a point on it.
pub(crate) fn line_with_gap(
    painter: &Painter,
    [from, to]: [Pos2; 2],
    around: Pos2,
    gap: f32,
    stroke: Stroke,
) {
    let way = to - from;
    let length = way.length();
    if length <= 0.0 {
        return;
    }
    let along = (around - from).dot(way) / length;
    let (before, after) = ((along - gap) / length, (along + gap) / length);
    if before > 0.0 {
        painter.line_segment([from, from + way * before.min(1.0)], stroke);
    }
    if after < 1.0 {
        painter.line_segment([from + way * after.max(0.0), to], stroke);
    }
}

/// Draws the orientation letters in the middle of each edge.
pub(crate) fn orientation(brush: &Brush, rect: Rect, letters: &[String; 4]) {
    let places = [
        (rect.left_center() + vec2(6.0, 0.0), Align2::LEFT_CENTER),
        (
            rect.right_center() - vec2(tokens::SLICE_BAR_WIDTH + 8.0, 0.0),
            Align2::RIGHT_CENTER,
        ),
        (rect.center_top() + vec2(0.0, 4.0), Align2::CENTER_TOP),
        (rect.center_bottom() - vec2(0.0, 4.0), Align2::CENTER_BOTTOM),
    ];
    for ((at, anchor), letter) in places.into_iter().zip(letters) {
        brush.sized_text(at, anchor, letter, tokens::LETTER_SIZE, tokens::IMAGE_TEXT);
    }
}

/// Draws lines of text into the corners: top left, top right, bottom left, bottom right. Lines that would run into one
/// another or into an orientation letter are shortened.
pub(crate) fn corners(brush: &Brush, rect: Rect, texts: &[Vec<String>; 4]) {
    let area = rect.shrink2(vec2(7.0, 5.0));
    let right = area.right() - tokens::SLICE_BAR_WIDTH;
    let width = right - area.left();
    // The middle of the outermost lines belongs to the letters.
    let beside_letter = width * 0.5 - tokens::LETTER_SIZE * brush.text_scale * 1.4;
    let [top_left, top_right, bottom_left, bottom_right] = texts;
    for (is_bottom, left, right_lines) in [
        (false, top_left, top_right),
        (true, bottom_left, bottom_right),
    ] {
        let n_rows = left.len().max(right_lines.len());
        for row in 0..n_rows {
            // Rows are counted from the edge of the image.
            let of = |lines: &'_ Vec<String>| {
                let idx = if is_bottom {
                    lines.len().checked_sub(row + 1)
                } else {
                    Some(row)
                };
                idx.and_then(|idx| lines.get(idx).cloned())
            };
            let room = if row == 0 { beside_letter } else { width };
            let offset = brush.line_height() * f32::from(u8::try_from(row).unwrap_or(u8::MAX));
            let (y, is_low) = if is_bottom {
                (area.bottom() - offset, true)
            } else {
                (area.top() + offset, false)
            };
            let mut left_width = 0.0;
            if let Some(text) = of(left) {
                let text = brush.shortened(&text, room);
                left_width = brush.text_width(&text) + 12.0;
                let anchor = if is_low {
                    Align2::LEFT_BOTTOM
                } else {
                    Align2::LEFT_TOP
                };
                brush.text(Pos2::new(area.left(), y), anchor, &text, tokens::IMAGE_TEXT);
            }
            if let Some(text) = of(right_lines) {
                let text = brush.shortened(&text, room.min(width - left_width));
                let anchor = if is_low {
                    Align2::RIGHT_BOTTOM
                } else {
                    Align2::RIGHT_TOP
                };
                brush.text(Pos2::new(right, y), anchor, &text, tokens::IMAGE_TEXT);
            }
        }
    }
}

//! The bar at the right edge of an image: where in the stack the slice lies, which slices were seen, where marks are.

use egui::{Color32, Painter, Pos2, Rect, Stroke, pos2, vec2};
use overread_viewer::{Stack, nearest_index};

use crate::dwell::SliceLog;
use crate::tokens;

use super::paint::layer_color;
use super::port::{Port, PortContext};

/// Where the bar of an image lies.
#[must_use]
pub(crate) fn bar_rect(image: Rect) -> Rect {
    let right = image.right() - 2.0;
    let left = right - tokens::SLICE_BAR_WIDTH;
    Rect::from_min_max(
        pos2(left, image.top() + 26.0),
        pos2(right, image.bottom() - 26.0),
    )
}

/// The slice under a position of the bar.
#[must_use]
pub(crate) fn slice_at(bar: Rect, stack: &Stack, at: Pos2) -> u32 {
    let share = f64::from(((at.y - bar.top()) / bar.height().max(1.0)).clamp(0.0, 1.0));
    let number = nearest_index(share * f64::from(stack.count) - 0.5, stack.count) + 1;
    stack.index_of_number(number)
}

/// The height of the middle of a slice in the bar.
fn height_of(bar: Rect, stack: &Stack, slice_idx: u32) -> f32 {
    let share = (f64::from(stack.number(slice_idx)) - 0.5) / f64::from(stack.count);
    bar.top() + bar.height() * super::paint::narrow(share)
}

/// Draws the bar. `seen` is the log of the slices of the series, where the bar runs along them.
pub(super) fn draw(
    painter: &Painter,
    bar: Rect,
    port: &Port<'_>,
    cx: &PortContext<'_>,
    seen: Option<&SliceLog>,
) {
    let stack = &port.stack;
    let slice_idx = port.slice_idx();
    painter.rect_filled(bar, 3.0, Color32::from_black_alpha(150));
    let thickness = (bar.height() / super::paint::narrow(f64::from(stack.count))).max(1.0);
    if let Some(seen) = seen {
        for idx in (0..stack.count).filter(|&idx| seen.is_seen(idx)) {
            let middle = pos2(bar.center().x, height_of(bar, stack, idx));
            let rect = Rect::from_center_size(middle, vec2(3.0, thickness));
            painter.rect_filled(rect, 0.0, tokens::LINE);
        }
    }
    for mark in cx.overlay.iter().filter(|mark| port.holds(mark, cx.study)) {
        let at = stack.index_at(port.geometry(), mark.outline.centre());
        let y = height_of(bar, stack, at);
        let stroke = Stroke::new(2.0, layer_color(mark.layer));
        painter.line_segment(
            [pos2(bar.left() + 1.0, y), pos2(bar.right() - 1.0, y)],
            stroke,
        );
    }
    let thumb = Rect::from_center_size(
        pos2(bar.center().x, height_of(bar, stack, slice_idx)),
        vec2(bar.width(), thickness.clamp(3.0, 12.0)),
    );
    painter.rect_filled(thumb, 1.5, tokens::TEXT_BRIGHT);
    painter.rect_stroke(
        thumb,
        1.5,
        Stroke::new(1.0, Color32::BLACK),
        egui::StrokeKind::Outside,
    );
}

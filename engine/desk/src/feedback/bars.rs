//! Two small pictures of how a case was read: the parts of its time, and the time on each slice along the stack.

use egui::{Color32, Rect, Sense, Stroke, Ui, WidgetInfo, WidgetType, pos2, vec2};
use overread_base::Millis;
use overread_exam::SliceTime;

use crate::tokens;

/// Height of the bar of times, points.
const TIME_HEIGHT: f32 = 14.0;
/// Height of a strip of slices without the line of lesions below it, points.
const STRIP_HEIGHT: f32 = 34.0;
/// Height of the line of lesions, points.
const LESION_HEIGHT: f32 = 6.0;

/// A part of a bar of times.
pub(super) struct TimePart {
    pub(super) time: Millis,
    pub(super) color: Color32,
}

/// The parts one after another, as wide as they are long.
pub(super) fn time_bar(ui: &mut Ui, name: &str, parts: &[TimePart]) {
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, TIME_HEIGHT), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, name));
    ui.painter().rect_filled(rect, 2.0, tokens::CONTROL);
    let whole: u64 = parts.iter().map(|part| part.time.0).sum();
    let mut from = 0_u64;
    for part in parts.iter().filter(|part| part.time > Millis(0)) {
        let x = |at: u64| rect.left() + rect.width() * share(at, whole);
        let to = from + part.time.0;
        let piece = Rect::from_x_y_ranges(x(from)..=(x(to) - 1.0).max(x(from)), rect.y_range());
        ui.painter().rect_filled(piece, 1.0, part.color);
        from = to;
    }
}

/// A strip along a stack: a bar for the time on each slice, nothing where it was never shown, a line below the lesions.
pub(super) struct Strip<'a> {
    /// The slices in the order in which they are numbered.
    pub(super) slices: Vec<SliceTime>,
    /// Numbers from 1 of the first and the last slice of each lesion.
    pub(super) lesions: &'a [(u32, u32)],
    pub(super) has_ai: bool,
}

impl Strip<'_> {
    pub(super) fn ui(&self, ui: &mut Ui, name: &str) {
        let size = vec2(ui.available_width(), STRIP_HEIGHT + LESION_HEIGHT);
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, name));
        let field = Rect::from_min_size(rect.min, vec2(rect.width(), STRIP_HEIGHT));
        let painter = ui.painter();
        painter.rect_filled(field, 2.0, tokens::IMAGE_SURROUND);
        let longest = self.slices.iter().map(|slice| slice.whole().0).max();
        // Square roots: a slice that was looked at for a second is to be seen beside one of a minute.
        let longest = root(longest.unwrap_or(0)).max(1.0);
        let count = self.slices.len();
        for (idx, slice) in self.slices.iter().enumerate() {
            let (left, right) = (x_of(field, idx, count), x_of(field, idx + 1, count));
            let gap = if right - left > 3.0 { 1.0 } else { 0.0 };
            if !slice.is_shown {
                // A dash at the foot: that a slice was never shown is not told by colour alone.
                let y = field.bottom() - 1.5;
                let stroke = Stroke::new(1.5, tokens::ERROR);
                painter.line_segment([pos2(left, y), pos2(right - gap, y)], stroke);
                continue;
            }
            let height = |time: u64| (field.height() - 5.0) * root(time) / longest;
            // Shown for a moment still shows.
            let top = (field.bottom() - height(slice.whole().0)).min(field.bottom() - 3.0);
            let bar = |top: f32, bottom: f32| {
                Rect::from_x_y_ranges(left..=(right - gap).max(left + 0.6), top..=bottom)
            };
            let own = share(slice.before_ai.0, slice.whole().0.max(1));
            let own = if self.has_ai && slice.whole() > Millis(0) {
                own
            } else {
                1.0
            };
            let border = field.bottom() - (field.bottom() - top) * own;
            painter.rect_filled(bar(border, field.bottom()), 0.0, tokens::READER);
            if own < 1.0 {
                painter.rect_filled(bar(top, border), 0.0, tokens::AI);
            }
        }
        let at = |number: u32| usize::try_from(number).unwrap_or(usize::MAX).min(count);
        for &(first, last) in self.lesions {
            let y = field.bottom() + LESION_HEIGHT * 0.6;
            let left = x_of(field, at(first).saturating_sub(1), count);
            let right = x_of(field, at(last), count).max(left + 3.0);
            let stroke = Stroke::new(3.0, tokens::TRUTH);
            painter.line_segment([pos2(left, y), pos2(right, y)], stroke);
        }
    }
}

/// The left edge of a slice in the strip.
fn x_of(field: Rect, idx: usize, count: usize) -> f32 {
    let share = idx as f64 / count.max(1) as f64;
    field.left() + field.width() * narrow(share)
}

fn share(part: u64, whole: u64) -> f32 {
    narrow(part as f64 / whole.max(1) as f64).clamp(0.0, 1.0)
}

fn root(time: u64) -> f32 {
    narrow((time as f64).sqrt())
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a length on the screen: only digits are lost"
)]
fn narrow(value: f64) -> f32 {
    value as f32
}

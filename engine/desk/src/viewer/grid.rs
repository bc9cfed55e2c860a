//! Where the viewports of a layout lie on the screen. Draws nothing.

use egui::{Rect, pos2};
use overread_viewer::{Cell, Layout, is_joined};

/// Between two viewports, points.
const GAP: f32 = 2.0;

/// The rectangles of a layout's cells in `area`, in the order of the cells.
///
/// Columns and rows are equally large. Between two pictures that are held at the edge that they share there is no gap.
#[must_use]
pub(super) fn rects(area: Rect, layout: &Layout) -> Vec<Rect> {
    if is_row_of_planes(layout) && area.width() < area.height() * 1.9 {
        return folded(area);
    }
    let columns = share(area.left(), area.width(), layout.columns);
    let rows = share(area.top(), area.height(), layout.rows);
    let rect = |cell: &Cell| {
        let (left, right) = (
            columns(cell.column),
            columns(cell.column.saturating_add(cell.column_span)),
        );
        let (top, bottom) = (rows(cell.row), rows(cell.row.saturating_add(cell.row_span)));
        let neighbour = |is_neighbour: &dyn Fn(&Cell) -> bool| {
            layout
                .cells
                .iter()
                .find(|other| other.row == cell.row && is_neighbour(other))
        };
        let before =
            neighbour(&|other| other.column.saturating_add(other.column_span) == cell.column);
        let after =
            neighbour(&|other| cell.column.saturating_add(cell.column_span) == other.column);
        let gap = |is_joined: bool, is_edge: bool| {
            if is_joined || is_edge { 0.0 } else { GAP * 0.5 }
        };
        let is_last = |first: u32, span: u32, count: u32| first.saturating_add(span) >= count;
        Rect::from_min_max(
            pos2(
                left + gap(is_joined_to(before, Some(cell)), cell.column == 0),
                top + gap(false, cell.row == 0),
            ),
            pos2(
                right
                    - gap(
                        is_joined_to(Some(cell), after),
                        is_last(cell.column, cell.column_span, layout.columns),
                    ),
                bottom - gap(false, is_last(cell.row, cell.row_span, layout.rows)),
            ),
        )
    };
    layout.cells.iter().map(rect).collect()
}

/// Whether a layout is the three planes of one series beside one another.
fn is_row_of_planes(layout: &Layout) -> bool {
    let hung: Vec<_> = layout
        .cells
        .iter()
        .filter_map(|c| c.hung.as_ref())
        .collect();
    let [a, b, c] = hung[..] else { return false };
    let is_one_series = a.series_idx == b.series_idx && b.series_idx == c.series_idx;
    let are_planes = a.plane != b.plane && b.plane != c.plane && a.plane != c.plane;
    layout.rows == 1 && layout.cells.len() == 3 && is_one_series && are_planes
}

/// The first of three large, the others smaller beside it: three in a row would be narrow strips in such an area.
fn folded(area: Rect) -> Vec<Rect> {
    let half = GAP * 0.5;
    let (across, down) = (
        area.left() + (area.width() * 0.6).round(),
        area.center().y.round(),
    );
    vec![
        Rect::from_min_max(area.min, pos2(across - half, area.bottom())),
        Rect::from_min_max(
            pos2(across + half, area.top()),
            pos2(area.right(), down - half),
        ),
        Rect::from_min_max(pos2(across + half, down + half), area.max),
    ]
}

fn is_joined_to(left: Option<&Cell>, right: Option<&Cell>) -> bool {
    is_joined(
        left.and_then(|cell| cell.hung.as_ref()),
        right.and_then(|cell| cell.hung.as_ref()),
    )
}

/// The lines between `count` equal parts.
fn share(from: f32, length: f32, count: u32) -> impl Fn(u32) -> f32 {
    let count = count.max(1);
    move |line| {
        let share = f64::from(line.min(count)) / f64::from(count);
        from + (length * super::paint::narrow(share)).round()
    }
}

#[cfg(test)]
mod tests;

//! Cells fill their area, with gaps only where pictures do not join.

use egui::{Rect, pos2};
use overread_image::Plane;
use overread_viewer::{Align, Cell, Hung, Layout, Links, Scale, VoiChoice};

use super::rects;

fn cell(row: u32, column: u32, spans: [u32; 2], align: Align) -> Cell {
    Cell {
        row,
        column,
        row_span: spans[0],
        column_span: spans[1],
        hung: Some(Hung {
            series_idx: 0,
            plane: Plane::Acquired,
            voi: VoiChoice::File,
            slab: None,
            is_inverted: false,
            is_flipped: false,
            is_upside_down: false,
            align,
            scale: Scale::Fit,
        }),
        wanted: String::new(),
    }
}

fn layout(rows: u32, columns: u32, cells: Vec<Cell>) -> Layout {
    Layout {
        id: "test".to_owned(),
        rows,
        columns,
        cells,
        links: Links::default(),
    }
}

const AREA: Rect = Rect::from_min_max(pos2(10.0, 20.0), pos2(611.0, 420.0));

#[test]
fn one_cell_is_the_area() {
    let layout = layout(1, 1, vec![cell(0, 0, [1, 1], Align::Centre)]);
    assert_eq!(rects(AREA, &layout), [AREA]);
}

#[test]
fn chest_walls_meet_without_a_gap() {
    let joined = layout(
        1,
        2,
        vec![
            cell(0, 0, [1, 1], Align::Right),
            cell(0, 1, [1, 1], Align::Left),
        ],
    );
    let found = rects(AREA, &joined);
    assert_eq!(found[0].right(), found[1].left());
    let apart = layout(
        1,
        2,
        vec![
            cell(0, 0, [1, 1], Align::Left),
            cell(0, 1, [1, 1], Align::Right),
        ],
    );
    let found = rects(AREA, &apart);
    assert_eq!(found[1].left() - found[0].right(), 2.0);
    assert_eq!(
        (found[0].left(), found[1].right()),
        (AREA.left(), AREA.right())
    );
}

#[test]
fn spans_take_their_rows_and_columns() {
    let layout = layout(
        2,
        3,
        vec![
            cell(0, 0, [2, 2], Align::Centre),
            cell(0, 2, [1, 1], Align::Centre),
            cell(1, 2, [1, 1], Align::Centre),
        ],
    );
    let found = rects(AREA, &layout);
    assert_eq!(found[0].height(), AREA.height());
    assert_eq!(found[1].left() - found[0].right(), 2.0);
    assert_eq!(found[2].top() - found[1].bottom(), 2.0);
    assert_eq!(found[2].max, AREA.max);
}

#[test]
fn three_planes_fold_where_a_row_would_be_too_narrow() {
    let mut cells: Vec<Cell> = (0..3)
        .map(|column| cell(0, column, [1, 1], Align::Centre))
        .collect();
    let plane = |cell: &mut Cell, plane| cell.hung.as_mut().unwrap().plane = plane;
    plane(&mut cells[1], Plane::Coronal);
    plane(&mut cells[2], Plane::Sagittal);
    let layout = layout(1, 3, cells);
    let wide = Rect::from_min_max(pos2(0.0, 0.0), pos2(1200.0, 400.0));
    let found = rects(wide, &layout);
    assert!(found.iter().all(|rect| rect.height() == 400.0));
    let found = rects(AREA, &layout);
    assert!(found[0].width() > found[1].width() && found[0].height() == AREA.height());
    assert_eq!(
        (found[1].left(), found[1].right()),
        (found[2].left(), found[2].right())
    );
    assert_eq!(found[2].top() - found[1].bottom(), 2.0);
}

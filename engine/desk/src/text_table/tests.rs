//! Nothing of a table is cut off, however narrow its place is.

use egui::{Pos2, RawInput, Rect, vec2};

use super::*;

/// The table drawn into a place of this width: where its texts end, and how many lines of text there are.
fn drawn(width: f32) -> (f32, usize) {
    let context = egui::Context::default();
    let size = vec2(width, 600.0);
    let input = RawInput {
        screen_rect: Some(Rect::from_min_size(Pos2::ZERO, size)),
        ..RawInput::default()
    };
    let mut found = (0.0, 0);
    let output = context.run_ui(input, |ui| {
        let headings = ["task", "AI", "cases", "right"].map(str::to_owned);
        let row = [
            "Computed tomography of the chest",
            "right",
            "12",
            "83 % (55 % to 95 %)",
        ];
        text_table(ui, "table", headings, vec![row.map(RichText::new)]);
        found.0 = ui.min_rect().right();
    });
    for shape in output.shapes {
        if let egui::Shape::Text(text) = shape.shape {
            found.0 = f32::max(found.0, text.pos.x + text.galley.size().x);
            found.1 += text.galley.rows.len();
        }
    }
    found
}

#[test]
fn a_wide_place_has_columns_and_a_narrow_one_paragraphs() {
    let (right, lines) = drawn(900.0);
    assert!(right <= 900.0);
    assert_eq!(lines, 8, "a text in each cell and over each column");
    for width in [160.0, 240.0] {
        let (right, lines) = drawn(width);
        assert!(right <= width, "{right} of {width}");
        assert!((2..8).contains(&lines), "{lines} lines in {width}");
    }
}

//! The list of keys and mouse buttons, drawn over the images. Drawing only.

use egui::{Align2, Color32, FontId, Painter, Rect, Stroke, StrokeKind, pos2, vec2};

use crate::tokens;
use crate::words::{Word, Words};

/// Keys and what they do, as they stand on the sheet.
const ROWS: [(&str, Word); 24] = [
    ("W", Word::ToolWindow),
    ("P", Word::ToolPan),
    ("Z", Word::ToolZoom),
    ("M", Word::ToolMark),
    ("L", Word::ToolLength),
    ("Q", Word::ToolValue),
    ("1 … 9", Word::KeyPresets),
    ("0", Word::WindowFull),
    ("`", Word::KeyFileWindow),
    ("I", Word::KeyInvert),
    ("↑ ↓", Word::KeyStep),
    ("Shift ↑ ↓", Word::KeyStepTen),
    ("Home End", Word::KeyEnds),
    (", .", Word::ToolPlanes),
    ("Enter", Word::KeySingle),
    ("← →", Word::KeyPane),
    ("PgUp PgDn", Word::KeySeries),
    ("N", Word::KeyFinding),
    ("G", Word::KeyOverlay),
    ("F3", Word::KeyServices),
    ("J", Word::KeyCornerText),
    ("D", Word::ToolFit),
    ("Delete", Word::KeyDeleteMark),
    ("Esc", Word::KeyCancel),
];

/// Mouse buttons and what they do.
const MOUSE: [(Word, Word); 4] = [
    (Word::MouseWheel, Word::MouseWheelDoes),
    (Word::MouseLeft, Word::MouseLeftDoes),
    (Word::MouseMiddle, Word::ToolPan),
    (Word::MouseRight, Word::ToolZoom),
];

/// Draws the sheet into the middle of `area`; before the reveal it does not speak of the AI.
pub(crate) fn draw(painter: &Painter, area: Rect, words: &Words, is_ai_revealed: bool) {
    let mut rows: Vec<(String, String)> = MOUSE
        .iter()
        .map(|&(button, does)| (words.text(button), words.text(does)))
        .collect();
    let is_of_ai = |word| {
        matches!(
            word,
            Word::KeyFinding | Word::KeyOverlay | Word::KeyServices
        )
    };
    let known = ROWS
        .iter()
        .filter(|&&(_, word)| is_ai_revealed || !is_of_ai(word));
    rows.extend(known.map(|&(key, word)| (key.to_owned(), words.text(word))));
    let row_height = 20.0;
    let n_rows = f32::from(u8::try_from(rows.len()).unwrap_or(u8::MAX));
    let size = vec2(
        470.0_f32.min(area.width() - 20.0),
        row_height * n_rows + 62.0,
    );
    let sheet = Rect::from_center_size(area.center(), size);
    painter.rect_filled(sheet, 6.0, Color32::from_black_alpha(225));
    painter.rect_stroke(
        sheet,
        6.0,
        Stroke::new(1.0, tokens::LINE),
        StrokeKind::Inside,
    );
    let title = words.text(Word::KeySheetTitle);
    let at = sheet.min + vec2(18.0, 14.0);
    painter.text(
        at,
        Align2::LEFT_TOP,
        title,
        FontId::proportional(17.0),
        tokens::TEXT_BRIGHT,
    );
    let font = FontId::proportional(13.5);
    for (row, (key, does)) in (0_u8..).zip(&rows) {
        let y = sheet.top() + 46.0 + row_height * f32::from(row);
        let at = pos2(sheet.left() + 18.0, y);
        painter.text(at, Align2::LEFT_TOP, key, font.clone(), tokens::TEXT_BRIGHT);
        painter.text(
            at + vec2(150.0, 0.0),
            Align2::LEFT_TOP,
            does,
            font.clone(),
            tokens::TEXT,
        );
    }
}

//! The list of keys and mouse buttons, drawn over the images. Drawing only.

use egui::{Align2, Color32, FontId, Painter, Rect, Stroke, StrokeKind, pos2, vec2};

use overread_viewer::{Action, Drag, Keymap, MouseMap, Tool, Wheel};

use crate::tokens;
use crate::words::{Word, Words};

/// Actions and what they do, as they stand on the sheet; their keys are those of the profile.
const ROWS: [(&[Action], Word); 44] = [
    (&[Action::Tool(Tool::Window)], Word::ToolWindow),
    (&[Action::Tool(Tool::Pan)], Word::ToolPan),
    (&[Action::Tool(Tool::Zoom)], Word::ToolZoom),
    (&[Action::Tool(Tool::Scroll)], Word::ToolScroll),
    (&[Action::Tool(Tool::Crosshair)], Word::ToolCrosshair),
    (&[Action::Tool(Tool::Mark)], Word::ToolMark),
    (&[Action::Tool(Tool::Length)], Word::ToolLength),
    (
        &[Action::Tool(Tool::Bidirectional)],
        Word::ToolBidirectional,
    ),
    (&[Action::Tool(Tool::Angle)], Word::ToolAngle),
    (&[Action::Tool(Tool::Ellipse)], Word::ToolEllipse),
    (&[Action::Tool(Tool::Rectangle)], Word::ToolRectangle),
    (&[Action::Tool(Tool::Freehand)], Word::ToolFreehand),
    (&[Action::Tool(Tool::Value)], Word::ToolValue),
    (&[Action::Tool(Tool::Arrow)], Word::ToolArrow),
    (&[Action::Tool(Tool::Magnifier)], Word::ToolMagnifier),
    (&[Action::Preset(1), Action::Preset(9)], Word::KeyPresets),
    (&[Action::FullRange], Word::WindowFull),
    (&[Action::FileVoi], Word::KeyFileWindow),
    (&[Action::Invert], Word::KeyInvert),
    (
        &[Action::FlipHorizontal, Action::FlipVertical],
        Word::KeyFlip,
    ),
    (&[Action::Rotate(1), Action::Rotate(-1)], Word::KeyRotate),
    (&[Action::DisplayArea], Word::ToolFit),
    (&[Action::Step(-1), Action::Step(1)], Word::KeyStep),
    (&[Action::Step(-10), Action::Step(10)], Word::KeyStepTen),
    (&[Action::FirstSlice, Action::LastSlice], Word::KeyEnds),
    (&[Action::Cine], Word::KeyCine),
    (&[Action::Stage(-1), Action::Stage(1)], Word::KeyStage),
    (&[Action::Single], Word::KeySingle),
    (&[Action::Viewport(-1), Action::Viewport(1)], Word::KeyPane),
    (&[Action::Series(-1), Action::Series(1)], Word::KeySeries),
    (&[Action::SlabMode], Word::KeySlabMode),
    (&[Action::Slab(-1), Action::Slab(1)], Word::KeySlab),
    (&[Action::LinkScroll], Word::KeyLinkScroll),
    (&[Action::LinkWindowAndZoom], Word::KeyLinkWindow),
    (&[Action::ReferenceLines], Word::KeyReferenceLines),
    (&[Action::KeyImage], Word::KeyKeyImage),
    (&[Action::CornerText], Word::KeyCornerText),
    (&[Action::Undo, Action::Redo], Word::KeyUndo),
    (&[Action::Finding(1)], Word::KeyFinding),
    (&[Action::Overlay], Word::KeyOverlay),
    (&[Action::Services], Word::KeyServices),
    (&[Action::Delete], Word::KeyDeleteMark),
    (&[Action::Cancel], Word::KeyCancel),
    (&[Action::KeyPointer], Word::KeyPointer),
];

/// Keys of the window and of every panel, whatever the profile.
const EVERYWHERE: [(&str, Word); 4] = [
    ("Tab", Word::KeyNextThing),
    ("F6", Word::KeyScreen),
    ("Ctrl +  Ctrl -", Word::KeyTextSize),
    ("Alt Home", Word::KeyHome),
];

/// Height of a row, points.
const ROW: f32 = 19.0;
/// Size of the text, points.
const TEXT: f32 = 13.0;
/// Space around the sheet and beside a column, and between a key and what it does, points.
const MARGIN: f32 = 18.0;
const BETWEEN: f32 = 14.0;

/// Draws the sheet into the middle of `area`; before the reveal it does not speak of the AI.
pub(crate) fn draw(
    painter: &Painter,
    area: Rect,
    words: &Words,
    keymap: &Keymap,
    is_ai_revealed: bool,
) {
    let rows = rows(words, keymap, is_ai_revealed);
    // In one column where it fits, else in as many as the area is wide; where even three do not hold it all, smaller.
    let a_column = narrow_count((area.height() - 90.0) / ROW).max(1);
    let columns = rows.len().div_ceil(a_column).clamp(1, 3);
    let a_column = rows.len().div_ceil(columns);
    let n_rows = f32::from(u8::try_from(a_column).unwrap_or(99));
    let columns: Vec<Column<'_>> = rows
        .chunks(a_column)
        .map(|rows| Column::of(painter, rows))
        .collect();
    let natural = columns.iter().map(Column::width).sum::<f32>() + MARGIN;
    let scale = ((area.height() - 20.0) / (ROW * n_rows + 62.0))
        .min((area.width() - 20.0) / natural)
        .clamp(0.4, 1.0);
    let row_height = ROW * scale;
    let size = vec2(natural * scale, row_height * n_rows + 62.0 * scale);
    let sheet = Rect::from_center_size(area.center(), size);
    painter.rect_filled(sheet, 6.0, Color32::from_black_alpha(235));
    let line = Stroke::new(1.0, tokens::LINE);
    painter.rect_stroke(sheet, 6.0, line, StrokeKind::Inside);
    let title = words.text(Word::KeySheetTitle);
    let at = sheet.min + vec2(MARGIN, 14.0) * scale;
    let font = FontId::proportional(17.0 * scale);
    painter.text(at, Align2::LEFT_TOP, title, font, tokens::TEXT_BRIGHT);
    let font = FontId::proportional(TEXT * scale);
    let mut left = sheet.left() + MARGIN * scale;
    for column in &columns {
        for (row, (key, does)) in (0_u8..).zip(column.rows) {
            let top = sheet.top() + 46.0 * scale + row_height * f32::from(row);
            let at = pos2(left, top);
            painter.text(at, Align2::LEFT_TOP, key, font.clone(), tokens::TEXT_BRIGHT);
            let at = at + vec2((column.keys + BETWEEN) * scale, 0.0);
            painter.text(at, Align2::LEFT_TOP, does, font.clone(), tokens::TEXT);
        }
        left += column.width() * scale;
    }
}

/// Rows that stand below each other, as wide as their longest texts.
struct Column<'a> {
    rows: &'a [(String, String)],
    keys: f32,
    texts: f32,
}

impl<'a> Column<'a> {
    fn of(painter: &Painter, rows: &'a [(String, String)]) -> Self {
        let width = |text: &String| {
            let font = FontId::proportional(TEXT);
            let galley = painter.layout_no_wrap(text.clone(), font, tokens::TEXT);
            galley.size().x
        };
        let widest = |widths: &mut dyn Iterator<Item = f32>| widths.fold(0.0, f32::max);
        Self {
            rows,
            keys: widest(&mut rows.iter().map(|(key, _)| width(key))),
            texts: widest(&mut rows.iter().map(|(_, does)| width(does))),
        }
    }

    /// With the space to the next column, at full size.
    fn width(&self) -> f32 {
        self.keys + BETWEEN + self.texts + MARGIN
    }
}

fn rows(words: &Words, keymap: &Keymap, is_ai_revealed: bool) -> Vec<(String, String)> {
    let mut rows = mouse_rows(words, &keymap.mouse);
    let is_of_ai = |word| {
        matches!(
            word,
            Word::KeyFinding | Word::KeyOverlay | Word::KeyServices
        )
    };
    for &(actions, word) in ROWS
        .iter()
        .filter(|(_, word)| is_ai_revealed || !is_of_ai(*word))
    {
        let sign = |&action| Some(keymap.chords_of(action).first()?.sign());
        let signs: Vec<String> = actions.iter().filter_map(sign).collect();
        let between = if word == Word::KeyPresets {
            " … "
        } else {
            "  "
        };
        if !signs.is_empty() {
            rows.push((signs.join(between), words.text(word)));
        }
    }
    let everywhere = EVERYWHERE.iter();
    rows.extend(everywhere.map(|&(key, word)| (key.to_owned(), words.text(word))));
    rows
}

/// What the mouse does by the profile.
fn mouse_rows(words: &Words, mouse: &MouseMap) -> Vec<(String, String)> {
    let mut rows: Vec<(String, String)> = Vec::new();
    for (button, drag) in [
        (Word::MouseLeft, mouse.left),
        (Word::MouseMiddle, mouse.middle),
        (Word::MouseRight, mouse.right),
        (Word::MouseBoth, mouse.both),
    ] {
        rows.push((words.text(button), words.text(drag_word(drag))));
    }
    rows.push((
        words.text(Word::MouseClickRight),
        words.text(Word::ToolMenu),
    ));
    rows.push((words.text(Word::MouseTwice), words.text(Word::KeySingle)));
    for (held, wheel) in [
        ("", mouse.wheel),
        ("Ctrl ", mouse.ctrl_wheel),
        ("Shift ", mouse.shift_wheel),
        ("Alt ", mouse.alt_wheel),
    ] {
        if let Some(word) = wheel_word(wheel) {
            rows.push((
                format!("{held}{}", words.text(Word::MouseWheel)),
                words.text(word),
            ));
        }
    }
    rows
}

fn drag_word(drag: Drag) -> Word {
    match drag {
        Drag::ActiveTool => Word::MouseLeftDoes,
        Drag::Window => Word::ToolWindow,
        Drag::Pan => Word::ToolPan,
        Drag::Zoom => Word::ToolZoom,
        Drag::Scroll => Word::ToolScroll,
    }
}

fn wheel_word(wheel: Wheel) -> Option<Word> {
    match wheel {
        Wheel::Slice => Some(Word::KeyStep),
        Wheel::TenSlices => Some(Word::KeyStepTen),
        Wheel::Zoom => Some(Word::ToolZoom),
        Wheel::Slab => Some(Word::KeySlab),
        Wheel::Nothing => None,
    }
}

/// A number of rows.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what a screen holds"
)]
fn narrow_count(rows: f32) -> usize {
    rows.clamp(1.0, 200.0) as usize
}

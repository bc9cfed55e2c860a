//! Whether the last act is saved: a sign with a word of its own for each, never colour alone.

use egui::{Color32, Rect, RichText, Sense, Stroke, Ui, vec2};

use crate::desk::Desk;
use crate::tokens;
use crate::words::Word;
use crate::{DeskError, DeskInput, LastAct};

impl Desk {
    /// Says whether the last act is in the journal. An error of writing is never outshone by an earlier success.
    pub(crate) fn saved_ui(&self, ui: &mut Ui, input: &DeskInput<'_>) {
        let has_failed = matches!(input.error, Some(DeskError::NotSaved(_)));
        match input.around.saved {
            LastAct::NotSaved => self.not_saved_ui(ui),
            LastAct::None | LastAct::Saved if has_failed => self.not_saved_ui(ui),
            LastAct::Saved => {
                sign(ui, tokens::GOOD, true);
                let text = RichText::new(self.words.text(Word::Saved)).color(tokens::GOOD);
                ui.label(text);
            }
            LastAct::None => {}
        }
    }

    fn not_saved_ui(&self, ui: &mut Ui) {
        let frame = egui::Frame::new()
            .fill(tokens::BANNER)
            .corner_radius(3.0)
            .inner_margin(egui::Margin::symmetric(6, 1));
        frame.show(ui, |ui| {
            sign(ui, tokens::TEXT_BRIGHT, false);
            let text = RichText::new(self.words.text(Word::NotSaved));
            ui.label(text.color(tokens::TEXT_BRIGHT).strong());
        });
    }
}

/// A tick or a cross.
fn sign(ui: &mut Ui, color: Color32, is_good: bool) {
    let (rect, _) = ui.allocate_exact_size(vec2(14.0, 14.0), Sense::hover());
    let (painter, stroke) = (ui.painter(), Stroke::new(2.0, color));
    let at = Rect::from_center_size(rect.center(), vec2(10.0, 10.0));
    if is_good {
        let knee = at.center_bottom() - vec2(1.5, 1.5);
        painter.line_segment([at.left_center(), knee], stroke);
        painter.line_segment([knee, at.right_top()], stroke);
    } else {
        painter.line_segment([at.left_top(), at.right_bottom()], stroke);
        painter.line_segment([at.right_top(), at.left_bottom()], stroke);
    }
}

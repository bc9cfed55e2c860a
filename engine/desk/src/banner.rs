//! The red notice over a panel while an unsigned plugin runs or may run. Whether one does, the host knows.

use egui::{Align, Frame, Label, Layout, Margin, Panel, RichText, Ui};

use crate::DeskInput;
use crate::desk::Desk;
use crate::tokens;
use crate::words::Word;

impl Desk {
    /// Draws the notice along the top of a panel where it is due; `name` tells the panels of one context apart.
    pub(crate) fn banner_ui(&self, ui: &mut Ui, input: &DeskInput<'_>, name: &'static str) {
        if !input.is_developer_mode {
            return;
        }
        let frame = Frame::new()
            .fill(tokens::BANNER)
            .inner_margin(Margin::symmetric(8, 4));
        let panel = Panel::top(name).frame(frame).show_separator_line(false);
        panel.show(ui, |ui| {
            let centred = Layout::top_down(Align::Center);
            ui.with_layout(centred, |ui| {
                let text = self.words.text(Word::DeveloperMode);
                let text = RichText::new(text).color(tokens::TEXT_BRIGHT).strong();
                ui.add(Label::new(text).wrap());
            });
        });
    }
}

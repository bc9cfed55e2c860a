//! The wide buttons of the start: what it is, and what it means in a second line.

use egui::text::LayoutJob;
use egui::{Align, Button, FontSelection, Layout, Response, RichText, Ui, vec2};

use crate::desk::Desk;
use crate::tokens;
use crate::words::Word;

use super::{StartPage, StartState};

/// The widest that a page is drawn, points.
const WIDTH: f32 = 640.0;

/// A column in the middle that is no wider than is good to read.
pub(super) fn narrow<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let free = ui.available_width();
    let width = free.min(WIDTH * (tokens::body_size(ui) / 14.5));
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space((free - width) / 2.0);
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.vertical(|ui| {
            ui.set_width(width);
            add(ui)
        })
        .inner
    })
    .inner
}

/// A button over the whole width with a second line.
pub(super) fn wide_button(ui: &mut Ui, is_main: bool, name: &str, detail: &str) -> Response {
    let mut job = LayoutJob::default();
    let size = tokens::body_size(ui);
    let mut add = |text: &str, size: f32, color| {
        let text = RichText::new(text).size(size).color(color);
        text.append_to(&mut job, ui.style(), FontSelection::Default, Align::Min);
    };
    add(name, size * 1.1, tokens::TEXT_BRIGHT);
    if !detail.is_empty() {
        let color = if is_main {
            tokens::TEXT_BRIGHT
        } else {
            tokens::TEXT
        };
        add(&format!("\n{detail}"), size * 0.92, color);
    }
    let fill = if is_main {
        tokens::ACCENT
    } else {
        tokens::CONTROL
    };
    let layout = Layout::top_down_justified(Align::Min);
    ui.with_layout(layout, |ui| {
        ui.spacing_mut().button_padding = vec2(12.0, 7.0);
        ui.add(Button::new(job).fill(fill).wrap())
    })
    .inner
}

impl StartState {
    /// Gives a thing the keyboard if the page was opened just now.
    pub(super) fn focus_first(&mut self, response: &Response) {
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
        }
    }
}

impl Desk {
    /// The heading of a page, and the way back from it.
    pub(super) fn start_heading_ui(&mut self, ui: &mut Ui, word: Word) {
        ui.horizontal_wrapped(|ui| {
            let back = ui.button(format!("← {}", self.words.text(Word::StartBack)));
            self.start.focus_first(&back);
            if back.clicked() {
                self.open_start(StartPage::Home);
            }
            ui.label(
                RichText::new(self.words.text(word))
                    .heading()
                    .color(tokens::TEXT_BRIGHT),
            );
        });
        ui.add_space(6.0);
    }
}

//! What the window draws around the panels: the hint over the room and the bar above the columns of Focus mode.

use bevy_egui::egui;

use crate::layout::ScreenId;
use crate::words::Words;

const BAR: egui::Color32 = egui::Color32::from_rgb(24, 26, 29);
const DIM: egui::Color32 = egui::Color32::from_rgb(134, 141, 150);
const BRIGHT: egui::Color32 = egui::Color32::from_rgb(218, 222, 226);

/// The hint over the room: what to press to read.
pub(crate) fn room_hint_ui(ui: &mut egui::Ui, words: &Words) {
    let rect = ui.max_rect();
    let hint = egui::Align2::CENTER_BOTTOM;
    let at = rect.center_bottom() - egui::vec2(0.0, 14.0);
    let painter = ui.painter();
    let small = egui::FontId::proportional(12.5);
    let keys = painter.layout_no_wrap(words.room_keys.to_owned(), small, DIM);
    let line = painter.layout_no_wrap(
        words.room_hint.to_owned(),
        egui::FontId::proportional(15.0),
        BRIGHT,
    );
    let size = egui::vec2(
        keys.size().x.max(line.size().x),
        keys.size().y + line.size().y + 3.0,
    );
    let text = hint.anchor_size(at, size);
    painter.rect_filled(
        text.expand2(egui::vec2(14.0, 7.0)),
        8.0,
        egui::Color32::from_black_alpha(150),
    );
    painter.galley(
        egui::pos2(text.center().x - line.size().x / 2.0, text.min.y),
        line.clone(),
        BRIGHT,
    );
    let below = egui::pos2(
        text.center().x - keys.size().x / 2.0,
        text.min.y + line.size().y + 3.0,
    );
    painter.galley(below, keys, DIM);
}

/// The bar above the columns: which screen is in front, and the way to the room. True if the room was asked for.
pub(crate) fn focus_bar_ui(ui: &mut egui::Ui, words: &Words, front: &mut ScreenId) -> bool {
    let frame = egui::Frame::new()
        .fill(BAR)
        .inner_margin(egui::Margin::symmetric(10, 3));
    let bar = egui::Panel::top("focus bar")
        .frame(frame)
        .show_separator_line(false);
    bar.show(ui, |ui| {
        ui.horizontal(|ui| {
            for screen in ScreenId::ALL {
                if ui
                    .selectable_label(*front == screen, words.screen(screen))
                    .clicked()
                {
                    *front = screen;
                }
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.button(words.to_room).clicked()
            })
            .inner
        })
        .inner
    })
    .inner
}

/// A screen whose session is being prepared: dark, and on the viewer what is done.
pub(crate) fn preparing_ui(ui: &mut egui::Ui, words: &Words, is_said: bool) {
    let frame = egui::Frame::new().fill(BAR).inner_margin(28.0);
    egui::CentralPanel::default().frame(frame).show(ui, |ui| {
        if !is_said {
            return;
        }
        ui.add_space(ui.available_height() * 0.35);
        ui.vertical_centered(|ui| {
            let heading = egui::RichText::new(words.preparing).size(20.0);
            ui.label(heading.color(BRIGHT));
            ui.colored_label(DIM, words.preparing_means);
            ui.colored_label(DIM, words.not_for_diagnosis);
        });
    });
}

/// A screen without a session: dark, and on the viewer why.
pub(crate) fn nothing_to_read_ui(ui: &mut egui::Ui, words: &Words, reason: Option<&str>) {
    let frame = egui::Frame::new().fill(BAR).inner_margin(28.0);
    egui::CentralPanel::default().frame(frame).show(ui, |ui| {
        let Some(reason) = reason else { return };
        egui::ScrollArea::vertical().show(ui, |ui| {
            ui.label(
                egui::RichText::new(words.nothing_to_read)
                    .size(20.0)
                    .color(BRIGHT),
            );
            ui.colored_label(DIM, words.not_for_diagnosis);
            ui.add_space(10.0);
            for line in reason.lines() {
                ui.label(egui::RichText::new(line).size(15.0).color(DIM));
            }
        });
    });
}

//! What the window draws around the panels: the hint over the room and the bar above the columns of Focus mode.

use bevy_egui::egui;

use crate::layout::ScreenId;
use crate::words::Words;

const BAR: egui::Color32 = egui::Color32::from_rgb(24, 26, 29);
const DIM: egui::Color32 = egui::Color32::from_rgb(134, 141, 150);
const FRAME: egui::Color32 = egui::Color32::from_rgb(96, 150, 205);
const BRIGHT: egui::Color32 = egui::Color32::from_rgb(218, 222, 226);

/// The hint over the room: what to press to read, and the place to click for it.
pub(crate) fn room_hint_ui(ui: &mut egui::Ui, words: &Words) -> egui::Response {
    let at = ui.max_rect().center_bottom() - egui::vec2(0.0, 14.0);
    let small = egui::FontId::proportional(12.5);
    let usual = egui::FontId::proportional(15.0);
    let keys = ui
        .painter()
        .layout_no_wrap(words.room_keys.to_owned(), small, DIM);
    let line = ui
        .painter()
        .layout_no_wrap(words.room_hint.to_owned(), usual, BRIGHT);
    let size = egui::vec2(
        keys.size().x.max(line.size().x),
        keys.size().y + line.size().y + 3.0,
    );
    let text = egui::Align2::CENTER_BOTTOM.anchor_size(at, size);
    let rect = text.expand2(egui::vec2(14.0, 7.0));
    let hint = ui
        .interact(rect, ui.id().with("room hint"), egui::Sense::click())
        .on_hover_cursor(egui::CursorIcon::PointingHand);
    hint.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, words.room_hint));
    let ground = if hint.hovered() { 210 } else { 150 };
    let painter = ui.painter();
    painter.rect_filled(rect, 8.0, egui::Color32::from_black_alpha(ground));
    let below = egui::pos2(
        text.center().x - keys.size().x / 2.0,
        text.min.y + line.size().y + 3.0,
    );
    let above = egui::pos2(text.center().x - line.size().x / 2.0, text.min.y);
    painter.galley(above, line, BRIGHT);
    painter.galley(below, keys, DIM);
    hint
}

/// What was asked for in the bar above the columns.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct BarAsks {
    /// The room.
    pub(crate) is_room: bool,
    /// The start menu.
    pub(crate) is_home: bool,
}

/// The bar above the columns: which screen is in front, the way to the room, and to the start menu where it may be taken.
pub(crate) fn focus_bar_ui(
    ui: &mut egui::Ui,
    words: &Words,
    front: &mut ScreenId,
    may_go_home: bool,
) -> BarAsks {
    let frame = egui::Frame::new()
        .fill(BAR)
        .inner_margin(egui::Margin::symmetric(10, 3));
    let bar = egui::Panel::top("focus bar")
        .frame(frame)
        .show_separator_line(false);
    bar.show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            let is_home = may_go_home && ui.button(words.to_start).clicked();
            for screen in ScreenId::ALL {
                if ui
                    .selectable_label(*front == screen, words.screen(screen))
                    .clicked()
                {
                    *front = screen;
                }
            }
            let is_room = ui.button(words.to_room).clicked();
            BarAsks { is_room, is_home }
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

/// The frame around the monitor that the keys go to.
pub(crate) fn keyboard_frame_ui(ui: &egui::Ui) {
    let edge = egui::Stroke::new(2.0, FRAME);
    let rect = ui.ctx().viewport_rect();
    let on_top = egui::LayerId::new(egui::Order::Foreground, egui::Id::new("keyboard frame"));
    let painter = ui.ctx().layer_painter(on_top);
    painter.rect_stroke(rect, 0.0, edge, egui::StrokeKind::Inside);
}

#[cfg(test)]
mod tests;

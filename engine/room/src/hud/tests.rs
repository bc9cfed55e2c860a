//! The hint over the room can be clicked.

use super::*;
use crate::cli::Locale;

/// One pass with these events; the hint's rectangle, and whether it was clicked.
fn pass(ctx: &egui::Context, events: Vec<egui::Event>) -> (egui::Rect, bool) {
    let size = egui::vec2(800.0, 450.0);
    let input = egui::RawInput {
        screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, size)),
        events,
        ..egui::RawInput::default()
    };
    let mut found = None;
    let drawn = ctx.run_ui(input, |ui| {
        let hint = room_hint_ui(ui, &Words::of(Locale::En));
        found = Some((hint.rect, hint.clicked()));
    });
    drop(drawn);
    found.unwrap()
}

fn click(at: egui::Pos2) -> Vec<egui::Event> {
    let button = |pressed| egui::Event::PointerButton {
        pos: at,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: egui::Modifiers::NONE,
    };
    vec![egui::Event::PointerMoved(at), button(true), button(false)]
}

#[test]
fn a_click_on_the_hint_is_told_and_one_beside_it_is_not() {
    let ctx = egui::Context::default();
    let (rect, _) = pass(&ctx, Vec::new());
    assert!(rect.width() > 100.0 && rect.max.y <= 450.0, "{rect:?}");
    assert!(!pass(&ctx, click(rect.center_top() - egui::vec2(0.0, 20.0))).1);
    assert!(pass(&ctx, click(rect.center())).1);
}

//! Colours, sizes and fonts of the desk, and the egui context that wears them. No widgets.

/// Fonts, colours and behaviour of an egui context; call it once on every context that a panel is drawn on.
pub fn prepare_context(ctx: &egui::Context) {
    ctx.set_visuals(egui::Visuals::dark());
}

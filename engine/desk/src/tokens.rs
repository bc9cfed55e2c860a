//! Colours, sizes and fonts of the desk, and the egui context that wears them. No widgets.

use egui::{Color32, CornerRadius, FontFamily, FontId, Stroke, TextStyle, Visuals};

/// Behind the panels: dim, so that the images stay the brightest thing in the room.
pub(crate) const BACKGROUND: Color32 = Color32::from_rgb(20, 22, 25);
/// Cards and bars on the background.
pub(crate) const RAISED: Color32 = Color32::from_rgb(29, 32, 36);
/// Buttons and fields at rest.
pub(crate) const CONTROL: Color32 = Color32::from_rgb(44, 49, 55);
/// Buttons under the pointer.
pub(crate) const CONTROL_HOVER: Color32 = Color32::from_rgb(58, 65, 73);
/// Thin lines between things.
pub(crate) const LINE: Color32 = Color32::from_rgb(54, 60, 67);
/// Text.
pub(crate) const TEXT: Color32 = Color32::from_rgb(206, 212, 219);
/// Text that matters more.
pub(crate) const TEXT_BRIGHT: Color32 = Color32::from_rgb(238, 241, 244);
/// Text that matters less.
pub(crate) const TEXT_DIM: Color32 = Color32::from_rgb(146, 154, 163);
/// The thing to do next, and what is selected.
pub(crate) const ACCENT: Color32 = Color32::from_rgb(58, 110, 165);
/// Something to look at before going on.
pub(crate) const WARNING: Color32 = Color32::from_rgb(232, 163, 61);
/// Something that failed.
pub(crate) const ERROR: Color32 = Color32::from_rgb(236, 112, 99);
/// Behind the notice that an unsigned plugin may run.
pub(crate) const BANNER: Color32 = Color32::from_rgb(178, 34, 34);
/// Something that is done.
pub(crate) const GOOD: Color32 = Color32::from_rgb(110, 196, 139);
/// Around the images.
pub(crate) const IMAGE_SURROUND: Color32 = Color32::BLACK;
/// Text on images; outlined in black.
pub(crate) const IMAGE_TEXT: Color32 = Color32::from_rgb(214, 220, 226);
/// The ring around what has the keyboard, and the crosshair that keys move.
pub(crate) const FOCUS: Color32 = Color32::from_rgb(255, 240, 170);
/// Lengths and points that the reader measured.
pub(crate) const MEASURE: Color32 = Color32::from_rgb(240, 240, 240);
/// The frame of the viewport that keys act on.
pub(crate) const ACTIVE: Color32 = Color32::from_rgb(96, 150, 205);
/// Outlines of a region grid.
pub(crate) const GRID: Color32 = Color32::from_rgb(176, 196, 222);
/// The tag of a prior study.
pub(crate) const PRIOR: Color32 = Color32::from_rgb(150, 168, 196);
/// The reader's marks.
pub(crate) const READER: Color32 = Color32::from_rgb(255, 214, 64);
/// AI marks.
pub(crate) const AI: Color32 = Color32::from_rgb(53, 216, 232);
/// The truth, after the end.
pub(crate) const TRUTH: Color32 = Color32::from_rgb(92, 219, 116);
/// The dark halo around marks.
pub(crate) const HALO: Color32 = Color32::from_rgba_premultiplied(0, 0, 0, 190);
/// The frames of the three planes: transverse, frontal, lateral.
pub(crate) const PLANES: [Color32; 3] = [
    Color32::from_rgb(190, 84, 84),
    Color32::from_rgb(84, 160, 96),
    Color32::from_rgb(180, 168, 76),
];

/// Text on images, points.
pub(crate) const IMAGE_TEXT_SIZE: f32 = 13.0;
/// Orientation letters, points.
pub(crate) const LETTER_SIZE: f32 = 17.0;
/// Width of the slice bar at the right edge of an image, points.
pub(crate) const SLICE_BAR_WIDTH: f32 = 12.0;

/// Fonts, colours and behaviour of an egui context; call it once on every context that a panel is drawn on.
pub fn prepare_context(ctx: &egui::Context) {
    ctx.set_theme(egui::Theme::Dark);
    ctx.options_mut(|options| options.zoom_with_keyboard = false);
    ctx.add_plugin(crate::key_hand::KeyHand::default());
    let mut fonts = egui::FontDefinitions::default();
    if let Some(family) = fonts.families.get_mut(&FontFamily::Proportional) {
        // Arrows are in the monospaced font only.
        family.push("Hack".to_owned());
    }
    ctx.set_fonts(fonts);
    ctx.all_styles_mut(|style| {
        style.visuals = visuals();
        // A later repaint that something asks for is redrawn at full rate until then by the host.
        style.visuals.text_cursor.blink = false;
        style.animation_time = 0.0;
        style.scroll_animation = egui::style::ScrollAnimation::none();
        style.interaction.tooltip_delay = 0.0;
        style.interaction.selectable_labels = false;
        style.spacing.item_spacing = egui::vec2(8.0, 6.0);
        style.spacing.button_padding = egui::vec2(9.0, 4.0);
        style.spacing.interact_size.y = 24.0;
        // The scroll bar has a place of its own: it must not lie over the text.
        style.spacing.scroll.floating_allocated_width = 10.0;
        let font = |size| FontId::new(size, FontFamily::Proportional);
        style.text_styles = [
            (TextStyle::Small, font(12.0)),
            (TextStyle::Body, font(14.5)),
            (TextStyle::Button, font(14.0)),
            (TextStyle::Heading, font(20.0)),
            (
                TextStyle::Monospace,
                FontId::new(13.5, FontFamily::Monospace),
            ),
        ]
        .into();
    });
}

/// Sizes of text that keys and buttons step through, per cent of the usual one.
const TEXT_STEPS: [u16; 8] = [75, 90, 100, 110, 125, 150, 175, 200];

/// The next larger size of text, or the next smaller one; the last one at either end. The host applies it as the zoom of
/// its contexts, so that all that goes with text grows with it; images stay pixel for pixel.
#[must_use]
pub fn text_step(percent: u16, is_larger: bool) -> u16 {
    let mut steps = TEXT_STEPS.into_iter();
    let found = if is_larger {
        steps.find(|step| *step > percent)
    } else {
        steps.rfind(|step| *step < percent)
    };
    let [least, .., greatest] = TEXT_STEPS;
    found.unwrap_or(if is_larger { greatest } else { least })
}

/// Larger text where a panel is wide: on a monitor of the room it is read from farther away.
pub(crate) fn scale_text(ui: &mut egui::Ui) {
    // Where all is drawn larger a panel has fewer points, and is as wide as before.
    let width = ui.available_width() * ui.ctx().zoom_factor();
    scale_text_by(ui, (width / 640.0).clamp(1.0, 1.3));
}

/// The same for the viewer, which is wider.
pub(crate) fn scale_viewer_text(ui: &mut egui::Ui) {
    scale_text_by(ui, viewer_text_scale(ui.available_width()));
}

/// How much larger than usual text on images of this width is.
pub(crate) fn viewer_text_scale(width: f32) -> f32 {
    (width / 1_150.0).clamp(1.0, 1.25)
}

fn scale_text_by(ui: &mut egui::Ui, factor: f32) {
    ui.style_mut()
        .text_styles
        .values_mut()
        .for_each(|font| font.size *= factor);
}

/// The size of running text in a panel.
pub(crate) fn body_size(ui: &egui::Ui) -> f32 {
    TextStyle::Body.resolve(ui.style()).size
}

fn visuals() -> Visuals {
    let mut visuals = Visuals::dark();
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(TEXT_DIM);
    visuals.panel_fill = BACKGROUND;
    visuals.window_fill = RAISED;
    visuals.window_stroke = Stroke::new(1.0, LINE);
    visuals.faint_bg_color = RAISED;
    visuals.extreme_bg_color = Color32::from_rgb(13, 14, 16);
    visuals.warn_fg_color = WARNING;
    visuals.error_fg_color = ERROR;
    visuals.selection.bg_fill = ACCENT;
    visuals.selection.stroke = Stroke::new(1.0, TEXT_BRIGHT);
    let radius = CornerRadius::same(4);
    let widgets = &mut visuals.widgets;
    for (widget, fill, text) in [
        (&mut widgets.noninteractive, RAISED, TEXT),
        (&mut widgets.inactive, CONTROL, TEXT),
        (&mut widgets.hovered, CONTROL_HOVER, TEXT_BRIGHT),
        (&mut widgets.active, ACCENT, TEXT_BRIGHT),
        (&mut widgets.open, CONTROL_HOVER, TEXT_BRIGHT),
    ] {
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
        widget.fg_stroke = Stroke::new(1.0, text);
        widget.bg_stroke = Stroke::NONE;
        widget.corner_radius = radius;
        widget.expansion = 0.0;
    }
    visuals.widgets.noninteractive.bg_stroke = Stroke::new(1.0, LINE);
    visuals
}

//! Small widgets that several panels use: headings, buttons, the percentage bar, the label choice. No session, no images.

use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align, Align2, Button, Color32, ComboBox, EventFilter, FontId, Key, Layout, Rect, Response,
    RichText, Sense, Stroke, StrokeKind, TextStyle, TextWrapMode, Ui, WidgetInfo, WidgetText,
    WidgetType, pos2, vec2,
};
use overread_scenario::{LabelId, Questions};

use crate::scene::label_text;
use crate::tokens;
use crate::words::Words;

/// Between the ring of a radio button or the frame of a tick and its text, points.
const ICON_SPACING: f32 = 7.0;

/// A heading over a part of a panel.
pub(crate) fn section_heading(ui: &mut Ui, text: &str) {
    ui.add_space(10.0);
    ui.label(
        RichText::new(text)
            .size(tokens::body_size(ui) * 1.12)
            .color(tokens::TEXT_BRIGHT),
    );
    ui.add_space(1.0);
}

/// The button for the thing to do next.
pub(crate) fn primary_button(ui: &mut Ui, text: &str) -> Response {
    primary_button_if(ui, text, true)
}

/// The one button that goes on, and whether it was pressed: Enter presses it too, unless something else has the keyboard.
pub(crate) fn next_button(ui: &mut Ui, text: &str) -> bool {
    let is_free = ui.memory(|memory| memory.focused().is_none());
    let is_enter = is_free && ui.input(|input| input.key_pressed(Key::Enter));
    primary_button(ui, text).clicked() || is_enter
}

/// As [`primary_button`], pressed or not.
pub(crate) fn primary_button_if(ui: &mut Ui, text: &str, is_enabled: bool) -> Response {
    let fill = if is_enabled {
        tokens::ACCENT
    } else {
        tokens::CONTROL
    };
    let text = RichText::new(text).color(if is_enabled {
        tokens::TEXT_BRIGHT
    } else {
        tokens::TEXT_DIM
    });
    ui.add_enabled(
        is_enabled,
        Button::new(text).fill(fill).min_size(vec2(0.0, 30.0)),
    )
}

/// A text with the sign of right or wrong before it: colour alone says nothing to many eyes.
#[must_use]
pub(crate) fn judged(is_right: bool, text: &str) -> String {
    let sign = if is_right { "✔" } else { "✖" };
    format!("{sign} {text}")
}

/// A card on the background; brighter at its edge when it is selected.
pub(crate) fn card<R>(ui: &mut Ui, edge: Color32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let frame = egui::Frame::new()
        .fill(tokens::RAISED)
        .stroke(Stroke::new(1.0, edge))
        .corner_radius(4.0)
        .inner_margin(9.0);
    frame
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            add(ui)
        })
        .inner
}

/// A short word in a coloured frame.
pub(crate) fn chip(ui: &mut Ui, text: &str, color: Color32) {
    let frame = egui::Frame::new()
        .stroke(Stroke::new(1.0, color))
        .corner_radius(8.0)
        .inner_margin(egui::Margin::symmetric(7, 1));
    frame.show(ui, |ui| {
        ui.add(
            egui::Label::new(
                RichText::new(text)
                    .size(tokens::body_size(ui) * 0.87)
                    .color(color),
            )
            .extend(),
        );
    });
}

/// A text that goes to the next line as a whole among others of its row, as long as it fits into one.
pub(crate) fn whole_label(ui: &mut Ui, text: RichText) {
    let fits = text_width(ui, text.clone()) <= ui.max_rect().width();
    let label = egui::Label::new(text);
    // A longer one begins a line of its own rather than leave its first word at the end of another's.
    if !fits && ui.cursor().left() > ui.max_rect().left() + 1.0 {
        ui.end_row();
    }
    ui.add(if fits { label.extend() } else { label });
}

/// An entry of a key to a drawing: a square in the colour of what is drawn, and its name beside it.
pub(crate) fn keyed_label(ui: &mut Ui, color: Color32, text: &str) {
    let font = TextStyle::Body.resolve(ui.style());
    let mut job = LayoutJob::default();
    for (part, color) in [("■ ", color), (text, ui.visuals().text_color())] {
        job.append(part, 0.0, TextFormat::simple(font.clone(), color));
    }
    ui.add(egui::Label::new(job).extend());
}

/// How wide a text is in one line, points.
pub(crate) fn text_width(ui: &Ui, text: RichText) -> f32 {
    let wrap = Some(TextWrapMode::Extend);
    let galley = WidgetText::from(text).into_galley(ui, wrap, f32::INFINITY, TextStyle::Body);
    galley.size().x
}

/// A title, and at its right a chip and a dim text; they stand below it where one line has no room for all.
pub(crate) fn title_with_chip(
    ui: &mut Ui,
    title: RichText,
    (chip_text, color): (&str, Color32),
    dim: &str,
) {
    /// The frame of a chip on both sides.
    const FRAME: f32 = 16.0;
    let small = RichText::new(chip_text).size(tokens::body_size(ui) * 0.87);
    let texts = [title.clone(), small, RichText::new(dim)];
    let widths = texts.map(|text| text_width(ui, text) + ui.spacing().item_spacing.x);
    if widths.iter().sum::<f32>() + FRAME <= ui.available_width() {
        ui.horizontal(|ui| {
            ui.label(title);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if !dim.is_empty() {
                    ui.label(RichText::new(dim).color(tokens::TEXT_DIM));
                }
                chip(ui, chip_text, color);
            });
        });
    } else {
        ui.label(title);
        ui.horizontal(|ui| {
            chip(ui, chip_text, color);
            ui.label(RichText::new(dim).color(tokens::TEXT_DIM));
        });
    }
}

/// How far a step is, where that is known, and what it is at in the words of whoever does it.
pub(crate) fn progress_ui(ui: &mut Ui, fraction: Option<f32>, stage: Option<&str>) {
    const LONGEST_STAGE: usize = 80;
    if let Some(fraction) = fraction {
        let bar = egui::ProgressBar::new(fraction)
            .show_percentage()
            .fill(tokens::ACCENT);
        ui.add(bar.desired_width(ui.available_width().min(360.0)));
    }
    if let Some(stage) = stage.filter(|stage| !stage.is_empty()) {
        ui.weak(crate::finding_text::plain_up_to(stage, LONGEST_STAGE));
    }
}

/// What still stands in the way of something, a line each.
///
/// The room that they once took under the same `salt` stays reserved: the button below does not jump away from the
/// pointer when the last of them goes.
pub(crate) fn blockers_ui(ui: &mut Ui, salt: &str, title: &str, lines: &[String]) {
    let (id, width) = (
        ui.id().with(("blockers", title, salt)),
        ui.available_width(),
    );
    let top = ui.cursor().top();
    if !lines.is_empty() {
        ui.label(RichText::new(title).color(tokens::WARNING));
        for line in lines {
            ui.label(RichText::new(format!("•  {line}")).color(tokens::TEXT));
        }
    }
    let used = ui.cursor().top() - top;
    // Another width breaks lines elsewhere: what was reserved for it says nothing.
    let reserved: Option<(f32, f32)> = ui.data(|data| data.get_temp(id));
    let reserved = reserved.filter(|(for_width, _)| (for_width - width).abs() < 0.5);
    let height = reserved.map_or(used, |(_, height)| height.max(used));
    ui.add_space(height - used);
    ui.data_mut(|data| data.insert_temp(id, (width, height)));
}

/// What a percentage bar asks about.
pub(crate) struct PercentBar<'a> {
    /// Its name for a screen reader and for tests.
    pub(crate) name: &'a str,
    /// The answer so far.
    pub(crate) value: Option<u8>,
    /// Answers are multiples of this.
    pub(crate) step: u8,
    /// Answers from here on say yes; marked on the bar.
    pub(crate) positive_from: Option<u8>,
    /// What stands at the bar while there is no answer.
    pub(crate) unanswered: &'a str,
    /// The colour of the answer.
    pub(crate) color: Color32,
    pub(crate) is_enabled: bool,
    pub(crate) width: f32,
}

impl PercentBar<'_> {
    /// Draws the bar; gives a new answer once the hand has let go of it.
    pub(crate) fn ui(&self, ui: &mut Ui) -> Option<u8> {
        let sense = if self.is_enabled {
            Sense::click_and_drag()
        } else {
            Sense::hover()
        };
        let text = ui.painter().layout_no_wrap(
            self.unanswered.to_owned(),
            FontId::proportional(14.0),
            tokens::TEXT,
        );
        let text_width = (text.size().x + 10.0).max(tokens::body_size(ui) * 4.2);
        let width = self.width.max(90.0);
        let (rect, response) = ui.allocate_exact_size(vec2(width, 26.0), sense);
        let track = Rect::from_min_max(rect.min + vec2(8.0, 8.0), rect.max - vec2(text_width, 8.0));
        response.widget_info(|| {
            WidgetInfo::slider(
                self.is_enabled,
                f64::from(self.value.unwrap_or(0)),
                self.name,
            )
        });
        let in_hand: Option<u8> = if response.is_pointer_button_down_on()
            || response.drag_stopped()
            || response.clicked()
        {
            response
                .interact_pointer_pos()
                .map(|at| self.nearest((at.x - track.left()) / track.width()))
        } else {
            None
        };
        self.draw(ui, rect, track, in_hand.or(self.value), &response);
        let is_let_go = response.drag_stopped() || response.clicked();
        in_hand
            .filter(|_| is_let_go)
            .or_else(|| self.keyed(ui, &response))
    }

    /// The answer at a share of the bar.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 1 times 100 over a step of at least 1 fits a byte"
    )]
    pub(crate) fn nearest(&self, share: f32) -> u8 {
        let step = self.step.clamp(1, 100);
        let steps = (share.clamp(0.0, 1.0) * 100.0 / f32::from(step)).round() as u8;
        steps.saturating_mul(step).min(100)
    }

    fn keyed(&self, ui: &Ui, response: &Response) -> Option<u8> {
        if !response.has_focus() || !self.is_enabled {
            return None;
        }
        // Sideways the bar is moved, and the keyboard stays on it.
        let filter = EventFilter {
            horizontal_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let step = self
            .step
            .clamp(1, 100)
            .max(if self.positive_from.is_some() { 5 } else { 1 });
        let value = self.value.unwrap_or(50);
        let (up, down) = ui.input(|i| {
            (
                i.key_pressed(Key::ArrowRight),
                i.key_pressed(Key::ArrowLeft),
            )
        });
        match (up, down) {
            (true, false) => Some(value.saturating_add(step).min(100)),
            (false, true) => Some(value.saturating_sub(step)),
            (true, true) | (false, false) => None,
        }
    }

    fn draw(&self, ui: &Ui, rect: Rect, track: Rect, value: Option<u8>, response: &Response) {
        let painter = ui.painter();
        let color = if self.is_enabled {
            self.color
        } else {
            self.color.gamma_multiply(0.55)
        };
        painter.rect_filled(track, 4.0, tokens::CONTROL);
        if response.hovered() || response.has_focus() {
            painter.rect_stroke(
                track,
                4.0,
                Stroke::new(1.0, tokens::TEXT_DIM),
                StrokeKind::Outside,
            );
        }
        let at = |percent: u8| track.left() + track.width() * f32::from(percent) / 100.0;
        if let Some(threshold) = self.positive_from {
            let x = at(threshold);
            painter.vline(
                x,
                track.y_range().expand(4.0),
                Stroke::new(1.5, tokens::TEXT_DIM),
            );
        }
        if let Some(value) = value {
            let fill = Rect::from_min_max(track.min, pos2(at(value), track.bottom()));
            painter.rect_filled(fill, 4.0, color.gamma_multiply(0.6));
            painter.circle_filled(pos2(at(value), track.center().y), 7.0, color);
        }
        let text = value.map_or_else(|| self.unanswered.to_owned(), |value| format!("{value} %"));
        let color = if value.is_some() {
            tokens::TEXT_BRIGHT
        } else {
            tokens::WARNING
        };
        let at = pos2(rect.right(), rect.center().y);
        painter.text(
            at,
            Align2::RIGHT_CENTER,
            text,
            FontId::proportional(14.0),
            color,
        );
    }
}

/// One of several options, of which one is on; whether it was pressed while it was off.
pub(crate) fn radio(ui: &mut Ui, is_on: bool, text: &str) -> bool {
    radio_button(ui, is_on, text).clicked() && !is_on
}

/// As [`radio`], where its text alone does not say what is chosen: screen readers are told `name`.
pub(crate) fn named_radio(ui: &mut Ui, is_on: bool, text: &str, name: &str) -> bool {
    let is_enabled = ui.is_enabled();
    let response = radio_button(ui, is_on, text);
    response.widget_info(|| WidgetInfo::selected(WidgetType::RadioButton, is_enabled, is_on, name));
    response.clicked() && !is_on
}

fn radio_button(ui: &mut Ui, is_on: bool, text: &str) -> Response {
    let (text, mut edge) = option_look(is_on, text);
    // What is drawn apart begins where its row has come to, however little room is left there.
    let width = text_width(ui, text.clone()) + ui.spacing().icon_width + ICON_SPACING;
    let is_begun = ui.cursor().left() > ui.max_rect().left() + 1.0;
    if ui.layout().main_wrap() && is_begun && width > ui.available_size_before_wrap().x {
        ui.end_row();
    }
    ui.scope(|ui| {
        if !ui.is_enabled() {
            edge.color = edge.color.gamma_multiply(0.5);
        }
        ring(ui, is_on, edge);
        ui.radio(is_on, text)
    })
    .inner
}

/// An option that is on or off by itself; whether it was pressed.
pub(crate) fn tick(ui: &mut Ui, is_on: bool, text: &str) -> bool {
    let (text, edge) = option_look(is_on, text);
    ui.scope(|ui| {
        ring(ui, is_on, edge);
        let mut is_ticked = is_on;
        ui.checkbox(&mut is_ticked, text).changed()
    })
    .inner
}

fn option_look(is_on: bool, text: &str) -> (RichText, Stroke) {
    if is_on {
        let text = RichText::new(text).color(tokens::TEXT_BRIGHT);
        (text, Stroke::new(1.5, tokens::READER))
    } else {
        let text = RichText::new(text).color(tokens::TEXT);
        (text, Stroke::new(1.0, tokens::TEXT_DIM))
    }
}

/// The ring of a radio button or the frame of a tick, so that both are seen on a dark card.
fn ring(ui: &mut Ui, is_on: bool, edge: Stroke) {
    ui.spacing_mut().icon_spacing = ICON_SPACING;
    let widgets = &mut ui.visuals_mut().widgets;
    for look in [
        &mut widgets.noninteractive,
        &mut widgets.inactive,
        &mut widgets.hovered,
        &mut widgets.active,
    ] {
        look.bg_stroke = edge;
        if is_on {
            look.fg_stroke = Stroke::new(2.0, tokens::READER);
        }
    }
}

/// The choice of a label; whether it was changed.
pub(crate) fn label_choice(
    ui: &mut Ui,
    salt: &str,
    words: &Words,
    questions: &Questions,
    label: &mut LabelId,
) -> bool {
    let before = label.clone();
    let shown = label_text(words, &questions.labels, label).to_owned();
    ComboBox::from_id_salt(("label", salt))
        .selected_text(shown)
        .width(150.0)
        .truncate()
        .show_ui(ui, |ui| {
            for choice in &questions.labels {
                let text = label_text(words, &questions.labels, &choice.id);
                ui.selectable_value(label, choice.id.clone(), text);
            }
        });
    *label != before
}

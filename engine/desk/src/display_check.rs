//! The check of the display: a test pattern, and what is known of the screen so that greys can be evened. Stores nothing.

use std::sync::Arc;

use egui::{
    Align2, CentralPanel, Checkbox, Color32, ColorImage, Context, Frame, Panel, Rect, RichText,
    ScrollArea, Slider, TextureHandle, TextureOptions, Ui, pos2, vec2,
};
use overread_image::{DisplayLut, DisplayModel, PatternPart, TestPattern, contrast_ratio};

use overread_viewer::Action;

use crate::desk::Desk;
use crate::tokens;
use crate::viewer::paint::Brush;
use crate::words::{Word, Words};

/// The deviation from the standard's contrast that is accepted of a display for reading. Unverified: an editable
/// default, from summaries of the display standards.
const ACCEPTED_DEVIATION: f64 = 0.10;

/// What the reader said at the end of the check.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum DisplayAnswer {
    /// The patterns can be told apart; the greatest deviation from the standard's contrast, as a share.
    Checked(f64),
    /// Not now.
    Skipped,
}

/// What the desk knows of its display.
#[derive(Debug)]
pub(crate) struct DisplayState {
    pub(crate) is_open: bool,
    model: DisplayModel,
    /// Whether greys are evened by the table of the model.
    is_evened: bool,
    lut: Option<Arc<DisplayLut>>,
    pattern: Option<Shown>,
    /// Whether an answer is asked for in place of closing the check, and whether this is the first start's.
    pub(crate) answers: Option<bool>,
    answer: Option<DisplayAnswer>,
    /// What was last told of the display, and whether greys were evened.
    told: (DisplayModel, bool),
}

/// The pattern as it was uploaded last.
struct Shown {
    ctx: Context,
    pattern: TestPattern,
    is_evened: bool,
    model: DisplayModel,
    texture: TextureHandle,
}

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shown").finish_non_exhaustive()
    }
}

impl Default for DisplayState {
    fn default() -> Self {
        Self {
            is_open: false,
            model: DisplayModel::ORDINARY,
            is_evened: false,
            lut: None,
            pattern: None,
            answers: None,
            answer: None,
            told: (DisplayModel::ORDINARY, false),
        }
    }
}

impl DisplayState {
    /// The table that every grey of an image goes through, if greys are evened.
    pub(crate) fn lut(&self) -> Option<&Arc<DisplayLut>> {
        self.lut.as_ref().filter(|_| self.is_evened)
    }

    /// What the reader answered since this was last asked.
    pub(crate) fn take_answer(&mut self) -> Option<DisplayAnswer> {
        self.answer.take()
    }

    /// The ways out of the check.
    fn ways_out_ui(&mut self, ui: &mut Ui, words: &Words) {
        if self.answers.is_none() {
            self.is_open &= !ui.button(words.text(Word::DisplayClose)).clicked();
            return;
        }
        let done = crate::widgets::primary_button(ui, &words.text(Word::StartDisplayDone));
        // Enter goes on until another control has the keyboard.
        if ui.memory(|memory| memory.focused().is_none()) {
            done.request_focus();
        }
        if done.clicked() {
            self.answer = Some(DisplayAnswer::Checked(self.deviation()));
            self.is_open = false;
        }
        if ui.button(words.text(Word::StartDisplaySkip)).clicked() {
            self.answer = Some(DisplayAnswer::Skipped);
            self.is_open = false;
        }
    }

    /// Evens greys by the model, or leaves them as the display makes them.
    #[cfg(test)]
    pub(crate) fn set_evened(&mut self, is_evened: bool) {
        self.is_evened = is_evened;
        self.refresh();
    }

    /// Makes the table of the model as it is now.
    fn refresh(&mut self) {
        self.lut = DisplayLut::new(&self.model).ok().map(Arc::new);
    }

    /// The greatest deviation of the contrast from the standard's, as a share, over spans of 16 greys.
    fn deviation(&self) -> f64 {
        let lut = self.lut().map(Arc::as_ref);
        let span = |from: u8| {
            (from..from + 16)
                .map(|p_value| contrast_ratio(&self.model, lut, p_value))
                .sum::<f64>()
                / 16.0
        };
        (0..15_u8)
            .map(|number| (span(number * 16) - 1.0).abs())
            .fold(0.0, f64::max)
    }

    /// The pattern for a context in pixels, uploaded if it is not the last one.
    fn shown(&mut self, ctx: &Context, size: [u32; 2]) -> Option<&Shown> {
        let is_same = |shown: &Shown| {
            shown.ctx == *ctx
                && shown.pattern.size == size
                && (shown.is_evened, shown.model) == (self.is_evened, self.model)
        };
        if !self.pattern.as_ref().is_some_and(is_same) {
            let pattern = TestPattern::new(size)?;
            let lut = self.lut();
            let level = |&grey: &u8| lut.map_or(grey, |lut| lut.level(grey));
            let greys: Vec<u8> = pattern.greys.iter().map(level).collect();
            let sides = size.map(|side| usize::try_from(side).unwrap_or(0));
            let image = ColorImage::from_gray(sides, &greys);
            self.pattern = Some(Shown {
                ctx: ctx.clone(),
                is_evened: self.is_evened,
                model: self.model,
                texture: ctx.load_texture("display check", image, TextureOptions::NEAREST),
                pattern,
            });
        }
        self.pattern.as_ref()
    }
}

impl Desk {
    /// Describes the display as the reader did before, and evens greys by it if they were; numbers that cannot be those of a
    /// display are not taken.
    pub fn set_display(&mut self, model: DisplayModel, is_evened: bool) {
        if model.check().is_err() {
            return;
        }
        let display = &mut self.display;
        (display.model, display.is_evened) = (model, is_evened);
        display.told = (model, is_evened);
        display.refresh();
        self.viewer.output.display = display.lut().cloned();
        self.has_news = true;
    }

    /// The display as the check left it, and whether greys are evened, where that has changed since this was last asked.
    pub fn take_display(&mut self) -> Option<(DisplayModel, bool)> {
        let now = (self.display.model, self.display.is_evened);
        if self.display.is_open || now == self.display.told {
            return None;
        }
        self.display.told = now;
        Some(now)
    }

    /// Takes the key that opens and closes the check out of what was pressed; Escape closes it too.
    pub(crate) fn take_display_key(&mut self, actions: &mut Vec<Action>) {
        let is_open = self.display.is_open;
        for action in actions.iter() {
            if *action == Action::DisplayCheck {
                self.display.is_open = !self.display.is_open;
            } else if *action == Action::Cancel {
                self.display.is_open = false;
            }
        }
        self.has_news |= is_open != self.display.is_open;
        if is_open || self.display.is_open {
            // Nothing else is done to images that are not to be seen.
            actions.clear();
        }
    }

    /// The check into the whole of `ui`, if it is open; whether it is.
    pub(crate) fn display_content(&mut self, ui: &mut Ui) -> bool {
        if !self.display.is_open {
            return false;
        }
        let frame = Frame::new().fill(tokens::RAISED).inner_margin(10.0);
        Panel::bottom("display controls")
            .frame(frame)
            .show(ui, |ui| {
                tokens::scale_viewer_text(ui);
                // However large text is, the pattern keeps the greater part of the screen.
                let most = (ui.ctx().viewport_rect().height() * 0.45).max(90.0);
                let area = ScrollArea::vertical()
                    .id_salt("display controls")
                    .max_height(most)
                    .min_scrolled_height(most)
                    .auto_shrink([false, true]);
                crate::key_hand::scroll(area, ui, |ui| self.display_controls_ui(ui));
            });
        CentralPanel::no_frame()
            .frame(Frame::new().fill(Color32::BLACK))
            .show(ui, |ui| self.pattern_ui(ui));
        true
    }

    fn pattern_ui(&mut self, ui: &Ui) {
        let pixels_per_point = ui.pixels_per_point();
        let area = ui.available_rect_before_wrap();
        let side = |points: f32| pixels(points * pixels_per_point);
        let size = [side(area.width()), side(area.height())];
        let Some(shown) = self.display.shown(ui.ctx(), size) else {
            return;
        };
        let corner = (area.min.to_vec2() * pixels_per_point).round() / pixels_per_point;
        let picture = Rect::from_min_size(
            corner.to_pos2(),
            vec2(as_points(size[0]), as_points(size[1])) / pixels_per_point,
        );
        let painter = ui.painter_at(area);
        let uv = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        painter.image(shown.texture.id(), picture, uv, Color32::WHITE);
        let brush = Brush {
            painter,
            text_scale: tokens::viewer_text_scale(area.width()),
        };
        for area in &shown.pattern.areas {
            let [left, top, ..] = area.rect.map(as_points);
            let at = picture.min + vec2(left, top) / pixels_per_point + vec2(6.0, -1.0);
            let word = self.words.text(part_word(area.part));
            brush.text(at, Align2::LEFT_BOTTOM, &word, tokens::IMAGE_TEXT);
        }
    }

    fn display_controls_ui(&mut self, ui: &mut Ui) {
        let words = &self.words;
        let display = &mut self.display;
        let before = (display.model, display.is_evened, display.is_open);
        ui.horizontal_wrapped(|ui| {
            let word = match display.answers {
                Some(true) => Word::StartDisplayHeading,
                Some(false) | None => Word::DisplayHeading,
            };
            let heading = RichText::new(words.text(word)).heading();
            ui.label(heading.color(tokens::TEXT_BRIGHT));
            display.ways_out_ui(ui, words);
        });
        ui.label(words.text(Word::DisplayHint));
        let is_narrow = ui.available_width() < tokens::body_size(ui) * 60.0;
        egui::Grid::new("display numbers").show(ui, |ui| {
            let model = &mut display.model;
            let white_from = (model.black + 1.0).max(20.0);
            let rows = [
                (
                    Word::DisplayWhite,
                    &mut model.white,
                    white_from..=2000.0,
                    10.0,
                ),
                (Word::DisplayBlack, &mut model.black, 0.0..=10.0, 0.05),
                (Word::DisplayAmbient, &mut model.ambient, 0.0..=20.0, 0.1),
                (Word::DisplayGamma, &mut model.gamma, 1.0..=3.0, 0.05),
            ];
            for (number, (word, value, range, step)) in (1..).zip(rows) {
                ui.add(
                    Slider::new(value, range)
                        .step_by(step)
                        .text(words.text(word)),
                );
                if number % 2 == 0 || is_narrow {
                    ui.end_row();
                }
            }
        });
        ui.add(Checkbox::new(
            &mut display.is_evened,
            words.text(Word::DisplayEvened),
        ));
        display.refresh();
        state_ui(ui, words, display);
        if before != (display.model, display.is_evened, display.is_open) {
            self.viewer.output.display = display.lut().cloned();
            self.has_news = true;
        }
    }
}

/// What the display then does, against what is accepted.
fn state_ui(ui: &mut Ui, words: &Words, display: &DisplayState) {
    let deviation = display.deviation();
    let color = if deviation <= ACCEPTED_DEVIATION {
        tokens::GOOD
    } else {
        tokens::WARNING
    };
    let args = [
        ("percent", words.number(deviation * 100.0, 0).into()),
        (
            "accepted",
            words.number(ACCEPTED_DEVIATION * 100.0, 0).into(),
        ),
    ];
    ui.colored_label(color, words.with(Word::DisplayDeviation, &args));
    ui.weak(words.text(Word::DisplayUncalibrated));
}

fn part_word(part: PatternPart) -> Word {
    match part {
        PatternPart::Steps => Word::PatternSteps,
        PatternPart::NearBlack => Word::PatternNearBlack,
        PatternPart::NearWhite => Word::PatternNearWhite,
        PatternPart::Ramp => Word::PatternRamp,
        PatternPart::Lines => Word::PatternLines,
        PatternPart::FaintLines => Word::PatternFaintLines,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the size of a screen; a float cast saturates"
)]
fn pixels(side: f32) -> u32 {
    side.floor() as u32
}

/// Pixels of a screen are far below what a float holds exactly.
fn as_points(pixels: u32) -> f32 {
    f32::from(u16::try_from(pixels).unwrap_or(u16::MAX))
}

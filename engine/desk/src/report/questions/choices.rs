//! Widgets that choose among options: one of a list, one level of a scale, any number of a list.

use egui::{Button, ComboBox, RichText, Ui, vec2};
use overread_scenario::AnswerValue;

use crate::answer_text::Offered;
use crate::tokens;
use crate::widgets;
use crate::words::{Word, Words};

/// More options than these are a list that opens.
const MOST_RADIOS: usize = 9;
/// Levels whose words are at most so long stand in one row.
const SHORT_CHARS: usize = 4;

/// The code of an answer.
pub(super) fn code(answer: Option<&AnswerValue>) -> Option<&str> {
    match answer {
        Some(AnswerValue::Code(code)) => Some(code),
        _ => None,
    }
}

/// The codes of an answer; `None` if there is none, which is not the same as none chosen.
pub(super) fn codes(answer: Option<&AnswerValue>) -> Option<&[String]> {
    match answer {
        Some(AnswerValue::Codes(codes)) => Some(codes),
        _ => None,
    }
}

/// One of a list.
pub(super) fn one_ui(
    ui: &mut Ui,
    words: &Words,
    options: &[Offered],
    chosen: Option<&str>,
) -> Option<AnswerValue> {
    let text = |option: &Offered| option.text.clone();
    list_ui(ui, words, options, chosen, text)
}

/// One level of a scale: in a row where the levels are short, else each with its code and its words.
pub(super) fn levels_ui(
    ui: &mut Ui,
    words: &Words,
    levels: &[Offered],
    chosen: Option<&str>,
) -> Option<AnswerValue> {
    let is_short =
        |level: &Offered| level.text == level.code && level.code.chars().count() <= SHORT_CHARS;
    if levels.iter().all(is_short) {
        return segments_ui(ui, levels, chosen);
    }
    list_ui(ui, words, levels, chosen, Offered::with_code)
}

fn list_ui(
    ui: &mut Ui,
    words: &Words,
    options: &[Offered],
    chosen: Option<&str>,
    text: impl Fn(&Offered) -> String,
) -> Option<AnswerValue> {
    let mut given = None;
    if options.len() <= MOST_RADIOS {
        for option in options {
            let is_on = chosen == Some(option.code.as_str());
            if widgets::radio(ui, is_on, &text(option)) {
                given = Some(option.code.clone());
            }
        }
        return given.map(AnswerValue::Code);
    }
    let shown = options
        .iter()
        .find(|option| chosen == Some(option.code.as_str()));
    let shown = shown.map_or_else(|| words.text(Word::QuestionChoose), &text);
    ComboBox::from_id_salt("options")
        .selected_text(shown)
        .width(ui.available_width().min(420.0))
        .truncate()
        .show_ui(ui, |ui| {
            for option in options {
                let is_on = chosen == Some(option.code.as_str());
                if ui.selectable_label(is_on, text(option)).clicked() && !is_on {
                    given = Some(option.code.clone());
                }
            }
        });
    given.map(AnswerValue::Code)
}

/// Short options side by side, one of them chosen.
pub(super) fn segments_ui(
    ui: &mut Ui,
    options: &[Offered],
    chosen: Option<&str>,
) -> Option<AnswerValue> {
    let mut given = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for option in options {
            let is_on = chosen == Some(option.code.as_str());
            if chip_ui(ui, is_on, &option.text) && !is_on {
                given = Some(option.code.clone());
            }
        }
    });
    given.map(AnswerValue::Code)
}

/// A short option that is on or off; whether it was pressed.
pub(super) fn chip_ui(ui: &mut Ui, is_on: bool, text: &str) -> bool {
    let color = if is_on {
        egui::Color32::BLACK
    } else {
        tokens::TEXT
    };
    let mut button = Button::new(RichText::new(text).color(color))
        .selected(is_on)
        .min_size(vec2(32.0, 24.0));
    if is_on {
        button = button.fill(tokens::READER);
    }
    ui.add(button).clicked()
}

/// Any number of a list, or none of it.
pub(super) fn many_ui(
    ui: &mut Ui,
    words: &Words,
    options: &[Offered],
    chosen: Option<&[String]>,
) -> Option<AnswerValue> {
    let mut given = None;
    for option in options {
        let is_on = chosen.is_some_and(|chosen| chosen.contains(&option.code));
        if widgets::tick(ui, is_on, &option.text) {
            given = Some(toggled(chosen, &option.code));
        }
    }
    let is_none = chosen.is_some_and(<[String]>::is_empty);
    if widgets::radio(ui, is_none, &words.text(Word::QuestionNone)) {
        given = Some(Vec::new());
    }
    given.map(AnswerValue::Codes)
}

/// The codes with one of them switched, in ascending order.
pub(super) fn toggled(chosen: Option<&[String]>, code: &str) -> Vec<String> {
    let mut codes = chosen.unwrap_or_default().to_vec();
    let before = codes.len();
    codes.retain(|known| known != code);
    if codes.len() == before {
        codes.push(code.to_owned());
    }
    codes.sort();
    codes.dedup();
    codes
}

//! Widgets of the questions whose answers are built in: technical defects, steps of agreement, per cents.

use egui::{RichText, Ui};
use overread_base::LocalText;
use overread_scenario::{AiErrorKind, AnswerValue};

use crate::ai_error_text::{CLASSES, kind_word};
use crate::answer_text::{NO_DEFECT, Offered};
use crate::finding_text::plain;
use crate::tokens;
use crate::widgets::{self, PercentBar};
use crate::words::{Word, Words};

use super::choices::segments_ui;

/// The technical defect: none, or a class, and within the class the kind.
pub(super) fn defect_ui(
    ui: &mut Ui,
    words: &Words,
    options: &[Offered],
    chosen: Option<&str>,
) -> Option<AnswerValue> {
    let mut given = None;
    let mut radio = |ui: &mut Ui, is_on: bool, code: &str, text: String| {
        if widgets::radio(ui, is_on, &text) && chosen != Some(code) {
            given = Some(code.to_owned());
        }
    };
    let letter = chosen.and_then(|code| code.split('.').next());
    for option in options.iter().filter(|option| option.code == NO_DEFECT) {
        radio(
            ui,
            chosen == Some(NO_DEFECT),
            NO_DEFECT,
            option.text.clone(),
        );
    }
    for (class, family, word) in CLASSES {
        let is_open = letter == Some(class);
        radio(ui, is_open, class, words.text(word));
        if !is_open {
            continue;
        }
        ui.indent(class, |ui| {
            let only = words.text(Word::DefectClassOnly);
            radio(ui, chosen == Some(class), class, only);
            let kinds = AiErrorKind::ALL
                .iter()
                .filter(|kind| kind.family() == family);
            for &kind in kinds {
                let text = words.text(kind_word(kind));
                radio(ui, chosen == Some(kind.word()), kind.word(), text);
            }
        });
    }
    given.map(AnswerValue::Code)
}

/// Steps in a row, with what the ends mean.
pub(super) fn likert_ui(
    ui: &mut Ui,
    words: &Words,
    steps: &[Offered],
    ends: &[Vec<LocalText>; 2],
    chosen: Option<&str>,
) -> Option<AnswerValue> {
    let given = segments_ui(ui, steps, chosen);
    let [low, high] = ends.each_ref().map(|end| plain(words.pick(end)));
    if let (Some(first), Some(last)) = (steps.first(), steps.last())
        && !(low.is_empty() && high.is_empty())
    {
        ui.weak(format!("{} {low}  ·  {} {high}", first.code, last.code));
    }
    given
}

/// A per cent on a bar, with what the ends mean.
pub(super) fn percent_ui(
    ui: &mut Ui,
    words: &Words,
    name: &str,
    ends: [Word; 2],
    answer: Option<&AnswerValue>,
) -> Option<AnswerValue> {
    let value = match answer {
        Some(AnswerValue::Percent(value)) => Some(*value),
        _ => None,
    };
    let unanswered = words.text(Word::PercentNone);
    let bar = PercentBar {
        name,
        value,
        step: 1,
        positive_from: None,
        unanswered: &unanswered,
        color: tokens::READER,
        is_enabled: ui.is_enabled(),
        width: ui.available_width().min(560.0),
    };
    let given = bar.ui(ui);
    let [low, high] = ends.map(|end| words.text(end));
    ui.label(RichText::new(format!("0 {low}  ·  100 {high}")).color(tokens::TEXT_DIM));
    given.map(AnswerValue::Percent)
}

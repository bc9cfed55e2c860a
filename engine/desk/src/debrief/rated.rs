//! The expert's rating of the service in one case against what is: the two axes, and the technical defect.

use egui::{Color32, RichText, Ui};
use overread_exam::{Agreement, AxisRating, CaseAssessment, DefectNaming};
use overread_scenario::QuestionKind;

use crate::answer_text::{NO_DEFECT, offered};
use crate::tokens;
use crate::widgets;
use crate::words::{Word, Words};

fn agreement(words: &Words, of: Agreement) -> String {
    words.text(match of {
        Agreement::Full => Word::AxisFull,
        Agreement::Partial => Word::AxisPartial,
        Agreement::FalsePositive => Word::AxisFalsePositive,
        Agreement::FalseNegative => Word::AxisFalseNegative,
    })
}

/// What was said of the service against what is.
pub(super) fn rated_ui(ui: &mut Ui, words: &Words, of: &CaseAssessment) {
    if let Some(rating) = &of.rating {
        let axes = [
            (Word::AxisInterpretation, rating.interpretation),
            (Word::AxisLocalisation, rating.localisation),
        ];
        for (name, axis) in axes {
            if let Some(axis) = axis {
                axis_ui(ui, words, name, axis);
            }
        }
    }
    if let Some(naming) = &of.defect {
        defect_ui(ui, words, naming);
    }
}

fn axis_ui(ui: &mut Ui, words: &Words, name: Word, axis: AxisRating) {
    let args = [
        ("axis", words.text(name).into()),
        ("said", agreement(words, axis.said).into()),
        ("is", agreement(words, axis.is).into()),
    ];
    let is_right = axis.said == axis.is;
    let text = widgets::judged(is_right, &words.with(Word::ExpertSaid, &args));
    ui.label(RichText::new(text).color(right_color(is_right)));
}

fn defect_ui(ui: &mut Ui, words: &Words, naming: &DefectNaming) {
    let options = offered(
        words,
        &std::collections::BTreeMap::new(),
        &QuestionKind::Defect,
    );
    let named = |code: &str| {
        let found = options.iter().find(|option| option.code == code);
        found.map_or_else(|| code.to_owned(), |option| option.text.clone())
    };
    let said = naming
        .said
        .as_deref()
        .map_or_else(|| words.text(Word::AskedNoAnswer), named);
    if naming.is == NO_DEFECT && naming.said.is_none() {
        return;
    }
    let args = [("said", said.into()), ("is", named(&naming.is).into())];
    let color = right_color(naming.share >= 1.0);
    let text = widgets::judged(naming.share >= 1.0, &words.with(Word::DefectSaid, &args));
    ui.label(RichText::new(text).color(color));
}

fn right_color(is_right: bool) -> Color32 {
    if is_right {
        tokens::GOOD
    } else {
        tokens::WARNING
    }
}

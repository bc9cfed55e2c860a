//! Answers that are typed or measured: numbers with their range, texts, codes, lengths drawn in the images.

use egui::{RichText, TextEdit, Ui};
use overread_exam::QuestionRow;
use overread_scenario::{AnswerValue, QuestionKind};
use overread_viewer::Tool;

use crate::answer_text::{length_mm, number, unit};
use crate::desk::Desk;
use crate::report::Draft;
use crate::tokens;
use crate::viewer::NoLengths;
use crate::words::Word;

/// The longest code of a level that is typed, characters.
const MOST_CODE_CHARS: usize = 32;
/// The longest number that is typed, characters.
const MOST_NUMBER_CHARS: usize = 24;

/// A number with a decimal point or comma; `None` for anything else.
fn typed_number(text: &str) -> Option<f64> {
    let value: f64 = text.trim().replace(',', ".").parse().ok()?;
    value.is_finite().then_some(value)
}

/// What a field holds, as an answer; `None` while it is none.
pub(super) fn parsed(kind: &QuestionKind, text: &str) -> Option<AnswerValue> {
    if let QuestionKind::Number {
        least, greatest, ..
    } = kind
    {
        let value = typed_number(text)?;
        (*least <= value && value <= *greatest).then_some(AnswerValue::Number(value))
    } else if let QuestionKind::Text { .. } = kind {
        Some(AnswerValue::Text(text.to_owned()))
    } else if let QuestionKind::Scale(_) = kind {
        let code = text.trim();
        (!code.is_empty()).then(|| AnswerValue::Code(code.to_owned()))
    } else {
        None
    }
}

/// Whether an answer has to be told: another one than before, and not blank where there was none.
pub(super) fn is_news(value: &AnswerValue, answer: Option<&AnswerValue>) -> bool {
    let is_blank = matches!(value, AnswerValue::Text(text) if text.trim().is_empty());
    Some(value) != answer && !(is_blank && answer.is_none())
}

impl Desk {
    /// The field of a question, with what was saved last.
    fn field(&mut self, row: &QuestionRow<'_>) -> &mut Draft {
        let words = &self.words;
        let saved = || match row.answer {
            Some(AnswerValue::Number(value)) => number(words, *value),
            Some(AnswerValue::Text(text) | AnswerValue::Code(text)) => text.clone(),
            _ => String::new(),
        };
        let id = row.question.id.clone();
        self.report.typed.entry(id).or_insert_with(|| {
            let text = saved();
            // What stands there was told before: a number that is shown with fewer decimals is no other answer.
            let told = row.answer.map(|_| text.clone());
            Draft { text, told }
        })
    }

    /// The answer in the field, if it has to be given to the session now; what was refused is not given again unchanged.
    fn due_answer(&mut self, row: &QuestionRow<'_>, is_due: bool) -> Option<AnswerValue> {
        let draft = self.report.typed.get_mut(&row.question.id)?;
        let value = parsed(&row.question.kind, &draft.text)?;
        if !is_news(&value, row.answer) {
            return None;
        }
        let is_told = draft.told.as_deref() == Some(&draft.text);
        (is_due && !is_told).then(|| {
            draft.told = Some(draft.text.clone());
            value
        })
    }

    /// A number with its unit and its range.
    pub(super) fn number_ui(
        &mut self,
        ui: &mut Ui,
        row: &QuestionRow<'_>,
        ucum: &str,
        (least, greatest): (f64, f64),
    ) -> Option<AnswerValue> {
        let unit = unit(&self.words, ucum);
        let [low, high] = [least, greatest].map(|end| number(&self.words, end));
        let range = self.words.with(
            Word::QuestionRange,
            &[
                ("least", low.into()),
                ("greatest", high.into()),
                ("unit", unit.clone().into()),
            ],
        );
        let mut is_left = false;
        ui.horizontal_wrapped(|ui| {
            let field = TextEdit::singleline(&mut self.field(row).text)
                .id_salt("number")
                .char_limit(MOST_NUMBER_CHARS)
                .desired_width(90.0);
            let response = ui.add(field);
            is_left = response.lost_focus() || !response.has_focus();
            ui.label(unit);
            ui.weak(range.trim_end());
        });
        let text = self.field(row).text.clone();
        let fault = match typed_number(&text) {
            _ if text.trim().is_empty() => None,
            None => Some(Word::QuestionNotANumber),
            Some(value) if value < least || value > greatest => Some(Word::QuestionOutOfRange),
            Some(_) => None,
        };
        if let Some(fault) = fault {
            ui.label(RichText::new(self.words.text(fault)).color(tokens::ERROR));
        }
        self.unsaved_ui(ui, row);
        self.due_answer(row, is_left)
    }

    /// Free text.
    pub(super) fn text_ui(
        &mut self,
        ui: &mut Ui,
        row: &QuestionRow<'_>,
        most_chars: u32,
    ) -> Option<AnswerValue> {
        let most = usize::try_from(most_chars).unwrap_or(usize::MAX);
        let draft = self.field(row);
        let field = TextEdit::multiline(&mut draft.text)
            .id_salt("text")
            .desired_rows(2)
            .desired_width(f32::INFINITY)
            .char_limit(most);
        let response = ui.add(field);
        let is_between_words = draft.text.ends_with(|c: char| !c.is_alphanumeric());
        let is_due = response.lost_focus() || !response.has_focus() || is_between_words;
        let count = draft.text.chars().count();
        // Near the end it is worth knowing how much is left.
        if count * 5 > most * 4 {
            let args = [("count", count.into()), ("most", most.into())];
            ui.weak(self.words.with(Word::QuestionChars, &args));
        }
        self.unsaved_ui(ui, row);
        self.due_answer(row, is_due)
    }

    /// A code, where the scale it is of is not known here.
    pub(super) fn code_ui(&mut self, ui: &mut Ui, row: &QuestionRow<'_>) -> Option<AnswerValue> {
        let field = TextEdit::singleline(&mut self.field(row).text)
            .id_salt("code")
            .char_limit(MOST_CODE_CHARS)
            .desired_width(120.0);
        let response = ui.add(field);
        let is_due = response.lost_focus() || !response.has_focus();
        self.unsaved_ui(ui, row);
        self.due_answer(row, is_due)
    }

    /// Says that what stands in the field is not saved yet.
    fn unsaved_ui(&self, ui: &mut Ui, row: &QuestionRow<'_>) {
        let kind = &row.question.kind;
        let draft = self.report.typed.get(&row.question.id);
        let is_unsaved = draft.is_some_and(|draft| match parsed(kind, &draft.text) {
            Some(value) => is_news(&value, row.answer),
            None => row.answer.is_some() || !draft.text.trim().is_empty(),
        });
        if is_unsaved {
            let text = RichText::new(self.words.text(Word::ReportUnsaved)).small();
            ui.label(text.color(tokens::WARNING));
        }
    }

    /// A length between two points in the images: the one that is selected there, or the next one drawn.
    pub(super) fn caliper_ui(&mut self, ui: &mut Ui, row: &QuestionRow<'_>) -> Option<AnswerValue> {
        let words = &self.words;
        let length = |ends| words.number(length_mm(ends), 1);
        let shown = match row.answer {
            Some(AnswerValue::Caliper { ends, .. }) => {
                let text = words.with(Word::QuestionMeasured, &[("length", length(ends).into())]);
                RichText::new(text).color(tokens::TEXT_BRIGHT)
            }
            _ => RichText::new(words.text(Word::QuestionNotMeasured)).color(tokens::WARNING),
        };
        let selected = self.viewer.selected_length();
        let is_awaited = self.report.measuring.as_ref() == Some(&row.question.id);
        let mut taken = None;
        let mut is_armed = false;
        ui.horizontal_wrapped(|ui| {
            ui.label(shown);
            if let Some(Ok((series, ends))) = &selected {
                let value = AnswerValue::Caliper {
                    series: series.clone(),
                    ends: *ends,
                };
                let text = words.with(Word::QuestionTakeLength, &[("length", length(ends).into())]);
                let is_new = Some(&value) != row.answer;
                if is_new && (ui.button(text).clicked() || is_awaited) {
                    taken = Some(value);
                }
            }
            is_armed = ui.button(words.text(Word::QuestionMeasureNow)).clicked();
        });
        if let Some(Err(NoLengths)) = selected {
            let text = RichText::new(words.text(Word::QuestionNoLengths));
            ui.label(text.color(tokens::WARNING));
        } else if is_awaited && taken.is_none() && !is_armed {
            ui.weak(words.text(Word::QuestionMeasuring));
        }
        if taken.is_some() {
            self.report.measuring = None;
        } else if is_armed {
            self.viewer.leave_note();
            self.viewer.tool = Tool::Length;
            self.report.measuring = Some(row.question.id.clone());
            self.has_news = true;
        }
        taken
    }
}

//! The questions of a case: each on a card with its help, its widget and the locked first answer beside the final one.

mod built_in;
mod choices;
mod regions;
mod typed;

use egui::{RichText, Ui};
use overread_exam::{CaseView, Command, QuestionRow, SessionState};
use overread_scenario::{AnswerValue, QuestionId, QuestionKind};

use crate::DeskInput;
use crate::answer_text::{self, offered};
use crate::desk::Desk;
use crate::finding_text::plain;
use crate::tokens;
use crate::widgets;
use crate::words::Word;

impl Desk {
    /// The questions that are asked now or were answered.
    pub(super) fn questions_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        case: &CaseView<'_>,
        commands: &mut Vec<Command>,
    ) {
        if case.questions.is_empty() {
            return;
        }
        widgets::section_heading(ui, &self.words.text(Word::QuestionsHeading));
        for row in &case.questions {
            if let Some(value) = self.question_ui(ui, input, row) {
                commands.push(Command::Answer {
                    question: row.question.id.clone(),
                    value,
                });
            }
        }
    }

    fn question_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        row: &QuestionRow<'_>,
    ) -> Option<AnswerValue> {
        let is_open = row.is_open && input.view.state == SessionState::Running;
        let question = row.question;
        let is_due = is_open && question.is_required && row.answer.is_none();
        let edge = if is_due { tokens::ACCENT } else { tokens::LINE };
        widgets::card(ui, edge, |ui| {
            ui.push_id(question.id.as_str(), |ui| {
                let text = self.question_text(input, question);
                let mark = if question.is_required { " *" } else { "" };
                let title = RichText::new(format!("{text}{mark}")).color(tokens::TEXT_BRIGHT);
                let title = ui.label(title);
                if question.is_required {
                    title.on_hover_text(self.words.text(Word::QuestionRequired));
                }
                let help = self.words.pick(&question.help);
                if !help.is_empty() {
                    ui.weak(plain(help));
                }
                let widget =
                    ui.add_enabled_ui(is_open, |ui| self.answer_widget_ui(ui, input, row, &text));
                if let Some(first) = row.first {
                    let scales = &input.texts.scales;
                    let first = answer_text::answer(&self.words, scales, question, first);
                    ui.weak(
                        self.words
                            .with(Word::QuestionFirst, &[("answer", first.into())]),
                    );
                }
                widget
                    .inner
                    .filter(|value| is_open && Some(value) != row.answer)
            })
            .inner
        })
    }

    /// What is asked, in the reader's language; the id where it has no text.
    fn question_text(
        &self,
        input: &DeskInput<'_>,
        question: &overread_scenario::Question,
    ) -> String {
        let text = plain(self.words.pick(&question.text));
        if !text.is_empty() {
            return text;
        }
        let title = if let QuestionKind::Scale(id) = &question.kind {
            let scale = input.texts.scales.get(id);
            scale.map(|scale| plain(self.words.pick(&scale.title)))
        } else {
            None
        };
        title.unwrap_or_else(|| question.id.to_string())
    }

    /// A blocker's question by its text.
    pub(super) fn asked_text(
        &self,
        input: &DeskInput<'_>,
        case: &CaseView<'_>,
        id: &QuestionId,
    ) -> String {
        let listed = case.questions.iter().map(|row| row.question);
        let found = listed.into_iter().find(|question| question.id == *id);
        let found = found.or_else(|| input.view.design.question(case.case, id));
        let text = found.map_or_else(
            || id.to_string(),
            |question| self.question_text(input, question),
        );
        self.words
            .with(Word::BlockedNotAnswered, &[("question", text.into())])
    }

    /// The widget that fits the kind of the question; gives an answer once one was given.
    fn answer_widget_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        row: &QuestionRow<'_>,
        name: &str,
    ) -> Option<AnswerValue> {
        let kind = &row.question.kind;
        let options = offered(&self.words, &input.texts.scales, kind);
        match kind {
            QuestionKind::Choice(_)
            | QuestionKind::Urgency
            | QuestionKind::AiVerdict
            | QuestionKind::Interpretation
            | QuestionKind::Localisation => {
                choices::one_ui(ui, &self.words, &options, choices::code(row.answer))
            }
            QuestionKind::Scale(id) if options.is_empty() => {
                ui.weak(
                    self.words
                        .with(Word::QuestionUnknownScale, &[("scale", id.as_str().into())]),
                );
                self.code_ui(ui, row)
            }
            QuestionKind::Scale(id) => {
                let notice = input
                    .texts
                    .scales
                    .get(id)
                    .and_then(|scale| scale.notice.as_ref());
                if let Some(notice) = notice {
                    ui.label(RichText::new(plain(notice)).small().color(tokens::TEXT_DIM));
                }
                choices::levels_ui(ui, &self.words, &options, choices::code(row.answer))
            }
            QuestionKind::MultiChoice(_) => {
                choices::many_ui(ui, &self.words, &options, choices::codes(row.answer))
            }
            QuestionKind::RegionGrid(_) => {
                regions::grid_ui(ui, &self.words, &options, choices::codes(row.answer))
            }
            QuestionKind::Defect => {
                built_in::defect_ui(ui, &self.words, &options, choices::code(row.answer))
            }
            QuestionKind::Likert { ends, .. } => {
                let chosen = choices::code(row.answer);
                built_in::likert_ui(ui, &self.words, &options, ends, chosen)
            }
            QuestionKind::AiForecast => {
                let ends = [Word::ForecastLow, Word::ForecastHigh];
                built_in::percent_ui(ui, &self.words, name, ends, row.answer)
            }
            QuestionKind::Confidence => {
                let ends = [Word::ConfidenceLow, Word::ConfidenceHigh];
                built_in::percent_ui(ui, &self.words, name, ends, row.answer)
            }
            QuestionKind::Number {
                ucum,
                least,
                greatest,
            } => self.number_ui(ui, row, ucum, (*least, *greatest)),
            QuestionKind::Text { most_chars } => self.text_ui(ui, row, *most_chars),
            QuestionKind::Caliper => self.caliper_ui(ui, row),
        }
    }

    /// Answers that stand in fields and were not given to the session yet; they go before a lock or a signature.
    pub(super) fn pending_answers(&self, case: &CaseView<'_>) -> Vec<Command> {
        let open = case.questions.iter().filter(|row| row.is_open);
        let given = open.filter_map(|row| {
            let draft = self.report.typed.get(&row.question.id)?;
            let value = typed::parsed(&row.question.kind, &draft.text)?;
            typed::is_news(&value, row.answer).then(|| Command::Answer {
                question: row.question.id.clone(),
                value,
            })
        });
        given.collect()
    }
}

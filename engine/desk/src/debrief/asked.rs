//! The questions of a case after the end: the reader's answer, the key, and what the author says about it.

use egui::{RichText, Ui};
use overread_base::CaseId;
use overread_exam::{QuestionScore, QuestionStatus, SessionDesign};
use overread_scenario::{AnswerValue, Case, Question, QuestionId};

use crate::ScenarioTexts;
use crate::answer_text::answer;
use crate::finding_text::plain;
use crate::scene::PastCase;
use crate::tokens;
use crate::widgets;
use crate::words::{Word, Words};

/// What the questions of a case are shown with.
pub(super) struct Asked<'a> {
    pub(super) words: &'a Words,
    pub(super) texts: &'a ScenarioTexts,
    pub(super) design: &'a SessionDesign,
    /// The case of the scenario with its key.
    pub(super) case: Option<&'a Case>,
    pub(super) past: &'a PastCase,
    /// The score of each scored question.
    pub(super) scores: &'a [QuestionScore],
}

impl Asked<'_> {
    /// Each question of the case that was answered or scored.
    pub(super) fn ui(&self, ui: &mut Ui, case: &CaseId) {
        for question in self.design.questions_of(case) {
            let given = self.past.answers.get(&question.id);
            let score = self
                .scores
                .iter()
                .find(|score| score.question == question.id);
            if given.is_some() || score.is_some() {
                self.question_ui(ui, question, given, score);
            }
        }
    }

    fn said(&self, question: &Question, value: &AnswerValue) -> String {
        answer(self.words, &self.texts.scales, question, value)
    }

    fn question_ui(
        &self,
        ui: &mut Ui,
        question: &Question,
        given: Option<&AnswerValue>,
        scored: Option<&QuestionScore>,
    ) {
        let words = self.words;
        let text = plain(words.pick(&question.text));
        let text = if text.is_empty() {
            question.id.to_string()
        } else {
            text
        };
        ui.label(RichText::new(text).color(tokens::TEXT_BRIGHT));
        let score = scored.and_then(|scored| scored.share);
        let is_right = score.map(|score| score >= 1.0);
        let color = match is_right {
            Some(true) => tokens::GOOD,
            Some(false) => tokens::WARNING,
            None => tokens::TEXT,
        };
        ui.horizontal_wrapped(|ui| {
            let said = given.map_or_else(
                || words.text(Word::AskedNoAnswer),
                |value| self.said(question, value),
            );
            let said = words.with(Word::AskedAnswer, &[("answer", said.into())]);
            let said = match (is_right, score) {
                (Some(false), Some(share)) if share > 0.0 => format!("◐ {said}"),
                (Some(is_right), _) => widgets::judged(is_right, &said),
                (None, _) => said,
            };
            ui.label(RichText::new(said).color(color));
            let first = self.past.first_answers.get(&question.id);
            if let Some(first) = first.filter(|first| Some(*first) != given) {
                let first = self.said(question, first);
                ui.weak(words.with(Word::AskedFirst, &[("answer", first.into())]));
            }
            if let Some(score) = score {
                let score = words.number(score, 2);
                ui.weak(words.with(Word::AskedScore, &[("score", score.into())]));
            }
        });
        let status = match scored.map(|scored| scored.status) {
            Some(QuestionStatus::NoKey) => Some(words.text(Word::AskedNoKey)),
            Some(QuestionStatus::Unanswered) => Some(words.text(Word::AskedUnanswered)),
            Some(QuestionStatus::Awaited(count)) => {
                Some(words.with(Word::AskedAwaited, &[("count", count.into())]))
            }
            Some(QuestionStatus::Scored) | None => None,
        };
        if let Some(status) = status {
            ui.weak(status);
        }
        if let Some(key) = self.key(&question.id).filter(|_| is_right != Some(true)) {
            let key = self.said(question, key);
            let key = words.with(Word::AskedKey, &[("answer", key.into())]);
            ui.label(RichText::new(key).color(tokens::TRUTH));
        }
        let feedback = match is_right {
            Some(true) => &question.feedback.right,
            Some(false) => &question.feedback.wrong,
            None => return,
        };
        let feedback = plain(words.pick(feedback));
        if !feedback.is_empty() {
            ui.label(feedback);
        }
    }

    fn key(&self, question: &QuestionId) -> Option<&AnswerValue> {
        let key = &self.case?.key;
        let found = key.iter().find(|(id, _)| id == question);
        found.map(|(_, value)| value)
    }
}

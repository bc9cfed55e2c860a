//! What an exam says to the reader: its words, the time left, a fault of its plugin, and in the end the grade.

use egui::{RichText, Ui};
use overread_exam::{ExamFault, ExamGrade, ExamView, SessionState};

use crate::desk::Desk;
use crate::finding_text::plain;
use crate::report::clock;
use crate::tokens;
use crate::widgets;
use crate::words::Word;

/// Messages that stay on the screen.
const SHOWN_MESSAGES: usize = 3;

impl Desk {
    /// The exam of a session, above its cases.
    pub(crate) fn exam_ui(&self, ui: &mut Ui, exam: &ExamView<'_>, state: SessionState) {
        let words = &self.words;
        widgets::card(ui, tokens::LINE, |ui| {
            let title = RichText::new(plain(words.pick(exam.title))).color(tokens::TEXT_BRIGHT);
            ui.label(title);
            ui.weak(format!("{} {}", exam.plugin.id, exam.plugin.version));
            let first = exam.messages.len().saturating_sub(SHOWN_MESSAGES);
            for message in exam.messages.iter().skip(first) {
                ui.label(plain(words.pick(&message.text)));
            }
            if let Some(left) = exam.time_left {
                ui.label(words.with(Word::ExamTimeLeft, &[("time", clock(left).into())]));
            }
            if let Some(fault) = exam.fault {
                self.exam_fault_ui(ui, Word::ExamFault, fault);
            }
            match (exam.grade, exam.grade_fault) {
                (Some(grade), _) => self.grade_ui(ui, grade),
                (None, Some(fault)) => self.exam_fault_ui(ui, Word::ExamNoGrade, fault),
                (None, None) if state == SessionState::Ended => {
                    ui.weak(words.text(Word::ExamGrading));
                }
                (None, None) if exam.is_awaiting => {
                    ui.weak(words.text(Word::ExamAwaiting));
                }
                (None, None) => {}
            }
        });
    }

    fn exam_fault_ui(&self, ui: &mut Ui, word: Word, fault: &ExamFault) {
        ui.horizontal_wrapped(|ui| {
            widgets::chip(ui, fault.kind.name(), tokens::ERROR);
            ui.label(self.words.text(word));
        });
        ui.weak(plain(&fault.to_string()));
    }

    fn grade_ui(&self, ui: &mut Ui, grade: &ExamGrade) {
        let (word, color) = if grade.is_passed {
            (Word::ExamPassed, tokens::GOOD)
        } else {
            (Word::ExamNotPassed, tokens::ERROR)
        };
        let score = self.words.number(grade.score, 2);
        ui.horizontal_wrapped(|ui| {
            widgets::chip(ui, &self.words.text(word), color);
            ui.label(self.words.with(Word::ExamScore, &[("score", score.into())]));
        });
        let feedback = self.words.pick(&grade.feedback);
        if !feedback.is_empty() {
            ui.label(plain(feedback));
        }
    }
}

#[cfg(test)]
mod tests;

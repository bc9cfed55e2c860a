//! Lessons and sessions to choose from.

use egui::{RichText, Ui};

use crate::desk::Desk;
use crate::finding_text::plain;
use crate::tokens;
use crate::words::Word;

use super::menu::wide_button;
use super::{DeskStart, StartAct};

impl Desk {
    /// Lessons and examinations.
    pub(super) fn lessons_ui(&mut self, ui: &mut Ui, given: &DeskStart<'_>) {
        self.start_heading_ui(ui, Word::StartLessons);
        let Some(lists) = given.lists else {
            ui.weak(self.words.text(Word::StartLooking));
            return;
        };
        if lists.lessons.is_empty() {
            ui.label(self.words.text(Word::StartLessonsNone));
        }
        for (idx, lesson) in lists.lessons.iter().enumerate() {
            let name = plain(self.words.pick(&lesson.title));
            let args = [("count", lesson.n_cases.into())];
            let mut detail = self.words.with(Word::StartLessonCases, &args);
            if lesson.is_exam {
                detail = format!("{detail}, {}", self.words.text(Word::StartLessonExam));
            }
            if wide_button(ui, false, &name, &detail).clicked() {
                self.tell_start(StartAct::Lesson(idx));
            }
        }
    }

    /// Sessions and results.
    pub(super) fn sessions_ui(&mut self, ui: &mut Ui, given: &DeskStart<'_>) {
        self.start_heading_ui(ui, Word::StartSessions);
        let Some(lists) = given.lists else {
            ui.weak(self.words.text(Word::StartLooking));
            return;
        };
        if lists.sessions.is_empty() {
            ui.label(self.words.text(Word::StartSessionsNone));
        }
        for (idx, session) in lists.sessions.iter().enumerate() {
            let args = [
                ("signed", session.n_signed.into()),
                ("count", session.n_cases.into()),
            ];
            let signed = self.words.with(Word::StartSessionSigned, &args);
            let state = self.words.text(if session.is_ended {
                Word::StartSessionEnded
            } else {
                Word::StartSessionOpen
            });
            let reader = plain(&session.reader);
            let detail = format!("{}, {reader}, {signed}, {state}", session.day);
            if wide_button(ui, false, &plain(&session.name), &detail).clicked() {
                self.tell_start(StartAct::Session(idx));
            }
        }
        if lists.n_more_sessions > 0 {
            let args = [("count", lists.n_more_sessions.into())];
            let more = self.words.with(Word::StartMore, &args);
            ui.label(RichText::new(more).color(tokens::TEXT_DIM));
        }
    }
}

//! The start menu: the course, practice, lessons, sessions, the tour, the display check, the settings.

use egui::{RichText, Ui};

use crate::desk::Desk;
use crate::finding_text::plain;
use crate::tokens;
use crate::tour::TourStep;
use crate::words::Word;

use super::menu::wide_button;
use super::{DeskStart, StartAct, StartDisplay, StartPage, StartTour};

impl Desk {
    /// The menu.
    pub(super) fn home_ui(&mut self, ui: &mut Ui, given: &DeskStart<'_>) {
        ui.add_space(8.0);
        let title = RichText::new(self.words.text(Word::StartTitle)).heading();
        ui.label(title.color(tokens::TEXT_BRIGHT));
        ui.label(self.words.text(Word::StartMenuHeading));
        ui.add_space(4.0);
        self.unfinished_button_ui(ui, given);
        self.course_button_ui(ui, given);
        let pages = [
            (Word::StartPractice, Word::StartPracticeWhat, None),
            (
                Word::StartLessons,
                Word::StartLessonsWhat,
                Some(StartPage::Lessons),
            ),
            (
                Word::StartSessions,
                Word::StartSessionsWhat,
                Some(StartPage::Sessions),
            ),
        ];
        for (name, what, page) in pages {
            let (name, what) = (self.words.text(name), self.words.text(what));
            if wide_button(ui, false, &name, &what).clicked() {
                match page {
                    Some(page) => self.open_start(page),
                    None => self.tell_start(StartAct::Practice),
                }
            }
        }
        self.tour_button_ui(ui, given.tour);
        let was = match given.display {
            StartDisplay::NotDone => self.words.text(Word::StartDisplayNotDone),
            StartDisplay::Deviation(percent) => {
                let args = [("percent", percent.into())];
                self.words.with(Word::StartDisplayWas, &args)
            }
        };
        if wide_button(ui, false, &self.words.text(Word::StartDisplay), &was).clicked() {
            self.open_start(StartPage::DisplayAgain);
        }
        let (name, what) = (Word::StartSettings, Word::StartSettingsWhat);
        let (name, what) = (self.words.text(name), self.words.text(what));
        if wide_button(ui, false, &name, &what).clicked() {
            self.open_start(StartPage::Settings);
        }
        ui.add_space(6.0);
        if ui.button(self.words.text(Word::StartQuit)).clicked() {
            self.tell_start(StartAct::Quit);
        }
    }

    /// The newest session, if it was left before its end.
    fn unfinished_button_ui(&mut self, ui: &mut Ui, given: &DeskStart<'_>) {
        let sessions = given.lists.map_or(&[][..], |lists| &lists.sessions);
        let Some(session) = sessions.first().filter(|session| !session.is_ended) else {
            return;
        };
        let args = [
            ("signed", session.n_signed.into()),
            ("count", session.n_cases.into()),
        ];
        let signed = self.words.with(Word::StartSessionSigned, &args);
        let detail = format!("{}, {signed}", plain(&session.name));
        let name = self.words.text(Word::StartUnfinished);
        let button = wide_button(ui, true, &name, &detail);
        self.start.focus_first(&button);
        if button.clicked() {
            self.tell_start(StartAct::Session(0));
        }
    }

    /// The course, with the step that comes next.
    fn course_button_ui(&mut self, ui: &mut Ui, given: &DeskStart<'_>) {
        let course = given.lists.and_then(|lists| lists.course.as_ref());
        let detail = match (course, given.lists) {
            (Some(course), _) => {
                let next = plain(self.words.pick(&course.next));
                let title = plain(self.words.pick(&course.title));
                let args = [
                    ("done", course.n_done.into()),
                    ("count", course.n_steps.into()),
                ];
                let done = self.words.with(Word::StartCourseDone, &args);
                if course.n_done == 0 || next.is_empty() {
                    format!("{title}\n{done}")
                } else {
                    let next = [("step", next.into())];
                    let next = self.words.with(Word::StartCourseNext, &next);
                    format!("{next}\n{done}")
                }
            }
            (None, Some(_)) => self.words.text(Word::StartCourseNone),
            (None, None) => self.words.text(Word::StartCourseNew),
        };
        let is_missing = given.lists.is_some() && course.is_none();
        let newest = given.lists.and_then(|lists| lists.sessions.first());
        // What was left in the middle comes before what goes on.
        let is_main = !is_missing && newest.is_none_or(|session| session.is_ended);
        let name = self.words.text(Word::StartCourse);
        let button = ui
            .add_enabled_ui(!is_missing, |ui| wide_button(ui, is_main, &name, &detail))
            .inner;
        // Until it is known what was begun, the first thing may still change, and with it the place of the others.
        if !is_missing && given.lists.is_some() {
            self.start.focus_first(&button);
        }
        if button.clicked() {
            self.tell_start(StartAct::Course);
        }
    }

    fn tour_button_ui(&mut self, ui: &mut Ui, tour: StartTour) {
        let count = TourStep::ALL.len();
        let (detail, step) = match tour {
            StartTour::Offered => (self.words.text(Word::StartTourOffer), 0),
            StartTour::Done => (self.words.text(Word::StartTourAgain), 0),
            StartTour::At(step) => {
                let shown = (usize::from(step) + 1).min(count);
                let args = [("step", shown.into()), ("count", count.into())];
                (self.words.with(Word::StartTourResume, &args), step)
            }
        };
        if wide_button(ui, false, &self.words.text(Word::StartTour), &detail).clicked() {
            self.tell_start(StartAct::Tour(step));
        }
    }
}

//! A knowledge test on the large screen: what it asks for, its clock, and what it came to. No feedback on a question.

use std::time::Duration;

use egui::{RichText, Ui};
use overread_base::{Seed, civil_date};
use overread_learning::{StepId, TestRecord, TestRefusal, test_record};
use overread_scenario::{CourseModule, CourseStep, ItemSet, StepKind, TestSpec};

use super::quiz::Quiz;
use super::{CourseAct, DeskCourse, StepPlace};
use crate::desk::Desk;
use crate::finding_text::{percent, percent_beside_cut, plain};
use crate::tokens;
use crate::widgets;
use crate::words::Word;

/// A test that is sat, or was just ended.
#[derive(Debug)]
pub(super) struct TestRun {
    pub(super) place: StepPlace,
    seed: u64,
    /// When it was begun, seconds on the screen's clock.
    begun_s: f64,
    limit_s: f64,
    /// Whether the end was asked for once.
    wants_end: bool,
    /// What it came to; `None` while it is sat.
    result: Option<TestRecord>,
}

impl Desk {
    /// Whether a test is being sat: nothing else of the course can be opened then.
    #[must_use]
    pub fn is_sitting_test(&self) -> bool {
        let run = self.course.test.as_ref();
        run.is_some_and(|run| run.result.is_none())
    }

    /// The place of the test that is sat, its questions, or what it came to.
    pub(super) fn test_ui(
        &mut self,
        ui: &mut Ui,
        given: &DeskCourse<'_>,
        module: &CourseModule,
        step: &CourseStep,
    ) {
        let StepKind::Items {
            set,
            test: Some(spec),
            pass_percent,
        } = &step.kind
        else {
            return;
        };
        let place = StepPlace {
            module: module.id.clone(),
            step: step.id.clone(),
        };
        let is_own = |run: &&TestRun| run.place == place;
        let Some(run) = self.course.test.as_ref().filter(is_own) else {
            let cut = f64::from(pass_percent.unwrap_or(0)) / 100.0;
            self.test_start_ui(ui, given, (module, step), (spec, *set), cut);
            return;
        };
        if let Some(result) = run.result.clone() {
            self.test_end_ui(ui, given, &place, &result);
            return;
        }
        let left_s = run.begun_s + run.limit_s - ui.input(|input| input.time);
        self.clock_ui(ui, left_s);
        self.quiz_ui(ui, given);
        let is_over = self
            .course
            .quiz
            .as_ref()
            .is_none_or(|quiz| quiz.current().is_none());
        if is_over || left_s <= 0.0 {
            self.end_test(ui, given, left_s <= 0.0);
            return;
        }
        self.end_button_ui(ui, given);
        // The clock goes on without anybody touching a key.
        ui.ctx().request_repaint_after(Duration::from_secs(1));
    }

    fn test_start_ui(
        &mut self,
        ui: &mut Ui,
        given: &DeskCourse<'_>,
        (module, step): (&CourseModule, &CourseStep),
        (spec, set): (&TestSpec, ItemSet),
        cut: f64,
    ) {
        let title = plain(self.course_text(&step.title));
        ui.label(RichText::new(title).heading().color(tokens::TEXT_BRIGHT));
        let about = self.words.with(
            Word::CourseTestAbout,
            &[
                ("n", spec.n_items().into()),
                ("minutes", spec.minutes.into()),
                ("share", percent(&self.words, cut).into()),
            ],
        );
        ui.label(about);
        self.part_ui(ui, given, &module.id, &step.id);
        ui.add_space(8.0);
        let key = (module.id.clone(), step.id.clone());
        match given.exams.seats.get(&key) {
            Some(Err(refusal)) => {
                let text = self.refusal_text(*refusal);
                ui.label(RichText::new(text).color(tokens::WARNING));
            }
            Some(Ok(attempt)) => {
                let most = spec
                    .most_attempts
                    .map_or_else(|| "∞".to_owned(), |most| most.to_string());
                let args = [("n", (*attempt).into()), ("most", most.into())];
                ui.weak(self.words.with(Word::CourseTestAttempt, &args));
                let begin = self.words.text(Word::CourseTestBegin);
                if widgets::primary_button(ui, &begin).clicked() {
                    self.begin_test(ui, given, (module, step), (spec, set));
                }
            }
            None => {}
        }
    }

    fn refusal_text(&self, refusal: TestRefusal) -> String {
        match refusal {
            TestRefusal::NoAttemptLeft { most } => self
                .words
                .with(Word::CourseTestNoAttempt, &[("most", most.into())]),
            TestRefusal::TooEarly { from_unix_s } => {
                let date = civil_date(from_unix_s);
                let args = [("date", date.into())];
                self.words.with(Word::CourseTestWait, &args)
            }
        }
    }

    fn begin_test(
        &mut self,
        ui: &Ui,
        given: &DeskCourse<'_>,
        (module, step): (&CourseModule, &CourseStep),
        (spec, set): (&TestSpec, ItemSet),
    ) {
        let seed = given.seed;
        let place = StepPlace {
            module: module.id.clone(),
            step: step.id.clone(),
        };
        self.course.quiz = Some(Quiz::of_test(module, &spec.drawn(module, set, Seed(seed))));
        self.course.test = Some(TestRun {
            place: place.clone(),
            seed,
            begun_s: ui.input(|input| input.time),
            limit_s: f64::from(spec.minutes) * 60.0,
            wants_end: false,
            result: None,
        });
        self.tell_course(CourseAct::TestBegun { step: place, seed });
    }

    fn clock_ui(&self, ui: &mut Ui, left_s: f64) {
        let left_s = left_s.max(0.0);
        let (minutes, seconds) = ((left_s / 60.0).floor(), (left_s % 60.0).floor());
        let time = format!("{minutes:.0}:{seconds:02.0}");
        let text = self
            .words
            .with(Word::CourseTestLeft, &[("time", time.into())]);
        let color = if left_s < 300.0 {
            tokens::WARNING
        } else {
            tokens::TEXT_DIM
        };
        ui.label(RichText::new(text).color(color));
        ui.separator();
    }

    /// To leave a question open, and to end the test before its last question; the latter is asked twice.
    fn end_button_ui(&mut self, ui: &mut Ui, given: &DeskCourse<'_>) {
        ui.add_space(14.0);
        ui.horizontal_wrapped(|ui| {
            if ui.button(self.words.text(Word::CourseTestSkip)).clicked()
                && let Some(quiz) = &mut self.course.quiz
            {
                quiz.go_on();
                self.has_news = true;
            }
            let wants_end = self.course.test.as_ref().is_some_and(|run| run.wants_end);
            let word = if wants_end {
                Word::CourseTestEndSure
            } else {
                Word::CourseTestEnd
            };
            if ui.button(self.words.text(word)).clicked() {
                if wants_end {
                    self.end_test(ui, given, false);
                } else if let Some(run) = &mut self.course.test {
                    run.wants_end = true;
                    self.has_news = true;
                }
            }
        });
    }

    fn end_test(&mut self, ui: &Ui, given: &DeskCourse<'_>, is_time_up: bool) {
        let now_s = ui.input(|input| input.time);
        let answers = self.course.quiz.take().map(|quiz| quiz.answers());
        let Some(run) = &mut self.course.test else {
            return;
        };
        let step = StepId {
            course: given.course.id.clone(),
            module: run.place.module.clone(),
            step: run.place.step.clone(),
        };
        let seconds = (now_s - run.begun_s).clamp(0.0, run.limit_s);
        let answers = answers.unwrap_or_default();
        let record = test_record(given.course, &step, run.seed, answers, seconds, is_time_up);
        match record {
            Some(record) => {
                run.result = Some(record.clone());
                self.tell_course(CourseAct::TestDone(Box::new(record)));
            }
            // Only if the course changed in between, which it does not while it is open.
            None => self.course.test = None,
        }
    }

    fn test_end_ui(
        &mut self,
        ui: &mut Ui,
        given: &DeskCourse<'_>,
        place: &StepPlace,
        result: &TestRecord,
    ) {
        let share = percent_beside_cut(&self.words, result.share);
        let text = self
            .words
            .with(Word::CourseShare, &[("share", share.into())]);
        ui.label(RichText::new(text).heading().color(tokens::TEXT_BRIGHT));
        if result.is_time_up {
            let text = self.words.text(Word::CourseTestTimeUp);
            ui.label(RichText::new(text).color(tokens::WARNING));
        }
        self.part_ui(ui, given, &place.module, &place.step);
        ui.label(self.words.text(Word::CourseTestNoFeedback));
    }
}

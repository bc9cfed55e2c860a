//! A course at the desk: its outline, its pages and questions, and what the learner is good at. The host keeps what was
//! done, makes the pictures, and begins the practice blocks.

mod block_card_ui;
mod certification_ui;
mod due_ui;
mod goals_ui;
mod image_ui;
mod language_ui;
mod learner_ui;
mod open_ui;
mod outline_ui;
mod page_ui;
mod picture;
mod practise;
mod quiz;
mod quiz_ui;
mod steps_bar_ui;
mod test_ui;
mod weeks_ui;
mod widget_ui;

use std::collections::BTreeMap;

use egui::Pos2;
use overread_learning::{Competencies, CourseExams, DueItem, Progress, TestRecord, Week};
use overread_scenario::{
    Course, CourseModule, CourseStep, ItemAnswer, Picture, SliceWish, StepKind,
};

use crate::DeskAct;
use crate::desk::Desk;

pub use picture::{DeskCoursePicture, DeskPicture, picture_key};

use picture::Uploaded;
use quiz::Quiz;
use test_ui::TestRun;

/// What the panels of a course are given.
#[derive(Debug, Clone, Copy)]
pub struct DeskCourse<'a> {
    /// The course.
    pub course: &'a Course,
    /// How far the learner is.
    pub progress: &'a Progress,
    /// How well what is done.
    pub competencies: &'a Competencies,
    /// The same week by week.
    pub weeks: &'a [Week],
    /// Who may sit which test now, and how certifications stand.
    pub exams: &'a CourseExams,
    /// What draws the questions of the next test; another one for each.
    pub seed: u64,
    /// Questions that are to be repeated now, the most urgent first.
    pub due: &'a [DueItem],
    /// The pictures that were asked for by [`CourseAct::Picture`], by [`picture_key`].
    pub pictures: &'a BTreeMap<String, DeskPicture>,
    /// Errors in the course's files; what is sound of it is shown all the same.
    pub faults: &'a [String],
    /// What went wrong last, for people.
    pub error: Option<&'a str>,
}

/// What a learner does in a course.
#[derive(Debug, Clone, PartialEq)]
pub enum CourseAct {
    /// A step was opened.
    Begun {
        /// Module and step.
        step: StepPlace,
    },
    /// A step was gone through.
    Done {
        /// Module and step.
        step: StepPlace,
        /// The share of full marks, 0 to 1, where there are marks.
        share: Option<f64>,
    },
    /// A question was answered.
    Answered {
        /// Its module.
        module: String,
        /// Its id.
        item: String,
        /// What was answered.
        answer: ItemAnswer,
        /// What it is worth, 0 to 1.
        points: f64,
    },
    /// A test was begun: the attempt counts.
    TestBegun {
        /// Module and step.
        step: StepPlace,
        /// What drew its questions.
        seed: u64,
    },
    /// A test ended.
    TestDone(Box<TestRecord>),
    /// The practice block of a step is to begin.
    Cases {
        /// Module and step.
        step: StepPlace,
    },
    /// A case of the course is to be looked at.
    Case {
        /// Its id.
        case: String,
        /// At which slice.
        slice: Option<SliceWish>,
        /// In which window.
        window: Option<String>,
    },
    /// A picture is shown and not there yet.
    Picture(Box<Picture>),
}

/// A step of a course by its ids.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StepPlace {
    /// The module.
    pub module: String,
    /// The step.
    pub step: String,
}

/// What is open, and what has been touched.
#[derive(Debug, Default)]
pub(crate) struct CourseState {
    open: Open,
    /// The language that was chosen for the course's own texts, by its tag; `None` for that of the panels.
    language: Option<String>,
    /// The page that a link led to, above what is open: module and name.
    linked: Option<(String, String)>,
    quiz: Option<Quiz>,
    test: Option<TestRun>,
    /// Sliders of widgets, by their place in the page.
    values: BTreeMap<String, f64>,
    /// Window presets of widgets.
    presets: BTreeMap<String, String>,
    /// Ends of measured lines, in shares of the picture.
    lines: BTreeMap<String, Vec<Pos2>>,
    pictures: BTreeMap<String, Uploaded>,
    /// Pictures that were asked for.
    asked: std::collections::BTreeSet<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum Open {
    /// The title of the course.
    #[default]
    Title,
    Step(StepPlace),
    /// Questions that are due.
    Repetition,
}

impl<'a> DeskCourse<'a> {
    /// A step with its module.
    fn step(&self, place: &StepPlace) -> Option<(&'a CourseModule, &'a CourseStep)> {
        let module = self.course.module(&place.module)?;
        let step = module.steps.iter().find(|step| step.id == place.step)?;
        Some((module, step))
    }

    /// The step before or after one, over the borders of modules.
    fn beside(&self, place: &StepPlace, is_next: bool) -> Option<StepPlace> {
        let all: Vec<StepPlace> = self
            .course
            .modules
            .iter()
            .flat_map(|module| {
                module.steps.iter().map(|step| StepPlace {
                    module: module.id.clone(),
                    step: step.id.clone(),
                })
            })
            .collect();
        let at = all.iter().position(|known| known == place)?;
        let beside = if is_next {
            Some(at + 1)
        } else {
            at.checked_sub(1)
        };
        all.get(beside?).cloned()
    }
}

impl Desk {
    /// Opens a step, as a click on it would; the host does so after the learner came back to the course.
    pub fn open_course_step(&mut self, given: &DeskCourse<'_>, place: StepPlace) {
        let Some((module, step)) = given.step(&place) else {
            return;
        };
        if self.is_sitting_test() {
            return;
        }
        self.course.test = None;
        let quiz = match &step.kind {
            StepKind::Items {
                set,
                pass_percent,
                test: None,
            } => Some(Quiz::of_set(module, *set, *pass_percent)),
            StepKind::Items { .. } | StepKind::Page { .. } | StepKind::Cases { .. } => None,
        };
        self.course.quiz = quiz;
        self.course.linked = None;
        self.course.open = Open::Step(place.clone());
        self.acts
            .push(DeskAct::Course(CourseAct::Begun { step: place }));
        self.has_news = true;
    }

    /// What is open in the course, if it is a step.
    #[must_use]
    pub fn open_step(&self) -> Option<&StepPlace> {
        match &self.course.open {
            Open::Step(place) => Some(place),
            Open::Title | Open::Repetition => None,
        }
    }

    fn tell_course(&mut self, act: CourseAct) {
        self.acts.push(DeskAct::Course(act));
        self.has_news = true;
    }
}

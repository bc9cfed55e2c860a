//! A course as its files say: modules of steps, and what the steps show. No parsing.

use std::collections::{BTreeMap, BTreeSet};

use overread_base::{LocalText, Millis, ScenarioId};

use super::item::{CourseItem, ItemSet};
use super::page::Page;
use super::scores::Scores;
use super::test::TestSpec;
use crate::PhantomSpec;

/// A course, of what is sound of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// `owner.name`.
    pub id: ScenarioId,
    /// Its own version, e.g. `1.0.0`.
    pub version: String,
    /// Under what it may be passed on, an SPDX expression or a name.
    pub licence: String,
    /// The languages that it is complete in, by its own word.
    pub languages: Vec<String>,
    /// Its name, per language.
    pub title: Vec<LocalText>,
    /// What it is, per language.
    pub about: Vec<LocalText>,
    /// The names of the tasks that the map of competencies counts, per language.
    pub tasks: BTreeMap<String, Vec<LocalText>>,
    /// The modules in the order of the course.
    pub modules: Vec<CourseModule>,
    /// The synthetic cases of pictures and links.
    pub cases: BTreeMap<String, CourseCase>,
    /// Scores of services, for widgets.
    pub scores: BTreeMap<String, Scores>,
    /// What the scenarios of its blocks say of themselves, by file; those that are not sound are missing.
    pub blocks: BTreeMap<String, CourseBlock>,
}

/// What a learner may know of a block before it is begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseBlock {
    /// What the reader is told before the first case, per language.
    pub briefing: Vec<LocalText>,
    /// How many cases a session has.
    pub n_cases: usize,
    /// The time of the whole session; `None` without limit.
    pub limit: Option<Millis>,
}

/// A synthetic case that pages show.
#[derive(Debug, Clone, PartialEq)]
pub struct CourseCase {
    /// What is made.
    pub phantom: PhantomSpec,
}

/// A module.
#[derive(Debug, Clone, PartialEq)]
pub struct CourseModule {
    /// Its id, e.g. `m2`.
    pub id: String,
    /// Its folder in the course, e.g. `m2-brain-ct`.
    pub folder: String,
    /// About how long it takes, minutes.
    pub minutes: u32,
    /// Its name, per language.
    pub title: Vec<LocalText>,
    /// What the learner can do afterwards, per language.
    pub goals: Vec<Vec<LocalText>>,
    /// What is done, in order.
    pub steps: Vec<CourseStep>,
    /// Its questions.
    pub items: Vec<CourseItem>,
    /// Its pages by name, and within that by language.
    pub pages: BTreeMap<String, BTreeMap<String, Page>>,
    /// What a certificate of it needs; `None` where none is given.
    pub certification: Option<ModuleCertification>,
}

/// What a certificate of a module needs: every part has to be passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleCertification {
    /// The steps that are its parts, in order: tests with a pass mark, and blocks whose scenarios have terms of
    /// certification.
    pub parts: Vec<String>,
    /// The longest time from the first to the last part that counts, days; `None` without limit.
    pub within_days: Option<u32>,
    /// How long a certificate is valid, days; `None` without end.
    pub valid_days: Option<u32>,
}

/// A step of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseStep {
    /// Its id, unique in the module.
    pub id: String,
    /// Its name, per language.
    pub title: Vec<LocalText>,
    /// What is done.
    pub kind: StepKind,
}

/// What is done in a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepKind {
    /// A page is read.
    Page {
        /// Its name.
        name: String,
    },
    /// Cases are read.
    Cases {
        /// The scenario file, inside the course.
        file: String,
        /// What the AI is like in them; `None` where it is mixed.
        state: Option<AiBehaviour>,
        /// The task, for the map of competencies.
        competency: Option<String>,
        /// Whether the clock is part of the task.
        is_timed: bool,
    },
    /// Questions are answered.
    Items {
        /// Which.
        set: ItemSet,
        /// From which share of full marks on it is passed, %; `None` for questions with feedback at once.
        pass_percent: Option<u8>,
        /// How it is held as a test; `None` where all questions are asked in order, with feedback.
        test: Option<TestSpec>,
    },
}

/// What the AI is like in a practice block, or in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AiBehaviour {
    /// Its result is right.
    Right,
    /// It misses a finding.
    Missed,
    /// It reports what is not there.
    FalseAlarm,
    /// Its result has a technical defect.
    Defect,
    /// The study is not for it.
    OutOfScope,
}

impl AiBehaviour {
    /// All of them, in the order in which a module walks them.
    pub const ALL: [Self; 5] = [
        Self::Right,
        Self::Missed,
        Self::FalseAlarm,
        Self::Defect,
        Self::OutOfScope,
    ];

    /// The word for it in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Missed => "missed",
            Self::FalseAlarm => "false-alarm",
            Self::Defect => "defect",
            Self::OutOfScope => "out-of-scope",
        }
    }
}

impl Course {
    /// A module by its id.
    #[must_use]
    pub fn module(&self, id: &str) -> Option<&CourseModule> {
        self.modules.iter().find(|module| module.id == id)
    }

    /// The name of a task in a language: its own, else that of the step it is called after, else its id.
    #[must_use]
    pub fn task_name<'a>(&'a self, task: &'a str, locale: &str) -> &'a str {
        let steps = || self.modules.iter().filter_map(|module| module.step(task));
        let named = self.tasks.get(task).map(Vec::as_slice);
        let texts = named.or_else(|| steps().next().map(|step| step.title.as_slice()));
        texts
            .and_then(|texts| LocalText::pick(texts, locale))
            .unwrap_or(task)
    }

    /// The tasks that practice blocks name, each once.
    pub fn competencies(&self) -> impl Iterator<Item = &str> {
        let steps = self.modules.iter().flat_map(|module| &module.steps);
        let named: BTreeSet<&str> = steps
            .filter_map(|step| match &step.kind {
                StepKind::Cases { competency, .. } => competency.as_deref(),
                StepKind::Page { .. } | StepKind::Items { .. } => None,
            })
            .collect();
        named.into_iter()
    }
}

impl CourseModule {
    /// A page in a language, else in English, else in any; with the language that it is in.
    #[must_use]
    pub fn page(&self, name: &str, locale: &str) -> Option<(&str, &Page)> {
        let pages = self.pages.get(name)?;
        let find = |wanted: &str| pages.get_key_value(wanted);
        let found = find(locale).or_else(|| find("en"));
        let (language, page) = found.or_else(|| pages.iter().next())?;
        Some((language, page))
    }

    /// A step by its id.
    #[must_use]
    pub fn step(&self, id: &str) -> Option<&CourseStep> {
        self.steps.iter().find(|step| step.id == id)
    }

    /// The questions of a set, in order.
    pub fn items_of(&self, set: ItemSet) -> impl Iterator<Item = &CourseItem> {
        self.items.iter().filter(move |item| item.set == set)
    }
}

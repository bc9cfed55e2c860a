//! What the learner did in a course, as the log keeps it, and what follows from it.

use anyhow::Context as _;
use overread_learning::{
    Competencies, CourseExams, DueItem, LearnerAct, LearnerEvent, Progress, Schedule, Week, weeks,
};
use overread_scenario::Course;
use overread_store::LearnerLog;
use overread_workstation::{Folders, unix_seconds};

use crate::cli::Args;

/// What the learner did, and what follows from it.
pub(super) struct Learner {
    log: Option<LearnerLog>,
    events: Vec<LearnerEvent>,
    pub(super) progress: Progress,
    pub(super) competencies: Competencies,
    pub(super) weeks: Vec<Week>,
    pub(super) exams: CourseExams,
    pub(super) due: Vec<DueItem>,
}

impl Learner {
    /// The learner's log; where it cannot be opened nothing is kept, and the reason is shown.
    pub(super) fn open(folders: &Folders, args: &Args, course: &Course) -> (Self, Option<String>) {
        let path = folders.learner(&args.reader);
        let opened = std::fs::create_dir_all(&folders.site)
            .with_context(|| format!("cannot make {}", folders.site.display()))
            .and_then(|()| Ok(LearnerLog::open(&path, &args.reader)?));
        let (log, events, error) = match opened {
            Ok((log, record)) => (Some(log), record.events, None),
            Err(error) => (None, Vec::new(), Some(format!("{error:#}"))),
        };
        let mut learner = Self {
            log,
            events,
            progress: Progress::default(),
            competencies: Competencies::default(),
            weeks: Vec::new(),
            exams: CourseExams::default(),
            due: Vec::new(),
        };
        learner.sum_up(course);
        (learner, error)
    }

    /// Keeps an act; it counts once it is on the disk.
    pub(super) fn keep(&mut self, act: LearnerAct, course: &Course) -> anyhow::Result<()> {
        let event = LearnerEvent {
            at_unix_s: unix_seconds(),
            act,
        };
        let log = self.log.as_mut().context("the learner's log is not open")?;
        log.append(&event)?;
        self.events.push(event);
        self.sum_up(course);
        Ok(())
    }

    fn sum_up(&mut self, course: &Course) {
        self.progress = Progress::of(course, &self.events);
        self.competencies = Competencies::of(&self.events);
        self.weeks = weeks(&self.events);
        self.exams = CourseExams::of(course, &self.events, unix_seconds());
        let due = Schedule::default().due_items(&self.events, unix_seconds());
        let is_known = |due: &DueItem| {
            let item = &due.item;
            let module = course.module(&item.module);
            item.course == course.id
                && module.is_some_and(|m| m.items.iter().any(|known| known.id == item.item))
        };
        self.due = due.into_iter().filter(is_known).collect();
    }
}

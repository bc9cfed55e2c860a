//! How far a learner is in a course: which steps are done, how well, and which is the next one.

use std::collections::BTreeMap;

use overread_exam::meets_cut;
use overread_scenario::{Course, CourseModule, StepKind};

use crate::event::{LearnerAct, LearnerEvent, StepId};

/// How far a learner is in one course.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Progress {
    /// Steps that were begun, by module and step.
    steps: BTreeMap<(String, String), StepState>,
    /// The step that was begun or done last.
    last: Option<(String, String)>,
}

/// What is known of a step.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct StepState {
    /// When it was done first, seconds since 1970; `None` while it was only begun.
    pub done_unix_s: Option<u64>,
    /// The best share of full marks, where there are marks.
    pub best_share: Option<f64>,
    /// How often it was done.
    pub n_done: u32,
}

impl Progress {
    /// Sums up the events of one course; those of others do not count.
    #[must_use]
    pub fn of(course: &Course, events: &[LearnerEvent]) -> Self {
        let mut out = Self::default();
        for event in events {
            let (step, share, is_done) = match &event.act {
                LearnerAct::StepBegun(step) => (step, None, false),
                LearnerAct::StepDone { step, share, .. } => (step, *share, true),
                LearnerAct::ItemAnswered { .. }
                | LearnerAct::CaseRead(_)
                | LearnerAct::TestBegun { .. }
                | LearnerAct::ExamDone(_)
                | LearnerAct::TourDone => continue,
                LearnerAct::TestDone(test) => (&test.step, Some(test.share), true),
            };
            if step.course != course.id {
                continue;
            }
            let key = key(step);
            let state = out.steps.entry(key.clone()).or_default();
            if is_done {
                state.done_unix_s = state.done_unix_s.or(Some(event.at_unix_s));
                state.n_done += 1;
                let share = share.filter(|share| share.is_finite());
                state.best_share = match (state.best_share, share) {
                    (Some(best), Some(share)) => Some(best.max(share)),
                    (best, share) => best.or(share),
                };
            }
            out.last = Some(key);
        }
        out
    }

    /// What is known of a step.
    #[must_use]
    pub fn step(&self, module: &str, step: &str) -> StepState {
        let key = (module.to_owned(), step.to_owned());
        self.steps.get(&key).copied().unwrap_or_default()
    }

    /// Whether a step counts as done: gone through, and where it has a pass mark, passed.
    #[must_use]
    pub fn is_done(&self, module: &CourseModule, step: &str) -> bool {
        let state = self.step(&module.id, step);
        let kind = module.steps.iter().find(|known| known.id == step);
        let needed = kind.and_then(|known| match known.kind {
            StepKind::Items { pass_percent, .. } => pass_percent,
            StepKind::Page { .. } | StepKind::Cases { .. } => None,
        });
        let is_passed = needed.is_none_or(|percent| {
            let cut = f64::from(percent) / 100.0;
            state.best_share.is_some_and(|share| meets_cut(share, cut))
        });
        state.done_unix_s.is_some() && is_passed
    }

    /// How many steps of a module are done.
    #[must_use]
    pub fn n_done(&self, module: &CourseModule) -> usize {
        let steps = module.steps.iter();
        steps.filter(|step| self.is_done(module, &step.id)).count()
    }

    /// The step to go on with: the first after the last one that is not done, else the first that is not done at all.
    #[must_use]
    pub fn next<'a>(&self, course: &'a Course) -> Option<(&'a CourseModule, &'a str)> {
        let all = || {
            course.modules.iter().flat_map(|module| {
                let steps = module.steps.iter();
                steps.map(move |step| (module, step.id.as_str()))
            })
        };
        let is_open = |&(module, step): &(&CourseModule, &str)| !self.is_done(module, step);
        let is_last = |&(module, step): &(&'a CourseModule, &'a str)| {
            let last = self.last.as_ref();
            last.is_some_and(|(m, s)| *m == module.id && s == step)
        };
        let from_last = all().skip_while(|at| !is_last(at)).find(is_open);
        from_last.or_else(|| all().find(is_open))
    }
}

fn key(step: &StepId) -> (String, String) {
    (step.module.clone(), step.step.clone())
}

#[cfg(test)]
mod tests;

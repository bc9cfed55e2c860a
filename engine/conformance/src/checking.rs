//! The run of one check: judges rules one after another, times them and writes them down. Knows no rule.

use std::time::Instant;

use crate::report::{Check, Judged, Outcome};
use crate::rules::Rule;
use crate::{CheckOptions, Step};

/// Takes down what is judged.
pub(crate) struct Checking<'c> {
    options: &'c CheckOptions,
    progress: &'c mut dyn FnMut(Step<'_>),
    steps: usize,
    done: usize,
    checks: Vec<Check>,
}

impl<'c> Checking<'c> {
    pub(crate) fn new(
        options: &'c CheckOptions,
        progress: &'c mut dyn FnMut(Step<'_>),
        steps: usize,
    ) -> Self {
        Self {
            options,
            progress,
            steps,
            done: 0,
            checks: Vec::new(),
        }
    }

    pub(crate) fn options(&self) -> &CheckOptions {
        self.options
    }

    pub(crate) fn wants(&self, rule: Rule) -> bool {
        self.options.wants(rule.id)
    }

    /// Says what is done next.
    pub(crate) fn step(&mut self, name: &str) {
        let done = self.done.min(self.steps);
        (self.progress)(Step {
            name,
            done,
            of: self.steps,
        });
        self.done += 1;
    }

    /// Judges a rule, if it is asked for.
    pub(crate) fn judge(&mut self, rule: Rule, work: impl FnOnce(&mut Judged)) {
        if self.wants(rule) {
            self.judge_as(rule.id.to_owned(), rule.title.to_owned(), rule, work);
        }
    }

    /// Judges a rule under an id of its own.
    pub(crate) fn judge_as(
        &mut self,
        id: String,
        title: String,
        rule: Rule,
        work: impl FnOnce(&mut Judged),
    ) {
        let started = Instant::now();
        let mut judged = Judged::default();
        work(&mut judged);
        let outcome = judged.outcome();
        let has_advice = matches!(outcome, Outcome::Failed | Outcome::Warning);
        self.checks.push(Check {
            id,
            title,
            outcome,
            found: judged.found.all().to_vec(),
            notes: judged.notes,
            advice: has_advice.then(|| rule.advice.to_owned()),
            duration: started.elapsed(),
        });
    }

    /// Notes that a rule cannot be judged, if it is asked for.
    pub(crate) fn skip(&mut self, rule: Rule, reason: &str) {
        self.judge(rule, |judged| judged.skip(reason));
    }

    pub(crate) fn into_checks(self) -> Vec<Check> {
        self.checks
    }
}

//! What a check of a plugin found: one entry a rule, and the verdict on the whole. No format and no judging.

use std::time::Duration;

use overread_base::{Diagnostic, Diagnostics};
use overread_bundle::PluginKind;

use crate::Scope;

/// All that was checked of one bundle.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The bundle, as far as it could be read.
    pub bundle: BundleIdentity,
    /// Version of the program that checked.
    pub tool_version: String,
    /// Version of the contract that it checked against.
    pub contract: String,
    /// How much was asked for.
    pub scope: Scope,
    /// The rules in the order of checking.
    pub checks: Vec<Check>,
}

/// Which bundle a report is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleIdentity {
    /// Where it was found; of no meaning on another machine.
    pub place: String,
    /// What its manifest says, if it could be opened.
    pub opened: Option<OpenedIdentity>,
}

/// What an opened bundle says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedIdentity {
    /// Reverse DNS.
    pub id: String,
    /// The vendor's version.
    pub version: String,
    /// SHA-256 over all files, lower-case hex.
    pub digest: String,
    /// Which world it is made for.
    pub kind: PluginKind,
}

/// One rule and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// Stable, e.g. `static.imports`.
    pub id: String,
    /// What must hold.
    pub title: String,
    /// What came of it.
    pub outcome: Outcome,
    /// Faults with their places: errors and warnings.
    pub found: Vec<Diagnostic>,
    /// What was measured or seen, for people.
    pub notes: Vec<String>,
    /// What the vendor can do, where it did not pass.
    pub advice: Option<String>,
    /// How long it took.
    pub duration: Duration,
}

/// What came of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    Passed,
    /// It holds as far as the contract goes, and something should be better.
    Warning,
    /// It does not hold.
    Failed,
    /// It was not judged, for this reason.
    Skipped(String),
}

/// The verdict on a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Every rule was judged and none failed.
    Passed,
    /// None failed, and some could not be judged on this machine or were left out.
    Incomplete,
    /// At least one rule failed.
    Failed,
}

/// How many rules came to which outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Rules that hold.
    pub passed: usize,
    /// Rules with warnings.
    pub warnings: usize,
    /// Rules that do not hold.
    pub failed: usize,
    /// Rules that were not judged.
    pub skipped: usize,
}

impl Report {
    /// The verdict.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let counts = self.counts();
        if counts.failed > 0 {
            Verdict::Failed
        } else if counts.skipped > 0 {
            Verdict::Incomplete
        } else {
            Verdict::Passed
        }
    }

    /// How many rules came to which outcome.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for check in &self.checks {
            match check.outcome {
                Outcome::Passed => counts.passed += 1,
                Outcome::Warning => counts.warnings += 1,
                Outcome::Failed => counts.failed += 1,
                Outcome::Skipped(_) => counts.skipped += 1,
            }
        }
        counts
    }

    /// The rule with this id, if it was among those asked for.
    #[must_use]
    pub fn check(&self, id: &str) -> Option<&Check> {
        self.checks.iter().find(|check| check.id == id)
    }
}

impl Check {
    /// One sentence: the first fault, or why it was skipped; nothing if it passed.
    #[must_use]
    pub fn reason(&self) -> Option<String> {
        match &self.outcome {
            Outcome::Passed => None,
            Outcome::Skipped(reason) => Some(reason.clone()),
            Outcome::Warning | Outcome::Failed => {
                self.found.first().map(|fault| fault.message.clone())
            }
        }
    }
}

/// What is found while one rule is judged.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    /// Errors and warnings.
    pub(crate) found: Diagnostics,
    /// For people.
    pub(crate) notes: Vec<String>,
    /// Why it cannot be judged; faults that were found all the same count more.
    pub(crate) skipped: Option<String>,
}

impl Judged {
    pub(crate) fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    pub(crate) fn skip(&mut self, reason: impl Into<String>) {
        self.skipped = Some(reason.into());
    }

    pub(crate) fn outcome(&self) -> Outcome {
        if self.found.has_errors() {
            Outcome::Failed
        } else if !self.found.all().is_empty() {
            Outcome::Warning
        } else if let Some(reason) = &self.skipped {
            Outcome::Skipped(reason.clone())
        } else {
            Outcome::Passed
        }
    }
}

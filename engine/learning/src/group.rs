//! What a group of learners has done, from their logs: each learner, each competency, each module. Pure: the host reads the
//! logs, and names those that it cannot.

use std::collections::{BTreeMap, BTreeSet};

use overread_scenario::Course;
use overread_stats::{ClusterCount, ClusteredShare, NotEstimable, clustered_share95};

use crate::certification::Certification;
use crate::competency::{CellKey, Competencies};
use crate::event::LearnerEvent;
use crate::progress::Progress;

/// What the room calls a reader whom nobody named (`--reader`). It is the name of every installation that was left as it
/// came, so it tells nobody apart.
const NOBODY: &str = "reader";

/// A learner's log as the host read it.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupLog {
    /// Where it came from, for people.
    pub source: String,
    /// The name that the learner gave; empty, or `reader`, where none was given.
    pub learner: String,
    /// Everything that was done.
    pub events: Vec<LearnerEvent>,
    /// What is wrong with it and left the rest readable, for people.
    pub note: Option<String>,
}

/// A log that gave nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damaged {
    /// Where it came from.
    pub source: String,
    /// Why.
    pub reason: String,
}

/// A group of learners.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The learners in the order of their names.
    pub learners: Vec<GroupLearner>,
    /// Each competency over all learners, in order.
    pub cells: BTreeMap<CellKey, GroupCell>,
    /// Logs that gave nothing.
    pub damaged: Vec<Damaged>,
}

/// One learner of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupLearner {
    /// The name, as the first log has it; where none was given the place of the log.
    pub name: String,
    /// The logs that were put together.
    pub sources: Vec<String>,
    /// What is wrong with them and left the rest readable.
    pub notes: Vec<String>,
    /// Each competency.
    pub competencies: Competencies,
    /// Each module of the course, in order.
    pub modules: Vec<ModuleProgress>,
    /// Each module that gives a certificate, with how it stands.
    pub certifications: Vec<(String, Certification)>,
    /// When something was done last, seconds since 1970.
    pub last_unix_s: Option<u64>,
}

/// How far a learner is in a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleProgress {
    /// The module.
    pub module: String,
    /// Steps that are done.
    pub n_done: usize,
    /// Its steps.
    pub n_steps: usize,
}

/// A competency over a group.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupCell {
    /// Cases read.
    pub n: u64,
    /// Of them right.
    pub n_right: u64,
    /// Learners who read such cases.
    pub n_learners: usize,
    /// Learners to whom the cell is weak.
    pub n_weak: usize,
    /// The share that is right; cases of one learner are alike, which the interval knows (95 %).
    pub right: Result<ClusteredShare, NotEstimable>,
}

impl Group {
    /// Puts logs together and sums them up over a course.
    ///
    /// Logs of one name are one learner's: the learner worked at several machines, or a log was handed in twice. An event
    /// that stands in several logs counts once; one that stands in a log twice counts twice. Names are compared without
    /// the space around them; a log without a name, or with the one that everybody has who chose none (`reader`), stands
    /// alone, so that a class that changed nothing is not one learner.
    #[must_use]
    pub fn of(course: &Course, logs: Vec<GroupLog>, damaged: Vec<Damaged>) -> Self {
        let learners: Vec<GroupLearner> = merged(logs)
            .into_values()
            .map(|log| learner(course, log))
            .collect();
        Self {
            cells: cells(&learners),
            learners,
            damaged,
        }
    }
}

/// Logs of one learner.
#[derive(Default)]
struct Merged {
    name: String,
    sources: Vec<String>,
    notes: Vec<String>,
    events: Vec<LearnerEvent>,
    /// How often each event is there.
    counts: BTreeMap<String, u32>,
}

/// By whether there is a name, and the name: those without one stand at the end, each under its source.
fn merged(logs: Vec<GroupLog>) -> BTreeMap<(bool, String), Merged> {
    let mut out: BTreeMap<(bool, String), Merged> = BTreeMap::new();
    for log in logs {
        let name = log.learner.trim();
        let key = if name.is_empty() || name == NOBODY {
            (true, log.source.clone())
        } else {
            (false, name.to_owned())
        };
        let into = out.entry(key.clone()).or_insert_with(|| Merged {
            name: key.1,
            ..Merged::default()
        });
        let note = log.note.map(|note| format!("{}: {note}", log.source));
        into.notes.extend(note);
        into.sources.push(log.source);
        let mut of_log: BTreeMap<String, u32> = BTreeMap::new();
        for event in log.events {
            let name = format!("{event:?}");
            let n = of_log.entry(name.clone()).or_default();
            *n += 1;
            let known = into.counts.entry(name).or_default();
            if *n > *known {
                *known = *n;
                into.events.push(event);
            }
        }
    }
    for log in out.values_mut() {
        log.events.sort_by_key(|event| event.at_unix_s);
    }
    out
}

fn learner(course: &Course, log: Merged) -> GroupLearner {
    let progress = Progress::of(course, &log.events);
    let module = |module: &overread_scenario::CourseModule| ModuleProgress {
        module: module.id.clone(),
        n_done: progress.n_done(module),
        n_steps: module.steps.len(),
    };
    let certifications = course.modules.iter().filter_map(|module| {
        let found = Certification::of(&course.id, module, &log.events)?;
        Some((module.id.clone(), found))
    });
    GroupLearner {
        competencies: Competencies::of(&log.events),
        modules: course.modules.iter().map(module).collect(),
        certifications: certifications.collect(),
        last_unix_s: log.events.iter().map(|event| event.at_unix_s).max(),
        name: log.name,
        sources: log.sources,
        notes: log.notes,
    }
}

fn cells(learners: &[GroupLearner]) -> BTreeMap<CellKey, GroupCell> {
    let keys: BTreeSet<&CellKey> = learners
        .iter()
        .flat_map(|learner| learner.competencies.cells().map(|(key, _)| key))
        .collect();
    let cell = |key: &CellKey| {
        let counts: Vec<ClusterCount> = learners
            .iter()
            .filter_map(|learner| learner.competencies.cell(key))
            // Who read all with hints has nothing that says what was known.
            .filter(|cell| cell.n > 0)
            .map(|cell| ClusterCount {
                hits: cell.n_right,
                n: cell.n,
            })
            .collect();
        let is_weak = |learner: &&GroupLearner| learner.competencies.weak().contains(&key);
        GroupCell {
            n: counts.iter().map(|count| count.n).sum(),
            n_right: counts.iter().map(|count| count.hits).sum(),
            n_learners: counts.len(),
            n_weak: learners.iter().filter(is_weak).count(),
            right: clustered_share95(&counts),
        }
    };
    keys.into_iter()
        .map(|key| (key.clone(), cell(key)))
        .collect()
}

#[cfg(test)]
mod tests;

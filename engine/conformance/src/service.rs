//! The dynamic part for AI services: jobs on the synthetic studies, and what their answers show.

mod answers;
mod cancel;
mod jobs;
mod lesions;

use overread_base::{AiStatus, NotRunReason};
use overread_bundle::Bundle;
use overread_plugin_host::{Plugin, PluginHost};

use crate::checking::Checking;
use crate::facts::Facts;
use crate::report::Judged;
use crate::rules::{self, Rule, study_id};
use crate::studies::{Study, StudyKind};
use crate::{CheckOptions, Scope};

use jobs::{Runner, Told, job};

/// The rules that need the answers to all studies.
const ON_ANSWERS: [Rule; 5] = [
    rules::READS,
    rules::DECLINES,
    rules::HEADROOM,
    rules::CLEAN,
    rules::LESIONS,
];
/// The rules that run jobs of their own.
const ON_MORE_JOBS: [Rule; 3] = [rules::REPEATABLE, rules::ORDER, rules::CANCEL];

/// A study and the first answer to it.
pub(crate) struct Answered {
    pub(crate) study: Study,
    pub(crate) told: Told,
}

impl Answered {
    fn is_done(&self) -> bool {
        self.told.result.report().is_some()
    }
}

/// The studies that the wanted rules need.
fn wanted(options: &CheckOptions) -> Vec<StudyKind> {
    let all: &[StudyKind] = match options.scope {
        Scope::Full => &StudyKind::ALL,
        Scope::Quick => &StudyKind::QUICK,
    };
    let rules: Vec<Rule> = ON_ANSWERS
        .into_iter()
        .chain(ON_MORE_JOBS)
        .filter(|rule| options.wants(rule.id))
        .collect();
    let is_wanted = |kind: &&StudyKind| {
        options.wants(&study_id(**kind))
            || rules.iter().any(|rule| studies_of(*rule).contains(kind))
    };
    all.iter().filter(is_wanted).copied().collect()
}

/// The studies that a rule looks at.
fn studies_of(rule: Rule) -> &'static [StudyKind] {
    match rule {
        rules::CLEAN => &[StudyKind::ChestCtClean],
        rules::LESIONS => &[
            StudyKind::ChestCtNodules,
            StudyKind::OddSpacing,
            StudyKind::Oblique,
            StudyKind::MissingAttributes,
            StudyKind::SeveralSeries,
        ],
        rules::ORDER => &[StudyKind::SeveralSeries],
        rules::CANCEL => &[StudyKind::ChestCtNodules],
        _ => &StudyKind::ALL,
    }
}

/// How many steps the check will tell of.
pub(crate) fn steps(options: &CheckOptions) -> usize {
    1 + wanted(options).len() + more_jobs(options).len()
}

fn more_jobs(options: &CheckOptions) -> Vec<Rule> {
    let is_done = |rule: &Rule| options.wants(rule.id) && !is_left_out(*rule, options.scope);
    ON_MORE_JOBS.into_iter().filter(is_done).collect()
}

/// A quick check repeats one job and leaves out what needs more.
fn is_left_out(rule: Rule, scope: Scope) -> bool {
    scope == Scope::Quick && (rule == rules::ORDER || rule == rules::CLEAN)
}

/// Judges all dynamic rules of an AI service.
pub(crate) fn check(checking: &mut Checking<'_>, bundle: &Bundle, host: &PluginHost) {
    let plugin = load(checking, bundle, host);
    let kinds = wanted(checking.options());
    let Some(plugin) = plugin else {
        let reason = "the component does not load";
        checking.skip(rules::DESCRIBE, reason);
        for kind in kinds {
            if checking.options().wants(&study_id(kind)) {
                judge_study(checking, kind, |judged| judged.skip(reason));
            }
        }
        for rule in ON_ANSWERS.into_iter().chain(ON_MORE_JOBS) {
            checking.skip(rule, reason);
        }
        return;
    };
    checking.judge(rules::DESCRIBE, |judged| {
        answers::describe(&plugin, judged);
    });
    let answered = read_all(checking, &plugin, &kinds);
    judge_answers(checking, &plugin, &answered);
    judge_more_jobs(checking, &plugin, &answered);
}

fn load(checking: &mut Checking<'_>, bundle: &Bundle, host: &PluginHost) -> Option<Plugin> {
    checking.step("compiling");
    let loaded = host.load(bundle);
    checking.judge(rules::LOAD, |judged| match &loaded {
        Ok(_) => {}
        Err(error) => judged
            .found
            .error(&bundle.manifest().component, error.to_string()),
    });
    loaded.ok()
}

fn judge_study(checking: &mut Checking<'_>, kind: StudyKind, work: impl FnOnce(&mut Judged)) {
    let title = format!("{}: {}", rules::STUDY.title, kind.about());
    checking.judge_as(study_id(kind), title, rules::STUDY, work);
}

/// The first answer to every study. After a deadline the rest is left out: it could take hours.
fn read_all(checking: &mut Checking<'_>, plugin: &Plugin, kinds: &[StudyKind]) -> Vec<Answered> {
    let runner = Runner::new(plugin);
    let mut answered = Vec::new();
    let mut too_slow: Option<StudyKind> = None;
    for &kind in kinds {
        checking.step(kind.name());
        let mut answer = None;
        let mut read = |judged: &mut Judged| {
            if let Some(slow) = too_slow {
                judged.skip(format!("the deadline passed on `{}`", slow.name()));
                return;
            }
            let study = match kind.make() {
                Ok(study) => study,
                Err(error) => {
                    judged.skip(format!("this program could not make the study: {error}"));
                    return;
                }
            };
            let told = runner.run(&job(plugin, &study));
            answers::study(&study, &told, judged);
            judged.note(format!("answer {}", Facts::of(&told.result).digest()));
            if told.is_late() {
                too_slow = Some(kind);
            }
            answer = Some(Answered { study, told });
        };
        if checking.options().wants(&study_id(kind)) {
            judge_study(checking, kind, read);
        } else {
            read(&mut Judged::default());
        }
        answered.extend(answer);
    }
    answered
}

fn judge_answers(checking: &mut Checking<'_>, plugin: &Plugin, answered: &[Answered]) {
    let is_left_out = |rule| is_left_out(rule, checking.options().scope);
    let clean_is_left_out = is_left_out(rules::CLEAN);
    let manifest = plugin.manifest();
    checking.judge(rules::READS, |judged| {
        answers::reads(manifest, answered, judged);
    });
    checking.judge(rules::DECLINES, |judged| {
        answers::declines(manifest, answered, judged);
    });
    checking.judge(rules::HEADROOM, |judged| {
        answers::headroom(plugin, answered, judged);
    });
    checking.judge(rules::CLEAN, |judged| {
        if clean_is_left_out {
            judged.skip("left out of a quick check");
        } else {
            lesions::clean(answered, judged);
        }
    });
    checking.judge(rules::LESIONS, |judged| {
        lesions::seeded(manifest, answered, judged);
    });
}

fn judge_more_jobs(checking: &mut Checking<'_>, plugin: &Plugin, answered: &[Answered]) {
    let scope = checking.options().scope;
    for rule in ON_MORE_JOBS {
        if !checking.wants(rule) {
            continue;
        }
        if is_left_out(rule, scope) {
            checking.skip(rule, "left out of a quick check");
            continue;
        }
        checking.step(rule.title);
        checking.judge(rule, |judged| match rule {
            rules::REPEATABLE => repeatable(plugin, answered, scope, judged),
            rules::ORDER => order(plugin, answered, judged),
            _ => cancel::judge(plugin, answered, judged),
        });
    }
}

/// Answers that can be asked for again: those that ended by themselves.
fn ended(answered: &[Answered]) -> Vec<&Answered> {
    let is_ended = |answer: &&Answered| match &answer.told.result.status {
        AiStatus::Done(_) => true,
        AiStatus::NotRun { reason, .. } => *reason != NotRunReason::RuntimeMissing,
        AiStatus::Failed { .. } => false,
    };
    answered.iter().filter(is_ended).collect()
}

fn repeatable(plugin: &Plugin, answered: &[Answered], scope: Scope, judged: &mut Judged) {
    let mut again = ended(answered);
    if scope == Scope::Quick {
        // A report says more than a refusal; one is enough.
        again.sort_by_key(|answer| !answer.is_done());
        again.truncate(1);
    }
    if again.is_empty() {
        judged.skip("the service answered no study");
        return;
    }
    let runner = Runner::new(plugin);
    for answer in &again {
        let told = runner.run(&job(plugin, &answer.study));
        let facts = Facts::of(&answer.told.result);
        if let Some(difference) = facts.difference(&Facts::of(&told.result)) {
            judged.found.error(answer.study.kind.name(), difference);
        }
    }
    judged.note(format!("{} studies answered twice", again.len()));
}

fn order(plugin: &Plugin, answered: &[Answered], judged: &mut Judged) {
    let several: Vec<&Answered> = ended(answered)
        .into_iter()
        .filter(|answer| answer.study.series.len() > 1)
        .collect();
    if several.is_empty() {
        judged.skip("the service answered no study of several series");
        return;
    }
    let runner = Runner::new(plugin);
    for answer in several {
        let facts = Facts::of(&answer.told.result);
        let mut study = answer.study.clone();
        for turn in 1..=study.series.len() {
            // Each series comes first once; the last turn is the first order again, so it is reversed instead.
            if turn == answer.study.series.len() {
                study.series = answer.study.series.iter().rev().cloned().collect();
            } else {
                study.series.rotate_left(1);
            }
            let told = runner.run(&job(plugin, &study));
            if let Some(difference) = facts.difference(&Facts::of(&told.result)) {
                let uids: Vec<String> = study
                    .series
                    .iter()
                    .map(|series| series.uid.to_string())
                    .collect();
                let place = format!("{}, series {}", study.kind.name(), uids.join(", "));
                judged.found.error(place, difference);
            }
        }
    }
}

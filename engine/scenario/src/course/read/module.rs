//! `FOLDER/module.toml` and the pages that its steps name.

use std::collections::{BTreeMap, BTreeSet};

use overread_toml_text::{Item, Table};

use super::frame::Frame;
use super::items::{self, Asked};
use super::texts::Texts;
use super::{FileFaults, toml};
use crate::course::files::CourseFiles;
use crate::course::item::ItemSet;
use crate::course::model::{AiBehaviour, CourseModule, CourseStep, ModuleCertification, StepKind};
use crate::course::page::{Page, page};
use crate::course::test::{TestSpec, TopicCount};
use crate::questions::list;
use crate::read::{each, word};

/// The most steps of a module.
const MAX_STEPS: usize = 100;
/// The most parts of a certification.
const MAX_PARTS: usize = 20;
/// The most topics of a test.
const MAX_TOPICS: usize = 50;

/// What `module.toml` says.
struct Bare {
    id: String,
    minutes: u32,
    steps: Vec<CourseStep>,
    certification: Option<ModuleCertification>,
}

pub(super) fn module(
    files: &CourseFiles,
    folder: &str,
    frame: &Frame,
    texts: &Texts,
    faults: &mut FileFaults,
) -> Option<CourseModule> {
    let file = format!("{folder}/module.toml");
    let bare = toml(files, &file, true, faults, |table| bare(table, folder))?;
    let mut steps = bare.steps;
    for step in &mut steps {
        step.title = texts.step_title(&bare.id, &step.id);
    }
    let names = steps.iter().filter_map(|step| match &step.kind {
        StepKind::Page { name } => Some(name.clone()),
        StepKind::Cases { .. } | StepKind::Items { .. } => None,
    });
    let pages = names
        .map(|name| {
            let found = pages(files, folder, &name, frame, texts, faults);
            (name, found)
        })
        .collect();
    let asked = Asked {
        folder,
        frame,
        texts,
    };
    Some(CourseModule {
        items: items::items(files, &asked, faults),
        title: texts.module_title(&bare.id),
        goals: texts.goals(&bare.id),
        id: bare.id,
        folder: folder.to_owned(),
        certification: bare.certification,
        minutes: bare.minutes,
        steps,
        pages,
    })
}

fn bare(table: Table<'_, '_>, folder: &str) -> Option<Bare> {
    let schema = table.need("schema", |schema| schema.whole(1..=1_u32));
    let id = table.need("id", word);
    let minutes = table.need("minutes", |minutes| minutes.whole(1..=6000_u32));
    let steps = table.need("steps", |item| {
        list(item, MAX_STEPS, |table, ids| step(table, ids, folder))
    });
    let certification = table.get("certification", certification);
    table.finish();
    schema?;
    Some(Bare {
        id: id?,
        minutes: minutes?,
        steps: steps?,
        certification: certification?,
    })
}

fn certification(item: &Item<'_, '_>) -> Option<ModuleCertification> {
    let table = item.table()?;
    let parts = table.need("parts", |item| each(item, 1..=MAX_PARTS, word));
    let within_days = table.get("within_days", |item| item.whole(1..=3_650_u32));
    let valid_days = table.get("valid_days", |item| item.whole(1..=36_500_u32));
    table.finish();
    Some(ModuleCertification {
        parts: parts?,
        within_days: within_days?,
        valid_days: valid_days?,
    })
}

/// `draw`, `minutes` and how often: with them a set of questions is a test.
fn test(table: &Table<'_, '_>) -> Option<Option<TestSpec>> {
    let draw = table.get("draw", |item| {
        each(item, 1..=MAX_TOPICS, |item| {
            let table = item.table()?;
            let topic = table.need("topic", word);
            let count = table.need("count", |item| item.whole(1..=100_u32));
            table.finish();
            Some(TopicCount {
                topic: topic?,
                count: count?,
            })
        })
    });
    let minutes = table.get("minutes", |item| item.whole(1..=600_u32));
    let most_attempts = table.get("most_attempts", |item| item.whole(1..=1_000_u32));
    let wait_days = table.get("wait_days", |item| item.whole(0..=3_650_u32));
    let (draw, minutes) = (draw?, minutes?);
    let (most_attempts, wait_days) = (most_attempts?, wait_days?);
    match (draw, minutes) {
        (Some(draw), Some(minutes)) => Some(Some(TestSpec {
            minutes,
            draw,
            most_attempts,
            wait_days: wait_days.unwrap_or(0),
        })),
        (None, None) if most_attempts.is_none() && wait_days.is_none() => Some(None),
        _ => {
            table.fault("a test needs \"draw\" and \"minutes\"");
            None
        }
    }
}

fn step(table: &Table<'_, '_>, ids: &mut BTreeSet<String>, folder: &str) -> Option<CourseStep> {
    let id = table.need("id", |item| {
        let id = word(item)?;
        if !ids.insert(id.clone()) {
            item.fault(format!("the step {id:?} stands here for the second time"));
            return None;
        }
        Some(id)
    });
    let page = table.get("page", word);
    let cases = table.get("cases", |item| file_name(item, folder));
    let items = table.get("items", |item| {
        item.one_of(&ItemSet::ALL.map(|set| (set.word(), set)))
    });
    let state = table.get("state", |item| {
        item.one_of(&AiBehaviour::ALL.map(|state| (state.word(), state)))
    });
    let competency = table.get("competency", word);
    let is_timed = table.get_or("timed", false, Item::boolean);
    let pass_percent = table.get("pass_percent", |item| item.whole(1..=100_u8));
    let test = test(table);
    if matches!((&test, &pass_percent), (Some(Some(_)), Some(None))) {
        table.fault("a test needs \"pass_percent\": without a pass mark it has no result");
        return None;
    }
    let kind = match (page?, cases?, items?) {
        (Some(name), None, None) => StepKind::Page { name },
        (None, Some(file), None) => StepKind::Cases {
            file,
            state: state?,
            competency: competency?,
            is_timed: is_timed?,
        },
        (None, None, Some(set)) => StepKind::Items {
            set,
            pass_percent: pass_percent?,
            test: test?,
        },
        _ => {
            table.fault("a step has exactly one of page, cases and items");
            return None;
        }
    };
    Some(CourseStep {
        id: id?,
        title: Vec::new(),
        kind,
    })
}

/// The name of a scenario file beside the module's, as a path in the course.
fn file_name(item: &Item<'_, '_>, folder: &str) -> Option<String> {
    item.parsed(|text| {
        let is_name = text.len() <= 80
            && text.ends_with(".toml")
            && !text.starts_with('.')
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
        if is_name {
            return Ok(format!("{folder}/{text}"));
        }
        Err(format!(
            "expected the name of a scenario file beside this one, found {text:?}"
        ))
    })
}

/// A page in all languages that have it.
fn pages(
    files: &CourseFiles,
    folder: &str,
    name: &str,
    frame: &Frame,
    texts: &Texts,
    faults: &mut FileFaults,
) -> BTreeMap<String, Page> {
    let mut out = BTreeMap::new();
    for language in texts.languages() {
        let file = format!("locales/{language}/{folder}/{name}.md");
        let Some(text) = files.text(&file) else {
            if frame.languages.iter().any(|known| known == language) {
                faults.error(&file, "whole file", "the page is missing");
            } else {
                faults.warn(&file, "whole file", "the page is not translated");
            }
            continue;
        };
        let (found, diagnostics) = page(text);
        faults.add(&file, diagnostics);
        out.extend(found.map(|page| (language.to_owned(), page)));
    }
    out
}

//! What can be seen only when all files are read: pictures of cases that are there, links that lead somewhere, scenario
//! files that are sound, names in every language.

use std::collections::{BTreeMap, BTreeSet};

use overread_base::LocalText;

use super::FileFaults;
use crate::PhantomKind;
use crate::course::Block;
use crate::course::files::CourseFiles;
use crate::course::item::{CourseItem, ItemSet};
use crate::course::model::{Course, CourseBlock, CourseModule, ModuleCertification, StepKind};
use crate::course::page::{Link, Page, Picture, SliceWish, Widget};
use crate::course::test::TestSpec;

/// Checks a course whose files are read; gives what its blocks say of themselves, by scenario file.
pub(super) fn check(
    course: &Course,
    files: &CourseFiles,
    faults: &mut FileFaults,
) -> BTreeMap<String, CourseBlock> {
    let mut blocks = BTreeMap::new();
    tasks(course, faults);
    let mut ids = BTreeSet::new();
    for module in &course.modules {
        let file = format!("{}/module.toml", module.folder);
        if !ids.insert(&module.id) {
            let message = format!("the module {:?} stands in the course twice", module.id);
            faults.error(&file, "id", message);
        }
        names(course, module, faults);
        for step in &module.steps {
            match &step.kind {
                StepKind::Cases { file, .. } => {
                    let block = scenario(files, file, faults);
                    blocks.extend(block.map(|block| (file.clone(), block)));
                }
                StepKind::Items { set, .. } if module.items_of(*set).next().is_none() => {
                    let message =
                        format!("the module has no questions of the set {:?}", set.word());
                    faults.error(&file, &step.id, message);
                }
                StepKind::Items {
                    set,
                    test: Some(test),
                    ..
                } => topics(module, &step.id, *set, test, &file, faults),
                StepKind::Items { .. } | StepKind::Page { .. } => {}
            }
        }
        if let Some(terms) = &module.certification {
            parts(module, terms, files, &file, faults);
        }
        for (name, pages) in &module.pages {
            for (language, page) in pages {
                let file = format!("locales/{language}/{}/{name}.md", module.folder);
                self::page(course, page, &file, faults);
            }
        }
        for item in &module.items {
            if let Some(name) = &item.page
                && !module.pages.contains_key(name)
            {
                let file = format!("{}/items.toml", module.folder);
                faults.error(&file, &item.id, format!("the module has no page {name:?}"));
            }
        }
    }
    blocks
}

/// The names of modules and steps in the languages that must be complete.
fn names(course: &Course, module: &CourseModule, faults: &mut FileFaults) {
    for language in &course.languages {
        let file = format!("locales/{language}/course.toml");
        let has = |texts: &[LocalText]| texts.iter().any(|text| text.locale == *language);
        if !has(&module.title) {
            let message = "the module has no title";
            faults.error(&file, &format!("modules.{}", module.id), message);
        }
        for step in module.steps.iter().filter(|step| !has(&step.title)) {
            let place = format!("steps.{}.{}", module.id, step.id);
            faults.error(&file, &place, "the step has no title");
        }
        for (number, goal) in module.goals.iter().enumerate() {
            if !has(goal) {
                let message = format!("goal {} is missing", number + 1);
                faults.error(&file, &format!("modules.{}", module.id), message);
            }
        }
    }
}

/// The names of tasks in the languages that must be complete; without one the map of competencies shows the id.
fn tasks(course: &Course, faults: &mut FileFaults) {
    for task in course.competencies() {
        let texts = course.tasks.get(task).map_or(&[][..], Vec::as_slice);
        for language in &course.languages {
            if !texts.iter().any(|text| text.locale == *language) {
                let file = format!("locales/{language}/course.toml");
                faults.warn(&file, &format!("tasks.{task}"), "the task has no name");
            }
        }
    }
}

/// Whether each topic has as many questions as a test draws of it.
fn topics(
    module: &CourseModule,
    step: &str,
    set: ItemSet,
    test: &TestSpec,
    file: &str,
    faults: &mut FileFaults,
) {
    let mut seen = BTreeSet::new();
    for wanted in &test.draw {
        let topic = wanted.topic.as_str();
        if !seen.insert(topic) {
            faults.error(file, step, format!("the topic {topic:?} stands here twice"));
        }
        let of_topic = |item: &&CourseItem| item.topic.as_deref() == Some(topic);
        let n = module.items_of(set).filter(of_topic).count();
        if u32::try_from(n).is_ok_and(|n| n < wanted.count) {
            let message = format!(
                "expected at least {} questions of the topic {topic:?}, found {n}",
                wanted.count
            );
            faults.error(file, step, message);
        }
    }
}

/// Whether each part of a certification can be passed or failed.
fn parts(
    module: &CourseModule,
    terms: &ModuleCertification,
    files: &CourseFiles,
    file: &str,
    faults: &mut FileFaults,
) {
    let mut seen = BTreeSet::new();
    for part in &terms.parts {
        if !seen.insert(part) {
            faults.error(file, part, format!("the part {part:?} stands here twice"));
        }
        let problem = match module.step(part).map(|step| &step.kind) {
            None => Some(format!("the module has no step {part:?}")),
            Some(StepKind::Page { .. }) => Some("a page cannot be passed".to_owned()),
            Some(StepKind::Items {
                pass_percent, test, ..
            }) => {
                let is_held = pass_percent.is_some() && test.is_some();
                (!is_held)
                    .then(|| "a part of a certification needs pass_percent and draw".to_owned())
            }
            Some(StepKind::Cases { file: scenario, .. }) => {
                let read = files.text(scenario).and_then(|text| crate::check(text).0);
                let has_terms = read.is_none_or(|read| read.design.certification.is_some());
                (!has_terms).then(|| format!("{scenario} has no terms of certification"))
            }
        };
        if let Some(problem) = problem {
            faults.error(file, part, problem);
        }
    }
}

fn scenario(files: &CourseFiles, file: &str, faults: &mut FileFaults) -> Option<CourseBlock> {
    let Some(text) = files.text(file) else {
        faults.error(file, "whole file", "the file is missing");
        return None;
    };
    let (scenario, found) = crate::check(text);
    faults.add(file, found);
    let scenario = scenario?;
    Some(CourseBlock {
        n_cases: scenario.n_session_cases(),
        briefing: scenario.briefing,
        limit: scenario.design.clocks.session,
    })
}

fn page(course: &Course, page: &Page, file: &str, faults: &mut FileFaults) {
    for picture in page.pictures() {
        if let Err(reason) = is_there(course, picture) {
            faults.error(file, &format!("picture of {}", picture.case), reason);
        }
    }
    for block in &page.blocks {
        if let Block::Widget(Widget::Threshold { scores }) = block
            && !course.scores.contains_key(scores)
        {
            let message = format!("there is no file scores/{scores}.csv, or it is not sound");
            faults.error(file, "widget threshold", message);
        }
    }
    for link in page.links() {
        match link {
            Link::Case { case, .. } if !course.cases.contains_key(case) => {
                faults.error(file, "link", format!("the course has no case {case:?}"));
            }
            Link::Page { module, name } => {
                let found = course.module(module);
                if !found.is_some_and(|module| module.pages.contains_key(name)) {
                    let message = format!("the course has no page {module}/{name}");
                    faults.error(file, "link", message);
                }
            }
            Link::Case { .. } | Link::Address(_) => {}
        }
    }
}

/// Whether a picture can be made of its case.
fn is_there(course: &Course, picture: &Picture) -> Result<(), String> {
    let case = course.cases.get(&picture.case);
    let case = case.ok_or_else(|| format!("the course has no case {:?}", picture.case))?;
    let kind = case.phantom.kind;
    if !kind.is_sliced() && picture.slice.is_some() {
        return Err(format!("a {} has no slices", kind.word()));
    }
    let views: &[&str] = match kind {
        PhantomKind::Mammography => &["R-CC", "L-CC", "R-MLO", "L-MLO"],
        PhantomKind::ChestRadiograph => &["PA", "AP", "lateral"],
        PhantomKind::ChestCt | PhantomKind::HeadCt => &[],
    };
    match &picture.view {
        Some(view) if !views.contains(&view.as_str()) => {
            Err(format!("a {} has no view {view}", kind.word()))
        }
        None if kind == PhantomKind::Mammography => {
            Err("a picture of a mammogram names its view".to_owned())
        }
        _ => Ok(()),
    }
    .and_then(|()| {
        let is_normal =
            matches!(&case.phantom.content, crate::PhantomContent::Lesions(all) if all.is_empty());
        if picture.slice == Some(SliceWish::Lesion) && is_normal {
            return Err("the case has no lesion to show".to_owned());
        }
        Ok(())
    })
}

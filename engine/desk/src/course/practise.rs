//! Which practice block a task that is done badly leads to. No drawing.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use overread_base::PhantomKind;
use overread_exam::AiState;
use overread_learning::CellKey;
use overread_scenario::{AiBehaviour, Course, CourseModule, CourseStep, Link, Page, StepKind};

use super::StepPlace;

/// The practice block of a task: in the module that is most about the area, there the one in which the AI does the same,
/// else the first. `None` where only an examination asks for the task, or no step at all: practice sets are left then.
pub(super) fn step_for(course: &Course, key: &CellKey) -> Option<StepPlace> {
    let blocks = course.modules.iter().flat_map(|module| {
        module.steps.iter().filter_map(move |step| {
            let StepKind::Cases {
                state, competency, ..
            } = &step.kind
            else {
                return None;
            };
            let task = competency.as_deref().unwrap_or(&step.id);
            let is_it = task == key.task && !is_examined(module, step);
            is_it.then_some((module, step, *state))
        })
    });
    let best = blocks.min_by_key(|(module, _, behaviour)| {
        let percent = key
            .area
            .map_or(0, |area| area_percent(course, module, area));
        (Reverse(percent), distance(*behaviour, key.ai))
    });
    best.map(|(module, step, _)| StepPlace {
        module: module.id.clone(),
        step: step.id.clone(),
    })
}

/// Whether a step is a part of a certification: to sit it for practice would use up an attempt.
fn is_examined(module: &CourseModule, step: &CourseStep) -> bool {
    let terms = module.certification.as_ref();
    terms.is_some_and(|terms| terms.parts.contains(&step.id))
}

/// How much of what a module's pages show is of an area, per cent of their cases; 0 where they show none. What is read in
/// its blocks the course does not say.
fn area_percent(course: &Course, module: &CourseModule, area: PhantomKind) -> usize {
    let pages = module.pages.values().flat_map(BTreeMap::values);
    let ids: BTreeSet<&str> = pages.flat_map(shown_cases).collect();
    let cases = ids.into_iter().filter_map(|id| course.cases.get(id));
    let areas: Vec<PhantomKind> = cases.map(|case| case.phantom.kind).collect();
    let n_of_area = areas.iter().filter(|known| **known == area).count();
    (n_of_area * 100).checked_div(areas.len()).unwrap_or(0)
}

/// The cases that a page shows or leads to.
fn shown_cases(page: &Page) -> impl Iterator<Item = &str> {
    let linked = page.links().into_iter().filter_map(|link| match link {
        Link::Case { case, .. } => Some(case.as_str()),
        Link::Page { .. } | Link::Address(_) => None,
    });
    let pictured = page.pictures().map(|picture| picture.case.as_str());
    pictured.chain(linked)
}

/// How far what the AI does in a block is from what it did where the task went badly; 0 is the same.
fn distance(behaviour: Option<AiBehaviour>, ai: AiState) -> u8 {
    let nearest: &[AiBehaviour] = match ai {
        AiState::Right => &[AiBehaviour::Right],
        AiState::FalsePositive => &[AiBehaviour::FalseAlarm],
        AiState::FalseNegative => &[AiBehaviour::Missed],
        // A service that refuses a study that is not for it gives no usable result either.
        AiState::Defect => &[AiBehaviour::Defect, AiBehaviour::OutOfScope],
        AiState::Without | AiState::OtherError | AiState::VersionChanged => &[],
    };
    let found = nearest
        .iter()
        .zip(0..)
        .find(|(known, _)| behaviour == Some(**known));
    found.map_or(u8::MAX, |(_, at)| at)
}

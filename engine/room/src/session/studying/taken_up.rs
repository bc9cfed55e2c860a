//! The practice block that a session was begun for, found again when the session is taken up later.

use std::fs;
use std::path::Path;

use overread_desk::StepPlace;
use overread_scenario::{Course, CourseModule, CourseStep, LOOK_PREFIX, StepKind};
use overread_workstation::{Folders, course_folders, read_course};

use super::Block;

impl Block {
    /// The block of a step; `None` if the step is no practice block.
    pub(super) fn of(
        folder: &Path,
        course: &Course,
        module: &CourseModule,
        step: &CourseStep,
    ) -> Option<Self> {
        let StepKind::Cases {
            file, competency, ..
        } = &step.kind
        else {
            return None;
        };
        Some(Self {
            folder: folder.to_owned(),
            course: course.id.clone(),
            place: StepPlace {
                module: module.id.clone(),
                step: step.id.clone(),
            },
            task: competency.clone().unwrap_or_else(|| step.id.clone()),
            scenario: folder.join(file),
        })
    }
}

/// The block of a course here whose scenario is this text: a session keeps its scenario, and not why it was begun. Of
/// steps that share one scenario, as the sittings of a crossover do, the one of this number.
pub(in crate::session) fn block_of(
    folders: &Folders,
    scenario: &str,
    number: usize,
) -> Option<Block> {
    let is_it = |block: &Block| fs::read_to_string(&block.scenario).is_ok_and(|t| t == scenario);
    course_folders(folders).into_iter().find_map(|folder| {
        let course = read_course(&folder).ok()?.course?;
        let steps = course.modules.iter().flat_map(|module| {
            let steps = module.steps.iter();
            steps.map(move |step| (module, step))
        });
        let blocks = steps.filter_map(|(module, step)| Block::of(&folder, &course, module, step));
        let mut same: Vec<Block> = blocks.filter(is_it).collect();
        let last = same.len().checked_sub(1)?;
        Some(same.swap_remove(number.min(last)))
    })
}

/// Whether a session of this scenario is a look at a case of a course.
pub(in crate::session) fn is_look(scenario: &str) -> bool {
    scenario.starts_with(LOOK_PREFIX)
}

#[cfg(test)]
mod tests;

//! Courses: a folder of pages, questions and practice blocks in, a checked [`Course`] out. Opens no files: the host hands
//! them in, and opens the scenario of a practice block when it is begun.

mod case_text;
mod files;
mod item;
mod model;
mod page;
mod read;
mod scores;
mod test;

pub use case_text::LOOK_PREFIX;
pub use files::{CourseFault, CourseFiles, FilesError};
pub use item::{CourseItem, ItemAnswer, ItemKey, ItemOption, ItemSet, ItemSource};
pub use model::{
    AiBehaviour, Course, CourseBlock, CourseCase, CourseModule, CourseStep, ModuleCertification,
    StepKind,
};
pub use page::{Block, Link, Page, Picture, SliceWish, Span, Widget};
pub use read::course;
pub use scores::Scores;
pub use test::{TestSpec, TopicCount};

#[cfg(test)]
mod tests;

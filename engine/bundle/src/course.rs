//! Courses as packages: the same zip form, signatures and trust as plugins, with a manifest that lists files alone.
//!
//! What may be in a course is its author's tools' business; here it is files that are pinned, signed, and put into place.

mod manifest;
mod pack;
mod store;

use crate::form::COURSE;

pub use pack::{
    CoursePack, CoursePackError, CoursePackReport, CoursePackSpec, pack_course, sign_course,
};
pub use store::{CourseInstall, CourseStore, InstalledCourse};

/// The ending of the name of a packed course, without the dot.
pub const COURSE_PACK_ENDING: &str = "overread-course";
/// The name of the manifest in a packed course.
pub const COURSE_MANIFEST: &str = COURSE.manifest;
/// The most files of a packed course, manifest and signatures among them.
pub const MAX_COURSE_FILES: usize = COURSE.most_files;

#[cfg(test)]
mod tests;

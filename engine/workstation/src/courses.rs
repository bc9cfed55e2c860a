//! Courses on this machine: folders that are read whole and within limits, those that come with the program and those that
//! were installed.

mod picture;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use overread_base::Diagnostics;
use overread_bundle::{COURSE_MANIFEST, CoursePack, sha256_hex};
use overread_scenario::{Course, CourseFault, CourseFiles, FilesError, course};

use crate::folders::Folders;

pub use picture::{CoursePicture, course_picture, course_place};

/// How deep the folders of a course may lie in one another.
const MAX_DEPTH: usize = 8;

/// A course that was found, with what is wrong with it.
#[derive(Debug, Clone)]
pub struct FoundCourse {
    /// Its folder.
    pub folder: PathBuf,
    /// What is sound of it; `None` where not even `course.toml` is.
    pub course: Option<Course>,
    /// What is not, file by file.
    pub faults: Vec<CourseFault>,
}

/// Why a folder cannot be read as a course.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CourseError {
    /// The system refused.
    #[error("cannot read {}: {source}", .path.display())]
    Io {
        /// Which file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Beyond the limits of a course.
    #[error("{}: {source}", .folder.display())]
    Files {
        /// The folder of the course.
        folder: PathBuf,
        /// What is too much.
        source: FilesError,
    },
    /// Folders that lie too deep in one another.
    #[error("{}: the folders of a course are at most {MAX_DEPTH} deep", .path.display())]
    Deep {
        /// The deepest that was looked at.
        path: PathBuf,
    },
}

/// Reads a course from its folder.
///
/// # Errors
/// [`CourseError`] if the folder cannot be read at all; faults of the course stand in [`FoundCourse::faults`].
pub fn read_course(folder: &Path) -> Result<FoundCourse, CourseError> {
    let mut files = CourseFiles::default();
    let mut garbled = Vec::new();
    gather(folder, folder, 0, &mut files, &mut garbled)?;
    let (course, mut faults) = course(&files);
    faults.extend(garbled);
    if folder.join(COURSE_MANIFEST).is_file() {
        faults.extend(changed(folder, &files));
    }
    Ok(FoundCourse {
        folder: folder.to_owned(),
        course,
        faults,
    })
}

/// The folders that hold a course here: installed ones first, each with its `course.toml`, by name.
#[must_use]
pub fn course_folders(folders: &Folders) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for place in folders.course_places() {
        let listed = fs::read_dir(place).into_iter().flatten();
        let mut found: Vec<PathBuf> = listed
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|folder| folder.join("course.toml").is_file() && !is_hidden(folder))
            .collect();
        found.sort();
        out.extend(found);
    }
    out
}

/// Whether a folder is hidden, as a course is while it is being installed.
fn is_hidden(folder: &Path) -> bool {
    let name = folder.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.starts_with('.'))
}

/// The folder of the course that is meant: the folder itself, or the one of this name or with a course of this id that is
/// found here.
#[must_use]
pub fn find_course(folders: &Folders, named: &Path) -> Option<PathBuf> {
    if named.join("course.toml").is_file() {
        return Some(named.to_owned());
    }
    let id = named.to_str()?;
    let is_meant = |folder: &PathBuf| {
        folder.file_name().is_some_and(|name| name == id)
            || read_course(folder)
                .is_ok_and(|found| found.course.is_some_and(|course| course.id.as_str() == id))
    };
    course_folders(folders).into_iter().find(is_meant)
}

/// What became of an installed course since it was packed: its texts against the digests of its manifest. Studies are
/// large, and are not compared here.
fn changed(folder: &Path, files: &CourseFiles) -> Vec<CourseFault> {
    let of = |file: &str, message: String| fault(file, COURSE_MANIFEST, message);
    let pack = match CoursePack::read(folder) {
        Ok(pack) => pack,
        Err(error) => return vec![of(COURSE_MANIFEST, error.to_string())],
    };
    let pinned: BTreeMap<&str, &str> = pack.digests().collect();
    let mut found = Vec::new();
    for path in files.paths().filter(|path| *path != COURSE_MANIFEST) {
        let digest = files.text(path).map(|text| sha256_hex(text.as_bytes()));
        let message = match pinned.get(path) {
            None => "was not in the course when it was packed",
            Some(pinned) if digest.as_deref() != Some(*pinned) => {
                "was changed after the course was packed"
            }
            Some(_) => continue,
        };
        found.push(of(path, message.to_owned()));
    }
    let is_gone = |path: &&str| is_text(Path::new(path)) && files.text(path).is_none();
    let gone = pinned.keys().copied().filter(is_gone);
    found.extend(gone.map(|path| of(path, "is missing from the installed course".to_owned())));
    found
}

fn fault(file: &str, place: &str, message: String) -> CourseFault {
    let mut diagnostics = Diagnostics::default();
    diagnostics.error(place, message);
    CourseFault {
        file: file.to_owned(),
        diagnostics,
    }
}

/// Whether a course reads a file as a text.
fn is_text(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    matches!(ending, Some("toml" | "md" | "csv"))
}

/// Takes the texts of a folder in; links of the file system lead nowhere. What is not text is named, and read as far as it is.
fn gather(
    root: &Path,
    folder: &Path,
    depth: usize,
    files: &mut CourseFiles,
    garbled: &mut Vec<CourseFault>,
) -> Result<(), CourseError> {
    let io = |path: &Path| {
        let path = path.to_owned();
        move |source| CourseError::Io { path, source }
    };
    if depth > MAX_DEPTH {
        let path = folder.to_owned();
        return Err(CourseError::Deep { path });
    }
    for entry in fs::read_dir(folder).map_err(io(folder))? {
        let entry = entry.map_err(io(folder))?;
        let path = entry.path();
        let kind = entry.file_type().map_err(io(&path))?;
        if kind.is_dir() {
            gather(root, &path, depth + 1, files, garbled)?;
            continue;
        }
        if !kind.is_file() || !is_text(&path) {
            continue;
        }
        let inside = path.strip_prefix(root).unwrap_or(&path);
        let parts: Option<Vec<&str>> = inside.iter().map(|part| part.to_str()).collect();
        let Some(parts) = parts else { continue };
        let inside = parts.join("/");
        let bytes = within_limit(&path).map_err(io(&path))?;
        let text = String::from_utf8(bytes).unwrap_or_else(|error| {
            let bytes = error.as_bytes();
            let sound = bytes.iter().take(error.utf8_error().valid_up_to());
            let line = 1 + sound.filter(|byte| **byte == b'\n').count();
            let message = "expected text in UTF-8, found a byte that is none".to_owned();
            garbled.push(fault(&inside, &format!("line {line}"), message));
            String::from_utf8_lossy(bytes).into_owned()
        });
        let added = files.add(&inside, text);
        added.map_err(|source| CourseError::Files {
            folder: root.to_owned(),
            source,
        })?;
    }
    Ok(())
}

/// The bytes of a file, but no more than one beyond what a file of a course may have.
fn within_limit(path: &Path) -> io::Result<Vec<u8>> {
    let limit = u64::try_from(CourseFiles::MAX_FILE_BYTES).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    let mut file = fs::File::open(path)?.take(limit.saturating_add(1));
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests;

//! Lessons on this machine: scenario files in the folders beside the program or in the checkout, read within limits.
//! Opens no session.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use overread_base::LocalText;
use overread_scenario::{MAX_FILE_BYTES, check};

use crate::folders::Folders;

/// At most so many lessons are listed.
const MAX_LESSONS: usize = 200;
/// At most so many entries of a folder are looked at.
const MAX_ENTRIES: usize = 2_000;

/// A scenario that can be read here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    /// Its file.
    pub path: PathBuf,
    /// Its title, per language.
    pub title: Vec<LocalText>,
    /// How many cases a session reads.
    pub n_cases: usize,
    /// Whether it is an examination: conducted by an exam plugin, or for a certificate.
    pub is_exam: bool,
}

/// The lessons in `AREA/NAME/scenario.toml` below the folders of scenarios, by their place; lessons before examinations.
///
/// A file that is no sound scenario is passed over with a line in the log: `overread scenario check` names its faults.
#[must_use]
pub fn lessons(folders: &Folders) -> Vec<Lesson> {
    let mut found = Vec::new();
    for place in &folders.scenarios {
        for area in folders_in(place) {
            for folder in folders_in(&area) {
                let path = folder.join("scenario.toml");
                if found.len() < MAX_LESSONS && path.is_file() {
                    found.extend(read(path));
                }
            }
        }
    }
    found.sort_by_key(|lesson| lesson.is_exam);
    found
}

fn read(path: PathBuf) -> Option<Lesson> {
    let text = match text_of(&path) {
        Ok(text) => text,
        Err(error) => {
            tracing::warn!("lesson passed over: {error} ({})", path.display());
            return None;
        }
    };
    let (scenario, found) = check(&text);
    let Some(scenario) = scenario else {
        let n_faults = found.all().len();
        tracing::warn!("lesson passed over: {n_faults} faults ({})", path.display());
        return None;
    };
    Some(Lesson {
        path,
        n_cases: scenario.n_session_cases(),
        is_exam: scenario.exam.is_some() || scenario.design.certification.is_some(),
        title: scenario.title,
    })
}

/// The text of a file, a little more than is allowed at most: what is larger the check refuses by name.
fn text_of(path: &Path) -> std::io::Result<String> {
    let limit = u64::try_from(MAX_FILE_BYTES).unwrap_or(u64::MAX);
    let mut text = String::new();
    let mut file = fs::File::open(path)?.take(limit.saturating_add(1));
    file.read_to_string(&mut text)?;
    Ok(text)
}

/// The folders in a folder, by name.
fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let listed = fs::read_dir(folder).into_iter().flatten().take(MAX_ENTRIES);
    let mut found: Vec<PathBuf> = listed
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests;

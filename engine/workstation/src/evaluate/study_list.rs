//! Which studies an evaluation is of: the folders in a folder, or a text file with a folder a line. Opens no study.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use overread_base::Diagnostics;

/// The most studies of a list.
const MAX_STUDIES: usize = 100_000;
/// The largest text file.
const MAX_BYTES: u64 = 16 << 20;
/// The longest line, bytes.
const MAX_LINE: usize = 4096;

/// A study of a list; whether its folder is there is seen when it is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedStudy {
    /// What rows and truth call it: the last part of its folder, or all of it where two studies end alike.
    pub name: String,
    /// Its folder as the list has it, parts joined by `/`.
    pub written: String,
    /// Its folder.
    pub folder: PathBuf,
}

/// Studies in the order of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StudyList {
    /// At least one.
    pub studies: Vec<ListedStudy>,
}

impl StudyList {
    /// Reads a list. A folder gives its subfolders in the order of their names, or itself where it has none; a text file
    /// gives a study for each line that is neither empty nor begins with `#`, relative to the file.
    ///
    /// # Errors
    /// All faults, with the lines of a text file.
    pub fn read(path: &Path) -> Result<Self, Diagnostics> {
        let mut faults = Diagnostics::default();
        let place = path.display().to_string();
        let written = if path.is_dir() {
            folders_in(path).map_err(|error| error.to_string())
        } else {
            text_of(path).map(|text| lines(&text, &place, &mut faults))
        };
        let written = match written {
            Ok(written) => written,
            Err(reason) => {
                faults.error(place, reason);
                return Err(faults);
            }
        };
        if !faults.has_errors() && !(1..=MAX_STUDIES).contains(&written.len()) {
            let found = written.len();
            faults.error(
                place,
                format!("expected 1 to {MAX_STUDIES} studies, found {found}"),
            );
        }
        if faults.has_errors() {
            return Err(faults);
        }
        let base = if path.is_dir() {
            path
        } else {
            path.parent().unwrap_or(Path::new(""))
        };
        Ok(Self {
            studies: named(base, &written),
        })
    }
}

/// The names of the subfolders; of a folder without any an empty name, which is the folder itself.
fn folders_in(path: &Path) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && entry.path().is_dir() {
            names.push(name);
        }
    }
    names.sort();
    if names.is_empty() {
        names.push(String::new());
    }
    Ok(names)
}

fn text_of(path: &Path) -> Result<String, String> {
    let size = fs::metadata(path).map_err(|error| error.to_string())?.len();
    if size > MAX_BYTES {
        return Err(format!("expected at most {MAX_BYTES} bytes, found {size}"));
    }
    fs::read_to_string(path).map_err(|error| error.to_string())
}

/// The folders of a text, each once.
fn lines(text: &str, file: &str, faults: &mut Diagnostics) -> Vec<String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    let mut folders = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let place = format!("{file}, line {number}");
        if line.len() > MAX_LINE || line.chars().any(char::is_control) {
            faults.error(
                place,
                format!("expected the path of a folder of at most {MAX_LINE} bytes"),
            );
            continue;
        }
        let folder = line.trim_end_matches(['/', '\\']).to_owned();
        if let Some(earlier) = first.get(&folder) {
            faults.error(
                place,
                format!("the study of line {earlier} once more: {folder}"),
            );
            continue;
        }
        first.insert(folder.clone(), number);
        folders.push(folder);
    }
    folders
}

fn named(base: &Path, written: &[String]) -> Vec<ListedStudy> {
    let last_part = |path: &Path| {
        let absolute = fs::canonicalize(path);
        let path = absolute.as_deref().unwrap_or(path);
        path.file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    };
    let mut studies = Vec::new();
    let mut n_alike: BTreeMap<String, usize> = BTreeMap::new();
    for text in written {
        let folder = if text.is_empty() {
            base.to_owned()
        } else {
            base.join(text)
        };
        let short = match Path::new(text).file_name() {
            Some(name) => name.to_string_lossy().into_owned(),
            None => last_part(&folder),
        };
        *n_alike.entry(short.clone()).or_default() += 1;
        studies.push(ListedStudy {
            name: short,
            written: text.replace('\\', "/"),
            folder,
        });
    }
    for study in &mut studies {
        if n_alike.get(&study.name).is_some_and(|&n| n > 1) {
            study.name.clone_from(&study.written);
        }
    }
    studies
}

#[cfg(test)]
mod tests;

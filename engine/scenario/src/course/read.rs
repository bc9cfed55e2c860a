//! From the files of a course to a course, with every fault named by file and line. What is sound is kept: a course with
//! a faulty module still has its other ones.

mod frame;
mod items;
mod module;
mod texts;
mod whole;

use std::collections::BTreeMap;

use overread_base::Diagnostics;
use overread_toml_text::{Faults, Item, Table};
use toml::de::DeTable;

use super::files::{CourseFault, CourseFiles};
use super::model::{Course, CourseCase};
use super::scores::Scores;
use crate::questions::list;
use crate::read::phantom::phantom;
use crate::read::word;

/// The most cases of a file.
const MAX_CASES: usize = 500;

/// Reads a course. It is there if its first file, `course.toml`, is sound; the faults stand in the order of the files.
#[must_use]
pub fn course(files: &CourseFiles) -> (Option<Course>, Vec<CourseFault>) {
    let mut faults = FileFaults::default();
    let frame = frame::frame(files, &mut faults);
    let course = frame.map(|frame| {
        let texts = texts::texts(files, &frame, &mut faults);
        let cases = cases(files, &frame.modules, &mut faults);
        let modules = frame
            .modules
            .iter()
            .filter_map(|folder| module::module(files, folder, &frame, &texts, &mut faults))
            .collect();
        let mut course = Course {
            id: frame.id.clone(),
            version: frame.version.clone(),
            licence: frame.licence.clone(),
            title: texts.title(),
            about: texts.about(),
            tasks: texts.tasks(),
            languages: frame.languages.clone(),
            modules,
            cases,
            scores: scores(files, &mut faults),
            blocks: BTreeMap::new(),
        };
        course.blocks = whole::check(&course, files, &mut faults);
        course
    });
    (course, faults.into_list())
}

/// The faults of all files.
#[derive(Debug, Default)]
pub(super) struct FileFaults {
    by_file: BTreeMap<String, Diagnostics>,
}

impl FileFaults {
    fn of(&mut self, file: &str) -> &mut Diagnostics {
        self.by_file.entry(file.to_owned()).or_default()
    }

    fn add(&mut self, file: &str, faults: Diagnostics) {
        if !faults.all().is_empty() {
            self.of(file).extend(faults);
        }
    }

    fn error(&mut self, file: &str, place: &str, message: impl Into<String>) {
        self.of(file).error(place, message);
    }

    fn warn(&mut self, file: &str, place: &str, message: impl Into<String>) {
        self.of(file).warn(place, message);
    }

    fn into_list(self) -> Vec<CourseFault> {
        let faults = self.by_file.into_iter();
        faults
            .map(|(file, diagnostics)| CourseFault { file, diagnostics })
            .collect()
    }
}

/// Reads a TOML file whose keys `read` asks for and then finishes, unless they are data; a missing file is nothing, noted
/// where it `is_needed`.
fn toml<T>(
    files: &CourseFiles,
    file: &str,
    is_needed: bool,
    faults: &mut FileFaults,
    read: impl FnOnce(Table<'_, '_>) -> Option<T>,
) -> Option<T> {
    let Some(text) = files.text(file) else {
        if is_needed {
            faults.error(file, "whole file", "the file is missing");
        }
        return None;
    };
    let (document, syntax_errors) = DeTable::parse_recoverable(text);
    let found = Faults::new(text, &syntax_errors);
    let value = read(Table::root(&found, &document));
    faults.add(file, found.into_diagnostics());
    value
}

/// The cases of all modules and of the course itself.
fn cases(
    files: &CourseFiles,
    modules: &[String],
    faults: &mut FileFaults,
) -> BTreeMap<String, CourseCase> {
    let mut out = BTreeMap::new();
    let of_modules = modules.iter().map(|folder| format!("{folder}/cases.toml"));
    for file in std::iter::once("cases.toml".to_owned()).chain(of_modules) {
        let found = toml(files, &file, false, faults, |table| {
            let cases = table.need("cases", |item| {
                list(item, MAX_CASES, |table, _| {
                    let id = table.need("id", word);
                    let phantom = table.need("phantom", |item| phantom(item, None));
                    Some((id?, CourseCase { phantom: phantom? }))
                })
            });
            table.finish();
            cases
        });
        for (id, case) in found.unwrap_or_default() {
            if out.insert(id.clone(), case).is_some() {
                let message = format!("the case {id:?} stands in the course for the second time");
                faults.error(&file, "whole file", message);
            }
        }
    }
    out
}

fn scores(files: &CourseFiles, faults: &mut FileFaults) -> BTreeMap<String, Scores> {
    let mut out = BTreeMap::new();
    for path in files.paths() {
        let name = path.strip_prefix("scores/");
        let Some(name) = name.and_then(|name| name.strip_suffix(".csv")) else {
            continue;
        };
        let (scores, found) = Scores::read(files.text(path).unwrap_or_default());
        faults.add(path, found);
        out.extend(scores.map(|scores| (name.to_owned(), scores)));
    }
    out
}

/// A text of one language that is not empty.
fn plain(item: &Item<'_, '_>) -> Option<String> {
    item.parsed(|text| match text.trim() {
        "" => Err("the text is empty".to_owned()),
        text if text.len() > 8192 => Err(format!(
            "a text has at most 8192 bytes, found {}",
            text.len()
        )),
        text => Ok(text.to_owned()),
    })
}

//! `course.toml`: what the course is, and which modules it has.

use overread_base::ScenarioId;
use overread_toml_text::Item;

use super::{FileFaults, toml};
use crate::course::files::CourseFiles;
use crate::questions::is_locale;
use crate::read::{each, word};

/// The most modules and languages of a course.
const MAX_MODULES: usize = 60;
const MAX_LANGUAGES: usize = 40;

/// What `course.toml` says.
pub(super) struct Frame {
    pub(super) id: ScenarioId,
    pub(super) version: String,
    pub(super) licence: String,
    /// Those that must be complete.
    pub(super) languages: Vec<String>,
    /// Folders, in order.
    pub(super) modules: Vec<String>,
}

pub(super) fn frame(files: &CourseFiles, faults: &mut FileFaults) -> Option<Frame> {
    toml(files, "course.toml", true, faults, |table| {
        let schema = table.need("schema", |schema| schema.whole(1..=1_u32));
        let id = table.need("id", |id| id.parsed(|text| ScenarioId::new(text)));
        let version = table.need("version", version);
        let licence = table.need("licence", |item| item.plain_text(200));
        let languages = table.need("languages", |item| each(item, 1..=MAX_LANGUAGES, language));
        let modules = table.need("modules", |item| each(item, 1..=MAX_MODULES, word));
        table.finish();
        schema?;
        Some(Frame {
            id: id?,
            version: version?,
            licence: licence?,
            languages: languages?,
            modules: modules?,
        })
    })
}

fn language(item: &Item<'_, '_>) -> Option<String> {
    item.parsed(|text| {
        if is_locale(text) {
            return Ok(text.to_owned());
        }
        Err(format!(
            "expected a language tag such as en or pt-BR, found {text:?}"
        ))
    })
}

/// Three numbers.
fn version(item: &Item<'_, '_>) -> Option<String> {
    item.parsed(|text| {
        let numbers: Vec<&str> = text.split('.').collect();
        let are_numbers = numbers.len() == 3
            && numbers
                .iter()
                .all(|n| n.len() <= 6 && !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
        if are_numbers {
            return Ok(text.to_owned());
        }
        Err(format!("expected a version such as 1.0.0, found {text:?}"))
    })
}

//! `locales/LANGUAGE/course.toml`: the names of course, modules, steps and tasks in each language.

use std::collections::BTreeMap;

use overread_base::LocalText;
use overread_toml_text::{Item, Table};

use super::frame::Frame;
use super::{FileFaults, plain, toml};
use crate::course::files::CourseFiles;
use crate::read::each;

/// The most goals of a module.
const MAX_GOALS: usize = 12;

/// The texts of all languages.
pub(super) struct Texts {
    by_language: Vec<(String, LanguageTexts)>,
}

/// Those of one.
#[derive(Debug, Default)]
struct LanguageTexts {
    title: Option<String>,
    about: Option<String>,
    modules: BTreeMap<String, ModuleTexts>,
    steps: BTreeMap<String, BTreeMap<String, String>>,
    tasks: BTreeMap<String, String>,
}

#[derive(Debug, Default)]
struct ModuleTexts {
    title: Option<String>,
    goals: Vec<String>,
}

pub(super) fn texts(files: &CourseFiles, frame: &Frame, faults: &mut FileFaults) -> Texts {
    let mut languages = frame.languages.clone();
    languages.extend(files.languages());
    languages.sort();
    languages.dedup();
    let by_language = languages.into_iter().filter_map(|language| {
        let file = format!("locales/{language}/course.toml");
        let is_needed = frame.languages.contains(&language);
        let read = toml(files, &file, is_needed, faults, |table| {
            let texts = LanguageTexts {
                title: table.need("title", plain),
                about: table.need("about", plain),
                modules: table.get_or("modules", BTreeMap::new(), |item| map(item, module))?,
                steps: table.get_or("steps", BTreeMap::new(), |item| {
                    map(item, |item| map(item, plain))
                })?,
                tasks: table.get_or("tasks", BTreeMap::new(), |item| map(item, plain))?,
            };
            table.finish();
            Some(texts)
        })?;
        Some((language, read))
    });
    Texts {
        by_language: by_language.collect(),
    }
}

/// A table whose keys are data.
fn map<T>(
    item: &Item<'_, '_>,
    read: impl Fn(&Item<'_, '_>) -> Option<T>,
) -> Option<BTreeMap<String, T>> {
    let mut out = BTreeMap::new();
    for (key, value) in item.table()?.entries() {
        out.extend(read(&value).map(|value| (key.to_owned(), value)));
    }
    Some(out)
}

fn module(item: &Item<'_, '_>) -> Option<ModuleTexts> {
    let table: Table<'_, '_> = item.table()?;
    let found = ModuleTexts {
        title: table.need("title", plain),
        goals: table.get_or("goals", Vec::new(), |item| each(item, 1..=MAX_GOALS, plain))?,
    };
    table.finish();
    Some(found)
}

impl Texts {
    /// The languages that have texts at all.
    pub(super) fn languages(&self) -> impl Iterator<Item = &str> {
        self.by_language
            .iter()
            .map(|(language, _)| language.as_str())
    }

    fn each<'a>(
        &'a self,
        pick: impl Fn(&'a LanguageTexts) -> Option<&'a String>,
    ) -> Vec<LocalText> {
        let found = self.by_language.iter();
        found
            .filter_map(|(language, texts)| Some(LocalText::new(language, pick(texts)?)))
            .collect()
    }

    pub(super) fn title(&self) -> Vec<LocalText> {
        self.each(|texts| texts.title.as_ref())
    }

    pub(super) fn about(&self) -> Vec<LocalText> {
        self.each(|texts| texts.about.as_ref())
    }

    pub(super) fn tasks(&self) -> BTreeMap<String, Vec<LocalText>> {
        let ids = self.by_language.iter().flat_map(|(_, t)| t.tasks.keys());
        ids.map(|id| (id.clone(), self.each(|texts| texts.tasks.get(id))))
            .collect()
    }

    pub(super) fn module_title(&self, module: &str) -> Vec<LocalText> {
        self.each(|texts| texts.modules.get(module)?.title.as_ref())
    }

    pub(super) fn goals(&self, module: &str) -> Vec<Vec<LocalText>> {
        let of = |texts: &LanguageTexts| texts.modules.get(module).map_or(0, |m| m.goals.len());
        let most = self.by_language.iter().map(|(_, texts)| of(texts)).max();
        (0..most.unwrap_or(0))
            .map(|number| self.each(|texts| texts.modules.get(module)?.goals.get(number)))
            .collect()
    }

    pub(super) fn step_title(&self, module: &str, step: &str) -> Vec<LocalText> {
        self.each(|texts| texts.steps.get(module)?.get(step))
    }
}

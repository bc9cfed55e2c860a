//! `FOLDER/items.toml`, the structure of questions, and `locales/LANGUAGE/FOLDER/items.toml`, their texts.

use std::collections::{BTreeMap, BTreeSet};

use overread_base::LocalText;
use overread_toml_text::{Item, Table};

use super::frame::Frame;
use super::texts::Texts;
use super::{FileFaults, plain, toml};
use crate::course::files::CourseFiles;
use crate::course::item::{CourseItem, ItemKey, ItemOption, ItemSet, ItemSource};
use crate::questions::list;
use crate::read::{each, word};

/// Limits of questions.
const MAX_ITEMS: usize = 500;
/// One for each of the keys 1 to 9 that choose them.
const MAX_OPTIONS: usize = 9;

/// Which module's, and in which languages.
pub(super) struct Asked<'a> {
    pub(super) folder: &'a str,
    pub(super) frame: &'a Frame,
    pub(super) texts: &'a Texts,
}

/// A question without its words, and its source as the structure states it.
struct Structure {
    item: CourseItem,
    source: Option<String>,
}

/// The words of a question in one language.
struct Words {
    text: String,
    options: BTreeMap<String, String>,
    explanation: String,
    /// The source, where it has words that want translation: most are the same in every language.
    source: Option<String>,
}

pub(super) fn items(
    files: &CourseFiles,
    asked: &Asked<'_>,
    faults: &mut FileFaults,
) -> Vec<CourseItem> {
    let file = format!("{}/items.toml", asked.folder);
    let found = toml(files, &file, false, faults, |table| {
        let items = table.need("items", |items| list(items, MAX_ITEMS, structure));
        table.finish();
        items
    });
    let mut items = found.unwrap_or_default();
    if items.is_empty() {
        return Vec::new();
    }
    for language in asked.texts.languages() {
        let file = format!("locales/{language}/{}/items.toml", asked.folder);
        let is_needed = asked.frame.languages.iter().any(|known| known == language);
        let read = toml(files, &file, is_needed, faults, words);
        let Some(mut words) = read else {
            if !is_needed {
                faults.warn(&file, "whole file", "the questions are not translated");
            }
            continue;
        };
        for known in &mut items {
            match words.remove(&known.item.id) {
                Some(words) => put(known, language, words, &file, faults),
                None => faults.error(&file, &known.item.id, "the question has no text"),
            }
        }
        for id in words.keys() {
            faults.error(&file, id, "there is no such question in the module");
        }
    }
    items.into_iter().map(|known| known.item).collect()
}

fn structure(table: &Table<'_, '_>, ids: &mut BTreeSet<String>) -> Option<Structure> {
    let id = table.need("id", |item| {
        let id = word(item)?;
        if !ids.insert(id.clone()) {
            item.fault(format!(
                "the question {id:?} stands here for the second time"
            ));
            return None;
        }
        Some(id)
    });
    let set = table.need("set", |item| {
        item.one_of(&ItemSet::ALL.map(|set| (set.word(), set)))
    });
    let kinds = ["one", "several", "number"].map(|kind| (kind, kind));
    let kind = table.need("kind", |item| item.one_of(&kinds));
    let options = table.get_or("options", Vec::new(), |item| {
        each(item, 2..=MAX_OPTIONS, word)
    });
    let key = kind.and_then(|kind| key(table, kind, options.as_deref()?));
    let page = table.get("page", word);
    let topic = table.get("topic", word);
    let source = source(table);
    let option = |id: String| ItemOption {
        id,
        text: Vec::new(),
    };
    let source = source?;
    let item = CourseItem {
        id: id?,
        set: set?,
        topic: topic?,
        text: Vec::new(),
        options: options?.into_iter().map(option).collect(),
        key: key?,
        explanation: Vec::new(),
        page: page?,
        source: match source {
            Some(_) => ItemSource::Stated(Vec::new()),
            None => ItemSource::Unverified,
        },
    };
    Some(Structure { item, source })
}

fn key(table: &Table<'_, '_>, kind: &str, options: &[String]) -> Option<ItemKey> {
    let option = |item: &Item<'_, '_>| {
        item.parsed(|text| {
            if options.iter().any(|option| option == text) {
                return Ok(text.to_owned());
            }
            let known = options.join(", ");
            Err(format!(
                "expected one of the options {known}, found {text:?}"
            ))
        })
    };
    if (kind == "number") != options.is_empty() {
        table.fault("options stand with the kinds one and several, not with number");
        return None;
    }
    match kind {
        "one" => table.need("key", option).map(ItemKey::One),
        "several" => {
            let most = options.len();
            let keys = table.need("key", |item| each(item, 1..=most, option))?;
            Some(ItemKey::Several(keys))
        }
        _ => {
            let value = table.need("key", |item| item.number(-1e9..=1e9, ""));
            let tolerance = table.get_or("tolerance", 0.0, |item| item.number(0.0..=1e9, ""));
            let unit = table.get_or("unit", String::new(), |item| item.plain_text(32));
            Some(ItemKey::Number {
                value: value?,
                tolerance: tolerance?,
                unit: unit?,
            })
        }
    }
}

/// What is stated; none inside for a question that nobody has checked at its source.
fn source(table: &Table<'_, '_>) -> Option<Option<String>> {
    let stated = table.get("source", plain);
    let unverified = table.get_or("unverified", false, Item::boolean);
    match (stated?, unverified?) {
        (Some(stated), false) => Some(Some(stated)),
        (None, true) => Some(None),
        _ => {
            table.fault("a question has exactly one of source and unverified = true");
            None
        }
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "as the readers of other files"
)]
fn words(table: Table<'_, '_>) -> Option<BTreeMap<String, Words>> {
    let mut out = BTreeMap::new();
    for (id, value) in table.entries() {
        let Some(table) = value.table() else {
            continue;
        };
        let text = table.need("text", plain);
        let options = table.get_or("options", BTreeMap::new(), |item| {
            let mut out = BTreeMap::new();
            for (option, value) in item.table()?.entries() {
                out.insert(option.to_owned(), plain(&value)?);
            }
            Some(out)
        });
        let explanation = table.need("explanation", plain);
        let source = table.get("source", plain);
        table.finish();
        if let (Some(text), Some(options), Some(explanation), Some(source)) =
            (text, options, explanation, source)
        {
            let words = Words {
                text,
                options,
                explanation,
                source,
            };
            out.insert(id.to_owned(), words);
        }
    }
    Some(out)
}

fn put(
    Structure { item, source }: &mut Structure,
    language: &str,
    mut words: Words,
    file: &str,
    faults: &mut FileFaults,
) {
    item.text.push(LocalText::new(language, &words.text));
    item.explanation
        .push(LocalText::new(language, &words.explanation));
    for option in &mut item.options {
        match words.options.remove(&option.id) {
            Some(text) => option.text.push(LocalText::new(language, &text)),
            None => faults.error(
                file,
                &item.id,
                format!("option {:?} has no text", option.id),
            ),
        }
    }
    match (&mut item.source, source, words.source) {
        (ItemSource::Stated(texts), Some(stated), translated) => {
            let text = translated.as_ref().unwrap_or(stated);
            texts.push(LocalText::new(language, text));
        }
        (_, _, Some(_)) => faults.error(
            file,
            &item.id,
            "the question states no source that could be translated",
        ),
        _ => {}
    }
    for option in words.options.keys() {
        faults.error(file, &item.id, format!("there is no option {option:?}"));
    }
}

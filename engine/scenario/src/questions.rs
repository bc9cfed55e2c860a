//! The part of a scenario file that says what the reader is asked, and texts in several languages.

use std::collections::BTreeSet;
use std::fmt::Display;

use overread_base::LocalText;
use overread_toml_text::{Item, Table};

use crate::read::question::{MAX_QUESTIONS, questions as read_questions};
use crate::read::scale::Scales;
use crate::{LabelChoice, LabelId, Question, Questions, SectionId, SectionSpec};

/// The longest text, in bytes.
const MAX_TEXT_BYTES: usize = 8_000;

/// What `[questions]` holds; each part is there exactly if it has no fault.
#[derive(Default)]
pub(crate) struct Read {
    /// Marks, rating and report.
    pub(crate) fixed: Option<Questions>,
    /// The questions beside them.
    pub(crate) ask: Option<Vec<Question>>,
}

pub(crate) fn questions(item: &Item<'_, '_>, scales: Scales<'_>) -> Option<Read> {
    let table = item.table()?;
    let ask = table.get_or("ask", Vec::new(), |ask| {
        read_questions(ask, MAX_QUESTIONS, &[], scales)
    });
    let fixed = fixed(&table);
    table.finish();
    Some(Read { fixed, ask })
}

fn fixed(table: &Table<'_, '_>) -> Option<Questions> {
    let confidence_step = table.get_or("confidence_step", 5, |step| {
        let found = step.whole(1..=50_u8)?;
        if !100_u8.is_multiple_of(found) {
            step.fault(format!("expected a divisor of 100, found {found}"));
            return None;
        }
        Some(found)
    });
    let positive_from = table.get_or("positive_from", 50, |from| from.whole(1..=100_u8));
    let labels = table.need("labels", |labels| list(labels, 50, label));
    let sections = table.need("sections", |sections| list(sections, 20, section));
    Some(Questions {
        labels: labels?,
        confidence_step: confidence_step?,
        positive_from: positive_from?,
        sections: sections?,
    })
}

/// Reads every element of an array and gives the whole only if each is sound.
pub(crate) fn list<'a, 't, T>(
    item: &Item<'a, 't>,
    most: usize,
    read: impl Fn(&Table<'a, 't>, &mut BTreeSet<String>) -> Option<T>,
) -> Option<Vec<T>> {
    let mut ids = BTreeSet::new();
    let mut all = Vec::new();
    let mut is_sound = true;
    for element in item.array(1..=most)? {
        let read = element.table().and_then(|table| {
            let read = read(&table, &mut ids);
            table.finish();
            read
        });
        match read {
            Some(value) => all.push(value),
            None => is_sound = false,
        }
    }
    is_sound.then_some(all)
}

/// An id that must differ from those before it.
pub(crate) fn unique<T: Display, E: Display>(
    table: &Table<'_, '_>,
    ids: &mut BTreeSet<String>,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Option<T> {
    table.need("id", |item| {
        let id = item.parsed(parse)?;
        if !ids.insert(id.to_string()) {
            item.fault(format!(
                "id {:?} stands here for the second time",
                id.to_string()
            ));
            return None;
        }
        Some(id)
    })
}

fn label(table: &Table<'_, '_>, ids: &mut BTreeSet<String>) -> Option<LabelChoice> {
    let id = unique(table, ids, |text| LabelId::new(text).ok_or(WORD_RULE));
    let text = table.need("text", texts);
    Some(LabelChoice {
        id: id?,
        text: text?,
    })
}

fn section(table: &Table<'_, '_>, ids: &mut BTreeSet<String>) -> Option<SectionSpec> {
    let id = unique(table, ids, |text| SectionId::new(text).ok_or(WORD_RULE));
    let title = table.need("title", texts);
    let is_required = table.get_or("required", false, |required| required.boolean());
    Some(SectionSpec {
        id: id?,
        title: title?,
        is_required: is_required?,
    })
}

const WORD_RULE: &str = "expected 1 to 64 lower-case letters, digits, '-' and '_'";

/// A text in one or more languages: `{ en = "...", ru = "..." }`.
pub(crate) fn texts(item: &Item<'_, '_>) -> Option<Vec<LocalText>> {
    let table = item.table()?;
    let mut all = Vec::new();
    let mut is_sound = true;
    for (locale, value) in table.entries() {
        if !is_locale(locale) {
            value.fault(format!(
                "expected a language tag such as en or pt-BR, found {locale:?}"
            ));
            is_sound = false;
        }
        match value.text() {
            Some(text) if text.trim().is_empty() => {
                value.fault("the text is empty");
                is_sound = false;
            }
            Some(text) if text.len() > MAX_TEXT_BYTES => {
                value.fault(format!(
                    "text must be at most {MAX_TEXT_BYTES} bytes, found {}",
                    text.len()
                ));
                is_sound = false;
            }
            Some(text) => all.push(LocalText {
                locale: locale.to_owned(),
                value: text.to_owned(),
            }),
            None => is_sound = false,
        }
    }
    if is_sound && !(1..=20).contains(&all.len()) {
        item.fault(format!(
            "expected a text in 1 to 20 languages, found {}",
            all.len()
        ));
        return None;
    }
    is_sound.then_some(all)
}

/// Whether a key looks like a BCP 47 tag: a language of 2 or 3 lower-case letters, then subtags.
pub(crate) fn is_locale(text: &str) -> bool {
    let mut parts = text.split('-');
    let is_language =
        |part: &str| matches!(part.len(), 2..=3) && part.bytes().all(|b| b.is_ascii_lowercase());
    let is_subtag =
        |part: &str| matches!(part.len(), 1..=8) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    text.len() <= 35 && parts.next().is_some_and(is_language) && parts.all(is_subtag)
}

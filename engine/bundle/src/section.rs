//! One table of a TOML file, read key by key: each fault is noted with its line, and keys that nobody asked for are
//! faults. Knows no key itself.

use std::cell::RefCell;
use std::collections::BTreeSet;

use overread_base::{Diagnostics, LocalText};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::manifest::is_locale_tag;

/// The file being read and the faults found so far.
pub(crate) struct Source<'t> {
    file: &'t str,
    text: &'t str,
    found: RefCell<Diagnostics>,
}

impl<'t> Source<'t> {
    pub(crate) fn new(file: &'t str, text: &'t str) -> Self {
        Self {
            file,
            text,
            found: RefCell::new(Diagnostics::default()),
        }
    }

    /// Notes a fault at a byte offset.
    pub(crate) fn fault(&self, offset: usize, message: impl Into<String>) {
        let line = 1 + self
            .text
            .bytes()
            .take(offset)
            .filter(|&b| b == b'\n')
            .count();
        self.found
            .borrow_mut()
            .error(format!("{}:{line}", self.file), message);
    }

    pub(crate) fn into_found(self) -> Diagnostics {
        self.found.into_inner()
    }
}

/// One table; call [`Section::finish`] when all known keys are taken.
pub(crate) struct Section<'t> {
    source: &'t Source<'t>,
    table: &'t DeTable<'t>,
    /// Name for messages, e.g. `[plugin]`.
    name: String,
    offset: usize,
    taken: RefCell<BTreeSet<String>>,
}

impl<'t> Section<'t> {
    pub(crate) fn new(
        source: &'t Source<'t>,
        table: &'t DeTable<'t>,
        name: impl Into<String>,
        offset: usize,
    ) -> Self {
        Self {
            source,
            table,
            name: name.into(),
            offset,
            taken: RefCell::default(),
        }
    }

    /// Notes a fault of this table as a whole.
    pub(crate) fn fault(&self, message: impl Into<String>) {
        self.source.fault(self.offset, message);
    }

    /// Notes a fault at the value of `key`.
    pub(crate) fn fault_at(&self, key: &str, message: impl Into<String>) {
        let offset = self
            .table
            .get(key)
            .map_or(self.offset, |value| value.span().start);
        self.source.fault(offset, message);
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// The keys, in the order of the alphabet or of the file.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.table.keys().map(|k| k.get_ref().to_string()).collect()
    }

    fn value(&self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.taken.borrow_mut().insert(key.to_owned());
        self.table.get(key)
    }

    fn wrong<T>(&self, key: &str, value: &Spanned<DeValue<'_>>, expected: &str) -> Option<T> {
        self.source.fault(
            value.span().start,
            format!(
                "`{key}` of {} must be {expected}, found {}",
                self.name,
                value.get_ref().type_str()
            ),
        );
        None
    }

    fn required<T>(&self, key: &str, value: Option<T>) -> Option<T> {
        if value.is_none() && !self.has(key) {
            self.fault(format!("`{key}` is missing in {}", self.name));
        }
        value
    }

    pub(crate) fn text(&self, key: &str) -> Option<String> {
        let value = self.value(key)?;
        match value.get_ref().as_str() {
            Some(text) if text.len() <= 4096 => Some(text.to_owned()),
            Some(text) => {
                let message = format!("`{key}` may have 4096 bytes, found {}", text.len());
                self.source.fault(value.span().start, message);
                None
            }
            None => self.wrong(key, value, "a text"),
        }
    }

    pub(crate) fn required_text(&self, key: &str) -> Option<String> {
        let text = self.required(key, self.text(key))?;
        if text.is_empty() {
            self.fault_at(key, format!("`{key}` of {} is empty", self.name));
            return None;
        }
        Some(text)
    }

    pub(crate) fn flag(&self, key: &str) -> Option<bool> {
        let value = self.value(key)?;
        let flag = value.get_ref().as_bool();
        flag.or_else(|| self.wrong(key, value, "true or false"))
    }

    pub(crate) fn number(&self, key: &str) -> Option<f64> {
        let value = self.value(key)?;
        let number = match value.get_ref().as_float() {
            Some(float) => float.as_str().replace('_', "").parse().ok(),
            None => whole(value.get_ref()).map(|n| n as f64),
        };
        number
            .filter(|n: &f64| n.is_finite())
            .or_else(|| self.wrong(key, value, "a finite number"))
    }

    pub(crate) fn whole_number(&self, key: &str) -> Option<u64> {
        let value = self.value(key)?;
        whole(value.get_ref())
            .and_then(|n| u64::try_from(n).ok())
            .or_else(|| self.wrong(key, value, "a whole number of 0 or more"))
    }

    pub(crate) fn required_whole_number(&self, key: &str) -> Option<u64> {
        self.required(key, self.whole_number(key))
    }

    pub(crate) fn texts(&self, key: &str) -> Vec<String> {
        let Some(value) = self.value(key) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong::<()>(key, value, "a list of texts");
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in array.iter() {
            match item.get_ref().as_str() {
                Some(text) => texts.push(text.to_owned()),
                None => {
                    self.wrong::<()>(key, item, "a list of texts");
                }
            }
        }
        texts
    }

    /// A table of texts by language; English must be there.
    pub(crate) fn localized(&self, key: &str) -> Option<Vec<LocalText>> {
        let section = self.section(key)?;
        let mut texts = Vec::new();
        for locale in section.keys() {
            if !is_locale_tag(&locale) {
                section.fault_at(
                    &locale,
                    format!("`{locale}` is not a language tag such as `en`"),
                );
            }
            if let Some(value) = section.text(&locale) {
                texts.push(LocalText { locale, value });
            }
        }
        if !section.has("en") {
            section.fault(format!("`{key}` needs an English text, `en = \"...\"`"));
        }
        Some(texts)
    }

    pub(crate) fn required_localized(&self, key: &str) -> Option<Vec<LocalText>> {
        self.required(key, self.localized(key))
    }

    pub(crate) fn section(&self, key: &str) -> Option<Section<'t>> {
        let value = self.value(key)?;
        let Some(table) = value.get_ref().as_table() else {
            return self.wrong(key, value, "a table");
        };
        let name = format!("[{key}]");
        Some(Section::new(self.source, table, name, value.span().start))
    }

    pub(crate) fn required_section(&self, key: &str) -> Option<Section<'t>> {
        self.required(key, self.section(key))
    }

    pub(crate) fn sections(&self, key: &str) -> Vec<Section<'t>> {
        let Some(value) = self.value(key) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong::<()>(key, value, "a list of tables");
            return Vec::new();
        };
        let mut sections = Vec::new();
        for item in array.iter() {
            match item.get_ref().as_table() {
                Some(table) => {
                    let name = format!("[[{key}]]");
                    sections.push(Section::new(self.source, table, name, item.span().start));
                }
                None => {
                    self.wrong::<()>(key, item, "a list of tables");
                }
            }
        }
        sections
    }

    /// Notes every key that was not asked for.
    pub(crate) fn finish(&self) {
        let taken = self.taken.borrow();
        for key in self.table.keys() {
            let name = key.get_ref();
            if !taken.contains(name.as_ref()) {
                let message = format!("unknown key `{name}` in {}", self.name);
                self.source.fault(key.span().start, message);
            }
        }
    }
}

fn whole(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer()?;
    i64::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()).ok()
}

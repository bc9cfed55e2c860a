//! Walks a parsed TOML document and notes every fault with its place. Knows no key of any file.

use std::cell::RefCell;
use std::fmt::Display;
use std::ops::{Range, RangeInclusive};

use overread_base::Diagnostics;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Faults past this number are counted, not listed.
const MAX_FAULTS: usize = 200;

/// The faults of one file, found in any order and told by place.
pub struct Faults<'t> {
    text: &'t str,
    found: RefCell<Vec<Fault>>,
    /// After a syntax error a missing key may only be one that the parser skipped.
    is_broken: bool,
}

struct Fault {
    offset: usize,
    path: String,
    message: String,
}

impl<'t> Faults<'t> {
    /// The faults of `text`, beginning with what the parser found.
    pub fn new(text: &'t str, syntax_errors: &[toml::de::Error]) -> Self {
        let faults = Self {
            text,
            found: RefCell::default(),
            is_broken: !syntax_errors.is_empty(),
        };
        for error in syntax_errors {
            let offset = error.span().map_or(text.len(), |span| span.start);
            // The parser's message may continue with a list of what it expected.
            faults.add(offset, "", error.message().replace('\n', ", "));
        }
        faults
    }

    /// Notes a fault at a byte offset of the text; `path` names the key, e.g. `cases[0].seed`.
    pub fn add(&self, offset: usize, path: &str, message: impl Into<String>) {
        self.found.borrow_mut().push(Fault {
            offset,
            path: path.to_owned(),
            message: message.into(),
        });
    }

    /// Whether nothing wrong was found so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.borrow().is_empty()
    }

    /// All faults in the order of the text.
    #[must_use]
    pub fn into_diagnostics(self) -> Diagnostics {
        let mut found = self.found.into_inner();
        found.sort_by_key(|fault| fault.offset);
        let mut diagnostics = Diagnostics::default();
        for fault in found.iter().take(MAX_FAULTS) {
            let (line, column) = line_and_column(self.text, fault.offset);
            let path = if fault.path.is_empty() {
                String::new()
            } else {
                format!(", {}", fault.path)
            };
            diagnostics.error(
                format!("line {line}, column {column}{path}"),
                fault.message.clone(),
            );
        }
        if found.len() > MAX_FAULTS {
            diagnostics.error(
                "end of file",
                format!("{} more faults are not listed", found.len() - MAX_FAULTS),
            );
        }
        diagnostics
    }
}

/// Line and column of a byte offset, both from 1; the column counts characters.
fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = &text[..end];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (
        before.matches('\n').count() + 1,
        before[line_start..].chars().count() + 1,
    )
}

/// A table that is being read: notes which keys were asked for, so that the rest can be named as unknown.
pub struct Table<'a, 't> {
    faults: &'a Faults<'t>,
    path: String,
    offset: usize,
    table: &'a DeTable<'t>,
    asked: RefCell<Vec<&'static str>>,
    missing: RefCell<Vec<&'static str>>,
}

impl<'a, 't> Table<'a, 't> {
    /// The document as a table.
    #[must_use]
    pub fn root(faults: &'a Faults<'t>, document: &'a Spanned<DeTable<'t>>) -> Self {
        Self {
            faults,
            path: String::new(),
            offset: 0,
            table: document.get_ref(),
            asked: RefCell::default(),
            missing: RefCell::default(),
        }
    }

    /// The value of a key that may be absent, unread.
    pub fn item(&self, key: &'static str) -> Option<Item<'a, 't>> {
        self.asked.borrow_mut().push(key);
        let value = self.table.get(key)?;
        Some(Item {
            faults: self.faults,
            path: self.path_of(key),
            value,
        })
    }

    /// The value of a key that must be there; `None` after a noted fault.
    pub fn need<T>(
        &self,
        key: &'static str,
        read: impl FnOnce(&Item<'a, 't>) -> Option<T>,
    ) -> Option<T> {
        let item = self.item(key);
        if item.is_none() && !self.faults.is_broken {
            self.missing.borrow_mut().push(key);
        }
        read(&item?)
    }

    /// The value of a key that may be absent; the outer `None` after a noted fault.
    pub fn get<T>(
        &self,
        key: &'static str,
        read: impl FnOnce(&Item<'a, 't>) -> Option<T>,
    ) -> Option<Option<T>> {
        self.item(key)
            .map_or(Some(None), |item| read(&item).map(Some))
    }

    /// The value of a key, or `default` if it is absent; `None` after a noted fault.
    pub fn get_or<T>(
        &self,
        key: &'static str,
        default: T,
        read: impl FnOnce(&Item<'a, 't>) -> Option<T>,
    ) -> Option<T> {
        self.item(key).map_or(Some(default), |item| read(&item))
    }

    /// Notes a fault of the table as a whole.
    pub fn fault(&self, message: impl Into<String>) {
        self.faults.add(self.offset, &self.path, message);
    }

    /// Every key with its value, for tables whose keys are data.
    pub fn entries(&self) -> impl Iterator<Item = (&'a str, Item<'a, 't>)> {
        self.table.iter().map(|(key, value)| {
            let path = self.path_of(key.get_ref());
            (
                key.get_ref().as_ref(),
                Item {
                    faults: self.faults,
                    path,
                    value,
                },
            )
        })
    }

    /// Names every key that nobody asked for, with the nearest known one, and every key that is missing.
    ///
    /// A misspelt key is one fault, not two.
    pub fn finish(self) {
        let asked = self.asked.borrow();
        let mut missing = self.missing.borrow_mut();
        for key in self
            .table
            .keys()
            .filter(|key| !asked.contains(&key.get_ref().as_ref()))
        {
            let name = key.get_ref().as_ref();
            let near = nearest(name, &asked);
            let hint = near.map_or_else(String::new, |near| format!(", did you mean {near:?}?"));
            self.faults.add(
                key.span().start,
                &self.path,
                format!("unknown key {name:?}{hint}"),
            );
            missing.retain(|&key| Some(key) != near);
        }
        for key in missing.iter() {
            self.faults
                .add(self.offset, &self.path, format!("key {key:?} is missing"));
        }
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }
}

/// A value that is being read.
pub struct Item<'a, 't> {
    faults: &'a Faults<'t>,
    path: String,
    value: &'a Spanned<DeValue<'t>>,
}

impl<'a, 't> Item<'a, 't> {
    /// Notes a fault of this value.
    pub fn fault(&self, message: impl Into<String>) {
        let Range { start, .. } = self.value.span();
        self.faults.add(start, &self.path, message);
    }

    fn wrong_type<T>(&self, expected: &str) -> Option<T> {
        self.fault(format!(
            "expected {expected}, found {}",
            self.value.get_ref().type_str()
        ));
        None
    }

    /// The value as a table; `None` after a noted fault.
    pub fn table(&self) -> Option<Table<'a, 't>> {
        let Some(table) = self.value.get_ref().as_table() else {
            return self.wrong_type("a table");
        };
        let Range { start, .. } = self.value.span();
        Some(Table {
            faults: self.faults,
            path: self.path.clone(),
            offset: start,
            table,
            asked: RefCell::default(),
            missing: RefCell::default(),
        })
    }

    /// The elements of an array of a bounded length.
    pub fn array(&self, bounds: RangeInclusive<usize>) -> Option<Vec<Item<'a, 't>>> {
        let Some(array) = self.value.get_ref().as_array() else {
            return self.wrong_type("an array");
        };
        if !bounds.contains(&array.len()) {
            let (least, most) = (bounds.start(), bounds.end());
            self.fault(format!(
                "expected {least} to {most} elements, found {}",
                array.len()
            ));
            return None;
        }
        let item = |(idx, value)| Item {
            faults: self.faults,
            path: format!("{}[{idx}]", self.path),
            value,
        };
        Some(array.iter().enumerate().map(item).collect())
    }

    /// Whether the value is a text: for keys that take a word or something longer.
    #[must_use]
    pub fn is_text(&self) -> bool {
        matches!(self.value.get_ref(), DeValue::String(_))
    }

    /// Whether the value is a table.
    #[must_use]
    pub fn is_table(&self) -> bool {
        self.value.get_ref().as_table().is_some()
    }

    /// The value as a text; `None` after a noted fault.
    pub fn text(&self) -> Option<&'a str> {
        if let DeValue::String(text) = self.value.get_ref() {
            Some(text.as_ref())
        } else {
            self.wrong_type("a string")
        }
    }

    /// A text, a number, true or false, as text: for values that somebody else reads.
    pub fn plain_text(&self, most_bytes: usize) -> Option<String> {
        let text = match self.value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().to_owned(),
            DeValue::Float(number) => number.as_str().to_owned(),
            DeValue::Boolean(is_true) => is_true.to_string(),
            DeValue::Integer(_) | DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => {
                return self.wrong_type("a text, a number, true or false");
            }
        };
        if text.len() > most_bytes {
            self.fault(format!(
                "expected at most {most_bytes} bytes, found {}",
                text.len()
            ));
            return None;
        }
        Some(text)
    }

    /// The value as true or false; `None` after a noted fault.
    pub fn boolean(&self) -> Option<bool> {
        self.value
            .get_ref()
            .as_bool()
            .or_else(|| self.wrong_type("true or false"))
    }

    /// A whole number in `bounds`, of the type that the caller wants.
    pub fn whole<T>(&self, bounds: RangeInclusive<T>) -> Option<T>
    where
        T: TryFrom<i128> + PartialOrd + Display + Copy,
    {
        let Some(integer) = self.value.get_ref().as_integer() else {
            return self.wrong_type("a whole number");
        };
        let parsed = i128::from_str_radix(integer.as_str(), integer.radix()).ok();
        let found = parsed
            .and_then(|n| T::try_from(n).ok())
            .filter(|n| bounds.contains(n));
        if found.is_none() {
            self.fault(format!(
                "expected {} to {}, found {integer}",
                bounds.start(),
                bounds.end()
            ));
        }
        found
    }

    /// A finite number in `bounds`, in `unit`; an empty unit for a share or a score.
    pub fn number(&self, bounds: RangeInclusive<f64>, unit: &str) -> Option<f64> {
        let value = self.value.get_ref();
        let parsed: Option<f64> = match value {
            DeValue::Float(float) => float.as_str().parse().ok(),
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().parse().ok(),
            DeValue::Integer(_)
            | DeValue::String(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => return self.wrong_type("a number"),
        };
        let found = parsed.filter(|n| bounds.contains(n));
        if found.is_none() {
            let shown = parsed.map_or_else(|| "no number".to_owned(), |n| n.to_string());
            let space = if unit.is_empty() { "" } else { " " };
            self.fault(format!(
                "expected {} to {}{space}{unit}, found {shown}",
                bounds.start(),
                bounds.end()
            ));
        }
        found
    }

    /// One of a few words.
    pub fn one_of<T: Copy>(&self, words: &[(&'static str, T)]) -> Option<T> {
        let text = self.text()?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
            return Some(*value);
        }
        let known: Vec<&'static str> = words.iter().map(|(word, _)| *word).collect();
        let hint = nearest(text, &known)
            .map_or_else(String::new, |near| format!(", did you mean {near:?}?"));
        self.fault(format!(
            "expected one of {}, found {text:?}{hint}",
            known.join(", ")
        ));
        None
    }

    /// An id or another text with rules of its own.
    pub fn parsed<T, E: Display>(&self, parse: impl FnOnce(&str) -> Result<T, E>) -> Option<T> {
        match parse(self.text()?) {
            Ok(value) => Some(value),
            Err(error) => {
                self.fault(error.to_string());
                None
            }
        }
    }
}

/// The word nearest to `text`, if it is near enough to be a slip: a third of its letters, at least one.
fn nearest<'w>(text: &str, words: &[&'w str]) -> Option<&'w str> {
    // A long key is no slip of a known one, and the distance costs the product of the lengths.
    if text.len() > 64 {
        return None;
    }
    let with_distance = words.iter().map(|word| (edit_distance(text, word), *word));
    let (distance, word) = with_distance.min()?;
    (distance <= (word.chars().count() / 3).max(1)).then_some(word)
}

/// Insertions, deletions and replacements that turn `a` into `b` (Levenshtein).
fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests;

//! A JSON value that is only written, and the few forms of JSON Schema that the schema is made of.

use std::fmt::Display;

/// A value; numbers as their text, so that none is rounded.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Json>),
    Map(Vec<(&'static str, Json)>),
}

/// A key of a table: its name, what it is for, and what it takes.
pub(crate) struct Key {
    name: &'static str,
    about: &'static str,
    takes: Json,
    is_needed: bool,
}

impl Key {
    /// A key that has to be there.
    pub(crate) fn need(name: &'static str, about: &'static str, takes: Json) -> Self {
        Self {
            name,
            about,
            takes,
            is_needed: true,
        }
    }

    /// A key that may be left out.
    pub(crate) fn may(name: &'static str, about: &'static str, takes: Json) -> Self {
        Self {
            is_needed: false,
            ..Self::need(name, about, takes)
        }
    }
}

impl Json {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn number(number: impl Display) -> Self {
        Self::Number(number.to_string())
    }

    pub(crate) fn map(entries: Vec<(&'static str, Self)>) -> Self {
        Self::Map(entries)
    }

    pub(crate) fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(texts.into_iter().map(Self::text).collect())
    }

    /// The same schema with further keywords.
    pub(crate) fn with(self, keyword: &'static str, value: Self) -> Self {
        match self {
            Self::Map(mut entries) => {
                entries.push((keyword, value));
                Self::Map(entries)
            }
            Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::List(_) => self,
        }
    }

    /// Two spaces a level.
    pub(crate) fn to_text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text, 0);
        text
    }

    fn write(&self, text: &mut String, depth: usize) {
        match self {
            Self::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
            Self::Number(number) => text.push_str(number),
            Self::Text(value) => write_text(text, value),
            Self::List(values) => {
                let is_short = values
                    .iter()
                    .all(|v| !matches!(v, Self::List(_) | Self::Map(_)));
                text.push('[');
                for (idx, value) in values.iter().enumerate() {
                    match (is_short, idx) {
                        (true, 0) => {}
                        (true, _) => text.push_str(", "),
                        (false, _) => next_line(text, idx, depth + 1),
                    }
                    value.write(text, depth + 1);
                }
                if !is_short {
                    new_line(text, depth);
                }
                text.push(']');
            }
            Self::Map(entries) => {
                text.push('{');
                for (idx, (key, value)) in entries.iter().enumerate() {
                    next_line(text, idx, depth + 1);
                    write_text(text, key);
                    text.push_str(": ");
                    value.write(text, depth + 1);
                }
                if !entries.is_empty() {
                    new_line(text, depth);
                }
                text.push('}');
            }
        }
    }
}

fn next_line(text: &mut String, idx: usize, depth: usize) {
    if idx > 0 {
        text.push(',');
    }
    new_line(text, depth);
}

fn new_line(text: &mut String, depth: usize) {
    text.push('\n');
    text.push_str(&"  ".repeat(depth));
}

fn write_text(text: &mut String, value: &str) {
    text.push('"');
    for letter in value.chars() {
        match letter {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            control if control.is_control() => {
                text.push_str(&format!("\\u{:04x}", u32::from(control)));
            }
            other => text.push(other),
        }
    }
    text.push('"');
}

/// A table with these keys and no others.
pub(crate) fn object(keys: &[Key]) -> Json {
    let property = |key: &Key| {
        let takes = key.takes.clone();
        (key.name, takes.with("description", Json::text(key.about)))
    };
    let needed = keys.iter().filter(|key| key.is_needed);
    let needed: Vec<&str> = needed.map(|key| key.name).collect();
    let mut entries = vec![
        ("type", Json::text("object")),
        ("properties", Json::map(keys.iter().map(property).collect())),
        ("additionalProperties", Json::Bool(false)),
    ];
    if !needed.is_empty() {
        entries.push(("required", Json::texts(needed)));
    }
    Json::map(entries)
}

/// An array of a bounded length.
pub(crate) fn list(items: Json, least: usize, most: usize) -> Json {
    Json::map(vec![
        ("type", Json::text("array")),
        ("items", items),
        ("minItems", Json::number(least)),
        ("maxItems", Json::number(most)),
    ])
}

/// One of a few words.
pub(crate) fn words<T: Into<String>>(words: impl IntoIterator<Item = T>) -> Json {
    Json::map(vec![("enum", Json::texts(words))])
}

/// A whole number within its bounds.
pub(crate) fn whole(least: impl Display, most: impl Display) -> Json {
    bounded("integer", least, most)
}

/// A number within its bounds.
pub(crate) fn number(least: impl Display, most: impl Display) -> Json {
    bounded("number", least, most)
}

fn bounded(kind: &'static str, least: impl Display, most: impl Display) -> Json {
    Json::map(vec![
        ("type", Json::text(kind)),
        ("minimum", Json::number(least)),
        ("maximum", Json::number(most)),
    ])
}

/// A share, 0 to 1.
pub(crate) fn share() -> Json {
    number(0, 1)
}

pub(crate) fn boolean() -> Json {
    Json::map(vec![("type", Json::text("boolean"))])
}

/// A text of a pattern.
pub(crate) fn pattern(pattern: &str) -> Json {
    Json::map(vec![
        ("type", Json::text("string")),
        ("pattern", Json::text(pattern)),
    ])
}

/// A text that is not empty, of at most so many characters.
pub(crate) fn text(most: usize) -> Json {
    Json::map(vec![
        ("type", Json::text("string")),
        ("minLength", Json::number(1)),
        ("maxLength", Json::number(most)),
    ])
}

pub(crate) fn one_of(forms: Vec<Json>) -> Json {
    Json::map(vec![("oneOf", Json::List(forms))])
}

/// A part that stands under `$defs`.
pub(crate) fn reference(name: &str) -> Json {
    Json::map(vec![("$ref", Json::text(format!("#/$defs/{name}")))])
}

/// Texts by language.
pub(crate) fn texts() -> Json {
    reference("texts")
}

/// What more holds where `key` is `word`: the keys that are needed, and those that have no place.
pub(crate) fn where_is(
    key: &'static str,
    word: &str,
    needed: &[&str],
    without: Vec<&'static str>,
) -> Json {
    let is_word = Json::map(vec![("const", Json::text(word))]);
    let condition = Json::map(vec![
        ("properties", Json::map(vec![(key, is_word)])),
        ("required", Json::texts([key])),
    ]);
    let mut then = Vec::new();
    if !needed.is_empty() {
        then.push(("required", Json::texts(needed.iter().copied())));
    }
    let without: Vec<_> = without
        .into_iter()
        .map(|key| (key, Json::Bool(false)))
        .collect();
    if !without.is_empty() {
        then.push(("properties", Json::map(without)));
    }
    Json::map(vec![("if", condition), ("then", Json::map(then))])
}

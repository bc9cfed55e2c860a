//! Text in a named language. No translation, no formatting.

/// A text and the language it is in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LocalText {
    /// BCP 47 language tag, e.g. `en`, `ru`.
    pub locale: String,
    /// The text itself, plain, without markup.
    pub value: String,
}

impl LocalText {
    /// A text in a language.
    #[must_use]
    pub fn new(locale: &str, value: &str) -> Self {
        Self {
            locale: locale.to_owned(),
            value: value.to_owned(),
        }
    }

    /// The text for `locale` out of `texts`: an exact match, else English, else the first, else nothing.
    #[must_use]
    pub fn pick<'a>(texts: &'a [Self], locale: &str) -> Option<&'a str> {
        let find = |wanted: &str| texts.iter().find(|t| t.locale == wanted);
        find(locale)
            .or_else(|| find("en"))
            .or_else(|| texts.first())
            .map(|t| t.value.as_str())
    }
}

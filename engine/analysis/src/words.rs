//! The words of the page in its language, from the Fluent files in `locales`, and how numbers are written. No layout.

mod numbers;
mod reasons;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use overread_exam::ReadPhase;
use unic_langid::LanguageIdentifier;

use crate::study::Condition;

pub(crate) use numbers::Form;

const EN: &str = include_str!("../locales/en/analysis.ftl");
const RU: &str = include_str!("../locales/ru/analysis.ftl");

/// A language of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Russian.
    Ru,
}

impl Language {
    /// The BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
        }
    }

    /// The language of a tag; `None` for one that the page is not written in.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag {
            "en" => Some(Self::En),
            "ru" => Some(Self::Ru),
            _ => None,
        }
    }
}

/// An argument of a text.
pub(crate) type Arg<'a> = (&'static str, FluentValue<'a>);

/// The words of one language.
pub(crate) struct Words {
    pub(crate) language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// Reads the words of a language.
    pub(crate) fn new(language: Language) -> Self {
        let locale: LanguageIdentifier = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        bundle.set_use_isolating(false);
        let source = match language {
            Language::En => EN,
            Language::Ru => RU,
        };
        // A file with a fault gives what is sound in it; a test holds both files free of faults.
        let resource = match FluentResource::try_new(source.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let added = bundle.add_resource(resource);
        debug_assert!(
            added.is_ok(),
            "an id stands twice in a file of words: {added:?}"
        );
        Self { language, bundle }
    }

    /// The text of an id without arguments.
    pub(crate) fn text(&self, id: &str) -> String {
        self.with(id, &[])
    }

    /// The text of an id with arguments; `[id]` if the file lacks it.
    pub(crate) fn with(&self, id: &str, args: &[Arg<'_>]) -> String {
        let message = self.bundle.get_message(id);
        let Some(pattern) = message.and_then(|message| message.value()) else {
            debug_assert!(false, "no text {id}");
            return format!("[{id}]");
        };
        let args: FluentArgs<'_> = args
            .iter()
            .map(|(name, value)| (*name, value.clone()))
            .collect();
        let mut faults = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(&args), &mut faults)
            .into_owned()
            // A number and its sign stay on one line.
            .replace(" %", "\u{a0}%");
        debug_assert!(faults.is_empty(), "{id}: {faults:?}");
        text
    }

    /// What a condition is called.
    pub(crate) fn condition(&self, condition: Condition) -> String {
        match condition.phase {
            ReadPhase::First if condition.is_aided() => self.text("condition-first-aided"),
            ReadPhase::First => self.text("condition-first"),
            ReadPhase::Final => self.text(&format!("condition-{}", condition.mode.word())),
        }
    }
}

#[cfg(test)]
mod tests;

//! The words on the desk in the reader's language, from the Fluent files in `locales`. No layout.

mod list;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use overread_base::{CaseId, LocalText};
use unic_langid::LanguageIdentifier;

use crate::Language;

pub(crate) use list::Word;

const EN: &str = concat!(
    include_str!("../locales/en/desk.ftl"),
    "\n",
    include_str!("../locales/en/start.ftl")
);
const RU: &str = concat!(
    include_str!("../locales/ru/desk.ftl"),
    "\n",
    include_str!("../locales/ru/start.ftl")
);

/// The words of one language.
pub(crate) struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// Reads the words of a language.
    #[must_use]
    pub(crate) fn new(language: Language) -> Self {
        let locale: LanguageIdentifier = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Isolation marks are for mixed directions of writing, which the desk does not have; fonts show them as boxes.
        bundle.set_use_isolating(false);
        // A file with a fault gives what is sound in it; a test holds both files free of faults.
        let resource = match FluentResource::try_new(source(language).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let added = bundle.add_resource(resource);
        debug_assert!(
            added.is_ok(),
            "an id stands twice in a file of words: {added:?}"
        );
        Self { language, bundle }
    }

    /// The language.
    #[must_use]
    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// The BCP 47 tag of the language.
    #[must_use]
    pub(crate) fn tag(&self) -> &'static str {
        self.language.tag()
    }

    /// The words of an id without arguments.
    #[must_use]
    pub(crate) fn text(&self, word: Word) -> String {
        self.with(word, &[])
    }

    /// The words of an id with arguments; `[id]` if the file lacks it.
    #[must_use]
    pub(crate) fn with(&self, word: Word, args: &[(&'static str, FluentValue<'_>)]) -> String {
        let pattern = self
            .bundle
            .get_message(word.id())
            .and_then(|message| message.value());
        let Some(pattern) = pattern else {
            return format!("[{}]", word.id());
        };
        let args: FluentArgs<'_> = args
            .iter()
            .map(|(name, value)| (*name, value.clone()))
            .collect();
        let mut faults = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(&args), &mut faults)
            .into_owned();
        debug_assert!(faults.is_empty(), "{}: {faults:?}", word.id());
        text
    }

    /// A text of a scenario or a service in the reader's language; empty if there is none.
    #[must_use]
    pub(crate) fn pick<'a>(&self, texts: &'a [LocalText]) -> &'a str {
        LocalText::pick(texts, self.tag()).unwrap_or("")
    }

    /// What a case is called: its title, else its id.
    pub(crate) fn case_title<'a>(&self, case: &'a CaseId, title: &'a [LocalText]) -> &'a str {
        let title = self.pick(title);
        if title.is_empty() {
            case.as_str()
        } else {
            title
        }
    }

    /// A number with this many decimals and the language's decimal sign.
    #[must_use]
    pub(crate) fn number(&self, value: f64, decimals: usize) -> String {
        let text = format!("{value:.decimals$}");
        // A rounded zero has no sign.
        let is_zero = text.chars().all(|c| matches!(c, '-' | '0' | '.'));
        let text = if is_zero {
            text.trim_start_matches('-')
        } else {
            &text
        };
        match self.language {
            Language::En => text.to_owned(),
            Language::Ru => text.replace('.', ","),
        }
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words")
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

fn source(language: Language) -> &'static str {
    match language {
        Language::En => EN,
        Language::Ru => RU,
    }
}

#[cfg(test)]
mod tests;

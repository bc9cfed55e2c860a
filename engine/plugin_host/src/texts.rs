//! The texts of a bundle in its languages (Fluent), and the one that a key and a reader's language ask for.

use std::collections::BTreeMap;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

/// Texts by language tag.
pub(crate) struct Texts(BTreeMap<String, Arc<FluentResource>>);

impl Texts {
    /// Reads Fluent files; entries that are not Fluent are left out and logged.
    pub(crate) fn new(files: &BTreeMap<String, String>) -> Self {
        let read = |(tag, text): (&String, &String)| {
            let resource =
                FluentResource::try_new(text.clone()).unwrap_or_else(|(rest, faults)| {
                    for fault in faults {
                        tracing::warn!("locales/{tag}.ftl: {fault}");
                    }
                    rest
                });
            (tag.clone(), Arc::new(resource))
        };
        Self(files.iter().map(read).collect())
    }

    /// The text for `key` in the language nearest to `locale`: the same tag, its language alone, English, any; else the
    /// key itself.
    pub(crate) fn translate(&self, locale: &str, key: &str, args: &[(&str, &str)]) -> String {
        let language = locale.split('-').next().unwrap_or_default();
        let any = self.0.keys().map(String::as_str);
        [locale, language, "en"]
            .into_iter()
            .chain(any)
            .find_map(|tag| format(tag, self.0.get(tag)?, key, args))
            .unwrap_or_else(|| key.to_owned())
    }
}

fn format(
    tag: &str,
    texts: &Arc<FluentResource>,
    key: &str,
    args: &[(&str, &str)],
) -> Option<String> {
    let language: LanguageIdentifier = tag.parse().ok()?;
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Isolation marks are for mixed directions on a screen; here they would stand in reports.
    bundle.set_use_isolating(false);
    // A key that stands twice keeps its first text, as the file's author sees it.
    if let Err(faults) = bundle.add_resource(Arc::clone(texts)) {
        tracing::debug!("locales/{tag}.ftl: {} keys stand twice", faults.len());
    }
    let pattern = bundle.get_message(key)?.value()?;
    let mut values = FluentArgs::new();
    for (name, value) in args {
        values.set(*name, number_or_text(value));
    }
    let mut faults = Vec::new();
    Some(
        bundle
            .format_pattern(pattern, Some(&values), &mut faults)
            .into_owned(),
    )
}

/// Whole numbers choose plural forms; all else is text as it stands.
fn number_or_text(value: &str) -> fluent_bundle::FluentValue<'_> {
    match value.parse::<i32>() {
        Ok(number) => number.into(),
        Err(_not_whole) => value.into(),
    }
}

#[cfg(test)]
mod tests;

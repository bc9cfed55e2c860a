//! The frame of a page: its head with the policy and all styles.

use crate::markup::escape;

/// What every page wears.
const BASE: &str = include_str!("base.css");

/// Nothing is loaded and nothing runs, whatever a name on the page may hold.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// A page before its body.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// BCP 47 tag of the page's language.
    pub language: &'a str,
    /// The title, any text.
    pub title: &'a str,
    /// CSS of this page's own, after what all pages wear.
    pub style: &'a str,
}

impl Frame<'_> {
    /// The page around a body, which is HTML.
    #[must_use]
    pub fn page(&self, body: &str) -> String {
        format!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
             <title>{}</title>\n<style>\n{BASE}{}</style>\n</head>\n<body>\n{body}</body>\n</html>\n",
            escape(self.language),
            escape(self.title),
            self.style,
        )
    }
}

#[cfg(test)]
mod tests;

//! Texts in both languages.

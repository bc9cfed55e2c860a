//! Bundles with texts missing in one language.

use super::*;
use crate::Outcome;

#[track_caller]
fn check(files: &[(&str, &str)], expected: &[&str]) {
    let files = files
        .iter()
        .map(|(tag, text)| ((*tag).to_owned(), (*text).to_owned()));
    let mut judged = Judged::default();
    judge(&files.collect(), &mut judged);
    let found: Vec<String> = judged.found.all().iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (fault, part) in found.iter().zip(expected) {
        assert!(fault.contains(part), "{part:?} is not in {fault:?}");
    }
    let is_failed = judged.outcome() == Outcome::Failed;
    assert_eq!(is_failed, !expected.is_empty());
}

#[test]
fn each_language_has_the_texts_of_the_others() {
    check(&[], &[]);
    check(&[("en", "a = A\n"), ("ru", "a = А\n")], &[]);
    check(
        &[("en", "a = A\nb = B\n"), ("ru", "a = А\n")],
        &["1 texts are missing that another language has: b (locales/ru.ftl)"],
    );
    check(
        &[("en", "a = A\n"), ("ru", "c = В\n")],
        &["missing that another language has: c", "has: a"],
    );
    check(&[("ru", "a = А\n")], &["English is missing"]);
}

#[test]
fn entries_of_several_lines_comments_and_terms_are_fluent() {
    let text = "# Comment\n\n-brand = X\nfound = { $n ->\n    [one] one\n   *[other] many\n}\nlong =\n    line\n    .title = T\n";
    assert_eq!(keys_of(text).0, ["-brand", "found", "long"].into());
    check(&[("en", text)], &[]);
    check(&[("en", "a = A\nnonsense\n")], &["(locales/en.ftl:2)"]);
    check(&[("en", "1a = A\n")], &["not a Fluent entry"]);
}

//! Both files are complete and sound, and say the same with the same arguments.

use std::collections::BTreeSet;

use fluent_bundle::FluentResource;

use super::{EN, RU, Word, Words};
use crate::Language;

fn ids(source: &str) -> Vec<&str> {
    source
        .lines()
        .filter_map(|line| line.split_once(" ="))
        .map(|(id, _)| id)
        .filter(|id| !id.starts_with([' ', '#']))
        .collect()
}

/// The arguments that a message names.
fn arguments(source: &str, id: &str) -> BTreeSet<String> {
    let start = source.find(&format!("\n{id} =")).unwrap() + 1;
    let end = source[start..]
        .find("\n\n")
        .map_or(source.len(), |end| start + end);
    let mut lines = source[start..end].lines();
    let first = lines.next().unwrap();
    let rest = lines.take_while(|line| line.starts_with(' '));
    let text: String = std::iter::once(first).chain(rest).collect();
    text.split('$')
        .skip(1)
        .map(|part| part.chars().take_while(|c| c.is_alphanumeric()).collect())
        .collect()
}

#[test]
fn the_files_are_sound() {
    for source in [EN, RU] {
        let faults = FluentResource::try_new(source.to_owned())
            .err()
            .map(|(_, faults)| faults);
        assert_eq!(faults, None);
    }
}

#[test]
fn every_word_stands_once_in_every_language_and_no_other() {
    let wanted: BTreeSet<&str> = Word::ALL.iter().map(|word| word.id()).collect();
    assert_eq!(
        wanted.len(),
        Word::ALL.len(),
        "an id stands twice in the list"
    );
    for source in [EN, RU] {
        let found = ids(source);
        assert_eq!(found.iter().copied().collect::<BTreeSet<_>>(), wanted);
        assert_eq!(found.len(), wanted.len(), "an id stands twice in a file");
    }
}

#[test]
fn both_languages_use_the_same_arguments() {
    for word in Word::ALL {
        assert_eq!(
            arguments(EN, word.id()),
            arguments(RU, word.id()),
            "{}",
            word.id()
        );
    }
}

#[test]
fn counted_things_are_counted_as_the_language_does() {
    #[track_caller]
    fn check(language: Language, count: usize, expected: &str) {
        let words = Words::new(language);
        assert_eq!(
            words.with(Word::MarksCount, &[("count", count.into())]),
            expected
        );
    }
    check(Language::En, 0, "No marks");
    check(Language::En, 1, "1 mark");
    check(Language::En, 2, "2 marks");
    check(Language::Ru, 0, "Нет отметок");
    check(Language::Ru, 1, "1 отметка");
    check(Language::Ru, 3, "3 отметки");
    check(Language::Ru, 5, "5 отметок");
    check(Language::Ru, 21, "21 отметка");
}

#[test]
fn numbers_have_the_languages_decimal_sign() {
    assert_eq!(Words::new(Language::En).number(-12.345, 1), "-12.3");
    assert_eq!(Words::new(Language::Ru).number(12.345, 2), "12,35");
    assert_eq!(Words::new(Language::En).number(-0.04, 1), "0.0");
}

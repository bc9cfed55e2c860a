//! Both files are complete and sound, say the same with the same arguments, and numbers are written as they should be.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use overread_stats::{Counted, Estimate, Method, NotEstimable};

use super::{EN, Form, Language, RU, Words};

/// Ids with the arguments that they name.
fn messages(source: &str) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut current = "";
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if let Some((id, _)) = line
            .split_once(" =")
            .filter(|_| !line.starts_with([' ', '\t']))
        {
            assert!(
                found.insert(id, BTreeSet::new()).is_none(),
                "{id} stands twice"
            );
            current = id;
        }
        let arguments = line.split('$').skip(1).map(|rest| {
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
            &rest[..end.unwrap_or(rest.len())]
        });
        found.entry(current).or_default().extend(arguments);
    }
    found.remove("");
    found
}

#[test]
fn both_files_say_the_same() {
    let [en, ru] = [messages(EN), messages(RU)];
    assert!(en.len() > 150, "{}", en.len());
    assert_eq!(en, ru);
    for source in [EN, RU] {
        assert!(fluent_bundle::FluentResource::try_new(source.to_owned()).is_ok());
    }
    // What is written alike in both languages is a name or a number.
    let alike: Vec<&str> = EN
        .lines()
        .filter(|line| line.contains(" = ") && RU.lines().any(|other| other == *line))
        .collect();
    assert_eq!(
        alike,
        [
            "n-is = n = { $count }",
            "short-rair = RAIR",
            "short-rsr = RSR"
        ]
    );
}

#[test]
fn every_text_is_used_and_every_used_text_is_there() {
    let mut sources = String::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs") {
                sources.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    // These ids are put together from words of the program.
    let made = ["condition-", "measure-", "short-"];
    let unused: Vec<&str> = messages(EN)
        .into_keys()
        .filter(|id| !made.iter().any(|part| id.starts_with(part)))
        .filter(|id| !sources.contains(&format!("\"{id}\"")))
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
    let words = Words::new(Language::En);
    for mode in overread_scenario::ReadingMode::ALL {
        words.text(&format!("condition-{}", mode.word()));
    }
}

#[test]
fn numbers_are_written_as_the_language_has_it() {
    let [en, ru] = [Language::En, Language::Ru].map(Words::new);
    assert_eq!(en.form(-0.0312, Form::AreaChange), "\u{2212}0.031");
    assert_eq!(ru.form(-0.0312, Form::AreaChange), "\u{2212}0,031");
    assert_eq!(en.form(0.0312, Form::AreaChange), "+0.031");
    assert_eq!(en.form(-0.000_04, Form::AreaChange), "0.000");
    assert_eq!(en.form(0.876, Form::Percent), "87.6\u{a0}%");
    assert_eq!(en.form(0.05, Form::Points), "+5.0");
    assert_eq!(en.p(0.000_2), "p\u{a0}<\u{a0}0.001");
    assert_eq!(ru.p(0.0316), "p\u{a0}=\u{a0}0,032");
    let estimate = Estimate {
        value: 0.5,
        lower: 0.25,
        upper: 0.75,
        n: 4,
        method: Method::Wilson95,
    };
    assert_eq!(en.interval(&estimate, Form::Percent), "(25.0 to 75.0)");
    assert_eq!(ru.interval(&estimate, Form::Area), "(0,250 … 0,750)");
}

#[test]
fn reasons_are_said_in_words() {
    let en = Words::new(Language::En);
    let few = NotEstimable::TooFew {
        what: Counted::Readers,
        needed: 2,
        found: 1,
    };
    assert_eq!(en.reason(&few), "too few readers: 2 needed, 1 found");
    let perfect = overread_stats::RocReads::new(&[2.0, 3.0], &[0.0, 1.0]).unwrap();
    let reason = perfect.estimate().unwrap_err();
    assert_eq!(en.reason(&reason), "an area of 0 or 1 has no interval");
}

//! The course that comes with the program: whole in its languages, every question answered by its key and by nothing
//! else, every practice block read to its end.

use std::path::{Path, PathBuf};

use overread_scenario::{Course, ItemAnswer, ItemKey, ItemSource, StepKind};
use overread_workstation::read_course;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/courses/working-with-ai")
}

fn course() -> Course {
    let found = read_course(&folder()).unwrap();
    let errors: Vec<String> = found
        .faults
        .iter()
        .filter(|fault| fault.diagnostics.has_errors())
        .flat_map(|fault| {
            let all = fault.diagnostics.all().iter();
            all.map(|found| format!("{}: {found}", fault.file))
        })
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    found.course.unwrap()
}

#[test]
fn all_ten_modules_are_there_in_english_and_russian() {
    let course = course();
    let ids: Vec<&str> = course
        .modules
        .iter()
        .map(|module| module.id.as_str())
        .collect();
    let wanted = ["m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9"];
    assert_eq!(ids, wanted);
    for module in &course.modules {
        for (name, pages) in &module.pages {
            for language in ["en", "ru"] {
                assert!(
                    pages.contains_key(language),
                    "{} {name} {language}",
                    module.id
                );
            }
        }
        let has = |wanted: fn(&StepKind) -> bool| module.steps.iter().any(|s| wanted(&s.kind));
        assert!(
            has(|kind| matches!(kind, StepKind::Page { .. })),
            "{}",
            module.id
        );
        assert!(
            has(|kind| matches!(kind, StepKind::Cases { .. })),
            "{}",
            module.id
        );
        assert!(
            has(|kind| matches!(kind, StepKind::Items { .. })),
            "{}",
            module.id
        );
    }
    // Spanish begins with the first module.
    let first = &course.modules[0];
    assert!(first.pages.values().all(|pages| pages.contains_key("es")));
}

#[test]
fn every_question_is_worth_its_key_and_no_distractor_is_worth_anything() {
    let mut n = 0;
    for module in &course().modules {
        for item in &module.items {
            let place = format!("{}/{}", module.id, item.id);
            n += 1;
            assert_eq!(item.points(&item.right_answer()), 1.0, "{place}");
            assert!(!item.explanation.is_empty(), "{place}");
            let keys: Vec<&String> = match &item.key {
                ItemKey::One(key) => vec![key],
                ItemKey::Several(keys) => keys.iter().collect(),
                ItemKey::Number {
                    value, tolerance, ..
                } => {
                    let off = value + 2.0 * tolerance + 1e-6 * value.abs() + 1e-9;
                    assert_eq!(item.points(&ItemAnswer::Number(off)), 0.0, "{place}");
                    continue;
                }
            };
            for option in item
                .options
                .iter()
                .filter(|option| !keys.contains(&&option.id))
            {
                let answer = ItemAnswer::Options(vec![option.id.clone()]);
                assert_eq!(item.points(&answer), 0.0, "{place}: {}", option.id);
            }
        }
    }
    assert!(n >= 150, "{n}");
}

#[test]
fn explanations_call_no_option_by_its_id() {
    // Readers see the options numbered; their ids are seen by authors alone.
    for module in &course().modules {
        for item in &module.items {
            for text in &item.explanation {
                for option in &item.options {
                    for named in [format!("nswer {} ", option.id), format!("«{}»", option.id)] {
                        let place = format!("{}/{}", module.id, item.id);
                        assert!(!text.value.contains(&named), "{place}: {text:?}");
                    }
                }
            }
        }
    }
}

/// Words of sources that are no title or name: they are translated.
const ENGLISH: [&str; 9] = [
    "computed",
    "definition",
    "this program",
    "restated",
    "secondary",
    "reported",
    "quoted",
    "of the bundled",
    "teaching page",
];

#[test]
fn sources_are_told_in_the_language_of_the_question() {
    for module in &course().modules {
        for item in &module.items {
            let ItemSource::Stated(source) = &item.source else {
                continue;
            };
            let place = format!("{}/{}", module.id, item.id);
            assert_eq!(source.len(), item.text.len(), "{place}");
            for text in source {
                assert!(text.value.len() > 3, "{place}: {text:?}");
                let lower = text.value.to_lowercase();
                let is_english = ENGLISH.iter().any(|word| lower.contains(word));
                assert!(text.locale == "en" || !is_english, "{place}: {text:?}");
            }
        }
    }
}

//! The scenarios that come with Overread: sound, complete in both languages, and true to their own images.

use std::fs;
use std::path::{Path, PathBuf};

use overread_base::LocalText;
use overread_phantom::{CaseRequest, Sex};
use overread_scenario::{CaseSource, Scenario};

const LANGUAGES: [&str; 2] = ["en", "ru"];

/// Every `scenario.toml` below `scenarios`, with its folder's path there; courses have files of their own.
fn all() -> Vec<(String, Scenario)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let mut found = Vec::new();
    let areas = folders(&root).into_iter();
    for area in areas.filter(|area| !area.ends_with("courses")) {
        for folder in folders(&area) {
            let text = fs::read_to_string(folder.join("scenario.toml")).unwrap();
            let (scenario, faults) = overread_scenario::check(&text);
            let scenario = scenario.unwrap_or_else(|| panic!("{folder:?}: {:?}", faults.all()));
            assert_eq!(faults.all(), [], "{folder:?}");
            let name = folder
                .strip_prefix(&root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            found.push((name, scenario));
        }
    }
    assert!(found.len() >= 2, "{found:?}");
    found
}

/// The same with the practice blocks of the bundled course.
fn with_blocks() -> Vec<(String, Scenario)> {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/courses/working-with-ai");
    let mut found = all();
    for module in folders(&root) {
        let files = fs::read_dir(&module)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        for file in files.filter(|file| file.extension().is_some_and(|e| e == "toml")) {
            let text = fs::read_to_string(&file).unwrap();
            // Beside the blocks lie the module's own files.
            if text.contains("\nmode = ") {
                let (scenario, faults) = overread_scenario::check(&text);
                let scenario = scenario.unwrap_or_else(|| panic!("{file:?}: {:?}", faults.all()));
                found.push((file.display().to_string(), scenario));
            }
        }
    }
    assert!(found.len() >= 60, "{}", found.len());
    found
}

fn folders(of: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(of).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_dir()).collect()
}

#[test]
fn every_scenario_is_sound_named_after_its_folder_and_listed() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/README.md");
    let readme = fs::read_to_string(readme).unwrap();
    for (folder, scenario) in all() {
        assert_eq!(scenario.id.as_str(), folder.replace('/', "."));
        assert!(
            readme.contains(&format!("({folder}/scenario.toml)")),
            "{folder} is not listed"
        );
    }
}

#[test]
fn every_text_is_there_in_each_language() {
    #[track_caller]
    fn check(texts: &[LocalText], place: &str) {
        for language in LANGUAGES {
            let text = texts.iter().find(|text| text.locale == language);
            assert!(
                text.is_some_and(|text| !text.value.is_empty()),
                "{place}: no {language}"
            );
        }
    }
    for (_, scenario) in with_blocks() {
        let id = &scenario.id;
        check(&scenario.title, &format!("{id}, title"));
        check(&scenario.briefing, &format!("{id}, briefing"));
        for label in &scenario.questions.labels {
            check(&label.text, &format!("{id}, label {}", label.id));
        }
        for section in &scenario.questions.sections {
            check(&section.title, &format!("{id}, section {}", section.id));
        }
        for case in &scenario.cases {
            check(&case.title, &format!("{id}, case {}", case.id));
            // A synthetic study brings its own question where the scenario has none.
            if !matches!(case.source, CaseSource::Phantom(_)) || !case.history.is_empty() {
                check(&case.history, &format!("{id}, history of {}", case.id));
            }
        }
    }
}

#[test]
fn histories_speak_of_the_patient_that_the_images_name() {
    let mut faults = Vec::new();
    for (_, scenario) in with_blocks() {
        for case in &scenario.cases {
            let CaseSource::Phantom(phantom) = &case.source else {
                continue;
            };
            // The patient follows from the seed alone.
            let request = CaseRequest::new(phantom.kind, phantom.seed);
            let patient = overread_phantom::ground(&request).unwrap().patient;
            let (en, ru) = match patient.sex {
                Sex::Female => ("Woman", "Женщина"),
                Sex::Male => ("Man", "Мужчина"),
            };
            for (language, word) in LANGUAGES.into_iter().zip([en, ru]) {
                let history = LocalText::pick(&case.history, language).unwrap_or_default();
                // What stands for many patients at once, the cases of a bank, names none of them.
                if !history.contains(|c: char| c.is_ascii_digit()) {
                    continue;
                }
                let expected = format!("{word}, {}", patient.age_years);
                if !history.starts_with(&expected) {
                    let (exam, case) = (&scenario.id, &case.id);
                    faults.push(format!("{exam}, {case}: {history:?}, expected {expected}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

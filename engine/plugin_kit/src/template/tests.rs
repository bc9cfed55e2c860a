//! What a new plugin holds, and what is refused before anything is written.

use super::*;

fn wanted(language: Language, kind: Kind, name: &str) -> NewPlugin {
    NewPlugin {
        language,
        kind,
        folder_name: name.to_owned(),
        id: None,
        name: None,
        contact: None,
    }
}

#[track_caller]
fn read(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).unwrap()
}

fn all_below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all_below(&path, files);
        } else {
            files.push(path);
        }
    }
}

#[test]
fn every_template_gives_a_project_with_its_sdk_and_nothing_left_to_fill_in() {
    for language in Language::ALL {
        for kind in kinds_in(language) {
            let root = tempfile::tempdir().unwrap();
            let made = new_plugin(&wanted(language, kind, "two-words"), root.path()).unwrap();
            assert_eq!(made.folder, root.path().join("two-words"));
            assert_eq!(Language::of(&made.folder).unwrap(), Some(language));
            let manifest = read(&made.folder, "plugin.toml");
            for part in ["org.example.two-words", "Two words", kind.word()] {
                assert!(manifest.contains(part), "{part} in {manifest}");
            }
            for file in [".gitignore", "README.md", "sdk/LICENSE-MIT"] {
                assert!(
                    made.folder.join(file).is_file(),
                    "{file} of {language:?} {kind:?}"
                );
            }
            let mut files = Vec::new();
            all_below(&made.folder, &mut files);
            assert_eq!(files.len(), made.n_files);
            assert!(files.iter().any(|file| file.ends_with("plugin.wit")));
            for file in files
                .iter()
                .filter(|file| !file.starts_with(made.folder.join("sdk")))
            {
                let text = fs::read_to_string(file).unwrap();
                for value in names::values(&wanted(language, kind, "a")) {
                    let place = format!("{{{{{}}}}}", value.0);
                    assert!(!text.contains(&place), "{place} in {}", file.display());
                }
            }
        }
    }
}

#[test]
fn ai_services_have_a_template_in_rust() {
    assert!(kinds_in(Language::Rust).contains(&Kind::AiService));
}

#[test]
fn options_take_the_place_of_defaults() {
    let root = tempfile::tempdir().unwrap();
    let mut wanted = wanted(Language::Rust, Kind::AiService, "spots");
    wanted.id = Some("com.acme.spots".to_owned());
    wanted.name = Some("Acme Spots".to_owned());
    wanted.contact = Some("help@acme.com".to_owned());
    let made = new_plugin(&wanted, root.path()).unwrap();
    let manifest = read(&made.folder, "plugin.toml");
    for part in ["com.acme.spots", "Acme Spots", "help@acme.com"] {
        assert!(manifest.contains(part), "{part} in {manifest}");
    }
    assert!(read(&made.folder, "Cargo.toml").contains("name = \"spots\""));
}

#[track_caller]
fn refused(change: impl FnOnce(&mut NewPlugin), expected: &str) {
    let root = tempfile::tempdir().unwrap();
    let mut wanted = wanted(Language::Rust, Kind::AiService, "spots");
    change(&mut wanted);
    let error = new_plugin(&wanted, root.path()).unwrap_err().whole();
    assert!(
        error.contains(expected),
        "expected {expected:?} in {error:?}"
    );
    assert_eq!(
        fs::read_dir(root.path()).unwrap().count(),
        0,
        "nothing is written"
    );
}

#[test]
fn names_that_would_not_build_are_refused() {
    for name in [
        "",
        "Spots",
        "1spots",
        "a--b",
        "-a",
        "a-",
        "a/b",
        "../a",
        "a b",
        "a_b",
        "ü",
        &"a".repeat(41),
    ] {
        refused(
            |wanted| wanted.folder_name = name.to_owned(),
            "must be words of lower-case",
        );
    }
    for name in ["test", "core", "target", "overread-sdk"] {
        refused(
            |wanted| wanted.folder_name = name.to_owned(),
            "has another meaning",
        );
    }
    for name in ["", " ", "a\"b", "a\nb", "{{id}}", &"a".repeat(81)] {
        refused(
            |wanted| wanted.name = Some(name.to_owned()),
            "--name must be a text",
        );
    }
    refused(
        |wanted| wanted.contact = Some("a\\b".to_owned()),
        "--contact must be a text",
    );
    for id in ["", "no id at all", "a\"b", "org"] {
        refused(|wanted| wanted.id = Some(id.to_owned()), "plugin.toml");
    }
}

#[test]
fn a_folder_that_is_there_is_left_alone() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("spots")).unwrap();
    fs::write(root.path().join("spots/mine"), "mine").unwrap();
    let wanted = wanted(Language::Rust, Kind::AiService, "spots");
    let error = new_plugin(&wanted, root.path()).unwrap_err().to_string();
    assert!(error.contains("there is something of this name"), "{error}");
    assert_eq!(read(root.path(), "spots/mine"), "mine");
}

/// The SDK's own manifest takes its keys from the workspace, so that the copy has one of its own.
#[test]
fn the_copied_sdk_says_the_same_versions_as_the_checkout() {
    let table = |text: &str| -> toml::Table { text.parse().unwrap() };
    let copy = embedded::file("sdk/rust/template/sdk.toml").unwrap();
    let copy = table(std::str::from_utf8(copy).unwrap());
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let sdk = table(&read(&checkout, "sdk/rust/Cargo.toml"));
    let root = table(&read(&checkout, "Cargo.toml"));
    assert_eq!(copy["package"]["name"], sdk["package"]["name"]);
    assert_eq!(copy["package"]["version"], sdk["package"]["version"]);
    let shared = &root["workspace"]["package"];
    for key in ["edition", "rust-version", "license"] {
        assert_eq!(copy["package"][key], shared[key], "{key}");
    }
    let dependencies = sdk["dependencies"].as_table().unwrap();
    let copied = copy["dependencies"].as_table().unwrap();
    assert_eq!(
        copied.keys().collect::<Vec<_>>(),
        dependencies.keys().collect::<Vec<_>>()
    );
    for (name, value) in copied {
        assert_eq!(*value, root["workspace"]["dependencies"][name], "{name}");
    }
}

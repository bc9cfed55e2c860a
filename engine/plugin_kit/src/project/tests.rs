//! What a project says of itself, and what is refused.

use super::*;

fn folder(file: &str, text: &str, kind: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("sdk/wit")).unwrap();
    fs::write(folder.path().join(file), text).unwrap();
    let manifest = format!("[plugin]\nkind = \"{kind}\"\n");
    fs::write(folder.path().join("plugin.toml"), manifest).unwrap();
    folder
}

#[test]
fn both_kinds_of_file_say_the_same() {
    let toml = "[project]\nname = \"a\"\n[tool.overread]\nmodule = \"start\"\npath = [\"sdk\"]\n";
    let json = r#"{"name": "a", "overread": {"main": "start", "path": ["sdk"]}}"#;
    for (language, text) in [(Language::Python, toml), (Language::JavaScript, json)] {
        let plugin = folder(language.project_file(), text, "exam-scenario");
        let root = fs::canonicalize(plugin.path()).unwrap();
        let expected = Project {
            main: "start".to_owned(),
            path: vec![root.join("sdk")],
            wit: root.join("sdk/wit"),
            root,
            world: "exam-scenario",
        };
        assert_eq!(Project::read(plugin.path(), language).unwrap(), expected);
    }
}

#[test]
fn a_project_that_says_nothing_has_defaults() {
    let python = folder("pyproject.toml", "", "ai-service");
    let read = Project::read(python.path(), Language::Python).unwrap();
    assert_eq!((read.main.as_str(), read.world), ("app", "ai-service"));
    let javascript = folder("package.json", "{}", "ai-service");
    let read = Project::read(javascript.path(), Language::JavaScript).unwrap();
    assert_eq!(read.main, "app.js");
    assert!(read.path.is_empty());
}

#[track_caller]
fn refused(text: &str, kind: &str, expected: &str) {
    let plugin = folder("pyproject.toml", text, kind);
    let error = Project::read(plugin.path(), Language::Python)
        .unwrap_err()
        .whole();
    assert!(
        error.contains(expected),
        "expected {expected:?} in {error:?}"
    );
}

#[test]
fn what_cannot_be_meant_is_refused() {
    refused("[tool", "ai-service", "pyproject.toml");
    refused(
        "[tool]\noverread = 1",
        "ai-service",
        "[tool.overread] must be a table, found 1",
    );
    refused(
        "[tool.overread]\nmodul = \"a\"",
        "ai-service",
        "unknown key `modul`: expected one of module, path, wit",
    );
    refused(
        "[tool.overread]\nmodule = 1",
        "ai-service",
        "`module` must be a text, found 1",
    );
    refused(
        "[tool.overread]\npath = \"sdk\"",
        "ai-service",
        "`path` must be a list of folders",
    );
    refused(
        "[tool.overread]\nwit = \"absent\"",
        "ai-service",
        "cannot find",
    );
    refused("", "service", "found `service`");
}

//! Each source file says in its first line what is in it; there is no `mod.rs`.

use crate::checkout::{assert_none, assert_refused, files};

/// The beginning of a first line, by the ending of the file's name.
const BEGINNINGS: [(&str, &str); 4] = [
    (".rs", "//! "),
    (".py", "\"\"\""),
    (".wgsl", "// "),
    (".wat", ";; "),
];

fn faults(path: &str, text: &str) -> Vec<String> {
    let Some((_, beginning)) = BEGINNINGS.iter().find(|(ending, _)| path.ends_with(ending)) else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    if path.ends_with("/mod.rs") {
        faults.push(format!(
            "a module's file has its name, found mod.rs ({path})"
        ));
    }
    let lines = || text.lines().skip_while(|line| line.starts_with("#!/"));
    let first = lines().next().unwrap_or_default();
    let Some(words) = first.strip_prefix(beginning) else {
        faults.push(format!(
            "the first line must say what is here after {beginning:?}, found {first:?} ({path})"
        ));
        return faults;
    };
    let is_sentence = words
        .starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit() || first == '`')
        && words.split_whitespace().count() >= 2;
    // A comment ends with its last `//`, a Python text at its first empty line.
    let comment = beginning.trim_end();
    let paragraph: Vec<&str> = lines()
        .map_while(|line| {
            line.strip_prefix(comment)
                .or(path.ends_with(".py").then_some(line))
        })
        .take_while(|line| !line.trim().is_empty())
        .collect();
    let end = paragraph
        .last()
        .map_or("", |line| line.trim_end().trim_end_matches("\"\"\""));
    if !is_sentence || !end.ends_with('.') {
        faults.push(format!(
            "the first line must be a sentence: capital letter, two words or more, full stop; found {words:?} ({path})"
        ));
    }
    faults
}

#[test]
fn files_say_what_is_in_them() {
    let found: Vec<String> = files()
        .iter()
        .filter(|file| file.is_text())
        .flat_map(|file| faults(&file.path, &file.text()))
        .collect();
    assert_none(&found);
}

#[test]
fn a_file_without_a_sentence_is_refused() {
    assert_none(&faults(
        "a.rs",
        "//! Volumes on a grid. No display.\n\nuse a;\n",
    ));
    assert_none(&faults(
        "a.rs",
        "//! `overread study show`: what a folder\n//! holds.\n//!\n//! More:\n",
    ));
    assert_none(&faults(
        "a.py",
        "\"\"\"Trains the network.\n\nUsage: a\n\"\"\"\n",
    ));
    assert_none(&faults(
        "a.py",
        "#!/usr/bin/env python3\n\"\"\"Trains the network.\"\"\"\n",
    ));
    assert_none(&faults("a.wgsl", "// The glass of a screen.\n#import a\n"));
    assert_none(&faults("a.toml", "[package]\n"));
    assert_refused(
        &faults("a.rs", "use super::*;\n"),
        "the first line must say",
    );
    assert_refused(&faults("a.rs", ""), "the first line must say");
    assert_refused(
        &faults("a.rs", concat!("//! Skel", "eton.\n")),
        "must be a sentence",
    );
    assert_refused(
        &faults("a.rs", "//! volumes on a grid.\n"),
        "must be a sentence",
    );
    assert_refused(
        &faults("a.rs", "//! Volumes on a grid\n\nuse a.b;\n"),
        "must be a sentence",
    );
    assert_refused(&faults("a.py", "import os\n"), "the first line must say");
    assert_refused(
        &faults("a/mod.rs", "//! Volumes on a grid.\n"),
        "found mod.rs",
    );
}

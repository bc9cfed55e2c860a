//! The commands that documents name are commands that the programs take.

use crate::checkout::{assert_none, assert_refused, ending_with, root};
use crate::markdown;

/// The words that a program takes, read from the enums of its command line in `source`.
fn words_of(source: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut is_inside = false;
    for line in source.lines() {
        let head = line.trim_start_matches("pub(crate) ");
        if head.starts_with("enum ") && head.ends_with('{') {
            is_inside = true;
        } else if line == "}" {
            is_inside = false;
        } else if is_inside
            && line.starts_with("    ")
            && line.as_bytes().get(4).is_some_and(u8::is_ascii_uppercase)
        {
            let name: String = line
                .trim()
                .chars()
                .take_while(char::is_ascii_alphanumeric)
                .collect();
            words.push(kebab(&name));
        }
    }
    words
}

fn kebab(name: &str) -> String {
    let mut word = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !word.is_empty() {
            word.push('-');
        }
        word.push(letter.to_ascii_lowercase());
    }
    word
}

/// How many of the words after a program's name are commands.
const PROGRAMS: [(&str, &[&str], usize); 3] = [
    ("cargo xtask ", &["engine/xtask/src/main.rs"], 1),
    ("overread ", &OVERREAD, 2),
    ("cargo xtask overread ", &OVERREAD, 2),
];
const OVERREAD: [&str; 8] = [
    "engine/cli/src/args.rs",
    "engine/cli/src/ai.rs",
    "engine/cli/src/certificate.rs",
    "engine/cli/src/centre.rs",
    "engine/cli/src/course.rs",
    "engine/cli/src/phantom.rs",
    "engine/cli/src/plugin.rs",
    "engine/cli/src/service.rs",
];

fn faults(path: &str, text: &str, program: &str, depth: usize, known: &[String]) -> Vec<String> {
    let is_command = |word: &&str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    };
    let mut faults = Vec::new();
    for (line, code) in markdown::code_spans(text)
        .into_iter()
        .chain(markdown::code_lines(text))
    {
        let code = code.trim_start().trim_start_matches("$ ");
        let Some(rest) = code.strip_prefix(program) else {
            continue;
        };
        let words = rest.split_whitespace().take(depth).take_while(is_command);
        for word in
            words.filter(|word| !word.starts_with('-') && !known.iter().any(|known| known == word))
        {
            faults.push(format!("{}does not take {word:?} ({path}:{line})", program));
        }
    }
    faults
}

#[test]
fn documents_name_commands_that_exist() {
    let mut found = Vec::new();
    for (program, sources, depth) in PROGRAMS {
        let read = |source: &&str| words_of(&std::fs::read_to_string(root().join(source)).unwrap());
        let known: Vec<String> = sources.iter().flat_map(read).collect();
        assert!(
            known.len() >= 5,
            "no commands found in {sources:?}: {known:?}"
        );
        for file in ending_with(".md") {
            found.extend(faults(&file.path, &file.text(), program, depth, &known));
        }
    }
    assert_none(&found);
}

#[test]
fn a_command_that_is_not_taken_is_refused() {
    let source = "/// A.\npub(crate) enum Command {\n    /// B.\n    Study(StudyCommand),\n    FollowsAi,\n}\nenum Study {\n    Show {\n        /// C.\n        folder: PathBuf,\n    },\n}\nstruct Not {\n    A: u8,\n}\n";
    let known = words_of(source);
    assert_eq!(known, ["study", "follows-ai", "show"]);
    let check = |text: &str| faults("a.md", text, "overread ", 2, &known);
    assert_none(&check(
        "`overread study show FOLDER`, `overread` and overread nothing\n```sh\noverread study show ct\n```",
    ));
    assert_refused(
        &check("`overread study list`"),
        "overread does not take \"list\" (a.md:1)",
    );
    assert_refused(
        &check("```sh\noverread session verify\n```").split_off(1),
        "verify",
    );
    assert_none(&check("`overread --help`"));
}

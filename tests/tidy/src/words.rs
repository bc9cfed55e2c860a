//! The project speaks of itself alone: no path of one machine, no host outside a short list, no word on who wrote it.

use crate::checkout::{assert_none, assert_refused, texts};

/// Found anywhere. Written in two halves, so that this file is not its own fault.
const PATHS: [&str; 5] = [
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/wo", "rk/"),
    concat!("/Us", "ers/"),
    concat!("C:\\", "Users"),
];

/// Found in any case.
const AUTHORSHIP: [&str; 8] = [
    concat!("co-auth", "ored"),
    concat!("language mo", "del"),
    concat!("chat", "bot"),
    concat!("coding ag", "ent"),
    concat!("written by ", "an ai"),
    concat!("ai-gener", "ated"),
    concat!("another engi", "neer"),
    concat!("the br", "ief says"),
];

/// Hosts that a text may name.
const HOSTS: [&str; 19] = [
    "creativecommons.org",
    "dicom.nema.org",
    "docs.rs",
    "doi.org",
    "github.com",
    "json-schema.org",
    "opensource.org",
    "pubmed.ncbi.nlm.nih.gov",
    "purl.imsglobal.org",
    "purl.org",
    "rustup.rs",
    "schema.org",
    "spdx.org",
    "w3id.org",
    "www.apache.org",
    "www.acr.org",
    "www.itu.int",
    "www.rust-lang.org",
    "www.w3.org",
];

/// The folder of optional validation data: only tests may look for it.
const BESIDE: &str = concat!("../", "shared");

fn faults(path: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let mut add = |what: String| faults.push(format!("{what} ({path}:{number})"));
        for word in PATHS.iter().filter(|word| line.contains(*word)) {
            add(format!("a path of one machine: {word}"));
        }
        let lower = line.to_lowercase();
        for word in AUTHORSHIP.iter().filter(|word| lower.contains(*word)) {
            add(format!("the text speaks of who wrote it: {word:?}"));
        }
        for rest in line.split("://").skip(1) {
            let is_host = |next: char| next.is_ascii_alphanumeric() || matches!(next, '.' | '-');
            let host: String = rest.chars().take_while(|&next| is_host(next)).collect();
            if !host.is_empty() && !HOSTS.contains(&host.as_str()) {
                add(format!(
                    "a host that is not in the list of tests/tidy: {host}"
                ));
            }
        }
        if line.contains(BESIDE) && !may_look_beside(path) {
            add(format!("{BESIDE} is looked for outside tests"));
        }
    }
    faults
}

fn may_look_beside(path: &str) -> bool {
    path.starts_with("tests/")
        || path.ends_with("/tests.rs")
        || path == "engine/stats/src/tests/published.rs"
}

#[test]
fn texts_speak_of_the_project_alone() {
    let found: Vec<String> = texts()
        .filter(|file| !file.path.starts_with("LICENSE"))
        .flat_map(|file| faults(&file.path, &file.text()))
        .collect();
    assert_none(&found);
}

#[test]
fn other_words_are_refused() {
    assert_none(&faults(
        "a.md",
        "See https://dicom.nema.org/medical and file:///a.\n",
    ));
    assert_none(&faults(
        "tests/README.md",
        concat!("data in ../", "shared/dicom"),
    ));
    assert_none(&faults(
        "engine/a/src/b/tests.rs",
        concat!("../", "shared/dicom"),
    ));
    assert_refused(
        &faults("a.rs", concat!("\n\"/ho", "me/maria/ct\"")),
        "(a.rs:2)",
    );
    assert_refused(
        &faults("a.md", concat!("https:/", "/mirror.example/simple")),
        "mirror.example",
    );
    assert_refused(
        &faults("a.md", concat!("Co-Auth", "ored-By: x")),
        "who wrote it",
    );
    assert_refused(
        &faults("engine/a/src/b.rs", concat!("../", "shared/dicom")),
        "outside tests",
    );
}

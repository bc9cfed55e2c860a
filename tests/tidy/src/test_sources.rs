//! How tests may not be written: none is set aside, none sleeps, and a module of tests lies in its own file.

use crate::checkout::{assert_none, assert_refused, ending_with};

/// What may not stand in a test. Written in two halves, so that this file is not its own fault.
const REFUSED: [(&str, &str); 3] = [
    (
        concat!("#[ign", "ore"),
        "a slow test returns early without OVERREAD_SLOW=1, a known wrong result is asserted",
    ),
    (
        concat!("#[should_", "panic"),
        "assert the error that comes instead",
    ),
    (
        concat!("thread::sl", "eep("),
        "a test waits for an answer, not for a time",
    ),
];

fn faults(path: &str, text: &str, is_test: bool) -> Vec<String> {
    let mut faults = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        for (what, instead) in REFUSED {
            let is_only_of_tests = what.contains("sl");
            if line.trim_start().starts_with("//")
                || !line.contains(what)
                || (is_only_of_tests && !is_test)
            {
                continue;
            }
            faults.push(format!("found {what:?}: {instead} ({path}:{number})"));
        }
    }
    let is_inline = text.contains("#[cfg(test)]\nmod tests {");
    if is_inline && !is_test {
        faults.push(format!(
            "tests lie in their own file, `mod tests;` ({path})"
        ));
    }
    faults
}

#[test]
fn tests_are_written_so_that_they_count() {
    let found: Vec<String> = ending_with(".rs")
        .iter()
        .flat_map(|file| faults(&file.path, &file.text(), file.is_beside_the_product()))
        .collect();
    assert_none(&found);
}

#[test]
fn a_test_that_does_not_count_is_refused() {
    assert_none(&faults(
        "a.rs",
        concat!("std::thread::sl", "eep(pause);"),
        false,
    ));
    assert_none(&faults("a.rs", "#[cfg(test)]\nmod tests;\n", false));
    assert_refused(
        &faults("a.rs", concat!("\n#[ign", "ore = \"slow\"]"), true),
        "(a.rs:2)",
    );
    assert_refused(
        &faults(
            "a.rs",
            concat!("#[should_", "panic(expected = \"a\")]"),
            true,
        ),
        "assert the error",
    );
    assert_refused(
        &faults("a.rs", concat!("thread::sl", "eep(pause);"), true),
        "not for a time",
    );
    assert_refused(
        &faults("a.rs", "#[cfg(test)]\nmod tests {\n}\n", false),
        "their own file",
    );
}

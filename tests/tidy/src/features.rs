//! The features of all dependencies are the same with and without tests, so that running and testing compile them once.

use crate::checkout::{assert_none, assert_refused};
use crate::workspace::{Crate, crates, example};

/// What crates name only for tests and nobody names otherwise: cargo would resolve features without it for a program,
/// and compile Bevy and the rest a second time for the tests.
fn faults(crates: &[Crate]) -> Vec<String> {
    let is_ours = |name: &str| crates.iter().any(|found| found.name == name);
    let dependencies = || crates.iter().flat_map(|found| &found.dependencies);
    let is_always = |name: &str| dependencies().any(|one| !one.is_dev && one.name == name);
    let mut names: Vec<&str> = dependencies()
        .filter(|one| one.is_dev && !is_ours(&one.name) && !is_always(&one.name))
        .map(|one| one.name.as_str())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
        .iter()
        .map(|name| format!("expected {name} also among [dependencies] (tests/screens/Cargo.toml)"))
        .collect()
}

#[test]
fn run_and_test_compile_dependencies_once() {
    assert_none(&faults(&crates()));
}

#[test]
fn a_dependency_of_tests_alone_is_refused() {
    let named = [
        example(
            "overread-base",
            "base",
            &["dev proptest", "dev overread-testkit"],
        ),
        example("overread-testkit", "tests/testkit", &[]),
        example("screens", "tests/screens", &["proptest"]),
    ];
    assert_none(&faults(&named));
    assert_refused(
        &faults(&named[..2]),
        "expected proptest also among [dependencies]",
    );
}

//! Which commands wait for the set-up.

use super::*;

#[track_caller]
fn check(arguments: &str, expected: bool) {
    let arguments: Vec<String> = arguments.split_whitespace().map(str::to_owned).collect();
    assert_eq!(needs_services(&arguments), expected);
}

#[test]
fn only_what_starts_a_service_waits_for_the_set_up() {
    check("plugin run bundle --study ct", true);
    check("session simulate a.toml", true);
    check("", true);
    check("study show ct", false);
    check("phantom make --out ct", false);
    check("plugin run --help", false);
    check("--version", false);
}

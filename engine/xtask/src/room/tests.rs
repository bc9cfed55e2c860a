//! When the first lesson is added.

use super::*;

#[track_caller]
fn check(arguments: &str, expected: bool) {
    let arguments: Vec<String> = arguments.split_whitespace().map(str::to_owned).collect();
    assert_eq!(names_its_own(&arguments), expected);
}

#[test]
fn the_first_lesson_opens_unless_another_thing_is_asked_for() {
    check("", false);
    check("--focus", false);
    check("--focus --scenario a.toml", true);
    check("--scenario=a.toml", true);
    check("--study ./ct", true);
    check("--practice --locale ru", true);
    check("--course", true);
    check("--journal sessions/one", true);
    check("--help", true);
}

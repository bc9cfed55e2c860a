//! When nothing but the program itself is needed.

use super::*;

#[track_caller]
fn check(arguments: &str, expected: bool) {
    let arguments: Vec<String> = arguments.split_whitespace().map(str::to_owned).collect();
    assert_eq!(only_asks(&arguments), expected);
}

#[test]
fn questions_to_the_program_need_no_set_up() {
    check("--help", true);
    check("--practice -h", true);
    check("--version", true);
    check("", false);
    check("--scenario a.toml", false);
    check("--course", false);
}

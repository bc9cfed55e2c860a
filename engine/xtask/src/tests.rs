//! What the command line hands on to the programs that it starts.

use super::*;

#[track_caller]
fn check(line: &str, expected: &[&str]) {
    let words = std::iter::once("cargo xtask").chain(line.split_whitespace());
    let handed_on = match Arguments::try_parse_from(words).unwrap().task {
        Task::Run { room } => room,
        Task::Overread { arguments } => arguments,
        Task::Test { runner } => runner,
        Task::Bench { crates, .. } => crates,
        Task::Setup | Task::Guests => Vec::new(),
    };
    assert_eq!(handed_on, expected, "{line}");
}

#[test]
fn what_follows_is_handed_on_as_it_is() {
    check("run", &[]);
    check("run -- --help", &["--help"]);
    check("run --mode focus", &["--mode", "focus"]);
    check("test journal", &["journal"]);
    check("test -- -E package(screens)", &["-E", "package(screens)"]);
    check("test -E package(screens)", &["-E", "package(screens)"]);
    check("overread --help", &["--help"]);
    check("overread study show ct", &["study", "show", "ct"]);
    check("bench --profile dev image", &["image"]);
}

#[test]
fn a_task_that_is_not_there_is_refused() {
    assert!(Arguments::try_parse_from(["cargo xtask", "build"]).is_err());
    assert!(Arguments::try_parse_from(["cargo xtask"]).is_err());
    assert!(Arguments::try_parse_from(["cargo xtask", "setup", "more"]).is_err());
}

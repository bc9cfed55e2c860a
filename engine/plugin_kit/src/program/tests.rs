//! A failure carries the program's last words; a program that never ends is stopped.

use super::*;

const SOON: Duration = Duration::from_secs(20);

fn shell(script: &str) -> Command {
    let mut command = program("sh");
    command.args(["-c", script]);
    command
}

#[test]
fn gives_what_was_printed() {
    assert_eq!(
        quiet(&mut shell("echo out; echo err >&2"), SOON).unwrap(),
        "out\n"
    );
}

#[test]
fn a_failure_carries_the_last_words() {
    let error = quiet(&mut shell("echo 1 >&2; echo; echo 2 >&2; exit 3"), SOON).unwrap_err();
    assert_eq!(error.to_string(), "sh failed (exit status: 3): 1 | 2");
    let error = quiet(&mut shell("echo only printed; exit 4"), SOON).unwrap_err();
    assert_eq!(
        error.to_string(),
        "sh failed (exit status: 4): only printed"
    );
}

#[test]
fn what_a_program_calls_an_error_is_told_before_the_rest() {
    let text = "WARNING: retrying\nERROR: no such package\n  hint: none\n";
    assert_eq!(last_lines(text, 4), "ERROR: no such package");
    assert_eq!(last_lines("a\nb\nc\n", 2), "b | c");
    assert_eq!(last_lines("", 2), "");
}

#[test]
fn a_program_without_end_is_stopped() {
    let error = quiet(program("sleep").arg("600"), Duration::from_millis(60)).unwrap_err();
    assert!(error.to_string().contains("no end after"), "{error}");
}

#[test]
fn a_program_that_is_not_there_is_named() {
    let error = quiet(&mut program("no-such-program"), SOON).unwrap_err();
    assert_eq!(error.to_string(), "cannot start no-such-program");
    assert!(!exists("no-such-program"));
    assert!(exists("sh"));
}

#[test]
fn long_output_does_not_block() {
    let text = quiet(
        &mut shell("head -c 400000 /dev/zero; head -c 400000 /dev/zero >&2"),
        SOON,
    )
    .unwrap();
    assert_eq!(text.len(), 400_000);
}

#[test]
fn a_failure_may_be_heard_whole() {
    let said = heard(&mut shell("echo a; echo b >&2; exit 5"), SOON).unwrap();
    assert_eq!(said.status.code(), Some(5));
    assert_eq!(
        (said.printed.as_str(), said.complained.as_str()),
        ("a\n", "b\n")
    );
}

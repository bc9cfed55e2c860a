//! What cannot be read is refused with all its faults, a code of its own, and no picture.

use crate::program::{Program, text};

/// The code with which the program says that there is nothing to read.
const NOTHING_TO_READ: i32 = 3;

#[track_caller]
fn check(program: &Program, arguments: &[&str], expected: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("none.png");
    let mut all = vec!["--software", "--data", text(folder.path())];
    all.extend(["--screenshot", text(&picture)]);
    all.extend(arguments);
    let output = program.run(&all);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(NOTHING_TO_READ), "{said}");
    for words in expected {
        assert!(said.contains(words), "expected {words:?} in:\n{said}");
    }
    assert!(!said.contains("panicked"), "{said}");
    assert!(!picture.exists());
}

#[test]
fn sessions_that_cannot_begin_are_refused_with_the_reason() {
    let Some(program) = Program::find("sessions_that_cannot_begin_are_refused_with_the_reason")
    else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let scenario = folder.path().join("scenario.toml");
    let three_faults = "schema = 1\nid = \"test.faults\"\ntitle = { en = \"Faults\" }\nmode = \"sideways\"\n\
                        colour = 3\ncases = 7\n";
    std::fs::write(&scenario, three_faults).unwrap();
    check(
        &program,
        &["--scenario", text(&scenario)],
        &["mode", "colour", "cases"],
    );
    check(
        &program,
        &["--scenario", "no/such/file.toml"],
        &["no/such/file.toml"],
    );
    check(
        &program,
        &["--study", "no/such/folder"],
        &["no/such/folder"],
    );
    check(
        &program,
        &["--journal", "no/such/journal.ovj"],
        &["no/such"],
    );
}

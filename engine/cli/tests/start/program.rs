//! The program as a user starts it, with folders of its own.

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The program, with no folders but those below `home`.
pub(crate) fn overread(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_overread"));
    command
        .current_dir(home)
        .env("HOME", home)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env_remove("OVERREAD_PLUGINS")
        .env_remove("OVERREAD_CACHE")
        .env_remove("OVERREAD_LOG")
        .stdin(Stdio::null());
    command
}

#[track_caller]
pub(crate) fn run(home: &Path, arguments: &[&str], exit_code: i32) -> (String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = overread(home).args(arguments).output().unwrap();
    let (stdout, stderr) = (
        String::from_utf8(stdout).unwrap(),
        String::from_utf8(stderr).unwrap(),
    );
    assert_eq!(
        status.code(),
        Some(exit_code),
        "{arguments:?}\n{stdout}\n{stderr}"
    );
    (stdout, stderr)
}

#[track_caller]
pub(crate) fn check_holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in:\n{text}");
    }
}

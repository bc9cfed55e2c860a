//! On a machine that cannot draw the program says what to install or to run instead, with a code, and never panics.

use std::process::{Command, Output};

/// The code with which the program says that nothing can be drawn here.
const CANNOT_START: i32 = 2;

fn room() -> Command {
    Command::new(env!("CARGO_BIN_EXE_overread-room"))
}

#[track_caller]
fn check(output: &Output, expected: &[&str]) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(CANNOT_START), "{said}");
    for words in expected {
        assert!(said.contains(words), "expected {words:?} in:\n{said}");
    }
    assert!(!said.contains("panicked"), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_display_the_commands_that_need_none_are_named() {
    let output = room().env_remove("DISPLAY").output().unwrap();
    let expected = [
        "no display found",
        "overread session simulate",
        "--screenshot",
    ];
    check(&output, &expected);
    let output = room().env("DISPLAY", ":7654").output().unwrap();
    check(
        &output,
        &[
            "no X server answers at DISPLAY=:7654",
            "overread session simulate",
        ],
    );
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_driver_the_package_that_brings_one_is_named() {
    let output = room()
        .args(["--screenshot", "never-written.png"])
        .env("WGPU_BACKEND", "vulkan")
        .env("VK_DRIVER_FILES", "/nonexistent")
        .env("VK_ICD_FILENAMES", "/nonexistent")
        .output()
        .unwrap();
    check(
        &output,
        &["no graphics driver found", "mesa-vulkan-drivers"],
    );
}

//! `overread plugin check` as a vendor has it: exit codes, the three reports, what is said while it runs.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use overread_testkit::hostile_bundle;

#[track_caller]
fn check(home: &Path, arguments: &[&str], exit_code: i32) -> (String, String) {
    run(home, &[&["plugin", "check"], arguments].concat(), exit_code)
}

#[track_caller]
fn run(home: &Path, arguments: &[&str], exit_code: i32) -> (String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_overread"));
    let Output {
        status,
        stdout,
        stderr,
    } = command
        .current_dir(home)
        .env("HOME", home)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env_remove("OVERREAD_PLUGINS")
        .env_remove("OVERREAD_CACHE")
        .env_remove("OVERREAD_LOG")
        .stdin(Stdio::null())
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let (stdout, stderr) = (text(stdout), text(stderr));
    assert_eq!(
        status.code(),
        Some(exit_code),
        "{arguments:?}\n{stdout}\n{stderr}"
    );
    (stdout, stderr)
}

#[track_caller]
fn check_holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in:\n{text}");
    }
}

#[test]
fn a_broken_service_is_reported_in_three_forms() {
    let home = tempfile::tempdir().unwrap();
    hostile_bundle(&home.path().join("guest"), "unreachable", "").unwrap();
    let arguments = [
        "guest",
        "--json",
        "report.json",
        "--junit",
        "report.xml",
        "--only",
        "static",
        "--only",
        "dynamic.study.empty",
    ];
    let (stdout, stderr) = check(home.path(), &arguments, 1);
    check_holds(
        &stdout,
        &[
            "test.guest 1.0.0",
            "FAILED   dynamic.study.empty",
            "error: trap: ",
            "FAILED   static.files",
            "next: ",
        ],
    );
    // Where there is no bar, each study has a line.
    check_holds(&stderr, &["[1/", "] empty", "rules do not hold"]);
    let json = fs::read_to_string(home.path().join("report.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["schema"], 1);
    assert_eq!(json["verdict"], "failed");
    assert_eq!(json["bundle"]["id"], "test.guest");
    let failed = json["checks"].as_array().unwrap().iter();
    let failed: Vec<&str> = failed
        .filter(|check| check["outcome"] == "failed")
        .map(|check| check["id"].as_str().unwrap())
        .collect();
    assert_eq!(failed, ["static.files", "dynamic.study.empty"]);
    let xml = fs::read_to_string(home.path().join("report.xml")).unwrap();
    check_holds(&xml, &["<testsuites name=\"test.guest\"", "<failure "]);
}

#[test]
fn rules_that_hold_give_exit_code_0() {
    let home = tempfile::tempdir().unwrap();
    hostile_bundle(&home.path().join("guest"), "empty_report", "").unwrap();
    let arguments = ["guest", "--only", "static.world", "--only", "dynamic.load"];
    let (stdout, _) = check(home.path(), &arguments, 0);
    check_holds(&stdout, &["PASSED: 2 passed", "not for diagnosis"]);
}

#[test]
fn what_is_no_bundle_is_a_report_too() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("guest")).unwrap();
    fs::write(home.path().join("guest/plugin.toml"), "schema = 1\n").unwrap();
    let (stdout, _) = check(home.path(), &["guest", "--json", "report.json"], 1);
    check_holds(&stdout, &["FAILED   static.manifest", "plugin"]);
    let json = fs::read_to_string(home.path().join("report.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(json["bundle"].is_null());
    check(home.path(), &["nowhere"], 1);
}

#[test]
fn an_unknown_rule_names_the_known_ones() {
    let home = tempfile::tempdir().unwrap();
    hostile_bundle(&home.path().join("guest"), "empty_report", "").unwrap();
    let (_, stderr) = check(home.path(), &["guest", "--only", "statics"], 1);
    check_holds(
        &stderr,
        &["`statics`", "static.imports", "dynamic.study.oblique"],
    );
}

#[test]
fn a_reviewer_signs_a_report_and_others_see_whose_it_is() {
    let home = tempfile::tempdir().unwrap();
    let at = home.path();
    hostile_bundle(&at.join("guest"), "empty_report", "").unwrap();
    hostile_bundle(&at.join("other"), "good_report", "").unwrap();
    let keys = |arguments: &[&str]| run(at, &[&["plugin", "keys"], arguments].concat(), 0);
    keys(&[
        "new",
        "vendor",
        "--role",
        "vendor:test",
        "--owner",
        "vendor",
    ]);
    keys(&[
        "new",
        "reviewer",
        "--role",
        "reviewer",
        "--owner",
        "reviewer-1",
    ]);
    let only = ["guest", "--only", "static.world", "--json", "r.json"];
    let sign = |key| [&only[..], &["--sign", key]].concat();
    let (_, stderr) = check(at, &sign("vendor.secret"), 1);
    check_holds(&stderr, &["a reviewer's key signs a report"]);
    check(at, &sign("reviewer.secret"), 0);
    // Nobody is trusted yet.
    let (stdout, stderr) = check(at, &["--verify", "r.json"], 1);
    check_holds(&stdout, &["test.guest 1.0.0: passed", "reviewer-1"]);
    check_holds(&stderr, &["does not trust"]);
    keys(&["add", "reviewer.pub"]);
    check(at, &["--verify", "r.json"], 0);
    check(at, &["guest", "--verify", "r.json"], 0);
    let (_, stderr) = check(at, &["other", "--verify", "r.json"], 1);
    check_holds(&stderr, &["about another bundle"]);
    let changed = fs::read_to_string(at.join("r.json")).unwrap();
    fs::write(at.join("r.json"), changed.replace("passed", "Passed")).unwrap();
    let (_, stderr) = check(at, &["--verify", "r.json"], 1);
    check_holds(&stderr, &["does not hold"]);
}

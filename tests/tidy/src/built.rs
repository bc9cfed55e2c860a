//! What commands make is not kept: no file of the repository is one that it asks git to ignore.

use std::process::Command;

use crate::checkout::{assert_none, root};

fn ignored(names: &[&str]) -> Vec<String> {
    let output = Command::new("git")
        .args(["check-ignore", "--no-index"])
        .args(names)
        .current_dir(root())
        .output()
        .unwrap();
    let found = String::from_utf8(output.stdout).unwrap();
    found.lines().map(ToOwned::to_owned).collect()
}

#[test]
fn nothing_that_is_built_is_kept() {
    if !root().join(".git").exists() {
        eprintln!("SKIPPED nothing_that_is_built_is_kept: no repository");
        return;
    }
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--ignored", "--exclude-standard"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let kept = String::from_utf8(output.stdout).unwrap();
    let faults: Vec<String> = kept
        .lines()
        .map(|path| format!("is built ({path})"))
        .collect();
    assert_none(&faults);
    // What builds of plugins leave in their folders is known as such.
    let made = [
        "plugins/a/target/component/a/component.wasm",
        "plugins/a/__pycache__/app.pyc",
        "plugins/a/node_modules/b/index.js",
    ];
    assert_eq!(ignored(&made), made);
}

//! Nothing in the tree says that it is not done: no stubs, no debugging leftovers, no merge that stopped half way.

use crate::checkout::{assert_none, assert_refused, texts};

/// Found anywhere in a source file. Written in two halves, so that this file is not its own fault.
const MARKS: [&str; 9] = [
    concat!("to", "do!("),
    concat!("unimpl", "emented!("),
    concat!("db", "g!("),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("Skel", "eton."),
    concat!("<<<", "<<<< "),
    concat!(">>>", ">>>> "),
    concat!("not yet impl", "emented"),
];

/// A task for later names who knows about it.
const TASK: &str = concat!("TO", "DO");

fn faults(path: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        for mark in MARKS.iter().filter(|mark| line.contains(*mark)) {
            faults.push(format!(
                "{mark:?} says that this is not done ({path}:{number})"
            ));
        }
        let is_task = line.split(TASK).skip(1).any(|rest| {
            !rest.starts_with('(') && !rest.starts_with(|next: char| next.is_alphanumeric())
        });
        if is_task {
            faults.push(format!(
                "expected {TASK}(name), found {:?} ({path}:{number})",
                line.trim()
            ));
        }
    }
    faults
}

#[test]
fn nothing_is_half_done() {
    let found: Vec<String> = texts()
        .filter(|file| !file.path.ends_with(".lock") && !file.path.starts_with("LICENSE"))
        .flat_map(|file| faults(&file.path, &file.text()))
        .collect();
    assert_none(&found);
}

#[test]
fn a_stub_is_refused() {
    assert_none(&faults(
        "a.rs",
        concat!("// TO", "DO(maria): a faster way.\nlet mastodon = 1;\n"),
    ));
    assert_refused(&faults("a.rs", concat!("\n    to", "do!()\n")), "(a.rs:2)");
    assert_refused(
        &faults("a.rs", concat!("unimpl", "emented!(\"later\")")),
        "not done",
    );
    assert_refused(&faults("a.rs", concat!("// TO", "DO: later")), "(name)");
    assert_refused(&faults("a.rs", concat!("//! Skel", "eton.")), "not done");
    assert_refused(&faults("a.md", concat!("<<<", "<<<< HEAD")), "not done");
}

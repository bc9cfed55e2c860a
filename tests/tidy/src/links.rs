//! What the documents point at is there: targets of links and pictures, and paths written as code.

use std::path::Path;

use crate::checkout::{assert_none, assert_refused, ending_with, root};
use crate::markdown;

/// Faults of the document at `path`; `exists` tells which files and folders of the checkout are there.
fn faults(path: &str, text: &str, exists: impl Fn(&str) -> bool) -> Vec<String> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut faults = Vec::new();
    for (line, target) in markdown::links(text) {
        let (file, heading) = target.split_once('#').unwrap_or((&target, ""));
        // Pages of courses lead to cases and other pages; the reader of courses checks these.
        let leads_elsewhere = ["mailto:", "case:", "page:"];
        if target.contains("://") || leads_elsewhere.iter().any(|s| target.starts_with(s)) {
            continue;
        }
        if file.is_empty() {
            if !has_heading(text, heading) {
                faults.push(format!("no such heading: #{heading} ({path}:{line})"));
            }
        } else if !join(folder, file).is_some_and(|file| exists(&file)) {
            faults.push(format!("nothing at {file} ({path}:{line})"));
        }
    }
    for (line, word) in markdown::code_spans(text) {
        let Some(word) = as_path(&word) else { continue };
        let places: Vec<String> = ["", folder, "engine"]
            .iter()
            .filter_map(|base| join(base, word))
            .collect();
        let first =
            |place: &String| place.len() - word.len() + word.find('/').unwrap_or(word.len());
        let is_ours = word.starts_with('.')
            || places
                .iter()
                .any(|place| exists(&place[..first(place).min(place.len())]));
        if is_ours && !places.iter().any(|place| exists(place)) {
            faults.push(format!("no file or folder {word} ({path}:{line})"));
        }
    }
    faults
}

/// A word that looks like a path: with `/` inside, made of letters that paths have.
fn as_path(word: &str) -> Option<&str> {
    let word = word.trim_end_matches('/');
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "._-/".contains(letter);
    let is_elsewhere = word.starts_with('/') || word.starts_with(concat!("../", "shared"));
    (word.contains('/') && word.chars().all(is_plain) && !is_elsewhere).then_some(word)
}

/// `path` seen from `folder`, without `.` and `..`; none if it leaves the checkout.
fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn has_heading(text: &str, anchor: &str) -> bool {
    let anchor_of = |line: &str| -> String {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        let kept = title
            .chars()
            .filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
        kept.map(|letter| if letter == ' ' { '-' } else { letter })
            .collect()
    };
    text.lines()
        .filter(|line| line.starts_with('#'))
        .any(|line| anchor_of(line) == anchor)
}

#[test]
fn documents_point_at_what_is_there() {
    let root = root();
    let exists = |path: &str| Path::new(&root).join(path).exists();
    let found: Vec<String> = ending_with(".md")
        .iter()
        .flat_map(|file| faults(&file.path, &file.text(), exists))
        .collect();
    assert_none(&found);
}

#[test]
fn what_points_at_nothing_is_refused() {
    let there = [
        "a",
        "a/b.md",
        "sdk",
        "sdk/wit",
        "engine",
        "engine/base",
        "engine/base/src",
    ];
    let check = |text: &str| faults("sdk/README.md", text, |path| there.contains(&path));
    assert_none(&check(
        "[a](../a/b.md#part) ![b](wit) [c](https://doi.org/1) [d](#two-words)\n## Two words",
    ));
    assert_none(&check(
        "`a/b.md` `wit/` `base/src` `text/plain` `/etc/hosts` `a b/c` `<a>/b`",
    ));
    assert_refused(
        &check("\n[a](../a/c.md)"),
        "nothing at ../a/c.md (sdk/README.md:2)",
    );
    assert_refused(
        &check("![p](pictures/room.png)"),
        "nothing at pictures/room.png",
    );
    assert_refused(&check("[a](../../outside)"), "nothing at ../../outside");
    assert_refused(
        &check("[a](#three)\n## Two words"),
        "no such heading: #three",
    );
    assert_refused(&check("`a/c.md`"), "no file or folder a/c.md");
    assert_refused(&check("`wit/2.0`"), "no file or folder wit/2.0");
    assert_refused(&check("`../plugins/x`"), "no file or folder ../plugins/x");
}

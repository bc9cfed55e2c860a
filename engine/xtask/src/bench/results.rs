//! What came out of the same work in our benches and in other programs, side by side.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::peers::Peer;

/// Our results by kind of work, as the benches left them in `folder`; none where they left none.
pub(crate) fn ours(folder: &Path) -> Result<Vec<(String, String)>> {
    let path = folder.join("ours.tsv");
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let lines = text.lines().filter_map(|line| line.split_once('\t'));
    Ok(lines
        .map(|(work, result)| (work.to_owned(), result.to_owned()))
        .collect())
}

/// A line for each result, those of one kind of work under one another; none where no peer told one.
pub(crate) fn table(ours: &[(String, String)], others: &[Peer]) -> Vec<String> {
    let mut lines = Vec::new();
    for (work, result) in ours {
        let mut told = others
            .iter()
            .filter(|peer| peer.work == *work)
            .filter_map(|peer| Some((peer.program.as_str(), peer.result.as_deref()?)))
            .peekable();
        if told.peek().is_none() {
            continue;
        }
        lines.push(line(work, "overread", result));
        lines.extend(told.map(|(program, result)| line("", program, result)));
    }
    if !lines.is_empty() {
        lines.insert(0, line("results of the same work", "program", "result"));
    }
    lines
}

fn line(work: &str, program: &str, result: &str) -> String {
    format!("{work:<44} {program:<28} {result}")
}

#[cfg(test)]
mod tests;

//! Fills the table `[files]` of a manifest, and leaves the rest of its text as the vendor wrote it.

use std::collections::BTreeMap;

use overread_base::Diagnostics;

use crate::manifest::{MANIFEST, Manifest};

/// The text of a manifest whose `[files]` pins exactly `files` (path to SHA-256, without models).
///
/// The text stays as it is where it pins them already.
///
/// # Errors
/// All faults of the manifest, or that its `[files]` is written in a form that cannot be filled.
pub fn pinned_text(text: &str, files: &BTreeMap<String, String>) -> Result<String, Diagnostics> {
    let before = Manifest::parse(MANIFEST, text)?;
    if before.files == *files {
        return Ok(text.to_owned());
    }
    let mut table = "[files]\n".to_owned();
    for (path, digest) in files {
        table.push_str(&format!("\"{path}\" = \"sha256:{digest}\"\n"));
    }
    let filled = match span_of_files(text) {
        Some((start, end)) => {
            let (above, below) = (
                text.get(..start).unwrap_or_default(),
                text.get(end..).unwrap_or_default(),
            );
            let gap = if below.is_empty() { "" } else { "\n" };
            format!("{above}{table}{gap}{below}")
        }
        None => format!("{}\n\n{table}", text.trim_end()),
    };
    let expected = Manifest {
        files: files.clone(),
        ..before
    };
    match Manifest::parse(MANIFEST, &filled) {
        Ok(after) if after == expected => Ok(filled),
        Ok(_) | Err(_) => {
            let mut found = Diagnostics::default();
            found.error(
                MANIFEST,
                "[files] cannot be filled: write it as a table of its own, `[files]`, or leave it out",
            );
            Err(found)
        }
    }
}

/// Where the table `[files]` begins and ends, in bytes.
fn span_of_files(text: &str) -> Option<(usize, usize)> {
    let mut start = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        if start.is_some() && trimmed.starts_with('[') {
            return Some((start?, at));
        }
        let header = trimmed.split('#').next().unwrap_or_default().trim_end();
        if start.is_none() && header == "[files]" {
            start = Some(at);
        }
        at += line.len();
    }
    Some((start?, at))
}

#[cfg(test)]
mod tests;

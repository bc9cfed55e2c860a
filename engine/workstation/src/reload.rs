//! Notices that a plugin's files changed: names, sizes and times, looked at again and again. Reads no contents.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Files beyond this are not looked at: no plugin has as many of its own.
const MAX_FILES: usize = 20_000;
/// Folders below this are not looked into.
const MAX_DEPTH: usize = 16;
/// Folders that builds and tools write, in sources of every language.
const NOT_SOURCES: [&str; 4] = ["target", "node_modules", "__pycache__", "dist"];

/// What a folder or a file looked like at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Fingerprint(Vec<Entry>);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    path: PathBuf,
    bytes: u64,
    modified: Option<SystemTime>,
}

impl Fingerprint {
    /// That of `path` now; empty if nothing is there. Hidden files, build folders and links to folders are left out.
    pub(crate) fn of(path: &Path) -> Self {
        let mut entries = Vec::new();
        if path.is_dir() {
            collect(path, 0, &mut entries);
        } else {
            entries.extend(entry(path));
        }
        entries.sort();
        Self(entries)
    }
}

fn collect(folder: &Path, depth: usize, entries: &mut Vec<Entry>) {
    let listed = fs::read_dir(folder).into_iter().flatten();
    for found in listed.filter_map(Result::ok) {
        if entries.len() >= MAX_FILES {
            return;
        }
        let name = found.file_name();
        let name = name.to_string_lossy();
        let Ok(kind) = found.file_type() else {
            continue;
        };
        if name.starts_with('.') {
            continue;
        }
        if !kind.is_dir() {
            entries.extend(entry(&found.path()));
        } else if depth < MAX_DEPTH && !NOT_SOURCES.contains(&name.as_ref()) {
            collect(&found.path(), depth + 1, entries);
        }
    }
}

fn entry(path: &Path) -> Option<Entry> {
    let found = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    Some(Entry {
        path: path.to_owned(),
        bytes: found.len(),
        modified: found.modified().ok(),
    })
}

/// Tells a change once, when it has come to rest: whoever writes several files is not answered in the middle of them.
#[derive(Debug)]
pub(crate) struct Changes {
    known: Fingerprint,
    /// What the last look found, if it was not what is known.
    moving: Option<Fingerprint>,
}

impl Changes {
    /// From now on, what differs from `known` is a change.
    pub(crate) fn since(known: Fingerprint) -> Self {
        Self {
            known,
            moving: None,
        }
    }

    /// Takes note of a look; whether there was a change and two looks in a row found the same.
    pub(crate) fn note(&mut self, found: Fingerprint) -> bool {
        if found == self.known {
            self.moving = None;
            return false;
        }
        if self.moving.as_ref() == Some(&found) {
            self.known = found;
            self.moving = None;
            return true;
        }
        self.moving = Some(found);
        false
    }
}

#[cfg(test)]
mod tests;

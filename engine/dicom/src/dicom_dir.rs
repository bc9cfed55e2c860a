//! DICOMDIR: which files a medium says that it holds. The files themselves are read as any others.

use std::fs;
use std::path::{Component, Path, PathBuf};

use overread_base::Diagnostics;

use crate::part10::Header;
use crate::tag::Tag;

const MEDIA_STORAGE_DIRECTORY: &str = "1.2.840.10008.1.3.10";
/// The most files that are named one by one as missing.
const MAX_NAMED: usize = 20;
/// File ids have at most 8 components (PS3.10 8.2).
const MAX_COMPONENTS: usize = 8;

/// Whether a header is that of a directory of a medium (PS3.3 F.3).
pub(crate) fn is_directory(header: &Header) -> bool {
    header.meta.sop_class == MEDIA_STORAGE_DIRECTORY
        || header.values().set.get(Tag::DIRECTORY_RECORDS).is_some()
}

/// The Referenced File IDs (0004,1500) of all records in use, in the order of the file, each as its components.
///
/// The records are taken as they follow each other: the offsets between them are often wrong and say nothing about
/// files.
pub(crate) fn file_ids(header: &Header) -> Vec<Vec<String>> {
    let records = header.values().set.get(Tag::DIRECTORY_RECORDS);
    let items = records.map_or(&[][..], |records| &records.items);
    items
        .iter()
        .map(|item| header.values_of(item))
        .filter(|record| record.count(Tag::RECORD_IN_USE) != Some(0))
        .filter_map(|record| record.text(Tag::REFERENCED_FILE))
        .map(|id| id.split('\\').map(|part| part.trim().to_owned()).collect())
        .collect()
}

/// The files that a directory names, as far as they are there; the others are named in `diagnostics`.
///
/// No file outside the directory's own folder is ever taken, whatever the ids or symbolic links say.
pub(crate) fn named_files(
    directory: &Path,
    header: &Header,
    diagnostics: &mut Diagnostics,
) -> Vec<PathBuf> {
    let folder = directory.parent().unwrap_or(Path::new("."));
    let place = directory.display().to_string();
    let mut files = Vec::new();
    let mut n_missing = 0;
    for id in file_ids(header) {
        match resolve(folder, &id) {
            Ok(file) => files.push(file),
            Err(why) => {
                n_missing += 1;
                if n_missing <= MAX_NAMED {
                    diagnostics.warn(&place, format!("{why}: {}", id.join("/")));
                }
            }
        }
    }
    if n_missing > MAX_NAMED {
        let more = n_missing - MAX_NAMED;
        diagnostics.warn(
            &place,
            format!("{more} more of the named files are missing"),
        );
    }
    files.sort();
    files.dedup();
    files
}

fn resolve(folder: &Path, id: &[String]) -> Result<PathBuf, &'static str> {
    if id.is_empty() || id.len() > MAX_COMPONENTS {
        return Err("a file id of no or too many components");
    }
    let mut path = folder.to_owned();
    for part in id {
        let mut components = Path::new(part).components();
        let is_name = matches!(components.next(), Some(Component::Normal(_)))
            && components.next().is_none()
            && !part.contains(['/', '\0']);
        if !is_name {
            return Err("a file id that is no name within the folder");
        }
        path = entry(&path, part).ok_or("a named file is missing")?;
    }
    let (Ok(root), Ok(real)) = (fs::canonicalize(folder), fs::canonicalize(&path)) else {
        return Err("a named file is missing");
    };
    if !real.starts_with(&root) {
        return Err("a named file lies outside the folder");
    }
    if !real.is_file() {
        return Err("a named file is missing");
    }
    Ok(path)
}

/// The entry of that name; media are written in capitals and copied in small letters, with `;1` or a dot at the end.
fn entry(folder: &Path, name: &str) -> Option<PathBuf> {
    let exact = folder.join(name);
    if exact.exists() {
        return Some(exact);
    }
    let plain = |name: &str| {
        let name = name.split(';').next().unwrap_or(name);
        name.trim_end_matches('.').to_ascii_uppercase()
    };
    let wanted = plain(name);
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .ok()?
        .flatten()
        .filter(|entry| plain(&entry.file_name().to_string_lossy()) == wanted)
        .map(|entry| entry.path())
        .collect();
    found.sort();
    found.into_iter().next()
}

#[cfg(test)]
mod tests;

//! Which names the files of a manifest may have, one by one and together. Opens none of them.

use std::collections::BTreeMap;

use super::{MANIFEST, Manifest, SIGNATURES};
use crate::section::Section;

/// The most files that a manifest lists.
const MAX_FILES: usize = 1024;

/// Whether `path` may name a file of a bundle on every system: relative, with `/`, of plain letters and digits and
/// `. - _ +`, without `.`, `..`, names that end with a dot, and names that are devices on Windows.
pub(crate) fn is_bundle_path(path: &str) -> bool {
    (1..=255).contains(&path.len()) && path.split('/').all(is_part)
}

fn is_part(part: &str) -> bool {
    let stem = part
        .split('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let is_device = matches!(stem.as_str(), "con" | "prn" | "aux" | "nul")
        || stem
            .strip_prefix("com")
            .or_else(|| stem.strip_prefix("lpt"))
            .is_some_and(|number| number.len() == 1 && number.bytes().all(|b| b.is_ascii_digit()));
    !part.is_empty()
        && !part.ends_with('.')
        && !is_device
        && part
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+'))
}

/// Notes files that contradict one another: reserved names, two digests for a file, names that are one on some systems.
pub(super) fn check_together(root: &Section<'_>, manifest: &Manifest) {
    if manifest.files.len() > MAX_FILES {
        let found = manifest.files.len();
        root.fault_at(
            "files",
            format!("a bundle may have {MAX_FILES} files, found {found}"),
        );
    }
    let models = manifest
        .models
        .iter()
        .map(|model| ("models", model.file.as_str(), Some(model.sha256.as_str())));
    let files = manifest
        .files
        .iter()
        .map(|(path, digest)| ("files", path.as_str(), Some(digest.as_str())));
    let component = ("plugin", manifest.component.as_str(), None);
    let mut seen: BTreeMap<String, (&str, Option<&str>)> = BTreeMap::new();
    for (key, path, digest) in [component].into_iter().chain(models).chain(files) {
        let folded = path.to_ascii_lowercase();
        if [MANIFEST, SIGNATURES]
            .iter()
            .any(|own| own.eq_ignore_ascii_case(path))
        {
            root.fault_at(
                key,
                format!("`{path}` is a name that the bundle itself needs"),
            );
        }
        match seen.get(&folded).copied() {
            None => {
                seen.insert(folded, (path, digest));
            }
            Some((other, _)) if other != path => root.fault_at(
                key,
                format!("`{path}` and `{other}` differ in small and capital letters only"),
            ),
            Some((_, other)) => {
                if key == "models" && path == manifest.component {
                    root.fault_at(key, format!("`{path}` is both the component and a model"));
                }
                if other.is_some() && digest.is_some() && other != digest {
                    root.fault_at(key, format!("`{path}` is pinned by two different digests"));
                }
                seen.insert(folded, (path, other.or(digest)));
            }
        }
    }
    for (folded, (path, _)) in &seen {
        let below = format!("{folded}/");
        let inner = seen.range(below.clone()..).next();
        if let Some((_, (inner, _))) = inner.filter(|(name, _)| name.starts_with(&below)) {
            root.fault_at(
                "files",
                format!("`{path}` is a file and the folder of `{inner}`"),
            );
        }
    }
}

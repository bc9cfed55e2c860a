//! What each fuzz target does with its bytes. The ordinary tests run them too, on valid inputs with seeded changes.

use std::fs;
use std::path::Path;

use overread_bundle::{Bundle, MAX_COMPONENT_BYTES, Manifest, is_locale_tag};

/// Any text as a manifest: it is read, or refused with faults that have a place; gives whether it was read.
pub fn manifest(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    match Manifest::parse("plugin.toml", text) {
        Ok(manifest) => {
            assert!(!manifest.id.as_str().is_empty());
            for (path, digest) in manifest.pinned() {
                let is_inside = !path.starts_with('/') && !path.split('/').any(|part| part == "..");
                assert!(is_inside, "{path} leads out of the bundle");
                assert!(digest.len() >= 64, "{digest} is no SHA-256");
            }
            true
        }
        Err(found) => {
            assert!(found.has_errors());
            false
        }
    }
}

/// Any bytes as a packed plugin, written to `file`: it opens whole, or is refused; gives whether it opened.
pub fn bundle(bytes: &[u8], file: &Path) -> bool {
    fs::write(file, bytes).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    match Bundle::open_whole(file) {
        Ok(bundle) => {
            assert!(bundle.component().len() as u64 <= MAX_COMPONENT_BYTES);
            assert_eq!(bundle.digest().len(), 64);
            assert!(bundle.locales().keys().all(|tag| is_locale_tag(tag)));
            true
        }
        Err(error) => {
            assert!(error.found.has_errors());
            assert!(!error.to_string().is_empty());
            false
        }
    }
}

//! One plugin from its sources to its bundle folder, whatever it is written in.

use std::path::Path;

use crate::error::KitError;
use crate::language::Language;
use crate::layout::{self, Change};
use crate::rust;
use crate::workshop::{Progress, Workshop};

/// Builds the plugin in the folder `source` into the bundle folder `bundle`.
///
/// # Errors
/// [`KitError`]: a tool is missing, the sources do not compile, or the manifest names what is not there.
pub fn build(
    workshop: &Workshop,
    source: &Path,
    bundle: &Path,
    progress: &Progress<'_>,
) -> Result<Change, KitError> {
    let manifest = source.join("plugin.toml");
    if !manifest.is_file() {
        return Err(KitError::refused(format!(
            "no manifest of the plugin: {}",
            manifest.display()
        )));
    }
    let language = Language::of(source)?.ok_or_else(|| {
        KitError::refused(format!(
            "no sources that can be built: expected Cargo.toml, pyproject.toml or package.json, found none ({})",
            source.display()
        ))
    })?;
    let component = match language {
        Language::Rust => {
            let toolchain = workshop.rust(source, progress)?;
            progress("compiling");
            rust::component(workshop, &toolchain, source)?
        }
        Language::Python | Language::JavaScript => {
            return Err(KitError::refused(format!(
                "plugins in {} cannot be built yet",
                language.name()
            )));
        }
    };
    let files = layout::gather(source, workshop.models.as_deref(), component)?;
    layout::lay_out(&files, bundle)
}

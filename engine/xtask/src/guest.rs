//! The bundled plugins: each folder below `plugins/` that holds a project, built into its bundle by the vendor's kit.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use overread_plugin_kit::{Change, KitError, Language, Missing, Workshop, build, remove};

use crate::place::Place;
use crate::report;

/// What became of the plugins.
pub(crate) struct Built {
    /// The folder in which the bundles lie, one folder each.
    pub(crate) folder: PathBuf,
    /// Tools without which some of them were not built.
    pub(crate) missing: Vec<Missing>,
}

/// Where compilers keep their work on plugins: apart, since their dependencies are resolved apart.
pub(crate) fn build_folder(place: &Place) -> PathBuf {
    place.target.join("guests")
}

/// The kit's tools, for plugins of the checkout.
pub(crate) fn workshop(place: &Place) -> Workshop {
    let mut workshop = Workshop::new(place.cache.clone(), build_folder(place));
    workshop.cargo.clone_from(&place.cargo);
    workshop.names_of_folders = vec![(place.checkout.clone(), "/overread".to_owned())];
    workshop.is_quiet = true;
    workshop.models = Some(place.checkout.join("models"));
    workshop
}

/// Builds every plugin. One whose tools are missing is left out, and the tools are named.
///
/// # Errors
/// If a plugin does not build: that is a fault of the checkout, not of the machine.
pub(crate) fn build_all(place: &Place) -> Result<Built> {
    let sources = place.checkout.join("plugins");
    let folder = place.target.join("plugins");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let workshop = workshop(place);
    let plugins = plugins_in(&sources)?;
    let mut missing: Vec<Missing> = Vec::new();
    for name in plugins.keys() {
        let progress = |text: &str| report::line("plugins", &format!("{name}: {text}"));
        match build(
            &workshop,
            &sources.join(name),
            &folder.join(name),
            &progress,
        ) {
            Ok(Change::None) => progress("up to date"),
            Ok(Change::Written { n_files, n_bytes }) => {
                let kilobytes = n_bytes.div_ceil(1024);
                progress(&format!("bundle of {n_files} files, {kilobytes} KB"));
            }
            Err(KitError::Missing(tool)) => {
                if !missing.contains(&tool) {
                    missing.push(tool);
                }
            }
            Err(error) => {
                return Err(error).with_context(|| format!("plugin {name} was not built"));
            }
        }
    }
    remove_others(&folder, &plugins)?;
    Ok(Built { folder, missing })
}

/// The plugins by the names of their folders.
pub(crate) fn plugins_in(sources: &Path) -> Result<BTreeMap<String, Language>> {
    let mut plugins = BTreeMap::new();
    if !sources.is_dir() {
        return Ok(plugins);
    }
    for entry in fs::read_dir(sources)? {
        let entry = entry?;
        if let Some(language) = Language::of(&entry.path())? {
            plugins.insert(entry.file_name().to_string_lossy().into_owned(), language);
        }
    }
    Ok(plugins)
}

/// A plugin that left the checkout leaves the bundles too.
fn remove_others(bundles: &Path, plugins: &BTreeMap<String, Language>) -> Result<()> {
    for entry in fs::read_dir(bundles)? {
        let entry = entry?;
        if !plugins.contains_key(&*entry.file_name().to_string_lossy()) {
            remove(&entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;

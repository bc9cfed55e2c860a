//! A bundle folder: the manifest, the component, and the files that the manifest names, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use overread_bundle::pinned_text;
use sha2::{Digest as _, Sha256};

use crate::cache::remove;
use crate::digest::hex;
use crate::error::KitError;

const MANIFEST: &str = "plugin.toml";
/// Signatures over the manifest; they hold as long as it does.
const SIGNATURES: &str = "SIGNATURES";

/// The files of a bundle by their path in it.
pub(crate) type Files = BTreeMap<PathBuf, Vec<u8>>;

/// What happened to a bundle folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It held these files already.
    None,
    /// It was written anew.
    Written {
        /// How many files it holds.
        n_files: usize,
        /// Their sizes together.
        n_bytes: usize,
    },
}

/// The files of the bundle of the plugin in `source`; the manifest among them pins the others.
///
/// A model that the plugin's folder does not hold is taken from `models`, a folder of trained models.
pub(crate) fn gather(
    source: &Path,
    models: Option<&Path>,
    component: Vec<u8>,
) -> Result<Files, KitError> {
    let manifest_file = source.join(MANIFEST);
    let text =
        fs::read_to_string(&manifest_file).map_err(KitError::file("read", &manifest_file))?;
    let manifest: toml::Table = text
        .parse()
        .map_err(|error| KitError::refused(format!("{}: {error}", manifest_file.display())))?;
    let mut files = Files::new();
    let name = manifest
        .get("plugin")
        .and_then(|plugin| plugin.get("component"))
        .and_then(toml::Value::as_str);
    files.insert(inside(name.unwrap_or("plugin.wasm"))?, component);
    let mut models_of_it = BTreeSet::new();
    for model in manifest
        .get("models")
        .and_then(toml::Value::as_array)
        .into_iter()
        .flatten()
    {
        let file = model
            .get("file")
            .and_then(toml::Value::as_str)
            .ok_or_else(|| KitError::refused("plugin.toml: a model names no file"))?;
        let bytes = read_model(source, models, file)?;
        check_digest(
            file,
            &bytes,
            model.get("sha256").and_then(toml::Value::as_str),
        )?;
        models_of_it.insert(inside(file)?);
        files.insert(inside(file)?, bytes);
    }
    for file in manifest
        .get("files")
        .and_then(toml::Value::as_table)
        .into_iter()
        .flat_map(toml::Table::keys)
    {
        files.insert(inside(file)?, read(&source.join(inside(file)?))?);
    }
    add_folder(source, Path::new("locales"), &mut files)?;
    // Models are pinned where they are named; everything else is in [files].
    let pins = files
        .iter()
        .filter(|(path, _)| !models_of_it.contains(*path))
        .map(|(path, bytes)| {
            (
                path.to_string_lossy().into_owned(),
                hex(&Sha256::digest(bytes)),
            )
        })
        .collect();
    let pinned = pinned_text(&text, &pins).map_err(|found| {
        let faults: Vec<String> = found.all().iter().map(ToString::to_string).collect();
        KitError::refused(faults.join("\n"))
    })?;
    files.insert(MANIFEST.into(), pinned.into_bytes());
    Ok(files)
}

/// Makes the folder `bundle` hold `files` and nothing else; it is replaced whole, and only where something differs.
pub(crate) fn lay_out(files: &Files, bundle: &Path) -> Result<Change, KitError> {
    let mut present = Files::new();
    if bundle.is_dir() {
        add_folder(bundle, Path::new(""), &mut present)?;
    }
    present.remove(Path::new(SIGNATURES));
    if present == *files {
        return Ok(Change::None);
    }
    let name = bundle
        .file_name()
        .ok_or_else(|| KitError::refused("a bundle folder needs a name"))?
        .to_string_lossy();
    let partial = bundle.with_file_name(format!(".{name}.partial"));
    remove(&partial)?;
    for (path, bytes) in files {
        let file = partial.join(path);
        let folder = file.parent().unwrap_or(&partial);
        fs::create_dir_all(folder).map_err(KitError::file("make", folder))?;
        fs::write(&file, bytes).map_err(KitError::file("write", &file))?;
    }
    remove(bundle)?;
    fs::rename(&partial, bundle).map_err(KitError::file("move into place", bundle))?;
    Ok(Change::Written {
        n_files: files.len(),
        n_bytes: files.values().map(Vec::len).sum(),
    })
}

/// A path that stays inside its folder.
fn inside(path: &str) -> Result<PathBuf, KitError> {
    let path = Path::new(path);
    if path
        .components()
        .all(|part| matches!(part, Component::Normal(_)))
        && path.file_name().is_some()
    {
        return Ok(path.to_path_buf());
    }
    Err(KitError::refused(format!(
        "plugin.toml: a path must stay inside the bundle, found {}",
        path.display()
    )))
}

/// The model in the plugin's own folder, or in `models`: under the same path, or as `<name>/model.onnx`.
fn read_model(source: &Path, models: Option<&Path>, file: &str) -> Result<Vec<u8>, KitError> {
    let path = inside(file)?;
    let below = path.strip_prefix("models").unwrap_or(&path);
    let mut places = vec![source.join(&path)];
    if let Some(models) = models {
        places.push(models.join(below));
        places.push(models.join(below.with_extension("")).join("model.onnx"));
        places.push(
            models
                .join(source.file_name().unwrap_or_default())
                .join(below),
        );
    }
    match places.iter().find(|place| place.is_file()) {
        Some(place) => read(place),
        None => {
            let places: Vec<String> = places.iter().map(|p| p.display().to_string()).collect();
            Err(KitError::refused(format!(
                "plugin.toml names a model that is not there: {file}; looked for {}",
                places.join(", ")
            )))
        }
    }
}

fn check_digest(file: &str, bytes: &[u8], expected: Option<&str>) -> Result<(), KitError> {
    let Some(expected) = expected else {
        return Ok(());
    };
    let found = hex(&Sha256::digest(bytes));
    if expected.strip_prefix("sha256:").unwrap_or(expected) != found {
        return Err(KitError::refused(format!(
            "the model is not the one that plugin.toml names: expected SHA-256 {expected}, found {found} ({file})"
        )));
    }
    Ok(())
}

fn add_folder(root: &Path, below: &Path, files: &mut Files) -> Result<(), KitError> {
    let folder = root.join(below);
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(&folder).map_err(KitError::file("read", &folder))? {
        let entry = entry.map_err(KitError::file("read", &folder))?;
        let path = below.join(entry.file_name());
        if entry.path().is_dir() {
            add_folder(root, &path, files)?;
        } else {
            files.insert(path, read(&entry.path())?);
        }
    }
    Ok(())
}

fn read(file: &Path) -> Result<Vec<u8>, KitError> {
    fs::read(file).map_err(KitError::file("read", file))
}

#[cfg(test)]
mod tests;

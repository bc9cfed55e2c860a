//! The bundled plugins: each folder below `plugins/` with a `Cargo.toml` compiled, made a component, laid out as a bundle.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context as _, Result, bail};
use wit_component::ComponentEncoder;

use crate::bundle::{self, Change};
use crate::cache;
use crate::command;
use crate::guest_toolchain::{GuestToolchain, TARGET};
use crate::place::Place;
use crate::report;

/// The folder in which the bundles lie, one folder each.
pub(crate) fn bundle_folder(place: &Place) -> PathBuf {
    place.target.join("plugins")
}

/// Where cargo builds plugins: apart, since their dependencies are resolved apart.
pub(crate) fn build_folder(place: &Place) -> PathBuf {
    place.target.join("guests")
}

/// Builds every plugin; gives the folder of bundles.
pub(crate) fn build_all(place: &Place, toolchain: &GuestToolchain) -> Result<PathBuf> {
    let sources = place.checkout.join("plugins");
    let bundles = bundle_folder(place);
    fs::create_dir_all(&bundles).with_context(|| format!("cannot make {}", bundles.display()))?;
    let names = crates_in(&sources)?;
    for name in &names {
        build(place, toolchain, &sources.join(name), &bundles.join(name))
            .with_context(|| format!("plugin {name} was not built"))?;
    }
    remove_others(&bundles, &names)?;
    Ok(bundles)
}

/// Builds one plugin from the folder `source` into the bundle folder `bundle`.
pub(crate) fn build(
    place: &Place,
    toolchain: &GuestToolchain,
    source: &Path,
    bundle: &Path,
) -> Result<()> {
    let name = source
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let manifest = source.join("plugin.toml");
    if !manifest.is_file() {
        bail!("no manifest of the plugin: {}", manifest.display());
    }
    report::line("plugins", &format!("{name}: compiling"));
    let module = compile(place, toolchain, source)?;
    let component = componentize(&module).with_context(|| module.display().to_string())?;
    let files = bundle::gather(source, &place.checkout.join("models"), component)?;
    match bundle::lay_out(&files, bundle)? {
        Change::None => report::line("plugins", &format!("{name}: up to date")),
        Change::Written { n_files, n_bytes } => {
            report::line(
                "plugins",
                &format!(
                    "{name}: bundle of {n_files} files, {} KB",
                    n_bytes.div_ceil(1024)
                ),
            );
        }
    }
    Ok(())
}

/// The component around a core module that wit-bindgen made.
fn componentize(module: &Path) -> Result<Vec<u8>> {
    let module = fs::read(module)?;
    ComponentEncoder::default()
        .validate(true)
        .module(&module)?
        .encode()
}

fn compile(place: &Place, toolchain: &GuestToolchain, source: &Path) -> Result<PathBuf> {
    let manifest = source.join("Cargo.toml");
    let library = library_name(&fs::read_to_string(&manifest)?)
        .with_context(|| manifest.display().to_string())?;
    let target = build_folder(place);
    let mut cargo = command::cargo(place);
    cargo
        .args([
            "build",
            "--quiet",
            "--release",
            "--target",
            TARGET,
            "--lib",
            "--manifest-path",
        ])
        .arg(&manifest);
    toolchain.apply(&mut cargo);
    // Cargo finds a plugin's own settings from the folder it runs in.
    cargo
        .current_dir(source)
        .env("CARGO_TARGET_DIR", &target)
        .env("CARGO_ENCODED_RUSTFLAGS", flags(place))
        .stdin(Stdio::null());
    if !command::shown(&mut cargo)?.success() {
        bail!("it does not compile: {}", manifest.display());
    }
    Ok(target
        .join(TARGET)
        .join("release")
        .join(format!("{library}.wasm")))
}

/// Panic messages in a guest name its own files and no folder of this machine: the same source gives the same bytes.
fn flags(place: &Place) -> String {
    let mut folders = vec![(place.checkout.clone(), "/overread")];
    let home = |variable: &str, default: &str| {
        std::env::var_os(variable)
            .map(PathBuf::from)
            .or_else(|| Some(directories::BaseDirs::new()?.home_dir().join(default)))
    };
    folders.extend(home("CARGO_HOME", ".cargo").map(|folder| (folder, "/cargo")));
    folders.extend(home("RUSTUP_HOME", ".rustup").map(|folder| (folder, "/rustup")));
    folders
        .iter()
        .map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()))
        .collect::<Vec<_>>()
        .join("\u{1f}")
}

/// The name of the library that cargo makes: `[lib] name`, or the package's with underscores.
fn library_name(manifest: &str) -> Result<String> {
    let manifest: toml::Table = manifest.parse()?;
    let name = |table: &str| Some(manifest.get(table)?.get("name")?.as_str()?.to_owned());
    let name = name("lib")
        .or_else(|| name("package"))
        .context("the manifest has no package name")?;
    Ok(name.replace('-', "_"))
}

/// The names of the plugins' folders.
pub(crate) fn crates_in(sources: &Path) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    if !sources.is_dir() {
        return Ok(names);
    }
    for entry in fs::read_dir(sources)? {
        let entry = entry?;
        if entry.path().join("Cargo.toml").is_file() {
            names.insert(entry.file_name().to_string_lossy().into_owned());
        }
    }
    Ok(names)
}

/// A plugin that left the checkout leaves the bundles too.
fn remove_others(bundles: &Path, names: &BTreeSet<String>) -> Result<()> {
    for entry in fs::read_dir(bundles)? {
        let entry = entry?;
        if !names.contains(&*entry.file_name().to_string_lossy()) {
            cache::remove(&entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;

//! One Rust guest: cargo builds the core module, wit-component makes the component of it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use directories::BaseDirs;
use wit_component::ComponentEncoder;

use crate::error::KitError;
use crate::program;
use crate::rust::{RustToolchain, TARGET};
use crate::workshop::Workshop;

/// The component of the plugin in `source`. What the compiler says goes to the terminal.
pub(crate) fn component(
    workshop: &Workshop,
    toolchain: &RustToolchain,
    source: &Path,
) -> Result<Vec<u8>, KitError> {
    let module_file = compile(workshop, toolchain, source)?;
    let module = fs::read(&module_file).map_err(KitError::file("read", &module_file))?;
    encode(&module).map_err(|said| KitError::Compile {
        place: module_file.display().to_string(),
        said,
    })
}

/// The component around a core module that wit-bindgen made.
fn encode(module: &[u8]) -> Result<Vec<u8>, String> {
    ComponentEncoder::default()
        .validate(true)
        .module(module)
        .and_then(|encoder| encoder.encode())
        .map_err(|error| format!("{error:#}"))
}

fn compile(
    workshop: &Workshop,
    toolchain: &RustToolchain,
    source: &Path,
) -> Result<PathBuf, KitError> {
    let manifest = source.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).map_err(KitError::file("read", &manifest))?;
    let library = library_name(&text)
        .map_err(|why| KitError::refused(format!("{}: {why}", manifest.display())))?;
    let target = &workshop.build_folder;
    let mut cargo = program::program(&workshop.cargo);
    cargo
        .args([
            "build",
            "--release",
            "--target",
            TARGET,
            "--lib",
            "--manifest-path",
        ])
        .arg(&manifest);
    if workshop.is_quiet {
        cargo.arg("--quiet");
    }
    toolchain.apply(&mut cargo);
    // Cargo finds a plugin's own settings from the folder it runs in.
    cargo
        .current_dir(source)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_ENCODED_RUSTFLAGS", flags(workshop, source));
    if !program::shown(&mut cargo)?.success() {
        return Err(KitError::Compile {
            place: manifest.display().to_string(),
            said: String::new(),
        });
    }
    Ok(target
        .join(TARGET)
        .join("release")
        .join(format!("{library}.wasm")))
}

/// Panic messages in a guest name its own files and no folder of this machine: the same source gives the same bytes.
fn flags(workshop: &Workshop, source: &Path) -> String {
    // Of several that fit the compiler takes the last one.
    let mut folders = vec![(source.to_path_buf(), "/plugin".to_owned())];
    folders.extend(workshop.names_of_folders.iter().cloned());
    let home = |variable: &str, default: &str| {
        env::var_os(variable)
            .map(PathBuf::from)
            .or_else(|| Some(BaseDirs::new()?.home_dir().join(default)))
    };
    folders.extend(home("CARGO_HOME", ".cargo").map(|folder| (folder, "/cargo".to_owned())));
    folders.extend(home("RUSTUP_HOME", ".rustup").map(|folder| (folder, "/rustup".to_owned())));
    folders
        .iter()
        .map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()))
        .collect::<Vec<_>>()
        .join("\u{1f}")
}

/// The name of the library that cargo makes: `[lib] name`, or the package's with underscores.
fn library_name(manifest: &str) -> Result<String, String> {
    let manifest: toml::Table = manifest
        .parse()
        .map_err(|error: toml::de::Error| error.to_string())?;
    let name = |table: &str| Some(manifest.get(table)?.get("name")?.as_str()?.to_owned());
    let name = name("lib")
        .or_else(|| name("package"))
        .ok_or("the manifest has no package name")?;
    Ok(name.replace('-', "_"))
}

#[cfg(test)]
mod tests;

//! Puts the SDKs, their templates and the contract into the kit, so that `overread plugin new` needs nothing but itself.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// What is taken, below the checkout: files, and folders with all that is in them.
const TAKEN: [&str; 8] = [
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "sdk/wit/1.0",
    "sdk/rust/src",
    "sdk/rust/template",
    "sdk/python/overread_sdk",
    "sdk/python/template",
    "sdk/javascript",
];

fn main() -> Result<(), Box<dyn Error>> {
    let manifest = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let checkout = manifest
        .ancestors()
        .nth(2)
        .ok_or("the kit lies in the folder engine of the checkout")?;
    let mut files = BTreeSet::new();
    for taken in TAKEN {
        println!("cargo::rerun-if-changed={}", checkout.join(taken).display());
        collect(checkout, Path::new(taken), &mut files)?;
    }
    let mut table = String::from("pub(crate) static FILES: &[(&str, &[u8])] = &[\n");
    for file in files {
        let name = file
            .to_str()
            .ok_or("a file name is not UTF-8")?
            .replace('\\', "/");
        writeln!(
            table,
            "    ({name:?}, include_bytes!({:?})),",
            checkout.join(&file)
        )?;
    }
    table.push_str("];\n");
    let out = PathBuf::from(env::var("OUT_DIR")?).join("embedded.rs");
    fs::write(out, table)?;
    Ok(())
}

/// Files by their path below the checkout; what tools left behind is not taken.
fn collect(
    checkout: &Path,
    path: &Path,
    files: &mut BTreeSet<PathBuf>,
) -> Result<(), Box<dyn Error>> {
    let full = checkout.join(path);
    if full.is_file() {
        files.insert(path.to_path_buf());
        return Ok(());
    }
    if !full.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(&full)? {
        let name = entry?.file_name();
        let text = name.to_string_lossy();
        if text.starts_with('.') || matches!(&*text, "target" | "node_modules" | "__pycache__") {
            continue;
        }
        collect(checkout, &path.join(&name), files)?;
    }
    Ok(())
}

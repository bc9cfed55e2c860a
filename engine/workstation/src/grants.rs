//! What the user granted to plugins that are not installed: those beside the program and those in developers' folders.
//! Installed ones keep their grants in their own record.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::Path;

use overread_bundle::{Grants, Origin};

/// The most bytes of the file.
const MAX_BYTES: u64 = 1 << 20;

/// Under which name the grants of a plugin stand: one in a folder does not get what one beside the program was granted.
pub(crate) fn name_of(origin: Origin, id: &str) -> String {
    format!("{} {id}", origin.word())
}

/// The grants by name; none if there is no file, or if it cannot be read, which is logged.
pub(crate) fn read(file: &Path) -> BTreeMap<String, Grants> {
    if !file.exists() {
        return BTreeMap::new();
    }
    match parsed(file) {
        Ok(grants) => grants,
        Err(problem) => {
            tracing::warn!("no grants: {problem} ({})", file.display());
            BTreeMap::new()
        }
    }
}

fn parsed(file: &Path) -> Result<BTreeMap<String, Grants>, String> {
    let n_bytes = std::fs::metadata(file).map_err(|e| e.to_string())?.len();
    if n_bytes > MAX_BYTES {
        return Err(format!("at most {MAX_BYTES} bytes, found {n_bytes}"));
    }
    let text = std::fs::read_to_string(file).map_err(|e| e.to_string())?;
    let table: toml::Table = text.parse().map_err(|e| format!("{e}"))?;
    let mut all = BTreeMap::new();
    for (name, value) in table {
        let flag = |key: &str| value.get(key).and_then(toml::Value::as_bool) == Some(true);
        let attributes = value.get("attributes").and_then(toml::Value::as_array);
        let grants = Grants {
            attributes: attributes
                .into_iter()
                .flatten()
                .filter_map(|keyword| Some(keyword.as_str()?.to_owned()))
                .collect(),
            prior_studies: flag("prior-studies"),
            gpu: flag("gpu"),
        };
        all.insert(name, grants);
    }
    Ok(all)
}

/// Sets the grants of one plugin; those of the others stay.
///
/// # Errors
/// If the file cannot be written, or if it is there and cannot be read: it is left as it is then.
pub(crate) fn set(file: &Path, name: &str, grants: &Grants) -> io::Result<()> {
    let mut all = if file.try_exists()? {
        // Written over, what a file with one wrong letter grants to all others would be lost.
        parsed(file).map_err(|problem| {
            let told = format!("what it grants already cannot be read: {problem}");
            io::Error::new(io::ErrorKind::InvalidData, told)
        })?
    } else {
        BTreeMap::new()
    };
    all.insert(name.to_owned(), grants.clone());
    let mut table = toml::Table::new();
    for (name, grants) in all {
        let attributes = grants.attributes.into_iter().map(toml::Value::String);
        let mut entry = toml::Table::new();
        entry.insert(
            "attributes".to_owned(),
            toml::Value::Array(attributes.collect()),
        );
        entry.insert("prior-studies".to_owned(), grants.prior_studies.into());
        entry.insert("gpu".to_owned(), grants.gpu.into());
        table.insert(name, entry.into());
    }
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let partial = file.with_extension("partial");
    let mut written = std::fs::File::create(&partial)?;
    written.write_all(table.to_string().as_bytes())?;
    written.sync_all()?;
    std::fs::rename(&partial, file)
}

#[cfg(test)]
mod tests;

//! A new plugin from a template: its sources, its tests, and a copy of the SDK and the contract, so that it builds alone.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use overread_bundle::Manifest;

use crate::cache::remove;
use crate::embedded;
use crate::error::KitError;
use crate::language::Language;

mod names;

/// What a plugin is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Reads studies and reports findings.
    AiService,
    /// Runs an exam.
    ExamScenario,
}

impl Kind {
    /// The word of the manifest.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::AiService => "ai-service",
            Self::ExamScenario => "exam-scenario",
        }
    }
}

/// What a vendor asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPlugin {
    /// What it is written in.
    pub language: Language,
    /// What it is for.
    pub kind: Kind,
    /// The name of its folder and package: lower-case letters, digits and dashes.
    pub folder_name: String,
    /// Its id in reverse DNS; `org.example.` and the folder's name if not given.
    pub id: Option<String>,
    /// Its name for people; made of the folder's name if not given.
    pub name: Option<String>,
    /// Whom to ask about it; a place to fill in if not given.
    pub contact: Option<String>,
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The plugin's folder.
    pub folder: PathBuf,
    /// How many files it holds, those of the SDK among them.
    pub n_files: usize,
}

/// The kinds that there is a template for.
#[must_use]
pub fn kinds_in(language: Language) -> Vec<Kind> {
    [Kind::AiService, Kind::ExamScenario]
        .into_iter()
        .filter(|kind| {
            embedded::below(&template_folder(language, *kind))
                .next()
                .is_some()
        })
        .collect()
}

/// Makes the plugin's folder in the folder `into`.
///
/// # Errors
/// [`KitError::Refused`] if a name cannot be used, there is such a folder, or there is no template of this kind;
/// [`KitError::File`] if it cannot be written.
pub fn new_plugin(wanted: &NewPlugin, into: &Path) -> Result<Made, KitError> {
    names::check(wanted)?;
    let folder = into.join(&wanted.folder_name);
    if folder.exists() {
        return Err(KitError::refused(format!(
            "there is something of this name: expected a new name, found {}",
            folder.display()
        )));
    }
    let files = files_of(wanted)?;
    let partial = into.join(format!(".{}.partial", wanted.folder_name));
    remove(&partial)?;
    for (path, bytes) in &files {
        let file = partial.join(path);
        let above = file.parent().unwrap_or(&partial);
        fs::create_dir_all(above).map_err(KitError::file("make", above))?;
        fs::write(&file, bytes).map_err(KitError::file("write", &file))?;
    }
    fs::rename(&partial, &folder).map_err(KitError::file("move into place", &folder))?;
    Ok(Made {
        folder,
        n_files: files.len(),
    })
}

fn template_folder(language: Language, kind: Kind) -> String {
    format!("sdk/{}/template/{}", language.word(), kind.word())
}

/// All files of the new plugin by their path in it.
fn files_of(wanted: &NewPlugin) -> Result<BTreeMap<String, Vec<u8>>, KitError> {
    let template = template_folder(wanted.language, wanted.kind);
    let values = names::values(wanted);
    let mut files: BTreeMap<String, Vec<u8>> = embedded::below(&template)
        .map(|(path, bytes)| (written_name(path, &values), filled(bytes, &values)))
        .collect();
    if files.is_empty() {
        let known: Vec<&str> = kinds_in(wanted.language)
            .into_iter()
            .map(Kind::word)
            .collect();
        return Err(KitError::refused(format!(
            "there is no template of an {} in {}: expected one of {}",
            wanted.kind.word(),
            wanted.language.name(),
            known.join(", ")
        )));
    }
    check_manifest(&files)?;
    files.extend(sdk_of(wanted.language));
    Ok(files)
}

/// What a template's file is called in the plugin; `dot_` stands for a leading dot, so that a template is no project.
fn written_name(path: &str, values: &[(&str, String)]) -> String {
    let parts: Vec<String> = path
        .split('/')
        .map(|part| {
            part.strip_prefix("dot_")
                .map_or_else(|| part.to_owned(), |rest| format!(".{rest}"))
        })
        .collect();
    replaced(&parts.join("/"), values)
}

fn filled(bytes: &[u8], values: &[(&str, String)]) -> Vec<u8> {
    std::str::from_utf8(bytes).map_or_else(
        |_| bytes.to_vec(),
        |text| replaced(text, values).into_bytes(),
    )
}

fn replaced(text: &str, values: &[(&str, String)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| {
        text.replace(&format!("{{{{{name}}}}}"), value)
    })
}

/// A template and values that pass ours give a manifest without faults, or nothing is written.
fn check_manifest(files: &BTreeMap<String, Vec<u8>>) -> Result<(), KitError> {
    let text = files
        .get("plugin.toml")
        .map(|bytes| String::from_utf8_lossy(bytes));
    let text = text.ok_or_else(|| KitError::refused("the template holds no plugin.toml"))?;
    Manifest::parse("plugin.toml", &text)
        .map(drop)
        .map_err(|found| {
            let faults: Vec<String> = found.all().iter().map(ToString::to_string).collect();
            KitError::refused(faults.join("\n"))
        })
}

/// The SDK with its licences and the contract, where the project looks for them.
fn sdk_of(language: Language) -> BTreeMap<String, Vec<u8>> {
    let (sources, sdk, wit) = match language {
        Language::Rust => ("sdk/rust/src", "sdk/rust/src", "sdk/wit/1.0"),
        Language::Python => ("sdk/python/overread_sdk", "sdk/overread_sdk", "sdk/wit"),
        Language::JavaScript => ("sdk/javascript", "sdk", "sdk/wit"),
    };
    let mut files = BTreeMap::new();
    for (path, bytes) in embedded::below(sources) {
        if language != Language::JavaScript || is_of_javascript_sdk(path) {
            files.insert(format!("{sdk}/{path}"), bytes.to_vec());
        }
    }
    for (path, bytes) in embedded::below("sdk/wit/1.0") {
        files.insert(format!("{wit}/{path}"), bytes.to_vec());
    }
    for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
        if let Some(bytes) = embedded::file(name) {
            files.insert(format!("sdk/{name}"), bytes.to_vec());
        }
    }
    if language == Language::Rust
        && let Some(bytes) = embedded::file("sdk/rust/template/sdk.toml")
    {
        files.insert("sdk/rust/Cargo.toml".to_owned(), bytes.to_vec());
    }
    files
}

/// Modules, their types and the package file of the SDK's own folder; neither its tests nor its templates.
fn is_of_javascript_sdk(path: &str) -> bool {
    let is_test = path.ends_with(".test.js");
    !path.contains('/')
        && !is_test
        && [".js", ".mjs", ".d.ts", ".json"]
            .iter()
            .any(|end| path.ends_with(end))
}

#[cfg(test)]
mod tests;

//! What `pyproject.toml` and `package.json` tell the kit: where the guest starts, and what lies outside its folder.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::KitError;
use crate::language::Language;

/// The keys of `[tool.overread]` in `pyproject.toml`; the first one names the start.
const PYTHON_KEYS: [&str; 3] = ["module", "path", "wit"];
/// The keys of `"overread"` in `package.json`; the first one names the start.
const JAVASCRIPT_KEYS: [&str; 4] = ["main", "path", "root", "wit"];

/// How a plugin in Python or JavaScript is built; all folders are absolute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Project {
    /// Python: the module that the guest starts with. JavaScript: the file.
    pub(crate) main: String,
    /// Further folders of sources; a change in them is a change of the plugin.
    pub(crate) path: Vec<PathBuf>,
    /// JavaScript: the folder below which modules may lie.
    pub(crate) root: PathBuf,
    /// The folder with the contract.
    pub(crate) wit: PathBuf,
    /// The world of the contract that it is made for.
    pub(crate) world: &'static str,
}

impl Project {
    /// Reads the project in the folder `source`, which is written in `language`.
    pub(crate) fn read(source: &Path, language: Language) -> Result<Self, KitError> {
        let file = source.join(language.project_file());
        let text = fs::read_to_string(&file).map_err(KitError::file("read", &file))?;
        let refused = |why: String| KitError::refused(format!("{}: {why}", file.display()));
        let (table, keys, default_start) = match language {
            Language::Python => (python_table(&text), &PYTHON_KEYS[..], "app"),
            Language::JavaScript | Language::Rust => {
                (javascript_table(&text), &JAVASCRIPT_KEYS[..], "app.js")
            }
        };
        let table = table.map_err(refused)?;
        let texts = Texts(&table);
        texts.check_keys(keys).map_err(refused)?;
        let start = texts.text(keys[0]).map_err(refused)?;
        let folder = |text: &str| -> Result<PathBuf, KitError> {
            let folder = source.join(text);
            let absolute = fs::canonicalize(&folder).map_err(KitError::file("find", &folder))?;
            if absolute.is_dir() {
                Ok(absolute)
            } else {
                Err(refused(format!("expected a folder, found the file {text}")))
            }
        };
        let path = texts.list("path").map_err(refused)?;
        Ok(Self {
            main: start.unwrap_or(default_start).to_owned(),
            path: path.into_iter().map(folder).collect::<Result<_, _>>()?,
            root: folder(texts.text("root").map_err(refused)?.unwrap_or("."))?,
            wit: folder(texts.text("wit").map_err(refused)?.unwrap_or("sdk/wit"))?,
            world: world_of(source)?,
        })
    }
}

/// The folders of sources that a plugin in Python or JavaScript says it has beside its own.
///
/// # Errors
/// [`KitError`] if its project file or its manifest cannot be used.
pub fn source_folders(source: &Path, language: Language) -> Result<Vec<PathBuf>, KitError> {
    Ok(Project::read(source, language)?.path)
}

/// The table of `pyproject.toml` that is ours; empty where there is none.
fn python_table(text: &str) -> Result<toml::Table, String> {
    let whole: toml::Table = text.parse().map_err(|e: toml::de::Error| e.to_string())?;
    let ours = whole.get("tool").and_then(|tool| tool.get("overread"));
    match ours {
        None => Ok(toml::Table::new()),
        Some(toml::Value::Table(table)) => Ok(table.clone()),
        Some(other) => Err(format!("[tool.overread] must be a table, found {other}")),
    }
}

/// The object of `package.json` that is ours, as the same kind of table; empty where there is none.
fn javascript_table(text: &str) -> Result<toml::Table, String> {
    let whole: serde_json::Value = serde_json::from_str(text).map_err(|e| e.to_string())?;
    match whole.get("overread") {
        None => Ok(toml::Table::new()),
        Some(ours) => toml::Table::try_from(ours)
            .map_err(|error| format!("\"overread\" must be an object of texts and lists: {error}")),
    }
}

/// A table whose values are texts and lists of texts.
struct Texts<'t>(&'t toml::Table);

impl<'t> Texts<'t> {
    fn check_keys(&self, keys: &[&str]) -> Result<(), String> {
        match self.0.keys().find(|key| !keys.contains(&key.as_str())) {
            None => Ok(()),
            Some(key) => Err(format!(
                "unknown key `{key}`: expected one of {}",
                keys.join(", ")
            )),
        }
    }

    fn text(&self, key: &str) -> Result<Option<&'t str>, String> {
        match self.0.get(key) {
            None => Ok(None),
            Some(toml::Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(format!("`{key}` must be a text, found {other}")),
        }
    }

    fn list(&self, key: &str) -> Result<Vec<&'t str>, String> {
        let wrong = || format!("`{key}` must be a list of folders");
        match self.0.get(key) {
            None => Ok(Vec::new()),
            Some(list) => list
                .as_array()
                .ok_or_else(wrong)?
                .iter()
                .map(|entry| entry.as_str().ok_or_else(wrong))
                .collect(),
        }
    }
}

/// The world that the manifest's `kind` asks for.
fn world_of(source: &Path) -> Result<&'static str, KitError> {
    let file = source.join("plugin.toml");
    let text = fs::read_to_string(&file).map_err(KitError::file("read", &file))?;
    let manifest: toml::Table = text
        .parse()
        .map_err(|error| KitError::refused(format!("{}: {error}", file.display())))?;
    let kind = manifest
        .get("plugin")
        .and_then(|plugin| plugin.get("kind"))
        .and_then(toml::Value::as_str);
    match kind {
        Some("ai-service") => Ok("ai-service"),
        Some("exam-scenario") => Ok("exam-scenario"),
        other => Err(KitError::refused(format!(
            "plugin.kind must be `ai-service` or `exam-scenario`, found {} ({})",
            other.map_or_else(|| "nothing".to_owned(), |kind| format!("`{kind}`")),
            file.display()
        ))),
    }
}

#[cfg(test)]
mod tests;

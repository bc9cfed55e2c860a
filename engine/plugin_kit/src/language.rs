//! The languages that plugins are written in, and how a folder says which.

use std::path::Path;

use crate::error::KitError;

/// What a plugin is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// `Cargo.toml`.
    Rust,
    /// `pyproject.toml`.
    Python,
    /// `package.json`.
    JavaScript,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Rust, Self::Python, Self::JavaScript];

    /// The file that says it.
    #[must_use]
    pub fn project_file(self) -> &'static str {
        match self {
            Self::Rust => "Cargo.toml",
            Self::Python => "pyproject.toml",
            Self::JavaScript => "package.json",
        }
    }

    /// The name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rust => "Rust",
            Self::Python => "Python",
            Self::JavaScript => "JavaScript",
        }
    }

    /// The name of its SDK's folder, and what it is called on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Python => "python",
            Self::JavaScript => "javascript",
        }
    }

    /// What the plugin in `folder` is written in; `None` if it holds no project.
    ///
    /// # Errors
    /// [`KitError::Refused`] if it holds projects of two languages.
    pub fn of(folder: &Path) -> Result<Option<Self>, KitError> {
        let found: Vec<Self> = Self::ALL
            .into_iter()
            .filter(|language| folder.join(language.project_file()).is_file())
            .collect();
        match found.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(*one)),
            several => {
                let files: Vec<&str> = several.iter().map(|one| one.project_file()).collect();
                Err(KitError::refused(format!(
                    "expected one of Cargo.toml, pyproject.toml and package.json, found {} ({})",
                    files.join(" and "),
                    folder.display()
                )))
            }
        }
    }
}

#[cfg(test)]
mod tests;

//! The file that says which services are evaluated on which studies (TOML).

use std::path::{Path, PathBuf};

use overread_base::{Difficulty, IdError, PhantomKind, ServiceId};
use overread_phantom::Acquisition;
use serde::Deserialize;

use super::PhantomSet;

/// The most studies of a set.
const MAX_COUNT: u32 = 100_000;
/// The largest file read.
const MAX_BYTES: u64 = 1 << 20;

/// Services with the studies on which each is evaluated, in the order of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct EvaluationPlan {
    /// The sets.
    pub sets: Vec<(ServiceId, PhantomSet)>,
}

/// Why a file is no plan.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// It cannot be read.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// It is not the TOML of a plan; the reader's words name line and column.
    #[error("{}: {source}", .path.display())]
    Toml {
        /// The file.
        path: PathBuf,
        /// What the reader says.
        source: Box<toml::de::Error>,
    },
    /// A set that cannot be.
    #[error("{}: sets[{set}].{key}: {reason}", .path.display())]
    Set {
        /// The file.
        path: PathBuf,
        /// Index of the set.
        set: usize,
        /// The key.
        key: &'static str,
        /// What was expected, and what was found.
        reason: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlanToml {
    schema: u32,
    sets: Vec<SetToml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetToml {
    service: String,
    kind: String,
    difficulty: String,
    seed: u64,
    count: u32,
    prevalence: f64,
    slices: Option<u32>,
}

impl EvaluationPlan {
    /// Reads a plan.
    ///
    /// # Errors
    /// [`PlanError`] names the file, and the first thing that is wrong with it.
    pub fn read(path: &Path) -> Result<Self, PlanError> {
        let io = |source| PlanError::Io {
            path: path.to_owned(),
            source,
        };
        let size = std::fs::metadata(path).map_err(io)?.len();
        if size > MAX_BYTES {
            return Err(io(std::io::Error::other(format!(
                "expected at most {MAX_BYTES} bytes, found {size}"
            ))));
        }
        let text = std::fs::read_to_string(path).map_err(io)?;
        Self::parse(&text, path)
    }

    fn parse(text: &str, path: &Path) -> Result<Self, PlanError> {
        let plan: PlanToml = toml::from_str(text).map_err(|source| PlanError::Toml {
            path: path.to_owned(),
            source: Box::new(source),
        })?;
        let fault = |set, key, reason: String| PlanError::Set {
            path: path.to_owned(),
            set,
            key,
            reason,
        };
        if plan.schema != 1 {
            return Err(fault(
                0,
                "schema",
                format!("expected schema 1, found {}", plan.schema),
            ));
        }
        let sets = plan.sets.into_iter().enumerate().map(|(idx, set)| {
            set.checked()
                .map_err(|(key, reason)| fault(idx, key, reason))
        });
        Ok(Self {
            sets: sets.collect::<Result<_, _>>()?,
        })
    }
}

impl SetToml {
    fn checked(self) -> Result<(ServiceId, PhantomSet), (&'static str, String)> {
        let service = ServiceId::new(self.service.as_str())
            .map_err(|error: IdError| ("service", error.to_string()))?;
        let kind =
            find(&PhantomKind::ALL, |kind| kind.word(), &self.kind).map_err(|e| ("kind", e))?;
        let difficulty = find(
            &Difficulty::ALL,
            |difficulty| difficulty.word(),
            &self.difficulty,
        )
        .map_err(|e| ("difficulty", e))?;
        if !(1..=MAX_COUNT).contains(&self.count) {
            return Err((
                "count",
                format!("expected 1 to {MAX_COUNT}, found {}", self.count),
            ));
        }
        if !(0.0..=1.0).contains(&self.prevalence) {
            return Err((
                "prevalence",
                format!("expected 0 to 1, found {}", self.prevalence),
            ));
        }
        let set = PhantomSet {
            kind,
            difficulty,
            first_seed: self.seed,
            count: self.count,
            prevalence: self.prevalence,
            acquisition: Acquisition {
                slices: self.slices,
                ..Acquisition::default()
            },
        };
        Ok((service, set))
    }
}

fn find<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str, found: &str) -> Result<T, String> {
    let known = all.iter().copied().find(|one| word(*one) == found);
    known.ok_or_else(|| {
        let words: Vec<&str> = all.iter().map(|one| word(*one)).collect();
        format!("expected one of {}, found {found:?}", words.join(", "))
    })
}

#[cfg(test)]
mod tests;

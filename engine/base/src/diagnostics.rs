//! Collects all faults of one input, so that a file is judged in one run. Does not print and does not decide.

use std::fmt;

/// How bad a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The input is used, but not quite as it asks.
    Warning,
    /// The input, or the part that the fault names, is refused.
    Error,
}

/// One fault: what is wrong and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// File, line, tag or key, in the words of the input.
    pub place: String,
    /// What is wrong: lower case, expected and found, with units.
    pub message: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(f, "{severity}: {} ({})", self.message, self.place)
    }
}

/// The faults found so far, in the order of finding.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Notes that the input is used otherwise than asked.
    pub fn warn(&mut self, place: impl Into<String>, message: impl Into<String>) {
        self.found.push(Diagnostic {
            severity: Severity::Warning,
            place: place.into(),
            message: message.into(),
        });
    }

    /// Notes that the input, or a part of it, is refused.
    pub fn error(&mut self, place: impl Into<String>, message: impl Into<String>) {
        self.found.push(Diagnostic {
            severity: Severity::Error,
            place: place.into(),
            message: message.into(),
        });
    }

    /// Takes over all faults of `other`.
    pub fn extend(&mut self, other: Self) {
        self.found.extend(other.found);
    }

    /// All faults, in the order of finding.
    #[must_use]
    pub fn all(&self) -> &[Diagnostic] {
        &self.found
    }

    /// Whether any fault is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|d| d.severity == Severity::Error)
    }
}

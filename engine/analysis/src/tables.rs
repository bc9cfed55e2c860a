//! The figures as CSV tables (RFC 4180): one row a number, with its interval, or with the reason why there is none.

mod rows;

use std::fmt::Write as _;

use overread_stats::{Estimate, NotEstimable};

use crate::analysis::{Analysis, Found};
use crate::study::Study;

/// A table as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableFile {
    /// Its name without a folder.
    pub name: &'static str,
    /// Its text.
    pub text: String,
}

/// All figures as tables: `figures.csv`, `roc-points.csv`, `froc-points.csv`, `measured-pairs.csv`, `left-out.csv`.
///
/// Numbers are written in full, with a point; nothing is rounded.
#[must_use]
pub fn tables(study: &Study, analysis: &Analysis) -> Vec<TableFile> {
    vec![
        rows::figures(study, analysis),
        rows::roc_points(study, analysis),
        rows::froc_points(study, analysis),
        rows::measured_pairs(study, analysis),
        rows::left_out(study),
    ]
}

/// A table that is being written.
struct Table {
    text: String,
}

impl Table {
    fn new(header: &[&str]) -> Self {
        let mut table = Self {
            text: String::new(),
        };
        table.row(header);
        table
    }

    fn row(&mut self, fields: &[&str]) {
        for (idx, field) in fields.iter().enumerate() {
            if idx > 0 {
                self.text.push(',');
            }
            let needs_quotes = field.contains([',', '"', '\r', '\n']) || field.trim() != *field;
            // Writing to a string cannot fail.
            let written = if needs_quotes {
                write!(self.text, "\"{}\"", field.replace('"', "\"\""))
            } else {
                write!(self.text, "{field}")
            };
            debug_assert!(written.is_ok(), "a string takes all");
        }
        self.text.push_str("\r\n");
    }

    fn into_file(self, name: &'static str) -> TableFile {
        TableFile {
            name,
            text: self.text,
        }
    }
}

/// The fields of a number: value, lower, upper, n, method, p, reason.
fn number(
    value: Option<f64>,
    estimate: Result<&Estimate, &NotEstimable>,
    p: Option<f64>,
) -> [String; 7] {
    let text = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    match estimate {
        Ok(of) => [
            of.value.to_string(),
            of.lower.to_string(),
            of.upper.to_string(),
            of.n.to_string(),
            of.method.word().to_owned(),
            text(p),
            String::new(),
        ],
        Err(reason) => [
            text(value),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            text(p),
            reason.to_string(),
        ],
    }
}

fn found(of: &Found) -> [String; 7] {
    number(of.value.as_ref().ok().copied(), of.estimate.as_ref(), None)
}

#[cfg(test)]
mod tests;

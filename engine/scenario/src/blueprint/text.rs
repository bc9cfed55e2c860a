//! A blueprint as text: tables with aligned columns.

use std::collections::BTreeMap;
use std::fmt;

use crate::told::count;
use crate::{Blueprint, ByDifficulty, ErrorFamily};

/// The columns of AI states: a heading and the families that it takes together.
const STATES: [(&str, &[ErrorFamily]); 5] = [
    ("AI fp", &[ErrorFamily::FalsePositive]),
    ("AI fn", &[ErrorFamily::FalseNegative]),
    ("AI wrong", &[ErrorFamily::Wrong]),
    ("AI text", &[ErrorFamily::Report]),
    (
        "AI defect",
        &[
            ErrorFamily::DefectA,
            ErrorFamily::DefectB,
            ErrorFamily::DefectC,
            ErrorFamily::DefectD,
            ErrorFamily::DefectE,
        ],
    ),
];

impl fmt::Display for Blueprint {
    /// Cells, tags, totals and warnings; ends with a line break.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{}, a session reads {}",
            count(self.n_cases, "case", "cases"),
            self.n_session
        )?;
        writeln!(f)?;
        let mut head = vec![
            "cell", "wanted", "fit", "met", "easy", "medium", "hard", "unstated",
        ];
        head.extend(["abnormal", "AI right"]);
        head.extend(STATES.map(|(name, _)| name));
        let rows = self.cells.iter().map(|cell| {
            let mut row = vec![
                cell.name.clone(),
                cell.wanted.to_string(),
                cell.fitting.total().to_string(),
                cell.met.to_string(),
            ];
            row.extend(by_difficulty(cell.fitting));
            row.push(cell.n_abnormal.to_string());
            row.extend(states(cell.wanted, &cell.planted));
            row
        });
        table(f, &head, &rows.collect::<Vec<_>>())?;
        if !self.tags.is_empty() {
            writeln!(f)?;
            let rows = self.tags.iter().map(|(tag, cases)| {
                let mut row = vec![tag.clone(), cases.total().to_string()];
                row.extend(by_difficulty(*cases));
                row
            });
            let head = ["tag", "cases", "easy", "medium", "hard", "unstated"];
            table(f, &head, &rows.collect::<Vec<_>>())?;
        }
        writeln!(f)?;
        writeln!(
            f,
            "planted errors: {:.0} % of the cases of a session",
            100.0 * self.planted_share()
        )?;
        if let Some(n) = self.n_sittings {
            writeln!(
                f,
                "exposure limit: enough cases for {n} sittings, each cell by itself"
            )?;
        }
        for warning in &self.warnings {
            writeln!(f, "warning: {warning}")?;
        }
        Ok(())
    }
}

fn by_difficulty(cases: ByDifficulty) -> [String; 4] {
    [cases.easy, cases.medium, cases.hard, cases.unstated].map(|n| n.to_string())
}

fn states(n_cases: usize, planted: &BTreeMap<ErrorFamily, f64>) -> Vec<String> {
    let of = |families: &[ErrorFamily]| -> f64 {
        let found = families.iter().filter_map(|family| planted.get(family));
        // An empty sum of floats is -0.
        found.fold(0.0, |sum, n| sum + n)
    };
    let n_wrong: f64 = planted.values().sum();
    let mut states = vec![format!("{:.1}", n_cases as f64 - n_wrong)];
    states.extend(STATES.map(|(_, families)| format!("{:.1}", of(families))));
    states
}

/// Rows under a head; the first column to the left, numbers to the right.
fn table(f: &mut fmt::Formatter<'_>, head: &[&str], rows: &[Vec<String>]) -> fmt::Result {
    let widths: Vec<usize> = head
        .iter()
        .enumerate()
        .map(|(idx, name)| {
            let cells = rows.iter().filter_map(|row| row.get(idx));
            let widest = cells.map(|cell| cell.chars().count()).max();
            widest.unwrap_or(0).max(name.chars().count())
        })
        .collect();
    let head: Vec<String> = head.iter().map(|&name| name.to_owned()).collect();
    for row in std::iter::once(&head).chain(rows) {
        let mut line = String::new();
        for (idx, (cell, width)) in row.iter().zip(&widths).enumerate() {
            if idx == 0 {
                line.push_str(&format!("{cell:<width$}"));
            } else {
                line.push_str(&format!("  {cell:>width$}"));
            }
        }
        writeln!(f, "{}", line.trim_end())?;
    }
    Ok(())
}

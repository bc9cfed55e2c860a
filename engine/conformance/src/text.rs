//! A report for people: what failed first, then what should be better, then the rest in one line each.

use std::fmt::{self, Write as _};

use crate::report::{Check, Outcome, Report, Verdict};

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.head(f)?;
        let of = |wanted: fn(&Outcome) -> bool| {
            self.checks
                .iter()
                .filter(move |check| wanted(&check.outcome))
        };
        let width = self.checks.iter().map(|check| check.id.len()).max();
        let width = width.unwrap_or_default();
        let wordy = [
            |outcome: &Outcome| *outcome == Outcome::Failed,
            |outcome: &Outcome| *outcome == Outcome::Warning,
        ];
        for wanted in wordy {
            for check in of(wanted) {
                writeln!(f)?;
                whole(f, check)?;
            }
        }
        let brief = [
            |outcome: &Outcome| matches!(outcome, Outcome::Skipped(_)),
            |outcome: &Outcome| *outcome == Outcome::Passed,
        ];
        for wanted in brief {
            if of(wanted).next().is_some() {
                writeln!(f)?;
            }
            for check in of(wanted) {
                line(f, check, width)?;
            }
        }
        writeln!(f)?;
        self.closing(f)
    }
}

impl Report {
    fn head(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.bundle.opened {
            Some(opened) => {
                writeln!(f, "{} {}", opened.id, opened.version)?;
                writeln!(f, "bundle   {}", opened.digest)?;
            }
            None => writeln!(f, "{}", self.bundle.place)?,
        }
        writeln!(
            f,
            "contract {}, checked by overread {}",
            self.contract, self.tool_version
        )
    }

    fn closing(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = self.counts();
        let verdict = match self.verdict() {
            Verdict::Passed => "PASSED",
            Verdict::Incomplete => "NO FAILURE, INCOMPLETE",
            Verdict::Failed => "FAILED",
        };
        writeln!(
            f,
            "{verdict}: {} passed, {} with warnings, {} failed, {} skipped",
            counts.passed, counts.warnings, counts.failed, counts.skipped
        )?;
        f.write_str("For training and examination, not for diagnosis.\n")
    }
}

fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "passed",
        Outcome::Warning => "warning",
        Outcome::Failed => "FAILED",
        Outcome::Skipped(_) => "skipped",
    }
}

/// A rule with all that was found.
fn whole(f: &mut fmt::Formatter<'_>, check: &Check) -> fmt::Result {
    writeln!(
        f,
        "{:<8} {}: {}",
        word(&check.outcome),
        check.id,
        check.title
    )?;
    for fault in &check.found {
        writeln!(f, "         {}", printable(&fault.to_string()))?;
    }
    for note in &check.notes {
        writeln!(f, "         {}", printable(note))?;
    }
    if let Some(advice) = &check.advice {
        writeln!(f, "         next: {advice}")?;
    }
    Ok(())
}

/// A rule on one line.
fn line(f: &mut fmt::Formatter<'_>, check: &Check, width: usize) -> fmt::Result {
    let mut rest = check.reason().unwrap_or_else(|| check.title.clone());
    let notes: Vec<&str> = check
        .notes
        .iter()
        .map(String::as_str)
        .filter(|note| !note.starts_with("answer "))
        .collect();
    if !notes.is_empty() {
        write!(rest, " ({})", notes.join("; "))?;
    }
    let rest = printable(&rest);
    writeln!(f, "{:<8} {:width$}  {rest}", word(&check.outcome), check.id)
}

/// What a plugin said on one line, without what would steer a terminal.
fn printable(text: &str) -> String {
    let kept = |c: char| match c {
        '\n' | '\t' => ' ',
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(kept).collect()
}

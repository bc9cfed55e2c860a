//! How many tests passed, failed, or were left out by the runner, and which said that they skipped themselves.

use anyhow::{Context as _, Result};

/// The word with which a test says that it skips, and why.
const SKIPPED: &str = "SKIPPED ";

/// Counts over one or more runs.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) n_passed: u64,
    pub(crate) n_failed: u64,
    pub(crate) n_left_out: u64,
    /// What the tests that skipped themselves said, without the word.
    pub(crate) skipped: Vec<String>,
    /// A runner ended with a failure, whatever it counted.
    pub(crate) is_failed: bool,
}

impl Count {
    /// Reads the report of nextest.
    pub(crate) fn from_junit(text: &str) -> Result<Self> {
        let start = text.find("<testsuites").context("no element testsuites")?;
        let head = &text[start
            ..start
                + text[start..]
                    .find('>')
                    .context("the element testsuites has no end")?];
        let number = |name: &str| -> Result<u64> {
            let (_, rest) = head
                .split_once(&format!(" {name}=\""))
                .with_context(|| format!("no attribute {name}"))?;
            Ok(rest.split('"').next().unwrap_or_default().parse()?)
        };
        let n_failed = number("failures")? + number("errors")?;
        let mut count = Self {
            n_passed: number("tests")?.saturating_sub(n_failed),
            n_failed,
            ..Self::default()
        };
        text.lines().for_each(|line| count.read_skipped(line));
        Ok(count)
    }

    /// Reads one line of what `cargo test` prints.
    pub(crate) fn read_line(&mut self, line: &str) {
        self.read_skipped(line);
        let Some((_, numbers)) = line
            .strip_prefix("test result: ")
            .and_then(|rest| rest.split_once(". "))
        else {
            return;
        };
        for part in numbers.split("; ") {
            let Some((number, name)) = part.split_once(' ') else {
                continue;
            };
            let Ok(number) = number.parse::<u64>() else {
                continue;
            };
            match name {
                "passed" => self.n_passed += number,
                "failed" => self.n_failed += number,
                "ignored" => self.n_left_out += number,
                _ => {}
            }
        }
    }

    /// Adds another run.
    pub(crate) fn add(&mut self, other: Self) {
        self.n_passed += other.n_passed;
        self.n_failed += other.n_failed;
        self.n_left_out += other.n_left_out;
        self.skipped.extend(other.skipped);
        self.is_failed |= other.is_failed;
    }

    /// Whether nothing failed.
    pub(crate) fn is_passed(&self) -> bool {
        self.n_failed == 0 && !self.is_failed
    }

    fn read_skipped(&mut self, line: &str) {
        if let Some((_, reason)) = line.split_once(SKIPPED) {
            let reason = reason.split("</").next().unwrap_or_default();
            let reason = reason
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
            if !self.skipped.contains(&reason) {
                self.skipped.push(reason);
            }
        }
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            n_passed,
            n_failed,
            n_left_out,
            skipped,
            ..
        } = self;
        write!(
            f,
            "{n_passed} tests passed, {n_failed} failed, {} skipped themselves",
            skipped.len()
        )?;
        if *n_left_out > 0 {
            write!(f, ", {n_left_out} left out")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;

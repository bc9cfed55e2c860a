//! A report as JUnit XML, in the part of it that build servers agree on: suites, cases, failure, skipped, system-out.

use std::fmt::{self, Write as _};
use std::time::Duration;

use crate::report::{Check, Outcome, Report};

impl Report {
    /// The report as a JUnit file: one suite for `static`, one for each other first word of an id.
    #[must_use]
    pub fn to_junit(&self) -> String {
        let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        // A string takes every text.
        let written = self.write_suites(&mut xml);
        debug_assert!(written.is_ok(), "a string takes every text");
        xml
    }

    fn write_suites(&self, xml: &mut String) -> fmt::Result {
        let name = self
            .bundle
            .opened
            .as_ref()
            .map_or(self.bundle.place.as_str(), |opened| &opened.id);
        write!(xml, "<testsuites name=\"{}\"", Escaped(name))?;
        write_totals(xml, &self.checks.iter().collect::<Vec<_>>())?;
        xml.push_str(">\n");
        let mut suites: Vec<&str> = Vec::new();
        for check in &self.checks {
            let suite = suite_of(check);
            if !suites.contains(&suite) {
                suites.push(suite);
            }
        }
        for suite in suites {
            let cases: Vec<&Check> = self
                .checks
                .iter()
                .filter(|check| suite_of(check) == suite)
                .collect();
            write!(xml, "  <testsuite name=\"{}\"", Escaped(suite))?;
            write_totals(xml, &cases)?;
            xml.push_str(">\n");
            for check in cases {
                write_case(xml, name, suite, check)?;
            }
            xml.push_str("  </testsuite>\n");
        }
        xml.push_str("</testsuites>\n");
        Ok(())
    }
}

fn suite_of(check: &Check) -> &str {
    check
        .id
        .split_once('.')
        .map_or(check.id.as_str(), |(suite, _)| suite)
}

fn write_totals(xml: &mut String, checks: &[&Check]) -> fmt::Result {
    let n =
        |wanted: fn(&Outcome) -> bool| checks.iter().filter(|check| wanted(&check.outcome)).count();
    let failures = n(|outcome| *outcome == Outcome::Failed);
    let skipped = n(|outcome| matches!(outcome, Outcome::Skipped(_)));
    let time: Duration = checks.iter().map(|check| check.duration).sum();
    write!(
        xml,
        " tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\" time=\"{:.3}\"",
        checks.len(),
        time.as_secs_f64()
    )
}

fn write_case(xml: &mut String, bundle: &str, suite: &str, check: &Check) -> fmt::Result {
    write!(
        xml,
        "    <testcase classname=\"{}.{}\" name=\"{}\" time=\"{:.3}\">",
        Escaped(bundle),
        Escaped(suite),
        Escaped(&check.id),
        check.duration.as_secs_f64()
    )?;
    let faults: Vec<String> = check.found.iter().map(ToString::to_string).collect();
    match &check.outcome {
        Outcome::Failed => write!(
            xml,
            "<failure message=\"{}\" type=\"{}\">{}</failure>",
            Escaped(&check.reason().unwrap_or_default()),
            Escaped(&check.id),
            Escaped(&faults.join("\n"))
        )?,
        Outcome::Skipped(reason) => {
            write!(xml, "<skipped message=\"{}\"/>", Escaped(reason))?;
        }
        Outcome::Passed | Outcome::Warning => {}
    }
    let mut lines = vec![check.title.clone()];
    if check.outcome == Outcome::Warning {
        lines.extend(faults);
    }
    lines.extend(check.notes.iter().cloned());
    writeln!(
        xml,
        "<system-out>{}</system-out></testcase>",
        Escaped(&lines.join("\n"))
    )
}

/// A text in XML 1.0: markup as entities, and characters that XML cannot hold as U+FFFD.
struct Escaped<'t>(&'t str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                // As they stand, a reader turns them into spaces in an attribute.
                '\n' => f.write_str("&#10;")?,
                '\t' => f.write_str("&#9;")?,
                '\r' => f.write_str("&#13;")?,
                c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {
                    f.write_char(char::REPLACEMENT_CHARACTER)?;
                }
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

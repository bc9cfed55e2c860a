//! A report as JSON, schema 1: what other programs read and what a reviewer signs. Keys are added, never changed.

use serde::Serialize;

use overread_base::{Diagnostic, Severity};

use crate::Scope;
use crate::report::{Check, Outcome, Report, Verdict};

#[derive(Serialize)]
struct ReportJson<'r> {
    schema: u32,
    what: &'static str,
    tool: &'r str,
    contract: &'r str,
    scope: &'static str,
    bundle: Option<BundleJson<'r>>,
    verdict: &'static str,
    counts: CountsJson,
    checks: Vec<CheckJson<'r>>,
}

#[derive(Serialize)]
struct BundleJson<'r> {
    id: &'r str,
    version: &'r str,
    kind: &'static str,
    sha256: &'r str,
}

#[derive(Serialize)]
struct CountsJson {
    passed: usize,
    warnings: usize,
    failed: usize,
    skipped: usize,
}

#[derive(Serialize)]
struct CheckJson<'r> {
    id: &'r str,
    title: &'r str,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    found: Vec<FaultJson<'r>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    notes: &'r [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<&'r str>,
    duration_ms: u64,
}

#[derive(Serialize)]
struct FaultJson<'r> {
    severity: &'static str,
    place: &'r str,
    message: &'r str,
}

impl Report {
    /// The report as indented JSON with a line feed at its end.
    ///
    /// # Errors
    /// What the JSON writer says; none is known.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let counts = self.counts();
        let opened = self.bundle.opened.as_ref();
        let json = ReportJson {
            schema: 1,
            what: "overread plugin check",
            tool: &self.tool_version,
            contract: &self.contract,
            scope: match self.scope {
                Scope::Full => "full",
                Scope::Quick => "quick",
            },
            bundle: opened.map(|opened| BundleJson {
                id: &opened.id,
                version: &opened.version,
                kind: opened.kind.word(),
                sha256: &opened.digest,
            }),
            verdict: match self.verdict() {
                Verdict::Passed => "passed",
                Verdict::Incomplete => "incomplete",
                Verdict::Failed => "failed",
            },
            counts: CountsJson {
                passed: counts.passed,
                warnings: counts.warnings,
                failed: counts.failed,
                skipped: counts.skipped,
            },
            checks: self.checks.iter().map(check).collect(),
        };
        serde_json::to_string_pretty(&json).map(|text| text + "\n")
    }
}

fn check(check: &Check) -> CheckJson<'_> {
    CheckJson {
        id: &check.id,
        title: &check.title,
        outcome: match check.outcome {
            Outcome::Passed => "passed",
            Outcome::Warning => "warning",
            Outcome::Failed => "failed",
            Outcome::Skipped(_) => "skipped",
        },
        reason: check.reason(),
        found: check.found.iter().map(fault).collect(),
        notes: &check.notes,
        advice: check.advice.as_deref(),
        duration_ms: check.duration.as_millis().try_into().unwrap_or(u64::MAX),
    }
}

fn fault(fault: &Diagnostic) -> FaultJson<'_> {
    FaultJson {
        severity: match fault.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        place: &fault.place,
        message: &fault.message,
    }
}

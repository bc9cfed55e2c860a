//! The record of a certification: one canonical JSON text that names every part by its digests. A certificate holds its
//! SHA-256, so that whoever has the record and the sealed sessions can follow the certificate down to each answer.

use std::path::Path;

use overread_learning::{Attempt, Certification, ComponentRecord, ExamRecord, TestRecord};
use overread_scenario::ItemAnswer;
use overread_seal::{Hash, SessionFiles, canonical, leaf_hash, root, sha256_hex};
use serde_json::{Value, json};

use super::{CourseCertifyError, CourseEvidence, Verified};

const FORM: &str = "overread-course-certification";
const VERSION: u32 = 1;

/// A record with what a certificate takes from it.
pub(super) struct CourseRecord {
    /// Its canonical text.
    pub(super) bytes: Vec<u8>,
    /// The SHA-256 of that.
    pub(super) sha256: String,
    /// The SHA-256 of what was asked: course, terms, and the scenarios of the parts.
    pub(super) terms_sha256: String,
    /// The Merkle root (RFC 6962) over the records of the parts, in their order.
    pub(super) root: String,
}

/// The record of a certification that was passed.
pub(super) fn record_of(
    evidence: &CourseEvidence<'_>,
    verdict: &Certification,
) -> Result<CourseRecord, CourseCertifyError> {
    let mut parts = Vec::new();
    let mut leaves: Vec<Hash> = Vec::new();
    let mut scenarios = Vec::new();
    for part in &verdict.parts {
        let Some((at, attempt)) = &part.attempt else {
            continue;
        };
        let value = match attempt {
            Attempt::Test(test) => test_value(*at, test),
            Attempt::Exam(exam) => {
                let sealed = verified_of(evidence, exam)?;
                let scenario = &sealed.manifest.manifest().scenario;
                scenarios.push(json!([part.step, scenario.content_sha256]));
                exam_value(*at, exam, sealed)
            }
        };
        leaves.push(leaf_hash(&canonical(&value)?));
        parts.push(value);
    }
    let terms = evidence.terms()?;
    let asked = json!({
        "course": evidence.course.id.as_str(),
        "version": evidence.course.version,
        "module": evidence.module.id,
        "parts": terms.parts,
        "within_days": terms.within_days,
        "scenarios": scenarios,
    });
    let terms_sha256 = sha256_hex(&canonical(&asked)?);
    let root: String = root(&leaves)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let record = json!({
        "form": FORM,
        "version": VERSION,
        "asked": asked,
        "asked_sha256": terms_sha256,
        "parts": parts,
        "parts_root": root,
    });
    let bytes = canonical(&record)?;
    Ok(CourseRecord {
        sha256: sha256_hex(&bytes),
        bytes,
        terms_sha256,
        root,
    })
}

/// The sealed session of an attempt.
pub(super) fn verified_of<'a>(
    evidence: &'a CourseEvidence<'_>,
    exam: &ExamRecord,
) -> Result<&'a Verified, CourseCertifyError> {
    let mut sessions = evidence.sessions.iter();
    let part = sessions.find(|part| part.record.session == exam.session);
    let sealed = part.and_then(|part| part.verified.as_ref());
    sealed.ok_or_else(|| CourseCertifyError::Session {
        folder: exam.session.clone().into(),
        source: Box::new(super::CertifyError::NotSealed),
    })
}

fn test_value(at_unix_s: u64, test: &TestRecord) -> Value {
    let answer = |answer: &ItemAnswer| match answer {
        ItemAnswer::Options(options) => json!({ "options": options }),
        ItemAnswer::Number(number) => json!({ "number": number }),
    };
    let answers: Vec<Value> = test
        .answers
        .iter()
        .map(|(item, given)| json!([item, given.as_ref().map(answer)]))
        .collect();
    json!({
        "step": test.step.step,
        "kind": "test",
        "at_unix_s": at_unix_s,
        // A number of 64 bits is more than JSON's numbers hold.
        "seed": test.seed.to_string(),
        "answers": answers,
        "seconds": test.seconds,
        "is_time_up": test.is_time_up,
        "share": test.share,
        "cut": test.cut,
    })
}

fn exam_value(at_unix_s: u64, exam: &ExamRecord, sealed: &Verified) -> Value {
    let component = |of: &ComponentRecord| {
        json!({
            "metric": of.metric.word(),
            "share": of.share,
            "n": of.n,
            "cut": of.cut,
            "status": of.status.word(),
        })
    };
    let manifest = sealed.manifest.manifest();
    json!({
        "step": exam.step.step,
        "kind": "session",
        "at_unix_s": at_unix_s,
        "session": exam.session,
        "manifest_sha256": sealed.manifest_sha256,
        "journal_root": manifest.journal.merkle_root,
        "scenario": manifest.scenario.id,
        "scenario_sha256": manifest.scenario.content_sha256,
        "outcome": exam.outcome.word(),
        "components": exam.components.iter().map(component).collect::<Vec<_>>(),
    })
}

/// What was found of one fact of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordCheck {
    /// What was looked at.
    pub what: String,
    /// `Ok` with what was found, `Err` with why it does not hold.
    pub outcome: Result<String, String>,
}

/// Holds a record against the SHA-256 that a certificate states, and sealed sessions against the record. Whether the
/// sessions themselves hold is a matter of `session verify`.
#[must_use]
pub fn check_course_record(
    record: &[u8],
    stated_sha256: &str,
    sessions: &[&Path],
) -> Vec<RecordCheck> {
    let mut checks = vec![check("record", digest_holds(record, stated_sha256))];
    let parsed = parsed(record);
    let parts = match &parsed {
        Ok(value) => value["parts"].as_array().map_or(&[][..], Vec::as_slice),
        Err(_) => &[],
    };
    checks.push(check(
        "record's form",
        parsed
            .as_ref()
            .map(|_| format!("{} parts", parts.len()))
            .map_err(Clone::clone),
    ));
    for folder in sessions {
        let found = session_holds(folder, parts);
        checks.push(check(&folder.display().to_string(), found));
    }
    checks
}

fn check(what: &str, outcome: Result<String, String>) -> RecordCheck {
    RecordCheck {
        what: what.to_owned(),
        outcome,
    }
}

fn digest_holds(record: &[u8], stated: &str) -> Result<String, String> {
    let found = sha256_hex(record);
    if found == stated {
        return Ok(format!("SHA-256 {found}, as the certificate states"));
    }
    Err(format!("expected SHA-256 {stated}, found {found}"))
}

fn parsed(record: &[u8]) -> Result<Value, String> {
    let value: Value = serde_json::from_slice(record).map_err(|error| error.to_string())?;
    if value["form"] != FORM || value["version"] != VERSION {
        return Err(format!("expected {FORM} version {VERSION}"));
    }
    let is_canonical = canonical(&value).is_ok_and(|text| text == record);
    if !is_canonical {
        return Err("the text is not canonical JSON (RFC 8785)".to_owned());
    }
    Ok(value)
}

fn session_holds(folder: &Path, parts: &[Value]) -> Result<String, String> {
    let files = SessionFiles::read(folder).map_err(|error| error.to_string())?;
    let manifest = files.manifest.ok_or("the session is not sealed")?;
    let sha256 = sha256_hex(&manifest);
    let of = |part: &&Value| part["manifest_sha256"] == sha256.as_str();
    let part = parts.iter().find(of);
    let step = part.and_then(|part| part["step"].as_str());
    step.map(|step| format!("is the part {step}"))
        .ok_or_else(|| format!("no part has the manifest with SHA-256 {sha256}"))
}

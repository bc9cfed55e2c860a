//! A sealed session that was passed becomes a certificate, after everything about it has been checked once more.

mod course;
mod facts;

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use overread_certificate::{Identity, Issued, Issuer, Language, Signer, Timestamp};
use overread_exam::{SessionPlan, StampedEvent};
use overread_scenario::Scenario;
use overread_seal::{
    Check, CheckName, PublicKey, SealError, SecretKey, SessionFiles, SignedManifest, Verdict,
    check_score, sha256_hex,
};
use overread_store::{JournalReader, SessionFolder, StoreError};

use crate::{
    Debrief, GradeError, RunError, SittingError, debrief_with, grades_beside, read_scenario,
    score_json,
};

pub use course::{
    CourseCertifyError, CourseEvidence, CourseIssued, RecordCheck, SessionPart, certify_course,
    check_course_record, read_session_part,
};
pub use facts::{Certified, NotCertifiable, certificate_of};

/// Why a session gives no certificate.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CertifyError {
    /// The session's files cannot be read, or the manifest is none.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// Nobody sealed it.
    #[error("the session is not sealed: `overread session seal` does that")]
    NotSealed,
    /// A check of the sealed record failed, or could not be made.
    #[error("the sealed record does not hold:\n{0}")]
    Record(String),
    /// The journal cannot be read.
    #[error(transparent)]
    Journal(#[from] StoreError),
    /// The scenario's copy cannot be read.
    #[error(transparent)]
    Scenario(#[from] SittingError),
    /// The scenario's copy has faults, or is another one.
    #[error("the scenario's copy is not the one that was read: {0}")]
    OtherScenario(String),
    /// Grades that cannot be read.
    #[error(transparent)]
    Grades(#[from] GradeError),
    /// The score cannot be computed.
    #[error(transparent)]
    Score(#[from] RunError),
    /// The session gives no certificate.
    #[error(transparent)]
    NotCertifiable(#[from] NotCertifiable),
    /// The certificate cannot be made.
    #[error(transparent)]
    Issue(#[from] overread_certificate::IssueError),
}

/// What the centre says beside the session.
#[derive(Debug, Clone)]
pub struct CertifyWish<'a> {
    /// The language of the certificate.
    pub language: Language,
    /// The centre's name.
    pub issuer: &'a str,
    /// Where it is.
    pub place: Option<&'a str>,
    /// How the candidate stands in the credential.
    pub identity: Identity,
    /// Keys whose seals are trusted, beside the centre's own.
    pub trusted: &'a [PublicKey],
    /// Now.
    pub issued: Timestamp,
}

/// The centre's key as a certificate needs it.
struct CentreKey<'a> {
    secret: &'a SecretKey,
    public: [u8; 32],
}

impl Signer for CentreKey<'_> {
    fn public_key(&self) -> [u8; 32] {
        self.public
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.secret.sign(message)
    }
}

/// Checks the record in `folder`, computes its score anew, and issues the certificate that it gives.
///
/// # Errors
/// [`CertifyError`]; nothing is issued on a check that failed or was not made.
pub fn certify_session(
    folder: &Path,
    key: &SecretKey,
    wish: &CertifyWish<'_>,
) -> Result<Issued, CertifyError> {
    let trusted: Vec<PublicKey> = wish.trusted.iter().copied().chain([key.public()]).collect();
    let record = verified(folder, &trusted)?;
    let public = *key.public().bytes();
    let certificate = certificate_of(&Certified {
        plan: &record.plan,
        events: &record.events,
        score: &record.debrief.score,
        pass: record.debrief.pass.as_ref(),
        manifest: record.manifest.manifest(),
        manifest_sha256: record.manifest_sha256,
        language: wish.language,
        issuer: Issuer {
            name: wish.issuer.to_owned(),
            place: wish.place.map(str::to_owned),
            key: public,
        },
        identity: wish.identity,
        issued: wish.issued,
    })?;
    let seat = record.plan.design.certification.as_ref();
    let candidate = seat
        .map(|seat| &seat.candidate)
        .cloned()
        .unwrap_or_default();
    let signer = CentreKey {
        secret: key,
        public,
    };
    let issued = overread_certificate::issue(
        &certificate,
        candidate.name.trim(),
        candidate.number.trim(),
        &signer,
    )?;
    Ok(issued)
}

/// A sealed session whose record holds, with its score computed anew.
pub(crate) struct Verified {
    plan: SessionPlan,
    events: Vec<StampedEvent>,
    debrief: Debrief,
    manifest: SignedManifest,
    manifest_sha256: String,
}

/// Checks the sealed record of a session in every way, and computes its score anew.
fn verified(folder: &Path, trusted: &[PublicKey]) -> Result<Verified, CertifyError> {
    let files = SessionFiles::read(folder)?;
    let manifest_bytes = files.manifest.as_deref().ok_or(CertifyError::NotSealed)?;
    let report = overread_seal::verify(&files, trusted);
    hold(&report.checks)?;
    let manifest = SignedManifest::parse(manifest_bytes)?;
    let (plan, events, debrief) = scored(folder)?;
    hold(&[check_score(
        manifest.manifest(),
        &score_json(&debrief.score),
    )])?;
    Ok(Verified {
        plan,
        events,
        debrief,
        manifest_sha256: sha256_hex(manifest_bytes),
        manifest,
    })
}

/// Plan, events and score of a session; nothing is said of its seal.
fn scored(folder: &Path) -> Result<(SessionPlan, Vec<StampedEvent>, Debrief), CertifyError> {
    let folder = SessionFolder::at(folder);
    let journal = JournalReader::read(&folder.journal_path())?;
    let scenario = scenario_of(&read_scenario(&folder.scenario_path())?)?;
    if scenario.hash != journal.plan.scenario_hash {
        let found = format!(
            "expected hash {}, found {}",
            journal.plan.scenario_hash, scenario.hash
        );
        return Err(CertifyError::OtherScenario(found));
    }
    let grades = grades_beside(&folder.journal_path(), &journal.plan)?;
    let debrief = debrief_with(&journal.plan, &scenario, &journal.events, grades)?;
    Ok((journal.plan, journal.events, debrief))
}

/// 16 bytes that nobody could guess, for [`Identity::Hashed`].
///
/// # Errors
/// If the system gives no random numbers.
pub fn random_salt() -> io::Result<[u8; 16]> {
    let mut bytes = [0; 16];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Passed and flagged checks hold: what is flagged stands on the certificate as an incident.
fn hold(checks: &[Check]) -> Result<(), CertifyError> {
    let open: Vec<String> = checks
        .iter()
        .filter(|check| match check.verdict {
            Verdict::Passed | Verdict::Flagged => false,
            Verdict::Failed => true,
            Verdict::NotChecked => is_needed(check),
        })
        .map(ToString::to_string)
        .collect();
    if open.is_empty() {
        Ok(())
    } else {
        Err(CertifyError::Record(open.join("\n")))
    }
}

/// What has to be checked before anything is certified.
fn is_needed(check: &Check) -> bool {
    matches!(
        check.name,
        CheckName::Journal
            | CheckName::Chain
            | CheckName::Payloads
            | CheckName::Root
            | CheckName::Facts
            | CheckName::Signatures
            | CheckName::KnownKeys
            | CheckName::Scenario
            | CheckName::Ended
            | CheckName::ScoreHash
            | CheckName::Score
    )
}

fn scenario_of(text: &str) -> Result<Scenario, CertifyError> {
    let (scenario, found) = overread_scenario::check(text);
    scenario.ok_or_else(|| {
        let faults: Vec<String> = found.all().iter().map(ToString::to_string).collect();
        CertifyError::OtherScenario(faults.join("\n"))
    })
}

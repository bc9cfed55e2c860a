//! The parts of a module's certification become one certificate: sealed sessions and a knowledge test, bound together by
//! digests. Who passes is decided in the learning crate.

mod course_facts;
mod record;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use overread_certificate::{FactError, Issued};
use overread_exam::{Candidate, PassOutcome};
use overread_learning::{
    Attempt, Certification, ExamRecord, PageLanguage, StepId, TestRecord, reason_text, status_text,
};
use overread_scenario::{Course, CourseModule, ModuleCertification, StepKind};
use overread_seal::{PublicKey, SecretKey};
use overread_store::SessionFolder;

use super::{CentreKey, CertifyError, CertifyWish, NotCertifiable, Verified, scored, verified};

pub use record::{RecordCheck, check_course_record};

/// Why a module gives no certificate.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CourseCertifyError {
    /// The module has no certification.
    #[error("the module {0} gives no certificate")]
    NoTerms(String),
    /// A session that is no part of it.
    #[error("{}: the session read {found}, which is no part of the certification", .folder.display())]
    NoPart {
        /// The session's folder.
        folder: PathBuf,
        /// The scenario that it read.
        found: String,
    },
    /// A journal whose time of writing the system does not tell: an old part could pass for a new one, or the other way.
    #[error("{}: when the session was written is not known: {source}", .folder.display())]
    NoTime {
        /// The session's folder.
        folder: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A session whose record cannot be read, or does not hold.
    #[error("{}: {source}", .folder.display())]
    Session {
        /// Its folder.
        folder: PathBuf,
        /// Why.
        source: Box<CertifyError>,
    },
    /// Parts of several people.
    #[error("the parts are of different people: {0}")]
    OtherPerson(String),
    /// A part that is not passed.
    #[error("the certification is not passed:\n{0}")]
    NotPassed(String),
    /// Facts that no certificate can state.
    #[error(transparent)]
    Facts(#[from] NotCertifiable),
    /// A record that cannot be written as JSON.
    #[error("the record cannot be written: {0}")]
    Record(#[from] overread_seal::CanonicalError),
    /// The certificate cannot be made.
    #[error(transparent)]
    Issue(#[from] overread_certificate::IssueError),
}

impl From<FactError> for CourseCertifyError {
    fn from(error: FactError) -> Self {
        Self::Facts(error.into())
    }
}

/// A session that is a part of a certification.
pub struct SessionPart {
    /// What its pass rule said, by the score that was computed anew.
    pub record: ExamRecord,
    /// When it was sealed, else when its journal was written last, seconds since 1970.
    pub at_unix_s: u64,
    /// Who sat it.
    pub candidate: Candidate,
    /// Who read, by the name at the workstation.
    pub reader: String,
    /// The sealed record; `None` where the seal was not asked for.
    verified: Option<Verified>,
}

impl std::fmt::Debug for SessionPart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SessionPart")
            .field("record", &self.record)
            .field("is_verified", &self.verified.is_some())
            .finish_non_exhaustive()
    }
}

/// Reads a session as a part of a module's certification: it must have read the scenario of one of its steps, to the
/// letter. With `trusted` the sealed record is verified in every way, with the keys of whoever may have sealed it.
///
/// # Errors
/// [`CourseCertifyError`].
pub fn read_session_part(
    folder: &Path,
    course: &Course,
    module: &CourseModule,
    course_folder: &Path,
    trusted: Option<&[PublicKey]>,
) -> Result<SessionPart, CourseCertifyError> {
    let told = |source: CertifyError| CourseCertifyError::Session {
        folder: folder.to_owned(),
        source: Box::new(source),
    };
    let verified = trusted
        .map(|trusted| verified(folder, trusted))
        .transpose()
        .map_err(told)?;
    let (plan, debrief, at_unix_s) = match &verified {
        Some(record) => {
            let at = record.manifest.manifest().sealed_unix_s;
            (record.plan.clone(), record.debrief.clone(), at)
        }
        None => {
            let (plan, _, debrief) = scored(folder).map_err(told)?;
            (plan, debrief, written(folder)?)
        }
    };
    let no_part = || CourseCertifyError::NoPart {
        folder: folder.to_owned(),
        found: format!("{} ({})", plan.scenario, plan.scenario_hash),
    };
    let step =
        step_of(module, course_folder, &plan.scenario_hash.to_string()).ok_or_else(no_part)?;
    let pass = debrief.pass.as_ref().ok_or_else(no_part)?;
    let step = StepId {
        course: course.id.clone(),
        module: module.id.clone(),
        step,
    };
    let seat = plan.design.certification.as_ref();
    Ok(SessionPart {
        record: ExamRecord::of(step, plan.session.as_str(), pass),
        at_unix_s,
        candidate: seat.map(|seat| seat.candidate.clone()).unwrap_or_default(),
        reader: plan.reader.as_str().to_owned(),
        verified,
    })
}

fn written(folder: &Path) -> Result<u64, CourseCertifyError> {
    let journal = SessionFolder::at(folder).journal_path();
    let modified = fs::metadata(journal).and_then(|known| known.modified());
    let since = modified.and_then(|at| at.duration_since(UNIX_EPOCH).map_err(io::Error::other));
    since
        .map(|since| since.as_secs())
        .map_err(|source| CourseCertifyError::NoTime {
            folder: folder.to_owned(),
            source,
        })
}

/// The part whose scenario has that hash.
fn step_of(module: &CourseModule, course_folder: &Path, hash: &str) -> Option<String> {
    let terms = module.certification.as_ref()?;
    let mut parts = terms.parts.iter();
    let found = parts.find(|part| {
        let kind = module.step(part).map(|step| &step.kind);
        let Some(StepKind::Cases { file, .. }) = kind else {
            return false;
        };
        let text = crate::read_scenario(&course_folder.join(file));
        let scenario = text.ok().and_then(|text| overread_scenario::check(&text).0);
        scenario.is_some_and(|scenario| scenario.hash.to_string() == hash)
    });
    found.cloned()
}

/// Everything that a certification rests on.
pub struct CourseEvidence<'a> {
    /// The course.
    pub course: &'a Course,
    /// The module that gives the certificate.
    pub module: &'a CourseModule,
    /// The sessions of its parts.
    pub sessions: Vec<SessionPart>,
    /// The learner's tests, each with the time of its end, seconds since 1970, from the learner's log.
    pub tests: Vec<(u64, TestRecord)>,
    /// The name in the learner's log; `None` where there is no log.
    pub learner: Option<&'a str>,
}

impl CourseEvidence<'_> {
    fn terms(&self) -> Result<&ModuleCertification, CourseCertifyError> {
        let terms = self.module.certification.as_ref();
        terms.ok_or_else(|| CourseCertifyError::NoTerms(self.module.id.clone()))
    }

    /// The state of each part, and the verdict over all.
    ///
    /// A test is judged anew by the keys of the course; one of another version of it, or with other answers than its
    /// questions, does not count.
    ///
    /// # Errors
    /// [`CourseCertifyError::NoTerms`].
    pub fn verdict(&self) -> Result<Certification, CourseCertifyError> {
        let sessions = self.sessions.iter();
        let sessions = sessions.map(|part| (part.at_unix_s, Attempt::Exam(part.record.clone())));
        let tests = self.tests.iter().filter_map(|(at, test)| {
            let anew = overread_learning::test_record(
                self.course,
                &test.step,
                test.seed,
                test.answers.clone(),
                test.seconds,
                test.is_time_up,
            )?;
            (anew.version == test.version).then_some((*at, Attempt::Test(anew)))
        });
        let attempts: Vec<(u64, Attempt)> = sessions.chain(tests).collect();
        Ok(Certification::of_attempts(self.terms()?, &attempts))
    }

    /// One person sat all of it, by every name that is there.
    fn one_person(&self) -> Result<Candidate, CourseCertifyError> {
        let Some(first) = self.sessions.first() else {
            return Err(CourseCertifyError::OtherPerson(
                "nobody sat a session".to_owned(),
            ));
        };
        for part in &self.sessions {
            if part.candidate != first.candidate || part.reader != first.reader {
                let found = format!(
                    "{} ({}) as {} and {} ({}) as {}",
                    first.candidate.name,
                    first.candidate.number,
                    first.reader,
                    part.candidate.name,
                    part.candidate.number,
                    part.reader
                );
                return Err(CourseCertifyError::OtherPerson(found));
            }
        }
        match self.learner {
            Some(learner) if learner.trim() != first.reader => {
                let found = format!(
                    "the log is of {learner:?}, the sessions of {:?}",
                    first.reader
                );
                Err(CourseCertifyError::OtherPerson(found))
            }
            Some(_) | None => Ok(first.candidate.clone()),
        }
    }
}

/// A certificate of a module with the record that its digests name.
#[derive(Debug)]
pub struct CourseIssued {
    /// PDF, badge and credential.
    pub issued: Issued,
    /// The record of the certification, canonical JSON; the credential holds its SHA-256.
    pub record: Vec<u8>,
}

/// Issues the certificate of a module to whoever passed every part of it.
///
/// # Errors
/// [`CourseCertifyError`]; nothing is issued on a part that is not passed, not sealed or of another person.
pub fn certify_course(
    evidence: &CourseEvidence<'_>,
    key: &SecretKey,
    wish: &CertifyWish<'_>,
) -> Result<CourseIssued, CourseCertifyError> {
    let verdict = evidence.verdict()?;
    if verdict.outcome != PassOutcome::Passed {
        return Err(CourseCertifyError::NotPassed(open_parts(&verdict)));
    }
    let candidate = evidence.one_person()?;
    let public = *key.public().bytes();
    let record = record::record_of(evidence, &verdict)?;
    let certificate = course_facts::facts(evidence, &verdict, &record, wish, public)?;
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
    Ok(CourseIssued {
        issued,
        record: record.bytes,
    })
}

/// Each part that is not passed with its reasons, a line each.
fn open_parts(verdict: &Certification) -> String {
    let open = verdict
        .parts
        .iter()
        .filter(|part| part.status != overread_learning::PartStatus::Passed);
    let lines = open.map(|part| {
        let language = PageLanguage::En;
        let reasons: Vec<String> = part
            .reasons
            .iter()
            .map(|reason| reason_text(reason, language))
            .collect();
        let status = status_text(part.status, language);
        format!(
            "{}: {status}{}",
            part.step,
            reasons.iter().map(|r| format!("; {r}")).collect::<String>()
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

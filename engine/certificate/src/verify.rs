//! What holds of a certificate: each check by its name. No clock, no network; keys and time are passed in.

use crate::baking::{BakingError, MAX_PNG_BYTES, unbake};
use crate::certificate::{Candidate, Certificate};
use crate::check_code::{CheckCode, CheckCodeError};
use crate::credential::{self, CredentialError, MAX_CREDENTIAL_BYTES};
use crate::multibase::did_key;
use crate::page::{self, Compared, MAX_PDF_BYTES};
use crate::proof::{Digests, holds};
use crate::timestamp::Timestamp;

/// What is checked, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckName {
    /// The file holds a credential of the fixed shape, with the two known contexts and no other key.
    Form,
    /// The signature is one of the stated issuer over this content.
    Proof,
    /// The issuer's key is one of those that are trusted.
    Issuer,
    /// Now is within the stated dates.
    Dates,
    /// The stated facts say that the candidate passed.
    Passed,
    /// The code is that of this credential.
    CheckCode,
    /// The pages are those that follow from the credential.
    Page,
}

impl CheckName {
    /// One word for reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Proof => "proof",
            Self::Issuer => "issuer",
            Self::Dates => "dates",
            Self::Passed => "passed",
            Self::CheckCode => "check code",
            Self::Page => "page",
        }
    }
}

/// What a check came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    Holds(String),
    /// It does not.
    Refused(String),
    /// It could not be made; that is not the same as holding.
    NotMade(String),
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Which.
    pub name: CheckName,
    /// What it came to, and why.
    pub outcome: Outcome,
}

/// All checks over one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What the credential states, whether or not that can be trusted; `None` where its form was refused.
    pub certificate: Option<Certificate>,
    /// The code of this credential; `None` where its form was refused.
    pub check_code: Option<CheckCode>,
    /// In order; those after a refused form are not there.
    pub checks: Vec<Check>,
}

impl Report {
    /// Whether every check was made and holds.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.certificate.is_some()
            && self
                .checks
                .iter()
                .all(|check| matches!(check.outcome, Outcome::Holds(_)))
    }

    /// The first check that was refused or not made.
    #[must_use]
    pub fn first_fault(&self) -> Option<&Check> {
        self.checks
            .iter()
            .find(|check| !matches!(check.outcome, Outcome::Holds(_)))
    }
}

/// Why a file is not looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// Neither JSON, PNG nor PDF.
    #[error(
        "expected a credential (JSON), a badge (PNG) or a certificate (PDF), found another file"
    )]
    Kind,
    /// The code that was given is none.
    #[error("the code is none: {0}")]
    Code(#[from] CheckCodeError),
}

enum Carrier {
    Json,
    Png,
    Pdf,
}

/// Checks a credential (JSON), a baked badge (PNG) or a certificate (PDF) against the keys that are trusted (Ed25519)
/// and, where one is given, the check code that somebody read out.
///
/// # Errors
/// [`VerifyError`] if there is nothing to check.
pub fn verify(
    file: &[u8],
    trusted: &[[u8; 32]],
    now: Timestamp,
    code: Option<&str>,
) -> Result<Report, VerifyError> {
    let code = code.map(str::parse::<CheckCode>).transpose()?;
    let carrier = carrier(file).ok_or(VerifyError::Kind)?;
    let mut report = Report {
        certificate: None,
        check_code: None,
        checks: Vec::new(),
    };
    let json = match taken_out(&carrier, file) {
        Ok(json) => json,
        Err(reason) => {
            report.refuse(CheckName::Form, reason);
            return Ok(report);
        }
    };
    let (certificate, document, proof) = match credential::read(json.as_bytes()) {
        Ok(read) => read,
        Err(error) => {
            report.refuse(CheckName::Form, error.to_string());
            return Ok(report);
        }
    };
    report.hold(
        CheckName::Form,
        "an Open Badges 3.0 credential with known contexts".to_owned(),
    );
    let digests = Digests::of(&document, &proof);
    let found_code = CheckCode::of_digest(&digests.document);
    let key = certificate.issuer.key;
    let did = did_key(&key);
    if holds(&proof, &digests.message(), &key) {
        report.hold(CheckName::Proof, format!("signed by {did}"));
    } else {
        let reason = format!("the content was changed after it was signed, or not signed by {did}");
        report.refuse(CheckName::Proof, reason);
    }
    report.push(CheckName::Issuer, issuer(&certificate, trusted));
    report.push(CheckName::Dates, dates(&certificate, now));
    if certificate.has_passed {
        report.hold(
            CheckName::Passed,
            "every component reached its cut score".to_owned(),
        );
    } else {
        report.refuse(
            CheckName::Passed,
            "it states that the candidate has not passed".to_owned(),
        );
    }
    if let Some(code) = code {
        if code == found_code {
            report.hold(CheckName::CheckCode, code.to_string());
        } else {
            let reason = format!("expected {found_code}, which is this credential's, found {code}");
            report.refuse(CheckName::CheckCode, reason);
        }
    }
    if let Carrier::Pdf = carrier {
        report.push(
            CheckName::Page,
            page_outcome(file, &certificate, &json, found_code),
        );
    }
    report.certificate = Some(certificate);
    report.check_code = Some(found_code);
    Ok(report)
}

impl Report {
    fn push(&mut self, name: CheckName, outcome: Outcome) {
        self.checks.push(Check { name, outcome });
    }

    fn hold(&mut self, name: CheckName, text: String) {
        self.push(name, Outcome::Holds(text));
    }

    fn refuse(&mut self, name: CheckName, reason: String) {
        self.push(name, Outcome::Refused(reason));
    }
}

fn carrier(file: &[u8]) -> Option<Carrier> {
    if file.starts_with(b"%PDF-") {
        Some(Carrier::Pdf)
    } else if file.starts_with(b"\x89PNG") {
        Some(Carrier::Png)
    } else if file.trim_ascii_start().starts_with(b"{") {
        Some(Carrier::Json)
    } else {
        None
    }
}

fn taken_out(carrier: &Carrier, file: &[u8]) -> Result<String, String> {
    let limit = match carrier {
        Carrier::Json => MAX_CREDENTIAL_BYTES,
        Carrier::Png => MAX_PNG_BYTES,
        Carrier::Pdf => MAX_PDF_BYTES,
    };
    if file.len() > limit {
        return Err(format!(
            "expected at most {limit} bytes, found {}",
            file.len()
        ));
    }
    match carrier {
        Carrier::Json => match std::str::from_utf8(file) {
            Ok(json) => Ok(json.to_owned()),
            Err(_) => Err(CredentialError::Json("it is not UTF-8".to_owned()).to_string()),
        },
        Carrier::Png => unbake(file).map_err(|error: BakingError| error.to_string()),
        Carrier::Pdf => page::attached(file).map_err(|error| error.to_string()),
    }
}

fn issuer(certificate: &Certificate, trusted: &[[u8; 32]]) -> Outcome {
    let issuer = &certificate.issuer;
    let did = did_key(&issuer.key);
    if trusted.contains(&issuer.key) {
        Outcome::Holds(format!("{} ({did})", issuer.name))
    } else if trusted.is_empty() {
        Outcome::NotMade(format!(
            "no trusted key was given: whether {did} is the key of {} is unknown",
            issuer.name
        ))
    } else {
        Outcome::Refused(format!(
            "{did} is none of the {} trusted keys",
            trusted.len()
        ))
    }
}

fn dates(certificate: &Certificate, now: Timestamp) -> Outcome {
    let from = certificate.issued;
    match certificate.valid_until {
        _ if now < from => Outcome::Refused(format!("valid only from {from}, now it is {now}")),
        Some(until) if now > until => {
            Outcome::Refused(format!("valid until {until}, now it is {now}"))
        }
        Some(until) => Outcome::Holds(format!("valid from {from} until {until}")),
        None => Outcome::Holds(format!("valid from {from} without end")),
    }
}

fn page_outcome(file: &[u8], certificate: &Certificate, json: &str, code: CheckCode) -> Outcome {
    match page::compare(file, certificate, json, code) {
        Compared::Same => {
            let shown = match &certificate.candidate {
                Candidate::Named { .. } => "the pages are those of the credential",
                Candidate::Hashed { .. } => {
                    "the pages are those of the credential; name and number fit its hashes"
                }
            };
            Outcome::Holds(shown.to_owned())
        }
        Compared::Differs(reason) => Outcome::Refused(reason),
        Compared::OtherForm(reason) => Outcome::NotMade(reason),
    }
}

#[cfg(test)]
mod tests;

//! What a certificate states. Facts in, facts out: who, by whom, of which session, under which conditions, measured how.

use sha2::{Digest as _, Sha256};

use crate::faults::{self, FactError};
use crate::measure::Measure;
use crate::metric::Metric;
use crate::multibase::hex;
use crate::timestamp::Timestamp;
use crate::words::Language;

/// Everything that is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The language of all its texts.
    pub language: Language,
    /// What is certified.
    pub title: String,
    /// To whom.
    pub candidate: Candidate,
    /// By whom.
    pub issuer: Issuer,
    /// Of which session.
    pub session: SessionRecord,
    /// How the session was held.
    pub conditions: Conditions,
    /// What was measured, in the order in which it is shown; those with a cut score decided.
    pub metrics: Vec<Metric>,
    /// Whether the rule of the scenario was met.
    pub has_passed: bool,
    /// Valid from.
    pub issued: Timestamp,
    /// Valid until; `None` without end.
    pub valid_until: Option<Timestamp>,
}

/// How a candidate stands in the credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// Name and number in plain text.
    Plain,
    /// Salted SHA-256 of each: whoever knows the name can check it, nobody can read it.
    Hashed {
        /// 16 bytes that nobody could guess.
        salt: [u8; 16],
    },
}

/// The candidate, as the credential has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Candidate {
    /// In plain text.
    Named {
        /// First and last name.
        name: String,
        /// The number at the centre.
        number: String,
    },
    /// As salted hashes.
    Hashed {
        /// Of the name: `sha256$` and 64 digits.
        name: String,
        /// Of the number.
        number: String,
        /// 32 digits of lower-case hex.
        salt: String,
    },
}

impl Candidate {
    /// The candidate `name` with the number `number`, shown as `identity` says.
    #[must_use]
    pub fn of(name: &str, number: &str, identity: Identity) -> Self {
        match identity {
            Identity::Plain => Self::Named {
                name: name.to_owned(),
                number: number.to_owned(),
            },
            Identity::Hashed { salt } => {
                let salt = hex(&salt);
                Self::Hashed {
                    name: identity_hash(name, &salt),
                    number: identity_hash(number, &salt),
                    salt,
                }
            }
        }
    }

    /// Whether this is the candidate with that name and number.
    #[must_use]
    pub fn is(&self, name: &str, number: &str) -> bool {
        match self {
            Self::Named {
                name: own_name,
                number: own_number,
            } => own_name == name && own_number == number,
            Self::Hashed {
                name: own_name,
                number: own_number,
                salt,
            } => {
                *own_name == identity_hash(name, salt) && *own_number == identity_hash(number, salt)
            }
        }
    }
}

/// Open Badges 3.0, IdentityHash: the identity, then the salt.
fn identity_hash(identity: &str, salt: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(identity.as_bytes());
    hash.update(salt.as_bytes());
    format!("sha256${}", hex(&hash.finalize()))
}

/// The centre that issues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub place: Option<String>,
    /// Its Ed25519 public key.
    pub key: [u8; 32],
}

/// The session that is certified. Digests are 64 digits of lower-case hex.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRecord {
    /// Its id.
    pub id: String,
    /// The id of its scenario.
    pub scenario: String,
    /// The digest of the scenario.
    pub scenario_sha256: String,
    /// The Merkle root over the records of its journal.
    pub journal_root: String,
    /// The digest of its signed manifest.
    pub manifest_sha256: String,
    /// The program and its version.
    pub software: String,
    /// The AI services with their versions; `None` where none was used.
    pub services: Option<String>,
}

/// When the reader learned which advice was wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disclosure {
    /// After the end, every case by name.
    AfterTheEnd,
    /// Never.
    Never,
}

/// How the session was held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conditions {
    /// The reading mode, in words.
    pub mode: String,
    /// How many cases were read.
    pub n_cases: u32,
    /// How long it took; `None` where it was not measured.
    pub minutes: Option<u32>,
    /// Whether a supervisor's signed orders began and ended it.
    pub is_supervised: bool,
    /// Whether leaving the window was recorded as an incident.
    pub is_locked_down: bool,
    /// How many incidents were recorded.
    pub n_incidents: u32,
    /// The share of the cases in which the AI was wrong; `None` without AI.
    pub wrong_ai: Option<Measure>,
    /// When the wrong ones were disclosed.
    pub disclosure: Disclosure,
    /// The share of abnormal cases: exams hold more of them than practice does.
    pub prevalence: Option<Measure>,
}

impl Certificate {
    /// Whether it says what a certificate can say, without contradiction.
    ///
    /// # Errors
    /// [`FactError`] with the fact's name.
    pub fn check(&self) -> Result<(), FactError> {
        faults::check(self)
    }
}

#[cfg(test)]
pub(crate) mod examples;

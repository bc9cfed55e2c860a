//! The signed manifest of a sealed session: what was read under which rules, the root over its journal, its score.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::canonical::canonical;
use crate::error::SealError;
use crate::facts::{Facts, Header, text};
use crate::files;
use crate::hex::{hex, sha256_hex};
use crate::journal::{Leaves, leaves};
use crate::keys::SecretKey;
use crate::merkle::root;
use crate::proof::{CheckedProof, add_proof, check_proofs};
use crate::session_files::{JOURNAL_FILE, MANIFEST_FILE, MAX_JOURNAL, MAX_MANIFEST, SCENARIO_FILE};

/// The word by which a manifest is known.
const FORMAT: &str = "overread-manifest";

/// Its version.
const VERSION: u32 = 1;

/// What is signed when a session is sealed. Hashes are SHA-256 in lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// `overread-manifest`.
    pub format: String,
    /// 1.
    pub version: u32,
    /// The session.
    pub session: String,
    /// Who read.
    pub reader: String,
    /// Who sat the examination for a certificate; `None` for other sessions.
    pub candidate: Option<CandidateFact>,
    /// What was read.
    pub scenario: ScenarioFact,
    /// The hash of the journal's first record, which holds the plan.
    pub plan_sha256: String,
    /// The reading mode.
    pub mode: String,
    /// The rubric of the score.
    pub rubric: String,
    /// The program with its version.
    pub software: String,
    /// Whether unsigned plugins could run.
    pub is_developer_mode: bool,
    /// The cases in their order.
    pub cases: Vec<CaseFact>,
    /// The services that may have answered.
    pub services: Vec<ServiceFact>,
    /// The exam plugin, if there is one.
    pub exam_plugin: Option<ServiceFact>,
    /// The hash of the plan of AI errors, fixed before the session.
    pub ai_plan_sha256: Option<String>,
    /// The hash of the truth that was scored against, where the sealer knows it: the word of its form and a colon before the
    /// digits; the first form has none.
    pub truth_sha256: Option<String>,
    /// The journal.
    pub journal: JournalFact,
    /// The score, where there is one.
    pub score: Option<ScoreFact>,
    /// When the session began, seconds since 1970.
    pub started_unix_s: u64,
    /// When it was sealed, seconds since 1970.
    pub sealed_unix_s: u64,
}

/// Who sat an examination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CandidateFact {
    /// The name for the certificate.
    pub name: String,
    /// The centre's number.
    pub number: String,
    /// Which attempt, from 1.
    pub attempt: u32,
}

/// The scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioFact {
    /// Its id.
    pub id: String,
    /// The hash of its content, as the plan has it.
    pub content_sha256: String,
    /// The hash of the bytes of the copy beside the journal.
    pub copy_sha256: String,
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseFact {
    /// Its id.
    pub id: String,
    /// The hash of its images, where the sealer knows it.
    pub sha256: Option<String>,
}

/// A service or plugin by what it is known by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceFact {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The hash of its bundle; `None` where there is no bundle.
    pub bundle_sha256: Option<String>,
    /// Each model with its hash.
    pub models_sha256: Vec<(String, String)>,
}

impl ServiceFact {
    /// Out of a journal's words, which say more.
    pub(crate) fn of(service: &Value) -> Option<Self> {
        let models = service.get("models_sha256")?.as_array()?;
        let model = |model: &Value| {
            let [name, hash] = model.as_array()?.as_slice() else {
                return None;
            };
            Some((name.as_str()?.to_owned(), hash.as_str()?.to_owned()))
        };
        Some(Self {
            id: text(service, "id")?.to_owned(),
            version: text(service, "version")?.to_owned(),
            bundle_sha256: text(service, "bundle_sha256").map(str::to_owned),
            models_sha256: models.iter().map(model).collect::<Option<_>>()?,
        })
    }
}

/// The journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JournalFact {
    /// Records, the header counted.
    pub n_records: u64,
    /// Bytes of the file.
    pub n_bytes: u64,
    /// The chain hash after the last record.
    pub chain_sha256: String,
    /// The root of the Merkle tree of RFC 6962 over all payloads.
    pub merkle_root: String,
}

impl JournalFact {
    pub(crate) fn of(leaves: &Leaves<'_>) -> Self {
        Self {
            n_records: leaves.leaves.len() as u64,
            n_bytes: leaves.n_bytes,
            chain_sha256: hex(&leaves.chain),
            merkle_root: hex(&root(&leaves.hashes())),
        }
    }
}

/// The score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreFact {
    /// The hash of its canonical JSON.
    pub sha256: String,
    /// The score itself.
    pub value: Value,
}

impl ScoreFact {
    /// The score as JSON text.
    ///
    /// # Errors
    /// [`SealError::Score`] if the text is no JSON.
    pub fn of(json: &str) -> Result<Self, SealError> {
        let no = |error: String| SealError::Score(error);
        let value: Value = serde_json::from_str(json).map_err(|error| no(error.to_string()))?;
        let text = canonical(&value).map_err(|error| no(error.to_string()))?;
        // Read back, so that it is the same value as after a way through a file.
        let value = serde_json::from_slice(&text).map_err(|error| no(error.to_string()))?;
        Ok(Self {
            sha256: sha256_hex(&text),
            value,
        })
    }
}

/// What a seal holds that does not stand in the journal.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SealInput {
    /// The hash of the images of a case, for those cases where it is known.
    pub case_sha256: BTreeMap<String, String>,
    /// The hash of the truth.
    pub truth_sha256: Option<String>,
    /// The score.
    pub score: Option<ScoreFact>,
    /// Now, seconds since 1970.
    pub sealed_unix_s: u64,
}

impl Manifest {
    /// The manifest of a journal that has ended, with the bytes of the scenario's copy.
    ///
    /// # Errors
    /// [`SealError::Journal`] if it is not sound, [`SealError::NotEnded`].
    pub fn of(
        leaves: &Leaves<'_>,
        scenario_copy: &[u8],
        input: SealInput,
    ) -> Result<Self, SealError> {
        if let Some(fault) = leaves.faults.first() {
            return Err(SealError::Journal(fault.to_string()));
        }
        let header = header_of(leaves).map_err(SealError::Journal)?;
        let facts = Facts::of(leaves);
        if let Some((record, what)) = facts.not_events.first() {
            return Err(SealError::Journal(format!("record {record}: {what}")));
        }
        if facts.ended.is_none() {
            return Err(SealError::NotEnded);
        }
        Ok(Self::from_parts(
            leaves,
            &header,
            sha256_hex(scenario_copy),
            input,
        ))
    }

    /// What the journal says, beside what it does not say.
    pub(crate) fn from_parts(
        leaves: &Leaves<'_>,
        header: &Header,
        copy_sha256: String,
        input: SealInput,
    ) -> Self {
        let SealInput {
            mut case_sha256,
            truth_sha256,
            score,
            sealed_unix_s,
        } = input;
        let of_candidate = |field: &str| header.certification(field).and_then(Value::as_str);
        let candidate = of_candidate("candidate_name").map(|name| CandidateFact {
            name: name.to_owned(),
            number: of_candidate("candidate_number")
                .unwrap_or_default()
                .to_owned(),
            attempt: header
                .certification("attempt")
                .and_then(Value::as_u64)
                .and_then(|attempt| u32::try_from(attempt).ok())
                .unwrap_or_default(),
        });
        let case = |id: String| CaseFact {
            sha256: case_sha256.remove(&id),
            id,
        };
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            session: header.text("session"),
            reader: header.text("reader"),
            candidate,
            scenario: ScenarioFact {
                id: header.text("scenario"),
                content_sha256: header.text("scenario_sha256"),
                copy_sha256,
            },
            plan_sha256: leaves
                .leaves
                .first()
                .map_or_else(String::new, |leaf| hex(&leaf.sha256)),
            mode: header.text("mode"),
            rubric: header.text("rubric"),
            software: header.text("software"),
            is_developer_mode: header.is_developer_mode(),
            cases: header.cases().into_iter().map(case).collect(),
            services: header.services(),
            exam_plugin: header.exam_plugin(),
            ai_plan_sha256: header.ai_plan_sha256(),
            truth_sha256,
            journal: JournalFact::of(leaves),
            score,
            started_unix_s: header.started_unix_s,
            sealed_unix_s,
        }
    }
}

pub(crate) fn header_of(leaves: &Leaves<'_>) -> Result<Header, String> {
    let first = leaves.leaves.first().ok_or("there is no record")?;
    Header::of(first.payload).map_err(|what| format!("record 0: {what}"))
}

/// A manifest with the signatures over it.
#[derive(Debug, Clone, PartialEq)]
pub struct SignedManifest {
    document: Value,
    manifest: Manifest,
}

impl SignedManifest {
    /// Signs a manifest at the time that it says.
    ///
    /// # Errors
    /// [`SealError::Manifest`] if it cannot be written.
    pub fn sign(manifest: Manifest, key: &SecretKey) -> Result<Self, SealError> {
        let document = serde_json::to_value(&manifest);
        let document = document.map_err(|error| SealError::Manifest(error.to_string()))?;
        let created_unix_s = manifest.sealed_unix_s;
        let mut signed = Self { document, manifest };
        signed.add_signature(key, created_unix_s)?;
        Ok(signed)
    }

    /// Adds a signature: that of a supervisor beside that of the workstation.
    ///
    /// # Errors
    /// [`SealError::Proof`] if there are too many.
    pub fn add_signature(&mut self, key: &SecretKey, now_unix_s: u64) -> Result<(), SealError> {
        add_proof(&mut self.document, key, &date_time(now_unix_s))
    }

    /// Reads a manifest. Whether its signatures hold is told by [`SignedManifest::signatures`].
    ///
    /// # Errors
    /// [`SealError::Manifest`] if the bytes are not the canonical text of a manifest of a known version.
    pub fn parse(bytes: &[u8]) -> Result<Self, SealError> {
        let no = |what: String| SealError::Manifest(what);
        let document: Value =
            serde_json::from_slice(bytes).map_err(|error| no(error.to_string()))?;
        // One text for one manifest: no key twice, no space where something could hide.
        let is_canonical = canonical(&document).is_ok_and(|text| text == bytes);
        if !is_canonical {
            return Err(no("it is not canonical JSON (RFC 8785)".to_owned()));
        }
        Self::of_document(document)
    }

    pub(crate) fn of_document(document: Value) -> Result<Self, SealError> {
        let no = |what: String| SealError::Manifest(what);
        let format = text(&document, "format").unwrap_or_default();
        let version = document.get("version").and_then(Value::as_u64);
        if format != FORMAT || version != Some(VERSION.into()) {
            return Err(no(format!("expected {FORMAT} of version {VERSION}")));
        }
        let mut bare = document.clone();
        if let Some(object) = bare.as_object_mut() {
            object.remove("proof");
        }
        let manifest = serde_json::from_value(bare).map_err(|error| no(error.to_string()))?;
        Ok(Self { document, manifest })
    }

    /// What was signed.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The whole document, signatures and all.
    #[must_use]
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// Every signature, checked.
    ///
    /// # Errors
    /// [`SealError::Proof`] if one has not the form of a signature.
    pub fn signatures(&self) -> Result<Vec<CheckedProof>, SealError> {
        check_proofs(&self.document)
    }

    /// The canonical text, for the file.
    ///
    /// # Errors
    /// [`SealError::Manifest`] if it cannot be written.
    pub fn to_bytes(&self) -> Result<Vec<u8>, SealError> {
        canonical(&self.document).map_err(|error| SealError::Manifest(error.to_string()))
    }
}

/// Seals the session of a folder: reads its journal and its scenario, and writes `manifest.json` beside them.
///
/// # Errors
/// As [`Manifest::of`], and [`SealError::Io`]; a manifest that is there already is never replaced.
pub fn seal_folder(
    folder: &Path,
    input: SealInput,
    key: &SecretKey,
) -> Result<SignedManifest, SealError> {
    let journal = files::read(&folder.join(JOURNAL_FILE), MAX_JOURNAL)?;
    let scenario = files::read(&folder.join(SCENARIO_FILE), MAX_MANIFEST)?;
    let manifest = Manifest::of(&leaves(&journal), &scenario, input)?;
    let signed = SignedManifest::sign(manifest, key)?;
    files::write_new(&folder.join(MANIFEST_FILE), &signed.to_bytes()?, 0o644)?;
    Ok(signed)
}

/// Adds a signature to the manifest of a folder, if its root is that of the journal beside it.
///
/// # Errors
/// [`SealError::Journal`] if the journal is another one, [`SealError::Manifest`] if there is no sound manifest,
/// [`SealError::Io`].
pub fn countersign_folder(
    folder: &Path,
    key: &SecretKey,
    now_unix_s: u64,
) -> Result<SignedManifest, SealError> {
    let journal = files::read(&folder.join(JOURNAL_FILE), MAX_JOURNAL)?;
    let leaves = leaves(&journal);
    if let Some(fault) = leaves.faults.first() {
        return Err(SealError::Journal(fault.to_string()));
    }
    let path = folder.join(MANIFEST_FILE);
    let mut signed = SignedManifest::parse(&files::read(&path, MAX_MANIFEST)?)?;
    if JournalFact::of(&leaves) != signed.manifest.journal {
        return Err(SealError::Journal(
            "it is not the one that was sealed".to_owned(),
        ));
    }
    if signed.signatures()?.iter().any(|proof| !proof.is_valid) {
        return Err(SealError::Manifest(
            "a signature on it does not hold".to_owned(),
        ));
    }
    signed.add_signature(key, now_unix_s)?;
    files::replace(&path, &signed.to_bytes()?)?;
    Ok(signed)
}

/// Date and time as `2026-11-25T10:47:58Z`.
///
/// Source of the calendar: days since 1970 counted from 1 March of year 0 in eras of 400 years (146,097 days).
fn date_time(unix_s: u64) -> String {
    let (days, second) = (unix_s / 86_400, unix_s % 86_400);
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests;

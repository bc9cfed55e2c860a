//! Recorded AI results: what another system said about a case, read from files in place of a service that is run.
//!
//! Opening never fails: what cannot be read is a failed result with the reason, and never a silent negative.

mod judge;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use overread_base::{
    AiResult, AiStatus, CaseId, Diagnostics, FailureKind, LocalText, NotRunReason, ServiceId,
    ServiceIdentity, Severity, StudyUid,
};
use overread_dicom::{Library, RecordedResult, read_ai_results};
use overread_exam::RecordedSource;
use overread_scenario::{Case, CaseSource, ReadingMode, Scenario};
use overread_store::{read_recorded_result, sha256};

pub use judge::judge_result;

/// The most files of one recorded result.
const MAX_FILES: usize = 2000;
/// The deepest folder of one recorded result.
const MAX_DEPTH: u32 = 8;
/// The largest file of a recorded result, bytes.
const MAX_FILE_BYTES: u64 = 1 << 30;
/// The most remarks on the reading that a result carries.
const MAX_REMARKS: usize = 20;

/// What was recorded about one case.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    identity: ServiceIdentity,
    sha256: String,
    results: BTreeMap<StudyUid, AiResult>,
    /// Why there is nothing.
    failure: Option<String>,
}

impl Recorded {
    /// Reads a file or folder: DICOM objects, or one JSON file of `overread ai import`.
    ///
    /// `images` is the folder of the case's DICOM files, through which pixel coordinates become millimetres; `None` for
    /// a synthetic case.
    #[must_use]
    pub fn read(path: &Path, images: Option<&Path>) -> Self {
        let files = match files_of(path) {
            Ok(files) => files,
            Err(why) => return Self::failed(unknown_service(), nil_digest(), why),
        };
        let digest = match digest_of(path, &files) {
            Ok(digest) => digest,
            Err(why) => return Self::failed(unknown_service(), nil_digest(), why),
        };
        let is_json = |file: &PathBuf| {
            file.extension()
                .is_some_and(|e| e.eq_ignore_ascii_case("json"))
        };
        let read = match files.as_slice() {
            [file] if is_json(file) => read_json(file).map(|result| vec![result]),
            _ => read_objects(path, images),
        };
        let results = match read {
            Ok(results) if results.is_empty() => {
                return Self::failed(
                    unknown_service(),
                    digest,
                    "no DICOM objects with an AI result, and no recorded result in JSON".to_owned(),
                );
            }
            Ok(results) => results,
            Err(why) => return Self::failed(unknown_service(), digest, why),
        };
        Self::of(results, digest)
    }

    fn of(results: Vec<AiResult>, sha256: String) -> Self {
        let identity = results
            .first()
            .map_or_else(unknown_service, |first| first.service.clone());
        let by_study = |mut result: AiResult| {
            // The results of one case are one service's word; objects of several makers were named in reading.
            result.service = identity.clone();
            (result.study.clone(), result)
        };
        Self {
            results: results.into_iter().map(by_study).collect(),
            identity,
            sha256,
            failure: None,
        }
    }

    fn failed(identity: ServiceIdentity, sha256: String, why: String) -> Self {
        Self {
            identity,
            sha256,
            results: BTreeMap::new(),
            failure: Some(why),
        }
    }

    /// Who said it, as far as the record says so.
    #[must_use]
    pub fn identity(&self) -> &ServiceIdentity {
        &self.identity
    }

    /// SHA-256 of all that was read, lower-case hex: of the one file, or of the list of files with their own.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// What was recorded, by study.
    pub fn results(&self) -> impl Iterator<Item = &AiResult> {
        self.results.values()
    }

    /// The result for a study: what was recorded about it, or a failed result with the reason.
    #[must_use]
    pub fn result_for(&self, study: &StudyUid) -> AiResult {
        if let Some(result) = self.results.get(study) {
            return result.clone();
        }
        let message = self.failure.clone().unwrap_or_else(|| {
            let studies: Vec<&str> = self.results.keys().map(StudyUid::as_str).collect();
            format!(
                "recorded about another study: expected {study}, found {}",
                studies.join(", ")
            )
        });
        self.result(
            study.clone(),
            AiStatus::Failed {
                kind: FailureKind::OutputInvalid,
                message: format!("the recorded result cannot be used: {message}"),
            },
        )
    }

    /// The result for a case whose images could not be opened: nothing is revealed without its images.
    #[must_use]
    pub(crate) fn without_images(&self, study: StudyUid, why: &str) -> AiResult {
        let status = AiStatus::NotRun {
            reason: NotRunReason::BadInput,
            message: why.to_owned(),
        };
        self.result(study, status)
    }

    fn result(&self, study: StudyUid, status: AiStatus) -> AiResult {
        AiResult {
            service: self.identity.clone(),
            study,
            status,
            elapsed: None,
        }
    }

    /// Its entry in the plan of a session.
    #[must_use]
    pub(crate) fn source(&self, case: &CaseId) -> RecordedSource {
        RecordedSource {
            case: case.clone(),
            service: self.identity.clone(),
            sha256: self.sha256.clone(),
        }
    }

    /// This record, if it is the one that a session began with; else one that says what is different.
    #[must_use]
    pub(crate) fn held_to(self, planned: &RecordedSource) -> Self {
        if self.sha256 == planned.sha256 && self.identity == planned.service {
            return self;
        }
        let why = self.failure.unwrap_or_else(|| {
            format!(
                "the session began with another one: expected SHA-256 {}, found {}",
                planned.sha256, self.sha256
            )
        });
        tracing::warn!("case {}: {why}", planned.case);
        Self::failed(planned.service.clone(), planned.sha256.clone(), why)
    }
}

/// The records that the cases of a scenario name, read from below `studies`. None in a mode without AI.
#[must_use]
pub(crate) fn recorded_of(
    scenario: &Scenario,
    cases: &[CaseId],
    studies: &Path,
) -> BTreeMap<CaseId, Recorded> {
    if scenario.mode == ReadingMode::Unaided {
        return BTreeMap::new();
    }
    let wanted = scenario
        .cases
        .iter()
        .filter(|case| cases.contains(&case.id));
    wanted
        .filter_map(|case| Some((case.id.clone(), record_of(case, studies)?)))
        .collect()
}

fn record_of(case: &Case, studies: &Path) -> Option<Recorded> {
    let recorded = case.recorded.as_ref()?;
    let images = match &case.source {
        CaseSource::Dicom(source) => Some(studies.join(&source.folder)),
        CaseSource::Phantom(_) => None,
    };
    Some(Recorded::read(&studies.join(recorded), images.as_deref()))
}

fn read_json(file: &Path) -> Result<AiResult, String> {
    let text = String::from_utf8(read_within(file, MAX_FILE_BYTES)?);
    let text = text.map_err(|error| error.to_string())?;
    let result = read_recorded_result(&text).map_err(|error| error.to_string())?;
    judge_result(&result)?;
    Ok(result)
}

fn read_objects(path: &Path, images: Option<&Path>) -> Result<Vec<AiResult>, String> {
    let mut of_images = Diagnostics::default();
    let library = match images {
        // The images' own faults are told where the images are opened.
        Some(folder) => overread_dicom::open_folder(folder, &mut of_images).unwrap_or_default(),
        None => Library::default(),
    };
    let mut found = Diagnostics::default();
    let results = read_ai_results(path, &library, &mut found).map_err(|error| error.to_string())?;
    let remarks = remarks(&found);
    let mut all = Vec::new();
    for RecordedResult { mut result, .. } in results {
        judge_result(&result)?;
        if let AiStatus::Done(report) = &mut result.status {
            report.warnings.extend(remarks.iter().cloned());
        }
        all.push(result);
    }
    Ok(all)
}

/// What was lost in reading, for whoever reads the result; with the names of files, not their folders.
fn remarks(found: &Diagnostics) -> Vec<LocalText> {
    let errors = found.all().iter().filter(|d| d.severity == Severity::Error);
    let remark = |d: &overread_base::Diagnostic| {
        let file = Path::new(&d.place).file_name();
        let place = file.map_or_else(
            || d.place.clone(),
            |name| name.to_string_lossy().into_owned(),
        );
        LocalText {
            locale: "en".to_owned(),
            value: format!("{} ({place})", d.message),
        }
    };
    errors.map(remark).take(MAX_REMARKS).collect()
}

/// The files of a record, in the order of their names.
fn files_of(path: &Path) -> Result<Vec<PathBuf>, String> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    if !path.is_dir() {
        return Err("its file or folder is not there".to_owned());
    }
    let mut files = Vec::new();
    let mut folders = vec![(path.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| error.to_string())?;
        for entry in entries {
            let entry = entry.map_err(|error| error.to_string())?;
            let kind = entry.file_type().map_err(|error| error.to_string())?;
            if kind.is_dir() && depth < MAX_DEPTH {
                folders.push((entry.path(), depth + 1));
            } else if kind.is_file() {
                files.push(entry.path());
            }
        }
        if files.len() > MAX_FILES {
            return Err(format!("its folder holds more than {MAX_FILES} files"));
        }
    }
    files.sort();
    Ok(files)
}

/// SHA-256 of one file's bytes, or of a list `digest  name` of the files of a folder.
fn digest_of(root: &Path, files: &[PathBuf]) -> Result<String, String> {
    let mut list = String::new();
    for file in files {
        let digest = hex(&sha256(&read_within(file, MAX_FILE_BYTES)?));
        if file == root {
            return Ok(digest);
        }
        let name = file.strip_prefix(root).unwrap_or(file);
        list.push_str(&format!("{digest}  {}\n", name.to_string_lossy()));
    }
    Ok(hex(&sha256(list.as_bytes())))
}

/// The bytes of a file, if they are at most `limit`; a file may grow while it is read.
fn read_within(file: &Path, limit: u64) -> Result<Vec<u8>, String> {
    let told = |error: io::Error| error.to_string();
    let opened = File::open(file).map_err(told)?;
    let stated = opened.metadata().map_err(told)?.len();
    let mut bytes = Vec::new();
    if stated <= limit {
        let mut within = opened.take(limit.saturating_add(1));
        within.read_to_end(&mut bytes).map_err(told)?;
    }
    let found = stated.max(bytes.len() as u64);
    if found > limit {
        return Err(format!("a file of {found} bytes, at most {limit} are read"));
    }
    Ok(bytes)
}

fn hex(digest: &[u8; 32]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The digest of nothing, for what could not be read.
fn nil_digest() -> String {
    hex(&sha256(&[]))
}

/// The service of a record that cannot be read.
fn unknown_service() -> ServiceIdentity {
    ServiceIdentity {
        id: ServiceId::new("unknown.unknown")
            .unwrap_or_else(|_| unreachable!("a constant that is a service id")),
        name: vec![LocalText {
            locale: "en".to_owned(),
            value: "unnamed service".to_owned(),
        }],
        version: "not stated".to_owned(),
        bundle_digest: None,
        model_digests: Vec::new(),
        intended_use: Vec::new(),
        operating_point: None,
    }
}

#[cfg(test)]
mod tests;

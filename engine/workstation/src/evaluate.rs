//! Runs a service over synthetic studies of known truth and keeps a row for each, so that a run cut short goes on.

mod plan;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use overread_base::{Code, Difficulty, LesionKind, LesionRole, PhantomKind, Seed, ServiceIdentity};
use overread_evaluation::{CaseFacts, Row, RowError, Truth, judge, target_words};
use overread_phantom::{Acquisition, CaseRequest, Phantom, Sex, SyntheticStudy, draw_lesions};
use overread_plugin_host::Job;
use rayon::prelude::*;

use crate::library::LibraryError;
use crate::services::{Service, job_series};
use crate::step::StepProgress;
use crate::synthetic;

pub use plan::{EvaluationPlan, PlanError};

/// Synthetic studies by seed, none of which a service was trained on.
#[derive(Debug, Clone, PartialEq)]
pub struct PhantomSet {
    /// The kind of study.
    pub kind: PhantomKind,
    /// How hard the studies are.
    pub difficulty: Difficulty,
    /// The seed of the first study; further ones count up.
    pub first_seed: u64,
    /// How many studies.
    pub count: u32,
    /// How probable it is that a study holds a target of the service, 0 to 1.
    pub prevalence: f64,
    /// How the images are made.
    pub acquisition: Acquisition,
}

/// Why an evaluation cannot go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EvaluateError {
    /// The file of rows cannot be read or written.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file of rows holds something else.
    #[error("{}: {source}", .path.display())]
    Row {
        /// The file.
        path: PathBuf,
        /// Which line, and why.
        source: RowError,
    },
    /// A study cannot be made.
    #[error("{case}: {source}")]
    Case {
        /// The study.
        case: String,
        /// Why.
        source: Box<LibraryError>,
    },
    /// The service finds nothing that such studies can hold.
    #[error(
        "{service} names no finding that a phantom of kind {kind} can hold (it names: {named})"
    )]
    NoTarget {
        /// The service.
        service: String,
        /// The kind of study.
        kind: &'static str,
        /// What it names.
        named: String,
    },
}

/// The file of an evaluation: rows, added one by one as studies are done.
#[derive(Debug)]
pub struct EvaluationFile {
    path: PathBuf,
    rows: Vec<Row>,
}

impl EvaluationFile {
    /// Opens the file, or starts it. A last line that was cut off is dropped.
    ///
    /// # Errors
    /// [`EvaluateError::Io`] and [`EvaluateError::Row`] name the file and what is wrong with it.
    pub fn open(path: &Path) -> Result<Self, EvaluateError> {
        let io = |source| EvaluateError::Io {
            path: path.to_owned(),
            source,
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(io)?;
        }
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(io(error)),
        };
        let rows = Row::read_all(&text).map_err(|source| EvaluateError::Row {
            path: path.to_owned(),
            source,
        })?;
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        if whole < text.len() {
            let file = OpenOptions::new().write(true).open(path).map_err(io)?;
            file.set_len(whole as u64).map_err(io)?;
        }
        Ok(Self {
            path: path.to_owned(),
            rows,
        })
    }

    /// All rows, by service, version and case.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }
}

/// Runs the service over the set, several studies at a time; what the file holds already is not done again.
///
/// `on_row` hears how many studies of the set are done.
///
/// # Errors
/// [`EvaluateError`]; rows that were done stay in the file.
pub fn evaluate(
    service: &Service,
    targets: &[Code],
    set: &PhantomSet,
    file: &mut EvaluationFile,
    on_row: &(dyn Fn(usize) + Sync),
) -> Result<(), EvaluateError> {
    if target_words(set.kind, targets).is_empty() {
        let named = targets
            .iter()
            .map(|code| format!("{}:{}", code.scheme, code.value));
        return Err(EvaluateError::NoTarget {
            service: service.identity().id.as_str().to_owned(),
            kind: set.kind.word(),
            named: named.collect::<Vec<_>>().join(", "),
        });
    }
    let io = |source| EvaluateError::Io {
        path: file.path.clone(),
        source,
    };
    let digest = &service.identity().bundle_digest;
    let known: BTreeSet<&str> = file
        .rows
        .iter()
        .filter(|row| row.service == service.identity().id.as_str() && row.digest == *digest)
        .map(|row| row.case.as_str())
        .collect();
    let seeds = (0..u64::from(set.count)).map(|n| set.first_seed.saturating_add(n));
    let open: Vec<u64> = seeds
        .filter(|seed| !known.contains(set.case(*seed).as_str()))
        .collect();
    let done = AtomicUsize::new(set.count as usize - open.len());
    on_row(done.load(Ordering::Relaxed));
    let out = OpenOptions::new()
        .create(true)
        .append(true)
        .open(&file.path)
        .map_err(io)?;
    let out = Mutex::new((out, Vec::new()));
    let result = open.par_iter().try_for_each(|&seed| {
        let row = one(service, targets, set, seed)?;
        keep(&out, row).map_err(io)?;
        on_row(done.fetch_add(1, Ordering::Relaxed) + 1);
        Ok(())
    });
    let (_, rows) = out
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    file.rows.extend(rows);
    file.rows.sort_by(|a, b| {
        let key = |row: &Row| (row.service.clone(), row.version.clone(), row.case.clone());
        key(a).cmp(&key(b))
    });
    result
}

/// Adds a row as one line, whole.
fn keep(out: &Mutex<(File, Vec<Row>)>, row: Row) -> std::io::Result<()> {
    let line = row.to_line().map_err(std::io::Error::other)?;
    let mut out = out
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    out.0.write_all(format!("{line}\n").as_bytes())?;
    out.1.push(row);
    Ok(())
}

impl PhantomSet {
    /// Whether a row is that of a study of the set, by this service.
    #[must_use]
    pub fn holds(&self, row: &Row, service: &ServiceIdentity) -> bool {
        let mut seeds = (0..u64::from(self.count)).map(|n| self.first_seed.saturating_add(n));
        row.service == service.id.as_str()
            && row.digest == service.bundle_digest
            && seeds.any(|seed| row.case == self.case(seed))
    }

    /// The name of a study of the set.
    fn case(&self, seed: u64) -> String {
        format!("{}/{}/{seed}", self.kind.word(), self.difficulty.word())
    }

    /// What a study of the set is asked to hold.
    fn request(&self, seed: u64, targets: &[Code]) -> CaseRequest {
        let seed = Seed(seed);
        let is_abnormal = seed.child("evaluation").rng().unit() < self.prevalence;
        // Harmless things that are taken for findings are what false alarms come from.
        let harmless = LesionKind::of(self.kind).filter(|kind| kind.role == LesionRole::Imitator);
        let among: Vec<_> = target_words(self.kind, targets)
            .into_iter()
            .chain(harmless)
            .collect();
        CaseRequest {
            difficulty: self.difficulty,
            lesions: draw_lesions(self.kind, seed, self.difficulty, is_abnormal, &among),
            acquisition: self.acquisition.clone(),
            ..CaseRequest::new(self.kind, seed)
        }
    }
}

/// One study: made, shown to the service, judged.
fn one(
    service: &Service,
    targets: &[Code],
    set: &PhantomSet,
    seed: u64,
) -> Result<Row, EvaluateError> {
    let case = set.case(seed);
    let fault = |source: LibraryError| EvaluateError::Case {
        case: case.clone(),
        source: Box::new(source),
    };
    let request = set.request(seed, targets);
    let phantom = Phantom::plan(&request).map_err(|error| fault(error.into()))?;
    let images = synthetic::images_of(&phantom, &StepProgress::default()).map_err(fault)?;
    let job = Job {
        seed: Seed(0),
        ..Job::new(images.study.clone(), job_series(&images))
    };
    let result = service.analyze(&job);
    let study = phantom.study();
    let truth = Truth {
        truth: &study.truth,
        targets,
        phantom: Some(set.kind),
    };
    let facts = CaseFacts {
        case,
        kind: set.kind.word().to_owned(),
        difficulty: Some(set.difficulty.word().to_owned()),
        groups: groups(study, targets),
    };
    Ok(judge(&result, truth, &facts))
}

/// What subgroups are made of: sex, age, scanner, and the size of the largest target.
fn groups(study: &SyntheticStudy, targets: &[Code]) -> BTreeMap<String, String> {
    let patient = &study.patient;
    let sex = match patient.sex {
        Sex::Female => "F",
        Sex::Male => "M",
    };
    let age = match patient.age_years {
        0..50 => "below 50",
        50..70 => "50 to 69",
        _ => "70 and more",
    };
    let mut groups = BTreeMap::from([
        ("sex".to_owned(), sex.to_owned()),
        ("age".to_owned(), age.to_owned()),
    ]);
    let attributes = study.series.iter().flat_map(|series| &series.attributes);
    let mut models = attributes.filter(|(keyword, _)| *keyword == "ManufacturerModelName");
    if let Some((_, model)) = models.next() {
        groups.insert("scanner".to_owned(), model.clone());
    }
    let lesions = study.truth.lesions.iter();
    let of_target =
        lesions.filter(|lesion| targets.iter().any(|t| t.is_same_concept(&lesion.code)));
    let largest = of_target.map(|lesion| lesion.radius_mm).reduce(f64::max);
    if let Some(radius_mm) = largest {
        let size = match 2.0 * radius_mm {
            d if d < 10.0 => "below 10 mm",
            d if d < 20.0 => "10 to 19 mm",
            _ => "20 mm and more",
        };
        groups.insert("size".to_owned(), size.to_owned());
    }
    groups
}

#[cfg(test)]
mod tests;

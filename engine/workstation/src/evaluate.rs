//! Runs a service over studies of known truth and keeps a row for each, so that a run cut short goes on: here over
//! synthetic ones, in `own_studies` over those of the user.

mod file;
mod own_studies;
mod plan;
mod study_list;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use overread_base::{Code, Difficulty, LesionKind, LesionRole, PhantomKind, Seed, ServiceIdentity};
use overread_evaluation::{CaseFacts, Row, Scope, Truth, age_band, judge, size_band, target_words};
use overread_phantom::{Acquisition, CaseRequest, Phantom, Sex, SyntheticStudy, draw_lesions};
use overread_plugin_host::Job;
use rayon::prelude::*;

use crate::library::LibraryError;
use crate::services::{Service, job_series};
use crate::step::StepProgress;
use crate::synthetic;

pub use file::{EvaluateError, EvaluationFile};
pub use own_studies::{OwnStudies, evaluate_own};
pub use plan::{EvaluationPlan, PlanError};
pub use study_list::{ListedStudy, StudyList};

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
    let known: BTreeSet<&str> = file
        .rows_of(service.identity())
        .map(|row| row.case.as_str())
        .collect();
    let seeds = (0..u64::from(set.count)).map(|n| set.first_seed.saturating_add(n));
    let open: Vec<u64> = seeds
        .filter(|seed| !known.contains(set.case(*seed).as_str()))
        .collect();
    let done = AtomicUsize::new(set.count as usize - open.len());
    on_row(done.load(Ordering::Relaxed));
    let writer = file.writer()?;
    let result = open.par_iter().try_for_each(|&seed| {
        writer.keep(one(service, targets, set, seed)?)?;
        on_row(done.fetch_add(1, Ordering::Relaxed) + 1);
        Ok(())
    });
    let rows = writer.into_rows();
    file.take_over(rows);
    result
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
        scope: Scope::Whole,
        unstated: &[],
        markable: None,
        phantom: Some(set.kind),
    };
    let facts = CaseFacts {
        case,
        kind: set.kind.word().to_owned(),
        difficulty: Some(set.difficulty.word().to_owned()),
        groups: groups(study, targets),
        ..CaseFacts::default()
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
    let age = age_band(u32::from(patient.age_years));
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
        let size = size_band(2.0 * radius_mm);
        groups.insert("size".to_owned(), size.to_owned());
    }
    groups
}

#[cfg(test)]
mod tests;

//! Runs a service over the user's own studies beside the truth that the user wrote. A study that cannot be opened costs
//! its row and nothing else.

mod facts;

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::panic::AssertUnwindSafe;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use overread_base::{AiResult, AiStatus, Code, Diagnostics, NotRunReason, StudyUid};
use overread_evaluation::{
    CaseFacts, Row, Scope, StatedTruth, Status, StudyTruth, Truth, TruthTable, judge,
};
use overread_plugin_host::Job;
use overread_seal::sha256_hex;

use super::file::{EvaluateError, EvaluationFile};
use super::study_list::{ListedStudy, StudyList};
use crate::clock::{Clock as _, SystemClock};
use crate::images::CaseImages;
use crate::library::{LibraryError, open_folder};
use crate::services::{Service, job_series};
use crate::step::StepProgress;

/// Names in a remark; the rest are counted.
const MOST_NAMED: usize = 10;

/// How often a service in quarantine is released for one study.
const MOST_RELEASES: usize = 20;

/// Studies, each with the truth that is known of it.
#[derive(Debug, Clone)]
pub struct OwnStudies {
    studies: Vec<(ListedStudy, Option<StudyTruth>)>,
    judged: Vec<Code>,
    scope: Scope,
    remarks: Vec<String>,
}

impl OwnStudies {
    /// Finds the truth of each study of a list by its name, its folder as it is listed, or its Study Instance UID, for
    /// which the headers of studies without another truth are read.
    ///
    /// Studies without truth and truth without study are remarks: the rest is evaluated.
    ///
    /// # Errors
    /// Targets that the service does not have; a truth of which no study is listed.
    pub fn matched(
        list: StudyList,
        table: &TruthTable,
        targets: &[Code],
    ) -> Result<Self, Diagnostics> {
        let (judged, scope) = table.judged(targets)?;
        let mut used = BTreeSet::new();
        let mut studies: Vec<(ListedStudy, Option<StudyTruth>)> = list
            .studies
            .into_iter()
            .map(|study| {
                let keys = [&study.name, &study.written];
                let found = keys
                    .into_iter()
                    .find(|key| table.study(key).is_some())
                    .cloned();
                let truth = found.as_deref().and_then(|key| table.study(key)).cloned();
                used.extend(found);
                (study, truth)
            })
            .collect();
        let rest: BTreeMap<&str, &StudyTruth> = table
            .studies()
            .filter(|(name, _)| !used.contains(*name))
            .collect();
        if rest.keys().any(|name| is_uid(name)) {
            for (study, truth) in studies.iter_mut().filter(|(_, truth)| truth.is_none()) {
                let uid = uid_of(study, &rest);
                *truth = uid.as_deref().and_then(|uid| table.study(uid)).cloned();
                used.extend(uid);
            }
        }
        let lost = table.studies().filter(|(name, _)| !used.contains(*name));
        let lost: Vec<String> = lost
            .map(|(name, truth)| format!("{name} (line {})", truth.line))
            .collect();
        let bare = studies.iter().filter(|(_, truth)| truth.is_none());
        let bare: Vec<String> = bare.map(|(study, _)| study.name.clone()).collect();
        if bare.len() == studies.len() {
            let mut faults = Diagnostics::default();
            faults.error(
                "the truth",
                format!(
                    "no study of the list is in it: the list has {}; it has {}",
                    some_of(&bare),
                    some_of(&lost)
                ),
            );
            return Err(faults);
        }
        let remark = |what: &str, names: &[String]| {
            (!names.is_empty()).then(|| format!("{} {what}: {}", names.len(), some_of(names)))
        };
        let remarks = [
            remark(
                "studies have no truth and count for time and defects alone",
                &bare,
            ),
            remark("studies of the truth are not in the list", &lost),
        ];
        Ok(Self {
            studies,
            judged,
            scope,
            remarks: remarks.into_iter().flatten().collect(),
        })
    }

    /// How many studies.
    #[must_use]
    pub fn count(&self) -> usize {
        self.studies.len()
    }

    /// What is judged.
    #[must_use]
    pub fn judged(&self) -> &[Code] {
        &self.judged
    }

    /// Studies without truth and truth without study, in words.
    #[must_use]
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// Whether a row is of a study of the list.
    #[must_use]
    pub fn holds(&self, row: &Row) -> bool {
        self.studies.iter().any(|(study, _)| study.name == row.case)
    }

    /// SHA-256 of what a row is made of besides the service and the images.
    fn inputs(&self, truth: Option<&StudyTruth>) -> String {
        let said = truth.map(StudyTruth::canonical);
        let judged = self.judged.iter().map(ToString::to_string);
        let judged: Vec<String> = judged.collect();
        sha256_hex(format!("{said:?} {judged:?} {:?}", self.scope).as_bytes())
    }
}

fn is_uid(name: &str) -> bool {
    name.contains('.')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// The Study Instance UID of a listed study that a truth is known of.
fn uid_of(study: &ListedStudy, known: &BTreeMap<&str, &StudyTruth>) -> Option<String> {
    // What is wrong with a folder is told where it is opened for the service.
    let mut found = Diagnostics::default();
    let library = overread_dicom::open_folder(&study.folder, &mut found).ok()?;
    let uids = library.studies.iter().map(|study| study.uid.as_str());
    uids.filter(|uid| known.contains_key(uid))
        .map(str::to_owned)
        .next()
}

fn some_of(names: &[String]) -> String {
    let mut text = names
        .iter()
        .take(MOST_NAMED)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > MOST_NAMED {
        text.push_str(&format!(" and {} more", names.len() - MOST_NAMED));
    }
    if text.is_empty() {
        text.push_str("none");
    }
    text
}

/// Runs the service over the studies, `jobs` at a time; what the file holds already with the same truth is not done
/// again, but for studies that could not be opened.
///
/// `on_row` hears how many studies are done.
///
/// # Errors
/// [`EvaluateError`] if rows cannot be written; those that were done stay in the file.
pub fn evaluate_own(
    service: &Service,
    own: &OwnStudies,
    jobs: NonZeroUsize,
    file: &mut EvaluationFile,
    on_row: &(dyn Fn(usize) + Sync),
) -> Result<(), EvaluateError> {
    let known: BTreeSet<(&str, Option<&str>)> = file
        .rows_of(service.identity())
        .filter(|row| row.status != Status::NotOpened)
        .map(|row| (row.case.as_str(), row.inputs.as_deref()))
        .collect();
    let open: Vec<(&ListedStudy, Option<&StudyTruth>, String)> = own
        .studies
        .iter()
        .map(|(study, truth)| (study, truth.as_ref(), own.inputs(truth.as_ref())))
        .filter(|(study, _, inputs)| !known.contains(&(study.name.as_str(), Some(inputs.as_str()))))
        .collect();
    let done = AtomicUsize::new(own.count() - open.len());
    on_row(done.load(Ordering::Relaxed));
    let writer = file.writer()?;
    let next = AtomicUsize::new(0);
    let fault = Mutex::new(None);
    let stopped = |error| {
        next.store(usize::MAX / 2, Ordering::Relaxed);
        let mut fault = fault
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        fault.get_or_insert(error);
    };
    let work = || {
        while let Some((study, truth, inputs)) = open.get(next.fetch_add(1, Ordering::Relaxed)) {
            let row = row_of(service, own, study, *truth, inputs);
            match writer.keep(row) {
                Ok(()) => on_row(done.fetch_add(1, Ordering::Relaxed) + 1),
                Err(error) => stopped(error),
            }
        }
    };
    std::thread::scope(|scope| {
        // One of the jobs is done here: where no thread can be started the work is only slower.
        for n in 1..jobs.get().min(open.len().max(1)) {
            let thread = std::thread::Builder::new().name(format!("evaluate-{n}"));
            if let Err(source) = thread.spawn_scoped(scope, work) {
                tracing::warn!("fewer studies at a time than asked for: {source}");
            }
        }
        work();
    });
    let rows = writer.into_rows();
    file.take_over(rows);
    let fault = fault
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    fault.map_or(Ok(()), Err)
}

/// One study: opened, shown to the service, judged.
fn row_of(
    service: &Service,
    own: &OwnStudies,
    study: &ListedStudy,
    truth: Option<&StudyTruth>,
    inputs: &str,
) -> Row {
    let clock = SystemClock::start();
    // A fault of ours in opening ends this study, not the run.
    let opened = std::panic::catch_unwind(AssertUnwindSafe(|| {
        open_folder(&study.folder, None, &StepProgress::default())
    }));
    let opened = opened.unwrap_or(Err(LibraryError::Crashed));
    let opening_seconds = clock.now().0 as f64 / 1000.0;
    let stated = truth.map_or_else(
        || StatedTruth {
            truth: overread_base::CaseTruth::default(),
            unstated: own.judged.clone(),
        },
        |truth| truth.stated(&own.judged, own.scope),
    );
    let facts = CaseFacts {
        case: study.name.clone(),
        inputs: Some(inputs.to_owned()),
        opening_seconds: Some(opening_seconds),
        date: truth.and_then(|truth| truth.date.clone()),
        groups: facts::groups(None, truth, &stated),
        ..CaseFacts::default()
    };
    match opened {
        Ok(images) => judged_row(service, own, &images, truth, &stated, facts),
        Err(error) => not_opened(service, own, &stated, &facts, &error.to_string()),
    }
}

fn judged_row(
    service: &Service,
    own: &OwnStudies,
    images: &CaseImages,
    truth: Option<&StudyTruth>,
    stated: &StatedTruth,
    facts: CaseFacts,
) -> Row {
    let job = Job::new(images.study.clone(), job_series(images));
    let result = asked(service, &job);
    let markable = facts::markable(service, images);
    let facts = CaseFacts {
        kind: images
            .series
            .first()
            .map_or_else(String::new, |s| s.facts.modality.clone()),
        date: facts.date.or_else(|| facts::date(images)),
        groups: facts::groups(Some(images), truth, stated),
        remarks: facts::places_outside(&stated.truth, images),
        ..facts
    };
    judge(&result, own.truth(stated, Some(&markable)), &facts)
}

/// The service's result on this study, whatever it did on earlier ones: faults in a row keep a service from readers, but
/// here each study is asked about, so that each has its own word.
fn asked(service: &Service, job: &Job) -> AiResult {
    let quarantined = |result: &AiResult| {
        matches!(
            result.status,
            AiStatus::NotRun {
                reason: NotRunReason::Quarantined,
                ..
            }
        )
    };
    let mut result = service.analyze(job);
    // Another thread may bring it back into quarantine in between.
    for _ in 0..MOST_RELEASES {
        match service {
            Service::Ready(plugin, _) if quarantined(&result) => {
                plugin.release();
                result = service.analyze(job);
            }
            Service::Ready(..)
            | Service::Recorded { .. }
            | Service::Simulated { .. }
            | Service::Broken { .. } => break,
        }
    }
    result
}

/// The row of a study that nothing was asked about.
fn not_opened(
    service: &Service,
    own: &OwnStudies,
    stated: &StatedTruth,
    facts: &CaseFacts,
    reason: &str,
) -> Row {
    let nowhere =
        StudyUid::new("2.25.0").unwrap_or_else(|_| unreachable!("a constant that is a UID"));
    let mut row = judge(
        &service.not_run(nowhere, reason),
        own.truth(stated, None),
        facts,
    );
    row.status = Status::NotOpened;
    row.reason = Some(reason.to_owned());
    row.refusal = None;
    row.defects = Vec::new();
    row
}

impl OwnStudies {
    fn truth<'a>(
        &'a self,
        stated: &'a StatedTruth,
        markable: Option<&'a [overread_base::SeriesUid]>,
    ) -> Truth<'a> {
        Truth {
            truth: &stated.truth,
            targets: &self.judged,
            scope: self.scope,
            unstated: &stated.unstated,
            markable,
            phantom: None,
        }
    }
}

#[cfg(test)]
mod tests;

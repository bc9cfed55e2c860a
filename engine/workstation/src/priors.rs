//! The prior studies of a case: found beside the study to be read, or named by the scenario; read behind it.

use std::path::Path;

use overread_base::{Diagnostics, StudyUid};
use overread_dicom::{Library, Study};
use overread_scenario::DicomSource;

use crate::images::CaseImages;
use crate::library::series_of;
use crate::step::StepProgress;

/// The most prior studies of a case.
const MAX_PRIORS: usize = 6;

/// Adds the series of the case's prior studies behind those of its own study, the newest prior first.
///
/// The scenario names their folders. Where it says nothing, they are the older studies of the same patient in the
/// folder of the case; a case of one named series has none then. What cannot be read becomes a warning.
pub(crate) fn add(
    images: &mut CaseImages,
    source: &DicomSource,
    studies: &Path,
    progress: &StepProgress,
) {
    let mut found = Diagnostics::default();
    let mut priors = match &source.priors {
        Some(folders) => named(images, folders, studies, &mut found),
        None if source.series.is_some() => Vec::new(),
        None => beside(images, &studies.join(&source.folder)),
    };
    // The newest first; those without a date last, in the order given.
    priors.sort_by_key(|prior| std::cmp::Reverse(date_of(prior)));
    if priors.len() > MAX_PRIORS {
        let all = priors.len();
        found.warn(
            "prior studies",
            format!("only the newest {MAX_PRIORS} of {all} are shown"),
        );
    }
    let mut number = 0;
    for study in priors.iter().take(MAX_PRIORS) {
        let series = series_of(study, progress, &mut found);
        if series.is_empty() {
            found.warn(
                format!("prior study {}", study.uid),
                "nothing of it can be shown",
            );
            continue;
        }
        number += 1;
        images.series.extend(series.into_iter().map(|mut series| {
            series.facts.prior = number;
            series
        }));
    }
    let told = found.all().iter().map(ToString::to_string);
    images.warnings.extend(told);
}

/// The newest study of the same patient with images of the same kind, which is the one to be read.
pub(crate) fn newest_alike<'l>(library: &'l Library, study: &'l Study) -> &'l Study {
    let is_alike = |other: &&Study| {
        is_same_patient(other, study.patient.id.as_deref())
            && other.series.iter().any(|series| {
                let modality = &series.modality;
                study.series.iter().any(|own| own.modality == *modality)
            })
    };
    let newer = library
        .studies
        .iter()
        .filter(|other| date_of(study).is_some() && date_of(other) > date_of(study));
    newer
        .filter(is_alike)
        .max_by_key(|s| date_of(s))
        .unwrap_or(study)
}

/// A date as eight digits; other texts are no date.
fn date_of(study: &Study) -> Option<u32> {
    date(study.date.as_deref()?)
}

fn date(text: &str) -> Option<u32> {
    let text = text.trim();
    let is_date = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
    is_date.then(|| text.parse().ok()).flatten()
}

/// Whether a study is known to be of this patient.
fn is_same_patient(study: &Study, patient_id: Option<&str>) -> bool {
    study.patient.id.is_some() && study.patient.id.as_deref() == patient_id
}

/// The older studies of the same patient in a folder.
fn beside(images: &CaseImages, folder: &Path) -> Vec<Study> {
    let Some(current) = images.study_date.as_deref().and_then(date) else {
        return Vec::new();
    };
    // Its faults were told when the case was opened.
    let Ok(library) = overread_dicom::open_folder(folder, &mut Diagnostics::default()) else {
        return Vec::new();
    };
    let mut studies = library.studies;
    studies.retain(|study| {
        study.uid != images.study
            && !study.series.is_empty()
            && is_same_patient(study, images.patient.id.as_deref())
            && date_of(study).is_some_and(|date| date < current)
    });
    studies
}

/// The studies in the folders that the scenario names: of each folder the one with the most images.
fn named(
    images: &CaseImages,
    folders: &[String],
    studies: &Path,
    found: &mut Diagnostics,
) -> Vec<Study> {
    let mut priors: Vec<Study> = Vec::new();
    for folder in folders {
        let place = format!("prior study in {folder}");
        let opened = match overread_dicom::open_folder(&studies.join(folder), found) {
            Ok(library) => library,
            Err(error) => {
                found.error(place, error.to_string());
                continue;
            }
        };
        let is_known =
            |uid: &StudyUid| *uid == images.study || priors.iter().any(|p| p.uid == *uid);
        let n_frames = |study: &Study| study.series.iter().map(|s| s.frames.len()).sum::<usize>();
        let others = opened.studies.into_iter().filter(|s| !is_known(&s.uid));
        let with_images = others.filter(|study| n_frames(study) > 0);
        let Some(study) = with_images.max_by_key(n_frames) else {
            found.error(place, "no images of another study in it");
            continue;
        };
        let ids = (study.patient.id.as_deref(), images.patient.id.as_deref());
        if let (Some(prior), Some(current)) = ids
            && prior != current
        {
            found.warn(place, "its patient ID is not that of the study to be read");
        }
        priors.push(study);
    }
    priors
}

/// How many days before the date of a study another one was made, both `YYYYMMDD`; `None` where a date is unknown or
/// later.
pub(crate) fn days_before(current: Option<&str>, prior: Option<&str>) -> Option<u32> {
    let days = day_number(current?)? - day_number(prior?)?;
    u32::try_from(days).ok()
}

/// Days since 1 March of the year 0 in the Gregorian calendar; `None` for a text that is no date.
fn day_number(text: &str) -> Option<i64> {
    let date = i64::from(date(text)?);
    let (year, month, day) = (date / 10_000, date / 100 % 100, date % 100);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // A year that begins in March has its leap day at its end.
    let (year, month) = if month < 3 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1)
}

#[cfg(test)]
mod tests;

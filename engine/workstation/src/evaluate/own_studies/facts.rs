//! What is known of a user's study besides its truth: subgroups, day, series to be marked, places outside the images.

use std::collections::BTreeMap;

use overread_base::{CaseTruth, SeriesUid, Vec3};
use overread_evaluation::{StatedTruth, StudyTruth, age_band, day_of, size_band};

use crate::images::{CaseImages, ImageSeries};
use crate::services::Service;

/// What subgroups are made of: sex, age and scanner as the files give them, the size of the largest lesion, and above
/// those what the truth says.
pub(super) fn groups(
    images: Option<&CaseImages>,
    truth: Option<&StudyTruth>,
    stated: &StatedTruth,
) -> BTreeMap<String, String> {
    let mut groups = BTreeMap::new();
    if let Some(images) = images {
        let model = images
            .series
            .iter()
            .find_map(|series| series.attributes.get("ManufacturerModelName"));
        let age = images
            .patient
            .age
            .as_deref()
            .and_then(years_of)
            .map(age_band);
        let found = [
            ("sex", images.patient.sex.as_deref()),
            ("age", age),
            ("scanner", model.map(String::as_str)),
        ];
        for (by, value) in found {
            if let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) {
                groups.insert(by.to_owned(), value.to_owned());
            }
        }
    }
    let radii = stated.truth.lesions.iter().map(|lesion| lesion.radius_mm);
    let largest = radii.filter(|&radius| radius > 0.0).reduce(f64::max);
    if let Some(radius_mm) = largest {
        groups.insert("size".to_owned(), size_band(2.0 * radius_mm).to_owned());
    }
    for (by, value) in truth.iter().flat_map(|truth| &truth.groups) {
        let band = if by == "age" {
            value.parse().ok().map(age_band)
        } else {
            None
        };
        groups.insert(
            by.clone(),
            band.map_or_else(|| value.clone(), str::to_owned),
        );
    }
    groups
}

/// Whole years of an age string (AS), e.g. 63 of `063Y` and 0 of `008M`; `None` for what is none.
fn years_of(age: &str) -> Option<u32> {
    let age = age.trim();
    let unit = age.chars().last()?;
    let number: u32 = age.strip_suffix(unit)?.parse().ok()?;
    match unit {
        'Y' => Some(number),
        'M' => Some(number / 12),
        'W' => Some(number / 52),
        'D' => Some(number / 365),
        _ => None,
    }
}

pub(super) fn date(images: &CaseImages) -> Option<String> {
    day_of(images.study_date.as_deref()?.trim())
}

/// The series of the study itself, not of earlier ones, that are of a modality which the service names.
pub(super) fn markable(service: &Service, images: &CaseImages) -> Vec<SeriesUid> {
    let modalities = match service {
        Service::Ready(plugin, _) => plugin.manifest().clinical.modalities.as_slice(),
        Service::Recorded { .. } | Service::Simulated { .. } | Service::Broken { .. } => &[],
    };
    let is_read = |series: &&ImageSeries| {
        series.facts.prior == 0
            && (modalities.is_empty() || modalities.contains(&series.facts.modality))
    };
    let series = images.series.iter().filter(is_read);
    series.map(|series| series.facts.uid.clone()).collect()
}

/// Places of the truth that no image holds, in words: such a lesion can never be marked.
pub(super) fn places_outside(truth: &CaseTruth, images: &CaseImages) -> Vec<String> {
    let holds = |at: Vec3, on: Option<&SeriesUid>| {
        let mut series = images
            .series
            .iter()
            .filter(|series| on.is_none_or(|uid| *uid == series.facts.uid));
        series.any(|series| series.volume.geometry().contains(at))
    };
    let outside = truth.lesions.iter().filter_map(|lesion| {
        let on = lesion.views.first().map(|view| &view.series);
        let at = lesion.centre;
        let place = match on {
            Some(uid) => format!("on series {uid}"),
            None => "in the study".to_owned(),
        };
        (!holds(at, on)).then(|| {
            format!(
                "the truth has a lesion at ({}, {}, {}) mm, where there is no image {place}",
                at.x, at.y, at.z
            )
        })
    });
    outside.collect()
}

#[cfg(test)]
mod tests;

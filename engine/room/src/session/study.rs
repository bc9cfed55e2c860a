//! Loaded images as the panels take them: corner texts and series. Volumes are shared, not copied.

use overread_base::CaseId;
use overread_desk::{DeskSeries, DeskStudy};
use overread_workstation::CaseImages;

/// The images of a case for the panels.
pub(super) fn desk_study(case: CaseId, images: &CaseImages) -> DeskStudy {
    let patient = &images.patient;
    let age_and_sex = [
        patient.age.as_deref().map(readable_age),
        patient.sex.clone(),
    ];
    let age_and_sex: Vec<String> = age_and_sex.into_iter().flatten().collect();
    let patient_lines = [
        patient.name.clone(),
        patient.id.clone(),
        Some(age_and_sex.join("  ")),
    ];
    let study_lines = [
        images.study_date.as_deref().map(readable_date),
        images.description.clone(),
    ];
    let filled = |lines: &[Option<String>]| -> Vec<String> {
        let present = lines.iter().flatten().filter(|line| !line.is_empty());
        present.cloned().collect()
    };
    let series = images.series.iter().map(|series| DeskSeries {
        facts: series.facts.clone(),
        volume: series.volume.clone(),
        vois: series.vois.clone(),
        is_inverted: series.is_inverted,
        colour: series.colour.clone(),
        overlays: series.overlays.clone(),
    });
    DeskStudy {
        case,
        patient_lines: filled(&patient_lines),
        study_lines: filled(&study_lines),
        indication: images.indication.clone(),
        series: series.collect(),
        warnings: images.warnings.clone(),
    }
}

/// DICOM writes an age as `062Y`; other texts stay as they are.
fn readable_age(age: &str) -> String {
    let plain = age.trim_start_matches('0');
    if plain.len() > 1 && plain.ends_with(['Y', 'M', 'W', 'D']) {
        plain.to_owned()
    } else {
        age.to_owned()
    }
}

/// DICOM writes a date as `20261125`; other texts stay as they are.
fn readable_date(date: &str) -> String {
    let is_plain = date.len() == 8 && date.bytes().all(|byte| byte.is_ascii_digit());
    match (date.get(..4), date.get(4..6), date.get(6..)) {
        (Some(year), Some(month), Some(day)) if is_plain => format!("{year}-{month}-{day}"),
        _ => date.to_owned(),
    }
}

#[cfg(test)]
mod tests;

//! Mammograms whose archive made a study of each view: which of the library's studies are one examination.

use std::collections::BTreeMap;

use overread_base::Diagnostics;
use overread_dicom::Library;

use crate::library::views_of_one_examination;
use crate::studies::StudySummary;

/// The studies grouped into cases, in their order: alone, or as the views of one examination.
///
/// Views are one examination by the rule by which a folder of them is opened as one: single mammograms of one day, none
/// of them twice. De-identification that moves each patient's dates by itself keeps them apart.
pub(super) fn grouped(studies: Vec<StudySummary>) -> Vec<Vec<StudySummary>> {
    let mut by_day: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (idx, study) in studies.iter().enumerate() {
        let is_view = study.series.len() == 1
            && study
                .series
                .iter()
                .all(|series| series.modality == "MG" && series.n_frames == 1);
        if let Some(day) = study.date.clone().filter(|_| is_view) {
            by_day.entry(day).or_default().push(idx);
        }
    }
    by_day.retain(|_, idxs| is_one_examination(&studies, idxs));
    let mut groups: Vec<(usize, Vec<StudySummary>)> = Vec::new();
    let group_of = |idx: usize| by_day.values().find(|idxs| idxs.contains(&idx));
    for (idx, study) in studies.into_iter().enumerate() {
        let first = group_of(idx).and_then(|idxs| idxs.first().copied());
        let first = first.unwrap_or(idx);
        match groups.iter_mut().find(|(known, _)| *known == first) {
            Some((_, group)) => group.push(study),
            None => groups.push((first, vec![study])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn is_one_examination(studies: &[StudySummary], idxs: &[usize]) -> bool {
    if idxs.len() < 2 {
        return false;
    }
    let mut together = Library::default();
    for study in idxs.iter().filter_map(|&idx| studies.get(idx)) {
        let opened = overread_dicom::open_folder(&study.folder, &mut Diagnostics::default());
        let Ok(opened) = opened else {
            return false;
        };
        together.studies.extend(opened.studies);
    }
    views_of_one_examination(&together).is_some()
}

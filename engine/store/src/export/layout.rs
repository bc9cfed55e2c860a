//! The numbering of an export: cases, readers and modalities as whole numbers from 1, in one order everywhere.

use std::collections::{BTreeMap, BTreeSet};

use overread_base::{CaseId, ReaderId};
use overread_exam::{Observation, ReadPhase};

use super::{Export, ExportSession};

/// The numbers of an export.
pub(super) struct Layout<'a> {
    cases: BTreeMap<&'a CaseId, usize>,
    readers: Vec<&'a ReaderId>,
    modalities: Vec<String>,
}

impl<'a> Layout<'a> {
    pub(super) fn of(export: &'a Export) -> Self {
        let observations = export.sessions.iter().flat_map(|s| &s.observations);
        let cases: BTreeSet<&CaseId> = observations.clone().map(|row| &row.case).collect();
        let modalities: BTreeSet<String> = observations.map(modality).collect();
        let mut readers = Vec::new();
        for session in &export.sessions {
            if !readers.contains(&&session.plan.reader) {
                readers.push(&session.plan.reader);
            }
        }
        Self {
            cases: (1..)
                .zip(cases)
                .map(|(number, case)| (case, number))
                .collect(),
            readers,
            modalities: modalities.into_iter().collect(),
        }
    }

    /// Each case with its number, in the order of the ids.
    pub(super) fn cases(&self) -> impl Iterator<Item = (usize, &'a CaseId)> {
        self.cases.iter().map(|(case, number)| (*number, *case))
    }

    pub(super) fn case(&self, case: &CaseId) -> Option<usize> {
        self.cases.get(case).copied()
    }

    /// Each reader with its number.
    pub(super) fn readers(&self) -> impl Iterator<Item = (usize, &'a ReaderId)> {
        (1..).zip(self.readers.iter().copied())
    }

    pub(super) fn reader(&self, session: &ExportSession) -> Option<usize> {
        let place = self.readers.iter().position(|r| **r == session.plan.reader);
        place.map(|idx| idx + 1)
    }

    /// Each modality with its number.
    pub(super) fn modalities(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.modalities.iter().map(String::as_str))
    }

    pub(super) fn modality(&self, row: &Observation) -> Option<usize> {
        let name = modality(row);
        let place = self.modalities.iter().position(|known| *known == name);
        place.map(|idx| idx + 1)
    }
}

/// The condition that an answer was given under: the reading mode, and `first` where it is the answer before the AI.
pub(super) fn modality(row: &Observation) -> String {
    match row.phase {
        ReadPhase::First => format!("{}-first", row.mode.word()),
        ReadPhase::Final => row.mode.word().to_owned(),
    }
}

//! The numbering of an export: cases, readers and modalities as whole numbers from 1, in one order everywhere; and which
//! reads count where a layout has one a case.

use std::collections::{BTreeMap, BTreeSet};

use overread_base::{CaseId, CaseTruth, ReaderId, ScenarioId};
use overread_exam::{Observation, ReadPhase};
use overread_scenario::ScenarioHash;

use super::{Export, ExportSession};

/// Digits of a scenario's hash that tell versions of it apart in names.
const HASH_DIGITS: usize = 12;

/// A case as an export tells it apart: ids are unique in one scenario alone, and an edited scenario may keep its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct CaseKey<'a> {
    scenario: &'a ScenarioId,
    scenario_hash: [u8; 32],
    case: &'a CaseId,
}

impl<'a> CaseKey<'a> {
    fn of(session: &'a ExportSession, row: &'a Observation) -> Self {
        Self {
            scenario: &session.plan.scenario,
            scenario_hash: session.plan.scenario_hash.0,
            case: &row.case,
        }
    }
}

/// A case of an export.
pub(super) struct LayoutCase<'a> {
    pub(super) number: usize,
    /// Its id, with the scenario before it where there are several.
    pub(super) name: String,
    /// What is known of it.
    pub(super) truth: Option<&'a CaseTruth>,
}

/// The numbers of an export.
pub(super) struct Layout<'a> {
    cases: BTreeMap<CaseKey<'a>, LayoutCase<'a>>,
    readers: Vec<&'a ReaderId>,
    modalities: Vec<String>,
}

impl<'a> Layout<'a> {
    pub(super) fn of(export: &'a Export) -> Self {
        let keys: BTreeSet<CaseKey<'a>> = reads(export)
            .map(|(session, row)| CaseKey::of(session, row))
            .collect();
        let modalities: BTreeSet<String> = reads(export).map(|(_, row)| modality(row)).collect();
        let mut readers = Vec::new();
        for session in &export.sessions {
            if !readers.contains(&&session.plan.reader) {
                readers.push(&session.plan.reader);
            }
        }
        Self {
            cases: cases(export, &keys),
            readers,
            modalities: modalities.into_iter().collect(),
        }
    }

    /// The cases in the order of their numbers: that of the ids, scenario by scenario.
    pub(super) fn cases(&self) -> impl Iterator<Item = &LayoutCase<'a>> {
        self.cases.values()
    }

    /// The case of a read.
    pub(super) fn case(
        &self,
        session: &'a ExportSession,
        row: &'a Observation,
    ) -> Option<&LayoutCase<'a>> {
        self.cases.get(&CaseKey::of(session, row))
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

/// Numbers and names the cases; the scenario stands before a case by the rule by which an analysis of reads does it, and
/// some of its hash after its id where there are several versions of it.
fn cases<'a>(
    export: &'a Export,
    keys: &BTreeSet<CaseKey<'a>>,
) -> BTreeMap<CaseKey<'a>, LayoutCase<'a>> {
    let mut versions: BTreeMap<&ScenarioId, BTreeSet<[u8; 32]>> = BTreeMap::new();
    for key in keys {
        let known = versions.entry(key.scenario).or_default();
        known.insert(key.scenario_hash);
    }
    let n_scenarios: usize = versions.values().map(BTreeSet::len).sum();
    let name = |key: &CaseKey<'_>| {
        let has_versions = versions
            .get(key.scenario)
            .is_some_and(|known| known.len() > 1);
        if n_scenarios < 2 {
            key.case.to_string()
        } else if has_versions {
            let hash = ScenarioHash(key.scenario_hash).to_string();
            format!("{}@{hash:.HASH_DIGITS$}/{}", key.scenario, key.case)
        } else {
            format!("{}/{}", key.scenario, key.case)
        }
    };
    let truth = |key: &CaseKey<'_>| export.truths.get(&key.scenario_hash)?.get(key.case);
    let numbered = (1..).zip(keys);
    numbered
        .map(|(number, key)| {
            let case = LayoutCase {
                number,
                name: name(key),
                truth: truth(key),
            };
            (*key, case)
        })
        .collect()
}

/// All reads, session by session.
pub(super) fn reads(export: &Export) -> impl Iterator<Item = (&ExportSession, &Observation)> {
    export
        .sessions
        .iter()
        .flat_map(|session| session.observations.iter().map(move |row| (session, row)))
}

/// One read a reader, case and modality, in the order of [`reads`]: the earliest, as in an analysis of reads. Programs for
/// statistics would take two for two readers' worth of ratings, or refuse them.
pub(super) fn earliest_reads(export: &Export) -> Vec<(&ExportSession, &Observation)> {
    let mut found: Vec<_> = reads(export).enumerate().collect();
    // Stable: reads of one session stay in their order.
    found.sort_by_key(|(_, (session, _))| (session.started_unix_s, &session.plan.session));
    let mut seen = BTreeSet::new();
    found.retain(|(_, (session, row))| {
        let reader = &session.plan.reader;
        seen.insert((reader, modality(row), CaseKey::of(session, row)))
    });
    found.sort_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, read)| read).collect()
}

/// The condition that an answer was given under: the reading mode, and `first` where it is the answer that was locked or
/// kept before the signed one.
pub(super) fn modality(row: &Observation) -> String {
    match row.phase {
        ReadPhase::First => format!("{}-first", row.mode.word()),
        ReadPhase::Final => row.mode.word().to_owned(),
    }
}

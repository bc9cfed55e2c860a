//! Technical defects over all studies that were shown to a service, and what it declined.

use std::collections::BTreeMap;

use overread_stats::{Estimate, NotEstimable, proportion_wilson95};

use crate::defect::{Defect, Refusal};
use crate::gate::Gate;
use crate::row::{Row, Status};

/// Defects by the rules of a gate.
#[derive(Debug, Clone, PartialEq)]
pub struct Defects {
    /// Studies that were shown to the service.
    pub n_shown: u64,
    /// Of these, studies with a defect that the gate counts.
    pub n_defective: u64,
    /// Their share with Wilson's interval.
    pub rate: Result<Estimate, NotEstimable>,
    /// Each kind that was found.
    pub counts: Vec<DefectCount>,
    /// Why studies were declined, and how many; `None` for a reason that an earlier row did not keep.
    pub refusals: BTreeMap<Option<Refusal>, u64>,
    /// Whether declined studies count as defective.
    pub counts_refusals: bool,
    /// Defective and declined studies in the order of the rows: name, words, what the service or the host says.
    pub studies: Vec<(String, Vec<&'static str>, String)>,
}

/// How often a defect was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DefectCount {
    /// Which.
    pub defect: Defect,
    /// In how many studies.
    pub n: u64,
    /// Whether the gate counts it.
    pub is_counted: bool,
}

/// All defects of a row, late results by the gate's limit among them.
pub(crate) fn defects_of(row: &Row, gate: &Gate) -> Vec<Defect> {
    let mut defects = row.defects.clone();
    // Rows of version 1 keep none.
    if defects.is_empty() && row.status == Status::Failed && row.schema == 1 {
        defects.push(Defect::NoResult);
    }
    let is_late = |limit: f64| row.total_seconds().is_some_and(|s| s > limit * 60.0);
    if row.status == Status::Done && gate.late_after_minutes.is_some_and(is_late) {
        defects.push(Defect::Late);
    }
    defects
}

/// Whether the service declined the study by its own word.
pub(crate) fn is_declined(row: &Row) -> bool {
    row.status == Status::NotRun && row.defects.is_empty()
}

/// Whether the gate counts the study as one with a defect.
pub(crate) fn is_defective(row: &Row, gate: &Gate) -> bool {
    let counted = |defect: &Defect| !gate.not_counted.contains(defect);
    (gate.counts_refusals && is_declined(row)) || defects_of(row, gate).iter().any(counted)
}

impl Defects {
    pub(super) fn of(rows: &[&Row], gate: &Gate) -> Self {
        let shown: Vec<&Row> = rows
            .iter()
            .copied()
            .filter(|row| row.status != Status::NotOpened)
            .collect();
        let n_defective = shown.iter().filter(|row| is_defective(row, gate)).count() as u64;
        let mut counts: BTreeMap<Defect, u64> = BTreeMap::new();
        let mut refusals = BTreeMap::new();
        let mut studies = Vec::new();
        for row in &shown {
            let defects = defects_of(row, gate);
            let mut words: Vec<&'static str> = defects.iter().map(|defect| defect.word()).collect();
            for defect in defects {
                *counts.entry(defect).or_default() += 1;
            }
            if is_declined(row) {
                *refusals.entry(row.refusal).or_default() += 1;
                words.push("declined");
            }
            if !words.is_empty() {
                studies.push((
                    row.case.clone(),
                    words,
                    row.reason.clone().unwrap_or_default(),
                ));
            }
        }
        let counts = counts.into_iter().map(|(defect, n)| DefectCount {
            defect,
            n,
            is_counted: !gate.not_counted.contains(&defect),
        });
        Self {
            n_shown: shown.len() as u64,
            n_defective,
            rate: proportion_wilson95(n_defective, shown.len() as u64),
            counts: counts.collect(),
            refusals,
            counts_refusals: gate.counts_refusals,
            studies,
        }
    }
}

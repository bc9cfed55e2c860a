//! The report on a service over its rows: figures with their intervals or reasons, defects, times, and the gate.
//!
//! One [`Report`] becomes text, Markdown and JSON; all three say the same.

mod accuracy;
mod defects;
mod json;
mod localisation;
pub(crate) mod page;
mod sections;
mod times;

use std::collections::BTreeSet;

use overread_stats::NotEstimable;

use crate::figures::{Area, Figures, figures};
use crate::gate::{CriterionOutcome, Gate, Measure, Measured, Outcome, outcome_of};
use crate::row::{Row, Status};

pub use accuracy::{Accuracy, Subgroup};
pub(crate) use defects::is_defective;
pub use defects::{DefectCount, Defects};
pub use localisation::{FrocPoint, Localisation};
pub use times::Times;

/// What a report says of one service.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Id of the service.
    pub service: String,
    /// Its versions; more than one where rows of several are mixed.
    pub versions: Vec<String>,
    /// SHA-256 of its bundles.
    pub digests: Vec<String>,
    /// The targets that were judged, as `SCHEME:VALUE`.
    pub targets: Vec<String>,
    /// How many studies could not be opened, with the first of them and why.
    pub not_opened: Vec<(String, String)>,
    /// How many of the studies read have a truth that says nothing of the study as a whole.
    pub n_unknown: usize,
    /// Counts, agreement of values and categories, areas by target.
    pub figures: Figures,
    /// Area, sensitivity, specificity.
    pub accuracy: Accuracy,
    /// Marks against lesions, or why there is nothing of it.
    pub localisation: Result<Localisation, String>,
    /// The same figures in subgroups.
    pub subgroups: Vec<Subgroup>,
    /// From a study's files to the result; `None` where nothing was read.
    pub times: Option<Times>,
    /// Technical defects and refusals.
    pub defects: Defects,
    /// What the gate is called.
    pub gate: String,
    /// How its criteria come out.
    pub criteria: Vec<CriterionOutcome>,
    /// What else is to be known: studies without truth, truth without studies.
    pub remarks: Vec<String>,
}

impl Report {
    /// The report over rows of one service.
    #[must_use]
    pub fn of(rows: &[&Row], gate: &Gate, remarks: &[String]) -> Self {
        let texts = |of: fn(&Row) -> Option<&String>| {
            let found: BTreeSet<&String> = rows.iter().filter_map(|row| of(row)).collect();
            found.into_iter().cloned().collect::<Vec<String>>()
        };
        let done: Vec<&Row> = rows
            .iter()
            .copied()
            .filter(|row| row.status == Status::Done)
            .collect();
        let targets: BTreeSet<&String> = done.iter().flat_map(|row| row.scores.keys()).collect();
        let not_opened = rows.iter().filter(|row| row.status == Status::NotOpened);
        let mut report = Self {
            service: texts(|row| Some(&row.service)).join(", "),
            versions: texts(|row| Some(&row.version)),
            digests: texts(|row| row.digest.as_ref()),
            targets: targets.into_iter().cloned().collect(),
            not_opened: not_opened
                .map(|row| (row.case.clone(), row.reason.clone().unwrap_or_default()))
                .collect(),
            n_unknown: done.iter().filter(|row| row.is_present().is_none()).count(),
            figures: figures(rows),
            accuracy: Accuracy::of(&done),
            localisation: Localisation::of(&done),
            subgroups: Subgroup::all(&done),
            times: Times::of(&done),
            defects: Defects::of(rows, gate),
            gate: gate.name.clone(),
            criteria: Vec::new(),
            remarks: remarks.to_vec(),
        };
        let of_rows = rows.iter().flat_map(|row| {
            let remarks = row.remarks.iter();
            remarks.map(|remark| format!("{}: {remark}", row.case))
        });
        report.remarks.extend(of_rows);
        report.criteria = gate.judge(|measure| report.measured(measure));
        report
    }

    /// How the gate as a whole comes out.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        outcome_of(&self.criteria)
    }

    /// For a terminal.
    #[must_use]
    pub fn text(&self) -> String {
        page::text(&sections::of(self))
    }

    /// For documents.
    #[must_use]
    pub fn markdown(&self) -> String {
        page::markdown(&sections::of(self))
    }

    /// For programs; version 1 of the form.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        json::of(self)
    }

    /// What was found of a measure, or why nothing can be.
    fn measured(&self, measure: Measure) -> Result<Measured, String> {
        let accuracy = &self.accuracy;
        let (with, without) = (accuracy.n_present, accuracy.n_absent);
        let minutes = |of: fn(&Times) -> f64| {
            let times = self.times.as_ref().ok_or("no study was read")?;
            Ok(Measured {
                value: of(times) / 60.0,
                interval: None,
                n: times.n,
                classes: None,
            })
        };
        let reason = |error: &NotEstimable| error.to_string();
        let share = |found: &Result<overread_stats::Estimate, NotEstimable>| {
            let found = found.as_ref().map_err(reason)?;
            Ok(Measured {
                value: found.value,
                interval: Some((found.lower, found.upper)),
                n: found.n,
                classes: None,
            })
        };
        match measure {
            Measure::Auc => {
                let area: &Area = accuracy.auc.as_ref().map_err(reason)?;
                Ok(Measured {
                    value: area.value,
                    interval: area.estimate.map(|e| (e.lower, e.upper)),
                    n: with + without,
                    classes: Some((with, without)),
                })
            }
            Measure::Sensitivity => share(&accuracy.sensitivity),
            Measure::Specificity => share(&accuracy.specificity),
            Measure::Defects => share(&self.defects.rate),
            Measure::Wafroc => {
                let marks = self.localisation.as_ref().map_err(Clone::clone)?;
                let value = *marks.wafroc.as_ref().map_err(reason)?;
                let interval = marks.wafroc_interval.as_ref().ok();
                Ok(Measured {
                    value,
                    interval: interval.map(|e| (e.lower, e.upper)),
                    n: marks.n_cases,
                    classes: Some((marks.n_abnormal, marks.n_cases - marks.n_abnormal)),
                })
            }
            Measure::MinutesMedian => minutes(|times| times.median_s),
            Measure::MinutesMean => minutes(|times| times.mean_s),
            Measure::MinutesP95 => minutes(|times| times.p95_s),
            Measure::MinutesMax => minutes(|times| times.max_s),
        }
    }
}

#[cfg(test)]
mod tests;

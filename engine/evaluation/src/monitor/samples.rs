//! Rows of one sample, counted.

use std::collections::BTreeSet;

use overread_stats::{Sample, median};

use crate::figures::study_score;
use crate::gate::Gate;
use crate::report::is_defective;
use crate::row::{Row, Status};

/// What is counted in one sample of studies.
#[derive(Debug, Clone, PartialEq)]
pub struct StudySample {
    /// The first and the last day of its studies, where they are known.
    pub days: Option<(String, String)>,
    /// Versions of the service.
    pub versions: Vec<String>,
    /// Studies with a defect, of all.
    pub defects: Sample,
    /// Studies called positive, of those read.
    pub positives: Sample,
    /// Studies with a target that were called negative, of those with one.
    pub missed: Sample,
    /// Studies without a target that were called positive, of those without.
    pub false_alarms: Sample,
    /// Mean and standard deviation of the studies' scores, and their number.
    pub score: Moments,
    /// The same of the logarithms of the seconds.
    pub log_seconds: Moments,
    /// The middle of the times, seconds.
    pub median_s: Option<f64>,
}

/// Mean and spread of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Moments {
    /// How many.
    pub n: usize,
    /// Their mean; 0 without any.
    pub mean: f64,
    /// Their variance, divided by n - 1; 0 below two.
    pub variance: f64,
}

impl Moments {
    pub(super) fn of(values: &[f64]) -> Self {
        let n = values.len();
        if n == 0 {
            return Self::default();
        }
        let mean = values.iter().sum::<f64>() / n as f64;
        let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
        let variance = if n > 1 {
            squares / (n as f64 - 1.0)
        } else {
            0.0
        };
        Self { n, mean, variance }
    }
}

impl StudySample {
    pub(super) fn of(rows: &[&Row], gate: &Gate) -> Self {
        let done: Vec<&Row> = rows
            .iter()
            .copied()
            .filter(|row| row.status == Status::Done)
            .collect();
        let share = |of: &dyn Fn(&Row) -> Option<bool>, rows: &[&Row]| {
            let counted: Vec<bool> = rows.iter().filter_map(|row| of(row)).collect();
            Sample {
                hits: counted.iter().filter(|is_hit| **is_hit).count() as u64,
                n: counted.len() as u64,
            }
        };
        let wrong = |of_present: bool| {
            move |row: &Row| {
                let is_present = row.is_present()? == of_present;
                is_present.then(|| row.is_positive.map(|called| called != of_present))?
            }
        };
        let days: BTreeSet<&String> = rows.iter().filter_map(|row| row.date.as_ref()).collect();
        let versions: BTreeSet<&String> = rows.iter().map(|row| &row.version).collect();
        let scores: Vec<f64> = done.iter().map(|row| study_score(row)).collect();
        let seconds: Vec<f64> = done.iter().filter_map(|row| row.total_seconds()).collect();
        // The clock has milliseconds: a shorter time counts as one.
        let logs: Vec<f64> = seconds.iter().map(|s| libm::log(s.max(0.001))).collect();
        let day = |day: Option<&&String>| day.map(|day| (*day).clone());
        Self {
            days: day(days.first()).zip(day(days.last())),
            versions: versions.into_iter().cloned().collect(),
            defects: share(&|row| Some(is_defective(row, gate)), rows),
            positives: share(&|row| row.is_positive, &done),
            missed: share(&wrong(true), &done),
            false_alarms: share(&wrong(false), &done),
            score: Moments::of(&scores),
            log_seconds: Moments::of(&logs),
            median_s: median(&seconds).ok(),
        }
    }
}

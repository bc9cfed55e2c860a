//! A service over time: its rows in samples of equal size, control charts over them, and what has drifted.
//!
//! A flag asks for a look, not for a verdict: [`Monitoring::of`] says how often it is false.

mod charts;
mod html;
mod json;
mod samples;
mod sections;
mod svg;

use overread_stats::{NotEstimable, RocReads, StudentEstimate};

use crate::figures::study_score;
use crate::gate::Gate;
use crate::report::page;
use crate::row::{Row, Status};

pub use charts::{Chart, ChartLine, Points, Signal};
pub use samples::StudySample;

/// How rows are watched.
#[derive(Debug, Clone, PartialEq)]
pub struct MonitorOptions {
    /// Studies of a sample; by custom 80 (GOST R ISO 2859-1).
    pub sample: usize,
    /// How many first samples say what is usual.
    pub baseline: usize,
    /// The share of defects of a sound service, where it was agreed on.
    pub defect_share: Option<f64>,
}

/// By what rows are in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderedBy {
    /// By the days of their studies.
    Date,
    /// As they were given: not all have a day.
    Given,
}

/// A service over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Monitoring {
    /// Ids of the services in the rows.
    pub services: Vec<String>,
    /// Rows of studies that were shown to it.
    pub n: usize,
    /// Rows after the last whole sample.
    pub n_waiting: usize,
    /// Their order.
    pub ordered_by: OrderedBy,
    /// How it was watched.
    pub options: MonitorOptions,
    /// The samples in order.
    pub samples: Vec<StudySample>,
    /// The charts.
    pub charts: Vec<Chart>,
    /// Area of the studies after the baseline less area of those in it (DeLong, unpaired).
    pub auc_change: Result<StudentEstimate, NotEstimable>,
}

impl Monitoring {
    /// Watches rows; `gate` says which defects count and what is late. Studies that could not be opened are left out.
    ///
    /// False drift in simulation (100 sound services of 20 samples of 80 after the baseline, six charts, seeds 0 to 99):
    /// after a baseline of 5 samples 33 of 12,000 points, and 28 services with any; after one of 10, 19 services.
    #[must_use]
    pub fn of(rows: &[Row], gate: &Gate, options: MonitorOptions) -> Self {
        let mut shown: Vec<&Row> = rows
            .iter()
            .filter(|row| row.status != Status::NotOpened)
            .collect();
        let ordered_by = if shown.iter().all(|row| row.date.is_some()) {
            shown.sort_by(|a, b| a.date.cmp(&b.date));
            OrderedBy::Date
        } else {
            OrderedBy::Given
        };
        let mut services: Vec<String> = shown.iter().map(|row| row.service.clone()).collect();
        services.sort();
        services.dedup();
        let size = options.sample.max(1);
        let chunks: Vec<&[&Row]> = shown.chunks_exact(size).collect();
        let samples: Vec<StudySample> = chunks
            .iter()
            .map(|rows| StudySample::of(rows, gate))
            .collect();
        let n_baseline = options.baseline.saturating_mul(size).min(shown.len());
        let (before, after) = shown.split_at(n_baseline);
        Self {
            services,
            n: shown.len(),
            n_waiting: shown.len() % size,
            ordered_by,
            charts: charts::all(&samples, &options),
            auc_change: auc_change(before, after),
            samples,
            options,
        }
    }

    /// All signals of drift, chart by chart.
    pub fn drift(&self) -> impl Iterator<Item = (&Chart, &Signal)> {
        self.charts.iter().flat_map(|chart| {
            let signals = chart.signals.iter().filter(|signal| signal.is_drift);
            signals.map(move |signal| (chart, signal))
        })
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

    /// Each chart that has points as a picture by itself, with its name.
    #[must_use]
    pub fn pictures(&self) -> Vec<(&'static str, String)> {
        let pictures = self.charts.iter().filter_map(|chart| {
            let picture = svg::picture(chart, &self.samples)?;
            Some((chart.name, picture))
        });
        pictures.collect()
    }

    /// One page with all of it, which needs nothing from elsewhere.
    #[must_use]
    pub fn html(&self) -> String {
        html::html(self)
    }
}

fn auc_change(before: &[&Row], after: &[&Row]) -> Result<StudentEstimate, NotEstimable> {
    let reads = |rows: &[&Row]| {
        let done = rows.iter().filter(|row| row.status == Status::Done);
        let scored = done.filter_map(|row| Some((row.is_present()?, study_score(row))));
        let (with, without): (Vec<_>, Vec<_>) = scored.partition(|(is_present, _)| *is_present);
        let scores = |of: Vec<(bool, f64)>| of.into_iter().map(|(_, s)| s).collect::<Vec<f64>>();
        RocReads::new(&scores(with), &scores(without))
    };
    reads(after)?.difference_unpaired(&reads(before)?)
}

#[cfg(test)]
mod tests;

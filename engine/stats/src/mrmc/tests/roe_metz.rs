//! Simulated ratings of many readers after Roe and Metz, for tests of error rates and coverage.

pub(crate) use crate::tests::simulation::is_asked;
use overread_base::Seed;

use super::super::roc_ratings::{RocRatings, RocRow};

/// Standard deviations of the random parts of a rating; those that differ by case add up to a variance of 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct RoeMetz {
    /// The name in Roe's and Metz' table: correlation between ratings, then variance of readers; H high, L low.
    pub(crate) name: &'static str,
    pub(crate) case: f64,
    pub(crate) condition_case: f64,
    pub(crate) reader_case: f64,
    pub(crate) error: f64,
    pub(crate) reader: f64,
    pub(crate) condition_reader: f64,
    /// Readers from this one on are services: they have no reader parts.
    pub(crate) services_from: usize,
}

/// The four structures of correlation and reader variance of Roe and Metz, Acad Radiol 1997;4:298, in the variances of
/// Hillis, Stat Med 2018;37:2067, table 2 (unverified; a null hypothesis holds with any).
pub(crate) const STRUCTURES: [RoeMetz; 4] = [
    structure("HL", 0.3, 0.3, 0.2, 0.2, 0.0082),
    structure("LL", 0.1, 0.1, 0.2, 0.6, 0.0082),
    structure("HH", 0.3, 0.3, 0.2, 0.2, 0.0447),
    structure("LH", 0.1, 0.1, 0.2, 0.6, 0.0447),
];

const fn structure(
    name: &'static str,
    case: f64,
    condition_case: f64,
    reader_case: f64,
    error: f64,
    reader: f64,
) -> RoeMetz {
    RoeMetz {
        name,
        case,
        condition_case,
        reader_case,
        error,
        reader,
        condition_reader: reader,
        services_from: usize::MAX,
    }
}

impl RoeMetz {
    /// The area of the mean reader population at a separation: the reader parts of both classes add to the variance.
    pub(crate) fn area(&self, separation: f64) -> f64 {
        let by_case = self.case + self.condition_case + self.reader_case + self.error;
        let variance = 2.0 * (by_case + self.reader + self.condition_reader);
        crate::normal_cdf(separation / variance.sqrt())
    }

    /// The separation at which a service has the area of these readers.
    pub(crate) fn service_separation(&self, separation: f64) -> f64 {
        separation / (1.0 + self.reader + self.condition_reader).sqrt()
    }

    /// Ratings under conditions with these separations, by readers of the population, on abnormal cases first.
    ///
    /// `is_read` says by condition, reader and case what is kept.
    pub(crate) fn ratings(
        &self,
        seed: Seed,
        separations: &[f64],
        n_readers: usize,
        [n_abnormal, n_normal]: [usize; 2],
        is_read: impl Fn(usize, usize, usize) -> bool,
    ) -> RocRatings {
        let mut rng = seed.rng();
        let mut draw = |variance: f64| variance.sqrt() * rng.normal();
        let n_cases = n_abnormal + n_normal;
        let names = |prefix: &str, n: usize| -> Vec<String> {
            (0..n).map(|at| format!("{prefix}{at}")).collect()
        };
        let (conditions, readers, cases) = (
            names("c", separations.len()),
            names("r", n_readers),
            names("k", n_cases),
        );
        let case: Vec<f64> = (0..n_cases).map(|_| draw(self.case)).collect();
        let condition_case: Vec<f64> = (0..n_cases * separations.len())
            .map(|_| draw(self.condition_case))
            .collect();
        let mut rows = Vec::new();
        for (j, name) in readers.iter().enumerate() {
            let varies = if j < self.services_from { 1.0 } else { 0.0 };
            let reader = [0, 1].map(|_| varies * draw(self.reader));
            let reader_case: Vec<f64> = (0..n_cases).map(|_| draw(self.reader_case)).collect();
            for (i, separation) in separations.iter().enumerate() {
                let both = [0, 1].map(|_| varies * draw(self.condition_reader));
                for k in 0..n_cases {
                    let class = usize::from(k < n_abnormal);
                    let rating = separation * class as f64
                        + reader[class]
                        + both[class]
                        + case[k]
                        + condition_case[i * n_cases + k]
                        + reader_case[k]
                        + draw(self.error);
                    if is_read(i, j, k) {
                        rows.push(RocRow {
                            reader: name,
                            condition: &conditions[i],
                            case: &cases[k],
                            rating,
                        });
                    }
                }
            }
        }
        let truth: Vec<(&str, bool)> = cases
            .iter()
            .enumerate()
            .map(|(k, name)| (name.as_str(), k < n_abnormal))
            .collect();
        RocRatings::new(&rows, &truth).unwrap()
    }
}

/// The share of runs for which `holds`, printed with its name; a run that gives nothing counts as not.
pub(crate) fn share_of_runs(
    name: &str,
    runs: u64,
    seed: Seed,
    holds: impl Fn(Seed) -> bool,
) -> f64 {
    let n = (0..runs).filter(|run| holds(seed.index(*run))).count();
    let share = n as f64 / runs as f64;
    eprintln!("{name}: {share} of {runs}");
    share
}

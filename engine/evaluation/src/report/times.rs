//! How long a study takes, from its files to the result.

use overread_stats::median;

use crate::row::Row;

/// Times over studies that were read, seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Times {
    /// How many studies.
    pub n: u64,
    /// The middle.
    pub median_s: f64,
    /// The mean.
    pub mean_s: f64,
    /// The shortest time that at least 95 of 100 studies keep: one that was measured.
    pub p95_s: f64,
    /// The longest.
    pub max_s: f64,
}

impl Times {
    pub(super) fn of(done: &[&Row]) -> Option<Self> {
        let mut seconds: Vec<f64> = done.iter().filter_map(|row| row.total_seconds()).collect();
        seconds.sort_by(f64::total_cmp);
        let n = seconds.len();
        let rank = (n * 95).div_ceil(100);
        Some(Self {
            n: n as u64,
            median_s: median(&seconds).ok()?,
            mean_s: seconds.iter().sum::<f64>() / n as f64,
            p95_s: *seconds.get(rank.checked_sub(1)?)?,
            max_s: *seconds.last()?,
        })
    }
}

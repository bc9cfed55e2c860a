//! Shares of trials that come in clusters, such as the trials of one reader or of one case, and means of bounded
//! scores.

use crate::distributions::student_upper_point;
use crate::proportion::Z_95;
use crate::{Counted, Estimate, Method, NotEstimable};

/// The trials of one cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClusterCount {
    /// Trials that count.
    pub hits: u64,
    /// Trials with the opportunity.
    pub n: u64,
}

/// A share whose interval knows that trials of one cluster are alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClusteredShare {
    /// The share of all trials; its `n` counts trials.
    pub estimate: Estimate,
    /// Clusters with at least one trial.
    pub n_clusters: u64,
    /// By how many times clustering enlarges the variance; where nothing varies, the most that it could.
    pub design_effect: f64,
}

/// The share of hits with an interval, 95 %, for trials that come in clusters.
///
/// Share p = sum x / sum n; residuals r = x - n p; variance v = m/(m-1) · sum r² / (sum n)² over m clusters; design
/// effect d = v · sum n / (p (1-p)), not below 1. The interval is Wilson's on sum n / d trials with Student's point on
/// m - 1 degrees of freedom for the normal one. Clusters without trials do not count. At 0 hits and at all hits nothing
/// varies and d cannot be seen: it is then sum n² / sum n, as if all trials of a cluster were one.
///
/// Coverage in simulation (2,000 sets each, seed 8; clusters of 5 to 15 trials whose own shares vary): mean share 0.5,
/// 10 clusters 0.958, 30 clusters 0.954; 0.9 with shares that vary much, 10 clusters 0.962, 30 clusters 0.953; 0.9 with
/// shares that vary little, 10 clusters 0.972.
///
/// # Errors
/// [`NotEstimable::TooFew`] with fewer than two clusters that have trials, [`NotEstimable::OutOfDomain`] with more hits
/// than trials.
///
/// Source: Rao and Scott, Biometrics 1992;48:577 (design effect); Korn and Graubard, Survey Methodology 1998;24:193
/// (Student's point on an effective number).
pub fn clustered_share95(clusters: &[ClusterCount]) -> Result<ClusteredShare, NotEstimable> {
    if let Some(index) = clusters.iter().position(|cluster| cluster.hits > cluster.n) {
        return Err(NotEstimable::OutOfDomain {
            what: "the hits of clusters",
            index,
            domain: "0 to the trials of the cluster",
        });
    }
    let pairs: Vec<(f64, f64)> = clusters
        .iter()
        .filter(|cluster| cluster.n > 0)
        .map(|cluster| (cluster.hits as f64, cluster.n as f64))
        .collect();
    let ratio = ratio95(&pairs, 1.0)?;
    let n = clusters
        .iter()
        .fold(0_u64, |sum, cluster| sum.saturating_add(cluster.n));
    Ok(ClusteredShare {
        estimate: Estimate {
            n,
            ..ratio.estimate
        },
        ..ratio
    })
}

/// The mean of scores between 0 and 1 with an interval, 95 %, that stays between them and is never without width.
///
/// Wilson's interval on n / d observations, d = s² / (p (1-p)) with p the mean: the variance of such scores is at most
/// p (1-p), so d is at most about 1. Student's point on n - 1 degrees of freedom stands for the normal one. Where all
/// scores are equal, d is 1: the interval is that of a share, the widest that the mean can have.
///
/// Coverage in simulation (4,000 sets each, seed 8; beta scores): Beta(2, 2), n = 10, 0.956; Beta(8, 2), n = 10, 0.945
/// and n = 80, 0.950; uniform, n = 20, 0.954.
///
/// # Errors
/// [`NotEstimable::TooFew`] on fewer than two scores, [`NotEstimable::NotFinite`], [`NotEstimable::OutOfDomain`].
///
/// Source: as [`clustered_share95`], of which this is the case of clusters of one.
pub fn bounded_mean95(scores: &[f64]) -> Result<Estimate, NotEstimable> {
    NotEstimable::if_not_finite("the scores", scores)?;
    NotEstimable::if_outside("the scores", scores, 0.0..=1.0, "0 to 1")?;
    let pairs: Vec<(f64, f64)> = scores.iter().map(|&score| (score, 1.0)).collect();
    Ok(ratio95(&pairs, 0.0)?.estimate)
}

/// The ratio of sums of clusters (x, n), 0 <= x <= n and n > 0, with a design effect of at least `least`.
pub(crate) fn ratio95(clusters: &[(f64, f64)], least: f64) -> Result<ClusteredShare, NotEstimable> {
    NotEstimable::if_fewer(Counted::Clusters, 2, clusters.len())?;
    let m = clusters.len() as f64;
    let hits: f64 = clusters.iter().map(|(x, _)| x).sum();
    let total: f64 = clusters.iter().map(|(_, n)| n).sum();
    let p = (hits / total).clamp(0.0, 1.0);
    let (x0, n0) = clusters[0];
    let is_constant = clusters.iter().all(|(x, n)| x * n0 == x0 * n);
    let squares: f64 = clusters
        .iter()
        .map(|(x, n)| (x - n * p) * (x - n * p))
        .sum();
    let design_effect = if is_constant || p == 0.0 || p == 1.0 {
        clusters.iter().map(|(_, n)| n * n).sum::<f64>() / total
    } else {
        (m / (m - 1.0) * squares / (total * p * (1.0 - p))).max(least)
    };
    let t = student_upper_point(0.025, m - 1.0);
    let [lower, upper] = wilson(p, total / design_effect, t);
    Ok(ClusteredShare {
        estimate: Estimate {
            value: p,
            lower,
            upper,
            n: clusters.len() as u64,
            method: Method::RaoScottWilson95,
        },
        n_clusters: clusters.len() as u64,
        design_effect,
    })
}

/// Wilson's ends for a share on a number that need not be whole.
fn wilson(p: f64, n: f64, z: f64) -> [f64; 2] {
    debug_assert!(z > Z_95, "Student's point lies above the normal one");
    let z2_n = z * z / n;
    let centre = (p + z2_n / 2.0) / (1.0 + z2_n);
    let half = z * (p * (1.0 - p) / n + z2_n / (4.0 * n)).sqrt() / (1.0 + z2_n);
    let lower = if p == 0.0 {
        0.0
    } else {
        (centre - half).max(0.0)
    };
    let upper = if p == 1.0 {
        1.0
    } else {
        (centre + half).min(1.0)
    };
    // Rounding must not put the value outside.
    [lower.min(p), upper.max(p)]
}

#[cfg(test)]
mod tests;

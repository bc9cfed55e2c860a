//! Cases of both classes counted in ordered categories: what smooth ROC curves are fitted to. No fitting.

use crate::auc::{Rated, ranked};
use crate::{Counted, NotEstimable, RocReads};

/// More categories cost time and change the curve by next to nothing.
const MOST: usize = 200;

/// Counts of normal and abnormal cases by category, the least suspicious first; each category holds a case.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Categories {
    /// Normal, then abnormal.
    pub(super) counts: Vec<[f64; 2]>,
    pub(super) totals: [f64; 2],
    pub(super) n_cases: u64,
}

impl Categories {
    pub(super) fn of_counts(normal: &[u64], abnormal: &[u64]) -> Result<Self, NotEstimable> {
        if normal.len() != abnormal.len() {
            return Err(NotEstimable::Unequal {
                what: "the counts of normal and of abnormal cases",
                left: normal.len(),
                right: abnormal.len(),
            });
        }
        let pairs = normal.iter().zip(abnormal);
        Self::new(pairs.map(|(&n, &m)| [n, m]).collect())
    }

    pub(super) fn of_ratings(reads: &RocReads) -> Result<Self, NotEstimable> {
        let n_abnormal = reads.abnormal().len();
        let mut runs: Vec<[u64; 2]> = Vec::new();
        let ranked = ranked(reads.abnormal(), reads.normal());
        for block in ranked.chunk_by(Rated::is_tied_with) {
            let abnormal = block.iter().filter(|r| r.is_abnormal(n_abnormal)).count() as u64;
            let here = [block.len() as u64 - abnormal, abnormal];
            match runs.last_mut() {
                Some(last) if is_one_class(*last, here) => add(last, here),
                Some(_) | None => runs.push(here),
            }
        }
        Self::new(joined(runs))
    }

    fn new(mut counts: Vec<[u64; 2]>) -> Result<Self, NotEstimable> {
        counts.retain(|[n, m]| n + m > 0);
        let total = |class: usize| counts.iter().map(|count| count[class]).sum::<u64>();
        let totals = [total(0), total(1)];
        for (class, what) in [(0, Counted::NormalCases), (1, Counted::AbnormalCases)] {
            if totals[class] == 0 {
                return Err(NotEstimable::TooFew {
                    what,
                    needed: 1,
                    found: 0,
                });
            }
        }
        Ok(Self {
            counts: counts.iter().map(|pair| pair.map(|n| n as f64)).collect(),
            totals: totals.map(|n| n as f64),
            n_cases: totals[0] + totals[1],
        })
    }

    /// The shares of normal and of abnormal cases up to each category but the last.
    pub(super) fn shares_up_to(&self) -> Vec<[f64; 2]> {
        let mut up_to = [0.0; 2];
        let all = self.counts.iter().map(|count| {
            up_to = [up_to[0] + count[0], up_to[1] + count[1]];
            [up_to[0] / self.totals[0], up_to[1] / self.totals[1]]
        });
        let mut shares: Vec<_> = all.collect();
        shares.pop();
        shares
    }

    /// The empirical area under the curve, by the trapezoid rule.
    pub(super) fn area(&self) -> f64 {
        let (mut below, mut won) = (0.0, 0.0);
        for [n, m] in &self.counts {
            won += m * (below + 0.5 * n);
            below += n;
        }
        won / (self.totals[0] * self.totals[1])
    }
}

/// Whether two neighbours together hold cases of one class only.
fn is_one_class(a: [u64; 2], b: [u64; 2]) -> bool {
    (a[0] + b[0] == 0) || (a[1] + b[1] == 0)
}

fn add(to: &mut [u64; 2], more: [u64; 2]) {
    to[0] += more[0];
    to[1] += more[1];
}

/// At most [`MOST`] categories of about equal size.
fn joined(runs: Vec<[u64; 2]>) -> Vec<[u64; 2]> {
    if runs.len() <= MOST {
        return runs;
    }
    let all: u64 = runs.iter().map(|[n, m]| n + m).sum();
    let (mut joined, mut seen) = (vec![[0, 0]], 0_u64);
    for run in runs {
        // The category that the middle of the run belongs to, of `MOST` equal ones.
        let middle = 2 * seen + run[0] + run[1];
        let place = u128::from(middle) * MOST as u128 / (2 * u128::from(all));
        if place >= joined.len() as u128 {
            joined.push([0, 0]);
        }
        if let Some(last) = joined.last_mut() {
            add(last, run);
        }
        seen += run[0] + run[1];
    }
    joined
}

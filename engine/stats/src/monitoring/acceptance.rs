//! Acceptance sampling: what a sample of 80 studies with so many defects allowed lets pass, and what it stops.

use super::binomial::at_most;
use crate::NotEstimable;
use crate::special::{beta_regularised, solve_rising};

/// The largest sample of a plan.
const LARGEST: u64 = 100_000;

/// A plan: of `n` studies at most `accept` may be defective.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SamplingPlan {
    /// Studies of the sample; at least 1.
    pub n: u64,
    /// Defective ones that are accepted; below `n`.
    pub accept: u64,
}

impl SamplingPlan {
    /// 80 studies with at most 8 defective: the sample of clinical monitoring and 10 % of it (the 10 % are unverified).
    pub const MONITORING: Self = Self { n: 80, accept: 8 };

    /// The chance that a service with `share` of defective studies passes: the operating characteristic.
    ///
    /// P(X <= accept) for X binomial. Falls from 1 at 0 to 0 at 1. In simulation (20,000 samples, seed 8) the
    /// monitoring sample passed 0.982, 0.591 and 0.138 of services with 5, 10 and 15 % defective; computed are 0.982,
    /// 0.593 and 0.134.
    ///
    /// # Errors
    /// [`NotEstimable::OutOfDomain`] for a plan or share outside its domain.
    ///
    /// Source: GOST R ISO 2859-1 and its parent MIL-STD-105 (sampling from a process, "type B").
    pub fn acceptance(&self, share: f64) -> Result<f64, NotEstimable> {
        self.check()?;
        if !(0.0..=1.0).contains(&share) {
            return Err(outside("the share", "0 to 1"));
        }
        Ok(at_most(self.accept, self.n, share))
    }

    /// The share of defective studies that passes with the chance `acceptance`: 0.95 gives what the service should
    /// have, 0.10 what is nearly always stopped.
    ///
    /// The quantile 1 - acceptance of Beta(accept + 1, n - accept).
    ///
    /// # Errors
    /// [`NotEstimable::OutOfDomain`] for a plan outside its domain or a chance that is not between 0 and 1.
    ///
    /// Source: as [`SamplingPlan::acceptance`], solved for the share.
    pub fn share_accepted(&self, acceptance: f64) -> Result<f64, NotEstimable> {
        self.check()?;
        if !(0.0 < acceptance && acceptance < 1.0) {
            return Err(outside("the chance", "between 0 and 1"));
        }
        let (n, accept) = (self.n as f64, self.accept as f64);
        let stopped = |share: f64| beta_regularised(accept + 1.0, n - accept, share);
        Ok(solve_rising(0.0, 1.0, 1.0 - acceptance, stopped))
    }

    /// The smallest plan that stops a service with the share `good` with a chance of at most `producer_risk` and passes
    /// one with the share `bad` with a chance of at most `consumer_risk`.
    ///
    /// # Errors
    /// [`NotEstimable::OutOfDomain`] unless 0 < good < bad < 1 and both risks lie between 0 and 1;
    /// [`NotEstimable::NotConverged`] where 100,000 studies do not suffice.
    ///
    /// Source: Guenther, J Qual Technol 1969;1:105.
    pub fn smallest(
        (good, producer_risk): (f64, f64),
        (bad, consumer_risk): (f64, f64),
    ) -> Result<Self, NotEstimable> {
        if !(0.0 < good && good < bad && bad < 1.0) {
            return Err(outside("the shares", "0 < good < bad < 1"));
        }
        let is_risk = |risk: f64| 0.0 < risk && risk < 1.0;
        if !is_risk(producer_risk) || !is_risk(consumer_risk) {
            return Err(outside("the risks", "between 0 and 1"));
        }
        // With more accepted, both the least n that stops the bad and the most that passes the good grow: the first
        // number accepted at which the two meet gives the smallest plan.
        let mut n = 1;
        for accept in 0..LARGEST {
            n = n.max(accept + 1);
            while at_most(accept, n, bad) > consumer_risk {
                n += 1;
                if n > LARGEST {
                    return Err(NotEstimable::NotConverged {
                        what: "the search for a plan",
                        steps: 100_000,
                    });
                }
            }
            if at_most(accept, n, good) >= 1.0 - producer_risk {
                return Ok(Self { n, accept });
            }
        }
        Err(NotEstimable::NotConverged {
            what: "the search for a plan",
            steps: 100_000,
        })
    }

    fn check(&self) -> Result<(), NotEstimable> {
        if self.accept < self.n && self.n <= LARGEST {
            return Ok(());
        }
        Err(outside(
            "the plan",
            "fewer accepted than sampled, at most 100000 of these",
        ))
    }
}

fn outside(what: &'static str, domain: &'static str) -> NotEstimable {
    NotEstimable::OutOfDomain {
        what,
        index: 0,
        domain,
    }
}

#[cfg(test)]
mod tests;

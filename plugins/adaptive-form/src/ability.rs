//! The ability of a reader from right and wrong answers: two-parameter logistic model, expected a posteriori. No exam.
//!
//! Sources: Birnbaum in Lord and Novick, "Statistical Theories of Mental Test Scores", 1968 (model and information
//! `a^2 P Q`); Bock and Mislevy, "Adaptive EAP estimation of ability in a microcomputer environment", Applied
//! Psychological Measurement 6, 1982 (posterior mean and SD on a fixed grid).

/// One answer to a case of known parameters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Response {
    pub(crate) discrimination: f64,
    /// Logits.
    pub(crate) difficulty: f64,
    pub(crate) is_right: bool,
}

/// An ability and how well it is known, in logits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ability {
    /// The mean of the posterior.
    pub(crate) theta: f64,
    /// Its standard deviation; without answers that of the prior.
    pub(crate) standard_error: f64,
}

/// The grid in prior SDs: 121 nodes from -6 to 6, 0.1 apart.
const HALF_NODES: i32 = 60;
const STEP: f64 = 0.1;

impl Ability {
    /// The posterior under a normal prior of mean 0. The order of the answers does not matter but in the last bits.
    pub(crate) fn of(responses: &[Response], prior_sd: f64) -> Self {
        let log_weight = |theta: f64| {
            let z = theta / prior_sd;
            let likelihood: f64 = responses.iter().map(|r| r.log_likelihood(theta)).sum();
            likelihood - 0.5 * z * z
        };
        let nodes = (-HALF_NODES..=HALF_NODES).map(|node| f64::from(node) * STEP * prior_sd);
        let weighted: Vec<(f64, f64)> = nodes.map(|theta| (theta, log_weight(theta))).collect();
        // Weights are taken against the largest, so that many answers do not sink below the smallest number.
        let top = weighted.iter().map(|(_, w)| *w).fold(f64::MIN, f64::max);
        let weighted = weighted.iter().map(|(theta, w)| (*theta, (w - top).exp()));
        let (mut sum, mut first, mut second) = (0.0, 0.0, 0.0);
        for (theta, weight) in weighted {
            sum += weight;
            first += weight * theta;
            second += weight * theta * theta;
        }
        let theta = first / sum;
        Self {
            theta,
            standard_error: (second / sum - theta * theta).max(0.0).sqrt(),
        }
    }
}

impl Response {
    /// `ln P` or `ln Q` at an ability, without overflow however far it is.
    fn log_likelihood(&self, theta: f64) -> f64 {
        let logit = self.discrimination * (theta - self.difficulty);
        let towards = if self.is_right { logit } else { -logit };
        // ln(1 / (1 + exp(-x)))
        if towards >= 0.0 {
            -(-towards).exp().ln_1p()
        } else {
            towards - towards.exp().ln_1p()
        }
    }
}

/// Fisher's information of a case at an ability, `a^2 P Q`.
pub(crate) fn information(discrimination: f64, difficulty: f64, theta: f64) -> f64 {
    // P Q is symmetric in the logit: the negative side does not overflow.
    let e = (-(discrimination * (theta - difficulty)).abs()).exp();
    discrimination * discrimination * e / ((1.0 + e) * (1.0 + e))
}

#[cfg(test)]
mod tests;

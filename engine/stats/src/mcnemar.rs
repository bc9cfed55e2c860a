//! McNemar's test on paired decisions. No effect sizes.

/// P values of McNemar's test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct McNemar {
    /// Exact conditional, two-sided: never above its level, so conservative.
    pub p_exact: f64,
    /// Mid-p, two-sided: the exact one less half the probability of what was seen.
    pub p_mid: f64,
}

/// McNemar's test for `gained` and `lost` discordant pairs; both p values are 1 if there are none.
///
/// Exact: 2 P(X <= min) for X binomial (gained + lost, 1/2), at most 1. Mid-p: that sum less P(X = min); 1 if equal.
///
/// Source: Fagerland, Lydersen, Laake, BMC Med Res Methodol 2013;13:91.
#[must_use]
pub fn mcnemar(gained: u64, lost: u64) -> McNemar {
    let (n, least) = (gained + lost, gained.min(lost));
    let (n_f, ln_half) = (n as f64, libm::log(0.5));
    let ln_choose = |k: u64| {
        let k = k as f64;
        libm::lgamma(n_f + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n_f - k + 1.0)
    };
    let probability = |k: u64| libm::exp(ln_choose(k) + n_f * ln_half);
    let tail: f64 = (0..=least).map(probability).sum();
    let p_mid = if gained == lost {
        1.0
    } else {
        2.0 * tail - probability(least)
    };
    McNemar {
        p_exact: (2.0 * tail).min(1.0),
        p_mid: p_mid.min(1.0),
    }
}

#[cfg(test)]
mod tests;

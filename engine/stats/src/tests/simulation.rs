//! What simulations of error rates and coverage share. Only for tests; they skip by name without `OVERREAD_SLOW=1`.

use overread_base::Rng;

use crate::normal_quantile;

/// Whether slow tests are asked for; `false` after naming the skipped test.
pub(crate) fn is_asked(test: &str) -> bool {
    let is_asked = std::env::var_os("OVERREAD_SLOW").is_some_and(|value| value == "1");
    if !is_asked {
        eprintln!("SKIPPED {test}: a simulation, asked for by OVERREAD_SLOW=1");
    }
    is_asked
}

/// A standard normal number from the exact quantile function: the tails are whole.
pub(crate) fn normal(rng: &mut Rng) -> f64 {
    // Half a step above, so that 0 does not become minus infinity.
    normal_quantile(rng.unit() + 0.5 / (1_u64 << 53) as f64)
}

/// How many of `n` draws come true with probability `p`.
pub(crate) fn binomial(rng: &mut Rng, n: u64, p: f64) -> u64 {
    (0..n).filter(|_| rng.unit() < p).count() as u64
}

/// Ratings of `n` cases, normal around `mean`.
pub(crate) fn ratings(rng: &mut Rng, n: usize, mean: f64, sd: f64) -> Vec<f64> {
    (0..n).map(|_| mean + sd * normal(rng)).collect()
}

/// The share of `n` runs in which something holds, printed under the name of the test; runs that give `None` are counted
/// apart.
pub(crate) fn share(name: &str, n: u64, mut run: impl FnMut(u64) -> Option<bool>) -> f64 {
    let (mut holds, mut given) = (0_u64, 0_u64);
    for idx in 0..n {
        if let Some(does_hold) = run(idx) {
            given += 1;
            holds += u64::from(does_hold);
        }
    }
    let share = holds as f64 / given as f64;
    eprintln!("{name}: {share:.4} of {given}; {} without", n - given);
    share
}

//! Answers of simulated takers for tests.

use overread_base::{Rng, Seed};

use super::LogisticItem;
use crate::items::Responses;
use crate::normal_quantile;

/// A standard normal number.
pub(crate) fn normal(rng: &mut Rng) -> f64 {
    normal_quantile(rng.range(1e-15, 1.0))
}

/// A taker's answers.
pub(crate) fn answers(items: &[LogisticItem], theta: f64, rng: &mut Rng) -> Vec<Option<bool>> {
    let answer = |item: &LogisticItem| Some(rng.unit() < item.probability(theta));
    items.iter().map(answer).collect()
}

/// Takers of standard normal ability.
pub(crate) fn responses(items: &[LogisticItem], n_takers: usize, seed: Seed) -> Responses {
    let mut rng = seed.rng();
    let row = |_| {
        let theta = normal(&mut rng);
        answers(items, theta, &mut rng)
    };
    Responses::new(&(0..n_takers).map(row).collect::<Vec<_>>()).unwrap()
}

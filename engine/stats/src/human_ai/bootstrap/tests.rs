//! The bootstrap against SciPy's, its laws and refusals, and its coverage, which falls short on few clusters.

use proptest::prelude::*;

use super::*;
use crate::tests::human_ai::{beta, binomial, covers, is_asked, normal, rate_of};

fn mean(values: &[&f64]) -> Result<f64, NotEstimable> {
    Ok(values.iter().copied().sum::<f64>() / values.len() as f64)
}

const VALUES: [f64; 12] = [3.0, 5.0, 4.0, 8.0, 2.0, 6.0, 7.0, 5.0, 9.0, 4.0, 6.0, 5.0];

// SciPy 1.17.1 bootstrap(method="percentile", n_resamples=99999): 4.25, 6.41667. Means of 12 lie on a grid of 1/12.
#[test]
fn a_mean_as_scipy_has_it() {
    let found = cluster_bootstrap95(&VALUES, Seed(8), 20_000, mean).unwrap();
    assert!((found.lower - 4.25).abs() < 0.09 && (found.upper - 6.416_67).abs() < 0.09);
    assert_eq!((found.value, found.n), (64.0 / 12.0, 12));
}

// By hand: two clusters 0 and 1 give means 0, 1/2 and 1 with chances 1/4, 1/2 and 1/4, so that the ends are 0 and 1.
#[test]
fn two_clusters_by_hand() {
    let found = cluster_bootstrap95(&[0.0, 1.0], Seed(8), 999, mean).unwrap();
    assert_eq!((found.value, found.lower, found.upper), (0.5, 0.0, 1.0));
}

#[test]
fn equal_seeds_give_equal_bits_and_a_constant_its_value() {
    let of = |seed| cluster_bootstrap95(&VALUES, Seed(seed), 499, |v| mean(v).map(|m| m * m));
    assert_eq!(of(1), of(1));
    assert_ne!(of(1), of(2));
    let flat = cluster_bootstrap95(&[2.0; 5], Seed(1), 499, mean).unwrap();
    assert_eq!((flat.lower, flat.upper), (2.0, 2.0));
}

#[test]
fn what_cannot_be_drawn_is_named() {
    assert!(matches!(
        cluster_bootstrap95(&[1.0], Seed(1), 999, mean),
        Err(NotEstimable::TooFew { found: 1, .. })
    ));
    assert!(matches!(
        cluster_bootstrap95(&[1.0, 2.0], Seed(1), 10, mean),
        Err(NotEstimable::TooFew { found: 10, .. })
    ));
    // No figure where the drawn values are equal: half of the resamples of two.
    let spread = |v: &[&f64]| {
        let is_flat = v.windows(2).all(|w| w[0] == w[1]);
        if is_flat {
            return Err(NotEstimable::Constant { what: "x" });
        }
        Ok(1.0)
    };
    assert!(matches!(
        cluster_bootstrap95(&[1.0, 2.0], Seed(1), 999, spread),
        Err(NotEstimable::Degenerate { .. })
    ));
    assert!(matches!(
        cluster_bootstrap95(&[1.0, 2.0], Seed(1), 999, |_| Ok(f64::NAN)),
        Err(NotEstimable::Degenerate { .. })
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_interval_moves_with_the_figure(values in prop::collection::vec(-10.0..10.0_f64, 2..12), by in 0.5..4.0_f64, seed: u64) {
        let of = |values: &[f64]| cluster_bootstrap95(values, Seed(seed), 199, mean).unwrap();
        let moved: Vec<f64> = values.iter().map(|x| x * by + 3.0).collect();
        let (found, moved) = (of(&values), of(&moved));
        prop_assert!((moved.lower - found.lower * by - 3.0).abs() < 1e-9 && (moved.upper - found.upper * by - 3.0).abs() < 1e-9);
        let (least, most) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, m), x| (l.min(*x), m.max(*x)));
        prop_assert!(least - 1e-9 <= found.lower && found.lower <= found.upper && found.upper <= most + 1e-9);
    }
}

#[test]
fn coverage_of_the_bootstrap() {
    if !is_asked("coverage_of_the_bootstrap") {
        return;
    }
    for readers in [6, 20, 60] {
        let rate = rate_of(&format!("bootstrap mean of {readers}"), 1_000, |run| {
            let mut rng = Seed(8).index(run).rng();
            let values: Vec<f64> = (0..readers).map(|_| normal(&mut rng)).collect();
            covers(
                &cluster_bootstrap95(&values, Seed(run), 999, mean).unwrap(),
                0.0,
            )
        });
        assert!(rate > 0.82);
        let rate = rate_of(&format!("bootstrap share of {readers}"), 1_000, |run| {
            let mut rng = Seed(8).index(run).rng();
            let counts: Vec<[f64; 2]> = (0..readers)
                .map(|_| {
                    let p = beta(&mut rng, 4, 4);
                    [binomial(&mut rng, 10, p) as f64, 10.0]
                })
                .collect();
            let share = |v: &[&[f64; 2]]| {
                Ok(v.iter().map(|c| c[0]).sum::<f64>() / v.iter().map(|c| c[1]).sum::<f64>())
            };
            covers(
                &cluster_bootstrap95(&counts, Seed(run), 999, share).unwrap(),
                0.5,
            )
        });
        assert!(rate > 0.82);
    }
}

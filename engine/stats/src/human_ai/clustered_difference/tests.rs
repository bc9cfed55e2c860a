//! Clusters against statsmodels, by hand, laws, refusals and coverage.

use overread_base::Seed;
use proptest::prelude::*;

use super::super::means::mean_t95;
use super::*;
use crate::tests::human_ai::{beta, covers, is_asked, near_estimate, rate_of};

fn moves(raw: &[[u64; 3]]) -> Vec<ClusterMoves> {
    raw.iter()
        .map(|&[gained, lost, n]| ClusterMoves { gained, lost, n })
        .collect()
}

// statsmodels 0.15.0: OLS of +1, 0, -1 on a constant, cov_type="cluster", use_t=True.
#[test]
fn clusters_as_statsmodels_has_them() {
    let raw = [[3, 1, 10], [1, 0, 8], [0, 1, 5], [4, 1, 12], [2, 0, 10]];
    let found = clustered_difference95(&moves(&raw)).unwrap();
    near_estimate(
        &found,
        [
            0.155_555_555_555_555_56,
            0.002_862_712_500_195_985_2,
            0.308_248_398_610_915_13,
        ],
    );
    assert_eq!(found.n, 45);
}

// By hand: clusters +1 of 2 and -1 of 2: D 0, r ±1, variance 2 · 2 / 16, so that the ends lie beyond -1 and 1.
#[test]
fn two_opposite_clusters_by_hand() {
    let found = clustered_difference95(&moves(&[[1, 0, 2], [0, 1, 2]])).unwrap();
    near_estimate(&found, [0.0, -1.0, 1.0]);
}

#[test]
fn bad_clusters_are_named() {
    assert!(clustered_difference95(&[]).is_err());
    assert!(matches!(
        clustered_difference95(&moves(&[[1, 0, 2], [0, 0, 0]])),
        Err(NotEstimable::TooFew { found: 1, .. })
    ));
    assert!(matches!(
        clustered_difference95(&moves(&[[1, 0, 2], [2, 1, 2]])),
        Err(NotEstimable::OutOfDomain { index: 1, .. })
    ));
    assert!(matches!(
        clustered_difference95(&moves(&[[1, 0, 2], [2, 0, 4]])),
        Err(NotEstimable::Constant { .. })
    ));
    assert!(clustered_difference95(&moves(&[[u64::MAX, 1, u64::MAX], [0, 0, 1]])).is_err());
}

proptest! {
    #[test]
    fn with_equal_clusters_it_is_students_interval(raw in prop::collection::vec((0u64..=5, 0u64..=5), 2..12)) {
        let clusters: Vec<[u64; 3]> = raw.iter().map(|&(g, l)| [g, l, 10]).collect();
        let means: Vec<f64> = raw.iter().map(|&(g, l)| (g as f64 - l as f64) / 10.0).collect();
        let Ok(found) = clustered_difference95(&moves(&clusters)) else { return Ok(()) };
        let student = mean_t95("x", &means).unwrap().estimate;
        prop_assert!((found.lower - student.lower.max(-1.0)).abs() < 1e-9);
        prop_assert!((found.upper - student.upper.min(1.0)).abs() < 1e-9);
        let turned: Vec<[u64; 3]> = clusters.iter().rev().map(|&[g, l, n]| [l, g, n]).collect();
        let other = clustered_difference95(&moves(&turned)).unwrap();
        prop_assert!((found.lower + other.upper).abs() < 1e-9);
    }
}

#[test]
fn coverage_of_clustered_differences() {
    if !is_asked("coverage_of_clustered_differences") {
        return;
    }
    for readers in [6, 12, 30] {
        let rate = rate_of(&format!("clustered difference, {readers}"), 4_000, |run| {
            let mut rng = Seed(8).index(run).rng();
            let clusters: Vec<ClusterMoves> = (0..readers)
                .map(|_| {
                    let moving = beta(&mut rng, 3, 7);
                    let upward = beta(&mut rng, 4, 2);
                    let (mut gained, mut lost) = (0, 0);
                    for _ in 0..20 {
                        let u = rng.unit();
                        gained += u64::from(u < moving * upward);
                        lost += u64::from(moving * upward <= u && u < moving);
                    }
                    ClusterMoves {
                        gained,
                        lost,
                        n: 20,
                    }
                })
                .collect();
            clustered_difference95(&clusters).is_ok_and(|found| covers(&found, 0.1))
        });
        assert!(rate > 0.92);
    }
}

//! Weil's litters as published, scores by hand, laws, and the coverage.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::human_ai::{beta, binomial, covers, is_asked, near, near_estimate, rate_of};

fn litters(hits: [u64; 16], n: [u64; 16]) -> Vec<ClusterCount> {
    let pairs = hits.into_iter().zip(n);
    pairs.map(|(hits, n)| ClusterCount { hits, n }).collect()
}

// Weil 1970, in table 1 of Rao and Scott 1992. The design effects 1.232495 and 3.952861 are those that the R package PF
// prints (rsb); the intervals were computed from them with SciPy 1.17.1.
#[test]
fn weils_litters_have_their_published_design_effects() {
    let control = clustered_share95(&litters(
        [13, 12, 9, 9, 8, 8, 12, 11, 9, 9, 8, 11, 4, 5, 7, 7],
        [13, 12, 9, 9, 8, 8, 13, 12, 10, 10, 9, 13, 5, 7, 10, 10],
    ))
    .unwrap();
    assert!((control.design_effect - 1.232_495).abs() < 5e-7);
    near_estimate(
        &control.estimate,
        [
            0.898_734_177_215_189_9,
            0.827_631_369_026_018_5,
            0.942_542_973_412_779_2,
        ],
    );
    let treated = clustered_share95(&litters(
        [12, 11, 10, 9, 10, 9, 9, 8, 8, 4, 7, 4, 5, 3, 3, 0],
        [12, 11, 10, 9, 11, 10, 10, 9, 9, 5, 9, 7, 10, 6, 10, 7],
    ))
    .unwrap();
    assert!((treated.design_effect - 3.952_861).abs() < 5e-7);
    near_estimate(
        &treated.estimate,
        [
            0.772_413_793_103_448_3,
            0.600_008_374_257_995,
            0.884_778_668_238_742_7,
        ],
    );
    assert_eq!((treated.n_clusters, treated.estimate.n), (16, 145));
}

// By hand: clusters 2 of 2 and 0 of 2: p = 1/2, r = ±1, v = 2 · 2 / 16 = 1/4, d = (1/4) · 4 / (1/4) = 4.
#[test]
fn two_opposite_clusters_by_hand() {
    let found = clustered_share95(&[
        ClusterCount { hits: 2, n: 2 },
        ClusterCount { hits: 0, n: 2 },
    ]);
    near(found.unwrap().design_effect, 4.0);
}

// SciPy 1.17.1 (t.ppf) on ten scores.
#[test]
fn a_mean_of_scores() {
    let scores = [1.0, 1.0, 0.75, 1.0, 0.5, 1.0, 1.0, 0.25, 1.0, 1.0];
    near_estimate(
        &bounded_mean95(&scores).unwrap(),
        [0.85, 0.584_691_001_044_859_5, 0.957_998_521_934_429],
    );
}

#[test]
fn nothing_varying_still_has_a_width() {
    let all = bounded_mean95(&[1.0; 20]).unwrap();
    assert!(all.upper == 1.0 && 0.7 < all.lower && all.lower < 0.9);
    let half = bounded_mean95(&[0.5; 20]).unwrap();
    assert!(half.lower < 0.35 && 0.65 < half.upper);
    let none = clustered_share95(&[ClusterCount { hits: 0, n: 10 }; 5]).unwrap();
    // As if each cluster were one trial.
    assert_eq!((none.design_effect, none.estimate.lower), (10.0, 0.0));
    assert!(none.estimate.upper > 0.4);
}

#[test]
fn bad_clusters_are_named() {
    let one = ClusterCount { hits: 1, n: 2 };
    let empty = ClusterCount { hits: 0, n: 0 };
    assert_eq!(
        clustered_share95(&[one, empty]),
        Err(NotEstimable::TooFew {
            what: Counted::Clusters,
            needed: 2,
            found: 1
        })
    );
    assert!(clustered_share95(&[]).is_err());
    let over = ClusterCount { hits: 3, n: 2 };
    assert!(matches!(
        clustered_share95(&[one, over]),
        Err(NotEstimable::OutOfDomain { index: 1, .. })
    ));
    assert!(matches!(
        bounded_mean95(&[0.5, f64::NAN]),
        Err(NotEstimable::NotFinite { index: 1, .. })
    ));
    assert!(matches!(
        bounded_mean95(&[0.5, 1.5]),
        Err(NotEstimable::OutOfDomain { index: 1, .. })
    ));
}

proptest! {
    #[test]
    fn order_and_label_do_not_matter(counts in prop::collection::vec((0u64..9, 0u64..9), 2..20)) {
        let clusters: Vec<ClusterCount> = counts.iter().map(|&(hits, misses)| ClusterCount { hits, n: hits + misses }).collect();
        let mut turned = clusters.clone();
        turned.reverse();
        let swapped: Vec<ClusterCount> = clusters.iter().map(|c| ClusterCount { hits: c.n - c.hits, n: c.n }).collect();
        if let Ok(found) = clustered_share95(&clusters) {
            let e = found.estimate;
            prop_assert!(0.0 <= e.lower && e.lower <= e.value && e.value <= e.upper && e.upper <= 1.0);
            let back = clustered_share95(&turned).unwrap();
            prop_assert!((back.estimate.lower - e.lower).abs() < 1e-9);
            let other = clustered_share95(&swapped).unwrap();
            prop_assert!((other.estimate.lower - (1.0 - e.upper)).abs() < 1e-9);
            prop_assert!(found.design_effect >= 1.0);
        }
    }

    #[test]
    fn scores_stay_between_their_ends(scores in prop::collection::vec(0.0..=1.0_f64, 2..30)) {
        let e = bounded_mean95(&scores).unwrap();
        prop_assert!(0.0 <= e.lower && e.lower <= e.value && e.value <= e.upper && e.upper <= 1.0 && e.lower < e.upper);
    }
}

#[test]
fn coverage_of_clustered_shares() {
    if !is_asked("coverage_of_clustered_shares") {
        return;
    }
    for (a, b, readers) in [(4, 4, 10), (4, 4, 30), (9, 1, 10), (9, 1, 30), (36, 4, 10)] {
        let truth = f64::from(a) / f64::from(a + b);
        let rate = rate_of(&format!("clustered {a} {b} {readers}"), 2_000, |run| {
            let mut rng = Seed(8).index(run).rng();
            let clusters: Vec<ClusterCount> = (0..readers)
                .map(|_| {
                    let n = 5 + rng.below(11);
                    let p = beta(&mut rng, a, b);
                    let hits = binomial(&mut rng, n, p);
                    ClusterCount { hits, n }
                })
                .collect();
            covers(&clustered_share95(&clusters).unwrap().estimate, truth)
        });
        assert!(rate > 0.91, "{a} {b} {readers}");
    }
}

#[test]
fn coverage_of_bounded_means() {
    if !is_asked("coverage_of_bounded_means") {
        return;
    }
    for (a, b, n) in [(2, 2, 10), (8, 2, 10), (8, 2, 80), (1, 1, 20)] {
        let truth = f64::from(a) / f64::from(a + b);
        let rate = rate_of(&format!("bounded {a} {b} {n}"), 4_000, |run| {
            let mut rng = Seed(8).index(run).rng();
            let scores: Vec<f64> = (0..n).map(|_| beta(&mut rng, a, b)).collect();
            covers(&bounded_mean95(&scores).unwrap(), truth)
        });
        assert!(rate > 0.92, "{a} {b} {n}");
    }
}

//! Four takers on paper, ten by SciPy, laws, ranks of samples, and distributions that are none.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance,
        "{found} is not {expected}"
    );
}

#[test]
fn four_takers_on_paper() {
    // Scores 0, 1, 1, 3.
    let found = ScoreDistribution::from_scores(&[0, 1, 1, 3], 3).unwrap();
    assert_eq!(found.counts(), [1.0, 2.0, 0.0, 1.0]);
    assert_eq!((found.n(), found.max_score(), found.mean()), (4.0, 3, 1.25));
    check(found.sd(), (4.75f64 / 3.0).sqrt(), 1e-15);
    // Rank of 1: the one below and half of the two.
    let rank = |score: f64| found.percentile_rank(score).unwrap();
    check(rank(1.0), 0.5, 0.0);
    check(rank(1.25), 0.625, 0.0);
    check(rank(2.0), 0.75, 0.0);
    check(found.score_at(0.5), 1.0, 1e-15);
    // Nobody scores 2: the least score of rank 0.75 is 1.5.
    check(found.score_at(0.75), 1.5, 1e-15);
    check(found.score_at(0.0), -0.5, 1e-15);
    check(found.score_at(1.0), 3.5, 1e-15);
}

// scipy 1.18.1 stats.percentileofscore(kind="mean") / 100 at each whole score; numpy 2.5.5 mean and std(ddof=1).
#[test]
fn ten_takers_as_scipy_has_them() {
    let found = ScoreDistribution::from_scores(&[0, 1, 1, 3, 4, 4, 4, 6, 7, 7], 7).unwrap();
    let ranks = [0.05, 0.2, 0.3, 0.35, 0.55, 0.7, 0.75, 0.9];
    for (score, rank) in ranks.into_iter().enumerate() {
        check(found.percentile_rank(score as f64).unwrap(), rank, 1e-15);
    }
    check(found.mean(), 3.7, 1e-15);
    check(found.sd(), 2.496_664_441_476_534, 1e-14);
}

#[test]
fn distributions_that_are_none_are_refused() {
    let of = ScoreDistribution::from_counts;
    assert!(matches!(
        of(&[1.0, f64::NAN]),
        Err(NotEstimable::NotFinite { index: 1, .. })
    ));
    assert!(matches!(
        of(&[1.0, -1.0]),
        Err(NotEstimable::OutOfDomain { index: 1, .. })
    ));
    for few in [&[][..], &[5.0], &[0.0, 0.0], &[0.5, 0.5]] {
        assert!(matches!(of(few), Err(NotEstimable::TooFew { .. })));
    }
    assert!(matches!(
        ScoreDistribution::from_scores(&[1, 4], 3),
        Err(NotEstimable::OutOfDomain { index: 1, .. })
    ));
    assert!(matches!(
        ScoreDistribution::from_scores(&[1], 3),
        Err(NotEstimable::TooFew { .. })
    ));
    let sound = of(&[1.0, 2.0]).unwrap();
    for score in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let (what, index) = ("the scores", 0);
        assert_eq!(
            sound.percentile_rank(score),
            Err(NotEstimable::NotFinite { what, index })
        );
    }
    assert!(matches!(
        ScoreDistribution::from_scores(&[1, 2], usize::MAX),
        Err(NotEstimable::OutOfDomain { index: 0, .. })
    ));
    assert_eq!(
        ScoreDistribution::from_scores(&[2, 2], 3).unwrap().sd(),
        0.0
    );
}

proptest! {
    #[test]
    fn ranks_rise_and_are_undone(
        counts in prop::collection::vec(0u32..20, 2..12), share in 0.0..1.0f64,
    ) {
        let counts: Vec<f64> = counts.into_iter().map(f64::from).collect();
        let Ok(found) = ScoreDistribution::from_counts(&counts) else { return Ok(()) };
        let score = found.score_at(share);
        let rank = |score: f64| found.percentile_rank(score).unwrap();
        prop_assert!((rank(score) - share).abs() < 1e-9);
        prop_assert!(rank(score - 0.1) <= rank(score));
        prop_assert_eq!((rank(-0.5), rank(f64::MIN)), (0.0, 0.0));
        prop_assert!((rank(counts.len() as f64) - 1.0).abs() < 1e-12);
    }
}

#[test]
fn ranks_of_samples_lie_around_the_population() {
    if !crate::tests::simulation::is_asked("ranks_of_samples") {
        return;
    }
    // Uniform on 0..10: the rank of 4 is 4.5 / 11.
    let (mut sum, n_runs) = (0.0, 4_000u32);
    for run in 0..n_runs {
        let mut rng = Seed(81).index(u64::from(run)).rng();
        let scores: Vec<usize> = (0..50)
            .map(|_| usize::try_from(rng.below(11)).unwrap())
            .collect();
        sum += ScoreDistribution::from_scores(&scores, 10)
            .unwrap()
            .percentile_rank(4.0)
            .unwrap();
    }
    let mean = sum / f64::from(n_runs);
    println!("SIM rank {mean} of {}", 4.5 / 11.0);
    assert!((mean - 4.5 / 11.0).abs() < 0.005);
}

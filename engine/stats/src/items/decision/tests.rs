//! Huynh's case on paper, scipy's integrals, laws, the bias by simulation, and scores that decide nothing.

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
fn one_item_on_a_uniform_share_on_paper() {
    // Beta(1, 1), one item, cut at one half: passing twice has chance 1/3, failing twice 1/3, agreeing by chance 1/2.
    let found = beta_binomial(1.0, (1.0, 1.0), 0.5);
    check(found.consistency, 2.0 / 3.0, 1e-14);
    check(found.chance, 0.5, 1e-14);
    check(found.kappa.unwrap(), 1.0 / 3.0, 1e-14);
    // Truly above and right: the integral of t over 1/2..1, 3/8; likewise below.
    check(found.accuracy, 0.75, 1e-14);
}

#[test]
fn with_kr21_the_test_keeps_its_length() {
    // Mean 6, variance with n 4 on 10 items: KR-21 = 10/9 (1 - 6 * 4 / (10 * 4)) = 4/9, so the length is 10.
    let scores = [4.0, 8.0];
    let found = livingston_lewis(&scores, (0.0, 10.0), 4.0 / 9.0, 6.0).unwrap();
    // True variance 16/9 of 100, spread 0.24: a + b = 0.24 / 0.017777 - 1 = 12.5.
    let huynh = beta_binomial(10.0, (7.5, 5.0), 0.6);
    check(found.consistency, huynh.consistency, 1e-12);
    check(found.accuracy, huynh.accuracy, 1e-12);
}

// scipy 1.17.1: quad of the binomial tails against the beta density.
#[test]
fn scipys_integrals_agree() {
    let scores = [
        12, 15, 17, 18, 20, 21, 22, 22, 24, 25, 26, 26, 27, 28, 29, 30, 31, 33, 35, 38,
    ];
    let scores = scores.map(f64::from);
    let found = livingston_lewis(&scores, (0.0, 40.0), 0.8, 24.0).unwrap();
    check(found.accuracy, 0.858_732_203_088_291_6, 1e-10);
    check(found.consistency, 0.803_657_726_739_731_2, 1e-10);
    check(found.chance, 0.509_549_897_959_869_3, 1e-10);
    check(found.kappa.unwrap(), 0.599_669_217_228_130_6, 1e-10);
    let found = livingston_lewis(&scores, (0.0, 40.0), 0.6, 30.0).unwrap();
    check(found.accuracy, 0.810_431_500_172_025_5, 1e-10);
    check(found.consistency, 0.749_804_933_889_224_8, 1e-10);
    check(found.kappa.unwrap(), 0.392_622_140_989_567_7, 1e-10);
}

#[test]
fn scores_that_decide_nothing_say_why() {
    let on = |scores: &[f64], r: f64, cut: f64| livingston_lewis(scores, (0.0, 10.0), r, cut);
    assert!(matches!(
        on(&[5.0], 0.5, 5.0),
        Err(NotEstimable::TooFew { .. })
    ));
    assert!(matches!(
        on(&[5.0, 5.0], 0.5, 5.0),
        Err(NotEstimable::Constant { .. })
    ));
    assert!(matches!(
        on(&[5.0, f64::NAN], 0.5, 5.0),
        Err(NotEstimable::NotFinite { index: 1, .. })
    ));
    assert!(matches!(
        on(&[5.0, 11.0], 0.5, 5.0),
        Err(NotEstimable::OutOfDomain { .. })
    ));
    for (r, cut) in [
        (0.0, 5.0),
        (1.0, 5.0),
        (f64::NAN, 5.0),
        (0.5, 11.0),
        (0.5, f64::NAN),
    ] {
        assert!(matches!(
            on(&[4.0, 6.0], r, cut),
            Err(NotEstimable::OutOfDomain { .. })
        ));
    }
    // Scores so close that only a test of thousands of items would have them.
    assert!(matches!(
        on(&[5.0, 5.01], 0.5, 5.0),
        Err(NotEstimable::Degenerate { .. })
    ));
    assert!(livingston_lewis(&[1.0, 2.0], (5.0, 5.0), 0.5, 5.0).is_err());
    // Everybody passes a cut of nothing.
    let all = on(&[4.0, 6.0, 7.0], 0.5, 0.0).unwrap();
    check(all.consistency, 1.0, 1e-12);
    assert!(all.kappa.is_none_or(f64::is_finite));
}

proptest! {
    #[test]
    fn shares_stay_within_bounds_and_turn_with_the_scale(
        scores in prop::collection::vec(0u32..=30, 3..40),
        reliability in 0.05..0.95f64,
        cut in 1u32..30,
    ) {
        let scores: Vec<f64> = scores.into_iter().map(f64::from).collect();
        let Ok(found) = livingston_lewis(&scores, (0.0, 30.0), reliability, f64::from(cut)) else {
            return Ok(());
        };
        for share in [found.accuracy, found.consistency, found.chance] {
            prop_assert!((-1e-9..=1.0 + 1e-9).contains(&share), "{share}");
        }
        prop_assert!(found.consistency >= found.chance - 1e-9);
        // Scaled and shifted scores decide alike.
        let moved: Vec<f64> = scores.iter().map(|s| s * 2.0 + 10.0).collect();
        let again = livingston_lewis(&moved, (10.0, 70.0), reliability, f64::from(cut) * 2.0 + 10.0);
        prop_assert!((again.unwrap().consistency - found.consistency).abs() < 1e-7);
    }
}

#[test]
fn consistency_is_hardly_biased() {
    if !crate::tests::simulation::is_asked("consistency_is_hardly_biased") {
        return;
    }
    // Shares are the 7th of 9 ordered uniform numbers: Beta(7, 3).
    let truth = beta_binomial(40.0, (7.0, 3.0), 26.0 / 40.0);
    let (n_runs, mut off) = (400u32, [0.0; 4]);
    for run in 0..n_runs {
        let mut rng = Seed(77).index(u64::from(run)).rng();
        let scores: Vec<f64> = (0..300)
            .map(|_| {
                let mut uniform: Vec<f64> = (0..9).map(|_| rng.unit()).collect();
                uniform.sort_by(f64::total_cmp);
                f64::from(
                    (0..40)
                        .map(|_| u8::from(rng.unit() < uniform[6]))
                        .sum::<u8>(),
                )
            })
            .collect();
        let n = scores.len() as f64;
        let mean = scores.iter().sum::<f64>() / n;
        let variance = scores.iter().map(|s| (s - mean) * (s - mean)).sum::<f64>() / n;
        let kr21 = 40.0 / 39.0 * (1.0 - mean * (40.0 - mean) / (40.0 * variance));
        let found = livingston_lewis(&scores, (0.0, 40.0), kr21, 26.0).unwrap();
        let (c, a) = (
            found.consistency - truth.consistency,
            found.accuracy - truth.accuracy,
        );
        for (to, value) in off.iter_mut().zip([c, c * c, a, a * a]) {
            *to += value / f64::from(n_runs);
        }
    }
    let [c, cc, a, aa] = off;
    println!(
        "SIM decision bias {c} sd {} accuracy {a} sd {} truth {truth:?}",
        (cc - c * c).sqrt(),
        (aa - a * a).sqrt()
    );
    assert!(c.abs() < 0.003 && a.abs() < 0.003, "{c} {a}");
}

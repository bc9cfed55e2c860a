//! A share on paper, statsmodels, laws, what smoothing gains, and scores that no polynomial has.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::act_maths::act_maths;

#[track_caller]
fn check(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance * expected.abs(),
        "{found} is not {expected}"
    );
}

#[test]
fn two_scores_on_paper() {
    // A line through the logarithms of two counts keeps both.
    let found = ScoreDistribution::from_counts(&[3.0, 5.0])
        .unwrap()
        .smoothed(1)
        .unwrap();
    check(found.counts()[0], 3.0, 1e-11);
    check(found.counts()[1], 5.0, 1e-11);
}

// statsmodels 0.15.0, GLM of the Poisson family.
#[test]
fn statsmodels_agrees() {
    let found = ScoreDistribution::from_counts(&[2.0, 5.0, 9.0, 7.0, 4.0, 3.0]).unwrap();
    let found = found.smoothed(2).unwrap();
    let half = [
        2.299_455_535_522_352,
        5.101_633_393_432_947,
        7.598_911_071_044_709,
    ];
    for (at, expected) in half.into_iter().enumerate() {
        check(found.counts()[at], expected, 1e-10);
        check(found.counts()[5 - at], expected, 1e-10);
    }
    let Some([x, _]) = act_maths("actmath_smoothed") else {
        return;
    };
    let at = [0, 1, 10, 20, 30, 40];
    let four = [
        0.250_571_096_580_250_06,
        0.848_591_191_953_391,
        152.293_870_290_452_3,
        169.938_552_314_628_94,
        101.977_310_944_183_03,
        15.093_696_216_539_117,
    ];
    let six = [
        0.021_661_898_304_473_24,
        0.176_151_399_730_784_5,
        158.066_477_724_340_44,
        173.416_810_591_091_23,
        98.405_959_470_515_37,
        15.042_182_777_150_222,
    ];
    for (degree, expected) in [(4, four), (6, six)] {
        let found = x.smoothed(degree).unwrap();
        for (at, expected) in at.into_iter().zip(expected) {
            check(found.counts()[at], expected, 1e-8);
        }
    }
}

#[test]
fn scores_that_no_polynomial_has_are_refused() {
    let form = ScoreDistribution::from_counts(&[2.0, 0.0, 9.0, 0.0, 4.0]).unwrap();
    for degree in [0, 11] {
        assert!(matches!(
            form.smoothed(degree),
            Err(NotEstimable::OutOfDomain { .. })
        ));
    }
    assert!(matches!(
        form.smoothed(3),
        Err(NotEstimable::TooFew {
            needed: 4,
            found: 3,
            ..
        })
    ));
    assert!(form.smoothed(1).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn moments_are_kept(counts in prop::collection::vec(1u32..30, 8..20), degree in 1usize..5) {
        let counts: Vec<f64> = counts.into_iter().map(f64::from).collect();
        let form = ScoreDistribution::from_counts(&counts).unwrap();
        let found = form.smoothed(degree).unwrap();
        prop_assert!(found.counts().iter().all(|count| *count > 0.0));
        for power in 0..=degree {
            let centre = counts.len() as f64 / 2.0;
            let moment = |of: &ScoreDistribution| {
                let terms = of.points().map(|(score, count)| {
                    let z = (score - centre) / centre;
                    count * (0..power).fold(1.0, |product, _| product * z)
                });
                terms.sum::<f64>()
            };
            prop_assert!((moment(&found) - moment(&form)).abs() < 1e-8 * form.n());
        }
        let mut turned = counts;
        turned.reverse();
        let turned = ScoreDistribution::from_counts(&turned).unwrap().smoothed(degree).unwrap();
        for (a, b) in found.counts().iter().zip(turned.counts().iter().rev()) {
            prop_assert!((a - b).abs() < 1e-7 * (1.0 + a));
        }
    }
}

#[test]
fn smoothing_brings_small_samples_nearer_to_the_population() {
    if !crate::tests::simulation::is_asked("smoothing_brings_small_samples_nearer") {
        return;
    }
    let draw = |rng: &mut overread_base::Rng| {
        let chance = 0.6 + 0.4 * (rng.unit() - 0.5);
        (0..30).filter(|_| rng.unit() < chance).count()
    };
    let form = |rng: &mut overread_base::Rng, n: usize| {
        let scores: Vec<usize> = (0..n).map(|_| draw(rng)).collect();
        ScoreDistribution::from_scores(&scores, 30).unwrap()
    };
    let mut rng = Seed(87).rng();
    let population = form(&mut rng, 500_000);
    let squares = |of: &ScoreDistribution| {
        let terms = of.counts().iter().zip(population.counts());
        terms
            .map(|(a, b)| (a / of.n() - b / population.n()).abs().powi(2))
            .sum::<f64>()
    };
    let (mut raw, mut smooth, n_runs) = (0.0, 0.0, 500u32);
    for _ in 0..n_runs {
        let sample = form(&mut rng, 200);
        raw += squares(&sample) / f64::from(n_runs);
        smooth += squares(&sample.smoothed(4).unwrap()) / f64::from(n_runs);
    }
    println!(
        "SIM smoothed squares {smooth} raw {raw} ratio {}",
        smooth / raw
    );
    assert!(smooth < 0.5 * raw, "{smooth} {raw}");
}

//! Two forms on paper, a score of ACT mathematics, laws, coverage, and forms that do not vary.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::act_maths::act_maths;

#[track_caller]
fn check(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance,
        "{found} is not {expected}"
    );
}

#[test]
fn two_forms_on_paper() {
    // X: 0, 1, 1, 2; Y: 0, 0, 1, 2. Ranks of X's scores: 1/8, 1/2, 7/8.
    let x = ScoreDistribution::from_scores(&[0, 1, 1, 2], 2).unwrap();
    let y = ScoreDistribution::from_scores(&[0, 0, 1, 2], 2).unwrap();
    let found = equate_equipercentile(&x, &y).unwrap();
    // 1/8 is a quarter of the way through Y's 0; 1/2 is its end; 7/8 is the middle of 2.
    check(found[0].y, -0.25, 1e-15);
    check(found[1].y, 0.5, 1e-15);
    check(found[2].y, 2.0, 1e-15);
    // At 7/8: g = 1/4, G = 1, G' = 3/4: (7/64 * 1/2 - (1/8)(1/8) / (4/4)) * 16 = (7/128 - 2/128) * 16 = 5/8.
    check(found[2].standard_error.unwrap(), 0.625f64.sqrt(), 1e-14);
}

// By the counts of ACT mathematics: 1 of 4,329 takers has 1 on X and none less; on Y none has 0 and 1 of 4,152 has 1.
#[test]
fn a_score_of_act_mathematics_by_hand() {
    let Some([x, y]) = act_maths("actmath_ranks") else {
        return;
    };
    let found = equate_equipercentile(&x, &y).unwrap();
    assert_eq!(found.len(), 41);
    check(found[1].y, 0.5 + 2_076.0 / 4_329.0, 1e-12);
}

#[test]
fn forms_that_do_not_vary_are_refused_and_edges_have_no_error() {
    let same = ScoreDistribution::from_scores(&[2, 2], 3).unwrap();
    let other = ScoreDistribution::from_scores(&[1, 2], 3).unwrap();
    for (x, y) in [(&same, &other), (&other, &same)] {
        assert!(matches!(
            equate_equipercentile(x, y),
            Err(NotEstimable::Constant { .. })
        ));
    }
    // Nobody scores 0 or 3 on X: ranks 0 and 1.
    let found = equate_equipercentile(&other, &other).unwrap();
    assert_eq!(
        (found[0].standard_error, found[3].standard_error),
        (None, None)
    );
    assert!(found[1].standard_error.is_some());
}

proptest! {
    #[test]
    fn scores_rise_and_a_form_is_its_own(
        x in prop::collection::vec(0usize..=8, 5..40), y in prop::collection::vec(0usize..=8, 5..40),
    ) {
        let [x, y] = [x, y].map(|scores| ScoreDistribution::from_scores(&scores, 8).unwrap());
        let Ok(found) = equate_equipercentile(&x, &y) else { return Ok(()) };
        prop_assert!(found.is_sorted_by(|a, b| a.y <= b.y + 1e-12));
        for (score, equated) in found.iter().enumerate() {
            prop_assert!((-0.5..=8.5).contains(&equated.y));
            let (of_y, of_x) = (y.percentile_rank(equated.y).unwrap(), x.percentile_rank(score as f64).unwrap());
            prop_assert!((of_y - of_x).abs() < 1e-9);
            prop_assert!(equated.standard_error.is_none_or(|e| e.is_finite() && e >= 0.0));
        }
        for (score, own) in equate_equipercentile(&x, &x).unwrap().iter().enumerate() {
            if x.counts()[score] > 0.0 {
                prop_assert!((own.y - score as f64).abs() < 1e-9);
            }
        }
    }
}

#[test]
fn errors_of_equated_scores_cover() {
    if !crate::tests::simulation::is_asked("errors_of_equated_scores_cover") {
        return;
    }
    // 20 items each of chance 0.6 and 0.55 beside an ability that shifts both.
    let draw = |rng: &mut overread_base::Rng, base: f64| {
        let chance = base + 0.4 * (rng.unit() - 0.5);
        (0..20).filter(|_| rng.unit() < chance).count()
    };
    let form = |rng: &mut overread_base::Rng, base: f64, n: usize| {
        let scores: Vec<usize> = (0..n).map(|_| draw(rng, base)).collect();
        ScoreDistribution::from_scores(&scores, 20).unwrap()
    };
    let mut rng = Seed(85).rng();
    let truth = {
        let (x, y) = (
            form(&mut rng, 0.6, 1_000_000),
            form(&mut rng, 0.55, 1_000_000),
        );
        equate_equipercentile(&x, &y).unwrap()
    };
    let (mut covered, n_runs) = ([0u32; 3], 1_000u32);
    for _ in 0..n_runs {
        let (x, y) = (form(&mut rng, 0.6, 1_000), form(&mut rng, 0.55, 1_000));
        let found = equate_equipercentile(&x, &y).unwrap();
        for (to, score) in covered.iter_mut().zip([8, 12, 16]) {
            let off = (found[score].y - truth[score].y).abs();
            *to += u32::from(found[score].standard_error.is_some_and(|e| off <= 1.96 * e));
        }
    }
    let coverage = covered.map(|n| f64::from(n) / f64::from(n_runs));
    println!("SIM equipercentile coverage {coverage:?}");
    assert!(
        coverage.iter().all(|c| (0.92..0.97).contains(c)),
        "{coverage:?}"
    );
}

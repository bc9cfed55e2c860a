//! Scipy's root, one item on paper, laws, coverage, and answers without a maximum.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::irt::simulated;

#[track_caller]
fn check(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance,
        "{found} is not {expected}"
    );
}

fn items(of: &[(f64, f64)]) -> Vec<LogisticItem> {
    of.iter()
        .map(|(a, b)| LogisticItem::of_difficulty(*a, *b))
        .collect()
}

#[test]
fn two_items_on_paper() {
    // Difficulties -1 and 1, the easier solved: the maximum is halfway, the information there 2 P Q of 1.
    let found = ability_ml(
        &items(&[(1.0, -1.0), (1.0, 1.0)]),
        &[Some(true), Some(false)],
    )
    .unwrap();
    check(found.theta, 0.0, 1e-12);
    let pq = libm::exp(1.0) / ((1.0 + libm::exp(1.0)) * (1.0 + libm::exp(1.0)));
    check(found.standard_error, 1.0 / (2.0 * pq).sqrt(), 1e-12);
    // Without answers the posterior is the prior.
    let quadrature = Quadrature::normal(41).unwrap();
    let prior = ability_eap(&items(&[(1.0, 0.0)]), &[None], &quadrature).unwrap();
    check(prior.theta, 0.0, 1e-14);
    check(prior.standard_error, 1.0, 1e-13);
}

// scipy 1.17.1 optimize.brentq of the likelihood's derivative.
#[test]
fn scipys_root_agrees() {
    let items = items(&[(1.2, -0.8), (0.9, 0.1), (1.5, 0.6), (0.7, -1.5), (1.1, 1.4)]);
    let answers = [true, true, false, true, false].map(Some);
    let found = ability_ml(&items, &answers).unwrap();
    check(found.theta, 0.284_731_012_256_462_6, 1e-13);
    check(found.standard_error, 0.886_514_034_766_920_5, 1e-13);
}

#[test]
fn answers_without_a_maximum_say_why() {
    let two = items(&[(1.0, -1.0), (1.0, 1.0)]);
    let quadrature = Quadrature::normal(41).unwrap();
    for answers in [
        [Some(true); 2],
        [Some(false); 2],
        [None; 2],
        [Some(true), None],
    ] {
        assert!(matches!(
            ability_ml(&two, &answers),
            Err(NotEstimable::Degenerate { .. })
        ));
        assert!(
            ability_eap(&two, &answers, &quadrature)
                .unwrap()
                .theta
                .is_finite()
        );
    }
    // An item of slope 0 says nothing; one of negative slope turns its answer round.
    let turned = [
        LogisticItem {
            slope: -1.0,
            intercept: 0.0,
        },
        two[0],
    ];
    assert!(ability_ml(&turned, &[Some(true), Some(true)]).is_ok());
    assert!(ability_ml(&turned, &[Some(false), Some(true)]).is_err());
    let flat = [
        LogisticItem {
            slope: 0.0,
            intercept: 0.0,
        },
        two[0],
    ];
    assert!(ability_ml(&flat, &[Some(false), Some(true)]).is_err());
    assert!(matches!(
        ability_ml(&two, &[None]),
        Err(NotEstimable::Unequal { .. })
    ));
    let faulty = [LogisticItem {
        slope: f64::NAN,
        intercept: 0.0,
    }];
    assert!(matches!(
        ability_eap(&faulty, &[Some(true)], &quadrature),
        Err(NotEstimable::NotFinite { .. })
    ));
    // Difficulties so far apart that nothing is known between them.
    let apart = items(&[(1.0, -5_000.0), (1.0, 5_000.0)]);
    assert!(matches!(
        ability_ml(&apart, &[Some(true), Some(false)]),
        Err(NotEstimable::Degenerate { .. })
    ));
}

proptest! {
    #[test]
    fn abilities_rise_with_right_answers_and_move_with_the_scale(
        of in prop::collection::vec((0.3..2.5f64, -2.5..2.5f64, any::<bool>()), 3..12),
        shift in -2.0..2.0f64,
    ) {
        let items: Vec<_> = of.iter().map(|(a, b, _)| LogisticItem::of_difficulty(*a, *b)).collect();
        let answers: Vec<_> = of.iter().map(|(.., right)| Some(*right)).collect();
        let quadrature = Quadrature::normal(41).unwrap();
        let eap = ability_eap(&items, &answers, &quadrature).unwrap();
        prop_assert!(0.0 < eap.standard_error && eap.standard_error < 1.0);
        if let Some(wrong) = answers.iter().position(|a| *a == Some(false)) {
            let mut better = answers.clone();
            better[wrong] = Some(true);
            prop_assert!(ability_eap(&items, &better, &quadrature).unwrap().theta > eap.theta);
        }
        if let Ok(ml) = ability_ml(&items, &answers) {
            let moved: Vec<_> = of.iter().map(|(a, b, _)| LogisticItem::of_difficulty(*a, b + shift)).collect();
            let again = ability_ml(&moved, &answers).unwrap();
            prop_assert!((again.theta - ml.theta - shift).abs() < 1e-9);
            prop_assert!((again.standard_error - ml.standard_error).abs() < 1e-9);
            let (mut items, mut answers) = (items, answers);
            items.reverse();
            answers.reverse();
            prop_assert!((ability_ml(&items, &answers).unwrap().theta - ml.theta).abs() < 1e-10);
        }
    }
}

#[test]
fn intervals_of_abilities_cover() {
    if !crate::tests::simulation::is_asked("intervals_of_abilities_cover") {
        return;
    }
    let items: Vec<_> = (0..40)
        .map(|j| {
            LogisticItem::of_difficulty(
                0.8 + 0.02 * f64::from(j),
                -2.0 + 0.1 * f64::from((j * 7) % 40),
            )
        })
        .collect();
    let quadrature = Quadrature::normal(41).unwrap();
    let (mut rng, n) = (Seed(63).rng(), 5_000);
    let (mut covered, mut eap_covered, mut with_ml) = (0, 0, 0);
    for _ in 0..n {
        let theta = simulated::normal(&mut rng);
        let answers = simulated::answers(&items, theta, &mut rng);
        let is_in = |a: Ability| u32::from((a.theta - theta).abs() <= 1.96 * a.standard_error);
        eap_covered += is_in(ability_eap(&items, &answers, &quadrature).unwrap());
        if let Ok(ml) = ability_ml(&items, &answers) {
            with_ml += 1;
            covered += is_in(ml);
        }
    }
    let ml = f64::from(covered) / f64::from(with_ml);
    let eap = f64::from(eap_covered) / f64::from(n);
    println!("SIM ability ml {ml} of {with_ml} eap {eap}");
    assert!(
        (0.94..0.965).contains(&ml) && (0.94..0.96).contains(&eap),
        "{ml} {eap}"
    );
}

//! Two takers on paper, scipy's numbers, laws, what happens on a second exam, and takers without errors.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::irt::simulated;

#[track_caller]
fn check(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() <= 1e-13,
        "{found} is not {expected}"
    );
}

fn takers(of: &[(f64, f64)]) -> Vec<Ability> {
    of.iter()
        .map(|(theta, standard_error)| Ability {
            theta: *theta,
            standard_error: *standard_error,
        })
        .collect()
}

#[test]
fn two_takers_on_paper() {
    // On the cut: one half of everything. Far above and far below: all sure, chance agreement one half.
    let found = rudner(&takers(&[(0.0, 0.3)]), 0.0).unwrap();
    assert_eq!(
        (found.accuracy, found.consistency, found.kappa),
        (0.5, 0.5, Some(0.0))
    );
    let found = rudner(&takers(&[(90.0, 1.0), (-90.0, 1.0)]), 0.0).unwrap();
    assert_eq!(
        (found.accuracy, found.consistency, found.kappa),
        (1.0, 1.0, Some(1.0))
    );
    let found = rudner(&takers(&[(90.0, 1.0)]), 0.0).unwrap();
    assert_eq!((found.chance, found.kappa), (1.0, None));
}

// scipy 1.17.1 stats.norm.cdf.
#[test]
fn scipys_numbers_agree() {
    let five = takers(&[
        (0.8, 0.3),
        (-0.3, 0.35),
        (0.1, 0.4),
        (1.6, 0.5),
        (-1.2, 0.28),
    ]);
    let found = rudner(&five, 0.2).unwrap();
    check(found.accuracy, 0.899_367_410_248_581_9);
    check(found.consistency, 0.865_703_906_219_400_7);
    check(found.chance, 0.500_180_101_795_944_7);
    check(found.kappa.unwrap(), 0.731_311_029_706_600_7);
}

#[test]
fn takers_without_errors_are_refused() {
    assert!(matches!(rudner(&[], 0.0), Err(NotEstimable::TooFew { .. })));
    assert!(matches!(
        rudner(&takers(&[(0.0, 0.0)]), 0.0),
        Err(NotEstimable::OutOfDomain { .. })
    ));
    assert!(matches!(
        rudner(&takers(&[(f64::NAN, 0.1)]), 0.0),
        Err(NotEstimable::NotFinite { .. })
    ));
    assert!(matches!(
        rudner(&takers(&[(0.0, f64::INFINITY)]), 0.0),
        Err(NotEstimable::NotFinite { .. })
    ));
    assert!(matches!(
        rudner(&takers(&[(0.0, 0.1)]), f64::NAN),
        Err(NotEstimable::NotFinite { .. })
    ));
}

proptest! {
    #[test]
    fn both_lie_above_one_half_and_heed_neither_order_nor_side(
        of in prop::collection::vec((-3.0..3.0f64, 0.05..1.0f64), 1..30), cut in -2.0..2.0f64,
    ) {
        let found = rudner(&takers(&of), cut).unwrap();
        prop_assert!(0.5 <= found.consistency && found.consistency <= found.accuracy && found.accuracy <= 1.0);
        let mirrored: Vec<_> = of.iter().rev().map(|(theta, error)| (-theta, *error)).collect();
        let again = rudner(&takers(&mirrored), -cut).unwrap();
        prop_assert!((again.accuracy - found.accuracy).abs() < 1e-12);
        prop_assert!((again.chance - found.chance).abs() < 1e-12);
    }
}

#[test]
fn a_second_exam_agrees_as_often_as_said() {
    if !crate::tests::simulation::is_asked("a_second_exam_agrees_as_often_as_said") {
        return;
    }
    // Fifty takers of known ability, two exams with normal errors.
    let mut rng = Seed(71).rng();
    let of: Vec<(f64, f64)> = (0..50)
        .map(|_| (simulated::normal(&mut rng), rng.range(0.2, 0.5)))
        .collect();
    let said = rudner(&takers(&of), 0.3).unwrap();
    let (mut same, mut right, n_runs) = (0, 0, 20_000u32);
    for _ in 0..n_runs {
        for (theta, error) in &of {
            let [a, b] = [(); 2].map(|()| theta + error * simulated::normal(&mut rng) >= 0.3);
            same += u32::from(a == b);
            right += u32::from(a == (*theta >= 0.3));
        }
    }
    let n = f64::from(50 * n_runs);
    let (same, right) = (f64::from(same) / n, f64::from(right) / n);
    println!(
        "SIM rudner consistency {same} said {} accuracy {right} said {}",
        said.consistency, said.accuracy
    );
    assert!((same - said.consistency).abs() < 0.002 && (right - said.accuracy).abs() < 0.002);
}

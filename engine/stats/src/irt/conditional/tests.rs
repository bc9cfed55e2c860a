//! Two items on paper, laws, coverage, and answers without an estimate.

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

fn responses(rows: &[&[u8]]) -> Responses {
    let row = |row: &&[u8]| row.iter().map(|cell| Some(*cell == 1)).collect();
    Responses::new(&rows.iter().map(row).collect::<Vec<_>>()).unwrap()
}

#[test]
fn two_items_on_paper() {
    // Of four takers with one right answer three solved the first: b2 - b1 = ln 3, its error sqrt(1/3 + 1).
    let fit = rasch_conditional(&responses(&[
        &[1, 0],
        &[1, 0],
        &[1, 0],
        &[0, 1],
        &[1, 1],
        &[0, 0],
    ]));
    let fit = fit.unwrap();
    check(
        fit.difficulties[1] - fit.difficulties[0],
        libm::log(3.0),
        1e-12,
    );
    check(fit.difficulties[0] + fit.difficulties[1], 0.0, 1e-14);
    check(2.0 * fit.errors[0], (4.0f64 / 3.0).sqrt(), 1e-12);
    check(
        fit.log_likelihood,
        3.0 * libm::log(0.75) + libm::log(0.25),
        1e-12,
    );
    check(fit.abilities[0].theta, 0.0, 1e-12);
}

#[test]
fn symmetric_functions_on_paper() {
    // (1 + x)(1 + 2x)(1 + 3x) = 1 + 6x + 11x² + 6x³.
    assert_eq!(
        symmetric([1.0, 2.0, 3.0].into_iter()),
        [1.0, 6.0, 11.0, 6.0]
    );
}

#[test]
fn answers_without_an_estimate_say_why() {
    assert_eq!(
        rasch_conditional(&responses(&[&[1, 1, 0], &[1, 0, 1]])),
        Err(NotEstimable::ConstantItem { index: 0 })
    );
    // Nobody who failed item 1 or 2 solved 3 or 4.
    let split = responses(&[&[1, 0, 0, 0], &[0, 1, 0, 0], &[1, 1, 1, 0], &[1, 1, 0, 1]]);
    assert!(matches!(
        rasch_conditional(&split),
        Err(NotEstimable::Degenerate { .. })
    ));
    let missing = Responses::new(&[vec![Some(true), None], vec![Some(false), Some(true)]]).unwrap();
    assert!(matches!(
        rasch_conditional(&missing),
        Err(NotEstimable::MissingCell { .. })
    ));
    assert!(matches!(
        rasch_conditional(&responses(&[&[1, 0]])),
        Err(NotEstimable::TooFew { .. })
    ));
    assert!(matches!(
        rasch_conditional(&responses(&[&[1], &[0]])),
        Err(NotEstimable::TooFew { .. })
    ));
    let many = vec![vec![Some(true); 201], vec![Some(false); 201]];
    assert!(matches!(
        rasch_conditional(&Responses::new(&many).unwrap()),
        Err(NotEstimable::Degenerate { .. })
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn difficulties_heed_no_order_and_turn_with_the_answers(
        cells in prop::collection::vec(any::<bool>(), 5 * 30),
    ) {
        let rows: Vec<Vec<_>> = cells.chunks(5).map(|row| row.iter().copied().map(Some).collect()).collect();
        let Ok(fit) = rasch_conditional(&Responses::new(&rows).unwrap()) else { return Ok(()) };
        prop_assert!(fit.difficulties.iter().sum::<f64>().abs() < 1e-10);
        let reversed: Vec<Vec<_>> = rows.iter().rev().map(|row| row.iter().rev().copied().collect()).collect();
        let again = rasch_conditional(&Responses::new(&reversed).unwrap()).unwrap();
        let turned: Vec<Vec<_>> = rows.iter().map(|row| row.iter().map(|c| c.map(|r| !r)).collect()).collect();
        let turned = rasch_conditional(&Responses::new(&turned).unwrap()).unwrap();
        for item in 0..5 {
            prop_assert!((fit.difficulties[item] - again.difficulties[4 - item]).abs() < 1e-8);
            prop_assert!((fit.difficulties[item] + turned.difficulties[item]).abs() < 1e-8);
            prop_assert!(fit.errors[item].is_finite() && fit.errors[item] > 0.0);
        }
        prop_assert!(fit.abilities.is_sorted_by(|a, b| a.theta < b.theta));
        // All takers twice: the same difficulties, errors smaller by the root of 2.
        let twice: Vec<Vec<_>> = rows.iter().chain(&rows).cloned().collect();
        let twice = rasch_conditional(&Responses::new(&twice).unwrap()).unwrap();
        prop_assert!((twice.difficulties[0] - fit.difficulties[0]).abs() < 1e-8);
        prop_assert!((twice.errors[0] * 2.0f64.sqrt() - fit.errors[0]).abs() < 1e-7);
    }
}

#[test]
fn intervals_of_difficulties_cover() {
    if !crate::tests::simulation::is_asked("intervals_of_difficulties_cover") {
        return;
    }
    let truth: Vec<f64> = (0..12).map(|j| -1.65 + 0.3 * f64::from(j)).collect();
    let items: Vec<_> = truth
        .iter()
        .map(|b| LogisticItem::of_difficulty(1.0, *b))
        .collect();
    let (mut covered, n_runs) = (0, 500u32);
    for run in 0..n_runs {
        let responses = simulated::responses(&items, 200, Seed(65).index(u64::from(run)));
        let fit = rasch_conditional(&responses).unwrap();
        for ((found, error), truth) in fit.difficulties.iter().zip(&fit.errors).zip(&truth) {
            covered += u32::from((found - truth).abs() <= 1.96 * error);
        }
    }
    let coverage = f64::from(covered) / f64::from(12 * n_runs);
    println!("SIM cml coverage {coverage}");
    assert!((0.94..0.96).contains(&coverage), "{coverage}");
}

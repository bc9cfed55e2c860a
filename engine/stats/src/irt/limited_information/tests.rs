//! A model that fits its own moments, laws, the error rate, and models without freedom.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::irt::simulated;
use crate::{CalibratedItem, LogisticModel, MarginalOptions, fit_marginal};

fn options(model: LogisticModel) -> MarginalOptions {
    MarginalOptions {
        model,
        slope_prior: None,
        n_nodes: 61,
    }
}

#[track_caller]
fn check(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance,
        "{found} is not {expected}"
    );
}

#[test]
fn two_independent_items_on_paper() {
    // Slope 0 and intercept 0 with fixed slopes: moments 1/2, 1/2, 1/4, two parameters, one degree of freedom.
    // Of eight takers 3, 1, 1, 3 answer 11, 10, 01, 00: the single shares fit, the pair's is 3/8. Given the single shares
    // the pair's variance is 1/16 a taker: M2 = 8 (1/8)² / (1/16) = 2.
    let rows: Vec<Vec<_>> = [
        (3, [true, true]),
        (1, [true, false]),
        (1, [false, true]),
        (3, [false, false]),
    ]
    .into_iter()
    .flat_map(|(n, row)| std::iter::repeat_n(row.map(Some).to_vec(), n))
    .collect();
    let responses = Responses::new(&rows).unwrap();
    let mut fit = fit_marginal(&responses, &options(LogisticModel::UnitSlope)).unwrap();
    for CalibratedItem { item, .. } in &mut fit.items {
        (item.slope, item.intercept) = (0.0, 0.0);
    }
    let found = m2(&responses, &fit, &Quadrature::normal(61).unwrap()).unwrap();
    check(found.m2, 2.0, 1e-10);
    assert_eq!(found.df, 1);
    // 1 - chi-squared cdf of 2 on 1 degree of freedom = erfc(1).
    check(found.p, libm::erfc(1.0), 1e-12);
    check(found.rmsea, (1.0f64 / 8.0).sqrt(), 1e-10);
}

#[test]
fn models_without_freedom_are_refused() {
    let items: Vec<_> = (0..4)
        .map(|j| LogisticItem::of_difficulty(1.0, f64::from(j) - 1.5))
        .collect();
    let quadrature = Quadrature::normal(21).unwrap();
    let four = simulated::responses(&items, 200, Seed(3));
    let fit = fit_marginal(&four, &options(LogisticModel::CommonSlope)).unwrap();
    let three = simulated::responses(&items[..3], 400, Seed(3));
    let full = fit_marginal(&three, &options(LogisticModel::FreeSlopes)).unwrap();
    // Six moments, six parameters.
    assert!(matches!(
        m2(&three, &full, &quadrature),
        Err(NotEstimable::Degenerate { .. })
    ));
    assert!(matches!(
        m2(&three, &fit, &quadrature),
        Err(NotEstimable::Unequal { .. })
    ));
    let gap = Responses::new(&[vec![Some(true), None, Some(true), Some(true)]]).unwrap();
    assert!(matches!(
        m2(&gap, &fit, &quadrature),
        Err(NotEstimable::MissingCell { .. })
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn m2_heeds_no_order_of_items(seed in 0u64..100_000) {
        let items: Vec<_> = (0..5).map(|j| LogisticItem::of_difficulty(1.0, f64::from(j) - 2.0)).collect();
        let responses = simulated::responses(&items, 200, Seed(seed));
        let quadrature = Quadrature::normal(31).unwrap();
        let of = |responses: &Responses| {
            let fit = fit_marginal(responses, &options(LogisticModel::CommonSlope)).ok()?;
            m2(responses, &fit, &quadrature).ok()
        };
        let reversed: Vec<Vec<_>> = responses.takers().map(|row| row.iter().rev().copied().collect()).collect();
        let (Some(a), Some(b)) = (of(&responses), of(&Responses::new(&reversed).unwrap())) else { return Ok(()) };
        prop_assert!((a.m2 - b.m2).abs() < 1e-6 * (1.0 + a.m2));
        prop_assert!((0.0..=1.0).contains(&a.p) && a.m2 >= 0.0);
    }
}

#[test]
fn a_true_model_is_refused_as_often_as_said() {
    if !crate::tests::simulation::is_asked("a_true_model_is_refused_as_often_as_said") {
        return;
    }
    let items: Vec<_> = (0..8)
        .map(|j| LogisticItem::of_difficulty(1.2, -1.4 + 0.4 * f64::from(j)))
        .collect();
    let quadrature = Quadrature::normal(31).unwrap();
    let (mut refused, n_runs) = (0, 1_000u32);
    for run in 0..n_runs {
        let responses = simulated::responses(&items, 500, Seed(69).index(u64::from(run)));
        let options = MarginalOptions {
            n_nodes: 31,
            ..options(LogisticModel::CommonSlope)
        };
        let fit = fit_marginal(&responses, &options).unwrap();
        refused += u32::from(m2(&responses, &fit, &quadrature).unwrap().p < 0.05);
    }
    let share = f64::from(refused) / f64::from(n_runs);
    println!("SIM m2 refused {share}");
    assert!((0.03..0.07).contains(&share), "{share}");
}

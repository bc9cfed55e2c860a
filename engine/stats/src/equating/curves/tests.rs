//! An exact link, scipy's minima, laws, recovery, and anchors that carry no link.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::irt::simulated;
use crate::{LogisticModel, MarginalOptions, fit_marginal};

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

const BOTH: [CurveCriterion; 2] = [CurveCriterion::Test, CurveCriterion::Item];

#[test]
fn an_exact_link_on_paper() {
    // Difficulties -1, 1 of slope 1 become 0, 1 of slope 2: half as spread, 0.5 to the right.
    let (new, old) = (
        items(&[(1.0, -1.0), (1.0, 1.0)]),
        items(&[(2.0, 0.0), (2.0, 1.0)]),
    );
    let quadrature = Quadrature::normal(41).unwrap();
    for criterion in BOTH {
        let found = link_curves(&old, &new, criterion, &quadrature).unwrap();
        check(found.slope, 0.5, 1e-10);
        check(found.intercept, 0.5, 1e-10);
    }
}

// scipy 1.17.1 optimize.least_squares over numpy's 41 nodes.
#[test]
fn scipys_minima_agree() {
    let old = items(&[(1.2, -0.8), (0.9, 0.1), (1.5, 0.6), (0.7, -1.5), (1.1, 1.4)]);
    let new = items(&[
        (1.05, -1.1),
        (0.82, -0.05),
        (1.2, 0.5),
        (0.66, -1.7),
        (0.9, 1.25),
    ]);
    let quadrature = Quadrature::normal(41).unwrap();
    let expected = [
        (0.889_264_511_765_713_3, 0.192_443_081_600_626_31),
        (0.897_678_749_502_302_4, 0.186_502_300_636_955_33),
    ];
    for (criterion, (slope, intercept)) in BOTH.into_iter().zip(expected) {
        let found = link_curves(&old, &new, criterion, &quadrature).unwrap();
        check(found.slope, slope, 1e-7);
        check(found.intercept, intercept, 1e-7);
    }
}

#[test]
fn anchors_that_carry_no_link_are_refused() {
    let quadrature = Quadrature::normal(41).unwrap();
    let of = |old: &[(f64, f64)], new: &[(f64, f64)]| {
        link_curves(&items(old), &items(new), CurveCriterion::Test, &quadrature)
    };
    assert!(matches!(
        of(&[(1.0, 0.0)], &[(1.0, 0.0)]),
        Err(NotEstimable::TooFew { .. })
    ));
    assert!(matches!(
        of(&[(1.0, 0.0)], &[]),
        Err(NotEstimable::Unequal { .. })
    ));
    let sound = [(1.0, 0.0), (1.0, 1.0)];
    assert!(matches!(
        of(&sound, &[(1.0, 0.0), (-1.0, 1.0)]),
        Err(NotEstimable::OutOfDomain { index: 1, .. })
    ));
    assert!(matches!(
        of(&sound, &[(1.0, f64::NAN), (1.0, 1.0)]),
        Err(NotEstimable::NotFinite { .. })
    ));
    // Equal difficulties still have slopes to link by.
    let found = of(&[(2.0, 0.0), (2.0, 0.0)], &[(1.0, 0.0), (1.0, 0.0)]).unwrap();
    check(found.slope, 0.5, 1e-8);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn exact_links_are_found(
        of in prop::collection::vec((0.5..2.0f64, -2.0..2.0f64), 3..8), slope in 0.6..1.6f64, intercept in -0.8..0.8f64,
    ) {
        let new = items(&of);
        let truth = ScaleLink { slope, intercept };
        let old: Vec<_> = new.iter().map(|item| truth.item_to_old(*item).unwrap()).collect();
        let quadrature = Quadrature::normal(41).unwrap();
        for criterion in BOTH {
            let found = link_curves(&old, &new, criterion, &quadrature).unwrap();
            prop_assert!((found.slope - slope).abs() < 1e-6 && (found.intercept - intercept).abs() < 1e-6);
        }
        // The order of anchors does not matter.
        let (mut old, mut new) = (old, new);
        new[0].slope *= 1.1;
        let one = link_curves(&old, &new, CurveCriterion::Test, &quadrature).unwrap();
        old.reverse();
        new.reverse();
        let other = link_curves(&old, &new, CurveCriterion::Test, &quadrature).unwrap();
        prop_assert!((one.slope - other.slope).abs() < 1e-8);
    }
}

#[test]
fn links_between_two_calibrations_are_recovered() {
    if !crate::tests::simulation::is_asked("links_between_two_calibrations") {
        return;
    }
    // The new takers are 0.4 better and 1.2 as spread: on their scale the anchors are ((b - 0.4) / 1.2).
    let old_items: Vec<_> = (0..15)
        .map(|j| {
            LogisticItem::of_difficulty(
                0.8 + 0.06 * f64::from((j * 4) % 15),
                -1.4 + 0.2 * f64::from(j),
            )
        })
        .collect();
    let new_items: Vec<_> = old_items
        .iter()
        .map(|item| {
            LogisticItem::of_difficulty(item.slope * 1.2, (item.difficulty().unwrap() - 0.4) / 1.2)
        })
        .collect();
    let options = MarginalOptions {
        model: LogisticModel::FreeSlopes,
        slope_prior: None,
        n_nodes: 21,
    };
    let quadrature = Quadrature::normal(41).unwrap();
    let (mut sums, n_runs) = ([[0.0; 4]; 3], 100u32);
    for run in 0..n_runs {
        let seed = Seed(91).index(u64::from(run));
        let [old, new] = [(&old_items, "old"), (&new_items, "new")].map(|(items, name)| {
            let responses = simulated::responses(items, 1_000, seed.child(name));
            fit_marginal(&responses, &options).unwrap().logistic_items()
        });
        let b = |items: &[LogisticItem]| {
            items
                .iter()
                .map(|item| item.difficulty().unwrap())
                .collect::<Vec<_>>()
        };
        let links = [
            link_curves(&old, &new, CurveCriterion::Test, &quadrature).unwrap(),
            link_curves(&old, &new, CurveCriterion::Item, &quadrature).unwrap(),
            link_mean_sigma(&b(&old), &b(&new)).unwrap(),
        ];
        for (to, link) in sums.iter_mut().zip(links) {
            let (s, i) = (link.slope - 1.2, link.intercept - 0.4);
            for (to, term) in to.iter_mut().zip([s, s * s, i, i * i]) {
                *to += term / f64::from(n_runs);
            }
        }
    }
    println!(
        "SIM curves [slope bias, square, intercept bias, square] test, item, mean-sigma {sums:?}"
    );
    for [s, ss, i, ii] in sums {
        assert!(
            s.abs() < 0.03 && i.abs() < 0.03 && ss < 0.02 && ii < 0.02,
            "{sums:?}"
        );
    }
}

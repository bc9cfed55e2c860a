//! Anchors on paper, numpy, laws, coverage, and anchors that carry no link.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::normal_quantile;

#[track_caller]
fn check(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() <= 1e-13,
        "{found} is not {expected}"
    );
}

#[test]
fn anchors_on_paper() {
    // Differences 0.5, 0.7, 0.6 and one of 1.8: mean 0.9, the last lies 0.9 off; without it all lie within 0.1 of 0.6.
    let found = link_rasch_anchors(&[0.5, 1.7, 0.6, 1.8], &[0.0, 1.0, 0.0, 0.0], 15).unwrap();
    check(found.shift, 0.6);
    assert_eq!((found.dropped.as_slice(), found.n_kept), (&[3][..], 3));
    check(found.standard_error, 0.1 / 3.0f64.sqrt());
    // A fifth of 16 items is 4 anchors.
    assert_eq!(
        link_rasch_anchors(&[0.5, 1.7, 0.6, 1.8], &[0.0, 1.0, 0.0, 0.0], 16),
        Err(NotEstimable::TooFew {
            what: Counted::Items,
            needed: 4,
            found: 3
        })
    );
    // Difficulties -1, 1 become 0, 4: twice as spread, 2 to the right.
    let link = link_mean_sigma(&[0.0, 4.0], &[-1.0, 1.0]).unwrap();
    check(link.slope, 2.0);
    check(link.intercept, 2.0);
    let item = link
        .item_to_old(LogisticItem::of_difficulty(1.0, 1.0))
        .unwrap();
    check(item.slope, 0.5);
    check(item.difficulty().unwrap(), 4.0);
    check(
        item.probability(link.to_old(0.3).unwrap()),
        LogisticItem::of_difficulty(1.0, 1.0).probability(0.3),
    );
}

// numpy 2.4.6 mean and std.
#[test]
fn numpy_agrees() {
    let link = link_mean_sigma(
        &[-0.8, 0.1, 0.6, -1.5, 1.4],
        &[-1.1, -0.05, 0.5, -1.7, 1.25],
    )
    .unwrap();
    check(link.slope, 0.958_508_153_951_550_6);
    check(link.intercept, 0.170_871_793_869_341_12);
}

#[test]
fn anchors_that_carry_no_link_are_refused() {
    assert!(matches!(
        link_rasch_anchors(&[0.0], &[0.0], 5),
        Err(NotEstimable::TooFew { .. })
    ));
    assert!(matches!(
        link_rasch_anchors(&[], &[], 0),
        Err(NotEstimable::TooFew { .. })
    ));
    assert!(matches!(
        link_rasch_anchors(&[0.0, 1.0], &[0.0], 5),
        Err(NotEstimable::Unequal { .. })
    ));
    assert!(matches!(
        link_rasch_anchors(&[0.0, f64::NAN], &[0.0, 1.0], 5),
        Err(NotEstimable::NotFinite { index: 1, .. })
    ));
    assert!(matches!(
        link_rasch_anchors(&[0.0, 1.0], &[0.0, 1.0], usize::MAX),
        Err(NotEstimable::TooFew { .. })
    ));
    // Anchors that all drift apart until one is left.
    assert!(matches!(
        link_rasch_anchors(&[0.0, 1.0, 5.0], &[0.0, 0.0, 0.0], 5),
        Err(NotEstimable::TooFew { .. })
    ));
    assert!(matches!(
        link_mean_sigma(&[1.0, 1.0], &[0.0, 1.0]),
        Err(NotEstimable::Constant { .. })
    ));
    assert!(matches!(
        link_mean_sigma(&[0.0, 1.0], &[0.1, 0.1]),
        Err(NotEstimable::Constant { .. })
    ));
    assert!(matches!(
        link_mean_sigma(&[1.0], &[1.0]),
        Err(NotEstimable::TooFew { .. })
    ));
}

#[test]
fn what_is_no_number_is_not_moved() {
    let of = |slope, intercept| ScaleLink { slope, intercept };
    let item = LogisticItem::of_difficulty(1.0, 0.5);
    for faulty in [f64::NAN, f64::INFINITY] {
        let (what, index) = ("the abilities", 0);
        assert_eq!(
            of(1.0, 0.0).to_old(faulty),
            Err(NotEstimable::NotFinite { what, index })
        );
        let slope = LogisticItem {
            slope: faulty,
            ..item
        };
        let (what, index) = ("the items' parameters", 0);
        assert_eq!(
            of(1.0, 0.0).item_to_old(slope),
            Err(NotEstimable::NotFinite { what, index })
        );
        let (what, index) = ("the link's slope and intercept", 1);
        let reason = NotEstimable::NotFinite { what, index };
        assert_eq!(of(1.0, faulty).to_old(0.0), Err(reason.clone()));
        assert_eq!(of(1.0, faulty).item_to_old(item), Err(reason));
    }
    for slope in [0.0, -1.0] {
        let link = of(slope, 0.0);
        assert!(matches!(
            (link.to_old(0.0), link.item_to_old(item)),
            (
                Err(NotEstimable::OutOfDomain { .. }),
                Err(NotEstimable::OutOfDomain { .. })
            )
        ));
    }
    assert!(matches!(
        of(2.0, 0.0).to_old(f64::MAX),
        Err(NotEstimable::Degenerate { .. })
    ));
    assert!(matches!(
        of(5e-324, 0.0).item_to_old(item),
        Err(NotEstimable::Degenerate { .. })
    ));
}

proptest! {
    #[test]
    fn exact_links_are_found_and_undone(
        new in prop::collection::vec(-3.0..3.0f64, 3..12), slope in 0.3..3.0f64, intercept in -2.0..2.0f64,
    ) {
        let old: Vec<f64> = new.iter().map(|b| slope * b + intercept).collect();
        let (Ok(there), Ok(back)) = (link_mean_sigma(&old, &new), link_mean_sigma(&new, &old)) else { return Ok(()) };
        prop_assert!((there.slope - slope).abs() < 1e-6 && (there.intercept - intercept).abs() < 1e-6);
        let again = there.to_old(0.7).and_then(|old| back.to_old(old)).unwrap();
        prop_assert!((again - 0.7).abs() < 1e-9);
        let shifted: Vec<f64> = new.iter().map(|b| b + intercept).collect();
        let found = link_rasch_anchors(&shifted, &new, new.len()).unwrap();
        prop_assert!((found.shift - intercept).abs() < 1e-12 && found.dropped.is_empty());
    }
}

#[test]
fn the_shift_covers_and_finds_drift() {
    if !crate::tests::simulation::is_asked("the_shift_covers_and_finds_drift") {
        return;
    }
    // Ten anchors with errors of 0.08 in both calibrations, the first drifted by 0.8.
    let (mut covered, mut found_drift, mut false_drop, mut slope, n_runs) =
        (0, 0, 0, 0.0, 4_000u32);
    for run in 0..n_runs {
        let mut rng = Seed(89).index(u64::from(run)).rng();
        let mut error = || 0.08 * normal_quantile(rng.range(1e-15, 1.0));
        let truth: Vec<f64> = (0..10).map(|j| -1.8 + 0.4 * f64::from(j)).collect();
        let new: Vec<f64> = truth.iter().map(|b| b + error()).collect();
        let mut old: Vec<f64> = truth.iter().map(|b| b + 0.5 + error()).collect();
        slope += link_mean_sigma(&old, &new).unwrap().slope / f64::from(n_runs);
        old[0] += 0.8;
        let found = link_rasch_anchors(&old, &new, 25).unwrap();
        found_drift += u32::from(found.dropped.contains(&0));
        false_drop += u32::from(found.dropped.iter().any(|at| *at != 0));
        // Student's point on 8 degrees of freedom.
        covered += u32::from((found.shift - 0.5).abs() <= 2.306 * found.standard_error);
    }
    let share = |n: u32| f64::from(n) / f64::from(n_runs);
    println!(
        "SIM anchors covered {} drift found {} others dropped {} mean slope {slope}",
        share(covered),
        share(found_drift),
        share(false_drop)
    );
    assert!(share(found_drift) > 0.99 && share(covered) > 0.92);
    assert!((slope - 1.0).abs() < 0.01);
}

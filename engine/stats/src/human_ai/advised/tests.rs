//! Weights by hand and by NumPy, their laws, refusals and coverage.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::human_ai::{beta, covers, is_asked, near, near_estimate, rate_of};

fn value([first, advice, last]: [f64; 3]) -> AdvisedValue {
    AdvisedValue {
        first,
        advice,
        last,
    }
}

// By hand: halfway 0.5, taken 1, kept 0, beyond 1.5 (counts as 1), away -0.5 (counts as 0), and one in agreement.
#[test]
fn weights_by_hand() {
    let found = weight_of_advice(
        &[
            [10.0, 20.0, 15.0],
            [10.0, 20.0, 20.0],
            [10.0, 20.0, 10.0],
            [10.0, 20.0, 25.0],
            [10.0, 20.0, 5.0],
            [7.0, 7.0, 9.0],
        ]
        .map(value),
    )
    .unwrap();
    near(found.mean.value, 0.5);
    assert_eq!(Some(found.outside), share(2, 5));
    assert_eq!(Some(found.anchored), share(2, 5));
    assert_eq!((found.n_in_agreement, found.mean.n), (1, 5));
    // The interval is that of the clipped weights.
    let clipped = bounded_mean95(&[0.5, 1.0, 0.0, 1.0, 0.0]).unwrap();
    assert_eq!(found.mean, clipped);
}

// NumPy 2.5.5 clip, mean and var(ddof=1) of the weights with SciPy 1.18.1 t.ppf in Wilson's formula; shares by statsmodels
// 0.15.0 proportion_confint(method="wilson").
#[test]
fn ten_values_as_numpy_has_them() {
    let first = [52, 61, 47, 70, 38, 55, 64, 49, 58, 43];
    let advice = [60, 55, 47, 82, 45, 40, 70, 58, 50, 53];
    let last = [56, 58, 50, 82, 38, 60, 73, 52, 54, 43];
    let values: Vec<AdvisedValue> = (0..10)
        .map(|idx| value([first[idx], advice[idx], last[idx]].map(f64::from)))
        .collect();
    let found = weight_of_advice(&values).unwrap();
    near_estimate(
        &found.mean,
        [
            0.425_925_925_925_925_9,
            0.187_953_175_772_406_94,
            0.703_991_718_354_753_7,
        ],
    );
    near_estimate(
        &found.outside,
        [2.0 / 9.0, 0.063_225_107_117_846_71, 0.547_411_030_893_011_1],
    );
    near_estimate(
        &found.anchored,
        [1.0 / 3.0, 0.120_583_818_386_910_9, 0.645_797_864_419_603_9],
    );
    assert_eq!((found.mean.n, found.n_in_agreement), (9, 1));
}

#[test]
fn agreement_alone_has_no_weight() {
    let same = value([3.0, 3.0, 3.0]);
    assert_eq!(
        weight_of_advice(&[same, same]),
        Err(NotEstimable::TooFew {
            what: Counted::Observations,
            needed: 2,
            found: 0
        })
    );
    assert!(weight_of_advice(&[]).is_err());
    assert!(matches!(
        weight_of_advice(&[same, value([1.0, f64::INFINITY, 2.0])]),
        Err(NotEstimable::NotFinite { index: 4, .. })
    ));
    let huge = value([f64::MAX, -f64::MAX, 0.0]);
    near(weight_of_advice(&[huge, huge]).unwrap().mean.value, 0.5);
}

proptest! {
    #[test]
    fn the_scale_does_not_matter(raw in prop::collection::vec([0i32..20, 0i32..20, 0i32..20], 3..20), by in prop::sample::select(vec![-3.0, 0.5, 2.0])) {
        let of = |by: f64, plus: f64| -> Vec<AdvisedValue> {
            raw.iter().map(|v| value(v.map(|x| f64::from(x) * by + plus))).collect()
        };
        let (a, b) = (weight_of_advice(&of(1.0, 0.0)), weight_of_advice(&of(by, 4.0)));
        prop_assert_eq!(a.is_ok(), b.is_ok());
        if let (Ok(a), Ok(b)) = (a, b) {
            prop_assert!((a.mean.lower - b.mean.lower).abs() < 1e-9 && (a.mean.upper - b.mean.upper).abs() < 1e-9);
            prop_assert_eq!(a.outside, b.outside);
        }
    }
}

#[test]
fn coverage_of_the_weight_of_advice() {
    if !is_asked("coverage_of_the_weight_of_advice") {
        return;
    }
    // Three of ten stay at the first value, two take the advice over, one goes beyond it; the rest go part of the way.
    let truth = 0.2 + 0.1 + 0.4 * 0.4;
    for n in [10, 20, 60] {
        let rate = rate_of(&format!("weight of advice, {n}"), 4_000, |run| {
            let mut rng = Seed(8).index(run).rng();
            let values: Vec<AdvisedValue> = (0..n)
                .map(|_| {
                    let (first, way) = (rng.range(40.0, 60.0), rng.range(-20.0, 20.0));
                    let kind = rng.unit();
                    let weight = if kind < 0.3 {
                        0.0
                    } else if kind < 0.5 {
                        1.0
                    } else if kind < 0.6 {
                        1.4
                    } else {
                        beta(&mut rng, 2, 3)
                    };
                    value([first, first + way, first + weight * way])
                })
                .collect();
            covers(&weight_of_advice(&values).unwrap().mean, truth)
        });
        assert!((0.93..0.975).contains(&rate), "{n}");
    }
}

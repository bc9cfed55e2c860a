//! Weights by hand, their laws and refusals.

use proptest::prelude::*;

use super::*;
use crate::tests::human_ai::near;

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
    assert_eq!(found.outside, share(2, 5));
    assert_eq!(found.anchored, share(2, 5));
    assert_eq!((found.n_in_agreement, found.mean.n), (1, 5));
    // The interval is that of the clipped weights.
    let clipped = bounded_mean95(&[0.5, 1.0, 0.0, 1.0, 0.0]).unwrap();
    assert_eq!(found.mean, clipped);
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

//! Medians of even, odd and no counts, by NumPy, and their laws.

use proptest::prelude::*;

use super::*;

#[track_caller]
fn check_median(values: &[f64], expected: Option<f64>) {
    assert_eq!(median(values).ok(), expected, "{values:?}");
}

#[test]
fn the_middle_of_odd_even_and_none() {
    check_median(&[], None);
    check_median(&[7.0], Some(7.0));
    check_median(&[3.0, 1.0, 2.0], Some(2.0));
    check_median(&[4.0, 1.0, 3.0, 2.0], Some(2.5));
    check_median(&[1.0, f64::NAN], None);
    check_median(&[f64::INFINITY, 1.0, 2.0], Some(2.0));
}

// NumPy 2.5.5 median.
#[test]
fn medians_as_numpy_has_them() {
    let values = [0.375, -2.5, 7.25, 1e3, 0.25, 4.75, -0.125];
    check_median(&values, Some(0.375));
    check_median(&values[..6], Some(2.5625));
}

proptest! {
    #[test]
    fn as_many_lie_above_as_below(mut values in prop::collection::vec(-9_i32..9, 1..30)) {
        let of = |values: &[i32]| median(&values.iter().copied().map(f64::from).collect::<Vec<_>>()).unwrap();
        let found = of(&values);
        let below = values.iter().filter(|x| f64::from(**x) < found).count();
        let above = values.iter().filter(|x| f64::from(**x) > found).count();
        prop_assert!(2 * below <= values.len() && 2 * above <= values.len());
        values.reverse();
        prop_assert_eq!(of(&values), found);
        let turned: Vec<i32> = values.iter().map(|x| 3 - 2 * x).collect();
        prop_assert_eq!(of(&turned), 3.0 - 2.0 * found);
    }
}

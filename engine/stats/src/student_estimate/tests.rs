//! By hand and by SciPy, the laws that tie tests to intervals, and their error rates.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::simulation::{is_asked, ratings, share};

#[track_caller]
fn check(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() < 1e-12,
        "found {found}, expected {expected}"
    );
}

// On 1 degree of freedom P(T > t) = 1/2 - arctan(t)/π, so that t = 1 leaves a quarter.
#[test]
fn by_hand_on_one_degree_of_freedom() {
    let found = StudentEstimate::new(0.1, 0.04, 1.0).unwrap();
    check(found.standard_error, 0.2);
    check(found.p(-0.1), 0.5);
    let test = found.non_inferiority(0.1).unwrap();
    check(test.statistic, 1.0);
    check(test.p, 0.25);
    // Against +0.3: t = (0.3 - 0.1) / 0.2 = 1 also; against -0.3: 2.
    let test = found.equivalence(0.3).unwrap();
    check(test.statistic, 1.0);
    check(test.p, 0.25);
    let [lower, upper] = found.interval(0.5).unwrap();
    check(lower, -0.1);
    check(upper, 0.3);
}

// The difference of Van Dyke as RJafroc prints it, against a margin of .05: SciPy 1.17.1, t.sf and t.isf.
#[test]
fn a_margin_by_scipy() {
    let found = StudentEstimate {
        value: -0.043_800_322_061_191_7,
        standard_error: 0.020_748_618_378_945,
        degrees_of_freedom: 15.259_674_589_141_8,
    };
    let test = found.non_inferiority(0.05).unwrap();
    check(test.statistic, 0.298_799_555_015_168_03);
    check(test.p, 0.384_561_811_100_291_03);
    assert_eq!(found.equivalence(0.05).unwrap(), test);
    let [lower, upper] = found.interval(0.9).unwrap();
    check(lower, -0.080_133_092_438_391_1);
    check(upper, -0.007_467_551_683_992_296);
    assert_eq!(found.with_whole_degrees().degrees_of_freedom, 15.0);
}

#[test]
fn what_has_no_spread_is_named() {
    let refused = |value, variance, df| {
        StudentEstimate::new(value, variance, df)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refused(0.5, 0.0, 3.0),
        "not estimable: the estimated variance is 0"
    );
    assert_eq!(
        refused(0.5, -1e-9, 3.0),
        "not estimable: the estimated variance is negative"
    );
    assert_eq!(
        refused(0.5, 1.0, 0.0),
        "not estimable: there are no degrees of freedom"
    );
    assert_eq!(
        refused(0.5, 1.0, f64::NAN),
        "not estimable: there are no degrees of freedom"
    );
    assert_eq!(
        refused(f64::NAN, 1.0, 1.0),
        "not estimable: value 0 of the estimate is not a finite number"
    );
    assert_eq!(
        refused(0.5, f64::INFINITY, 1.0),
        "not estimable: value 0 of its variance is not a finite number"
    );
    for df in [3.0, 1e8, f64::INFINITY] {
        let found = StudentEstimate::new(0.5, 1.0, df).unwrap();
        assert!(found.p(f64::NAN).is_nan() && found.statistic(f64::NAN).is_nan());
    }
    let found = StudentEstimate::new(0.5, 1.0, 3.0).unwrap();
    assert!(found.interval(1.0).is_err() && found.interval(f64::NAN).is_err());
    assert!(found.non_inferiority(0.0).is_err() && found.equivalence(f64::INFINITY).is_err());
}

proptest! {
    #[test]
    fn tests_and_intervals_say_the_same(value in -0.3f64..0.3, se in 0.01f64..0.2, df in 1.0f64..200.0, margin in 0.01f64..0.3) {
        let found = StudentEstimate::new(value, se * se, df).unwrap();
        let [lower, upper] = found.interval95();
        prop_assume!(lower.abs() > 1e-9 && upper.abs() > 1e-9 && (lower + margin).abs() > 1e-9);
        prop_assert_eq!(found.p(0.0) < 0.05, lower > 0.0 || upper < 0.0);
        prop_assert_eq!(found.non_inferiority(margin).unwrap().p < 0.025, lower > -margin);
        let [lower, upper] = found.interval(0.9).unwrap();
        prop_assume!((lower + margin).abs() > 1e-9 && (upper - margin).abs() > 1e-9);
        prop_assert_eq!(found.equivalence(margin).unwrap().p < 0.05, lower > -margin && upper < margin);
        // The sign of a difference does not matter to equivalence.
        let other = StudentEstimate::new(-value, se * se, df).unwrap();
        prop_assert!((found.equivalence(margin).unwrap().p - other.equivalence(margin).unwrap().p).abs() < 1e-15);
    }
}

#[test]
fn intervals_cover_and_tests_at_the_margin_err_as_said() {
    if !is_asked("student_estimates_cover") {
        return;
    }
    // The mean of six normal differences of spread 1 around a value.
    let drawn = |idx: u64, around: f64| {
        let differences = ratings(&mut Seed(8121).index(idx).rng(), 6, around, 1.0);
        let mean = differences.iter().sum::<f64>() / 6.0;
        let squares: f64 = differences.iter().map(|x| (x - mean) * (x - mean)).sum();
        StudentEstimate::new(mean, squares / 5.0 / 6.0, 5.0).unwrap()
    };
    let covered = share("Student, six differences", 10_000, |idx| {
        let [lower, upper] = drawn(idx, 0.3).interval95();
        Some(lower <= 0.3 && 0.3 <= upper)
    });
    let rejected = share("Student, no difference", 10_000, |idx| {
        Some(drawn(idx, 0.0).p(0.0) < 0.05)
    });
    let non_inferior = share("non-inferiority at the margin", 10_000, |idx| {
        Some(drawn(idx, -2.0).non_inferiority(2.0).unwrap().p < 0.025)
    });
    let equivalent = share("equivalence at the margin", 10_000, |idx| {
        Some(drawn(idx, 2.0).equivalence(2.0).unwrap().p < 0.05)
    });
    assert!((0.943..=0.957).contains(&covered), "{covered}");
    assert!((0.043..=0.057).contains(&rejected), "{rejected}");
    assert!((0.02..=0.03).contains(&non_inferior), "{non_inferior}");
    assert!((0.03..=0.057).contains(&equivalent), "{equivalent}");
}

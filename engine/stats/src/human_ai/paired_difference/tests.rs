//! The published example, laws, refusals and coverage.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::human_ai::{covers, is_asked, near, rate_of};

// The example of ci.prop.ps in the R package statpsych (of Bonett): counts 12, 4, 26, 6 give 0.2548067 to 0.6251933. It
// prints the adjusted 0.44 as the estimate; here the value is the plain 22/48.
#[test]
fn the_example_of_statpsych() {
    let found = paired_difference_bonett_price95(26, 4, 48).unwrap();
    near(found.value, 22.0 / 48.0);
    assert!((found.lower - 0.254_806_7).abs() < 5e-8);
    assert!((found.upper - 0.625_193_3).abs() < 5e-8);
}

// By hand: no pairs of two differ: a = b = 1/4, half width z √(1/2 / 4).
#[test]
fn two_pairs_by_hand() {
    let found = paired_difference_bonett_price95(0, 0, 2).unwrap();
    near(found.upper, Z_95 * 0.125_f64.sqrt());
    near(found.lower, -found.upper);
}

#[test]
fn bad_counts_are_named() {
    assert!(paired_difference_bonett_price95(0, 0, 0).is_err());
    assert!(paired_difference_bonett_price95(3, 2, 4).is_err());
    assert!(paired_difference_bonett_price95(u64::MAX, 1, u64::MAX).is_err());
}

proptest! {
    #[test]
    fn gains_and_losses_mirror_each_other(up in 0u64..50, down in 0u64..50, same in 0u64..50) {
        prop_assume!(up + down + same > 0);
        let n = up + down + same;
        let (a, b) = (paired_difference_bonett_price95(up, down, n).unwrap(), paired_difference_bonett_price95(down, up, n).unwrap());
        prop_assert!((a.lower + b.upper).abs() < 1e-12 && a.lower <= a.value && a.value <= a.upper);
        prop_assert!(-1.0 <= a.lower && a.upper <= 1.0);
    }
}

#[test]
fn coverage_of_the_paired_difference() {
    if !is_asked("coverage_of_the_paired_difference") {
        return;
    }
    for (up, down, n) in [
        (0.2, 0.1, 20),
        (0.05, 0.05, 20),
        (0.3, 0.02, 40),
        (0.1, 0.1, 100),
    ] {
        let rate = rate_of(&format!("paired {up} {down} {n}"), 4_000, |run| {
            let mut rng = Seed(8).index(run).rng();
            let (mut gained, mut lost) = (0, 0);
            for _ in 0..n {
                let u = rng.unit();
                gained += u64::from(u < up);
                lost += u64::from(up <= u && u < up + down);
            }
            let found = paired_difference_bonett_price95(gained, lost, n).unwrap();
            covers(&found, up - down)
        });
        assert!(rate > 0.93);
    }
}

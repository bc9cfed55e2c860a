//! The exact Poisson interval against the table of limits.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::simulation::{is_asked, share};

#[track_caller]
fn check_limits(events: u64, lower: f64, upper: f64) {
    let found = rate_garwood95(events, 1).expect("there is a unit");
    let round = |x: f64| (x * 1e3).round() / 1e3;
    assert_eq!(
        (round(found.lower), round(found.upper)),
        (lower, upper),
        "{found:?}"
    );
}

#[test]
fn the_limits_are_those_of_the_table() {
    // 95 % limits for the mean of a Poisson count: Pearson and Hartley, Biometrika Tables vol. 1, table 40.
    check_limits(0, 0.0, 3.689);
    check_limits(1, 0.025, 5.572);
    check_limits(5, 1.623, 11.668);
    check_limits(10, 4.795, 18.390);
    check_limits(30, 20.241, 42.827);
}

#[test]
fn a_rate_is_per_unit() {
    let found = rate_garwood95(10, 4).unwrap();
    assert_eq!((found.value, found.n), (2.5, 4));
    assert!((found.upper - 18.390 / 4.0).abs() < 1e-3);
    assert!(rate_garwood95(3, 0).is_err());
}

#[test]
fn no_events_by_hand() {
    // P(0 events) = e^-upper = 0.025.
    let found = rate_garwood95(0, 2).unwrap();
    assert!((found.upper - -libm::log(0.025) / 2.0).abs() < 1e-12 && found.lower == 0.0);
}

#[test]
fn intervals_cover() {
    if !is_asked("rates_cover") {
        return;
    }
    for (units, rate) in [(20_u32, 0.3), (100, 0.3)] {
        let found = share(
            &format!("Garwood {rate} a case, {units} cases"),
            10_000,
            |idx| {
                let mut rng = Seed(8116).index(idx).rng();
                // Waiting times of an even stream of events.
                let (mut events, mut at) = (0, -libm::log(1.0 - rng.unit()) / rate);
                while at < f64::from(units) {
                    events += 1;
                    at -= libm::log(1.0 - rng.unit()) / rate;
                }
                let found = rate_garwood95(events, units.into()).ok()?;
                Some(found.lower <= rate && rate <= found.upper)
            },
        );
        assert!((0.945..=0.99).contains(&found), "{found}");
    }
}

proptest! {
    #[test]
    fn the_ends_cut_off_two_and_a_half_per_cent(events in 0_u32..60, units in 1_u64..50) {
        let found = rate_garwood95(events.into(), units).unwrap();
        prop_assert!(found.lower <= found.value && found.value <= found.upper);
        // The Poisson distribution function, summed term by term.
        let up_to = |mean: f64, k: u32| {
            let mut term = libm::exp(-mean);
            let mut sum = term;
            for i in 1..=k {
                term *= mean / f64::from(i);
                sum += term;
            }
            sum
        };
        let whole = |rate: f64| rate * units as f64;
        prop_assert!((up_to(whole(found.upper), events) - 0.025).abs() < 1e-9);
        if events > 0 {
            prop_assert!((1.0 - up_to(whole(found.lower), events - 1) - 0.025).abs() < 1e-9);
        }
    }
}

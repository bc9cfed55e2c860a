//! Four forecasts by hand, eight against SciPy, laws, refusals and coverage.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::human_ai::{beta, covers, is_asked, near, near_estimate, rate_of};

fn forecasts(raw: &[(f64, bool)]) -> Vec<Forecast> {
    raw.iter()
        .map(|&(probability, came_true)| Forecast {
            probability,
            came_true,
        })
        .collect()
}

const EIGHT: [(f64, bool); 8] = [
    (0.9, true),
    (0.8, true),
    (0.7, false),
    (0.95, true),
    (0.6, false),
    (0.85, true),
    (0.9, false),
    (0.5, true),
];

// By hand: mean forecast 0.6, half came true; squares .01 + .09 + .25 + .09; 0.8 in the mean where true, 0.4 where not.
#[test]
fn four_forecasts_by_hand() {
    let raw = [(0.9, true), (0.7, true), (0.5, false), (0.3, false)];
    let found = trust_calibration(&forecasts(&raw)).unwrap();
    near(found.bias.unwrap().estimate.value, 0.1);
    near(found.brier, 0.11);
    near(found.brier_of_base_rate, 0.25);
    near(found.discrimination.unwrap().estimate.value, 0.4);
    near(found.where_true.unwrap().value, 0.8);
    near(found.where_false.unwrap().value, 0.4);
}

// SciPy 1.17.1 ttest_1samp and ttest_ind(equal_var=False); the mean squared error by NumPy 2.4.6.
#[test]
fn eight_forecasts() {
    let found = trust_calibration(&forecasts(&EIGHT)).unwrap();
    let bias = found.bias.unwrap();
    near_estimate(
        &bias.estimate,
        [0.15, -0.274_528_380_581_099_8, 0.574_528_380_581_099_8],
    );
    near(bias.p, 0.431_026_329_864_721_34);
    near(found.brier, 0.248_125);
    near(found.brier_of_base_rate, 15.0 / 64.0);
    near(found.discrimination.unwrap().p, 0.598_208_434_600_944_3);
    near(found.where_true.unwrap().value, 0.8);
    near(found.where_false.unwrap().value, 2.2 / 3.0);
}

#[test]
fn one_class_and_bad_forecasts_are_named() {
    let found = trust_calibration(&forecasts(&[(0.9, true), (0.7, true)])).unwrap();
    assert!(found.bias.is_ok() && found.where_true.is_ok());
    assert!(found.discrimination.is_err() && found.where_false.is_err());
    assert!(trust_calibration(&[]).is_err());
    assert!(matches!(
        trust_calibration(&forecasts(&[(f64::NAN, true)])),
        Err(NotEstimable::NotFinite { index: 0, .. })
    ));
    assert!(matches!(
        trust_calibration(&forecasts(&[(0.5, true), (1.1, true)])),
        Err(NotEstimable::OutOfDomain { index: 1, .. })
    ));
    let same = trust_calibration(&forecasts(&[(0.5, true), (0.5, true)])).unwrap();
    assert!(matches!(same.bias, Err(NotEstimable::Constant { .. })));
}

proptest! {
    #[test]
    fn the_opposite_forecast_turns_the_bias(raw in prop::collection::vec((0.0..=1.0_f64, any::<bool>()), 2..30)) {
        let turned: Vec<(f64, bool)> = raw.iter().map(|&(p, is)| (1.0 - p, !is)).collect();
        let (a, b) = (trust_calibration(&forecasts(&raw)).unwrap(), trust_calibration(&forecasts(&turned)).unwrap());
        prop_assert!((a.brier - b.brier).abs() < 1e-9 && (0.0..=1.0).contains(&a.brier));
        if let (Ok(a), Ok(b)) = (a.bias, b.bias) {
            prop_assert!((a.estimate.lower + b.estimate.upper).abs() < 1e-9);
        }
    }
}

#[test]
fn coverage_of_the_calibration_of_trust() {
    if !is_asked("coverage_of_the_calibration_of_trust") {
        return;
    }
    // Beta(4, 2) forecasts that come true a tenth less often than said: the mean is 2/3 and that of squares 10/21, so that
    // those that come true have the mean (10/21) / (2/3) = 5/7, the others (2/3 - 0.9 · 10/21) / 0.4 = 25/42.
    let drawn = |run: u64| {
        let mut rng = Seed(8).index(run).rng();
        let raw: Vec<(f64, bool)> = (0..40)
            .map(|_| {
                let p = beta(&mut rng, 4, 2);
                (p, rng.unit() < 0.9 * p)
            })
            .collect();
        trust_calibration(&forecasts(&raw)).unwrap()
    };
    let bias = rate_of("bias of 40 forecasts", 4_000, |run| {
        covers(&drawn(run).bias.unwrap().estimate, 0.1 * 4.0 / 6.0)
    });
    let discrimination = rate_of("discrimination of 40 forecasts", 4_000, |run| {
        covers(&drawn(run).discrimination.unwrap().estimate, 5.0 / 42.0)
    });
    let where_true = rate_of("mean forecast where true, of 40", 4_000, |run| {
        covers(&drawn(run).where_true.unwrap(), 5.0 / 7.0)
    });
    let where_false = rate_of("mean forecast where false, of 40", 4_000, |run| {
        covers(&drawn(run).where_false.unwrap(), 25.0 / 42.0)
    });
    for rate in [bias, discrimination, where_true, where_false] {
        assert!((0.93..0.965).contains(&rate), "{rate}");
    }
}

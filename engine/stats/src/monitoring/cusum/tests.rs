//! The example of the NIST handbook, sums by hand and by SciPy, laws, refusals and run lengths.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::human_ai::{binomial, is_asked, near, normal};

const NIST: Cusum = Cusum {
    target: 325.0,
    allowance: 0.3175,
    threshold: 4.1959,
};

// NIST/SEMATECH e-Handbook of Statistical Methods 6.3.2.3: 20 points, sums to two decimals, out of control from point 14.
#[test]
fn the_example_of_the_nist_handbook() {
    let figures = [
        324.925, 324.675, 324.725, 324.350, 325.350, 325.225, 324.125, 324.525, 325.225, 324.600,
        324.625, 325.150, 328.325, 327.250, 327.825, 328.500, 326.675, 327.775, 326.875, 328.350,
    ];
    let up = [3.01, 4.94, 7.45, 10.63, 11.99, 14.44, 16.00, 19.04];
    let down = [
        0.0, 0.01, 0.0, 0.33, 0.0, 0.0, 0.56, 0.72, 0.17, 0.25, 0.31, 0.0,
    ];
    let found = NIST.chart(&figures).unwrap();
    for (point, expected) in found[12..].iter().zip(up) {
        assert!((point.up - expected).abs() < 0.0051, "{point:?}");
    }
    for (point, expected) in found.iter().zip(down) {
        assert!((point.down - expected).abs() < 0.0051, "{point:?}");
    }
    let first = found.iter().position(|point| point.flag.is_some());
    assert_eq!((first, found[13].flag), (Some(13), Some(Drift::Up)));
}

// By hand: from 10 % to 20 % a hit weighs ln 2, a miss ln(8/9).
#[test]
fn evidence_by_hand() {
    let chart = BinomialCusum {
        sound: 0.1,
        raised: 0.2,
        threshold: 1.0,
    };
    let of = |hits| Sample { hits, n: 10 };
    let found = chart.chart(&[of(0), of(2), of(3)]).unwrap();
    let (hit, miss) = (libm::log(2.0), libm::log(8.0 / 9.0));
    assert_eq!(found[0].up, 0.0);
    near(found[1].up, 2.0 * hit + 8.0 * miss);
    near(found[2].up, 5.0 * hit + 15.0 * miss);
    assert_eq!(
        found.iter().map(|p| p.flag).collect::<Vec<_>>(),
        [None, None, Some(Drift::Up)]
    );
}

// SciPy 1.18.1: max(0, up + binom.logpmf(k, n, 0.1) - binom.logpmf(k, n, 0.05)), sample by sample.
#[test]
fn likelihood_ratios_as_scipy_has_them() {
    let chart = BinomialCusum {
        sound: 0.05,
        raised: 0.1,
        threshold: 3.0,
    };
    let samples = [(3, 80), (7, 80), (9, 60), (2, 80), (6, 50), (11, 80)];
    let found = chart.chart(&samples.map(|(hits, n)| Sample { hits, n }));
    let expected = [
        0.0,
        0.905_123_111_189_488_4,
        4.386_019_451_444_93,
        1.555_070_553_483_311_4,
        3.334_995_900_950_849,
        7.228_976_619_461_222,
    ];
    for (point, expected) in found.unwrap().iter().zip(expected) {
        near(point.up, expected);
    }
}

#[test]
fn bad_settings_are_named() {
    assert!(
        Cusum {
            allowance: 0.0,
            ..NIST
        }
        .chart(&[1.0])
        .is_err()
    );
    assert!(
        Cusum {
            threshold: f64::NAN,
            ..NIST
        }
        .chart(&[1.0])
        .is_err()
    );
    assert!(matches!(
        NIST.chart(&[1.0, f64::INFINITY]),
        Err(NotEstimable::NotFinite { index: 1, .. })
    ));
    assert!(NIST.chart(&[f64::MAX, f64::MAX]).is_err());
    let chart = BinomialCusum {
        sound: 0.1,
        raised: 0.2,
        threshold: 3.0,
    };
    let some = [Sample { hits: 1, n: 80 }];
    for bad in [
        BinomialCusum {
            raised: 0.1,
            ..chart
        },
        BinomialCusum {
            sound: 0.0,
            ..chart
        },
        BinomialCusum {
            raised: f64::NAN,
            ..chart
        },
        BinomialCusum {
            threshold: 0.0,
            ..chart
        },
    ] {
        assert!(matches!(
            bad.chart(&some),
            Err(NotEstimable::OutOfDomain { .. } | NotEstimable::NotFinite { .. })
        ));
    }
    assert!(chart.chart(&[Sample { hits: 2, n: 1 }]).is_err());
    assert!(chart.chart(&[Sample { hits: 0, n: 0 }]).is_err());
}

proptest! {
    #[test]
    fn turned_figures_turn_the_sums(figures in prop::collection::vec(-5.0..5.0_f64, 0..30)) {
        let chart = Cusum { target: 0.0, allowance: 0.5, threshold: 4.0 };
        let turned: Vec<f64> = figures.iter().map(|x| -x).collect();
        let (a, b) = (chart.chart(&figures).unwrap(), chart.chart(&turned).unwrap());
        for (a, b) in a.iter().zip(&b) {
            prop_assert!(a.up == b.down && a.down == b.up && a.up >= 0.0);
        }
    }

    #[test]
    fn samples_may_be_cut_where_no_sum_is_reset(hits in prop::collection::vec(5u64..=10, 1..10)) {
        let chart = BinomialCusum { sound: 0.05, raised: 0.1, threshold: 3.0 };
        let of = |n| hits.iter().map(|&hits| Sample { hits, n }).collect::<Vec<_>>();
        let (whole, sum) = (chart.chart(&of(40)).unwrap(), hits.iter().sum::<u64>());
        let one = chart.chart(&[Sample { hits: sum, n: 40 * hits.len() as u64 }]).unwrap();
        prop_assert!((whole.last().unwrap().up - one[0].up).abs() < 1e-9);
    }
}

#[test]
fn run_lengths_of_the_sums() {
    if !is_asked("run_lengths_of_the_sums") {
        return;
    }
    let length = |flag: Option<usize>, most: usize| flag.map_or(most, |idx| idx + 1);
    let chart = Cusum {
        target: 0.0,
        allowance: 0.5,
        threshold: 4.0,
    };
    let means = [0.0, 0.5, 1.0, 2.0].map(|shift| {
        let total: usize = (0..4_000)
            .map(|run| {
                let mut rng = Seed(8).index(run).rng();
                let figures: Vec<f64> = (0..2_000).map(|_| shift + normal(&mut rng)).collect();
                let points = chart.chart(&figures).unwrap();
                length(points.iter().position(|p| p.flag.is_some()), 2_000)
            })
            .sum();
        total as f64 / 4_000.0
    });
    eprintln!("CUSUM 0.5, 4: points to the first flag at shifts 0, 0.5, 1, 2: {means:?}");
    // Montgomery, Introduction to Statistical Quality Control, table of run lengths: 168, 26.6, 8.38, 3.34.
    for (found, published) in means.into_iter().zip([168.0, 26.6, 8.38, 3.34]) {
        assert!(
            (found / published - 1.0).abs() < 0.06,
            "{found} {published}"
        );
    }
    let chart = BinomialCusum {
        sound: 0.05,
        raised: 0.10,
        threshold: 3.0,
    };
    let means = [0.05, 0.075, 0.10, 0.15].map(|share| {
        let total: usize = (0..4_000)
            .map(|run| {
                let mut rng = Seed(8).index(run).rng();
                let samples: Vec<Sample> = (0..400)
                    .map(|_| Sample {
                        hits: binomial(&mut rng, 80, share),
                        n: 80,
                    })
                    .collect();
                let points = chart.chart(&samples).unwrap();
                length(points.iter().position(|p| p.flag.is_some()), 400)
            })
            .sum();
        total as f64 / 4_000.0
    });
    eprintln!(
        "binomial CUSUM: samples to the first flag (cut at 400) at 5, 7.5, 10, 15 %: {means:?}"
    );
    assert!(means[0] > 40.0 && means[2] < 5.0);
}

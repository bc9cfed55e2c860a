//! Ratios of times against SciPy, laws, refusals and coverage.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::human_ai::{covers, is_asked, near, near_estimate, normal, rate_of};

const WITH: [f64; 8] = [31.0, 42.0, 28.0, 55.0, 61.0, 39.0, 47.0, 33.0];
const WITHOUT: [f64; 8] = [40.0, 45.0, 36.0, 52.0, 80.0, 44.0, 61.0, 30.0];

// SciPy 1.17.1: gmean, ttest_1samp and ttest_ind on logarithms, put back.
#[test]
fn ratios_as_scipy_has_them() {
    near_estimate(
        &geometric_mean95(&WITH).unwrap().estimate,
        [
            40.610_865_296_996_536,
            32.224_345_703_856_365,
            51.180_011_390_376_46,
        ],
    );
    let paired = time_ratio_paired95(&WITH, &WITHOUT).unwrap();
    near_estimate(
        &paired.estimate,
        [
            0.874_119_342_241_093_2,
            0.771_445_011_238_287_5,
            0.990_458_961_233_709_4,
        ],
    );
    near(paired.p, 0.038_324_017_805_407_12);
    let apart = time_ratio95(&WITH, &WITHOUT[..6]).unwrap();
    near_estimate(
        &apart.estimate,
        [
            0.850_397_694_845_703_3,
            0.609_837_357_690_591_8,
            1.185_850_998_268_620_3,
        ],
    );
    near(apart.df, 10.825_295_500_781_417);
    near(apart.p, 0.305_846_858_109_829_53);
}

// SciPy 1.17.1: ttest_1samp on the three readers' differences of mean logs.
#[test]
fn readers_weigh_alike() {
    let with = [
        (1, 30.0),
        (1, 40.0),
        (1, 50.0),
        (2, 20.0),
        (2, 22.0),
        (3, 60.0),
        (3, 61.0),
        (3, 70.0),
        (3, 75.0),
    ];
    let without = [
        (1, 35.0),
        (1, 45.0),
        (2, 30.0),
        (2, 28.0),
        (2, 29.0),
        (3, 66.0),
        (3, 80.0),
    ];
    let found = time_ratio_by_reader95(&with, &without).unwrap();
    near_estimate(
        &found.estimate,
        [
            0.866_410_098_812_714_1,
            0.580_865_169_692_017,
            1.292_324_791_522_051_5,
        ],
    );
    near(found.p, 0.262_778_683_353_769_64);
    assert_eq!(
        time_ratio_by_reader95(&with, &without[..5]),
        Err(NotEstimable::MissingCell {
            cell: "reader 3 with and without the service".to_owned()
        })
    );
    assert!(matches!(
        time_ratio_by_reader95(&with[..3], &without[..2]),
        Err(NotEstimable::TooFew { found: 1, .. })
    ));
}

// By hand: ratios 1/2 and 2 have the geometric mean 1; so have the ratios 1/4 of reader 1 and 4 of reader 2. 1 and 9 have 3.
#[test]
fn half_and_double_cancel() {
    near(geometric_mean95(&[1.0, 9.0]).unwrap().estimate.value, 3.0);
    let with = [(1, 1.0), (1, 4.0), (2, 40.0)];
    let by_reader = time_ratio_by_reader95(&with, &[(1, 8.0), (2, 10.0)]);
    near(by_reader.unwrap().estimate.value, 1.0);
    near(
        time_ratio_paired95(&[1.0, 4.0], &[2.0, 2.0])
            .unwrap()
            .estimate
            .value,
        1.0,
    );
}

#[test]
fn bad_times_are_named() {
    assert!(matches!(
        geometric_mean95(&[1.0, 0.0]),
        Err(NotEstimable::OutOfDomain { index: 1, .. })
    ));
    assert!(matches!(
        geometric_mean95(&[1.0, f64::INFINITY]),
        Err(NotEstimable::NotFinite { index: 1, .. })
    ));
    assert!(matches!(
        time_ratio_paired95(&[1.0], &[1.0, 2.0]),
        Err(NotEstimable::Unequal { .. })
    ));
    assert!(matches!(
        time_ratio_paired95(&[1.0, 2.0], &[1.0, 2.0]),
        Err(NotEstimable::Constant { .. })
    ));
    assert!(geometric_mean95(&[]).is_err());
    assert!(time_ratio95(&[1.0, 2.0], &[]).is_err());
    // So wide that its end is no number.
    assert!(matches!(
        geometric_mean95(&[1e-300, 1e300]),
        Err(NotEstimable::Degenerate { .. })
    ));
}

proptest! {
    #[test]
    fn the_unit_does_not_matter_and_sides_invert(raw in prop::collection::vec((1.0..100.0_f64, 1.0..100.0_f64), 3..20), unit in 0.01..100.0_f64) {
        let (a, b): (Vec<f64>, Vec<f64>) = raw.into_iter().unzip();
        let scaled = |v: &[f64]| -> Vec<f64> { v.iter().map(|x| x * unit).collect() };
        for ratio in [time_ratio_paired95, time_ratio95] {
            let (Ok(plain), Ok(other), Ok(back)) = (ratio(&a, &b), ratio(&scaled(&a), &scaled(&b)), ratio(&b, &a)) else { continue };
            prop_assert!((plain.estimate.upper / other.estimate.upper - 1.0).abs() < 1e-9);
            prop_assert!((plain.estimate.lower * back.estimate.upper - 1.0).abs() < 1e-9);
        }
        if let (Ok(plain), Ok(other)) = (geometric_mean95(&a), geometric_mean95(&scaled(&a))) {
            prop_assert!((plain.estimate.upper * unit / other.estimate.upper - 1.0).abs() < 1e-9);
        }
        // Readers with one time each way are pairs.
        let read = |v: &[f64]| -> Vec<(u64, f64)> { (0..).zip(v.iter().copied()).collect() };
        if let (Ok(pairs), Ok(readers)) = (time_ratio_paired95(&a, &b), time_ratio_by_reader95(&read(&a), &read(&b))) {
            prop_assert!((pairs.estimate.lower / readers.estimate.lower - 1.0).abs() < 1e-9);
            prop_assert!((pairs.estimate.upper / readers.estimate.upper - 1.0).abs() < 1e-9);
        }
    }
}

#[test]
fn coverage_of_time_ratios() {
    if !is_asked("coverage_of_time_ratios") {
        return;
    }
    let times = |rng: &mut overread_base::Rng, n: usize, ln: f64, sd: f64| -> Vec<f64> {
        (0..n).map(|_| libm::exp(ln + sd * normal(rng))).collect()
    };
    let paired = rate_of("paired times", 4_000, |run| {
        let mut rng = Seed(8).index(run).rng();
        let without = times(&mut rng, 12, 3.0, 0.6);
        let with: Vec<f64> = without
            .iter()
            .map(|t| t * libm::exp(-0.2 + 0.3 * normal(&mut rng)))
            .collect();
        let found = time_ratio_paired95(&with, &without).unwrap();
        covers(&found.estimate, libm::exp(-0.2))
    });
    let apart = rate_of("times of Welch", 4_000, |run| {
        let mut rng = Seed(8).index(run).rng();
        let (with, without) = (times(&mut rng, 8, 2.8, 0.8), times(&mut rng, 20, 3.0, 0.3));
        let found = time_ratio95(&with, &without).unwrap();
        covers(&found.estimate, libm::exp(-0.2))
    });
    for readers in [4, 10] {
        let rate = rate_of(&format!("times of {readers} readers"), 4_000, |run| {
            let mut rng = Seed(8).index(run).rng();
            let (mut with, mut without) = (Vec::new(), Vec::new());
            for reader in 0..readers {
                let level = 3.0 + 0.5 * normal(&mut rng);
                // Readers differ in what they save.
                let saved = 0.2 + 0.15 * normal(&mut rng);
                let of = |times: Vec<f64>| times.into_iter().map(move |t| (reader, t));
                with.extend(of(times(&mut rng, 15, level - saved, 0.6)));
                without.extend(of(times(&mut rng, 15, level, 0.6)));
            }
            let found = time_ratio_by_reader95(&with, &without).unwrap();
            covers(&found.estimate, libm::exp(-0.2))
        });
        assert!((0.938..0.962).contains(&rate));
    }
    assert!((0.938..0.962).contains(&paired) && (0.935..0.962).contains(&apart));
}

//! Thresholds by hand, against scikit-learn, and their laws.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::auc::tests::asah;
use crate::tests::simulation::{is_asked, ratings, share};

#[test]
fn ties_of_youden_are_all_named() {
    // Sensitivity and specificity: at 4 1/2, 1; at 3 1/2, 1/2; at 2 1, 1/2; at 1 1, 0. 4 and 2 reach 1/2.
    let curve = RocCurve::new(&[4.0, 2.0], &[3.0, 1.0]).unwrap();
    let youden = curve.youden().unwrap();
    assert_eq!(youden.index, 0.5);
    let thresholds: Vec<_> = youden.points.iter().map(|p| p.threshold).collect();
    assert_eq!(thresholds, [4.0, 2.0]);
    assert_eq!(youden.points[0].specificity.value, 1.0);
    assert_eq!(youden.points[1].sensitivity.value, 1.0);
    // All the wrong way round: nothing is better than calling none or all.
    let worst = RocCurve::new(&[1.0], &[2.0]).unwrap().youden().unwrap();
    let thresholds: Vec<_> = worst.points.iter().map(|p| p.threshold).collect();
    assert_eq!((worst.index, thresholds), (0.0, vec![f64::INFINITY, 1.0]));
}

#[test]
fn wanted_rates_by_hand() {
    let curve = RocCurve::new(&[4.0, 3.0, 2.0, 2.0], &[3.0, 1.0, 0.0]).unwrap();
    let check = |wanted: f64, threshold: f64, sensitivity: f64, specificity: f64| {
        let found = curve.at_sensitivity(wanted).unwrap();
        assert_eq!(found.threshold, threshold);
        assert_eq!(found.sensitivity.value, sensitivity);
        assert_eq!(found.specificity.value, specificity);
    };
    check(0.0, f64::INFINITY, 0.0, 1.0);
    check(0.25, 4.0, 0.25, 1.0);
    check(0.3, 3.0, 0.5, 2.0 / 3.0);
    check(0.51, 2.0, 1.0, 2.0 / 3.0);
    check(1.0, 2.0, 1.0, 2.0 / 3.0);
    let found = curve.at_specificity(0.6).unwrap();
    assert_eq!((found.threshold, found.sensitivity.value), (2.0, 1.0));
    let found = curve.at_specificity(1.0).unwrap();
    assert_eq!((found.threshold, found.sensitivity.value), (4.0, 0.25));
    let found = curve.at_threshold(2.5).unwrap();
    assert_eq!((found.threshold, found.sensitivity.value), (2.5, 0.5));
    assert_eq!(curve.at_threshold(9.0).unwrap().specificity.value, 1.0);
    assert_eq!(curve.at_threshold(-9.0).unwrap().specificity.value, 0.0);
    for wrong in [-0.1, 1.1, f64::NAN] {
        assert!(curve.at_sensitivity(wrong).is_err());
        assert!(curve.at_specificity(wrong).is_err());
    }
    assert!(curve.at_threshold(f64::NAN).is_err());
}

// scikit-learn 1.9.1 roc_curve(drop_intermediate=False) on aSAH.
#[test]
fn thresholds_of_asah() {
    let Some([wfns, s100b, ndka]) = asah() else {
        return;
    };
    let check = |reads: &crate::RocReads, best: f64, index: f64, wanted: [(f64, f64); 2]| {
        let curve = RocCurve::of(reads);
        let youden = curve.youden().unwrap();
        let thresholds: Vec<_> = youden.points.iter().map(|p| p.threshold).collect();
        assert_eq!(thresholds, [best]);
        assert!((youden.index - index).abs() < 1e-14);
        let (sensitive, specific) = (curve.at_sensitivity(0.9), curve.at_specificity(0.9));
        let (sensitive, specific) = (sensitive.unwrap(), specific.unwrap());
        let found = [
            (sensitive.threshold, sensitive.specificity.value),
            (specific.threshold, specific.sensitivity.value),
        ];
        for ((threshold, rate), (expected_threshold, expected_rate)) in
            found.into_iter().zip(wanted)
        {
            assert_eq!(threshold, expected_threshold);
            assert!((rate - expected_rate).abs() < 1e-14);
        }
    };
    check(
        &wfns,
        4.0,
        0.467_479_674_796_748,
        [(2.0, 37.0 / 72.0), (5.0, 18.0 / 41.0)],
    );
    check(
        &s100b,
        0.22,
        0.439_701_897_018_970_2,
        [(0.08, 16.0 / 72.0), (0.44, 16.0 / 41.0)],
    );
    check(
        &ndka,
        11.09,
        0.221_205_962_059_620_56,
        [(7.42, 12.0 / 72.0), (27.19, 8.0 / 41.0)],
    );
}

#[test]
fn a_threshold_fixed_before_has_an_interval_that_covers_and_one_chosen_on_the_cases_has_not() {
    if !is_asked("operating_points_cover") {
        return;
    }
    let of = |name: &str, chosen: bool| {
        share(name, 4000, |idx| {
            let mut rng = Seed(8104).index(idx).rng();
            let (abnormal, normal) = (
                ratings(&mut rng, 30, 1.0, 1.0),
                ratings(&mut rng, 30, 0.0, 1.0),
            );
            let curve = RocCurve::new(&abnormal, &normal).unwrap();
            let point = if chosen {
                curve.youden().unwrap().points[0]
            } else {
                curve.at_threshold(0.5).unwrap()
            };
            let truth = crate::normal_cdf(1.0 - point.threshold);
            Some(point.sensitivity.lower <= truth && truth <= point.sensitivity.upper)
        })
    };
    let fixed = of("sensitivity at a fixed threshold, 30 + 30", false);
    assert!((0.935..=0.975).contains(&fixed), "{fixed}");
    let chosen = of("sensitivity at Youden's threshold, 30 + 30", true);
    assert!(chosen < fixed, "{chosen}");
}

proptest! {
    #[test]
    fn wanted_rates_are_reached_and_no_better_threshold_reaches_them(
        abnormal in prop::collection::vec(0_u8..6, 1..15),
        normal in prop::collection::vec(0_u8..6, 1..15),
        wanted in 0.0_f64..=1.0,
    ) {
        let wide = |of: &[u8]| of.iter().map(|x| f64::from(*x)).collect::<Vec<_>>();
        let curve = RocCurve::new(&wide(&abnormal), &wide(&normal)).unwrap();
        let (sensitive, specific) = (curve.at_sensitivity(wanted).unwrap(), curve.at_specificity(wanted).unwrap());
        prop_assert!(sensitive.sensitivity.value >= wanted && specific.specificity.value >= wanted);
        let youden = curve.youden().unwrap();
        for point in curve.points() {
            let here = curve.at_threshold(point.threshold);
            // The first point stands above every rating; its threshold as a number is infinity too.
            let here = here.unwrap();
            let (sensitivity, specificity) = (here.sensitivity.value, here.specificity.value);
            prop_assert!(sensitivity < wanted || specificity <= sensitive.specificity.value);
            prop_assert!(specificity < wanted || sensitivity <= specific.sensitivity.value);
            prop_assert!(sensitivity + specificity - 1.0 <= youden.index + 1e-12);
        }
    }
}

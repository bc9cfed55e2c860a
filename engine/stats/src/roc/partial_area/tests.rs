//! Partial areas by hand, of scikit-learn, and their laws.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::auc::tests::asah;
use crate::tests::simulation::{is_asked, ratings};
use crate::{RocReads, normal_cdf, normal_quantile};

#[test]
fn parts_by_hand() {
    // One oblique line from (0, 0) to (1, 1): the line of chance.
    let chance = RocCurve::new(&[1.0], &[1.0]).unwrap();
    let found = chance
        .partial_area(PartialOver::Specificity, [0.8, 1.0])
        .unwrap();
    assert!((found.area - 0.02).abs() < 1e-15 && (found.standardised - 0.5).abs() < 1e-15);
    // Sensitivity 1/2 up to false positive rate 1/2, then 1.
    let curve = RocCurve::new(&[4.0, 2.0], &[3.0, 1.0]).unwrap();
    let found = curve
        .partial_area(PartialOver::Specificity, [0.25, 1.0])
        .unwrap();
    assert_eq!(found.area, 0.5 * 0.5 + 0.25);
    // Specificity 1 up to sensitivity 1/2, then 1/2.
    let found = curve
        .partial_area(PartialOver::Sensitivity, [0.25, 0.75])
        .unwrap();
    assert_eq!(found.area, 0.25 + 0.25 * 0.5);
    let perfect = RocCurve::new(&[1.0], &[0.0]).unwrap();
    for over in [PartialOver::Specificity, PartialOver::Sensitivity] {
        let found = perfect.partial_area(over, [0.9, 1.0]).unwrap();
        assert!((found.area - 0.1).abs() < 1e-15 && (found.standardised - 1.0).abs() < 1e-15);
        for wrong in [
            [0.5, 0.5],
            [0.9, 0.8],
            [-0.1, 1.0],
            [0.0, 1.1],
            [f64::NAN, 1.0],
        ] {
            assert!(perfect.partial_area(over, wrong).is_err());
        }
    }
}

// scikit-learn 1.9.1 roc_auc_score(max_fpr) with classes and signs turned. pROC's parts over specificities stand with the
// published groups.
#[test]
fn parts_of_asah() {
    let Some([wfns, s100b, ndka]) = asah() else {
        return;
    };
    let over_sensitivity = [
        (&wfns, "wfns", 0.684_736_485_522_75, 0.725_264_729_499_146_9),
        (
            &s100b,
            "s100b",
            0.546_123_948_081_586,
            0.580_058_717_253_839_2,
        ),
        (
            &ndka,
            "ndka",
            0.493_652_831_265_154_75,
            0.522_357_723_577_235_8,
        ),
    ];
    for (reads, name, from_90, from_80) in over_sensitivity {
        let curve = RocCurve::of(reads);
        for (from, expected) in [(0.9, from_90), (0.8, from_80)] {
            let found = curve
                .partial_area(PartialOver::Sensitivity, [from, 1.0])
                .unwrap();
            assert!(
                (found.standardised - expected).abs() < 1e-12,
                "{name} {found:?}"
            );
        }
    }
}

#[test]
fn partial_areas_of_drawn_cases_are_those_of_their_curve_on_average() {
    if !is_asked("partial_areas_are_unbiased") {
        return;
    }
    // The area of Φ(a + Φ⁻¹(x)) from 0 to 0.2, by the rule of the middle.
    let steps = 100_000;
    let middle = |k: i32| 0.2 * (f64::from(k) + 0.5) / f64::from(steps);
    let heights = (0..steps).map(|k| normal_cdf(1.2 + normal_quantile(middle(k))));
    let truth = 0.2 * heights.sum::<f64>() / f64::from(steps);
    let n_runs = 2000_u32;
    let mut sum = 0.0;
    for idx in 0..n_runs {
        let mut rng = Seed(8105).index(idx.into()).rng();
        let (abnormal, normal) = (
            ratings(&mut rng, 60, 1.2, 1.0),
            ratings(&mut rng, 60, 0.0, 1.0),
        );
        let curve = RocCurve::new(&abnormal, &normal).unwrap();
        let part = curve
            .partial_area(PartialOver::Specificity, [0.8, 1.0])
            .unwrap();
        sum += part.area;
    }
    let mean = sum / f64::from(n_runs);
    eprintln!("partial area from specificity 0.8, 60 + 60: mean {mean:.5}, truth {truth:.5}");
    assert!((mean - truth).abs() < 0.003);
}

proptest! {
    #[test]
    fn parts_add_up_and_the_whole_is_the_area(
        abnormal in prop::collection::vec(0_u8..6, 1..15),
        normal in prop::collection::vec(0_u8..6, 1..15),
        cut in 0.01_f64..0.99,
    ) {
        let wide = |of: &[u8]| of.iter().map(|x| f64::from(*x)).collect::<Vec<_>>();
        let reads = RocReads::new(&wide(&abnormal), &wide(&normal)).unwrap();
        let curve = RocCurve::of(&reads);
        for over in [PartialOver::Specificity, PartialOver::Sensitivity] {
            let part = |ends| curve.partial_area(over, ends).unwrap();
            prop_assert!((part([0.0, cut]).area + part([cut, 1.0]).area - reads.area()).abs() < 1e-12);
            prop_assert!((part([0.0, 1.0]).standardised - reads.area()).abs() < 1e-12);
            prop_assert!((0.0..=1.0 - cut + 1e-12).contains(&part([cut, 1.0]).area));
        }
    }
}

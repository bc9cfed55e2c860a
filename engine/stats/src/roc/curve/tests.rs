//! A curve by hand, and its laws.

use proptest::prelude::*;

use super::*;

#[test]
fn a_curve_by_hand() {
    let curve = RocCurve::new(&[3.0, 2.0, 2.0, -0.0], &[2.0, 0.0]).unwrap();
    let points: Vec<_> = curve
        .points()
        .iter()
        .map(|p| (p.threshold, p.true_positives, p.false_positives))
        .collect();
    assert_eq!(
        points,
        [(f64::INFINITY, 0, 0), (3.0, 1, 0), (2.0, 3, 1), (0.0, 4, 2)]
    );
    let rates: Vec<_> = curve.rates().collect();
    assert_eq!(rates, [[0.0, 0.0], [0.0, 0.25], [0.5, 0.75], [1.0, 1.0]]);
}

#[test]
fn infinite_ratings_are_the_ends_and_nan_is_refused() {
    let curve = RocCurve::new(&[f64::INFINITY], &[f64::NEG_INFINITY]).unwrap();
    let thresholds: Vec<_> = curve.points().iter().map(|p| p.threshold).collect();
    assert_eq!(
        thresholds,
        [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY]
    );
    assert!(RocCurve::new(&[f64::NAN], &[1.0]).is_err());
    assert!(RocCurve::new(&[], &[1.0]).is_err());
}

proptest! {
    #[test]
    fn the_curve_climbs_from_nothing_to_all_and_holds_the_area(
        abnormal in prop::collection::vec(-4_i8..4, 1..20),
        normal in prop::collection::vec(-4_i8..4, 1..20),
    ) {
        let wide = |of: &[i8]| of.iter().map(|x| f64::from(*x)).collect::<Vec<_>>();
        let reads = RocReads::new(&wide(&abnormal), &wide(&normal)).unwrap();
        let curve = RocCurve::of(&reads);
        let rates: Vec<_> = curve.rates().collect();
        prop_assert_eq!(rates[0], [0.0, 0.0]);
        prop_assert_eq!(rates[rates.len() - 1], [1.0, 1.0]);
        let mut area = 0.0;
        for pair in rates.windows(2) {
            let ([x0, y0], [x1, y1]) = (pair[0], pair[1]);
            prop_assert!(x0 <= x1 && y0 <= y1 && (x0, y0) != (x1, y1));
            area += (x1 - x0) * 0.5 * (y0 + y1);
        }
        prop_assert!((area - reads.area()).abs() < 1e-12);
        for point in &curve.points()[1..] {
            let at_or_above = |of: &[i8]| of.iter().filter(|x| f64::from(**x) >= point.threshold).count() as u64;
            prop_assert_eq!(point.true_positives, at_or_above(&abnormal));
            prop_assert_eq!(point.false_positives, at_or_above(&normal));
        }
    }
}

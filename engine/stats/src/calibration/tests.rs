//! A toy by scikit-learn, parts by hand and by pandas, perfect forecasts, and nothing to say.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::simulation::{is_asked, share};

/// The inputs of `calibration_toy`.
pub(crate) const TOY: [(f64, bool); 10] = [
    (0.9, true),
    (0.8, true),
    (0.7, false),
    (0.1, false),
    (0.6, true),
    (0.3, false),
    (0.35, true),
    (0.95, true),
    (0.05, false),
    (0.55, false),
];

#[track_caller]
fn check(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() < 1e-12,
        "{found} is not {expected}"
    );
}

// scikit-learn 1.9.1 brier_score_loss and log_loss; five bins.
#[test]
fn the_toy_gives_its_published_numbers() {
    let found = Calibration::of(&TOY, 5).unwrap();
    assert_eq!(found.n, 10);
    check(found.brier, 0.153);
    check(found.log_loss.unwrap(), 0.445_625_436_415_207);
    check(found.ece, 0.13);
    check(found.mce, 0.25);
}

#[test]
fn certainty_that_fails_has_no_log_loss_and_nothing_has_no_calibration() {
    let found = Calibration::of(&[(1.0, false), (0.0, false)], 10).unwrap();
    assert_eq!((found.brier, found.log_loss), (0.5, None));
    assert_eq!(
        Calibration::of(&[(1.0, true)], 10).unwrap().log_loss,
        Some(0.0)
    );
    assert!(Calibration::of(&[], 10).is_err());
    assert!(Calibration::of(&TOY, 0).is_err());
    assert!(Calibration::of(&[(1.5, true)], 10).is_err());
    assert!(Calibration::of(&[(f64::NAN, true)], 10).is_err());
}

#[test]
fn parts_of_the_brier_score_by_hand() {
    // 0.2 said three times, one came true; 0.8 twice, both did. Overall 3/5.
    let forecasts = [
        (0.2, true),
        (0.2, false),
        (0.2, false),
        (0.8, true),
        (0.8, true),
    ];
    let parts = BrierParts::of(&forecasts).unwrap();
    let third = 1.0 / 3.0;
    check(
        parts.reliability,
        0.6 * (0.2_f64 - third).powi(2) + 0.4 * 0.04,
    );
    check(
        parts.resolution,
        0.6 * (third - 0.6_f64).powi(2) + 0.4 * 0.16,
    );
    check(parts.uncertainty, 0.24);
    assert_eq!(parts.n_distinct, 2);
    check(parts.score(), Calibration::of(&forecasts, 5).unwrap().brier);
    let one_class = BrierParts::of(&[(0.3, true), (0.9, true)]).unwrap();
    assert_eq!((one_class.resolution, one_class.uncertainty), (0.0, 0.0));
    assert!(BrierParts::of(&[]).is_err());
    assert!(BrierParts::of(&[(f64::INFINITY, true)]).is_err());
}

#[test]
fn points_of_the_toy_by_hand() {
    // Bins of a fifth: 0.1 and 0.05, none true; 0.3 and 0.35, one of two; 0.6 and 0.55, one; 0.8 and 0.7, one; 0.9 and
    // 0.95, both.
    let points = reliability(&TOY, 5).unwrap();
    let found: Vec<_> = points.iter().map(|p| (p.bin, p.came_true.value)).collect();
    let bin = |low: f64, high: f64| [low / 5.0, high / 5.0];
    let expected = [
        (bin(0.0, 1.0), 0.0),
        (bin(1.0, 2.0), 0.5),
        (bin(2.0, 3.0), 0.5),
        (bin(3.0, 4.0), 0.5),
        (bin(4.0, 5.0), 1.0),
    ];
    assert_eq!(found, expected);
    check(points[1].said, 0.325);
    assert_eq!(
        points[0].came_true,
        crate::proportion_wilson95(0, 2).unwrap()
    );
    // Empty bins have no point; the ends belong to the bin below, 0 to the first.
    let ends = reliability(&[(0.0, false), (0.5, true), (1.0, true)], 4).unwrap();
    let bins: Vec<_> = ends.iter().map(|p| p.bin).collect();
    assert_eq!(bins, [[0.0, 0.25], [0.25, 0.5], [0.75, 1.0]]);
    assert!(reliability(&TOY, 0).is_err());
    assert!(reliability(&[], 5).is_err());
}

// scikit-learn 1.9.1 calibration_curve(y, p, n_bins=4).
#[test]
fn points_of_the_toy_as_scikit_learn_has_them() {
    let points = reliability(&TOY, 4).unwrap();
    let expected = [
        (0.075, 0.0),
        (0.325, 0.5),
        (1.85 / 3.0, 1.0 / 3.0),
        (2.65 / 3.0, 1.0),
    ];
    assert_eq!(points.len(), expected.len());
    for (point, (said, came_true)) in points.iter().zip(expected) {
        check(point.said, said);
        check(point.came_true.value, came_true);
    }
}

// pandas 3.1.1 groupby of the outcomes by the forecast, numpy 2.5.5; the score by scikit-learn 1.9.1 brier_score_loss.
#[test]
fn parts_of_the_brier_score_as_pandas_has_them() {
    let tenths = [1, 1, 1, 3, 3, 5, 5, 5, 5, 8, 8, 9, 9, 9];
    let outcomes = [0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 1, 1];
    let forecasts: Vec<(f64, bool)> = tenths
        .into_iter()
        .zip(outcomes)
        .map(|(p, y)| (f64::from(p) / 10.0, y == 1))
        .collect();
    let parts = BrierParts::of(&forecasts).unwrap();
    check(parts.reliability, 0.032_380_952_380_952_38);
    check(parts.resolution, 0.054_421_768_707_483);
    check(parts.uncertainty, 0.244_897_959_183_673_46);
    check(parts.score(), 0.222_857_142_857_142_84);
}

#[test]
fn perfect_forecasts_are_borne_out() {
    if !is_asked("perfect_forecasts_are_borne_out") {
        return;
    }
    let drawn = |idx: u64| {
        let mut rng = Seed(8201).index(idx).rng();
        let mut forecast = || {
            let p = rng.unit();
            (p, rng.unit() < p)
        };
        (0..200).map(|_| forecast()).collect::<Vec<_>>()
    };
    let (mut inside, mut points, mut ece, mut brier, mut log_loss) = (0_u32, 0_u32, 0.0, 0.0, 0.0);
    for idx in 0..2000 {
        let forecasts = drawn(idx);
        for point in reliability(&forecasts, 10).unwrap() {
            points += 1;
            inside += u32::from(
                point.came_true.lower <= point.said && point.said <= point.came_true.upper,
            );
        }
        let found = Calibration::of(&forecasts, 10).unwrap();
        ece += found.ece / 2000.0;
        brier += found.brier / 2000.0;
        log_loss += found.log_loss.unwrap() / 2000.0;
    }
    let covered = f64::from(inside) / f64::from(points);
    eprintln!(
        "reliability points: {covered:.4} of {points}; mean ECE {ece:.4}, mean Brier {brier:.4}, mean log loss {log_loss:.4}"
    );
    assert!((0.94..=0.97).contains(&covered), "{covered}");
    // The mean of p (1 - p) for p spread evenly is 1/6, that of -p ln p - (1-p) ln (1-p) is 1/2; perfect forecasts have an
    // ECE above 0 all the same.
    assert!((log_loss - 0.5).abs() < 0.005, "{log_loss}");
    assert!(
        (brier - 1.0 / 6.0).abs() < 0.002 && ece > 0.03,
        "{brier} {ece}"
    );
    let spread = share("Brier score above 1/6 + 0.03", 2000, |idx| {
        Some(Calibration::of(&drawn(idx), 10).unwrap().brier > 1.0 / 6.0 + 0.03)
    });
    assert!(spread < 0.05, "{spread}");
}

#[test]
fn parts_of_perfect_forecasts_are_biased_as_their_variances_say() {
    if !is_asked("parts_of_perfect_forecasts") {
        return;
    }
    // 0.1 to 0.9, each with the chance 1/9. The mean of reliability is the sum of p (1 - p) / n over the nine, 1.65 / 200;
    // resolution is above the variance of p, 1/15, by as much less the variance of the overall share, (11/60 + 1/15) / 200.
    let (mut reliability, mut resolution) = (0.0, 0.0);
    for idx in 0..2000 {
        let mut rng = Seed(8202).index(idx).rng();
        let mut forecast = || {
            let p = 0.1 * (1 + rng.below(9)) as f64;
            (p, rng.unit() < p)
        };
        let forecasts: Vec<_> = (0..200).map(|_| forecast()).collect();
        let parts = BrierParts::of(&forecasts).unwrap();
        reliability += parts.reliability / 2000.0;
        resolution += parts.resolution / 2000.0;
    }
    eprintln!(
        "parts of the Brier score: mean reliability {reliability:.5}, mean resolution {resolution:.5}"
    );
    assert!((reliability - 1.65 / 200.0).abs() < 0.0003, "{reliability}");
    let expected = 1.0 / 15.0 + (1.65 - 0.25) / 200.0;
    assert!((resolution - expected).abs() < 0.0015, "{resolution}");
}

proptest! {
    #[test]
    fn parts_add_up_to_the_score_and_order_does_not_matter(
        tenths in prop::collection::vec((0_u8..=10, any::<bool>()), 1..60),
        n_bins in 1_u32..15,
    ) {
        let forecasts: Vec<_> = tenths.iter().map(|&(p, y)| (f64::from(p) / 10.0, y)).collect();
        let found = Calibration::of(&forecasts, n_bins).unwrap();
        let parts = BrierParts::of(&forecasts).unwrap();
        prop_assert!((parts.score() - found.brier).abs() < 1e-12);
        prop_assert!(parts.reliability >= 0.0 && parts.resolution >= 0.0);
        prop_assert!(parts.resolution <= parts.uncertainty + 1e-12);
        prop_assert!(0.0 <= found.ece && found.ece <= found.mce + 1e-12 && found.mce <= 1.0);
        let back: Vec<_> = forecasts.iter().rev().copied().collect();
        prop_assert!((Calibration::of(&back, n_bins).unwrap().ece - found.ece).abs() < 1e-12);
        // Turned round: what is not so with 1 - p is as well borne out.
        let turned: Vec<_> = forecasts.iter().map(|&(p, y)| (1.0 - p, !y)).collect();
        prop_assert!((BrierParts::of(&turned).unwrap().score() - parts.score()).abs() < 1e-12);
        let counted: u64 = reliability(&forecasts, n_bins).unwrap().iter().map(|p| p.came_true.n).sum();
        prop_assert_eq!(counted, forecasts.len() as u64);
    }
}

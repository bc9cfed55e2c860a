//! Scores by hand and with SciPy, laws, refusals and coverage.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::human_ai::{covers, is_asked, near, near_estimate, rate_of};

fn rating(interpretation: Option<f64>, localisation: Option<f64>) -> StudyRating {
    StudyRating {
        interpretation,
        localisation,
    }
}

// Eight studies, 14 ratings, sum 1000: 71.43. The interval by SciPy 1.17.1 (t.ppf) and NumPy from the formula.
#[test]
fn eight_studies() {
    let studies = [
        rating(Some(100.0), Some(100.0)),
        rating(Some(100.0), Some(50.0)),
        rating(Some(100.0), None),
        rating(Some(100.0), Some(100.0)),
        rating(None, Some(0.0)),
        rating(Some(50.0), Some(0.0)),
        rating(Some(50.0), Some(50.0)),
        rating(Some(100.0), Some(100.0)),
        rating(None, None),
    ];
    let found = clinical_score(&studies).unwrap();
    near_estimate(
        &found.score,
        [
            71.428_571_428_571_43,
            39.752_367_315_213_1,
            90.451_030_391_877_07,
        ],
    );
    assert_eq!((found.score.n, found.n_unrated), (8, 1));
    near(found.interpretation.unwrap().value, 600.0 / 7.0);
    near(found.localisation.unwrap().value, 400.0 / 7.0);
}

// By hand: a full and a half agreement on both axes are 100 and 50.
#[test]
fn two_studies_by_hand() {
    let [full, half] = [100.0, 50.0].map(|worth| rating(Some(worth), Some(worth)));
    near(clinical_score(&[full, half]).unwrap().score.value, 75.0);
    let all = clinical_score(&[full; 80]).unwrap().score;
    assert_eq!((all.value, all.upper), (100.0, 100.0));
    assert!(90.0 < all.lower && all.lower < 99.0);
}

#[test]
fn bad_ratings_are_named() {
    let good = rating(Some(100.0), None);
    assert!(matches!(
        clinical_score(&[good, rating(Some(f64::NAN), None)]),
        Err(NotEstimable::NotFinite { index: 1, .. })
    ));
    assert!(matches!(
        clinical_score(&[good, rating(None, Some(101.0))]),
        Err(NotEstimable::OutOfDomain { index: 1, .. })
    ));
    assert!(matches!(
        clinical_score(&[good, rating(None, None)]),
        Err(NotEstimable::TooFew { found: 1, .. })
    ));
    assert!(clinical_score(&[]).is_err());
    let found = clinical_score(&[good, rating(Some(50.0), None)]).unwrap();
    assert!(found.localisation.is_err() && found.interpretation.is_ok());
}

proptest! {
    #[test]
    fn order_does_not_matter_and_the_scale_turns(raw in prop::collection::vec((0u8..=2, 0u8..=2), 2..30)) {
        let of = |turn: bool, back: bool| {
            let worth = |x: u8| f64::from(if turn { 2 - x } else { x }) * 50.0;
            let mut studies: Vec<StudyRating> = raw.iter().map(|&(a, b)| rating(Some(worth(a)), Some(worth(b)))).collect();
            if back {
                studies.reverse();
            }
            clinical_score(&studies).unwrap().score
        };
        let (found, back, turned) = (of(false, false), of(false, true), of(true, false));
        prop_assert!((found.lower - back.lower).abs() < 1e-9);
        prop_assert!((found.lower - (100.0 - turned.upper)).abs() < 1e-9);
        prop_assert!(0.0 <= found.lower && found.lower <= found.value && found.value <= found.upper && found.upper <= 100.0);
    }
}

#[test]
fn coverage_of_the_clinical_score() {
    if !is_asked("coverage_of_the_clinical_score") {
        return;
    }
    // Chances of full and partial agreement; localisation follows interpretation with 0.6.
    for (full, partial) in [(0.55, 0.2), (0.8, 0.15), (0.97, 0.02)] {
        let truth = 100.0 * (full + 0.5 * partial);
        let rate = rate_of(&format!("clinical score {full} {partial}"), 4_000, |run| {
            let mut rng = Seed(8).index(run).rng();
            let studies: Vec<StudyRating> = (0..80)
                .map(|_| {
                    let mut draw = || {
                        let u = rng.unit();
                        let partial = if u < full + partial { 50.0 } else { 0.0 };
                        if u < full { 100.0 } else { partial }
                    };
                    let (meaning, own) = (draw(), draw());
                    let place = if rng.unit() < 0.6 { meaning } else { own };
                    rating(Some(meaning), Some(place))
                })
                .collect();
            covers(&clinical_score(&studies).unwrap().score, truth)
        });
        assert!(rate > 0.92);
    }
}

//! Draws by hand and by SciPy, laws, refusals, and how often the intervals of drawn studies hold the truth.

use proptest::prelude::*;

use super::*;
use crate::tests::free_response::{Search, by_hand, drawn_small, is_asked, mark};

const DRAWS: CaseBootstrap = CaseBootstrap {
    n_draws: 400,
    seed: Seed(3),
};

// NumPy 2.5.5 quantile gives the same.
#[test]
fn quantiles_lie_between_order_statistics() {
    let values = [1.0, 2.0, 4.0, 8.0, 16.0];
    for (share, expected) in [
        (0.0, 1.0),
        (0.25, 2.0),
        (0.3, 2.4),
        (0.9, 12.8),
        (1.0, 16.0),
    ] {
        assert!(
            (quantile(&values, share) - expected).abs() < 1e-12,
            "{share}"
        );
    }
}

/// One of two normal cases has a mark: drawn twice, once or never, so that the specificity of a draw is 0 (one draw in
/// four), 1/2 or 1, and the interval is 0 to 1.
#[test]
fn the_interval_of_the_hand_case() {
    let study = by_hand().study();
    let found = study
        .bootstrap(0, 0, LocalisationFigure::Specificity, DRAWS)
        .unwrap();
    assert_eq!((found.value, found.lower, found.upper), (0.5, 0.0, 1.0));
    assert_eq!((found.n, found.method), (4, Method::CaseBootstrap95));
    assert_eq!(found.method.word(), "case-bootstrap-95-exploratory");
    // Equal seeds give equal bits, another seed other draws.
    let other = CaseBootstrap {
        seed: Seed(4),
        ..DRAWS
    };
    let wafroc = |draws| {
        study
            .bootstrap(0, 0, LocalisationFigure::Wafroc, draws)
            .unwrap()
    };
    assert_eq!(wafroc(DRAWS), wafroc(DRAWS));
    assert!(
        wafroc(other).lower <= wafroc(other).value && wafroc(other).value <= wafroc(other).upper
    );
}

/// Of 60 normal cases 20 have a mark: the specificity of a draw is a binomial count of 60 with 2/3, over 60. SciPy 1.18.1
/// `binom.ppf([0.025, 0.975], 60, 2 / 3)`: 33 and 47.
#[test]
fn draws_of_a_share_are_binomial() {
    let mut cases = vec![vec![]; 60];
    cases.extend([vec![1.0], vec![1.0]]);
    let marks: Vec<_> = (0..20).map(|case| mark(case, None, 1.0)).collect();
    let study = FreeResponse::new([1, 1], &cases, &marks).unwrap();
    let draws = CaseBootstrap {
        n_draws: 4_000,
        seed: Seed(5),
    };
    let found = study
        .bootstrap(0, 0, LocalisationFigure::Specificity, draws)
        .unwrap();
    let counts = [found.lower, found.value, found.upper].map(|share| share * 60.0);
    for (count, expected) in counts.into_iter().zip([33.0, 40.0, 47.0]) {
        assert!((count - expected).abs() < 1e-9, "{counts:?}");
    }
}

#[test]
fn what_cannot_be_given_is_refused_by_name() {
    let study = by_hand().study();
    let few = CaseBootstrap {
        n_draws: 199,
        ..DRAWS
    };
    let refused = |draws, figure| {
        study
            .bootstrap(0, 0, figure, draws)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refused(few, LocalisationFigure::Wafroc),
        "not estimable: 200 observations needed, 199 found"
    );
    // Both abnormal cases are rated above both normal ones.
    assert_eq!(
        refused(DRAWS, LocalisationFigure::InferredRoc),
        "not estimable: all values of the figure over draws of cases are equal"
    );
    assert!(
        study
            .bootstrap(0, 1, LocalisationFigure::Wafroc, DRAWS)
            .is_err()
    );
}

/// 2,000 studies of 60 normal and 60 abnormal cases: 1.4 marks on no lesion a case, 8 of 10 lesions found, ratings
/// shifted by 1.5 SD.
#[test]
fn intervals_cover_the_truth() {
    if !is_asked("localisation::intervals_cover_the_truth") {
        return;
    }
    const N_STUDIES: usize = 2_000;
    let search = Search {
        non_lesions: 1.4,
        found: 0.8,
        shift: 1.5,
    };
    let figures = [
        LocalisationFigure::Wafroc,
        LocalisationFigure::Wafroc1,
        LocalisationFigure::Afroc,
        LocalisationFigure::Afroc1,
        LocalisationFigure::InferredRoc,
        LocalisationFigure::Llf { threshold: 1.0 },
        LocalisationFigure::Nlf { threshold: 1.0 },
        LocalisationFigure::NlfNormal { threshold: 1.0 },
        LocalisationFigure::Sensitivity,
        LocalisationFigure::Specificity,
        LocalisationFigure::ExpSpecificity,
        LocalisationFigure::LlfAtNlf { rate: 0.5 },
        LocalisationFigure::Cpm,
    ];
    let mut covered = [[0_usize; 2]; 13];
    let mut means = [0.0; 13];
    for at in 0..N_STUDIES {
        let seed = Seed(8).child("froc").index(at as u64);
        let study = search.draw(60, &mut seed.rng());
        for (which, figure) in figures.into_iter().enumerate() {
            let truth = search.truth(figure);
            let value = study.figure(0, 0, figure).unwrap();
            means[which] += value / N_STUDIES as f64;
            let draws = CaseBootstrap {
                n_draws: 400,
                seed: seed.child("draws"),
            };
            // Every abnormal case marked: no interval, and none that holds the truth.
            if let Ok(by_draws) = study.bootstrap(0, 0, figure, draws) {
                covered[which][0] +=
                    usize::from(by_draws.lower <= truth && truth <= by_draws.upper);
            }
            let table = study.table(figure).unwrap();
            let left_out = table.left_out(0, 0);
            let mean = left_out.iter().sum::<f64>() / 120.0;
            let squares: f64 = left_out
                .iter()
                .map(|value| (value - mean) * (value - mean))
                .sum();
            let error = (119.0 / 120.0 * squares).sqrt();
            covered[which][1] += usize::from((value - truth).abs() <= 1.959_964 * error);
        }
    }
    for (which, figure) in figures.into_iter().enumerate() {
        let [draws, jackknife] = covered[which].map(|n| n as f64 / N_STUDIES as f64);
        let (truth, mean) = (search.truth(figure), means[which]);
        eprintln!(
            "{figure:?}: truth {truth:.4}, mean {mean:.4}, bootstrap {draws:.4}, jackknife {jackknife:.4}"
        );
        assert!((mean - truth).abs() < 0.01, "{figure:?} {mean} {truth}");
        // A share near 1 has few misses to draw from, as every interval of this kind.
        let least = if figure == LocalisationFigure::Sensitivity {
            0.7
        } else {
            0.90
        };
        assert!(least < draws && draws < 0.98, "{figure:?} {draws}");
        assert!(
            least < jackknife && jackknife < 0.98,
            "{figure:?} {jackknife}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn rising_maps_change_no_interval_and_its_ends_are_figures(seed: u64) {
        let raw = drawn_small(seed);
        let mut bent = raw.clone();
        for mark in &mut bent.marks {
            mark.rating = mark.rating * mark.rating * mark.rating - 70.0;
        }
        let draws = CaseBootstrap { n_draws: 200, seed: Seed(seed) };
        for figure in [LocalisationFigure::Wafroc, LocalisationFigure::InferredRoc, LocalisationFigure::Specificity] {
            let of = |study: FreeResponse| study.bootstrap(1, 0, figure, draws);
            let (found, changed) = (of(raw.study()), of(bent.study()));
            prop_assert_eq!(&found, &changed);
            if let Ok(found) = found {
                prop_assert!(0.0 <= found.lower && found.lower <= found.upper && found.upper <= 1.0);
            }
        }
    }
}

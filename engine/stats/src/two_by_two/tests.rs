//! A published table, Bayes by hand, empty cells, and laws.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::simulation::{binomial, is_asked, share};

const WILSON: ProportionInterval = ProportionInterval::Wilson;

fn table(tp: u64, fn_: u64, fp: u64, tn: u64) -> TwoByTwo {
    TwoByTwo {
        true_positives: tp,
        false_negatives: fn_,
        false_positives: fp,
        true_negatives: tn,
    }
}

// Liver scans: Altman and Bland, BMJ 1994;308:1552 and 309:102: sensitivity 0.90, specificity 0.63, PPV 0.88, NPV 0.67;
// at a prevalence of 0.25 PPV 0.45 and NPV 0.95.
#[test]
fn the_liver_scans_of_altman_and_bland() {
    let scans = table(231, 27, 32, 54);
    let round =
        |found: Result<Estimate, NotEstimable>| (found.unwrap().value * 100.0).round() / 100.0;
    assert_eq!(round(scans.sensitivity(WILSON)), 0.90);
    assert_eq!(round(scans.specificity(WILSON)), 0.63);
    assert_eq!(round(scans.positive_predictive_value(WILSON)), 0.88);
    assert_eq!(round(scans.negative_predictive_value(WILSON)), 0.67);
    assert_eq!(round(scans.positive_predictive_value_at(0.25)), 0.45);
    assert_eq!(round(scans.negative_predictive_value_at(0.25)), 0.95);
    assert_eq!(round(scans.positive_likelihood_ratio()), 2.41);
    // statsmodels 0.15.0 Table2x2([[231, 27], [32, 54]]).oddsratio_confint().
    let odds_ratio = scans.diagnostic_odds_ratio().unwrap();
    for (found, expected) in [
        (odds_ratio.value, 14.4375),
        (odds_ratio.lower, 7.989_636_298_784_903),
        (odds_ratio.upper, 26.088_973_071_490_19),
    ] {
        assert!(
            (found - expected).abs() < 1e-11,
            "{found} is not {expected}"
        );
    }
}

#[test]
fn predictive_values_by_hand() {
    // Sensitivity 0.8, specificity 0.9: LR+ 8, LR- 2/9. At 1 in 5 the odds are 1/4: PPV 2/3, NPV 18/19.
    let found = table(8, 2, 1, 9);
    let value = |of: Result<Estimate, NotEstimable>| of.unwrap().value;
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} is not {b}");
    close(value(found.positive_likelihood_ratio()), 8.0);
    close(value(found.negative_likelihood_ratio()), 2.0 / 9.0);
    close(value(found.positive_predictive_value_at(0.2)), 2.0 / 3.0);
    close(value(found.negative_predictive_value_at(0.2)), 18.0 / 19.0);
    close(value(found.positive_predictive_value(WILSON)), 8.0 / 9.0);
    close(value(found.negative_predictive_value(WILSON)), 9.0 / 11.0);
    close(value(found.diagnostic_odds_ratio()), 36.0);
    let odds_ratio = found.diagnostic_odds_ratio().unwrap();
    let half = Z_95 * (1.0_f64 / 8.0 + 1.0 / 2.0 + 1.0 + 1.0 / 9.0).sqrt();
    close(libm::log(odds_ratio.upper / odds_ratio.value), half);
    // The ends are those of LR+ through the same formula.
    let ratio = found.positive_likelihood_ratio().unwrap();
    let predicted = found.positive_predictive_value_at(0.2).unwrap();
    close(predicted.lower, ratio.lower / (4.0 + ratio.lower));
    close(predicted.upper, ratio.upper / (4.0 + ratio.upper));
    let exact = found
        .sensitivity(ProportionInterval::ClopperPearson)
        .unwrap();
    assert_eq!(exact, proportion_clopper_pearson95(8, 10).unwrap());
    let counted = TwoByTwo::of([
        (true, true),
        (true, false),
        (false, true),
        (false, false),
        (true, true),
    ]);
    assert_eq!(counted, table(2, 1, 1, 1));
}

#[test]
fn empty_cells_have_an_interval_or_a_reason() {
    let perfect = table(20, 0, 0, 30);
    let found = perfect.positive_predictive_value_at(0.01).unwrap();
    assert_eq!((found.value, found.upper), (1.0, 1.0));
    assert!(found.lower > 0.0 && found.lower < 0.5, "{found:?}");
    let found = perfect.negative_predictive_value_at(0.01).unwrap();
    assert_eq!((found.value, found.upper), (1.0, 1.0));
    assert!(found.lower > 0.99 && found.lower < 1.0, "{found:?}");
    assert!(perfect.positive_likelihood_ratio().is_err());
    assert_eq!(perfect.negative_likelihood_ratio().unwrap().value, 0.0);
    assert!(perfect.diagnostic_odds_ratio().is_err());
    let silent = table(0, 20, 0, 30);
    assert!(silent.positive_predictive_value(WILSON).is_err());
    assert!(silent.positive_predictive_value_at(0.1).is_err());
    assert!((silent.negative_predictive_value_at(0.1).unwrap().value - 0.9).abs() < 1e-12);
    let nothing = TwoByTwo::default();
    for found in [
        nothing.sensitivity(WILSON),
        nothing.specificity(WILSON),
        nothing.positive_predictive_value(WILSON),
        nothing.negative_predictive_value(WILSON),
        nothing.positive_likelihood_ratio(),
        nothing.negative_likelihood_ratio(),
        nothing.diagnostic_odds_ratio(),
        nothing.positive_predictive_value_at(0.5),
        nothing.negative_predictive_value_at(0.5),
    ] {
        assert!(
            matches!(found, Err(NotEstimable::TooFew { .. })),
            "{found:?}"
        );
    }
    for prevalence in [0.0, 1.0, -0.5, f64::NAN] {
        assert!(perfect.positive_predictive_value_at(prevalence).is_err());
        assert!(perfect.negative_predictive_value_at(prevalence).is_err());
    }
}

#[test]
fn predictive_values_cover() {
    if !is_asked("predictive_values_cover") {
        return;
    }
    // Sensitivity 0.9, specificity 0.8, prevalence 0.1: PPV 1/3, NPV 0.72 / 0.73.
    for n in [20, 80] {
        let drawn = |idx: u64| {
            let mut rng = Seed(8112).index(idx).rng();
            let (tp, fp) = (binomial(&mut rng, n, 0.9), binomial(&mut rng, n, 0.2));
            table(tp, n - tp, fp, n - fp)
        };
        let covers = |found: Result<Estimate, NotEstimable>, truth: f64| {
            let found = found.ok()?;
            Some(found.lower <= truth && truth <= found.upper)
        };
        let positive = share(&format!("PPV at 0.1, {n} + {n}"), 10_000, |idx| {
            covers(drawn(idx).positive_predictive_value_at(0.1), 1.0 / 3.0)
        });
        let negative = share(&format!("NPV at 0.1, {n} + {n}"), 10_000, |idx| {
            covers(drawn(idx).negative_predictive_value_at(0.1), 0.72 / 0.73)
        });
        let odds = share(&format!("odds ratio 36, {n} + {n}"), 10_000, |idx| {
            covers(drawn(idx).diagnostic_odds_ratio(), 36.0)
        });
        for found in [positive, negative, odds] {
            assert!((0.935..=0.985).contains(&found), "{found}");
        }
    }
}

proptest! {
    #[test]
    fn classes_turn_round_and_values_grow_with_prevalence(
        tp in 0_u64..40, fn_ in 0_u64..40, fp in 0_u64..40, tn in 0_u64..40,
        prevalence in 0.01_f64..0.99,
    ) {
        let found = table(tp, fn_, fp, tn);
        // What is abnormal and positive becomes normal and negative.
        let turned = table(tn, fp, fn_, tp);
        match (found.positive_predictive_value_at(prevalence), turned.negative_predictive_value_at(1.0 - prevalence)) {
            (Ok(a), Ok(b)) => {
                prop_assert!((a.value - b.value).abs() < 1e-9 && (a.lower - b.lower).abs() < 1e-9 && (a.upper - b.upper).abs() < 1e-9);
                prop_assert!(0.0 <= a.lower && a.lower <= a.value && a.value <= a.upper && a.upper <= 1.0);
                let more = found.positive_predictive_value_at(prevalence.midpoint(1.0)).unwrap();
                prop_assert!(more.value >= a.value && more.lower >= a.lower);
            }
            (a, b) => prop_assert_eq!(a.is_err(), b.is_err()),
        }
        // At the prevalence of the cases themselves the value is that of the cases.
        let abnormal = tp + fn_;
        let own = abnormal as f64 / (abnormal + fp + tn) as f64;
        if let (Ok(a), Ok(b)) = (found.positive_predictive_value_at(own), found.positive_predictive_value(WILSON)) {
            prop_assert!((a.value - b.value).abs() < 1e-12);
        }
    }
}

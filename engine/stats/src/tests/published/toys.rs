//! The toys of the validation data, whose inputs stand in the file too, and what the file says of itself.

use super::ledger::Ledger;
use crate::calibration::tests::TOY as FORECASTS;
use crate::reliance::tests::{TOY as TRIALS, toy as trials};
use crate::standard_setting::tests::SCORES;
use crate::{
    Calibration, Estimate, Forecast, KappaWeights, ProportionInterval, Reclassified, Reliance,
    TwoByTwo, angoff, borderline_group, borderline_regression, hofstee, mcnemar, reclassification,
    share_failing, trust_calibration, weighted_kappa,
};

pub(super) fn about(ledger: &mut Ledger) {
    ledger.text(
        "",
        "Published or packaged expected values; keys name their origin and the program that printed them.",
    );
}

/// Global grade and score of the candidates of the borderline toy.
const CANDIDATES: [(f64, f64); 15] = [
    (1.0, 38.0),
    (2.0, 50.0),
    (3.0, 58.0),
    (3.0, 61.0),
    (4.0, 72.0),
    (4.0, 70.0),
    (5.0, 85.0),
    (2.0, 47.0),
    (3.0, 63.0),
    (4.0, 75.0),
    (1.0, 41.0),
    (5.0, 90.0),
    (3.0, 55.0),
    (2.0, 52.0),
    (4.0, 68.0),
];
const BORDERLINE: f64 = 2.0;

/// The judges of the Angoff toy, item by item.
const JUDGES: [[f64; 5]; 4] = [
    [0.6, 0.7, 0.5, 0.8, 0.4],
    [0.65, 0.75, 0.45, 0.85, 0.5],
    [0.55, 0.7, 0.55, 0.75, 0.45],
    [0.7, 0.65, 0.5, 0.8, 0.35],
];

pub(super) fn standard_setting(ledger: &mut Ledger) {
    ledger.text("source", "R base lm on toy data");
    ledger.near_all("brm/global", CANDIDATES.map(|(grade, _)| grade));
    ledger.near_all("brm/score", CANDIDATES.map(|(_, score)| score));
    ledger.near("brm/borderline", BORDERLINE);
    let line = borderline_regression(&CANDIDATES, BORDERLINE).unwrap();
    ledger.rounded("brm/intercept", 8, line.intercept);
    ledger.rounded("brm/slope", 8, line.slope);
    ledger.rounded("brm/cut", 10, line.cut);
    ledger.rounded("brm/se_fit", 10, line.standard_error.unwrap());
    ledger.rounded("brm/r2", 10, line.r_squared.unwrap());
    ledger.rounded("brm/rmse", 10, line.rmse.unwrap());
    let group = borderline_group(&CANDIDATES, BORDERLINE).unwrap();
    ledger.rounded("brm/borderline_group_mean", 8, group.cut);

    for (judge, items) in JUDGES.iter().enumerate() {
        ledger.near_all(&format!("angoff/ratings/{judge}"), *items);
    }
    let found = angoff(&JUDGES.map(|items| items.to_vec())).unwrap();
    ledger.near("angoff/cut", found.cut);
    ledger.near("angoff/se", found.standard_error.unwrap());

    let (cut, failing) = ((52.0, 65.0), (0.05, 0.4));
    ledger.near_all("hofstee/scores", SCORES);
    ledger.near("hofstee/kmin", cut.0);
    ledger.near("hofstee/kmax", cut.1);
    ledger.near("hofstee/fmin", failing.0);
    ledger.near("hofstee/fmax", failing.1);
    ledger.text(
        "hofstee/rule",
        "smallest k with F(score<k) >= fmax+(fmin-fmax)(k-kmin)/(kmax-kmin); ECDF jumps just above 57",
    );
    let found = hofstee(&SCORES, cut, failing).unwrap();
    ledger.near("hofstee/cut", found.cut);
    ledger.near("hofstee/fail_rate_above", found.failing_above);
    let just_above = share_failing(&SCORES, found.cut + 1e-9).unwrap();
    ledger.near("hofstee/fail_rate_above", just_above);
}

pub(super) fn reliance(ledger: &mut Ledger) {
    for (column, name) in ["truth", "ai", "first", "final"].into_iter().enumerate() {
        ledger.near_all(name, TRIALS.map(|row| f64::from(row[column])));
    }
    let found = Reliance::of(&trials());
    for (name, share) in [
        ("agreement", found.agreement),
        ("switch_fraction", found.switch_fraction),
        (
            "accuracy_with_initial_disagreement",
            found.accuracy_on_disagreement,
        ),
        ("RAIR", found.relative_ai_reliance),
        ("RSR", found.relative_self_reliance),
        ("commission_opportunity", found.commission),
        ("omission_opportunity", found.omission),
        ("fp_given_ai_fp", found.commission_unconditional),
        ("fn_given_ai_fn", found.omission_unconditional),
    ] {
        ledger.text(name, &fraction(share.unwrap()));
    }
    let moved = [found.harmed, found.rescued];
    ledger.near_all("mcnemar_b_c", moved.map(|n| n as f64));
    let test = mcnemar(found.rescued, found.harmed);
    ledger.near("mcnemar_exact_p", test.p_exact);
    ledger.near("mcnemar_midp", test.p_mid);

    let tables =
        [2, 3].map(|column| TwoByTwo::of(TRIALS.iter().map(|row| (row[0] == 1, row[column] == 1))));
    let exact = ProportionInterval::ClopperPearson;
    let sensitivities = tables.map(|of| of.sensitivity(exact).unwrap().value);
    ledger.near_all("sens", sensitivities);
    let specificities = tables.map(|of| of.specificity(exact).unwrap().value);
    ledger.near_all("spec", specificities);

    let moves = TRIALS.map(|[truth, _, first, last]| Reclassified {
        is_event: truth == 1,
        first: first.into(),
        last: last.into(),
    });
    let moves = reclassification(&moves).unwrap();
    ledger.near("NRI_event", moves.events.unwrap().value);
    ledger.near("NRI_nonevent", moves.non_events.unwrap().value);
    for (column, name) in [(2, "kappa_first_ai"), (3, "kappa_final_ai")] {
        let pairs = TRIALS.map(|row| (row[column].into(), row[1].into()));
        // With two levels all weights are one.
        for weights in [KappaWeights::Unweighted, KappaWeights::Quadratic] {
            ledger.near(name, weighted_kappa(&pairs, weights).unwrap());
        }
    }
}

/// A share as hits over trials.
fn fraction(share: Estimate) -> String {
    let hits = (share.value * share.n as f64).round();
    assert!((hits / share.n as f64 - share.value).abs() < 1e-15);
    format!("{hits}/{}", share.n)
}

pub(super) fn calibration(ledger: &mut Ledger) {
    ledger.text(
        "source",
        "scikit-learn 1.9.1 brier_score_loss/log_loss; ECE 5 equal-width bins (lo,hi]",
    );
    let is_true = |came_true: bool| f64::from(u8::from(came_true));
    ledger.near_all("y", FORECASTS.map(|(_, came_true)| is_true(came_true)));
    ledger.near_all("p", FORECASTS.map(|(probability, _)| probability));
    let found = Calibration::of(&FORECASTS, 5).unwrap();
    ledger.near("brier", found.brier);
    ledger.near("logloss", found.log_loss.unwrap());
    ledger.near("ece5", found.ece);
    ledger.near("mce5", found.mce);
    // The trust of a reader is scored by the same rule.
    let forecasts = FORECASTS.map(|(probability, came_true)| Forecast {
        probability,
        came_true,
    });
    ledger.near("brier", trust_calibration(&forecasts).unwrap().brier);
}

//! The package equate on the two forms of ACT mathematics.

use super::ledger::Ledger;
use crate::tests::act_maths::act_maths;
use crate::{ScoreDistribution, equate_equipercentile, equate_linear, equate_mean};

/// The scores of form X for which the equated ones are printed.
const SCORES: [u8; 9] = [1, 5, 10, 15, 20, 25, 30, 35, 40];

pub(super) fn equate(ledger: &mut Ledger) {
    ledger.text(
        "source",
        "talbano/equate R code on ACTmath (Kolen & Brennan table 2.5)",
    );
    let [x, y] = act_maths("equating_actmath").unwrap();
    for (form, at, sd_digits) in [(&x, "x", 6), (&y, "y", 7)] {
        ledger.near(&format!("{at}/0"), form.n());
        ledger.rounded(&format!("{at}/1"), 6, form.mean());
        ledger.rounded(&format!("{at}/2"), sd_digits, form.sd());
        assert_eq!(ledger.printed_all(at).len(), 3);
    }
    ledger.rounded("mean_intercept", 8, equate_mean(&x, &y).unwrap());
    let line = equate_linear(&x, &y).unwrap();
    ledger.rounded_all("linear", 7, [line.intercept, line.slope]);

    ledger.near_all("equipercentile_x", SCORES.map(f64::from));
    // That program rounds ranks to ten digits, which shows where few takers have a score: at 1 it prints 1e-7 less than
    // the counts give.
    let rounded = SCORES.map(|score| by_rounded_ranks(&x, &y, score.into()));
    ledger.rounded_all("equipercentile_y", 8, rounded.map(|(score, _)| score));
    let found = equate_equipercentile(&x, &y).unwrap();
    for (score, (rounded, off)) in SCORES.into_iter().zip(rounded) {
        let exact = found[usize::from(score)].y;
        assert!((exact - rounded).abs() <= off, "{score}: {exact} {rounded}");
    }
}

/// The score of Y with the rank of a score of X, ranks rounded to ten digits, and how far rounding can move it.
fn by_rounded_ranks(x: &ScoreDistribution, y: &ScoreDistribution, score: f64) -> (f64, f64) {
    let round = |share: f64| (share * 1e10).round() / 1e10;
    let rank = round(x.percentile_rank(score).unwrap());
    let up_to = |score: f64| round(y.percentile_rank(score + 0.5).unwrap());
    let of_y = (0_u8..=40).map(f64::from).find(|of_y| up_to(*of_y) > rank);
    let of_y = of_y.unwrap();
    let (below, above) = (up_to(of_y - 1.0), up_to(of_y));
    let equated = of_y - 0.5 + (rank - below) / (above - below);
    (equated, 1.5e-10 / (above - below))
}

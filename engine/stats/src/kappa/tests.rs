//! A published table, a toy, and what has no kappa.

use super::*;
use crate::published::{expected, numbers};

/// Pairs out of a table of counts, rows the first rater.
fn pairs(table: &[&[u32]]) -> Vec<(u32, u32)> {
    let mut pairs = Vec::new();
    for (a, row) in (0..).zip(table) {
        for (b, &n) in (0..).zip(*row) {
            pairs.extend((0..n).map(|_| (a, b)));
        }
    }
    pairs
}

// Agresti, Categorical Data Analysis, 1990, table 2.11 (married couples), as printed by Kappa() of the R package vcd.
#[test]
fn the_couples_of_agresti() {
    let pairs = pairs(&[&[7, 7, 2, 3], &[2, 8, 3, 7], &[1, 5, 4, 9], &[2, 8, 9, 14]]);
    let round = |weights| (weighted_kappa(&pairs, weights).unwrap() * 1e4).round() / 1e4;
    assert_eq!(round(KappaWeights::Unweighted), 0.1293);
    assert_eq!(round(KappaWeights::Linear), 0.2374);
}

#[test]
fn quadratic_weights_by_hand() {
    // Rows 4 2 0 | 1 3 1 | 0 1 4: observed 2+1+1+1 = 5; row sums 6 5 5, column sums 5 6 5 of 16;
    // expected (6·6 + 6·5·4 + 5·5 + 5·5 + 5·5·4 + 5·6) / 16 = 336/16 = 21.
    let pairs = pairs(&[&[4, 2, 0], &[1, 3, 1], &[0, 1, 4]]);
    let found = weighted_kappa(&pairs, KappaWeights::Quadratic).unwrap();
    assert!((found - (1.0 - 5.0 / 21.0)).abs() < 1e-12, "{found}");
}

#[test]
fn the_toy_of_the_validation_data() {
    let Some(toy) = expected("reliance_toy") else {
        return;
    };
    let level = |x: &f64| u32::from(*x > 0.5);
    for (key, published) in [("first", "kappa_first_ai"), ("final", "kappa_final_ai")] {
        let (said, ai) = (numbers(&toy[key]), numbers(&toy["ai"]));
        let pairs: Vec<_> = said.iter().map(level).zip(ai.iter().map(level)).collect();
        let found = weighted_kappa(&pairs, KappaWeights::Unweighted).unwrap();
        assert!((found - toy[published].as_f64().unwrap()).abs() < 1e-12);
        // With two levels all weights are one.
        assert_eq!(weighted_kappa(&pairs, KappaWeights::Quadratic), Ok(found));
    }
}

#[test]
fn where_nothing_could_disagree_there_is_no_kappa() {
    let reason = |pairs: &[(u32, u32)]| {
        let refused = weighted_kappa(pairs, KappaWeights::Linear).unwrap_err();
        refused.to_string()
    };
    assert_eq!(reason(&[]), "not estimable: 1 observations needed, 0 found");
    assert_eq!(
        reason(&[(2, 2), (2, 2)]),
        "not estimable: all values of the levels of both raters are equal"
    );
    assert_eq!(
        weighted_kappa(&[(1, 1), (2, 2)], KappaWeights::Linear),
        Ok(1.0)
    );
}

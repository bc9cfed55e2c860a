//! Tails and limits against SciPy.

use super::*;
use crate::tests::human_ai::near;

// SciPy 1.17.1 binom.cdf(8, 80, .1), binom.sf(8, 80, .05), and by hand of three coins.
#[test]
fn tails() {
    near(at_most(8, 80, 0.1), 0.592_676_497_843_455_2);
    near(at_least(9, 80, 0.05), 0.018_403_094_505_885_755);
    near(at_most(1, 3, 0.5), 0.5);
    assert_eq!((at_most(3, 3, 0.2), at_least(0, 3, 0.2)), (1.0, 1.0));
    assert_eq!(at_least(4, 3, 0.2), 0.0);
}

// SciPy 1.17.1 binom.ppf and binom.isf at 0.00135.
#[test]
fn limits() {
    let of = |p: f64| (lower_limit(0.00135, 80, p), upper_limit(0.00135, 80, p));
    assert_eq!(of(0.02), (0, 6));
    assert_eq!(of(0.05), (0, 11));
    assert_eq!(of(0.10), (1, 17));
}

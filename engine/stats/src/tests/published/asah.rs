//! The areas of pROC, with partial areas and tests, of the markers of its data set aSAH.

use super::ledger::Ledger;
use crate::auc::tests::{asah, near_ties};
use crate::{PartialOver, RocCurve, StudentEstimate};

pub(super) fn proc(ledger: &mut Ledger) {
    ledger.text(
        "source",
        "pROC 1.18.0 (Debian r-cran-proc), data aSAH; outcome Poor vs Good, direction <",
    );
    let [wfns, s100b, ndka] = asah().unwrap();
    for (reads, at) in [(&wfns, "wfns"), (&s100b, "s100b"), (&ndka, "ndka")] {
        ledger.near(&format!("{at}/auc"), reads.area());
        ledger.near(&format!("{at}/var"), reads.variance().unwrap());
        let wald = reads.estimate_wald().unwrap();
        ledger.rounded_all(&format!("{at}/ci"), 12, [wald.lower, wald.upper]);
        let part = RocCurve::of(reads).partial_area(PartialOver::Specificity, [0.9, 1.0]);
        let part = part.unwrap();
        ledger.rounded(&format!("{at}/pAUC_spec_90_100"), 13, part.area);
        ledger.rounded(&format!("{at}/pAUC_McClish"), 12, part.standardised);
    }
    for (other, at, p_digits) in [(&wfns, "s100b_vs_wfns", 10), (&ndka, "s100b_vs_ndka", 9)] {
        ledger.near(&format!("{at}/cov"), s100b.covariance(other).unwrap());
        let paired = s100b.difference_paired(other).unwrap();
        statistic(ledger, at, "Z", &paired, p_digits);
    }
    let paired = s100b.difference_paired(&wfns).unwrap();
    ledger.rounded_all("s100b_vs_wfns/ci", 13, paired.interval95());
    let unpaired = s100b.difference_unpaired(&wfns).unwrap();
    statistic(ledger, "unpaired_s100b_wfns", "D", &unpaired, 9);
    let degrees = unpaired.degrees_of_freedom;
    ledger.rounded("unpaired_s100b_wfns/df", 7, degrees);

    ledger.text(
        "near_ties/source",
        "pROC tests/testthat/test-numeric-accuracy.R",
    );
    ledger.text("near_ties/auc_hex", &hexadecimal(near_ties().area()));
}

fn statistic(ledger: &mut Ledger, at: &str, name: &str, found: &StudentEstimate, p_digits: i32) {
    ledger.rounded(&format!("{at}/{name}"), 9, found.statistic(0.0));
    ledger.rounded(&format!("{at}/p"), p_digits, found.p(0.0));
}

/// A number from 1/2 to 1 as C prints it with `%a`.
fn hexadecimal(x: f64) -> String {
    assert!((0.5..1.0).contains(&x));
    format!("0x1.{:013x}p-1", x.to_bits() & ((1 << 52) - 1))
}

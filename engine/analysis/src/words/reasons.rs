//! Why a figure cannot be given, in the language of the page. The tables carry the estimator's own words besides.

use overread_stats::{Counted, NotEstimable};

use super::Words;

/// Reasons that estimators give in one sentence, with the id of that sentence.
const DEGENERATE: [(&str, &str); 7] = [
    ("variance is 0", "reason-no-variance"),
    ("variance is negative", "reason-negative-variance"),
    ("area of 0 or 1", "reason-perfect"),
    (
        "more readers and cases than this analysis takes",
        "reason-too-large",
    ),
    ("no reader set a mark", "reason-no-marks"),
    ("kappa", "reason-no-variance"),
    ("odds ratio", "reason-odds"),
];

impl Words {
    /// Why there is no figure.
    pub(crate) fn reason(&self, reason: &NotEstimable) -> String {
        match reason {
            NotEstimable::TooFew {
                what,
                needed,
                found,
            } => self.with(
                "reason-too-few",
                &[
                    ("what", self.text(counted(*what)).into()),
                    ("needed", (*needed).into()),
                    ("found", (*found).into()),
                ],
            ),
            NotEstimable::NotFinite { .. } | NotEstimable::OutOfDomain { .. } => {
                self.text("reason-out-of-domain")
            }
            NotEstimable::Constant { .. } | NotEstimable::ConstantItem { .. } => {
                self.text("reason-constant")
            }
            NotEstimable::MissingCell { .. } | NotEstimable::Unequal { .. } => {
                self.text("reason-missing-cell")
            }
            NotEstimable::DuplicateCell { .. } => self.text("reason-duplicate"),
            NotEstimable::NotConverged { .. } => self.text("reason-not-converged"),
            NotEstimable::Degenerate { reason } => {
                let known = DEGENERATE.iter().find(|(part, _)| reason.contains(part));
                self.text(known.map_or("reason-degenerate", |(_, id)| id))
            }
            _ => self.text("reason-degenerate"),
        }
    }
}

fn counted(what: Counted) -> &'static str {
    match what {
        Counted::Cases => "counted-cases",
        Counted::AbnormalCases => "counted-abnormal",
        Counted::NormalCases => "counted-normal",
        Counted::Lesions => "counted-lesions",
        Counted::Readers | Counted::Takers | Counted::Judges | Counted::Clusters => {
            "counted-readers"
        }
        Counted::Conditions => "counted-conditions",
        Counted::Items => "counted-items",
        Counted::Sessions => "counted-sessions",
        Counted::Observations | Counted::Samples | Counted::Resamples | _ => "counted-observations",
    }
}

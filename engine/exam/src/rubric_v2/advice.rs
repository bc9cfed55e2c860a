//! What AI results on screen did to final answers, beside the reader's own cases without AI.

use overread_scenario::ReadingMode;
use overread_stats::{Trial, difference_newcombe95, mcnemar, proportion_wilson95};

use super::{Judged, Reads};
use crate::rubric_v1::count;
use crate::score::assessment::Advice;
use crate::{Call, ReadScore};

pub(super) fn of(cases: &[Judged<'_>], trials: &[Trial]) -> Advice {
    let positive = |read: &ReadScore| read.call == Call::Positive;
    let advised: Vec<(Reads<'_>, bool)> = cases
        .iter()
        .filter(|case| case.is_ai_seen())
        .filter_map(Judged::reads)
        .filter_map(|reads| reads.ai.map(positive).map(|ai| (reads, ai)))
        .collect();
    let alone: Vec<Reads<'_>> = cases
        .iter()
        .filter(|case| is_without_by_plan(case))
        .filter_map(Judged::reads)
        .collect();
    // (answers of that kind, opportunities) with advice and without.
    let counts = |is_abnormal: bool, is_wrong: &dyn Fn(&ReadScore) -> bool| {
        let misled = advised
            .iter()
            .filter(|(reads, ai)| reads.is_abnormal == is_abnormal && *ai != is_abnormal);
        let own = alone
            .iter()
            .filter(|reads| reads.is_abnormal == is_abnormal);
        let with = (
            misled
                .clone()
                .filter(|(reads, _)| is_wrong(reads.last))
                .count() as u64,
            misled.count() as u64,
        );
        let without = (
            own.clone().filter(|reads| is_wrong(reads.last)).count() as u64,
            own.count() as u64,
        );
        (with, without)
    };
    let (commission, false_positives) = counts(false, &positive);
    let (omission, misses) = counts(true, &|read| !positive(read));
    let agreeing = advised
        .iter()
        .filter(|(reads, ai)| positive(reads.last) == *ai);
    let gained = trials
        .iter()
        .filter(|t| t.first != t.truth && t.last == t.truth);
    let lost = trials
        .iter()
        .filter(|t| t.first == t.truth && t.last != t.truth);
    Advice {
        n: count(advised.len()),
        commission: proportion_wilson95(commission.0, commission.1).ok(),
        omission: proportion_wilson95(omission.0, omission.1).ok(),
        agreement: proportion_wilson95(agreeing.count() as u64, advised.len() as u64).ok(),
        delta_commission: difference_newcombe95(commission, false_positives).ok(),
        delta_omission: difference_newcombe95(omission, misses).ok(),
        mcnemar: (!trials.is_empty()).then(|| mcnemar(gained.count() as u64, lost.count() as u64)),
    }
}

/// Whether a case was read without AI because the plan says so: in a double reading, or where results come on request,
/// those that never came on screen are a choice of easy ones.
fn is_without_by_plan(case: &Judged<'_>) -> bool {
    let is_withheld = case.state.is_some_and(|state| state.withheld_at.is_some());
    is_withheld || case.mode == ReadingMode::Unaided
}

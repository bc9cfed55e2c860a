//! What the service decided alone, and the reader's audit of what it would have signed.

use overread_base::{AiResult, CaseTruth, Millis};
use overread_scenario::ReadingMode;
use overread_stats::{Estimate, proportion_wilson95};

use super::{Judged, case_time};
use crate::rubric_v1::count;
use crate::score::assessment::{Audit, Autonomous};
use crate::{Call, Session};

/// What the service decided alone about a case, and whether that was right, where the truth is known.
pub(super) fn decided(case: &Judged<'_>) -> Option<(Call, Option<bool>)> {
    let (call, _) = case.state?.decided_by_ai?;
    let is_abnormal = case.truth.map(CaseTruth::is_abnormal);
    Some((call, is_abnormal.map(|is| is == (call == Call::Positive))))
}

/// `None` in modes in which the service decides nothing.
pub(super) fn of(session: &Session, cases: &[Judged<'_>]) -> Option<Autonomous> {
    let mode = session.plan.mode;
    if mode != ReadingMode::AutonomousAudit && mode != ReadingMode::BandPass {
        return None;
    }
    let decisions: Vec<(Call, Option<bool>)> = cases.iter().filter_map(decided).collect();
    let right = |of: Call| -> Option<Estimate> {
        let known = decisions.iter().filter(|(call, _)| *call == of);
        let known = known.filter_map(|(_, is_right)| *is_right);
        proportion_wilson95(
            known.clone().filter(|is_right| *is_right).count() as u64,
            known.count() as u64,
        )
        .ok()
    };
    Some(Autonomous {
        n: count(decisions.len()),
        signed_normal_right: right(Call::Negative),
        recalled_right: right(Call::Positive),
        audit: (mode == ReadingMode::AutonomousAudit).then(|| audit(session, cases)),
    })
}

fn audit(session: &Session, cases: &[Judged<'_>]) -> Audit {
    let is_audited = |case: &&Judged<'_>| {
        let result = case.state.and_then(|state| state.ai.as_ref());
        let probability = result
            .and_then(AiResult::report)
            .and_then(|r| r.probability);
        probability.is_some_and(|p| session.is_signed_below(p.value))
    };
    let audited: Vec<_> = cases
        .iter()
        .filter(is_audited)
        .filter_map(|case| Some((case, case.reads()?)))
        .collect();
    let recalled = |is_abnormal: bool| {
        let of = audited
            .iter()
            .filter(|(_, reads)| reads.is_abnormal == is_abnormal);
        let positive = of
            .clone()
            .filter(|(_, reads)| reads.last.call == Call::Positive);
        proportion_wilson95(positive.count() as u64, of.count() as u64).ok()
    };
    Audit {
        n: count(audited.len()),
        sensitivity: recalled(true),
        false_recalls: recalled(false),
        time: Millis(
            audited
                .iter()
                .filter_map(|(case, _)| case_time(case))
                .map(|time| time.0)
                .sum(),
        ),
    }
}

//! Double reading with a service: how often the two disagree, and what arbitration makes of it.

use overread_scenario::ReadingMode;
use overread_stats::proportion_wilson95;

use super::{Judged, Reads};
use crate::rubric_v1::count;
use crate::score::assessment::{DoubleReading, Flagged};
use crate::{Call, rules};

/// One case that both have read.
struct Pair<'a> {
    reads: Reads<'a>,
    /// What the reader said before arbitration.
    reader: Call,
    ai: Call,
    is_arbitrated: bool,
}

/// `None` in modes without arbitration.
pub(super) fn of(mode: ReadingMode, cases: &[Judged<'_>]) -> Option<DoubleReading> {
    if !rules(mode).arbitrates {
        return None;
    }
    let pairs: Vec<Pair<'_>> = cases.iter().filter_map(pair).collect();
    let share = |of: &dyn Fn(&Pair<'_>) -> bool, is: &dyn Fn(&Pair<'_>) -> bool| {
        let all = pairs.iter().filter(|pair| of(pair));
        let hits = all.clone().filter(|pair| is(pair)).count();
        proportion_wilson95(hits as u64, all.count() as u64).ok()
    };
    let flagged = |reader: Call, ai: Call| {
        let of = |pair: &Pair<'_>| pair.reader == reader && pair.ai == ai;
        let is_recalled = |pair: &Pair<'_>| pair.reads.last.call == Call::Positive;
        Flagged {
            recalled: share(&of, &is_recalled),
            ppv: share(&|pair| of(pair) && is_recalled(pair), &|pair| {
                pair.reads.is_abnormal
            }),
        }
    };
    Some(DoubleReading {
        n: count(pairs.len()),
        discordance: share(&|_| true, &|pair| pair.reader != pair.ai),
        arbitration: share(&|_| true, &|pair| pair.is_arbitrated),
        overturned: share(&|pair| pair.is_arbitrated, &|pair| {
            pair.reads.last.call != pair.reader
        }),
        ai_only: flagged(Call::Negative, Call::Positive),
        reader_only: flagged(Call::Positive, Call::Negative),
    })
}

fn pair<'a>(case: &'a Judged<'a>) -> Option<Pair<'a>> {
    let (reads, state) = (case.reads()?, case.state?);
    state.first.as_ref()?;
    Some(Pair {
        reader: reads.first.call,
        ai: reads.ai?.call,
        is_arbitrated: state.arbitration_at.is_some(),
        reads,
    })
}

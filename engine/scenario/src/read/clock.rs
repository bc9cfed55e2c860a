//! `[clock]` and `[time_factor]`: time limits, pauses, and points lost over time.

use overread_toml_text::Item;

use crate::read::seconds;
use crate::{ClockSpec, PausePolicy, TimeFactor};

/// The words for pauses.
pub(crate) const PAUSES: [(&str, PausePolicy); 2] =
    [("free", PausePolicy::Free), ("never", PausePolicy::Never)];

pub(crate) fn clock(item: &Item<'_, '_>) -> Option<ClockSpec> {
    let table = item.table()?;
    let session = table.get("session_s", |item| seconds(item, 30..=172_800));
    let case = table.get("case_s", |item| seconds(item, 5..=36_000));
    let pauses = table.get_or("pauses", PausePolicy::Free, pauses);
    table.finish();
    let (session, case) = (session?, case?);
    if let (Some(session), Some(case)) = (session, case)
        && case > session
    {
        item.fault(format!(
            "expected \"case_s\" within \"session_s\", found {} s and {} s",
            case.0 / 1000,
            session.0 / 1000
        ));
        return None;
    }
    Some(ClockSpec {
        session,
        case,
        pauses: pauses?,
    })
}

fn pauses(item: &Item<'_, '_>) -> Option<PausePolicy> {
    if !item.is_table() {
        return item.one_of(&PAUSES);
    }
    let table = item.table()?;
    let most = table.need("most", |item| item.whole(1..=100_u32));
    let total = table.need("total_s", |item| seconds(item, 1..=36_000));
    table.finish();
    Some(PausePolicy::Limited {
        most: most?,
        total: total?,
    })
}

pub(crate) fn time_factor(item: &Item<'_, '_>) -> Option<TimeFactor> {
    let table = item.table()?;
    let full_until = table.need("full_until_s", |item| seconds(item, 1..=36_000));
    let zero_from = table.need("zero_from_s", |item| seconds(item, 1..=36_000));
    table.finish();
    let (full_until, zero_from) = (full_until?, zero_from?);
    if full_until >= zero_from {
        item.fault(format!(
            "expected \"full_until_s\" below \"zero_from_s\", found {} s and {} s",
            full_until.0 / 1000,
            zero_from.0 / 1000
        ));
        return None;
    }
    Some(TimeFactor {
        full_until,
        zero_from,
    })
}

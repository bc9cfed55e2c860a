//! `[[planted]]`: quotas of errors that are planted over the service.

use overread_toml_text::{Item, Table};

use crate::exam::tag;
use crate::questions::list;
use crate::read::{each, seconds, share};
use crate::told::count;
use crate::{AiErrorKind, Amount, Case, ErrorQuota, ErrorSeverity, PlantedErrors};

/// The most quotas.
pub(crate) const MAX_QUOTAS: usize = 40;

/// The quotas; `n_session` is how many cases a session reads, and `cases` are all of them, where both are known.
/// `without_ai` is the share of the cases for which no result is shown.
pub(crate) fn planted(
    item: &Item<'_, '_>,
    n_session: Option<usize>,
    cases: Option<&[Case]>,
    without_ai: f64,
) -> Option<PlantedErrors> {
    let quotas = list(item, MAX_QUOTAS, |table, _| quota(table, n_session, cases))?;
    let Some(n_session) = n_session else {
        return Some(PlantedErrors { quotas });
    };
    let wanted: usize = quotas
        .iter()
        .filter(|quota| !quota.is_version_change())
        .map(|quota| quota.amount.of(n_session))
        .sum();
    let hidden = Amount::Share(without_ai).of(n_session);
    if wanted + hidden > n_session {
        let beside = if hidden > 0 {
            format!(" beside {} without AI", count(hidden, "case", "cases"))
        } else {
            String::new()
        };
        item.fault(format!(
            "a case carries one error at most: {} wanted{beside}, a session reads {}",
            count(wanted, "error is", "errors are"),
            count(n_session, "case", "cases")
        ));
        return None;
    }
    Some(PlantedErrors { quotas })
}

fn quota(
    table: &Table<'_, '_>,
    n_session: Option<usize>,
    cases: Option<&[Case]>,
) -> Option<ErrorQuota> {
    let kinds = table.need("kinds", kinds);
    let is_of = |wanted: AiErrorKind| kinds.as_ref().is_some_and(|kinds| kinds.contains(&wanted));
    let is_late = is_of(AiErrorKind::ALate);
    let is_change = is_of(AiErrorKind::VersionChange);
    let amount = amount(table, is_change);
    let severities = ErrorSeverity::ALL.map(|severity| (severity.word(), severity));
    let severity = table.get("severity", |item| item.one_of(&severities));
    let tags = table.get_or("tags", Vec::new(), |item| each(item, 1..=16, tag));
    let delay = table.get("delay_s", |item| {
        if kinds.is_some() && !is_late {
            item.fault("only late results (\"a.late\") have a delay");
            return None;
        }
        seconds(item, 1..=3_600)
    });
    let from_share = table.get_or("from_share", 0.5, |item| {
        if kinds.is_some() && !is_change {
            item.fault("only a silent change (\"version.silent-change\") begins somewhere");
            return None;
        }
        share(item)
    });
    if is_change && kinds.as_ref().is_some_and(|kinds| kinds.len() > 1) {
        table.fault(
            "\"version.silent-change\" concerns a part of the session, give it a quota of its own",
        );
        return None;
    }
    let quota = ErrorQuota {
        kinds: kinds?,
        amount: amount?,
        severity: severity?,
        tags: tags?,
        delay: delay?,
        from_share: from_share?,
    };
    are_enough(table, &quota, n_session, cases).then_some(quota)
}

/// Whether so many cases carry the tags of a quota, and can carry one of its errors.
fn are_enough(
    table: &Table<'_, '_>,
    quota: &ErrorQuota,
    n_session: Option<usize>,
    cases: Option<&[Case]>,
) -> bool {
    let (Some(n_session), Some(cases)) = (n_session, cases) else {
        return true;
    };
    if quota.is_version_change() {
        return true;
    }
    let wanted = quota.amount.of(n_session);
    let has_tags = |case: &Case| quota.tags.iter().all(|tag| case.tags.contains(tag));
    let can_carry = |case: &Case| {
        let mut kinds = quota.kinds.iter();
        kinds.any(|kind| case.source.can_carry(*kind))
    };
    let found = cases
        .iter()
        .filter(|case| has_tags(case) && can_carry(case))
        .count();
    if wanted > found {
        table.fault(format!(
            "expected at least {} with all of its tags that can carry its errors, found {found}",
            count(wanted, "case", "cases")
        ));
    }
    wanted <= found
}

/// Words of kinds, or the beginnings of them: `fp`, `fn`, `wrong`, `text`, `priority`, `a` to `e`.
fn kinds(item: &Item<'_, '_>) -> Option<Vec<AiErrorKind>> {
    let found = each(item, 1..=60, |word| {
        let text = word.text()?;
        let is_meant = |kind: &AiErrorKind| {
            let rest = kind.word().strip_prefix(text);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let meant: Vec<AiErrorKind> = AiErrorKind::ALL.iter().copied().filter(is_meant).collect();
        if meant.is_empty() {
            word.fault(format!(
                "expected a kind of error such as fp.artefact, or a family of {}, found {text:?}",
                families().join(", ")
            ));
            return None;
        }
        Some(meant)
    })?;
    let mut all: Vec<AiErrorKind> = found.into_iter().flatten().collect();
    let n_named = all.len();
    all.sort_unstable();
    all.dedup();
    if all.len() < n_named {
        item.fault("a kind of error stands here twice");
        return None;
    }
    Some(all)
}

/// The first parts of the words, each once, in the order of the taxonomy.
pub(crate) fn families() -> Vec<&'static str> {
    let mut families: Vec<&str> = Vec::new();
    for kind in AiErrorKind::ALL {
        let family = kind.word().split('.').next().unwrap_or_default();
        if !families.contains(&family) {
            families.push(family);
        }
    }
    families
}

fn amount(table: &Table<'_, '_>, is_change: bool) -> Option<Amount> {
    let count = table.get("count", |item| item.whole(1..=500_u32));
    let part = table.get("share", share);
    match (count?, part?) {
        (Some(count), None) => Some(Amount::Count(count)),
        (None, Some(share)) => Some(Amount::Share(share)),
        (None, None) if is_change => Some(Amount::Share(1.0)),
        (count, _) => {
            let what = if count.is_some() { "both" } else { "neither" };
            table.fault(format!(
                "a quota has either \"count\" or \"share\", found {what}"
            ));
            None
        }
    }
}

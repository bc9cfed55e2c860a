//! `count` in a case: one entry that stands for many synthetic cases, a bank that forms are drawn from.

use std::collections::BTreeSet;

use overread_base::{CaseId, Seed};
use overread_toml_text::{Item, Table};

use crate::cases::MAX_CASES;
use crate::{Case, CaseSource};

/// How many cases an entry stands for; the inner `None` for the one that it is.
pub(crate) fn count(table: &Table<'_, '_>, source: Option<&CaseSource>) -> Option<Option<usize>> {
    table.get("count", |item| {
        let count = item.whole(2..=500_usize)?;
        if matches!(source, Some(CaseSource::Dicom(_))) {
            item.fault("only a phantom can be made many times, each with a seed of its own");
            return None;
        }
        Some(count)
    })
}

/// The cases of an entry: `id-1`, `id-2`, ... with seeds that count up, or the one that it is.
pub(crate) fn cases(
    case: Case,
    count: Option<usize>,
    ids: &mut BTreeSet<String>,
) -> Result<Vec<Case>, String> {
    let Some(count) = count else {
        return Ok(vec![case]);
    };
    (0u64..)
        .zip(1..=count)
        .map(|(step, number)| {
            let id = CaseId::new(format!("{}-{number}", case.id)).map_err(|e| e.to_string())?;
            if !ids.insert(id.to_string()) {
                return Err(format!(
                    "case {:?} of this bank is another case's id",
                    id.as_str()
                ));
            }
            let mut made = Case { id, ..case.clone() };
            if let CaseSource::Phantom(phantom) = &mut made.source {
                phantom.seed = Seed(phantom.seed.0.wrapping_add(step));
            }
            Ok(made)
        })
        .collect()
}

/// All cases of a file; more than a session can hold are a fault.
pub(crate) fn within_limit(item: &Item<'_, '_>, entries: Vec<Vec<Case>>) -> Option<Vec<Case>> {
    let cases: Vec<Case> = entries.into_iter().flatten().collect();
    if cases.len() > MAX_CASES {
        item.fault(format!(
            "expected at most {MAX_CASES} cases, banks counted whole, found {}",
            cases.len()
        ));
        return None;
    }
    Some(cases)
}

#[cfg(test)]
mod tests;

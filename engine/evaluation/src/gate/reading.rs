//! From TOML to a gate, every fault with its line.

use overread_base::Diagnostics;
use overread_toml_text::{Item, Table, read_file};

use super::{Criterion, Gate, JudgedBy, Limit, MAX_GATE_BYTES, Measure};
use crate::defect::Defect;

/// The most criteria of a gate.
const MAX_CRITERIA: usize = 50;
/// The longest text, bytes.
const MAX_TEXT: usize = 1000;
/// No job is given longer, minutes.
const MAX_MINUTES: f64 = 1440.0;

pub(super) fn read(text: &str) -> (Option<Gate>, Diagnostics) {
    read_file(text, "a gate", MAX_GATE_BYTES, gate)
}

fn gate(table: &Table<'_, '_>) -> Option<Gate> {
    let name = table.need("name", short);
    let counts_refusals = table.get_or("count-refusals", true, Item::boolean);
    let late = table.get("late-after-minutes", |item| {
        item.number(0.0..=MAX_MINUTES, "min")
    });
    let not_counted = table.get_or("not-counted", Vec::new(), |item| {
        let words = item.array(0..=Defect::ALL.len())?;
        words.iter().map(defect).collect()
    });
    let criteria = table.need("criteria", |item| {
        let items = item.array(1..=MAX_CRITERIA)?;
        // All of them are read, so that the faults of all are named.
        let read: Vec<Option<Criterion>> = items.iter().map(criterion).collect();
        read.into_iter().collect::<Option<Vec<_>>>()
    });
    Some(Gate {
        name: name?,
        counts_refusals: counts_refusals?,
        late_after_minutes: late?,
        not_counted: not_counted?,
        criteria: criteria?,
    })
}

fn short(item: &Item<'_, '_>) -> Option<String> {
    let text = item.text()?;
    if text.is_empty() || text.len() > MAX_TEXT {
        item.fault(format!("expected a text of 1 to {MAX_TEXT} bytes"));
        return None;
    }
    Some(text.to_owned())
}

fn defect(item: &Item<'_, '_>) -> Option<Defect> {
    item.one_of(&Defect::ALL.map(|defect| (defect.word(), defect)))
}

fn criterion(item: &Item<'_, '_>) -> Option<Criterion> {
    let table = item.table()?;
    let measure = table.need("measure", |item| {
        item.one_of(&Measure::ALL.map(|measure| (measure.word(), measure)))
    });
    let (most, unit) = match measure {
        Some(measure) if !measure.is_share() => (MAX_MINUTES, "min"),
        Some(_) | None => (1.0, ""),
    };
    let at_least = table.get("at-least", |item| item.number(0.0..=most, unit));
    let at_most = table.get("at-most", |item| item.number(0.0..=most, unit));
    let limit = match (at_least, at_most) {
        (Some(Some(limit)), Some(None)) => Some(Limit::AtLeast(limit)),
        (Some(None), Some(Some(limit))) => Some(Limit::AtMost(limit)),
        (Some(_), Some(_)) => {
            table.fault("expected one of at-least and at-most");
            None
        }
        _ => None,
    };
    let judged_by = table.get_or("judged-by", JudgedBy::Value, |item| {
        item.one_of(&[("value", JudgedBy::Value), ("interval", JudgedBy::Interval)])
    });
    let least_studies = table.get_or("least-studies", 0, |item| item.whole(0..=1_000_000_u64));
    let least_share = table.get_or("least-share", 0.0, |item| item.number(0.0..=0.5, ""));
    let is_verified = table.get_or("verified", false, Item::boolean);
    let source = table.get_or("source", String::new(), short);
    table.finish();
    Some(Criterion {
        measure: measure?,
        limit: limit?,
        judged_by: judged_by?,
        least_studies: least_studies?,
        least_share: least_share?,
        is_verified: is_verified?,
        source: source?,
    })
}

//! From the text of a scenario file to a checked scenario, with every fault named. The parts are read next door.

use overread_base::{Diagnostics, ScenarioId, ServiceId};
use overread_toml_text::{Faults, Item, Table};
use toml::de::DeTable;

use crate::cases::{Asked, MAX_CASES, case};
use crate::exam::exam;
use crate::hash::hash;
use crate::questions::{Read, list, questions, texts};
use crate::read::design::{Before, design};
use crate::read::scale::{Scales, own_scales};
use crate::read::{bank, seconds};
use crate::{CaseOrder, HitRule, ReadingMode, Scenario, ScenarioHash};

/// The largest scenario file that is read, in bytes.
pub const MAX_FILE_BYTES: usize = 1024 * 1024;

/// Reads a scenario file of schema 1.
///
/// Every fault of the text is named at once with line, column and key; the scenario is there exactly if there is none.
/// Places in the diagnostics read `line 3, column 8, cases[0].seed`.
#[must_use]
pub fn check(text: &str) -> (Option<Scenario>, Diagnostics) {
    if text.len() > MAX_FILE_BYTES {
        let mut diagnostics = Diagnostics::default();
        let found = text.len();
        diagnostics.error(
            "whole file",
            format!("a scenario must be at most {MAX_FILE_BYTES} bytes, found {found}"),
        );
        return (None, diagnostics);
    }
    let (document, syntax_errors) = DeTable::parse_recoverable(text);
    let faults = Faults::new(text, &syntax_errors);
    let table = Table::root(&faults, &document);
    // Another schema has other keys: naming them as unknown would only mislead.
    let schema = table.get("schema", |schema| schema.whole(1..=1_u32));
    if schema == Some(None) {
        table.fault("key \"schema\" is missing, expected schema = 1");
    }
    let scenario = schema.and_then(|_| scenario(table, hash(document.get_ref())));
    let scenario = scenario.filter(|_| faults.is_empty());
    (scenario, faults.into_diagnostics())
}

fn scenario(table: Table<'_, '_>, hash: ScenarioHash) -> Option<Scenario> {
    let id = table.need("id", |id| id.parsed(|text| ScenarioId::new(text)));
    let title = table.need("title", texts);
    let briefing = table.get_or("briefing", Vec::new(), texts);
    let mode = table.need("mode", reading_mode);
    let orders = [
        ("listed", CaseOrder::Listed),
        ("shuffled", CaseOrder::Shuffled),
    ];
    let exam = table.get("exam", exam);
    let order = table.get_or("order", CaseOrder::Listed, |order| {
        let found = order.one_of(&orders);
        if found == Some(CaseOrder::Shuffled) && exam != Some(None) {
            order.fault("the exam decides on the order of its cases, leave \"order\" out");
            return None;
        }
        found
    });
    let hit_rule = table.need("hit", hit_rule);
    let soft_limit = table.get("soft_limit_s", |limit| seconds(limit, 5..=36_000));
    let scales = table.get_or("scales", Vec::new(), own_scales);
    let known = Scales {
        own: scales.as_deref(),
    };
    let asked = table.need("questions", |item| questions(item, known));
    let Read { fixed, ask } = asked.unwrap_or_default();
    let asked = Asked {
        questions: ask.as_deref(),
        scales: known,
    };
    let cases = table.need("cases", |cases| {
        let entries = list(cases, MAX_CASES, |table, ids| case(table, ids, asked))?;
        bank::within_limit(cases, entries)
    });
    let are_recorded = cases
        .as_ref()
        .is_some_and(|cases| cases.iter().all(|case| case.recorded.is_some()));
    let is_named = are_recorded || table.item("simulated").is_some();
    let service = service(&table, mode, is_named);
    let design = design(
        &table,
        Before {
            scales,
            questions: ask,
            cases: cases.as_deref(),
            service: service.as_ref().map(Option::as_ref),
            has_exam: exam != Some(None),
            are_recorded,
        },
    );
    table.finish();
    let design = design?;
    let simulated = design.simulated.as_ref();
    Some(Scenario {
        id: id?,
        hash,
        title: title?,
        briefing: briefing?,
        mode: mode?,
        service: service?.or_else(|| simulated.map(|service| service.id.clone())),
        exam: exam?,
        order: order?,
        hit_rule: hit_rule?,
        soft_limit: soft_limit?,
        questions: fixed?,
        cases: cases?,
        design,
    })
}

pub(crate) fn reading_mode(item: &Item<'_, '_>) -> Option<ReadingMode> {
    item.one_of(&ReadingMode::ALL.map(|mode| (mode.word(), mode)))
}

/// The service; the outer `None` for a fault. A mode with AI needs one, unaided it may be named and is not used.
fn service(
    table: &Table<'_, '_>,
    mode: Option<ReadingMode>,
    is_named_elsewhere: bool,
) -> Option<Option<ServiceId>> {
    match (table.item("service"), mode) {
        (Some(service), _) => service.parsed(|text| ServiceId::new(text)).map(Some),
        (None, Some(mode)) if mode.has_ai() && !is_named_elsewhere => {
            table.need("service", |_| None)
        }
        (None, _) => Some(None),
    }
}

fn hit_rule(item: &Item<'_, '_>) -> Option<HitRule> {
    #[derive(Clone, Copy)]
    enum Rule {
        CentreDistance,
        InsideMask,
    }
    let table = item.table()?;
    let rules = [
        ("centre-distance", Rule::CentreDistance),
        ("inside-mask", Rule::InsideMask),
    ];
    let rule = table.need("rule", |rule| rule.one_of(&rules));
    let found = match rule {
        Some(Rule::CentreDistance) => {
            let radius = table.need("least_radius_mm", |r| r.number(0.1..=100.0, "mm"));
            radius.map(|least_radius_mm| HitRule::CentreDistance { least_radius_mm })
        }
        Some(Rule::InsideMask) => {
            let margin = table.need("margin_mm", |r| r.number(0.0..=100.0, "mm"));
            margin.map(|margin_mm| HitRule::InsideMask { margin_mm })
        }
        None => {
            // Without a known rule its own key can't be judged: neither is unknown.
            for key in ["least_radius_mm", "margin_mm"] {
                table.item(key);
            }
            None
        }
    };
    table.finish();
    found
}

#[cfg(test)]
mod tests;

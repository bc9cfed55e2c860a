//! Judges what an exam scenario returns against the contract, the casebook and the plan. All faults at once.

use std::collections::BTreeSet;

use overread_base::{CaseId, ItemId, LocalText, Millis, ServiceId};
use overread_exam::{ExamAction, ExamGrade, ExamItem, ExamPlan, ExamTurn, MarkRow};

use super::ExamContext;
use super::bindings::exports::overread::plugin::scenario;
use crate::ExamLimits;
use crate::answer::check::Checker;
use crate::bindings::overread::plugin::types;
use crate::limits::output::MAX_ENTRIES;
use crate::log_gate::harmless;

/// Time limits of items, in ms: one second to one day.
const TIME_LIMIT_MS: std::ops::RangeInclusive<u64> = 1_000..=24 * 3600 * 1000;
/// Notes of a turn.
const MAX_NOTES: usize = 8;
const MAX_NOTE_BYTES: usize = 256;

/// The plan as ours, or everything that is wrong with it.
pub(super) fn plan(
    plan: scenario::Plan,
    context: &ExamContext,
    limits: &ExamLimits,
) -> Result<ExamPlan, String> {
    let mut check = Checker::default();
    check.count("items", plan.items.len(), limits.items);
    if plan.items.is_empty() {
        check.fault("items", "a plan needs at least one item");
    }
    let title = texts(&mut check, "title", plan.title);
    let (mut ids, mut cases) = (BTreeSet::new(), BTreeSet::new());
    let mut items = Vec::new();
    for (idx, found) in plan.items.into_iter().take(limits.items).enumerate() {
        let place = format!("items[{idx}]");
        let Some(item) = item(&mut check, &place, found, context) else {
            continue;
        };
        if !ids.insert(item.id.clone()) {
            check.fault(&place, format!("two items are named `{}`", item.id));
        }
        if !cases.insert(item.case.clone()) {
            check.fault(&place, format!("case `{}` stands in two items", item.case));
        }
        items.push(item);
    }
    let extra = params(&mut check, "extra", plan.extra);
    check.finish().map(|()| ExamPlan {
        title,
        items,
        extra,
    })
}

fn item(
    check: &mut Checker,
    place: &str,
    found: scenario::Item,
    context: &ExamContext,
) -> Option<ExamItem> {
    let id = ItemId::new(found.id)
        .map_err(|error| check.fault(&format!("{place}.id"), error.to_string()))
        .ok();
    let case_place = format!("{place}.case-id");
    let case = CaseId::new(found.case_id)
        .map_err(|error| check.fault(&case_place, error.to_string()))
        .ok()
        .filter(|case| {
            let is_known = context.book.case(case).is_some();
            if !is_known {
                check.fault(&case_place, format!("the casebook has no case `{case}`"));
            }
            is_known
        });
    let service = found.service.and_then(|service| {
        let place = format!("{place}.service");
        match ServiceId::new(service) {
            Ok(service) if Some(&service) == context.service.as_ref() => Some(service),
            Ok(service) => {
                let offered = context.service.as_ref().map_or("none", ServiceId::as_str);
                check.fault(
                    &place,
                    format!("`{service}` does not read in this session, {offered} does"),
                );
                None
            }
            Err(error) => {
                check.fault(&place, error.to_string());
                None
            }
        }
    });
    if let Some(limit) = found.time_limit_ms
        && !TIME_LIMIT_MS.contains(&limit)
    {
        let (least, most) = (TIME_LIMIT_MS.start(), TIME_LIMIT_MS.end());
        check.fault(
            &format!("{place}.time-limit-ms"),
            format!("must be {least} to {most}, found {limit}"),
        );
    }
    let hints = params(check, &format!("{place}.hints"), found.hints);
    Some(ExamItem {
        id: id?,
        case: case?,
        service,
        time_limit: found.time_limit_ms.map(Millis),
        hints,
    })
}

/// The turn as ours, or everything that is wrong with it. Actions of a kind that this host does not know are noted.
pub(super) fn turn(
    turn: scenario::Turn,
    plan: &ExamPlan,
    limits: &ExamLimits,
) -> Result<ExamTurn, String> {
    use scenario::Action;
    let mut check = Checker::default();
    if turn.state.len() > limits.state_bytes {
        let (most, found) = (limits.state_bytes, turn.state.len());
        check.fault("state", format!("at most {most} bytes, found {found}"));
    }
    check.count("actions", turn.actions.len(), limits.actions);
    let mut notes = Vec::new();
    let mut actions = Vec::new();
    for (idx, action) in turn.actions.into_iter().take(limits.actions).enumerate() {
        let place = format!("actions[{idx}]");
        let mut known = |item: String| known_item(&mut check, &place, &item, plan);
        actions.extend(match action {
            Action::GoTo(item) => known(item).map(ExamAction::GoTo),
            Action::ShowAi(item) => known(item).map(ExamAction::ShowAi),
            Action::HideAi(item) => known(item).map(ExamAction::HideAi),
            Action::Message(text) => {
                if text.is_empty() {
                    check.fault(&place, "a message needs a text");
                }
                Some(ExamAction::Message(texts(&mut check, &place, text)))
            }
            Action::EndExam => Some(ExamAction::EndExam),
            Action::Other(other) => {
                let kind = harmless(&other.kind, MAX_NOTE_BYTES);
                if notes.len() < MAX_NOTES {
                    notes.push(format!("action `{kind}` is not known ({place})"));
                }
                None
            }
        });
    }
    check.finish().map(|()| ExamTurn {
        state: turn.state,
        actions,
        notes,
    })
}

/// The grade as ours, or everything that is wrong with it.
pub(super) fn grade(
    grade: scenario::Grade,
    plan: &ExamPlan,
    limits: &ExamLimits,
) -> Result<ExamGrade, String> {
    let mut check = Checker::default();
    // -0 becomes 0: it would be another text in a journal.
    let score = check.finite("score", grade.score) + 0.0;
    check.count("rows", grade.rows.len(), limits.items);
    let mut rows = Vec::new();
    for (idx, row) in grade.rows.into_iter().take(limits.items).enumerate() {
        let place = format!("rows[{idx}]");
        // A row without an item is one of the whole exam.
        let item = (!row.item.is_empty()).then(|| known_item(&mut check, &place, &row.item, plan));
        rows.push(MarkRow {
            item: item.flatten(),
            metric: check.word(&format!("{place}.metric"), row.metric),
            value: check.finite(&format!("{place}.value"), row.value) + 0.0,
        });
    }
    let feedback = texts(&mut check, "feedback", grade.feedback);
    check.finish().map(|()| ExamGrade {
        is_passed: grade.passed,
        score,
        rows,
        feedback,
    })
}

fn known_item(check: &mut Checker, place: &str, id: &str, plan: &ExamPlan) -> Option<ItemId> {
    let item = plan.items.iter().find(|item| item.id.as_str() == id);
    if item.is_none() {
        check.fault(place, format!("the plan has no item `{id}`"));
    }
    item.map(|item| item.id.clone())
}

fn texts(check: &mut Checker, place: &str, texts: Vec<types::Text>) -> Vec<LocalText> {
    check.count(place, texts.len(), MAX_ENTRIES);
    let texts = texts.into_iter().take(MAX_ENTRIES);
    texts.map(|text| check.local_text(place, text)).collect()
}

fn params(check: &mut Checker, place: &str, params: Vec<types::Param>) -> Vec<(String, String)> {
    check.count(place, params.len(), MAX_ENTRIES);
    let params = params.into_iter().take(MAX_ENTRIES);
    params
        .map(|param| {
            (
                check.word(place, param.name),
                check.text(place, param.value),
            )
        })
        .collect()
}

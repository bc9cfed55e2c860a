//! `[[questions.ask]]` of a scenario and `[[cases.ask]]` of a case: the questions beside marks and rating.

use std::collections::BTreeSet;

use overread_toml_text::{Item, Table};

use crate::questions::{texts, unique};
use crate::read::branch::{Earlier, branch};
use crate::read::kind::kind;
use crate::read::scale::Scales;
use crate::read::scoring::scoring;
use crate::{AskedWhen, Feedback, Question, QuestionId, QuestionKind, ScaleKind, Scoring};

/// The most questions about every case.
pub(crate) const MAX_QUESTIONS: usize = 60;
/// The most further questions about one case.
pub(crate) const MAX_CASE_QUESTIONS: usize = 30;

/// The words for when a question is asked.
pub(crate) const ASKED: [(&str, AskedWhen); 3] = [
    ("both", AskedWhen::Both),
    ("first", AskedWhen::First),
    ("final", AskedWhen::Final),
];

/// Reads questions that stand after `before`.
pub(crate) fn questions(
    item: &Item<'_, '_>,
    most: usize,
    before: &[Question],
    scales: Scales<'_>,
) -> Option<Vec<Question>> {
    let mut ids: BTreeSet<String> = before.iter().map(|q| q.id.to_string()).collect();
    let mut found: Vec<Question> = Vec::new();
    let mut is_sound = true;
    for element in item.array(1..=most)? {
        let Some(table) = element.table() else {
            is_sound = false;
            continue;
        };
        let earlier: Vec<&Question> = before.iter().chain(&found).collect();
        let read = question(&table, &mut ids, &earlier, scales);
        table.finish();
        match read {
            Some(question) => found.push(question),
            None => is_sound = false,
        }
    }
    is_sound.then_some(found)
}

fn question(
    table: &Table<'_, '_>,
    ids: &mut BTreeSet<String>,
    earlier: &[&Question],
    scales: Scales<'_>,
) -> Option<Question> {
    let before = ids.clone();
    let id = unique(table, ids, |text| {
        QuestionId::new(text).ok_or("expected 1 to 64 lower-case letters, digits, '-' and '_'")
    });
    let text = table.need("text", texts);
    let help = table.get_or("help", Vec::new(), texts);
    let kind = kind(table, scales);
    let asked = asked(table, kind.as_ref());
    let is_required = table.get_or("required", false, |required| required.boolean());
    let earlier = Earlier {
        questions: earlier,
        ids: &before,
        scales: scales.own.unwrap_or_default(),
    };
    let branch = table.get("ask_if", |item| branch(item, asked, &earlier));
    let scoring = table.get("scoring", |item| {
        let found = scoring(item, kind.as_ref())?;
        has_order(item, kind.as_ref(), &found, scales).then_some(found)
    });
    let weight = table.get_or("weight", 1.0, |weight| weight.number(0.01..=100.0, ""));
    let feedback = table.get_or("feedback", Feedback::default(), feedback);
    Some(Question {
        id: id?,
        text: text?,
        help: help?,
        kind: kind?,
        asked: asked?,
        is_required: is_required?,
        branch: branch?,
        scoring: scoring?,
        weight: weight?,
        feedback: feedback?,
    })
}

/// When the question is asked; what can only be said before or after the AI result is asked then, unless told wrongly.
fn asked(table: &Table<'_, '_>, kind: Option<&QuestionKind>) -> Option<AskedWhen> {
    let only = kind.and_then(QuestionKind::only_asked);
    table.get_or("asked", only.unwrap_or_default(), |item| {
        let found = item.one_of(&ASKED)?;
        match only {
            Some(AskedWhen::First) if found != AskedWhen::First => {
                item.fault("a forecast about the AI result is asked with the first answer, before the result is shown");
                None
            }
            Some(AskedWhen::Final) if found != AskedWhen::Final => {
                item.fault("a question about the AI result is asked with the final answer, once the result is shown");
                None
            }
            Some(AskedWhen::First | AskedWhen::Final | AskedWhen::Both) | None => Some(found),
        }
    })
}

/// Distances need an order: categories without one have none.
fn has_order(
    item: &Item<'_, '_>,
    kind: Option<&QuestionKind>,
    scoring: &Scoring,
    scales: Scales<'_>,
) -> bool {
    let (Some(QuestionKind::Scale(id)), Scoring::OrdinalDistance { .. }) = (kind, scoring) else {
        return true;
    };
    let own = scales.own.unwrap_or_default();
    let scale = own.iter().find(|own| own.id == *id);
    let is_ordered = scale
        .or_else(|| crate::scale(id))
        .is_none_or(|scale| scale.kind == ScaleKind::Ordinal);
    if !is_ordered {
        item.fault(format!(
            "the categories of {id:?} have no order, score them exactly"
        ));
    }
    is_ordered
}

fn feedback(item: &Item<'_, '_>) -> Option<Feedback> {
    let table = item.table()?;
    let right = table.get_or("right", Vec::new(), texts);
    let wrong = table.get_or("wrong", Vec::new(), texts);
    table.finish();
    Some(Feedback {
        right: right?,
        wrong: wrong?,
    })
}

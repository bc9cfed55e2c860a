//! The key of a case: the right answers by question, checked against what each question takes.

use std::collections::BTreeSet;

use overread_toml_text::{Item, Table};

use crate::read::each;
use crate::{AnswerValue, Question, QuestionId, QuestionKind, Scale, Scoring};

/// `key = { present = "yes", density = "c", regions = ["C", "L"], size = 12.5 }`.
///
/// `questions` are all that the case is asked; `None` where they could not be read.
pub(crate) fn key(
    item: &Item<'_, '_>,
    questions: Option<&[&Question]>,
    scales: &[Scale],
) -> Option<Vec<(QuestionId, AnswerValue)>> {
    let table = item.table()?;
    let questions = questions?;
    let mut found = Vec::new();
    let mut is_sound = true;
    for (id, value) in table.entries() {
        match answer(id, &value, questions, scales) {
            Some(answer) => found.push(answer),
            None => is_sound = false,
        }
    }
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    is_sound.then_some(found)
}

fn answer(
    id: &str,
    value: &Item<'_, '_>,
    questions: &[&Question],
    scales: &[Scale],
) -> Option<(QuestionId, AnswerValue)> {
    let Some(question) = questions.iter().find(|question| question.id.as_str() == id) else {
        // An expert is asked these in every scenario.
        if let Some(kind) = QuestionKind::of_expert_question(id) {
            return Some((QuestionId::new(id)?, of_kind(&kind, value, scales)?));
        }
        let known: Vec<&str> = questions
            .iter()
            .map(|question| question.id.as_str())
            .collect();
        let known = if known.is_empty() {
            "none is asked".to_owned()
        } else {
            format!("asked are {}", known.join(", "))
        };
        value.fault(format!(
            "no question {id:?} is asked about this case, {known}"
        ));
        return None;
    };
    if question.scoring.is_none() {
        value.fault(format!(
            "question {id:?} has no \"scoring\", so a key for it would never be used"
        ));
        return None;
    }
    if question.scoring == Some(Scoring::Brier) {
        value.fault(format!(
            "question {id:?} is scored by what comes true, it takes no key"
        ));
        return None;
    }
    Some((question.id.clone(), of_kind(&question.kind, value, scales)?))
}

fn of_kind(kind: &QuestionKind, value: &Item<'_, '_>, scales: &[Scale]) -> Option<AnswerValue> {
    match kind {
        QuestionKind::Choice(_)
        | QuestionKind::Scale(_)
        | QuestionKind::Urgency
        | QuestionKind::AiVerdict
        | QuestionKind::Defect
        | QuestionKind::Interpretation
        | QuestionKind::Localisation => known(value, &kind.codes(scales)).map(AnswerValue::Code),
        QuestionKind::MultiChoice(choices) | QuestionKind::RegionGrid(choices) => {
            let codes = kind.codes(scales);
            let mut found = each(value, 0..=choices.len(), |value| known(value, &codes))?;
            found.sort();
            if found.windows(2).any(|pair| pair.first() == pair.last()) {
                value.fault("a code stands here twice");
                return None;
            }
            Some(AnswerValue::Codes(found))
        }
        QuestionKind::Number {
            ucum,
            least,
            greatest,
        } => value
            .number(*least..=*greatest, ucum)
            .map(AnswerValue::Number),
        // The right length; where it is measured is shown by the lesion.
        QuestionKind::Caliper => value.number(0.1..=2_000.0, "mm").map(AnswerValue::Number),
        QuestionKind::Likert { steps, .. } => value
            .whole(1..=*steps)
            .map(|step| AnswerValue::Code(step.to_string())),
        QuestionKind::Text { .. } => model_answer(value),
        QuestionKind::AiForecast | QuestionKind::Confidence => {
            value.whole(0..=100_u8).map(AnswerValue::Percent)
        }
    }
}

fn known(value: &Item<'_, '_>, codes: &[String]) -> Option<String> {
    let code = value.text()?;
    if codes.iter().any(|known| known == code) {
        return Some(code.to_owned());
    }
    value.fault(format!(
        "expected one of {}, found {code:?}",
        codes.join(", ")
    ));
    None
}

/// What graders compare a text with.
fn model_answer(value: &Item<'_, '_>) -> Option<AnswerValue> {
    let text = value.text()?;
    if text.trim().is_empty() || text.len() > 20_000 {
        value.fault(format!(
            "expected a model answer of 1 to 20000 bytes, found {}",
            text.len()
        ));
        return None;
    }
    Some(AnswerValue::Text(text.to_owned()))
}

/// Whether a question is scored against what an author states, and not against what comes true or what was planted.
fn needs_key(question: &Question) -> bool {
    let is_of_ai = question.kind.only_asked().is_some();
    let is_graded = matches!(question.scoring, Some(Scoring::Rubric { .. }));
    question.scoring.is_some()
        && !is_of_ai
        && !is_graded
        && question.kind != QuestionKind::Confidence
}

/// Names every scored question under `ask` of a table without a key among `keyed`: it would never be scored.
pub(crate) fn name_unkeyed(table: &Table<'_, '_>, questions: &[Question], keyed: &BTreeSet<&str>) {
    let asked = table
        .item("ask")
        .and_then(|ask| ask.array(0..=questions.len()));
    for (question, item) in questions.iter().zip(asked.unwrap_or_default()) {
        if needs_key(question)
            && !keyed.contains(question.id.as_str())
            && let Some(scoring) = item.table().and_then(|table| table.item("scoring"))
        {
            scoring.fault("no case has a key for this question, so it is never scored");
        }
    }
}

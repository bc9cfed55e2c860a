//! Branch rules: a question that is asked only after certain answers to an earlier one.

use std::collections::BTreeSet;

use overread_toml_text::Item;

use crate::read::each;
use crate::{AskedWhen, Branch, Question, Scale};

/// What stands before a question.
pub(crate) struct Earlier<'a> {
    /// The sound ones.
    pub(crate) questions: &'a [&'a Question],
    /// The ids of all, sound or not: a question is not missing because it has a fault.
    pub(crate) ids: &'a BTreeSet<String>,
    /// The scenario's own scales.
    pub(crate) scales: &'a [Scale],
}

/// `{ question = "present", values = ["yes"] }`.
pub(crate) fn branch(
    item: &Item<'_, '_>,
    asked: Option<AskedWhen>,
    earlier: &Earlier<'_>,
) -> Option<Branch> {
    let table = item.table()?;
    let question = table.need("question", |item| {
        let id = item.text()?;
        let found = earlier.questions.iter().find(|q| q.id.as_str() == id);
        if found.is_none() && !earlier.ids.contains(id) {
            item.fault(format!(
                "expected a question that stands before, found {id:?}"
            ));
        }
        if let (Some(parent), Some(asked)) = (found, asked)
            && parent.asked == AskedWhen::Final
            && asked != AskedWhen::Final
        {
            item.fault(format!(
                "question {id:?} is asked with the final answer only, too late for this one"
            ));
            return None;
        }
        found.copied()
    });
    let values = table.need("values", |values| {
        each(values, 1..=60, |value| {
            let code = value.text()?;
            let Some(question) = question else {
                return Some(code.to_owned());
            };
            let codes = question.kind.codes(earlier.scales);
            if codes.is_empty() {
                value.fault(format!(
                    "question {:?} is not answered by a code, nothing can depend on it",
                    question.id.as_str()
                ));
                return None;
            }
            if !codes.iter().any(|known| known == code) {
                value.fault(format!(
                    "question {:?} has no answer {code:?}, expected one of {}",
                    question.id.as_str(),
                    codes.join(", ")
                ));
                return None;
            }
            Some(code.to_owned())
        })
    });
    table.finish();
    Some(Branch {
        question: question?.id.clone(),
        values: values?,
    })
}

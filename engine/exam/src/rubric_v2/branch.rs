//! Whether a question is asked after the answers before it.

use overread_scenario::{AnswerValue, Branch, Question, QuestionId};

/// Whether the branch rule of a question lets it be asked, given the answer to the question that it names.
pub(crate) fn is_asked<'a>(
    question: &Question,
    answer: impl Fn(&QuestionId) -> Option<&'a AnswerValue>,
) -> bool {
    let holds = |branch: &Branch| {
        let is_wanted = |code: &String| branch.values.contains(code);
        match answer(&branch.question) {
            Some(AnswerValue::Code(code)) => is_wanted(code),
            Some(AnswerValue::Codes(codes)) => codes.iter().any(is_wanted),
            Some(
                AnswerValue::Number(_)
                | AnswerValue::Percent(_)
                | AnswerValue::Text(_)
                | AnswerValue::Caliper { .. },
            )
            | None => false,
        }
    };
    question.branch.as_ref().is_none_or(holds)
}

//! Whether a question is asked after the answers before it.

use overread_scenario::{AnswerValue, Branch, Question, QuestionId, QuestionKind};

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

/// Whether a question is about an AI result, so that it is asked only with one on screen.
pub(crate) fn is_about_ai(kind: &QuestionKind) -> bool {
    matches!(
        kind,
        QuestionKind::AiVerdict
            | QuestionKind::Defect
            | QuestionKind::Interpretation
            | QuestionKind::Localisation
    )
}

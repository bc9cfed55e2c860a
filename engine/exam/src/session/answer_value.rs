//! What an answer to each kind of question may be: its kind, its codes, its bounds. Knows nothing of cases and phases.

use overread_scenario::{AnswerValue, Choice, Question, QuestionKind};

use super::answer::MAX_COORDINATE_MM;

/// Longest answer in text, in bytes, whatever the question allows.
const MAX_TEXT_BYTES: usize = 64 << 10;

/// Whether a value is of the question's kind and within its bounds; else what is wrong with it.
pub(super) fn check_value(
    question: &Question,
    choices: &[Choice],
    value: &AnswerValue,
) -> Result<(), String> {
    match (&question.kind, value) {
        (QuestionKind::Choice(_) | QuestionKind::Scale(_), AnswerValue::Code(code)) => {
            check_code(choices, code)
        }
        (
            QuestionKind::MultiChoice(_) | QuestionKind::RegionGrid(_),
            AnswerValue::Codes(chosen),
        ) => check_codes(choices, chosen),
        (
            QuestionKind::Number {
                ucum,
                least,
                greatest,
            },
            AnswerValue::Number(number),
        ) => {
            if number.is_finite() && (*least..=*greatest).contains(number) {
                Ok(())
            } else {
                Err(format!(
                    "expected {least} to {greatest} {ucum}, found {number}"
                ))
            }
        }
        (QuestionKind::Caliper, AnswerValue::Caliper { ends, .. }) => {
            let mut numbers = ends.iter().flat_map(|end| end.to_array());
            if numbers.all(|c| c.abs() <= MAX_COORDINATE_MM) {
                Ok(())
            } else {
                Err(format!(
                    "expected ends within {MAX_COORDINATE_MM} mm of the origin"
                ))
            }
        }
        (QuestionKind::Text { most_chars }, AnswerValue::Text(text)) => {
            check_text(*most_chars, text)
        }
        (QuestionKind::AiForecast | QuestionKind::Confidence, AnswerValue::Percent(percent)) => {
            if *percent <= 100 {
                Ok(())
            } else {
                Err(format!("expected 0 to 100, found {percent}"))
            }
        }
        (kind, AnswerValue::Code(code)) => match fixed_codes(kind) {
            Some(codes) if codes.contains(code) => Ok(()),
            Some(codes) => Err(format!(
                "expected one of {}, found {code:?}",
                codes.join(", ")
            )),
            None => Err(expected(kind, value)),
        },
        (kind, _) => Err(expected(kind, value)),
    }
}

fn check_codes(choices: &[Choice], chosen: &[String]) -> Result<(), String> {
    for code in chosen {
        check_code(choices, code)?;
    }
    match chosen.windows(2).find(|pair| pair[0] >= pair[1]) {
        Some(pair) => Err(format!(
            "codes must ascend and stand once, found {:?} before {:?}",
            pair[0], pair[1]
        )),
        None => Ok(()),
    }
}

fn check_text(most_chars: u32, text: &str) -> Result<(), String> {
    let (found, bytes) = (text.chars().count(), text.len());
    let is_short = u32::try_from(found).is_ok_and(|found| found <= most_chars);
    if is_short && bytes <= MAX_TEXT_BYTES {
        Ok(())
    } else {
        Err(format!(
            "expected at most {most_chars} characters and {MAX_TEXT_BYTES} bytes, found {found} and {bytes}"
        ))
    }
}

fn check_code(choices: &[Choice], code: &str) -> Result<(), String> {
    if choices.iter().any(|choice| choice.code == code) {
        return Ok(());
    }
    let codes: Vec<&str> = choices.iter().map(|choice| choice.code.as_str()).collect();
    Err(format!(
        "expected one of {}, found {code:?}",
        codes.join(", ")
    ))
}

/// The codes of a kind whose codes no scenario chooses; `None` for other kinds.
fn fixed_codes(kind: &QuestionKind) -> Option<Vec<String>> {
    match kind {
        QuestionKind::Urgency
        | QuestionKind::AiVerdict
        | QuestionKind::Defect
        | QuestionKind::Likert { .. }
        | QuestionKind::Interpretation
        | QuestionKind::Localisation => Some(kind.codes(&[])),
        QuestionKind::Choice(_)
        | QuestionKind::MultiChoice(_)
        | QuestionKind::Scale(_)
        | QuestionKind::RegionGrid(_)
        | QuestionKind::Number { .. }
        | QuestionKind::Caliper
        | QuestionKind::Text { .. }
        | QuestionKind::AiForecast
        | QuestionKind::Confidence => None,
    }
}

/// What kind of value was expected, and what was found.
fn expected(kind: &QuestionKind, found: &AnswerValue) -> String {
    let expected = match kind {
        QuestionKind::MultiChoice(_) | QuestionKind::RegionGrid(_) => "codes",
        QuestionKind::Number { .. } => "a number",
        QuestionKind::Caliper => "two ends of a length",
        QuestionKind::Text { .. } => "text",
        QuestionKind::AiForecast | QuestionKind::Confidence => "per cent",
        QuestionKind::Choice(_)
        | QuestionKind::Scale(_)
        | QuestionKind::Urgency
        | QuestionKind::AiVerdict
        | QuestionKind::Defect
        | QuestionKind::Likert { .. }
        | QuestionKind::Interpretation
        | QuestionKind::Localisation => "a code",
    };
    let found = match found {
        AnswerValue::Code(_) => "a code",
        AnswerValue::Codes(_) => "codes",
        AnswerValue::Number(_) => "a number",
        AnswerValue::Percent(_) => "per cent",
        AnswerValue::Text(_) => "text",
        AnswerValue::Caliper { .. } => "two ends of a length",
    };
    format!("expected {expected}, found {found}")
}

#[cfg(test)]
mod tests;

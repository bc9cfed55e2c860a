//! What a reader will be asked, case by case, as text: for authors, without a screen. Keys and truth only if asked for.

use overread_base::{CaseId, ReaderId};

use crate::told::{clocks, count, duration, line};
use crate::{
    AnswerValue, AskedWhen, Case, CaseSource, Choice, PhantomContent, Question, QuestionKind,
    ReadingMode, Scenario,
};

/// How a scenario is shown.
#[derive(Debug, Clone, Copy)]
pub struct Preview<'a> {
    /// The language of the scenario's texts.
    pub locale: &'a str,
    /// Whether keys, difficulty, tags and the number of lesions are shown too.
    pub has_keys: bool,
}

/// What a reader who meets the cases in this order is told and asked.
#[must_use]
pub fn preview(scenario: &Scenario, order: &[CaseId], wanted: &Preview<'_>) -> String {
    let mut text = Vec::new();
    head(&mut text, scenario, wanted.locale);
    for (n, id) in (1..).zip(order) {
        if let Some(case) = scenario.cases.iter().find(|case| case.id == *id) {
            text.push(format!(
                "\nCase {n} of {}: {}",
                order.len(),
                line(&case.title, wanted.locale)
            ));
            one_case(&mut text, scenario, case, wanted);
        }
    }
    text.push(String::new());
    text.join("\n")
}

fn head(text: &mut Vec<String>, scenario: &Scenario, locale: &str) {
    let design = &scenario.design;
    text.push(line(&scenario.title, locale).to_owned());
    let briefing = line(&scenario.briefing, locale);
    if !briefing.is_empty() {
        text.push(format!("\n{briefing}\n"));
    }
    text.push(format!("Reading mode: {}", scenario.mode.word()));
    if scenario.exam.is_some() {
        text.push("Cases: the exam chooses among these".to_owned());
    } else if scenario.design.form.is_some() {
        text.push(format!(
            "Cases: {} of these {}",
            scenario.n_session_cases(),
            scenario.cases.len()
        ));
    }
    let mut limits = clocks(&design.clocks);
    if let Some(soft) = scenario.soft_limit {
        limits.push(format!("a case should take {}", duration(soft)));
    }
    if limits.is_empty() {
        limits.push("none".to_owned());
    }
    text.push(format!("Time limits: {}", limits.join(", ")));
    if let Some(interruptions) = &design.interruptions {
        text.push(format!(
            "Interruptions: about every {}",
            duration(interruptions.mean_gap)
        ));
    }
    let labels = scenario.questions.labels.iter();
    let labels: Vec<&str> = labels.map(|label| line(&label.text, locale)).collect();
    let sections: Vec<String> = scenario
        .questions
        .sections
        .iter()
        .map(|section| {
            let must = if section.is_required {
                " (required)"
            } else {
                ""
            };
            format!("{}{must}", line(&section.title, locale))
        })
        .collect();
    if scenario.mode != ReadingMode::AiExpert {
        text.push(format!("Marks: {}", labels.join(", ")));
        text.push(format!(
            "Rating: 0 to 100, abnormal from {}",
            scenario.questions.positive_from
        ));
        text.push(format!("Report: {}", sections.join(", ")));
    }
}

fn one_case(text: &mut Vec<String>, scenario: &Scenario, case: &Case, wanted: &Preview<'_>) {
    let history = line(&case.history, wanted.locale);
    if !history.is_empty() {
        text.push(format!("  {history}"));
    }
    if wanted.has_keys {
        text.push(format!("  [{}]", about(case).join(", ")));
    }
    for question in scenario.questions_of(case) {
        one_question(text, scenario, question, wanted.locale);
        let key = case.key.iter().find(|(id, _)| *id == question.id);
        if let (true, Some((_, value))) = (wanted.has_keys, key) {
            text.push(format!("      key: {}", told(value)));
        }
    }
}

/// What the author knows of a case.
fn about(case: &Case) -> Vec<String> {
    let mut about = vec![case.id.to_string()];
    about.extend(case.difficulty.map(|level| level.word().to_owned()));
    about.extend(case.tags.iter().cloned());
    about.push(match case.source.n_lesions() {
        Some(0) => "normal".to_owned(),
        Some(n) => count(n, "lesion", "lesions"),
        None => drawn(&case.source).unwrap_or_else(|| "truth unknown".to_owned()),
    });
    about.extend(marked_by(&case.source));
    about
}

/// Who stands for the truth of a case, where its author wrote it down.
fn marked_by(source: &CaseSource) -> Option<String> {
    let CaseSource::Dicom(dicom) = source else {
        return None;
    };
    let provenance = dicom.provenance.as_ref()?;
    let readers: Vec<&str> = provenance.readers.iter().map(ReaderId::as_str).collect();
    let decided_by = provenance.decided_by.as_ref();
    let decided_by = decided_by.map_or_else(String::new, |who| format!(", decided by {who}"));
    Some(format!(
        "marked by {}{decided_by}, {}",
        readers.join(" and "),
        provenance.on
    ))
}

/// How lesions are drawn, where a seed draws them.
fn drawn(source: &CaseSource) -> Option<String> {
    let CaseSource::Phantom(phantom) = source else {
        return None;
    };
    let PhantomContent::Drawn(drawn) = &phantom.content else {
        return None;
    };
    Some(format!("drawn, prevalence {}", drawn.prevalence))
}

fn one_question(text: &mut Vec<String>, scenario: &Scenario, question: &Question, locale: &str) {
    let mut when = match question.asked {
        AskedWhen::Both => Vec::new(),
        AskedWhen::First => vec!["first answer only".to_owned()],
        AskedWhen::Final => vec!["final answer only".to_owned()],
    };
    if question.is_required {
        when.push("required".to_owned());
    }
    if let Some(branch) = &question.branch {
        when.push(format!(
            "only if {} is {}",
            branch.question,
            branch.values.join(" or ")
        ));
    }
    let when = if when.is_empty() {
        String::new()
    } else {
        format!(" ({})", when.join(", "))
    };
    text.push(format!("  - {}{when}", line(&question.text, locale)));
    let help = line(&question.help, locale);
    if !help.is_empty() {
        text.push(format!("      {help}"));
    }
    text.push(format!("      {}", answers(scenario, question, locale)));
}

/// How a question is answered.
fn answers(scenario: &Scenario, question: &Question, locale: &str) -> String {
    let of = |choices: &[Choice]| {
        let texts = choices.iter().map(|choice| line(&choice.text, locale));
        texts.collect::<Vec<_>>().join(" | ")
    };
    match &question.kind {
        QuestionKind::Choice(choices) => format!("one of: {}", of(choices)),
        QuestionKind::MultiChoice(choices) => format!("any of: {}", of(choices)),
        QuestionKind::RegionGrid(choices) => format!("regions: {}", of(choices)),
        QuestionKind::Scale(id) => scenario.scale(id).map_or_else(
            || format!("scale {id}"),
            |scale| format!("{}: {}", line(&scale.title, locale), of(&scale.levels)),
        ),
        QuestionKind::Number {
            ucum,
            least,
            greatest,
        } => format!("a number, {least} to {greatest} {ucum}"),
        QuestionKind::Caliper => "a length set in the images, mm".to_owned(),
        QuestionKind::Text { most_chars } => format!("text of up to {most_chars} characters"),
        QuestionKind::AiForecast | QuestionKind::Confidence => "0 to 100 %".to_owned(),
        QuestionKind::Likert { steps, ends } => {
            let [low, high] = ends;
            format!(
                "1 ({}) to {steps} ({})",
                line(low, locale),
                line(high, locale)
            )
        }
        QuestionKind::Defect => {
            let n = question.kind.codes(&[]).len();
            format!("none, a class a to e, or one of its kinds ({n} answers)")
        }
        QuestionKind::Urgency
        | QuestionKind::AiVerdict
        | QuestionKind::Interpretation
        | QuestionKind::Localisation => {
            format!("one of: {}", question.kind.codes(&[]).join(" | "))
        }
    }
}

fn told(value: &AnswerValue) -> String {
    match value {
        AnswerValue::Code(code) => code.clone(),
        AnswerValue::Codes(codes) if codes.is_empty() => "none of them".to_owned(),
        AnswerValue::Codes(codes) => codes.join(", "),
        AnswerValue::Number(number) => number.to_string(),
        AnswerValue::Percent(percent) => format!("{percent} %"),
        AnswerValue::Text(text) => text.clone(),
        AnswerValue::Caliper { .. } => count(2, "point", "points"),
    }
}

#[cfg(test)]
mod tests;

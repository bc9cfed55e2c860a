//! What a reader said of each case of a session that marks the truth. Judges nothing.

use overread_base::{AiResult, CaseId, Finding, ReaderId};
use overread_scenario::{AnswerValue, STATE_QUESTION, StudyState};

use crate::case_state::CaseState;
use crate::{FindingVerdict, ReaderMark, Session};

/// A finding that lay before a reader, and what the reader made of it.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgedFinding {
    /// The finding.
    pub finding: Finding,
    /// The verdict; `None` where none was given.
    pub verdict: Option<FindingVerdict>,
}

/// What a reader said of one case.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkedCase {
    /// The case.
    pub case: CaseId,
    /// Who read it.
    pub reader: ReaderId,
    /// Whether it was signed; what was not is not the reader's last word.
    pub is_signed: bool,
    /// What the study is.
    pub state: Option<StudyState>,
    /// The reader's own marks.
    pub marks: Vec<ReaderMark>,
    /// In a consensus: what lay before the reader.
    pub judged: Vec<JudgedFinding>,
    /// The reader's remarks, all sections of the report.
    pub comment: String,
}

/// What was said of each case, in the order of the plan; cases that were not opened are there and not signed.
#[must_use]
pub fn marked_cases(session: &Session) -> Vec<MarkedCase> {
    let plan = session.plan();
    let empty = |case: &CaseId| MarkedCase {
        case: case.clone(),
        reader: plan.reader.clone(),
        is_signed: false,
        state: None,
        marks: Vec::new(),
        judged: Vec::new(),
        comment: String::new(),
    };
    let told = |case: &CaseId| match session.cases.get(case) {
        Some(state) => MarkedCase {
            is_signed: state.signed_at.is_some(),
            state: state_of(state),
            marks: state.marks.clone(),
            judged: judged(state),
            comment: comment(state),
            ..empty(case)
        },
        None => empty(case),
    };
    plan.cases.iter().map(told).collect()
}

fn state_of(case: &CaseState) -> Option<StudyState> {
    let answer = case
        .answers
        .iter()
        .find(|(question, _)| question.as_str() == STATE_QUESTION);
    match answer?.1 {
        AnswerValue::Code(code) => state_named(code),
        AnswerValue::Codes(_)
        | AnswerValue::Number(_)
        | AnswerValue::Percent(_)
        | AnswerValue::Text(_)
        | AnswerValue::Caliper { .. } => None,
    }
}

fn state_named(word: &str) -> Option<StudyState> {
    StudyState::ALL
        .into_iter()
        .find(|state| state.word() == word)
}

fn judged(case: &CaseState) -> Vec<JudgedFinding> {
    let shown = case.revealed().map_or(&[][..], AiResult::findings);
    let judged = shown.iter().map(|finding| JudgedFinding {
        finding: finding.clone(),
        verdict: case
            .verdicts
            .get(&finding.id)
            .map(|given| given.verdict.clone()),
    });
    judged.collect()
}

fn comment(case: &CaseState) -> String {
    let texts = case.report.values().map(|text| text.trim());
    let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
    texts.join("\n")
}

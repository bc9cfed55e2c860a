//! What a score needs beside the session: truth, keys and people's grades. Planted errors are told by the session itself.

use std::collections::BTreeMap;

use overread_base::{CaseId, CaseTruth};
use overread_scenario::{AnswerValue, Difficulty, QuestionId, Scenario};

use crate::HumanGrade;

/// What a score needs beside the session. Never shown before the session has ended.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ScoreInput {
    /// The truth of each case; a case that is not in it has none that is known.
    pub truths: BTreeMap<CaseId, CaseTruth>,
    /// The right answers of each case, by question.
    pub keys: BTreeMap<CaseId, Vec<(QuestionId, AnswerValue)>>,
    /// How hard each case is, where its author says so.
    pub difficulty: BTreeMap<CaseId, Difficulty>,
    /// What people gave for free answers so far.
    pub grades: Vec<HumanGrade>,
}

impl ScoreInput {
    /// Keys and difficulty out of the scenario, the truth as given, no grades yet.
    #[must_use]
    pub fn of(scenario: &Scenario, truths: BTreeMap<CaseId, CaseTruth>) -> Self {
        let cases = scenario.cases.iter();
        Self {
            truths,
            keys: cases
                .clone()
                .filter(|case| !case.key.is_empty())
                .map(|case| (case.id.clone(), case.key.clone()))
                .collect(),
            difficulty: cases
                .filter_map(|case| Some((case.id.clone(), case.difficulty?)))
                .collect(),
            grades: Vec::new(),
        }
    }

    /// The right answer to a question about a case.
    #[must_use]
    pub fn key(&self, case: &CaseId, question: &QuestionId) -> Option<&AnswerValue> {
        let keys = self.keys.get(case)?;
        keys.iter()
            .find(|(id, _)| id == question)
            .map(|(_, key)| key)
    }

    /// The grades of an answer, one a grader, the last of each.
    pub(crate) fn grades_of(&self, case: &CaseId, question: &QuestionId) -> Vec<u8> {
        let mut by_grader = BTreeMap::new();
        for grade in &self.grades {
            if grade.case == *case && grade.question == *question {
                by_grader.insert(grade.grader.as_str(), grade.value);
            }
        }
        by_grader.into_values().collect()
    }
}

//! What a session takes over from its scenario's design, fixed before the first case. Holds no truth and no planted error.

use std::collections::BTreeMap;

use overread_base::{CaseId, LocalText};
use overread_scenario::{
    AskedWhen, Certification, Choice, ClockSpec, Feedback, FeedbackWhen, Interruptions, PointRule,
    PracticeRules, Question, QuestionId, QuestionKind, ReadingMode, ReadingSettings, Scenario,
    Scoring, TimeFactor,
};

/// The rules of a session beyond those of every session; the default has none.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SessionDesign {
    /// What concerns the reading mode.
    pub reading: ReadingSettings,
    /// Questions about every case.
    pub questions: Vec<Question>,
    /// Further questions about single cases.
    pub case_questions: BTreeMap<CaseId, Vec<Question>>,
    /// The levels of every scale that a question names, from the lowest: a replay needs no scale file.
    pub scales: BTreeMap<String, Vec<Choice>>,
    /// Time limits and pauses.
    pub clocks: ClockSpec,
    /// What interrupts the reader.
    pub interruptions: Option<Interruptions>,
    /// Points lost over time.
    pub time_factor: Option<TimeFactor>,
    /// How the points of a case are made up.
    pub points: PointRule,
    /// SHA-256 over the canonical text of the [`crate::AiPlan`], lower-case hex: the plan itself is drawn again from
    /// scenario and seed, and must fit.
    pub ai_plan_sha256: Option<String>,
    /// The cells of the blueprint that the form was drawn by: each case with its cell.
    pub cells: BTreeMap<CaseId, String>,
    /// The arm of a crossover.
    pub arm: Option<ArmSeat>,
    /// The examination for a certificate.
    pub certification: Option<CertificationSeat>,
    /// What practice allows; without it no truth is shown before the end and no hint is given.
    pub practice: Option<PracticeRules>,
}

impl SessionDesign {
    /// What a session of these cases takes over from its scenario, whose mode is that of the session.
    ///
    /// What is drawn or known only when the session is made stays for the host to fill in: the hash of the AI plan, the
    /// cells of the form, the arm, and the candidate of an examination, who is nobody at attempt 1 here.
    #[must_use]
    pub fn of(scenario: &Scenario, cases: &[CaseId]) -> Self {
        let design = &scenario.design;
        let mut questions = design.questions.clone();
        if scenario.mode == ReadingMode::AiExpert {
            let is_new = |built_in: &Question| questions.iter().all(|q| q.id != built_in.id);
            let missing: Vec<_> = expert_questions().into_iter().filter(is_new).collect();
            questions.splice(0..0, missing);
        }
        let is_read = |case: &&overread_scenario::Case| cases.contains(&case.id);
        let own = scenario.cases.iter().filter(is_read);
        let case_questions: BTreeMap<_, Vec<_>> = own
            .map(|case| {
                let is_new = |own: &&Question| questions.iter().all(|q| q.id != own.id);
                let own = case.questions.iter().filter(is_new).cloned().collect();
                (case.id.clone(), own)
            })
            .filter(|(_, own): &(_, Vec<_>)| !own.is_empty())
            .collect();
        let all = questions.iter().chain(case_questions.values().flatten());
        let scales = all
            .filter_map(|question| match &question.kind {
                QuestionKind::Scale(id) => Some((id.clone(), scenario.scale(id)?.levels.clone())),
                QuestionKind::Choice(_)
                | QuestionKind::MultiChoice(_)
                | QuestionKind::RegionGrid(_)
                | QuestionKind::Number { .. }
                | QuestionKind::Caliper
                | QuestionKind::Text { .. }
                | QuestionKind::Urgency
                | QuestionKind::AiVerdict
                | QuestionKind::Defect
                | QuestionKind::AiForecast
                | QuestionKind::Confidence
                | QuestionKind::Likert { .. }
                | QuestionKind::Interpretation
                | QuestionKind::Localisation => None,
            })
            .collect();
        Self {
            reading: design.reading.clone(),
            scales,
            questions,
            case_questions,
            clocks: design.clocks.clone(),
            interruptions: design.interruptions.clone(),
            time_factor: design.time_factor,
            points: design.points,
            ai_plan_sha256: None,
            cells: BTreeMap::new(),
            arm: None,
            certification: design.certification.clone().map(|terms| CertificationSeat {
                terms,
                candidate: Candidate::default(),
                attempt: 1,
            }),
            practice: design.practice,
        }
    }

    /// Whether the truth of a case may be shown as soon as the case is closed; never in an examination for a certificate.
    #[must_use]
    pub fn tells_after_each_case(&self) -> bool {
        let practice = self.practice.as_ref();
        self.certification.is_none()
            && practice.is_some_and(|rules| rules.feedback == FeedbackWhen::AfterCase)
    }

    /// Whether the reader may ask for hints.
    #[must_use]
    pub fn gives_hints(&self) -> bool {
        self.practice
            .as_ref()
            .is_some_and(|rules| rules.gives_hints)
    }

    /// The questions about a case, in order.
    pub fn questions_of(&self, case: &CaseId) -> impl Iterator<Item = &Question> {
        let own = self.case_questions.get(case).map_or(&[][..], Vec::as_slice);
        self.questions.iter().chain(own)
    }

    /// A question about a case by its id.
    #[must_use]
    pub fn question(&self, case: &CaseId, id: &QuestionId) -> Option<&Question> {
        self.questions_of(case).find(|question| question.id == *id)
    }

    /// The unit of the number that answers a question, in UCUM; `None` where something else does.
    #[must_use]
    pub fn unit_of(&self, case: &CaseId, id: &QuestionId) -> Option<&str> {
        let kind = &self.question(case, id)?.kind;
        if let QuestionKind::Number { ucum, .. } = kind {
            return Some(ucum);
        }
        matches!(kind, QuestionKind::Caliper).then_some("mm")
    }

    /// What may be chosen in a question, in order: its options, regions, or the levels of its scale; none for questions
    /// that are not answered by such codes.
    #[must_use]
    pub fn choices_of<'a>(&'a self, question: &'a Question) -> &'a [Choice] {
        match &question.kind {
            QuestionKind::Choice(choices)
            | QuestionKind::MultiChoice(choices)
            | QuestionKind::RegionGrid(choices) => choices,
            QuestionKind::Scale(id) => self.scales.get(id).map_or(&[], Vec::as_slice),
            QuestionKind::Number { .. }
            | QuestionKind::Caliper
            | QuestionKind::Text { .. }
            | QuestionKind::Urgency
            | QuestionKind::AiVerdict
            | QuestionKind::Defect
            | QuestionKind::AiForecast
            | QuestionKind::Confidence
            | QuestionKind::Likert { .. }
            | QuestionKind::Interpretation
            | QuestionKind::Localisation => &[],
        }
    }
}

/// What an AI expert is asked about every case, before the scenario's own questions.
pub(crate) fn expert_questions() -> Vec<Question> {
    let text = |locale: &str, value: &str| LocalText {
        locale: locale.to_owned(),
        value: value.to_owned(),
    };
    let question = |id: &str, kind, en: &str, ru: &str| {
        Some(Question {
            id: QuestionId::new(id)?,
            text: vec![text("en", en), text("ru", ru)],
            help: Vec::new(),
            kind,
            asked: AskedWhen::Final,
            is_required: true,
            branch: None,
            scoring: Some(Scoring::Exact),
            weight: 1.0,
            feedback: Feedback::default(),
        })
    };
    [
        question(
            "interpretation",
            QuestionKind::Interpretation,
            "How far is the service's interpretation right?",
            "Насколько верна интерпретация сервиса?",
        ),
        question(
            "localisation",
            QuestionKind::Localisation,
            "How far is the service's localisation right?",
            "Насколько верна локализация сервиса?",
        ),
        question(
            "defect",
            QuestionKind::Defect,
            "Which technical defect has the result?",
            "Какой технологический дефект есть у результата?",
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Where in a crossover a session stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArmSeat {
    /// The row of the Latin square, from 0.
    pub sequence: u32,
    /// The period, from 0.
    pub period: u32,
    /// How many periods there are.
    pub n_periods: u32,
    /// Days since the reader's session before, where that is shorter than the wash-out.
    pub short_washout_days: Option<u32>,
}

/// Who sits an examination for a certificate, and under which terms.
#[derive(Debug, Clone, PartialEq)]
pub struct CertificationSeat {
    /// The terms.
    pub terms: Certification,
    /// Who sits it.
    pub candidate: Candidate,
    /// Which attempt it is, from 1.
    pub attempt: u32,
}

/// Who sits an examination, as stated at the start.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Candidate {
    /// The name for the certificate.
    pub name: String,
    /// A number that the centre knows the candidate by.
    pub number: String,
}

#[cfg(test)]
mod tests;

//! What a session takes over from its scenario's design, fixed before the first case. Holds no truth and no planted error.

use std::collections::BTreeMap;

use overread_base::CaseId;
use overread_scenario::{
    Certification, ClockSpec, Interruptions, PointRule, Question, QuestionId, ReadingSettings,
    TimeFactor,
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
}

impl SessionDesign {
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

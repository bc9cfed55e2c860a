//! Questions that a scenario asks beside marks and rating, their answers, and how an answer is scored. No parsing.

use std::fmt;

use overread_base::{LocalText, SeriesUid, Vec3};

use crate::{AiErrorKind, Scale, is_word, scale};

/// A question's id: lower-case letters, digits, `-` and `_`, at most 64 bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuestionId(String);

impl QuestionId {
    /// Makes an id; `None` for anything that is not such a word.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        is_word(text).then(|| Self(text.to_owned()))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for QuestionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One question about a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Unique among the questions of the scenario and of the case.
    pub id: QuestionId,
    /// What is asked, per language.
    pub text: Vec<LocalText>,
    /// How to answer it, per language.
    pub help: Vec<LocalText>,
    /// What kind of answer it takes.
    pub kind: QuestionKind,
    /// When it is asked.
    pub asked: AskedWhen,
    /// Whether the phase can't be left without an answer.
    pub is_required: bool,
    /// Asked only if an earlier question has one of these answers.
    pub branch: Option<Branch>,
    /// How an answer is scored against the case's key; `None` for a question that is not scored.
    pub scoring: Option<Scoring>,
    /// Its share in the points of a case, > 0.
    pub weight: f64,
    /// What is said after the end if the answer was right, and if it was not, per language.
    pub feedback: Feedback,
}

/// When a question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum AskedWhen {
    /// In both answers: locked with the first, and open to change in the final one.
    #[default]
    Both,
    /// With the first answer only, before any AI result: a forecast. In modes without a first answer it is not asked.
    First,
    /// With the final answer only.
    Final,
}

/// The question is asked only if the answer to `question` is one of `values`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// A question that stands before.
    pub question: QuestionId,
    /// Codes of options or levels, at least one; for several choices one of them is enough.
    pub values: Vec<String>,
}

/// What is said about an answer after the end, per language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Feedback {
    /// After a right answer.
    pub right: Vec<LocalText>,
    /// After a wrong or partly right answer.
    pub wrong: Vec<LocalText>,
}

/// One option of a question, or one level of a scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Unique in the question, e.g. `present`, `4A`.
    pub code: String,
    /// The words on screen, per language.
    pub text: Vec<LocalText>,
}

/// The kinds of questions.
#[derive(Debug, Clone, PartialEq)]
pub enum QuestionKind {
    /// One of the options.
    Choice(Vec<Choice>),
    /// Any number of the options.
    MultiChoice(Vec<Choice>),
    /// One level of a scale of the scenario or of `scenarios/scales`, by its id with version, e.g. `lung-rads-v2022`.
    Scale(String),
    /// Regions that are affected, by their codes.
    RegionGrid(Vec<Choice>),
    /// A number.
    Number {
        /// Unit in UCUM, e.g. `mm`, `mL`, `1`.
        ucum: String,
        /// The least that is taken.
        least: f64,
        /// The greatest that is taken.
        greatest: f64,
    },
    /// A length between two points set in the images, mm.
    Caliper,
    /// Free text of at most so many characters.
    Text {
        /// The most characters.
        most_chars: u32,
    },
    /// How soon someone has to act: `routine`, `urgent` or `stat`.
    Urgency,
    /// What the reader thinks of the AI result as a whole: `accepted`, `modified`, `rejected`, `supplemented` or
    /// `not-assessed`.
    AiVerdict,
    /// The technical defect of the AI result, by the code of its class or sub-code, or `none`.
    Defect,
    /// Whether the AI will be right on this case, 0 to 100: asked before the result is shown.
    AiForecast,
    /// How sure the reader is, 0 to 100.
    Confidence,
    /// Agreement in so many steps, 2 to 10, answered as `1` to that number.
    Likert {
        /// The number of steps.
        steps: u8,
        /// What the lowest and the highest step mean, per language.
        ends: [Vec<LocalText>; 2],
    },
    /// AI expert: how far the service's interpretation is right: `full`, `partial`, `false-positive`, `false-negative`.
    Interpretation,
    /// AI expert: how far the service's localisation is right, in the same words.
    Localisation,
}

/// How soon someone has to act, in ascending order.
pub const URGENCIES: [&str; 3] = ["routine", "urgent", "stat"];
/// What a reader thinks of an AI result as a whole.
pub const AI_VERDICTS: [&str; 5] = [
    "accepted",
    "modified",
    "rejected",
    "supplemented",
    "not-assessed",
];
/// How far the interpretation or localisation of a service is right.
pub const EXPERT_RATINGS: [&str; 4] = ["full", "partial", "false-positive", "false-negative"];

impl QuestionKind {
    /// The word for it in scenario files.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Choice(_) => "choice",
            Self::MultiChoice(_) => "multi-choice",
            Self::Scale(_) => "scale",
            Self::RegionGrid(_) => "region-grid",
            Self::Number { .. } => "number",
            Self::Caliper => "caliper",
            Self::Text { .. } => "text",
            Self::Urgency => "urgency",
            Self::AiVerdict => "ai-verdict",
            Self::Defect => "defect",
            Self::AiForecast => "ai-forecast",
            Self::Confidence => "confidence",
            Self::Likert { .. } => "likert",
            Self::Interpretation => "interpretation",
            Self::Localisation => "localisation",
        }
    }

    /// The codes that answer it, in order; none for questions that are not answered by codes. `own` are the scales of
    /// the scenario, [`crate::Design::scales`].
    #[must_use]
    pub fn codes(&self, own: &[Scale]) -> Vec<String> {
        let of = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        let of_choices =
            |choices: &[Choice]| choices.iter().map(|choice| choice.code.clone()).collect();
        match self {
            Self::Choice(choices) | Self::MultiChoice(choices) | Self::RegionGrid(choices) => {
                of_choices(choices)
            }
            Self::Scale(id) => own
                .iter()
                .find(|scale| scale.id == *id)
                .or_else(|| scale(id))
                .map_or_else(Vec::new, |scale| of_choices(&scale.levels)),
            Self::Urgency => of(&URGENCIES),
            Self::AiVerdict => of(&AI_VERDICTS),
            Self::Interpretation | Self::Localisation => of(&EXPERT_RATINGS),
            Self::Defect => AiErrorKind::defect_codes(),
            Self::Likert { steps, .. } => (1..=*steps).map(|step| step.to_string()).collect(),
            Self::Number { .. }
            | Self::Caliper
            | Self::Text { .. }
            | Self::AiForecast
            | Self::Confidence => Vec::new(),
        }
    }

    /// When alone it can be asked: a forecast before, a judgement of the AI result after the result is shown.
    #[must_use]
    pub fn only_asked(&self) -> Option<AskedWhen> {
        match self {
            Self::AiForecast => Some(AskedWhen::First),
            Self::AiVerdict | Self::Defect | Self::Interpretation | Self::Localisation => {
                Some(AskedWhen::Final)
            }
            Self::Choice(_)
            | Self::MultiChoice(_)
            | Self::Scale(_)
            | Self::RegionGrid(_)
            | Self::Number { .. }
            | Self::Caliper
            | Self::Text { .. }
            | Self::Urgency
            | Self::Confidence
            | Self::Likert { .. } => None,
        }
    }

    /// The kind of a question that mode `ai-expert` asks in every scenario, by its id; a case's key may answer it.
    #[must_use]
    pub fn of_expert_question(id: &str) -> Option<Self> {
        match id {
            "interpretation" => Some(Self::Interpretation),
            "localisation" => Some(Self::Localisation),
            "defect" => Some(Self::Defect),
            _ => None,
        }
    }
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq)]
pub enum AnswerValue {
    /// The code of an option, level, step or defect.
    Code(String),
    /// Codes of options or regions in ascending order, each once; none is an answer too.
    Codes(Vec<String>),
    /// A number in the question's unit; as the key of a caliper question the right length in mm.
    Number(f64),
    /// 0 to 100.
    Percent(u8),
    /// Free text.
    Text(String),
    /// The two ends of a measured length, patient LPS mm or detector-plane mm.
    Caliper {
        /// The series that it lies in.
        series: SeriesUid,
        /// Its ends.
        ends: [Vec3; 2],
    },
}

/// How an answer is scored against the key; every function gives 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub enum Scoring {
    /// 1 if equal, else 0.
    Exact,
    /// Several choices: (right chosen - wrong chosen) / right, at least 0.
    PartialSet,
    /// Ordinal: 1 - distance / `zero_at`, at least 0; distance in levels.
    OrdinalDistance {
        /// The distance at which nothing is left, >= 1.
        zero_at: u32,
    },
    /// 1 within the tolerance, else 0; with both tolerances the wider counts.
    Tolerance {
        /// In the question's unit.
        absolute: Option<f64>,
        /// In per cent of the key.
        percent: Option<f64>,
    },
    /// Regions: intersection over union, or the Dice coefficient, at least `least`, else 0.
    Overlap {
        /// Dice in place of intersection over union.
        is_dice: bool,
        /// 0 to 1.
        least: f64,
    },
    /// A forecast in per cent against what came true: 1 - (p - y)².
    Brier,
    /// 0 to 10 by people, over 10; two graders unless one is enough, the mean counts.
    Rubric {
        /// How many people have to grade, 1 to 3.
        n_graders: u8,
        /// Grades that lie farther apart than this need one more grader.
        most_apart: u8,
    },
}

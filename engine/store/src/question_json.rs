//! Questions of a plan as JSON, version 1.

use overread_base::LocalText;
use overread_scenario::{AskedWhen, Branch, Choice, Feedback, Question, QuestionKind, Scoring};
use serde::{Deserialize, Serialize};

use crate::answer_json::question_id;
use crate::base_json::{TextJson, ValueError, each, words};

words!(AskedJson, AskedWhen, Both, First, Final);

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct QuestionJson {
    id: String,
    text: Vec<TextJson>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    help: Vec<TextJson>,
    kind: KindJson,
    asked: AskedJson,
    is_required: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    branch: Option<BranchJson>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scoring: Option<ScoringJson>,
    weight: f64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    feedback_right: Vec<TextJson>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    feedback_wrong: Vec<TextJson>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ChoiceJson {
    code: String,
    text: Vec<TextJson>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct BranchJson {
    question: String,
    values: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum KindJson {
    Choice(Vec<ChoiceJson>),
    MultiChoice(Vec<ChoiceJson>),
    Scale(String),
    RegionGrid(Vec<ChoiceJson>),
    Number {
        ucum: String,
        least: f64,
        greatest: f64,
    },
    Caliper,
    Text {
        most_chars: u32,
    },
    Urgency,
    AiVerdict,
    Defect,
    AiForecast,
    Confidence,
    Likert {
        steps: u8,
        ends: [Vec<TextJson>; 2],
    },
    Interpretation,
    Localisation,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ScoringJson {
    Exact,
    PartialSet,
    OrdinalDistance {
        zero_at: u32,
    },
    Tolerance {
        absolute: Option<f64>,
        percent: Option<f64>,
    },
    Overlap {
        is_dice: bool,
        least: f64,
    },
    Brier,
    Rubric {
        n_graders: u8,
        most_apart: u8,
    },
}

/// Texts of the file as texts of the model.
pub(crate) fn texts(json: Vec<TextJson>) -> Vec<LocalText> {
    json.into_iter().map(LocalText::from).collect()
}

impl From<&Choice> for ChoiceJson {
    fn from(choice: &Choice) -> Self {
        Self {
            code: choice.code.clone(),
            text: each(&choice.text),
        }
    }
}

impl From<ChoiceJson> for Choice {
    fn from(json: ChoiceJson) -> Self {
        Self {
            code: json.code,
            text: texts(json.text),
        }
    }
}

fn choices(json: Vec<ChoiceJson>) -> Vec<Choice> {
    json.into_iter().map(Choice::from).collect()
}

impl From<&Question> for QuestionJson {
    fn from(question: &Question) -> Self {
        Self {
            id: question.id.as_str().to_owned(),
            text: each(&question.text),
            help: each(&question.help),
            kind: (&question.kind).into(),
            asked: question.asked.into(),
            is_required: question.is_required,
            branch: question.branch.as_ref().map(|branch| BranchJson {
                question: branch.question.as_str().to_owned(),
                values: branch.values.clone(),
            }),
            scoring: question.scoring.as_ref().map(ScoringJson::from),
            weight: question.weight,
            feedback_right: each(&question.feedback.right),
            feedback_wrong: each(&question.feedback.wrong),
        }
    }
}

impl TryFrom<QuestionJson> for Question {
    type Error = ValueError;
    fn try_from(json: QuestionJson) -> Result<Self, ValueError> {
        let branch = |branch: BranchJson| {
            Ok::<_, ValueError>(Branch {
                question: question_id(&branch.question)?,
                values: branch.values,
            })
        };
        Ok(Self {
            id: question_id(&json.id)?,
            text: texts(json.text),
            help: texts(json.help),
            kind: json.kind.into(),
            asked: json.asked.into(),
            is_required: json.is_required,
            branch: json.branch.map(branch).transpose()?,
            scoring: json.scoring.map(Scoring::from),
            weight: json.weight,
            feedback: Feedback {
                right: texts(json.feedback_right),
                wrong: texts(json.feedback_wrong),
            },
        })
    }
}

impl From<&QuestionKind> for KindJson {
    fn from(kind: &QuestionKind) -> Self {
        match kind {
            QuestionKind::Choice(choices) => Self::Choice(each(choices)),
            QuestionKind::MultiChoice(choices) => Self::MultiChoice(each(choices)),
            QuestionKind::Scale(id) => Self::Scale(id.clone()),
            QuestionKind::RegionGrid(choices) => Self::RegionGrid(each(choices)),
            QuestionKind::Number {
                ucum,
                least,
                greatest,
            } => Self::Number {
                ucum: ucum.clone(),
                least: *least,
                greatest: *greatest,
            },
            QuestionKind::Caliper => Self::Caliper,
            QuestionKind::Text { most_chars } => Self::Text {
                most_chars: *most_chars,
            },
            QuestionKind::Urgency => Self::Urgency,
            QuestionKind::AiVerdict => Self::AiVerdict,
            QuestionKind::Defect => Self::Defect,
            QuestionKind::AiForecast => Self::AiForecast,
            QuestionKind::Confidence => Self::Confidence,
            QuestionKind::Likert { steps, ends } => Self::Likert {
                steps: *steps,
                ends: [each(&ends[0]), each(&ends[1])],
            },
            QuestionKind::Interpretation => Self::Interpretation,
            QuestionKind::Localisation => Self::Localisation,
        }
    }
}

impl From<KindJson> for QuestionKind {
    fn from(json: KindJson) -> Self {
        match json {
            KindJson::Choice(json) => Self::Choice(choices(json)),
            KindJson::MultiChoice(json) => Self::MultiChoice(choices(json)),
            KindJson::Scale(id) => Self::Scale(id),
            KindJson::RegionGrid(json) => Self::RegionGrid(choices(json)),
            KindJson::Number {
                ucum,
                least,
                greatest,
            } => Self::Number {
                ucum,
                least,
                greatest,
            },
            KindJson::Caliper => Self::Caliper,
            KindJson::Text { most_chars } => Self::Text { most_chars },
            KindJson::Urgency => Self::Urgency,
            KindJson::AiVerdict => Self::AiVerdict,
            KindJson::Defect => Self::Defect,
            KindJson::AiForecast => Self::AiForecast,
            KindJson::Confidence => Self::Confidence,
            KindJson::Likert { steps, ends } => Self::Likert {
                steps,
                ends: ends.map(texts),
            },
            KindJson::Interpretation => Self::Interpretation,
            KindJson::Localisation => Self::Localisation,
        }
    }
}

impl From<&Scoring> for ScoringJson {
    fn from(scoring: &Scoring) -> Self {
        match *scoring {
            Scoring::Exact => Self::Exact,
            Scoring::PartialSet => Self::PartialSet,
            Scoring::OrdinalDistance { zero_at } => Self::OrdinalDistance { zero_at },
            Scoring::Tolerance { absolute, percent } => Self::Tolerance { absolute, percent },
            Scoring::Overlap { is_dice, least } => Self::Overlap { is_dice, least },
            Scoring::Brier => Self::Brier,
            Scoring::Rubric {
                n_graders,
                most_apart,
            } => Self::Rubric {
                n_graders,
                most_apart,
            },
        }
    }
}

impl From<ScoringJson> for Scoring {
    fn from(json: ScoringJson) -> Self {
        match json {
            ScoringJson::Exact => Self::Exact,
            ScoringJson::PartialSet => Self::PartialSet,
            ScoringJson::OrdinalDistance { zero_at } => Self::OrdinalDistance { zero_at },
            ScoringJson::Tolerance { absolute, percent } => Self::Tolerance { absolute, percent },
            ScoringJson::Overlap { is_dice, least } => Self::Overlap { is_dice, least },
            ScoringJson::Brier => Self::Brier,
            ScoringJson::Rubric {
                n_graders,
                most_apart,
            } => Self::Rubric {
                n_graders,
                most_apart,
            },
        }
    }
}

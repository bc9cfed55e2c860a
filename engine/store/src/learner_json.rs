//! A learner's log as JSON, version 1.

mod attempt;

use overread_base::{CaseId, PhantomKind, ScenarioId};
use overread_exam::AiState;
use overread_learning::{CaseRecord, ItemId, LearnerAct, LearnerEvent, StepId};
use overread_scenario::ItemAnswer;
use serde::{Deserialize, Serialize};

use crate::base_json::ValueError;

use attempt::{ExamJson, TestJson};

const FORM: &str = "overread-learner";
const VERSION: u32 = 1;

/// The first record.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct LearnerHeaderJson {
    form: String,
    version: u32,
    learner: String,
}

impl LearnerHeaderJson {
    pub(crate) fn new(learner: &str) -> Self {
        Self {
            form: FORM.to_owned(),
            version: VERSION,
            learner: learner.to_owned(),
        }
    }

    pub(crate) fn into_learner(self) -> Result<String, String> {
        if self.form != FORM || self.version != VERSION {
            return Err(format!(
                "expected {FORM} version {VERSION}, found {} version {}",
                self.form, self.version
            ));
        }
        Ok(self.learner)
    }
}

/// Every other record.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct LearnerEventJson {
    at_unix_s: u64,
    #[serde(flatten)]
    act: ActJson,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "kebab-case")]
enum ActJson {
    StepBegun {
        #[serde(flatten)]
        step: StepJson,
    },
    StepDone {
        #[serde(flatten)]
        step: StepJson,
        #[serde(skip_serializing_if = "Option::is_none")]
        share: Option<f64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session: Option<String>,
    },
    ItemAnswered {
        course: String,
        module: String,
        item: String,
        answer: AnswerJson,
        points: f64,
    },
    CaseRead(CaseJson),
    TourDone,
    TestBegun {
        #[serde(flatten)]
        step: StepJson,
        seed: u64,
    },
    TestDone(TestJson),
    ExamDone(ExamJson),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct StepJson {
    course: String,
    module: String,
    step: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum AnswerJson {
    Options(Vec<String>),
    Number(f64),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct CaseJson {
    session: String,
    case: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Option<String>,
    task: String,
    ai: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    was_right_alone: Option<bool>,
    is_right: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<f64>,
    /// Left out where there were none, as logs before it have it.
    #[serde(default, skip_serializing_if = "is_zero")]
    n_hints: u32,
}

fn is_zero(n: &u32) -> bool {
    *n == 0
}

impl From<&LearnerEvent> for LearnerEventJson {
    fn from(event: &LearnerEvent) -> Self {
        let act = match &event.act {
            LearnerAct::StepBegun(step) => ActJson::StepBegun { step: step.into() },
            LearnerAct::StepDone {
                step,
                share,
                session,
            } => ActJson::StepDone {
                step: step.into(),
                share: *share,
                session: session.clone(),
            },
            LearnerAct::ItemAnswered {
                item,
                answer,
                points,
            } => ActJson::ItemAnswered {
                course: item.course.as_str().to_owned(),
                module: item.module.clone(),
                item: item.item.clone(),
                answer: answer.into(),
                points: *points,
            },
            LearnerAct::CaseRead(record) => ActJson::CaseRead(record.into()),
            LearnerAct::TourDone => ActJson::TourDone,
            LearnerAct::TestBegun { step, seed } => ActJson::TestBegun {
                step: step.into(),
                seed: *seed,
            },
            LearnerAct::TestDone(test) => ActJson::TestDone(test.into()),
            LearnerAct::ExamDone(exam) => ActJson::ExamDone(exam.into()),
        };
        Self {
            at_unix_s: event.at_unix_s,
            act,
        }
    }
}

impl TryFrom<LearnerEventJson> for LearnerEvent {
    type Error = ValueError;
    fn try_from(json: LearnerEventJson) -> Result<Self, ValueError> {
        let act = match json.act {
            ActJson::StepBegun { step } => LearnerAct::StepBegun(step.try_into()?),
            ActJson::StepDone {
                step,
                share,
                session,
            } => LearnerAct::StepDone {
                step: step.try_into()?,
                share,
                session,
            },
            ActJson::ItemAnswered {
                course,
                module,
                item,
                answer,
                points,
            } => LearnerAct::ItemAnswered {
                item: ItemId {
                    course: ScenarioId::new(&course).map_err(ValueError::of)?,
                    module,
                    item,
                },
                answer: answer.into(),
                points,
            },
            ActJson::CaseRead(record) => LearnerAct::CaseRead(record.try_into()?),
            ActJson::TourDone => LearnerAct::TourDone,
            ActJson::TestBegun { step, seed } => LearnerAct::TestBegun {
                step: step.try_into()?,
                seed,
            },
            ActJson::TestDone(test) => LearnerAct::TestDone(test.try_into()?),
            ActJson::ExamDone(exam) => LearnerAct::ExamDone(exam.try_into()?),
        };
        Ok(Self {
            at_unix_s: json.at_unix_s,
            act,
        })
    }
}

impl From<&ItemAnswer> for AnswerJson {
    fn from(answer: &ItemAnswer) -> Self {
        match answer {
            ItemAnswer::Options(options) => Self::Options(options.clone()),
            ItemAnswer::Number(number) => Self::Number(*number),
        }
    }
}

impl From<AnswerJson> for ItemAnswer {
    fn from(json: AnswerJson) -> Self {
        match json {
            AnswerJson::Options(options) => Self::Options(options),
            AnswerJson::Number(number) => Self::Number(number),
        }
    }
}

impl From<&StepId> for StepJson {
    fn from(step: &StepId) -> Self {
        Self {
            course: step.course.as_str().to_owned(),
            module: step.module.clone(),
            step: step.step.clone(),
        }
    }
}

impl TryFrom<StepJson> for StepId {
    type Error = ValueError;
    fn try_from(json: StepJson) -> Result<Self, ValueError> {
        Ok(Self {
            course: ScenarioId::new(&json.course).map_err(ValueError::of)?,
            module: json.module,
            step: json.step,
        })
    }
}

impl From<&CaseRecord> for CaseJson {
    fn from(record: &CaseRecord) -> Self {
        Self {
            session: record.session.clone(),
            case: record.case.as_str().to_owned(),
            area: record.area.map(|area| area.word().to_owned()),
            task: record.task.clone(),
            ai: record.ai.word().to_owned(),
            was_right_alone: record.was_right_alone,
            is_right: record.is_right,
            seconds: record.seconds,
            n_hints: record.n_hints,
        }
    }
}

impl TryFrom<CaseJson> for CaseRecord {
    type Error = ValueError;
    fn try_from(json: CaseJson) -> Result<Self, ValueError> {
        let area = json.area.map(|word| {
            let known = PhantomKind::ALL
                .into_iter()
                .find(|area| area.word() == word);
            known.ok_or_else(|| ValueError(format!("unknown area {word:?}")))
        });
        let ai = AiState::ALL.into_iter().find(|ai| ai.word() == json.ai);
        Ok(Self {
            session: json.session,
            case: CaseId::new(&json.case).map_err(ValueError::of)?,
            area: area.transpose()?,
            task: json.task,
            ai: ai.ok_or_else(|| ValueError(format!("unknown state of the AI {:?}", json.ai)))?,
            was_right_alone: json.was_right_alone,
            is_right: json.is_right,
            seconds: json.seconds,
            n_hints: json.n_hints,
        })
    }
}

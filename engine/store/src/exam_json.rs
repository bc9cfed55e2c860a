//! The exam of a session as JSON, version 1: the seat in the plan, and the facts among the events.

use overread_base::{CaseId, FailureKind, ItemId, LocalText, Millis, ServiceId, ServiceIdentity};
use overread_exam::{
    ExamAction, ExamCall, ExamFact, ExamFault, ExamGrade, ExamItem, ExamPlan, ExamSeat, MarkRow,
    TurnRecord,
};
use serde::{Deserialize, Serialize};

use crate::ai_json::{FailureJson, ServiceJson};
use crate::base_json::{TextJson, ValueError, each, words};
use crate::plan_json::hash_of;

words!(CallJson, ExamCall, MakePlan, Step, GradeExam);

/// The exam plugin of a session with its plan.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SeatJson {
    plugin: ServiceJson,
    locale: String,
    settings: Vec<(String, String)>,
    plan: ExamPlanJson,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct ExamPlanJson {
    title: Vec<TextJson>,
    items: Vec<ItemJson>,
    extra: Vec<(String, String)>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct ItemJson {
    id: String,
    case: String,
    service: Option<String>,
    time_limit_ms: Option<u64>,
    hints: Vec<(String, String)>,
}

/// A fact about the exam.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ExamFactJson {
    Turned {
        number: u32,
        state_sha256: String,
        actions: Vec<ActionJson>,
        notes: Vec<String>,
        refused: Vec<String>,
    },
    TimedOut {
        case: String,
    },
    Faulted {
        call: CallJson,
        kind: FailureJson,
        message: String,
    },
    Graded(GradeJson),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ActionJson {
    GoTo(String),
    ShowAi(String),
    HideAi(String),
    Message(Vec<TextJson>),
    EndExam,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct GradeJson {
    passed: bool,
    score: f64,
    rows: Vec<RowJson>,
    feedback: Vec<TextJson>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct RowJson {
    item: Option<String>,
    metric: String,
    value: f64,
}

/// A plan as JSON of version 1, in one line: equal plans give equal bytes.
///
/// # Errors
/// Never on a plan of the host; the format could refuse a text.
pub fn exam_plan_json(plan: &ExamPlan) -> Result<String, serde_json::Error> {
    serde_json::to_string(&ExamPlanJson::from(plan))
}

/// A turn as JSON of version 1, in one line: equal turns give equal bytes.
///
/// # Errors
/// As [`exam_plan_json`].
pub fn exam_turn_json(turn: &TurnRecord) -> Result<String, serde_json::Error> {
    serde_json::to_string(&ExamFactJson::from(&ExamFact::Turned(turn.clone())))
}

/// A grade as JSON of version 1, in one line: equal grades give equal bytes.
///
/// # Errors
/// If a number is not finite, which a checked grade never holds.
pub fn exam_grade_json(grade: &ExamGrade) -> Result<String, serde_json::Error> {
    serde_json::to_string(&GradeJson::from(grade))
}

impl From<&ExamSeat> for SeatJson {
    fn from(seat: &ExamSeat) -> Self {
        Self {
            plugin: (&seat.plugin).into(),
            locale: seat.locale.clone(),
            settings: seat.settings.clone(),
            plan: (&seat.plan).into(),
        }
    }
}

impl TryFrom<SeatJson> for ExamSeat {
    type Error = ValueError;
    fn try_from(json: SeatJson) -> Result<Self, ValueError> {
        Ok(Self {
            plugin: ServiceIdentity::try_from(json.plugin)?,
            locale: json.locale,
            settings: json.settings,
            plan: json.plan.try_into()?,
        })
    }
}

impl From<&ExamPlan> for ExamPlanJson {
    fn from(plan: &ExamPlan) -> Self {
        let item = |item: &ExamItem| ItemJson {
            id: item.id.as_str().to_owned(),
            case: item.case.as_str().to_owned(),
            service: item.service.as_ref().map(|id| id.as_str().to_owned()),
            time_limit_ms: item.time_limit.map(|limit| limit.0),
            hints: item.hints.clone(),
        };
        Self {
            title: each(&plan.title),
            items: plan.items.iter().map(item).collect(),
            extra: plan.extra.clone(),
        }
    }
}

impl TryFrom<ExamPlanJson> for ExamPlan {
    type Error = ValueError;
    fn try_from(json: ExamPlanJson) -> Result<Self, ValueError> {
        let item = |item: ItemJson| {
            Ok(ExamItem {
                id: item_id(item.id)?,
                case: CaseId::new(item.case).map_err(ValueError::of)?,
                service: item
                    .service
                    .map(|id| ServiceId::new(id).map_err(ValueError::of))
                    .transpose()?,
                time_limit: item.time_limit_ms.map(Millis),
                hints: item.hints,
            })
        };
        Ok(Self {
            title: texts(json.title),
            items: json
                .items
                .into_iter()
                .map(item)
                .collect::<Result<_, ValueError>>()?,
            extra: json.extra,
        })
    }
}

impl From<&ExamFact> for ExamFactJson {
    fn from(fact: &ExamFact) -> Self {
        match fact {
            ExamFact::Turned(turn) => Self::Turned {
                number: turn.number,
                state_sha256: turn
                    .state_sha256
                    .iter()
                    .map(|b| format!("{b:02x}"))
                    .collect(),
                actions: turn.actions.iter().map(ActionJson::from).collect(),
                notes: turn.notes.clone(),
                refused: turn.refused.clone(),
            },
            ExamFact::TimedOut(case) => Self::TimedOut {
                case: case.as_str().to_owned(),
            },
            ExamFact::Faulted(fault) => Self::Faulted {
                call: fault.call.into(),
                kind: fault.kind.into(),
                message: fault.message.clone(),
            },
            ExamFact::Graded(grade) => Self::Graded(grade.into()),
        }
    }
}

impl TryFrom<ExamFactJson> for ExamFact {
    type Error = ValueError;
    fn try_from(json: ExamFactJson) -> Result<Self, ValueError> {
        Ok(match json {
            ExamFactJson::Turned {
                number,
                state_sha256,
                actions,
                notes,
                refused,
            } => Self::Turned(TurnRecord {
                number,
                state_sha256: hash_of(&state_sha256)?,
                actions: actions
                    .into_iter()
                    .map(ExamAction::try_from)
                    .collect::<Result<_, ValueError>>()?,
                notes,
                refused,
            }),
            ExamFactJson::TimedOut { case } => {
                Self::TimedOut(CaseId::new(case).map_err(ValueError::of)?)
            }
            ExamFactJson::Faulted {
                call,
                kind,
                message,
            } => Self::Faulted(ExamFault {
                call: call.into(),
                kind: FailureKind::from(kind),
                message,
            }),
            ExamFactJson::Graded(grade) => Self::Graded(grade.try_into()?),
        })
    }
}

impl From<&ExamAction> for ActionJson {
    fn from(action: &ExamAction) -> Self {
        match action {
            ExamAction::GoTo(item) => Self::GoTo(item.as_str().to_owned()),
            ExamAction::ShowAi(item) => Self::ShowAi(item.as_str().to_owned()),
            ExamAction::HideAi(item) => Self::HideAi(item.as_str().to_owned()),
            ExamAction::Message(text) => Self::Message(each(text)),
            ExamAction::EndExam => Self::EndExam,
        }
    }
}

impl TryFrom<ActionJson> for ExamAction {
    type Error = ValueError;
    fn try_from(json: ActionJson) -> Result<Self, ValueError> {
        Ok(match json {
            ActionJson::GoTo(item) => Self::GoTo(item_id(item)?),
            ActionJson::ShowAi(item) => Self::ShowAi(item_id(item)?),
            ActionJson::HideAi(item) => Self::HideAi(item_id(item)?),
            ActionJson::Message(text) => Self::Message(texts(text)),
            ActionJson::EndExam => Self::EndExam,
        })
    }
}

impl From<&ExamGrade> for GradeJson {
    fn from(grade: &ExamGrade) -> Self {
        let row = |row: &MarkRow| RowJson {
            item: row.item.as_ref().map(|item| item.as_str().to_owned()),
            metric: row.metric.clone(),
            value: row.value,
        };
        Self {
            passed: grade.is_passed,
            score: grade.score,
            rows: grade.rows.iter().map(row).collect(),
            feedback: each(&grade.feedback),
        }
    }
}

impl TryFrom<GradeJson> for ExamGrade {
    type Error = ValueError;
    fn try_from(json: GradeJson) -> Result<Self, ValueError> {
        let row = |row: RowJson| {
            Ok(MarkRow {
                item: row.item.map(item_id).transpose()?,
                metric: row.metric,
                value: row.value,
            })
        };
        Ok(Self {
            is_passed: json.passed,
            score: json.score,
            rows: json
                .rows
                .into_iter()
                .map(row)
                .collect::<Result<_, ValueError>>()?,
            feedback: texts(json.feedback),
        })
    }
}

fn item_id(text: String) -> Result<ItemId, ValueError> {
    ItemId::new(text).map_err(ValueError::of)
}

fn texts(texts: Vec<TextJson>) -> Vec<LocalText> {
    texts.into_iter().map(LocalText::from).collect()
}

/// SHA-256 of bytes, such as the state of an exam plugin.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).into()
}

#[cfg(test)]
mod tests;

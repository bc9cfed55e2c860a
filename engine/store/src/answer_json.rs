//! Answers to questions as JSON, version 1.

use overread_base::{SeriesUid, Vec3};
use overread_scenario::{AnswerValue, QuestionId};
use serde::{Deserialize, Serialize};

use crate::base_json::{ValueError, Vec3Json};

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum AnswerValueJson {
    Code(String),
    Codes(Vec<String>),
    Number(f64),
    Percent(u8),
    Text(String),
    Caliper { series: String, ends: [Vec3Json; 2] },
}

impl From<&AnswerValue> for AnswerValueJson {
    fn from(value: &AnswerValue) -> Self {
        match value {
            AnswerValue::Code(code) => Self::Code(code.clone()),
            AnswerValue::Codes(codes) => Self::Codes(codes.clone()),
            AnswerValue::Number(number) => Self::Number(*number),
            AnswerValue::Percent(percent) => Self::Percent(*percent),
            AnswerValue::Text(text) => Self::Text(text.clone()),
            AnswerValue::Caliper { series, ends } => Self::Caliper {
                series: series.as_str().to_owned(),
                ends: ends.map(Vec3::to_array),
            },
        }
    }
}

impl TryFrom<AnswerValueJson> for AnswerValue {
    type Error = ValueError;
    fn try_from(json: AnswerValueJson) -> Result<Self, ValueError> {
        Ok(match json {
            AnswerValueJson::Code(code) => Self::Code(code),
            AnswerValueJson::Codes(codes) => Self::Codes(codes),
            AnswerValueJson::Number(number) => Self::Number(number),
            AnswerValueJson::Percent(percent) => Self::Percent(percent),
            AnswerValueJson::Text(text) => Self::Text(text),
            AnswerValueJson::Caliper { series, ends } => Self::Caliper {
                series: SeriesUid::new(series).map_err(ValueError::of)?,
                ends: ends.map(|[x, y, z]| Vec3::new(x, y, z)),
            },
        })
    }
}

pub(crate) fn question_id(text: &str) -> Result<QuestionId, ValueError> {
    QuestionId::new(text).ok_or_else(|| ValueError(format!("not a question: {text:?}")))
}

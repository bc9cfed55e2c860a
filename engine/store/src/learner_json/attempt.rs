//! Attempts at the parts of a certification, as records of a learner's log and of a certification's record.

use overread_exam::{CertificateBar, ComponentStatus, PassOutcome};
use overread_learning::{ComponentRecord, ExamRecord, TestRecord};
use overread_scenario::PassMetric;
use serde::{Deserialize, Serialize};

use super::{AnswerJson, StepJson};
use crate::base_json::ValueError;

/// The most questions of a test: far above what a test has.
const MAX_ANSWERS: usize = 1000;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct TestJson {
    #[serde(flatten)]
    step: StepJson,
    version: String,
    seed: u64,
    answers: Vec<(String, Option<AnswerJson>)>,
    seconds: f64,
    is_time_up: bool,
    share: f64,
    cut: f64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct ExamJson {
    #[serde(flatten)]
    step: StepJson,
    session: String,
    outcome: String,
    bars: Vec<String>,
    components: Vec<ComponentJson>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct ComponentJson {
    metric: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<f64>,
    n: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    cut: Option<f64>,
    status: String,
}

impl From<&TestRecord> for TestJson {
    fn from(test: &TestRecord) -> Self {
        let answers = test.answers.iter();
        Self {
            step: (&test.step).into(),
            version: test.version.clone(),
            seed: test.seed,
            answers: answers
                .map(|(item, answer)| (item.clone(), answer.as_ref().map(Into::into)))
                .collect(),
            seconds: test.seconds,
            is_time_up: test.is_time_up,
            share: test.share,
            cut: test.cut,
        }
    }
}

impl TryFrom<TestJson> for TestRecord {
    type Error = ValueError;
    fn try_from(json: TestJson) -> Result<Self, ValueError> {
        if json.answers.len() > MAX_ANSWERS {
            return Err(ValueError(format!(
                "a test has at most {MAX_ANSWERS} questions, found {}",
                json.answers.len()
            )));
        }
        let answers = json.answers.into_iter();
        Ok(Self {
            step: json.step.try_into()?,
            version: json.version,
            seed: json.seed,
            answers: answers
                .map(|(item, answer)| (item, answer.map(Into::into)))
                .collect(),
            seconds: at_least_0("seconds", json.seconds)?,
            is_time_up: json.is_time_up,
            share: share("share", json.share)?,
            cut: share("cut", json.cut)?,
        })
    }
}

fn share(name: &str, value: f64) -> Result<f64, ValueError> {
    if (0.0..=1.0).contains(&value) {
        return Ok(value);
    }
    Err(ValueError(format!(
        "{name}: expected 0 to 1, found {value}"
    )))
}

fn at_least_0(name: &str, value: f64) -> Result<f64, ValueError> {
    if value.is_finite() && value >= 0.0 {
        return Ok(value);
    }
    Err(ValueError(format!(
        "{name}: expected 0 or more, found {value}"
    )))
}

impl From<&ExamRecord> for ExamJson {
    fn from(exam: &ExamRecord) -> Self {
        let component = |of: &ComponentRecord| ComponentJson {
            metric: of.metric.word().to_owned(),
            share: of.share,
            n: of.n,
            cut: of.cut,
            status: of.status.word().to_owned(),
        };
        Self {
            step: (&exam.step).into(),
            session: exam.session.clone(),
            outcome: exam.outcome.word().to_owned(),
            bars: exam.bars.iter().map(|bar| bar.word().to_owned()).collect(),
            components: exam.components.iter().map(component).collect(),
        }
    }
}

impl TryFrom<ExamJson> for ExamRecord {
    type Error = ValueError;
    fn try_from(json: ExamJson) -> Result<Self, ValueError> {
        let outcome = PassOutcome::ALL
            .into_iter()
            .find(|outcome| outcome.word() == json.outcome);
        let components = json.components.into_iter().map(TryInto::try_into);
        let bars = json.bars.iter().map(|word| {
            let bar = CertificateBar::ALL
                .into_iter()
                .find(|bar| bar.word() == word);
            bar.ok_or_else(|| ValueError(format!("not what forbids a certificate: {word:?}")))
        });
        Ok(Self {
            step: json.step.try_into()?,
            session: json.session,
            outcome: outcome
                .ok_or_else(|| ValueError(format!("not an outcome: {:?}", json.outcome)))?,
            bars: bars.collect::<Result<_, _>>()?,
            components: components.collect::<Result<_, _>>()?,
        })
    }
}

impl TryFrom<ComponentJson> for ComponentRecord {
    type Error = ValueError;
    fn try_from(json: ComponentJson) -> Result<Self, ValueError> {
        let metric = PassMetric::ALL
            .into_iter()
            .find(|metric| metric.word() == json.metric);
        let status = ComponentStatus::ALL
            .into_iter()
            .find(|status| status.word() == json.status);
        Ok(Self {
            metric: metric
                .ok_or_else(|| ValueError(format!("not a pass metric: {:?}", json.metric)))?,
            // A cut from judges' data may lie beyond what can be reached.
            share: json.share.filter(|share| share.is_finite()),
            n: json.n,
            cut: json.cut.filter(|cut| cut.is_finite()),
            status: status.ok_or_else(|| ValueError(format!("not a status: {:?}", json.status)))?,
        })
    }
}

//! The plan of a session as JSON, version 1: the first record of a journal.

use overread_base::{
    CaseId, LocalText, Millis, ReaderId, ScenarioId, Seed, ServiceIdentity, SessionId,
};
use overread_exam::{ExamSeat, RecordedSource, Rubric, SessionDesign, SessionPlan};
use overread_scenario::{
    HitRule, LabelChoice, LabelId, Questions, ReadingMode, ScenarioHash, SectionSpec,
};
use serde::{Deserialize, Serialize};

use crate::ai_json::ServiceJson;
use crate::base_json::{TextJson, ValueError, all, each, words};
use crate::design_json::DesignJson;
use crate::event_json::section_id;
use crate::exam_json::SeatJson;

/// The version of all JSON in a journal.
const SCHEMA: u32 = 1;

/// The word by which a journal is known.
const KIND: &str = "overread-journal";

words!(
    ModeJson,
    ReadingMode,
    Unaided,
    Sequential,
    Concurrent,
    OnRequest,
    Triage,
    AutonomousAudit,
    AiFirstReader,
    AiSecondReader,
    BandPass,
    AiExpert
);

/// The header of a journal.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct HeaderJson {
    kind: String,
    schema: u32,
    /// When the session began, seconds since 1970.
    started_unix_s: u64,
    /// Makes the chain of two otherwise equal sessions differ.
    nonce: String,
    plan: PlanJson,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct PlanJson {
    session: String,
    reader: String,
    scenario: String,
    scenario_sha256: String,
    /// As text: JSON numbers lose digits beyond 2^53 in other programs.
    seed: String,
    software: String,
    rubric: String,
    mode: ModeJson,
    service: Option<ServiceJson>,
    /// Left out where no result is recorded, as journals before it have it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    recorded: Vec<RecordedJson>,
    /// Left out where it is not so, as journals before it have it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    developer_mode: bool,
    /// Left out by journals of sessions without an exam.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    exam: Option<SeatJson>,
    hit_rule: HitRuleJson,
    soft_limit_ms: Option<u64>,
    questions: QuestionsJson,
    cases: Vec<String>,
    /// Left out where the scenario sets nothing beyond cases and marks, as journals before it have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    design: Option<DesignJson>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct RecordedJson {
    case: String,
    service: ServiceJson,
    sha256: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum HitRuleJson {
    CentreDistance { least_radius_mm: f64 },
    InsideMask { margin_mm: f64 },
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct QuestionsJson {
    labels: Vec<LabelJson>,
    confidence_step: u8,
    positive_from: u8,
    sections: Vec<SectionSpecJson>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct LabelJson {
    id: String,
    text: Vec<TextJson>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct SectionSpecJson {
    id: String,
    title: Vec<TextJson>,
    is_required: bool,
}

impl HeaderJson {
    pub(crate) fn new(plan: &SessionPlan, started_unix_s: u64, nonce: String) -> Self {
        Self {
            kind: KIND.to_owned(),
            schema: SCHEMA,
            started_unix_s,
            nonce,
            plan: plan.into(),
        }
    }

    pub(crate) fn started_unix_s(&self) -> u64 {
        self.started_unix_s
    }

    /// The plan, if this is the header of a journal of a known version.
    pub(crate) fn into_plan(self) -> Result<SessionPlan, ValueError> {
        if self.kind != KIND {
            return Err(ValueError(format!(
                "expected kind {KIND}, found {:?}",
                self.kind
            )));
        }
        if self.schema != SCHEMA {
            return Err(ValueError(format!(
                "expected schema {SCHEMA}, found {}",
                self.schema
            )));
        }
        self.plan.try_into()
    }
}

impl From<&SessionPlan> for PlanJson {
    fn from(plan: &SessionPlan) -> Self {
        let label = |l: &LabelChoice| LabelJson {
            id: l.id.as_str().to_owned(),
            text: each(&l.text),
        };
        let section = |s: &SectionSpec| SectionSpecJson {
            id: s.id.as_str().to_owned(),
            title: each(&s.title),
            is_required: s.is_required,
        };
        Self {
            session: plan.session.as_str().to_owned(),
            reader: plan.reader.as_str().to_owned(),
            scenario: plan.scenario.as_str().to_owned(),
            scenario_sha256: plan.scenario_hash.to_string(),
            seed: plan.seed.0.to_string(),
            software: plan.software.clone(),
            rubric: plan.rubric.word().to_owned(),
            mode: plan.mode.into(),
            service: plan.service.as_ref().map(ServiceJson::from),
            recorded: plan.recorded.iter().map(RecordedJson::from).collect(),
            developer_mode: plan.is_developer_mode,
            exam: plan.exam.as_ref().map(SeatJson::from),
            hit_rule: match plan.hit_rule {
                HitRule::CentreDistance { least_radius_mm } => {
                    HitRuleJson::CentreDistance { least_radius_mm }
                }
                HitRule::InsideMask { margin_mm } => HitRuleJson::InsideMask { margin_mm },
            },
            soft_limit_ms: plan.soft_limit.map(|m| m.0),
            questions: QuestionsJson {
                labels: plan.questions.labels.iter().map(label).collect(),
                confidence_step: plan.questions.confidence_step,
                positive_from: plan.questions.positive_from,
                sections: plan.questions.sections.iter().map(section).collect(),
            },
            cases: plan.cases.iter().map(|c| c.as_str().to_owned()).collect(),
            design: DesignJson::of(&plan.design),
        }
    }
}

impl From<&RecordedSource> for RecordedJson {
    fn from(recorded: &RecordedSource) -> Self {
        Self {
            case: recorded.case.as_str().to_owned(),
            service: (&recorded.service).into(),
            sha256: recorded.sha256.clone(),
        }
    }
}

impl TryFrom<RecordedJson> for RecordedSource {
    type Error = ValueError;
    fn try_from(recorded: RecordedJson) -> Result<Self, ValueError> {
        hash_of(&recorded.sha256)?;
        Ok(Self {
            case: CaseId::new(recorded.case).map_err(ValueError::of)?,
            service: recorded.service.try_into()?,
            sha256: recorded.sha256,
        })
    }
}

impl TryFrom<PlanJson> for SessionPlan {
    type Error = ValueError;
    fn try_from(plan: PlanJson) -> Result<Self, ValueError> {
        let service = plan.service.map(ServiceIdentity::try_from).transpose()?;
        Ok(Self {
            session: SessionId::new(plan.session).map_err(ValueError::of)?,
            reader: ReaderId::new(plan.reader).map_err(ValueError::of)?,
            scenario: ScenarioId::new(plan.scenario).map_err(ValueError::of)?,
            scenario_hash: ScenarioHash(hash_of(&plan.scenario_sha256)?),
            seed: Seed(plan.seed.parse().map_err(ValueError::of)?),
            software: plan.software,
            rubric: Rubric::from_word(&plan.rubric)
                .ok_or_else(|| ValueError(format!("no rubric {:?}", plan.rubric)))?,
            mode: plan.mode.into(),
            service,
            recorded: all(plan.recorded)?,
            is_developer_mode: plan.developer_mode,
            exam: plan.exam.map(ExamSeat::try_from).transpose()?,
            hit_rule: match plan.hit_rule {
                HitRuleJson::CentreDistance { least_radius_mm } => {
                    HitRule::CentreDistance { least_radius_mm }
                }
                HitRuleJson::InsideMask { margin_mm } => HitRule::InsideMask { margin_mm },
            },
            soft_limit: plan.soft_limit_ms.map(Millis),
            questions: plan.questions.try_into()?,
            cases: plan
                .cases
                .into_iter()
                .map(|c| CaseId::new(c).map_err(ValueError::of))
                .collect::<Result<_, ValueError>>()?,
            design: plan
                .design
                .map(SessionDesign::try_from)
                .transpose()?
                .unwrap_or_default(),
        })
    }
}

impl TryFrom<QuestionsJson> for Questions {
    type Error = ValueError;
    fn try_from(questions: QuestionsJson) -> Result<Self, ValueError> {
        let texts = |texts: Vec<TextJson>| texts.into_iter().map(LocalText::from).collect();
        let label = |l: LabelJson| {
            let id = LabelId::new(&l.id)
                .ok_or_else(|| ValueError(format!("not a label: {:?}", l.id)))?;
            Ok(LabelChoice {
                id,
                text: texts(l.text),
            })
        };
        let section = |s: SectionSpecJson| {
            Ok(SectionSpec {
                id: section_id(&s.id)?,
                title: texts(s.title),
                is_required: s.is_required,
            })
        };
        Ok(Self {
            labels: questions
                .labels
                .into_iter()
                .map(label)
                .collect::<Result<_, ValueError>>()?,
            confidence_step: questions.confidence_step,
            positive_from: questions.positive_from,
            sections: questions
                .sections
                .into_iter()
                .map(section)
                .collect::<Result<_, ValueError>>()?,
        })
    }
}

/// 64 hex digits as 32 bytes.
pub(crate) fn hash_of(hex: &str) -> Result<[u8; 32], ValueError> {
    let wrong = || ValueError(format!("expected 64 hex digits, found {hex:?}"));
    if hex.len() != 64 || !hex.is_ascii() {
        return Err(wrong());
    }
    let mut hash = [0; 32];
    for (byte, digits) in hash.iter_mut().zip(hex.as_bytes().chunks_exact(2)) {
        let digits = std::str::from_utf8(digits).map_err(ValueError::of)?;
        *byte = u8::from_str_radix(digits, 16).map_err(ValueError::of)?;
    }
    Ok(hash)
}

#[cfg(test)]
mod tests;

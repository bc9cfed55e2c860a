//! The design of a session as JSON, version 1: part of the plan, left out where nothing is set.

use std::collections::BTreeMap;

use overread_base::{CaseId, Millis};
use overread_exam::{ArmSeat, SessionDesign};
use overread_scenario::{
    Choice, ClockSpec, Interruption, InterruptionKind, Interruptions, PausePolicy, PointRule,
    PracticeRules, ReadingSettings, TimeFactor,
};
use serde::{Deserialize, Serialize};

use crate::base_json::{TextJson, ValueError, all, each, words};
use crate::certification_json::CertificationJson;
use crate::plan_json::hash_of;
use crate::practice_json::PracticeJson;
use crate::question_json::{ChoiceJson, QuestionJson, texts};

words!(PointRuleJson, PointRule, Weighted, Rapids);
words!(
    InterruptionKindJson,
    InterruptionKind,
    Call,
    Colleague,
    ArchiveStall
);

/// Each part is left out where it is as in a session without a design.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct DesignJson {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reading: Option<ReadingJson>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    questions: Vec<QuestionJson>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    case_questions: BTreeMap<String, Vec<QuestionJson>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    scales: BTreeMap<String, Vec<ChoiceJson>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    clocks: Option<ClocksJson>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    interruptions: Option<InterruptionsJson>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    time_factor: Option<TimeFactorJson>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    points: Option<PointRuleJson>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ai_plan_sha256: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    cells: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    arm: Option<ArmJson>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    certification: Option<Box<CertificationJson>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    practice: Option<PracticeJson>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct ReadingJson {
    without_ai_share: f64,
    is_identity_shown: bool,
    are_marks_shown: bool,
    signs_below: f64,
    audit_share: f64,
    band: (f64, f64),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct ClocksJson {
    session_ms: Option<u64>,
    case_ms: Option<u64>,
    pauses: PausesJson,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum PausesJson {
    Free,
    Limited { most: u32, total_ms: u64 },
    Never,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct InterruptionsJson {
    mean_gap_ms: u64,
    kinds: Vec<InterruptionJson>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct InterruptionJson {
    id: String,
    kind: InterruptionKindJson,
    text: Vec<TextJson>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct TimeFactorJson {
    full_until_ms: u64,
    zero_from_ms: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct ArmJson {
    sequence: u32,
    period: u32,
    n_periods: u32,
    short_washout_days: Option<u32>,
}

impl DesignJson {
    /// `None` for a session without a design: its journal has the bytes that it always had.
    pub(crate) fn of(design: &SessionDesign) -> Option<Self> {
        (*design != SessionDesign::default()).then(|| design.into())
    }
}

/// The value, if it is not the usual one.
fn set<T: PartialEq + Default>(value: &T) -> Option<&T> {
    (*value != T::default()).then_some(value)
}

impl From<&SessionDesign> for DesignJson {
    fn from(design: &SessionDesign) -> Self {
        let of_case = |(case, own): (&CaseId, &Vec<_>)| (case.as_str().to_owned(), each(own));
        let scale = |(id, levels): (&String, &Vec<Choice>)| (id.clone(), each(levels));
        let cell = |(case, cell): (&CaseId, &String)| (case.as_str().to_owned(), cell.clone());
        Self {
            reading: set(&design.reading).map(ReadingJson::from),
            questions: each(&design.questions),
            case_questions: design.case_questions.iter().map(of_case).collect(),
            scales: design.scales.iter().map(scale).collect(),
            clocks: set(&design.clocks).map(ClocksJson::from),
            interruptions: design.interruptions.as_ref().map(InterruptionsJson::from),
            time_factor: design.time_factor.map(|factor| TimeFactorJson {
                full_until_ms: factor.full_until.0,
                zero_from_ms: factor.zero_from.0,
            }),
            points: set(&design.points).map(|points| (*points).into()),
            ai_plan_sha256: design.ai_plan_sha256.clone(),
            cells: design.cells.iter().map(cell).collect(),
            arm: design.arm.as_ref().map(|arm| ArmJson {
                sequence: arm.sequence,
                period: arm.period,
                n_periods: arm.n_periods,
                short_washout_days: arm.short_washout_days,
            }),
            certification: design
                .certification
                .as_ref()
                .map(|seat| Box::new(seat.into())),
            practice: design.practice.as_ref().map(PracticeJson::from),
        }
    }
}

impl TryFrom<DesignJson> for SessionDesign {
    type Error = ValueError;
    fn try_from(json: DesignJson) -> Result<Self, ValueError> {
        let case_id = |id: String| CaseId::new(id).map_err(ValueError::of);
        let mut case_questions = BTreeMap::new();
        for (case, own) in json.case_questions {
            case_questions.insert(case_id(case)?, all(own)?);
        }
        let mut cells = BTreeMap::new();
        for (case, cell) in json.cells {
            cells.insert(case_id(case)?, cell);
        }
        if let Some(hash) = &json.ai_plan_sha256 {
            hash_of(hash)?;
        }
        let levels = |levels: Vec<ChoiceJson>| levels.into_iter().map(Choice::from).collect();
        let scales = json.scales.into_iter();
        Ok(Self {
            reading: json.reading.map(ReadingSettings::from).unwrap_or_default(),
            questions: all(json.questions)?,
            case_questions,
            scales: scales.map(|(id, json)| (id, levels(json))).collect(),
            clocks: json.clocks.map(ClockSpec::from).unwrap_or_default(),
            interruptions: json.interruptions.map(Interruptions::from),
            time_factor: json.time_factor.map(|factor| TimeFactor {
                full_until: Millis(factor.full_until_ms),
                zero_from: Millis(factor.zero_from_ms),
            }),
            points: json.points.map(PointRule::from).unwrap_or_default(),
            ai_plan_sha256: json.ai_plan_sha256,
            cells,
            arm: json.arm.map(|arm| ArmSeat {
                sequence: arm.sequence,
                period: arm.period,
                n_periods: arm.n_periods,
                short_washout_days: arm.short_washout_days,
            }),
            certification: json
                .certification
                .map(|json| (*json).try_into())
                .transpose()?,
            practice: json.practice.map(PracticeRules::from),
        })
    }
}

impl From<&ReadingSettings> for ReadingJson {
    fn from(reading: &ReadingSettings) -> Self {
        Self {
            without_ai_share: reading.without_ai_share,
            is_identity_shown: reading.is_identity_shown,
            are_marks_shown: reading.are_marks_shown,
            signs_below: reading.signs_below,
            audit_share: reading.audit_share,
            band: reading.band,
        }
    }
}

impl From<ReadingJson> for ReadingSettings {
    fn from(json: ReadingJson) -> Self {
        Self {
            without_ai_share: json.without_ai_share,
            is_identity_shown: json.is_identity_shown,
            are_marks_shown: json.are_marks_shown,
            signs_below: json.signs_below,
            audit_share: json.audit_share,
            band: json.band,
        }
    }
}

impl From<&ClockSpec> for ClocksJson {
    fn from(clocks: &ClockSpec) -> Self {
        Self {
            session_ms: clocks.session.map(|limit| limit.0),
            case_ms: clocks.case.map(|limit| limit.0),
            pauses: match clocks.pauses {
                PausePolicy::Free => PausesJson::Free,
                PausePolicy::Limited { most, total } => PausesJson::Limited {
                    most,
                    total_ms: total.0,
                },
                PausePolicy::Never => PausesJson::Never,
            },
        }
    }
}

impl From<ClocksJson> for ClockSpec {
    fn from(json: ClocksJson) -> Self {
        Self {
            session: json.session_ms.map(Millis),
            case: json.case_ms.map(Millis),
            pauses: match json.pauses {
                PausesJson::Free => PausePolicy::Free,
                PausesJson::Limited { most, total_ms } => PausePolicy::Limited {
                    most,
                    total: Millis(total_ms),
                },
                PausesJson::Never => PausePolicy::Never,
            },
        }
    }
}

impl From<&Interruptions> for InterruptionsJson {
    fn from(interruptions: &Interruptions) -> Self {
        let kind = |kind: &Interruption| InterruptionJson {
            id: kind.id.clone(),
            kind: kind.kind.into(),
            text: each(&kind.text),
        };
        Self {
            mean_gap_ms: interruptions.mean_gap.0,
            kinds: interruptions.kinds.iter().map(kind).collect(),
        }
    }
}

impl From<InterruptionsJson> for Interruptions {
    fn from(json: InterruptionsJson) -> Self {
        let kind = |kind: InterruptionJson| Interruption {
            id: kind.id,
            kind: kind.kind.into(),
            text: texts(kind.text),
        };
        Self {
            mean_gap: Millis(json.mean_gap_ms),
            kinds: json.kinds.into_iter().map(kind).collect(),
        }
    }
}

#[cfg(test)]
mod tests;

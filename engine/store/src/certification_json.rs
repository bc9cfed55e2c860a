//! The examination for a certificate in a plan as JSON, version 1: terms, pass rule, candidate.

use overread_exam::{Candidate, CertificationSeat};
use overread_scenario::{Certification, CutScore, PassComponent, PassMetric, TooFew};
use serde::{Deserialize, Serialize};

use crate::base_json::{TextJson, ValueError, all, each};
use crate::plan_json::hash_of;
use crate::question_json::texts;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CertificationJson {
    candidate_name: String,
    candidate_number: String,
    attempt: u32,
    title: Vec<TextJson>,
    pass: Vec<ComponentJson>,
    most_attempts: Option<u32>,
    wait_days: u32,
    supervisors: Vec<String>,
    needs_signed_start: bool,
    is_locked_down: bool,
    sealed_to: Option<String>,
    valid_days: Option<u32>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct ComponentJson {
    metric: String,
    cut: CutJson,
    least_opportunities: u32,
    /// Only where it is waived: plans of before keep their bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    too_few: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum CutJson {
    Share(f64),
    Angoff(Vec<Vec<f64>>),
    Borderline {
        candidates: Vec<(f64, f64)>,
        grade: f64,
    },
    Hofstee {
        cut: (f64, f64),
        failing: (f64, f64),
        scores: Vec<f64>,
    },
}

impl From<&CertificationSeat> for CertificationJson {
    fn from(seat: &CertificationSeat) -> Self {
        let terms = &seat.terms;
        Self {
            candidate_name: seat.candidate.name.clone(),
            candidate_number: seat.candidate.number.clone(),
            attempt: seat.attempt,
            title: each(&terms.title),
            pass: each(&terms.pass),
            most_attempts: terms.most_attempts,
            wait_days: terms.wait_days,
            supervisors: terms.supervisors.clone(),
            needs_signed_start: terms.needs_signed_start,
            is_locked_down: terms.is_locked_down,
            sealed_to: terms.sealed_to.clone(),
            valid_days: terms.valid_days,
        }
    }
}

impl TryFrom<CertificationJson> for CertificationSeat {
    type Error = ValueError;
    fn try_from(json: CertificationJson) -> Result<Self, ValueError> {
        for key in json.supervisors.iter().chain(&json.sealed_to) {
            hash_of(key)?;
        }
        Ok(Self {
            terms: Certification {
                title: texts(json.title),
                pass: all(json.pass)?,
                most_attempts: json.most_attempts,
                wait_days: json.wait_days,
                supervisors: json.supervisors,
                needs_signed_start: json.needs_signed_start,
                is_locked_down: json.is_locked_down,
                sealed_to: json.sealed_to,
                valid_days: json.valid_days,
            },
            candidate: Candidate {
                name: json.candidate_name,
                number: json.candidate_number,
            },
            attempt: json.attempt,
        })
    }
}

impl From<&PassComponent> for ComponentJson {
    fn from(component: &PassComponent) -> Self {
        Self {
            metric: component.metric.word().to_owned(),
            cut: match &component.cut {
                CutScore::Share(share) => CutJson::Share(*share),
                CutScore::Angoff(judges) => CutJson::Angoff(judges.clone()),
                CutScore::Borderline { candidates, grade } => CutJson::Borderline {
                    candidates: candidates.clone(),
                    grade: *grade,
                },
                CutScore::Hofstee {
                    cut,
                    failing,
                    scores,
                } => CutJson::Hofstee {
                    cut: *cut,
                    failing: *failing,
                    scores: scores.clone(),
                },
            },
            least_opportunities: component.least_opportunities,
            too_few: match component.too_few {
                TooFew::Undecided => None,
                TooFew::Waived => Some(TooFew::Waived.word().to_owned()),
            },
        }
    }
}

impl TryFrom<ComponentJson> for PassComponent {
    type Error = ValueError;
    fn try_from(json: ComponentJson) -> Result<Self, ValueError> {
        let metric = PassMetric::ALL
            .into_iter()
            .find(|m| m.word() == json.metric);
        Ok(Self {
            metric: metric
                .ok_or_else(|| ValueError(format!("not a pass metric: {:?}", json.metric)))?,
            cut: match json.cut {
                CutJson::Share(share) => CutScore::Share(share),
                CutJson::Angoff(judges) => CutScore::Angoff(judges),
                CutJson::Borderline { candidates, grade } => {
                    CutScore::Borderline { candidates, grade }
                }
                CutJson::Hofstee {
                    cut,
                    failing,
                    scores,
                } => CutScore::Hofstee {
                    cut,
                    failing,
                    scores,
                },
            },
            least_opportunities: json.least_opportunities,
            too_few: match json.too_few {
                None => TooFew::Undecided,
                Some(word) => TooFew::ALL
                    .into_iter()
                    .find(|rule| rule.word() == word)
                    .ok_or_else(|| ValueError(format!("not a rule of too few: {word:?}")))?,
            },
        })
    }
}

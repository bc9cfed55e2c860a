//! What was planted into AI results, and what services decided alone, as JSON, version 1.

use overread_base::{FindingId, LocalText, Vec3};
use overread_exam::{Call, PlantRecord};
use overread_scenario::{AiErrorKind, ErrorSeverity};
use serde::{Deserialize, Serialize};

use crate::base_json::{TextJson, ValueError, Vec3Json, each, words};

words!(DecidedJson, Call, Positive, Negative);
words!(
    SeverityJson,
    ErrorSeverity,
    Minor,
    Intermediate,
    Significant
);

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PlantRecordJson {
    /// The word of the taxonomy.
    kind: String,
    severity: SeverityJson,
    findings: Vec<String>,
    places: Vec<Vec3Json>,
    told: Vec<TextJson>,
    is_void: bool,
}

impl From<&PlantRecord> for PlantRecordJson {
    fn from(record: &PlantRecord) -> Self {
        Self {
            kind: record.kind.word().to_owned(),
            severity: record.severity.into(),
            findings: record
                .findings
                .iter()
                .map(|id| id.as_str().to_owned())
                .collect(),
            places: record.places.iter().map(|place| place.to_array()).collect(),
            told: each(&record.told),
            is_void: record.is_void,
        }
    }
}

impl TryFrom<PlantRecordJson> for PlantRecord {
    type Error = ValueError;
    fn try_from(json: PlantRecordJson) -> Result<Self, ValueError> {
        let kind = AiErrorKind::from_word(&json.kind);
        let finding = |id| FindingId::new(id).map_err(ValueError::of);
        Ok(Self {
            kind: kind
                .ok_or_else(|| ValueError(format!("not a kind of error: {:?}", json.kind)))?,
            severity: json.severity.into(),
            findings: json
                .findings
                .into_iter()
                .map(finding)
                .collect::<Result<_, ValueError>>()?,
            places: json
                .places
                .into_iter()
                .map(|[x, y, z]| Vec3::new(x, y, z))
                .collect(),
            told: json.told.into_iter().map(LocalText::from).collect(),
            is_void: json.is_void,
        })
    }
}

//! An AI result as JSON, version 1: in journals and on the command line.

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use overread_base::{
    AiReport, AiResult, AiStatus, Assessed, Code, FailureKind, Finding, HeatMap, LocalText, Millis,
    NotRunReason, OperatingPoint, Priority, ReportSection, SeriesUid, ServiceId, ServiceIdentity,
    StudyProbability, StudyUid, VolumeGeometry,
};
use serde::{Deserialize, Serialize};

use crate::base_json::{
    CodeJson, FindingJson, GeometryJson, TextJson, ValueError, all, bytes_of_text, each,
    text_of_bytes, words,
};

/// An AI result as indented JSON of version 1.
///
/// # Errors
/// If a number in it is not finite, which a checked result never holds.
pub fn ai_result_json(result: &AiResult) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&AiResultJson::from(result))
}

/// The most voxels of one map: as many as are kept of a DICOM object, the largest source. The contract allows services
/// fewer, 2^24.
const MAX_MAP_VOXELS: u64 = 64 << 20;

words!(PriorityJson, Priority, Routine, Urgent, Stat);
words!(
    NotRunJson,
    NotRunReason,
    OutOfScope,
    MissingSeries,
    BadInput,
    UnsupportedAge,
    RuntimeMissing,
    ModelMissing,
    Quarantined,
);
words!(
    FailureJson,
    FailureKind,
    RefusedManifest,
    BadSignature,
    Incompatible,
    CompileFailed,
    LinkFailed,
    Trap,
    Deadline,
    Fuel,
    Memory,
    HostBudget,
    OutputInvalid,
    PluginFailure,
    Cancelled,
);

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AiResultJson {
    service: ServiceJson,
    study: String,
    #[serde(flatten)]
    status: StatusJson,
    elapsed_ms: Option<u64>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "kebab-case")]
enum StatusJson {
    Done { report: Box<ReportJson> },
    NotRun { reason: NotRunJson, message: String },
    Failed { kind: FailureJson, message: String },
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ServiceJson {
    id: String,
    name: Vec<TextJson>,
    version: String,
    bundle_sha256: Option<String>,
    models_sha256: Vec<(String, String)>,
    intended_use: Vec<TextJson>,
    operating_point: Option<OperatingPointJson>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct OperatingPointJson {
    threshold: f64,
    sensitivity: Option<f64>,
    specificity: Option<f64>,
    false_positives_per_study: Option<f64>,
    dataset: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct ReportJson {
    probability: Option<ProbabilityJson>,
    assessed: Vec<AssessedJson>,
    findings: Vec<FindingJson>,
    draft: Vec<SectionJson>,
    priority: Option<PriorityJson>,
    warnings: Vec<TextJson>,
    heat_maps: Vec<HeatMapJson>,
    extra: Vec<(String, String)>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct ProbabilityJson {
    value: f32,
    threshold: f32,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct AssessedJson {
    code: CodeJson,
    series: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct SectionJson {
    section: String,
    text: Vec<TextJson>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct HeatMapJson {
    name: String,
    series: String,
    grid: GeometryJson,
    /// Base64 of one byte a voxel, 0 to 255 for 0 to 1, x fastest.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    values: String,
    /// In place of them: base64 of the same bytes packed by zlib (RFC 1950).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    packed: Option<String>,
}

impl AiResultJson {
    /// With its probability maps packed, for journals: mostly empty, they are a hundredth of their size then.
    pub(crate) fn packed(mut self) -> Self {
        if let StatusJson::Done { report } = &mut self.status {
            report.heat_maps.iter_mut().for_each(HeatMapJson::pack);
        }
        self
    }
}

impl HeatMapJson {
    fn pack(&mut self) {
        let packed = bytes_of_text(&self.values).ok().and_then(|values| {
            let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
            zlib.write_all(&values).ok()?;
            zlib.finish().ok()
        });
        if let Some(packed) = packed {
            self.packed = Some(text_of_bytes(&packed));
            self.values.clear();
        }
    }

    /// One byte a voxel. Packed bytes may unpack to no more than the grid holds, and the grid is bounded.
    fn voxels(&self) -> Result<Vec<u8>, ValueError> {
        let grid = VolumeGeometry::try_from(self.grid.clone())?;
        let expected = grid.voxel_count();
        // Whoever wrote the bytes wrote the grid too. A map that is not packed is held to the same limit: it is packed
        // in a journal, and has to come back from there.
        if expected > MAX_MAP_VOXELS {
            return Err(ValueError(format!(
                "a map has at most {MAX_MAP_VOXELS} voxels, found {expected}"
            )));
        }
        let Some(packed) = &self.packed else {
            return bytes_of_text(&self.values);
        };
        let mut values = Vec::new();
        let packed = bytes_of_text(packed)?;
        let mut unpacked = ZlibDecoder::new(&packed[..]).take(expected.saturating_add(1));
        unpacked.read_to_end(&mut values).map_err(ValueError::of)?;
        if values.len() as u64 != expected {
            return Err(ValueError(format!(
                "a packed map of {expected} voxels holds {} bytes or more",
                values.len()
            )));
        }
        Ok(values)
    }
}

impl From<&ServiceIdentity> for ServiceJson {
    fn from(service: &ServiceIdentity) -> Self {
        let point = |p: &OperatingPoint| OperatingPointJson {
            threshold: p.threshold,
            sensitivity: p.sensitivity,
            specificity: p.specificity,
            false_positives_per_study: p.false_positives_per_study,
            dataset: p.dataset.clone(),
        };
        Self {
            id: service.id.as_str().to_owned(),
            name: each(&service.name),
            version: service.version.clone(),
            bundle_sha256: service.bundle_digest.clone(),
            models_sha256: service.model_digests.clone(),
            intended_use: each(&service.intended_use),
            operating_point: service.operating_point.as_ref().map(point),
        }
    }
}

impl TryFrom<ServiceJson> for ServiceIdentity {
    type Error = ValueError;
    fn try_from(service: ServiceJson) -> Result<Self, ValueError> {
        let point = |p: OperatingPointJson| OperatingPoint {
            threshold: p.threshold,
            sensitivity: p.sensitivity,
            specificity: p.specificity,
            false_positives_per_study: p.false_positives_per_study,
            dataset: p.dataset,
        };
        Ok(Self {
            id: ServiceId::new(service.id).map_err(ValueError::of)?,
            name: service.name.into_iter().map(LocalText::from).collect(),
            version: service.version,
            bundle_digest: service.bundle_sha256,
            model_digests: service.models_sha256,
            intended_use: service
                .intended_use
                .into_iter()
                .map(LocalText::from)
                .collect(),
            operating_point: service.operating_point.map(point),
        })
    }
}

impl From<&AiResult> for AiResultJson {
    fn from(result: &AiResult) -> Self {
        let status = match &result.status {
            AiStatus::Done(report) => StatusJson::Done {
                report: Box::new(report.into()),
            },
            AiStatus::NotRun { reason, message } => StatusJson::NotRun {
                reason: (*reason).into(),
                message: message.clone(),
            },
            AiStatus::Failed { kind, message } => StatusJson::Failed {
                kind: (*kind).into(),
                message: message.clone(),
            },
        };
        Self {
            service: (&result.service).into(),
            study: result.study.as_str().to_owned(),
            status,
            elapsed_ms: result.elapsed.map(|m| m.0),
        }
    }
}

impl TryFrom<AiResultJson> for AiResult {
    type Error = ValueError;
    fn try_from(result: AiResultJson) -> Result<Self, ValueError> {
        let status = match result.status {
            StatusJson::Done { report } => AiStatus::Done((*report).try_into()?),
            StatusJson::NotRun { reason, message } => AiStatus::NotRun {
                reason: reason.into(),
                message,
            },
            StatusJson::Failed { kind, message } => AiStatus::Failed {
                kind: kind.into(),
                message,
            },
        };
        Ok(Self {
            service: result.service.try_into()?,
            study: StudyUid::new(result.study).map_err(ValueError::of)?,
            status,
            elapsed: result.elapsed_ms.map(Millis),
        })
    }
}

impl From<&AiReport> for ReportJson {
    fn from(report: &AiReport) -> Self {
        let assessed = |a: &Assessed| AssessedJson {
            code: (&a.code).into(),
            series: a.series.as_str().to_owned(),
        };
        let section = |s: &ReportSection| SectionJson {
            section: s.section.clone(),
            text: each(&s.text),
        };
        let heat_map = |h: &HeatMap| HeatMapJson {
            name: h.name.clone(),
            series: h.series.as_str().to_owned(),
            grid: (&h.geometry).into(),
            values: text_of_bytes(&h.values),
            packed: None,
        };
        Self {
            probability: report.probability.map(|p| ProbabilityJson {
                value: p.value,
                threshold: p.threshold,
            }),
            assessed: report.assessed.iter().map(assessed).collect(),
            findings: each(&report.findings),
            draft: report.draft.iter().map(section).collect(),
            priority: report.priority.map(PriorityJson::from),
            warnings: each(&report.warnings),
            heat_maps: report.heat_maps.iter().map(heat_map).collect(),
            extra: report.extra.clone(),
        }
    }
}

impl TryFrom<ReportJson> for AiReport {
    type Error = ValueError;
    fn try_from(report: ReportJson) -> Result<Self, ValueError> {
        let series = |uid: String| SeriesUid::new(uid).map_err(ValueError::of);
        let texts = |texts: Vec<TextJson>| texts.into_iter().map(LocalText::from).collect();
        let assessed = |a: AssessedJson| {
            Ok(Assessed {
                code: Code::from(a.code),
                series: series(a.series)?,
            })
        };
        let heat_map = |h: HeatMapJson| {
            Ok(HeatMap {
                values: h.voxels()?,
                name: h.name,
                series: series(h.series)?,
                geometry: h.grid.try_into()?,
            })
        };
        let findings: Vec<Finding> = all(report.findings)?;
        Ok(Self {
            probability: report.probability.map(|p| StudyProbability {
                value: p.value,
                threshold: p.threshold,
            }),
            assessed: report
                .assessed
                .into_iter()
                .map(assessed)
                .collect::<Result<_, ValueError>>()?,
            findings,
            draft: report
                .draft
                .into_iter()
                .map(|s| ReportSection {
                    section: s.section,
                    text: texts(s.text),
                })
                .collect(),
            priority: report.priority.map(Priority::from),
            warnings: texts(report.warnings),
            heat_maps: report
                .heat_maps
                .into_iter()
                .map(heat_map)
                .collect::<Result<_, ValueError>>()?,
            extra: report.extra,
        })
    }
}

#[cfg(test)]
mod tests;

//! A service's result beside the truth of the study.
//!
//! What a service says of a target without a finding it puts into the `extra` of its report: `score.SCHEME.VALUE` is
//! the score of a target, `fact.VALUE` a measured value and `category.SCALE` a category (see [`overread_base::StudyFact`]).

use std::collections::BTreeMap;

use overread_base::{
    AiReport, AiResult, AiStatus, CaseTruth, Certainty, Code, FactValue, Finding, Lesion,
    LesionKind, MaskRle, PhantomKind, SeriesUid, StudyFact, Vec3,
};

use crate::defect::{self, Refusal};
use crate::overlap::{dice, set_runs};
use crate::row::{CategoryRow, LesionRow, MarkRow, NumberRow, Row, SCHEMA, Status};

/// A mark counts within this distance of a lesion's centre even where the lesion is smaller, mm.
pub(crate) const LEAST_RADIUS_MM: f64 = 5.0;
/// A mark counts within this distance of a lesion's voxels, mm.
pub(crate) const MARGIN_MM: f64 = 5.0;

/// What stands for any target of a service where a truth does not say which.
#[must_use]
pub fn any_target() -> Code {
    Code::new("99OVERREAD", "any-target", "Any target of the service")
}

fn is_any(code: &Code) -> bool {
    code.is_same_concept(&any_target())
}

/// What is known of the study besides its truth.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CaseFacts {
    /// The study, unique in its set.
    pub case: String,
    /// Kind of the study.
    pub kind: String,
    /// How hard it is.
    pub difficulty: Option<String>,
    /// What subgroups are made of.
    pub groups: BTreeMap<String, String>,
    /// The day of the study, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// How long it took to open the study, seconds.
    pub opening_seconds: Option<f64>,
    /// SHA-256 of what was said of the study besides its images.
    pub inputs: Option<String>,
    /// What is odd about it, for people.
    pub remarks: Vec<String>,
}

/// How much of what a service is for is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All its targets, so that its probability for the study as a whole counts.
    Whole,
    /// Some of its targets, by their own scores and findings alone.
    Part,
}

/// The truth with what a service is for.
#[derive(Debug, Clone, Copy)]
pub struct Truth<'a> {
    /// What is in the study: lesions; and targets without a place as facts that are present or not.
    pub truth: &'a CaseTruth,
    /// What is judged of that which the service can find by its manifest.
    pub targets: &'a [Code],
    /// Whether that is all.
    pub scope: Scope,
    /// The targets of which the truth says nothing.
    pub unstated: &'a [Code],
    /// The series on which marks of such a service belong; `None` where that is not known.
    pub markable: Option<&'a [SeriesUid]>,
    /// The kind of phantom, whose words quality faults are; `None` for other studies.
    pub phantom: Option<PhantomKind>,
}

/// The kinds of lesions of a phantom that a service is for.
#[must_use]
pub fn target_words(phantom: PhantomKind, targets: &[Code]) -> Vec<&'static LesionKind> {
    LesionKind::of(phantom)
        .filter(|kind| {
            targets
                .iter()
                .any(|code| code.is_same_concept(&kind.code()))
        })
        .collect()
}

/// The row of a result.
#[must_use]
pub fn judge(result: &AiResult, truth: Truth<'_>, case: &CaseFacts) -> Row {
    let lesions: Vec<&Lesion> = truth
        .truth
        .lesions
        .iter()
        .filter(|lesion| is_any(&lesion.code) || is_target(&lesion.code, truth.targets))
        .collect();
    let mut row = Row {
        schema: SCHEMA,
        service: result.service.id.as_str().to_owned(),
        version: result.service.version.clone(),
        digest: result.service.bundle_digest.clone(),
        case: case.case.clone(),
        kind: case.kind.clone(),
        difficulty: case.difficulty.clone(),
        groups: case.groups.clone(),
        present: present(truth),
        lesions: lesions
            .iter()
            .map(|lesion| LesionRow {
                code: word(&lesion.code),
                radius_mm: lesion.radius_mm,
            })
            .collect(),
        status: Status::Done,
        reason: None,
        seconds: result.elapsed.map(|ms| ms.0 as f64 / 1000.0),
        probability: None,
        is_positive: None,
        scores: BTreeMap::new(),
        marks: Vec::new(),
        dice: None,
        numbers: Vec::new(),
        categories: Vec::new(),
        unstated: truth.unstated.iter().map(word).collect(),
        threshold: None,
        opening_seconds: case.opening_seconds,
        refusal: None,
        defects: defect::of_status(&result.status),
        date: case.date.clone(),
        inputs: case.inputs.clone(),
        remarks: case.remarks.clone(),
    };
    match &result.status {
        AiStatus::Done(report) => judge_report(&mut row, report, truth, &lesions),
        AiStatus::NotRun { reason, message } => {
            row.status = Status::NotRun;
            row.reason = Some(format!("{reason:?}: {message}"));
            row.refusal = Refusal::of(*reason);
        }
        AiStatus::Failed { kind, message } => {
            row.status = Status::Failed;
            row.reason = Some(format!("{}: {message}", kind.name()));
        }
    }
    row
}

fn judge_report(row: &mut Row, report: &AiReport, truth: Truth<'_>, lesions: &[&Lesion]) {
    let findings: Vec<&Finding> = report
        .findings
        .iter()
        .filter(|finding| is_target(&finding.code, truth.targets) && is_stated(finding))
        .collect();
    let probability = report.probability.filter(|_| truth.scope == Scope::Whole);
    row.probability = probability.map(|p| f64::from(p.value));
    row.threshold = probability.map(|p| f64::from(p.threshold));
    row.is_positive = Some(probability.map_or(!findings.is_empty(), |p| p.is_positive()));
    let is_only_target = truth.scope == Scope::Whole && truth.targets.len() == 1;
    for target in truth.targets {
        row.scores
            .insert(word(target), score(report, target, is_only_target));
    }
    row.defects = defect::of_report(report, truth.markable);
    row.marks = findings
        .iter()
        .map(|finding| MarkRow {
            code: word(&finding.code),
            score: finding.probability.map_or(1.0, f64::from),
            lesion: lesions.iter().position(|lesion| is_on(finding, lesion)),
            is_placed: !finding.marks.is_empty(),
        })
        .collect();
    row.dice = dice(&findings, lesions);
    row.numbers = numbers(report, truth.truth);
    row.categories = categories(report, truth.truth);
}

/// How suspicious the service is of a target: what it says, else its finding, else the study's probability.
fn score(report: &AiReport, target: &Code, is_only_target: bool) -> f64 {
    let name = format!("score.{}.{}", target.scheme, target.value);
    if let Some(said) = number(report, &name) {
        return said;
    }
    if let (true, Some(probability)) = (is_only_target, report.probability) {
        return f64::from(probability.value);
    }
    let of_target = report
        .findings
        .iter()
        .filter(|f| f.code.is_same_concept(target));
    of_target
        .filter(|finding| is_stated(finding))
        .map(|finding| finding.probability.map_or(1.0, f64::from))
        .fold(0.0, f64::max)
}

fn number(report: &AiReport, name: &str) -> Option<f64> {
    let mut extra = report.extra.iter();
    let (_, text) = extra.find(|(found, _)| found == name)?;
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

fn is_target(code: &Code, targets: &[Code]) -> bool {
    targets.iter().any(|target| target.is_same_concept(code))
}

/// A finding that says "absent" is none.
pub(crate) fn is_stated(finding: &Finding) -> bool {
    finding.certainty != Some(Certainty::Absent)
}

pub(crate) fn word(code: &Code) -> String {
    format!("{}:{}", code.scheme, code.value)
}

/// The targets that are in the study: lesions, and faults of its images.
fn present(truth: Truth<'_>) -> Vec<String> {
    let faults = match truth.truth.fact(&StudyFact::QualityFaults.code()) {
        Some(FactValue::Parts(words)) => words.as_slice(),
        _ => &[],
    };
    let is_fault = |target: &Code| {
        let Some(phantom) = truth.phantom else {
            return false;
        };
        let kinds = faults
            .iter()
            .filter_map(|fault| LesionKind::named(phantom, fault));
        kinds
            .into_iter()
            .any(|kind| kind.code().is_same_concept(target))
    };
    let is_lesion = |target: &Code| {
        let mut lesions = truth.truth.lesions.iter();
        lesions.any(|lesion| lesion.code.is_same_concept(target))
    };
    let is_fact = |target: &Code| truth.truth.fact(target) == Some(&FactValue::Present(true));
    let any = any_target();
    let targets = truth.targets.iter().chain([&any]);
    targets
        .filter(|target| is_lesion(target) || is_fault(target) || is_fact(target))
        .map(word)
        .collect()
}

/// Whether one of the finding's marks lies on the lesion, in the same image where there are several.
fn is_on(finding: &Finding, lesion: &Lesion) -> bool {
    (is_any(&lesion.code) || finding.code.is_same_concept(&lesion.code))
        && finding.marks.iter().any(|mark| {
            let Some(at) = mark.shape.centre() else {
                return false;
            };
            if lesion.views.is_empty() {
                return is_near(at, lesion.centre, lesion.radius_mm, lesion.mask.as_ref());
            }
            let mut views = lesion
                .views
                .iter()
                .filter(|view| view.series == mark.series);
            views.any(|view| is_near(at, view.centre, view.radius_mm, view.mask.as_ref()))
        })
}

fn is_near(at: Vec3, centre: Vec3, radius_mm: f64, mask: Option<&MaskRle>) -> bool {
    at.distance(centre) <= radius_mm.max(LEAST_RADIUS_MM)
        || mask.is_some_and(|mask| is_beside(at, mask))
}

/// Whether a voxel of the mask lies within the margin.
fn is_beside(at: Vec3, mask: &MaskRle) -> bool {
    let grid = &mask.geometry;
    let voxel = grid.voxel_from_patient(at);
    let [nx, ny, _] = grid.size.map(|n| u64::from(n).max(1));
    let spacing = grid.spacing;
    let is_near = |first: u64, last: u64| {
        let row = first / nx;
        let away_y = (voxel.y - (row % ny) as f64) * spacing.y;
        let away_z = (voxel.z - (row / ny) as f64) * spacing.z;
        let x = voxel.x.clamp((first % nx) as f64, (last % nx) as f64);
        let away_x = (voxel.x - x) * spacing.x;
        away_x * away_x + away_y * away_y + away_z * away_z <= MARGIN_MM * MARGIN_MM
    };
    // A run may go on over the ends of rows.
    set_runs(mask).any(|(start, end)| {
        (start / nx..=(end - 1) / nx)
            .any(|row| is_near(start.max(row * nx), (end - 1).min(row * nx + nx - 1)))
    })
}

/// The measured values whose truth is known.
fn numbers(report: &AiReport, truth: &CaseTruth) -> Vec<NumberRow> {
    let facts = truth.facts.iter().filter_map(|fact| {
        let FactValue::Number { value, ucum } = &fact.value else {
            return None;
        };
        let said = number(report, &format!("fact.{}", fact.code.value))
            .or_else(|| measured(report, &fact.code, ucum))?;
        Some(NumberRow {
            code: word(&fact.code),
            meaning: fact.code.meaning.clone(),
            ucum: ucum.clone(),
            truth: *value,
            said,
        })
    });
    facts.collect()
}

fn measured(report: &AiReport, code: &Code, ucum: &str) -> Option<f64> {
    let mut measures = report.findings.iter().flat_map(|finding| &finding.measures);
    measures
        .find(|measure| measure.name.is_same_concept(code) && measure.ucum == ucum)
        .map(|measure| measure.value)
}

/// The categories whose truth is known.
fn categories(report: &AiReport, truth: &CaseTruth) -> Vec<CategoryRow> {
    let facts = truth.facts.iter().filter_map(|fact| {
        let FactValue::Category(category) = &fact.value else {
            return None;
        };
        let name = format!("category.{}", category.scale);
        let mut extra = report.extra.iter();
        let (_, said) = extra.find(|(found, _)| *found == name)?;
        Some(CategoryRow {
            scale: category.scale.clone(),
            truth: category.value.clone(),
            said: said.clone(),
        })
    });
    facts.collect()
}

#[cfg(test)]
mod tests;

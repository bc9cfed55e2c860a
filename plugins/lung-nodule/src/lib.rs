//! A service that looks for lung nodules in a chest CT: proposals by a tiled network, each scored by a second one.
//!
//! No voxel of the study but small crops comes here: resampling, inference and components are the host's.

mod category;
mod detect;
mod scope;
mod score;
mod wording;

use overread_sdk::space::vec3;
use overread_sdk::{
    AiService, Code, Failure, Finding, FindingBuilder, Job, Laterality, NotRunReason, Outcome,
    Priority, Profile, ReportBuilder, Vec3, code, not_run,
};

use category::{NoduleKind, SCALE};
use scope::{Chest, Scope};
use score::Nodule;

/// Findings at or above are reported, where the user sets nothing else. One false positive a scan on the tuning seeds.
const DEFAULT_THRESHOLD: f64 = 0.8057;
/// The most findings of one report.
const MAX_FINDINGS: usize = 20;

/// The service.
#[derive(Debug, Default)]
pub struct LungNodule;

overread_sdk::export_plugin!(LungNodule);

impl AiService for LungNodule {
    fn profile(&self) -> Profile {
        Profile {
            name: "Lung nodule".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            modalities: vec!["CT".to_owned()],
            notes: Vec::new(),
        }
    }

    fn analyze(&mut self, job: &Job) -> Result<Outcome, Failure> {
        let threshold = job
            .setting_number("threshold", DEFAULT_THRESHOLD)
            .clamp(0.01, 0.99);
        job.progress(0.02, "series")?;
        let series = match scope::series(&job.series()) {
            Ok(series) => series,
            Err((reason, why)) => return Ok(not_run(reason, why)),
        };
        let chest = match scope::chest(job, &series)? {
            Scope::Chest(chest) => chest,
            Scope::Other(why) => return Ok(not_run(NotRunReason::OutOfScope, why)),
        };
        job.progress(0.1, "proposals")?;
        let proposals = detect::proposals(job, &chest)?;
        job.progress(0.6, "scores")?;
        let scored = score::nodules(job, &chest, &proposals.places)?;
        Ok(report(
            &chest,
            series.geometry.spacing,
            scored,
            threshold,
            proposals.map,
        ))
    }
}

/// The report on the scored candidates, the most probable first; those below the threshold stay out.
fn report(
    chest: &Chest,
    spacing: Vec3,
    scored: Vec<Nodule>,
    threshold: f64,
    map: Option<u32>,
) -> Outcome {
    let series = chest.series;
    let highest = scored.first().map_or(0.0, |nodule| nodule.probability);
    let found: Vec<Nodule> = scored
        .into_iter()
        .filter(|nodule| nodule.probability >= threshold)
        .take(MAX_FINDINGS)
        .collect();
    let mut report = ReportBuilder::new()
        .assessed(nodule_code(), series)
        .probability(highest, threshold, None)
        .draft("findings", wording::findings(&found, chest))
        .draft("impression", wording::impression(&found))
        .priority(if found.iter().any(|nodule| nodule.category() == "4B") {
            Priority::Urgent
        } else {
            Priority::Routine
        });
    if spacing.z > wording::THICK_MM {
        report = report.warning(wording::thick_slices(spacing.z));
    }
    if let Some(kept) = map {
        report = report.heat_map("nodule", series, kept);
    }
    for (number, nodule) in (1..).zip(&found) {
        report = report.finding(finding(number, nodule, chest));
    }
    report.done()
}

fn finding(number: usize, nodule: &Nodule, chest: &Chest) -> Finding {
    let series = chest.series;
    let (low, high) = nodule.bounds();
    let mut finding = FindingBuilder::new(format!("nodule-{number}"), nodule_code())
        .site(code("SCT", "39607008", "Lung"))
        .laterality(chest.side(nodule.centre))
        .probability(nodule.probability)
        .category(SCALE, nodule.category())
        .cuboid(series, low, high)
        .point(series, nodule.centre)
        .measure(
            code("SCT", "81827009", "Diameter"),
            nodule.diameter_mm,
            "mm",
        )
        .measure(
            code("SCT", "118565006", "Volume"),
            nodule.volume_mm3(),
            "mm3",
        );
    if nodule.kind == NoduleKind::PartSolid {
        finding = finding.measure(
            code("99OVERREAD", "SOLID-DIAMETER", "Diameter of solid part"),
            nodule.solid_mm(),
            "mm",
        );
    }
    finding
        .note(wording::nodule(nodule, chest))
        .extra("nodule-type", nodule.kind.word())
        .done()
}

/// SNOMED CT "Nodule", DICOM CID 6104.
fn nodule_code() -> Code {
    code("SCT", "27925004", "Nodule")
}

impl Nodule {
    /// The box around the sphere of the nodule's diameter.
    fn bounds(&self) -> (Vec3, Vec3) {
        let (c, r) = (self.centre, self.diameter_mm * 0.5);
        (
            vec3(c.x - r, c.y - r, c.z - r),
            vec3(c.x + r, c.y + r, c.z + r),
        )
    }

    fn category(&self) -> &'static str {
        category::of(self.kind, self.diameter_mm, self.solid_mm())
    }
}

impl Chest {
    /// The patient's side of a position: x grows to the left.
    fn side(&self, at: Vec3) -> Laterality {
        if at.x > self.middle_x_mm {
            Laterality::Left
        } else {
            Laterality::Right
        }
    }
}

#[cfg(test)]
mod tests;

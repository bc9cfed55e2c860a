//! An AI service that finds isolated dense spots in the lungs of a chest CT. No model, a stated rule.
//!
//! All work on voxels is the host's: the service asks for a coarser grid, for thresholds and for connected components,
//! and judges the components by their size, their shape and what surrounds them.

mod lungs;
mod spots;

use overread_sdk::{
    AiService, Code, Failure, Finding, FindingBuilder, Interpolation, Job, NotRunReason, Outcome,
    Profile, ReportBuilder, Series, code, not_run, text,
};

use lungs::Lungs;
use spots::Spot;

/// Spots at or above this probability are reported, where the user sets nothing else.
const DEFAULT_THRESHOLD: f64 = 0.3;
/// The most findings of one report.
const MAX_FINDINGS: usize = 20;
/// The grid on which the lungs and the spots are looked for.
const GRID_MM: f64 = 2.0;
/// A shorter scan shows too little of the lungs.
const MIN_SLICES: u32 = 10;
const MIN_LENGTH_MM: f64 = 60.0;
/// Slices further apart hide small spots.
const THICK_MM: f64 = 5.0;

/// The service.
#[derive(Debug, Default)]
pub struct Service;

overread_sdk::export_plugin!(Service);

impl AiService for Service {
    fn profile(&self) -> Profile {
        Profile {
            name: "{{name}}".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            modalities: vec!["CT".to_owned()],
            notes: Vec::new(),
        }
    }

    fn analyze(&mut self, job: &Job) -> Result<Outcome, Failure> {
        let threshold = job
            .setting_number("threshold", DEFAULT_THRESHOLD)
            .clamp(0.05, 0.95);
        let series = match chest_series(&job.series()) {
            Ok(series) => series,
            Err((reason, why)) => return Ok(not_run(reason, why)),
        };
        job.progress(0.1, "lungs")?;
        let volume = job.open_series(series.id)?.reorient("LPH")?.resample(
            overread_sdk::space::isotropic(GRID_MM),
            Interpolation::Linear,
        )?;
        let lungs = match Lungs::find(&volume)? {
            Ok(lungs) => lungs,
            Err(why) => return Ok(not_run(NotRunReason::OutOfScope, why)),
        };
        job.progress(0.4, "spots")?;
        let spots = spots::find(&volume, &lungs)?;
        job.info(&format!("{} spots before the threshold", spots.len()));
        Ok(report(&series, &lungs, &spots, threshold))
    }
}

/// The CT series of the study itself with the most slices, or why there is none.
fn chest_series(all: &[Series]) -> Result<Series, (NotRunReason, &'static str)> {
    let is_ct = |series: &&Series| series.study == 0 && series.modality == "CT";
    if !all.iter().any(|series| is_ct(&series)) {
        return Err((NotRunReason::MissingSeries, "no CT series"));
    }
    let is_long = |series: &&Series| {
        let grid = &series.geometry;
        series.frames >= MIN_SLICES && f64::from(grid.size.z) * grid.spacing.z >= MIN_LENGTH_MM
    };
    // Of equals the first: `max_by_key` would take the last.
    let longest = all
        .iter()
        .filter(is_ct)
        .filter(is_long)
        .rev()
        .max_by_key(|series| series.frames);
    longest.cloned().ok_or((
        NotRunReason::OutOfScope,
        "no CT series is at least 10 slices and 60 mm long",
    ))
}

fn report(series: &Series, lungs: &Lungs, spots: &[Spot], threshold: f64) -> Outcome {
    let highest = spots.first().map_or(0.0, |spot| spot.probability);
    let found: Vec<&Spot> = spots
        .iter()
        .filter(|spot| spot.probability >= threshold)
        .take(MAX_FINDINGS)
        .collect();
    let sentence = match found.len() {
        0 => "No dense spot of 4 to 30 mm.".to_owned(),
        1 => "1 dense spot of 4 to 30 mm.".to_owned(),
        n => format!("{n} dense spots of 4 to 30 mm."),
    };
    let mut report = ReportBuilder::new()
        .assessed(nodule(), series.id)
        .probability(highest, threshold, None)
        .draft("findings", vec![text("en", sentence)]);
    let apart_mm = series.geometry.spacing.z;
    if apart_mm > THICK_MM {
        let warning = format!("Slices are {apart_mm:.1} mm apart: small spots may be missed.");
        report = report.warning(vec![text("en", warning)]);
    }
    for (number, spot) in (1..).zip(found) {
        report = report.finding(finding(number, spot, series.id, lungs));
    }
    report.done()
}

/// Positions are millimetres in the patient's LPS system, as the host gave them.
fn finding(number: usize, spot: &Spot, series: u32, lungs: &Lungs) -> Finding {
    FindingBuilder::new(format!("spot-{number}"), nodule())
        .site(code("SCT", "39607008", "Lung"))
        .laterality(lungs.side(spot.centre))
        .probability(spot.probability)
        .cuboid(series, spot.low, spot.high)
        .point(series, spot.centre)
        .measure(code("SCT", "81827009", "Diameter"), spot.diameter_mm, "mm")
        .done()
}

/// SNOMED CT "Nodule".
fn nodule() -> Code {
    code("SCT", "27925004", "Nodule")
}

#[cfg(test)]
mod tests;

//! The bundled service for the head: five kinds of haemorrhage in a CT, with masks, volumes and the midline shift.
//!
//! The steps: which series (`scope`), is it a head (`skull`, `head`), what the networks say (`detect`, `shift`), what
//! that means (`bleed`), what is written (`wording`). Networks and their card: models/brain-haemorrhage.
//! It was trained on phantoms and is for training and examination only, not for diagnosis.

mod bleed;
mod detect;
mod head;
mod kind;
mod scope;
mod shift;
mod skull;
mod wording;

use overread_sdk::space::{patient_from_voxel, vec3};
use overread_sdk::{
    AiService, Certainty, Code, Failure, Finding, FindingBuilder, Job, Laterality, Mask, Outcome,
    Priority, Profile, ReportBuilder, Shape, Tensor, Vec3, Volume, code, not_run,
};

use crate::bleed::Bleed;
use crate::head::Head;
use crate::kind::Kind;
use crate::wording::Named;

/// The threshold without the manifest; the plugin's manifest gives the one that figures.json was measured with.
const DEFAULT_THRESHOLD: f64 = 0.5;
/// The contract allows 16 masks a job.
const MAX_FINDINGS: usize = 12;
/// At or above it a finding is called present, below it probable.
const PRESENT: f64 = 0.8;
/// A haemorrhage counts as one-sided if this share of it lies on one side.
const ONE_SIDED: f64 = 0.8;
/// Intracerebral blood from which the ICH score counts a point (Hemphill 2001), and epidural blood above which surgery
/// is advised whatever the state of the patient (Brain Trauma Foundation 2006), mL.
const LARGE_ML: f64 = 30.0;
/// Shift above which a subdural haematoma is evacuated whatever the state (Brain Trauma Foundation 2006), mm.
const LARGE_SHIFT_MM: f64 = 5.0;

/// The service.
#[derive(Debug, Default)]
pub struct BrainHaemorrhage;

overread_sdk::export_plugin!(BrainHaemorrhage);

impl AiService for BrainHaemorrhage {
    fn profile(&self) -> Profile {
        Profile {
            name: "Intracranial haemorrhage".to_owned(),
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
        let candidates = match scope::candidates(&job.series()) {
            Ok(candidates) => candidates,
            Err((reason, why)) => return Ok(not_run(reason, why)),
        };
        let mut refusal = None;
        for series in &candidates {
            match head::open(job, series)? {
                Ok(head) => return read(job, &head, threshold),
                // What the best series lacks is the reason; the others are looked at all the same.
                Err(why) => {
                    refusal.get_or_insert(why);
                }
            }
            job.progress(0.1, "series")?;
        }
        let (reason, why) = refusal.unwrap_or_else(|| {
            let why = "expected a CT of the head, found no series";
            (overread_sdk::NotRunReason::MissingSeries, why.to_owned())
        });
        Ok(not_run(reason, why))
    }
}

/// Reads a head.
fn read(job: &Job, head: &Head, threshold: f64) -> Result<Outcome, Failure> {
    job.progress(0.2, "blood")?;
    let probabilities = detect::probabilities(job, head)?;
    let (found, scores) = bleed::bleeds(&probabilities, head.size, head.voxel_ml);
    job.progress(0.85, "midline")?;
    let shift_mm = shift::shift_mm(job, head)?;
    let mut found = bleed::reported(found, threshold);
    found.truncate(MAX_FINDINGS);
    let named: Vec<Named<'_>> = found
        .iter()
        .map(|bleed| Named {
            bleed,
            side: side(bleed, head),
        })
        .collect();

    let highest = scores.iter().copied().fold(0.0, f64::max);
    let total_ml = found.iter().fold(0.0, |sum, bleed| sum + bleed.volume_ml);
    let mut report = ReportBuilder::new()
        .probability(highest, threshold, None)
        .draft("findings", wording::findings(&named, shift_mm))
        .draft("impression", wording::impression(&named, shift_mm))
        .priority(priority(&found, shift_mm))
        .extra("fact.haemorrhage-volume", format!("{total_ml:.2}"))
        .extra("fact.midline-shift", format!("{:.2}", shift_mm.abs()));
    for kind in Kind::ALL {
        let code = kind.code();
        let name = format!("score.{}.{}", code.scheme, code.value);
        report = report
            .extra(&name, format!("{:.4}", scores[kind.idx()]))
            .assessed(code, head.series);
    }
    if head.spacing_mm > wording::THICK_MM {
        report = report.warning(wording::thick_slices(head.spacing_mm));
    }
    if head.is_enhanced {
        report = report.warning(wording::enhanced());
    }
    // The map is for display only: without it the report is still whole.
    if let Ok(kept) = map(&probabilities, head).and_then(|map| job.keep_map(head.series, &map)) {
        report = report.heat_map("haemorrhage", head.series, kept);
    }
    job.progress(0.9, "masks")?;
    for (number, named) in (1..).zip(&named) {
        let shift_mm = (number == 1).then_some(shift_mm);
        report = report.finding(finding(number, named, head, shift_mm)?);
    }
    Ok(report.done())
}

fn finding(
    number: u32,
    named: &Named<'_>,
    head: &Head,
    shift_mm: Option<f64>,
) -> Result<Finding, Failure> {
    let (bleed, series) = (named.bleed, head.series);
    let (low, high) = bounds(bleed, head);
    let id = format!("{}-{number}", bleed.kind.word());
    let mut finding = FindingBuilder::new(id.clone(), bleed.kind.code())
        .laterality(named.side)
        .probability(bleed.score)
        .certainty(if bleed.score >= PRESENT {
            Certainty::Present
        } else {
            Certainty::Probable
        })
        .point(series, at(head, bleed::inner_voxel(bleed, head.size)))
        .mark(series, Shape::Mask(mask(bleed, head)?.keep(&id)?))
        .cuboid(series, low, high)
        .measure(code("SCT", "118565006", "Volume"), bleed.volume_ml, "mL")
        .note(wording::note(named));
    if let Some(shift_mm) = shift_mm {
        finding = finding.measure(shift_code(), shift_mm.abs(), "mm");
    }
    Ok(finding.done())
}

fn shift_code() -> Code {
    code("99OVERREAD", "midline-shift", "Midline shift")
}

/// What is large or pushes the midline is read at once, any haemorrhage soon.
fn priority(found: &[Bleed], shift_mm: f64) -> Priority {
    let is_large = |bleed: &Bleed| {
        matches!(bleed.kind, Kind::Epidural | Kind::Intraparenchymal) && bleed.volume_ml >= LARGE_ML
    };
    match found {
        [] => Priority::Routine,
        _ if found.iter().any(is_large) || shift_mm.abs() > LARGE_SHIFT_MM => Priority::Stat,
        _ => Priority::Urgent,
    }
}

fn side(bleed: &Bleed, head: &Head) -> Laterality {
    let left = bleed::left_share(bleed, head.size, head.middle_x);
    match () {
        () if left >= ONE_SIDED => Laterality::Left,
        () if left <= 1.0 - ONE_SIDED => Laterality::Right,
        () => Laterality::Bilateral,
    }
}

/// The voxels of a haemorrhage for the series.
fn mask(bleed: &Bleed, head: &Head) -> Result<Mask, Failure> {
    let mut labels = vec![0.0; head.size.iter().product()];
    for &voxel in &bleed.voxels {
        labels[voxel] = 1.0;
    }
    Mask::of_volume(head.series, &volume(&labels, head)?)
}

/// The highest probability of any kind in each voxel.
fn map(probabilities: &[f32], head: &Head) -> Result<Volume, Failure> {
    let n: usize = head.size.iter().product();
    let mut highest = vec![0.0_f32; n];
    for kind in probabilities.chunks(n.max(1)) {
        for (most, p) in highest.iter_mut().zip(kind) {
            *most = most.max(*p).clamp(0.0, 1.0);
        }
    }
    volume(&highest, head)
}

/// Values on the grid of the part around the brain.
fn volume(values: &[f32], head: &Head) -> Result<Volume, Failure> {
    let [nx, ny, nz] = head.size.map(|n| u32::try_from(n).unwrap_or(u32::MAX));
    Tensor::of_floats(&[1, 1, nz, ny, nx], values)?.to_volume(&head.volume, 0)
}

/// The box around a haemorrhage's voxels, patient mm.
fn bounds(bleed: &Bleed, head: &Head) -> (Vec3, Vec3) {
    let (mut first, mut last) = ([usize::MAX; 3], [0; 3]);
    for &voxel in &bleed.voxels {
        let place = bleed::place(voxel, head.size);
        for axis in 0..3 {
            first[axis] = first[axis].min(place[axis]);
            last[axis] = last[axis].max(place[axis]);
        }
    }
    let corner = |voxel: [usize; 3], off: f64| {
        let [x, y, z] = voxel.map(|v| v as f64 + off);
        patient_from_voxel(&head.volume.geometry(), vec3(x, y, z))
    };
    let (a, b) = (corner(first, -0.5), corner(last, 0.5));
    (
        vec3(a.x.min(b.x), a.y.min(b.y), a.z.min(b.z)),
        vec3(a.x.max(b.x), a.y.max(b.y), a.z.max(b.z)),
    )
}

/// Where a voxel lies, patient mm.
fn at(head: &Head, voxel: [usize; 3]) -> Vec3 {
    let [x, y, z] = voxel.map(|v| v as f64);
    patient_from_voxel(&head.volume.geometry(), vec3(x, y, z))
}

#[cfg(test)]
mod tests;

//! Synthetic cases: a scenario's words into a phantom, a phantom into images. Draws nothing itself.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use overread_base::{CaseTruth, IdError, NoduleType, Seed, SeriesUid, StudyUid, VolumeGeometry};
use overread_dicom::{CtSeriesInfo, Overwrite, Patient, VoiWindow};
use overread_image::{Rescale, Voi, Volume, Window};
use overread_phantom::{
    ChestCtParams, ChestCtPlan, Kernel, NoduleSpec, PhantomError, Place, Sex, SyntheticPatient,
};
use overread_scenario::{NodulePlace, Nodules, PhantomKind, PhantomSpec, RandomNodules};
use overread_viewer::{Calibration, SeriesFacts, SeriesSpace};
use rayon::prelude::*;

use crate::images::{CaseImages, ImageSeries, PatientLines};
use crate::library::LibraryError;
use crate::step::StepProgress;

/// The plan of a scenario's phantom: small, and all that the truth needs.
pub(crate) fn plan(spec: &PhantomSpec) -> Result<ChestCtPlan, PhantomError> {
    let PhantomKind::ChestCt = spec.kind;
    overread_phantom::plan(spec.seed, &params(spec.slices), &nodules(spec))
}

/// The truth of a scenario's phantom and the grid of its voxels, without the rest of it.
pub(crate) fn ground(spec: &PhantomSpec) -> Result<(CaseTruth, VolumeGeometry), PhantomError> {
    let PhantomKind::ChestCt = spec.kind;
    overread_phantom::ground(spec.seed, &params(spec.slices), &nodules(spec))
}

/// The UIDs of study and series that a session shows of a phantom.
pub(crate) fn uids(spec: &PhantomSpec) -> Result<(StudyUid, SeriesUid), IdError> {
    let uid = |part: &str| format!("2.25.{}", spec.seed.child(part).0);
    Ok((StudyUid::new(uid("study"))?, SeriesUid::new(uid("series"))?))
}

fn nodules(spec: &PhantomSpec) -> Vec<NoduleSpec> {
    match &spec.nodules {
        Nodules::Listed(listed) => listed.iter().map(nodule).collect(),
        Nodules::Random(random) => draw(spec.seed.child("scenario nodules"), random),
    }
}

/// Fewer slices than usual are set wider apart and more narrower, so that the chest is always covered.
fn params(slices: Option<u32>) -> ChestCtParams {
    let usual = ChestCtParams::default();
    let Some(slices) = slices else { return usual };
    let covered_mm = f64::from(usual.slices) * usual.increment_mm;
    let increment_mm = covered_mm / f64::from(slices.max(1));
    ChestCtParams {
        slices,
        increment_mm,
        slice_thickness_mm: increment_mm.min(5.0),
        ..usual
    }
}

fn nodule(spec: &overread_scenario::NoduleSpec) -> NoduleSpec {
    NoduleSpec {
        place: match spec.place {
            NodulePlace::Centre(at) => Place::At(at),
            NodulePlace::Anywhere => Place::Anywhere,
        },
        diameter_mm: spec.diameter_mm,
        nodule_type: spec.nodule_type,
        // The scenario states contrast above the lung; the phantom takes attenuation. Lung is about -860 HU there.
        attenuation_hu: spec.contrast_hu.map(|contrast| contrast - 860.0),
        irregularity: None,
    }
}

/// Nodules of a scenario that leaves them to the seed: small ones more often than large ones, types equally often.
fn draw(seed: Seed, random: &RandomNodules) -> Vec<NoduleSpec> {
    let one = |idx: u32| {
        let mut rng = seed.index(u64::from(idx)).rng();
        let small = rng.unit();
        let span_mm = random.greatest_diameter_mm - random.least_diameter_mm;
        let pick = rng.below(random.types.len() as u64);
        let kind = usize::try_from(pick)
            .ok()
            .and_then(|pick| random.types.get(pick))
            .copied();
        NoduleSpec::anywhere(
            random.least_diameter_mm + span_mm * small * small,
            kind.unwrap_or(NoduleType::Solid),
        )
    };
    (0..random.count).map(one).collect()
}

/// Renders the phantom, slices in parallel.
pub(crate) fn images(
    spec: &PhantomSpec,
    progress: &StepProgress,
) -> Result<CaseImages, LibraryError> {
    let plan = plan(spec)?;
    let volume = render(&plan, progress)?;
    let patient = plan.patient();
    let (study, series) = uids(spec)?;
    let lung = Window::linear(-600.0, 1500.0).ok();
    Ok(CaseImages {
        study: study.clone(),
        patient: PatientLines {
            name: Some(patient.name.replace('^', " ")),
            id: Some(patient.id.clone()),
            sex: Some(sex(patient).to_owned()),
            age: Some(format!("{:03}Y", patient.age_years)),
        },
        study_date: None,
        description: Some("Synthetic chest CT".to_owned()),
        series: vec![ImageSeries {
            facts: SeriesFacts {
                number: Some(1),
                body_part: Some("CHEST".to_owned()),
                description: Some("Synthetic chest CT".to_owned()),
                calibration: Calibration::Patient,
                thickness_mm: Some(volume.geometry().spacing.z),
                ..SeriesFacts::new(series, study, "CT", SeriesSpace::Patient)
            },
            volume,
            vois: lung.into_iter().map(Voi::from).collect(),
            is_inverted: false,
            colour: Vec::new(),
            overlays: Vec::new(),
            attributes: BTreeMap::from([
                ("BodyPartExamined".to_owned(), "CHEST".to_owned()),
                ("Modality".to_owned(), "CT".to_owned()),
            ]),
        }],
        warnings: Vec::new(),
    })
}

/// Makes a synthetic chest CT with `n_nodules` drawn by the seed, writes it as DICOM into `folder` and returns its truth.
///
/// # Errors
/// [`LibraryError`] if the folder is not empty or cannot be written, or if the nodules find no room.
pub fn write_phantom(
    folder: &Path,
    seed: Seed,
    n_nodules: u32,
    progress: &StepProgress,
) -> Result<CaseTruth, LibraryError> {
    // The same is asked again before writing; here it saves the time of making a phantom for nothing.
    let has_files = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if has_files {
        let path = folder.to_owned();
        return Err(overread_dicom::DicomError::FolderNotEmpty { path }.into());
    }
    let nodules = overread_phantom::random_nodules(seed, n_nodules as usize);
    let plan = overread_phantom::plan(seed, &ChestCtParams::default(), &nodules)?;
    let volume = render(&plan, progress)?;
    overread_dicom::write_ct_series(folder, &volume, &series_info(seed, &plan), Overwrite::Never)?;
    Ok(plan.truth())
}

/// Writes the synthetic chest CT of a scenario's case as DICOM into `folder`, with the voxels that the session shows. Its
/// UIDs follow from the phantom's seed and are not those of the session.
///
/// # Errors
/// [`LibraryError`] if the folder is not empty or cannot be written, or the phantom cannot be made.
pub fn write_phantom_case(
    folder: &Path,
    spec: &PhantomSpec,
    progress: &StepProgress,
) -> Result<(), LibraryError> {
    let plan = plan(spec)?;
    let volume = render(&plan, progress)?;
    let info = series_info(spec.seed, &plan);
    overread_dicom::write_ct_series(folder, &volume, &info, Overwrite::Never)?;
    Ok(())
}

fn series_info(seed: Seed, plan: &ChestCtPlan) -> CtSeriesInfo {
    let patient = plan.patient();
    let window = |explanation: &str, centre, width| {
        let window = Window::linear(centre, width).ok()?;
        Some(VoiWindow {
            explanation: explanation.to_owned(),
            window,
        })
    };
    CtSeriesInfo {
        patient: Patient {
            name: Some(patient.name.clone()),
            id: Some(patient.id.clone()),
            sex: Some(sex(patient).to_owned()),
            birth_date: None,
            age: Some(format!("{:03}Y", patient.age_years)),
        },
        // A fixed date: equal seeds give equal files.
        study_date: "20200101".to_owned(),
        study_time: "120000".to_owned(),
        study_description: "Synthetic chest CT".to_owned(),
        series_description: "Synthetic chest CT".to_owned(),
        series_number: 1,
        body_part: "CHEST".to_owned(),
        kernel: kernel_name(plan.params().kernel).to_owned(),
        kvp: 120.0,
        windows: [
            window("LUNG", -600.0, 1500.0),
            window("MEDIASTINUM", 40.0, 400.0),
        ]
        .into_iter()
        .flatten()
        .collect(),
        manufacturer: "Overread".to_owned(),
        is_synthetic: true,
        seed: seed.child("dicom"),
    }
}

fn kernel_name(kernel: Kernel) -> &'static str {
    match kernel {
        Kernel::Soft => "SOFT",
        Kernel::Standard => "STANDARD",
        Kernel::Lung => "LUNG",
    }
}

fn sex(patient: &SyntheticPatient) -> &'static str {
    match patient.sex {
        Sex::Female => "F",
        Sex::Male => "M",
    }
}

/// All slices of a plan as one volume in HU.
fn render(plan: &ChestCtPlan, progress: &StepProgress) -> Result<Volume, LibraryError> {
    let geometry = plan.geometry().clone();
    let [nx, ny, nz] = geometry.size.map(|n| n as usize);
    let mut samples = vec![0i16; nx * ny * nz];
    let done = AtomicUsize::new(0);
    let draw = |(z, slice): (usize, &mut [i16])| {
        if progress.is_cancelled() {
            return Err(LibraryError::GivenUp);
        }
        let z = u32::try_from(z).unwrap_or(u32::MAX);
        slice.copy_from_slice(&overread_phantom::render_slice(plan, z));
        progress.set(done.fetch_add(1, Ordering::Relaxed) + 1, nz);
        Ok(())
    };
    let mut slices = samples.chunks_exact_mut(nx * ny).enumerate();
    // Ahead of need one after another; as soon as someone waits for them, the others side by side.
    while progress.threads() == 1 {
        let Some(slice) = slices.next() else { break };
        draw(slice)?;
    }
    let others: Vec<(usize, &mut [i16])> = slices.collect();
    others.into_par_iter().try_for_each(draw)?;
    Ok(Volume::new(geometry, samples, Rescale::IDENTITY)?)
}

#[cfg(test)]
mod tests;

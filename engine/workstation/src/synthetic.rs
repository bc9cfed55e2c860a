//! Synthetic cases: a scenario's words into a phantom, a phantom into images. Draws nothing itself.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use overread_base::{Laterality, Lesion, LesionKind, NoduleType, Seed, StudyUid};
use overread_dicom::{
    NewSeries, Overwrite, Patient, ProjectionInfo, ProjectionModality, SeriesInfo, VoiWindow,
};
use overread_image::{Rescale, Voi, Volume, Window};
use overread_phantom::chest_ct::{ChestCtParams, NoduleSpec, Place};
use overread_phantom::{
    Acquisition, CaseRequest, Modality, Phantom, PhantomError, SyntheticSeries, SyntheticStudy,
    draw_lesions, study_date,
};
use overread_scenario::{NodulePlace, Nodules, PhantomContent, PhantomSpec, RandomNodules};
use overread_viewer::{Calibration, SeriesFacts, SeriesSpace};
use rayon::prelude::*;

use crate::images::{CaseImages, ImageSeries, PatientLines};
use crate::library::LibraryError;
use crate::step::StepProgress;

/// What a scenario's phantom asks of the phantom crate.
enum Asked {
    Chest(ChestCtParams, Vec<NoduleSpec>),
    Case(CaseRequest),
}

impl Asked {
    fn of(spec: &PhantomSpec) -> Self {
        let lesions = match &spec.content {
            PhantomContent::Nodules(nodules) => {
                return Self::Chest(params(spec.slices), chest_nodules(spec.seed, nodules));
            }
            PhantomContent::Lesions(lesions) => lesions.clone(),
            PhantomContent::Drawn(drawn) => {
                let seed = spec.seed.child("scenario lesions");
                let is_abnormal = seed.child("abnormal").rng().unit() < drawn.prevalence;
                draw_lesions(spec.kind, seed, spec.difficulty, is_abnormal, &drawn.among)
            }
        };
        Self::Case(CaseRequest {
            difficulty: spec.difficulty,
            lesions,
            acquisition: Acquisition {
                slices: spec.slices,
                ..Acquisition::default()
            },
            ..CaseRequest::new(spec.kind, spec.seed)
        })
    }
}

/// The plan of a scenario's phantom: small, and all that the images need.
pub(crate) fn plan(spec: &PhantomSpec) -> Result<Phantom, PhantomError> {
    match Asked::of(spec) {
        Asked::Chest(params, nodules) => Phantom::chest_ct(spec.seed, &params, &nodules),
        Asked::Case(request) => Phantom::plan(&request),
    }
}

/// A scenario's phantom without its pixels: study, series, truth.
pub(crate) fn ground(spec: &PhantomSpec) -> Result<SyntheticStudy, PhantomError> {
    match Asked::of(spec) {
        Asked::Chest(params, nodules) => {
            overread_phantom::ground_of_chest(spec.seed, &params, &nodules)
        }
        Asked::Case(request) => overread_phantom::ground(&request),
    }
}

/// How often the lesions of a patient are drawn anew for [`decoys`].
const N_DECOY_DRAWS: u64 = 3;
/// The diameters of nodules that are placed for [`decoys`] of a chest that holds nodules, mm.
const DECOY_NODULES_MM: [f64; 8] = [6.0, 8.0, 7.0, 10.0, 5.0, 9.0, 6.0, 8.0];

/// Lesions of these kinds as the same patient could have them: drawn and placed as those of a case are, and put into no
/// image. Anatomy follows from the seed alone, so that they lie where such lesions lie in this patient.
///
/// A draw that does not fit into the patient gives none.
pub(crate) fn decoys(spec: &PhantomSpec, kinds: &[&'static LesionKind]) -> Vec<Lesion> {
    if kinds.is_empty() {
        return Vec::new();
    }
    if let PhantomContent::Nodules(_) = &spec.content {
        // The first of them may lie where the case's own nodules do; whoever sets false marks passes those over.
        let nodules = DECOY_NODULES_MM.map(|mm| NoduleSpec::anywhere(mm, NoduleType::Solid));
        let params = params(spec.slices);
        let study = overread_phantom::ground_of_chest(spec.seed, &params, &nodules);
        return study.map_or_else(|_| Vec::new(), |study| study.truth.lesions);
    }
    let mut decoys = Vec::new();
    for draw in 0..N_DECOY_DRAWS {
        let seed = spec.seed.child("decoys").index(draw);
        let wishes = draw_lesions(spec.kind, seed, spec.difficulty, true, kinds);
        let study = ground(&PhantomSpec {
            content: PhantomContent::Lesions(wishes),
            ..spec.clone()
        });
        match study {
            Ok(study) => decoys.extend(study.truth.lesions),
            Err(error) => tracing::debug!("no decoys of draw {draw}: {error}"),
        }
    }
    decoys
}

fn chest_nodules(seed: Seed, nodules: &Nodules) -> Vec<NoduleSpec> {
    match nodules {
        Nodules::Listed(listed) => listed.iter().map(nodule).collect(),
        Nodules::Random(random) => draw(seed.child("scenario nodules"), random),
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
    images_of(&plan(spec)?, progress)
}

/// Renders a planned case, slices in parallel.
pub(crate) fn images_of(
    phantom: &Phantom,
    progress: &StepProgress,
) -> Result<CaseImages, LibraryError> {
    let study = phantom.study();
    let volumes = render(phantom, progress)?;
    let series = study.series.iter().zip(volumes).enumerate();
    Ok(CaseImages {
        study: study.uid.clone(),
        patient: PatientLines {
            name: Some(study.patient.name.replace('^', " ")),
            id: Some(study.patient.id.clone()),
            sex: Some(study.patient.sex.letter().to_owned()),
            age: Some(format!("{:03}Y", study.patient.age_years)),
        },
        study_date: None,
        description: Some(study.description.clone()),
        indication: study.indication.clone(),
        series: series
            .map(|(idx, (facts, volume))| image_series(&study.uid, idx, facts, volume))
            .collect(),
        warnings: Vec::new(),
    })
}

fn image_series(
    study: &StudyUid,
    idx: usize,
    series: &SyntheticSeries,
    volume: Volume,
) -> ImageSeries {
    let modality = series.modality.code();
    let (space, calibration) = if series.modality.is_projection() {
        (SeriesSpace::Detector, Calibration::Detector)
    } else {
        (SeriesSpace::Patient, Calibration::Patient)
    };
    let windows = series.windows.iter();
    let mut attributes = BTreeMap::from([
        ("BodyPartExamined".to_owned(), series.body_part.to_owned()),
        ("Modality".to_owned(), modality.to_owned()),
    ]);
    let photometric = if series.is_inverted {
        "MONOCHROME1"
    } else {
        "MONOCHROME2"
    };
    attributes.insert(
        "PhotometricInterpretation".to_owned(),
        photometric.to_owned(),
    );
    if let Some(view) = series.view {
        attributes.insert("ViewPosition".to_owned(), view.to_owned());
    }
    if let Some(side) = series.laterality.and_then(side_letter) {
        attributes.insert("ImageLaterality".to_owned(), side.to_owned());
    }
    for (keyword, value) in &series.attributes {
        attributes.insert((*keyword).to_owned(), value.clone());
    }
    ImageSeries {
        facts: SeriesFacts {
            number: i32::try_from(idx + 1).ok(),
            body_part: Some(series.body_part.to_owned()),
            description: Some(series.description.clone()),
            calibration,
            thickness_mm: series.thickness_mm,
            view: series.view.map(str::to_owned),
            patient_orientation: series
                .orientation
                .map(|(row, column)| (row.to_owned(), column.to_owned())),
            laterality: series.laterality,
            ..SeriesFacts::new(series.uid.clone(), study.clone(), modality, space)
        },
        volume,
        vois: windows
            .filter_map(|&(_, centre, width)| Window::linear(centre, width).ok())
            .map(Voi::from)
            .collect(),
        is_inverted: series.is_inverted,
        colour: Vec::new(),
        overlays: Vec::new(),
        attributes,
    }
}

pub(crate) fn side_letter(side: Laterality) -> Option<&'static str> {
    match side {
        Laterality::Right => Some("R"),
        Laterality::Left => Some("L"),
        Laterality::Bilateral | Laterality::Midline => None,
    }
}

/// Plans a synthetic case that was made `days_before` the current one, writes it as DICOM into `folder` and returns what
/// is in it. Equal cases give equal files.
///
/// # Errors
/// [`LibraryError`] if the folder is not empty or cannot be written, or if the case cannot be made.
pub fn write_phantom(
    folder: &Path,
    days_before: u32,
    plan: impl FnOnce() -> Result<Phantom, PhantomError>,
    progress: &StepProgress,
) -> Result<SyntheticStudy, LibraryError> {
    // The same is asked again before writing; here it saves the time of making a phantom for nothing.
    let has_files = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if has_files {
        let path = folder.to_owned();
        return Err(overread_dicom::DicomError::FolderNotEmpty { path }.into());
    }
    let phantom = plan()?;
    write(folder, &phantom, days_before, progress)?;
    Ok(phantom.study().clone())
}

/// Writes the synthetic study of a scenario's case as DICOM into `folder`, with the voxels and the UIDs of study and
/// series that the session shows.
///
/// # Errors
/// [`LibraryError`] if the folder is not empty or cannot be written, or the phantom cannot be made.
pub fn write_phantom_case(
    folder: &Path,
    spec: &PhantomSpec,
    progress: &StepProgress,
) -> Result<(), LibraryError> {
    write(folder, &plan(spec)?, 0, progress)
}

/// The DICOM form of one series.
enum Written {
    Ct(SeriesInfo),
    Projection(ProjectionInfo),
}

fn write(
    folder: &Path,
    phantom: &Phantom,
    days_before: u32,
    progress: &StepProgress,
) -> Result<(), LibraryError> {
    let study = phantom.study();
    let volumes = render(phantom, progress)?;
    let infos: Vec<Written> = study
        .series
        .iter()
        .enumerate()
        .map(|(idx, series)| written(study, idx, series, days_before))
        .collect();
    let series: Vec<NewSeries<'_>> = infos
        .iter()
        .zip(&volumes)
        .map(|(info, volume)| match info {
            Written::Ct(info) => NewSeries::Ct(volume, info),
            Written::Projection(info) => NewSeries::Projection(volume, info),
        })
        .collect();
    overread_dicom::write_study(folder, &series, Overwrite::Never)?;
    Ok(())
}

fn written(
    study: &SyntheticStudy,
    idx: usize,
    series: &SyntheticSeries,
    days_before: u32,
) -> Written {
    let info = series_info(study, idx, series, days_before);
    let modality = match series.modality {
        Modality::Ct => return Written::Ct(info),
        Modality::Cr => ProjectionModality::Cr,
        Modality::Dx => ProjectionModality::Dx,
        Modality::Mg => ProjectionModality::Mg,
    };
    let (row, column) = series.orientation.unwrap_or_default();
    Written::Projection(ProjectionInfo {
        series: info,
        modality,
        view: series.view.unwrap_or_default().to_owned(),
        orientation: (row.to_owned(), column.to_owned()),
        laterality: series.laterality,
        is_inverted: series.is_inverted,
        bits_stored: series.bits_stored,
    })
}

fn series_info(
    study: &SyntheticStudy,
    idx: usize,
    series: &SyntheticSeries,
    days_before: u32,
) -> SeriesInfo {
    let patient = &study.patient;
    let own = [
        (
            "PatientSize",
            (f64::from(patient.height_cm) / 100.0).to_string(),
        ),
        ("PatientWeight", patient.weight_kg.to_string()),
    ];
    let attributes = own.iter().chain(&series.attributes);
    SeriesInfo {
        patient: Patient {
            name: Some(patient.name.clone()),
            id: Some(patient.id.clone()),
            sex: Some(patient.sex.letter().to_owned()),
            birth_date: None,
            age: Some(format!("{:03}Y", patient.age_years)),
        },
        // Dates count from a fixed one: equal cases give equal files.
        study_date: study_date(days_before),
        study_time: "120000".to_owned(),
        study_description: study.description.clone(),
        series_description: series.description.clone(),
        series_number: i32::try_from(idx + 1).unwrap_or(i32::MAX),
        body_part: series.body_part.to_owned(),
        windows: series
            .windows
            .iter()
            .filter_map(|&(name, centre, width)| {
                Some(VoiWindow {
                    explanation: name.to_owned(),
                    window: Window::linear(centre, width).ok()?,
                })
            })
            .collect(),
        manufacturer: "Overread".to_owned(),
        is_synthetic: true,
        thickness_mm: series.thickness_mm,
        attributes: attributes
            .map(|(keyword, value)| ((*keyword).to_owned(), value.clone()))
            .collect(),
        uids: Some((study.uid.clone(), series.uid.clone())),
        // The UIDs of the images follow from that of the study.
        seed: seed_of(study.uid.as_str()),
    }
}

fn seed_of(uid: &str) -> Seed {
    Seed(0).child("dicom").child(uid)
}

/// The volumes of all series, in the order of the study.
fn render(phantom: &Phantom, progress: &StepProgress) -> Result<Vec<Volume>, LibraryError> {
    let series = &phantom.study().series;
    let n_slices: usize = series.iter().map(|s| s.geometry.size[2] as usize).sum();
    let mut volumes: Vec<Vec<i16>> = series
        .iter()
        .map(|s| vec![0i16; s.geometry.size.iter().map(|&n| n as usize).product()])
        .collect();
    let done = AtomicUsize::new(0);
    let draw = |(idx, z, slice): (usize, usize, &mut [i16])| {
        if progress.is_cancelled() {
            return Err(LibraryError::GivenUp);
        }
        let z = u32::try_from(z).unwrap_or(u32::MAX);
        slice.copy_from_slice(&phantom.render(idx, z));
        progress.set(done.fetch_add(1, Ordering::Relaxed) + 1, n_slices);
        Ok(())
    };
    let all = volumes.iter_mut().zip(series).enumerate();
    let mut slices = all.flat_map(|(idx, (samples, series))| {
        let [nx, ny, _] = series.geometry.size.map(|n| n as usize);
        let slices = samples.chunks_exact_mut((nx * ny).max(1)).enumerate();
        slices.map(move |(z, slice)| (idx, z, slice))
    });
    // Ahead of need one after another; as soon as someone waits for them, the others side by side.
    while progress.threads() == 1 {
        let Some(slice) = slices.next() else { break };
        draw(slice)?;
    }
    let others: Vec<(usize, usize, &mut [i16])> = slices.collect();
    others.into_par_iter().try_for_each(draw)?;
    let volumes = volumes.into_iter().zip(series).map(|(samples, series)| {
        Ok(Volume::new(
            series.geometry.clone(),
            samples,
            Rescale::IDENTITY,
        )?)
    });
    volumes.collect()
}

#[cfg(test)]
mod tests;

//! Opens the cases of a scenario: synthetic ones are made, DICOM ones are read. Truth comes apart from the images.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use overread_base::{CaseTruth, Diagnostics, IdError, Laterality, SeriesUid};
use overread_dicom::{Frame, LoadedVolume, Progress, Series, SeriesGeometry, SpacingSource, Study};
use overread_image::{Volume, VolumeError};
use overread_phantom::PhantomError;
use overread_scenario::{Case, CaseSource, DicomSource};
use overread_viewer::{Calibration, SeriesFacts, SeriesSpace};

use crate::images::{CaseImages, ImageSeries, PatientLines};
use crate::priors;
use crate::step::{ArrivingSeries, StepProgress};
use crate::synthetic;

/// Why a case cannot be opened. The other cases are not concerned.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LibraryError {
    /// The scenario asks for a phantom that cannot be made.
    #[error("phantom: {0}")]
    Phantom(#[from] PhantomError),
    /// The folder of a DICOM case is not there.
    #[error("no folder of DICOM files: {}", .folder.display())]
    NoFolder {
        /// The folder looked for.
        folder: PathBuf,
    },
    /// The folder holds nothing that can be read.
    #[error("no readable images: {problems} ({})", .folder.display())]
    NoImages {
        /// What was found wrong, all of it.
        problems: String,
        /// The folder.
        folder: PathBuf,
    },
    /// The series that the scenario names is not in the folder.
    #[error("series {series} is not in {}", .folder.display())]
    NoSeries {
        /// The series asked for.
        series: SeriesUid,
        /// The folder.
        folder: PathBuf,
    },
    /// A DICOM folder or series cannot be read.
    #[error(transparent)]
    Dicom(#[from] overread_dicom::DicomError),
    /// Samples and grid do not fit.
    #[error(transparent)]
    Volume(#[from] VolumeError),
    /// An identifier that is none.
    #[error(transparent)]
    Id(#[from] IdError),
    /// Nobody waits for the case any more.
    #[error("opening the case was given up")]
    GivenUp,
    /// A fault of the program's own.
    #[error("opening the case crashed: a fault of this program, not of the study")]
    Crashed,
}

/// Makes or reads the images of a case. DICOM folders are looked for under `studies`.
///
/// # Errors
/// [`LibraryError`] names what is missing or wrong, and where.
pub fn open_images(
    case: &Case,
    studies: &Path,
    progress: &StepProgress,
) -> Result<CaseImages, LibraryError> {
    match &case.source {
        CaseSource::Phantom(spec) => synthetic::images(spec, progress),
        CaseSource::Dicom(source) => dicom_images(source, studies, progress),
    }
}

/// The truth of a case; `None` where it is not known.
///
/// # Errors
/// [`LibraryError::Phantom`] if a synthetic case cannot be made.
pub fn truth_of(case: &Case) -> Result<Option<CaseTruth>, LibraryError> {
    match &case.source {
        CaseSource::Phantom(spec) => Ok(Some(synthetic::ground(spec)?.truth)),
        CaseSource::Dicom(source) => Ok(source.truth.clone()),
    }
}

fn dicom_images(
    source: &DicomSource,
    studies: &Path,
    progress: &StepProgress,
) -> Result<CaseImages, LibraryError> {
    let folder = studies.join(&source.folder);
    let mut images = open_folder(&folder, source.series.as_ref(), progress)?;
    priors::add(&mut images, source, studies, progress);
    if progress.is_cancelled() {
        return Err(LibraryError::GivenUp);
    }
    Ok(images)
}

/// The series of a further study that can be read, the largest first; the others become faults.
pub(crate) fn series_of(
    study: &Study,
    progress: &StepProgress,
    found: &mut Diagnostics,
) -> Vec<ImageSeries> {
    let mut series = Vec::new();
    for candidate in &study.series {
        // Not the first series of the case: nobody looks at it while it comes.
        let part = SeriesProgress {
            whole: progress,
            idx: 1,
            n_series: 1,
        };
        if progress.is_cancelled() {
            break;
        }
        match load_series(candidate, &part, found) {
            Ok(loaded) => series.extend(loaded),
            Err(error) => found.error(format!("series {}", candidate.uid), error.to_string()),
        }
    }
    series.sort_by_key(|s| std::cmp::Reverse(s.volume.geometry().size[2]));
    series
}

/// Reads a folder of DICOM files: the study with the most images, or the newest of its kind and patient, every series of
/// it (or the named one).
///
/// Series that cannot be read become warnings as long as one can.
///
/// # Errors
/// [`LibraryError`] if there is no folder or nothing readable in it.
pub fn open_folder(
    folder: &Path,
    only: Option<&SeriesUid>,
    progress: &StepProgress,
) -> Result<CaseImages, LibraryError> {
    if !folder.is_dir() {
        return Err(LibraryError::NoFolder {
            folder: folder.to_owned(),
        });
    }
    let mut found = Diagnostics::default();
    let library = overread_dicom::open_folder(folder, &mut found)?;
    let n_frames = |study: &Study| study.series.iter().map(|s| s.frames.len()).sum::<usize>();
    let holds = |study: &&Study| only.is_none_or(|uid| study.series.iter().any(|s| &s.uid == uid));
    let Some(study) = library
        .studies
        .iter()
        .filter(holds)
        .max_by_key(|study| n_frames(study))
    else {
        return Err(match only {
            Some(series) => LibraryError::NoSeries {
                series: series.clone(),
                folder: folder.to_owned(),
            },
            None => LibraryError::NoImages {
                problems: text_of(&found),
                folder: folder.to_owned(),
            },
        });
    };
    let (study, wanted) = match only {
        Some(uid) => (
            study,
            study.series.iter().filter(|s| &s.uid == uid).collect(),
        ),
        None => examination(&library, study, folder, &mut found),
    };
    let mut series = Vec::new();
    if let Some(first) = wanted.first().and_then(|first| arriving(first)) {
        progress.begin_series(first);
    }
    for (idx, candidate) in wanted.iter().enumerate() {
        if progress.is_cancelled() {
            return Err(LibraryError::GivenUp);
        }
        let part = SeriesProgress {
            whole: progress,
            idx,
            n_series: wanted.len(),
        };
        part.loaded(0, 1);
        match load_series(candidate, &part, &mut found) {
            Ok(loaded) => series.extend(loaded),
            Err(error) => found.error(format!("series {}", candidate.uid), error.to_string()),
        }
    }
    progress.set(1, 1);
    if series.is_empty() {
        return Err(LibraryError::NoImages {
            problems: text_of(&found),
            folder: folder.to_owned(),
        });
    }
    series.sort_by_key(|s| std::cmp::Reverse(s.volume.geometry().size[2]));
    Ok(CaseImages {
        study: study.uid.clone(),
        patient: patient_lines(study),
        study_date: study.date.clone(),
        description: study.description.clone(),
        indication: Vec::new(),
        series,
        warnings: messages(&found),
    })
}

/// What is known of a series before its pixels are read; `None` for images that do not become one stack.
fn arriving(series: &Series) -> Option<ArrivingSeries> {
    let is_grid = series.geometry.grid().is_some();
    if !is_grid && overread_dicom::detector_stacks(series).len() != 1 {
        return None;
    }
    let frame = series.frames.first().filter(|_| !is_grid);
    Some(ArrivingSeries {
        facts: facts(series, frame),
        n_slices: u32::try_from(series.frames.len()).unwrap_or(u32::MAX),
        vois: series.vois.iter().map(|named| named.voi.clone()).collect(),
        is_inverted: series.photometric == "MONOCHROME1",
    })
}

fn patient_lines(study: &Study) -> PatientLines {
    PatientLines {
        name: study.patient.name.as_deref().map(readable_name),
        id: study.patient.id.clone(),
        sex: study.patient.sex.clone(),
        age: study.patient.age.clone(),
    }
}

/// The study to be read, and its series: the newest of those like `largest`, or all where each is one view of one
/// examination. What comes first can be looked at first: the series with the most slices.
fn examination<'a>(
    library: &'a overread_dicom::Library,
    largest: &'a Study,
    folder: &Path,
    found: &mut Diagnostics,
) -> (&'a Study, Vec<&'a Series>) {
    let (study, studies) = match views_of_one_examination(library) {
        Some(views) => {
            let n_studies = views.len();
            found.warn(
                folder.display().to_string(),
                format!("{n_studies} studies of one day hold one mammographic view each: they are read as one examination"),
            );
            (largest, views)
        }
        None => {
            let newest = priors::newest_alike(library, largest);
            (newest, vec![newest])
        }
    };
    let mut wanted: Vec<&Series> = studies.into_iter().flat_map(|s| &s.series).collect();
    wanted.sort_by_key(|s| std::cmp::Reverse(s.frames.len()));
    (study, wanted)
}

/// Mammograms whose archive made a study, and even a patient, of each view: the studies of one day that hold one
/// view each, no view twice. `None` for everything else.
pub(crate) fn views_of_one_examination(library: &overread_dicom::Library) -> Option<Vec<&Study>> {
    let studies = &library.studies;
    let mut views = BTreeSet::new();
    for study in studies {
        let [series] = study.series.as_slice() else {
            return None;
        };
        let frame = series.frames.first()?;
        let is_mammogram = series.modality == "MG" && study.objects.is_empty();
        let is_of_the_day = study.date.is_some() && study.date == studies[0].date;
        let side = match frame.laterality? {
            Laterality::Right => 'R',
            Laterality::Left => 'L',
            Laterality::Bilateral | Laterality::Midline => return None,
        };
        let is_new = views.insert((side, frame.view.clone()?));
        if !(is_mammogram && is_of_the_day && is_new) {
            return None;
        }
    }
    (studies.len() > 1).then(|| studies.iter().collect())
}

/// What is odd about the images, each thing said once, with the name of the first file that it was found in.
fn messages(found: &Diagnostics) -> Vec<String> {
    let mut told: Vec<(&str, Option<String>, usize)> = Vec::new();
    for diagnostic in found.all() {
        // Some messages end with the path of the file that they are about, as logs want it.
        let (text, path) = match diagnostic.message.rsplit_once(" (/") {
            Some((text, path)) => (text, path.trim_end_matches(')')),
            None => (diagnostic.message.as_str(), diagnostic.place.as_str()),
        };
        let file = Path::new(path).file_name().filter(|_| path.contains('/'));
        match told.iter_mut().find(|(known, ..)| *known == text) {
            Some((.., n_more)) => *n_more += 1,
            None => told.push((text, file.map(|f| f.to_string_lossy().into_owned()), 0)),
        }
    }
    let line = |(text, file, n_more): (&str, Option<String>, usize)| match (file, n_more) {
        (None, _) => text.to_owned(),
        (Some(file), 0) => format!("{text} ({file})"),
        (Some(file), n_more) => format!("{text} ({file} and {n_more} more)"),
    };
    told.into_iter().map(line).collect()
}

/// The progress of one series as a part of the whole.
struct SeriesProgress<'a> {
    whole: &'a StepProgress,
    idx: usize,
    n_series: usize,
}

impl Progress for SeriesProgress<'_> {
    fn is_cancelled(&self) -> bool {
        self.whole.is_cancelled()
    }

    fn wanted(&self) -> u32 {
        match self.idx {
            0 => self.whole.wanted_slice(),
            _ => 0,
        }
    }

    fn is_waiting(&self) -> bool {
        self.idx == 0 && self.whole.is_waiting_for_slice()
    }

    fn show(&self, frame: u32, slice: Volume) {
        self.whole.show_slice(frame, slice);
    }

    fn threads(&self) -> usize {
        self.whole.threads()
    }

    fn loaded(&self, n_loaded: u32, n_frames: u32) {
        let n_frames = n_frames as usize;
        self.whole.set(
            self.idx * n_frames + n_loaded as usize,
            self.n_series * n_frames,
        );
    }
}

/// A series as volumes: one where its frames make a grid, else one for each stack of images that belong together.
fn load_series(
    series: &Series,
    progress: &SeriesProgress<'_>,
    found: &mut Diagnostics,
) -> Result<Vec<ImageSeries>, LibraryError> {
    if series.geometry.grid().is_some() {
        let loaded = overread_dicom::load_volume(series, progress)?;
        return Ok(vec![image_series(series, None, loaded, found)]);
    }
    if series.geometry == SeriesGeometry::Unknown {
        found.warn(
            format!("series {}", series.uid),
            "slice positions are unknown: slices are shown in their order, without distances",
        );
    }
    let stacks = overread_dicom::detector_stacks(series);
    let mut shown = Vec::new();
    for frames in stacks.iter().take(MAX_STACKS) {
        let loaded = overread_dicom::load_stack(series, frames, progress)?;
        shown.push(image_series(series, frames.first(), loaded, found));
    }
    if stacks.len() > MAX_STACKS {
        found.warn(
            format!("series {}", series.uid),
            format!("only {MAX_STACKS} of {} images are shown", stacks.len()),
        );
    }
    Ok(shown)
}

/// Images without a common grid that are opened one by one.
const MAX_STACKS: usize = 64;

fn image_series(
    series: &Series,
    frame: Option<&Frame>,
    loaded: LoadedVolume,
    found: &mut Diagnostics,
) -> ImageSeries {
    for warning in loaded.warnings {
        found.warn(format!("series {}", series.uid), warning);
    }
    ImageSeries {
        facts: facts(series, frame),
        volume: loaded.volume,
        vois: loaded.vois.into_iter().map(|named| named.voi).collect(),
        is_inverted: loaded.is_inverted,
        colour: loaded.colour,
        overlays: loaded.overlays,
        attributes: series.attributes.clone(),
    }
}

/// What the files say of a series, or of one `frame` of it that stands alone.
fn facts(series: &Series, frame: Option<&Frame>) -> SeriesFacts {
    let shown = frame.or_else(|| series.frames.first());
    let number = |keyword: &str| series.attributes.get(keyword)?.trim().parse().ok();
    SeriesFacts {
        uid: series.uid.clone(),
        study: series.study.clone(),
        study_date: series.attributes.get("StudyDate").cloned(),
        prior: 0,
        number: series.number,
        modality: series.modality.clone(),
        body_part: series.body_part.clone(),
        description: series.description.clone(),
        laterality: shown.and_then(|f| f.laterality),
        view: shown.and_then(|f| f.view.clone()),
        patient_orientation: shown.and_then(|f| f.patient_orientation.clone()),
        space: match series.geometry {
            SeriesGeometry::Regular(_) | SeriesGeometry::Resampled { .. } => SeriesSpace::Patient,
            SeriesGeometry::Planar | SeriesGeometry::Unknown => SeriesSpace::Detector,
        },
        frame_of_reference: series.attributes.get("FrameOfReferenceUID").cloned(),
        is_for_processing: series
            .attributes
            .get("PresentationIntentType")
            .is_some_and(|intent| intent.trim() == "FOR PROCESSING"),
        calibration: match shown.and_then(|f| f.spacing).map(|s| s.source) {
            Some(SpacingSource::Patient) => Calibration::Patient,
            Some(SpacingSource::Detector) => Calibration::Detector,
            None => Calibration::Unknown,
        },
        kernel: series.kernel.clone(),
        thickness_mm: series.slice_thickness_mm,
        kvp: series.kvp,
        exposure_mas: number("Exposure"),
    }
}

/// DICOM writes `family^given^middle`; a corner text reads better without the carets.
fn readable_name(name: &str) -> String {
    let parts: Vec<&str> = name
        .split(['^', '='])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" ")
}

fn text_of(found: &Diagnostics) -> String {
    let all: Vec<String> = found.all().iter().map(ToString::to_string).collect();
    if all.is_empty() {
        "no DICOM images in it".to_owned()
    } else {
        all.join("; ")
    }
}

#[cfg(test)]
mod tests;

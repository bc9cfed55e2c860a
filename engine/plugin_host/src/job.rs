//! What a job is given: the study's series and the circumstances. Nothing of how it runs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use overread_base::{Seed, SeriesUid, StudyUid};
use overread_image::Volume;

use crate::CancelFlag;

/// Called with the fraction done (0 to 1) and the name of the stage.
pub type Progress = Arc<dyn Fn(f32, &str) + Send + Sync>;

/// One service's work on one study.
#[derive(Clone)]
pub struct Job {
    /// The study; a plugin does not see its UID.
    pub study: StudyUid,
    /// What the plugin may open, in the order in which it sees them.
    pub series: Vec<JobSeries>,
    /// BCP 47 tag of the reader's language.
    pub locale: String,
    /// Values of the manifest's settings by name; the rest keep their defaults.
    pub settings: BTreeMap<String, String>,
    /// DICOM keywords beyond the basic set that the user granted; the manifest must want them too.
    pub granted_attributes: BTreeSet<String>,
    /// Whether the user granted series of prior studies; the manifest must want them too.
    pub granted_prior_studies: bool,
    /// Source of the plugin's random numbers.
    pub seed: Seed,
    /// Ends the job from outside.
    pub cancel: CancelFlag,
    /// Told how far the job is, on the job's thread.
    pub progress: Progress,
}

impl Job {
    /// A job without settings, grants and listeners.
    #[must_use]
    pub fn new(study: StudyUid, series: Vec<JobSeries>) -> Self {
        Self {
            study,
            series,
            locale: "en".to_owned(),
            settings: BTreeMap::new(),
            granted_attributes: BTreeSet::new(),
            granted_prior_studies: false,
            seed: Seed(0),
            cancel: CancelFlag::default(),
            progress: Arc::new(|_, _| {}),
        }
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither the study's UID nor attributes: they must not reach a log.
        f.debug_struct("Job")
            .field("series", &self.series.len())
            .field("locale", &self.locale)
            .field("seed", &self.seed)
            .finish_non_exhaustive()
    }
}

/// A series of a job.
#[derive(Debug, Clone)]
pub struct JobSeries {
    /// Series Instance UID; the plugin sees a number in its place.
    pub uid: SeriesUid,
    /// 0 for the study of the job, 1 for the most recent prior one, and so on.
    pub study: u32,
    /// How many days before the study of the job its study was made, where known.
    pub days_before: Option<u32>,
    /// DICOM modality, e.g. `CT`.
    pub modality: String,
    /// The pixels.
    pub volume: Volume,
    /// Values by DICOM keyword; the plugin sees the basic set and what was granted.
    pub attributes: BTreeMap<String, String>,
}

/// DICOM keywords that every plugin sees: how the images were made, nothing of the patient.
pub(crate) const BASIC_ATTRIBUTES: [&str; 12] = [
    "BodyPartExamined",
    "BurnedInAnnotation",
    "ImageLaterality",
    "ImageType",
    "Laterality",
    "Modality",
    "PatientPosition",
    "PhotometricInterpretation",
    "PixelSpacing",
    "RescaleType",
    "SliceThickness",
    "ViewPosition",
];

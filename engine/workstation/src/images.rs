//! The images of a case as viewer and services get them: volumes with their windows and names. Holds no truth.

use std::collections::BTreeMap;

use overread_base::{SeriesUid, StudyUid};
use overread_image::{Volume, Window};

/// All that may be shown of a case's study.
#[derive(Debug, Clone)]
pub struct CaseImages {
    /// The study.
    pub study: StudyUid,
    /// What the corner of the image says of the patient.
    pub patient: PatientLines,
    /// Study date, `YYYYMMDD`.
    pub study_date: Option<String>,
    /// Study description.
    pub description: Option<String>,
    /// The series that can be read, at least one.
    pub series: Vec<ImageSeries>,
    /// What a reader has to know about the images, e.g. uneven slices.
    pub warnings: Vec<String>,
}

/// The patient as the images name them. Patient data: never logged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PatientLines {
    /// Name, without carets.
    pub name: Option<String>,
    /// Patient id.
    pub id: Option<String>,
    /// Sex as the file gives it.
    pub sex: Option<String>,
    /// Age, e.g. `063Y`.
    pub age: Option<String>,
}

/// One series, loaded.
#[derive(Debug, Clone)]
pub struct ImageSeries {
    /// Its UID.
    pub uid: SeriesUid,
    /// DICOM modality.
    pub modality: String,
    /// Body part examined.
    pub body_part: Option<String>,
    /// Series description.
    pub description: Option<String>,
    /// The pixels; a projection is a volume of one slice.
    pub volume: Volume,
    /// The windows that the file offers.
    pub windows: Vec<Window>,
    /// Whether low values are white (`MONOCHROME1`).
    pub is_inverted: bool,
    /// What a service may be told, by DICOM keyword.
    pub attributes: BTreeMap<String, String>,
}

//! The images of a case as viewer and services get them: volumes with their windows and names. Holds no truth.

use std::collections::BTreeMap;

use overread_base::{LocalText, StudyUid};
use overread_image::{OverlayPlane, RgbImage, Voi, Volume, Window};
use overread_viewer::{SeriesFacts, ViewedSeries};

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
    /// Why the study was made, as its request says, per language; empty where nothing says so.
    pub indication: Vec<LocalText>,
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
    /// What the files say of it.
    pub facts: SeriesFacts,
    /// The pixels; a projection is a volume of one slice.
    pub volume: Volume,
    /// The windows and VOI LUTs that the file offers, the first one to be used at the start.
    pub vois: Vec<Voi>,
    /// Whether low values are white (`MONOCHROME1`).
    pub is_inverted: bool,
    /// The image in colour, one for each slice, where the file is in colour; `volume` then holds its luminance.
    pub colour: Vec<RgbImage>,
    /// Bitmaps of the file over its image, for a series of one slice.
    pub overlays: Vec<OverlayPlane>,
    /// What a service may be told, by DICOM keyword.
    pub attributes: BTreeMap<String, String>,
}

impl ImageSeries {
    /// A window from the least to the greatest value that is no padding.
    #[must_use]
    pub fn full_range(&self) -> Window {
        let viewed = ViewedSeries {
            facts: &self.facts,
            volume: &self.volume,
            vois: &self.vois,
        };
        viewed.full_range()
    }
}

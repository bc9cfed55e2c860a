//! What is known of a series besides its pixels: what hanging protocols, corner text and letters go by. No pixels.

use overread_base::{Laterality, SeriesUid, StudyUid};

/// A series as its files describe it, in DICOM's terms. Unknown is `None`, never an empty text.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesFacts {
    /// Series Instance UID; marks name it.
    pub uid: SeriesUid,
    /// Study Instance UID.
    pub study: StudyUid,
    /// Study Date (0008,0020), `YYYYMMDD`.
    pub study_date: Option<String>,
    /// How many studies of the patient are newer: 0 for the one to be read, from 1 for its priors.
    pub prior: u32,
    /// Series Number (0020,0011).
    pub number: Option<i32>,
    /// Modality (0008,0060).
    pub modality: String,
    /// Body Part Examined (0018,0015).
    pub body_part: Option<String>,
    /// Series Description (0008,103E); shown, never matched.
    pub description: Option<String>,
    /// Image Laterality (0020,0062), else Laterality (0020,0060).
    pub laterality: Option<Laterality>,
    /// View Position (0018,5101), or the short form of the view code: `CC`, `MLO`, `PA`, `AP`, `LL` ...
    pub view: Option<String>,
    /// Patient Orientation (0020,0020): where rows and where columns lead, e.g. `("A", "FR")`.
    pub patient_orientation: Option<(String, String)>,
    /// What the volume's axes are.
    pub space: SeriesSpace,
    /// Frame of Reference UID (0020,0052): series that share it share their patient positions.
    pub frame_of_reference: Option<String>,
    /// Presentation Intent Type (0008,0068) is FOR PROCESSING: raw values, hung only where nothing else is there.
    pub is_for_processing: bool,
    /// Where the pixel spacing comes from.
    pub calibration: Calibration,
    /// Convolution Kernel (0018,1210).
    pub kernel: Option<String>,
    /// Slice Thickness (0018,0050), mm.
    pub thickness_mm: Option<f64>,
    /// KVP (0018,0060), kV.
    pub kvp: Option<f64>,
    /// Exposure (0018,1152), mAs.
    pub exposure_mas: Option<f64>,
}

impl SeriesFacts {
    /// A series of the study to be read, of which nothing else is known.
    #[must_use]
    pub fn new(uid: SeriesUid, study: StudyUid, modality: &str, space: SeriesSpace) -> Self {
        Self {
            uid,
            study,
            study_date: None,
            prior: 0,
            number: None,
            modality: modality.to_owned(),
            body_part: None,
            description: None,
            laterality: None,
            view: None,
            patient_orientation: None,
            space,
            calibration: Calibration::Unknown,
            kernel: None,
            thickness_mm: None,
            kvp: None,
            exposure_mas: None,
            frame_of_reference: None,
            is_for_processing: false,
        }
    }
}

/// What the axes of a series' volume are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SeriesSpace {
    /// A voxel grid in the patient: planes can be cut through it.
    Patient,
    /// Images on a detector, or of a probe: x to the right, y down. Several are frames along z, 1 mm apart by
    /// convention, and no plane can be cut through them.
    Detector,
}

/// Where a pixel spacing comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Calibration {
    /// Pixel Spacing (0028,0030): in the patient, or calibrated.
    Patient,
    /// Imager Pixel Spacing (0018,1164): at the detector, not corrected for magnification.
    Detector,
    /// None is known: the volume's pixels of 1 mm are a convention, and lengths are in pixels.
    Unknown,
}

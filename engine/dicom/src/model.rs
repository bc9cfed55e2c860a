//! Studies, series and frames as the rest of Overread sees them. No reading, no pixels, no type of the DICOM crates.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use overread_base::{Laterality, SeriesUid, SopUid, StudyUid, Vec3, VolumeGeometry};
use overread_image::{NamedVoi, Rescale, Window};

use crate::pixels::PixelLayout;

/// What a folder holds.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// By study date, then UID.
    pub studies: Vec<Study>,
    /// Files that are not DICOM and were passed over.
    pub n_other_files: usize,
    /// The same files by the last part of their names, in small letters, without the dot; empty for names without one.
    pub other_kinds: BTreeMap<String, usize>,
    /// Directories of media (DICOMDIR) that were found on the way.
    pub n_directories: usize,
    /// DICOM files that were refused; the reasons stand in the diagnostics.
    pub refused: Vec<PathBuf>,
}

impl Library {
    /// All series with images, study by study.
    pub fn series(&self) -> impl Iterator<Item = &Series> {
        self.studies.iter().flat_map(|study| &study.series)
    }
}

/// One examination of one patient.
#[derive(Debug, Clone)]
pub struct Study {
    /// Study Instance UID.
    pub uid: StudyUid,
    /// Who was examined.
    pub patient: Patient,
    /// Study Date (0008,0020), `YYYYMMDD`.
    pub date: Option<String>,
    /// Study Time (0008,0030).
    pub time: Option<String>,
    /// Study Description (0008,1030).
    pub description: Option<String>,
    /// Accession Number (0008,0050).
    pub accession: Option<String>,
    /// By series number, then UID, then part.
    pub series: Vec<Series>,
    /// Reports, segmentations and the like, which are not shown as images.
    pub objects: Vec<StudyObject>,
}

/// The patient as the files name them; patient data, never to be logged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Patient {
    /// Patient's Name (0010,0010), with its carets.
    pub name: Option<String>,
    /// Patient ID (0010,0020).
    pub id: Option<String>,
    /// Patient's Sex (0010,0040).
    pub sex: Option<String>,
    /// Patient's Birth Date (0010,0030), `YYYYMMDD`.
    pub birth_date: Option<String>,
    /// Patient's Age (0010,1010), e.g. `063Y`.
    pub age: Option<String>,
}

/// An object of a study that holds no image to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudyObject {
    /// Modality, e.g. `SR`, `SEG`.
    pub modality: String,
    /// SOP Class UID.
    pub sop_class: String,
    /// Series Description (0008,103E).
    pub description: Option<String>,
    /// What it says of itself, for people: title and state of a report, type and labels of a segmentation; may be empty.
    pub summary: String,
    /// SOP Instance UID.
    pub sop: SopUid,
    /// Where it lies.
    pub file: PathBuf,
}

/// Frames that belong together: slices of one volume, or projections.
#[derive(Debug, Clone)]
pub struct Series {
    /// Series Instance UID; parts of a split series share it.
    pub uid: SeriesUid,
    /// The study it belongs to.
    pub study: StudyUid,
    /// 1-based part and the number of parts, where a series holds frames of several sizes, orientations or passes.
    pub part: (u32, u32),
    /// Series Number (0020,0011).
    pub number: Option<i32>,
    /// Modality (0008,0060), e.g. `CT`.
    pub modality: String,
    /// Series Description (0008,103E).
    pub description: Option<String>,
    /// Body Part Examined (0018,0015).
    pub body_part: Option<String>,
    /// Convolution Kernel (0018,1210).
    pub kernel: Option<String>,
    /// KVP (0018,0060), kV.
    pub kvp: Option<f64>,
    /// Slice Thickness (0018,0050), mm.
    pub slice_thickness_mm: Option<f64>,
    /// Manufacturer (0008,0070).
    pub manufacturer: Option<String>,
    /// Photometric Interpretation (0028,0004).
    pub photometric: String,
    /// Columns and rows of the first frame.
    pub size: [u32; 2],
    /// The frames: volumes by position along the normal `row x column`, others by instance number.
    pub frames: Vec<Frame>,
    /// How the frames lie in space.
    pub geometry: SeriesGeometry,
    /// Windows and VOI LUTs of the first frame that has one, in the order of the file.
    pub vois: Vec<NamedVoi>,
    /// Text and number attributes of the first frame's data set by DICOM keyword; sequences are left out.
    pub attributes: BTreeMap<String, String>,
}

/// How the frames of a series lie in space.
#[derive(Debug, Clone, PartialEq)]
pub enum SeriesGeometry {
    /// Parallel slices at equal distances: a voxel grid.
    Regular(VolumeGeometry),
    /// Parallel slices that are uneven or tilted; the grid is what [`load_volume`](crate::load_volume) resamples onto.
    Resampled {
        /// The regular grid.
        grid: VolumeGeometry,
        /// The angle between the stack and the normal of its slices, degrees.
        tilt_deg: f64,
        /// Least and greatest distance of neighbouring slices, mm.
        spacing_range_mm: (f64, f64),
    },
    /// Projections, or a single image: a detector plane without a place in the patient.
    Planar,
    /// Slices whose positions the files do not give: the order is that of the instance numbers.
    Unknown,
}

impl SeriesGeometry {
    /// The grid of the volume, if the frames make one.
    #[must_use]
    pub fn grid(&self) -> Option<&VolumeGeometry> {
        match self {
            Self::Regular(grid) | Self::Resampled { grid, .. } => Some(grid),
            Self::Planar | Self::Unknown => None,
        }
    }
}

/// One frame of one instance.
#[derive(Debug, Clone)]
pub struct Frame {
    /// SOP Instance UID.
    pub sop: SopUid,
    /// SOP Class UID (0008,0016); empty if the file has none.
    pub sop_class: String,
    /// From 1.
    pub frame_number: u32,
    /// The file.
    pub file: PathBuf,
    /// Instance Number (0020,0013).
    pub instance_number: Option<i32>,
    /// Columns and rows.
    pub size: [u32; 2],
    /// Centre of the first pixel, patient LPS mm.
    pub position: Option<Vec3>,
    /// Directions of rows and of columns, patient LPS, as the file gives them.
    pub orientation: Option<(Vec3, Vec3)>,
    /// The pixel spacing and where it comes from.
    pub spacing: Option<PixelSpacing>,
    /// Stored values to HU or other units.
    pub rescale: Rescale,
    /// Windows and VOI LUTs of this frame, in the order of the file; frames that have none of their own share them.
    pub vois: Arc<[NamedVoi]>,
    /// Patient Orientation (0020,0020) of projections: the letters along rows and along columns.
    pub patient_orientation: Option<(String, String)>,
    /// The imaged side.
    pub laterality: Option<Laterality>,
    /// The projection as View Position (0018,5101) writes it, e.g. `PA`, `MLO`; from View Code Sequence where that
    /// alone is there. A mammogram's may come from a text, which is then a remark in the diagnostics.
    pub view: Option<String>,
    /// Which of several stacks and times of a multi-frame object the frame belongs to.
    pub group: FrameGroup,
    pub(crate) layout: Arc<PixelLayout>,
}

/// How the samples of a frame are stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameStorage {
    /// Transfer Syntax UID; for files without one, what their bytes say.
    pub transfer_syntax: String,
    /// Photometric Interpretation (0028,0004).
    pub photometric: String,
    /// Bits Stored (0028,0101).
    pub bits_stored: u16,
    /// Bits Allocated (0028,0100).
    pub bits_allocated: u16,
    /// Samples per Pixel (0028,0002).
    pub samples_per_pixel: u16,
    /// Whether a Modality LUT Sequence stands in place of a rescale.
    pub has_modality_lut: bool,
}

impl Frame {
    /// How its samples are stored in the file.
    #[must_use]
    pub fn storage(&self) -> FrameStorage {
        let layout = &self.layout;
        FrameStorage {
            transfer_syntax: layout.transfer_syntax.clone(),
            photometric: layout.photometric.clone(),
            bits_stored: layout.shape.bits_stored,
            bits_allocated: layout.shape.bits_allocated,
            samples_per_pixel: layout.shape.samples_per_pixel,
            has_modality_lut: layout.modality_lut.is_some(),
        }
    }
}

/// What sets frames of one multi-frame object apart that lie at the same places (PS3.3 C.7.6.16.2.2).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FrameGroup {
    /// Stack ID (0020,9056).
    pub stack: Option<String>,
    /// Temporal Position Index (0020,9128), from 1.
    pub time: Option<u32>,
    /// Frame Type (0008,9007), e.g. `ORIGINAL\PRIMARY\VOLUME\NONE`.
    pub frame_type: Option<String>,
}

/// Distances of pixel centres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PixelSpacing {
    /// Between neighbours in a row, mm (the second value of the attribute).
    pub column_mm: f64,
    /// Between neighbours in a column, mm (the first value of the attribute).
    pub row_mm: f64,
    /// Which attribute says so.
    pub source: SpacingSource,
}

/// Which attribute a pixel spacing comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SpacingSource {
    /// Pixel Spacing (0028,0030): in the patient, or calibrated.
    Patient,
    /// Imager Pixel Spacing (0018,1164): at the detector, not corrected for magnification.
    Detector,
}

/// A window with its explanation, as it is written to a file.
#[derive(Debug, Clone, PartialEq)]
pub struct VoiWindow {
    /// Window Center & Width Explanation (0028,1055), empty if absent.
    pub explanation: String,
    /// In the units after rescale.
    pub window: Window,
}

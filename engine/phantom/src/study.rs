//! What a synthetic study consists of: its person, its series, its truth. No pixels.

use overread_base::{
    CaseTruth, Laterality, LocalText, PhantomKind, Seed, SeriesUid, StudyUid, VolumeGeometry,
};

use crate::patient::SyntheticPatient;

/// A synthetic study without its pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct SyntheticStudy {
    /// Derived from the seed alone.
    pub uid: StudyUid,
    /// The person, who does not exist.
    pub patient: SyntheticPatient,
    /// Why the study was made, per language; fits person and findings without naming them.
    pub indication: Vec<LocalText>,
    /// Study Description (0008,1030).
    pub description: String,
    /// The series, at least one.
    pub series: Vec<SyntheticSeries>,
    /// What is in the study.
    pub truth: CaseTruth,
}

/// One series of a synthetic study.
#[derive(Debug, Clone, PartialEq)]
pub struct SyntheticSeries {
    /// Derived from the seed alone.
    pub uid: SeriesUid,
    /// What made the images.
    pub modality: Modality,
    /// Body Part Examined (0018,0015).
    pub body_part: &'static str,
    /// Series Description (0008,103E).
    pub description: String,
    /// CT: where the voxels lie in the patient. Projections: one slice on the detector, x right, y down, pixels as
    /// Imager Pixel Spacing (0018,1164) gives them.
    pub geometry: VolumeGeometry,
    /// CT: slice thickness, mm.
    pub thickness_mm: Option<f64>,
    /// View Position (0018,5101) of a projection: `PA`, `AP`, `LL`, `CC`, `MLO`.
    pub view: Option<&'static str>,
    /// Patient Orientation (0020,0020) of a projection: where rows and columns lead, e.g. `("L", "F")`.
    pub orientation: Option<(&'static str, &'static str)>,
    /// Image Laterality (0020,0062).
    pub laterality: Option<Laterality>,
    /// Whether low values are white (`MONOCHROME1`).
    pub is_inverted: bool,
    /// Bits Stored (0028,0101).
    pub bits_stored: u8,
    /// Name, centre and width of the windows offered, the first one for the start.
    pub windows: Vec<(&'static str, f32, f32)>,
    /// Further attributes of the images by DICOM keyword, e.g. `KVP`.
    pub attributes: Vec<(&'static str, String)>,
}

impl SyntheticStudy {
    /// The study as one of this kind and made some days before the current one: the same person, identities of its own.
    pub(crate) fn made_earlier(mut self, kind: PhantomKind, seed: Seed, days: u32) -> Self {
        let of_kind = match kind {
            // Their UIDs are those of the time when they were the only kind.
            PhantomKind::ChestCt => seed,
            PhantomKind::HeadCt | PhantomKind::ChestRadiograph | PhantomKind::Mammography => {
                seed.child(kind.word())
            }
        };
        let own = match days {
            0 => of_kind,
            _ => of_kind.child("prior").index(u64::from(days)),
        };
        self.patient = self.patient.earlier(seed, days);
        if let Some(uid) = study_uid(own) {
            self.uid = uid;
        }
        for (number, series) in self.series.iter_mut().enumerate() {
            let Some(uid) = series_uid(own, number) else {
                continue;
            };
            let lesions = self.truth.lesions.iter_mut();
            for view in lesions.flat_map(|lesion| &mut lesion.views) {
                if view.series == series.uid {
                    view.series = uid.clone();
                }
            }
            series.uid = uid;
        }
        self
    }
}

/// What made an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Modality {
    /// Computed tomography; samples are HU.
    Ct,
    /// Computed radiography.
    Cr,
    /// Digital radiography.
    Dx,
    /// Mammography.
    Mg,
}

impl Modality {
    /// Modality (0008,0060).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ct => "CT",
            Self::Cr => "CR",
            Self::Dx => "DX",
            Self::Mg => "MG",
        }
    }

    /// Whether its images are projections on a detector.
    #[must_use]
    pub const fn is_projection(self) -> bool {
        !matches!(self, Self::Ct)
    }
}

/// The earliest prior: a hundred years.
const MAX_DAYS_BEFORE: u32 = 36_525;

/// The date of a study made some days before the current one, `YYYYMMDD`. Current studies are of 1 January 2020: equal
/// seeds give equal files. Cut at a hundred years.
#[must_use]
pub fn study_date(days_before: u32) -> String {
    let is_leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let (mut year, mut day) = (2020i64, -i64::from(days_before.min(MAX_DAYS_BEFORE)));
    while day < 0 {
        year -= 1;
        day += if is_leap(year) { 366 } else { 365 };
    }
    let february = if is_leap(year) { 29 } else { 28 };
    let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 1;
    for length in lengths {
        if day < length {
            break;
        }
        day -= length;
        month += 1;
    }
    format!("{year:04}{month:02}{:02}", day + 1)
}

/// The UID of a study.
pub(crate) fn study_uid(seed: Seed) -> Option<StudyUid> {
    StudyUid::new(format!("2.25.{}", seed.child("study").0)).ok()
}

/// The UID of the series with this number, from 0.
pub(crate) fn series_uid(seed: Seed, number: usize) -> Option<SeriesUid> {
    let series = seed.child("series");
    // The first is named as it was when a study had but one.
    let own = if number == 0 {
        series
    } else {
        series.index(number as u64)
    };
    SeriesUid::new(format!("2.25.{}", own.0)).ok()
}

#[cfg(test)]
mod tests;

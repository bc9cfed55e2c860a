//! The twelve synthetic studies that services are checked on: what each stands for, and what must come of it.
//!
//! Names are stable and equal names give equal bits. Small in pixels, so that a check takes seconds.

mod chest;
mod derive;
mod projection;

use std::collections::BTreeMap;

use overread_base::{CaseTruth, GeometryError, IdError, SeriesUid, StudyUid, Vec3};
use overread_image::{Rescale, Volume, VolumeError};
use overread_phantom::PhantomError;
use overread_plugin_host::JobSeries;

/// Why a study cannot be made: a fault of this program.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StudyError {
    /// The phantom refused its parameters.
    #[error(transparent)]
    Phantom(#[from] PhantomError),
    /// Samples and grid do not fit.
    #[error(transparent)]
    Volume(#[from] VolumeError),
    /// The grid is none.
    #[error(transparent)]
    Geometry(#[from] GeometryError),
    /// A UID is none.
    #[error(transparent)]
    Id(#[from] IdError),
}

/// A kind of study.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StudyKind {
    /// Healthy lungs.
    ChestCtClean,
    /// The same chest with three nodules.
    ChestCtNodules,
    /// Its voxels are longer than wide and wider than high.
    OddSpacing,
    /// Its rows and columns run along none of the patient's axes.
    Oblique,
    /// A single CT slice.
    OneSlice,
    /// A CT of 1,200 thin slices.
    ManySlices,
    /// A radiograph in which low values are bright.
    Radiograph,
    /// Values that only an unsigned number of 16 bits can hold.
    Uint16,
    /// Nothing but pixels and a modality.
    MissingAttributes,
    /// No series at all.
    Empty,
    /// Three series, two of which are volumes.
    SeveralSeries,
    /// The same pixels, labelled as MR of the head.
    ForeignModality,
}

/// What a service may answer on a study.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expects {
    /// A report, or that it was not run and why.
    AnyAnswer,
    /// That it was not run: there is nothing to read.
    NotRun,
}

/// A study as a service gets it, with what was put in.
#[derive(Debug, Clone)]
pub struct Study {
    /// Which it is.
    pub kind: StudyKind,
    /// Made up.
    pub uid: StudyUid,
    /// Its series in their first order.
    pub series: Vec<JobSeries>,
    /// What a service may answer.
    pub expects: Expects,
    /// The lesions that were put in; `None` where it is no chest CT any more.
    pub truth: Option<CaseTruth>,
}

impl StudyKind {
    /// All twelve, in the order of checking.
    pub const ALL: [Self; 12] = [
        Self::Empty,
        Self::OneSlice,
        Self::ChestCtNodules,
        Self::ChestCtClean,
        Self::OddSpacing,
        Self::Oblique,
        Self::ManySlices,
        Self::Radiograph,
        Self::Uint16,
        Self::MissingAttributes,
        Self::SeveralSeries,
        Self::ForeignModality,
    ];

    /// Those of a quick check.
    pub const QUICK: [Self; 4] = [
        Self::Empty,
        Self::OneSlice,
        Self::ChestCtNodules,
        Self::ForeignModality,
    ];

    /// Its stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ChestCtClean => "chest-ct-clean",
            Self::ChestCtNodules => "chest-ct-nodules",
            Self::OddSpacing => "odd-spacing",
            Self::Oblique => "oblique",
            Self::OneSlice => "one-slice",
            Self::ManySlices => "1200-slices",
            Self::Radiograph => "radiograph",
            Self::Uint16 => "uint16",
            Self::MissingAttributes => "missing-attributes",
            Self::Empty => "empty",
            Self::SeveralSeries => "several-series",
            Self::ForeignModality => "foreign-modality",
        }
    }

    /// What it stands for.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::ChestCtClean => "a chest CT without lesions",
            Self::ChestCtNodules => "the same chest with three nodules",
            Self::OddSpacing => "a chest CT with voxels of three different sides",
            Self::Oblique => {
                "a chest CT whose rows and columns run along none of the patient's axes"
            }
            Self::OneSlice => "a single CT slice",
            Self::ManySlices => "a CT of 1,200 slices",
            Self::Radiograph => {
                "a frontal chest radiograph in which low values are bright (MONOCHROME1)"
            }
            Self::Uint16 => "a CT whose values fill an unsigned number of 16 bits",
            Self::MissingAttributes => "a chest CT without any attribute",
            Self::Empty => "a study without series",
            Self::SeveralSeries => "a CT study of three series",
            Self::ForeignModality => "a series labelled as MR of the head",
        }
    }

    /// Makes the study.
    ///
    /// # Errors
    /// [`StudyError`] for a fault of this program.
    pub fn make(self) -> Result<Study, StudyError> {
        let nodules = chest::with_nodules;
        let truth = || Ok::<_, StudyError>(Some(nodules()?.truth.clone()));
        let (series, truth) = match self {
            Self::Empty => (Vec::new(), None),
            Self::ChestCtClean => {
                let clean = chest::clean()?;
                let series = self.series(1, "CT", clean.volume.clone())?;
                (vec![series], Some(clean.truth.clone()))
            }
            Self::ChestCtNodules => {
                let volume = nodules()?.volume.clone();
                (vec![self.series(1, "CT", volume)?], truth()?)
            }
            Self::OddSpacing => {
                let volume = derive::odd_spacing(&nodules()?.volume)?;
                (vec![self.series(1, "CT", volume)?], truth()?)
            }
            Self::Oblique => {
                let volume = derive::oblique(&nodules()?.volume)?;
                (vec![self.series(1, "CT", volume)?], truth()?)
            }
            Self::OneSlice => {
                let volume = chest::one_slice()?;
                (vec![self.series(1, "CT", volume)?], None)
            }
            Self::ManySlices => {
                let volume = derive::many_slices(&nodules()?.volume)?;
                (vec![self.series(1, "CT", volume)?], None)
            }
            Self::Radiograph => {
                let volume = projection::frontal(&nodules()?.volume)?;
                (vec![self.radiograph(volume)?], None)
            }
            Self::Uint16 => {
                let volume = derive::uint16(&nodules()?.volume)?;
                (vec![self.series(1, "CT", volume)?], None)
            }
            Self::MissingAttributes => {
                let mut series = self.series(1, "CT", nodules()?.volume.clone())?;
                series.attributes.clear();
                (vec![series], truth()?)
            }
            Self::SeveralSeries => (self.several(&nodules()?.volume)?, truth()?),
            Self::ForeignModality => {
                let volume = derive::mr_like(&nodules()?.volume)?;
                let mut series = self.series(1, "MR", volume)?;
                series
                    .attributes
                    .insert("BodyPartExamined".to_owned(), "HEAD".to_owned());
                series.attributes.remove("RescaleType");
                (vec![series], None)
            }
        };
        Ok(Study {
            kind: self,
            uid: StudyUid::new(self.uid(0))?,
            series,
            expects: self.expects(),
            truth,
        })
    }

    /// What a service may say of it.
    fn expects(self) -> Expects {
        match self {
            Self::Empty => Expects::NotRun,
            Self::ChestCtClean
            | Self::ChestCtNodules
            | Self::OddSpacing
            | Self::Oblique
            | Self::OneSlice
            | Self::ManySlices
            | Self::Radiograph
            | Self::Uint16
            | Self::MissingAttributes
            | Self::SeveralSeries
            | Self::ForeignModality => Expects::AnyAnswer,
        }
    }

    /// `number` 0 is the study, series count from 1. Under OID root 2.25 as our other made-up studies.
    fn uid(self, number: u32) -> String {
        format!("2.25.12000{:02}{number:03}", self as u32)
    }

    fn series(self, number: u32, modality: &str, volume: Volume) -> Result<JobSeries, StudyError> {
        let Vec3 { x, y, z } = volume.geometry().spacing;
        let attributes = [
            ("BodyPartExamined", "CHEST".to_owned()),
            ("ConvolutionKernel", "STANDARD".to_owned()),
            ("ImageType", "ORIGINAL\\PRIMARY\\AXIAL".to_owned()),
            ("KVP", "120".to_owned()),
            ("Modality", modality.to_owned()),
            ("PatientAge", "055Y".to_owned()),
            ("PatientPosition", "HFS".to_owned()),
            ("PatientSex", "F".to_owned()),
            ("PhotometricInterpretation", "MONOCHROME2".to_owned()),
            ("PixelSpacing", format!("{y:.4}\\{x:.4}")),
            ("RescaleType", "HU".to_owned()),
            ("SliceThickness", format!("{z:.4}")),
        ];
        Ok(JobSeries {
            uid: SeriesUid::new(self.uid(number))?,
            modality: modality.to_owned(),
            study: 0,
            days_before: None,
            volume,
            attributes: attributes
                .map(|(name, value)| (name.to_owned(), value))
                .into(),
        })
    }

    fn radiograph(self, volume: Volume) -> Result<JobSeries, StudyError> {
        let mut series = self.series(1, "DX", volume)?;
        for name in ["ConvolutionKernel", "RescaleType", "SliceThickness"] {
            series.attributes.remove(name);
        }
        let more = BTreeMap::from([
            ("ImageType", "ORIGINAL\\PRIMARY"),
            ("PhotometricInterpretation", "MONOCHROME1"),
            ("ViewPosition", "AP"),
        ]);
        for (name, value) in more {
            series.attributes.insert(name.to_owned(), value.to_owned());
        }
        Ok(series)
    }

    /// Thick slices, thin slices and a localiser.
    fn several(self, chest: &Volume) -> Result<Vec<JobSeries>, StudyError> {
        let mut localiser = self.series(3, "CT", projection::frontal(chest)?)?;
        let kind = "ORIGINAL\\PRIMARY\\LOCALIZER".to_owned();
        localiser.attributes.insert("ImageType".to_owned(), kind);
        Ok(vec![
            self.series(1, "CT", derive::thick(chest)?)?,
            self.series(2, "CT", chest.clone())?,
            localiser,
        ])
    }
}

/// A volume on the grid of `like` with other samples that are their own values.
fn with_samples(like: &Volume, samples: Vec<i16>) -> Result<Volume, VolumeError> {
    Volume::new(like.geometry().clone(), samples, Rescale::IDENTITY)
}

#[cfg(test)]
mod tests;

//! What is known of a case without opening its images: truth, study and place. Never for a panel or a plugin.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;

use overread_base::{CaseId, CaseTruth, Code, Lesion, SeriesUid, StudyUid, Vec3, VolumeGeometry};
use overread_scenario::{Case, CaseSource, Scenario};
use rayon::prelude::*;

use crate::images::CaseImages;
use crate::library::LibraryError;
use crate::once_each::OnceEach;
use crate::synthetic;
use crate::targets::decoys;

/// Half the side of the box that is taken around nothing at all, mm: about a chest.
const USUAL_HALF_MM: f64 = 150.0;
/// The room left around the lesions of a case whose images are not opened, mm.
const MARGIN_MM: f64 = 40.0;

/// Where marks of a case lie.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CasePlace {
    pub(crate) study: StudyUid,
    /// The series that is read.
    pub(crate) series: SeriesUid,
    /// The corners of its images, patient LPS mm.
    pub(crate) bounds: (Vec3, Vec3),
}

impl CasePlace {
    /// By opened images; `None` without a series.
    pub(crate) fn of_images(images: &CaseImages) -> Option<Self> {
        let series = images.series.first()?;
        Some(Self {
            study: images.study.clone(),
            series: series.facts.uid.clone(),
            bounds: bounds_of(series.volume.geometry()),
        })
    }
}

/// What is known of one case.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ground {
    pub(crate) truth: Option<CaseTruth>,
    pub(crate) place: CasePlace,
    /// Whether study and series are those of the images; of DICOM files they are not known before they are opened.
    pub(crate) is_exact: bool,
}

impl Ground {
    fn of(case: &Case) -> Result<Self, LibraryError> {
        match &case.source {
            CaseSource::Phantom(spec) => {
                let study = synthetic::ground(spec)?;
                let first = study.series.into_iter().next();
                let series = first.ok_or(LibraryError::Crashed)?;
                let place = CasePlace {
                    study: study.uid,
                    bounds: bounds_of(&series.geometry),
                    series: series.uid,
                };
                Ok(Self {
                    truth: Some(study.truth),
                    place,
                    is_exact: true,
                })
            }
            CaseSource::Dicom(source) => Ok(Self {
                place: CasePlace {
                    study: StudyUid::new("2.25.0")?,
                    series: source
                        .series
                        .clone()
                        .map_or_else(|| SeriesUid::new("2.25.0"), Ok)?,
                    bounds: around(source.truth.as_ref()),
                },
                truth: source.truth.clone(),
                is_exact: false,
            }),
        }
    }
}

/// What is known of the cases of a scenario, found out once each: finding it out takes a part of a second.
///
/// Clones share it: the sessions of a cohort, and the thread that is ahead of a session.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grounds {
    known: OnceEach<CaseId, Ground>,
    /// By case and what is looked for.
    decoys: OnceEach<(CaseId, Vec<Code>), Vec<Lesion>>,
}

impl Grounds {
    /// What is known of a case.
    ///
    /// # Errors
    /// [`LibraryError::Phantom`] if a synthetic case cannot be made.
    pub(crate) fn of(&self, case: &Case) -> Result<Arc<Ground>, LibraryError> {
        self.known.get(&case.id, || Ground::of(case))
    }

    /// What could lie in the patient of a case and does not, of what is looked for: where false findings are set.
    pub(crate) fn decoys(&self, case: &Case, targets: &[Code]) -> Arc<Vec<Lesion>> {
        let drawn = || Ok::<_, Infallible>(decoys(case, targets));
        // Their order says which is the commonest, and makes no other decoys.
        let mut key = targets.to_vec();
        key.sort();
        let Ok(found) = self.decoys.get(&(case.id.clone(), key), drawn);
        found
    }

    /// The truths of these cases, as far as they are known.
    ///
    /// # Errors
    /// As [`Grounds::of`].
    pub(crate) fn truths(
        &self,
        scenario: &Scenario,
        cases: &[CaseId],
    ) -> Result<BTreeMap<CaseId, CaseTruth>, LibraryError> {
        let wanted = scenario.cases.par_iter();
        let wanted = wanted.filter(|case| cases.contains(&case.id));
        let truth_of = |case: &Case| {
            let ground = self.of(case)?;
            Ok(ground.truth.clone().map(|truth| (case.id.clone(), truth)))
        };
        wanted
            .filter_map(|case| truth_of(case).transpose())
            .collect()
    }
}

/// The box around a grid.
pub(crate) fn bounds_of(grid: &VolumeGeometry) -> (Vec3, Vec3) {
    let last = grid.size.map(|n| f64::from(n) - 1.0);
    let corner = |idx: usize| {
        let [x, y, z] = [0, 1, 2].map(|axis| {
            if idx >> axis & 1 == 0 {
                0.0
            } else {
                last[axis]
            }
        });
        grid.patient_from_voxel(Vec3::new(x, y, z))
    };
    (1..8).fold((corner(0), corner(0)), |(low, high), idx| {
        (low.min(corner(idx)), high.max(corner(idx)))
    })
}

/// A box around the lesions of a case whose images are not opened.
fn around(truth: Option<&CaseTruth>) -> (Vec3, Vec3) {
    let centres = truth
        .map_or(&[][..], |truth| &truth.lesions)
        .iter()
        .map(|l| l.centre);
    let bounds = centres.map(|centre| (centre, centre));
    let bounds = bounds.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
    let cube = |half: f64| Vec3::new(half, half, half);
    match bounds {
        Some((low, high)) => (low - cube(MARGIN_MM), high + cube(MARGIN_MM)),
        None => (cube(-USUAL_HALF_MM), cube(USUAL_HALF_MM)),
    }
}

#[cfg(test)]
mod tests;

//! Bundles made of the guests in `tests/hostile`, and a small study for them.

use std::fs;
use std::path::Path;

use overread_base::{SeriesUid, StudyUid, Vec3, VolumeGeometry};
use overread_bundle::Bundle;
use overread_image::{Rescale, Volume};
use overread_plugin_host::{Job, JobSeries};
use overread_testkit::hostile_bundle;

/// The component of the guest `tests/hostile/NAME.wat`.
pub(crate) fn component(name: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    hostile_bundle(folder.path(), name, "").unwrap_or_else(|e| panic!("{name}: {e}"));
    fs::read(folder.path().join("plugin.wasm")).unwrap()
}

/// Writes a bundle into `folder` and opens it; `more` is appended to its manifest.
pub(crate) fn bundle(folder: &Path, component: &[u8], more: &str) -> Bundle {
    hostile_bundle(folder, "empty_report", more).unwrap();
    fs::write(folder.join("plugin.wasm"), component).unwrap();
    Bundle::open(folder).unwrap_or_else(|e| panic!("{e}"))
}

/// A CT of 32 x 32 x 16 voxels of 1 mm around (0, 0, 0), whose values rise by 1 HU a voxel along x.
pub(crate) fn job() -> Job {
    job_of([32, 32, 16])
}

/// The same with another number of voxels.
pub(crate) fn job_of(size: [u32; 3]) -> Job {
    let middle = size.map(|n| -f64::from(n / 2));
    let geometry =
        VolumeGeometry::axial(size, Vec3::new(1.0, 1.0, 1.0), Vec3::from_array(middle)).unwrap();
    let row: Vec<i16> = (0..).take(size[0] as usize).collect();
    let rows = size[1] as usize * size[2] as usize;
    let volume = Volume::new(geometry, row.repeat(rows), Rescale::IDENTITY).unwrap();
    let series = JobSeries {
        uid: SeriesUid::new("1.2.3.4").unwrap(),
        study: 0,
        days_before: None,
        modality: "CT".to_owned(),
        volume,
        attributes: [("Modality", "CT"), ("KVP", "120"), ("PatientID", "secret")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
    };
    Job::new(StudyUid::new("1.2.3").unwrap(), vec![series])
}

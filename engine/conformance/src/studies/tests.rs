//! The studies are what their names say, and the lesions lie where the truth says.

use overread_base::Vec3;

use super::*;

fn made(kind: StudyKind) -> Study {
    kind.make().unwrap()
}

#[test]
fn all_twelve_have_distinct_names_and_uids() {
    let names: std::collections::BTreeSet<&str> = StudyKind::ALL.map(StudyKind::name).into();
    assert_eq!(names.len(), 12);
    let mut uids = std::collections::BTreeSet::new();
    for kind in StudyKind::ALL {
        let study = kind.make().unwrap();
        assert!(uids.insert(study.uid.to_string()));
        for series in &study.series {
            assert!(uids.insert(series.uid.to_string()));
        }
        assert_eq!(study.series.is_empty(), kind == StudyKind::Empty);
    }
}

#[test]
fn each_study_is_odd_in_the_way_that_it_is_named_for() {
    let size = |kind| made(kind).series[0].volume.geometry().size;
    assert_eq!(size(StudyKind::ManySlices), [32, 32, 1200]);
    assert_eq!(size(StudyKind::OneSlice)[2], 1);
    assert_eq!(size(StudyKind::Radiograph)[2], 1);
    let oblique = made(StudyKind::Oblique);
    let grid = oblique.series[0].volume.geometry();
    assert!(
        [grid.row_dir.x, grid.col_dir.y, grid.slice_dir.z]
            .iter()
            .all(|along| along.abs() < 0.99)
    );
    let spacing = made(StudyKind::OddSpacing).series[0]
        .volume
        .geometry()
        .spacing;
    assert!(
        spacing.x < spacing.y && spacing.y < spacing.z,
        "{spacing:?}"
    );
    assert!(
        made(StudyKind::MissingAttributes).series[0]
            .attributes
            .is_empty()
    );
    assert_eq!(made(StudyKind::SeveralSeries).series.len(), 3);
    assert_eq!(made(StudyKind::ForeignModality).series[0].modality, "MR");
    let uint16 = made(StudyKind::Uint16);
    let volume = &uint16.series[0].volume;
    let values: Vec<f32> = volume
        .samples()
        .iter()
        .map(|&s| volume.rescale().value(s))
        .collect();
    let greatest = values.iter().copied().fold(f32::MIN, f32::max);
    let least = values.iter().copied().fold(f32::MAX, f32::min);
    assert_eq!(greatest, 65_535.0);
    assert!((0.0..100.0).contains(&least), "{least}");
}

/// The mean over a small box around a place in the patient.
fn mean_hu(volume: &Volume, at: Vec3, reach_mm: f64) -> f32 {
    let mut values = Vec::new();
    for step in -2..=2 {
        for axis in [
            Vec3::new(1.0, 0.0, 0.0),
            Vec3::new(0.0, 1.0, 0.0),
            Vec3::new(0.0, 0.0, 1.0),
        ] {
            let place = at + axis * (f64::from(step) * 0.5 * reach_mm);
            let voxel = volume.geometry().voxel_from_patient(place);
            if let Some(stored) = overread_image::sample_linear(volume, voxel) {
                values.push(volume.rescale().slope * stored + volume.rescale().intercept);
            }
        }
    }
    values.iter().sum::<f32>() / values.len() as f32
}

#[test]
fn lesions_keep_their_place_on_every_grid() {
    let clean = made(StudyKind::ChestCtClean);
    assert_eq!(clean.truth.as_ref().unwrap().lesions.len(), 0);
    for kind in [
        StudyKind::ChestCtNodules,
        StudyKind::OddSpacing,
        StudyKind::Oblique,
        StudyKind::MissingAttributes,
    ] {
        let study = made(kind);
        let lesions = &study.truth.as_ref().unwrap().lesions;
        assert_eq!(lesions.len(), 3);
        for lesion in lesions {
            let reach_mm = lesion.radius_mm * 0.5;
            let with = mean_hu(&study.series[0].volume, lesion.centre, reach_mm);
            let without = mean_hu(&clean.series[0].volume, lesion.centre, reach_mm);
            assert!(with > without + 200.0, "{} {with} {without}", kind.name());
        }
    }
}

#[test]
fn in_the_radiograph_the_lungs_are_darker_than_the_middle() {
    let study = made(StudyKind::Radiograph);
    let volume = &study.series[0].volume;
    let [nx, ny, _] = volume.geometry().size;
    let value = |x: u32| f64::from(volume.value_at(x, ny / 2, 0).unwrap());
    // MONOCHROME1: a high value is dark. Air beside the body above lungs above spine and heart.
    let lung = value(nx * 3 / 10).max(value(nx * 7 / 10));
    assert!(value(1) > lung, "{} {lung}", value(1));
    assert!(lung > value(nx / 2), "{lung} {}", value(nx / 2));
}

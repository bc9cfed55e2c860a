//! The real studies beside the checkout, through the library and through a session.

use std::sync::Arc;

use overread_base::ReaderId;
use overread_exam::{CaseGrade, Policy, Ungraded};
use overread_testkit::shared_dicom;
use overread_workstation::{ManualClock, Sitting, StepProgress, open_folder, sit_down};

use crate::course::{finish, folders};

#[test]
fn the_real_chest_ct_opens_as_one_regular_volume() {
    let Some(dicom) = shared_dicom("the_real_chest_ct_opens_as_one_regular_volume") else {
        return;
    };
    let folder = dicom.join("chest_ct_lung_tumour");
    let images = open_folder(&folder, None, &StepProgress::default()).unwrap();
    let geometry = images.series[0].volume.geometry();
    assert_eq!(geometry.size, [512, 512, 30]);
    assert!(
        (geometry.spacing.z - 8.0).abs() < 0.01,
        "{:?}",
        geometry.spacing
    );
    // Air outside the patient in the corner, water and tissue within: the rescale was applied.
    let volume = &images.series[0].volume;
    assert!(volume.value_at(0, 0, 15).unwrap() <= -900.0);
    let values = volume
        .slice(15)
        .unwrap()
        .iter()
        .map(|&v| volume.rescale().value(v));
    let n_tissue = values.filter(|hu| (0.0..100.0).contains(hu)).count();
    assert!(n_tissue > 10_000, "{n_tissue}");
}

#[test]
fn the_radiographs_open_as_images_of_one_slice() {
    let Some(dicom) = shared_dicom("the_radiographs_open_as_images_of_one_slice") else {
        return;
    };
    let images = open_folder(&dicom.join("radiograph"), None, &StepProgress::default()).unwrap();
    for series in &images.series {
        assert_eq!(series.volume.geometry().size[2], 1);
        assert!(series.volume.geometry().size[0] > 500);
    }
}

#[test]
fn the_real_chest_ct_is_read_and_signed_and_not_graded() {
    let Some(dicom) = shared_dicom("the_real_chest_ct_is_read_and_signed_and_not_graded") else {
        return;
    };
    let place = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::default());
    let reader = ReaderId::new("scripted").unwrap();
    let folder = dicom.join("chest_ct_lung_tumour");
    let sitting = Sitting::at_study(&folder, None, reader, "en", clock.clone()).unwrap();
    let runner = sit_down(sitting, &folders(place.path(), Vec::new())).unwrap();
    let session = finish(runner, Policy::Coin, &clock);
    assert_eq!(
        session.score.cases[0].grade,
        CaseGrade::Ungraded(Ungraded::NoTruth)
    );
    assert_eq!(session.score.cases[0].slice_coverage, Some(1.0));
}

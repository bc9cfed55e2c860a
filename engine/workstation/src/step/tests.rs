//! What is wanted of an arriving series and what is shown of it.

use overread_base::{SeriesUid, StudyUid, Vec3, VolumeGeometry};
use overread_image::Rescale;
use overread_viewer::{Calibration, SeriesSpace};

use super::*;

fn series(n_slices: u32) -> ArrivingSeries {
    ArrivingSeries {
        facts: SeriesFacts {
            uid: SeriesUid::new("1.2.3").unwrap(),
            study: StudyUid::new("1.2").unwrap(),
            study_date: None,
            prior: 0,
            number: None,
            modality: "CT".to_owned(),
            body_part: None,
            description: None,
            laterality: None,
            view: None,
            patient_orientation: None,
            space: SeriesSpace::Patient,
            frame_of_reference: None,
            is_for_processing: false,
            calibration: Calibration::Patient,
            kernel: None,
            thickness_mm: None,
            kvp: None,
            exposure_mas: None,
        },
        n_slices,
        vois: Vec::new(),
        is_inverted: false,
    }
}

fn slice() -> Volume {
    let one = Vec3::new(1.0, 1.0, 1.0);
    let geometry = VolumeGeometry::axial([1, 1, 1], one, Vec3::default()).unwrap();
    Volume::new(geometry, vec![7], Rescale::IDENTITY).unwrap()
}

#[test]
fn nothing_is_seen_before_a_series_begins() {
    let step = StepProgress::default();
    step.want_slice(3);
    assert!(step.glimpse().is_none());
    assert!(!step.is_waiting_for_slice());
    assert_eq!(step.wanted_slice(), 0);
}

#[test]
fn the_middle_slice_is_wanted_until_another_one_is() {
    let step = StepProgress::default();
    step.begin_series(series(9));
    assert!(step.is_waiting_for_slice());
    assert_eq!(
        step.glimpse().map(|g| (g.wanted, g.slice.is_some())),
        Some((4, false))
    );
    step.show_slice(4, slice());
    assert!(!step.is_waiting_for_slice());
    step.want_slice(99);
    assert_eq!(step.wanted_slice(), 8);
    assert!(step.is_waiting_for_slice());
    // The slice before is seen until the wanted one comes.
    let seen = step
        .glimpse()
        .and_then(|g| g.slice)
        .map(|(number, _)| number);
    assert_eq!(seen, Some(4));
}

#[test]
fn a_step_ahead_of_need_takes_one_thread_until_it_is_needed() {
    let step = StepProgress::ahead();
    assert_eq!(step.threads(), 1);
    step.clone().bring_forward();
    assert_eq!(step.threads(), usize::MAX);
}

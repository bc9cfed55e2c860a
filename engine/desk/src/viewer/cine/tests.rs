//! Which images are due when.

use std::time::Duration;

use overread_image::Plane;

use super::super::ViewerState;
use crate::tests::fixtures;
use crate::viewer::viewed;

fn playing() -> (ViewerState, crate::DeskStudy) {
    let study = fixtures::study();
    let mut viewer = ViewerState::default();
    assert!(viewer.take_study(&study, &viewed(&study)));
    (viewer, study)
}

fn number(viewer: &ViewerState, study: &crate::DeskStudy) -> u32 {
    let geometry = study.series[0].volume.geometry();
    let pane = viewer.view().unwrap().pane(0).unwrap();
    assert_eq!(pane.plane, Plane::Axial);
    pane.stack(geometry).number(pane.slice_idx(geometry))
}

#[test]
fn images_come_at_their_time_and_the_first_after_the_last() {
    let (mut viewer, study) = playing();
    let series = viewed(&study);
    assert_eq!(viewer.wants_frame_every(), None);
    viewer.toggle_cine();
    viewer.play_until(100.0, &series);
    let first = number(&viewer, &study);
    let wait = viewer.wants_frame_every().unwrap();
    assert!((wait.as_secs_f64() - 1.0 / 15.0).abs() < 1e-6, "{wait:?}");
    viewer.play_until(100.06, &series);
    assert_eq!(number(&viewer, &study), first, "not due yet");
    viewer.play_until(100.0 + 1.0 / 15.0, &series);
    assert_eq!(number(&viewer, &study), first + 1);
    let mut now_s = 100.0 + 1.0 / 15.0;
    for _ in 0..24 {
        now_s += 1.0 / 15.0;
        viewer.play_until(now_s, &series);
    }
    assert_eq!(number(&viewer, &study), first + 1, "once around 24 slices");
    viewer.toggle_cine();
    assert_eq!(viewer.wants_frame_every(), None);
    viewer.play_until(now_s + 9.0, &series);
    assert_eq!(number(&viewer, &study), first + 1);
}

#[test]
fn speeds_have_a_limit_and_one_image_does_not_play() {
    let (mut viewer, study) = playing();
    viewer.play(255);
    assert_eq!(viewer.cine_speed(), Some(60));
    viewer.play(0);
    viewer.play_until(5.0, &viewed(&study));
    assert_eq!(viewer.wants_frame_every(), Some(Duration::from_secs(1)));
    let mut single = fixtures::study();
    single.series[0] = fixtures::radiograph();
    let mut viewer = ViewerState::default();
    assert!(viewer.take_study(&single, &viewed(&single)));
    viewer.toggle_cine();
    viewer.play_until(1.0, &viewed(&single));
    assert_eq!(viewer.wants_frame_every(), None);
}

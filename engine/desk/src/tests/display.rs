//! The check of the display: opened by its key, its pattern as made, and greys of images evened only when asked.

use egui::{Key, Vec2};
use overread_image::DisplayModel;

use super::raster::{keep, screen};
use super::rig::{Screen, Stage};
use crate::Language;

fn mean_grey(stage: &mut Stage) -> f64 {
    stage.run();
    stage.viewport(0).mean_grey
}

#[test]
fn the_key_opens_the_check_over_the_images_and_closes_it_again() {
    let mut stage = Stage::viewer();
    stage.key(Key::F9);
    assert_eq!(stage.rig().desk.drawn().viewer_state, "display check");
    let text = stage.text();
    assert!(
        text.contains("Display check") && text.contains("not measured"),
        "{text}"
    );
    // Keys of images do nothing while they are not to be seen.
    let window = |stage: &mut Stage| stage.rig().sent.len();
    let before = window(&mut stage);
    stage.key(Key::I);
    assert_eq!(window(&mut stage), before);
    stage.key(Key::Escape);
    assert_eq!(stage.rig().desk.drawn().viewer_state, "images");
}

#[test]
fn evened_greys_are_others_and_go_back() {
    let mut stage = Stage::viewer();
    let plain = mean_grey(&mut stage);
    let even = |stage: &mut Stage, is_on: bool| {
        let display = &mut stage.rig().desk.display;
        display.set_evened(is_on);
        let lut = display.lut().cloned();
        stage.rig().desk.viewer.output.display = lut;
    };
    even(&mut stage, true);
    let evened = mean_grey(&mut stage);
    assert!((evened - plain).abs() > 1.0, "{plain} {evened}");
    even(&mut stage, false);
    let again = mean_grey(&mut stage);
    assert!((again - plain).abs() < 1e-9, "{plain} {again}");
}

#[test]
fn the_pattern_reaches_the_screen_as_it_was_made() {
    for (language, name, words) in [
        (Language::En, "display-check", "18 steps"),
        (Language::Ru, "display-check-ru", "18 ступеней"),
    ] {
        let mut stage = Stage::reading(language, Screen::Viewer, Vec2::new(900.0, 700.0));
        stage.key(Key::F9);
        assert!(stage.text().contains(words), "{}", stage.text());
        let screen = screen(&stage.harness, &stage.textures);
        keep(name, &screen);
        // Along the top of the wedge, above the squares in it: grey ground, then the 18 steps.
        let expected: Vec<u8> = (0..18_u8).map(|step| step * 15).collect();
        let steps_at = |y: usize| {
            let mut steps: Vec<u8> = (10..890).map(|x| screen[(x, y)].r()).collect();
            steps.dedup();
            steps
        };
        let has_steps = |y| steps_at(y).windows(18).any(|window| window == expected);
        assert!((24..40).any(has_steps), "{:?}", steps_at(30));
    }
}

#[test]
fn the_display_is_told_once_the_check_is_closed_and_taken_over_again() {
    let known = DisplayModel {
        white: 400.0,
        ..DisplayModel::ORDINARY
    };
    let mut desk = crate::Desk::new(Language::En);
    desk.set_display(known, true);
    assert_eq!(desk.take_display(), None, "nothing new");
    assert!(desk.display.lut().is_some(), "greys are evened at once");
    desk.display.is_open = true;
    desk.display.set_evened(false);
    assert_eq!(desk.take_display(), None, "the check is still open");
    desk.display.is_open = false;
    assert_eq!(desk.take_display(), Some((known, false)));
    assert_eq!(desk.take_display(), None);
    // A file may say anything.
    let impossible = DisplayModel {
        white: 0.1,
        black: 5.0,
        ..known
    };
    desk.set_display(impossible, true);
    assert!(desk.display.lut().is_none());
}

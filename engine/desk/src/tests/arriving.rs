//! The first look at a study that is still being read, and how it becomes the whole viewer.

use egui::{Modifiers, PointerButton, pos2, vec2};
use overread_exam::Command;
use overread_image::crop;

use super::fixtures;
use super::rig::{Images, Rig, Screen, Stage};
use crate::{DeskArriving, Language};

/// The middle of the images on the stage.
const MIDDLE: egui::Pos2 = pos2(450.0, 300.0);

/// The fixture's study on its way: slice `number` of its first series has come.
fn arriving(number: Option<u32>) -> Images {
    let study = fixtures::study();
    let series = &study.series[0];
    let [columns, rows, n_slices] = series.volume.geometry().size;
    let slice = number.and_then(|number| {
        let slice = crop(&series.volume, [0, 0, number], [columns, rows, 1])?;
        Some((number, slice))
    });
    Images::Arriving(Box::new(DeskArriving {
        case: study.case.clone(),
        fraction: 0.37,
        facts: series.facts.clone(),
        n_slices,
        vois: series.vois.clone(),
        is_inverted: series.is_inverted,
        slice,
    }))
}

fn n_slices() -> u32 {
    fixtures::study().series[0].volume.geometry().size[2]
}

/// A viewer whose case is open and whose images are on their way.
fn stage(number: Option<u32>) -> Stage {
    let mut rig = Rig::new(Language::En, Screen::Viewer);
    rig.send(Command::NextCase);
    rig.images = arriving(number);
    let mut stage = Stage::new(rig, vec2(900.0, 600.0));
    stage.run();
    stage
}

#[test]
fn the_middle_slice_is_wanted_first_and_how_much_is_there_is_said() {
    let mut stage = stage(None);
    assert_eq!(stage.rig().desk.wanted_slice(), Some(n_slices() / 2));
    assert_eq!(stage.rig().desk.drawn().viewer_state, "arriving");
    assert!(stage.text().contains("37"), "{}", stage.text());
    assert!(!stage.text().contains("Slice"), "{}", stage.text());
    stage.rig().images = arriving(Some(n_slices() / 2));
    stage.run();
    assert!(stage.text().contains("Slice"), "{}", stage.text());
}

#[test]
fn the_wheel_asks_for_other_slices_and_stops_at_the_ends() {
    let middle = n_slices() / 2;
    let mut stage = stage(Some(middle));
    stage.wheel(MIDDLE, -1.0, Modifiers::NONE);
    // Towards the feet, as in the viewer.
    assert_eq!(stage.rig().desk.wanted_slice(), Some(middle - 1));
    stage.wheel(MIDDLE, -500.0, Modifiers::NONE);
    assert_eq!(stage.rig().desk.wanted_slice(), Some(0));
    stage.wheel(MIDDLE, 500.0, Modifiers::NONE);
    assert_eq!(stage.rig().desk.wanted_slice(), Some(n_slices() - 1));
}

#[test]
fn slice_and_window_go_on_in_the_viewer_when_all_is_there() {
    let middle = n_slices() / 2;
    let mut stage = stage(Some(middle));
    stage.wheel(MIDDLE, 1.0, Modifiers::NONE);
    stage.rig().images = arriving(Some(middle + 1));
    stage.run();
    stage.drag(MIDDLE, MIDDLE + vec2(40.0, 0.0), PointerButton::Primary);
    stage.rig().images = Images::Ready(Box::new(fixtures::study()));
    stage.run();
    stage.run();
    assert_eq!(stage.rig().desk.drawn().viewer_state, "images");
    assert_eq!(stage.rig().desk.wanted_slice(), None);
    assert_eq!(stage.viewport(0).slice_idx, middle + 1);
    let untouched = Stage::viewer().viewport(0).window_hu[1];
    assert!(stage.viewport(0).window_hu[1] > untouched);
}

#[test]
fn nothing_is_seen_of_another_case() {
    let mut stage = stage(None);
    let Images::Arriving(mut other) = arriving(Some(0)) else {
        unreachable!("made as arriving");
    };
    other.case = fixtures::case_id("another");
    stage.rig().images = Images::Arriving(other);
    stage.run();
    assert_eq!(stage.rig().desk.drawn().viewer_state, "loading");
}

#[test]
fn before_a_study_is_open_enter_opens_it_and_the_sheet_of_keys_can_be_seen() {
    let rig = Rig::new(Language::En, Screen::Viewer);
    let mut stage = Stage::new(rig, vec2(900.0, 600.0));
    stage.run();
    assert_eq!(stage.rig().desk.drawn().viewer_state, "no-case");
    stage.key(egui::Key::F1);
    assert!(stage.rig().desk.is_key_sheet_open);
    stage.key(egui::Key::Escape);
    assert!(!stage.rig().desk.is_key_sheet_open);
    stage.key(egui::Key::Enter);
    stage.run();
    assert_eq!(stage.rig().desk.drawn().viewer_state, "loading");
}

//! The viewer: slices, windows, planes, what stands in the place of images, and when nothing is drawn.

use egui::{Key, Modifiers, PointerButton, vec2};
use overread_exam::{Command, ViewerFact};

use super::rig::{Images, Rig, Screen, Stage};
use crate::Language;

fn facts(stage: &mut Stage) -> Vec<ViewerFact> {
    let fact = |command: &Command| {
        let Command::Viewer(fact) = command else {
            return None;
        };
        Some(fact.clone())
    };
    stage.rig().sent.iter().filter_map(fact).collect()
}

#[test]
fn the_first_picture_is_told_once_with_its_window() {
    let mut stage = Stage::viewer();
    stage.run();
    let told = facts(&mut stage);
    assert_eq!(
        told.iter()
            .filter(|fact| **fact == ViewerFact::ImagePainted)
            .count(),
        1,
        "{told:?}"
    );
    let window = ViewerFact::WindowChanged {
        centre_hu: 600.0,
        width_hu: 2000.0,
    };
    assert_eq!(
        told.iter().filter(|fact| **fact == window).count(),
        1,
        "{told:?}"
    );
}

#[test]
fn the_wheel_steps_towards_the_feet_and_with_shift_by_ten() {
    let mut stage = Stage::viewer();
    let before = stage.viewport(0).slice_idx;
    let middle = stage.viewport(0).rect.center();
    stage.wheel(middle, -1.0, Modifiers::NONE);
    assert_eq!(
        stage.viewport(0).slice_idx,
        before - 1,
        "voxel slices are counted from the feet"
    );
    stage.wheel(middle, 3.0, Modifiers::NONE);
    assert_eq!(stage.viewport(0).slice_idx, before + 2);
    stage.wheel(middle, -1.0, Modifiers::SHIFT);
    assert_eq!(stage.viewport(0).slice_idx, before - 8);
}

#[test]
fn keys_step_jump_to_the_ends_and_stop_there() {
    let mut stage = Stage::viewer();
    let before = stage.viewport(0).slice_idx;
    stage.key(Key::ArrowDown);
    assert_eq!(stage.viewport(0).slice_idx, before - 1);
    stage.key(Key::Home);
    assert_eq!(
        stage.viewport(0).slice_idx,
        23,
        "the first in reading order is at the head"
    );
    stage.key(Key::ArrowUp);
    assert_eq!(stage.viewport(0).slice_idx, 23);
    stage.key(Key::End);
    assert_eq!(stage.viewport(0).slice_idx, 0);
}

#[test]
fn the_slice_bar_jumps_to_a_slice() {
    let mut stage = Stage::viewer();
    let rect = stage.viewport(0).rect;
    stage.click_at(rect.right_top() + vec2(-8.0, 30.0));
    assert_eq!(stage.viewport(0).slice_idx, 23);
    stage.click_at(rect.right_bottom() + vec2(-8.0, -30.0));
    assert_eq!(stage.viewport(0).slice_idx, 0);
}

#[test]
fn presets_change_the_window_and_the_session_keeps_it() {
    let mut stage = Stage::viewer();
    stage.key(Key::Num2);
    assert_eq!(stage.viewport(0).window_hu, [-600.0, 1500.0]);
    assert!(facts(&mut stage).contains(&ViewerFact::WindowChanged {
        centre_hu: -600.0,
        width_hu: 1500.0
    }));
    stage.key(Key::Num1);
    assert_eq!(stage.viewport(0).window_hu, [40.0, 400.0]);
    stage.key(Key::Num9);
    assert_eq!(
        stage.viewport(0).window_hu,
        [40.0, 400.0],
        "there is no ninth preset"
    );
    stage.key(Key::Backtick);
    assert_eq!(
        stage.viewport(0).window_hu,
        [600.0, 2000.0],
        "the window of the file"
    );
    stage.key(Key::Num0);
    assert_eq!(
        stage.viewport(0).window_hu,
        [675.0, 1650.0],
        "from the least value -150 to the greatest 1500"
    );
}

#[test]
fn dragging_changes_the_window_and_the_session_is_told_its_rest_only() {
    let mut stage = Stage::viewer();
    let middle = stage.viewport(0).rect.center();
    stage.drag(middle, middle + vec2(40.0, 20.0), PointerButton::Primary);
    let [centre, width] = stage.viewport(0).window_hu;
    assert!(
        width > 2100.0 && centre > 640.0,
        "to the right wider, down higher: {centre} {width}"
    );
    let told = facts(&mut stage)
        .into_iter()
        .filter(|fact| matches!(fact, ViewerFact::WindowChanged { .. }));
    assert_eq!(told.count(), 2, "as opened and as left");
}

#[test]
fn inverting_turns_the_greys() {
    let mut stage = Stage::viewer();
    let before = stage.viewport(0).mean_grey;
    stage.key(Key::I);
    assert!((stage.viewport(0).mean_grey - (255.0 - before)).abs() < 130.0);
    assert!(stage.viewport(0).mean_grey > before);
}

#[test]
fn middle_and_right_button_pan_and_zoom_and_fit_undoes_both() {
    let mut stage = Stage::viewer();
    let fitted = stage.viewport(0).clone();
    let middle = fitted.rect.center();
    stage.drag(middle, middle + vec2(50.0, 0.0), PointerButton::Middle);
    let moved = stage.viewport(0).top_left_mm.x - fitted.top_left_mm.x;
    assert!(
        (moved + 50.0 * fitted.mm_per_px).abs() < 1e-6,
        "the picture follows the hand: {moved}"
    );
    stage.drag(middle, middle - vec2(0.0, 60.0), PointerButton::Secondary);
    assert!(stage.viewport(0).mm_per_px < fitted.mm_per_px * 0.8);
    stage.key(Key::D);
    assert_eq!(stage.viewport(0).top_left_mm, fitted.top_left_mm);
}

#[test]
fn three_planes_and_back_by_key_and_double_click() {
    let mut stage = Stage::viewer();
    stage.key(Key::Period);
    let letters: Vec<_> = (0..3)
        .map(|idx| stage.viewport(idx).letters.join(""))
        .collect();
    assert_eq!(
        letters,
        ["RLAP", "RLHF", "APHF"],
        "left, right, top, bottom of axial, coronal, sagittal"
    );
    let coronal = stage.viewport(1).rect.center();
    stage.wheel(coronal, -2.0, Modifiers::NONE);
    assert_eq!(
        stage.viewport(1).slice_idx,
        50,
        "from the middle 48 to the back"
    );
    stage.key(Key::Enter);
    assert_eq!(stage.harness.state().desk.drawn().viewports.len(), 1);
    assert_eq!(
        stage.viewport(0).letters.join(""),
        "RLHF",
        "the active plane alone"
    );
}

#[test]
fn what_stands_in_the_place_of_images() {
    #[track_caller]
    fn check(images: Images, is_open: bool, word: &str, text: &str) {
        let mut rig = Rig::new(Language::En, Screen::Viewer);
        if is_open {
            rig.send(Command::NextCase);
        }
        rig.images = images;
        let stage = Stage::new(rig, vec2(900.0, 600.0));
        assert_eq!(stage.harness.state().desk.drawn().viewer_state, word);
        assert!(stage.text().contains(text), "{}", stage.text());
    }
    check(Images::None, false, "no-case", "Open the next case");
    check(Images::Loading(0.37), true, "loading", "37");
    check(
        Images::Failed("3 files are broken".to_owned()),
        true,
        "failed",
        "3 files are broken",
    );
}

#[test]
fn a_case_may_be_opened_from_the_empty_viewer() {
    let mut stage = Stage::new(Rig::new(Language::En, Screen::Viewer), vec2(900.0, 600.0));
    egui_kittest::kittest::Queryable::get_by_label(&stage.harness, "Open the next case").click();
    stage.run();
    assert!(stage.rig().sent.contains(&Command::NextCase));
    assert_eq!(stage.rig().error, None);
}

#[test]
fn a_paused_session_shows_no_images() {
    let mut stage = Stage::viewer();
    stage.rig().send(Command::Pause);
    stage.run();
    assert!(stage.harness.state().desk.drawn().viewports.is_empty());
    assert!(stage.text().contains("Paused"));
}

#[test]
fn an_idle_desk_asks_for_no_repaint_and_uploads_nothing() {
    let mut stage = Stage::reading(Language::En, Screen::All, vec2(1600.0, 900.0));
    stage.harness.step();
    assert!(stage.harness.output().textures_delta.set.is_empty());
    let delay = stage
        .harness
        .output()
        .viewport_output
        .values()
        .map(|output| output.repaint_delay)
        .min();
    assert!(
        delay.is_none_or(|delay| delay == std::time::Duration::MAX),
        "{delay:?}"
    );
}

#[test]
fn keys_are_text_while_a_field_has_the_keyboard() {
    let mut stage = Stage::reading(Language::En, Screen::All, vec2(1600.0, 900.0));
    let before = stage.viewport(0).window_hu;
    let fields: Vec<_> = egui_kittest::kittest::Queryable::get_all_by_role(
        &stage.harness,
        egui::accesskit::Role::MultilineTextInput,
    )
    .collect();
    fields[0].focus();
    drop(fields);
    stage.run();
    stage.harness.event(egui::Event::Text("2".to_owned()));
    stage.key(Key::Num2);
    assert_eq!(stage.viewport(0).window_hu, before);
    let delay = stage
        .harness
        .output()
        .viewport_output
        .values()
        .map(|output| output.repaint_delay)
        .min();
    assert!(
        delay.is_none_or(|delay| delay == std::time::Duration::MAX),
        "a blinking cursor: {delay:?}"
    );
}

#[test]
fn slices_shown_are_told_before_the_lock() {
    let mut stage = Stage::reading(Language::En, Screen::All, vec2(1600.0, 900.0));
    let middle = stage.viewport(0).rect.center();
    stage.wheel(middle, -3.0, Modifiers::NONE);
    stage.rig().send(Command::RateCase(20));
    stage.run();
    egui_kittest::kittest::Queryable::get_by_label(&stage.harness, "Lock my first answer").click();
    stage.run();
    let sent = &stage.rig().sent;
    let lock = sent
        .iter()
        .position(|command| *command == Command::LockFirstRead)
        .unwrap();
    let told: Vec<u32> = sent[..lock]
        .iter()
        .filter_map(|command| {
            let Command::Viewer(ViewerFact::SlicesShown {
                shown,
                n_slices: 24,
                ..
            }) = command
            else {
                return None;
            };
            Some(shown)
        })
        .flatten()
        .map(|slice| slice.slice_idx)
        .collect();
    assert_eq!(told, [9, 12], "{sent:?}");
}

#[test]
fn low_values_are_white_where_the_file_says_so() {
    let mut rig = Rig::new(Language::En, Screen::Viewer);
    rig.send(Command::NextCase);
    let mut study = super::fixtures::study();
    study.series[0].is_inverted = true;
    rig.images = Images::Ready(Box::new(study));
    let inverted = Stage::new(rig, vec2(1000.0, 800.0)).viewport(0).mean_grey;
    let plain = Stage::viewer().viewport(0).mean_grey;
    assert!(
        plain < 60.0 && inverted > 120.0,
        "plain {plain}, inverted {inverted}"
    );
}

#[test]
fn a_radiograph_has_one_plane_and_no_slices() {
    let geometry = overread_base::VolumeGeometry::axial(
        [40, 50, 1],
        overread_base::Vec3::new(0.2, 0.2, 1.0),
        overread_base::Vec3::default(),
    );
    let volume = overread_image::Volume::new(
        geometry.unwrap(),
        vec![7; 2000],
        overread_image::Rescale::IDENTITY,
    );
    let mut study = super::fixtures::study();
    study.series[0].volume = volume.unwrap();
    study.series[0].facts.modality = "DX".to_owned();
    study.series[0].facts.space = overread_viewer::SeriesSpace::Detector;
    let mut rig = Rig::new(Language::En, Screen::Viewer);
    rig.send(Command::NextCase);
    rig.images = Images::Ready(Box::new(study));
    let mut stage = Stage::new(rig, vec2(900.0, 600.0));
    assert!(!stage.text().contains("Slice ") && !stage.text().contains("Three planes"));
    assert_eq!(
        stage.viewport(0).letters.join(""),
        "",
        "a detector does not know the patient's sides"
    );
    let middle = stage.viewport(0).rect.center();
    stage.wheel(middle, -1.0, Modifiers::NONE);
    stage.key(Key::End);
    assert_eq!(
        (stage.viewport(0).slice_idx, stage.viewport(0).n_slices),
        (0, 1)
    );
    stage.key(Key::Period);
    assert_eq!(stage.harness.state().desk.drawn().viewports.len(), 1);
}

#[test]
fn selecting_a_mark_does_not_move_the_images() {
    let mut stage = Stage::viewer();
    let before = stage.viewport(0).rect;
    stage.key(Key::M);
    stage.click_at(before.center());
    assert_eq!(stage.viewport(0).rect, before);
    stage.key(Key::Escape);
    assert_eq!(stage.viewport(0).rect, before);
}

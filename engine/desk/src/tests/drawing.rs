//! What a reader draws and keeps: measurements, edits, undo, key images, cine, the menu.

use egui::{Key, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::kittest::Queryable as _;
use overread_base::{HeatMap, Vec3, VolumeGeometry};

use super::fixtures::{BALL, result_with_findings, series_uid};
use super::rig::{Images, Rig, Screen, Stage};
use crate::{DrawnAnnotation, Language};

fn annotations(stage: &Stage) -> Vec<DrawnAnnotation> {
    stage.viewport(0).annotations.clone()
}

/// The ball's place on the screen.
fn at_ball(stage: &mut Stage) -> Pos2 {
    stage.rig().desk.go_to(BALL);
    stage.run();
    stage.on_screen(BALL)
}

#[track_caller]
fn number(text: &str) -> f64 {
    let digits: String = text
        .chars()
        .skip_while(|c| !(c.is_ascii_digit() || *c == '-'))
        .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | '-'))
        .collect();
    digits
        .parse()
        .unwrap_or_else(|_| panic!("no number in {text:?}"))
}

#[test]
fn a_length_is_drawn_measured_edited_and_deleted() {
    let mut stage = Stage::viewer();
    let (from, to) = (Vec3::new(-40.0, -30.0, 2.5), Vec3::new(-10.0, 10.0, 2.5));
    let [from, to] = [from, to].map(|place| stage.on_screen(place));
    stage.key(Key::L);
    stage.drag(from, to, PointerButton::Primary);
    let drawn = annotations(&stage);
    assert_eq!(drawn.len(), 1);
    assert_eq!((drawn[0].kind, drawn[0].is_selected), ("length", true));
    assert!(
        (number(&drawn[0].text) - 50.0).abs() < 0.5,
        "{}",
        drawn[0].text
    );
    assert!(drawn[0].text.ends_with(" mm"));
    // Its far end is taken elsewhere: a triangle of 3, 4, 5 becomes one of 6, 8, 10.
    let there = stage.on_screen(Vec3::new(20.0, 50.0, 2.5));
    stage.drag(to, there, PointerButton::Primary);
    let text = annotations(&stage)[0].text.clone();
    assert!((number(&text) - 100.0).abs() < 0.7, "{text}");
    // On other slices it is not seen.
    stage.key(Key::ArrowDown);
    assert!(annotations(&stage).is_empty());
    stage.key(Key::ArrowUp);
    assert_eq!(annotations(&stage).len(), 1);
    stage.key(Key::Delete);
    assert!(annotations(&stage).is_empty());
}

#[test]
fn drawing_is_undone_and_redone_and_so_are_windows_and_flips() {
    let mut stage = Stage::viewer();
    let middle = stage.viewport(0).rect.center();
    stage.key(Key::L);
    stage.drag(middle, middle + vec2(90.0, 0.0), PointerButton::Primary);
    stage.key(Key::Num2);
    stage.key(Key::H);
    stage.key(Key::ArrowDown);
    let slice_idx = stage.viewport(0).slice_idx;
    let ctrl = |stage: &mut Stage, key| {
        stage.harness.key_press_modifiers(Modifiers::CTRL, key);
        stage.run();
    };
    assert!(stage.viewport(0).is_mirrored);
    ctrl(&mut stage, Key::Z);
    assert!(!stage.viewport(0).is_mirrored);
    assert_eq!(stage.viewport(0).window_hu, [-600.0, 1500.0]);
    ctrl(&mut stage, Key::Z);
    assert_eq!(stage.viewport(0).window_hu, [600.0, 2000.0]);
    assert_eq!(stage.viewport(0).slice_idx, slice_idx, "the slice stays");
    stage.key(Key::ArrowUp);
    assert_eq!(annotations(&stage).len(), 1);
    ctrl(&mut stage, Key::Z);
    assert!(annotations(&stage).is_empty());
    for _ in 0..3 {
        ctrl(&mut stage, Key::Y);
    }
    assert_eq!(annotations(&stage).len(), 1);
    assert!(stage.viewport(0).is_mirrored);
    ctrl(&mut stage, Key::Y);
    assert_eq!(annotations(&stage).len(), 1, "there is nothing more");
}

#[test]
fn regions_tell_mean_spread_and_area() {
    let mut stage = Stage::viewer();
    let ball = at_ball(&mut stage);
    let mm = stage.viewport(0).mm_per_px;
    // A square of 8 mm inside the ball of 1500 HU and 7 mm radius.
    let half = vec2(1.0, 1.0) * crate::viewer::narrow(4.0 / mm);
    stage.harness.key_press_modifiers(Modifiers::SHIFT, Key::E);
    stage.run();
    stage.drag(ball - half, ball + half, PointerButton::Primary);
    let drawn = annotations(&stage);
    assert_eq!(drawn[0].kind, "rectangle");
    let text = &drawn[0].text;
    assert!(text.starts_with("mean 1500.0 HU  SD 0.0"), "{text}");
    let area = text.split("area ").nth(1).unwrap();
    assert!(
        (number(area) - 64.0).abs() < 4.0 && area.ends_with("mm²"),
        "{text}"
    );
}

#[test]
fn angles_values_and_two_diameters_have_their_units() {
    let mut stage = Stage::viewer();
    let ball = at_ball(&mut stage);
    stage.key(Key::Q);
    stage.click_at(ball);
    assert_eq!(annotations(&stage)[0].text, "1500 HU");
    stage.key(Key::A);
    let corner = ball + vec2(-200.0, 100.0);
    stage.click_at(corner + vec2(0.0, -80.0));
    stage.click_at(corner);
    stage.click_at(corner + vec2(80.0, 0.0));
    assert_eq!(annotations(&stage)[1].text, "90.0°");
    stage.key(Key::B);
    let from = ball + vec2(-250.0, -160.0);
    stage.drag(from, from + vec2(120.0, 0.0), PointerButton::Primary);
    stage.drag(
        from + vec2(60.0, -20.0),
        from + vec2(60.0, 30.0),
        PointerButton::Primary,
    );
    let text = annotations(&stage)[2].text.clone();
    let mm = stage.viewport(0).mm_per_px;
    let [long, short] = [0, 1].map(|part| number(text.split(" × ").nth(part).unwrap()));
    assert!(
        (long - 120.0 * mm).abs() < 0.6 && (short - 50.0 * mm).abs() < 0.6,
        "{text}"
    );
}

#[test]
fn lengths_on_a_radiograph_say_what_their_millimetres_are() {
    #[track_caller]
    fn check(calibration: overread_viewer::Calibration, expected: &str) {
        let mut study = super::fixtures::study();
        study.series[0] = super::fixtures::radiograph();
        study.series[0].facts.calibration = calibration;
        let mut rig = Rig::new(Language::En, Screen::Viewer);
        rig.send(overread_exam::Command::NextCase);
        rig.images = Images::Ready(Box::new(study));
        let mut stage = Stage::new(rig, vec2(900.0, 600.0));
        let middle = stage.viewport(0).rect.center();
        stage.key(Key::L);
        stage.drag(middle, middle + vec2(100.0, 0.0), PointerButton::Primary);
        let text = annotations(&stage)[0].text.clone();
        assert!(text.ends_with(expected), "{text}");
        assert!(stage.text().contains(expected.trim_start_matches("px, ")));
    }
    check(overread_viewer::Calibration::Detector, "mm at detector");
    check(overread_viewer::Calibration::Unknown, "px, not calibrated");
}

#[test]
fn an_arrow_gets_its_text() {
    let mut stage = Stage::viewer();
    let middle = stage.viewport(0).rect.center();
    stage.key(Key::T);
    stage.drag(middle, middle + vec2(80.0, 60.0), PointerButton::Primary);
    stage.harness.event(egui::Event::Text("vessel".to_owned()));
    stage.run();
    stage.key(Key::Enter);
    let drawn = annotations(&stage);
    assert_eq!((drawn[0].kind, drawn[0].text.as_str()), ("arrow", "vessel"));
    stage.key(Key::Num2);
    assert_eq!(
        stage.viewport(0).window_hu,
        [-600.0, 1500.0],
        "keys are keys again"
    );
}

#[test]
fn key_images_are_kept_by_slice_and_listed() {
    let mut stage = Stage::viewer();
    stage.key(Key::K);
    assert!(stage.text().contains("KEY IMAGE"));
    let kept = stage.viewport(0).slice_idx;
    stage.key(Key::ArrowDown);
    assert!(!stage.text().contains("KEY IMAGE"));
    stage.harness.get_by_label("Menu").click();
    stage.run();
    let entry = format!("Thin slices  {}", kept + 1);
    stage.harness.get_by_label(&entry).click();
    stage.run();
    assert_eq!(stage.viewport(0).slice_idx, kept);
    stage.key(Key::K);
    assert!(!stage.text().contains("KEY IMAGE"));
}

#[test]
fn the_menu_opens_with_the_right_button_and_closes_by_choice_or_escape() {
    let mut stage = Stage::viewer();
    let middle = stage.viewport(0).rect.center();
    let open = |stage: &mut Stage| {
        stage.click_with(middle, PointerButton::Secondary);
        assert!(stage.text().contains("Flip top-bottom"), "{}", stage.text());
    };
    open(&mut stage);
    stage
        .harness
        .get_by_label_contains("Flip top-bottom")
        .click();
    stage.run();
    let drawn = stage.viewport(0);
    assert!(drawn.is_mirrored && drawn.quarter_turns == 2);
    assert!(!stage.text().contains("Flip top-bottom"));
    open(&mut stage);
    stage.key(Key::Escape);
    assert!(!stage.text().contains("Flip top-bottom"));
    assert!(stage.viewport(0).is_mirrored, "only the menu closed");
}

#[test]
fn playing_asks_the_host_for_frames_and_egui_for_none() {
    let mut stage = Stage::viewer();
    assert_eq!(stage.rig().desk.wants_frame_every(), None);
    stage.key(Key::C);
    let before = stage.viewport(0).slice_idx;
    stage.harness.step();
    stage.harness.step();
    assert_ne!(
        stage.viewport(0).slice_idx,
        before,
        "frames of the host play"
    );
    assert!(stage.rig().desk.wants_frame_every().is_some());
    let asked = stage.harness.output().viewport_output.values();
    assert!(
        asked
            .into_iter()
            .all(|out| out.repaint_delay == std::time::Duration::MAX)
    );
    stage.key(Key::C);
    assert_eq!(stage.rig().desk.wants_frame_every(), None);
}

#[test]
fn probability_maps_are_shown_when_asked_for_and_only_after_the_reveal() {
    let mut stage = Stage::viewer();
    let shift_g = |stage: &mut Stage| {
        stage.harness.key_press_modifiers(Modifiers::SHIFT, Key::G);
        stage.run();
    };
    shift_g(&mut stage);
    let mut result = result_with_findings();
    if let overread_base::AiStatus::Done(report) = &mut result.status {
        let size = [24, 24, 6];
        let geometry = VolumeGeometry::axial(
            size,
            Vec3::new(8.0, 8.0, 20.0),
            Vec3::new(-92.0, -92.0, -50.0),
        );
        report.heat_maps.push(HeatMap {
            name: "nodule".to_owned(),
            series: series_uid(),
            geometry: geometry.unwrap(),
            values: vec![200; 24 * 24 * 6],
        });
    }
    stage.reveal(result);
    let notice = "AI probability map, not for diagnosis";
    assert!(!stage.text().contains(notice), "never unasked");
    shift_g(&mut stage);
    assert!(stage.text().contains(notice));
    shift_g(&mut stage);
    assert!(!stage.text().contains(notice));
}

#[test]
fn the_region_grid_counts_what_is_marked() {
    let mut study = super::fixtures::study();
    study.series[0].facts.body_part = Some("HEAD".to_owned());
    let mut rig = Rig::new(Language::En, Screen::Viewer);
    rig.send(overread_exam::Command::NextCase);
    rig.images = Images::Ready(Box::new(study));
    let mut stage = Stage::new(rig, vec2(1400.0, 900.0));
    stage.harness.key_press_modifiers(Modifiers::SHIFT, Key::A);
    stage.run();
    assert!(
        stage.text().contains("ASPECTS: R 10, L 10"),
        "{}",
        stage.text()
    );
    let grid_text = |stage: &Stage| {
        let tags = &stage.viewport(0).tags;
        tags.iter().find(|tag| tag.starts_with("ASPECTS")).cloned()
    };
    // Over many places at least one lies in a region, and takes a point off its side.
    let rect = stage.viewport(0).rect;
    let at = rect.center() + vec2(rect.width() * 0.2, 0.0);
    stage.click_at(at);
    let text = grid_text(&stage).unwrap();
    assert!(text.contains('9'), "{text}");
    stage.click_at(at);
    assert!(grid_text(&stage).unwrap().contains("R 10, L 10"));
}

#[test]
fn a_profile_changes_keys_mouse_and_what_the_sheet_says_of_them() {
    let mut stage = Stage::viewer();
    let mut keymap = overread_viewer::Keymap::bundled("osirix").unwrap();
    keymap.mouse.wheel = overread_viewer::Wheel::Zoom;
    keymap.mouse.middle = overread_viewer::Drag::Scroll;
    stage.rig().desk.set_keymap(keymap);
    stage.key(Key::M);
    assert_eq!(stage.harness.state().desk.drawn().tool, "pan");
    let before = stage.viewport(0).clone();
    let middle = before.rect.center();
    stage.wheel(middle, 2.0, Modifiers::NONE);
    assert!(stage.viewport(0).mm_per_px < before.mm_per_px);
    stage.drag(middle, middle + vec2(0.0, 30.0), PointerButton::Middle);
    assert_ne!(stage.viewport(0).slice_idx, before.slice_idx);
    stage.key(Key::F1);
    let text = stage.text();
    let lines: Vec<&str> = text.lines().collect();
    let does = |key: &str| lines[lines.iter().rposition(|line| *line == key).unwrap() + 1];
    assert_eq!((does("Wheel"), does("Middle button")), ("Zoom", "Slices"));
    assert_eq!(does("R"), "Black and white swapped");
}

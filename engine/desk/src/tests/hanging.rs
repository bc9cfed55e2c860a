//! Studies as protocols hang them: letters, tags, scale, links, priors, empty places.

use std::sync::Arc;

use egui::{Key, Modifiers, vec2};
use overread_base::{Laterality, SeriesUid, StudyUid, Vec3, VolumeGeometry};
use overread_exam::Command;
use overread_image::{OverlayPlane, Rescale, RgbImage, Volume, Window};
use overread_viewer::{Calibration, SeriesFacts, SeriesSpace};

use super::fixtures;
use super::raster::{keep, screen};
use super::rig::{Images, Rig, Screen, Stage};
use crate::{DeskSeries, DeskStudy, DrawnViewport, Language};

fn stage(series: Vec<DeskSeries>, size: egui::Vec2) -> Stage {
    stage_in(Language::En, series, size)
}

fn stage_in(language: Language, series: Vec<DeskSeries>, size: egui::Vec2) -> Stage {
    let mut rig = Rig::new(language, Screen::Viewer);
    rig.send(Command::NextCase);
    rig.images = Images::Ready(Box::new(DeskStudy {
        series,
        ..fixtures::study()
    }));
    Stage::new(rig, size)
}

fn shown(stage: &Stage) -> Vec<DrawnViewport> {
    stage.harness.state().desk.drawn().viewports.clone()
}

fn layout(stage: &Stage) -> crate::DrawnLayout {
    stage.harness.state().desk.drawn().layout.clone().unwrap()
}

/// A picture by what is at each place of it, as shares of its sides.
fn picture(size: [u32; 2], mm: f64, value: impl Fn(f64, f64) -> i16) -> Volume {
    let spacing = Vec3::new(mm, mm, 1.0);
    let geometry = VolumeGeometry::axial([size[0], size[1], 1], spacing, Vec3::default()).unwrap();
    let share = |n: u32, of: u32| (f64::from(n) + 0.5) / f64::from(of);
    let rows = (0..size[1]).flat_map(|y| (0..size[0]).map(move |x| (x, y)));
    let samples = rows.map(|(x, y)| value(share(x, size[0]), share(y, size[1])));
    Volume::new(geometry, samples.collect(), Rescale::IDENTITY).unwrap()
}

fn projection(number: i32, modality: &str, view: &str, volume: Volume) -> DeskSeries {
    DeskSeries {
        facts: SeriesFacts {
            uid: SeriesUid::new(format!("1.2.9.{number}")).unwrap(),
            number: Some(number),
            modality: modality.to_owned(),
            description: None,
            view: Some(view.to_owned()),
            space: SeriesSpace::Detector,
            calibration: Calibration::Detector,
            thickness_mm: None,
            ..fixtures::facts()
        },
        volume,
        vois: vec![Window::linear(500.0, 1000.0).unwrap().into()],
        is_inverted: false,
        colour: Vec::new(),
        overlays: Vec::new(),
    }
}

/// A mammogram whose breast lies at the left edge of the picture, or at the right one.
fn breast(number: i32, side: Laterality, view: &str, is_at_left: bool, mm: f64) -> DeskSeries {
    let volume = picture([180, 240], mm, |x, y| {
        let from_wall = if is_at_left { x } else { 1.0 - x };
        let is_oblique = view == "MLO";
        let muscle = is_oblique && from_wall < 0.35 - y * 0.6;
        let reach = (from_wall / 0.72).powi(2) + ((y - 0.52) / 0.40).powi(2);
        match (muscle, reach < 1.0) {
            (true, _) => 820,
            (false, true) => {
                330 + if (x * 40.0).sin() * (y * 31.0).cos() > 0.6 {
                    260
                } else {
                    0
                }
            }
            (false, false) => 0,
        }
    });
    let towards_nipple_is_right = is_at_left;
    let rows = if towards_nipple_is_right { "A" } else { "P" };
    let columns = match (view, side) {
        ("CC", Laterality::Right) => "L",
        ("CC", _) => "R",
        (_, Laterality::Right) => "FL",
        _ => "FR",
    };
    let mut series = projection(number, "MG", view, volume);
    series.facts.body_part = Some("BREAST".to_owned());
    series.facts.laterality = Some(side);
    series.facts.patient_orientation = Some((rows.to_owned(), columns.to_owned()));
    series
}

/// Right breasts lie at the right edge of their pictures and left ones at the left, as they hang.
fn four_views() -> Vec<DeskSeries> {
    vec![
        breast(1, Laterality::Right, "CC", false, 1.0),
        breast(2, Laterality::Left, "CC", true, 1.0),
        breast(3, Laterality::Right, "MLO", false, 1.0),
        breast(4, Laterality::Left, "MLO", true, 1.25),
    ]
}

fn head() -> DeskSeries {
    let size = [96, 96, 24];
    let spacing = Vec3::new(2.0, 2.0, 5.0);
    let geometry = VolumeGeometry::axial(size, spacing, Vec3::new(-95.0, -95.0, -57.5)).unwrap();
    let mut samples = Vec::new();
    for z in 0..size[2] {
        for y in 0..size[1] {
            for x in 0..size[0] {
                let voxel = Vec3::new(f64::from(x), f64::from(y), f64::from(z));
                let at = geometry.patient_from_voxel(voxel);
                let r =
                    ((at.x / 70.0).powi(2) + (at.y / 85.0).powi(2) + (at.z / 75.0).powi(2)).sqrt();
                let ventricle =
                    (at.x.abs() - 9.0).abs() < 5.0 && at.y.abs() < 26.0 && at.z.abs() < 22.0;
                samples.push(match r {
                    r if r < 0.88 && ventricle => 8,
                    r if r < 0.88 => 34 + i16::from(r > 0.78) * 6,
                    r if r < 0.97 => 900,
                    r if r < 1.05 => 40,
                    _ => -1000,
                });
            }
        }
    }
    DeskSeries {
        facts: SeriesFacts {
            uid: SeriesUid::new("1.2.7").unwrap(),
            body_part: Some("HEAD".to_owned()),
            description: Some("Head".to_owned()),
            ..fixtures::facts()
        },
        volume: Volume::new(geometry, samples, Rescale::IDENTITY).unwrap(),
        vois: vec![Window::linear(40.0, 80.0).unwrap().into()],
        is_inverted: false,
        colour: Vec::new(),
        overlays: Vec::new(),
    }
}

fn chest() -> Vec<DeskSeries> {
    let frontal = picture([200, 220], 2.0, |x, y| {
        let lung = |cx: f64| ((x - cx) / 0.16).powi(2) + ((y - 0.45) / 0.32).powi(2) < 1.0;
        let heart = ((x - 0.56) / 0.13).powi(2) + ((y - 0.62) / 0.16).powi(2) < 1.0;
        match (heart, lung(0.30) || lung(0.70)) {
            (true, _) => 780,
            (false, true) => 180 + if (y * 60.0).sin() > 0.7 { 90 } else { 0 },
            (false, false) => 620,
        }
    });
    let lateral = picture([180, 220], 2.0, |x, y| {
        let chest = ((x - 0.5) / 0.40).powi(2) + ((y - 0.5) / 0.45).powi(2) < 1.0;
        let spine = (x - 0.80 - 0.05 * (y * 5.0).sin()).abs() < 0.05;
        if spine {
            850
        } else {
            250 + i16::from(!chest) * 300
        }
    });
    let mut frontal = projection(1, "DX", "PA", frontal);
    frontal.facts.patient_orientation = Some(("L".to_owned(), "F".to_owned()));
    let mut lateral = projection(2, "DX", "LL", lateral);
    lateral.facts.patient_orientation = Some(("P".to_owned(), "F".to_owned()));
    vec![frontal, lateral]
}

#[test]
fn four_mammograms_hang_wall_to_wall_in_one_scale_with_their_labels() {
    let mut stage = stage(four_views(), vec2(1200.0, 1000.0));
    let views = shown(&stage);
    keep(
        "layout-mammography",
        &screen(&stage.harness, &stage.textures),
    );
    assert_eq!(layout(&stage).id, "mammography-four-views");
    let labels: Vec<&str> = views.iter().map(|view| view.tags[0].as_str()).collect();
    assert_eq!(labels, ["R CC", "L CC", "R MLO", "L MLO"]);
    assert!(views.iter().all(|view| !view.is_mirrored));
    for pair in [[0, 1], [2, 3]] {
        let [right, left] = pair.map(|idx| &views[idx]);
        assert_eq!(
            right.rect.right(),
            left.rect.left(),
            "no gap between the walls"
        );
        assert!((right.mm_per_px - left.mm_per_px).abs() < 1e-9, "one scale");
    }
    // The wall of the picture lies on the edge of the viewport: 180 pixels of 1 mm from the centre of the first.
    let wall = views[0].bottom_right_mm.x + views[0].mm_per_px * 0.5;
    assert!((wall - 179.5).abs() < 1e-6, "{wall}");
    let wall = views[1].top_left_mm.x - views[1].mm_per_px * 0.5;
    assert!((wall + 0.5).abs() < 1e-6, "{wall}");
    // From the wall towards the nipple is to the front, on both sides.
    assert_eq!(views[0].letters[..2], ["A", "P"].map(str::to_owned));
    assert_eq!(views[1].letters[..2], ["P", "A"].map(str::to_owned));
    assert_eq!(views[2].letters[2..], ["HR", "FL"].map(str::to_owned));
    // The label stays when all other text goes.
    stage.key(Key::J);
    stage.key(Key::J);
    assert!(!stage.text().contains("W 1000") && stage.text().contains("L MLO"));
    // One window for all.
    stage.key(Key::Num0);
    let views = shown(&stage);
    assert!(
        views
            .iter()
            .all(|view| view.window_hu == views[0].window_hu)
    );
}

#[test]
fn a_mammogram_stored_the_other_way_is_mirrored_to_its_side_and_says_so() {
    let mut series = four_views();
    series[0] = breast(1, Laterality::Right, "CC", true, 1.0);
    let stage = stage(series, vec2(1200.0, 1000.0));
    let view = &shown(&stage)[0];
    assert!(view.is_mirrored);
    assert_eq!(view.tags, ["R CC", "FLIPPED LEFT-RIGHT"].map(str::to_owned));
    assert_eq!(
        view.letters[..2],
        ["A", "P"].map(str::to_owned),
        "letters follow"
    );
    let wall = view.bottom_right_mm.x - view.mm_per_px * 0.5;
    assert!(
        (wall + 0.5).abs() < 1e-6,
        "the stored left edge is at the right: {wall}"
    );
}

#[test]
fn a_missing_view_leaves_its_place_empty_and_says_so() {
    let mut series = four_views();
    series.remove(1);
    let stage = stage(series, vec2(1200.0, 1000.0));
    assert_eq!(layout(&stage).missing, ["L CC"]);
    assert_eq!(shown(&stage).len(), 3);
    let text = stage.text();
    assert!(
        text.contains("L CC") && text.contains("not in this study"),
        "{text}"
    );
}

#[test]
fn a_chest_hangs_frontal_beside_lateral_with_letters_of_the_file() {
    let mut stage = stage(chest(), vec2(1200.0, 800.0));
    keep("layout-chest", &screen(&stage.harness, &stage.textures));
    assert_eq!(layout(&stage).id, "chest-frontal-lateral");
    let views = shown(&stage);
    assert_eq!(views[0].letters, ["R", "L", "H", "F"].map(str::to_owned));
    assert_eq!(views[1].letters, ["A", "P", "H", "F"].map(str::to_owned));
    stage.key(Key::H);
    keep(
        "layout-chest-flipped",
        &screen(&stage.harness, &stage.textures),
    );
    let flipped = &shown(&stage)[0];
    assert_eq!(flipped.letters, ["L", "R", "H", "F"].map(str::to_owned));
    assert_eq!(flipped.tags, ["FLIPPED LEFT-RIGHT"]);
    stage.key(Key::R);
    assert_eq!(
        shown(&stage)[0].letters,
        ["F", "H", "L", "R"].map(str::to_owned)
    );
    stage.key(Key::ArrowRight);
    assert_eq!(layout(&stage).active, 1);
    stage.key(Key::I);
    let views = shown(&stage);
    assert!(views[1].is_inverted && !views[0].is_inverted);
}

#[test]
fn a_brain_hangs_in_three_windows_that_scroll_together() {
    let mut stage = stage(vec![head()], vec2(1400.0, 700.0));
    keep("layout-brain", &screen(&stage.harness, &stage.textures));
    assert_eq!(layout(&stage).id, "brain-windows");
    let windows: Vec<[f32; 2]> = shown(&stage).iter().map(|view| view.window_hu).collect();
    assert_eq!(windows, [[40.0, 80.0], [480.0, 2500.0], [40.0, 40.0]]);
    stage.key(Key::ArrowDown);
    let slices: Vec<u32> = shown(&stage).iter().map(|view| view.slice_idx).collect();
    assert!(slices.iter().all(|&slice| slice == slices[0]), "{slices:?}");
    stage.key(Key::Y);
    stage.key(Key::ArrowDown);
    let slices: Vec<u32> = shown(&stage).iter().map(|view| view.slice_idx).collect();
    assert_ne!(slices[0], slices[1]);
    stage.key(Key::Enter);
    assert_eq!(shown(&stage).len(), 1);
}

#[test]
fn a_prior_hangs_beside_with_its_date_and_scrolls_by_position() {
    let current = fixtures::study().series.remove(0);
    let mut prior = current.clone();
    prior.facts.uid = SeriesUid::new("1.2.8").unwrap();
    prior.facts.study = StudyUid::new("1.8").unwrap();
    prior.facts.study_date = Some("20240506".to_owned());
    prior.facts.prior = 1;
    let mut stage = stage(vec![current, prior], vec2(1300.0, 800.0));
    for _ in 0..layout(&stage).n_stages {
        if layout(&stage).id == "current-prior" {
            break;
        }
        stage.key(Key::Period);
    }
    keep("layout-prior", &screen(&stage.harness, &stage.textures));
    let views = shown(&stage);
    assert_eq!(views[1].tags, ["PRIOR 2024-05-06"]);
    assert!(views[0].tags.is_empty());
    stage.key(Key::ArrowDown);
    let views = shown(&stage);
    assert_eq!(views[0].slice_idx, views[1].slice_idx);
    let middle = views[0].rect.center();
    stage.wheel(middle, 4.0, Modifiers::CTRL);
    let views = shown(&stage);
    assert!((views[0].mm_per_px - views[1].mm_per_px).abs() < 1e-9);
}

#[test]
fn marks_follow_the_flips_of_their_picture() {
    let mut stage = Stage::viewer();
    stage.rig().desk.go_to(fixtures::BALL);
    stage.key(Key::M);
    stage.key(Key::H);
    let at = stage.on_screen(fixtures::BALL);
    let middle = stage.viewport(0).rect.center();
    assert!(at.x < middle.x, "the patient's left is on the left now");
    stage.click_at(at);
    let mark = stage.drawn_marks(crate::MarkLayer::Reader)[0].clone();
    assert!(mark.centre_mm.distance(fixtures::BALL) < 1.5, "{mark:?}");
    assert!(mark.at.distance(at) < 1.0);
    stage.key(Key::R);
    stage.key(Key::R);
    stage.key(Key::V);
    // Mirrored twice and turned by half: nothing of it is left.
    assert!(!stage.viewport(0).is_mirrored && stage.viewport(0).quarter_turns == 0);
    assert!(stage.drawn_marks(crate::MarkLayer::Reader)[0].at.x > middle.x);
}

#[test]
fn wheel_and_keys_make_slabs_and_the_corner_names_them() {
    let mut stage = Stage::viewer();
    let middle = stage.viewport(0).rect.center();
    stage.wheel(middle, 1.0, Modifiers::ALT);
    assert_eq!(stage.viewport(0).slab_mm, Some(10.0));
    assert!(stage.text().contains("MIP 10.0 mm"));
    stage.key(Key::Backslash);
    assert!(stage.text().contains("MinIP 10.0 mm"));
    stage.wheel(middle, -2.0, Modifiers::ALT);
    assert_eq!(stage.viewport(0).slab_mm, None);
}

#[test]
fn colours_and_bitmaps_of_a_file_are_shown() {
    let mut series = projection(1, "US", "", picture([64, 64], 1.0, |_, _| 100));
    series.facts.view = None;
    let red = RgbImage::new([64, 64], vec![[200, 30, 20]; 64 * 64]).unwrap();
    series.colour = vec![red];
    series.overlays = vec![OverlayPlane {
        label: "box".to_owned(),
        origin: [8, 8],
        size: [16, 16],
        bits: Arc::new(vec![true; 256]),
    }];
    let mut stage = stage(vec![series], vec2(900.0, 700.0));
    let count = |stage: &Stage, wanted: [u8; 3]| {
        let picture = screen(&stage.harness, &stage.textures);
        let is = |pixel: &&egui::Color32| pixel.to_array()[..3] == wanted;
        picture.pixels.iter().filter(is).count()
    };
    let (reds, whites) = (count(&stage, [200, 30, 20]), count(&stage, [255, 255, 255]));
    assert!(reds > 50_000, "{reds}");
    // 16 of 64 pixels a side.
    let share = whites as f64 / (reds + whites) as f64;
    assert!((share - 1.0 / 16.0).abs() < 0.01, "{share}");
    stage.harness.key_press_modifiers(Modifiers::SHIFT, Key::J);
    stage.run();
    assert!(count(&stage, [255, 255, 255]) < 2_000);
}

#[test]
fn display_areas_go_round() {
    let mut stage = Stage::viewer();
    let fitted = stage.viewport(0).mm_per_px;
    stage.key(Key::D);
    assert!(
        (stage.viewport(0).mm_per_px - 2.0).abs() < 1e-9,
        "1:1 of 2 mm pixels"
    );
    stage.key(Key::D);
    assert!(
        (stage.viewport(0).mm_per_px - fitted).abs() < 1e-9,
        "the pitch is not known"
    );
    stage.rig().desk.set_pixel_pitch(Some(0.25));
    stage.key(Key::D);
    stage.key(Key::D);
    assert!(
        (stage.viewport(0).mm_per_px - 0.25).abs() < 1e-9,
        "true size"
    );
}

#[test]
fn every_stage_of_the_protocols_has_a_name_in_every_language() {
    for protocol in overread_viewer::Protocol::built_in() {
        for stage in &protocol.stages {
            for language in [Language::En, Language::Ru] {
                let words = crate::words::Words::new(language);
                let name = crate::viewer::layout_name(&words, &stage.id);
                assert_ne!(name, stage.id, "{}", protocol.id);
            }
        }
    }
}

#[test]
fn layouts_to_look_at_in_russian() {
    let mut stage = stage_in(Language::Ru, vec![head()], vec2(1500.0, 900.0));
    stage.key(Key::Period);
    stage.key(Key::Period);
    keep("layout-planes-ru", &screen(&stage.harness, &stage.textures));
    let middle = shown(&stage)[0].rect.center();
    stage.click_with(middle, egui::PointerButton::Secondary);
    keep("menu-ru", &screen(&stage.harness, &stage.textures));
    assert!(stage.text().contains("Отразить сверху вниз"));
    let middle = shown(&stage)[1].rect.center();
    stage.key(Key::Escape);
    stage.key(Key::E);
    stage.drag(
        middle - vec2(60.0, 50.0),
        middle + vec2(50.0, 40.0),
        egui::PointerButton::Primary,
    );
    keep("annotation-ru", &screen(&stage.harness, &stage.textures));
    assert!(shown(&stage)[1].annotations[0].text.contains("среднее"));
}

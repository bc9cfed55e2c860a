//! What is on the screen, pixel by pixel: greys, marks, and glyphs. With OVERREAD_DESK_PICTURES set to a folder the
//! screens are kept there for people to look at.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "screen coordinates of a test are small and not negative"
)]

use egui::{Key, PointerButton, vec2};
use overread_base::{AiStatus, FailureKind, Shape, Vec3};
use overread_exam::Command;
use overread_image::{Viewport, VoiLut, Window};

use super::fixtures::{BALL, result, result_with_findings, study};
use super::raster::{keep, keep_stage, screen};
use super::rig::{Screen, Stage};
use crate::{Language, tokens};

#[test]
fn the_picture_reaches_the_screen_grey_for_grey() {
    let mut stage = Stage::viewer();
    stage.rig().desk.go_to(BALL);
    stage.key(Key::J);
    let screen = screen(&stage.harness, &stage.textures);
    keep("viewer-bare", &screen);
    let drawn = stage.viewport(0).clone();
    let volume = study().series[0].volume.clone();
    let viewport = Viewport {
        centre: (drawn.top_left_mm + drawn.bottom_right_mm) * 0.5,
        right: Vec3::new(1.0, 0.0, 0.0),
        down: Vec3::new(0.0, 1.0, 0.0),
        mm_per_px: drawn.mm_per_px,
        size_px: drawn.size_px,
    };
    let [centre, width] = drawn.window_hu;
    let lut = VoiLut::new(
        Window::linear(centre, width).unwrap(),
        volume.rescale(),
        false,
    );
    let mut greys = Vec::new();
    viewport.render(&volume, &lut, &mut greys);
    let (left, top) = (drawn.rect.left() as usize, drawn.rect.top() as usize);
    let size = drawn.size_px.map(|n| n as usize);
    let mut compared = 0;
    // Letters stand at the edges, the slice bar at the right: the middle is bare picture.
    for y in size[1] / 8..size[1] * 7 / 8 {
        for x in size[0] / 8..size[0] * 7 / 8 {
            let [r, g, b, _] = screen[(left + x, top + y)].to_array();
            let expected = greys[y * size[0] + x];
            assert_eq!([r, g, b], [expected; 3], "pixel {x}, {y} of the picture");
            compared += 1;
        }
    }
    assert!(compared > 100_000 && greys.iter().any(|&grey| grey > 100));
}

#[test]
fn a_mark_set_on_the_brightest_spot_of_the_screen_lies_on_the_ball() {
    let mut stage = Stage::viewer();
    stage.rig().desk.go_to(BALL);
    stage.key(Key::J);
    stage.key(Key::M);
    let picture = screen(&stage.harness, &stage.textures);
    let rect = stage.viewport(0).rect.shrink(60.0);
    let (mut sum, mut count) = (vec2(0.0, 0.0), 0.0);
    for y in rect.top() as usize..rect.bottom() as usize {
        for x in rect.left() as usize..rect.right() as usize {
            if picture[(x, y)].r() > 200 {
                sum += vec2(x as f32 + 0.5, y as f32 + 0.5);
                count += 1.0;
            }
        }
    }
    assert!(count > 100.0, "the ball is on the screen");
    stage.click_at((sum / count).to_pos2());
    let view = stage.rig().session.view(overread_base::Millis(0));
    let Shape::Point(place) = view.case.unwrap().marks[0].answer.place.shape else {
        panic!("not a point")
    };
    assert!(place.distance(BALL) < 1.5, "{place:?}");
    assert!(
        (place.x - BALL.x).abs() < 1.0 && (place.y - BALL.y).abs() < 1.0,
        "{place:?}"
    );
}

#[test]
fn marks_have_their_layers_colours() {
    let mut stage = Stage::viewer();
    stage.key(Key::M);
    stage.rig().desk.go_to(BALL);
    stage.run();
    let away = BALL + Vec3::new(-60.0, 0.0, 0.0);
    stage.click_at(stage.on_screen(away));
    stage.reveal(result_with_findings());
    let picture = screen(&stage.harness, &stage.textures);
    keep("viewer-marks", &picture);
    let count = |color: egui::Color32| {
        let [r, g, b, _] = color.to_array().map(i32::from);
        let is_near = |found: &&egui::Color32| {
            let [fr, fg, fb, _] = found.to_array().map(i32::from);
            (fr - r).abs() + (fg - g).abs() + (fb - b).abs() < 30
        };
        picture.pixels.iter().filter(is_near).count()
    };
    assert!(
        count(tokens::READER) > 60,
        "yellow: {}",
        count(tokens::READER)
    );
    assert!(count(tokens::AI) > 60, "cyan: {}", count(tokens::AI));
    assert_eq!(
        count(tokens::TRUTH),
        0,
        "green is for the time after the end"
    );
}

#[test]
fn every_letter_of_every_language_has_a_glyph() {
    let stage = Stage::viewer();
    let sources = [
        include_str!("../../locales/en/desk.ftl"),
        include_str!("../../locales/ru/desk.ftl"),
        include_str!("../../locales/en/start.ftl"),
        include_str!("../../locales/ru/start.ftl"),
    ];
    let used: std::collections::BTreeSet<char> = sources
        .iter()
        .flat_map(|text| text.chars())
        .chain("↑↓←→…•–·°×◐○●▼".chars())
        .filter(|c| !c.is_control())
        .collect();
    let missing: Vec<char> = used
        .into_iter()
        .filter(|&c| {
            !stage.harness.ctx.fonts_mut(|fonts| {
                fonts.has_glyph(&egui::FontId::proportional(tokens::IMAGE_TEXT_SIZE), c)
            })
        })
        .collect();
    assert_eq!(missing, Vec::<char>::new());
}

#[test]
fn screens_to_look_at() {
    let mut stage = Stage::reading(Language::En, Screen::All, vec2(1600.0, 900.0));
    stage.key(Key::M);
    stage.click_at(stage.on_screen(Vec3::new(-40.0, 10.0, 0.0)));
    stage.drag(
        stage.on_screen(Vec3::new(-10.0, -60.0, 0.0)),
        stage.on_screen(Vec3::new(15.0, -40.0, 0.0)),
        PointerButton::Primary,
    );
    keep("all-first-read", &screen(&stage.harness, &stage.textures));
    stage.reveal(result_with_findings());
    stage.key(Key::N);
    keep("all-revealed", &screen(&stage.harness, &stage.textures));
    stage.key(Key::Period);
    keep("all-planes", &screen(&stage.harness, &stage.textures));
    stage.key(Key::F1);
    keep("all-keys", &screen(&stage.harness, &stage.textures));
    for (name, language, size) in [
        ("report-en", Language::En, vec2(800.0, 1280.0)),
        ("report-ru", Language::Ru, vec2(800.0, 1280.0)),
        ("report-narrow", Language::Ru, vec2(300.0, 1200.0)),
    ] {
        let mut stage = Stage::reading(language, Screen::Report, size);
        stage.reveal(result_with_findings());
        let picture = screen(&stage.harness, &stage.textures);
        keep(name, &picture);
        assert!(
            picture.pixels.iter().any(|&pixel| pixel.g() > 180),
            "there is bright text in {name}"
        );
    }
    let mut stage = Stage::reading(Language::En, Screen::Report, vec2(800.0, 900.0));
    let message = "The guest ran past its deadline of 60 s.".to_owned();
    stage.reveal(result(AiStatus::Failed {
        kind: FailureKind::Deadline,
        message,
    }));
    keep("report-failed", &screen(&stage.harness, &stage.textures));
    let stage = Stage::reading(Language::En, Screen::Worklist, vec2(1120.0, 700.0));
    keep("worklist", &screen(&stage.harness, &stage.textures));
    let stage = Stage::new(
        super::debriefing::finished(Language::En, Screen::Worklist),
        vec2(1120.0, 1500.0),
    );
    keep("debrief", &screen(&stage.harness, &stage.textures));
    let mut stage = Stage::new(
        super::debriefing::finished(Language::En, Screen::All),
        vec2(1600.0, 900.0),
    );
    stage.rig().send(Command::Resume);
    keep("all-debrief", &screen(&stage.harness, &stage.textures));
}

/// Keeps the picture, and holds that no text runs over the edge of what it stands in.
#[track_caller]
pub(super) fn check_fits(name: &str, stage: &Stage) {
    keep_stage(name, stage);
    for clipped in &stage.harness.output().shapes {
        let egui::Shape::Text(text) = &clipped.shape else {
            continue;
        };
        // An empty text field has a text without extent.
        if text.galley.text().is_empty() {
            continue;
        }
        let right = text.visual_bounding_rect().right();
        let edge = clipped.clip_rect.right();
        assert!(
            right <= edge + 1.0,
            "{:?} ends at {right}, the edge is {edge}",
            text.galley.text()
        );
    }
}

#[test]
fn nothing_is_cut_off_in_narrow_columns() {
    for language in [Language::En, Language::Ru] {
        let tag = language.tag();
        let rig = super::debriefing::finished(language, Screen::Worklist);
        check_fits(
            &format!("narrow-debrief-{tag}"),
            &Stage::new(rig, vec2(260.0, 3200.0)),
        );
        let rig = super::rig::Rig::new(language, Screen::Worklist);
        check_fits(
            &format!("narrow-worklist-{tag}"),
            &Stage::new(rig, vec2(220.0, 700.0)),
        );
        let mut stage = Stage::reading(language, Screen::Report, vec2(270.0, 1500.0));
        check_fits(&format!("narrow-first-read-{tag}"), &stage);
        stage.reveal(result_with_findings());
        check_fits(&format!("narrow-report-{tag}"), &stage);
        let stage = Stage::reading(language, Screen::Viewer, vec2(620.0, 700.0));
        check_fits(&format!("narrow-viewer-{tag}"), &stage);
    }
}

//! Developer mode and the bench: the red notice on every screen, faults by name, a plugin opened in the desk.

use std::path::Path;

use overread_testkit::{TinyCt, hostile_bundle};
use serde_json::Value;

use crate::picture::{Picture, is_like};
use crate::program::{Program, text};
use crate::sitting::read_with_a_developers_plugin;

/// Behind the developer's notice, by the desk's table of colours.
const BANNER: [u8; 3] = [178, 34, 34];

/// Whether the notice is somewhere in the columns `left` to `right` of a picture.
fn has_notice(picture: &Picture, left: usize, right: usize) -> bool {
    (left..right).any(|x| (0..picture.height).any(|y| is_like(picture.at(x, y), BANNER, 2)))
}

/// A picture of the bench with the guest `name`, and the program's account of it.
fn bench(program: &Program, home: &Path, locale: &str) -> (Picture, Value) {
    let (png, json) = (home.join("bench.png"), home.join("bench.json"));
    let (guest, study) = (home.join("guest"), home.join("study"));
    let arguments = [
        "--software",
        "--mode",
        "focus",
        "--size",
        "1280x720",
        "--locale",
        locale,
        "--data",
        text(home),
        "--plugin",
        text(&guest),
        "--study",
        text(&study),
        "--screenshot",
        text(&png),
        "--drawn",
        text(&json),
    ];
    let output = program.run(&arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {said}", output.status);
    let drawn = std::fs::read_to_string(&json).unwrap();
    (Picture::open(&png), serde_json::from_str(&drawn).unwrap())
}

#[test]
fn a_session_with_an_unsigned_plugin_is_red_on_every_screen_and_names_the_fault() {
    let Some(program) = Program::find(
        "a_session_with_an_unsigned_plugin_is_red_on_every_screen_and_names_the_fault",
    ) else {
        return;
    };
    let data = read_with_a_developers_plugin("unreachable");
    let focus = program.shoot(data.path(), "focus", "1280x720", &["--front", "report"]);
    let reading = &focus.drawn["reading"];
    assert_eq!(reading["is_developer_banner_on"], true, "{reading}");
    assert_eq!(reading["fault"], "trap", "{reading}");
    let picture = &focus.picture;
    let third = picture.width / 3;
    for column in 0..3 {
        assert!(has_notice(picture, column * third, (column + 1) * third));
    }
    let room = program.shoot(data.path(), "room", "960x540", &["--frames", "2"]);
    for screen in ["worklist", "viewer", "report"] {
        let corners = crate::room::corners(&room.drawn, screen);
        let pixels = room.picture.inside(&corners);
        // The glass filters the texture: the notice is a few lines of it.
        let n_red = pixels.iter().filter(|p| is_like(**p, BANNER, 24)).count();
        assert!(n_red > 20, "{screen}: {n_red} red pixels");
    }
}

#[test]
fn a_plugin_on_the_bench_shows_its_result_or_its_fault_by_name() {
    let Some(program) =
        Program::find("a_plugin_on_the_bench_shows_its_result_or_its_fault_by_name")
    else {
        return;
    };
    let home = tempfile::tempdir().unwrap();
    let guest = home.path().join("guest");
    TinyCt::numbered(1)
        .write(&home.path().join("study"))
        .unwrap();

    hostile_bundle(&guest, "good_report", "").unwrap();
    let (picture, drawn) = bench(&program, home.path(), "en");
    let reading = &drawn["reading"];
    assert_eq!(reading["ai_state"], "done-findings", "{reading}");
    assert_eq!(reading["fault"], Value::Null);
    assert_eq!(reading["is_ai_overlay_on"], true);
    assert!(has_notice(&picture, 0, 40));
    assert!(
        !home.path().join("sessions").exists(),
        "the bench keeps no session"
    );

    std::fs::write(guest.join("plugin.wasm"), "garbage").unwrap();
    let (_, drawn) = bench(&program, home.path(), "ru");
    assert_eq!(drawn["reading"]["fault"], "compile-failed", "{drawn}");
    assert_eq!(drawn["reading"]["viewer_state"], "images");
}

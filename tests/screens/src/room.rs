//! The room: every screen is drawn, its glass shows the panel unchanged by light or tone mapping, and the room is there.

use serde_json::Value;

use crate::picture::{is_like, most_common};
use crate::program::Program;
use crate::sitting::read_until_reveal;

const SIZE: &str = "960x540";
const SCREENS: [&str; 3] = ["worklist", "viewer", "report"];

#[track_caller]
pub(crate) fn corners(drawn: &Value, screen: &str) -> [[f64; 2]; 4] {
    let list = drawn["corners"][screen].as_array().unwrap();
    let point = |corner: &Value| [0, 1].map(|axis| corner[axis].as_f64().unwrap());
    list.iter()
        .map(point)
        .collect::<Vec<_>>()
        .try_into()
        .unwrap()
}

/// Towards the middle, so that bezels do not count.
fn shrunk(corners: &[[f64; 2]; 4]) -> [[f64; 2]; 4] {
    let middle = [0, 1].map(|axis| corners.iter().map(|corner| corner[axis]).sum::<f64>() / 4.0);
    corners.map(|corner| [0, 1].map(|axis| middle[axis] + (corner[axis] - middle[axis]) * 0.96))
}

#[test]
fn every_screen_shows_its_panel_untouched() {
    let Some(program) = Program::find("every_screen_shows_its_panel_untouched") else {
        return;
    };
    let sat = read_until_reveal();
    let room = program.shoot(sat.data.path(), "room", SIZE, &["--frames", "2"]);
    let passes = room.drawn["passes"].as_array().unwrap();
    assert_eq!(
        room.drawn["asks_redraw"], false,
        "the room would never sleep"
    );
    assert!(
        passes.iter().all(|n| n.as_u64().unwrap() > 0),
        "a screen was never drawn: {passes:?}"
    );

    // The same panels 1:1: what is behind their text there must be behind it here, to two steps of 255.
    let focus = program.shoot(sat.data.path(), "focus", SIZE, &["--front", "worklist"]);
    let left: Vec<_> = (60..focus.picture.height - 20)
        .map(|y| focus.picture.at(6, y))
        .collect();
    let background = most_common(&left);
    assert!(
        background.iter().any(|channel| *channel > 8),
        "{background:?}"
    );
    for screen in SCREENS {
        let pixels = room.picture.inside(&shrunk(&corners(&room.drawn, screen)));
        assert!(
            pixels.len() > 2_000,
            "{screen} is hardly in the picture: {} px",
            pixels.len()
        );
        let n_bright = pixels
            .iter()
            .filter(|pixel| pixel.iter().any(|c| *c > 90))
            .count();
        assert!(
            n_bright * 100 > pixels.len(),
            "{screen} is black: {n_bright} bright pixels"
        );
        if screen != "viewer" {
            let found = most_common(&pixels);
            assert!(
                is_like(found, background, 2),
                "{screen}: expected the panel's {background:?}, found {found:?}"
            );
        }
    }
}

#[test]
fn the_room_is_furnished_and_dim() {
    let Some(program) = Program::find("the_room_is_furnished_and_dim") else {
        return;
    };
    let sat = read_until_reveal();
    let room = program.shoot(
        sat.data.path(),
        "room",
        SIZE,
        &["--head", "50,10,0", "--frames", "2"],
    );
    let pixels: Vec<_> = (0..room.picture.height)
        .flat_map(|y| (0..room.picture.width).map(move |x| (x, y)))
        .map(|(x, y)| room.picture.at(x, y))
        .collect();
    let greens: Vec<f64> = pixels.iter().map(|pixel| f64::from(pixel[1])).collect();
    let n_pixels = greens.len() as f64;
    let mean = greens.iter().sum::<f64>() / n_pixels;
    assert!(mean > 12.0 && mean < 110.0, "mean {mean}");
    // Warm light of the lamp: far redder than blue somewhere, and no part of the picture burnt out.
    let n_warm = pixels
        .iter()
        .filter(|[r, _, b]| r.saturating_sub(*b) > 30)
        .count();
    assert!(n_warm * 50 > pixels.len(), "no warm light: {n_warm} px");
    let n_burnt = pixels
        .iter()
        .filter(|pixel| pixel.iter().all(|c| *c > 250))
        .count();
    assert!(n_burnt * 50 < pixels.len(), "burnt out: {n_burnt} px");
}

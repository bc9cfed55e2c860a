//! Hanging protocols on the screen: which view hangs where, letters, windows, one scale, chest walls together.

use std::path::Path;

use overread_testkit::{Projection, TinyHead, TinyProjection};
use serde_json::Value;

use crate::picture::pixel;
use crate::program::{Program, Shot};

/// The viewports of a study as it opens, left to right and top to bottom, on a screen that holds nothing else.
fn hung(test: &str, write: impl FnOnce(&Path)) -> Option<Shot> {
    let program = Program::find(test)?;
    let home = tempfile::tempdir().unwrap();
    let study = home.path().join("study");
    write(&study);
    let shot = program.look(&study, home.path(), "1100x760", &["--front", "viewer"]);
    assert_eq!(shot.drawn["reading"]["viewer_state"], "images");
    Some(shot)
}

fn viewports(shot: &Shot) -> &Vec<Value> {
    shot.drawn["reading"]["viewports"].as_array().unwrap()
}

fn letters(viewport: &Value) -> Vec<&str> {
    let letters = viewport["letters"].as_array().unwrap();
    letters.iter().map(|text| text.as_str().unwrap()).collect()
}

fn rect(viewport: &Value) -> [f64; 4] {
    serde_json::from_value(viewport["rect"].clone()).unwrap()
}

fn window(viewport: &Value) -> [f64; 2] {
    serde_json::from_value(viewport["window_hu"].clone()).unwrap()
}

/// Mean grey of a part of a viewport, given in shares of its width and height.
fn grey(shot: &Shot, viewport: &Value, [left, top, right, bottom]: [f64; 4]) -> f64 {
    let [x0, y0, x1, y1] = rect(viewport);
    let (width, height) = (x1 - x0, y1 - y0);
    let columns = pixel(x0 + left * width)..pixel(x0 + right * width);
    let rows = pixel(y0 + top * height)..pixel(y0 + bottom * height);
    let (mut sum, mut n) = (0.0, 0.0);
    for y in rows {
        for x in columns.clone() {
            sum += f64::from(shot.picture.at(x, y)[0]);
            n += 1.0;
        }
    }
    sum / n
}

#[test]
fn a_mammogram_hangs_with_its_chest_walls_together() {
    let test = "a_mammogram_hangs_with_its_chest_walls_together";
    let write = |study: &Path| {
        for (number, mut view) in (1..).zip(TinyProjection::four_views()) {
            // One file is stored mirrored, one with low values bright: nothing of it may be seen.
            view.is_mirrored = number == 2;
            view.is_monochrome1 = number == 3;
            view.write(study).unwrap();
        }
    };
    let Some(shot) = hung(test, write) else {
        return;
    };
    let viewports = viewports(&shot);
    assert_eq!(viewports.len(), 4, "{}", shot.drawn["reading"]["layout"]);
    let scale = viewports[0]["mm_per_px"].as_f64().unwrap();
    let expected = [
        ("R CC", ["A", "P", "R", "L"]),
        ("L CC", ["P", "A", "L", "R"]),
        ("R MLO", ["A", "P", "HR", "FL"]),
        ("L MLO", ["P", "A", "HL", "FR"]),
    ];
    for (viewport, (tag, sides)) in viewports.iter().zip(expected) {
        let tags = viewport["tags"].as_array().unwrap();
        assert!(tags.iter().any(|text| text == tag), "{tag}: {tags:?}");
        assert_eq!(letters(viewport), sides, "{tag}");
        let own = viewport["mm_per_px"].as_f64().unwrap();
        assert!(
            (own - scale).abs() < 1e-9,
            "{tag} has a scale of its own: {own}"
        );
        // The chest wall is bright at the inner edge, the air beyond the nipple black at the outer one.
        let is_right = tag.starts_with('R');
        let middle = |from: f64, to: f64| {
            let (from, to) = if is_right {
                (1.0 - to, 1.0 - from)
            } else {
                (from, to)
            };
            grey(&shot, viewport, [from, 0.45, to, 0.6])
        };
        let (wall, air) = (middle(0.01, 0.06), middle(0.8, 0.87));
        assert!(wall > 70.0 && air < 12.0, "{tag}: wall {wall}, air {air}");
    }
    // Both halves touch in the middle.
    let gap = rect(&viewports[1])[0] - rect(&viewports[0])[2];
    assert!((0.0..=1.0).contains(&gap), "{gap} between the chest walls");
}

#[test]
fn a_chest_hangs_as_if_the_patient_stood_before_the_reader() {
    let test = "a_chest_hangs_as_if_the_patient_stood_before_the_reader";
    let write = |study: &Path| {
        let mut front = TinyProjection::new(Projection::ChestPa, 'U');
        front.is_mirrored = true;
        front.write(study).unwrap();
        let side = TinyProjection::new(Projection::ChestLateral, 'U');
        side.write(study).unwrap();
    };
    let Some(shot) = hung(test, write) else {
        return;
    };
    let viewports = viewports(&shot);
    assert_eq!(viewports.len(), 2, "{}", shot.drawn["reading"]["layout"]);
    assert!(rect(&viewports[0])[0] < rect(&viewports[1])[0]);
    // The file is stored with the patient's left on the left: it hangs the other way round.
    assert_eq!(letters(&viewports[0])[..2], ["R", "L"]);
    // The heart lies towards the patient's left, the right of the screen.
    let heart = grey(&shot, &viewports[0], [0.55, 0.55, 0.62, 0.65]);
    let lung = grey(&shot, &viewports[0], [0.3, 0.45, 0.36, 0.55]);
    assert!(heart > lung + 60.0, "heart {heart}, lung {lung}");
}

#[test]
fn a_head_hangs_in_three_windows_on_one_slice() {
    let test = "a_head_hangs_in_three_windows_on_one_slice";
    let Some(shot) = hung(test, |study| TinyHead { number: 1 }.write(study).unwrap()) else {
        return;
    };
    let viewports = viewports(&shot);
    let windows: Vec<[f64; 2]> = viewports.iter().map(window).collect();
    assert_eq!(windows.len(), 3, "{}", shot.drawn["reading"]["layout"]);
    for wanted in [[40.0, 80.0], [480.0, 2500.0], [40.0, 40.0]] {
        assert!(windows.contains(&wanted), "{wanted:?} of {windows:?}");
    }
    let slice = &viewports[0]["slice_idx"];
    for viewport in viewports {
        assert_eq!(letters(viewport), ["R", "L", "A", "P"]);
        assert_eq!(&viewport["slice_idx"], slice);
    }
    // The bleeding on the patient's left is brighter than the brain on the right, in the window of the brain.
    let [_, width] = windows[0];
    assert!(
        (width - 80.0).abs() < 1e-6,
        "the brain's window comes first"
    );
    let left = grey(&shot, &viewports[0], [0.62, 0.52, 0.68, 0.58]);
    let right = grey(&shot, &viewports[0], [0.32, 0.52, 0.38, 0.58]);
    assert!(left > right + 50.0, "left {left}, right {right}");
}

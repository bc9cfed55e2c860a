//! Focus mode: the greys on the picture are those of the CPU renderer, and marks lie where they were set.

use overread_base::Vec3;
use overread_image::{Plane, Viewport, VoiLut, Window};
use serde_json::Value;

use crate::picture::pixel;
use crate::program::{Program, Shot};
use crate::sitting::{Sat, read_until_reveal};

const SIZE: &str = "1280x720";
/// The colours of marks by the desk's table.
const READER: [u8; 3] = [255, 214, 64];
const AI: [u8; 3] = [53, 216, 232];

struct Focus {
    sat: Sat,
    shot: Shot,
}

fn focus(test: &str) -> Option<Focus> {
    let program = Program::find(test)?;
    let sat = read_until_reveal();
    let shot = program.shoot(sat.data.path(), "focus", SIZE, &[]);
    Some(Focus { sat, shot })
}

/// The account of the main viewport.
#[track_caller]
fn viewport(drawn: &Value) -> &Value {
    assert_eq!(drawn["mode"], "focus");
    assert_eq!(drawn["asks_redraw"], false, "the desk would never sleep");
    assert_eq!(drawn["reading"]["viewer_state"], "images", "{drawn}");
    &drawn["reading"]["viewports"][0]
}

#[track_caller]
fn numbers<const N: usize>(list: &Value) -> [f64; N] {
    let found: Vec<f64> = serde_json::from_value(list.clone()).unwrap();
    found.try_into().unwrap()
}

#[track_caller]
fn size_px(viewport: &Value) -> [u32; 2] {
    serde_json::from_value(viewport["size_px"].clone()).unwrap()
}

#[test]
fn greys_are_those_of_the_cpu_renderer() {
    let Some(Focus { sat, shot }) = focus("greys_are_those_of_the_cpu_renderer") else {
        return;
    };
    let drawn = viewport(&shot.drawn);
    let size_px = size_px(drawn);
    let [left, top, ..] = numbers::<4>(&drawn["rect"]);
    let series = &sat.images.series[0];
    let geometry = series.volume.geometry();
    let expected = Viewport::fitted(geometry, Plane::Acquired, geometry.centre(), size_px);
    let corner = expected.patient_from_screen(0.5, 0.5);
    let [x, y, z] = numbers::<3>(&drawn["top_left_mm"]);
    assert!((corner - Vec3::new(x, y, z)).length() < 0.01, "{drawn}");
    let [centre, width]: [f32; 2] = serde_json::from_value(drawn["window_hu"].clone()).unwrap();
    let window = Window::linear(centre, width).unwrap();
    let lut = VoiLut::new(window, series.volume.rescale(), false);
    let mut greys = Vec::new();
    expected.render(&series.volume, &lut, &mut greys);

    // The middle half of the picture carries no text; marks on it are set against the whole.
    let [wide, high] = size_px.map(|px| px as usize);
    let (mut n_pixels, mut n_equal, mut n_bright) = (0_u32, 0_u32, 0_u32);
    for row in high / 4..high * 3 / 4 {
        for column in wide / 4..wide * 3 / 4 {
            let grey = greys[row * wide + column];
            let found = shot
                .picture
                .at(pixel(left.round()) + column, pixel(top.round()) + row);
            n_pixels += 1;
            n_equal += u32::from(found.iter().all(|channel| channel.abs_diff(grey) <= 1));
            n_bright += u32::from(grey > 100);
        }
    }
    let share = f64::from(n_equal) / f64::from(n_pixels);
    assert!(
        share > 0.97,
        "only {share} of {n_pixels} pixels have the grey of the CPU renderer"
    );
    assert!(
        n_bright * 20 > n_pixels,
        "hardly anything on the picture is bright: {n_bright}"
    );
}

#[test]
fn marks_lie_where_they_were_set() {
    let Some(Focus { sat, shot }) = focus("marks_lie_where_they_were_set") else {
        return;
    };
    let drawn = viewport(&shot.drawn);
    assert_eq!(shot.drawn["reading"]["ai_state"], "done-findings");
    assert_eq!(shot.drawn["reading"]["is_ai_overlay_on"], true);
    let [left, top, ..] = numbers::<4>(&drawn["rect"]);
    let size_px = size_px(drawn);
    let geometry = sat.images.series[0].volume.geometry();
    let plane = Viewport::fitted(geometry, Plane::Acquired, geometry.centre(), size_px);
    let marks = drawn["marks"].as_array().unwrap();
    for (layer, at_mm, colour) in [("reader", sat.own_mm, READER), ("ai", sat.ai_mm, AI)] {
        let mark = marks.iter().find(|mark| mark["layer"] == layer);
        let mark = mark.unwrap_or_else(|| panic!("no mark of the {layer} layer: {drawn}"));
        let [x, y] = numbers::<2>(&mark["at"]);
        let (right, down, _) = plane.screen_from_patient(at_mm);
        let off = (x - left - right).hypot(y - top - down);
        assert!(off < 1.0, "{layer}: {off} px from where it was set: {mark}");
        // A point's ring or a box of 9 mm around the place, in the colour of its layer.
        let reach = 4 + pixel(12.0 / plane.mm_per_px);
        assert!(
            shot.picture.has_near([x, y], reach, colour, 40),
            "{layer}: nothing of colour {colour:?} within {reach} px of {x}, {y}"
        );
    }
}

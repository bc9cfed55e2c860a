//! Housings and stands of the three monitors, and the light that their screens send into the room. No glass.

use bevy::math::Vec3;

use super::light::Light;
use super::part::{Part, Place, block, rod};
use crate::layout::{DESK_TOP_M, ScreenId, glass};

const HOUSING: [u8; 3] = [34, 35, 38];
const STAND: [u8; 3] = [112, 114, 118];
const DAYLIGHT: Vec3 = Vec3::new(0.80, 0.90, 1.0);

/// Adds the monitors to `parts` and their light to `lights`.
pub(super) fn add(parts: &mut Vec<Part>, lights: &mut Vec<Light>) {
    for screen in ScreenId::ALL {
        add_monitor(screen, parts, lights);
    }
}

fn add_monitor(screen: ScreenId, parts: &mut Vec<Part>, lights: &mut Vec<Light>) {
    let glass = glass(screen);
    let place = Place {
        at_m: glass.centre_m,
        turn: glass.rotation(),
    };
    let (wide, high) = (glass.size_m.x, glass.size_m.y);
    let plastic = |part: Part| part.coloured(HOUSING).placed(&place);
    // The plate behind the glass and the rim around it, a little proud of the glass.
    parts.push(plastic(
        block(
            Vec3::new(0.0, 0.0, -0.013),
            Vec3::new(wide + 0.012, high + 0.012, 0.022),
        )
        .step(0.08),
    ));
    parts.push(plastic(
        block(
            Vec3::new(0.0, 0.0, -0.038),
            Vec3::new(wide * 0.62, high * 0.55, 0.034),
        )
        .bevelled(0.012)
        .step(0.08),
    ));
    let rim = 0.009;
    for side in [-1.0, 1.0] {
        let upright = block(
            Vec3::new(side * (wide + rim) / 2.0, 0.0, -0.008),
            Vec3::new(rim, high + 2.0 * rim, 0.022),
        );
        parts.push(plastic(upright.bevelled(0.002).step(0.06)));
    }
    let top = block(
        Vec3::new(0.0, (high + rim) / 2.0, -0.008),
        Vec3::new(wide, rim, 0.022),
    );
    parts.push(plastic(top.bevelled(0.002).step(0.06)));
    let chin = block(
        Vec3::new(0.0, -(high + 0.016) / 2.0, -0.008),
        Vec3::new(wide, 0.016, 0.022),
    );
    parts.push(plastic(chin.bevelled(0.002).step(0.06)));
    let lamp = block(
        Vec3::new(wide / 2.0 - 0.03, -(high + 0.016) / 2.0, 0.0035),
        Vec3::new(0.008, 0.002, 0.001),
    );
    parts.push(lamp.glowing(Vec3::new(0.25, 0.8, 0.45)).placed(&place));
    add_stand(glass.centre_m.y, &place, parts);
    // What the screen sends into the room: the panels are dark with a few lights.
    let (radiance, samples) = match screen {
        ScreenId::Viewer => (0.30, (3, 2)),
        ScreenId::Worklist | ScreenId::Report => (0.26, (2, 2)),
    };
    lights.push(Light::Panel {
        centre_m: place.at_m + place.turn * Vec3::Z * 0.006,
        right_m: place.turn * Vec3::X * (wide / 2.0),
        up_m: Vec3::Y * (high / 2.0),
        radiance: DAYLIGHT * radiance,
        samples,
    });
}

fn add_stand(centre_y: f32, place: &Place, parts: &mut Vec<Part>) {
    let desk = DESK_TOP_M - centre_y;
    let grey = |part: Part| part.coloured(STAND).placed(place);
    let neck = block(
        Vec3::new(0.0, (desk - 0.02) / 2.0, -0.085),
        Vec3::new(0.055, -desk - 0.02, 0.026),
    );
    parts.push(grey(neck.bevelled(0.005).step(0.05)));
    parts.push(grey(rod(
        Vec3::new(0.0, -0.02, -0.05),
        Vec3::new(0.0, -0.02, -0.08),
        0.03,
    )));
    let foot = block(
        Vec3::new(0.0, desk + 0.006, -0.06),
        Vec3::new(0.25, 0.012, 0.20),
    );
    parts.push(grey(foot.bevelled(0.004).step(0.03)));
}

//! What was drawn where on a picture: for tests that compare it with what should be there. Draws nothing.

use std::fmt::Write as _;

use bevy::prelude::*;

use crate::layout::{ScreenId, glass};
use crate::mode::Mode;
use crate::screen::DrawnPasses;
use crate::seat_camera::RoomCamera;
use crate::session::Reading;
use crate::settle::AsksRedraw;

/// Screens and the viewer's image on one picture.
#[derive(Debug)]
pub(crate) struct Drawn {
    mode: Mode,
    size: UVec2,
    passes: [u64; 3],
    /// Whether the last frame asked for another one.
    asks_redraw: bool,
    /// Corners of each screen on the picture, clockwise from the top left; empty in Focus mode.
    corners: Vec<(ScreenId, [Vec2; 4])>,
    /// The session's own account, already JSON.
    reading: String,
}

impl Drawn {
    /// Reads it from the world after a frame.
    #[must_use]
    pub(crate) fn of(world: &mut World, size: UVec2) -> Self {
        let mode = *world.resource::<State<Mode>>().get();
        let passes = world.resource::<DrawnPasses>().0;
        let asks_redraw = world.resource::<AsksRedraw>().0;
        let reading = world.resource::<Reading>().drawn_json();
        let mut cameras = world.query_filtered::<(&Camera, &GlobalTransform), With<RoomCamera>>();
        let camera = cameras.single(world).ok();
        let corners = ScreenId::ALL.into_iter().filter_map(|screen| {
            let (camera, transform) = camera?;
            Some((screen, corners_on(camera, transform, screen)?))
        });
        Self {
            mode,
            size,
            passes,
            asks_redraw,
            corners: corners.collect(),
            reading,
        }
    }

    /// As JSON; the numbers are pixels of the picture.
    #[must_use]
    pub(crate) fn to_json(&self) -> String {
        let mode = match self.mode {
            Mode::Focus => "focus",
            Mode::Room => "room",
        };
        let [worklist, viewer, report] = self.passes;
        let mut text = format!(
            "{{\n  \"mode\": \"{mode}\",\n  \"size\": [{}, {}],\n  \"passes\": [{worklist}, {viewer}, {report}],\n  \"asks_redraw\": {},\n  \"corners\": {{",
            self.size.x, self.size.y, self.asks_redraw
        );
        for (idx, (screen, corners)) in self.corners.iter().enumerate() {
            let separator = if idx == 0 { "" } else { "," };
            let points: Vec<String> = corners
                .iter()
                .map(|at| format!("[{:.1}, {:.1}]", at.x, at.y))
                .collect();
            // Writing to a string cannot fail.
            if write!(
                text,
                "{separator}\n    \"{}\": [{}]",
                screen.name(),
                points.join(", ")
            )
            .is_err()
            {
                break;
            }
        }
        text.push_str("\n  },\n  \"reading\": ");
        text.push_str(&self.reading);
        text.push_str("\n}\n");
        text
    }
}

fn corners_on(camera: &Camera, transform: &GlobalTransform, screen: ScreenId) -> Option<[Vec2; 4]> {
    let glass = glass(screen);
    let half = glass.size_m / 2.0;
    let mut corners = [Vec2::ZERO; 4];
    let local = [
        (-half.x, half.y),
        (half.x, half.y),
        (half.x, -half.y),
        (-half.x, -half.y),
    ];
    for (corner, (x, y)) in corners.iter_mut().zip(local) {
        let point = glass.centre_m + glass.rotation() * Vec3::new(x, y, 0.0);
        *corner = camera.world_to_viewport(transform, point).ok()?;
    }
    Some(corners)
}

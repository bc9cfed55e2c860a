//! What lights the room: the lamp, the screens, dimmed spots, the light behind the monitors and that of the corridor.
//! Says where the light comes from and how strong it is; what it meets is found elsewhere.

use std::f32::consts::{PI, TAU};

use bevy::math::Vec3;

use super::ray::Tracer;

/// A source of light. Strengths are chosen for the picture: 1 on a white surface is the picture's white.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Light {
    /// A rectangle that shines to one side, evenly by the cosine.
    Panel {
        /// Its middle.
        centre_m: Vec3,
        /// From the middle to the middle of its right edge.
        right_m: Vec3,
        /// From the middle to the middle of its upper edge.
        up_m: Vec3,
        /// How bright the panel itself is.
        radiance: Vec3,
        /// Sample points along right and up.
        samples: (u16, u16),
    },
    /// A small round source that shines within a cone.
    Spot {
        /// Where it is.
        at_m: Vec3,
        /// Where its axis points, length 1.
        axis: Vec3,
        /// Radius of the source: makes soft edges of shadows.
        radius_m: f32,
        /// Half angle of the even part, radians.
        inner: f32,
        /// Half angle beyond which there is nothing.
        outer: f32,
        /// Brightness of a white surface 1 m away.
        strength: Vec3,
        /// Sample points on the source.
        samples: u16,
    },
}

impl Light {
    /// The light that a white, matt surface at `at_m` gives back.
    pub(super) fn on(&self, at_m: Vec3, normal: Vec3, tracer: &Tracer<'_>) -> Vec3 {
        match self {
            Self::Panel {
                centre_m,
                right_m,
                up_m,
                radiance,
                samples: (across, down),
            } => {
                let facing = right_m.cross(*up_m);
                let area_m2 = 4.0 * facing.length();
                let facing = facing.normalize_or(Vec3::Z);
                let middle = |idx: u16, of: u16| 2.0 * (f32::from(idx) + 0.5) / f32::from(of) - 1.0;
                let mut seen = 0.0;
                for row in 0..*down {
                    for column in 0..*across {
                        let source = *centre_m
                            + *right_m * middle(column, *across)
                            + *up_m * middle(row, *down);
                        let way = source - at_m;
                        let square = way.length_squared().max(1e-4);
                        let toward = way / square.sqrt();
                        let cosines = normal.dot(toward).max(0.0) * (-facing.dot(toward)).max(0.0);
                        if cosines > 0.0 && tracer.sees(at_m, source) {
                            seen += cosines / square;
                        }
                    }
                }
                *radiance * (seen * area_m2 / (PI * f32::from(*across) * f32::from(*down)))
            }
            Self::Spot {
                at_m: source,
                axis,
                radius_m,
                inner,
                outer,
                strength,
                samples,
            } => {
                let side = axis.any_orthonormal_vector();
                let other = axis.cross(side);
                let mut seen = 0.0;
                for idx in 0..*samples {
                    // A sunflower: even over the disc.
                    let (sin, cos) = (f32::from(idx) * 0.381_966 * TAU).sin_cos();
                    let reach = *radius_m * ((f32::from(idx) + 0.5) / f32::from(*samples)).sqrt();
                    let point = *source + (side * cos + other * sin) * reach;
                    let way = point - at_m;
                    let square = way.length_squared().max(1e-3);
                    let toward = way / square.sqrt();
                    let angle = (-toward).dot(*axis).clamp(-1.0, 1.0).acos();
                    let within = 1.0 - smooth((angle - inner) / (outer - inner));
                    let cosine = normal.dot(toward).max(0.0) * within;
                    if cosine > 0.0 && tracer.sees(at_m, point) {
                        seen += cosine / square;
                    }
                }
                *strength * (seen / f32::from(*samples))
            }
        }
    }
}

/// 0 below 0, 1 above 1, a soft step between.
fn smooth(at: f32) -> f32 {
    let at = at.clamp(0.0, 1.0);
    at * at * (3.0 - 2.0 * at)
}

//! The seated reader's head: where it can turn, how it leans in, and how it glides there.
//! Pure camera maths in metres and radians; no Bevy entities, no input devices.

use bevy::math::{EulerRot, Quat, Vec2, Vec3};
use bevy::transform::components::Transform;

/// Eye of the reader when leaning back, metres. Seated eye height of about 1.2 m is the middle of ISO 7250 tables.
const EYE_M: Vec3 = Vec3::new(0.0, 1.235, 0.34);
/// Farthest that leaning in moves the eye, metres; leaves about 55 cm to the middle monitor.
const LEAN_M: f32 = 0.62;
/// Turn per dragged pixel, radians.
const TURN_PER_PX: f32 = 0.0032;
/// One line of the wheel, as a share of the whole way in.
const LEAN_PER_LINE: f32 = 0.14;
/// Share of the remaining way that is left after one second.
const REMAINDER_PER_SECOND: f32 = 0.000_8;
/// Below this the head is at rest: a thousandth of a radian or of the way in cannot be seen.
const REST: f32 = 0.001;

/// A turn of the head and a lean, each within what a seated person does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct HeadPose {
    /// Turn to the left, radians.
    pub(crate) yaw: f32,
    /// Turn upwards, radians.
    pub(crate) pitch: f32,
    /// 0 leaning back, 1 close to the glass.
    pub(crate) lean: f32,
}

impl HeadPose {
    /// Leaning back, the middle monitor a little below the eyes.
    pub(crate) const REST: Self = Self {
        yaw: 0.0,
        pitch: -0.085,
        lean: 0.0,
    };

    /// Keeps the pose within a seated person's reach: 125 degrees to each side, 60 down, 45 up.
    #[must_use]
    pub(crate) fn limited(self) -> Self {
        Self {
            yaw: self.yaw.clamp(-2.18, 2.18),
            pitch: self.pitch.clamp(-1.05, 0.785),
            lean: self.lean.clamp(0.0, 1.0),
        }
    }

    /// After a drag of `delta_px` (right and down positive): the room follows the pointer as if held.
    #[must_use]
    pub(crate) fn turned(self, delta_px: Vec2) -> Self {
        let yaw = self.yaw + delta_px.x * TURN_PER_PX;
        let pitch = self.pitch + delta_px.y * TURN_PER_PX;
        Self { yaw, pitch, ..self }.limited()
    }

    /// After `lines` of the wheel; up leans in.
    #[must_use]
    pub(crate) fn leaned(self, lines: f32) -> Self {
        Self {
            lean: self.lean + lines * LEAN_PER_LINE,
            ..self
        }
        .limited()
    }

    /// One step of `elapsed_s` towards `target`; the same way whatever the frame rate, and exactly there at the end.
    #[must_use]
    pub(crate) fn glided(self, target: Self, elapsed_s: f32) -> Self {
        let keep = REMAINDER_PER_SECOND.powf(elapsed_s.clamp(0.0, 0.25));
        let mix = |from: f32, to: f32| to + (from - to) * keep;
        let next = Self {
            yaw: mix(self.yaw, target.yaw),
            pitch: mix(self.pitch, target.pitch),
            lean: mix(self.lean, target.lean),
        };
        if next.is_at(target) { target } else { next }
    }

    /// Whether the difference to `target` is too small to be seen.
    #[must_use]
    pub(crate) fn is_at(self, target: Self) -> bool {
        let off = [
            self.yaw - target.yaw,
            self.pitch - target.pitch,
            self.lean - target.lean,
        ];
        off.iter().all(|part| part.abs() < REST)
    }

    /// The camera of this pose. Leaning follows the gaze sideways and stays above the desk.
    #[must_use]
    pub(crate) fn camera(self) -> Transform {
        let rotation = Quat::from_euler(EulerRot::YXZ, self.yaw, self.pitch, 0.0);
        let reach = Quat::from_rotation_y(self.yaw.clamp(-0.9, 0.9)) * Vec3::NEG_Z;
        let sink = Vec3::new(0.0, -0.10, 0.0);
        // Leaning to the side reaches less far: the chair stays where it is.
        let way = LEAN_M * (1.0 - 0.25 * self.yaw.abs().min(0.9));
        let eye = EYE_M + (reach * way + sink) * self.lean;
        Transform {
            translation: eye,
            rotation,
            ..Transform::IDENTITY
        }
    }
}

#[cfg(test)]
mod tests;

//! Where the screens are: their pixels, their places in the room, and the columns of Focus mode.
//! Pure geometry in metres and pixels; no Bevy entities, no drawing.

use bevy::math::{Quat, Ray3d, Rect, UVec2, Vec2, Vec3};

/// One of the three monitors on the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum ScreenId {
    /// Left, landscape: the worklist.
    Worklist,
    /// Centre, wide: the image viewer.
    Viewer,
    /// Right, portrait: report and AI panel.
    Report,
}

impl ScreenId {
    /// From left to right.
    pub(crate) const ALL: [Self; 3] = [Self::Worklist, Self::Viewer, Self::Report];

    /// Position from the left, 0 to 2.
    pub(crate) const fn index(self) -> usize {
        match self {
            Self::Worklist => 0,
            Self::Viewer => 1,
            Self::Report => 2,
        }
    }

    /// A stable name for logs and measurements.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Worklist => "worklist",
            Self::Viewer => "viewer",
            Self::Report => "report",
        }
    }
}

/// A monitor's glass: pixels, size and pose in the room.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Glass {
    /// Texture size; one texel is one egui point.
    pub(crate) pixels: UVec2,
    /// Width and height in metres.
    pub(crate) size_m: Vec2,
    /// Middle of the glass in the room, metres.
    pub(crate) centre_m: Vec3,
    /// Turn about the vertical axis, radians; positive faces to the right.
    pub(crate) yaw: f32,
}

/// Height of the desk top above the floor, metres (EN 527 working height of a seated desk, 0.74).
pub(crate) const DESK_TOP_M: f32 = 0.74;

/// The glass of one screen.
///
/// Sizes are those of common displays: 24.1 inch 16:10 on both sides (one turned upright), 30.4 inch 16:10 in the
/// middle. Pixels are fewer than such displays have, so that text is readable when the room is drawn in a window.
#[must_use]
pub(crate) fn glass(screen: ScreenId) -> Glass {
    let side_yaw = 27.0_f32.to_radians();
    match screen {
        ScreenId::Worklist => Glass {
            pixels: UVec2::new(960, 600),
            size_m: Vec2::new(0.518, 0.324),
            centre_m: Vec3::new(-0.607, 1.115, -0.727),
            yaw: side_yaw,
        },
        ScreenId::Viewer => Glass {
            pixels: UVec2::new(1312, 820),
            size_m: Vec2::new(0.653, 0.408),
            centre_m: Vec3::new(0.0, 1.115, -0.85),
            yaw: 0.0,
        },
        ScreenId::Report => Glass {
            pixels: UVec2::new(660, 1056),
            size_m: Vec2::new(0.324, 0.518),
            centre_m: Vec3::new(0.520, 1.165, -0.768),
            yaw: -side_yaw,
        },
    }
}

impl Glass {
    /// Turn of the glass as a rotation; the glass looks along its own +Z.
    pub(crate) fn rotation(&self) -> Quat {
        Quat::from_rotation_y(self.yaw)
    }

    /// Where a ray meets the plane of the glass, in texels from the top left; beyond the edge is allowed.
    ///
    /// `None` if the ray runs along the plane, away from it, or comes from behind.
    pub(crate) fn texel_on_plane(&self, ray: Ray3d) -> Option<Vec2> {
        let rotation = self.rotation();
        let (right, up, normal) = (rotation * Vec3::X, rotation * Vec3::Y, rotation * Vec3::Z);
        let approach = ray.direction.dot(normal);
        if approach > -1e-4 {
            return None;
        }
        let distance_m = (self.centre_m - ray.origin).dot(normal) / approach;
        if distance_m <= 0.0 {
            return None;
        }
        let offset_m = ray.origin + *ray.direction * distance_m - self.centre_m;
        let across =
            Vec2::new(offset_m.dot(right), -offset_m.dot(up)) / self.size_m + Vec2::splat(0.5);
        Some(across * self.pixels.as_vec2())
    }

    /// As [`Self::texel_on_plane`], but only inside the glass.
    #[cfg(test)]
    pub(crate) fn texel_inside(&self, ray: Ray3d) -> Option<Vec2> {
        let texel = self.texel_on_plane(ray)?;
        let size = self.pixels.as_vec2();
        (texel.cmpge(Vec2::ZERO).all() && texel.cmplt(size).all()).then_some(texel)
    }
}

/// What the columns of Focus mode are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Columns {
    /// Cases are read.
    Reading,
    /// There is one page, and nothing beside it.
    Alone,
    /// The session is over: the worklist's column holds the debriefing, and there is no report to write.
    Debriefing,
}

/// The columns of Focus mode in logical pixels, in the order of [`ScreenId::ALL`].
///
/// The whole of `size` is used. The screen in front gets the room it needs: the viewer nearly all, a side panel half.
/// Below 1,100 points only the screen in front and the viewer share the width, so that text stays readable, and below
/// 640 the screen in front is alone; a hidden column is `None`.
#[must_use]
pub(crate) fn focus_columns(size: Vec2, front: ScreenId, columns: Columns) -> [Option<Rect>; 3] {
    if columns == Columns::Alone {
        return side_by_side(size, 0.0, 0.0);
    }
    if size.x < 640.0 {
        return match front {
            ScreenId::Worklist => side_by_side(size, size.x, 0.0),
            ScreenId::Viewer => side_by_side(size, 0.0, 0.0),
            ScreenId::Report => side_by_side(size, 0.0, size.x),
        };
    }
    let narrow = size.x < 1100.0;
    if columns == Columns::Debriefing {
        let left = match front {
            ScreenId::Worklist => (size.x * 0.5).clamp(480.0, 900.0),
            ScreenId::Viewer | ScreenId::Report => (size.x * 0.34).clamp(420.0, 620.0),
        };
        return side_by_side(size, left.min(size.x * 0.6), 0.0);
    }
    let (left, right) = match (front, narrow) {
        (ScreenId::Viewer, false) => (
            (size.x * 0.17).clamp(210.0, 320.0),
            (size.x * 0.22).clamp(270.0, 420.0),
        ),
        (ScreenId::Viewer, true) => (0.0, (size.x * 0.30).clamp(220.0, 300.0)),
        (ScreenId::Worklist, false) => (
            (size.x * 0.46).min(900.0),
            (size.x * 0.18).clamp(250.0, 340.0),
        ),
        (ScreenId::Worklist, true) => (size.x * 0.6, 0.0),
        (ScreenId::Report, false) => (
            (size.x * 0.14).clamp(190.0, 260.0),
            (size.x * 0.42).min(820.0),
        ),
        (ScreenId::Report, true) => (0.0, size.x * 0.55),
    };
    side_by_side(size, left, right)
}

/// Three columns of the whole height, the outer ones of these widths.
fn side_by_side(size: Vec2, left: f32, right: f32) -> [Option<Rect>; 3] {
    let (left, right) = (left.min(size.x).round(), right.min(size.x).round());
    let column = |from: f32, to: f32| (to - from >= 1.0).then(|| Rect::new(from, 0.0, to, size.y));
    [
        column(0.0, left),
        column(left, size.x - right),
        column(size.x - right, size.x),
    ]
}

#[cfg(test)]
mod tests;

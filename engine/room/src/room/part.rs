//! The pieces that the room is built of: blocks and cones with a finish and a colour. Pure data; draws nothing.

use bevy::math::{Quat, Vec3};

/// One piece of furniture, in metres.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    /// Its form about its own middle.
    pub(super) shape: Shape,
    /// Its middle in the room.
    pub(super) centre_m: Vec3,
    /// Its turn.
    pub(super) turn: Quat,
    /// The texture on it.
    pub(super) finish: Finish,
    /// Share of red, green and blue light that it gives back, linear.
    pub(super) albedo: Vec3,
    /// Light that it sends out by itself, linear; 1 is the white of the picture.
    pub(super) glow: Vec3,
    /// Distance of the points at which light is computed, at most.
    pub(super) step_m: f32,
    /// The only face of a block that can be seen, counted +x, -x, +y, -y, +z, -z.
    pub(super) only_face: Option<usize>,
}

/// The form of a part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Shape {
    /// A cuboid.
    Block {
        /// Half of its sides.
        half_m: Vec3,
        /// How much of each edge is taken off; 0 leaves it sharp.
        bevel_m: f32,
    },
    /// A cylinder or cone along its own Y.
    Cone {
        /// Half of its height.
        half_height_m: f32,
        /// Radius at the lower end.
        lower_radius_m: f32,
        /// Radius at the upper end.
        upper_radius_m: f32,
        /// Whether it has lids, or is a shade that can be looked into.
        ends: Ends,
    },
}

/// Ends of a cone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// With lids.
    Closed,
    /// Without: the inside can be seen.
    Open,
}

/// What the surface of a part looks like from near.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Finish {
    /// Even: plastic, metal, paper.
    Plain,
    /// Rolled paint.
    Paint,
    /// Wood with a grain along the longer side.
    Wood,
    /// Woven cloth.
    Weave,
    /// Loop carpet.
    Carpet,
    /// Tiles of a hung ceiling.
    CeilingTile,
}

impl Finish {
    /// All of them.
    pub(super) const ALL: [Self; 6] = [
        Self::Plain,
        Self::Paint,
        Self::Wood,
        Self::Weave,
        Self::Carpet,
        Self::CeilingTile,
    ];
}

/// A cuboid with sides along the axes.
pub(super) fn block(centre_m: Vec3, size_m: Vec3) -> Part {
    let shape = Shape::Block {
        half_m: size_m / 2.0,
        bevel_m: 0.0,
    };
    Part::new(shape, centre_m, Quat::IDENTITY)
}

/// A rod or cone from one point to another.
pub(super) fn cone(from_m: Vec3, to_m: Vec3, from_radius_m: f32, to_radius_m: f32) -> Part {
    let shape = Shape::Cone {
        half_height_m: from_m.distance(to_m) / 2.0,
        lower_radius_m: from_radius_m,
        upper_radius_m: to_radius_m,
        ends: Ends::Closed,
    };
    let along = (to_m - from_m).normalize_or(Vec3::Y);
    let turn = Quat::from_rotation_arc(Vec3::Y, along);
    Part::new(shape, (from_m + to_m) / 2.0, turn)
}

/// A rod of the same radius everywhere.
pub(super) fn rod(from_m: Vec3, to_m: Vec3, radius_m: f32) -> Part {
    cone(from_m, to_m, radius_m, radius_m)
}

impl Part {
    fn new(shape: Shape, centre_m: Vec3, turn: Quat) -> Self {
        Self {
            shape,
            centre_m,
            turn,
            finish: Finish::Plain,
            albedo: Vec3::splat(0.4),
            glow: Vec3::ZERO,
            step_m: 0.05,
            only_face: None,
        }
    }

    /// With this texture.
    pub(super) fn of(self, finish: Finish) -> Self {
        Self { finish, ..self }
    }

    /// With this colour, given as on a screen (sRGB, 0 to 255).
    pub(super) fn coloured(self, srgb: [u8; 3]) -> Self {
        Self {
            albedo: linear(srgb),
            ..self
        }
    }

    /// Shining by itself; 1 is the white of the picture.
    pub(super) fn glowing(self, glow: Vec3) -> Self {
        Self { glow, ..self }
    }

    /// Turned about its middle, on top of the turn that it has.
    pub(super) fn turned(self, turn: Quat) -> Self {
        Self {
            turn: turn * self.turn,
            ..self
        }
    }

    /// With edges taken off; nothing for cones.
    pub(super) fn bevelled(self, bevel_m: f32) -> Self {
        let shape = match self.shape {
            Shape::Block { half_m, .. } => Shape::Block {
                half_m,
                bevel_m: bevel_m.min(half_m.min_element() * 0.9),
            },
            Shape::Cone { .. } => self.shape,
        };
        Self { shape, ..self }
    }

    /// Without lids; nothing for blocks.
    pub(super) fn open(self) -> Self {
        let shape = match self.shape {
            Shape::Cone {
                half_height_m,
                lower_radius_m,
                upper_radius_m,
                ..
            } => Shape::Cone {
                half_height_m,
                lower_radius_m,
                upper_radius_m,
                ends: Ends::Open,
            },
            Shape::Block { .. } => self.shape,
        };
        Self { shape, ..self }
    }

    /// With light computed at points this far apart, at most.
    pub(super) fn step(self, step_m: f32) -> Self {
        Self { step_m, ..self }
    }

    /// With one face only, counted +x, -x, +y, -y, +z, -z: the others are never seen.
    pub(super) fn only_face(self, face: usize) -> Self {
        Self {
            only_face: Some(face),
            ..self
        }
    }

    /// The whole part turned and moved: `centre` and `turn` become those of the room instead of `place`'s own.
    pub(super) fn placed(self, place: &Place) -> Self {
        Self {
            centre_m: place.at_m + place.turn * self.centre_m,
            turn: place.turn * self.turn,
            ..self
        }
    }

    /// A point of the room in the part's own frame.
    pub(super) fn to_local(&self, point_m: Vec3) -> Vec3 {
        self.turn.inverse() * (point_m - self.centre_m)
    }

    /// The corners of the box around it in the room, lowest first.
    pub(super) fn bounds_m(&self) -> (Vec3, Vec3) {
        let half = match self.shape {
            Shape::Block { half_m, .. } => half_m,
            Shape::Cone {
                half_height_m,
                lower_radius_m,
                upper_radius_m,
                ..
            } => {
                let radius = lower_radius_m.max(upper_radius_m);
                Vec3::new(radius, half_height_m, radius)
            }
        };
        let reach = [Vec3::X, Vec3::Y, Vec3::Z]
            .into_iter()
            .map(|axis| (self.turn * (axis * half)).abs())
            .sum::<Vec3>();
        (self.centre_m - reach, self.centre_m + reach)
    }
}

/// A frame that a group of parts is built in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    /// Its origin in the room.
    pub(super) at_m: Vec3,
    /// Its turn.
    pub(super) turn: Quat,
}

/// sRGB to linear by the curve of IEC 61966-2-1.
pub(super) fn linear(srgb: [u8; 3]) -> Vec3 {
    let channel = |value: u8| {
        let value = f32::from(value) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    Vec3::new(channel(srgb[0]), channel(srgb[1]), channel(srgb[2]))
}

#[cfg(test)]
mod tests;

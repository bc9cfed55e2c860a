//! A collection between the inner table and the brain: thick in its middle, running out towards its rim.

use crate::head_ct::anatomy::Head;
use crate::num::{P3, p3, smooth_step};
use crate::texture::Texture;

/// A territory of the vault and how thick a collection over it is.
#[derive(Debug, Clone)]
pub(super) struct Cap {
    /// Where directions are taken from.
    origin: P3,
    /// Towards the middle of the territory.
    towards: P3,
    /// Along the territory's length and across it.
    axes: [P3; 2],
    /// Distance from the origin to the vault at the middle, mm.
    radius: f32,
    /// Half lengths along the axes, mm of arc.
    half: [f32; 2],
    /// Greatest thickness, mm.
    pub(super) height: f32,
    /// 1 is a lens, less is a crescent of more even thickness.
    power: f32,
    /// Whether thickness is measured along the middle's direction instead of towards the middle of the head.
    is_lens: bool,
    /// How irregular its rim and its inner surface are.
    wobble: f32,
    phase: P3,
}

/// The numbers of a [`Cap`].
#[derive(Debug, Clone)]
pub(super) struct CapShape {
    /// Towards the middle of the territory, from the middle of the head.
    pub(super) towards: P3,
    /// Turn of the long axis out of the axial plane, as sine.
    pub(super) turn: f32,
    /// Half lengths in and out of that plane, mm of arc.
    pub(super) half: [f32; 2],
    /// Greatest thickness, mm.
    pub(super) height: f32,
    /// 1 and above is a lens, less is a crescent of more even thickness.
    pub(super) power: f32,
    /// How irregular its rim and its inner surface are.
    pub(super) wobble: f32,
    /// Offset into the texture.
    pub(super) phase: P3,
}

impl Cap {
    pub(super) fn new(head: &Head, shape: &CapShape) -> Self {
        let origin = middle_of(head);
        let towards = shape.towards.unit_or(p3(1.0, 0.0, 0.0));
        let level = p3(0.0, 0.0, 1.0).cross(towards).unit_or(p3(0.0, 1.0, 0.0));
        let upwards = towards.cross(level);
        let cosine = (1.0 - shape.turn * shape.turn).max(0.0).sqrt();
        Self {
            origin,
            towards,
            axes: [
                level * cosine + upwards * shape.turn,
                upwards * cosine - level * shape.turn,
            ],
            radius: vault_distance(head, towards),
            half: shape.half,
            height: shape.height,
            power: shape.power,
            is_lens: shape.power >= 1.0,
            wobble: shape.wobble,
            phase: shape.phase,
        }
    }

    /// Where the middle of the territory lies on the inner table.
    pub(super) fn middle(&self) -> P3 {
        self.origin + self.towards * self.radius
    }

    /// How deep a place lies under the vault, `depth` mm by the distance to the inner table.
    ///
    /// Deep in the head that distance leads to other walls; a lens is measured from its own.
    pub(super) fn depth(&self, p: P3, depth: f32) -> f32 {
        if !self.is_lens {
            return depth;
        }
        let off = p - self.middle();
        let along = off.dot(self.towards);
        let across = off.dot(off) - along * along;
        depth.max(-along - across / (2.0 * self.radius))
    }

    /// How thick the collection is under the vault in the direction of `p`, mm; below 0 beyond its rim.
    pub(super) fn thickness(&self, p: P3, grain: &Texture) -> f32 {
        // A lens stands on its base; a crescent follows the vault.
        let seen = if self.is_lens {
            let off = p - self.middle();
            let along = |axis: P3| axis * off.dot(axis);
            self.middle() + along(self.axes[0]) + along(self.axes[1])
        } else {
            p
        };
        let dir = (seen - self.origin).unit_or(self.towards);
        let cosine = dir.dot(self.towards).clamp(-1.0, 1.0);
        let sine = (1.0 - cosine * cosine).sqrt();
        let arc = libm::atan2f(sine, cosine) * self.radius / sine.max(1e-4);
        let (u, v) = (
            dir.dot(self.axes[0]) * arc / self.half[0],
            dir.dot(self.axes[1]) * arc / self.half[1],
        );
        let on_vault = dir * (self.radius * 0.16) + self.phase;
        let rim = 1.0 + self.wobble * grain.at(on_vault);
        let square = (u * u + v * v) / (rim * rim);
        let bump = 1.0 + 0.7 * self.wobble * grain.at(on_vault * 1.9);
        if square >= 1.0 {
            // Runs on downwards, so that a fitted level can widen the territory.
            self.height * bump * (1.0 - square) * 0.5
        } else {
            self.height * bump * libm::powf(1.0 - square, self.power)
        }
    }

    /// The box that holds a collection up to `level` mm thicker than drawn.
    pub(super) fn bounds(&self, head: &Head, level: f32) -> (P3, P3) {
        const TURNS: u8 = 12;
        const RINGS: u8 = 6;
        // Beyond the rim thickness falls off at half its height: that far a level widens the territory.
        let widening = 1.0 + level / self.height.max(0.5);
        let reach = self.half[0].max(self.half[1]) * 1.12 * widening.min(1.35) + 3.0;
        let deep = self.height * 1.25 + level + 3.0;
        let angle = (reach / self.radius).min(2.4);
        let (mut low, mut high) = (self.middle(), self.middle());
        for ring in 0..=RINGS {
            let bend = angle * f32::from(ring) / f32::from(RINGS);
            let (sine, cosine) = (libm::sinf(bend), libm::cosf(bend));
            for turn in 0..TURNS {
                let around = f32::from(turn) * std::f32::consts::TAU / f32::from(TURNS);
                let across = self.axes[0] * libm::cosf(around) + self.axes[1] * libm::sinf(around);
                let dir = self.towards * cosine + across * sine;
                let vault = vault_distance(head, dir);
                for radius in [vault - deep, vault + 3.0] {
                    let p = self.origin + dir * radius.max(10.0);
                    low = p3(low.x.min(p.x), low.y.min(p.y), low.z.min(p.z));
                    high = p3(high.x.max(p.x), high.y.max(p.y), high.z.max(p.z));
                }
            }
        }
        (low, high)
    }
}

/// The middle of the braincase.
pub(super) fn middle_of(head: &Head) -> P3 {
    head.from_canonical(p3(0.0, 0.0, 12.0))
}

/// Distance from the middle of the head to the inner table in a direction, mm.
pub(super) fn vault_distance(head: &Head, dir: P3) -> f32 {
    let origin = middle_of(head);
    let (mut low, mut high) = (15.0f32, 130.0f32);
    for _ in 0..14 {
        let middle = 0.5 * (low + high);
        if head.inner_skull(origin + dir * middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// The outward normal of the inner table at a position.
pub(super) fn outwards(head: &Head, p: P3) -> P3 {
    const STEP: f32 = 1.0;
    let at = head.inner_skull(p);
    p3(
        head.inner_skull(p + p3(STEP, 0.0, 0.0)) - at,
        head.inner_skull(p + p3(0.0, STEP, 0.0)) - at,
        head.inner_skull(p + p3(0.0, 0.0, STEP)) - at,
    )
    .unit_or((p - middle_of(head)).unit_or(p3(0.0, 0.0, 1.0)))
}

/// 0 at the inner table, 1 well inside.
pub(super) fn off_bone(depth: f32) -> f32 {
    smooth_step(0.0, 17.0, depth)
}

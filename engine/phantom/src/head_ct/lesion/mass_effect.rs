//! Where lesions push the brain: the anatomy at a place came from elsewhere. Bone does not move.

use std::ops::{Add, Mul};

use crate::head_ct::anatomy::Head;
use crate::num::{P3, p3, smooth_step};
use crate::texture::Texture;

use super::cap::{Cap, middle_of, off_bone, outwards, vault_distance};
use super::lattice::Lattice;

/// Over how many mm the brain under a collection takes up its push.
const UNDER_CAP_MM: f32 = 24.0;

/// Depth of the fluid over the brain that a collection presses away, mm.
const FLUID_MM: f32 = 2.5;

/// Over how many mm the push of a mass inside the brain fades.
const AROUND_MASS_MM: f32 = 40.0;

/// One cause of displacement, head mm.
#[derive(Debug, Clone)]
pub(super) enum Push {
    /// A collection under the vault, `level` mm thicker than drawn.
    Cap { cap: Cap, level: f32 },
    /// A mass in the brain: an ellipsoid that has pushed away `share` of what it replaces.
    Mass {
        centre: P3,
        /// Unit vectors of its axes.
        axes: [P3; 3],
        /// Its half axes, mm.
        half: P3,
        share: f32,
    },
    /// The whole brain pushed across the midline: what lies at `at` came from `amount` mm further to the left.
    Across { at: P3, amount: f32 },
}

/// What pushes do at a place.
#[derive(Debug, Clone, Copy, Default)]
struct Moved {
    /// From the place to where its anatomy came from.
    from: P3,
    /// How far fluid on the brain is pressed out, 0 to 1.
    tight: f32,
}

impl Add for Moved {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        Self {
            from: self.from + o.from,
            tight: self.tight + o.tight,
        }
    }
}

impl Mul<f32> for Moved {
    type Output = Self;
    fn mul(self, f: f32) -> Self {
        Self {
            from: self.from * f,
            tight: self.tight * f,
        }
    }
}

/// The displacement of the brain.
#[derive(Debug, Clone, Default)]
pub(super) struct MassEffect {
    lattice: Option<Lattice<Moved>>,
}

impl MassEffect {
    /// Adds up all pushes.
    pub(super) fn new(head: &Head, pushes: &[Push], grain: &Texture) -> Self {
        if pushes.is_empty() {
            return Self::default();
        }
        const STEP_MM: f32 = 5.0;
        let reach = |x: f32, y: f32, z: f32| vault_distance(head, p3(x, y, z)) + STEP_MM;
        let centre = middle_of(head);
        let low = centre - p3(reach(-1.0, 0.0, 0.0), reach(0.0, -1.0, 0.0), 75.0);
        let high = centre
            + p3(
                reach(1.0, 0.0, 0.0),
                reach(0.0, 1.0, 0.0),
                reach(0.0, 0.0, 1.0),
            );
        let lattice = Lattice::bake(low, high, STEP_MM, |p| displacement(head, pushes, grain, p));
        Self {
            lattice: Some(lattice),
        }
    }

    /// Where the anatomy that lies at `p` came from.
    pub(super) fn source(&self, p: P3) -> P3 {
        match self.lattice.as_ref().and_then(|lattice| lattice.at(p)) {
            Some(moved) => p + moved.from,
            None => p,
        }
    }

    /// How far the fluid on the brain is pressed out at `p`, 0 to 1.
    pub(super) fn tightness(&self, p: P3) -> f32 {
        let moved = self.lattice.as_ref().and_then(|lattice| lattice.at(p));
        moved.map_or(0.0, |moved| moved.tight.min(0.95))
    }

    /// The box of all that moves.
    pub(super) fn bounds(&self) -> Option<(P3, P3)> {
        self.lattice.as_ref().map(Lattice::bounds)
    }

    /// Where the anatomy of `p` lies now.
    pub(super) fn target(&self, p: P3) -> P3 {
        let mut at = p;
        // The displacement is smooth and far less than its own length scale: this converges.
        for _ in 0..10 {
            at = p - (self.source(at) - at);
        }
        at
    }
}

fn displacement(head: &Head, pushes: &[Push], grain: &Texture, p: P3) -> Moved {
    let depth = -head.inner_skull(p);
    let mut sum = Moved::default();
    if depth <= 0.0 {
        return sum;
    }
    // Collections first: what they press inwards lies deeper than it did.
    let mut pressed = 0.0f32;
    for push in pushes {
        let Push::Cap { cap, level } = push else {
            continue;
        };
        let height = cap.thickness(p, grain) + level;
        if height > 0.0 {
            // The fluid over the brain is pressed away: what lies under the collection came from below it.
            let under = (cap.depth(p, depth) - height).max(0.0);
            let fade = libm::expf(-under / UNDER_CAP_MM);
            pressed = pressed.max((depth.min(height) - FLUID_MM).max(0.0) * fade);
            sum.tight += (height / 9.0).min(1.0) * fade;
        }
    }
    if pressed > 0.0 {
        sum.from = outwards(head, p) * pressed;
    }
    let depth = depth - pressed;
    let bone = off_bone(depth);
    // The falx holds what lies beside it.
    let held = 1.0 - 0.5 * smooth_step(9.0, 1.0, beside_falx(head, p));
    for push in pushes {
        match push {
            Push::Cap { .. } => {}
            Push::Mass {
                centre,
                axes,
                half,
                share,
            } => {
                let (from, r) = mass(p - *centre, axes, *half, *share);
                sum.from = sum.from + from * (bone * held);
                let size = half.x.max(half.y).max(half.z);
                sum.tight += smooth_step(8.0, 24.0, size) * smooth_step(2.6, 1.2, r);
            }
            Push::Across { at, amount } => {
                let (dy, dz) = ((p.y - at.y) / 48.0, (p.z - at.z) / 38.0);
                let near = libm::expf(-0.5 * (dy * dy + dz * dz));
                // More depth than at the bone is needed for the brain as a whole.
                let deep = smooth_step(0.0, 30.0, depth);
                sum.from.x += amount * near * deep * held;
                // The hemisphere that pushes is full.
                let own = smooth_step(-2.0, 14.0, amount.signum() * head.midline_x(p));
                sum.tight += 0.75 * smooth_step(1.0, 8.0, amount.abs()) * near * own;
            }
        }
    }
    sum
}

/// Distance to the sheet of the falx, mm: the midline above and before the corpus callosum.
pub(super) fn beside_falx(head: &Head, p: P3) -> f32 {
    let c = head.canonical(p);
    let edge = -crate::num::rounded_ellipse(c.y + 9.0, c.z - 4.0, 50.0, 31.0, 0.0);
    head.midline_x(p).abs().max(edge).max(4.0 - c.z)
}

/// What an ellipsoid does to its surroundings: in its own measure r becomes the cube root of r cubed less its share.
/// Also how far out in that measure the place lies.
fn mass(off: P3, axes: &[P3; 3], half: P3, share: f32) -> (P3, f32) {
    let q = p3(
        off.dot(axes[0]) / half.x,
        off.dot(axes[1]) / half.y,
        off.dot(axes[2]) / half.z,
    );
    let r = q.length();
    let (from, fade) = if r < 1.0 {
        (r * libm::cbrtf(1.0 - share), 1.0)
    } else {
        let least = half.x.min(half.y).min(half.z);
        let fade = libm::expf(-(r - 1.0) * least / AROUND_MASS_MM);
        (libm::cbrtf(r * r * r - share), fade)
    };
    let back = q * ((from / r.max(1e-4) - 1.0) * fade);
    let moved =
        axes[0] * (back.x * half.x) + axes[1] * (back.y * half.y) + axes[2] * (back.z * half.z);
    (moved, r)
}

//! A linear fracture of the vault: a thin gap through both tables along a wandering line.

use crate::head_ct::anatomy::Head;
use crate::num::{P3, coverage, lerp, p3, to_f32};
use crate::texture::Texture;

use super::cap::{middle_of, vault_distance};
use super::wish::Wanted;

/// What fills the gap, HU: blood and torn tissue.
const GAP_HU: f32 = 35.0;

/// mm between the points of the line.
const STRIDE_MM: f32 = 3.0;

/// A fracture.
#[derive(Debug, Clone)]
pub(super) struct Fracture {
    pub(super) wanted: Wanted,
    origin: P3,
    /// Unit vectors from the origin towards points of the line, and half the gap there, mm.
    line: Vec<(P3, f32)>,
    /// How far the gap leans in the bone.
    lean: f32,
    /// Distances from the origin between which the bone lies.
    shell: (f32, f32),
    bounds: (P3, P3),
}

impl Fracture {
    /// Draws it: under the hand of what tore with it, if there is such a thing and no place is wished.
    pub(super) fn new(head: &Head, wanted: &Wanted, beside: Option<P3>) -> Self {
        let mut rng = wanted.seed.child("shape").rng();
        let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
        let origin = middle_of(head);
        let places = wanted.wish.kind.places;
        let drawn = places
            .get(crate::num::index_in(draw(0.0, 3.999), 3))
            .copied()
            .unwrap_or("parietal");
        let towards = match wanted.wish.place.unwrap_or(drawn) {
            "frontal" => p3(0.55, -0.85, draw(0.15, 0.5)),
            "temporal" => p3(1.0, draw(-0.25, 0.25), draw(-0.25, -0.05)),
            "occipital" => p3(0.4, 0.9, draw(-0.1, 0.25)),
            _ => p3(1.0, draw(0.0, 0.4), draw(0.45, 0.8)),
        };
        let mut towards =
            p3(towards.x * wanted.side, towards.y, towards.z).unit_or(p3(1.0, 0.0, 0.0));
        if let (Some(beside), None) = (beside, wanted.wish.place) {
            let jitter = p3(draw(-0.12, 0.12), draw(-0.12, 0.12), draw(-0.08, 0.08));
            towards = ((beside - origin).unit_or(towards) + jitter).unit_or(towards);
        }
        let up = (p3(0.0, 0.0, 1.0) - towards * towards.z).unit_or(p3(0.0, 1.0, 0.0));
        let level = up.cross(towards);
        // Across the slices rather than along them: a gap in the plane of a slice is not seen.
        let slant = draw(-0.9, 0.9);
        let heading = (up + level * slant).unit_or(up);
        let (wide_low, wide_high) = wanted.by((0.75, 1.1), (0.5, 0.75), (0.35, 0.5));
        let half = draw(wide_low, wide_high);
        let radius = vault_distance(head, towards);
        // Half of the length to each side of the middle.
        let steps = crate::num::index_in(0.5 * wanted.amount / STRIDE_MM, 40).max(2);
        let stride = 0.5 * wanted.amount / steps as f32 / radius;
        let mut walk = |mut heading: P3| {
            let mut at = towards;
            (0..steps)
                .map(|i| {
                    let side = at.cross(heading).unit_or(level);
                    heading = (heading + side * draw(-0.34, 0.34)).unit_or(heading);
                    at = (at + heading * stride).unit_or(at);
                    heading = (heading - at * heading.dot(at)).unit_or(heading);
                    let end = 1.0 - (i + 1) as f32 / steps as f32;
                    (at, half * (0.55 + 0.45 * end.sqrt()))
                })
                .collect::<Vec<_>>()
        };
        let mut line = walk(heading * -1.0);
        line.reverse();
        line.push((towards, half));
        line.extend(walk(heading));
        let lean = draw(-0.25, 0.25);
        Self::laid(head, wanted, origin, line, lean)
    }

    fn laid(head: &Head, wanted: &Wanted, origin: P3, line: Vec<(P3, f32)>, lean: f32) -> Self {
        let (mut low, mut high) = (p3(1e6, 1e6, 1e6), p3(-1e6, -1e6, -1e6));
        let (mut inner, mut outer) = (f32::MAX, 0.0f32);
        for &(dir, _) in &line {
            let radius = vault_distance(head, dir);
            let thick = head.bone_thickness(origin + dir * radius);
            let (near, far) = (radius - 3.0, radius + thick * 1.4 + 4.0);
            inner = inner.min(near);
            outer = outer.max(far);
            for r in [near, far] {
                let p = origin + dir * r;
                low = p3(low.x.min(p.x), low.y.min(p.y), low.z.min(p.z));
                high = p3(high.x.max(p.x), high.y.max(p.y), high.z.max(p.z));
            }
        }
        let margin = p3(3.0, 3.0, 3.0);
        Self {
            wanted: wanted.clone(),
            origin,
            line,
            lean,
            shell: (inner, outer),
            bounds: (low - margin, high + margin),
        }
    }

    /// Distance to the gap's surface, mm, negative inside; of the gap alone, bone or not.
    fn gap(&self, p: P3, grain: &Texture) -> f32 {
        let off = p - self.origin;
        let radius = off.length();
        if !(self.shell.0..self.shell.1).contains(&radius) {
            return 20.0;
        }
        let dir = off * (1.0 / radius);
        let depth = radius - 0.5 * (self.shell.0 + self.shell.1);
        let mut least = 20.0f32;
        for pair in self.line.windows(2) {
            let ((a, wide_a), (b, wide_b)) = (pair[0], pair[1]);
            let ab = b - a;
            let t = ((dir - a).dot(ab) / ab.dot(ab).max(1e-9)).clamp(0.0, 1.0);
            let near = dir - (a + ab * t);
            let away = near.length() * radius;
            if away > 12.0 {
                continue;
            }
            // The gap leans: its middle wanders with the depth in the bone.
            let across = near.dot(ab.cross(a).unit_or(a)) * radius + self.lean * depth;
            let along = near.dot(ab.unit_or(a)) * radius;
            let off = (across * across + along * along).sqrt();
            least = least.min(off - lerp(wide_a, wide_b, t));
        }
        if least < 4.0 {
            least + 0.18 * grain.at(p * 1.3)
        } else {
            least
        }
    }

    /// Distance to the gap in the bone, mm, negative inside.
    pub(super) fn distance(&self, head: &Head, p: P3, grain: &Texture) -> f32 {
        let gap = self.gap(p, grain);
        if gap > 3.0 {
            return gap;
        }
        gap.max(-head.inner_skull(p)).max(head.outer_skull(p))
    }

    /// HU of the object at `p` with the gap in its bone.
    pub(super) fn blend(&self, head: &Head, hu: f32, p: P3, grain: &Texture) -> f32 {
        if hu <= GAP_HU || !self.holds(p) {
            return hu;
        }
        let gap = self.gap(p, grain);
        if gap > 0.5 {
            return hu;
        }
        let bone = coverage(-head.inner_skull(p) + 0.2, 0.6);
        lerp(hu, GAP_HU, coverage(gap, 0.5) * bone)
    }

    /// Whether the gap may come nearer to `p` than `reach`.
    pub(super) fn may_touch(&self, p: P3, reach: f32, grain: &Texture) -> bool {
        let radius = (p - self.origin).length();
        // Beyond the shell's ends a ball may still reach into it.
        let inside = radius.clamp(self.shell.0 + 0.1, self.shell.1 - 0.1);
        (radius - inside).abs() < reach
            && self.gap(
                self.origin + (p - self.origin) * (inside / radius.max(1.0)),
                grain,
            ) < reach
    }

    fn holds(&self, p: P3) -> bool {
        let (low, high) = self.bounds;
        low.x <= p.x
            && p.x <= high.x
            && low.y <= p.y
            && p.y <= high.y
            && low.z <= p.z
            && p.z <= high.z
    }

    /// The box that holds it.
    pub(super) fn bounds(&self) -> (P3, P3) {
        self.bounds
    }

    /// The middle of its line on the bone, and the mean width and thickness, for its volume.
    pub(super) fn measure(&self, head: &Head) -> (f32, P3) {
        let (mut volume, mut sum, mut n) = (0.0f32, P3::default(), 0.0f32);
        for &(dir, half) in &self.line {
            let radius = vault_distance(head, dir);
            let thick = head.bone_thickness(self.origin + dir * radius);
            volume += 2.0 * half * thick;
            sum = sum + self.origin + dir * (radius + 0.5 * thick);
            n += 1.0;
        }
        (
            volume / n.max(1.0) * self.wanted.amount,
            sum * (1.0 / n.max(1.0)),
        )
    }
}

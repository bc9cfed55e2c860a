//! The courses of arteries and cisterns at the base, and a middle cerebral artery dense with thrombus.

use overread_base::Laterality;

use crate::head_ct::anatomy::Head;
use crate::head_ct::parts;
use crate::num::{P3, coverage, lerp, p3, round_cone, to_f32};
use crate::texture::Texture;

use super::wish::Wanted;

/// The stem of the middle cerebral artery on a side with its lower branch, head mm.
fn middle_cerebral(head: &Head, side: Laterality) -> Vec<P3> {
    let lines = parts::middle_cerebral(head, side);
    let stem = lines.first().into_iter().flatten();
    // The branch begins where the stem ends.
    let branch = lines.get(2).into_iter().flatten().skip(1);
    stem.chain(branch).copied().collect()
}

/// Where blood from an aneurysm runs: segments and how far from the source they start, head mm.
pub(super) fn cistern_paths(head: &Head) -> Vec<(P3, P3, f32)> {
    // Suprasellar, then the Sylvian fissures, between the frontal lobes, around the midbrain, before the pons.
    const PATHS: [((f32, f32, f32), (f32, f32, f32), f32); 10] = [
        ((-8.0, -16.0, -20.0), (8.0, -16.0, -20.0), 0.0),
        ((8.0, -17.0, -18.0), (31.0, -24.0, -14.0), 1.0),
        ((-8.0, -17.0, -18.0), (-31.0, -24.0, -14.0), 1.0),
        ((31.0, -24.0, -14.0), (42.0, -14.0, 3.0), 8.0),
        ((-31.0, -24.0, -14.0), (-42.0, -14.0, 3.0), 8.0),
        ((0.0, -22.0, -19.0), (0.0, -58.0, 8.0), 3.0),
        ((0.0, -8.0, -20.0), (0.0, -3.0, -36.0), 3.0),
        ((8.0, -6.0, -18.0), (17.0, 14.0, -7.0), 4.0),
        ((-8.0, -6.0, -18.0), (-17.0, 14.0, -7.0), 4.0),
        ((-14.0, 22.0, -4.0), (14.0, 22.0, -4.0), 12.0),
    ];
    PATHS
        .iter()
        .map(|&(a, b, start)| {
            (
                head.from_canonical(p3(a.0, a.1, a.2)),
                head.from_canonical(p3(b.0, b.1, b.2)),
                start,
            )
        })
        .collect()
}

/// A thrombus in the middle cerebral artery.
#[derive(Debug, Clone)]
pub(super) struct DenseArtery {
    pub(super) wanted: Wanted,
    course: Vec<P3>,
    radius: f32,
    hu: f32,
}

impl DenseArtery {
    /// Draws it; `Err` says why there is none.
    pub(super) fn new(head: &Head, wanted: &Wanted) -> Result<Self, String> {
        let mut rng = wanted.seed.child("shape").rng();
        let whole = middle_cerebral(head, wanted.laterality());
        let length: f32 = whole.windows(2).map(|w| (w[1] - w[0]).length()).sum();
        if wanted.amount > length - 1.0 {
            return Err(format!("no room: the artery is {length:.0} mm long"));
        }
        let free = length - wanted.amount;
        // Most thrombi lie in the first part.
        let start = to_f32(rng.range(0.5, 1.0)) * (free * 0.5).min(8.0);
        let (low, high) = wanted.by((60.0, 72.0), (54.0, 64.0), (50.0, 57.0));
        let (thin, thick) = wanted.by((1.8, 2.2), (1.6, 2.0), (1.4, 1.8));
        Ok(Self {
            wanted: wanted.clone(),
            course: cut(&whole, start, wanted.amount),
            radius: to_f32(rng.range(thin, thick)),
            hu: to_f32(rng.range(low, high)).max(head.blood_hu() + 8.0),
        })
    }

    /// Distance to the thrombus, mm, negative inside.
    pub(super) fn distance(&self, p: P3) -> f32 {
        self.course
            .windows(2)
            .map(|w| round_cone(p, w[0], w[1], self.radius, self.radius).0)
            .fold(f32::MAX, f32::min)
    }

    /// HU of the object at `p` with the thrombus in it.
    pub(super) fn blend(&self, hu: f32, p: P3, grain: &Texture) -> f32 {
        let share = coverage(self.distance(p), 0.7);
        if share > 0.0 {
            lerp(hu, self.hu + 1.5 * grain.at(p), share)
        } else {
            hu
        }
    }

    /// The box that holds it.
    pub(super) fn bounds(&self) -> (P3, P3) {
        let (mut low, mut high) = (p3(1e6, 1e6, 1e6), p3(-1e6, -1e6, -1e6));
        let r = self.radius + 1.0;
        for p in &self.course {
            low = p3(low.x.min(p.x - r), low.y.min(p.y - r), low.z.min(p.z - r));
            high = p3(
                high.x.max(p.x + r),
                high.y.max(p.y + r),
                high.z.max(p.z + r),
            );
        }
        (low, high)
    }

    /// Volume, mm3, and middle.
    pub(super) fn measure(&self) -> (f32, P3) {
        let (mut length, mut sum) = (0.0f32, P3::default());
        for w in self.course.windows(2) {
            let own = (w[1] - w[0]).length();
            length += own;
            sum = sum + (w[0] + w[1]) * (0.5 * own);
        }
        let area = std::f32::consts::PI * self.radius * self.radius;
        (
            area * (length + 4.0 / 3.0 * self.radius),
            sum * (1.0 / length.max(1e-3)),
        )
    }
}

/// The part of a course from `start` on, `length` mm long.
fn cut(course: &[P3], start: f32, length: f32) -> Vec<P3> {
    let mut out = Vec::new();
    let mut passed = 0.0f32;
    for w in course.windows(2) {
        let own = (w[1] - w[0]).length();
        let (from, to) = (start - passed, start + length - passed);
        if from < own && to > 0.0 {
            let along = |t: f32| w[0] + (w[1] - w[0]) * (t.clamp(0.0, own) / own.max(1e-3));
            if out.is_empty() {
                out.push(along(from));
            }
            out.push(along(to));
        }
        passed += own;
    }
    out
}

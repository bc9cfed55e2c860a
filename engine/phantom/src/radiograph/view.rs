//! How a patient is projected: source, detector, rays. No anatomy.

use crate::num::{P3, p3};

/// One exposure's geometry, patient mm. Places on the detector are mm from its middle: u to the right, v down.
#[derive(Debug, Clone)]
pub(crate) struct View {
    pub(crate) source: P3,
    /// Middle of the detector.
    pub(crate) centre: P3,
    /// Unit vectors: along rows, along columns, from the source to the detector.
    pub(crate) right: P3,
    pub(crate) down: P3,
    pub(crate) normal: P3,
    /// Distance from source to detector.
    pub(crate) source_mm: f32,
    /// Distance from the detector to the patient's axis.
    pub(crate) axis_mm: f32,
    /// Width and height of the detector.
    pub(crate) size_mm: [f32; 2],
}

/// A ray through the patient: points at `from + dir * t`, t from `near` to `far`, mm.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ray {
    pub(crate) from: P3,
    pub(crate) dir: P3,
    pub(crate) near: f32,
    pub(crate) far: f32,
}

impl Ray {
    pub(crate) fn at(&self, t: f32) -> P3 {
        self.from + self.dir * t
    }
}

/// Which way a patient stands to the beam.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Projection {
    /// From behind; the front of the chest at the detector.
    Pa,
    /// From the front, lying in bed.
    Ap,
    /// From the right; the left side at the detector.
    Lateral,
}

/// How an exposure is set up.
pub(crate) struct Setup {
    pub(crate) projection: Projection,
    pub(crate) source_mm: f32,
    /// Distance from the patient's axis to the detector.
    pub(crate) axis_mm: f32,
    /// Where the middle of the detector lies: across the patient, and along z.
    pub(crate) across_mm: f32,
    pub(crate) z_mm: f32,
    /// How far the patient is turned to the left, degrees.
    pub(crate) turn_deg: f32,
    pub(crate) size_mm: [f32; 2],
}

impl View {
    pub(crate) fn new(setup: &Setup) -> Self {
        let angle = setup.turn_deg * 0.017_453_293;
        let (s, c) = (libm::sinf(angle), libm::cosf(angle));
        // A patient turned one way is a beam turned the other way.
        let turned = |v: P3| p3(c * v.x + s * v.y, c * v.y - s * v.x, v.z);
        let (normal, right) = match setup.projection {
            Projection::Pa => (p3(0.0, -1.0, 0.0), p3(1.0, 0.0, 0.0)),
            Projection::Ap => (p3(0.0, 1.0, 0.0), p3(1.0, 0.0, 0.0)),
            Projection::Lateral => (p3(1.0, 0.0, 0.0), p3(0.0, 1.0, 0.0)),
        };
        let (normal, right) = (turned(normal), turned(right));
        let middle = right * setup.across_mm + p3(0.0, 0.0, setup.z_mm);
        let centre = middle + normal * setup.axis_mm;
        Self {
            source: centre - normal * setup.source_mm,
            centre,
            right,
            down: p3(0.0, 0.0, -1.0),
            normal,
            source_mm: setup.source_mm,
            axis_mm: setup.axis_mm,
            size_mm: setup.size_mm,
        }
    }

    /// Where a point of the patient falls, and how much larger it is there.
    pub(crate) fn project(&self, p: P3) -> (f32, f32, f32) {
        let from = p - self.source;
        let magnification = self.source_mm / from.dot(self.normal).max(1.0);
        let hit = self.source + from * magnification - self.centre;
        (hit.dot(self.right), hit.dot(self.down), magnification)
    }

    /// The ray to a place on the detector, from `before` mm before the patient's axis to `behind` mm behind it.
    pub(crate) fn ray(&self, u: f32, v: f32, before: f32, behind: f32) -> Ray {
        let to = self.centre + self.right * u + self.down * v - self.source;
        let dir = to.unit_or(self.normal);
        let slant = 1.0 / dir.dot(self.normal).max(0.2);
        let axis = self.source_mm - self.axis_mm;
        Ray {
            from: self.source,
            dir,
            near: (axis - before) * slant,
            far: (axis + behind) * slant,
        }
    }

    /// Distance along the normal from the patient's axis to a point.
    pub(crate) fn depth(&self, p: P3) -> f32 {
        (p - self.source).dot(self.normal) - (self.source_mm - self.axis_mm)
    }
}

/// The lengths of a ray inside a surface pulled in by each of `levels` (0: the surface itself), mm.
///
/// The distance is taken as straight between samples, which stand the closer the nearer the surface is.
pub(crate) fn chords<const N: usize>(
    ray: &Ray,
    levels: [f32; N],
    [least_step, most_step]: [f32; 2],
    distance: impl Fn(P3) -> f32,
) -> [f32; N] {
    let mut out = [0.0f32; N];
    let mut t = ray.near;
    let mut d = distance(ray.at(t));
    while t < ray.far {
        let step = (0.75 * d.abs())
            .clamp(least_step, most_step)
            .min(ray.far - t + 0.01);
        let next = distance(ray.at(t + step));
        for (sum, level) in out.iter_mut().zip(levels) {
            let (a, b) = (-d - level, -next - level);
            *sum += step
                * match (a > 0.0, b > 0.0) {
                    (true, true) => 1.0,
                    (false, false) => 0.0,
                    (true, false) => a / (a - b),
                    (false, true) => b / (b - a),
                };
        }
        t += step;
        d = next;
    }
    out
}

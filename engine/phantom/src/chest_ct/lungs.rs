//! The lungs: what they wrap around, where they end, how lobes part them, and how dense they are.

use crate::chest_ct::anatomy::Anatomy;
use crate::chest_ct::blood::Blood;
use crate::chest_ct::params::Lobe;
use crate::chest_ct::tubes::{Tube, TubeKind, wall_mm};
use crate::num::{
    P3, lerp, p3, round_cone, rounded_ellipse, smooth_max, smooth_min, smooth_step, table,
};

impl Anatomy {
    /// z of the diaphragm at a place: two domes, and between them the tendon that carries the heart.
    pub(crate) fn diaphragm_z(&self, q: P3) -> f32 {
        let (half_x, half_y, middle) = Self::cage(-120.0);
        let dome = |cx: f32, cy: f32, top: f32, inner: f32| {
            let out = (q.x - cx) * cx >= 0.0;
            let u = (q.x - cx) / (half_x - cx.abs() + 2.0) * if out { 1.0 } else { inner };
            let y = q.y - cy;
            let v = if y > 0.0 {
                y / (middle + half_y - cy)
            } else {
                y / (half_y + cy + 14.0)
            };
            let rho = u * u + v * v;
            // Round on top, steeper at the wall; the sulcus is deepest behind.
            let deep = lerp(18.0, 38.0, smooth_step(-50.0, 60.0, y));
            top - 32.0 * rho - deep * rho * rho
        };
        let right = dome(-66.0, -14.0, self.dome_right, 0.82);
        let left = dome(70.0, -8.0, self.dome_left, 0.95);
        let (u, v) = ((q.x - 22.0) / 62.0, (q.y + 34.0) / 52.0);
        let under_heart = -118.0 + 14.0 * self.pose.expiration - 13.0 * (u * u + v * v);
        let z = -smooth_min(smooth_min(-right, -left, 12.0), -under_heart, 10.0);
        // Muscle slips fold the domes.
        z + 2.6 * self.slow(p3(q.x, q.y, 7.0), 85.0)
            + 1.2 * self.slow(p3(q.x * 1.3, q.y, 31.0), 34.0)
    }

    /// The mediastinum with its fat, spine and great vessels: what the lungs wrap around.
    fn mediastinum(&self, q: P3, hull: f32, tubes: &[usize]) -> f32 {
        let (_, half_y, middle) = Self::cage(q.z);
        let spine_y = Self::spine_y(q.z);
        // Fat on the heart is thickest in front and at the apex, and grows with weight.
        let front = smooth_step(10.0, -60.0, q.y);
        let fat = 2.2 + 0.13 * self.fat * (0.5 + front);
        let mut d = hull - fat - 1.5 * self.slow(q, 48.0).abs();
        if q.x.abs() < 110.0 {
            let mut branches = 60.0f32;
            for &idx in tubes {
                let tube = &self.central[idx];
                let reach = tube.ra.max(tube.rb) + 15.0;
                if q.x < tube.a.x.min(tube.b.x) - reach
                    || q.x > tube.a.x.max(tube.b.x) + reach
                    || q.y < tube.a.y.min(tube.b.y) - reach
                    || q.y > tube.a.y.max(tube.b.y) + reach
                {
                    continue;
                }
                let (from_tube, t) = round_cone(q, tube.a, tube.b, tube.ra, tube.rb);
                if is_branch(tube) {
                    branches = branches.min(from_tube - sleeve_mm(tube, t));
                } else {
                    d = smooth_min(d, from_tube - 3.0, 9.0);
                }
            }
            d = smooth_min(d, branches, 5.0);
        }
        let vertebra = rounded_ellipse(q.x, q.y - spine_y - 6.0, 19.0, 22.0, 0.3) - 1.5;
        d = smooth_min(d, vertebra, 9.0);
        // The septum between the lungs: thin behind the sternum, filled with fat above and in front of the heart.
        let lean = 5.0 + 0.05 * (q.z + 40.0) + 3.0 * self.slow(p3(3.0, q.y * 0.4, q.z), 110.0);
        let t = ((q.y - (middle - half_y)) / (2.0 * half_y)).clamp(0.0, 1.0);
        let width = table(
            &[
                (0.0, 17.0),
                (0.08, 8.0),
                (0.2, 3.0),
                (0.45, 7.0),
                (0.6, 13.0),
                (0.85, 16.0),
                (1.0, 20.0),
            ],
            t,
        ) + 26.0 * smooth_step(45.0, 105.0, q.z)
            + (9.0 + 0.45 * self.fat) * smooth_step(-15.0, -80.0, q.z) * smooth_step(0.34, 0.05, t);
        d = smooth_min(d, (q.x - lean).abs() - width, 8.0);
        d + 1.1 * self.slow(q, 40.0)
    }

    /// z of the lungs' tips at a place.
    fn apex_z(q: P3) -> f32 {
        let (u, v) = ((q.x.abs() - 45.0) / 46.0, (q.y - 14.0) / 62.0);
        // Further out the cage ends the lungs.
        let rho = (u * u + v * v).min(1.0);
        (if q.x < 0.0 { 97.0 } else { 94.0 }) - 26.0 * rho - 8.0 * rho * rho
    }

    /// Distances to the fissures: major (both lungs), minor (right lung, in front of the major); positive above.
    pub(crate) fn fissures(&self, q: P3) -> (f32, f32) {
        let bend = 8.0 * self.slow(q, 130.0) + 0.0036 * (q.x.abs() - 70.0) * (q.x.abs() - 70.0);
        let tilt = if q.x < 0.0 { 0.0 } else { 8.0 };
        // Falls from the fourth thoracic vertebra behind to the front third of the diaphragm.
        let z = -45.0 + tilt + 1.02 * (q.y - 8.0) + 0.0035 * q.y * q.y - bend;
        let major = (q.z - z) / 1.43;
        let minor_z = -40.0 + 0.0022 * (q.x + 75.0) * (q.x + 75.0) - 0.08 * q.y
            + 3.0 * self.slow(q + p3(90.0, 0.0, 0.0), 120.0);
        (major, q.z - minor_z)
    }

    /// The lobe that a canonical position in the lungs belongs to.
    pub(crate) fn lobe(&self, q: P3) -> Lobe {
        let (major, minor) = self.fissures(q);
        match (q.x < 0.0, major > 0.0) {
            (true, true) if minor > 0.0 => Lobe::RightUpper,
            (true, true) => Lobe::RightMiddle,
            (true, false) => Lobe::RightLower,
            (false, true) => Lobe::LeftUpper,
            (false, false) => Lobe::LeftLower,
        }
    }

    /// Distance to the lungs' surface in canonical mm, negative inside.
    pub(crate) fn lung(&self, q: P3, tubes: &[usize]) -> f32 {
        let cavity = Self::cavity(q.z, q);
        if cavity > 14.0 {
            return cavity;
        }
        self.lung_of(
            q,
            cavity,
            self.heart(q),
            (self.diaphragm_z(q) - q.z) * 0.75,
            tubes,
        )
    }

    pub(super) fn lung_of(
        &self,
        q: P3,
        cavity: f32,
        hull: f32,
        below: f32,
        tubes: &[usize],
    ) -> f32 {
        let tip = (q.z - Self::apex_z(q)) * 0.8;
        let wall = smooth_max(cavity + 1.5 + 0.8 * self.slow(q, 26.0), tip, 12.0);
        if wall > 12.0 || below > 14.0 {
            return wall.max(below);
        }
        let d = smooth_max(wall, -self.mediastinum(q, hull, tubes), 4.0);
        smooth_max(d, below + 1.5, 3.0)
    }

    /// Share of the way up from the most dependent to the highest part of the lungs.
    pub(super) fn lung_height(q: P3) -> f32 {
        let (_, half_y, middle) = Self::cage(q.z);
        ((middle + half_y - q.y) / (2.0 * half_y)).clamp(0.0, 1.0)
    }

    /// Mean HU of lung tissue without visible vessels at a height: denser below and in expiration.
    pub(super) fn lung_base_hu(&self, height: f32) -> f32 {
        let full = lerp(-872.0, -914.0, height);
        let out = lerp(-640.0, -800.0, height.sqrt());
        lerp(full, out, self.pose.expiration)
    }
}

/// Whether a piece runs in the hilum, where the fat of the mediastinum thins out, not between the lungs. Such pieces
/// are joined sharply: rounded over one another they would swell to a mass at their ends.
fn is_branch(tube: &Tube) -> bool {
    let radius = tube.ra.max(tube.rb);
    match (tube.kind, tube.blood) {
        (TubeKind::Airway, _) => radius < 6.5,
        (TubeKind::GreatVessel, Blood::LungArtery | Blood::LungVein) => radius < 8.5,
        (TubeKind::GreatVessel, Blood::Artery | Blood::UpperVein | Blood::LowerVein)
        | (TubeKind::LungVessel, _) => false,
    }
}

/// Tissue around a branch at a share of its way: none is left where it enters a lobe, but for an airway's wall.
fn sleeve_mm(tube: &Tube, t: f32) -> f32 {
    let radius = lerp(tube.ra, tube.rb, t);
    let (wall, from, to) = match tube.kind {
        TubeKind::Airway => (wall_mm(radius), 4.4, 6.5),
        TubeKind::GreatVessel | TubeKind::LungVessel => (0.0, 5.2, 8.5),
    };
    wall + 0.3 + 2.7 * smooth_step(from, to, radius)
}

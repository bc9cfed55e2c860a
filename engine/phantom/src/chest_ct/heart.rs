//! The heart: four chambers in muscle, grooves filled with fat, and the sac around it. Great vessels: `tubes`.

use crate::chest_ct::anatomy::{Anatomy, gauss};
use crate::chest_ct::field::{self, FIELDS};
use crate::num::{P3, ellipsoid, p3, round_cone, smooth_min, smooth_step};

/// Outer distances of the chambers with their walls, canonical mm.
struct Chambers {
    right_atrium: f32,
    right_ventricle: f32,
    left_ventricle: f32,
    left_atrium: f32,
    /// From the right atrium to its ventricle, and from the left ventricle to the aorta.
    inflow: f32,
    outflow: f32,
}

impl Anatomy {
    /// Where a position lies in a heart that is not enlarged.
    fn unstretched(&self, q: P3) -> P3 {
        let wide = self.heart_stretch;
        if (wide - 1.0).abs() < 1e-6 {
            return q;
        }
        let high = 1.0 + 0.6 * (wide - 1.0);
        p3(
            -14.0 + (q.x + 14.0) / wide,
            -18.0 + (q.y + 18.0) / high,
            -94.0 + (q.z + 94.0) / high,
        )
    }

    fn chambers(&self, q: P3) -> Chambers {
        let h = self.heart;
        let q = self.unstretched(q);
        let (left_ventricle, _) = round_cone(
            q,
            p3(21.0, -11.0, -68.0),
            p3(52.0, -38.0, -97.0),
            31.0 * h,
            21.0 * h,
        );
        let (inflow, _) = round_cone(
            q,
            p3(-22.0, -20.0, -72.0),
            p3(4.0, -44.0, -80.0),
            16.0 * h,
            17.0 * h,
        );
        let (outflow, _) = round_cone(
            q,
            p3(2.0, -15.0, -48.0),
            p3(17.0, -15.0, -66.0),
            16.0 * h,
            16.0 * h,
        );
        Chambers {
            inflow,
            outflow,
            right_atrium: ellipsoid(q - p3(-27.0, -12.0, -66.0), p3(25.0, 30.0, 33.0) * h),
            right_ventricle: ellipsoid(q - p3(9.0, -51.0, -82.0), p3(40.0, 26.0, 34.0) * h),
            left_ventricle,
            left_atrium: ellipsoid(q - p3(1.0, 16.0, -54.5), p3(34.0, 18.0, 20.0) * h),
        }
    }

    fn hull(&self, q: P3, c: &Chambers) -> f32 {
        let d = smooth_min(
            smooth_min(c.right_atrium, c.right_ventricle, 9.0),
            c.left_ventricle,
            15.0,
        );
        let d = smooth_min(d, c.inflow.min(c.outflow), 6.0);
        smooth_min(d, c.left_atrium, 6.0) + 1.4 * self.slow(q, 44.0)
    }

    /// Distance to the smooth outer surface of the heart, fat in its grooves included; canonical mm.
    pub(crate) fn heart(&self, q: P3) -> f32 {
        self.hull(q, &self.chambers(q))
    }

    /// Writes the distances of the heart; gives that of its smooth outer surface.
    pub(super) fn heart_fields(&self, q: P3, f: &mut [f32; FIELDS]) -> f32 {
        let c = self.chambers(q);
        let hull = self.hull(q, &c);
        f[field::PERICARDIUM] = hull;
        f[field::HEART] = hull;
        if hull > 10.0 {
            return hull;
        }
        // Fat fills the grooves between atria and ventricles and, less deep, between the ventricles.
        let depth = 3.0 + 0.12 * self.fat;
        let atrial = (c.left_atrium - c.left_ventricle).abs();
        let atrial_right = (c.right_atrium - c.right_ventricle).abs();
        let between = (c.right_ventricle - c.left_ventricle).abs();
        let groove = depth
            * smooth_step(-13.0, -4.0, hull)
            * (gauss(atrial / 6.0) + gauss(atrial_right / 6.0) + 0.8 * gauss(between / 5.0))
                .min(1.2);
        f[field::HEART] = hull + groove + 0.5;
        // Walls: left ventricle 10 mm, right ventricle 4 mm, atria 2.5 mm.
        let left_ventricle = c.left_ventricle + 10.0 + 0.9 * self.slow(q, 18.0);
        let septum = -(c.left_ventricle - 0.5);
        let right_ventricle = (c.right_ventricle + 4.0).max(septum);
        f[field::HEART_LEFT] = left_ventricle.min(c.left_atrium + 2.5).min(c.outflow + 2.0);
        f[field::HEART_RIGHT] = right_ventricle
            .min(c.right_atrium + 2.5)
            .min((c.inflow + 2.0).max(septum));
        hull
    }
}

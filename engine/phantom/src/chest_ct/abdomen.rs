//! What lies under the diaphragm as far as a chest CT shows it, and the gullet above it.

use crate::chest_ct::anatomy::Anatomy;
use crate::chest_ct::field::{self, FIELDS};
use crate::num::{P3, ellipsoid, p3, rounded_ellipse, smooth_max, smooth_min, smooth_step};

impl Anatomy {
    /// Distances to soft tissue of the mediastinum that is no vessel (gullet, nodes, thymus) and to air in the gullet.
    pub(super) fn soft(&self, q: P3) -> (f32, f32) {
        // Above the diaphragm the gullet leaves the spine and turns to the left.
        let leave = smooth_step(-60.0, -125.0, q.z);
        let x = q.x - 5.0 - 13.0 * leave - 2.0 * self.slow(p3(50.0, 0.0, q.z), 90.0);
        let y = q.y - (Self::spine_y(q.z) - 21.0 - 9.0 * leave);
        let gullet = rounded_ellipse(x, y, 8.5, 5.0, 0.0) + 0.8 * self.slow(q, 30.0);
        let open = 1.8 * self.slow(p3(0.0, 0.0, q.z), 60.0) - 1.0;
        let air = rounded_ellipse(x + 1.0, y + 1.0, 4.6, 2.4, 0.0) + 2.0 - open.min(2.0);
        let nodes = ellipsoid(q - p3(-4.0, 20.0, -17.0), p3(9.0, 6.0, 9.0));
        let paratracheal = ellipsoid(q - p3(-18.0, 4.0, 18.0), p3(4.5, 4.0, 8.0));
        let window = ellipsoid(q - p3(17.0, 8.0, 14.0), p3(4.5, 3.6, 6.0));
        // What is left of the thymus: strands in young people, gone later.
        let young = (5.0 - 0.16 * self.age).max(-4.0);
        let thymus = ellipsoid(q - p3(6.0, -62.0, 2.0), p3(13.0, 6.5, 26.0)) - young
            + 3.0 * self.slow(q, 22.0);
        (
            gullet.min(nodes).min(paratracheal.min(window)).min(thymus),
            air,
        )
    }

    /// Liver, spleen, stomach, kidneys and bowel under the diaphragm.
    pub(super) fn abdomen(&self, q: P3, f: &mut [f32; FIELDS]) {
        let under = f[field::ABDOMEN] + 0.8;
        let n = self.slow(q, 60.0);
        let top = self.dome_left;
        let (right, left) = (
            ellipsoid(q - p3(-74.0, -4.0, -168.0), p3(84.0, 96.0, 96.0)),
            ellipsoid(q - p3(8.0, -44.0, -150.0), p3(74.0, 36.0, 46.0)),
        );
        let mut liver = smooth_min(right, left, 34.0) + 3.5 * n;
        // Spine, great vessels and the pillars of the diaphragm stand in from behind.
        let spine_y = Self::spine_y(q.z);
        let pillars =
            rounded_ellipse(q.x - 2.0, q.y - spine_y + 9.0, 31.0, 28.0, 0.0) - 3.0 - 2.5 * n;
        liver = smooth_max(liver, -pillars, 12.0);
        let stomach = smooth_min(
            ellipsoid(q - p3(56.0, 4.0, top - 42.0), p3(40.0, 44.0, 38.0)),
            ellipsoid(q - p3(46.0, -34.0, top - 72.0), p3(38.0, 30.0, 44.0)),
            20.0,
        ) + 3.0 * n;
        // The spleen curves around the stomach, behind and to the side.
        let spleen = smooth_max(
            ellipsoid(q - p3(86.0, 42.0, top - 50.0), p3(44.0, 46.0, 46.0)),
            -(ellipsoid(q - p3(56.0, 8.0, top - 52.0), p3(47.0, 50.0, 60.0))),
            9.0,
        ) + 1.6 * n;
        let kidney = ellipsoid(
            q - p3(
                if q.x < 0.0 { -54.0 } else { 52.0 },
                58.0,
                if q.x < 0.0 { -246.0 } else { -234.0 },
            ),
            p3(27.0, 27.0, 52.0),
        );
        let bowel = ellipsoid(q - p3(88.0, -30.0, top - 74.0), p3(34.0, 30.0, 30.0)) + 4.0 * n;
        liver = smooth_max(liver, under, 5.0);
        liver = smooth_max(liver, -(kidney - 5.0), 8.0);
        f[field::LIVER] = liver;
        f[field::SPLEEN] = smooth_max(smooth_max(spleen, under + 1.0, 6.0), -(kidney - 3.0), 6.0);
        f[field::STOMACH] = smooth_max(smooth_max(stomach, under + 2.5, 8.0), -(liver - 2.0), 6.0);
        f[field::KIDNEY] = smooth_max(kidney, under + 4.0, 6.0);
        f[field::BOWEL] = smooth_max(
            smooth_max(bowel, under + 4.0, 8.0),
            -(f[field::STOMACH].min(f[field::SPLEEN]) - 3.0),
            6.0,
        );
    }
}

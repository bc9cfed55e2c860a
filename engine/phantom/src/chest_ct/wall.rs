//! The chest wall between skin and ribs: muscles by region, and the fat under the skin, between and in them.

use crate::chest_ct::anatomy::Anatomy;
use crate::chest_ct::field::{self, FIELDS};
use crate::num::{P3, ellipsoid, p3, smooth_max, smooth_min, smooth_step};

impl Anatomy {
    /// The muscles of the chest wall and the fat in and over them.
    pub(super) fn wall(&self, q: P3, trunk: f32, arms: f32, cavity: f32, f: &mut [f32; FIELDS]) {
        let z = q.z;
        let outward = (q.x.abs() / 130.0).min(1.4);
        let (_, half_y, middle) = Self::cage(z);
        let v = (q.y - middle) / (half_y + 20.0);
        // Fat under the skin: thin over the back, thick at the flanks and in a breast.
        let thick = self.fat
            * (0.75 + 0.35 * outward - 0.3 * smooth_step(0.2, 1.0, v) + 0.12 * self.slow(q, 120.0));
        let reach =
            cavity - (12.5 + 4.0 * smooth_step(-130.0, -60.0, z)) - self.muscle * bulk(q, v);
        let mut muscle = smooth_max(trunk + thick, reach, 6.0);
        muscle += 1.2 * self.slow(q, 50.0) + 0.8 * self.slow(q + p3(5.0, 0.0, 0.0), 24.0);
        if arms < 12.0 {
            muscle = muscle.min(arms + 0.45 * self.fat + 3.0);
        }
        f[field::MUSCLE] = muscle;
        if muscle > 8.0 {
            return;
        }
        f[field::FAT_PLANE] = self.planes(q, trunk + thick, cavity);
    }

    /// Fat between and in the muscles.
    fn planes(&self, q: P3, under_fat: f32, cavity: f32) -> f32 {
        let z = q.z;
        let broad = self.slow(q + p3(9.0, 0.0, 0.0), 75.0);
        let fine = self.slow(q, 33.0);
        // The armpit: fat between the pectoral muscles in front and those of the back, a wedge that opens outward.
        let (x, y) = (q.x.abs() - 126.0, q.y - 2.0);
        let tilted = p3(0.92 * x + 0.39 * y, 0.92 * y - 0.39 * x, z - 46.0);
        let armpit = smooth_min(
            ellipsoid(tilted, p3(19.0, 27.0, 56.0)),
            ellipsoid(tilted - p3(12.0, -16.0, -6.0), p3(15.0, 16.0, 40.0)),
            10.0,
        ) + 7.0 * broad
            + 4.0 * fine;
        // Strands, nodes and vessels run through it.
        let strand = 6.5 - 26.0 * (fine.abs() * 0.8 + broad.abs() * 0.3);
        let armpit = smooth_max(armpit, strand.min(3.0), 2.0);
        // Sheets between the layers: over the ribs, and half way through the outer muscles.
        let over_ribs = (cavity - 11.5 - 0.8 * self.slow(q, 60.0)).abs() - (0.7 + 0.7 * fine);
        let depth = -under_fat;
        let share = depth / (depth + (cavity - 11.0).max(0.5));
        let half_way = if cavity > 15.0 {
            (share - 0.46 - 0.1 * broad).abs() * 30.0
                - (0.5 + 0.9 * self.slow(q + p3(31.0, 0.0, 0.0), 45.0))
        } else {
            20.0
        };
        // Fat between bundles, more of it with age.
        let bundles = self.slow(p3(q.x, q.y, q.z * 0.5) + p3(0.0, 77.0, 0.0), 46.0);
        let streak = (bundles.abs() - 0.05 - 0.0006 * (self.age - 60.0)) * 12.0
            + if cavity > 14.0 { 0.0 } else { 9.0 };
        over_ribs.min(half_way).min(armpit).min(streak)
    }
}

/// Thickness of the outer muscles over the ribs at a place, canonical mm; `v` runs from -1 in front to 1 behind.
fn bulk(q: P3, v: f32) -> f32 {
    let up = smooth_step(-60.0, 40.0, q.z);
    let x = q.x.abs();
    let pectoral = 15.0
        * smooth_step(-30.0, 30.0, q.z)
        * smooth_step(0.1, -0.5, v)
        * smooth_step(12.0, 40.0, x);
    let back_column = 27.0 * smooth_step(0.55, 0.85, v) * smooth_step(74.0, 40.0, x);
    let shoulder_blade = 40.0 * up * smooth_step(0.0, 0.45, v) * smooth_step(40.0, 85.0, x);
    // Latissimus and serratus: thickest behind the flank.
    let flank = 9.0 * smooth_step(60.0, 120.0, x) * smooth_step(-0.75, -0.1, v);
    let shoulder = 70.0 * smooth_step(45.0, 95.0, q.z) * smooth_step(50.0, 110.0, x);
    pectoral + back_column.max(shoulder_blade) + flank + shoulder
}

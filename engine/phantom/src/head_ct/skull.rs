//! Skull, face and scalp of a head as distances in canonical mm. No brain, no HU.
//!
//! Canonical space: x to the left of the midline, y to the back, z to the vertex; the anterior commissure lies at
//! y = -16, z = 0, so that y = -16 - (y of MNI space). Places are read off MNI space (unverified).

use crate::head_ct::anatomy::Head;
use crate::num::{P3, ellipsoid, lerp, p3, round_cone, smooth_max, smooth_min, smooth_step};

/// Distance to a round cone between two places.
pub(crate) fn cone(p: P3, a: (f32, f32, f32), ra: f32, b: (f32, f32, f32), rb: f32) -> f32 {
    round_cone(p, p3(a.0, a.1, a.2), p3(b.0, b.1, b.2), ra, rb).0
}

/// Distance to an ellipsoid about a place.
pub(crate) fn ball(p: P3, at: (f32, f32, f32), half: (f32, f32, f32)) -> f32 {
    ellipsoid(p - p3(at.0, at.1, at.2), p3(half.0, half.1, half.2))
}

/// The same place on the left: for what both sides have alike.
pub(crate) fn folded(p: P3) -> P3 {
    p3(p.x.abs(), p.y, p.z)
}

fn gauss(x: f32) -> f32 {
    libm::expf(-0.5 * x * x)
}

/// Distances of the skull at a place that others build on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Skull {
    /// To the braincase's inner shape if it had no base: the vault continued.
    pub(crate) egg: f32,
    /// To the inner table.
    pub(crate) inner: f32,
    /// Thickness of the bone.
    pub(crate) thickness: f32,
}

impl Head {
    /// The egg of the vault, continued below.
    fn egg(&self, c: P3) -> f32 {
        // Right frontal and left occipital bulge.
        let y = c.y * (1.0 - self.petalia * c.x * c.y / (69.0 * 86.0));
        let t = (y / 86.0).clamp(-1.0, 1.0);
        let half_x = 69.0 * (1.0 + 0.055 * t - 0.02 * t * t);
        let z = c.z - 12.0;
        let (u, v, w) = (c.x / half_x, y / 86.0, z / 66.0);
        let (uu, vv, ww) = (u * u, v * v, w * w);
        let sum = uu + vv + ww;
        let square = self.squareness * (uu * vv + vv * ww + uu * ww) / (sum + 1e-4);
        let f = (sum - square).max(1e-6).sqrt();
        let grad =
            ((u / half_x) * (u / half_x) + (v / 86.0) * (v / 86.0) + (w / 66.0) * (w / 66.0))
                .sqrt();
        let d = if grad < 1e-6 {
            -66.0
        } else {
            f * (f - 1.0) / grad
        };
        d - 1.1 * self.slow(c, 0.2)
    }

    /// Distances of the skull.
    pub(crate) fn skull(&self, c: P3) -> Skull {
        let egg = self.egg(c);
        if egg > 30.0 {
            return Skull {
                egg,
                inner: egg,
                thickness: 6.0,
            };
        }
        let thickness = self.thickness(c, egg);
        if c.z > 16.0 {
            return Skull {
                egg,
                inner: egg,
                thickness,
            };
        }
        let m = folded(c);
        let wavy = 1.5 * self.slow(p3(c.y, c.z, c.x), 0.8);
        // The orbital roofs bulge upwards, the cribriform plate lies deep between them.
        let planum = 6.5 * smooth_step(-68.0, -30.0, c.y);
        let dome = gauss((m.x - 32.0) / 14.0) * gauss((c.y + 56.0) / 30.0);
        let roof = -31.0 + planum + (14.0 - planum) * dome + wavy;
        let floor = lerp(roof, -27.0, smooth_step(-34.0, -18.0, c.y));
        let upper = smooth_max(egg, floor - c.z, 6.0);
        let middle = ball(m, (43.0, -6.0, -16.0), (24.5, 31.0, 27.0)) - wavy;
        let back = ball(c, (0.0, 35.5, -26.0), (54.0, 42.0, 38.0)) - wavy;
        let sella = ball(c, (0.0, -13.0, -29.0), (6.5, 5.5, 6.0));
        let mut inner = smooth_min(smooth_min(upper, middle, 7.0), back, 7.0);
        inner = smooth_min(inner, sella, 3.0);
        inner = smooth_max(inner, -self.petrous(c), 4.0);
        let magnum = cone(c, (0.0, 24.0, -56.0), 15.0, (0.0, 30.0, -95.0), 11.0);
        Skull {
            egg,
            inner: smooth_min(inner, magnum, 4.0),
            thickness,
        }
    }

    /// The petrous pyramids.
    fn petrous(&self, c: P3) -> f32 {
        let m = folded(c);
        let tilt = if c.x > 0.0 { 1.0 } else { -1.0 } * self.tilt_of_base;
        let m = p3(m.x, m.y + tilt, m.z - tilt);
        let pyramid = cone(m, (58.0, 16.0, -37.0), 12.0, (14.0, -4.0, -31.0), 4.5);
        pyramid - 0.8 * self.slow(c, 1.3)
    }

    /// Thickness of the vault (reference 2.1: frontal 6-8, parietal 6, temporal 2-4, occipital 6-9 mm) and base.
    fn thickness(&self, c: P3, egg: f32) -> f32 {
        let side = c.x.abs();
        let frontal = smooth_step(-30.0, -70.0, c.y);
        let back = smooth_step(45.0, 80.0, c.y);
        let mut t = 6.0 + 1.2 * frontal + 1.9 * back;
        let temporal = smooth_step(40.0, 58.0, side)
            * smooth_step(26.0, 2.0, c.z)
            * smooth_step(-62.0, -45.0, c.y)
            * smooth_step(34.0, 18.0, c.y);
        t = lerp(t, 3.0, temporal);
        // Glabella and inion.
        t += 6.5 * gauss(c.x / 17.0) * gauss((c.z + 8.0) / 11.0) * smooth_step(-60.0, -80.0, c.y);
        t += 4.0 * gauss(c.x / 9.0) * gauss((c.z + 16.0) / 9.0) * smooth_step(60.0, 80.0, c.y);
        let base = smooth_step(-16.0, -30.0, c.z) * smooth_step(-70.0, -60.0, c.y);
        t = lerp(t, 4.0, 0.7 * base);
        // Roofs of the orbits and the cribriform plate are thin.
        let roof = smooth_step(-8.0, -16.0, c.z)
            * smooth_step(-18.0, -34.0, c.y)
            * smooth_step(-1.0, -5.0, egg);
        t = lerp(t, 2.0, roof);
        (t * self.bone_share * (1.0 + 0.10 * self.slow(p3(c.z, c.x, c.y), 0.3))).max(1.8)
    }

    /// Air: sinuses, nasal cavity, ear canals, pharynx.
    pub(crate) fn air(&self, c: P3) -> f32 {
        if c.z > 26.0 {
            return 30.0;
        }
        let m = folded(c);
        let [left, right] = self.frontal_sinus;
        let size = if c.x > 0.0 { left } else { right };
        let slow = self.slow(c, 1.1);
        let mut d = if size < 0.2 {
            30.0
        } else {
            ball(
                m,
                (10.0 * size, -90.5, -12.0 + 5.0 * size),
                (11.0 * size, 3.6, 11.0 * size),
            ) - 0.9 * slow
        };
        d = d.max(1.0 - c.x.abs());
        if c.z < -12.0 {
            let wave = 2.0 * slow + 0.8 * self.slow(p3(c.z, c.x, c.y), 2.0);
            let sphenoid = ball(
                p3(c.x - 2.0 * self.tilt_of_base, c.y, c.z),
                (0.0, -19.0, -38.0),
                (11.0, 11.0, 8.5),
            )
            .max(0.7 - (c.x - 1.5 - 0.15 * (c.y + 19.0)).abs());
            let maxillary = ball(m, (31.0, -63.0, -66.0), (14.0, 17.0, 17.0));
            // Conchae leave the nasal cavity a winding slit.
            let bent = 2.2 * self.slow(p3(c.y, c.z, c.x), 1.6);
            let nose = ball(m, (6.0, -66.0, -62.0), (6.5, 26.0, 16.0))
                .max(1.2 - m.x)
                .max((m.x - 4.2 - bent).abs() - 1.5);
            let pharynx = ball(c, (0.0, -18.0, -68.0), (13.0, 12.0, 14.0));
            let canal = cone(m, (84.0, 12.0, -41.0), 4.0, (60.0, 10.0, -38.0), 3.2);
            let ear = ball(m, (53.0, 8.0, -37.0), (3.0, 6.0, 6.0));
            d = d
                .min(sphenoid - wave)
                .min(maxillary - wave)
                .min(nose - 0.5 * wave)
                .min(pharynx)
                .min(canal)
                .min(ear);
        }
        d
    }

    /// The region of air cells in mastoids and ethmoid.
    pub(crate) fn cells(&self, c: P3, inner: f32) -> f32 {
        if c.z > -8.0 {
            return 30.0;
        }
        let m = folded(c);
        let size = self.mastoid;
        let mastoid = ball(
            m,
            (57.0, 24.0, -42.0),
            (8.0 * size, 11.0 * size, 14.0 * size),
        );
        let ethmoid = ball(m, (7.5, -63.0, -37.0), (9.0, 26.0, 14.0));
        (mastoid.min(ethmoid) - 2.2 * self.slow(c, 1.5)).max(1.6 - inner)
    }

    /// The contents of the orbits.
    pub(crate) fn orbit(&self, c: P3) -> f32 {
        let m = folded(c);
        let d = cone(m, (34.0, -76.0, -38.0), 18.5, (13.0, -32.0, -31.0), 3.0);
        d - 0.5 * self.slow(c, 1.0)
    }

    /// Solid bones of base, face and neck, with the walls of orbits and sinuses.
    pub(crate) fn base(&self, c: P3, air: f32, orbit: f32) -> f32 {
        if c.z > -2.0 {
            return 30.0;
        }
        let m = folded(c);
        let mastoid = ball(m, (57.0, 23.0, -44.0), (13.0, 18.0, 22.0));
        let sphenoid = ball(c, (0.0, -18.0, -37.0), (17.0, 17.0, 13.0));
        let clivus = cone(c, (0.0, -10.0, -36.0), 6.0, (0.0, 6.0, -60.0), 5.0);
        let wing = cone(m, (14.0, -25.0, -25.0), 3.5, (58.0, -36.0, -14.0), 4.0);
        let dorsum = ball(c, (0.0, -5.5, -29.0), (8.0, 1.8, 5.5));
        let clinoid = cone(m, (12.0, -17.0, -24.0), 2.2, (13.0, -28.0, -24.0), 3.0);
        let condyle = ball(m, (18.0, 20.0, -65.0), (8.0, 12.0, 9.0));
        let jaw = ball(m, (51.0, -3.0, -49.0), (9.5, 4.5, 7.0));
        let ramus = ball(m, (51.0, -14.0, -74.0), (3.0, 13.0, 18.0));
        let arch = cone(m, (57.0, -52.0, -49.0), 3.5, (69.0, -6.0, -46.0), 2.2);
        let rim = cone(m, (51.0, -68.0, -24.0), 3.6, (50.0, -66.0, -53.0), 4.5);
        let cheek = cone(m, (50.0, -66.0, -54.0), 5.0, (30.0, -76.0, -58.0), 4.0);
        let brow = cone(m, (10.0, -92.0, -24.0), 4.0, (48.0, -76.0, -20.0), 4.0);
        let nasal = cone(m, (4.0, -93.0, -30.0), 2.4, (3.0, -99.0, -46.0), 1.4);
        let septum = ball(c, (1.0, -64.0, -58.0), (0.7, 24.0, 18.0));
        let dens = cone(c, (0.0, 9.0, -67.0), 5.0, (0.0, 10.0, -95.0), 6.0);
        let atlas = ball(m, (22.0, 20.0, -80.0), (11.0, 12.0, 8.0));
        let walls = (orbit - 1.3).max(-(c.y + 79.0 - 0.25 * (m.x - 32.0)));
        let shells = (air - 0.9).max(-95.0 - c.y).max(c.y + 4.0).max(-76.0 - c.z);
        let solid = [
            self.petrous(c),
            mastoid,
            sphenoid,
            clivus,
            wing,
            condyle,
            jaw,
            ramus,
            arch,
            rim,
            cheek,
            brow,
        ];
        let solid = solid
            .into_iter()
            .fold(30.0f32, |d, x| smooth_min(d, x, 2.5));
        solid
            .min(dorsum)
            .min(clinoid)
            .min(nasal)
            .min(septum)
            .min(dens)
            .min(atlas)
            .min(walls)
            .min(shells)
            - 0.5 * self.slow(c, 2.0)
    }

    /// Muscle outside the skull.
    pub(crate) fn muscle(&self, c: P3) -> f32 {
        if c.z > 42.0 {
            return 30.0;
        }
        let m = folded(c);
        let slow = self.slow(p3(c.y, c.x, c.z), 1.2);
        let temporal = ball(m, (68.0, -24.0, -12.0), (11.0, 38.0, 46.0));
        // The thin muscles of the forehead and the back of the head.
        let fronto = ball(m, (24.0, -97.0, -6.0), (26.0, 5.0, 26.0));
        let occipital = ball(m, (36.0, 84.0, 2.0), (24.0, 5.5, 22.0));
        let chewing = ball(m, (45.0, -24.0, -64.0), (13.0, 20.0, 26.0));
        let masseter = ball(m, (60.0, -24.0, -72.0), (7.0, 20.0, 24.0));
        let neck = ball(m, (24.0, 66.0, -64.0), (26.0, 24.0, 34.0));
        let sterno = cone(m, (64.0, 32.0, -58.0), 8.0, (58.0, 26.0, -95.0), 9.0);
        let throat = ball(c, (0.0, -6.0, -72.0), (30.0, 9.0, 18.0));
        [
            temporal, fronto, occipital, chewing, masseter, neck, sterno, throat,
        ]
        .into_iter()
        .fold(30.0f32, f32::min)
            - 1.2 * slow
    }

    /// The skin.
    pub(crate) fn skin(&self, c: P3, skull: &Skull) -> f32 {
        let m = folded(c);
        let scalp = self.scalp_mm * (1.0 + 0.14 * self.slow(c, 0.3));
        let temple = 4.0
            * smooth_step(22.0, -12.0, c.z)
            * smooth_step(40.0, 60.0, m.x)
            * smooth_step(30.0, -5.0, c.y)
            * smooth_step(-70.0, -50.0, c.y);
        let mut d = skull.egg - skull.thickness - scalp - temple;
        if c.z < 20.0 {
            let face = ball(c, (0.0, -44.0, -64.0), (63.0, 53.0, 66.0));
            let jowl = ball(c, (0.0, 8.0, -62.0), (75.0, 66.0, 66.0));
            d = smooth_min(smooth_min(d, face, 14.0), jowl, 14.0);
            // The back of the head below the vault, with the muscles of the neck.
            let nape = skull.inner - skull.thickness - scalp - 6.0 * smooth_step(-20.0, -50.0, c.z);
            d = smooth_min(d, nape, 6.0);
            let nose = cone(c, (0.0, -91.0, -26.0), 7.0, (0.0, -103.0, -64.0), 13.0);
            d = smooth_min(d, nose, 9.0);
            // The lids and the hollow of the eye beside the nose.
            let hollow = ball(m, (33.0, -103.0, -40.0), (17.0, 9.0, 12.0));
            d = smooth_max(d, -hollow, 7.0);
            d = d.min(self.ear(c, m));
        }
        d
    }

    /// The auricles, each with its own tilt.
    fn ear(&self, c: P3, m: P3) -> f32 {
        let lean = if c.x > 0.0 {
            self.ear_lean
        } else {
            0.7 * self.ear_lean + 0.1
        };
        let x = m.x - 79.0 - lean * (c.y - 14.0);
        let plate = ball(
            p3(x, c.y - 22.0 - 0.25 * (c.z + 36.0), c.z + 36.0),
            (0.0, 0.0, 0.0),
            (3.6, 16.0, 29.0),
        );
        let bowl = ball(p3(x, c.y, c.z), (4.0, 18.0, -42.0), (4.0, 8.0, 11.0));
        smooth_max(plate, -bowl, 2.0)
    }
}

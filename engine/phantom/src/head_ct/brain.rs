//! Brain, ventricles and membranes of a head as distances in canonical mm (see `skull`). No HU.

use crate::head_ct::anatomy::Head;
use crate::head_ct::field::{self, FIELDS, Fields};
use crate::head_ct::skull::{ball, cone, folded};
use crate::num::{P3, lerp, p3, rounded_ellipse, smooth_max, smooth_min, smooth_step};

impl Head {
    /// Signed height above the tentorium.
    pub(crate) fn tent(&self, c: P3) -> f32 {
        let side = c.x.abs();
        let ridge = lerp(1.0, -16.0, smooth_step(24.0, 90.0, c.y));
        let drop = 0.44 * (side * side + 36.0).sqrt() - 2.6;
        // In front it comes down to the petrous ridges and the clinoids.
        let front = 17.0 * smooth_step(27.0, -9.0, c.y - 0.42 * (side - 12.0).max(0.0));
        let tilt = 0.03 * self.tilt_of_base * c.x;
        (c.z - ridge + drop + front - tilt) * 0.92 - 0.8 * self.slow(c, 0.9)
    }

    /// Negative in the posterior fossa.
    pub(crate) fn infra(&self, c: P3) -> f32 {
        let petrous = -7.0 + 0.42 * (c.x.abs() - 12.0).max(0.0);
        self.tent(c).max(petrous - c.y)
    }

    /// Brain stem.
    pub(crate) fn stem_at(&self, c: P3) -> f32 {
        let m = folded(c);
        let pons = ball(c, (0.0, 9.0, -32.0), (16.5, 11.5, 13.5));
        let peduncle = cone(m, (6.0, 3.0, -24.0), 7.0, (10.0, -2.0, -6.0), 7.0);
        let midbrain = ball(c, (0.0, 11.0, -10.0), (15.0, 9.5, 13.0));
        let tectum = ball(m, (5.5, 19.0, -7.0), (5.0, 4.0, 7.0));
        let medulla = cone(c, (0.0, 15.0, -42.0), 9.0, (0.0, 27.0, -75.0), 7.0);
        let arm = cone(m, (10.0, 14.0, -33.0), 8.0, (27.0, 32.0, -34.0), 8.5);
        let d = smooth_min(
            smooth_min(pons, medulla, 4.0),
            smooth_min(midbrain, peduncle, 3.0),
            4.0,
        );
        smooth_min(smooth_min(d, tectum, 2.0), arm, 4.0) - 0.5 * self.slow(c, 1.2)
    }

    /// What joins the hemispheres: corpus callosum, fornix, thalami, hypothalamus.
    fn junction(&self, c: P3) -> f32 {
        let slow = 0.8 * self.slow(c, 0.9);
        let upper = ball(c, (0.0, -11.0, 9.0), (27.0, 37.0, 21.5 + self.brain_level));
        let genu = ball(c, (0.0, -42.0, 9.0), (16.0, 8.0, 10.0));
        let splenium = ball(c, (0.0, 21.0, 11.0), (16.0, 9.0, 8.5));
        let lower = ball(c, (0.0, -6.0, -4.0), (16.0, 15.0, 11.0));
        let d = smooth_min(
            smooth_min(upper, genu, 4.0),
            smooth_min(splenium, lower, 4.0),
            4.0,
        );
        d - slow
    }

    /// The basal cisterns and the space around the midbrain, negative inside.
    fn cistern(&self, c: P3, stem: f32) -> f32 {
        let m = folded(c);
        let wide = self.cistern_share;
        let star = ball(c, (0.0, -15.0, -22.0), (14.0 * wide, 13.0 * wide, 8.5));
        let between = ball(c, (0.0, -3.0, -18.0), (6.0 * wide, 7.0, 9.0));
        let arm = cone(
            m,
            (8.0, -17.0, -18.5),
            3.6 * wide,
            (30.0, -24.0, -15.0),
            2.2 * wide,
        );
        let front = cone(c, (0.0, -24.0, -20.0), 2.5 * wide, (0.0, -44.0, -14.0), 1.5);
        let smile = ball(
            p3(c.x, c.y - 0.012 * c.x * c.x, c.z),
            (0.0, 25.0, -4.0),
            (17.0 * wide, 4.2 * wide, 7.0),
        );
        let around = stem - 3.2 * wide * smooth_step(3.0, -5.0, c.z);
        star.min(between).min(arm).min(front).min(smile).min(around)
    }

    /// The lateral ventricles and the fourth, before their level: the side's own chain of horns.
    pub(crate) fn horns(&self, c: P3) -> f32 {
        let m = folded(c);
        let slow = 0.5 * self.slow(p3(c.z, c.y, c.x), 1.2);
        if m.x > 46.0 || c.z > 40.0 || c.z < -46.0 {
            return 20.0;
        }
        let k = 3.0;
        let front = cone(m, (11.5, -43.0, 6.0), 3.2, (6.5, -28.0, 11.0), 3.8);
        let monro = cone(m, (6.5, -28.0, 11.0), 3.8, (4.5, -12.0, 17.5), 3.4);
        let body = cone(m, (4.5, -12.0, 17.5), 3.4, (10.5, 11.0, 23.0), 4.0);
        let trigone = cone(m, (10.5, 11.0, 23.0), 4.0, (24.5, 33.0, 11.0), 5.4);
        let [lo, hi] = self.occipital_horn;
        let back = if c.x > 0.0 { hi } else { lo };
        let occipital = cone(m, (24.5, 33.0, 11.0), 5.0, (23.0, 36.0 + back, 7.0), 1.6);
        let down = cone(m, (24.5, 33.0, 10.0), 4.4, (34.5, 22.0, -9.0), 1.6);
        let temporal = cone(m, (34.5, 22.0, -9.0), 1.6, (31.0, -10.0, -19.0), 1.0) + 0.6;
        let upper = smooth_min(smooth_min(front, monro, k), smooth_min(body, trigone, k), k);
        let lower = smooth_min(smooth_min(occipital, down, k), temporal, 1.5);
        let chain = smooth_min(upper, lower, k) - slow;
        // The heads of the caudate nuclei and the thalami bulge into them.
        let carved = smooth_max(chain, -(self.caudate(c) - 0.4), 1.2);
        smooth_max(carved, -(self.thalamus(c) - 0.3), 1.5)
    }

    /// The ventricles but the third.
    pub(crate) fn ventricles(&self, c: P3) -> f32 {
        let [right, left] = self.ventricle_level;
        let level = lerp(right, left, smooth_step(-4.0, 4.0, c.x));
        // The temporal horns widen less than the bodies.
        let level = level * lerp(0.35, 1.0, smooth_step(-14.0, 4.0, c.z));
        let lateral = self.horns(c) - level;
        let side = 6.0 + 0.4 * (self.third_mm - 4.0);
        let fourth = ball(c, (0.0, 27.5, -33.0), (side, 4.5, 10.0));
        let roof = ball(c, (0.0, 32.0, -32.0), (2.5, 5.0, 5.0));
        let aqueduct = cone(c, (0.0, 15.0, -5.0), 0.7, (0.0, 23.0, -24.0), 0.9);
        lateral.min(smooth_min(fourth, roof, 2.0)).min(aqueduct)
    }

    /// The caudate nuclei.
    pub(crate) fn caudate(&self, c: P3) -> f32 {
        let m = folded(c);
        let head = ball(m, (13.5 + self.spread, -27.0, 5.0), (5.0, 12.0, 9.5));
        let tail = cone(
            m,
            (14.0 + self.spread, -16.0, 15.0),
            4.0,
            (20.0 + self.spread, 10.0, 22.0),
            1.8,
        );
        smooth_min(head, tail, 3.0) - 0.4 * self.slow(c, 1.8)
    }

    /// Putamen and pallidum: the lentiform nuclei.
    pub(crate) fn lentiform(&self, c: P3) -> f32 {
        let m = folded(c);
        // A lens that leans: its front lies nearer to the midline.
        let x = m.x - 25.0 - 0.6 * self.spread - 0.22 * (c.y + 18.0);
        let flat = x + 0.012 * (c.y + 18.0) * (c.y + 18.0);
        let putamen = ball(p3(flat, c.y, c.z), (0.0, -18.0, 2.0), (5.6, 19.0, 12.0));
        let pallidum = ball(p3(x, c.y, c.z), (-6.5, -15.0, 0.0), (4.5, 9.5, 7.5));
        smooth_min(putamen, pallidum, 2.0) - 0.4 * self.slow(c, 1.8)
    }

    /// The thalami.
    pub(crate) fn thalamus(&self, c: P3) -> f32 {
        let m = folded(c);
        let x = m.x - 0.30 * (c.y - 1.0).max(-12.0);
        ball(
            p3(x, c.y, c.z),
            (10.5 + 0.5 * self.third_mm, 1.0, 7.0),
            (8.0, 15.5, 9.0),
        ) - 0.4 * self.slow(c, 1.8)
    }

    /// Depth of the insula's surface from the midline plane.
    fn insula_x(&self, c: P3) -> f32 {
        let y = c.y + 15.0;
        let z = c.z - 3.0;
        40.5 + 0.4 * self.spread - 0.010 * y * y - 0.010 * z * z
    }

    /// Surface of the insula, sheet of the Sylvian fissure, and where both exist.
    pub(crate) fn sylvian(&self, c: P3) -> (f32, f32, f32) {
        let m = folded(c);
        let wave = 1.7 * self.slow(c, 1.3);
        let insula = m.x - self.insula_x(c) - wave - 0.9 * self.slow(c, 3.1);
        // The fissure rises to the back, less on the left where the temporal plane is larger.
        let rise = if c.x > 0.0 { 0.40 } else { 0.52 };
        let sheet = c.z
            - (-3.0 + rise * (c.y + 15.0))
            - 0.12 * (m.x - 40.0)
            - 3.6 * self.slow(p3(c.y, c.z, c.x), 1.0);
        let (y, z) = (c.y + 15.0, c.z - 3.0 - 0.22 * (c.y + 15.0));
        let window = rounded_ellipse(y, z, 24.0, 19.0, 0.3);
        (insula, sheet * 0.9, window)
    }

    /// The cerebellum without its cisterns.
    fn cerebellum(&self, c: P3) -> f32 {
        let m = folded(c);
        let lobe = ball(m, (23.0, 46.0, -33.0), (36.0, 38.0, 30.0));
        let vermis = ball(c, (0.0, 44.0, -22.0), (20.0, 28.0, 26.0));
        let d = smooth_min(lobe, vermis, 5.0);
        let magna = ball(
            c,
            (0.0, 72.0, -56.0),
            (13.0 * self.cistern_share, 13.0, 13.0),
        );
        let vallecula = ball(c, (0.0, 46.0, -60.0), (9.0, 20.0, 10.0));
        smooth_max(d, -magna.min(vallecula), 3.0)
    }

    /// Signed distance to the nearest sulcal sheet: the zero set of band-limited noise on the hull.
    ///
    /// Every wave is one direction of a noise of 25 to 36 mm wavelength; its zeros lie half of that apart.
    fn fold(&self, c: P3) -> f32 {
        let wave = 0.75f32;
        let a = self.texture.at(c * wave + p3(3.0, 17.0, 29.0));
        let b = self
            .texture
            .at(p3(c.y, c.z, c.x) * wave + p3(41.0, 7.0, 11.0));
        let e = self
            .texture
            .at(p3(c.z, c.x, c.y) * wave + p3(23.0, 53.0, 37.0));
        let w = c + p3(a, b, e) * 2.6;
        let side = if c.x > 0.0 { 1.0 } else { -1.0 };
        let centre = p3(side * 12.0, (0.6 * c.y).clamp(-32.0, 34.0), 4.0);
        let d = w - centre;
        let r = d.length().max(4.0);
        let n = d * (1.0 / r);
        let q = centre + n * 62.0;
        let waves = &self.waves[usize::from(c.x > 0.0)];
        let (mut g, mut grad) = (0.0f32, P3::default());
        for wave in waves {
            let (s, k) = libm::sincosf(wave.k.dot(q) + wave.phase);
            g += wave.weight * s;
            grad = grad + wave.k * (wave.weight * k);
        }
        let grad = grad - n * n.dot(grad);
        let slope = (grad.dot(grad) + 0.0016 * self.waves[0].len() as f32).sqrt();
        (g / slope * (r / 62.0)).clamp(-14.0, 14.0)
    }

    /// All fields at a canonical place.
    pub(crate) fn canonical_fields(&self, c: P3) -> Fields {
        let mut f = [30.0f32; FIELDS];
        let skull = self.skull(c);
        f[field::INNER] = skull.inner;
        f[field::OUTER] = skull.inner - skull.thickness;
        f[field::SKIN] = self.skin(c, &skull);
        f[field::MIDLINE] = c.x - self.bend(c);
        f[field::SULCUS] = 0.0;
        f[field::SLOPE] = 0.0;
        f[field::LOW] = 0.0;
        if f[field::SKIN] > 12.0 {
            return f;
        }
        if skull.inner > -6.0 {
            f[field::AIR] = self.air(c);
            f[field::ORBIT] = self.orbit(c);
            f[field::CELLS] = self.cells(c, skull.inner);
            f[field::BASE] = self.base(c, f[field::AIR], f[field::ORBIT]);
            f[field::MUSCLE] = self.muscle(c);
        }
        if skull.inner < 6.0 {
            self.brain_fields(c, skull.inner, &mut f);
        }
        f
    }

    fn brain_fields(&self, c: P3, inner: f32, f: &mut Fields) {
        let frontal = smooth_step(10.0, -60.0, c.y);
        let gap = 1.6 + self.atrophy * (1.5 + 1.8 * frontal);
        let stem = self.stem_at(c);
        let infra = self.infra(c);
        let tent = self.tent(c);
        let mut cerebrum = inner + gap;
        if c.y > -12.0 && c.z < 12.0 {
            cerebrum = smooth_max(cerebrum, 1.8 - infra, 1.5);
        }
        if c.z < 6.0 {
            cerebrum = smooth_max(cerebrum, -self.cistern(c, stem), 1.5);
        }
        f[field::CEREBRUM] = cerebrum;
        f[field::CORE] = smooth_min(self.junction(c), stem, 2.0).max(inner + 1.0);
        f[field::TENTORIUM] = tent;
        f[field::TENTORIUM_EDGE] = if c.z > 14.0 {
            -20.0
        } else {
            rounded_ellipse(c.x, c.y - 12.0, 17.0, 25.0, 0.0)
                .min(c.y + 9.0 - 0.42 * (c.x.abs() - 12.0).max(0.0))
        };
        if infra < 8.0 {
            let bound = (inner + gap).max(tent + 1.8);
            f[field::CEREBELLUM] = smooth_max(self.cerebellum(c), bound, 3.0);
            let q = p3(0.72 * c.x, c.y - 16.0, 1.25 * (c.z + 30.0));
            f[field::FOLIA] = q.length() + 0.9 * self.slow(c, 1.6);
        }
        if infra > -6.0 {
            f[field::FOLD] = self.fold(c);
            f[field::SULCUS] = self.sulcus_mm
                * 0.5
                * (1.0 + 0.5 * frontal * self.atrophy)
                * (1.0 + 0.3 * self.slow(c, 0.5)).clamp(0.35, 2.0);
            f[field::DEPTH] = 19.5 + 5.0 * self.slow(p3(c.y, c.x, c.z), 0.9).clamp(-1.7, 1.7);
            let (insula, sheet, window) = self.sylvian(c);
            f[field::INSULA] = insula;
            f[field::SYLVIAN] = sheet;
            f[field::SYLVIAN_REGION] = window;
        }
        f[field::VENTRICLE] = self.ventricles(c);
        let y = c.y + 7.0;
        f[field::THIRD] = rounded_ellipse(y, c.z - 0.5 - 0.12 * y, 15.5, 10.0, 0.3);
        f[field::THIRD_HALF] = 0.5 * self.third_mm * smooth_step(-12.0, 2.0, c.z + 6.0).max(0.55);
        let deep = self.caudate(c).min(self.lentiform(c)).min(self.thalamus(c));
        f[field::DEEP_GREY] = deep;
        // Caps at the horns and a halo along the bodies, from the middle of life on.
        let lateral = f[field::VENTRICLE];
        if c.z > -10.0 && lateral < 16.0 && self.leucoaraiosis > 0.0 {
            let patchy = (0.8 + 0.5 * self.slow(c, 2.2)).clamp(0.0, 1.6);
            let reach = 3.0 + 6.0 * self.leucoaraiosis;
            f[field::LOW] = 9.0
                * self.leucoaraiosis
                * patchy
                * libm::expf(-lateral.max(0.0) / reach)
                * smooth_step(-1.0, 3.0, deep);
        }
    }

    /// How far the plane of the falx lies to the left of the midline.
    pub(crate) fn bend(&self, c: P3) -> f32 {
        let torque = -self.petalia * 45.0 * (c.y / 86.0);
        torque + 0.7 * self.texture.at(p3(31.0, c.y * 0.5, c.z * 0.5))
    }
}

//! Small single-precision geometry and the checked conversions of hot loops. No anatomy.

use std::ops::{Add, Mul, Sub};

use overread_base::Vec3;

/// A position or displacement in mm, patient LPS, single precision: fields are evaluated millions of times.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct P3 {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) z: f32,
}

/// Makes a [`P3`].
pub(crate) const fn p3(x: f32, y: f32, z: f32) -> P3 {
    P3 { x, y, z }
}

impl P3 {
    pub(crate) fn dot(self, o: Self) -> f32 {
        self.x * o.x + self.y * o.y + self.z * o.z
    }

    pub(crate) fn length(self) -> f32 {
        self.dot(self).sqrt()
    }

    /// The unit vector; `fallback` for a vector without length.
    pub(crate) fn unit_or(self, fallback: Self) -> Self {
        let length = self.length();
        if length > 1e-6 {
            self * (1.0 / length)
        } else {
            fallback
        }
    }

    pub(crate) fn cross(self, o: Self) -> Self {
        p3(
            self.y * o.z - self.z * o.y,
            self.z * o.x - self.x * o.z,
            self.x * o.y - self.y * o.x,
        )
    }

    /// Component by component.
    pub(crate) fn scaled(self, o: Self) -> Self {
        p3(self.x * o.x, self.y * o.y, self.z * o.z)
    }

    pub(crate) fn to_vec3(self) -> Vec3 {
        Vec3::new(f64::from(self.x), f64::from(self.y), f64::from(self.z))
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "millimetres of a patient need no more than single precision"
    )]
    pub(crate) fn from_vec3(v: Vec3) -> Self {
        p3(v.x as f32, v.y as f32, v.z as f32)
    }
}

impl Add for P3 {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        p3(self.x + o.x, self.y + o.y, self.z + o.z)
    }
}

impl Sub for P3 {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        p3(self.x - o.x, self.y - o.y, self.z - o.z)
    }
}

impl Mul<f32> for P3 {
    type Output = Self;
    fn mul(self, f: f32) -> Self {
        p3(self.x * f, self.y * f, self.z * f)
    }
}

/// `a` at 0, `b` at 1.
pub(crate) fn lerp(a: f32, b: f32, t: f32) -> f32 {
    a + (b - a) * t
}

/// 0 below `low`, 1 above `high`, smooth between.
pub(crate) fn smooth_step(low: f32, high: f32, x: f32) -> f32 {
    let t = ((x - low) / (high - low)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// The smooth minimum of two distances, rounded over `k` mm.
pub(crate) fn smooth_min(a: f32, b: f32, k: f32) -> f32 {
    let h = (0.5 + 0.5 * (b - a) / k).clamp(0.0, 1.0);
    lerp(b, a, h) - k * h * (1.0 - h)
}

/// The smooth maximum of two distances, rounded over `k` mm.
pub(crate) fn smooth_max(a: f32, b: f32, k: f32) -> f32 {
    -smooth_min(-a, -b, k)
}

/// The share of a voxel `width_mm` wide that lies inside a surface `distance_mm` away.
pub(crate) fn coverage(distance_mm: f32, width_mm: f32) -> f32 {
    (0.5 - distance_mm / width_mm).clamp(0.0, 1.0)
}

/// The value of a table `(at, value)` with rising `at`, smooth between its rows and constant outside.
pub(crate) fn table(rows: &[(f32, f32)], at: f32) -> f32 {
    let Some(&(first_at, first)) = rows.first() else {
        return 0.0;
    };
    if at <= first_at {
        return first;
    }
    for idx in 1..rows.len() {
        let ((a, va), (b, vb)) = (rows[idx - 1], rows[idx]);
        if at <= b {
            // Catmull-Rom on uneven rows: tangents by finite differences.
            let before = rows[idx.saturating_sub(2)];
            let after = rows[(idx + 1).min(rows.len() - 1)];
            let slope = |p: (f32, f32), q: (f32, f32)| (q.1 - p.1) / (q.0 - p.0).max(1e-3);
            let (h, t) = (b - a, (at - a) / (b - a));
            let (ma, mb) = (slope(before, (b, vb)), slope((a, va), after));
            let (t2, t3) = (t * t, t * t * t);
            return (2.0 * t3 - 3.0 * t2 + 1.0) * va
                + (t3 - 2.0 * t2 + t) * h * ma
                + (3.0 * t2 - 2.0 * t3) * vb
                + (t3 - t2) * h * mb;
        }
    }
    rows[rows.len() - 1].1
}

/// First-order distance to an ellipsoid of half axes `half` about the origin.
pub(crate) fn ellipsoid(p: P3, half: P3) -> f32 {
    let u = p3(p.x / half.x, p.y / half.y, p.z / half.z);
    let w = p3(u.x / half.x, u.y / half.y, u.z / half.z);
    let (k0, k1) = (u.length(), w.length());
    if k1 < 1e-6 {
        return -half.x.min(half.y).min(half.z);
    }
    k0 * (k0 - 1.0) / k1
}

/// First-order distance to an ellipse in a plane, bulging at the diagonals by `square` (0 an ellipse, 0.5 boxy).
pub(crate) fn rounded_ellipse(x: f32, y: f32, half_x: f32, half_y: f32, square: f32) -> f32 {
    let (u, v) = (x / half_x, y / half_y);
    let (uu, vv) = (u * u, v * v);
    let f = (uu + vv - square * uu * vv / (uu + vv + 1e-4)).sqrt();
    let grad = ((u / half_x) * (u / half_x) + (v / half_y) * (v / half_y)).sqrt();
    if grad < 1e-6 {
        return -half_x.min(half_y);
    }
    f * (f - 1.0) / grad
}

/// Distance to a round cone from `a` (radius `ra`) to `b` (radius `rb`), and how far along it lies, 0 to 1.
pub(crate) fn round_cone(p: P3, a: P3, b: P3, ra: f32, rb: f32) -> (f32, f32) {
    let (ab, ap) = (b - a, p - a);
    let t = (ap.dot(ab) / ab.dot(ab).max(1e-6)).clamp(0.0, 1.0);
    ((ap - ab * t).length() - lerp(ra, rb, t), t)
}

/// The whole part of a number known to lie in `0..=max`; cut to that range.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=max before the cast"
)]
pub(crate) fn index_in(x: f32, max: usize) -> usize {
    x.clamp(0.0, max as f32) as usize
}

/// The whole number below `x`, for coordinates well inside the range of `i32`.
#[expect(
    clippy::cast_possible_truncation,
    reason = "coordinates are a few thousand at most"
)]
pub(crate) fn floor_i32(x: f32) -> i32 {
    let whole = x as i32;
    if (whole as f32) > x { whole - 1 } else { whole }
}

/// A seed's number as single precision.
#[expect(clippy::cast_possible_truncation, reason = "parameters need no more")]
pub(crate) fn to_f32(x: f64) -> f32 {
    x as f32
}

//! A projection of a breast: from millimetres in the breast to the detector and back.

use overread_base::{Laterality, PhantomKind, Seed, Vec3, VolumeGeometry};

use crate::error::PhantomError;
use crate::mammography::outline::{Nipple, Outline};
use crate::mammography::person::{Breast, Person};
use crate::mammography::tile::Waves;
use crate::num::{P3, p3, smooth_step, to_f32};
use crate::patient::Scanner;

/// Columns of a whole image.
const COLUMNS: u32 = 1800;

/// Width of the detector, mm; its height is 23 of 18 parts of it.
const WIDTH_MM: f32 = 180.0;

/// By how much compression spreads a breast in the plane.
const SPREAD: f32 = 1.15;

/// The two projections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Projection {
    /// From above.
    Craniocaudal,
    /// Obliquely from the inner side.
    Oblique,
}

impl Projection {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Craniocaudal => "CC",
            Self::Oblique => "MLO",
        }
    }
}

/// One image. In the plane of the detector a point has `a` mm from the chest wall and `v` mm above the nipple's height;
/// `w` mm is its height between the plates.
#[derive(Debug, Clone)]
pub(super) struct View {
    pub(super) seed: Seed,
    pub(super) scanner: Scanner,
    pub(super) side: Laterality,
    pub(super) projection: Projection,
    pub(super) breast: Breast,
    pub(super) thickness_mm: f32,
    pub(super) columns: usize,
    pub(super) rows: usize,
    pub(super) pixel_mm: f32,
    pub(super) outline: Outline,
    pub(super) muscle: Option<Muscle>,
    pub(super) geometry: VolumeGeometry,
    nipple_down_mm: f32,
    /// Cosine and sine of the angle of the plates from the horizontal.
    turn: (f32, f32),
    /// Millimetres of the breast at rest for one between the plates.
    squeeze: f32,
}

/// The pectoral muscle at the chest wall.
#[derive(Debug, Clone)]
pub(super) struct Muscle {
    /// Width at the upper end.
    width_mm: f32,
    /// Upper end, mm above the nipple's height.
    top_mm: f32,
    /// Lower end.
    foot_mm: f32,
    bulge_mm: f32,
    waves: Waves,
    is_flat: bool,
}

impl Muscle {
    /// How far inside its edge a point lies, mm; negative outside.
    pub(super) fn depth(&self, a: f32, v: f32) -> f32 {
        let t = (v - self.foot_mm) / (self.top_mm - self.foot_mm);
        if self.is_flat {
            // Seen from above: a shallow crescent in the middle of the chest wall.
            let edge = self.width_mm * (1.0 - (2.0 * t - 1.0) * (2.0 * t - 1.0));
            return (edge - a) * 0.9;
        }
        let bow = (t * (1.0 - t)).max(0.0) * 4.0 * self.bulge_mm;
        let edge = self.width_mm * t + bow + self.waves.at(v) * 1.3;
        let slope = self.width_mm / (self.top_mm - self.foot_mm);
        (edge - a) / (1.0 + slope * slope).sqrt()
    }

    /// Its share of the thickness of the breast.
    pub(super) fn share(&self, a: f32, v: f32) -> f32 {
        let depth = self.depth(a, v);
        if self.is_flat {
            return smooth_step(-2.0, 7.0, depth) * 0.22;
        }
        // Thick under the armpit, thin where it ends.
        let t = (v - self.foot_mm) / (self.top_mm - self.foot_mm);
        let thick = 0.55 + 0.45 * smooth_step(0.0, 0.7, t);
        let taper = smooth_step(-1.5, 3.5, depth) * 0.23 + smooth_step(0.0, 40.0, depth) * 0.22;
        taper * thick
    }
}

impl View {
    pub(super) fn new(
        person: &Person,
        breast: &Breast,
        projection: Projection,
        size: Option<u32>,
        exam: Seed,
    ) -> Result<Self, PhantomError> {
        let columns = size.unwrap_or(COLUMNS);
        let rows = columns.saturating_mul(23) / 18;
        let pixel = WIDTH_MM / columns.max(1) as f32;
        let spacing = f64::from(pixel);
        let axis = |x: f64, y: f64| Vec3::new(x, y, 0.0);
        let geometry = VolumeGeometry::new(
            [columns, rows, 1],
            Vec3::new(spacing, spacing, 1.0),
            Vec3::default(),
            axis(1.0, 0.0),
            axis(0.0, 1.0),
        )
        .map_err(|error| PhantomError {
            faults: vec![error.into()],
        })?;
        let height_mm = rows as f32 * pixel;
        let exam = exam.child(projection.name());
        let mut rng = exam.child("position").rng();
        let is_oblique = projection == Projection::Oblique;
        let (down, angle, thickness) = if is_oblique {
            let stature = person.seed.child("stature").rng().range(42.0, 49.0);
            (
                to_f32(rng.range(0.50, 0.57)),
                to_f32(stature + rng.range(-1.0, 1.0)),
                breast.thickness_mm[1],
            )
        } else {
            (to_f32(rng.range(0.47, 0.53)), 0.0, breast.thickness_mm[0])
        };
        let nipple_down_mm = height_mm * down;
        let radians = angle * (std::f32::consts::PI / 180.0);
        let muscle = muscle(person, projection, exam, nipple_down_mm, breast.depth_mm);
        let outline = outline(person, breast, projection, exam, nipple_down_mm, height_mm);
        Ok(Self {
            seed: exam,
            scanner: Scanner::of(PhantomKind::Mammography, person.seed),
            side: breast.side,
            projection,
            breast: breast.clone(),
            thickness_mm: thickness,
            columns: columns as usize,
            rows: rows as usize,
            pixel_mm: pixel,
            outline,
            muscle,
            geometry,
            nipple_down_mm,
            turn: (libm::cosf(radians), libm::sinf(radians)),
            squeeze: 1.1 * breast.depth_mm / thickness,
        })
    }

    /// The place in the plane of a pixel's middle; `x` and `y` count from the middle of the first pixel.
    pub(super) fn plane(&self, x: f32, y: f32) -> (f32, f32) {
        let from_wall = if self.side == Laterality::Right {
            self.columns as f32 - 0.5 - x
        } else {
            x + 0.5
        };
        (
            from_wall * self.pixel_mm,
            self.nipple_down_mm - y * self.pixel_mm,
        )
    }

    /// The pixel of a place in the plane.
    pub(super) fn pixel(&self, a: f32, v: f32) -> (f32, f32) {
        let from_wall = a / self.pixel_mm;
        let x = if self.side == Laterality::Right {
            self.columns as f32 - 0.5 - from_wall
        } else {
            from_wall - 0.5
        };
        (x, (self.nipple_down_mm - v) / self.pixel_mm)
    }

    /// The place in the breast at rest: forward, outward, upward of the nipple's axis at the chest wall.
    pub(super) fn at_rest(&self, a: f32, v: f32, w: f32) -> P3 {
        let (v, w) = (v / SPREAD, w * self.squeeze);
        let (c, s) = self.turn;
        p3(a, v * c - w * s, v * s + w * c)
    }

    /// `a`, `v`, `w` of a place in the breast at rest.
    pub(super) fn project(&self, p: P3) -> (f32, f32, f32) {
        let (c, s) = self.turn;
        (
            p.x,
            (p.y * c + p.z * s) * SPREAD,
            (p.z * c - p.y * s) / self.squeeze,
        )
    }

    /// Thickness of the breast with and without its skin, `depth` mm inside the skin line.
    pub(super) fn thickness(&self, depth: f32) -> (f32, f32) {
        let full = self.thickness_mm;
        let skin = self.breast.skin_mm;
        let radius = full * 0.72;
        (
            rounded(depth, full, radius),
            rounded(depth - skin, full - 2.0 * skin, radius - skin),
        )
    }

    /// Height of the image above and below the nipple, mm.
    pub(super) fn range_mm(&self) -> (f32, f32) {
        let below = self.rows as f32 * self.pixel_mm - self.nipple_down_mm;
        (-below, self.nipple_down_mm)
    }

    /// Cosine and sine of the angle of the plates from the horizontal.
    pub(super) fn turn(&self) -> (f32, f32) {
        self.turn
    }
}

/// A slab with a round edge.
fn rounded(depth: f32, full: f32, radius: f32) -> f32 {
    if depth <= 0.0 {
        return 0.0;
    }
    let left = 1.0 - (depth / radius).min(1.0);
    full * (1.0 - left * left).sqrt()
}

fn muscle(
    person: &Person,
    projection: Projection,
    exam: Seed,
    top_mm: f32,
    depth_mm: f32,
) -> Option<Muscle> {
    let mut rng = exam.child("muscle").rng();
    let waves = Waves::new(exam.child("muscle edge"), 90.0);
    if projection == Projection::Oblique {
        let own = person.seed.child("muscle").rng().range(0.42, 0.60);
        let width = depth_mm * to_f32(own * rng.normal_within_2sd(1.0, 0.06));
        return Some(Muscle {
            width_mm: width.clamp(32.0, 74.0),
            top_mm: top_mm + 2.0,
            foot_mm: to_f32(rng.range(-12.0, 16.0)),
            bulge_mm: to_f32(rng.range(-2.0, 7.0)),
            waves,
            is_flat: false,
        });
    }
    // Seen in about three of ten craniocaudal images.
    (rng.unit() < 0.3).then(|| {
        let middle = to_f32(rng.range(-6.0, 14.0));
        let half = to_f32(rng.range(18.0, 34.0));
        Muscle {
            width_mm: to_f32(rng.range(4.0, 10.0)),
            top_mm: middle + half,
            foot_mm: middle - half,
            bulge_mm: 0.0,
            waves,
            is_flat: true,
        }
    })
}

fn outline(
    person: &Person,
    breast: &Breast,
    projection: Projection,
    exam: Seed,
    top_mm: f32,
    height_mm: f32,
) -> Outline {
    let mut own = exam.child("outline").rng();
    let mut near = |x: f32, sd: f64| x * to_f32(own.normal_within_2sd(1.0, sd));
    let depth = breast.depth_mm;
    let mut shape = person.seed.child("outline").rng();
    let nipple = Nipple {
        base_mm: depth - 5.0,
        height_mm: near(to_f32(shape.range(3.0, 6.0)), 0.1),
        radius_mm: to_f32(shape.range(4.6, 6.4)),
        tilt: to_f32(shape.range(-0.35, 0.35)),
    };
    let square = to_f32(shape.range(0.86, 1.3));
    let fall = to_f32(shape.range(-0.05, 0.05));
    let waves = Waves::new(exam.child("skin"), 160.0);
    let mut points: Vec<(f32, f32)> = Vec::new();
    if projection == Projection::Oblique {
        let top = near(to_f32(shape.range(0.46, 0.62)), 0.05);
        let low = near(to_f32(shape.range(0.62, 0.74)), 0.04) * breast.half_width_mm / 0.9;
        // Fold under the breast, and the abdomen below it.
        let fold = to_f32(shape.range(-0.16, 0.12));
        let abdomen = ((fold + 0.02) / 0.05).clamp(0.0, 1.0);
        let rest = [
            (top - 0.02, top_mm + 60.0),
            (top + 0.01, top_mm + 12.0),
            (top + 0.10, top_mm * 0.78),
            (0.80, top_mm * 0.50),
            (0.945, top_mm * 0.24),
            (1.0, 0.0),
            (0.955, -0.33 * low),
            (0.80, -0.68 * low),
            (0.56, -0.91 * low),
            (0.33, -1.06 * low),
            (fold + 0.04, -1.17 * low),
            (fold, -1.26 * low),
            (fold + 0.05 * abdomen, -1.40 * low),
            (fold + 0.15 * abdomen, -1.64 * low),
            (fold + 0.22 * abdomen, -1.95 * low),
            (fold + 0.25 * abdomen, -2.4 * low - 60.0),
        ];
        points.extend(
            rest.iter()
                .map(|&(a, v)| (a * depth + waves.at(v) * 1.1, v)),
        );
        points.push((-60.0, -2.4 * low - 70.0));
        points.push((-60.0, top_mm + 60.0));
    } else {
        const PARTS: i8 = 9;
        let half = [
            near(breast.half_width_mm, 0.02),
            near(breast.half_width_mm * 0.95, 0.02),
        ];
        for part in -PARTS..=PARTS {
            let angle = f32::from(part) / f32::from(PARTS) * 1.56;
            let (s, c) = (libm::sinf(angle), libm::cosf(angle));
            let width = if part > 0 { half[0] } else { half[1] };
            // Its middle lies behind the border of the image, so that the skin meets the border at a slant.
            let a = (depth + 14.0) * libm::powf(c, square) - 14.0;
            let v = width * (s + fall * s * s);
            points.push((a + waves.at(v) * 1.0, v));
        }
        points.reverse();
        points.push((-60.0, -half[1]));
        points.push((-60.0, half[0]));
    }
    Outline::new(
        &points,
        nipple,
        (-3.0, top_mm - height_mm - 3.0),
        (WIDTH_MM + 3.0, top_mm + 3.0),
    )
}
